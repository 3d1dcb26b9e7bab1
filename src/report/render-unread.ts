/** `12 .bicep, 5 .py`: related files that are not read, the most frequent kind first; empty if there are none. */
export function renderUnread(kinds: Readonly<Record<string, number>>): string {
	return Object.entries(kinds)
		.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
		.map(([kind, count]) => `${String(count)} ${kind}`)
		.join(", ");
}
