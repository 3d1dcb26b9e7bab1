/** The entry of a table for an external name; undefined for `toString`, which every object inherits. */
export function entryOf<V>(table: Readonly<Record<string, V>> | undefined, name: string): V | undefined {
	return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
