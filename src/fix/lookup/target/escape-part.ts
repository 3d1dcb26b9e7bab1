import type { TSESTree } from "@typescript-eslint/utils";
import type { LiteralTarget } from "../lookup.ts";

/** The call around a value that becomes a part of a text in another language. */
export interface Escape {
	/** The global that is called. */
	readonly global: "JSON" | "encodeURIComponent";
	readonly open: string;
	readonly close: string;
}

const JSON_ESCAPE: Escape = { global: "JSON", open: "JSON.stringify(", close: ").slice(1, -1)" };
const URI_ESCAPE: Escape = { global: "encodeURIComponent", open: "encodeURIComponent(", close: ")" };

/** How often a text in JSON may hold another that is looked into. */
const DEEPEST_TEXT = 3;

/** Stands where the secret does; it is no JSON of its own. */
const MARK = "kmslintMark";

/**
 * What a value has to go through, from the inside to the outside, to be a part of a text: it may be rotated to one with
 * quotes, backslashes, line ends, `@` or `&`. Nothing where the text is in no language that is known here, or where the
 * value of today would come out as another.
 */
export function escapesFor({ node, part, value }: LiteralTarget, text: string): readonly Escape[] {
	if (part === null || (node.type !== "Literal" && node.type !== "TemplateLiteral")) {
		return [];
	}
	const marked = markIn(node, text.slice(node.range[0], part.start), value);
	if (marked === null) {
		return [];
	}
	const depth = depthInJson(marked, 0);
	if (depth > 0) {
		return JSON.stringify(value).slice(1, -1) === value ? Array.from({ length: depth }, () => JSON_ESCAPE) : [];
	}
	return isInUri(marked) && encodeURIComponent(value) === value ? [URI_ESCAPE] : [];
}

/** The text of a literal as the program has it, with a mark in the secret's place and a digit for each expression. */
function markIn(node: TSESTree.Literal | TSESTree.TemplateLiteral, before: string, value: string): string | null {
	const whole =
		node.type === "TemplateLiteral" ? node.quasis.map((one) => one.value.cooked).join("0") : String(node.value);
	const at = before.split(value).length; // The secret may stand in it more than once.
	const pieces = whole.split(value);
	return pieces.length > at ? pieces.slice(0, at).join(value) + MARK + pieces.slice(at).join(value) : null;
}

/** How many texts in JSON are around the mark, each a string of the one outside; 0 for none. */
function depthInJson(text: string, depth: number): number {
	if (depth === DEEPEST_TEXT || !/^\s*[[{]/u.test(text)) {
		return depth;
	}
	let inner: string | null = null;
	try {
		JSON.parse(text, (_key, one: unknown) => {
			inner = typeof one === "string" && one.includes(MARK) ? one : inner;
			return one;
		});
	} catch {
		return depth; // Text in another language.
	}
	return inner === null ? depth : depthInJson(inner, depth + 1);
}

/** `https://user:…@host`, `https://…@host`, `?key=…`, `&key=…` */
function isInUri(text: string): boolean {
	const at = text.indexOf(MARK);
	const before = text.slice(Math.max(0, at - 256), at);
	const after = text.slice(at + MARK.length);
	return (
		/[?&][\w.~%-]{1,64}=$/u.test(before) || (after.startsWith("@") && /:\/\/(?:[^\s/?#@:]{0,128}:)?$/u.test(before))
	);
}
