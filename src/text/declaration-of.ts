import type { TextEdit } from "./span.ts";

const DECLARES = /^\s*((?:import|const|let|var|class|function|async function)\b[^\r\n]*)/u;

/**
 * What edits of a program declare first, an import, a client or a function: of two fixes that declare the same at different places,
 * one can be made at a time. Null where they declare nothing.
 */
export function declarationOf(edits: readonly TextEdit[]): string | null {
	for (const { text } of edits) {
		const declared = DECLARES.exec(text)?.[1];
		if (declared !== undefined) {
			return declared;
		}
	}
	return null;
}
