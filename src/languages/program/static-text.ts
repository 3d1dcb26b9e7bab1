import type { TSESTree } from "@typescript-eslint/utils";
import type { Span } from "../../text/span.ts";
import { fuelOf } from "./module-fuel.ts";
import { perModule } from "./per-module.ts";
import type { SourceModule } from "./source-module.ts";
import { isGlobalMember, type TextPart, textParts, type WrittenText } from "./text-parts.ts";
import { isAssertion } from "./unwrap.ts";
import { variableOf } from "./variable-of.ts";

/** A part of a static text: which node of the source spells it, or that only run time knows it. */
interface TextPiece {
	/** A string literal or a part of a template; null for a hole. */
	readonly node: WrittenText | null;
	/** Where it begins in the whole text. */
	readonly start: number;
	readonly text: string;
}

/** What an expression is known to be as a string. */
export interface StaticText {
	/** The text, with {@link HOLE} in the places that only run time knows. */
	readonly text: string;
	readonly pieces: readonly TextPiece[];
	/** True where at least one part is known at run time alone. */
	readonly isOpen: boolean;
}

/** Stands for what only run time knows. */
const HOLE = "${x}";

/** How many names are followed into each other, and how many parts a text may have. */
const DEEPEST = 6;
const MOST_PIECES = 2000;

const followed = perModule((module) => fuelOf(module, "texts behind names", { base: 20_000, perCharacter: 8 }));

/**
 * The string that an expression always is: a literal, a template, an addition, `as const`, `satisfies`, `x!`,
 * `[…].join()`, `String()`, `Object.freeze()`, `"…".concat()`, and a `const` that is one of these. Null where it is no
 * string, or where nothing of it is known.
 *
 * @param open whether holes are allowed: `` `Bearer ${token}` `` then answers with {@link HOLE} in its text
 */
export function readStaticText(node: TSESTree.Node, module: SourceModule, open = false): StaticText | null {
	const pieces: TextPiece[] = [];
	const state = { length: 0, known: 0, isOpen: false };
	const add = (piece: TSESTree.Node, depth: number): boolean => {
		const hops = depth + (piece.type === "Identifier" ? 1 : 0);
		const parts =
			hops > DEEPEST || pieces.length > MOST_PIECES || (hops > 0 && !followed(module).spend())
				? null
				: partsOf(piece, module);
		if (parts === null) {
			if (!open) {
				return false;
			}
			push(null, HOLE);
			return true;
		}
		for (const part of parts) {
			if (typeof part === "string") {
				push(null, part, true);
			} else if ("piece" in part) {
				// A name's text is read anew wherever the name stands.
				if (hops > 0 && !followed(module).spend(part.text.length)) {
					return false;
				}
				push(part.piece, part.text);
			} else if (!add(part.inner, hops)) {
				return false;
			}
		}
		return true;
	};
	const push = (piece: WrittenText | null, text: string, isSeparator = false): void => {
		pieces.push({ node: piece, start: state.length, text });
		state.length += text.length;
		state.known += piece === null ? 0 : 1;
		state.isOpen ||= piece === null && !isSeparator;
	};
	if (!couldBeText(node, module) || !add(node, 0) || state.known === 0) {
		return null;
	}
	return {
		text: pieces.length === 1 ? (pieces[0]?.text ?? "") : pieces.map((piece) => piece.text).join(""),
		pieces,
		isOpen: state.isOpen,
	};
}

/** The text alone of an expression that is wholly known; null otherwise. */
export function staticTextOf(node: TSESTree.Node, module: SourceModule): string | null {
	return node.type === "Literal"
		? typeof node.value === "string"
			? node.value
			: null
		: (readStaticText(node, module)?.text ?? null);
}

/** A lone number is no string, and an addition of numbers is a sum. */
function couldBeText(node: TSESTree.Node, module: SourceModule): boolean {
	switch (node.type) {
		case "Literal":
			return typeof node.value === "string";
		case "BinaryExpression":
			return node.operator === "+" && [node.left, node.right].some((side) => isNoNumber(side, module));
		default:
			return true;
	}
}

/** False for a number, also by its name. */
function isNoNumber(node: TSESTree.Node, module: SourceModule): boolean {
	const value = node.type === "Identifier" ? constantOf(node, module) : null;
	return couldBeText(node, module) && (value?.type !== "Literal" || typeof value.value === "string");
}

