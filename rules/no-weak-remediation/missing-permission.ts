import type { AutomationCall } from "../../src/model/automation.ts";
import { covers } from "../../src/model/policy.ts";
import type { Resource } from "../../src/model/resource.ts";
import { permissionsOf } from "../../src/model/role.ts";
import type { Value } from "../../src/model/value.ts";
import type { Problem } from "../../src/rule/rule.ts";
import { wording } from "../../src/text/wording.ts";

/**
 * The actions whose names are not those of the API. Source: "Actions, resources, and condition keys for Amazon S3",
 * Service Authorization Reference.
 */
const S3_ACTIONS: ReadonlyMap<string, string> = new Map([
	["PutBucketEncryption", "s3:PutEncryptionConfiguration"],
	["DeleteBucketEncryption", "s3:PutEncryptionConfiguration"],
	["GetBucketEncryption", "s3:GetEncryptionConfiguration"],
	["PutBucketPolicy", "s3:PutBucketPolicy"],
]);

type Call = Pick<AutomationCall, "service" | "api">;

/** Actions of a document that no statement of its role allows, each once. */
export function* missingPermissions(user: Resource, role: Value, calls: readonly Call[]): Iterable<Problem> {
	const resource =
		role.kind === "reference" && role.to.of === "resource" ? user.stack.resource(role.to.id) : undefined;
	const permissions = resource === undefined ? null : permissionsOf(resource);
	if (permissions === null) {
		return; // Written elsewhere, or not known until deployment.
	}
	const property = user.spell(user.type === "AWS::SSM::Document" ? "Content" : "Parameters");
	if (!permissions.complete) {
		const { unit } = user.stack.engine;
		const unknown = wording("a policy of its role is not in this {{unit}}", { unit });
		yield { unknown, at: role.span, property };
		return;
	}
	for (const action of new Set(calls.flatMap((call) => actionOf(call) ?? []))) {
		const isAllowed = permissions.statements.some(
			({ effect, inverted, actions }) =>
				effect !== "Deny" && (inverted || actions.some(({ text }) => text === null || covers(text, action))),
		);
		if (!isAllowed) {
			const data = { id: user.id, role: permissions.id, action };
			yield { at: role.span, messageId: "missingPermission", data, property };
		}
	}
}

/** What a call needs; null if that is not known. Actions of KMS are called like its API. */
function actionOf({ service, api }: Call): string | null {
	return service === "kms" ? `kms:${api}` : service === "s3" ? (S3_ACTIONS.get(api) ?? null) : null;
}
