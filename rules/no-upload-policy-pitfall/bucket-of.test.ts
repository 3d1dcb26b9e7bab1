import { expect, test } from "vitest";
import { readFile } from "../../src/languages/template/read-file.ts";
import { bucketOf } from "./bucket-of.ts";

/** The id of the bucket that a policy is for. */
function idOf(bucket: unknown): string | null {
	const { stack } = readFile(
		JSON.stringify({
			Parameters: { Given: { Type: "String" } },
			Conditions: { C: { "Fn::Equals": [{ Ref: "Given" }, "x"] } },
			Resources: {
				Other: { Type: "AWS::S3::Bucket" },
				One: { Type: "AWS::S3::Bucket", Properties: { BucketName: "orders" } },
				Topic: { Type: "AWS::SNS::Topic" },
				P: { Type: "AWS::S3::BucketPolicy", Properties: { Bucket: bucket } },
			},
		}),
		"template.json",
		{ parameterOverrides: {} },
	);
	const policy = stack?.resource("P");
	return policy === undefined ? "no policy" : (bucketOf(policy)?.id ?? null);
}

test.each([
	["a reference to it", { Ref: "One" }, "One"],
	["its name", "orders", "One"],
	["another name", "invoices", null],
	["a reference to something else", { Ref: "Topic" }, null],
	["a reference to nothing", { Ref: "Missing" }, null],
	["a parameter", { Ref: "Given" }, null],
	["an import", { "Fn::ImportValue": "bucket" }, null],
	["one of two", { "Fn::If": ["C", { Ref: "One" }, { Ref: "Other" }] }, null],
	["it, or one of another stack", { "Fn::If": ["C", { Ref: "One" }, { "Fn::ImportValue": "bucket" }] }, null],
	["nothing", undefined, null],
])("a policy is for the bucket that is named by %s", (_, bucket, id) => {
	expect(idOf(bucket)).toBe(id);
});
