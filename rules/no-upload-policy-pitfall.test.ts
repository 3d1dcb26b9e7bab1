import { describe, expect, test } from "vitest";
import { dedent } from "../src/testing/dedent.ts";
import { lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { noUploadPolicyPitfall } from "./no-upload-policy-pitfall.ts";

const HEADER = "s3:x-amz-server-side-encryption";
const KEY_HEADER = `${HEADER}-aws-kms-key-id`;
const KMS = "SSEAlgorithm: 'aws:kms', KMSMasterKeyID: !GetAtt K.Arn";

/** A bucket with a default, and its policy with statements, in flow. */
const policy = (byDefault: string | null, ...conditions: readonly string[]): string =>
	[
		"Resources:",
		"  K: { Type: AWS::KMS::Key }",
		`  B: { Type: AWS::S3::Bucket${byDefault === null ? "" : `, Properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { ${byDefault} } }] } }`} }`,
		`  P: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref B, PolicyDocument: { Statement: [${conditions.map((condition) => `{ Effect: Deny, Principal: '*', Action: 's3:PutObject', Resource: '*', Condition: ${condition} }`).join(", ")}] } } }`,
		"",
	].join("\n");

const NOT_KMS = `{ StringNotEquals: { '${HEADER}': 'aws:kms' } }`;
const RIGHT = `{ Null: { '${HEADER}': 'false' }, StringNotEquals: { '${HEADER}': 'aws:kms' } }`;
const OTHER_KEY = `{ Null: { '${KEY_HEADER}': 'false' }, StringNotEquals: { '${KEY_HEADER}': !GetAtt K.Arn } }`;

testRule(noUploadPolicyPitfall, {
	silent: [
		{ name: "a wrong header or key alone is denied", code: policy(KMS, RIGHT, OTHER_KEY) },
		{
			name: "the bucket's default is weaker, so the statement is the only protection",
			code: policy("SSEAlgorithm: AES256", NOT_KMS),
		},
		{
			name: "the bucket sets no default of its own",
			code: policy(null, NOT_KMS, `{ Null: { '${HEADER}': 'true' } }`),
		},
		{ name: "a policy about transport", code: policy(KMS, "{ Bool: { 'aws:SecureTransport': 'false' } }") },
		{
			name: "the bucket is another template's",
			code: policy(KMS, NOT_KMS).replace("!Ref B", "!ImportValue Bucket"),
		},
		{ name: "the key is AWS's own, so there is none to keep to", code: policy("SSEAlgorithm: 'aws:kms'", RIGHT) },
		{
			name: "a key is asked for where the bucket's default names none",
			code: policy("SSEAlgorithm: AES256", `{ StringNotEquals: { '${KEY_HEADER}': !GetAtt K.Arn } }`),
		},
		{
			name: "a key with `IfExists`",
			code: policy(KMS, `{ ArnNotEqualsIfExists: { '${KEY_HEADER}': !GetAtt K.Arn } }`),
		},
		{ name: "an Allow", code: policy(KMS, NOT_KMS).replace("Effect: Deny", "Effect: Allow") },
		{ name: "another action", code: policy(KMS, NOT_KMS).replace("s3:PutObject", "s3:GetObject") },
		{
			name: "a value that only deploy time knows",
			code: policy(KMS, `{ StringNotEquals: { '${HEADER}': !ImportValue Algorithm } }`),
		},
	],
	found: [
		{
			name: "uploads that rely on the bucket's default",
			code: policy(KMS, NOT_KMS, OTHER_KEY),
			errors: [
				{
					messageId: "blocksDefault",
					data: { id: "P", operator: "StringNotEquals", setting: `Null: { ${HEADER}: false }`, when: "" },
					line: 4,
					column: 235,
					suggestions: [
						{
							messageId: "addNull",
							output: policy(
								KMS,
								`{ StringNotEquals: { '${HEADER}': 'aws:kms' }, "Null": { s3:x-amz-server-side-encryption: "false" } }`,
								OTHER_KEY,
							),
						},
					],
				},
			],
		},
		{
			name: "`IfExists` lets nothing through: IAM takes an absent header for a match",
			code: policy(KMS, `{ StringNotEqualsIfExists: { '${HEADER}': 'aws:kms' } }`, OTHER_KEY),
			errors: [{ messageId: "blocksDefault", suggestions: 1 }],
		},
		{
			name: "uploads that leave the key to the bucket's default",
			code: policy(KMS, `{ StringNotEquals: { '${KEY_HEADER}': !GetAtt K.Arn } }`),
			errors: [
				{
					messageId: "blocksDefault",
					data: { id: "P", operator: "StringNotEquals", setting: `Null: { ${KEY_HEADER}: false }`, when: "" },
					suggestions: [
						{
							messageId: "addNull",
							output: policy(
								KMS,
								`{ StringNotEquals: { '${KEY_HEADER}': !GetAtt K.Arn }, "Null": { ${KEY_HEADER}: "false" } }`,
							),
						},
					],
				},
			],
		},
		{
			name: "every bucket encrypts by default since 2023",
			code: policy(null, `{ StringNotEquals: { '${HEADER}': AES256 } }`),
			errors: [{ messageId: "blocksDefault", suggestions: 1 }],
		},
		{
			name: "also one of another template",
			code: policy(null, `{ StringNotEquals: { '${HEADER}': [AES256, 'aws:kms'] } }`).replace(
				"!Ref B",
				"!ImportValue Bucket",
			),
			errors: [{ messageId: "blocksDefault", suggestions: 1 }],
		},
		{
			name: "a statement that denies exactly the uploads without a header",
			code: policy(KMS, `{ Null: { '${HEADER}': 'true' } }`, OTHER_KEY),
			errors: [
				{
					messageId: "requiresHeader",
					data: { id: "P", when: "" },
					suggestions: [
						{
							messageId: "denyWrongHeader",
							output: policy(
								KMS,
								`{ "Null": { s3:x-amz-server-side-encryption: "false" }, StringNotEquals: { s3:x-amz-server-side-encryption: aws:kms } }`,
								OTHER_KEY,
							),
						},
					],
				},
			],
		},
		{
			name: "a policy that takes any key",
			code: dedent`
				Resources:
				  K: { Type: AWS::KMS::Key }
				  B:
				    Type: AWS::S3::Bucket
				    Properties:
				      BucketEncryption:
				        ServerSideEncryptionConfiguration:
				          - ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms, KMSMasterKeyID: !Ref K }
				  P:
				    Type: AWS::S3::BucketPolicy
				    Properties:
				      Bucket: !Ref B
				      PolicyDocument:
				        Statement:
				          - Effect: Deny
				            Principal: "*"
				            Action: s3:PutObject
				            Resource: !Sub \${B.Arn}/*
				            Condition:
				              "Null": { s3:x-amz-server-side-encryption: "false" }
				              StringNotEquals: { s3:x-amz-server-side-encryption: aws:kms } # only KMS
			`,
			errors: [
				{
					messageId: "anyKey",
					data: { id: "P", when: "" },
					line: 21,
					column: 67,
					suggestions: [
						{
							messageId: "addKeyStatement",
							output: dedent`
								Resources:
								  K: { Type: AWS::KMS::Key }
								  B:
								    Type: AWS::S3::Bucket
								    Properties:
								      BucketEncryption:
								        ServerSideEncryptionConfiguration:
								          - ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms, KMSMasterKeyID: !Ref K }
								  P:
								    Type: AWS::S3::BucketPolicy
								    Properties:
								      Bucket: !Ref B
								      PolicyDocument:
								        Statement:
								          - Effect: Deny
								            Principal: "*"
								            Action: s3:PutObject
								            Resource: !Sub \${B.Arn}/*
								            Condition:
								              "Null": { s3:x-amz-server-side-encryption: "false" }
								              StringNotEquals: { s3:x-amz-server-side-encryption: aws:kms } # only KMS
								          - Sid: DenyOtherKeys
								            Effect: Deny
								            Principal: "*"
								            Action: s3:PutObject
								            Resource: !Sub "\${B.Arn}/*"
								            Condition:
								              "Null":
								                s3:x-amz-server-side-encryption-aws-kms-key-id: "false"
								              StringNotEquals:
								                s3:x-amz-server-side-encryption-aws-kms-key-id: !GetAtt K.Arn
							`,
						},
					],
				},
			],
		},
	],
});

