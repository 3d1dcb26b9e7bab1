import type { Report } from "../report.ts";
import type { CiContext } from "./ci-context.ts";
import { renderCheckstyle } from "./render-checkstyle.ts";
import { renderCsv } from "./render-csv.ts";
import { renderGithub } from "./render-github.ts";
import { renderGitlab } from "./render-gitlab.ts";
import { renderJunit } from "./render-junit.ts";
import { renderMarkdown } from "./render-markdown.ts";

/** The formats that CI services, their plugins and spreadsheets read. */
export type CiFormat = "github" | "gitlab" | "junit" | "checkstyle" | "csv" | "markdown";

const RENDERERS: Readonly<Record<CiFormat, (report: Report, context: CiContext) => string>> = {
	github: renderGithub,
	gitlab: renderGitlab,
	junit: renderJunit,
	checkstyle: renderCheckstyle,
	csv: renderCsv,
	markdown: renderMarkdown,
};

/** Renders a report in one of the formats for CI. */
export function renderForCi(format: CiFormat, report: Report, context: CiContext): string {
	return RENDERERS[format](report, context);
}
