import type { Report, ReportedFinding } from "../report.ts";
import { SEVERITIES } from "../../rule/rule.ts";
import type { Translate } from "../../text/wording.ts";

/** What a format for a CI service has to know beside the report. */
export interface CiContext {
	/**
	 * The folder of the run from the root of the repository, with `/` at its end; empty for the root itself, or where
	 * nothing tells where it is. CI services show files from the root.
	 */
	readonly base: string;
	/** The address under which a file of this commit is shown, without the file; null where nothing tells. */
	readonly source: string | null;
	/** The duration of the run in seconds. */
	readonly seconds: number;
	/** The exit code, and what decided it. */
	readonly translate: Translate;
	readonly exit: { readonly code: number; readonly why: string | null };
	/** True for a finding that takes part in a failing exit code. */
	readonly isFailing: (finding: ReportedFinding) => boolean;
}

/** The place of a file from the root of the repository. */
export function pathIn({ base }: CiContext, file: string): string {
	return /^(?:\/|[A-Za-z]:\/)/u.test(file) ? file : `${base}${file}`;
}

/** Findings with the highest severity first, failing ones before others of the same; otherwise in their order. */
export function byWeight({ findings }: Report, { isFailing }: CiContext): readonly ReportedFinding[] {
	const weight = (finding: ReportedFinding): number =>
		2 * SEVERITIES.indexOf(finding.severity) + (isFailing(finding) ? 0 : 1);
	return [...findings].sort((a, b) => weight(a) - weight(b));
}
