import { findDynamicReferences, renderText, withoutDynamicReferences } from "../../src/model/dynamic-reference.ts";
import { passwordPlacesOf } from "../../src/rule/password-places.ts";
import type { Resource, Stack } from "../../src/model/resource.ts";
import { follow, type Reached, type Value } from "../../src/model/value.ts";
import { wording, type Words } from "../../src/text/wording.ts";
import { reportedIn } from "../../src/rule/reported.ts";

/** A password that CloudFormation looks up in a parameter of type `String`. */
export interface LookedUpPassword extends Reached {
	readonly resource: Resource;
	readonly path: string;
	/** To stand in a sentence: "`{{resolve:ssm:…}}`". */
	readonly source: Words;
}

/**
 * `ssm` and `AWS::SSM::Parameter::Value<String>` read the types `String` and `StringList` alone, so that the password
 * is known to lie there in plaintext. Sources: "Get a plaintext value from Systems Manager Parameter Store" and
 * "Specify existing resources at runtime with CloudFormation-supplied parameter types", AWS CloudFormation User Guide.
 */
export function* lookedUpPasswords(stack: Stack): Iterable<LookedUpPassword> {
	if (stack.engine.lookup === null) {
		return; // Terraform deploys the braces as they are.
	}
	for (const { type, paths } of passwordPlacesOf(reportedIn(stack).byType.keys())) {
		if (type === "AWS::SecretsManager::Secret") {
			continue; // May hold anything, such as JSON without a password.
		}
		for (const resource of reportedIn(stack).byType.get(type) ?? []) {
			for (const path of paths) {
				for (const reached of follow(resource.properties, path)) {
					const source = sourceOf(reached.value);
					if (source !== null) {
						yield { ...reached, resource, path: path.replaceAll("[]", ""), source };
					}
				}
			}
		}
	}
}

function sourceOf(value: Value): Words | null {
	if (value.kind === "reference") {
		return value.to.of === "parameter" && value.to.parameter.type === "AWS::SSM::Parameter::Value<String>"
			? wording("parameter '{{name}}' of type `{{type}}`", {
					name: value.to.name,
					type: value.to.parameter.type,
				})
			: null;
	}
	const text = value.kind === "literal" ? value.text : value.kind === "text" ? renderText(value) : "";
	const [reference, ...others] = findDynamicReferences(text);
	return reference?.service === "ssm" && others.length === 0 && withoutDynamicReferences(text).trim() === ""
		? "`{{resolve:ssm:…}}`"
		: null;
}
