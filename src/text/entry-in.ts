/** What a map holds under a key; where it holds nothing, what is made for it. */
export function entryIn<K, V>(map: Map<K, V>, key: K, make: () => V): V {
	let entry = map.get(key);
	if (entry === undefined) {
		entry = make();
		map.set(key, entry);
	}
	return entry;
}
