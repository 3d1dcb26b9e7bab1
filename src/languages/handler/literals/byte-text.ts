import type { TSESTree } from "@typescript-eslint/utils";
import { nameOfCallee } from "../../program/name-of-key.ts";

/** Shorter lists of numbers are coordinates, colors and versions. */
const FEWEST = 8;
const MOST = 512;

/** Functions that make a text of the numbers of its characters. */
const FROM_CODES: ReadonlySet<string> = new Set(["fromCharCode", "fromCodePoint"]);

/**
 * What a list of bytes says as a text: `[115, 51, …]`, also in `new Uint8Array([…])` and `Buffer.from([…])`; in base 16
 * where it says none. Null for any other list, and for one that only counts.
 */
export function bytesAsText(node: TSESTree.ArrayExpression): string | null {
	return readBytes(node.elements);
}

/** The same of `String.fromCharCode(115, 51, …)`. */
export function codesAsText(node: TSESTree.CallExpression | TSESTree.NewExpression): string | null {
	return isFromCodes(node) ? readBytes(node.arguments) : null;
}

/** True for `String.fromCharCode()`. */
export function isFromCodes({ callee }: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
	return FROM_CODES.has(nameOfCallee(callee) ?? "");
}

function readBytes(items: readonly (TSESTree.Node | null)[]): string | null {
	if (items.length < FEWEST || items.length > MOST) {
		return null;
	}
	const bytes: number[] = [];
	for (const item of items) {
		const value = item?.type === "Literal" ? item.value : null;
		if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 255) {
			return null;
		}
		bytes.push(value);
	}
	if (isCount(bytes)) {
		return null;
	}
	return bytes.every((byte) => byte >= 32 && byte < 127)
		? bytes.map((byte) => String.fromCharCode(byte)).join("")
		: bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The same step from each number to the next, for the most part: a table, an alphabet, zeros. */
function isCount(bytes: readonly number[]): boolean {
	const steps = new Map<number, number>();
	for (let i = 1; i < bytes.length; i++) {
		const step = (bytes[i] ?? 0) - (bytes[i - 1] ?? 0);
		steps.set(step, (steps.get(step) ?? 0) + 1);
	}
	return [...steps.values()].some((count) => count * 2 > bytes.length);
}