describe("an operator of IAM", () => {
	/** Every operator that compares texts or ARNs, bare, for sets of values, and where the key may be missing. */
	const operators = ["String", "Arn"].flatMap((type) =>
		[
			"Equals",
			"NotEquals",
			"Like",
			"NotLike",
			...(type === "String" ? ["EqualsIgnoreCase", "NotEqualsIgnoreCase"] : []),
		].flatMap((comparison) =>
			["", "ForAnyValue:", "ForAllValues:", "My"].flatMap((set) =>
				["", "IfExists", "s"].map((tail) => ({
					type,
					comparison,
					set,
					tail,
					operator: `${set}${type}${comparison}${tail}`,
				})),
			),
		),
	);
	const found = (code: string): readonly (string | undefined)[] =>
		lintTemplate(code, { "no-upload-policy-pitfall": {} }).messages.map(({ messageId }) => messageId);

	test.each(operators)(
		"$operator of the algorithm matches a header that is absent only where it negates",
		({ type, comparison, set, tail, operator }) => {
			const negates = type === "String" && comparison.startsWith("Not") && set !== "My" && tail !== "s";
			expect(found(policy(KMS, `{ '${operator}': { '${HEADER}': 'aws:kms' } }`, OTHER_KEY))).toEqual(
				negates ? ["blocksDefault"] : [],
			);
		},
	);

	test.each(operators)(
		"$operator of the key does so, and with `IfExists` nobody is sure",
		({ comparison, set, tail, operator }) => {
			const negates = comparison.startsWith("Not") && set === "" && tail === "";
			expect(found(policy(KMS, `{ '${operator}': { '${KEY_HEADER}': !GetAtt K.Arn } }`))).toEqual(
				negates ? ["blocksDefault"] : [],
			);
		},
	);
});
