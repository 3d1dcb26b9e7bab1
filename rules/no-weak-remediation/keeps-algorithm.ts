import { inputsNamed } from "../../src/model/automation.ts";
import type { Resource } from "../../src/model/resource.ts";
import { alternatives, literalOf, type Value } from "../../src/model/value.ts";
import { pushAll } from "../../src/text/push-all.ts";

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
	const below: Value[] = [root];
	for (let value = below.pop(); value !== undefined; value = below.pop()) {
		if (value.kind === "unresolved" || ((value.kind === "map" || value.kind === "list") && value.open)) {
			return true;
		}
		const parts =
			value.kind === "map"
				? value.entries.map((entry) => entry.value)
				: value.kind === "list"
					? value.items
					: value.kind === "branches"
						? value.branches.map((branch) => branch.value)
						: [];
		pushAll(below, parts);
	}
	return false;
}
