import { addProperty } from "../../src/languages/program/object-edit.ts";
import type { SdkCall } from "../../src/languages/handler/sdk/sdk-calls.ts";
import type { SourceModule } from "../../src/languages/program/source-module.ts";
import type { Problem } from "../../src/rule/rule.ts";
import { S3_ALGORITHMS } from "./sdk-rows.ts";
import { spanOf } from "../../src/languages/program/node-edit.ts";
import type { WrittenValue } from "../../src/languages/handler/sdk/written-value.ts";
import { wording } from "../../src/text/wording.ts";

export interface Options {
	readonly algorithm: (typeof S3_ALGORITHMS)[number];
	readonly askEveryWrite: boolean;
	readonly encryptedByDefault: boolean;
}

export function* judgeObject(
	call: SdkCall,
	module: SourceModule,
	{ algorithm: asked, askEveryWrite }: Options,
): Iterable<Problem> {
	const given = call.input.get("ServerSideEncryption");
	if (given.kind === "unknown" || call.input.get("SSECustomerAlgorithm").kind !== "absent") {
		return; // The customer's own key.
	}
	if (given.kind === "absent") {
		if (askEveryWrite) {
			const edits =
				call.input.object === null
					? null
					: addProperty(call.input.object, `ServerSideEncryption: "${asked}"`, module);
			yield {
				at: call.head,
				messageId: "missingAlgorithm",
				data: { operation: call.operation, asked },
				property: "ServerSideEncryption",
				suggestions: [
					{ messageId: "encrypt", data: { property: "ServerSideEncryption", value: `"${asked}"` }, edits },
				],
			};
		}
		return;
	}
	const algorithm = algorithmOf(given);
	if (algorithm === null || S3_ALGORITHMS.indexOf(algorithm) >= S3_ALGORITHMS.indexOf(asked)) {
		return;
	}
	yield {
		at: spanOf(given.property),
		messageId: "weakAlgorithm",
		severity: "low",
		data: {
			operation: call.operation,
			algorithm,
			asked,
			how: algorithm === "AES256" ? wording(" (an S3-managed key)") : "",
		},
		property: "ServerSideEncryption",
		suggestions: [
			{
				messageId: "encrypt",
				data: { property: "ServerSideEncryption", value: `"${asked}"` },
				edits: given.replaceText(asked),
			},
		],
	};
}

/** `"AES256"`, or v3's constant for it: `ServerSideEncryption.AES256`. */
function algorithmOf({ constant, member }: WrittenValue): (typeof S3_ALGORITHMS)[number] | null {
	return constant === undefined
		? member === "AES256"
			? "AES256"
			: member === "aws_kms" || member === "AWS_KMS"
				? "aws:kms"
				: null
		: (S3_ALGORITHMS.find((algorithm) => algorithm === constant) ?? null);
}
