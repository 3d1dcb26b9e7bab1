import type { SourceModule } from "../languages/program/source-module.ts";
import type { Resource, Stack } from "../model/resource.ts";
import type { Suppression, Suppressions } from "../model/suppression.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { FoundSecret } from "./found-secret.ts";
import type { LookupNeed } from "./lookup-needs.ts";
import type { Option, OptionSchema, OptionTable, ValuesOf } from "./options.ts";
import type { Words, WordsData } from "../text/wording.ts";

/** The severities of findings, from the highest to the lowest. */
export const SEVERITIES = ["critical", "high", "medium", "low", "info"] as const;

export type Severity = (typeof SEVERITIES)[number];

export const PRESETS = ["recommended", "strict", "audit"] as const;

export type PresetName = (typeof PRESETS)[number];

/** The level of a rule in a preset, and the options that differ from the defaults. */
export type PresetEntry = "off" | "warn" | "error" | readonly ["warn" | "error", Readonly<Record<string, unknown>>];

/** The published standards whose requirements rules cover. `docs/standards.ts` has their pages. */
export type Standard =
	| "AWS Security Hub"
	| "AWS Config"
	| "CIS AWS Foundations Benchmark 3.0, 5.0"
	| "CIS Controls 8.1"
	| "NIST SP 800-53 r5"
	| "PCI DSS 4.0.1"
	| "CWE";

/**
 * A check of each resource of some types, of the whole stack, or of the source of a module; the same in every dialect.
 */
export interface RuleDefinition<Options = object> {
	readonly name: string;
	/** One line for tables and editors, without a full stop. */
	readonly description: string;
	/** The CloudFormation types it checks. A rule that checks the stack, or source, has none. */
	readonly types?: readonly string[];
	/** The default severity of its findings. */
	readonly severity: Severity;
	/** Other severities its findings can have; any other value counts as `severity`. */
	readonly severities?: readonly Severity[];
	/**
	 * The best fix it offers: `safe` is applied by `--fix`, `option` only if the rule's option is set, `suggestion`
	 * only in an editor.
	 */
	readonly fix?: "safe" | "option" | "suggestion" | "none";
	readonly presets: Readonly<Record<PresetName, PresetEntry>>;
	/**
	 * More specific rules: if one of them reports the same subject (a value, or a property at the same position), this
	 * rule does not.
	 */
	readonly yieldsTo?: readonly string[];
	/** The ids of the requirements it covers. */
	readonly compliance?: Readonly<Partial<Record<Standard, readonly string[]>>>;
	/**
	 * The ids of other tools' checks that ask the same. Sources: the policy index in checkov's documentation
	 * (https://www.checkov.io/5.Policy%20Index/terraform.html), the pages of tfsec's checks
	 * (https://aquasecurity.github.io/tfsec/latest/checks/aws/), whose numbers trivy took over
	 * (https://avd.aquasec.com/misconfig/aws/), cdk-nag's tables of rules
	 * (https://github.com/cdklabs/cdk-nag/blob/main/RULES.md), and KICS' list of queries for CloudFormation
	 * (https://docs.kics.io/latest/queries/cloudformation-queries/).
	 */
	readonly checks?: readonly string[];
	/** By name, made by the functions of `options.ts`. */
	readonly options?: Options;
	/** True if `kmslint secrets` stores the values it finds, so that a lookup can read them. */
	readonly givesSecrets?: boolean;
	/** True if it reports secrets whose values only the deployment knows, which `kmslint migrate` moves too. */
	readonly findsDeployed?: boolean;
	readonly messages: Readonly<Record<string, string>>;
	check?(resource: Resource, options: ValuesOf<Options>): Iterable<Problem>;
	checkStack?(stack: Stack, options: ValuesOf<Options>): Iterable<Problem>;
	/** Checks a JavaScript or TypeScript file. */
	checkModule?(module: SourceModule, options: ValuesOf<Options>): Iterable<Problem>;
	/** For a rule about resources: also checks a JavaScript or TypeScript file, in addition to its constructs. */
	checkProgram?(module: SourceModule, options: ValuesOf<Options>): Iterable<Problem>;
	/** Runs after all other rules, with the rules that ran and the suppressions that hid something. */
	checkSuppressions?(suppressions: Suppressions, seen: Seen): Iterable<Problem>;
}

