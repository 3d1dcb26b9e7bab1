import type { TSESTree } from "@typescript-eslint/utils";
import type { Span } from "../../../text/span.ts";
import type { StaticText } from "../../program/static-text.ts";

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
