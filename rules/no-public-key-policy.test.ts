import { dedent } from "../src/testing/dedent.ts";
import { testRule } from "../src/testing/rule-tester.ts";
import { noPublicKeyPolicy } from "./no-public-key-policy.ts";

/** A key whose policy has one statement, in flow. */
const key = (statement: string, type = "AWS::KMS::Key"): string =>
	`Resources:\n  K: { Type: "${type}", Properties: { KeyPolicy: { Statement: [{ ${statement} }] } } }\n`;

/** A CDK app with a key and one line. */
const app = (line: string): string =>
	`import { App, Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
const stack = new Stack(new App(), "Keys");
const key = new kms.Key(stack, "Key", { enableKeyRotation: true });
${line}
`;

testRule(noPublicKeyPolicy, {
	silent: [
		...[
			'key.grantEncryptDecrypt(new iam.AccountPrincipal("444455556666"));',
			'key.grantDecrypt(new iam.Role(stack, "R", { assumedBy: new iam.AnyPrincipal() }));',
			'key.grantDecrypt(new iam.ServicePrincipal("logs.amazonaws.com"));',
			'key.grantDecrypt(new iam.AnyPrincipal().withConditions({ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3" } }));',
			'key.grantDecrypt(new iam.PrincipalWithConditions(new iam.AnyPrincipal(), { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3" } }));',
			'key.grantDecrypt(new iam.OrganizationPrincipal("o-a1b2c3"));',
			"key.grantDecrypt(everyone());",
		].map((code) => ({ name: code, filename: "stack.ts", code: app(code) })),
		{
			name: "conditions that a method of another class adds to",
			filename: "stack.ts",
			code: `import * as cdk from "aws-cdk-lib";
import { Base } from "./base";
export class Keys extends Base {
	constructor(scope: cdk.App) {
		super(scope, "Keys");
		new cdk.aws_kms.Key(this, "Key").addToResourcePolicy(
			new cdk.aws_iam.PolicyStatement({
				principals: [new cdk.aws_iam.AnyPrincipal()],
				actions: ["kms:Decrypt"],
				resources: ["*"],
				conditions: { StringEquals: { "kms:ViaService": "s3.amazonaws.com", ...this.onlyOurOrganization() } },
			}),
		);
	}
}`,
		},
		{ name: "a key without a policy gets the account's", code: "Resources: { K: { Type: AWS::KMS::Key } }" },
		{
			name: "this account",
			code: key(
				"Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*'",
			),
		},
		{
			name: "a role of this template",
			code: key("Effect: Allow, Principal: { AWS: !GetAtt Role.Arn }, Action: 'kms:Decrypt', Resource: '*'"),
		},
		{
			name: "a service is somebody",
			code: key(
				"Effect: Allow, Principal: { Service: logs.amazonaws.com }, Action: 'kms:Decrypt', Resource: '*'",
			),
		},
		{ name: "a Deny to everybody", code: key("Effect: Deny, Principal: '*', Action: 'kms:*', Resource: '*'") },
		{
			name: "everybody of one account",
			code: key(
				"Effect: Allow, Principal: { AWS: '*' }, Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'kms:CallerAccount': !Ref 'AWS::AccountId', 'kms:ViaService': s3.eu-west-1.amazonaws.com } }",
			),
		},
		{
			name: "everybody of an organisation",
			code: key(
				"Effect: Allow, Principal: '*', Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': o-a1b2c3 } }",
			),
		},
		{
			name: "everybody who comes for one resource",
			code: key(
				"Effect: Allow, Principal: '*', Action: 'kms:Decrypt', Resource: '*', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::orders' } }",
			),
		},
		{
			name: "a principal that only deploy time knows",
			code: key("Effect: Allow, Principal: { AWS: !Ref Who }, Action: 'kms:*', Resource: '*'"),
		},
		{
			name: "a condition that only deploy time knows",
			code: key(
				"Effect: Allow, Principal: '*', Action: 'kms:*', Resource: '*', Condition: !ImportValue Condition",
			),
		},
		{
			name: "everybody but a few is denied",
			code: key("Effect: Deny, NotPrincipal: { AWS: !GetAtt Role.Arn }, Action: 'kms:Decrypt', Resource: '*'"),
		},
	],
	found: [
		...[
			["kms:Decrypt", "key.grantDecrypt(new iam.AnyPrincipal());"],
			["kms:Decrypt", "key.grantEncryptDecrypt(new iam.StarPrincipal());"],
			["kms:Encrypt", "key.grantEncrypt(new iam.Anyone());"],
			["kms:Sign", 'key.grant(new iam.AnyPrincipal(), "kms:Sign", "kms:Verify");'],
			["kms:Decrypt", 'key.grantDecrypt(new iam.ArnPrincipal("*"));'],
			[
				"kms:Decrypt",
				'key.grantDecrypt(new iam.CompositePrincipal(new iam.AnyPrincipal(), new iam.AccountPrincipal("444455556666")));',
			],
		].map(([action = "", code = ""]) => ({
			name: code,
			filename: "stack.ts",
			code: app(code),
			errors: [{ messageId: "publicPrincipal", data: { id: "Key", action, when: "" }, line: 6 }],
		})),
		{
			name: "everybody",
			code: key("Effect: Allow, Principal: '*', Action: 'kms:*', Resource: '*'"),
			errors: [
				{
					messageId: "publicPrincipal",
					data: { id: "K", action: "kms:*", when: "" },
					line: 2,
					column: 98,
					suggestions: [
						{
							messageId: "useAccount",
							output: key(
								"Effect: Allow, Principal: { AWS: !Sub \"arn:${AWS::Partition}:iam::${AWS::AccountId}:root\" }, Action: 'kms:*', Resource: '*'",
							),
						},
					],
				},
			],
		},
		{
			name: "every account",
			code: key("Effect: Allow, Principal: { AWS: '*' }, Action: ['kms:Decrypt', 'kms:Encrypt'], Resource: '*'"),
			errors: [
				{
					messageId: "publicPrincipal",
					data: { id: "K", action: "kms:Decrypt", when: "" },
					suggestions: [
						{
							messageId: "useAccount",
							output: key(
								"Effect: Allow, Principal: { AWS: !Sub \"arn:${AWS::Partition}:iam::${AWS::AccountId}:root\" }, Action: ['kms:Decrypt', 'kms:Encrypt'], Resource: '*'",
							),
						},
					],
				},
			],
		},
		{
			name: "everybody among others",
			code: key(
				"Effect: Allow, Principal: { AWS: [!GetAtt Role.Arn, '*'] }, Action: 'kms:Decrypt', Resource: '*'",
			),
			errors: [{ messageId: "publicPrincipal" }],
		},
		{
			name: "through one service, which every account may use",
			code: key(
				"Effect: Allow, Principal: '*', Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'kms:ViaService': s3.eu-west-1.amazonaws.com } }",
			),
			errors: [{ messageId: "publicPrincipal", suggestions: 1 }],
		},
		{
			name: "everybody of every account but one",
			code: key(
				"Effect: Allow, Principal: '*', Action: 'kms:Decrypt', Resource: '*', Condition: { StringNotEquals: { 'kms:CallerAccount': '111122223333' } }",
			),
			errors: [{ messageId: "publicPrincipal", suggestions: 1 }],
		},
		{
			name: "everybody of any account",
			code: key(
				"Effect: Allow, Principal: '*', Action: 'kms:Decrypt', Resource: '*', Condition: { StringLike: { 'kms:CallerAccount': '*' } }",
			),
			errors: [{ messageId: "publicPrincipal", suggestions: 1 }],
		},
		{
			name: "everybody but a few",
			code: key("Effect: Allow, NotPrincipal: { AWS: !GetAtt Role.Arn }, Action: 'kms:Decrypt', Resource: '*'"),
			errors: [{ messageId: "invertedPrincipal", data: { id: "K", action: "kms:Decrypt", when: "" } }],
		},
		{
			name: "a replica",
			code: key("Effect: Allow, Principal: '*', Action: 'kms:*', Resource: '*'", "AWS::KMS::ReplicaKey"),
			errors: [{ messageId: "publicPrincipal", suggestions: 1 }],
		},
		{
			name: "one branch of two",
			code: dedent`
				Resources:
				  K:
				    Type: AWS::KMS::Key
				    Properties:
				      KeyPolicy:
				        Statement:
				          - Effect: Allow
				            Principal: { AWS: !If [IsTest, "*", !GetAtt Role.Arn] }
				            Action: kms:Decrypt
				            Resource: "*"
			`,
			errors: [
				{
					messageId: "publicPrincipal",
					data: { id: "K", action: "kms:Decrypt", when: " if condition 'IsTest' is true" },
					line: 8,
					column: 44,
				},
			],
		},
	],
});
