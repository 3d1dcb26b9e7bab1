/**
 * Adds any number of items to a list: passing them as arguments fails if there are more than fit on the engine's stack.
 */
export function pushAll<T>(list: T[], items: Iterable<T>): void {
	if (Array.isArray(items)) {
		const given = items as readonly T[];
		for (let index = 0; index < given.length; index += 1) {
			list.push(given[index] as T); // A loop over an iterator takes twice as long.
		}
		return;
	}
	for (const item of items) {
		list.push(item);
	}
}
