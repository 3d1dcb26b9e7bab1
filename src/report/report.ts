import type { CodeFrame } from "./code-frame.ts";
import type { FileNeeds } from "./render-needs.ts";
import type { FindingDetail } from "../rule/file/details.ts";
import type { Severity } from "../rule/rule.ts";

/** One run, as the reports tell it. The JSON format is this, minus what is marked internal. */
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
	/** How many of them were of each dialect; in JSON a number under its key: `templates`, `sources`. */
	readonly read: readonly {
		readonly key: string;
		readonly one: string;
		readonly many: string;
		readonly count: number;
	}[];
	readonly findings: number;
	readonly errors: number;
	/** What only deploy time knows. */
	readonly unknown: number;
	/** Findings that the author accepts, with a reason. */
	readonly suppressed: number;
	readonly bySeverity: Readonly<Record<Severity, number>>;
	/** Findings that take part in the exit code, by the level of their rule. */
	readonly byLevel: Readonly<Record<"error" | "warning", number>>;
	/** Files of interest that are not read, by kind: `.tf`, `.py`, `serverless.yml`. */
	readonly unread: Readonly<Record<string, number>>;
	/** Programs that nobody mends where they lie: what a bundler or a minifier wrote, and templates of programs. */
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
	/** What they say; their edits may hold the text of the file. */
	readonly suggestions: readonly { readonly description: string }[];
	readonly fingerprint: string;
	readonly docs: string;
	/** The CDK construct behind the resource; only for what an assembly (`cdk.out`) tells. */
	readonly construct?: ReportedConstruct;
	/** Calls that led to `line`, the nearest first: of a helper function, of a subclass. */
	readonly related?: readonly ReportedCall[];
	/** The level of its rule, which decides the exit code; `warn` is told as `warning`. */
	readonly level: "warn" | "error";
	/** Internal: lines of the source with every secret masked, the first of them number `line`. */
	readonly frame: CodeFrame;
}

/** A construct of an app, and its element in the synthesised template. */
interface ReportedConstruct {
	readonly path: string;
	readonly logicalId: string | null;
	/** The property that mends it, as the construct spells it; null where nobody knows. */
	readonly property: { readonly name: string; readonly of: string } | null;
	/** Where the finding stands in the template. */
	readonly template: { readonly file: string; readonly line: number; readonly column: number } | null;
	/** Others that the same line makes, with the same fault. */
	readonly others: readonly { readonly path: string; readonly logicalId: string | null }[];
}

interface ReportedCall {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	/** The function in which the call stands. */
	readonly name: string;
}

/** A finding that the author accepts, by whose word and until when. */
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
		readonly kind: "comment" | "metadata" | "acknowledgement";
		readonly reason: string;
		readonly until: string | null;
	};
}

export interface ReportedError {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly message: string;
	/** The rule that failed; left out where the file could not be read or written. */
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

/** Orders findings and errors by file and place, and those of one place by rule. */
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
