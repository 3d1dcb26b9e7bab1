import { dirname } from "node:path";
import type { AppFile, AppStack } from "../../app/application.ts";
import type { AuditReport } from "../../audit/answer.ts";
import { answerRows } from "../../audit/answer-rows.ts";
import type { FileFinding } from "../../audit/audit-input.ts";
import { redactName } from "../../detect/redact.ts";
import { DeepLinter } from "../../lint/deep-linter.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { RULE_FACTS } from "../../plugin.ts";
import { renderAuditCsv } from "../../report/audit/render-audit-csv.ts";
import { renderAuditMarkdown } from "../../report/audit/render-audit-markdown.ts";
import { renderAuditText } from "../../report/audit/render-audit-text.ts";
import { renderAuditHtml } from "../../report/html/render-audit-html.ts";
import { breakCommands, escapeJson, mapTexts } from "../../report/escape-controls.ts";
import { writeReport } from "../file/write-report.ts";
import type { Io } from "../io.ts";
import { readGiven } from "../parameters/read-given.ts";
import { stackNamesIn } from "../parameters/read-samconfig.ts";
import { ProjectFiles } from "../project-files.ts";
import { collectApplication } from "../map/collect-application.ts";
import { assemblyStackNames, isTemplateOfAssembly } from "./assembly-stacks.ts";
import { AUDIT_HELP } from "./audit-help.ts";
import { collectMentions, type Sought } from "./collect-mentions.ts";
import { parseAuditArguments, type AuditArguments } from "./parse-audit-arguments.ts";
import { readLists, type FileList } from "./read-lists.ts";
import { phrasesOf } from "../../locale/catalogue.ts";
import type { Language } from "../../locale/language.ts";
import { translatorOf } from "../../text/wording.ts";
import { commandLanguage } from "../read-language.ts";

/** Runs `kmslint audit …` and gives its exit code: 0 nothing listed is exposed here, 1 something is, 2 could not run. */
export async function runAudit(argv: readonly string[], io: Io): Promise<number> {
	const args = parseAuditArguments(argv);
	if (args === null) {
		io.stdout.write(AUDIT_HELP);
		return 0;
	}
	const { lists, areAll } = await readLists(args.lists, io);
	if (lists.length === 0) {
		return 2;
	}
	const { values } = readGiven(args, io.cwd);
	const language = commandLanguage(args.language, args.output === null ? args.format : "file", io);
	const report = mapTexts(answerLists(lists, args, values, io, language), redactName) as AuditReport;
	const shown = render(report, args.format, language);
	if (args.output === null) {
		io.stdout.write(shown);
	} else {
		const failure = writeReport(io.cwd, args.output, shown);
		if (failure !== null) {
			throw new UsageError(`Cannot write the answers to '${args.output}': ${failure}.`);
		}
	}
	return !areAll ? 2 : report.summary.exposed > 0 ? 1 : 0;
}

/** @param parameters what the command line gives to the parameters of templates */
function answerLists(
	lists: readonly FileList[],
	{ paths, exclude }: AuditArguments,
	parameters: Readonly<Record<string, string>>,
	io: Io,
	language: Language,
): AuditReport {
	const app = collectApplication(paths, { exclude, parameters, readsAssemblies: true }, io);
	const linters = new Linters(io.cwd, parameters, language);
	const found = new Map<AppFile, readonly FileFinding[]>();
	const stackNames = new Map<string, ReadonlySet<string>>();
	return answerRows({
		lists,
		app,
		mentions: collectMentions(soughtIn(lists), paths, exclude, io, language),
		findingsIn: (file) => {
			const findings = found.get(file) ?? linters.for(file.path).lint(file.text, file.name).findings;
			found.set(file, findings);
			return findings;
		},
		stackNames: ({ file }: AppStack) => {
			const folder = dirname(file.path);
			const key = isTemplateOfAssembly(file.path) ? file.path : folder;
			const names =
				stackNames.get(key) ?? (key === folder ? stackNamesIn(folder) : assemblyStackNames(file.path));
			stackNames.set(key, names);
			return names;
		},
		translate: translatorOf(phrasesOf(language)),
		isSynthesized: ({ path }) => isTemplateOfAssembly(path),
		movable: new Set(
			RULE_FACTS.filter(({ givesSecrets, findsDeployed }) => givesSecrets || findsDeployed).map(
				({ name }) => name,
			),
		),
	});
}

/** The linters of an audit: every rule, without suppressions, and what is given to the parameters of each file. */
class Linters {
	readonly #cwd: string;
	readonly #language: Language;
	readonly #commandLine: Readonly<Record<string, string>>;
	readonly #project: ProjectFiles;
	readonly #linters = new Map<string, DeepLinter>();

	constructor(cwd: string, commandLine: Readonly<Record<string, string>>, language: Language) {
		this.#language = language;
		this.#cwd = cwd;
		this.#commandLine = commandLine;
		this.#project = new ProjectFiles(cwd);
	}

	for(path: string): DeepLinter {
		const parameterOverrides = { ...this.#project.parametersOf(path), ...this.#commandLine };
		const key = JSON.stringify(parameterOverrides);
		let linter = this.#linters.get(key);
		if (linter === undefined) {
			linter = new DeepLinter({
				preset: "audit",
				rules: new Map(),
				parameterOverrides,
				inventory: null,
				suppressions: false,
				cwd: this.#cwd,
				isStill: true,
				...(this.#language === "en" ? {} : { shared: { locale: this.#language } }),
			});
			this.#linters.set(key, linter);
		}
		return linter;
	}
}

function soughtIn(lists: readonly FileList[]): Sought {
	const images = new Set<string>();
	const accounts = new Set<string>();
	const inventories = new Set<string>();
	for (const { path, entries } of lists) {
		for (const { subjects, isPassed } of entries) {
			for (const { kind, names } of subjects) {
				const name = names[0]?.parts.join("") ?? "";
				if (kind === "image") {
					images.add(name);
					if (!isPassed && path !== null) {
						inventories.add(path);
					}
				} else if (kind === "account") {
					accounts.add(name);
				}
			}
		}
	}
	return { images, accounts, inventories: [...inventories] };
}

function render(report: AuditReport, format: AuditArguments["format"], language: Language): string {
	const translate = translatorOf(phrasesOf(language));
	switch (format) {
		case "text":
			return renderAuditText(report, translate);
		case "json":
			return `${escapeJson(JSON.stringify(report, null, 2))}\n`;
		case "csv":
			return renderAuditCsv(report, translate);
		case "markdown":
			return renderAuditMarkdown(report, translate);
		case "html":
			return breakCommands(renderAuditHtml(report, language, translate));
		default:
			return format satisfies never;
	}
}
