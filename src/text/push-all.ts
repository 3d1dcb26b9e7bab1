/** Adds items to a list, however many: a call that takes them as arguments ends where the stack of the engine does. */
export function pushAll<T>(list: T[], items: Iterable<T>): void {
	for (const item of items) {
		list.push(item);
	}
}
