import type { MapValue, Value } from "../../../model/value.ts";
import { entry, findEntry, listOf, literal, mapOf, textOfScalar } from "../evaluate/values.ts";

/** The operations of a grant, by the actions that they allow. Source: "Grants in AWS KMS", AWS KMS Developer Guide. */
const OPERATIONS: ReadonlySet<string> = new Set([
	"Decrypt",
	"Encrypt",
	"GenerateDataKey",
	"GenerateDataKeyWithoutPlaintext",
	"ReEncryptFrom",
	"ReEncryptTo",
	"CreateGrant",
	"DescribeKey",
]);

/**
 * What an `aws_kms_grant` allows its grantee, as a policy of that role: a third way to use a key, beside its own policy
 * and those of the role.
 */
export function policiesOfGrant(grant: MapValue): MapValue {
	const { span } = grant;
	const operations = findEntry(grant, "operations")?.value;
	const known = operations?.kind === "list" ? operations.items.map(textOfScalar) : [undefined];
	const actions: Value = listOf(
		operations?.span ?? span,
		known.flatMap((name) => (name !== undefined && OPERATIONS.has(name) ? [literal(span, `kms:${name}`)] : [])),
		known.includes(undefined) || (operations?.kind === "list" && operations.open),
	);
	const statement = mapOf(span, [
		entry("Effect", literal(span, "Allow")),
		entry("Action", actions),
		entry(
			"Resource",
			findEntry(grant, "key_id")?.value ?? { kind: "unresolved", span, why: "the grant names no key" },
		),
	]);
	const document = mapOf(span, [entry("Statement", listOf(span, [statement]))]);
	return mapOf(span, [entry("Policies", listOf(span, [mapOf(span, [entry("PolicyDocument", document)])]))]);
}
