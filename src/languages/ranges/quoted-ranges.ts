import { findSecrets } from "../../detect/find-secrets.ts";
import { exposureOfName, type Exposure } from "./exposure.ts";
import { hiddenRanges } from "./hidden-ranges.ts";
import { isSecretName } from "../../detect/name-kind.ts";
import { findOrEnd, nameBefore, type Range } from "../../detect/text-pairs.ts";
import { proseRanges } from "./prose-ranges.ts";
import { tokenRanges } from "../../detect/redact.ts";
import { REGEXES } from "../../detect/regexes.ts";
import { pushAll } from "../../text/push-all.ts";

/** Of a longer line only so much before a quote is read for names. */
const REACH = 160;

/** How long a text of several lines may be. */
const LONGEST_TEXT = 8192;

/**
 * Which stretches of code in whatever language are not to be shown: the texts in quotes that stand under a secret's
 * name, or in a line that speaks of one, what its form gives away, and the secrets of comments.
 *
 * @param kind in a comment, where prose is read by others, whatever is given to a function that takes a secret counts
 */
export function quotedRanges(text: string, kind: "code" | "comment" = "code"): readonly Range[] {
	if (kind === "comment" && !REGEXES.mayHoldCode.test(text)) {
		return []; // What prose gives away.
	}
	const ranges: Range[] = [
		...(kind === "comment" ? [] : tokenRanges(text)), // As prose, the comment was asked for them.
		...findSecrets(text, "code").map(({ start, end }): Range => [start, end]),
	];
	if (kind === "code") {
		addComments(text, ranges);
	}
	let line = 0;
	for (let at = 0; at < text.length; at++) {
		const sign = text[at];
		if (sign === "\n") {
			line = at + 1;
		}
		if (sign !== '"' && sign !== "'" && sign !== "`") {
			continue;
		}
		const before = text.slice(Math.max(line, at - REACH), at);
		const exposure = exposureAfter(before, kind);
		const { start, end, after } = quotedAt(text, at, sign, exposure === "taken");
		for (const [from, to] of hiddenRanges(text.slice(start, end), exposure)) {
			ranges.push([start + from, start + to]);
		}
		const broken = text.lastIndexOf("\n", after - 1);
		line = broken >= at ? broken + 1 : line;
		at = after - 1;
	}
	return ranges;
}

function addComments(text: string, ranges: Range[]): void {
	let from = 0;
	for (const line of text.split("\n")) {
		const comment = REGEXES.commentStart.exec(line);
		if (comment !== null) {
			const start = comment.index + comment[0].length;
			pushAll(
				ranges,
				proseRanges(line.slice(start)).map(([first, last]): Range => [
					from + start + first,
					from + start + last,
				]),
			);
		}
		from += line.length + 1;
	}
}

/** Where a text in quotes begins and ends, and where to read on. */
interface Quoted {
	readonly start: number;
	readonly end: number;
	readonly after: number;
}

/**
 * A text in quotes. It ends with its line; where it may go on, a template and what stands between three quotes ends
 * where it is closed.
 */
function quotedAt(text: string, at: number, quote: string, mayGoOn: boolean): Quoted {
	const eol = findOrEnd(text, "\n", at);
	const mark = quote === "`" ? quote : quote.repeat(3);
	if (mayGoOn && text.startsWith(mark, at)) {
		const start = at + mark.length;
		const close = closeOf(text, mark, start, Math.min(text.length, at + LONGEST_TEXT));
		return { start, end: close === -1 ? eol : close, after: close === -1 ? eol : close + mark.length };
	}
	let end = at + 1;
	while (end < eol && text[end] !== quote) {
		end += text[end] === "\\" ? 2 : 1;
	}
	end = Math.min(end, eol);
	return { start: at + 1, end, after: end < eol ? end + 1 : end };
}

/** Where a mark closes a text, those with a backslash before them left out; -1 where none does. */
function closeOf(text: string, mark: string, start: number, limit: number): number {
	for (let at = start; at < limit; at += text[at] === "\\" ? 2 : 1) {
		if (text.startsWith(mark, at)) {
			return at;
		}
	}
	return -1;
}

function exposureAfter(before: string, kind: "code" | "comment"): Exposure {
	if (isNamed(before) || REGEXES.keyedCall.test(before)) {
		return "taken";
	}
	if (exposureOfName(nameAssigned(before) ?? "") === "likely") {
		return "likely"; // `Authorization: "Bearer …"`
	}
	if (!saysSecret(before)) {
		return "free";
	}
	const name = REGEXES.lastCall.exec(before)?.[1] ?? "";
	return kind === "comment" && !REGEXES.readsSecret.test(name) && saysSecret(name) ? "taken" : "near";
}

/** `password = "…"`, `"password": "…"`, `password="…"`, `getenv("PASSWORD", "…")`, `getenv("PASSWORD") or "…"`. */
function isNamed(before: string): boolean {
	return isSecretName(nameAssigned(before) ?? "");
}

/** What the text is given to that comes next. */
function nameAssigned(before: string): string | null {
	const [sign] = REGEXES.assigns.exec(before) ?? [];
	if (sign === undefined) {
		return null;
	}
	const head = before.slice(0, before.length - sign.length).replace(REGEXES.closing, "");
	return nameBefore(head, 0, head.length)?.text ?? null;
}

function saysSecret(before: string): boolean {
	return (before.match(/[\p{L}\p{N}_$-]+/gu) ?? []).some(
		(word) => isSecretName(word) || REGEXES.opensWithSecret.test(word),
	);
}
