import { breakCommands, escapeControls } from "../escape-controls.ts";
import type { Report, ReportedError, ReportedFinding } from "../report.ts";
import { countWords } from "../../text/wording.ts";
import { byWeight, pathIn, type CiContext } from "./ci-context.ts";

/**
 * How many annotations of one kind GitHub keeps of a step; it drops all that follow without a word. Source: "Annotations
 * of a step", GitHub's documentation of the limits of workflow commands.
 */
const MOST = 10;

const KINDS = ["error", "warning", "notice"] as const;

type Kind = (typeof KINDS)[number];

/**
 * Renders workflow commands that GitHub shows beside the lines of a pull request, the highest severity first; what is
 * above its limit follows as lines of the log. Source: "Workflow commands for GitHub Actions".
 */
export function renderGithub(report: Report, context: CiContext): string {
	const left: Record<Kind, number> = { error: MOST, warning: MOST, notice: MOST };
	const commands: string[] = [];
	const lines: string[] = [];
	const add = (kind: Kind, command: string, line: string): void => {
		if (left[kind] > 0) {
			left[kind] -= 1;
			commands.push(command);
		} else {
			lines.push(line);
		}
	};
	for (const error of report.errors) {
		add("error", errorCommand(error, context), `error ${placeOf(error, context)} ${shown(error.message)}`);
	}
	for (const finding of byWeight(report, context)) {
		const kind = kindOf(finding, context);
		add(
			kind,
			findingCommand(kind, finding, context),
			`${kind} ${finding.severity} ${placeOf(finding, context)} ${shown(finding.message)} ${finding.rule}`,
		);
	}
	const rest =
		lines.length === 0
			? []
			: [
					context.translate("{{findings}} above GitHub's limit of annotations:", {
						findings: countWords(lines.length, "{{count}} more finding", "{{count}} more findings"),
					}),
					...lines,
				];
	return [...commands, ...rest, summaryOf(report, context), ""].join("\n");
}

function kindOf(finding: ReportedFinding, { isFailing }: CiContext): Kind {
	return isFailing(finding)
		? "error"
		: finding.level === "error" || finding.generated === null
			? "warning"
			: "notice";
}

function findingCommand(kind: Kind, finding: ReportedFinding, context: CiContext): string {
	const { line, column, endLine, endColumn, rule, severity, message, docs } = finding;
	return command(
		kind,
		{
			file: pathIn(context, finding.file),
			line,
			// Columns count on one line alone.
			...(endLine === line ? { col: column, endColumn } : { endLine }),
			title: `${rule} (${severity})`,
		},
		`${message} ${docs}`.trim(),
	);
}

function errorCommand({ file, line, column, message }: ReportedError, context: CiContext): string {
	return command(
		"error",
		{ file: pathIn(context, file), line, col: column, title: context.translate("kmslint could not check this") },
		message,
	);
}

function command(kind: Kind, properties: Readonly<Record<string, string | number>>, message: string): string {
	const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
	return `::${kind} ${written.join(",")}::${escapeMessage(message)}`;
}

/** No text of a file ends a command or begins another. */
function escapeMessage(text: string): string {
	return shown(text).replaceAll("%", "%25");
}

function escapeProperty(text: string): string {
	return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function shown(text: string): string {
	return breakCommands(escapeControls(text));
}

function placeOf(at: { readonly file: string; readonly line: number; readonly column: number }, context: CiContext) {
	return `${shown(pathIn(context, at.file))}:${String(at.line)}:${String(at.column)}`;
}

function summaryOf({ summary }: Report, { exit, translate }: CiContext): string {
	const head = translate("{{head}} in {{places}}", {
		head: countWords(summary.findings, "{{count}} finding", "{{count}} findings"),
		places: countWords(summary.files, "{{count}} file", "{{count}} files"),
	});
	const tail =
		exit.why === null
			? translate("; exit code {{code}}.", { code: String(exit.code) })
			: translate("; exit code {{code}}: {{why}}.", { code: String(exit.code), why: exit.why });
	return `kmslint: ${head}${tail}`;
}