/** What an expression's text is made of, in order; null where it is not known. */
function partsOf(node: TSESTree.Node, module: SourceModule): readonly TextPart[] | null {
	if (isAssertion(node) || node.type === "ChainExpression") {
		return [{ inner: node.expression }];
	}
	switch (node.type) {
		case "JSXExpressionContainer":
			return node.expression.type === "JSXEmptyExpression" ? null : [{ inner: node.expression }];
		case "Identifier": {
			const init = constantOf(node, module);
			return init === null ? null : [{ inner: init }];
		}
		case "CallExpression": {
			const [first] = node.arguments;
			return first !== undefined &&
				first.type !== "SpreadElement" &&
				isGlobalMember(node.callee, "Object", "freeze", module)
				? [{ inner: first }]
				: textParts(node, module);
		}
		default:
			return textParts(node, module);
	}
}

/** What a `const` was made with; null for any other name. */
function constantOf(node: TSESTree.Identifier, module: SourceModule): TSESTree.Expression | null {
	const definition = variableOf(node, module)?.defs[0];
	if ((definition?.type as string | undefined) !== "Variable" || definition === undefined) {
		return null;
	}
	const declarator = definition.node as TSESTree.VariableDeclarator;
	const declaration = definition.parent as TSESTree.VariableDeclaration | null;
	return declaration?.kind === "const" && declarator.id.type === "Identifier" ? declarator.init : null;
}

/**
 * Where a stretch of the text stands in the source, escapes and all. Where it runs over several pieces it is the whole
 * from the first to the last of them; null where nothing of it is written there (a hole).
 */
export function locateInText({ pieces }: StaticText, start: number, end: number, module: SourceModule): Span | null {
	let from: number | null = null;
	let to = 0;
	for (const { node, start: at, text } of pieces) {
		if (node === null || at + text.length <= start || at >= end) {
			continue;
		}
		const span = locateInPiece(node, text, Math.max(0, start - at), Math.min(text.length, end - at), module);
		// Pieces of another place, behind a name, do not make one stretch.
		from = from === null ? span.start : Math.min(from, span.start);
		to = Math.max(to, span.end);
	}
	return from === null ? null : { start: from, end: to };
}

function locateInPiece(node: WrittenText, text: string, start: number, end: number, module: SourceModule): Span {
	const [first, last] = node.range;
	if (node.type === "Literal" && typeof node.value === "number") {
		return { start: first, end: last };
	}
	// Of a template's part, the range covers the tick or the brace on its left and the tick or `${` on its right.
	const from = first + 1;
	const raw = module.text.slice(
		from,
		node.type === "TemplateElement"
			? from + node.value.raw.length + carriageReturns(module.text, from, last)
			: last - 1,
	);
	// Every escape is longer than what it stands for: of the same length means that there is none.
	if (raw.length === text.length) {
		return { start: from + start, end: from + end };
	}
	const isEntity = raw.includes("&") && !raw.includes("\\");
	return isEntity
		? { start: from, end: from + raw.length }
		: { start: from + offsetInRaw(raw, start), end: from + offsetInRaw(raw, end) };
}

/** Carriage returns in a template's part: its raw value has none, the source may. */
function carriageReturns(text: string, from: number, to: number): number {
	let count = 0;
	for (let at = text.indexOf("\r\n", from); at >= 0 && at < to; at = text.indexOf("\r\n", at + 2)) {
		count++;
	}
	return count;
}

/** How far one gets in a literal's spelling while `count` units of its value go by. */
function offsetInRaw(raw: string, count: number): number {
	let at = 0;
	let left = count;
	while (left > 0 && at < raw.length) {
		const [length, units] = stepAt(raw, at);
		at += length;
		left -= units;
	}
	return at;
}

/** One character or escape: how long it is, and how many UTF-16 units it stands for. */
function stepAt(raw: string, at: number): readonly [length: number, units: number] {
	const code = raw[at];
	if (code === "\r" && raw[at + 1] === "\n") {
		return [2, 1];
	}
	if (code !== "\\") {
		return [1, 1];
	}
	switch (raw[at + 1]) {
		case "x":
			return [4, 1];
		case "u": {
			if (raw[at + 2] !== "{") {
				return [6, 1];
			}
			const close = raw.indexOf("}", at);
			return [close - at + 1, Number.parseInt(raw.slice(at + 3, close), 16) > 0xff_ff ? 2 : 1];
		}
		case "\r":
			return [raw[at + 2] === "\n" ? 3 : 2, 0];
		case "\n":
		case "\u2028":
		case "\u2029":
			return [2, 0];
		default: {
			// `\0`, and octal escapes of old.
			let digits = 0;
			while (digits < 3 && raw.charCodeAt(at + 1 + digits) >= 48 && raw.charCodeAt(at + 1 + digits) <= 55) {
				digits++;
			}
			return [Math.max(2, digits + 1), 1];
		}
	}
}
