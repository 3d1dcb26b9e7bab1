import { rehearsed } from "../../src/cli/file/rehearsed.ts";
import { fixText } from "../../src/cli/file/fix-text.ts";
import { isBundled, isTextTemplate } from "../../src/cli/file/written-by-tool.ts";
import { dialectOf, DIALECTS } from "../../src/languages/dialects.ts";
import type { Dialect } from "../../src/languages/dialect.ts";
import { isRehearsal } from "../../src/languages/handler/test-file.ts";
import type { LintedFinding } from "../../src/lint/linted-text.ts";
import { TextLinter } from "../../src/lint/lint-text.ts";
import { phrasesOf } from "../../src/locale/catalogue.ts";
import { languageOfLocale, LANGUAGES, type Language } from "../../src/locale/language.ts";
import { RULE_FACTS, VERSION } from "../../src/plugin.ts";
import { PRESETS } from "../../src/rule/rule.ts";
import type { TextEdit } from "../../src/text/span.ts";
import type { Checker, Choice, Edit, ShownText } from "./checker.ts";
import { renderWords } from "../../src/text/wording.ts";

/** The folder that every text is in; nothing else is. */
const CWD = "/";

const SETTINGS = { cwd: CWD, parameterOverrides: {}, suppressions: true };

/** Names of programs and modules, the strictest reader first: JavaScript is TypeScript as well. */
const NAMES = ["index.js", "index.ts", "index.tsx", "main.tf"];

/** The rules as the page asks them: those of the command, about one text that is in a folder of its own. */
export const CHECKER: Checker = {
	version: VERSION,
	presets: PRESETS,
	languages: LANGUAGES,
	languageFor: (locale) => languageOfLocale(locale) ?? "en",
	nameFor,
	check: checkText,
	fixAll: (name, text, choice) => {
		const { text: result, fixed } = fixText(linterOf(choice), text, name);
		return { text: result, fixed };
	},
};

/** By preset and language. */
const linters = new Map<string, TextLinter>();

function linterOf(given: Choice): TextLinter {
	const preset = PRESETS.find((name) => name === given.preset) ?? "recommended";
	const locale = languageOf(given);
	const key = `${preset} ${locale}`;
	let linter = linters.get(key);
	if (linter === undefined) {
		linter = new TextLinter({ ...SETTINGS, preset, rules: new Map(), inventory: null, shared: { locale } });
		linters.set(key, linter);
	}
	return linter;
}

function languageOf({ language }: Choice): Language {
	return LANGUAGES.find((name) => name === language) ?? "en";
}

function nameFor(text: string): string {
	const template = text.trimStart().startsWith("{") ? "template.json" : "template.yaml";
	if (text.trim() === "" || dialectOf(template, text) !== null) {
		return template;
	}
	return NAMES.find((name) => isReadable(name, text)) ?? likelyName(text, template);
}

/** What somebody is still typing is read by nothing yet: its first words tell. */
function likelyName(text: string, template: string): string {
	return /^[ \t]*(?:resource|variable|data|module|provider|terraform|locals|output)\b[^:;(=]*\{/mu.test(text)
		? "main.tf"
		: /^[ \t]*(?:import|export|const|let|async|function|class)\b|\brequire\(/mu.test(text)
			? "index.ts"
			: template;
}

function isReadable(name: string, text: string): boolean {
	const dialect = dialectOf(name, text);
	const parsed = dialect?.prepare(name) === null ? dialect.parse(text, name, SETTINGS) : null;
	return dialect !== null && parsed !== null && dialect.problemsOf(parsed.ast).length === 0;
}

function checkText(name: string, text: string, choice: Choice): ShownText {
	const dialect = dialectOf(name, text);
	const passedBy = dialect === null ? passedByOf(name) : reasonToPass(dialect, name, text);
	if (dialect === null || passedBy !== null) {
		return { kind: null, passedBy, findings: [], errors: [], secrets: 0 };
	}
	const { findings, errors, index, ignoreEdit, secretSpans } = linterOf(choice).lint(text, name);
	const isTest = isRehearsal({ filename: name, cwd: CWD });
	const phrases = phrasesOf(languageOf(choice));
	const isGenerated = errors.every(({ line }) => isTextTemplate(text, line));
	return {
		kind: dialect.counted.one,
		passedBy: null,
		findings: findings.flatMap((finding) =>
			(isTest ? rehearsed(finding) : [finding]).map((one) => ({
				...shown(one, ignoreEdit(finding)),
				...index.locate(finding.span.start),
			})),
		),
		errors: isGenerated
			? []
			: errors.map(({ message, line, column }) => ({
					message: renderWords(message, phrases),
					line,
					start: index.startOf(line) + column - 1,
				})),
		secrets: secretSpans().length,
	};
}

function passedByOf(name: string): string {
	const dialect = DIALECTS.find(({ names }) => names.test(name));
	return dialect === undefined ? "kmslint reads no file of that name" : `The text ${dialect.passedBy}`;
}

function reasonToPass(dialect: Dialect, name: string, text: string): string | null {
	return (
		dialect.prepare(name) ??
		(dialect.isNamed(name) && isBundled(text) ? "This was written by a bundler, and is not checked" : null)
	);
}

function shown(finding: LintedFinding, ignore: TextEdit | null) {
	const { rule, severity, level, message, span, edit, suggestions } = finding;
	return {
		rule,
		docs: RULE_FACTS.find(({ name }) => name === rule)?.docs ?? "",
		severity,
		level,
		message,
		start: span.start,
		end: span.end,
		fix: edit === null ? null : plain(edit),
		suggestions: suggestions.map(({ description, edits }) => ({ description, edits: edits.map(plain) })),
		ignore: ignore === null ? null : plain(ignore),
	};
}

function plain({ span: { start, end }, text }: TextEdit): Edit {
	return { start, end, text };
}
