import type { LineIndex } from "./line-index.ts";
import type { Span } from "./span.ts";

/** What stands in a secret's place. */
export const MASK = "****";

/** A line as it may be shown. */
export interface MaskedLine {
	/** Without its line end. */
	readonly text: string;
	/** Where a column of the line as it is written (from 1) stands in {@link text}; inside of a mask, where the mask begins. */
	readonly columnOf: (column: number) => number;
}

/** A text of which some stretches are never shown, line by line: of a secret of several lines, each line has a mask of its own. */
export class MaskedText {
	readonly #text: string;
	readonly #index: LineIndex;
	/** In order, none touching another. */
	readonly #hidden: readonly Span[];

	/** @param hidden in any order; they may overlap */
	constructor(text: string, index: LineIndex, hidden: readonly Span[]) {
		this.#text = text;
		this.#index = index;
		this.#hidden = joinSpans(hidden);
	}

	/** How many lines the text has. */
	get lines(): number {
		return this.#index.lines;
	}

	/** @param number from 1 */
	line(number: number): MaskedLine {
		const start = this.#index.startOf(number);
		const whole = this.#text.slice(start, number < this.#index.lines ? this.#index.startOf(number + 1) : this.#text.length);
		return this.show(start, start + whole.replace(/[\r\n]{1,2}$/u, "").length);
	}

	/** A stretch of the text, to be shown as one line. */
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
			// The indentation of a line inside of a secret tells nothing.
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
			let gain = 0;
			for (const mask of masks) {
				if (offset < mask.start) {
					break;
				}
				if (offset < mask.end) {
					return mask.shown + 1;
				}
				gain = mask.shown + MASK.length - (mask.end - start);
			}
			return column + gain;
		};
		return { text, columnOf };
	}

	/** The first hidden stretch that ends after an offset. */
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

/** The same stretches in their order, those that overlap or touch taken together; empty ones left out. */
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
