import type { TSESTree } from "@typescript-eslint/utils";
import type { Span } from "../../../text/span.ts";

/** What is replaced, and what has to stand around the lookup in its place. */
export interface Replacement {
	readonly ok: true;
	/** The expression that goes as a whole, or that holds the part. */
	readonly expression: TSESTree.Expression;
	readonly span: Span;
	readonly before: string;
	readonly after: string;
	/** The part of a text that is the secret. */
	readonly part?: Span;
	/** True where an `await` needs parentheses. */
	readonly tight: boolean;
	/** Where a pattern takes it: what goes is the name, {@link expression} the environment. */
	readonly taken?: Taken;
}

/** A name that a declaration takes out of the environment: `const { DB_PASSWORD: password } = process.env`. */
export interface Taken {
	readonly property: TSESTree.Property;
	readonly name: TSESTree.Identifier;
	readonly pattern: TSESTree.ObjectPattern;
	readonly declarator: TSESTree.VariableDeclarator;
	readonly declaration: TSESTree.VariableDeclaration;
	/** The declaration with its `export`. */
	readonly statement: TSESTree.Node;
}
