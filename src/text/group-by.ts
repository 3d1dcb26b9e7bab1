/** Groups items by a key; groups keep the order of the items. */
export function groupBy<T, Key>(items: Iterable<T>, keyOf: (item: T) => Key): Map<Key, T[]> {
	const groups = new Map<Key, T[]>();
	for (const item of items) {
		const key = keyOf(item);
		const same = groups.get(key);
		if (same === undefined) {
			groups.set(key, [item]);
		} else {
			same.push(item);
		}
	}
	return groups;
}
