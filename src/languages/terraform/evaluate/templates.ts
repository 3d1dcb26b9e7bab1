import type { LiteralValue, TextValue, Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import type { HclPart, HclTemplate, HclText } from "../parse/syntax.ts";
import type { Evaluation, Scope } from "./evaluation.ts";
import { literal, textOfScalar, truthOf, unresolved } from "./values.ts";
import { elementsOf } from "./elements.ts";

/** Evaluates a quoted text or a heredoc. A text that is one hole is what the hole is. */
export function evaluateTemplate(node: HclTemplate, scope: Scope, evaluation: Evaluation): Value {
	const only = node.parts[0];
	if (node.parts.length === 1 && only?.type === "HclHole") {
		return evaluation.evaluate(only.expression, scope);
	}
	const span = evaluation.spanOf(node, scope);
	if (node.parts.length === 1 && only?.type === "HclText" && only.value.length <= MAX_LENGTH) {
		// As most texts are: nothing is to be joined.
		const whole = literal(span, only.value);
		if (MAY_BE_JSON.test(only.value)) {
			PIECES.set(whole, [pieceOf(only, scope, evaluation)]);
		}
		return whole;
	}
	const pieces: Piece[] = [];
	if (!fill(node.parts, scope, evaluation, pieces)) {
		return unresolved(span, "the text depends on a value that is not known");
	}
	const joined = joinParts(
		span,
		pieces.map((piece) => ("text" in piece ? piece.text : piece.value)),
	);
	const [first] = pieces;
	if (first !== undefined && "text" in first && MAY_BE_JSON.test(first.text)) {
		PIECES.set(joined, pieces.flatMap(flatPieces)); // It may be JSON, whose parts have places of their own.
	}
	return joined;
}

/** A piece of a template: text with its place, where it is written as it is, or a value that fills it in. */
export type Piece = { readonly text: string; readonly start: number | null } | { readonly value: Value };

const MAY_BE_JSON = /^\s*[[{]/u;

function pieceOf(node: HclText, scope: Scope, evaluation: Evaluation): Piece {
	return { text: node.value, start: node.isExact ? evaluation.spanOf(node, scope).start : null };
}

const PIECES = new WeakMap<Value, readonly Piece[]>();

/** The pieces of a text that a template makes; undefined for other texts. */
export function piecesOf(value: Value): readonly Piece[] | undefined {
	return PIECES.get(value);
}

/** A value whose text is known as that text, and one of several pieces as those. */
function flatPieces(piece: Piece): readonly Piece[] {
	if ("text" in piece || isHidden(piece.value)) {
		return [piece];
	}
	const { value } = piece;
	if (value.kind === "text") {
		return value.parts.flatMap((part) =>
			flatPieces(typeof part === "string" ? { text: part, start: null } : { value: part }),
		);
	}
	const text = textOfScalar(value);
	return text === undefined ? [piece] : [{ text, start: null }];
}

/** A piece of a text: known, or a value that fills it in. */
export type Part = string | Value;

/** Gives the pieces of a template; false where it is not known which there are. */
function fill(nodes: readonly HclPart[], scope: Scope, evaluation: Evaluation, pieces: Piece[]): boolean {
	for (const node of nodes) {
		switch (node.type) {
			case "HclText":
				pieces.push(pieceOf(node, scope, evaluation));
				break;
			case "HclHole":
				pieces.push({ value: evaluation.evaluate(node.expression, scope) });
				break;
			case "HclIf": {
				const is = truthOf(evaluation.evaluate(node.condition, scope));
				if (
					is === undefined ||
					!fill(is ? node.consequent : (node.alternate ?? []), scope, evaluation, pieces)
				) {
					return false;
				}
				break;
			}
			case "HclLoop": {
				const elements = elementsOf(evaluation.evaluate(node.collection, scope));
				if (elements === null) {
					return false;
				}
				for (const { key, value } of elements) {
					const names = new Map(scope.names).set(node.value.text, value);
					if (node.key !== null) {
						names.set(node.key.text, key);
					}
					if (!evaluation.spend(1) || !fill(node.parts, { ...scope, names }, evaluation, pieces)) {
						return false;
					}
				}
				break;
			}
			default:
				node satisfies never;
		}
	}
	return true;
}

/** The longest text that is put together. */
const MAX_LENGTH = 1_000_000;

function lengthOf(part: Part): number {
	return typeof part === "string" ? part.length : (textOfScalar(part)?.length ?? 0);
}

/** A text of several pieces: a literal if all are known. */
export function joinParts(span: Span, parts: readonly Part[]): LiteralValue | TextValue {
	const joined: Part[] = [];
	if (parts.reduce((sum, part) => sum + lengthOf(part), 0) > MAX_LENGTH) {
		return { kind: "text", span, parts: [unresolved(span, "it is too long")] };
	}
	for (const part of parts.flatMap(flattened)) {
		const text = typeof part === "string" ? part : isHidden(part) ? undefined : textOfScalar(part);
		const last = joined.at(-1);
		if (text === undefined) {
			joined.push(part);
		} else if (typeof last === "string") {
			joined[joined.length - 1] = last + text;
		} else {
			joined.push(text);
		}
	}
	return joined.every((part) => typeof part === "string")
		? literal(span, joined.join(""))
		: { kind: "text", span, parts: joined };
}

function flattened(part: Part): readonly Part[] {
	return typeof part !== "string" && part.kind === "text" ? part.parts : [part];
}

/** A variable that is sensitive stays a name in a text, whatever its default is. */
function isHidden(value: Value): boolean {
	return value.kind === "reference" && value.to.of === "parameter" && value.to.parameter.noEcho;
}
