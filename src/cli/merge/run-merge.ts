import { UsageError } from "../../lint/usage-error.ts";
import { SEVERITIES } from "../../rule/rule.ts";
import { finishRun, type FinishSettings } from "../finish-run.ts";
import type { Io } from "../io.ts";
import { FORMATS, readCount, readTargets } from "../parse-arguments.ts";
import { readChoice, readOptions } from "../read-options.ts";
import { mergeReports } from "./merge-reports.ts";
import { MERGE_HELP, WORDS } from "./merge-words.ts";
import { readReport } from "./read-report.ts";
import { LANGUAGES } from "../../locale/language.ts";
import { readLanguage, usersLanguage } from "../read-language.ts";

/** The options of `kmslint merge`. */
export const MERGE_OPTIONS = {
	format: { type: "string", short: "f", multiple: true, values: FORMATS },
	output: { type: "string", short: "o", takes: "file" },
	"fail-on": { type: "string", values: SEVERITIES },
	"max-warnings": { type: "string" },
	color: { type: "boolean" },
	"no-color": { type: "boolean" },
	lang: { type: "string", values: LANGUAGES },
	help: { type: "boolean", short: "h" },
} as const;

/**
 * Runs `kmslint merge …` and gives the exit code that one run over all of it would have.
 *
 * @throws {UsageError} with what to type instead, and for a file that is no report
 */
export function runMerge(argv: readonly string[], io: Io): Promise<number> {
	const { has, text, list, positionals } = readOptions(argv, MERGE_OPTIONS, "kmslint merge");
	if (has("help")) {
		io.stdout.write(MERGE_HELP);
		return Promise.resolve(0);
	}
	if (positionals.length === 0) {
		throw new UsageError(WORDS.none);
	}
	const targets = readTargets(list("format"), text("output"));
	const merged = mergeReports(positionals.map((name) => readReport(name, io.cwd)));
	// English is what is written for programs, also if the person reads another language.
	const spoken = merged.run?.language ?? "en";
	const language = readLanguage(text("lang")) ?? (spoken === "en" ? usersLanguage(targets, io) : spoken);
	const failOn = text("fail-on");
	const severity = failOn === null ? null : readChoice("--fail-on", failOn, SEVERITIES);
	const most = readCount("--max-warnings", text("max-warnings"));
	const run = merged.run ?? { ...PLAIN, showUnknown: merged.showsUnknown };
	const settings: FinishSettings = {
		...run,
		isDefaultPath: !run.isStrict,
		errorOnUnmatchedPattern: run.isStrict,
		targets,
		failOn: severity ?? run.failOn,
		maxWarnings: most ?? run.maxWarnings,
		parameterOverrides: {},
		color: has("no-color") ? false : has("color") ? true : null,
		staged: false,
	};
	return Promise.resolve(finishRun(merged.collected, settings, io, language));
}

/** What counts for reports of whole runs, which do not tell how they were made. */
const PLAIN = {
	paths: [],
	exclude: [],
	isStrict: false,
	failOn: null,
	maxWarnings: null,
	includeGenerated: false,
	quiet: false,
} as const;
