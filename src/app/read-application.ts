import { dirname } from "node:path";
import { exportsOf } from "../languages/facts/export-facts.ts";
import type { DialectSettings } from "../languages/dialect.ts";
import { roleOf } from "../model/role.ts";
import type { Resource } from "../model/resource.ts";
import type {
	Application,
	AppFile,
	AppFunction,
	AppModule,
	AppStack,
	AppUnknown,
	FunctionCode,
} from "./application.ts";
import { AppFiles } from "./app-files.ts";
import { ModuleFinder } from "./find-module.ts";
import { joinLookups } from "./join-lookups.ts";
import { environmentOf, joinVariables } from "./join-variables.ts";
import { CodeLocator } from "./locate-code.ts";
import { readStacks } from "./read-stacks.ts";
import { ModuleReader } from "./read-modules.ts";

/** What an application is read from. */
export interface ApplicationSettings extends DialectSettings {
	/** The files below the given paths that may be of interest, absolute, in order. */
	readonly paths: readonly string[];
	/** The given folders, absolute: nothing outside of them is read. */
	readonly roots: readonly string[];
}

/** The largest number of functions that are joined. */
const MAX_FUNCTIONS = 5000;

/**
 * Reads every stack and every program below some paths, and joins them. Nothing is executed, and nothing outside of the
 * given folders is read. A file that cannot be read is left out; what it would have told is unknown.
 */
export function readApplication(settings: ApplicationSettings): Application {
	const files = new AppFiles(settings.roots, settings);
	const stacks = readStacks(settings.paths, files);
	const modules = new ModuleReader(files, new ModuleFinder(files, packagesOf(settings, files)));
	const locator = new CodeLocator(files);
	const functions = stacks
		.flatMap((stack) =>
			stack.stack
				.find("AWS::Lambda::Function")
				.filter((fn) => fn.generated === null)
				.map((fn) => ({ fn, stack })),
		)
		.slice(0, MAX_FUNCTIONS)
		.map(({ fn, stack }) => joinFunction(fn, stack, locator, modules));
	return {
		files: files.read,
		stacks,
		functions,
		unknown: functions.flatMap(unknownOf),
	};
}

/** The packages of the application by name, with their folders. */
function packagesOf({ paths, roots }: ApplicationSettings, files: AppFiles): ReadonlyMap<string, string> {
	const folders = new Set(paths.flatMap((path) => files.foldersAbove(dirname(path))));
	const packages = new Map<string, string>();
	for (const folder of [...folders, ...roots]) {
		const name = files.field(files.at(folder, "package.json"), "name");
		if (typeof name === "string" && !packages.has(name)) {
			packages.set(name, folder);
		}
	}
	return packages;
}

function joinFunction(fn: Resource, stack: AppStack, locator: CodeLocator, modules: ModuleReader): AppFunction {
	const place = stack.placeOf(fn.head);
	const code = linkCode(fn, place.file, locator, modules);
	const variables = joinVariables(fn, stack, code);
	return {
		resource: fn,
		stack,
		place,
		code,
		variables,
		environment: environmentOf(fn, code),
		lookups: joinLookups(stack, code, variables),
		role: roleOf(fn),
		key: fn.get("KmsKeyArn"),
	};
}

function linkCode(fn: Resource, file: AppFile, locator: CodeLocator, modules: ModuleReader): FunctionCode {
	const located = locator.locate(fn, file);
	if (located.kind === "unknown" || located.kind === "foreign") {
		return located;
	}
	const handler =
		located.kind === "file" ? modules.moduleAt(located.path) : modules.inlineModule(file, located.program);
	if (handler === null) {
		return { kind: "unknown", why: "the file of its handler cannot be parsed" };
	}
	return {
		kind: "linked",
		handler,
		exported: located.exported,
		exportedAt: findExport(handler, located.exported),
		...modules.closureOf(handler),
	};
}

function findExport(module: AppModule, exported: string): ReturnType<AppModule["placeOf"]> | null {
	const span = exportsOf(module.module).names.get(exported.split(".")[0] ?? "");
	return span === undefined ? null : module.placeOf(span);
}

/** What is not known of a function. */
function unknownOf({ resource, place, code }: AppFunction): readonly AppUnknown[] {
	if (code.kind === "linked") {
		return code.unread.map((one) => ({ ...one, id: resource.id }));
	}
	return code.kind === "foreign" ? [] : [{ place, file: place.file.name, id: resource.id, why: code.why }];
}
