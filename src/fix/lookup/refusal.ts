import { quotedName, wording, type Words } from "../../text/wording.ts";

/** Why a secret is left as it is: the rest of a sentence after a colon. */
export interface Refusal {
	readonly ok: false;
	readonly reason: Words;
}

export function refuse(reason: Words): Refusal {
	return { ok: false, reason };
}

/** What a sentence calls a function. */
function called(name: string | null, other: string): Words {
	return name === null ? other : quotedName(name);
}

const FUNCTION = "an exported function";

/**
 * Each reason, with the name of what it is about put in where it has one. A message holds it beside what was found and
 * what to do: short.
 */
export const REASONS = {
	synchronous: (name: string | null) =>
		wording("{{name}} needs it and is not async", { name: called(name, FUNCTION) }),
	chained: (name: string | null) =>
		wording("waiting in a callback of {{name}} would reorder calls", { name: called(name, FUNCTION) }),
	generator: (name: string | null) =>
		wording("{{name}} needs it and is not async", { name: called(name, "an exported generator") }),
	effects: (name: string | null) =>
		wording("a default parameter of {{name}} runs code first", { name: called(name, FUNCTION) }),
	parameters: (name: string | null) =>
		wording("a default parameter of {{name}} needs it", { name: called(name, FUNCTION) }),
	field: () => "its object may be used before the lookup has finished",
	shadowed: (name: string | null, own: string) =>
		wording("{{name}} has its own '{{own}}', which hides this one", { name: called(name, FUNCTION), own }),
	loading: () => "it is used at module load, without top-level `await`",
	called: () => "a call at module load uses it, without top-level `await`",
	extension: () => "it may be needed before the extension is ready",
	exported: () => "the module exports it, and others may read it too early",
	unreached: () => "no exported async function calls the code that uses it",
	variable: () => "the code may assign another value to it",
	unread: () => "nothing reads it; delete it",
	type: () => "its type only allows this text",
	annotated: () => "the type of its object may not accept every text",
	printed: () => "the module prints objects, which would show a getter",
	assertion: () => "it has a type assertion",
	enumeration: () => "an enum member is fixed at compile time",
	name: () => "it is a name here, not a value",
	tag: () => "the tag of its template would receive other parts",
	escapes: () => "no template literal allows its octal escape",
	fallback: () => "it has a fallback value",
	absence: () => "the code checks whether it is set",
	written: () => "the code assigns to it",
	destructured: () => "it is destructured outside a plain declaration",
	rest: () => "the rest element would then include it",
	callback: (name: string) => wording("the `{{name}}` callback that needs it is not awaited", { name }),
	handed: (name: string) => wording("the caller of the `{{name}}` callback may not wait for it", { name }),
	immediate: () => "a function that runs at module load uses it",
	redeclared: (name: string) => wording("the module redeclares '{{name}}' and 'globalThis'", { name }),
	evaluated: () => "`eval`, `new Function` or `with` may read it by name",
	commented: () => "a comment inside it would be lost",
	overlap: () => "another secret in the same text is replaced first",
	budget: () => "the module is too large to analyze",
	shared: (line: number) => wording("the same value on line {{line}} cannot be replaced", { line: String(line) }),
} as const;
