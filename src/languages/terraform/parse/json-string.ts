import { childrenOf } from "./children-of.ts";
import { InnerReader } from "./inner-reader.ts";
import { EXPECTED_EXPRESSION } from "./sentences.ts";
import type { HclExpression, HclNode, HclPart, HclProblem, HclTemplate } from "./syntax.ts";

/** A string of JSON: what it means, and where each of its UTF-16 units is written. */
export interface JsonString {
	/** From its first quote behind its last. */
	readonly start: number;
	readonly end: number;
	readonly value: string;
	/** The offset of each unit and of the closing quote; null if the string is written as it is. */
	readonly offsets: readonly number[] | null;
}

/** The string as a template, as Terraform reads every text of JSON. */
export function templateOf(string: JsonString, problems: HclProblem[]): HclTemplate {
	const { start, end, value, offsets } = string;
	// A plan has hundreds of thousands of them: each is made at once, without copies.
	const template = (parts: readonly HclPart[]): HclTemplate => ({
		type: "HclTemplate",
		start,
		end,
		style: "quoted",
		inner: { start: start + 1, end: end - 1 },
		parts,
	});
	const text = (): readonly HclPart[] => [
		{ type: "HclText", start: start + 1, end: end - 1, value, isExact: offsets === null },
	];
	if (!value.includes("{") || (!value.includes("${") && !value.includes("%{"))) {
		return template(value === "" ? [] : text());
	}
	const reader = new InnerReader(value);
	const parts = reader.readParts();
	if (reader.errors.length > 0) {
		problems.push(moved(reader.errors, string));
		return template(text());
	}
	parts.forEach((part) => move(part, string));
	return template(parts);
}

/** The string as an expression, where Terraform takes a reference or a type: `"aws_kms_key.key"`, `"list(string)"`. */
export function expressionOf(string: JsonString, problems: HclProblem[]): HclExpression {
	const reader = new InnerReader(string.value);
	const expression = reader.readWhole();
	if (reader.errors.length > 0) {
		return templateOf(string, problems);
	}
	move(expression, string);
	return expression;
}

/** The first problem of a string's value, where it is written. */
function moved([first]: readonly HclProblem[], string: JsonString): HclProblem {
	return { message: first?.message ?? EXPECTED_EXPRESSION, offset: placeOf(string, first?.offset ?? 0) };
}

function placeOf({ start, offsets }: JsonString, offset: number): number {
	return offsets === null ? start + 1 + offset : (offsets[offset] ?? start);
}

/** Moves a tree that was read from a string's value to where it is written. */
function move(root: HclNode, string: JsonString): void {
	const open: HclNode[] = [root];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		const length = node.end - node.start;
		const start = placeOf(string, node.start);
		const end = placeOf(string, node.end);
		Object.assign(node, { start, end });
		if (node.type === "HclText") {
			Object.assign(node, { isExact: node.isExact && end - start === length });
		} else if (node.type === "HclTemplate") {
			const inner = { start: placeOf(string, node.inner.start), end: placeOf(string, node.inner.end) };
			Object.assign(node, { inner });
		}
		for (const child of childrenOf(node)) {
			open.push(child);
		}
	}
}
