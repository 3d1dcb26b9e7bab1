import type { Application } from "../../app/application.ts";
import { DeepLinter } from "../../lint/deep-linter.ts";
import type { ReportedSecret } from "../../migrate/migration.ts";
import { RULE_FACTS } from "../../plugin.ts";

/** Rules that report secrets whose value only the deployment knows. */
const OF_DEPLOYMENT: ReadonlySet<string> = new Set(
	RULE_FACTS.filter(({ findsDeployed }) => findsDeployed).map(({ name }) => name),
);

/** The secrets that the rules report in the files of an application, with their values where the files hold them. */
export function readReported(app: Application, cwd: string): readonly ReportedSecret[] {
	const rules = RULE_FACTS.map(({ name, givesSecrets, canFix }) => {
		const isAsked = givesSecrets || OF_DEPLOYMENT.has(name);
		return [
			name,
			{ level: isAsked ? "error" : "off", options: givesSecrets && canFix ? { fix: "off" } : null },
		] as const;
	});
	const linter = new DeepLinter(
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
	return [...app.files.values()].flatMap(({ path, name, text }) =>
		linter.lint(text, name).findings.flatMap(({ rule, span, secrets }): readonly ReportedSecret[] => {
			const at = { path, start: span.start };
			return OF_DEPLOYMENT.has(rule) ? [{ ...at, secret: null }] : secrets.map((secret) => ({ ...at, secret }));
		}),
	);
}
