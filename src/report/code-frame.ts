import type { LineIndex } from "../text/line-index.ts";
import { MASK, type MaskedText } from "../text/masked-text.ts";
import type { Span } from "../text/span.ts";
import { escapeControls } from "./escape-controls.ts";

/** Lines of a source as shown in a report. */
export interface CodeFrame {
	/** The first one is the line of the finding. */
	readonly lines: readonly string[];
	/** The columns of the finding in the first line, from 0; null if it continues on the next line. */
	readonly mark: { readonly start: number; readonly end: number } | null;
}

/** An empty frame, if the source is not available. */
export const NO_FRAME: CodeFrame = { lines: [], mark: null };

/** How many lines of a long range are shown. */
const MAX_LINES = 3;

/** How much of a long line is shown, and how much of it before the mark. */
const MAX_WIDTH = 160;
const BEFORE = 40;

/**
 * The lines of a finding, without what the text hides. Of a long line, only the part near the finding is read: a file
 * that is one line can have thousands of findings.
 */
export function readFrame(text: MaskedText, index: LineIndex, span: Span): CodeFrame {
	const start = index.locate(span.start);
	const end = index.locate(Math.max(span.start, span.end));
	const last = Math.min(index.locate(Math.max(span.start, span.end - 1)).line, start.line + MAX_LINES - 1);
	if (last > start.line) {
		return {
			lines: Array.from({ length: last - start.line + 1 }, (_, at) =>
				cut(escapeControls(text.line(start.line + at).text.slice(0, 2 * MAX_WIDTH)), 0),
			),
			mark: null,
		};
	}
	const line = text.line(start.line);
	const column = line.columnOf(start.column) - 1;
	const first = Math.max(0, column - MAX_WIDTH);
	const before = escapeControls(line.text.slice(first, column));
	const shown = escapeControls(line.text.slice(first, column + 2 * MAX_WIDTH));
	const from = before.length;
	const to =
		end.line > start.line
			? shown.length
			: Math.max(
					from + 1,
					escapeControls(
						line.text.slice(first, Math.min(line.columnOf(end.column) - 1, column + 2 * MAX_WIDTH)),
					).length,
				);
	// A mask that begins at the finding is marked as a whole.
	const until = Math.max(to, shown.startsWith(MASK, from) ? from + MASK.length : 0);
	const skipped = (first > 0 || shown.length > MAX_WIDTH) && until > MAX_WIDTH ? Math.max(0, from - BEFORE) : 0;
	const offset = skipped === 0 ? 0 : skipped - 1;
	return {
		lines: [cut(shown, skipped)],
		mark: { start: from - offset, end: Math.min(until - offset, MAX_WIDTH + 1) },
	};
}

function cut(line: string, from: number): string {
	const shown = line.slice(from, from + MAX_WIDTH);
	return `${from > 0 ? "…" : ""}${shown}${from + MAX_WIDTH < line.length ? "…" : ""}`;
}
