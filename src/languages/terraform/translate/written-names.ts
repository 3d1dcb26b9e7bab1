import type { Value } from "../../../model/value.ts";
import { textOfScalar } from "../evaluate/values.ts";

/** A part of a name: known, or what fills it in; null for what may differ each time it is written. */
type Part = string | { readonly hole: string | null };

/**
 * A text as it is made: what is made of the same variables in the same way is the same, whatever they hold. Null for what
 * may differ each time it is written.
 */
export function writingOf(value: Value): string | null {
	const text = textOfScalar(value);
	if (text !== undefined) {
		return JSON.stringify(text);
	}
	if (value.kind === "reference") {
		return value.to.of === "parameter"
			? `var.${value.to.name}`
			: value.to.of === "resource"
				? `${value.to.id}.${value.to.attribute ?? "id"}`
				: null;
	}
	if (value.kind !== "text") {
		return null;
	}
	const parts = value.parts.map((part) => (typeof part === "string" ? JSON.stringify(part) : writingOf(part)));
	return parts.includes(null) ? null : parts.join(" + ");
}

/** A name in parts, to be compared with others. */
export function partsOfName(value: Value): readonly Part[] {
	const text = textOfScalar(value);
	if (text !== undefined) {
		return [text];
	}
	return value.kind === "text"
		? value.parts.flatMap((part) => (typeof part === "string" ? [part] : partsOfName(part)))
		: [{ hole: writingOf(value) }];
}

/**
 * False for names that are not the same, whatever fills them in: their known beginnings or ends differ, or what is between
 * equal ones.
 */
export function mayBeSame(one: readonly Part[], other: readonly Part[]): boolean {
	const [a, b] = [[...one], [...other]];
	for (const end of ["first", "last"] as const) {
		for (;;) {
			const [x, y] = end === "first" ? [a[0], b[0]] : [a.at(-1), b.at(-1)];
			if (x === undefined || y === undefined) {
				return canBeEmpty(a) && canBeEmpty(b);
			}
			const common = commonPart(x, y, end);
			if (common === "different") {
				return false;
			}
			if (common === null) {
				break;
			}
			replace(a, common[0], end);
			replace(b, common[1], end);
		}
	}
	return true;
}

/** What is left of two parts that begin or end a name; null if nothing is known of them. */
function commonPart(x: Part, y: Part, end: "first" | "last"): readonly [string, string] | "different" | null {
	if (typeof x !== "string" || typeof y !== "string") {
		const isSame = typeof x !== "string" && typeof y !== "string" && x.hole !== null && x.hole === y.hole;
		return isSame ? ["", ""] : null;
	}
	const length = Math.min(x.length, y.length);
	const cut = (text: string): readonly [string, string] =>
		end === "first"
			? [text.slice(0, length), text.slice(length)]
			: [text.slice(text.length - length), text.slice(0, text.length - length)];
	const [known, rest] = cut(x);
	const [otherKnown, otherRest] = cut(y);
	return known === otherKnown ? [rest, otherRest] : "different";
}

function replace(parts: Part[], rest: string, end: "first" | "last"): void {
	if (end === "first") {
		parts.shift();
		if (rest !== "") {
			parts.unshift(rest);
		}
	} else {
		parts.pop();
		if (rest !== "") {
			parts.push(rest);
		}
	}
}

function canBeEmpty(parts: readonly Part[]): boolean {
	return parts.every((part) => typeof part !== "string" || part === "");
}
