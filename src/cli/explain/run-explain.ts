import { redactName } from "../../detect/redact.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { entryOf } from "../../model/entry-of.ts";
import { escapeControls, escapeJson } from "../../report/escape-controls.ts";
import { docsUrl, PRESETS, type Rule } from "../../rule/rule.ts";
import { descriptionOf, phrasesOf } from "../../locale/catalogue.ts";
import { LANGUAGES, type Language } from "../../locale/language.ts";
import {
	commaWords,
	countWords,
	translatorOf,
	verbatim,
	wording,
	type Translate,
	type Words,
} from "../../text/wording.ts";
import { commandLanguage } from "../read-language.ts";
import type { Io } from "../io.ts";
import { readChoice, readOptions } from "../read-options.ts";
import { adviceFor, findRules, type Found } from "./find-rules.ts";
import { readPage, renderMarkdown, SECTIONS } from "./rule-page.ts";

const FORMATS = ["text", "json"] as const;

/** The options of `kmslint explain`. */
export const EXPLAIN_OPTIONS = {
	format: { type: "string", short: "f", values: FORMATS },
	lang: { type: "string", values: LANGUAGES },
	help: { type: "boolean", short: "h" },
} as const;

/** What `kmslint explain --help` prints. */
const EXPLAIN_HELP = `kmslint explain <id>: what a rule checks, why, and how to fix it

Takes the name of a rule, or the id of what asks the same: a check of checkov (CKV_AWS_173), trivy (AVD-AWS-0065),
tfsec, cdk-nag (AwsSolutions-KMS5) or KICS, a control of Security Hub (KMS.4), a rule of AWS Config, a CWE or a
requirement of CIS, NIST or PCI DSS.

  -f, --format text|json       output format (default: text)
      --lang LANGUAGE          language of the summary: en, es, ja (default: as LANG says); the page is in English
  -h, --help                   this text

Exit codes: 0 explained, 2 no rule covers the id.

Examples:
  kmslint explain require-key-rotation
  kmslint explain CKV_AWS_173
`;

/**
 * Runs `kmslint explain …` and gives its exit code.
 *
 * @throws {UsageError} for an id that no rule covers
 */
export function runExplain(argv: readonly string[], io: Io): number {
	const { has, text, positionals } = readOptions(argv, EXPLAIN_OPTIONS, "kmslint explain");
	if (has("help")) {
		io.stdout.write(EXPLAIN_HELP);
		return 0;
	}
	const [id, ...more] = positionals;
	if (id === undefined || more.length > 0) {
		throw new UsageError("Name one rule, or one id of another tool, such as 'kmslint explain CKV_AWS_173'.");
	}
	const format = readChoice("--format", text("format") ?? "text", FORMATS);
	const found = findRules(id);
	if (found === null) {
		throw new UsageError(`No rule covers '${escapeControls(redactName(id))}'. ${adviceFor(id)}`);
	}
	const language = commandLanguage(text("lang"), format, io);
	io.stdout.write(format === "json" ? renderJson(found, language) : renderText(found, language));
	return 0;
}

function renderJson({ id, owner, rules }: Found, language: Language): string {
	const data = {
		id,
		owner,
		rules: rules.map((rule) => ({
			...factsOf(rule, language),
			sections: Object.fromEntries(
				[...readPage(rule.name).sections].filter(([name]) => SECTIONS.some((one) => one === name)),
			),
		})),
	};
	return `${escapeJson(JSON.stringify(data, null, 2))}\n`;
}

/** What is known of a rule, as data. */
export function factsOf(rule: Rule, language: Language): Readonly<Record<string, unknown>> {
	const { name, severity, severities = [], presets, fix, types, options, defaults, compliance, checks } = rule;
	return {
		name,
		description: descriptionOf(rule, language),
		severity,
		severities: [...new Set([severity, ...severities])],
		presets: Object.fromEntries(PRESETS.map((preset) => [preset, [presets[preset]].flat()[0]])),
		fix,
		types: types ?? [],
		options: Object.entries(options).map(([option, schema]) => ({
			name: option,
			...schema,
			default: entryOf(defaults, option),
		})),
		compliance,
		checks,
		docs: docsUrl(name),
	};
}

