import type { TSESTree } from "@typescript-eslint/utils";
import type { LiteralKind, Sink } from "./named-literal.ts";

/** What is known of the place of an expression. */
export interface Place {
	readonly name: string | null;
	readonly kind: LiteralKind;
	readonly aliases: readonly string[];
	readonly sink: Sink | null;
	readonly fallbackOf: TSESTree.Expression | null;
	readonly isPublic: boolean;
}

export const NOWHERE: Place = { name: null, kind: "text", aliases: [], sink: null, fallbackOf: null, isPublic: false };

export function placed(name: string | null, kind: LiteralKind, sink: Sink | null = null): Place {
	return name === null && sink === null
		? NOWHERE
		: { name, kind, aliases: [], sink, fallbackOf: null, isPublic: false };
}
