import type { TSESTree } from "@typescript-eslint/utils";
import type { TextEdit } from "../../text/span.ts";
import { nameOf, type Node } from "./program.ts";

/**
 * Edits that set a property of an object literal: replaces a value that is there, adds the property at the end otherwise,
 * in the style of what stands around: lines, indentation, comma behind the last. Null where the literal offers no safe place.
 */
export function setProperty(text: string, object: TSESTree.ObjectExpression, name: string, value: string): readonly TextEdit[] | null {
	const present = object.properties.filter((property): property is TSESTree.Property => property.type === "Property" && nameOf(property.key, property.computed) === name);
	const [given, more] = present;
	const last = object.properties.at(-1);
	if (more !== undefined || (given !== undefined && object.properties.slice(object.properties.indexOf(given)).some(({ type }) => type === "SpreadElement"))) {
		return null; // What comes behind may set another.
	}
	if (given !== undefined) {
		if (given.method || given.kind !== "init" || hasComment(text.slice(given.value.range[0], given.value.range[1]))) {
			return null;
		}
		return given.shorthand ? [insert(given.range[1], `: ${value}`)] : [{ span: { start: given.value.range[0], end: given.value.range[1] }, text: value }];
	}
	if (last === undefined) {
		const inner = text.slice(object.range[0] + 1, object.range[1] - 1);
		return inner.trim() === "" ? [{ span: { start: object.range[0], end: object.range[1] }, text: `{ ${name}: ${value} }` }] : null;
	}
	const pair = `${name}: ${value}`;
	const tail = tailOf(text, last.range[1], object.range[1] - 1);
	const lineBefore = text.slice(lineStart(text, last.range[0]), last.range[0]);
	const isOwnLine = lineBefore.trim() === "" && /[\r\n]/u.test(text.slice(object.range[0], last.range[0]));
	if (!isOwnLine) {
		// `{ a: 1 }`, or the last of several on a line.
		return tail.comma === null ? [insert(last.range[1], `, ${pair}`)] : [insert(tail.comma + 1, ` ${pair},`)];
	}
	const eol = text.includes("\r\n") ? "\r\n" : "\n";
	const line = eol + lineBefore + pair;
	if (tail.comma === null) {
		return tail.lineEnd === last.range[1] ? [insert(last.range[1], `,${line}`)] : [insert(last.range[1], ","), insert(tail.lineEnd, line)];
	}
	return [insert(Math.max(tail.comma + 1, tail.lineEnd), `${line},`)];
}

/** Takes a property away, with its line and its comma. Null where a comment would go with it. */
export function removeProperty(text: string, object: TSESTree.ObjectExpression, name: string): readonly TextEdit[] | null {
	const index = object.properties.findIndex((property) => property.type === "Property" && nameOf(property.key, property.computed) === name);
	const property = object.properties[index];
	if (property === undefined || hasComment(text.slice(property.range[0], property.range[1]))) {
		return null;
	}
	const next = object.properties[index + 1];
	const before = object.properties[index - 1];
	const [start, end] = next !== undefined ? [property.range[0], next.range[0]] : before !== undefined ? [before.range[1], property.range[1]] : [property.range[0], property.range[1]];
	const between = text.slice(start, end).replace(text.slice(property.range[0], property.range[1]), "");
	return /^[\s,]*$/u.test(between) ? [{ span: { start, end }, text: "" }] : null;
}

interface Tail {
	/** Where the comma behind the last property is. */
	readonly comma: number | null;
	/** The end of the line that the last property ends on, behind a comment of that line. */
	readonly lineEnd: number;
}

function tailOf(text: string, from: number, to: number): Tail {
	let comma: number | null = null;
	let at = from;
	while (at < to) {
		const character = text[at];
		if (character === "," && comma === null) {
			comma = at;
		} else if (text.startsWith("//", at)) {
			const end = text.slice(at, to).search(/[\r\n]/u);
			at = end === -1 ? to : at + end;
			continue;
		} else if (text.startsWith("/*", at)) {
			const end = text.indexOf("*/", at + 2);
			at = end === -1 ? to : end + 2;
			continue;
		}
		at += 1;
	}
	const rest = text.slice(from, to).search(/[\r\n]/u);
	const line = text.slice(from, rest === -1 ? to : from + rest);
	return { comma, lineEnd: hasComment(line) ? from + line.length : comma === null ? from : comma + 1 };
}

function hasComment(text: string): boolean {
	return /\/\/|\/\*/u.test(text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/gu, ""));
}

export function lineStart(text: string, offset: number): number {
	return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
}

function insert(offset: number, text: string): TextEdit {
	return { span: { start: offset, end: offset }, text };
}

/** True where a node is an object literal inside another node. */
export function isLiteralWithin(node: Node | null, around: Node): node is TSESTree.ObjectExpression {
	return node?.type === "ObjectExpression" && around.range[0] <= node.range[0] && node.range[1] <= around.range[1];
}
