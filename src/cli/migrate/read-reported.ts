import type { Application } from "../../app/application.ts";
import { realPathOf } from "../../files/leads-out-of.ts";
import { dialectOf } from "../../languages/dialects.ts";
import type { LintedFinding } from "../../lint/linted-text.ts";
import type { ReportedSecret } from "../../migrate/migration.ts";
import { lastOfPath } from "../../text/last-of-path.ts";
import { RULE_FACTS } from "../../plugin.ts";
import { readText } from "../file/read-text.ts";
import { shownPath } from "../file/shown-path.ts";
import { findFiles } from "../find-files.ts";
import type { Io } from "../io.ts";
import { ProjectFiles } from "../project-files.ts";
import { secretLinter } from "../secrets/secret-linter.ts";

/** Rules that report secrets whose value only the deployment knows. */
const OF_DEPLOYMENT: ReadonlySet<string> = new Set(
	RULE_FACTS.filter(({ findsDeployed }) => findsDeployed).map(({ name }) => name),
);

/** A secret in a file that is no part of the application. */
export interface OutsideSecret {
	readonly name: string;
	readonly file: string;
	readonly line: number;
	readonly column: number;
}

/** What the rules report below some paths, with the values where the files hold them. */
export interface Reported {
	readonly inside: readonly ReportedSecret[];
	readonly outside: readonly OutsideSecret[];
}

/** Asks the rules about the files of an application, and about the others below the same paths. */
export function readReported(app: Application, paths: readonly string[], { cwd, files }: Io): Reported {
	const linter = secretLinter(cwd, OF_DEPLOYMENT);
	const inside = [...app.files.values()].flatMap(({ path, name, text }) =>
		linter.lint(text, name).findings.flatMap((finding): readonly ReportedSecret[] => {
			const found = { path, start: finding.span.start, name: nameOf(finding), resource: finding.resource };
			const { secrets } = finding;
			// A finding without a value is about one that only the deployment, or run time, knows.
			return secrets.length === 0 || OF_DEPLOYMENT.has(finding.rule)
				? [{ ...found, secret: null }]
				: secrets.map((secret) => ({ ...found, secret }));
		}),
	);
	/** A path that was given itself may be a link to a file of the application. */
	const known = new Set([...app.files.keys()].map((path) => realPathOf(path)));
	const project = new ProjectFiles(cwd);
	const outside = [...findFiles(paths, cwd, files === undefined ? {} : { files })].flatMap((one) => {
		const isProgram =
			!("message" in one) && !("leftOut" in one) && one.assembly === undefined && !project.leavesOut(one.path);
		const reading =
			isProgram && !app.files.has(one.path) && !known.has(realPathOf(one.path)) ? readText(one.path) : null;
		const file = shownPath(one.path, cwd);
		if (reading?.kind !== "text" || dialectOf(file, reading.text) === null) {
			return [];
		}
		const { findings, index } = linter.lint(reading.text, file);
		return findings
			.filter(({ rule }) => !OF_DEPLOYMENT.has(rule))
			.map((finding) => ({ name: nameOf(finding), file, ...index.locate(finding.span.start) }));
	});
	return { inside, outside };
}

function nameOf({ secrets, property }: LintedFinding): string {
	return secrets[0]?.name ?? lastOfPath(property ?? "secret");
}
