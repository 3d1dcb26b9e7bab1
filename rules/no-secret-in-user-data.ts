import type { Resource } from "../src/model/resource.ts";
import { textsIn } from "../src/model/texts-in.ts";
import { INIT_METADATA, SCRIPT_PLACES, SCRIPT_TYPES } from "../src/model/user-data.ts";
import { alternatives, follow, type Value } from "../src/model/value.ts";
import type { Way } from "../src/model/way.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { defineRule, type Problem } from "../src/rule/rule.ts";
import { lookedUpIn, type ResolvedSecret, secretAttributesIn } from "../src/rule/resolved-secrets.ts";
import { sharedCopies } from "../src/rule/shared-copies.ts";
import { SEVERITY_OF, shownOf } from "../src/rule/secret-finding.ts";
import { secretsOf } from "./no-secret-in-user-data/secrets-of-script.ts";
import { wording, type Words } from "../src/text/wording.ts";
import { reportedIn } from "../src/rule/reported.ts";

/**
 * Every process on the instance reads the user data from the metadata service, and everybody who may call
 * `DescribeInstanceAttribute`, `DescribeLaunchTemplateVersions` or `GetDocument` reads it from outside.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 */
export const noSecretInUserData = defineRule({
	name: "no-secret-in-user-data",
	description: "Disallow plaintext secrets in user data, `cfn-init` metadata, SSM documents and other scripts",
	types: SCRIPT_TYPES,
	severity: "critical",
	severities: ["high", "medium"],
	presets: { recommended: "error", strict: "error", audit: "error" },
	yieldsTo: ["no-secret-parameter-default", "no-secret-in-environment", "no-plaintext-parameter"],
	compliance: { CWE: ["CWE-798"] },
	checks: ["CKV_AWS_46", "568cc372-ca64-420d-9015-ee347d00d288"],
	messages: {
		literalSecret:
			"{{noun}} of '{{id}}' contains {{label}} in plaintext{{redacted}}{{name}}{{when}}. Read it from SSM or Secrets Manager.",
		resolvedSecret:
			"{{noun}} of '{{id}}' shows `{{reference}}` in plaintext{{when}}. Read it from SSM or Secrets Manager.",
	},
	*check(resource) {
		for (const place of SCRIPT_PLACES) {
			if (place.type === resource.type) {
				for (const { value, when } of follow(resource.properties, place.path)) {
					const property = place.path.replaceAll("[]", "");
					yield* resolvedIn(resource, place.noun, property, [
						...secretAttributesIn(resource.stack, value, when),
						...lookedUpIn(resource.stack, value, when),
					]);
					yield* findIn(resource, value, place.noun, property, when);
				}
			}
		}
	},
	*checkStack(stack) {
		for (const resource of reportedIn(stack).all) {
			const given = resource.metadata;
			for (const { value: metadata } of given.kind === "absent" ? [] : alternatives(given)) {
				const entries = metadata.kind === "map" ? metadata.entries : [];
				for (const { key, value } of entries.filter((entry) => INIT_METADATA.includes(entry.key))) {
					const noun = wording("The `{{key}}` metadata", { key });
					const property = `Metadata.${key}`;
					yield* resolvedIn(resource, noun, property, secretAttributesIn(stack, value));
					yield* findIn(resource, value, noun, property, []);
				}
			}
		}
	},
});

function* resolvedIn(
	resource: Resource,
	noun: Words,
	property: string,
	found: Iterable<ResolvedSecret>,
): Iterable<Problem> {
	for (const { reference, at, when } of found) {
		yield {
			at,
			subject: at,
			messageId: "resolvedSecret",
			severity: "high",
			data: { id: resource.id, noun, reference, when: whenWords(when) },
			property,
			resource,
		};
	}
}

function* findIn(
	resource: Resource,
	value: Value,
	noun: Words,
	property: string,
	when: readonly Way[],
): Iterable<Problem> {
	for (const text of textsIn(value, "", when)) {
		for (const { detection, name, start, end } of secretsOf(text)) {
			const place = resource.stack.spanOfPart(text.value, text.text, start, end);
			yield {
				at: place,
				subject: place,
				messageId: "literalSecret",
				severity: SEVERITY_OF[detection.confidence],
				data: {
					id: resource.id,
					noun,
					...shownOf(detection),
					name: name === null || name === "" ? "" : wording(", as '{{name}}'", { name }),
					when: whenWords(text.when),
				},
				property,
				secretSpans: [place],
				covers: sharedCopies(resource.stack, text.value, place, text.text.slice(start, end)),
				resource,
			};
		}
	}
}
