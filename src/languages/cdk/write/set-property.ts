import type { TSESTree } from "@typescript-eslint/utils";
import { joinAll } from "../../../text/join-edits.ts";
import { eolOf, lineStart } from "../../../text/line-facts.ts";
import type { TextEdit } from "../../../text/span.ts";
import { memberKey } from "../../program/name-of-key.ts";
import type { Node } from "../../program/node.ts";

/** A property to set, as program text. */
export interface PropertyText {
	readonly name: string;
	readonly value: string;
}

/** `{ a: 1, b: 2 }` */
export function renderObject(properties: readonly PropertyText[]): string {
	return `{ ${properties.map(renderProperty).join(", ")} }`;
}

/** `a: 1`, `"s3:prefix": 1`, and in brackets the one name with a special meaning in a literal. */
function renderProperty({ name, value }: PropertyText): string {
	return `${/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && name !== "__proto__" ? name : name === "__proto__" ? '["__proto__"]' : JSON.stringify(name)}: ${value}`;
}

/** Edits that set one property of an object literal. */
export function setProperty(
	text: string,
	object: TSESTree.ObjectExpression,
	name: string,
	value: string,
): readonly TextEdit[] | null {
	return setProperties(text, object, [{ name, value }]);
}

/**
 * Edits that set properties of an object literal together: they replace present values, and add the others at the end,
 * in the style of the literal (lines, indentation, trailing comma). Null if the literal has no safe place for them.
 */
export function setProperties(
	text: string,
	object: TSESTree.ObjectExpression,
	properties: readonly PropertyText[],
): readonly TextEdit[] | null {
	const missing: PropertyText[] = [];
	const parts: (readonly TextEdit[] | null)[] = [];
	for (const property of properties) {
		const present = propertiesNamed(object, property.name);
		const [given] = present;
		if (given === undefined) {
			missing.push(property);
		} else {
			parts.push(present.length === 1 ? replaceValue(text, object, given, property.value) : null);
		}
	}
	return joinAll([...parts, missing.length === 0 ? [] : addProperties(text, object, missing)]);
}

/** The properties with a name, quoted or not. */
export function propertiesNamed(object: TSESTree.ObjectExpression, name: string): readonly TSESTree.Property[] {
	return object.properties.filter(
		(property): property is TSESTree.Property =>
			property.type === "Property" && memberKey(property.key, property.computed) === name,
	);
}

/** True if a later property may set it again. */
export function isOverridable(object: TSESTree.ObjectExpression, property: TSESTree.Property): boolean {
	return object.properties
		.slice(object.properties.indexOf(property))
		.some((one) => one.type === "SpreadElement" || (one.computed && memberKey(one.key, true) === null));
}

function replaceValue(
	text: string,
	object: TSESTree.ObjectExpression,
	given: TSESTree.Property,
	value: string,
): readonly TextEdit[] | null {
	if (
		isOverridable(object, given) ||
		given.method ||
		given.kind !== "init" ||
		hasComment(text.slice(given.value.range[0], given.value.range[1]))
	) {
		return null;
	}
	return given.shorthand
		? [insert(given.range[1], `: ${value}`)]
		: [{ span: { start: given.value.range[0], end: given.value.range[1] }, text: value }];
}

function addProperties(
	text: string,
	object: TSESTree.ObjectExpression,
	properties: readonly PropertyText[],
): readonly TextEdit[] | null {
	const last = object.properties.at(-1);
	if (last === undefined) {
		const inner = text.slice(object.range[0] + 1, object.range[1] - 1);
		return inner.trim() === ""
			? [{ span: { start: object.range[0], end: object.range[1] }, text: renderObject(properties) }]
			: null;
	}
	const pairs = properties.map(renderProperty);
	const tail = tailOf(text, last.range[1], object.range[1] - 1);
	const lineBefore = text.slice(lineStart(text, last.range[0]), last.range[0]);
	const isOwnLine = lineBefore.trim() === "" && /[\r\n]/u.test(text.slice(object.range[0], last.range[0]));
	if (!isOwnLine) {
		// `{ a: 1 }`, or the last of several on a line.
		return tail.comma === null
			? [insert(last.range[1], pairs.map((pair) => `, ${pair}`).join(""))]
			: [insert(tail.comma + 1, pairs.map((pair) => ` ${pair},`).join(""))];
	}
	const eol = eolOf(text);
	const lines = pairs.map((pair) => eol + lineBefore + pair);
	if (tail.comma === null && tail.lineEnd === last.range[1]) {
		return [insert(last.range[1], lines.map((line) => `,${line}`).join(""))];
	}
	// The last property gets its comma before a comment, too: other edits at this position continue from there.
	const behind = insert(
		tail.comma === null ? tail.lineEnd : Math.max(tail.comma + 1, tail.lineEnd),
		lines.map((line) => `${line},`).join(""),
	);
	return tail.comma === null ? [insert(last.range[1], ","), behind] : [behind];
}

/** Removes a property with its line and comma. Null if a comment would be lost. */
export function removeProperty(
	text: string,
	object: TSESTree.ObjectExpression,
	name: string,
): readonly TextEdit[] | null {
	const index = object.properties.findIndex(
		(property) => property.type === "Property" && memberKey(property.key, property.computed) === name,
	);
	const property = object.properties[index];
	if (property === undefined || hasComment(text.slice(property.range[0], property.range[1]))) {
		return null;
	}
	const next = object.properties[index + 1];
	const before = object.properties[index - 1];
	const [start, end] =
		next !== undefined
			? [property.range[0], next.range[0]]
			: before !== undefined
				? [before.range[1], property.range[1]]
				: [property.range[0], property.range[1]];
	const between = text.slice(start, end).replace(text.slice(property.range[0], property.range[1]), "");
	return /^[\s,]*$/u.test(between) ? [{ span: { start, end }, text: "" }] : null;
}

interface Tail {
	/** The position of the comma after the last property. */
	readonly comma: number | null;
	/** The end of the line of the last property, after a comment on that line. */
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
	return /\/\/|\/\*/u.test(text.replace(/"(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|`(?:[^`\\]|\\[^])*`?/gu, ""));
}

function insert(offset: number, text: string): TextEdit {
	return { span: { start: offset, end: offset }, text };
}

/** True if a node is an object literal inside another node. */
export function isLiteralWithin(node: Node | null, around: Node): node is TSESTree.ObjectExpression {
	return node?.type === "ObjectExpression" && around.range[0] <= node.range[0] && node.range[1] <= around.range[1];
}
