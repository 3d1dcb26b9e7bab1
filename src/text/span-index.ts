import type { Span } from "./span.ts";

/** Many stretches of a text, so that one asks of all of them at once. */
export class SpanIndex {
	readonly #starts: readonly number[];
	/** For each stretch, in their order, the furthest end of it and those before. */
	readonly #ends: readonly number[];

	constructor(spans: Iterable<Span>) {
		const sorted = [...spans].sort((a, b) => a.start - b.start);
		let furthest = -1;
		this.#starts = sorted.map(({ start }) => start);
		this.#ends = sorted.map(({ end }) => (furthest = Math.max(furthest, end)));
	}

	/** True where one of them holds the whole of a stretch. */
	covers({ start, end }: Span): boolean {
		return this.#furthestEnd(start) >= end;
	}

	/** True where one of them and a stretch overlap. */
	meets(span: Span): boolean {
		const at = this.#before(span.start);
		return this.#starts[at] === span.start || this.#furthestEnd(Math.max(span.start, span.end - 1)) > span.start;
	}

	/** The furthest end of those that start at an offset or before; -1 where none does. */
	#furthestEnd(offset: number): number {
		return this.#ends[this.#before(offset + 1) - 1] ?? -1;
	}

	/** How many start before an offset. */
	#before(offset: number): number {
		let [low, high] = [0, this.#starts.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			[low, high] = (this.#starts[middle] ?? 0) < offset ? [middle + 1, high] : [low, middle];
		}
		return low;
	}
}
