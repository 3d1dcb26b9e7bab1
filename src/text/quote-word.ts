/** A word of a command line for a POSIX shell, in quotes where it needs them. */
export function quoteWord(word: string): string {
	return /^[\w./:=@-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
