import type { BucketState } from "../../model/bucket.ts";
import { arnOf, fittingKeys } from "../../model/kms-key.ts";
import type { Resource } from "../../model/resource.ts";
import type { Suggestion } from "../rule.ts";
import { joinEdits } from "../../text/join-edits.ts";
import type { Written } from "../../model/written.ts";
import { wording } from "../../text/wording.ts";

export interface Options {
	readonly minimum: "provider-owned" | "provider-key" | "customer-key";
	readonly dualLayer: boolean;
}

export const BY_DEFAULT = "BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault";

export function suggestionsFor(
	bucket: Resource,
	state: BucketState,
	options: Options,
	{ weak, needsCustomerKey }: { readonly weak: boolean; readonly needsCustomerKey: boolean },
): readonly Suggestion[] {
	const algorithm = options.dualLayer ? "aws:kms:dsse" : "aws:kms";
	const write = (key: Written | null): Suggestion["edits"] => {
		const byDefault: Written = { SSEAlgorithm: algorithm, ...(key === null ? {} : { KMSMasterKeyID: key }) };
		if (state.rule === null) {
			return bucket.set("BucketEncryption", {
				ServerSideEncryptionConfiguration: [
					{
						ServerSideEncryptionByDefault: byDefault,
						...(options.dualLayer ? {} : { BucketKeyEnabled: true }),
					},
				],
			});
		}
		const { editor } = bucket.stack;
		const first =
			state.byDefault === null
				? null
				: editor.setAll(state.byDefault, {
						SSEAlgorithm: algorithm,
						...(key === null ? {} : { KMSMasterKeyID: key }),
					});
		const second = options.dualLayer ? [] : editor.set(state.rule, "BucketKeyEnabled", true);
		return joinEdits(first, second);
	};
	if (!weak) {
		return [{ messageId: "useDualLayer", data: {}, edits: write(null) }];
	}
	const how = options.dualLayer ? wording(" in two layers") : wording(" and a bucket key");
	const keys = fittingKeys(bucket);
	const own = keys.map((key): Suggestion => ({
		messageId: "useKey",
		data: { key: key.id, how },
		edits: write(arnOf(key)),
	}));
	return needsCustomerKey || state.protection === "provider-key"
		? own
		: [...own, { messageId: "useProviderKey", data: { how }, edits: write(null) }];
}
