import type { TSESTree } from "@typescript-eslint/utils";
import type { Span } from "../../text/span.ts";

/** Where a value can be kept. */
export const STORE_BACKENDS = ["ssm", "kms", "secrets-manager"] as const;

export type StoreBackend = (typeof STORE_BACKENDS)[number];

/** What a rewrite reads from; Powertools and the Lambda extension read Parameter Store. */
export const BACKENDS = [...STORE_BACKENDS, "powertools", "extension"] as const;

export type Backend = (typeof BACKENDS)[number];

/** What keeps the values that a backend reads. */
export function storeOf(backend: Backend): StoreBackend {
	return backend === "powertools" || backend === "extension" ? "ssm" : backend;
}

/** A secret in a program that is to be looked up at run time. */
export type LookupTarget = LiteralTarget | EnvironmentTarget;

export interface LiteralTarget {
	readonly kind: "literal";
	/** A string, a template, an addition of them. */
	readonly node: TSESTree.Expression;
	/** Where only a part of the text is the secret (`Bearer …`), its offsets in the program; null for the whole. */
	readonly part: Span | null;
	/** What will be stored. It goes into no edit and no message. */
	readonly value: string;
	/** What the detector calls it, for a secret that nothing near it names: `a GitHub token`. */
	readonly label: string;
}

/** `process.env.DB_PASSWORD`, in any spelling, or its property in a pattern: `const { DB_PASSWORD } = process.env`. */
export interface EnvironmentTarget {
	readonly kind: "environment";
	readonly node: TSESTree.MemberExpression | TSESTree.Property;
	readonly variable: string;
}

export interface LookupSettings {
	readonly backend: Backend;
	/** True only where the program surely runs as an ES module. */
	readonly topLevelAwait: boolean;
	/** True to take away a constant that nothing reads, whose value is kept; it is left where this is not set. */
	readonly removesUnread?: boolean;
	/** Whether a value is kept under a name, which it then goes by, also where the program has that name already. */
	readonly knows?: (value: string, name: string) => boolean;
}
