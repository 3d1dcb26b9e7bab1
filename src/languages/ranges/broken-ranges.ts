import { isSecretName } from "../../detect/name-kind.ts";
import { nameBefore, type Range } from "../../detect/text-pairs.ts";
import { pushAll } from "../../text/push-all.ts";

/**
 * Of a text that no parser takes apart: what follows a secret's name in its line, and in those below it that have no
 * name of their own.
 */
export function brokenRanges(text: string): readonly Range[] {
	const ranges: Range[] = [];
	let isNamed = false;
	let start = 0;
	for (const line of text.split("\n")) {
		const values = secretValuesIn(line);
		if (values.length > 0) {
			isNamed = values.at(-1)?.[1] === line.length;
			pushAll(
				ranges,
				values.map(([from, to]): Range => [start + from, start + to]),
			);
		} else if (isNamed && !line.includes(":") && line.trim().length > 3) {
			ranges.push([start, start + line.length]);
		} else if (line.trim() !== "") {
			isNamed = false;
		}
		start += line.length + 1;
	}
	return ranges.filter(([from, to]) => from < to);
}

/** How many names of one line are looked at. */
const MOST_NAMES = 200;

/** The values behind the secrets' names of a line: `{ Variables: { DB_PASSWORD: …, STAGE: prod`. */
function secretValuesIn(line: string): readonly Range[] {
	const ranges: Range[] = [];
	for (let at = line.search(SEPARATOR), seen = 0; at >= 0 && at < line.length && seen < MOST_NAMES; at++) {
		if (line[at] === ":" || line[at] === "=") {
			seen++;
			if (isSecretName(nameBefore(line, 0, at)?.text ?? "")) {
				const start = at + 1 + (line[at + 1] === " " ? 1 : 0);
				const end = endOfBroken(line, start);
				ranges.push([start, end]);
				at = end - 1;
			}
		}
	}
	return ranges;
}

/** The value's end where what follows is plainly another pair or the end of the map, otherwise that of the line. */
function endOfBroken(line: string, start: number): number {
	const quote = line[start];
	const isQuoted = quote === '"' || quote === "'";
	for (let at = start + (isQuoted ? 1 : 0); at < line.length; at++) {
		if (isQuoted ? line[at] === quote : line[at] === "," || line[at] === "}") {
			const end = isQuoted ? at + 1 : at;
			if (AFTER_VALUE.test(line.slice(end, end + LONGEST_NAME))) {
				return end;
			}
		}
	}
	return line.length;
}

const SEPARATOR = /[:=]/u;
const LONGEST_NAME = 80;
/** What follows a value: another pair, or brackets and the end of the line. */
const AFTER_VALUE =
	/^[ }\]]{0,20}(?:,?\s{0,20}$|, {0,4}(?:"[\w.:-]{1,60}"|'[\w.:-]{1,60}'|[\w.-]{1,60}) ?:|,? {1,4}#)/u;
