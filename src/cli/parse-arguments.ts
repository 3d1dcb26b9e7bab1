import { createRequire } from "node:module";
import type * as Yaml from "yaml";
import { RULE_NAMES } from "../plugin.ts";
import { didYouMean } from "../text/did-you-mean.ts";
import { PRESETS, SEVERITIES, type PresetName, type Severity } from "../rule/rule.ts";
import { LEVELS } from "../rule/level.ts";
import type { RuleSetting } from "../rule/rule-setting.ts";
import { UsageError } from "../lint/usage-error.ts";
import { pushAll } from "../text/push-all.ts";
import { CACHE_FILE } from "./file/outcome-cache.ts";
import { readChoice, readOptions } from "./read-options.ts";
import { PARAMETER_OPTIONS, type GivenParameters } from "./parameters/parameter-options.ts";
import { givenParameters } from "./parameters/given-parameters.ts";
import type { Concurrency } from "./file/take-settings.ts";
import type { Language } from "../locale/language.ts";
import { LANGUAGES } from "../locale/language.ts";
import { readLanguage } from "./read-language.ts";
import { PROGRESS, type ProgressChoice } from "./progress.ts";
import type { Shard } from "./selection.ts";

/** Every format of a report. */
export const FORMATS = [
	"text",
	"json",
	"sarif",
	"github",
	"gitlab",
	"junit",
	"checkstyle",
	"csv",
	"markdown",
	"html",
] as const;

type Format = (typeof FORMATS)[number];

/** A report of the run, and the file that it is written to; null for standard output. */
export interface Target {
	readonly format: Format;
	readonly output: string | null;
}

/** The command line, understood. */
export interface Arguments extends GivenParameters {
	readonly paths: readonly string[];
	/** Patterns of what is left out. */
	readonly exclude: readonly string[];
	/** The user named no path: what is there is read. */
	readonly isDefaultPath: boolean;
	/** Whether named paths with nothing to check are an error. */
	readonly errorOnUnmatchedPattern: boolean;
	/** At least one, and at most one of them to standard output. */
	readonly targets: readonly Target[];
	/** Null where the level of a rule decides the exit code, as in ESLint. */
	readonly failOn: Severity | null;
	/** Null if the configuration decides. */
	readonly preset: PresetName | null;
	/** The configuration for every file: null for that of each file, false for none. */
	readonly config: string | false | null;
	/** True to take ESLint's configuration of the project, which runs it. */
	readonly eslintConfig: boolean;
	/** Where configurations are looked for, if not in the working directory. */
	readonly configCwd: string | null;
	readonly rules: ReadonlyMap<string, RuleSetting>;
	readonly fix: boolean;
	readonly fixDryRun: boolean;
	readonly showUnknown: boolean;
	/** False where an auditor wants to see everything. */
	readonly suppressions: boolean;
	readonly acceptSkips: boolean;
	readonly quiet: boolean;
	readonly maxWarnings: number | null;
	/** Null where the terminal decides. */
	readonly color: boolean | null;
	readonly stdinFilename: string | null;
	readonly includeGenerated: boolean;
	readonly inventory: string | null;
	readonly concurrency: Concurrency;
	/** The file with the findings that are accepted for now: null for the usual one if it is there, false for none. */
	readonly baseline: string | false | null;
	/** The commit, branch or tag since which findings are new; null for any. */
	readonly newSince: string | null;
	/** True to check what is in git's index. */
	readonly staged: boolean;
	readonly progress: ProgressChoice;
	/** The part of the files that is checked; null for all. */
	readonly shard: Shard | null;
	/** The file that keeps what is known of unchanged files; null for none. */
	readonly cache: string | null;
	/** The language of messages and reports; null if the configuration decides, or the environment. */
	readonly language: Language | null;
	readonly help: boolean;
	readonly version: boolean;
}

