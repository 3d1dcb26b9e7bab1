import { redactName } from "../../detect/redact.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { entryOf } from "../../model/entry-of.ts";
import { escapeControls, escapeJson } from "../../report/escape-controls.ts";
import { docsUrl, PRESETS, type Rule } from "../../rule/rule.ts";
import { countOf } from "../../text/count-of.ts";
import type { Io } from "../io.ts";
import { readChoice, readOptions } from "../read-options.ts";
import { adviceFor, findRules, type Found } from "./find-rules.ts";
import { readPage, renderMarkdown, SECTIONS } from "./rule-page.ts";

const FORMATS = ["text", "json"] as const;

/** The options of `kmslint explain`. */
export const EXPLAIN_OPTIONS = {
	format: { type: "string", short: "f", values: FORMATS },
	help: { type: "boolean", short: "h" },
} as const;

/** What `kmslint explain --help` prints. */
const EXPLAIN_HELP = `kmslint explain <id>: what a rule checks, why, and how to fix it

Takes the name of a rule, or the id of what asks the same: a check of checkov (CKV_AWS_173), trivy (AVD-AWS-0065),
tfsec, cdk-nag (AwsSolutions-KMS5) or KICS, a control of Security Hub (KMS.4), a rule of AWS Config, a CWE or a
requirement of CIS, NIST or PCI DSS.

  -f, --format text|json       output format (default: text)
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
	io.stdout.write(format === "json" ? renderJson(found) : renderText(found));
	return 0;
}

function renderJson({ id, owner, rules }: Found): string {
	const data = {
		id,
		owner,
		rules: rules.map((rule) => ({
			...factsOf(rule),
			sections: Object.fromEntries(
				[...readPage(rule.name).sections].filter(([name]) => SECTIONS.some((one) => one === name)),
			),
		})),
	};
	return `${escapeJson(JSON.stringify(data, null, 2))}\n`;
}

/** What is known of a rule, as data. */
export function factsOf(rule: Rule): Readonly<Record<string, unknown>> {
	const {
		name,
		description,
		severity,
		severities = [],
		presets,
		fix,
		types,
		options,
		defaults,
		compliance,
		checks,
	} = rule;
	return {
		name,
		description,
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

function renderText(found: Found): string {
	const { id, owner, rules } = found;
	const [rule] = rules;
	const whose = owner === null ? "" : `${id} (${owner}) is covered by ${countOf(rules.length, "rule")}:\n\n`;
	if (rule === undefined || rules.length > 1) {
		const width = rules.reduce((most, { name }) => Math.max(most, name.length), 0);
		const list = rules.map(({ name, description }) => `  ${name.padEnd(width)}  ${description}\n`).join("");
		return `${whose}${list}\nSee 'kmslint explain ${rule?.name ?? ""}'.\n`;
	}
	return `${whose}${pageOf(rule)}`;
}

function pageOf(rule: Rule): string {
	const { name, description, severity, severities = [], presets, types } = rule;
	const page = readPage(name);
	const levels = PRESETS.map((preset) => `${preset}: ${String([presets[preset]].flat()[0])}`).join(" · ");
	const sections = SECTIONS.flatMap((heading) => {
		const section = page.sections.get(heading) ?? "";
		return section === "" ? [] : [`${heading}\n\n${renderMarkdown(section)}\n`];
	});
	return [
		`${name}\n\n${description}.\n`,
		`severity ${[...new Set([severity, ...severities])].join(", ")} · ${levels}\nfixed ${page.fixed.replace(/^(?!by )/u, "by ")}${types === null ? "" : `\nchecks ${types.join(", ")}`}\n`,
		...sections,
		...optionsOf(rule),
		...coverageOf(rule),
		`Ignore one finding with '# eslint-disable-next-line aws-kms/${name} -- the reason' above it.\n${docsUrl(name)}\n`,
	].join("\n");
}

function optionsOf({ options, defaults }: Rule): readonly string[] {
	const entries = Object.entries(options);
	return entries.length === 0
		? []
		: [
				`Options\n\n${entries
					.map(
						([name, { description, enum: values, type }]) =>
							`  ${name}: ${values?.join(", ") ?? type ?? ""} (default: ${JSON.stringify(entryOf(defaults, name))})\n    ${description}\n`,
					)
					.join("")}`,
			];
}

function coverageOf({ compliance, checks }: Rule): readonly string[] {
	const lines = [
		...Object.entries(compliance).map(([standard, ids]) => `  ${standard}: ${ids.join(", ")}\n`),
		...(checks.length === 0 ? [] : [`  Checks of other tools: ${checks.join(", ")}\n`]),
	];
	return lines.length === 0 ? [] : [`Compliance\n\n${lines.join("")}`];
}
