/**
 * The encryption levels of every kind of store. `provider-owned`: the service encrypts with a key that the account
 * cannot see (SSE-S3, `AES256`); `provider-key`: an AWS managed key (`aws/s3`, `aws/ebs`, `aws/lambda`), visible, but
 * with a policy that AWS writes; `customer-key`: a KMS key whose policy the account owner writes.
 *
 * Source: "AWS KMS keys", AWS KMS Developer Guide: AWS owned, AWS managed and customer managed keys.
 */
export const RUNGS = ["none", "provider-owned", "provider-key", "customer-key"] as const;

export type Rung = (typeof RUNGS)[number];

/** A level, or `unknown` if it is not known until deployment. */
export type Protection = Rung | "unknown";

/** True if `protection` is certainly below `minimum`; never for `unknown`. */
export function isBelow(protection: Protection, minimum: Rung): boolean {
	return protection !== "unknown" && RUNGS.indexOf(protection) < RUNGS.indexOf(minimum);
}
