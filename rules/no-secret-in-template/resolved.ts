import type { Resource, Stack } from "../../src/model/resource.ts";
import type { Value } from "../../src/model/value.ts";
import { whenWords } from "../../src/rule/when-words.ts";
import { secretAttributesIn } from "../../src/rule/resolved-secrets.ts";
import type { Problem } from "../../src/rule/rule.ts";
import { wording, type Words } from "../../src/text/wording.ts";
import { reportedIn } from "../../src/rule/reported.ts";

/**
 * Attributes of a resource that are secrets, where a deployment shows them: `DescribeStacks` answers with `Outputs`, and
 * a custom resource gets its properties in an event, which its function often logs. A nested stack decides by `NoEcho`
 * whether it shows a parameter.
 */
export function* resolvedSecrets(stack: Stack): Iterable<Problem> {
	for (const [id, value] of stack.outputs) {
		yield* findIn(stack, value, wording("Output '{{id}}'", { id }), `Outputs.${id}.Value`, null);
	}
	for (const resource of reportedIn(stack).all) {
		if (isCustom(resource)) {
			yield* findIn(
				stack,
				resource.properties,
				wording("Custom resource '{{id}}'", { id: resource.id }),
				"Properties",
				resource,
			);
		}
	}
	for (const nested of [...stack.find("AWS::CloudFormation::Stack"), ...stack.find("AWS::Serverless::Application")]) {
		for (const { at } of secretAttributesIn(stack, nested.get("Parameters"))) {
			yield {
				unknown: wording("the nested template decides by `NoEcho` whether it is masked"),
				at,
				property: `${nested.id}.Parameters`,
			};
		}
	}
}

function isCustom({ type }: Resource): boolean {
	return type.startsWith("Custom::") || type === "AWS::CloudFormation::CustomResource";
}

function* findIn(
	stack: Stack,
	value: Value,
	where: Words,
	property: string,
	resource: Resource | null,
): Iterable<Problem> {
	for (const { reference, at, when } of secretAttributesIn(stack, value)) {
		yield {
			at,
			subject: at,
			messageId: "resolvedSecret",
			severity: resource === null ? "high" : "medium",
			data: { where, reference, when: whenWords(when) },
			property,
			resource,
		};
	}
}
