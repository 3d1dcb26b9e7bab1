import { describe, expect, test } from "vitest";
import { dedent } from "../src/testing/dedent.ts";
import { lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { noWildcardDecrypt } from "./no-wildcard-decrypt.ts";

/** A managed policy of one statement, in flow, after a key and its alias. */
const policy = (statement: string): string =>
	`Resources:\n  K: { Type: AWS::KMS::Key }\n  A: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/orders, TargetKeyId: !Ref K } }\n  P: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: { Statement: [{ ${statement} }] } } }\n`;

/** A function of SAM with one policy template, in flow, after a key and its alias. */
const template = (policyTemplate: string, type = "Function"): string =>
	`Transform: AWS::Serverless-2016-10-31\nResources:\n  K: { Type: AWS::KMS::Key }\n  A: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/orders, TargetKeyId: !Ref K } }\n  F: { Type: AWS::Serverless::${type}, Properties: { Policies: [{ ${policyTemplate} }] } }\n`;

testRule(noWildcardDecrypt, {
	silent: [
		{ name: "a policy template with the ID of a key", code: template("KMSDecryptPolicy: { KeyId: !Ref K }") },
		{
			name: "a policy template with the ID of a key elsewhere",
			code: template("KMSDecryptPolicy: { KeyId: 1234abcd-12ab-34cd-56ef-1234567890ab }"),
		},
		{
			name: "a policy template with a key that only deploy time knows",
			code: template("KMSDecryptPolicy: { KeyId: !ImportValue KeyId }"),
		},
		{ name: "encrypting with every key", code: template('KMSEncryptPolicy: { KeyId: "*" }') },
		{ name: "a policy template without its argument", code: template("KMSDecryptPolicy: {}") },
		{
			name: "SAM ignores policy templates beside a `Role`",
			code: template('KMSDecryptPolicy: { KeyId: "*" }').replace("Policies", "Role: !ImportValue Role, Policies"),
		},
		{
			name: "grants for services of AWS alone",
			code: policy(
				"Effect: Allow, Action: 'kms:CreateGrant', Resource: '*', Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } }",
			),
		},
		{ name: "one key", code: policy("Effect: Allow, Action: 'kms:Decrypt', Resource: !GetAtt K.Arn") },
		{
			name: "one key by its id",
			code: policy(
				"Effect: Allow, Action: 'kms:Decrypt', Resource: !Sub 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/${K}'",
			),
		},
		{
			name: "a key of a parameter",
			code: `Parameters: { KeyArn: { Type: String } }\n${policy("Effect: Allow, Action: 'kms:Decrypt', Resource: !Ref KeyArn")}`,
		},
		{ name: "a Deny", code: policy("Effect: Deny, Action: 'kms:*', Resource: '*'") },
		{
			name: "another action of KMS",
			code: policy("Effect: Allow, Action: ['kms:Encrypt', 'kms:Describe*', 'kms:ListAliases'], Resource: '*'"),
		},
		{
			name: "a permissions boundary",
			code: `${policy("Effect: Allow, Action: 'kms:*', Resource: '*'")}  R: { Type: AWS::IAM::Role, Properties: { PermissionsBoundary: !Ref P } }\n`,
		},
		{ name: "another service", code: policy("Effect: Allow, Action: 's3:*', Resource: '*'") },
		{
			name: "an administrator is another rule's affair",
			code: policy("Effect: Allow, Action: '*', Resource: '*'"),
		},
		{
			name: "aliases of keys as a condition",
			code: policy(
				"Effect: Allow, Action: 'kms:Decrypt', Resource: '*', Condition: { ForAnyValue:StringEquals: { 'kms:ResourceAliases': alias/orders } }",
			),
		},
		{
			name: "one service as a condition",
			code: policy(
				"Effect: Allow, Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'kms:ViaService': !Sub 'ssm.${AWS::Region}.amazonaws.com' } }",
			),
		},
		{
			name: "an encryption context as a condition",
			code: policy(
				"Effect: Allow, Action: 'kms:Decrypt', Resource: '*', Condition: { StringLike: { 'kms:EncryptionContext:PARAMETER_ARN': 'arn:aws:ssm:*:*:parameter/orders/*' } }",
			),
		},
		{
			name: "a condition that only deploy time knows",
			code: policy("Effect: Allow, Action: 'kms:Decrypt', Resource: '*', Condition: !If [A, !Ref B, !Ref C]"),
		},
		{
			name: "an effect that only deploy time knows",
			code: policy("Effect: !ImportValue Effect, Action: 'kms:Decrypt', Resource: '*'"),
		},
		{
			name: "a resource that only deploy time knows",
			code: policy("Effect: Allow, Action: 'kms:Decrypt', Resource: !ImportValue KeyArn"),
		},
		{
			name: "an alias may be made by its name",
			code: policy(
				"Effect: Allow, Action: ['kms:CreateAlias', 'kms:UpdateAlias'], Resource: 'arn:aws:kms:eu-west-1:111122223333:alias/orders'",
			),
		},
		{
			name: "a key policy means this key by `*`",
			code: "Resources:\n  K: { Type: AWS::KMS::Key, Properties: { KeyPolicy: { Statement: [{ Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*' }] } } }\n",
		},
		{
			name: "SAM ignores `Policies` beside a `Role`",
			code: "Transform: AWS::Serverless-2016-10-31\nResources:\n  F: { Type: AWS::Serverless::Function, Properties: { Role: !ImportValue Role, Policies: [{ Statement: [{ Effect: Allow, Action: 'kms:Decrypt', Resource: '*' }] }] } }\n",
		},
	],
	found: [
		{
			name: "every key",
			code: policy("Effect: Allow, Action: ['kms:Encrypt', 'kms:Decrypt'], Resource: '*'"),
			errors: [
				{
					messageId: "everyKey",
					data: { id: "P", action: "kms:Decrypt", when: "" },
					line: 4,
					column: 150,
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "K" },
							output: policy(
								"Effect: Allow, Action: ['kms:Encrypt', 'kms:Decrypt'], Resource: !GetAtt K.Arn",
							),
						},
					],
				},
			],
		},
		{
			name: "actions of other services keep what they need",
			code: policy("Effect: Allow, Action: ['s3:GetObject', 'kms:Decrypt'], Resource: '*'"),
			errors: [{ messageId: "everyKey" }],
		},
		{
			name: "every action of KMS",
			code: policy("Effect: Allow, Action: 'kms:*', Resource: '*'"),
			errors: [{ messageId: "everyKey", suggestions: 1 }],
		},
		{
			name: "a pattern that takes decrypting in",
			code: policy("Effect: Allow, Action: 'kms:De*', Resource: '*'"),
			errors: [{ messageId: "everyKey", suggestions: 1 }],
		},
		{
			name: "who may grant may grant decryption",
			code: policy("Effect: Allow, Action: 'kms:CreateGrant', Resource: '*'"),
			errors: [{ messageId: "everyKey", data: { id: "P", action: "kms:CreateGrant", when: "" }, suggestions: 1 }],
		},
		...["Function", "StateMachine"].map((type) => ({
			name: `a policy template with every key, of a ${type}`,
			code: template('KMSDecryptPolicy: { KeyId: "*" }', type),
			errors: [
				{
					messageId: "everyKey",
					data: { id: "F", action: "kms:Decrypt", when: "" },
					line: 5,
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "K" },
							output: template("KMSDecryptPolicy: { KeyId: !Ref K }", type),
						},
					],
				},
			],
		})),
		...["alias/orders", "!Ref A"].map((alias) => ({
			name: `a policy template with an alias, ${alias}`,
			code: template(`KMSDecryptPolicy: { KeyId: ${alias} }`),
			errors: [
				{
					messageId: "aliasResource",
					data: { id: "F", action: "kms:Decrypt", when: "" },
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "K" },
							output: template("KMSDecryptPolicy: { KeyId: !Ref K }"),
						},
					],
				},
			],
		})),
		{
			name: "a policy template with an ARN, of which it makes an ARN again",
			code: template("KMSEncryptPolicy: { KeyId: !GetAtt K.Arn }"),
			errors: [
				{
					messageId: "arnAsKeyId",
					data: { id: "F", template: "KMSEncryptPolicy", when: "" },
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "K" },
							output: template("KMSEncryptPolicy: { KeyId: !Ref K }"),
						},
					],
				},
			],
		},
		{
			name: "a policy template with the ARN of a key elsewhere",
			code: template("KMSDecryptPolicy: { KeyId: !Sub 'arn:aws:kms:${AWS::Region}:111122223333:key/abc' }"),
			errors: [{ messageId: "arnAsKeyId", data: { id: "F", template: "KMSDecryptPolicy", when: "" } }],
		},
		{
			name: "re-encrypting is decrypting",
			code: policy("Effect: Allow, Action: 'kms:ReEncrypt*', Resource: '*'"),
			errors: [{ messageId: "everyKey", suggestions: 1 }],
		},
		{
			name: "every key of the account",
			code: policy(
				"Effect: Allow, Action: 'kms:Decrypt', Resource: !Sub 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*'",
			),
			errors: [{ messageId: "everyKey", suggestions: 1 }],
		},
		{
			name: "every key in the pieces of a `Fn::Join`",
			code: policy(
				"Effect: Allow, Action: 'kms:Decrypt', Resource: !Join [':', [arn:aws:kms, !Ref 'AWS::Region', !Ref 'AWS::AccountId', 'key/*']]",
			),
			errors: [{ messageId: "everyKey", suggestions: 1 }],
		},
		{
			name: "one of several resources",
			code: policy("Effect: Allow, Action: 'kms:Decrypt', Resource: [!GetAtt K.Arn, '*']"),
			errors: [{ messageId: "everyKey" }],
		},
		{
			name: "a condition that takes in requests that say nothing",
			code: policy(
				"Effect: Allow, Action: 'kms:Decrypt', Resource: '*', Condition: { StringLikeIfExists: { 'kms:ViaService': 's3.*' } }",
			),
			errors: [{ messageId: "everyKey", suggestions: 1 }],
		},
		{
			name: "a condition that takes everything in",
			code: policy(
				"Effect: Allow, Action: 'kms:Decrypt', Resource: '*', Condition: { StringLike: { 'kms:ViaService': '*' } }",
			),
			errors: [{ messageId: "everyKey", suggestions: 1 }],
		},
		{
			name: "a condition about something else",
			code: policy(
				"Effect: Allow, Action: 'kms:Decrypt', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } }",
			),
			errors: [{ messageId: "everyKey", suggestions: 1 }],
		},
		{
			name: "an alias, which never matches",
			code: policy(
				"Effect: Allow, Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: !Sub 'arn:aws:kms:${AWS::Region}:${AWS::AccountId}:alias/orders'",
			),
			errors: [
				{
					messageId: "aliasResource",
					data: { id: "P", action: "kms:Decrypt", when: "" },
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "K" },
							output: policy(
								"Effect: Allow, Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: !GetAtt K.Arn",
							),
						},
					],
				},
			],
		},
		{
			name: "a role's own policy, under a condition of the template",
			code: dedent`
				Conditions: { IsProd: !Equals [!Ref AWS::Region, eu-west-1] }
				Resources:
				  R:
				    Type: AWS::IAM::Role
				    Properties:
				      Policies:
				        - PolicyName: read
				          PolicyDocument:
				            Statement:
				              Effect: Allow
				              Action: kms:Decrypt
				              Resource: !If [IsProd, !ImportValue Key, "*"]
			`,
			errors: [
				{
					messageId: "everyKey",
					data: { id: "R", action: "kms:Decrypt", when: " if condition 'IsProd' is false" },
					line: 12,
					column: 56,
				},
			],
		},
		{
			name: "a statement of a SAM function",
			code: "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Policies:\n        - AWSLambdaBasicExecutionRole\n        - Statement:\n            - Effect: Allow\n              Action: kms:Decrypt\n              Resource: '*'\n",
			errors: [
				{ messageId: "everyKey", data: { id: "F", action: "kms:Decrypt", when: "" }, line: 11, column: 25 },
			],
		},
	],
});

describe("what is asked", () => {
	test.each([
		"AWS::IAM::Policy",
		"AWS::IAM::ManagedPolicy",
		"AWS::IAM::RolePolicy",
		"AWS::IAM::UserPolicy",
		"AWS::IAM::GroupPolicy",
	])("%s", (type) => {
		const code = `Resources: { P: { Type: "${type}", Properties: { PolicyDocument: { Statement: { Effect: Allow, Action: 'kms:Decrypt', Resource: '*' } } } } }\n`;
		expect(lintTemplate(code, { "no-wildcard-decrypt": {} }).messages).toHaveLength(1);
	});

	test.each(["AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"])("%s", (type) => {
		const code = `Resources: { P: { Type: "${type}", Properties: { Policies: [{ PolicyDocument: { Statement: { Effect: Allow, Action: 'kms:Decrypt', Resource: '*' } } }] } } }\n`;
		expect(lintTemplate(code, { "no-wildcard-decrypt": {} }).messages).toHaveLength(1);
	});
});
