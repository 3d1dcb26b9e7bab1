import { arnOf, freshId } from "../../src/model/kms-key.ts";
import type { Resource } from "../../src/model/resource.ts";
import type { FunctionRole } from "../../src/model/role.ts";
import type { Suggestion } from "../../src/rule/rule.ts";
import { type NewResource, refTo } from "../../src/model/written.ts";

/** A policy of its own: it can name the role and the key without a circle, also where SAM makes the role. */
export function addPolicy(fn: Resource, role: FunctionRole, key: Resource): readonly Suggestion[] {
	const id = freshId(fn.stack, "AWS::IAM::Policy", `${fn.id}DecryptPolicy`);
	const policy: NewResource = {
		type: "AWS::IAM::Policy",
		retained: false,
		properties: {
			PolicyName: `${fn.id}-decrypt`,
			Roles: [refTo(role.id)],
			PolicyDocument: {
				Version: "2012-10-17",
				Statement: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: arnOf(key) }],
			},
		},
	};
	return fn.looped || key.looped
		? []
		: [
				{
					messageId: "addPolicy",
					data: { role: role.id, key: key.id },
					edits: fn.stack.editor.addResources({ [id]: policy }),
				},
			];
}
