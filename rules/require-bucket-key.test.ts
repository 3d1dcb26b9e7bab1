import { describe, expect, test } from "vitest";
import { dedent } from "../src/testing/dedent.ts";
import { lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { requireBucketKey } from "./require-bucket-key.ts";

const DATA = { id: "Orders", setting: "BucketKeyEnabled: true", when: "" };

/** A bucket whose one rule of encryption has these lines. */
function bucket(...lines: readonly string[]): string {
	const [first = "", ...rest] = lines;
	return [
		"Resources:",
		"  Orders:",
		"    Type: AWS::S3::Bucket",
		"    Properties:",
		"      BucketEncryption:",
		"        ServerSideEncryptionConfiguration:",
		`          - ${first}`,
		...rest.map((line) => `            ${line}`),
		"",
	].join("\n");
}

const KMS = "ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms }";

const STAGES = "Conditions:\n  IsProd: !Equals [!Ref AWS::StackName, prod]\n";

testRule(requireBucketKey, {
	silent: [
		{ name: "a bucket with a bucket key is fine", code: bucket(KMS, "BucketKeyEnabled: true") },
		{ name: "a text says true as well as the boolean", code: bucket(KMS, 'BucketKeyEnabled: "true"') },
		{
			name: "two layers take no bucket key",
			code: bucket("ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms:dsse }"),
		},
		{
			name: "keys of S3's own need no bucket key",
			code: bucket("ServerSideEncryptionByDefault: { SSEAlgorithm: AES256 }", "BucketKeyEnabled: false"),
		},
		{
			name: "a bucket without a configuration uses keys of S3's own",
			code: "Resources:\n  Orders: { Type: AWS::S3::Bucket }\n",
		},
		{ name: "a rule without a default says nothing of an algorithm", code: bucket("BucketKeyEnabled: false") },
		{
			name: "an algorithm that is imported is not known",
			code: bucket("ServerSideEncryptionByDefault: { SSEAlgorithm: !ImportValue Algorithm }"),
		},
		{
			name: "a parameter without a default is asked at deploy time",
			code: `Parameters:\n  Algorithm: { Type: String }\n${bucket("ServerSideEncryptionByDefault: { SSEAlgorithm: !Ref Algorithm }")}`,
		},
		{ name: "a switch that is imported is not known", code: bucket(KMS, "BucketKeyEnabled: !ImportValue Switch") },
		{
			name: "an include may add the switch",
			code: bucket(KMS, "Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/k.yaml } }"),
		},
		{
			name: "a directory bucket has a bucket key always",
			code: "Resources:\n  Orders:\n    Type: AWS::S3Express::DirectoryBucket\n    Properties:\n      BucketEncryption:\n        ServerSideEncryptionConfiguration:\n          - ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms }\n",
		},
		{
			name: "the bucket key is off where the algorithm is not KMS",
			code: `${STAGES}${bucket("ServerSideEncryptionByDefault: { SSEAlgorithm: !If [IsProd, aws:kms, AES256] }", "BucketKeyEnabled: !If [IsProd, true, false]")}`,
		},
		{
			name: "a value of the command line decides",
			code: `Parameters:\n  Switch: { Type: String, Default: "false" }\n${bucket(KMS, "BucketKeyEnabled: !Ref Switch")}`,
			parameters: { Switch: "true" },
		},
	],
	found: [
		{
			name: "a KMS key without a bucket key, in YAML; the pair joins the rule",
			code: bucket("ServerSideEncryptionByDefault:", "  SSEAlgorithm: aws:kms # under aws/s3"),
			errors: [{ messageId: "missingBucketKey", data: DATA, line: 8, column: 29, endLine: 8, endColumn: 36 }],
			output: bucket(
				"ServerSideEncryptionByDefault:",
				"  SSEAlgorithm: aws:kms # under aws/s3",
				"BucketKeyEnabled: true",
			),
		},
		{
			name: "a switch that is off is pointed at and replaced",
			code: bucket(KMS, "BucketKeyEnabled: false # saves nothing"),
			errors: [{ messageId: "missingBucketKey", data: DATA, line: 8, column: 31, endLine: 8, endColumn: 36 }],
			output: bucket(KMS, "BucketKeyEnabled: true # saves nothing"),
		},
		{
			name: "AWS::NoValue is nothing",
			code: bucket(KMS, "BucketKeyEnabled: !Ref AWS::NoValue"),
			errors: [{ messageId: "missingBucketKey", data: DATA, line: 7 }],
			output: bucket(KMS, "BucketKeyEnabled: true"),
		},
		{
			name: "a bucket in JSON",
			filename: "template.json",
			code: '{ "Resources": { "Orders": { "Type": "AWS::S3::Bucket", "Properties": { "BucketEncryption": { "ServerSideEncryptionConfiguration": [{ "ServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms" } }] } } } } }',
			errors: [
				{
					messageId: "missingBucketKey",
					data: { ...DATA, setting: '"BucketKeyEnabled": true' },
					line: 1,
					column: 186,
					endLine: 1,
					endColumn: 195,
				},
			],
			output: '{ "Resources": { "Orders": { "Type": "AWS::S3::Bucket", "Properties": { "BucketEncryption": { "ServerSideEncryptionConfiguration": [{ "ServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms" }, "BucketKeyEnabled": true }] } } } } }',
		},
		{
			name: "a customer managed key is asked as often as any other, on each of its branches: one finding, without them",
			code: `${STAGES}${bucket("ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms, KMSMasterKeyID: !If [IsProd, !ImportValue Key, alias/aws/s3] }")}`,
			errors: [{ messageId: "missingBucketKey", data: DATA, line: 9 }],
			output: `${STAGES}${bucket("ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms, KMSMasterKeyID: !If [IsProd, !ImportValue Key, alias/aws/s3] }", "BucketKeyEnabled: true")}`,
		},
		{
			name: "a parameter decides, and its default is not overwritten",
			code: `Parameters:\n  Switch: { Type: String, Default: "false" }\n${bucket(KMS, "BucketKeyEnabled: !Ref Switch")}`,
			errors: [{ messageId: "missingBucketKey", data: DATA, line: 10, column: 31 }],
		},
		{
			name: "beside an algorithm that another value may replace nothing is set",
			code: `Parameters:\n  Algorithm: { Type: String, Default: "aws:kms" }\n${bucket("ServerSideEncryptionByDefault: { SSEAlgorithm: !Ref Algorithm }")}`,
			errors: [{ messageId: "missingBucketKey", data: DATA, line: 9 }],
		},
		{
			name: "a branch is named, and the choice is the author's",
			code: `${STAGES}${bucket("ServerSideEncryptionByDefault: { SSEAlgorithm: !If [IsProd, aws:kms, AES256] }")}`,
			errors: [
				{
					messageId: "missingBucketKey",
					data: { ...DATA, when: " if condition 'IsProd' is true" },
					line: 9,
				},
			],
		},
		{
			name: "a switch that is off on one branch is named with it",
			code: `${STAGES}${bucket(KMS, "BucketKeyEnabled: !If [IsProd, true, false]")}`,
			errors: [
				{
					messageId: "missingBucketKey",
					data: { ...DATA, when: " if condition 'IsProd' is false" },
					line: 10,
					column: 50,
				},
			],
		},
		{
			name: "a rule that stands on a branch is mended in it",
			code: `${STAGES}${dedent`
				Resources:
				  Orders:
				    Type: AWS::S3::Bucket
				    Properties:
				      BucketEncryption:
				        ServerSideEncryptionConfiguration:
				          - !If
				            - IsProd
				            - ServerSideEncryptionByDefault:
				                SSEAlgorithm: aws:kms
				            - ServerSideEncryptionByDefault:
				                SSEAlgorithm: AES256
			`}`,
			errors: [
				{
					messageId: "missingBucketKey",
					data: { ...DATA, when: " if condition 'IsProd' is true" },
					line: 12,
					column: 31,
				},
			],
			output: `${STAGES}${dedent`
				Resources:
				  Orders:
				    Type: AWS::S3::Bucket
				    Properties:
				      BucketEncryption:
				        ServerSideEncryptionConfiguration:
				          - !If
				            - IsProd
				            - ServerSideEncryptionByDefault:
				                SSEAlgorithm: aws:kms
				              BucketKeyEnabled: true
				            - ServerSideEncryptionByDefault:
				                SSEAlgorithm: AES256
			`}`,
		},
		{
			name: "a policy that asks for the ARN of an object would refuse the bucket's, so nothing is set",
			code: `${bucket(KMS)}${dedent`
				  Key:
				    Type: AWS::KMS::Key
				    Properties:
				      KeyPolicy:
				        Statement:
				          - Effect: Allow
				            Principal: "*"
				            Action: kms:Decrypt
				            Resource: "*"
				            Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::orders/*" } }
			`}`,
			errors: [{ messageId: "missingBucketKey", data: DATA, line: 7 }],
		},
	],
});

describe("what only deploy time knows", () => {
	test("is listed with why and where", () => {
		const { messages, details } = lintTemplate(bucket(KMS, "BucketKeyEnabled: !ImportValue Switch"), {
			"require-bucket-key": {},
		});
		expect(messages).toEqual([]);
		expect(details.unknown).toMatchObject([
			{
				rule: "require-bucket-key",
				resource: { id: "Orders" },
				property: "BucketEncryption.ServerSideEncryptionConfiguration.BucketKeyEnabled",
			},
		]);
	});
});
