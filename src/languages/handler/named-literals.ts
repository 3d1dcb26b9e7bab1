import type { TSESTree } from "@typescript-eslint/utils";
import type { Span } from "../../text/span.ts";
import { NameCollector } from "./name-collector.ts";
import type { SourceModule } from "./source-module.ts";
import { locateInText, type StaticText } from "./static-text.ts";

/** How a text got its name. */
export type LiteralKind =
	/** `const password = "…"` */
	| "variable"
	/** `{ password: "…" }`, also `["password", "…"]` and `{ name: "password", value: "…" }` */
	| "property"
	/** `class { password = "…" }`, `#password` too */
	| "field"
	/** `(password = "…") =>`, `const { password = "…" } = …` */
	| "default"
	/** `config.password = "…"`, `process.env["DB_PASSWORD"] = "…"` */
	| "assignment"
	/** `enum Keys { Api = "…" }` */
	| "enum"
	/** `<Client apiKey="…" />` */
	| "attribute"
	/** `headers.set("x-api-key", "…")`, `setPassword("…")`, `connect("app", "…")`, `new Client("…")` */
	| "argument"
	/** `password === "…"`, `timingSafeEqual(password, "…")` */
	| "comparison"
	/** `const getPassword = () => "…"` */
	| "result"
	/** Nothing names it. */
	| "text";

/**
 * Where a text goes when it takes the part of a key: any text there is one, be it `secret`. `client`: likely, not
 * surely.
 */
export type Sink = "signing-key" | "password" | "credential" | "client";

/** A text of a program that is the same in every run, with what is known about its place. */
export interface NamedLiteral {
	/** The whole expression that has this text: a literal, a template, an addition. What a fix replaces. */
	readonly node: TSESTree.Expression;
	/** Its value. Where {@link isOpen}, with `${x}` in place of what only run time knows. */
	readonly text: string;
	/** What it is given to; null where nothing says. */
	readonly name: string | null;
	/** Other names that it goes by: of the variable it stands in for, of what its constant is passed to. */
	readonly aliases: readonly string[];
	readonly kind: LiteralKind;
	/** The left side of the `??` or `||` whose right side it is: `process.env.X ?? "…"`; null elsewhere. */
	readonly fallbackOf: TSESTree.Expression | null;
	readonly sink: Sink | null;
	/**
	 * True for the key of a client that browsers get: `apiKey` beside `authDomain` (Firebase) or `indexName` (Algolia).
	 */
	readonly isPublic: boolean;
	/** True where a part of it is known at run time only. */
	readonly isOpen: boolean;
	readonly span: Span;
	readonly parts: StaticText;
}

const LITERALS = new WeakMap<SourceModule, readonly NamedLiteral[]>();

/**
 * Every text of a module that is a value, once each, in the order of the source. Left out: specifiers of imports,
 * types,
 * directives, the keys of objects, the text of JSX.
 */
export function literalsOf(module: SourceModule): readonly NamedLiteral[] {
	let known = LITERALS.get(module);
	if (known === undefined) {
		known = new NameCollector(module).collect();
		LITERALS.set(module, known);
	}
	return known;
}

/**
 * Where a stretch of a literal's text stands in the source: in the literal, or in one constant that it is made of. The
 * whole
 * expression where it is not written there, or in several places.
 */
export function locateIn({ parts, span }: NamedLiteral, start: number, end: number, module: SourceModule): Span {
	const found = locateInText(parts, start, end, module);
	const isThere = found !== null && span.start <= found.start && found.end <= span.end;
	const isOnePiece = parts.pieces.some(
		({ node, start: at, text }) => node !== null && at <= start && end <= at + text.length,
	);
	return found !== null && (isThere || isOnePiece) ? found : span;
}
