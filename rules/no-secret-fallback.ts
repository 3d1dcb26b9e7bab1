import { classOfName, wordsOf } from "../src/detect/name-kind.ts";
import { redact } from "../src/detect/redact.ts";
import { readAt } from "../src/languages/handler/environment/environment-reads.ts";
import { fallbacksOf, isForDevelopment, type Fallback } from "../src/languages/handler/fallbacks.ts";
import { spanOf } from "../src/languages/program/node-edit.ts";
import type { SourceModule } from "../src/languages/program/source-module.ts";
import { perModule } from "../src/languages/program/per-module.ts";
import { fillsDatabase, isTestFile, makesRecords } from "../src/languages/handler/test-file.ts";
import { leadsToSecret, variableLeadsToSecret } from "../src/languages/program/value-use.ts";
import { followNames } from "../src/languages/program/variable-of.ts";
import { secretsIn } from "../src/languages/exposure/hardcoded-secret.ts";
import { patterns } from "../src/rule/options.ts";
import { defineRule } from "../src/rule/rule.ts";
import { SpanIndex } from "../src/text/span-index.ts";
import { saysNothing } from "./no-secret-fallback/says-nothing.ts";
import { redactedWords } from "../src/rule/secret-finding.ts";

/**
 * A function whose variable is missing, by a typing error or in a new stage, runs on with a secret that stands in its
 * source: who has read the source signs the tokens.
 * @see https://cwe.mitre.org/data/definitions/1394.html
 */
export const noSecretFallback = defineRule({
	name: "no-secret-fallback",
	description: "Disallow hardcoded fallbacks for secrets",
	severity: "high",
	presets: { recommended: "error", strict: "error", audit: "error" },
	compliance: { CWE: ["CWE-1188", "CWE-798"] },
	options: {
		allow: patterns("Regular expressions of names that may have a fallback"),
	},
	messages: {
		literalFallback:
			"Secret '{{name}}' falls back to a hardcoded value {{redacted}}. Throw an error if it is not set.",
	},
	*checkModule(module, { allow }) {
		if (isTestFile(module) || makesRecords(module) || fillsDatabase(module)) {
			return;
		}
		for (const fallback of fallbacksOf(module)) {
			const { name, node, text, whole } = fallback;
			if (
				!isSecret(name) ||
				allow(name) ||
				saysNothing(fallback, module) ||
				isForDevelopment(whole, module) ||
				isElsewhere(fallback, module)
			) {
				continue;
			}
			yield {
				at: { start: node.range[0], end: node.range[1] },
				messageId: "literalFallback",
				data: { name, redacted: redactedWords(redact(text)) },
				property: name,
				secretSpans: [spanOf(followNames(node, module))],
			};
		}
	},
});

/** What a bundler writes into the pages that it builds is no secret. */
const PUBLISHED = /^(?:REACT_APP|NEXT_PUBLIC|VITE|PUBLIC|EXPO_PUBLIC|GATSBY|NUXT_PUBLIC)_/u;

function isSecret(name: string): boolean {
	const found = classOfName(name);
	return (
		(found === "secret" || found === "password") &&
		!PUBLISHED.test(name) &&
		wordsOf(name).slice(-3).join(" ") !== "access key id"
	);
}

/** Where the secrets of a module stand that are reported as such. */
const secretPlaces = perModule((module) => new SpanIndex(secretsIn(module).map(({ span }) => span)));

/** True where the name of a secret falls back, and where the literal is reported by itself. */
function isElsewhere({ node, whole }: Fallback, module: SourceModule): boolean {
	const variable = readAt(whole, module)?.variable ?? null;
	// A value that proves itself is no-hardcoded-secret's, also where a constant holds it: each literal is reported
	// once.
	return (
		leadsToSecret(whole, module) ||
		variableLeadsToSecret(variable, module) ||
		secretPlaces(module).meets(spanOf(followNames(node, module)))
	);
}
