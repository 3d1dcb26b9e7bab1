/** The part of JSON Schema that options are described with. */
export interface OptionSchema {
	readonly enum?: readonly string[];
	readonly type?: "array" | "boolean" | "integer" | "string";
	readonly items?: { readonly type: "string" };
	readonly minimum?: number;
	readonly maximum?: number;
	readonly description: string;
}

/** An option of a rule, by the value that the rule's checks get: its schema, and what it is if it is not set. */
export interface Option<Value> {
	readonly schema: OptionSchema;
	readonly initial: unknown;
	/** True for a list of regular expressions, which a check gets as a {@link NameTest}. */
	readonly isPatterns?: boolean;
	/** Only for the type: no option has it. */
	readonly value?: Value;
}

export type OptionTable = Readonly<Record<string, Option<unknown>>>;

/** What the checks of a rule with these options get. */
export type ValuesOf<Table> = {
	readonly [Name in keyof Table]: Table[Name] extends Option<infer Value> ? Value : never;
};

/** True for a name that one of the configured patterns matches. */
export type NameTest = (name: string) => boolean;

/** One of some words. */
export function oneOf<const Value extends string>(
	values: readonly Value[],
	initial: NoInfer<Value>,
	description: string,
): Option<Value> {
	return { schema: { enum: values, description }, initial };
}

/** A switch, off unless the rule says otherwise. */
export function flag(description: string, initial = false): Option<boolean> {
	return { schema: { type: "boolean", description }, initial };
}

/** A text, empty if it is not set. */
export function string(description: string): Option<string> {
	return { schema: { type: "string", description }, initial: "" };
}

/** A list of texts, empty if it is not set. */
export function strings(description: string): Option<readonly string[]> {
	return { schema: { type: "array", items: { type: "string" }, description }, initial: [] };
}

/** A whole number. */
export function integer(
	range: { readonly minimum: number; readonly maximum: number },
	initial: number,
	description: string,
): Option<number> {
	return { schema: { type: "integer", ...range, description }, initial };
}

/** A list of regular expressions of names, empty if it is not set. */
export function patterns(description: string): Option<NameTest> {
	return { schema: strings(description).schema, initial: [], isPatterns: true };
}

/** The values that checks get: those that were configured, and the initial ones. */
export function readOptions(
	{ defaults, patterns: named }: PatternOptions,
	given: unknown,
): Readonly<Record<string, unknown>> {
	const options = Object.entries<unknown>({ ...defaults, ...(given as object | undefined) });
	return Object.fromEntries(
		options.map(([name, value]) => [name, named.includes(name) ? testOf(value as readonly string[]) : value]),
	);
}

function testOf(written: readonly string[]): NameTest {
	const list = written.map((pattern) => new RegExp(pattern, "u"));
	return (name) => list.some((pattern) => pattern.test(name));
}

interface PatternOptions {
	readonly defaults: Readonly<Record<string, unknown>>;
	/** The names of options that are lists of regular expressions. */
	readonly patterns: readonly string[];
}

/**
 * Says which item of the configured patterns is not a regular expression; null if all are. The pattern is not quoted: it may
 * contain what it is to match.
 */
export function findBadPattern(rule: string, named: readonly string[], given: unknown): string | null {
	if (typeof given !== "object" || given === null) {
		return null;
	}
	for (const [option, list] of Object.entries(given)) {
		for (const [index, pattern] of named.includes(option) && Array.isArray(list)
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
