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
	synchronous: (name: string | null) =>
		`${name === null ? "an exported function" : `'${name}'`} needs it and is not async; making it async would break its callers`,
	generator: (name: string | null) =>
		`${name === null ? "an exported generator" : `'${name}'`} needs it and is not async; making it async would break its callers`,
	effects: (name: string | null) =>
		`the default parameters of ${name === null ? "an exported function" : `'${name}'`} run code before a lookup could`,
	parameters: (name: string | null) =>
		`a default parameter of ${name === null ? "an exported function" : `'${name}'`} needs it before the function can wait`,
	field: () => "its class may use the field before an exported async method could fill it",
	shadowed: (name: string | null, own: string) =>
		`${name === null ? "an exported function" : `'${name}'`} has a '${own}' of its own, so it cannot fill this one`,
	loading: () => "the module needs it while it loads, and cannot use top-level `await`",
	called: () => "the module uses a function that needs it while it loads, and cannot use top-level `await`",
	extension: () => "the module may need it while it loads, when the Lambda extension is not ready",
	exported: () => "the module exports it, so other modules may read it before a lookup could fill it",
	unreached: () => "no exported async function calls the code that needs it",
	variable: () => "the code may assign another value to it",
	unread: () => "nothing reads it; delete it",
	type: () => "its type only allows this text",
	annotated: () => "the type of its object may not accept every text",
	printed: () => "its object is read-only, and the module prints objects, which would show a getter",
	assertion: () => "it has a type assertion",
	enumeration: () => "an enum member is fixed at compile time",
	name: () => "it is a name here, not a value",
	tag: () => "its template literal has a tag, which would receive other parts",
	escapes: () => "its text has an octal escape, which no template literal allows",
	fallback: () => "it has a fallback, which a lookup would never use",
	absence: () => "the code checks whether it is set",
	written: () => "the code assigns to it",
	destructured: () => "it is destructured outside a plain declaration",
	rest: () => "the rest element beside it would then include it",
	callback: (name: string) => `a callback of \`${name}\` needs it, and nothing waits for that callback`,
	immediate: () => "a function that runs while the module loads needs it",
	redeclared: (name: string) => `the module has its own '${name}' and its own 'globalThis'`,
	evaluated: () => "the module uses `eval`, `new Function` or `with`, which may read it by name",
	commented: () => "a comment inside it would be lost",
	overlap: () => "another secret in the same text is replaced first",
	budget: () => "the module is too large to analyze",
	shared: (reason: string) => `another place with the same value cannot be replaced: ${reason}`,
} as const;
