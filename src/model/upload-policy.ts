import type { BucketState } from "./bucket.ts";
import type { PolicyCondition, Statement } from "./policy.ts";
import type { Value } from "./value.ts";

export const HEADER = "s3:x-amz-server-side-encryption";
export const KEY_HEADER = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/** The values that a statement allows: `StringNotEquals: { header: aws:kms }`. */
export function askedBy({ conditions, obscure }: Statement): readonly (string | null)[] {
	const asked = conditions.filter(isNegated).flatMap(({ values }) => values.map(({ text }) => text));
	return obscure ? [...asked, null] : asked;
}

export function isNegated({ operator, key }: PolicyCondition): boolean {
	return (
		key === HEADER &&
		/^(?:ForA(?:ny|ll)Values?:)?StringNot(?:Equals|EqualsIgnoreCase|Like)(?:IfExists)?$/u.test(operator)
	);
}

/** `Null: { header: "true" }`: only uploads without it; `"false"`: only those with it. */
export function hasNull({ conditions }: Statement, wanted: "true" | "false"): boolean {
	return conditions.some(
		({ operator, key, values }) =>
			operator === "Null" && key === HEADER && values.some(({ text }) => text === wanted),
	);
}

export function isNullOnly(statement: Statement): boolean {
	return hasNull(statement, "true");
}

/** `StringNotEquals: { key's header: arn }`. With `IfExists`, even AWS's own pages disagree. */
function isOtherKey({ operator, key }: PolicyCondition): boolean {
	return key === KEY_HEADER && /^(?:String|Arn)Not(?:Equals|EqualsIgnoreCase|Like)$/u.test(operator);
}

export function namesKey({ conditions }: Statement): boolean {
	return conditions.some(isOtherKey);
}

/**
 * True if the bucket's default encrypts as the policy requires: always for S3-managed keys, since January 2023; for KMS
 * if the bucket is configured so. If the default is weaker, the statement is the only protection.
 */
export function isSatisfied(wanted: readonly (string | null)[], states: readonly BucketState[]): boolean | "unknown" {
	if (wanted.includes("AES256") || wanted.length === 0) {
		return true;
	}
	if (
		wanted.some((text) => text === null || !text.startsWith("aws:kms")) ||
		states.length === 0 ||
		states.some(({ protection }) => protection === "unknown")
	) {
		return "unknown";
	}
	return states.every(({ algorithm }) => algorithm?.startsWith("aws:kms") === true);
}

/** The condition of a statement about the key only, for a bucket whose default is a customer managed key. */
export function otherKeyOf(statement: Statement, states: readonly BucketState[]): PolicyCondition | null {
	const isGuarded =
		statement.obscure ||
		statement.conditions.some(({ key, operator }) => key !== KEY_HEADER || operator === "Null");
	return isGuarded || states.length === 0 || states.some(({ protection }) => protection !== "customer-key")
		? null
		: (statement.conditions.find(isOtherKey) ?? null);
}

/** The statement that requires KMS if none of them names a key; and the value that it requires. */
export function takingAnyKey(
	uploads: readonly Statement[],
	asked: readonly (string | null)[],
): { readonly statement: Statement; readonly value: Value } | null {
	const asksForKms = asked.length > 0 && asked.every((text) => text?.startsWith("aws:kms") === true);
	if (
		!asksForKms ||
		uploads.some(({ conditions, obscure }) => obscure || conditions.some(({ key }) => key === KEY_HEADER))
	) {
		return null;
	}
	const statement = uploads.find(({ conditions }) => conditions.some(isNegated));
	const value = statement?.conditions.find(isNegated)?.values[0]?.value;
	return statement === undefined || value === undefined ? null : { statement, value };
}
