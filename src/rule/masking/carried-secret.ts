import type { Span, TextEdit } from "../../text/span.ts";

/** Shorter texts let nobody in. */
const SHORTEST = 4;

/**
 * True where the one text that ESLint makes of several edits, from the first to the last of them, would hold a secret:
 * that text stands in every editor's answer, in reports of other formats and in ESLint's cache.
 *
 * @param edits in the order of the text, none sharing a character with another
 * @param secretSpans in order; asked for only where an edit could carry something along
 */
export function carriesSecret(edits: readonly TextEdit[], text: string, secretSpans: () => readonly Span[]): boolean {
	let end = edits[0]?.span.start ?? 0;
	for (const { span, text: written } of edits) {
		if (span.start > end && (secretSpans()[firstBehind(secretSpans(), end)]?.start ?? span.start) < span.start) {
			return true; // It stands between two edits.
		}
		if (
			span.end > span.start &&
			haveInCommon(text.slice(span.start, span.end), written) &&
			spansBetween(secretSpans(), span.start, span.end).some((secret) => isMoved(secret, span, written, text))
		) {
			return true;
		}
		end = span.end;
	}
	return false;
}

/**
 * True where as many characters as the shortest secret has stand in a row in both texts: otherwise nothing of the one can be
 * in the other, and nobody has to know where the secrets of the file are.
 */
function haveInCommon(replaced: string, written: string): boolean {
	const [short, long] = replaced.length < written.length ? [replaced, written] : [written, replaced];
	const isIn = short.length > MOST_SEARCHES ? isAmong(runsOf(long)) : (run: string): boolean => long.includes(run);
	for (let at = 0; at + SHORTEST <= short.length; at += 1) {
		if (isIn(short.slice(at, at + SHORTEST))) {
			return true;
		}
	}
	return false;
}

/** A literal is searched for run by run, which takes less time than to keep the runs of the other text. */
const MOST_SEARCHES = 64;

const isAmong =
	(runs: ReadonlySet<string>) =>
	(run: string): boolean =>
		runs.has(run);

function runsOf(text: string): ReadonlySet<string> {
	const runs = new Set<string>();
	for (let at = 0; at + SHORTEST <= text.length; at += 1) {
		runs.add(text.slice(at, at + SHORTEST));
	}
	return runs;
}

/** Which of some spans, in order and none touching another, is the first that ends behind a place: every edit asks. */
function firstBehind(spans: readonly Span[], place: number): number {
	let low = 0;
	let high = spans.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((spans[middle]?.end ?? 0) <= place) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/** Those of the spans that reach into a stretch. */
function spansBetween(spans: readonly Span[], start: number, end: number): readonly Span[] {
	const first = firstBehind(spans, start);
	let last = first;
	while (last < spans.length && (spans[last]?.start ?? end) < end) {
		last += 1;
	}
	return spans.slice(first, last);
}

/** True where what is replaced holds the secret, and what takes its place holds it again. */
function isMoved(secret: Span, span: Span, written: string, text: string): boolean {
	return (
		span.start <= secret.start &&
		secret.end <= span.end &&
		secret.end - secret.start >= SHORTEST &&
		(holds(written, secret, text) || holdsPart(written, text.slice(secret.start, secret.end)))
	);
}

/** How much of a long secret shows it, and how many such parts of it are looked for. */
const PART = 16;
const MOST_PARTS = 64;

/** True where a part of a long secret stands in the new text: of several lines, an edit may take away the first one. */
function holdsPart(written: string, secret: string): boolean {
	const step = Math.max(PART / 2, Math.ceil(secret.length / MOST_PARTS));
	for (let at = 0; at + PART <= secret.length && secret.length >= 2 * PART; at += step) {
		if (written.includes(secret.slice(at, at + PART))) {
			return true;
		}
	}
	return false;
}

/**
 * True where the text stands in the new one as a whole word, or with its old neighbours. Inside a longer word of ours
 * it is there by chance: `String` becomes `SecureString`.
 */
function holds(written: string, { start, end }: Span, text: string): boolean {
	const secret = text.slice(start, end);
	for (let at = written.indexOf(secret); at >= 0; at = written.indexOf(secret, at + 1)) {
		if (
			isEdge(written, at - 1, secret[0], text[start - 1]) &&
			isEdge(written, at + secret.length, secret.at(-1), text[end])
		) {
			return true;
		}
	}
	return false;
}

function isEdge(written: string, at: number, inner: string | undefined, before: string | undefined): boolean {
	const beside = written[at];
	return beside === undefined || beside === before || !WORD.test(beside) || !WORD.test(inner ?? "");
}

const WORD = /[\p{L}\p{N}_]/u;
