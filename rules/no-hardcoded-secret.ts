import type { SourceModule } from "../src/languages/handler/source-module.ts";
import { isTestFile } from "../src/languages/handler/test-file.ts";
import { secretsIn, type HardcodedSecret } from "../src/rule/hardcoded-secret.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { renderRedacted, SEVERITY_OF } from "../src/rule/secret-finding.ts";
import { secretToKeep } from "../src/rule/secret-to-keep.ts";

/**
 * A secret in a function's source is in git, in every build, and in the code that `GetFunction` gives a link to: whoever may
 * read one of them has it, and it stays in their history when it is taken out.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
 */
export const noHardcodedSecret = defineRule({
	name: "no-hardcoded-secret",
	description: "Disallow secrets in the source of a program",
	types: null,
	severity: "critical",
	fix: "none",
	presets: { recommended: "error", strict: "error", audit: "error" },
	compliance: [{ standard: "CWE", ids: ["CWE-798", "CWE-259", "CWE-321"], source: "https://cwe.mitre.org/data/definitions/798.html" }],
	options: {
		allow: { type: "array", items: { type: "string" }, description: "Regular expressions of names whose values are never asked" },
		tests: { enum: ["certain", "all", "off"], description: "What is said in files of tests: what a vendor's format or a checksum proves, everything, or nothing" },
	},
	defaults: { allow: [] as readonly string[], tests: "certain" as "certain" | "all" | "off" },
	messages: {
		hardcodedSecret: "The source holds {{label}}{{redacted}} as '{{name}}'. Store it in Parameter Store or Secrets Manager, issue it anew, and read it from there.",
		unnamedSecret: "The source holds {{label}}{{redacted}}. Store it in Parameter Store or Secrets Manager, issue it anew, and read it from there.",
	},
	*checkModule(module, options) {
		const allowed = options.allow.map((pattern) => new RegExp(pattern, "u"));
		const inTest = options.tests !== "all" && isTestFile(module);
		if (inTest && options.tests === "off") {
			return;
		}
		for (const secret of secretsIn(module)) {
			const { name, detection } = secret;
			if ((name !== null && allowed.some((pattern) => pattern.test(name))) || (inTest && detection.confidence !== "certain")) {
				continue;
			}
			yield findingFor(secret, module);
		}
	},
});

/** The one place where a finding is made: what a rewrite offers is attached here. */
function findingFor(secret: HardcodedSecret, _module: SourceModule): Finding {
	const { name, detection, span } = secret;
	const kept = secretToKeep(secret);
	return {
		at: span,
		messageId: name === null ? "unnamedSecret" : "hardcodedSecret",
		severity: SEVERITY_OF[detection.confidence],
		data: { ...(name === null ? {} : { name }), label: detection.label, redacted: renderRedacted(detection) },
		...(name === null ? {} : { property: name }),
		secrets: kept === null ? [] : [kept],
	};
}
