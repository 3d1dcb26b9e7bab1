import type { TSESTree } from "@typescript-eslint/utils";
import type { TextEdit } from "../../text/span.ts";
import type { SourceModule } from "./source-module.ts";

/**
 * Adds a property behind the last one of an object literal, in its own style: on a line of its own where the others
 * stand so, with a comma behind it where the last one has one. `property` is program text: `WithDecryption: true`.
 */
export function addProperty(
	object: TSESTree.ObjectExpression,
	property: string,
	{ text }: SourceModule,
): readonly TextEdit[] {
	const [start, end] = object.range;
	const last = object.properties.at(-1);
	if (last === undefined) {
		const inner = text.slice(start + 1, end - 1);
		return inner.trim() === ""
			? [{ span: { start, end }, text: `{ ${property} }` }]
			: [{ span: { start: start + 1, end: start + 1 }, text: ` ${property},` }]; // A comment stays.
	}
	const [from, to] = last.range;
	const comma = /^\s*,/u.exec(text.slice(to, end))?.[0] ?? "";
	const at = to + comma.length;
	const margin = /(?:^|\n)([ \t]*)$/u.exec(text.slice(start, from))?.[1];
	if (margin === undefined) {
		return [{ span: { start: at, end: at }, text: comma === "" ? `, ${property}` : ` ${property},` }];
	}
	const lineEnd = text.slice(start, from).includes("\r\n") ? "\r\n" : "\n";
	return comma === ""
		? [{ span: { start: to, end: to }, text: `,${lineEnd}${margin}${property}` }]
		: [{ span: { start: at, end: at }, text: `${lineEnd}${margin}${property},` }];
}
