import type { Resource } from "../src/model/resource.ts";
import { type NamedText, textsIn } from "../src/model/texts-in.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { writtenSpans } from "../src/rule/masking/secret-spans.ts";
import type { Span } from "../src/text/span.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { originWords, SEVERITY_OF, sharedPlaceOf, shownOf } from "../src/rule/secret-finding.ts";
import { type Found, secretsOf } from "./no-secret-in-template/template-secrets.ts";
import { isElsewhere } from "./no-secret-in-template/elsewhere.ts";
import { builtSecrets } from "./no-secret-in-template/built-secrets.ts";
import { looseSecrets } from "./no-secret-in-template/loose-secrets.ts";
import { resolvedSecrets } from "./no-secret-in-template/resolved.ts";
import { adviceFor, suggestionsFor } from "./no-secret-in-template/offers.ts";
import { lastOfPath } from "../src/text/last-of-path.ts";
import { wording } from "../src/text/wording.ts";
import { reportedIn } from "../src/rule/reported.ts";

/**
 * A secret in a template is in git, in the bucket of templates, in CloudFormation's history, and in what `GetTemplate`
 * answers to anyone who may call it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html
 */
export const noSecretInTemplate = defineRule({
	name: "no-secret-in-template",
	description: "Disallow plaintext secrets in properties, outputs, descriptions and everything else of a template",
	severity: "critical",
	severities: ["high", "medium"],
	fix: "suggestion",
	presets: { recommended: "error", strict: "error", audit: "error" },
	yieldsTo: [
		"no-static-credentials",
		"no-hardcoded-secret",
		"no-secret-fallback",
		"no-secret-parameter-default",
		"no-secret-in-environment",
		"no-secret-in-user-data",
		"no-plaintext-parameter",
	],
	compliance: { CWE: ["CWE-798", "CWE-312"] },
	checks: [
		"39423ce4-9011-46cd-b6b1-009edcd9385d",
		"dfb56e5d-ee68-446e-b32a-657b62befe69",
		"71493c8b-3014-404c-9802-078b74496fb7",
		"03b38885-8f4e-480c-a0e4-12c1affd15db",
		"6685d912-d81f-4cfa-95ad-e316ea31c989",
		"06b9f52a-8cd5-459b-bdc6-21a22521e1be",
		"5f700072-b7ce-4e84-b3f3-497bf1c24a4d",
		"5b48c507-0d1f-41b0-a630-76817c6b4189",
		"73980e43-f399-4fcc-a373-658228f7adf7",
		"f988a17f-1139-46a3-8928-f27eafd8b024",
		"06adef8c-c284-4de7-aad2-af43b07a8ca1",
		"3c3b7a58-b018-4d07-9444-d9ee7156e111",
	],
	messages: {
		literalSecret:
			"Property '{{property}}' of '{{id}}' is {{label}} in plaintext{{redacted}}{{origin}}{{when}}. {{advice}}",
		embeddedSecret:
			"Property '{{property}}' of '{{id}}' contains {{label}} in plaintext{{redacted}}{{name}}{{when}}. {{advice}}",
		resolvedSecret:
			"{{where}} shows `{{reference}}` in plaintext{{when}}. Store it in Secrets Manager and pass its ARN.",
		builtSecret:
			"Synthesis writes '{{name}}' to property '{{property}}' of '{{id}}' in plaintext{{when}}. {{advice}}",
		builtOutput:
			"Synthesis writes '{{name}}' to output '{{id}}' in plaintext{{when}}. Output the secret's name or ARN instead.",
		looseSecret: "'{{name}}' is {{label}} in plaintext{{redacted}}. Remove it from the file, then rotate it.",
		useReference: "Use a dynamic reference to secret '{{secret}}' (store it there first).",
	},
	*checkStack(stack) {
		if (stack.shownFile !== undefined) {
			return; // Values of a plan or a state are not written by anyone: a rule of its own reports the file.
		}
		yield* resolvedSecrets(stack);
		yield* builtSecrets(stack);
		const reported: Span[] = [];
		for (const resource of reportedIn(stack).all) {
			for (const { text, found } of secretsIn(resource)) {
				const finding = findingFor(resource, text, found);
				reported.push(finding.at);
				yield finding;
			}
		}
		yield* looseSecrets(stack, reported);
	},
});

/** Kept, because several files may show one resource. */
const SECRETS = new WeakMap<Resource, readonly { readonly text: NamedText; readonly found: Found }[]>();

function secretsIn(resource: Resource): readonly { readonly text: NamedText; readonly found: Found }[] {
	let secrets = SECRETS.get(resource);
	if (secrets === undefined) {
		secrets = [...textsIn(resource.properties, "")]
			.filter(({ path }) => !isElsewhere(resource, path))
			.flatMap((text) => secretsOf(resource, text).map((found) => ({ text, found })));
		SECRETS.set(resource, secrets);
	}
	return secrets;
}

function findingFor(resource: Resource, text: NamedText, found: Found): Finding {
	const { value } = text;
	const property = resource.spell(text.path);
	const part = (): Span => resource.stack.spanOfPart(value, text.text, found.start, found.end);
	const place = found.whole ? (sharedPlaceOf(value) ?? value.span) : part();
	const isNamed = found.name !== null && found.name !== "" && lastOfPath(text.path) !== found.name;
	return {
		at: place,
		subject: place,
		messageId: found.whole ? "literalSecret" : "embeddedSecret",
		severity: SEVERITY_OF[found.detection.confidence],
		data: {
			id: resource.id,
			property,
			...shownOf(found.detection),
			origin: value.kind === "literal" ? originWords(value) : "",
			name: isNamed ? wording(", as '{{name}}'", { name: found.name ?? "" }) : "",
			when: whenWords(text.when),
			advice: adviceFor(resource, text.path),
		},
		property,
		secretSpans: found.whole ? writtenSpans(value) : [part()],
		resource,
		suggestions: suggestionsFor(resource, text, found),
	};
}
