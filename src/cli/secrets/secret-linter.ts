import { DeepLinter } from "../../lint/deep-linter.ts";
import { RULE_FACTS } from "../../plugin.ts";

const NONE: ReadonlySet<string> = new Set();

/**
 * A linter that asks the rules which give the secrets that they find. What an author accepts by a suppression is left out.
 *
 * @param more names of other rules that are asked, too
 */
export function secretLinter(cwd: string, more: ReadonlySet<string> = NONE): DeepLinter {
	const rules = RULE_FACTS.map(
		({ name, givesSecrets, canFix }) =>
			[
				name,
				{
					level: givesSecrets || more.has(name) ? "error" : "off",
					// What they would offer is not asked for here, and costs more than what they find.
					options: givesSecrets && canFix ? { fix: "off" } : null,
				},
			] as const,
	);
	return new DeepLinter(
		{
			preset: "recommended",
			rules: new Map(rules),
			parameterOverrides: {},
			inventory: null,
			suppressions: true,
			cwd,
		},
		true,
	);
}
