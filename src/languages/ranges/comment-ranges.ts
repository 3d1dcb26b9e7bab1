import { proseRanges } from "./prose-ranges.ts";
import { quotedRanges } from "./quoted-ranges.ts";
import type { Range } from "../../detect/text-pairs.ts";

/** A comment with its marks: `# …`, `// …`, a block with the marks at both ends. */
export interface WrittenComment {
	readonly start: number;
	readonly end: number;
}

/** What ends a URI in a text, and may be a part of it in a comment of its own; several lines. */
const SEVERAL = /["'<>`\r\n]/u;

/** Longer runs of comments are read in parts. */
const LONGEST_RUN = 16_384;

/**
 * Which stretches of a text's comments are not to be shown. Comments of lines that follow each other are read as one
 * text without their marks, because people comment out several lines at once: a block of YAML, an object, a call.
 *
 * @param text {@link tokenRanges} of the whole are asked for elsewhere
 * @param comments in order
 */
export function commentRanges(text: string, comments: readonly WrittenComment[]): readonly Range[] {
	const ranges: Range[] = [];
	for (const { start, end } of runsOf(text, comments)) {
		const bare = text.slice(start, end).replaceAll(MARKS, (marks) => " ".repeat(marks.length));
		// Of one line, the tokens were found in the whole text.
		const isScanned = !SEVERAL.test(bare);
		for (const [from, to] of [...proseRanges(bare, false, isScanned), ...quotedRanges(bare, "comment")]) {
			ranges.push([start + from, start + to]);
		}
	}
	return ranges;
}

/** The marks of a comment at the beginning of a line. */
const MARKS = /^[ \t]*(?:#+|\/\/+|\/?\*+)/gmu;

/** Comments with nothing but blanks and one line end between them, taken together. */
function runsOf(text: string, comments: readonly WrittenComment[]): readonly WrittenComment[] {
	const runs: { start: number; end: number }[] = [];
	for (const { start, end } of comments) {
		const last = runs.at(-1);
		if (last !== undefined && end - last.start <= LONGEST_RUN && isNextLine(text, last.end, start)) {
			last.end = end;
		} else {
			runs.push({ start, end });
		}
	}
	return runs;
}

function isNextLine(text: string, from: number, to: number): boolean {
	let breaks = 0;
	for (let at = from; at < to; at += 1) {
		const character = text[at];
		if (character === "\n") {
			breaks += 1;
		} else if (character !== " " && character !== "\t" && character !== "\r") {
			return false;
		}
	}
	return breaks === 1;
}
