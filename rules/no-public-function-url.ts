import type { Resource } from "../src/model/resource.ts";
import { alternatives, literalOf } from "../src/model/value.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { sharedPlaceOf } from "../src/rule/secret-finding.ts";
import { functionOf } from "./no-public-function-url/function-of.ts";
import { secretAccess } from "./no-public-function-url/secret-access.ts";

/**
 * A function URL without authorization is open to the whole internet: whoever guesses or finds it runs the function
 * with its role. A bug in the function then gives away the secrets that it has or can read.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export const noPublicFunctionUrl = defineRule({
	name: "no-public-function-url",
	description: "Disallow function URLs without authorization for functions that have or read secrets",
	types: ["AWS::Lambda::Url", "AWS::Lambda::Function"],
	severity: "medium",
	fix: "suggestion",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	compliance: { CWE: ["CWE-306"] },
	checks: ["CKV_AWS_258"],
	messages: {
		publicUrl:
			"The URL of '{{id}}', which {{what}}, needs no authorization{{when}}. Set `{{setting}}`, or verify requests in code.",
		useIam: "Require IAM authorization (`{{setting}}`); callers must then sign requests.",
	},
	*check(resource) {
		if (resource.type === "AWS::Lambda::Url") {
			const fn = functionOf(resource);
			yield* fn === null ? [] : publicUrls(resource, fn, "AuthType");
		} else if (resource.writtenType === "AWS::Serverless::Function") {
			yield* publicUrls(resource, resource, "FunctionUrlConfig.AuthType");
		}
	},
});

function* publicUrls(url: Resource, fn: Resource, path: string): Iterable<Finding> {
	for (const { value, when } of alternatives(url.get(path))) {
		const what = literalOf(value)?.text === "NONE" ? secretAccess(fn) : null;
		if (what !== null) {
			const setting = url.spellSetting(path, "AWS_IAM");
			const place = sharedPlaceOf(value);
			yield {
				at: place ?? value.span,
				subject: place ?? value.span,
				messageId: "publicUrl",
				data: { id: fn.id, what, setting, when: whenWords(when) },
				property: url.spell(path),
				suggestions:
					value.kind === "literal" && value.via === null && when.length === 0
						? [
								{
									messageId: "useIam",
									data: { setting },
									edits: url.stack.editor.replace(value, "AWS_IAM"),
								},
							]
						: [],
			};
		}
	}
}
