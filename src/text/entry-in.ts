/** A map, or one that does not keep its keys. */
interface Entries<K, V> {
	get(key: K): V | undefined;
	set(key: K, value: V): unknown;
}

/** What a map holds under a key; where it holds nothing, what is made for it. */
export function entryIn<K, V>(map: Entries<K, V>, key: K, make: () => V): V {
	let entry = map.get(key);
	if (entry === undefined) {
		entry = make();
		map.set(key, entry);
	}
	return entry;
}
