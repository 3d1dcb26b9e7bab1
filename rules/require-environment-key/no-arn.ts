import { findKey } from "../../src/model/key-reference.ts";
import { arnOf, fits } from "../../src/model/kms-key.ts";
import type { Resource } from "../../src/model/resource.ts";
import type { Reached, Single } from "../../src/model/value.ts";
import { whenWords } from "../../src/rule/when-words.ts";
import type { Finding } from "../../src/rule/rule.ts";

/**
 * True for the name of an alias or the ID of a key. Source: "CreateFunction", AWS Lambda API Reference: the pattern of
 * `KMSKeyArn` takes ARNs only. `!Ref` of an alias is its name.
 */
export function isNoArn(value: Single, { stack }: Resource): boolean {
	return value.kind === "literal"
		? /^(?:alias\/(?!aws\/)|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$)/u.test(value.text)
		: value.kind === "reference" &&
				value.to.of === "resource" &&
				value.to.attribute === null &&
				stack.resource(value.to.id)?.type === "AWS::KMS::Alias";
}

export function noArn(fn: Resource, { value, when }: Reached<Single>): Finding {
	const property = fn.spell("KmsKeyArn");
	const key = findKey(fn.stack, value);
	return {
		at: value.span,
		messageId: "noArn",
		severity: "medium",
		data: { id: fn.id, property, when: whenWords(when) },
		property,
		suggestions:
			key === null || when.length > 0 || !fits(key, fn)
				? []
				: [{ messageId: "useKey", data: { key: key.id }, edits: fn.set("KmsKeyArn", arnOf(key)) }],
	};
}
