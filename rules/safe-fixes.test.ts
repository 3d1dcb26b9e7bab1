import { describe, expect, test } from "vitest";
import { describeProperty } from "../src/testing/describe-property.ts";
import { RULES } from "./index.ts";

/**
 * Why the fixes of a rule go with `--fix`: what each of them sets, the page that says that it is updated without
 * interruption, and why nothing else changes with it.
 */
const SAFE: Readonly<
	Record<
		string,
		readonly { readonly type: string; readonly path: string; readonly page: string; readonly alone: string }[]
	>
> = {
	"require-key-rotation": [
		{
			type: "AWS::KMS::Key",
			path: "EnableKeyRotation",
			page: "AWS::KMS::Key",
			alone: "KMS decrypts what an earlier version of the key encrypted; neither its id nor its policy changes (Rotate AWS KMS keys).",
		},
	],
	"require-bucket-key": [
		{
			type: "AWS::S3::Bucket",
			path: "BucketEncryption.ServerSideEncryptionConfiguration.BucketKeyEnabled",
			page: "AWS::S3::Bucket ServerSideEncryptionRule",
			alone: "Objects stay as they are, KMS costs less; not where a policy asks for the ARN of an object (Changes to note before enabling an S3 Bucket Key).",
		},
	],
	"require-environment-key": [
		{
			type: "AWS::Lambda::Function",
			path: "KmsKeyArn",
			page: "AWS::Lambda::Function",
			alone: "Only where the option names the key: whoever sets it gives the permissions (Securing Lambda environment variables).",
		},
	],
	"require-volume-encryption": [
		{
			type: "AWS::EC2::LaunchTemplate",
			path: "LaunchTemplateData.BlockDeviceMappings[].Ebs.Encrypted",
			page: "AWS::EC2::LaunchTemplate Ebs",
			alone: "A new version of the template; volumes that are there stay, new ones are under `aws/ebs`, which needs no grant (Amazon EBS encryption).",
		},
	],
	"require-encryption-at-rest": [
		{
			type: "AWS::SQS::Queue",
			path: "SqsManagedSseEnabled",
			page: "AWS::SQS::Queue",
			alone: "SSE-SQS has no price and needs no permission (Encryption at rest in Amazon SQS).",
		},
		{
			type: "AWS::ApiGateway::Stage",
			path: "MethodSettings[].CacheDataEncrypted",
			page: "AWS::ApiGateway::Stage MethodSetting",
			alone: "API Gateway encrypts and decrypts by itself (Data encryption in Amazon API Gateway).",
		},
	],
	// An attribute of a parameter: no resource is updated for it.
	"require-no-echo": [],
};

describe("a rule whose fixes are safe", () => {
	test("has its sources, and no other rule has", () => {
		expect(
			RULES.filter(({ fix }) => fix === "safe")
				.map(({ name }) => name)
				.sort(),
		).toEqual(Object.keys(SAFE).sort());
	});

	test.each(
		Object.values(SAFE)
			.flat()
			.map((row) => [`${row.type} ${row.path}`, row] as const),
	)("%s is not replaced, by the flag of the property and of all it stands in", (_, { type, path, page, alone }) => {
		const chain = describeProperty(type, path);
		expect(chain.length).toBe(path.split(".").length);
		expect(
			chain.filter(({ causesReplacement }) => causesReplacement !== undefined && causesReplacement !== "no"),
		).toEqual([]);
		expect(page.startsWith(type) && alone.endsWith(").")).toBe(true);
	});
});
