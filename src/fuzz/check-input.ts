import * as typescriptParser from "@typescript-eslint/parser";
import { IGNORE_WITH_REASON } from "../rule/ignore-offer.ts";
import { Linter } from "eslint";
import { fixText } from "../cli/file/fix-text.ts";
import { SOURCE_NAME } from "../languages/program/source-module.ts";
import plugin, { NAMESPACE, RULE_NAMES } from "../plugin.ts";
import { TextLinter } from "../lint/lint-text.ts";
import { kindOfSource, languageOptionsOf } from "../languages/javascript/source-config.ts";
import { detailsOf, type FindingDetail } from "../rule/file/details.ts";
import { fakeSecret } from "../testing/fake-secret.ts";
import { readComments, readPlain } from "../testing/read-plain.ts";
import type { FuzzInput } from "./fuzz-input.ts";
import { renderWords } from "../text/wording.ts";

/** What is wrong with how a text was taken. */
export interface FuzzProblem {
	readonly kind: "exception" | "broken fix" | "lasting finding" | "lost comment" | "restless fix" | "foreign change";
	readonly what: string;
	readonly frames: readonly string[];
}

/** Options under which the rules offer most. */
const OPTIONS: RuleOptions = {
	"require-environment-key": { functions: "all" },
	"require-bucket-encryption": { minimum: "customer-key" },
	"require-volume-encryption": { minimum: "customer-key" },
	"require-image-encryption": { minimum: "customer-key" },
	"require-encryption-at-rest": { minimum: "customer-key" },
};

const ALL: RuleOptions = Object.fromEntries(
	RULE_NAMES.filter((name) => name !== "no-invalid-suppression").map((name) => [name, OPTIONS[name] ?? {}]),
);

/** Without what only an editor offers, for whatever asks again: planning five lookups costs more than all the rest. */
const QUIET: RuleOptions = Object.fromEntries(
	Object.entries(ALL).map(([name, options]) => [
		name,
		["no-hardcoded-secret", "no-secret-from-environment"].includes(name) ? { ...options, fix: "off" } : options,
	]),
);

const SETTINGS = { parameterOverrides: {}, inventory: null, suppressions: true, cwd: "/" } as const;

let linter: TextLinter | undefined;

/** The command's own, with everything on. */
function commandLinter(): TextLinter {
	linter ??= new TextLinter({
		...SETTINGS,
		preset: "audit",
		rules: new Map(Object.entries(QUIET).map(([name, options]) => [name, { level: "error", options }])),
	});
	return linter;
}

const PLACE =
	/<<(github-personal-token|password|token|connection-string|aws-access-key-id|aws-secret-access-key|jwt|hex-token|bearer-header)>>/gu;

/** The text with its secrets, which are made here so that none lies in a file. */
function fillSecrets(text: string): string {
	return text.replace(PLACE, (_, id: string) => fakeSecret(id));
}

/**
 * Asks every rule of a text, makes every fix and every suggestion singly, and all fixes together: no exception; what
 * comes out is read, has lost its finding and no comment; a second pass changes nothing.
 */
export async function checkInput(input: FuzzInput): Promise<readonly FuzzProblem[]> {
	const text = fillSecrets(input.text).replace(/^\uFEFF/u, "");
	const problems: FuzzProblem[] = [];
	try {
		const command = commandLinter();
		const linted = command.lint(text, input.filename);
		problems.push(
			...linted.errors
				.filter(({ frames }) => frames !== undefined)
				.map(({ message, frames = [] }): FuzzProblem => ({
					kind: "exception",
					what: renderWords(message),
					frames,
				})),
		);
		if (problems.length > 0 || linted.errors.length > 0) {
			return problems;
		}
		const once = fixText(command, text, input.filename);
		problems.push(
			...once.refused.map(({ finding, why }): FuzzProblem => ({
				kind: "broken fix",
				what: `${finding.rule}: ${why}`,
				frames: [],
			})),
		);
		const twice = fixText(command, once.text, input.filename);
		if (twice.text !== once.text) {
			problems.push({
				kind: "restless fix",
				what: "a second pass of the fixes changes the text once more",
				frames: [],
			});
		}
		if (linted.findings.length > 0) {
			problems.push(...checkOffers(text, input));
		}
	} catch (error) {
		problems.push({
			kind: "exception",
			what: error instanceof Error ? error.name : "unknown",
			frames:
				error instanceof Error
					? (error.stack ?? "")
							.split("\n")
							.filter((line) => /^\s+at /u.test(line))
							.slice(0, 12)
					: [],
		});
	}
	return problems;
}

const eslint = new Linter({ configType: "flat" });

/** How many offers of one text are made: more would prove the same at the price of other texts. */
const MAX_OFFERS = 8;

type RuleOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** As ESLint does it in an editor. */
function lintWith(
	text: string,
	filename: string,
	rules: RuleOptions,
): { readonly messages: readonly Linter.LintMessage[]; readonly findings: readonly FindingDetail[] } {
	const reader = SOURCE_NAME.test(filename)
		? {
				languageOptions: languageOptionsOf(
					kindOfSource(text, filename),
					filename,
					typescriptParser as unknown as Linter.Parser,
				),
			}
		: { language: `${NAMESPACE}/template` };
	const config: Linter.Config = {
		files: ["**/*.*"],
		plugins: { [NAMESPACE]: plugin },
		...reader,
		linterOptions: { reportUnusedDisableDirectives: "off" },
		rules: Object.fromEntries(
			Object.entries(rules).map(([name, options]) => [`${NAMESPACE}/${name}`, ["error", options]]),
		),
	};
	const messages = eslint.verify(text, [config], { filename });
	const sourceCode = eslint.getSourceCode() as object | null;
	return { messages, findings: sourceCode === null ? [] : detailsOf(sourceCode).findings };
}

function checkOffers(text: string, { filename }: FuzzInput): readonly FuzzProblem[] {
	const problems: FuzzProblem[] = [];
	const { messages } = lintWith(text, filename, ALL);
	const isSource = SOURCE_NAME.test(filename);
	const comments = commentsOf(text, isSource);
	const seen = new Set<string>();
	const before = new Map<string, ReadonlyMap<string, number>>();
	for (const message of messages) {
		if (seen.size >= MAX_OFFERS) {
			break;
		}
		const rule = (message.ruleId ?? "").replace(/^.*\//u, "");
		for (const { edit, says } of offersOf(message)) {
			const output = text.slice(0, edit.range[0]) + edit.text + text.slice(edit.range[1]);
			if (seen.has(`${rule} ${output}`)) {
				continue;
			}
			seen.add(`${rule} ${output}`);
			const rules = { [rule]: QUIET[rule] ?? {} };
			const label = `${rule} ${message.messageId ?? ""} ${says}`;
			const report = (kind: FuzzProblem["kind"], what: string): void => {
				problems.push({ kind, what: `${label}: ${what}`, frames: [] });
			};
			const after = lintWith(output, filename, rules);
			const fatal = after.messages.find((one) => one.fatal === true);
			if (fatal !== undefined) {
				report("broken fix", `the result is no longer read: ${fatal.message}`);
				continue;
			}
			const old = before.get(rule) ?? tally(lintWith(text, filename, rules).findings);
			before.set(rule, old);
			const now = tally(after.findings);
			const fewer = [...old].some(([key, count]) => (now.get(key) ?? 0) < count);
			if (!fewer && !isShared(text)) {
				report("lasting finding", "no finding of the rule went away");
			}
			const kept = commentsOf(output, isSource);
			const lost = comments.filter((comment) => count(comments, comment) > count(kept, comment));
			if (lost.length > 0) {
				report("lost comment", `${String(lost.length)} gone`);
			}
			if (!isSource && !isShared(text)) {
				problems.push(
					...foreignChanges(text, output).map((path): FuzzProblem => ({
						kind: "foreign change",
						what: `${label}: ${path}`,
						frames: [],
					})),
				);
			}
		}
	}
	return problems;
}

function offersOf({ fix, suggestions = [] }: Linter.LintMessage) {
	return [
		...(fix === undefined ? [] : [{ edit: fix, says: "fix" }]),
		...suggestions
			.filter(({ messageId }) => messageId !== IGNORE_WITH_REASON)
			.map(({ fix: edit, desc }) => ({ edit, says: desc.slice(0, 40) })),
	];
}

function tally(findings: readonly FindingDetail[]): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const { messageId, message, resource, property } of findings) {
		const key = `${messageId} ${message} ${resource?.id ?? ""} ${property ?? ""}`;
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	return counts;
}

function count(list: readonly string[], item: string): number {
	return list.filter((one) => one === item).length;
}

function commentsOf(text: string, isSource: boolean): readonly string[] {
	if (!isSource) {
		return readComments(text);
	}
	return (typescriptParser.parseForESLint(text, { comment: true, sourceType: "module" }).ast.comments ?? []).map(
		({ value }) => value.trim(),
	);
}

/**
 * True where several places show one text: then an edit changes them all, or the next place shows what this one hid.
 */
function isShared(text: string): boolean {
	return /[&*]a\d|"?Globals"?:/u.test(text);
}

/** Entries outside of one resource or parameter, and outside of what is added, that an edit changed. */
function foreignChanges(before: string, after: string): readonly string[] {
	const [was, is] = [readData(before), readData(after)];
	if (was === null || is === null) {
		return was === null ? [] : ["it is no longer read"];
	}
	const sections = (data: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> => {
		return new Map(
			Object.entries(data).flatMap(([section, entries]) =>
				typeof entries === "object" && entries !== null
					? Object.entries(entries as object).map(([id, entry]): [string, string] => [
							`${section}.${id}`,
							JSON.stringify(entry),
						])
					: [[section, JSON.stringify(entries)] as [string, string]],
			),
		);
	};
	const [old, now] = [sections(was), sections(is)];
	const changed = [...old.keys()].filter((path) => now.get(path) !== old.get(path));
	return changed.length > 1 ? changed : [];
}

/** Null where the reference parser, which is stricter than ours, takes the text for none. */
function readData(text: string): Readonly<Record<string, unknown>> | null {
	try {
		return JSON.parse(text) as Readonly<Record<string, unknown>>;
	} catch {
		try {
			return readPlain(text);
		} catch {
			return null;
		}
	}
}
