/**
 * A name as a list has it: in parts where a line of a PDF or of a cell was broken. A hyphen at the end of a part may be
 * the name's own, or what the line break added.
 */
export interface ListedName {
	readonly parts: readonly string[];
}

/** Marks of a break that may be inside of a word: blanks, line ends, soft hyphens, zero-width spaces. */
const BREAKS = /(?:[\s\u00AD]|[\u200B-\u200D]|\u2060|\uFEFF)+/u;

/** Hyphens and dashes that typesetting puts in the place of `-`. */
const DASHES = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/gu;

/** The name in a cell; null for an empty one. A formula that only shows a text is that text: `="orders"`. */
export function readName(cell: string): ListedName | null {
	const parts = plainCell(cell)
		// A soft hyphen shows where a line is broken, and only there.
		.replaceAll(/\u00AD(?=\s)/gu, "-")
		.replaceAll(DASHES, "-")
		.split(BREAKS)
		.filter((part) => part !== "");
	return parts.length === 0 ? null : { parts };
}

/** A cell without what a spreadsheet adds: `="text"`, `'text`, quotes around it, full width. */
export function plainCell(cell: string): string {
	return cell
		.normalize("NFKC")
		.trim()
		.replace(/^=\s*"([^"]*)"$/u, "$1")
		.replace(/^(["'`])(.*)\1$/su, "$2")
		.replace(/^'(?=[\w=+@-])/u, "")
		.trim();
}

/** What all names that a listed one may mean have in common: the characters that no break adds. */
export function keyOf(name: string): string {
	return name.replaceAll("-", "");
}

/** The same of a listed name. */
export function keyOfListed({ parts }: ListedName): string {
	return keyOf(parts.join(""));
}

/** The name as it is shown: with the hyphens that it has in the list. */
export function shownName({ parts }: ListedName): string {
	return parts.join("");
}

/** True if a name is the listed one: the same but for hyphens that breaks added. Upper and lower case differ. */
export function isNamed({ parts }: ListedName, name: string): boolean {
	let ends = new Set([0]);
	for (const [at, part] of parts.entries()) {
		const isBroken = at < parts.length - 1 && part.endsWith("-");
		ends = new Set(
			[...ends].flatMap((start) => [
				...(name.startsWith(part, start) ? [start + part.length] : []),
				...(isBroken && name.startsWith(part.slice(0, -1), start) ? [start + part.length - 1] : []),
			]),
		);
	}
	return ends.has(name.length);
}
