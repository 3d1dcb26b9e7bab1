import { describe, expect, test } from "vitest";
import { covers } from "./policy.ts";

describe("a pattern of a policy", () => {
	test.each([
		["kms:Decrypt", "kms:Decrypt", true],
		["KMS:decrypt", "kms:Decrypt", true],
		["kms:*", "kms:Decrypt", true],
		["*", "kms:Decrypt", true],
		["kms:D*", "kms:Decrypt", true],
		["kms:*crypt", "kms:Decrypt", true],
		["kms:De?rypt", "kms:Decrypt", true],
		["kms:ReEncrypt*", "kms:ReEncryptFrom", true],
		["kms:Describe*", "kms:Decrypt", false],
		["kms:Encrypt", "kms:Decrypt", false],
		["s3:*", "kms:Decrypt", false],
		["kms:Decrypt?", "kms:Decrypt", false],
		["", "kms:Decrypt", false],
	])("%s and %s: %s", (pattern, text, expected) => {
		expect(covers(pattern, text)).toBe(expected);
	});

	test("that is made to be slow is not", () => {
		expect(covers(`${"*a".repeat(200)}b`, "a".repeat(2000))).toBe(false);
	});
});
