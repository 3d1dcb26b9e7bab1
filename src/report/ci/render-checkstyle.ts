import { groupBy } from "../../text/group-by.ts";
import type { Report } from "../report.ts";
import { pathIn, type CiContext } from "./ci-context.ts";
import { element, XML } from "./xml.ts";

interface Written {
	readonly file: string;
	readonly written: string;
}

/** Renders Checkstyle's XML, which Jenkins, TeamCity, Bamboo and reviewdog read. */
export function renderCheckstyle(report: Report, context: CiContext): string {
	const errors = report.errors.map(({ file, line, column, message, rule }): Written => ({
		file: pathIn(context, file),
		written: element("error", { line, column, severity: "error", message, source: `kmslint.${rule ?? "reading"}` }),
	}));
	const findings = report.findings.map((finding): Written => ({
		file: pathIn(context, finding.file),
		written: element("error", {
			line: finding.line,
			column: finding.column,
			severity: context.isFailing(finding) ? "error" : finding.generated === null ? "warning" : "info",
			message: `${finding.message} (${finding.severity})`,
			source: `kmslint.${finding.rule}`,
		}),
	}));
	const files = [...groupBy([...errors, ...findings], ({ file }) => file)].map(([name, own]) =>
		element(
			"file",
			{ name },
			own.map(({ written }) => written),
		),
	);
	return `${XML}${element("checkstyle", { version: "4.3" }, files)}\n`;
}
