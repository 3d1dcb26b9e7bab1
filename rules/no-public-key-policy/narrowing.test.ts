import { describe, expect, test } from "vitest";
import { askTemplate } from "../../src/testing/rule-tester.ts";

/** How often a key is reported that anybody may use, under such a condition. */
function found(operator: string, key: string, value: string): number {
	const text = JSON.stringify({
		Resources: {
			K: {
				Type: "AWS::KMS::Key",
				Properties: {
					KeyPolicy: {
						Statement: [
							{
								Effect: "Allow",
								Principal: "*",
								Action: "kms:Decrypt",
								Resource: "*",
								Condition: { [operator]: { [key]: value } },
							},
						],
					},
				},
			},
		},
	});
	return askTemplate(text, { "no-public-key-policy": {} }, "template.json").findings.length;
}

// "AWS global condition context keys", AWS IAM User Guide; "AWS KMS condition keys", AWS KMS Developer Guide.
describe("a condition on who asks, or from where", () => {
	test.each([
		["StringEquals", "kms:CallerAccount", "111122223333"],
		["StringEquals", "aws:PrincipalAccount", "111122223333"],
		["ArnEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/app"],
		["StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"],
		["StringEquals", "aws:PrincipalOrgPaths", "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/"],
		["StringEquals", "aws:PrincipalTag/team", "orders"],
		["StringEquals", "aws:PrincipalServiceName", "logs.amazonaws.com"],
		["ForAnyValue:StringEquals", "aws:PrincipalServiceNamesList", "logs.amazonaws.com"],
		["StringEquals", "aws:SourceAccount", "111122223333"],
		["ArnEquals", "aws:SourceArn", "arn:aws:s3:::orders"],
		["StringEquals", "aws:SourceOrgID", "o-a1b2c3d4e5"],
		["StringEquals", "aws:SourceOrgPaths", "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/"],
		["StringEquals", "aws:SourceVpc", "vpc-111bbb22"],
		["StringEquals", "aws:SourceVpce", "vpce-1a2b3c4d"],
		["IpAddress", "aws:SourceIp", "203.0.113.0/24"],
		["StringEquals", "aws:userid", "AIDAEXAMPLE"],
		["StringEquals", "aws:username", "ann"],
		["StringEquals", "aws:ResourceOrgID", "o-a1b2c3d4e5"],
		["ArnEquals", "kms:GranteePrincipal", "arn:aws:iam::111122223333:role/app"],
	])("narrows who may use the key, in any case: %s of %s", (operator, key, value) => {
		for (const written of [key, key.toLowerCase(), key.toUpperCase()]) {
			expect(found(operator, written, value), written).toBe(0);
		}
	});

	test.each([
		["StringEquals", "kms:ViaService", "s3.eu-west-1.amazonaws.com"],
		["StringEquals", "kms:EncryptionContext:app", "orders"],
		["Bool", "aws:SecureTransport", "true"],
		["StringEquals", "aws:RequestedRegion", "eu-west-1"],
		["StringLike", "kms:CallerAccount", "*"],
		["IpAddress", "aws:SourceIp", "0.0.0.0/0"],
	])("leaves it to everybody otherwise: %s of %s", (operator, key, value) => {
		expect(found(operator, key, value)).toBe(1);
	});
});
