import type { LineIndex } from "./line-index.ts";
import type { Span } from "./span.ts";

/** What replaces a secret. */
export const MASK = "****";

/** A line as it may be shown. */
export interface MaskedLine {
	/** Without its line ending. */
	readonly text: string;
	/**
	 * The column in {@link text} of a column of the original line (from 1); inside a mask, the column where the mask
	 * begins.
	 */
	readonly columnOf: (column: number) => number;
}

/** A text with ranges that are never shown, line by line: a secret of several lines has one mask per line. */
export class MaskedText {
	readonly #text: string;
	readonly #index: LineIndex;
	/** In order, not touching each other. */
	readonly #hidden: readonly Span[];
	/** Lines that were already computed: in a text of one line, every finding needs the same one. */
	readonly #lines = new Map<number, MaskedLine>();

	/** @param hidden in any order; they may overlap */
	constructor(text: string, index: LineIndex, hidden: readonly Span[]) {
		this.#text = text;
		this.#index = index;
		this.#hidden = joinSpans(hidden);
	}

	/** The number of lines. */
	get lines(): number {
		return this.#index.lines;
	}

	/** @param number from 1 */
	line(number: number): MaskedLine {
		const known = this.#lines.get(number);
		if (known !== undefined) {
			return known;
		}
		const start = this.#index.startOf(number);
		let end = number < this.#index.lines ? this.#index.startOf(number + 1) : this.#text.length;
		while (end > start && (this.#text[end - 1] === "\n" || this.#text[end - 1] === "\r")) {
			end -= 1;
		}
		const line = this.show(start, end);
		this.#lines.set(number, line);
		return line;
	}

	/** A range of the text, shown as one line. */
	show(start: number, end: number): MaskedLine {
		let shown = "";
		let at = start;
		const masks: { readonly start: number; readonly end: number; readonly shown: number }[] = [];
		for (let place = this.#firstAfter(start); place < this.#hidden.length; place++) {
			const hidden = this.#hidden[place];
			if (hidden === undefined || hidden.start >= end) {
				break;
			}
			const from = Math.max(at, hidden.start);
			const to = Math.min(hidden.end, end);
			// The indentation of a line inside a secret reveals nothing.
			const blanks = hidden.start < start ? (/^[ \t]*/u.exec(this.#text.slice(start, to))?.[0].length ?? 0) : 0;
			shown += this.#text.slice(at, from + blanks);
			if (from + blanks < to) {
				masks.push({ start: from + blanks, end: to, shown: shown.length });
				shown += MASK;
			}
			at = to;
		}
		const text = shown + this.#text.slice(at, end);
		const columnOf = (column: number): number => {
			const offset = start + column - 1;
			let [low, high] = [0, masks.length];
			while (low < high) {
				const middle = (low + high) >> 1;
				if ((masks[middle]?.start ?? 0) <= offset) {
					low = middle + 1;
				} else {
					high = middle;
				}
			}
			// The last mask that begins at or before the offset.
			const mask = masks[low - 1];
			if (mask === undefined) {
				return column;
			}
			return offset < mask.end ? mask.shown + 1 : column + mask.shown + MASK.length - (mask.end - start);
		};
		return { text, columnOf };
	}

	/** The first hidden range that ends after an offset. */
	#firstAfter(offset: number): number {
		let low = 0;
		let high = this.#hidden.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#hidden[middle]?.end ?? 0) <= offset) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return low;
	}
}

/** The ranges in order, merged where they overlap or touch, without empty ones. */
export function joinSpans(spans: readonly Span[]): readonly Span[] {
	const joined: { start: number; end: number }[] = [];
	for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
		const last = joined.at(-1);
		if (end <= start) {
			continue;
		}
		if (last !== undefined && start <= last.end) {
			last.end = Math.max(last.end, end);
		} else {
			joined.push({ start, end });
		}
	}
	return joined;
}
