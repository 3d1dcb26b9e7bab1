/**
 * Bad usage: an option of a rule that is no regular expression. The message does not quote it: it may hold what it is
 * to match.
 */
export class PatternError extends Error {
	override readonly name = "PatternError";
	/** What to say, whatever ESLint puts around the message. */
	readonly sentence: string;

	constructor(rule: string, option: string, index: number) {
		const sentence = `Option \`${option}\` of rule '${rule}' is not a regular expression (item ${String(index + 1)}). Escape signs such as \`(\` and \`[\` with a backslash.`;
		super(sentence);
		this.sentence = sentence;
	}
}

/**
 * Checks the options of a rule that are lists of regular expressions.
 *
 * @throws {PatternError} where one of them is none
 */
export function checkPatterns(rule: string, patterns: readonly string[], options: unknown): void {
	if (typeof options !== "object" || options === null) {
		return;
	}
	for (const [option, list] of Object.entries(options)) {
		for (const [index, pattern] of patterns.includes(option) && Array.isArray(list)
			? (list as readonly unknown[]).entries()
			: []) {
			try {
				new RegExp(String(pattern), "u");
			} catch {
				throw new PatternError(rule, option, index);
			}
		}
	}
}
