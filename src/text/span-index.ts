import type { Span } from "./span.ts";

/** Many ranges of a text, indexed for queries about all of them. */
export class SpanIndex {
	readonly #starts: readonly number[];
	/** For each range in order, the furthest end up to it. */
	readonly #ends: readonly number[];

	constructor(spans: Iterable<Span>) {
		const sorted = [...spans].sort((a, b) => a.start - b.start);
		let furthest = -1;
		this.#starts = sorted.map(({ start }) => start);
		this.#ends = sorted.map(({ end }) => (furthest = Math.max(furthest, end)));
	}

	/** True if one of them contains the whole range. */
	covers({ start, end }: Span): boolean {
		return this.#furthestEnd(start) >= end;
	}

	/** True if one of them overlaps the range. */
	meets(span: Span): boolean {
		const at = this.#before(span.start);
		return this.#starts[at] === span.start || this.#furthestEnd(Math.max(span.start, span.end - 1)) > span.start;
	}

	/** The furthest end of those that start at or before an offset; -1 if there are none. */
	#furthestEnd(offset: number): number {
		return this.#ends[this.#before(offset + 1) - 1] ?? -1;
	}

	/** The number of ranges that start before an offset. */
	#before(offset: number): number {
		let [low, high] = [0, this.#starts.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			[low, high] = (this.#starts[middle] ?? 0) < offset ? [middle + 1, high] : [low, middle];
		}
		return low;
	}
}
