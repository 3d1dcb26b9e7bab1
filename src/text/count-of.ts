/** `1 error`, `2 errors`; `words` where the plural has more than an `s`. */
export function countOf(count: number, word: string, words = `${word}s`): string {
	return `${String(count)} ${count === 1 ? word : words}`;
}