/** The options of a run that checks files. */
export const CHECK_OPTIONS = {
	format: { type: "string", short: "f", multiple: true, values: FORMATS },
	output: { type: "string", short: "o", takes: "file" },
	config: { type: "string", short: "c", takes: "file" },
	"no-config": { type: "boolean" },
	"eslint-config": { type: "boolean" },
	exclude: { type: "string", multiple: true },
	"fail-on": { type: "string", values: SEVERITIES },
	preset: { type: "string", values: PRESETS },
	rule: { type: "string", multiple: true },
	fix: { type: "boolean" },
	"fix-dry-run": { type: "boolean" },
	"show-unknown": { type: "boolean" },
	"no-suppressions": { type: "boolean" },
	"accept-skips": { type: "boolean" },
	quiet: { type: "boolean" },
	"max-warnings": { type: "string" },
	color: { type: "boolean" },
	"no-color": { type: "boolean" },
	"no-error-on-unmatched-pattern": { type: "boolean" },
	"stdin-filename": { type: "string", takes: "file" },
	"template-file": { type: "string", short: "t", multiple: true, takes: "file" },
	...PARAMETER_OPTIONS,
	"include-generated": { type: "boolean" },
	inventory: { type: "string", takes: "file" },
	concurrency: { type: "string" },
	baseline: { type: "string", takes: "file" },
	"no-baseline": { type: "boolean" },
	"new-since": { type: "string" },
	staged: { type: "boolean" },
	shard: { type: "string" },
	progress: { type: "string", values: PROGRESS },
	cache: { type: "boolean" },
	"cache-location": { type: "string", takes: "file" },
	lang: { type: "string", values: LANGUAGES },
	help: { type: "boolean", short: "h" },
	version: { type: "boolean", short: "V" },
} as const;

/**
 * Reads the command line, without the two words before it.
 *
 * @throws {UsageError} for an option, a rule or a value that there is not, with the nearest one that there is
 */
export async function parseArguments(argv: readonly string[]): Promise<Arguments> {
	const options = readOptions(argv, CHECK_OPTIONS, "kmslint");
	const { has, text, list } = options;
	const { paths: named, ...parameters } = givenParameters(options);
	const paths = [...named];
	pushAll(paths, list("template-file"));
	const failOn = text("fail-on");
	const preset = text("preset");
	return {
		paths: paths.length === 0 ? ["."] : paths,
		isDefaultPath: paths.length === 0,
		errorOnUnmatchedPattern: !has("no-error-on-unmatched-pattern"),
		exclude: list("exclude"),
		targets: readTargets(list("format"), text("output")),
		failOn: failOn === null ? null : readChoice("--fail-on", failOn, SEVERITIES),
		preset: preset === null ? null : readChoice("--preset", preset, PRESETS),
		config: has("no-config") ? false : text("config"),
		eslintConfig: takesEslint(has("eslint-config"), text("config")),
		configCwd: null,
		rules: readRules(list("rule")),
		fix: has("fix"),
		fixDryRun: has("fix-dry-run"),
		showUnknown: has("show-unknown"),
		suppressions: !has("no-suppressions"),
		acceptSkips: has("accept-skips"),
		quiet: has("quiet"),
		maxWarnings: readCount("--max-warnings", text("max-warnings")),
		color: has("no-color") ? false : has("color") ? true : null,
		stdinFilename: text("stdin-filename"),
		...parameters,
		includeGenerated: has("include-generated"),
		inventory: text("inventory"),
		// Who wants to see everything wants to see that, too.
		baseline: has("no-baseline") || has("no-suppressions") ? false : text("baseline"),
		newSince: text("new-since"),
		staged: has("staged"),
		shard: readShard(text("shard")),
		progress: readChoice("--progress", text("progress") ?? "auto", PROGRESS),
		cache: has("cache") || text("cache-location") !== null ? (text("cache-location") ?? CACHE_FILE) : null,
		concurrency: readConcurrency(text("concurrency") ?? "auto"),
		language: readLanguage(text("lang")),
		help: has("help"),
		version: has("version"),
	};
}

/** @throws {UsageError} for two configurations */
function takesEslint(isGiven: boolean, config: string | null): boolean {
	if (isGiven && config !== null) {
		throw new UsageError("--config and --eslint-config are two configurations. Give one of them.");
	}
	return isGiven;
}

