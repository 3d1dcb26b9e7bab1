import type { CodeSource } from "../../model/code-source.ts";
import type { LinkedStack, ModuleLinks } from "../dialect.ts";
import { functionAround, functionsAround } from "../program/around.ts";
import type { FunctionNode } from "../program/function-node.ts";
import type { Node } from "../program/node.ts";
import type { SourceModule } from "../program/source-module.ts";
import { CdkResource } from "./cdk-resource.ts";
import { CdkStack } from "./cdk-stack.ts";
import type { Frame } from "./evaluate/js.ts";
import { LinkedModules } from "./evaluate/linked-modules.ts";
import { TextSpace } from "./evaluate/text-space.ts";
import { findFunctions, type FoundFunction } from "./find-constructs.ts";
import { isUnitTest } from "./is-unit-test.ts";
import { readCdk } from "./read-cdk.ts";

/** How many modules call each other on the way to a function. */
const MAX_CALLS = 6;

/**
 * Reads modules again that make functions whose code the module alone does not tell: once for each call in another
 * module that may. A module is left out where no call tells more.
 *
 * @param declaring the modules with such functions
 * @param callers all modules of the app
 */
export function linkApp(
	declaring: readonly SourceModule[],
	callers: readonly SourceModule[],
	links: ModuleLinks,
): ReadonlyMap<SourceModule, LinkedStack> {
	const space = new TextSpace();
	const calling = callers.filter((one) => !isUnitTest(one));
	const expanded = new Set<Node>();
	const modules = new LinkedModules(links, space, calling, new Set());
	let app = new App(declaring, modules);
	const open = new Set([...declaring.flatMap(unknownSites), ...app.sharedSites()]);
	for (let round = 0; round < MAX_CALLS; round += 1) {
		const more = app.undecided().filter((owner) => !expanded.has(owner));
		if (more.length === 0) {
			break;
		}
		for (const owner of more) {
			expanded.add(owner);
		}
		app = new App(declaring, modules.expanding(new Set(expanded)));
	}
	const needed = app.deciding(open);
	const final = needed.size === expanded.size ? app : new App(declaring, modules.expanding(needed));
	return final.linked(space, open);
}

/** The functions of an app, read with some calls. */
class App {
	readonly #modules: LinkedModules;
	readonly #byModule: ReadonlyMap<SourceModule, readonly FoundFunction[]>;

	constructor(declaring: readonly SourceModule[], modules: LinkedModules) {
		this.#modules = modules;
		this.#byModule = new Map(
			declaring.map((module) => [module, findFunctions(modules.evaluatorOf(module))] as const),
		);
	}

	get #functions(): readonly FoundFunction[] {
		return [...this.#byModule.values()].flat();
	}

	/** The functions of programs whose callers in other modules may tell what is not known yet. */
	undecided(): readonly FunctionNode[] {
		return this.#functions
			.flatMap(({ source, site, frame }) => [
				...(isUnknown(source) ? functionsAround(outermostCall(frame) ?? site) : []),
				...[this.#sharedOwner(site, frame) ?? []].flat(),
			])
			.filter((owner) => this.#modules.callersOf(owner).length > 0);
	}

	/** Where functions are made for callers in this module and in others. */
	sharedSites(): ReadonlySet<Node> {
		return new Set(this.#functions.flatMap(({ site, frame }) => (this.#sharedOwner(site, frame) ? [site] : [])));
	}

	/** The function around a site that runs for a caller in this module, if others call it too. */
	#sharedOwner(site: Node, frame: Frame | null): FunctionNode | null {
		const owner = frame === null ? null : functionAround(site);
		return owner !== null && this.#modules.callersOf(owner).length > 0 ? owner : null;
	}

	/** The functions of programs whose callers tell the code of what is made at some sites. */
	deciding(sites: ReadonlySet<Node>): ReadonlySet<Node> {
		const owners = new Set<Node>();
		for (const { source, site, frame } of this.#functions) {
			const isDecided = sites.has(site) && !isUnknown(source);
			for (let at = isDecided ? frame : null; at !== null; at = at.caller) {
				owners.add(at.owner);
			}
		}
		return owners;
	}

	/**
	 * The modules with all that they make, where a function of theirs is decided.
	 *
	 * @param sites where functions are made whose code a module alone does not tell
	 */
	linked(space: TextSpace, sites: ReadonlySet<Node>): ReadonlyMap<SourceModule, LinkedStack> {
		return new Map(
			[...this.#byModule]
				.filter(([, functions]) => functions.some(({ source, site }) => sites.has(site) && !isUnknown(source)))
				.map(([module]) => {
					const stack = new CdkStack(this.#modules.evaluatorOf(module), []);
					return [
						module,
						{
							stack,
							repeated: repeatedIn(stack),
							placeOf: (span) => space.placeOf(span, module),
							callerOf: (id): SourceModule | null => {
								const construct = stack.resource(id)?.construct;
								const call = construct?.isShared === true ? outermostCall(construct.frame) : null;
								return call === null ? null : this.#modules.moduleOf(call);
							},
						},
					];
				}),
		);
	}
}

/** Where a module makes functions whose code it does not tell itself. */
function unknownSites(module: SourceModule): readonly Node[] {
	return (readCdk(module)?.find("AWS::Lambda::Function") ?? []).flatMap((fn) =>
		fn instanceof CdkResource && isUnknown(fn.source) ? [fn.construct.site] : [],
	);
}

/** The functions that are the same as one before them, but for what they are called. */
function repeatedIn(stack: CdkStack): ReadonlySet<string> {
	const known = new Set<string>();
	const repeated = new Set<string>();
	for (const { id, head, properties, source, construct } of stack.find("AWS::Lambda::Function")) {
		const content = construct.isShared ? JSON.stringify([head, source, properties], withoutPlaces) : id;
		if (known.has(content)) {
			repeated.add(id);
		}
		known.add(content);
	}
	return repeated;
}

const PLACES: ReadonlySet<string> = new Set(["span", "keySpan", "origin", "id"]);

function withoutPlaces(key: string, value: unknown): unknown {
	return PLACES.has(key) ? undefined : value;
}

function outermostCall(frame: Frame | null): Node | null {
	let call: Node | null = null;
	for (let at = frame; at !== null; at = at.caller) {
		({ call } = at);
	}
	return call;
}

function isUnknown(source: CodeSource | null): boolean {
	switch (source?.kind) {
		case "unknown":
			return true;
		case "entry":
			return source.exported === null;
		case "folder":
		case "file":
		case "inline":
			return source.handler === null;
		default:
			return false;
	}
}
