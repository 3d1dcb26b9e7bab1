import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Rule as EslintRule } from "eslint";
import { IGNORE_WITH_REASON } from "../rule/ignore-offer.ts";

/**
 * How a finding was mended: by `--fix` as it is, by `--fix` with an option of the rule, by a suggestion, or by hand.
 */
export const FIX_KINDS = ["fix", "option", "suggestion", "none"] as const;

export type FixKind = (typeof FIX_KINDS)[number];

/** By rule, and by the id of its message. */
export type SeenFixes = Readonly<Record<string, Readonly<Record<string, readonly FixKind[]>>>>;

const PATH = join(
	resolve(import.meta.dirname, import.meta.dirname.includes("dist") ? "../../.." : "../.."),
	"docs",
	"fixes.json",
);

/** What the tests of the rules saw; `UPDATE_DOCS=1 npx vitest run rules --no-file-parallelism` writes it. */
export function readSeenFixes(): SeenFixes {
	return existsSync(PATH) ? (JSON.parse(readFileSync(PATH, "utf8")) as SeenFixes) : {};
}

let told: SeenFixes | null = null;

/**
 * Compares what one run saw of a rule with what the documents tell, and gives what they do not; `UPDATE_DOCS=1` writes
 * it.
 */
export function untoldFixes(rule: string, seen: ReadonlyMap<string, ReadonlySet<FixKind>>): readonly string[] {
	told ??= readSeenFixes();
	const known = told[rule] ?? {};
	const untold = [...seen].flatMap(([id, kinds]) =>
		[...kinds].filter((kind) => known[id]?.includes(kind) !== true).map((kind) => `${rule} ${id}: ${kind}`),
	);
	if (untold.length > 0 && process.env["UPDATE_DOCS"] === "1") {
		addSeenFixes(rule, seen);
		return [];
	}
	return untold;
}

/** @param isDefault false where the rule has options */
export function kindOf(fix: unknown, suggestions: number, isDefault: boolean): FixKind {
	return fix !== undefined && fix !== null ? (isDefault ? "fix" : "option") : suggestions > 0 ? "suggestion" : "none";
}

/** Adds what one run saw of a rule. */
function addSeenFixes(rule: string, seen: ReadonlyMap<string, ReadonlySet<FixKind>>): void {
	const all = readSeenFixes();
	const known = all[rule] ?? {};
	const merged = Object.fromEntries(
		[...new Set([...Object.keys(known), ...seen.keys()])]
			.sort()
			.map((id) => [
				id,
				FIX_KINDS.filter((kind) => known[id]?.includes(kind) === true || seen.get(id)?.has(kind) === true),
			]),
	);
	const table = Object.fromEntries(
		[...Object.entries(all).filter(([name]) => name !== rule), [rule, merged] as const].sort(([a], [b]) =>
			a < b ? -1 : 1,
		),
	);
	// One line for each message.
	writeFileSync(
		PATH,
		`${JSON.stringify(table, null, "\t").replaceAll(/\[[^\]]*\]/gu, (list) => JSON.stringify(JSON.parse(list)).replaceAll(",", ", "))}\n`,
	);
	told = null;
}

/** The rule, noting what it offers with each finding, but for the offer to ignore it, which each has. */
export function watchFixes(rule: EslintRule.RuleModule, seen: Map<string, Set<FixKind>>): EslintRule.RuleModule {
	return {
		...rule,
		create(context) {
			const isDefault = Object.keys((context.options[0] as object | undefined) ?? {}).length === 0;
			const report = (given: EslintRule.ReportDescriptor): void => {
				const problem = {
					...given,
					suggest: (given.suggest ?? []).filter(
						(one) => !("messageId" in one) || one.messageId !== IGNORE_WITH_REASON,
					),
				};
				if ("messageId" in problem) {
					const kind = kindOf(problem.fix, (problem.suggest ?? []).length, isDefault);
					seen.set(problem.messageId, (seen.get(problem.messageId) ?? new Set<FixKind>()).add(kind));
				}
				context.report(problem);
			};
			return rule.create(Object.create(context, { report: { value: report } }) as EslintRule.RuleContext);
		},
	};
}
