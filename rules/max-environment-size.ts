import { MAX_ENVIRONMENT_SIZE, measureEnvironments, type EnvironmentSize } from "../src/model/environment-size.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { integer } from "../src/rule/options.ts";
import { defineRule } from "../src/rule/rule.ts";
import { wording } from "../src/text/wording.ts";

/**
 * Lambda refuses a function whose environment variables take more than 4 KB, in the middle of a deployment, which then
 * rolls back. What fills an environment is mostly what should not be in it: certificates, keys, whole files of
 * settings.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const maxEnvironmentSize = defineRule({
	name: "max-environment-size",
	description: "Limit the environment variables of a function to Lambda's 4 KB",
	types: ["AWS::Lambda::Function"],
	severity: "medium",
	severities: ["low"],
	presets: { recommended: "warn", strict: "error", audit: "error" },
	options: {
		warnFrom: integer(
			{ minimum: 1, maximum: MAX_ENVIRONMENT_SIZE },
			3072,
			"Warn from this number of bytes; Lambda allows at most 4096",
		),
	},
	messages: {
		tooLarge:
			"The environment of '{{id}}' takes {{bytes}} bytes{{when}} (limit {{limit}}). Move '{{largest}}' ({{size}} bytes) out.",
		nearLimit:
			"The environment of '{{id}}' takes {{bytes}} of {{limit}} bytes{{when}}. Move '{{largest}}' ({{size}} bytes) out.",
	},
	*check(resource, { warnFrom }) {
		for (const ways of measureEnvironments(resource)) {
			const worst = worstOf(ways);
			if (worst === undefined || (worst.bytes < warnFrom && worst.bytes <= MAX_ENVIRONMENT_SIZE)) {
				continue;
			}
			const refused = worst.bytes > MAX_ENVIRONMENT_SIZE;
			yield {
				at: worst.at,
				messageId: refused ? "tooLarge" : "nearLimit",
				severity: refused ? "medium" : "low",
				data: {
					id: resource.id,
					bytes: worst.exact
						? String(worst.bytes)
						: wording("at least {{bytes}}", { bytes: String(worst.bytes) }),
					limit: String(MAX_ENVIRONMENT_SIZE),
					largest: worst.largest.name,
					size: String(worst.largest.bytes),
					when: whenWords(worst.when),
				},
				property: resource.spell("Environment.Variables"),
			};
		}
	},
});

/** The first way, which needs no branch, where it is refused already; else the largest. */
function worstOf(ways: readonly EnvironmentSize[]): EnvironmentSize | undefined {
	const [first, ...others] = ways;
	return first === undefined || first.bytes > MAX_ENVIRONMENT_SIZE
		? first
		: others.reduce((worst, way) => (way.bytes > worst.bytes ? way : worst), first);
}
