import { inputsNamed } from "../../src/model/automation.ts";
import type { Resource } from "../../src/model/resource.ts";
import { alternatives, literalOf, partsOf, type Value } from "../../src/model/value.ts";

/**
 * True where another step sets KMS, or may: the document asks first which one a bucket has, as `AWS-EnableS3BucketKeys`
 * does. What is known at deployment only may be such a step.
 */
export function keepsAlgorithm(document: Resource): boolean {
	return alternatives(document.get("Content")).some(
		({ value }) =>
			value.kind === "map" &&
			(mayGrow(value) ||
				inputsNamed({ inputs: value }, "SSEAlgorithm").some((one) => literalOf(one)?.text === "aws:kms")),
	);
}

/** True where the deployment may add something, at any depth. */
function mayGrow(root: Value): boolean {
	for (const value of partsOf(root, false)) {
		if (value.kind === "unresolved" || ((value.kind === "map" || value.kind === "list") && value.open)) {
			return true;
		}
	}
	return false;
}
