import { dirname } from "node:path";
import { exportsOf } from "../languages/facts/export-facts.ts";
import { roleOf } from "../model/role.ts";
import type { Resource } from "../model/resource.ts";
import type { AppFile, AppFunction, AppModule, AppStack, FunctionCode, LinkedCode, Place } from "./application.ts";
import type { AppFiles } from "./app-files.ts";
import { ModuleFinder } from "./find-module.ts";
import { type JoinedKeyedReads, joinKeyedReads } from "./join-keyed-reads.ts";
import { joinLookups } from "./join-lookups.ts";
import { environmentOf, joinVariables } from "./join-variables.ts";
import { CodeLocator, type LocatedCode } from "./locate-code.ts";
import { ReachedUnits } from "./reach-units.ts";
import { ModuleReader } from "./read-modules.ts";
import { once } from "../text/once.ts";

const NO_MODULES: readonly AppModule[] = [];

/** Joins functions with their code, by the files of one application. */
export class FunctionJoiner {
	readonly #locator: CodeLocator;
	readonly #modules: ModuleReader;
	readonly #keyed = new WeakMap<readonly AppModule[], JoinedKeyedReads>();
	readonly #reached = new Map<AppModule, Map<string, ReachedUnits>>();

	constructor(files: AppFiles) {
		this.#locator = new CodeLocator(files);
		this.#modules = new ModuleReader(files, new ModuleFinder(files));
	}

	join(given: Resource, around: AppStack): AppFunction {
		const place = around.placeOf(given.head);
		const stack = seenFrom(place.file, around);
		const fn = stack.stack.resource(given.id) ?? given;
		const code = this.#link(fn, stack.stack.placeOf === undefined ? stack.file : place.file, stack);
		const reached = once(() => (code.kind === "linked" ? this.#reachedBy(code) : null));
		const keyed = once(() => this.#keyedIn(code.kind === "linked" ? code.modules : NO_MODULES));
		const variables = once(() => joinVariables(fn, stack, code, reached(), keyed()));
		const environment = once(() => environmentOf(fn, code, keyed()));
		const lookups = once(() => joinLookups(stack, code, variables(), reached()));
		const role = once(() => roleOf(fn));
		return {
			resource: fn,
			stack,
			place,
			code,
			// On demand: of a function whose code is not known, most of it is never asked for.
			get variables() {
				return variables();
			},
			get environment() {
				return environment();
			},
			get lookups() {
				return lookups();
			},
			get role() {
				return role();
			},
			key: fn.get("KmsKeyArn"),
		};
	}

	/** Functions with one handler have one list of modules. */
	#keyedIn(modules: readonly AppModule[]): JoinedKeyedReads {
		let keyed = this.#keyed.get(modules);
		if (keyed === undefined) {
			keyed = joinKeyedReads(modules, (specifier, from) => this.#modules.importedBy(specifier, from));
			this.#keyed.set(modules, keyed);
		}
		return keyed;
	}

	/** Many functions may have one handler. */
	#reachedBy({ handler, exported }: LinkedCode): ReachedUnits {
		const known = this.#reached.get(handler) ?? new Map<string, ReachedUnits>();
		this.#reached.set(handler, known);
		let reached = known.get(exported);
		if (reached === undefined) {
			reached = new ReachedUnits({ module: handler, exported }, (specifier, from) =>
				this.#modules.importedBy(specifier, from),
			);
			known.set(exported, reached);
		}
		return reached;
	}

	#moduleOf(located: Exclude<LocatedCode, { readonly why: string }>, file: AppFile): AppModule | null {
		switch (located.kind) {
			case "file":
				return this.#modules.moduleAt(located.path);
			case "inline":
				return this.#modules.inlineModule(file, located.program);
			case "text":
				return this.#modules.textModule(file, located.text, located.span);
			default:
				return located satisfies never;
		}
	}

	#link(fn: Resource, file: AppFile, stack: AppStack): FunctionCode {
		const located = this.#locator.locate(fn, file, stack.callerOf?.(fn.id) ?? file);
		if (located.kind === "unknown" || located.kind === "foreign") {
			return located;
		}
		const handler = this.#moduleOf(located, file);
		if (handler === null) {
			return { kind: "unknown", why: "the file of its handler cannot be parsed" };
		}
		return {
			kind: "linked",
			handler,
			exported: located.exported,
			exportedAt: findExport(handler, located.exported),
			...this.#modules.closureOf(handler),
		};
	}
}

/** A module of several files as the one shows it that a function is in, so that edits go there. */
function seenFrom(file: AppFile, stack: AppStack): AppStack {
	const own = file.reading.stack;
	return own === null || stack.stack.placeOf === undefined || file === stack.file || dirname(file.path) !== stack.unit
		? stack
		: { ...stack, file, stack: own };
}

function findExport(module: AppModule, exported: string): Place | null {
	const span = exportsOf(module.module).names.get(exported.split(".")[0] ?? "");
	return span === undefined ? null : module.placeOf(span);
}
