import { findSecrets } from "./find-secrets.ts";
import { hiddenRanges, isSecretName } from "./hidden-ranges.ts";
import { nameBefore, type Range } from "./text-pairs.ts";
import { proseRanges } from "./prose-ranges.ts";
import { tokenRanges } from "./redact.ts";
import { REGEXES } from "./regexes.ts";
import { pushAll } from "../text/push-all.ts";

/** Of a longer line only so much before a quote is read for names. */
const REACH = 160;

/**
 * Which stretches of code in whatever language are not to be shown: the texts in quotes that stand under a secret's
 * name, or
 * in a line that speaks of one, what its form gives away, and the secrets of comments.
 */
export function quotedRanges(text: string): readonly Range[] {
	const ranges: Range[] = [
		...tokenRanges(text),
		...findSecrets(text, "code").map(({ start, end }): Range => [start, end]),
	];
	let from = 0;
	for (const line of text.split("\n")) {
		const comment = REGEXES.commentStart.exec(line);
		if (comment !== null) {
			const start = comment.index + comment[0].length;
			for (const one of proseRanges(line.slice(start)).map(([first, last]): Range => [
				from + start + first,
				from + start + last,
			])) {
				ranges.push(one);
			}
		}
		for (let at = 0; at < line.length; at++) {
			const quote = line[at];
			if (quote !== '"' && quote !== "'" && quote !== "`") {
				continue;
			}
			let end = at + 1;
			while (end < line.length && line[end] !== quote) {
				end += line[end] === "\\" ? 2 : 1;
			}
			const value = line.slice(at + 1, Math.min(end, line.length));
			const exposure = saysSecret(line.slice(Math.max(0, at - REACH), at))
				? isNamed(line, at)
					? "taken"
					: "near"
				: "free";
			pushAll(
				ranges,
				hiddenRanges(value, exposure).map(([start, stop]): Range => [
					from + at + 1 + start,
					from + at + 1 + stop,
				]),
			);
			at = Math.min(end, line.length);
		}
		from += line.length + 1;
	}
	return ranges;
}

/** `password = "…"`, `"password": "…"`, `password="…"`. */
function isNamed(line: string, at: number): boolean {
	let separator = at - 1;
	while (separator >= 0 && (line[separator] === " " || line[separator] === "(")) {
		separator--;
	}
	const sign = line[separator];
	return (sign === "=" || sign === ":" || sign === ",") && isSecretName(nameBefore(line, 0, separator)?.text ?? "");
}

function saysSecret(before: string): boolean {
	return (before.match(/[\p{L}\p{N}_$-]+/gu) ?? []).some((word) => isSecretName(word) || OPENS.test(word));
}

/** Functions that sign, open or connect. */
const OPENS = /hmac|cipher|crypt|login|password|passwd|secret|credential|api_?key|connect|^sign$/iu;
