import { sep } from "node:path";
import type { LinkedStack, ModuleLinks } from "../languages/dialect.ts";
import { DIALECTS } from "../languages/dialects.ts";
import { SOURCE_NAME, type SourceModule } from "../languages/program/source-module.ts";
import type { CodeSource } from "../model/code-source.ts";
import type { AppFile, AppStack } from "./application.ts";
import type { AppFiles } from "./app-files.ts";
import { ModuleFinder } from "./find-module.ts";

/**
 * The same stacks, where functions of a file that other files call are there once for each call: constructs of CDK whose
 * code is an argument.
 *
 * @param paths the files of the application
 */
export function linkConstructs(
	stacks: readonly AppStack[],
	paths: readonly string[],
	files: AppFiles,
): readonly AppStack[] {
	const declaring = stacks.flatMap(({ file, stack }) =>
		file.reading.module !== null &&
		stack.find("AWS::Lambda::Function").some(({ source }) => source !== undefined && mayBeTold(source))
			? [file.reading.module]
			: [],
	);
	if (declaring.length === 0) {
		return stacks;
	}
	const fileOf = new Map<SourceModule, AppFile>();
	const open = (path: string): SourceModule | null => {
		const file = files.open(path);
		const module = "why" in file ? null : file.reading.module;
		if (module !== null && !("why" in file)) {
			fileOf.set(module, file);
		}
		return module;
	};
	const callers = paths.filter((path) => mayCall(path, files)).flatMap((path) => open(path) ?? []);
	const finder = new ModuleFinder(files);
	const links: ModuleLinks = {
		importedBy: (specifier, from): SourceModule | null => {
			const file = fileOf.get(from);
			const found = file === undefined ? null : finder.find(specifier, file.path);
			return found?.kind === "module" ? open(found.path) : null;
		},
		pathOf: (module): string => (fileOf.get(module)?.path ?? "").split(sep).join("/"),
	};
	const linked = new Map(DIALECTS.flatMap(({ link }) => [...(link?.(declaring, callers, links) ?? [])]));
	return stacks.map((stack) => {
		const own = stack.file.reading.module === null ? undefined : linked.get(stack.file.reading.module);
		return own === undefined ? stack : withLinked(stack, own, fileOf);
	});
}

function mayBeTold(source: CodeSource | null): boolean {
	return source !== null && source.kind !== "foreign";
}

/** False for a program that surely makes no constructs. */
function mayCall(path: string, files: AppFiles): boolean {
	return SOURCE_NAME.test(path) && /\b(?:aws-cdk|cdk|constructs)\b/u.test(files.text(path) ?? "");
}

function withLinked(stack: AppStack, linked: LinkedStack, fileOf: ReadonlyMap<SourceModule, AppFile>): AppStack {
	const { file } = stack;
	return {
		...stack,
		stack: linked.stack,
		placeOf: (span) => {
			const place = linked.placeOf(span);
			return { file: fileOf.get(place.module) ?? file, span: place.span };
		},
		repeated: linked.repeated,
		callerOf: (id) => {
			const module = linked.callerOf(id);
			return module === null ? null : (fileOf.get(module) ?? null);
		},
	};
}
