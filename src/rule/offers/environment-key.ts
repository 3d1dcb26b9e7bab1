import { arnOf, fits, fittingKeys, freshId, newKey } from "../../model/kms-key.ts";
import { userTypesOf } from "../../model/key-users.ts";
import { splitName } from "../../detect/name-kind.ts";
import type { Resource } from "../../model/resource.ts";
import type { Suggestion } from "../rule.ts";
import { joinEdits } from "../../text/join-edits.ts";
import { refTo, type Written } from "../../model/written.ts";

/** The option's key in the template's own words; null where the template has no key of that name that fits. */
export function renderKey(fn: Resource, key: string): Written | null {
	if (key.startsWith("arn:")) {
		return key;
	}
	const resource = fn.stack.resource(key);
	if (resource !== undefined) {
		return fits(resource, fn) ? arnOf(resource) : null;
	}
	return fn.stack.parameters.has(key) ? refTo(key) : null;
}

/** False for a key that the stack has for something else: the key of a bucket. The only one is everybody's. */
function isForFunctions(key: Resource): boolean {
	const users = userTypesOf(key);
	return users.size === 0 || users.has("AWS::Lambda::Function") || users.has("AWS::SecretsManager::Secret");
}

/** Words of what a key is for, where it is not for functions. */
const OTHER_USE =
	/dynamo|table|(?:^|_)(?:s3|sqs|sns|ebs|rds|efs|ecr)(?:_|$)|bucket|queue|topic|logs?(?:ging)?(?:_|$)|aurora|database|volume|kinesis|stream|backup|sign|cognito|security_code|artifact|audit/u;

/** True for a key whose name says that it encrypts something else: `DynamoTablesEncryptionKey`. */
function isNamedForOthers({ id }: Resource): boolean {
	return OTHER_USE.test(id.replaceAll(/([a-z\d])([A-Z])/gu, "$1_$2").toLowerCase());
}

/** Words of what a key is for, where it is for functions or for everything. */
const OWN_USE: ReadonlySet<string> = new Set(
	"lambda lambdas function functions fn env environment variable variables secret secrets config configuration app application api service stack project shared common main master default general kms key cmk encryption encrypt customer managed data".split(
		" ",
	),
);

/**
 * Of several keys, those that are known to be for functions: one that protects them or their secrets, or that is called
 * nothing else. `VendorProcessingKey` is somebody's, whoever that is.
 */
function isKnownForFunctions(key: Resource): boolean {
	return userTypesOf(key).size > 0 || splitName(key.id.replaceAll(/\d+/gu, "")).every((word) => OWN_USE.has(word));
}

export function suggestionsFor(fn: Resource): readonly Suggestion[] {
	const all = fittingKeys(fn);
	const own = all.length === 1 ? all : all.filter(isForFunctions).filter(isKnownForFunctions);
	const keys = own.filter((key) => !isNamedForOthers(key));
	if (keys.length > 0) {
		return keys.map((key) => ({
			messageId: "useKey",
			data: { key: key.id },
			edits: fn.set("KmsKeyArn", arnOf(key)),
		}));
	}
	const id = freshId(fn.stack, "AWS::KMS::Key", "EnvironmentKey");
	const added = fn.stack.editor.addResources(
		{ [id]: newKey(`Environment variables of the functions of this ${fn.stack.engine.whole}`) },
		fn.id,
	);
	const set = fn.set("KmsKeyArn", refTo(id, "Arn"));
	return [{ messageId: "addKey", data: { key: id }, edits: joinEdits(set, added) }];
}
