import { fileURLToPath } from "node:url";
import { readSmallText } from "../../files/read-regular-file.ts";
import { PACKAGE_ROOT } from "../../text/package-root.ts";

/** No page of ours has more. */
const MAX_BYTES = 256 * 1024;

/** The width of a line that is read without moving the head. */
const WIDTH = 100;

/** The sections of a rule's page that are shown, in this order. */
export const SECTIONS = [
	"Why it matters",
	"How to fix it",
	"Cost",
	"When not to use it",
	"What is not reported",
] as const;

/** The page of a rule. */
interface RulePage {
	/** How its findings are fixed: `🔧 --fix, 💡 suggestion, or by hand`. */
	readonly fixed: string;
	/** Sections by their headings, as Markdown. */
	readonly sections: ReadonlyMap<string, string>;
}

/** Reads the page of a rule, which is part of the package. */
export function readPage(rule: string): RulePage {
	const path = fileURLToPath(new URL(`docs/rules/${rule}.md`, PACKAGE_ROOT));
	const text = readSmallText(path, { maxBytes: MAX_BYTES }) ?? "";
	const [head = "", ...sections] = text.split(/^## /mu);
	return {
		fixed: (/^Fixed (?:by: )?([^·\n]*)/mu.exec(head)?.[1] ?? "").replaceAll("`", "").trim(),
		sections: new Map(
			sections.map((section) => {
				const end = section.indexOf("\n");
				return [section.slice(0, end).trim(), section.slice(end + 1).trim()];
			}),
		),
	};
}

/** Markdown for a terminal: paragraphs and lists within the width, code and tables as they are, the text of links. */
export function renderMarkdown(markdown: string): string {
	let inCode = false;
	return markdown
		.split("\n")
		.flatMap((line) => {
			if (line.startsWith("```")) {
				inCode = !inCode;
				return [];
			}
			if (inCode) {
				return [`    ${line}`];
			}
			if (line.startsWith("<!--")) {
				return [];
			}
			const text = line.replaceAll(/!?\[([^\]]{0,300})\]\([^)]{0,300}\)/gu, "$1").replaceAll("**", "");
			const indent = /^(?:\d{1,2}\. |[-*] )/u.exec(text)?.[0].length ?? 0;
			return text.startsWith("|") ? [text] : wrap(text, indent);
		})
		.join("\n")
		.trim();
}

/** @param indent of the lines after the first */
function wrap(text: string, indent: number): readonly string[] {
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(" ")) {
		if (line !== "" && line.length + 1 + word.length > WIDTH) {
			lines.push(line);
			line = `${" ".repeat(indent)}${word}`;
		} else {
			line = line === "" ? word : `${line} ${word}`;
		}
	}
	return [...lines, line];
}
