import { resolve } from "node:path";
import { ProjectLinter } from "../../lint/project-linter.ts";
import { RULES } from "../../plugin.ts";
import { escapeJson } from "../../report/escape-controls.ts";
import { PRESETS } from "../../rule/rule.ts";
import type { Io } from "../io.ts";
import { readChoice, readOptions } from "../read-options.ts";
import { readPage } from "./rule-page.ts";
import { factsOf } from "./run-explain.ts";
import { descriptionOf } from "../../locale/catalogue.ts";
import { LANGUAGES } from "../../locale/language.ts";
import { commandLanguage } from "../read-language.ts";

const FORMATS = ["text", "json"] as const;

/** The options of `kmslint rules`. */
export const RULES_OPTIONS = {
	format: { type: "string", short: "f", values: FORMATS },
	preset: { type: "string", values: PRESETS },
	config: { type: "string", short: "c", takes: "file" },
	"no-config": { type: "boolean" },
	lang: { type: "string", values: LANGUAGES },
	help: { type: "boolean", short: "h" },
} as const;

/** What `kmslint rules --help` prints. */
const RULES_HELP = `kmslint rules: every rule, with its level in this folder

  -f, --format text|json       output format (default: text)
      --preset NAME            the levels of a preset: recommended, strict, audit
  -c, --config FILE            the levels by this configuration
      --no-config              read no configuration
      --lang LANGUAGE          language: en, es, ja (default: as LANG says)
  -h, --help                   this text

🔧 is fixed by --fix, ⚙️ once an option is set, 💡 by a suggestion in the editor. See kmslint explain <rule>.
`;

/** The marks of a page, and what is shown: the second one is two signs, and as wide as the others. */
const MARKS = [
	["🔧", "🔧"],
	["⚙️", "⚙️ "],
	["💡", "💡"],
] as const;

function markOf(rule: string): string {
	const { fixed } = readPage(rule);
	return MARKS.find(([mark]) => fixed.includes(mark))?.[1] ?? "  ";
}

/** Runs `kmslint rules …` and gives its exit code. */
export function runRules(argv: readonly string[], io: Io): number {
	const { has, text } = readOptions(argv, RULES_OPTIONS, "kmslint rules");
	if (has("help")) {
		io.stdout.write(RULES_HELP);
		return 0;
	}
	const format = readChoice("--format", text("format") ?? "text", FORMATS);
	const preset = text("preset");
	const config = text("config");
	const language = commandLanguage(text("lang"), format, io);
	const linter = new ProjectLinter({
		preset: preset === null ? null : readChoice("--preset", preset, PRESETS),
		config: has("no-config") ? false : config === null ? null : resolve(io.cwd, config),
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: io.cwd,
		readsDeep: false,
	}).for("template.yaml");
	if (format === "json") {
		const rules = RULES.map((rule) => ({ ...factsOf(rule, language), level: linter.levelOf(rule.name) }));
		io.stdout.write(`${escapeJson(JSON.stringify({ rules }, null, 2))}\n`);
		return 0;
	}
	const width = RULES.reduce((most, { name }) => Math.max(most, name.length), 0);
	for (const rule of RULES) {
		const { name, severity } = rule;
		const description = descriptionOf(rule, language);
		const level = linter.levelOf(name);
		io.stdout.write(
			`${level.padEnd("error".length)}  ${severity.padEnd("critical".length)}  ${markOf(name)}  ${name.padEnd(width)}  ${description}\n`,
		);
	}
	return 0;
}
