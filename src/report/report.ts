import type { CodeFrame } from "./code-frame.ts";
import type { FileNeeds } from "./render-needs.ts";
import type { FindingDetail } from "../rule/file/details.ts";
import type { Severity } from "../rule/rule.ts";

/** The data of one run for the reports. The JSON format is the same, without what is marked internal. */
export interface Report {
	readonly tool: { readonly name: string; readonly version: string };
	readonly summary: Summary;
	readonly findings: readonly ReportedFinding[];
	readonly errors: readonly ReportedError[];
	readonly unknown: readonly ReportedUnknown[];
	readonly suppressed: readonly ReportedSuppression[];
	/** What functions need after the fixes of this run. */
	readonly needs?: readonly FileNeeds[];
}

interface Summary {
	/** Files that were read. */
	readonly files: number;
	/** How many of them belong to each dialect; in JSON a number under its key: `templates`, `sources`. */
	readonly read: readonly {
		readonly key: string;
		readonly one: string;
		readonly many: string;
		readonly count: number;
	}[];
	readonly findings: number;
	readonly errors: number;
	/** What is not known until deployment. */
	readonly unknown: number;
	/** Suppressed findings. */
	readonly suppressed: number;
	/** How many of them are in the baseline. */
	readonly baseline: number;
	/** Findings that are not reported because they are older than `--new-since`. */
	readonly older: number;
	readonly bySeverity: Readonly<Record<Severity, number>>;
	/** Findings that count for the exit code, by the level of their rule. */
	readonly byLevel: Readonly<Record<"error" | "warning", number>>;
	/** Related files that are not read, by kind: `.bicep`, `.py`, `serverless.yml`. */
	readonly unread: Readonly<Record<string, number>>;
	/**
	 * Programs that are skipped because nobody edits them there: output of bundlers and minifiers, and text templates.
	 */
	readonly skipped: Readonly<Record<"bundled" | "textTemplates", number>>;
}

export interface ReportedFinding extends Pick<
	FindingDetail,
	"rule" | "messageId" | "message" | "severity" | "resource" | "others" | "property" | "fix" | "lookups" | "generated"
> {
	/** Relative to the working directory, with `/`. */
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
	/** Their descriptions; their edits may contain text of the file. */
	readonly suggestions: readonly { readonly description: string }[];
	readonly fingerprint: string;
	readonly docs: string;
	/** The CDK construct behind the resource; only for an assembly (`cdk.out`). */
	readonly construct?: ReportedConstruct;
	/** Where the plan has it that the finding was made in; only for a plan whose module is known. */
	readonly plan?: ReportedPlan;
	/** The calls that led to `line`, innermost first: of a helper function, of a subclass. */
	readonly related?: readonly ReportedCall[];
	/** The level of its rule, which decides the exit code; `warn` becomes `warning`. */
	readonly level: "warn" | "error";
	/** Set for a resource of a test, which is never deployed: it does not take part in the exit code. */
	readonly rehearsed?: true;
	/** Internal: source lines with every secret masked; the first one is `line`. */
	readonly frame: CodeFrame;
}

/** A construct of an app, and its resource in the synthesized template. */
interface ReportedConstruct {
	readonly path: string;
	readonly logicalId: string | null;
	/** The property that fixes it, as the construct spells it; null if it is not known. */
	readonly property: { readonly name: string; readonly of: string } | null;
	/** The position of the finding in the template. */
	readonly template: { readonly file: string; readonly line: number; readonly column: number } | null;
	/** Other constructs that the same line creates, with the same finding. */
	readonly others: readonly { readonly path: string; readonly logicalId: string | null }[];
}

/** A place in a plan of Terraform. */
interface ReportedPlan {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	/** The folder of its root module. */
	readonly module: string;
}

interface ReportedCall {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	/** The function that contains the call. */
	readonly name: string;
}

/** A suppressed finding, with the suppression. */
export interface ReportedSuppression {
	readonly rule: string;
	readonly messageId: string;
	readonly message: string;
	readonly severity: Severity;
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly resource: { readonly id: string; readonly type: string } | null;
	readonly property: string | null;
	readonly fingerprint: string;
	readonly suppression: {
		readonly kind: "comment" | "metadata" | "acknowledgement" | "skip" | "baseline";
		readonly reason: string;
		readonly until: string | null;
		/** Who looks after it; only of a baseline. */
		readonly owner?: string | null;
	};
}

export interface ReportedError {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly message: string;
	/** The rule that failed; absent if the file could not be read or written. */
	readonly rule?: string;
}

export interface ReportedUnknown {
	readonly rule: string;
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly resource: { readonly id: string; readonly type: string } | null;
	readonly property: string;
	readonly why: string;
}

/** Sorts findings and errors by file and position, and those at one position by rule. */
export function byPlace(
	a: { readonly file: string; readonly line: number; readonly column: number; readonly rule?: string },
	b: { readonly file: string; readonly line: number; readonly column: number; readonly rule?: string },
): number {
	return compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.rule ?? "", b.rule ?? "");
}

/** By code unit, so that the order is the same on every machine. */
function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
