/** True for the id of a key pair whose secret is beside it: `AWS_ACCESS_KEY` and `AWS_SECRET_ACCESS_KEY`. */
export function isIdOfPair(name: string, others: Iterable<string>): boolean {
	const key = SECRET.test(name) ? null : keyOf(name);
	return key !== null && [...others].some((other) => SECRET.test(other) && keyOf(other) === key);
}

const SECRET = /secret/iu;

/** What both names of a pair have in common. */
function keyOf(name: string): string | null {
	const words = name.toLowerCase().replaceAll(/[^a-z\d]/gu, "");
	return /(?:access|secret)key(?:id)?$/u.test(words) ? words.replace(/(?:secret)?(?:access)?key(?:id)?$/u, "") : null;
}
