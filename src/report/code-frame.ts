import type { LineIndex } from "../text/line-index.ts";
import type { Span } from "../text/span.ts";
import { MASK, redactText } from "../detect/redact.ts";

/** How many lines of a long range are shown. */
const MAX_LINES = 3;

/** How much of a long line is shown. */
const MAX_WIDTH = 160;

/**
 * The lines in which a finding stands, to be printed. Whatever may be a secret is masked: the parts that the rules
 * themselves took for one, and what the masking of free text finds.
 *
 * @param secrets places of the values that some rule reported as a secret
 */
export function readFrame(text: string, index: LineIndex, span: Span, secrets: readonly Span[]): readonly string[] {
	const first = index.locate(span.start).line;
	const last = Math.min(index.locate(Math.max(span.start, span.end - 1)).line, first + MAX_LINES - 1);
	const lines: string[] = [];
	for (let line = first; line <= last; line += 1) {
		const start = index.startOf(line);
		const end = line < index.lines ? index.startOf(line + 1) : text.length;
		let shown = "";
		let at = start;
		for (const secret of secrets) {
			if (secret.end > start && secret.start < end) {
				shown += text.slice(at, Math.max(at, secret.start)) + MASK;
				at = Math.max(at, Math.min(secret.end, end));
			}
		}
		shown = redactText((shown + text.slice(at, end)).replace(/[\r\n]+$/u, "")).replaceAll("\t", " "); // One for one: the marks below the line count columns.
		lines.push(shown.length > MAX_WIDTH ? `${shown.slice(0, MAX_WIDTH)}…` : shown);
	}
	return lines;
}
