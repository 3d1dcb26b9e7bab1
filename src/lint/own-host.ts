import type { Linter } from "eslint/universal";
import { NAMESPACE, RULES } from "../plugin.ts";
import type { ParsedSource } from "../languages/program/source-module.ts";
import { openFile, prepareRule, type AskedRule } from "../rule/create-rule.ts";
import type { FileContext } from "../rule/file/read-source.ts";
import type { Rule } from "../rule/rule.ts";
import type { Heard } from "./heard.ts";
import { settingsFor } from "./settings-for.ts";

/** A rule that is on. */
interface ActiveRule {
	readonly rule: Rule;
	readonly level: "warn" | "error";
	/** The options as they were configured. */
	readonly given: unknown;
}

/**
 * Asks the rules about a text that has been parsed, without ESLint: they look at a model of the whole file, so they need
 * neither its walk over the tree nor its tokens. For texts without comments to ESLint, which only ESLint knows how to
 * carry out.
 */
export class OwnHost {
	readonly #rules: readonly ActiveRule[];
	readonly #levels: ReadonlyMap<string, "warn" | "error">;
	readonly #cwd: string;
	readonly #settings: FileContext["settings"];
	readonly #run: object | null;

	/** @param run a run during which no file changes; null if they may */
	constructor(
		rules: Linter.RulesRecord,
		cwd: string,
		settings: FileContext["settings"] = {},
		run: object | null = null,
	) {
		this.#rules = activeRules(rules);
		this.#levels = new Map(this.#rules.map(({ rule, level }) => [rule.name, level]));
		this.#cwd = cwd;
		this.#settings = settings;
		this.#run = run;
	}

	/**
	 * @param sourceCode what has been parsed; what is found is kept by it
	 * @param filename from the working directory; its extension says what the file is
	 * @param name the same, where the file really is
	 * @throws {BadSettingError} where rules are given a setting that they cannot use
	 */
	lint(sourceCode: ParsedSource, filename: string, name = filename): Heard {
		const settings = settingsFor(name, this.#settings);
		const open = openFile({ sourceCode, filename, cwd: this.#cwd, settings, run: this.#run });
		const asked: AskedRule[] = [];
		for (const { rule, given } of this.#rules) {
			const ready = prepareRule(rule, open, given, NOBODY);
			if (ready !== null) {
				asked.push(ready);
			}
		}
		asked.forEach((rule) => rule.ask());
		asked.forEach((rule) => rule.tell());
		const { findings } = open.details;
		return {
			sourceCode,
			findings: findings
				.map((finding) => ({ ...finding, level: this.#levels.get(finding.rule) ?? "error" }))
				.sort((a, b) => a.span.start - b.span.start),
			suppressed: [],
		};
	}
}

/** Findings and failures are among the details of the file. */
const NOBODY = { failure: () => undefined, finding: () => undefined };

/** In the order of the configuration, as ESLint asks them. */
function activeRules(rules: Linter.RulesRecord): readonly ActiveRule[] {
	const known = new Map(RULES.map((rule) => [`${NAMESPACE}/${rule.name}`, rule]));
	return Object.entries(rules).flatMap(([id, setting]) => {
		const rule = known.get(id);
		const [level, given] = [setting].flat() as readonly unknown[];
		return rule === undefined || (level !== "warn" && level !== "error") ? [] : [{ rule, level, given }];
	});
}