/** A rule as it runs. */
export interface Rule extends Omit<RuleDefinition, "options" | "types"> {
	readonly types: readonly string[] | null;
	readonly fix: "safe" | "option" | "suggestion" | "none";
	readonly compliance: NonNullable<RuleDefinition["compliance"]>;
	readonly checks: readonly string[];
	/** JSON schemas of the options, by name. */
	readonly options: Readonly<Record<string, OptionSchema>>;
	/** The values of options that are not set, as a configuration writes them. */
	readonly defaults: Readonly<Record<string, unknown>>;
	/** The names of options that are lists of regular expressions. */
	readonly patterns: readonly string[];
}

/** What the other rules did with a file. */
export interface Seen {
	readonly asked: Pick<ReadonlySet<string>, "has">;
	readonly used: ReadonlySet<Suppression>;
	/** The resources of the file. */
	readonly stack: Stack | null;
}

/** What a rule found, or could not decide. */
export type Problem = Finding | Unknown;

export interface Finding {
	readonly at: Span;
	/**
	 * The text that it is about, if several resources can share it: their findings at one position then become one.
	 */
	readonly subject?: Span;
	readonly messageId: string;
	readonly data: WordsData;
	/** If it differs from the severity of the rule. */
	readonly severity?: Severity;
	/** The property in the author's spelling: `Environment.Variables.DB_PASSWORD`. */
	readonly property?: string;
	/** The resource, for a rule that checks the whole stack. */
	readonly resource?: Resource | null;
	/** A safe fix; null if the text has no place for it. */
	readonly fix?: readonly TextEdit[] | null;
	readonly suggestions?: readonly Suggestion[];
	/** The edit that adds a reason to a suppression, if it is not the usual one. */
	readonly addReason?: TextEdit | null;
	/** The positions of its secrets in the file: no output shows this text. */
	readonly secretSpans?: readonly Span[];
	/** Where else the same value is written or read: a more general rule says nothing there. */
	readonly covers?: readonly Span[];
	/** The secret values, if they are fully known: `kmslint secrets` stores them. */
	readonly secrets?: readonly FoundSecret[];
	/** What the function needs after the fix: variables, permissions, packages. */
	readonly needs?: readonly LookupNeed[];
}

export interface Suggestion {
	readonly messageId: string;
	readonly data: WordsData;
	readonly edits: readonly TextEdit[] | null;
	/** For a lookup, where the value is read afterwards: a report lists these on one line. */
	readonly lookup?: string;
}

/** A value that is not known until deployment; only `--show-unknown` lists it. */
interface Unknown {
	readonly unknown: Words;
	readonly at: Span;
	readonly property: string;
}

/** Makes a rule, and checks the types of its options. */
export function defineRule<const Options extends OptionTable>(definition: RuleDefinition<Options>): Rule {
	const options = Object.entries<Option<unknown>>(definition.options ?? {});
	return {
		types: null,
		fix: "none",
		compliance: {},
		checks: [],
		...(definition as RuleDefinition),
		options: Object.fromEntries(options.map(([name, { schema }]) => [name, schema])),
		defaults: Object.fromEntries(options.map(([name, { initial }]) => [name, initial])),
		patterns: options.flatMap(([name, { isPatterns }]) => (isPatterns === true ? [name] : [])),
	};
}

/** The address of a rule's page. */
export function docsUrl(name: string): string {
	return `https://github.com/eslint-plugin-aws-kms/eslint-plugin-aws-kms/blob/main/docs/rules/${name}.md`;
}
