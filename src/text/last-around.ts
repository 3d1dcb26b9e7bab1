interface Stretch<T> {
	readonly start: number;
	readonly end: number;
	/** The last item at a range, and its index among all. */
	readonly item: T;
	readonly order: number;
	/** The smallest range that contains this one. */
	readonly outer: Stretch<T> | null;
}

/**
 * Finds the last of some items whose range contains an offset.
 *
 * @param rangeOf the range of an item; two ranges are nested or disjoint
 */
export function lastAround<T>(
	items: readonly T[],
	rangeOf: (item: T) => readonly [start: number, end: number],
): (offset: number) => T | null {
	let sorted: readonly Stretch<T>[] | null = null;
	return (offset) => {
		sorted ??= nest(items, rangeOf);
		let low = 0;
		let high = sorted.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((sorted[middle]?.start ?? Infinity) <= offset) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		let found: Stretch<T> | null = null;
		for (let one = sorted[low - 1] ?? null; one !== null; one = one.outer) {
			if (offset < one.end && one.order > (found?.order ?? -1)) {
				found = one;
			}
		}
		return found?.item ?? null;
	};
}

function nest<T>(
	items: readonly T[],
	rangeOf: (item: T) => readonly [start: number, end: number],
): readonly Stretch<T>[] {
	const nested: Stretch<T>[] = [];
	let outer: Stretch<T> | null = null;
	const all = items
		.map((item, order) => {
			const [start, end] = rangeOf(item);
			return { start, end, item, order };
		})
		.sort((a, b) => a.start - b.start || b.end - a.end || a.order - b.order);
	for (const one of all) {
		while (outer !== null && outer.end <= one.start) {
			outer = outer.outer;
		}
		const stretch: Stretch<T> = { ...one, outer };
		nested.push(stretch);
		outer = stretch;
	}
	return nested;
}
