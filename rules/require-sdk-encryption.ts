import { findSdkCalls } from "../src/languages/handler/sdk/sdk-calls.ts";
import { flag, oneOf } from "../src/rule/options.ts";
import { defineRule } from "../src/rule/rule.ts";
import { S3_ALGORITHMS, S3_WRITES, SDK_ROWS } from "./require-sdk-encryption/sdk-rows.ts";
import { judgeParameter } from "./require-sdk-encryption/written-parameter.ts";
import { judgeObject } from "./require-sdk-encryption/written-object.ts";
import { judgeRow } from "./require-sdk-encryption/written-row.ts";

/**
 * What code makes, no template shows: a volume or a copy of an image that a function makes at run time is in clear
 * unless the request says otherwise, and an explicit `AES256` puts an object under S3's own key although the bucket
 * asks for KMS.
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
 */
export const requireSdkEncryption = defineRule({
	name: "require-sdk-encryption",
	description: "Require encryption of volumes, images, databases, objects and parameters created with the AWS SDK",
	severity: "medium",
	severities: ["low"],
	fix: "suggestion",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	compliance: { CWE: ["CWE-311"] },
	options: {
		algorithm: oneOf(S3_ALGORITHMS, "aws:kms", "The required algorithm for S3 requests that name one"),
		askEveryWrite: flag("Also report S3 writes that name no algorithm and rely on the bucket's default"),
		encryptedByDefault: flag(
			"Every account and Region encrypts new EBS volumes by default: report only an explicit `false`",
		),
	},
	messages: {
		notEncrypted: "`{{operation}}` creates an unencrypted {{what}}{{how}}. Set `{{property}}: true`.",
		weakAlgorithm:
			"`{{operation}}` encrypts with `{{algorithm}}`{{how}} instead of `{{asked}}`. Use `{{asked}}` or the bucket's default.",
		missingAlgorithm: "`{{operation}}` has no `ServerSideEncryption`. Set it to `{{asked}}`.",
		plainParameter: "`PutParameter` stores secret '{{name}}' in plaintext (type `{{type}}`). Use `SecureString`.",
		encrypt: "Set `{{property}}: {{value}}` (the role needs access to the key).",
	},
	*checkModule(module, options) {
		for (const call of findSdkCalls(module)) {
			for (const row of SDK_ROWS) {
				if (row.service === call.service && row.operation === call.operation) {
					yield* judgeRow(call, row, module, options);
				}
			}
			if (call.service === "s3" && S3_WRITES.has(call.operation)) {
				yield* judgeObject(call, module, options);
			}
			if (call.service === "ssm" && call.operation === "PutParameter") {
				yield* judgeParameter(call);
			}
		}
	},
});
