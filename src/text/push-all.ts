/**
 * Adds any number of items to a list: passing them as arguments fails if there are more than fit on the engine's stack.
 */
export function pushAll<T>(list: T[], items: Iterable<T>): void {
	for (const item of items) {
		list.push(item);
	}
}
