/** Why a secret is left as it is: the rest of a sentence after a colon. */
export interface Refusal {
	readonly ok: false;
	readonly reason: string;
}

export function refuse(reason: string): Refusal {
	return { ok: false, reason };
}

/** Each reason, with the name of what it is about put in where it has one. */
export const REASONS = {
	synchronous: (name: string | null) => `${name === null ? "the function around it" : `'${name}'`} is not async, and would be another function to its callers if it were`,
	generator: (name: string | null) => `${name === null ? "the generator around it" : `'${name}'`} is not async, and would be another generator to its callers if it were`,
	parameters: () => "a default parameter cannot wait",
	field: () => "a field of a class cannot wait",
	decorator: () => "a decorator cannot wait",
	loading: () => "it is needed while the module loads, where this module cannot wait",
	extension: () => "it is needed while the module loads, when the extension does not answer yet",
	exported: () => "the module exports it, and those who import it cannot wait",
	variable: () => "it stands in a variable that may change (`let`, `var`)",
	several: () => "its `const` declares something else too",
	unread: () => "nothing reads it, so it can be deleted",
	type: () => "its type allows that one text only",
	assertion: () => "a type assertion stands on it",
	enumeration: () => "the member of an enumeration is fixed when it is compiled",
	name: () => "it is a name here, not a value",
	tag: () => "the tag of its template would see other parts",
	escapes: () => "it is spelt with escapes",
	fallback: () => "there is a fallback, which would never be used again",
	absence: () => "the code asks whether it is there",
	written: () => "the code writes it",
	destructured: () => "it is taken out of `process.env` together with others",
	unawaited: (name: string) => `'${name}' is called without \`await\`, and what it does at once would be done later`,
	callback: (name: string) => `nobody waits for a callback of \`${name}\``,
	immediate: () => "the async function around it runs while the module loads and nobody waits for it",
	redeclared: (name: string) => `the module has its own '${name}' and its own 'globalThis'`,
	commented: () => "a comment stands inside",
	overlap: () => "another secret in the same text is replaced first",
	shared: (reason: string) => `the same value stands in another place that stays: ${reason}`,
} as const;
