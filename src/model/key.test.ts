import { describe, expect, test } from "vitest";
import { readFile } from "../languages/template/read-file.ts";
import { readKey } from "./key.ts";
import { alternatives } from "./value.ts";

function rung(written: string, parameters: Readonly<Record<string, string>> = {}): string {
	const text = [
		"Parameters:",
		"  Asked: { Type: String }",
		'  Empty: { Type: String, Default: "" }',
		"  Own: { Type: String, Default: alias/orders }",
		"  Aws: { Type: String, Default: alias/aws/ebs }",
		"Resources:",
		"  Key: { Type: AWS::KMS::Key }",
		`  One: { Type: AWS::X::Y, Properties: { K: ${written} } }`,
	].join("\n");
	const value = readFile(text, "template.yaml", { parameterOverrides: parameters }).stack?.resource("One")?.get("K");
	return value === undefined
		? "?"
		: alternatives(value)
				.map((one) => readKey(one.value, "none"))
				.join(" ");
}

describe("the rung of a property that names a key", () => {
	test.each([
		["!Ref AWS::NoValue", "none"],
		['""', "none"],
		['"  "', "none"],
		["~", "none"],
		["alias/aws/lambda", "provider-key"],
		["arn:aws:kms:eu-west-1:111122223333:alias/aws/s3", "provider-key"],
		["arn:aws-us-gov:kms:us-gov-west-1:111122223333:alias/aws/s3", "provider-key"],
		['!Sub "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/ebs"', "provider-key"],
		['!Join [":", ["arn:aws:kms", !Ref AWS::Region, !Ref AWS::AccountId, "alias/aws/ebs"]]', "provider-key"],
		["AWS_OWNED_KMS_KEY", "provider-owned"],
		["alias/orders", "customer-key"],
		["alias/aws-orders", "customer-key"],
		["1234abcd-12ab-34cd-56ef-1234567890ab", "customer-key"],
		["mrk-1234abcd12ab34cd56ef1234567890ab", "customer-key"],
		["!GetAtt Key.Arn", "customer-key"],
		["!Ref Key", "customer-key"],
		["!ImportValue Key", "customer-key"],
		["!Ref Asked", "customer-key"],
		["!Ref Empty", "none"],
		["!Ref Own", "customer-key"],
		["!Ref Aws", "provider-key"],
		['"{{resolve:ssm:/orders/key}}"', "customer-key"],
		["!Split [',', x]", "unknown"],
		["[a]", "unknown"],
		["{ A: b }", "unknown"],
		["!If [Nobody, alias/orders, alias/aws/ebs]", "customer-key provider-key"],
	])("%s is %s", (written, expected) => {
		expect(rung(written)).toBe(expected);
	});

	test("is that of the value that the command line gives", () => {
		expect(rung("!Ref Own", { Own: "alias/aws/ebs" })).toBe("provider-key");
	});
});
