import type { SourceModule } from "../languages/program/source-module.ts";
import type { Resource, Stack } from "../model/resource.ts";
import type { Suppression, Suppressions } from "../model/suppression.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { FoundSecret } from "./found-secret.ts";
import type { LookupNeed } from "./lookup-needs.ts";

/** How bad a finding is, as the reports say it. */
export const SEVERITIES = ["critical", "high", "medium", "low", "info"] as const;

export type Severity = (typeof SEVERITIES)[number];

export const PRESETS = ["recommended", "strict", "audit"] as const;

export type PresetName = (typeof PRESETS)[number];

/** How a preset switches a rule on: its level for ESLint, and options that differ from the defaults. */
export type PresetEntry = "off" | "warn" | "error" | readonly ["warn" | "error", Readonly<Record<string, unknown>>];

/** A published requirement that a rule serves, with the page that says so. */
interface Compliance {
	readonly standard: string;
	readonly ids: readonly string[];
	readonly source: string;
}

/**
 * One question, asked of every resource of some types (or of the whole stack) in every dialect, or of the source of a
 * module.
 */
export interface Rule<Options extends Readonly<Record<string, unknown>> = Readonly<Record<string, unknown>>> {
	readonly name: string;
	/** One line for tables and editors, without a full stop. */
	readonly description: string;
	/** The CloudFormation types it asks; null for a rule that asks the stack, or source. */
	readonly types: readonly string[] | null;
	/** What its findings usually are. */
	readonly severity: Severity;
	/** What else a finding can be; one that says something else is as bad as `severity`. */
	readonly severities?: readonly Severity[];
	/**
	 * The best fix it ever offers: `safe` goes with `--fix`, `option` does where the rule's option asks for it,
	 * `suggestion` needs a person.
	 */
	readonly fix: "safe" | "option" | "suggestion" | "none";
	readonly presets: Readonly<Record<PresetName, PresetEntry>>;
	/**
	 * More specific rules: where one of them reports the same thing (a value, or a property at the same place), this
	 * one does not.
	 */
	readonly yieldsTo?: readonly string[];
	readonly compliance: readonly Compliance[];
	/** JSON schema of the options' properties. */
	readonly options: Readonly<Record<string, object>>;
	readonly defaults: Options;
	/** True where `kmslint secrets` keeps what it finds: the values that a lookup would read. */
	readonly givesSecrets?: boolean;
	/** The options that are lists of regular expressions. */
	readonly patterns?: readonly string[];
	readonly messages: Readonly<Record<string, string>>;
	check?(resource: Resource, options: Options): Iterable<Problem>;
	checkStack?(stack: Stack, options: Options): Iterable<Problem>;
	/** Asked of every JavaScript and TypeScript file. */
	checkModule?(module: SourceModule, options: Options): Iterable<Problem>;
	/** Asked, by a rule about resources, of every JavaScript and TypeScript file, beside the resources that it makes. */
	checkProgram?(module: SourceModule, options: Options): Iterable<Problem>;
	/** Asked once every other rule has been: what they were, and which suppressions hid something. */
	checkSuppressions?(suppressions: Suppressions, seen: Seen): Iterable<Problem>;
}

/** What the other rules did with a file. */
export interface Seen {
	readonly asked: ReadonlySet<string>;
	readonly used: ReadonlySet<Suppression>;
	/** The resources of the file. */
	readonly stack: Stack | null;
}

/** What a rule found, or could not know. */
export type Problem = Finding | Unknown;

export interface Finding {
	readonly at: Span;
	/**
	 * The text that it is about, where other resources may take the same one: their findings at one place are then one.
	 */
	readonly subject?: Span;
	readonly messageId: string;
	readonly data: Readonly<Record<string, string>>;
	/** Where it differs from the rule's. */
	readonly severity?: Severity;
	/** The property in the author's spelling: `Environment.Variables.DB_PASSWORD`. */
	readonly property?: string;
	/** The resource, where a rule that asks the stack means one. */
	readonly resource?: Resource | null;
	/** An edit of grade `safe`; null where the text offers no place for it. */
	readonly fix?: readonly TextEdit[] | null;
	readonly suggestions?: readonly Suggestion[];
	/** The edit with which an editor offers to suppress it with a reason, where it is not the usual one. */
	readonly addReason?: TextEdit | null;
	/** Where the secrets that it is about are written, in the file itself: nothing that shows text shows these. */
	readonly secretSpans?: readonly Span[];
	/** The values that are to be kept elsewhere, where they are known in full: `kmslint secrets` takes them. */
	readonly secrets?: readonly FoundSecret[];
	/** What the function needs once the fix is made, for all that the fix changes. */
	readonly needs?: readonly LookupNeed[];
}

export interface Suggestion {
	readonly messageId: string;
	readonly data: Readonly<Record<string, string>>;
	readonly edits: readonly TextEdit[] | null;
	/** Where the value is read afterwards, for one that makes a lookup: a report tells all of them in one line. */
	readonly lookup?: string;
}

/** Only deploy time knows: reported nowhere but under `--show-unknown`. */
interface Unknown {
	readonly unknown: string;
	readonly at: Span;
	readonly property: string;
}

/** Keeps a rule's types together; gives it back as it came. */
export function defineRule<Options extends Readonly<Record<string, unknown>>>(rule: Rule<Options>): Rule {
	return rule as unknown as Rule;
}

/** Where the pages of the rules are. */
export function docsUrl(name: string): string {
	return `https://github.com/eslint-plugin-aws-kms/eslint-plugin-aws-kms/blob/main/docs/rules/${name}.md`;
}
