import type { Report } from "../report/report.ts";
import { countWords, wording, type Words } from "../text/wording.ts";
import { SEVERITIES, type Severity } from "../rule/rule.ts";

/** How a run ends. */
export interface Exit {
	/** 0 clean, 1 findings, 2 could not run, or could not read everything. */
	readonly code: 0 | 1 | 2;
	/** What decided it, in words; null where there is nothing to explain. */
	readonly why: Words | null;
}

/** What of the command line takes part. */
export interface ExitRules {
	readonly failOn: Severity | null;
	readonly maxWarnings: number | null;
	readonly includeGenerated: boolean;
	/** Warnings that `--quiet` leaves out of the report; they count for `--max-warnings`, as in ESLint. */
	readonly hiddenWarnings: number;
	/** True for what a test makes only to look at it. */
	isRehearsed(finding: Report["findings"][number]): boolean;
	/** The named paths hold nothing to check. */
	readonly nothingRead: boolean;
}

/** Decides the exit code: by level, as ESLint does, or by severity where `--fail-on` is given. */
export function decideExit(
	{ findings, errors }: Pick<Report, "findings" | "errors">,
	{ failOn, maxWarnings, includeGenerated, isRehearsed, hiddenWarnings, nothingRead }: ExitRules,
): Exit {
	if (errors.length > 0) {
		return {
			code: 2,
			why: nothingRead
				? wording("the given paths contain nothing to check")
				: countWords(
						new Set(errors.map(({ file }) => file)).size,
						"{{count}} path could not be checked in full",
						"{{count}} paths could not be checked in full",
					),
		};
	}
	const own = findings.filter((finding) => (finding.generated === null || includeGenerated) && !isRehearsed(finding));
	const failing = own.filter((finding) => failsRun(finding, failOn));
	if (failing.length > 0) {
		return {
			code: 1,
			why:
				failOn === null
					? countWords(failing.length, "{{count}} error", "{{count}} errors")
					: wording("{{findings}} at or above {{severity}} (--fail-on)", {
							findings: countWords(failing.length, "{{count}} finding", "{{count}} findings"),
							severity: failOn,
						}),
		};
	}
	const warnings = own.filter(({ level }) => level === "warn").length + hiddenWarnings;
	if (maxWarnings !== null && warnings > maxWarnings) {
		return {
			code: 1,
			why: wording("{{warnings}}, more than {{most}} (--max-warnings)", {
				warnings: countWords(warnings, "{{count}} warning", "{{count}} warnings"),
				most: String(maxWarnings),
			}),
		};
	}
	return {
		code: 0,
		why:
			findings.length === 0
				? null
				: failOn === null
					? wording("no errors")
					: wording("no finding at or above {{severity}} (--fail-on)", { severity: failOn }),
	};
}

/** True for a finding that fails a run, if it takes part in the exit code at all. */
export function failsRun(
	{ level, severity }: Pick<Report["findings"][number], "level" | "severity">,
	failOn: Severity | null,
): boolean {
	return failOn === null ? level === "error" : SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}
