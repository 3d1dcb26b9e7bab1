import type { TextEdit } from "../../../text/span.ts";
import type { HclBlock } from "../parse/syntax.ts";
import type { FileWriter } from "./file-writer.ts";
import { rowsOf } from "./insert-items.ts";
import { attributeIn } from "./own-nodes.ts";
import { chainOf, realign } from "./rows.ts";

/** Removes an argument with its line; a comment behind it stays. Null where there is nothing to remove, or no line. */
export function removeAttribute(block: HclBlock, name: string, file: FileWriter): readonly TextEdit[] | null {
	const { own } = file;
	const attribute = attributeIn(block.body, name);
	if (own === null || attribute === undefined || !own.lines.isFirst(attribute.start)) {
		return null;
	}
	const { lines } = own;
	const rest = lines.text.slice(attribute.end, lines.endAt(attribute.end));
	const rows = rowsOf(block.body.items, lines);
	const index = rows.findIndex((row) => row.start === attribute.start);
	const row = rows[index];
	const chain = chainOf(rows, index, lines);
	if (rest.trim() !== "") {
		// Without the argument, the comment begins the line, and no `=` around it stands below another.
		const end = attribute.end + rest.length - rest.trimStart().length;
		return chain.length < 2 && /^\s*(?:#|\/\/)/u.test(rest)
			? [{ span: { start: attribute.start, end }, text: "" }]
			: null;
	}
	const start = lines.startOf(lines.of(attribute.start));
	const next = lines.startOf(lines.of(attribute.end) + 1);
	const aligned = row === undefined ? [] : realign(chain, row, null, lines);
	return file.finish([{ span: { start, end: next }, text: "" }, ...aligned]);
}
