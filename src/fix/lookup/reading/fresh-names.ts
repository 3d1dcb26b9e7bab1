import type { SourceModule } from "../../../languages/program/source-module.ts";
import { namesIn } from "../../../languages/program/names-in.ts";

/** Names that no scope of a program knows and that mean nothing to its helper either, so that nothing is shadowed. */
export class FreshNames {
	readonly #taken: Set<string>;
	readonly #counts = new Map<string, number>();

	constructor(module: SourceModule) {
		this.#taken = new Set(namesIn(module));
	}

	/** The first of the names that is free, else the last with a number; it is taken from then on. */
	take(...names: readonly string[]): string {
		const last = names.at(-1) ?? "value";
		let name = names.find((one) => this.#isFree(one));
		for (let count = this.#counts.get(last) ?? 2; name === undefined; count += 1) {
			name = this.#isFree(`${last}${String(count)}`) ? `${last}${String(count)}` : undefined;
			this.#counts.set(last, count + 1);
		}
		this.#taken.add(name);
		return name;
	}

	#isFree(name: string): boolean {
		return !this.#taken.has(name) && !RESERVED.has(name) && !Reflect.has(globalThis, name) && !WRAPPED.has(name);
	}
}

const RESERVED = new Set(
	"await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield arguments".split(
		" ",
	),
);

/** What Node gives each CommonJS module. */
const WRAPPED = new Set(["require", "module", "exports", "__dirname", "__filename"]);

/** What the helpers call of the globals. */
const GLOBALS = [
	"process",
	"Map",
	"Error",
	"Buffer",
	"TextDecoder",
	"fetch",
	"encodeURIComponent",
	"globalThis",
	"Promise",
] as const;

export type GlobalName = (typeof GLOBALS)[number];

/** The globals that the module declares for itself; `import process from "node:process"` is the same thing. */
export function findRedeclared({ scopes }: SourceModule): ReadonlySet<GlobalName> {
	const tops = scopes.scopes.filter(({ block }) => block.type === "Program");
	return new Set(
		GLOBALS.filter((name) =>
			tops.some((scope) =>
				(scope.set.get(name)?.defs ?? []).some(({ node, parent }) => {
					const from = (
						parent as
							| { readonly type?: string; readonly source?: { readonly value?: unknown } }
							| null
							| undefined
					)?.source?.value;
					const init =
						node.type === "VariableDeclarator" && node.init?.type === "CallExpression"
							? node.init.arguments[0]
							: undefined;
					const required = init?.type === "Literal" ? init.value : undefined;
					return !/^(?:node:)?(?:process|buffer|util)$/u.test(String(from ?? required ?? ""));
				}),
			),
		),
	);
}
