import { groupBy } from "../../text/group-by.ts";
import type { Report, ReportedError, ReportedFinding } from "../report.ts";
import { countOf } from "../../text/count-of.ts";
import { pathIn, type CiContext } from "./ci-context.ts";
import { element, lines, XML } from "./xml.ts";

interface Case {
	readonly file: string;
	readonly kind: "failure" | "skipped" | "error";
	readonly written: string;
}

/**
 * Renders JUnit's XML: a suite for each file, a case for each finding. One that takes part in a failing exit code is a
 * failure, any other is skipped with its message, so that no service calls a run failed that did not fail. A run
 * without findings is one case that passes. Source: the schema of Jenkins's xUnit plugin.
 */
export function renderJunit(report: Report, context: CiContext): string {
	const names = new Map<string, number>();
	const cases = [
		...report.errors.map((error) => errorCase(error, context, names)),
		...report.findings.map((finding) => findingCase(finding, context, names)),
	];
	const suites = [...groupBy(cases, ({ file }) => file)].map(([file, own]) =>
		element(
			"testsuite",
			{ name: file, ...countsOf(own) },
			own.map(({ written }) => written),
		),
	);
	const clean = element("testsuite", { name: "kmslint", ...countsOf([]), tests: 1 }, [
		element("testcase", { classname: "kmslint", name: `no findings in ${countOf(report.summary.files, "file")}` }),
	]);
	return `${XML}${element(
		"testsuites",
		{
			name: "kmslint",
			...countsOf(cases),
			...(cases.length === 0 ? { tests: 1 } : {}),
			time: context.seconds.toFixed(3),
		},
		cases.length === 0 ? [clean] : suites,
	)}\n`;
}

function countsOf(cases: readonly Case[]): Readonly<Record<"tests" | "failures" | "errors" | "skipped", number>> {
	const count = (kind: Case["kind"]): number => cases.filter((one) => one.kind === kind).length;
	return { tests: cases.length, failures: count("failure"), errors: count("error"), skipped: count("skipped") };
}

function findingCase(finding: ReportedFinding, context: CiContext, names: Map<string, number>): Case {
	const { rule, severity, message, resource, property, line, column, docs } = finding;
	const file = pathIn(context, finding.file);
	const kind = context.isFailing(finding) ? "failure" : "skipped";
	const about = [resource?.id, property].filter((part) => part !== undefined && part !== null).join(".");
	const detail = kind === "failure" ? { type: rule, message } : { message: `${severity}: ${message}` };
	return {
		file,
		kind,
		written: element(
			"testcase",
			{ classname: file, name: unique(`${rule}${about === "" ? "" : ` ${about}`}`, file, names), file, line },
			[
				element(
					kind,
					detail,
					kind === "failure"
						? lines([message, `${severity}, ${file}:${String(line)}:${String(column)}`, docs])
						: [],
				),
			],
		),
	};
}

function errorCase(
	{ file: given, line, column, message, rule }: ReportedError,
	context: CiContext,
	names: Map<string, number>,
): Case {
	const file = pathIn(context, given);
	return {
		file,
		kind: "error",
		written: element(
			"testcase",
			{ classname: file, name: unique("could not be checked", file, names), file, line },
			[
				element(
					"error",
					{ type: rule ?? "kmslint", message },
					lines([message, `${file}:${String(line)}:${String(column)}`]),
				),
			],
		),
	};
}

/** Services tell cases of two runs apart by their names: no line is in it, and the second of a name has a number. */
function unique(name: string, file: string, names: Map<string, number>): string {
	const key = `${file}\0${name}`;
	const count = (names.get(key) ?? 0) + 1;
	names.set(key, count);
	return count === 1 ? name : `${name} (${String(count)})`;
}