/** `json`, or `sarif:kmslint.sarif`; `output` is the file of the one that has none. `-` is standard output, as elsewhere. */
export function readTargets(given: readonly string[], output: string | null): readonly Target[] {
	const targets: Target[] = [];
	for (const text of given.length === 0 ? ["text"] : given) {
		const [, name = "", file = null] = /^([^:]*)(?::([^]*))?$/u.exec(text) ?? [];
		const format = readChoice("--format", name, FORMATS);
		if (file === "") {
			throw new UsageError(`Invalid value for --format: '${text}'. Write a file name after the colon.`);
		}
		targets.push({ format, output: file === "-" ? null : file });
	}
	const open = targets.filter((target) => target.output === null);
	const [first, second] = open;
	if (first !== undefined && second !== undefined) {
		throw new UsageError(
			`Standard output cannot take two formats, '${first.format}' and '${second.format}'. Write one of them to a file, such as '--format ${second.format}:report.txt'.`,
		);
	}
	if (output !== null && output !== "-" && first === undefined) {
		throw new UsageError(`Each format has a file of its own, so nothing is left for '--output ${output}'.`);
	}
	return targets.map((target) => (target === first ? { ...target, output: output === "-" ? null : output } : target));
}

export function readCount(option: string, given: string | null): number | null {
	if (given === null) {
		return null;
	}
	if (!/^\d+$/u.test(given)) {
		throw new UsageError(`Invalid value for ${option}: '${given}'. Write a number, 0 or more.`);
	}
	return Number(given);
}

/** How many parts a run can have. */
export const MOST_SHARDS = 9999;

/** `2/5`, as other test runners take it. */
function readShard(given: string | null): Shard | null {
	if (given === null) {
		return null;
	}
	const [, first = "", second = ""] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/u.exec(given) ?? [];
	const [index, count] = [Number(first), Number(second)];
	if (count === 0 || count > MOST_SHARDS || index > count) {
		throw new UsageError(
			`Invalid value for --shard: '${given}'. Write the shard and how many there are, such as 1/4.`,
		);
	}
	return { index, count };
}

/** `auto`, `off` or a number of threads, as ESLint takes them. */
function readConcurrency(given: string): Concurrency {
	if (given === "auto") {
		return "auto";
	}
	if (given === "off") {
		return 1;
	}
	if (!/^[1-9]\d{0,3}$/u.test(given)) {
		throw new UsageError(
			`Invalid value for --concurrency: '${given}'. Write 'auto', 'off' or a number, 1 or more.`,
		);
	}
	return Number(given);
}

/** `name: warn`, `aws-kms/name=error`, `name: [error, { "key": "AppKey" }]`. */
function readRules(given: readonly string[]): ReadonlyMap<string, RuleSetting> {
	const rules = new Map<string, RuleSetting>();
	for (const text of given) {
		const match = /^\s*["']?(?:aws-kms\/)?([\w-]+)["']?\s*[:=]\s*((?:\S[^]*)?)$/u.exec(text);
		if (match === null) {
			throw new UsageError(
				`Invalid value for --rule: '${text}'. Write a name and a level, such as 'require-key-rotation: warn'.`,
			);
		}
		const [, name = "", setting = ""] = match;
		if (!RULE_NAMES.includes(name)) {
			throw new UsageError(`Unknown rule '${name}'. ${didYouMean(name, RULE_NAMES)}`);
		}
		rules.set(name, readSetting(name, setting.trim()));
	}
	return rules;
}

function readSetting(name: string, text: string): RuleSetting {
	const { parse } = createRequire(import.meta.url)("yaml") as typeof Yaml;
	let value: unknown;
	try {
		value = parse(text, { logLevel: "error" });
	} catch {
		throw new UsageError(
			`Invalid setting for --rule '${name}'. Write a level, such as 'warn', or '[error, { "option": "value" }]'.`,
		);
	}
	const [level, options] = Array.isArray(value) ? (value as readonly unknown[]) : [value, undefined];
	const known =
		typeof level === "number"
			? LEVELS[level]
			: level === false
				? "off"
				: typeof level === "string"
					? level
					: undefined;
	if (options !== undefined && (typeof options !== "object" || options === null || Array.isArray(options))) {
		throw new UsageError(
			`Invalid options for --rule '${name}'. Write an object, such as { "minimum": "customer-key" }.`,
		);
	}
	return {
		level: readChoice(`--rule '${name}'`, known ?? JSON.stringify(level ?? null), LEVELS),
		options: options === undefined ? null : (options as Record<string, unknown>),
	};
}