function renderText(found: Found, language: Language): string {
	const translate = translatorOf(phrasesOf(language));
	const { id, owner, rules } = found;
	const [rule] = rules;
	const whose =
		owner === null
			? ""
			: `${translate("{{id}} ({{owner}}) is covered by {{rules}}:", { id: verbatim(id), owner: verbatim(owner), rules: countWords(rules.length, "{{count}} rule", "{{count}} rules") })}\n\n`;
	if (rule === undefined || rules.length > 1) {
		const width = rules.reduce((most, { name }) => Math.max(most, name.length), 0);
		const list = rules.map((one) => `  ${one.name.padEnd(width)}  ${descriptionOf(one, language)}\n`).join("");
		return `${whose}${list}\n${translate("See 'kmslint explain {{rule}}'.", { rule: rule?.name ?? "" })}\n`;
	}
	return `${whose}${pageOf(rule, language, translate)}`;
}

function pageOf(rule: Rule, language: Language, translate: Translate): string {
	const { name, severity, severities = [], presets, types } = rule;
	const page = readPage(name);
	const levels = PRESETS.map((preset) => `${preset}: ${String([presets[preset]].flat()[0])}`).join(" · ");
	const sections = SECTIONS.flatMap((heading) => {
		const section = page.sections.get(heading) ?? "";
		return section === "" ? [] : [`${heading}\n\n${renderMarkdown(section)}\n`];
	});
	return [
		`${name}\n\n${translate("{{description}}.", { description: descriptionOf(rule, language) })}\n`,
		[
			`${translate("severity")} ${[...new Set([severity, ...severities])].join(", ")} · ${levels}`,
			translate(fixedWords(page.fixed)),
			...(types === null ? [] : [translate("checks {{types}}", { types: types.join(", ") })]),
			"",
		].join("\n"),
		...sections,
		...optionsOf(rule, translate),
		...coverageOf(rule, translate),
		`${translate("Ignore one finding with '# eslint-disable-next-line aws-kms/{{rule}} -- the reason' above it.", { rule: name })}\n${docsUrl(name)}\n`,
	].join("\n");
}

/** `by hand`, or `🔧 --fix, 💡 suggestion, or by hand` */
function fixedWords(fixed: string): Words {
	if (fixed === "by hand") {
		return wording("fixed by hand");
	}
	const ways = fixed.split(", ").map((way): Words => {
		const [, option] = /^⚙️ --fix with option (\w+)$/u.exec(way) ?? [];
		return option === undefined ? way : wording("⚙️ --fix with option {{option}}", { option: verbatim(option) });
	});
	return wording("fixed by {{ways}}", { ways: commaWords(ways) });
}

function optionsOf({ options, defaults }: Rule, translate: Translate): readonly string[] {
	const entries = Object.entries(options);
	return entries.length === 0
		? []
		: [
				`${translate("Options")}\n\n${entries
					.map(
						([name, { description, enum: values, type }]) =>
							`  ${name}: ${values?.join(", ") ?? type ?? ""} ${translate("(default: {{value}})", { value: JSON.stringify(entryOf(defaults, name)) })}\n    ${description}\n`,
					)
					.join("")}`,
			];
}

function coverageOf({ compliance, checks }: Rule, translate: Translate): readonly string[] {
	const lines = [
		...Object.entries(compliance).map(([standard, ids]) => `  ${standard}: ${ids.join(", ")}\n`),
		...(checks.length === 0
			? []
			: [`  ${translate("Checks of other tools: {{checks}}", { checks: checks.join(", ") })}\n`]),
	];
	return lines.length === 0 ? [] : [`${translate("Compliance")}\n\n${lines.join("")}`];
}
