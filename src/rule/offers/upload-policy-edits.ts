import type { BucketState } from "../../model/bucket.ts";
import { arnOf } from "../../model/kms-key.ts";
import { findKey } from "../../model/key-reference.ts";
import type { Resource } from "../../model/resource.ts";
import { alternatives, getIn, type Value } from "../../model/value.ts";
import type { Suggestion } from "../rule.ts";
import { refTo, textWith, type Written } from "../../model/written.ts";
import { HEADER, KEY_HEADER } from "../../model/upload-policy.ts";

export function addNull(policy: Resource, condition: Value, header: string): readonly Suggestion[] {
	if (condition.kind !== "map") {
		return [];
	}
	const { editor } = policy.stack;
	const present = getIn(condition, "Null");
	const edits =
		present.kind === "map"
			? editor.set(present, header, "false")
			: editor.set(condition, "Null", { [header]: "false" });
	return [{ messageId: "addNull", data: {}, edits }];
}

export function denyWrong(policy: Resource, condition: Value, states: readonly BucketState[]): readonly Suggestion[] {
	const algorithm = states.length === 1 ? states[0]?.algorithm : null;
	return algorithm === null || algorithm === undefined
		? []
		: [
				{
					messageId: "denyWrongHeader",
					data: {},
					edits: policy.stack.editor.replace(condition, {
						Null: { [HEADER]: "false" },
						StringNotEquals: { [HEADER]: algorithm },
					}),
				},
			];
}

export function addKeyStatement(policy: Resource, bucket: Resource, { byDefault }: BucketState): readonly Suggestion[] {
	const list = policy.get("PolicyDocument.Statement");
	const [given] = byDefault === null ? [] : alternatives(getIn(byDefault, "KMSMasterKeyID"));
	const key = given === undefined ? null : findKey(policy.stack, given.value);
	const arn: Written | null =
		key !== null
			? arnOf(key)
			: given?.value.kind === "literal" && given.value.text.startsWith("arn:")
				? given.value.text
				: null;
	if (list.kind !== "list" || arn === null) {
		return [];
	}
	const statement: Written = {
		Sid: "DenyOtherKeys",
		Effect: "Deny",
		Principal: "*",
		Action: "s3:PutObject",
		Resource: textWith(refTo(bucket.id, "Arn"), "/*"),
		Condition: { Null: { [KEY_HEADER]: "false" }, StringNotEquals: { [KEY_HEADER]: arn } },
	};
	return [{ messageId: "addKeyStatement", data: {}, edits: policy.stack.editor.append(list, statement) }];
}
