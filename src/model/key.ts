import type { Protection } from "./protection.ts";
import { textWithHoles, type Single } from "./value.ts";

/**
 * `alias/aws/s3`, `arn:aws:kms:eu-west-1:111122223333:alias/aws/lambda`: the alias of an AWS managed key; `aws/s3` is meant
 * for it.
 */
const PROVIDER_ALIAS = /^(?:(?:arn:[^:]*:kms:[^:]*:[^:]*:)?alias\/)?aws\/[A-Za-z0-9_-]+$/u;

/**
 * The encryption level of a property that names a KMS key.
 *
 * `absent` and an empty text mean the service's default, `whenAbsent`. `alias/aws/` is reserved for AWS managed keys.
 * Any other known key counts as customer managed.
 *
 * Source: "Aliases", AWS KMS Developer Guide: "The aws/ prefix for alias names is reserved for AWS managed keys".
 */
export function readKey(value: Single, whenAbsent: Protection): Protection {
	switch (value.kind) {
		case "absent":
			return whenAbsent;
		case "literal":
			if (value.value === null || value.text.trim() === "") {
				return whenAbsent;
			}
			// `AWS_OWNED_KMS_KEY`, the value for an AWS owned key in QLDB and Keyspaces.
			return PROVIDER_ALIAS.test(value.text.trim())
				? "provider-key"
				: value.text.startsWith("AWS_OWNED")
					? "provider-owned"
					: "customer-key";
		case "text": {
			// arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/lambda
			const shape = textWithHoles(value, "");
			return /alias\/aws\/[A-Za-z0-9_-]+$/u.test(shape) ? "provider-key" : "customer-key";
		}
		case "reference":
			switch (value.to.of) {
				case "pseudo":
					return "unknown";
				case "parameter":
					return value.to.parameter.default === null
						? "customer-key"
						: readKey(value.to.parameter.default, whenAbsent);
				case "resource":
				case "import":
					return "customer-key";
				default:
					return value.to satisfies never;
			}
		case "map":
		case "list":
		case "unresolved":
			return "unknown";
		default:
			return value satisfies never;
	}
}
