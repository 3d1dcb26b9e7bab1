/**
 * Looks through the options of a rule that are lists of regular expressions, and says which is none; null where all are.
 * The pattern is not quoted: it may hold what it is to match.
 */
export function findBadPattern(rule: string, patterns: readonly string[], options: unknown): string | null {
	if (typeof options !== "object" || options === null) {
		return null;
	}
	for (const [option, list] of Object.entries(options)) {
		for (const [index, pattern] of patterns.includes(option) && Array.isArray(list)
			? (list as readonly unknown[]).entries()
			: []) {
			if (!isRegularExpression(String(pattern))) {
				return `Option \`${option}\` of rule '${rule}' is not a regular expression (item ${String(index + 1)}). Escape signs such as \`(\` and \`[\` with a backslash.`;
			}
		}
	}
	return null;
}

function isRegularExpression(pattern: string): boolean {
	try {
		new RegExp(pattern, "u");
		return true;
	} catch {
		return false;
	}
}
