import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dedent } from "../src/testing/dedent.ts";
import { lintSource, lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { requireKeyRetention } from "./require-key-retention.ts";

const RULE = { "require-key-retention": {} };
const DATA = { id: "Key", setting: "DeletionPolicy: Retain" };
const CDK_DATA = { id: "K", setting: "removalPolicy: RemovalPolicy.RETAIN" };

/** A key with some more attributes, one a line. */
function key(...lines: readonly string[]): string {
	return ["Resources:", "  Key:", "    Type: AWS::KMS::Key", ...lines.map((line) => `    ${line}`), ""].join("\n");
}

/** An app of one statement or more, on line 3. */
function app(body: string): string {
	return `import { Aspects, CfnDeletionPolicy, RemovalPolicies, RemovalPolicy } from "aws-cdk-lib";\nimport * as kms from "aws-cdk-lib/aws-kms"; import { decorate } from "./decorate";\nexport function make(scope, props) { ${body} }\n`;
}

testRule(requireKeyRetention, {
	silent: [
		...["Retain", "RetainExceptOnCreate", '"Retain"', "Snapshot"].map((policy) => ({
			name: `a key with DeletionPolicy: ${policy}`,
			code: key(`DeletionPolicy: ${policy}`),
		})),
		{ name: "a policy that an include may bring", code: key("Fn::Transform: { Name: AWS::Include }") },
		{
			name: "a policy that a merge key may bring",
			code: "Kept: &kept { DeletionPolicy: Retain }\nResources: { Key: { <<: *kept, Type: AWS::KMS::Key } }\n",
		},
		{
			name: "a policy by parameter, which has a default",
			code: 'Transform: AWS::LanguageExtensions\nParameters: { P: { Type: String, Default: Delete } }\nResources: { Key: { Type: "AWS::KMS::Key", DeletionPolicy: !Ref P } }\n',
		},
		{
			name: "a policy by condition",
			code: dedent`
				Conditions:
				  IsProd: !Equals [!Ref AWS::Region, eu-west-1]
				Resources:
				  Key:
				    Type: AWS::KMS::Key
				    DeletionPolicy: !If [IsProd, Retain, Delete]
			`,
		},
		{ name: "a replica, whose primary key remains", code: "Resources: { K: { Type: AWS::KMS::ReplicaKey } }\n" },
		{ name: "another resource", code: "Resources: { T: { Type: AWS::SNS::Topic } }\n" },
		...[
			'new kms.Key(scope, "K");',
			'new kms.Key(scope, "K", { enableKeyRotation: true });',
			'new kms.Key(scope, "K", { removalPolicy: RemovalPolicy.RETAIN });',
			'new kms.Key(scope, "K", { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE });',
			'new kms.Key(scope, "K", { removalPolicy: props.policy });',
			'new kms.Key(scope, "K", { removalPolicy: props.isProd ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY });',
			'new kms.Key(scope, "K", { removalPolicy: RemovalPolicy.DESTROY, ...props });',
			'new kms.Key(scope, "K", props);',
			'const k = new kms.Key(scope, "K", { removalPolicy: RemovalPolicy.DESTROY }); k.applyRemovalPolicy(RemovalPolicy.RETAIN);',
			'const k = new kms.Key(scope, "K"); if (props.test) k.applyRemovalPolicy(RemovalPolicy.DESTROY);',
			'const k = new kms.Key(scope, "K"); k.applyRemovalPolicy(RemovalPolicy.DESTROY); k.applyRemovalPolicy(RemovalPolicy.RETAIN);',
			'new kms.Key(scope, "K", { removalPolicy: RemovalPolicy.DESTROY }); RemovalPolicies.of(scope).retain();',
			'const k = new kms.CfnKey(scope, "K"); k.applyRemovalPolicy(RemovalPolicy.RETAIN);',
			'const k = new kms.CfnKey(scope, "K"); k.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;',
			'const k = new kms.CfnKey(scope, "K"); k.addOverride("DeletionPolicy", "Retain");',
			'const k = new kms.CfnKey(scope, "K"); decorate(k);',
			'kms.Key.fromKeyArn(scope, "K", props.arn);',
		].map((code) => ({ name: `an app: ${code}`, filename: "app.ts", code: app(code) })),
	],
	found: [
		{
			name: "a key without attributes",
			code: key("Properties:", "  EnableKeyRotation: true # yes"),
			errors: [
				{
					messageId: "missingRetention",
					data: DATA,
					line: 2,
					column: 3,
					endColumn: 6,
					suggestions: [
						{
							messageId: "addRetention",
							data: { setting: DATA.setting },
							output: key(
								"Properties:",
								"  EnableKeyRotation: true # yes",
								"DeletionPolicy: Retain",
								"UpdateReplacePolicy: Retain",
							),
						},
					],
				},
			],
		},
		{
			name: "a key that is deleted on purpose, with a comment",
			code: key("DeletionPolicy: Delete # for tests", "UpdateReplacePolicy: Retain"),
			errors: [
				{
					messageId: "missingRetention",
					data: DATA,
					line: 4,
					column: 21,
					suggestions: [
						{
							messageId: "addRetention",
							data: { setting: DATA.setting },
							output: key("DeletionPolicy: Retain # for tests", "UpdateReplacePolicy: Retain"),
						},
					],
				},
			],
		},
		{
			name: "a key that is only kept when it is replaced, which CloudFormation refuses",
			code: key("UpdateReplacePolicy: Retain"),
			errors: [
				{
					messageId: "missingRetention",
					data: DATA,
					suggestions: [
						{
							messageId: "addRetention",
							data: { setting: DATA.setting },
							output: key("UpdateReplacePolicy: Retain", "DeletionPolicy: Retain"),
						},
					],
				},
			],
		},
		{
			name: "a key in JSON",
			filename: "template.json",
			code: '{ "Resources": { "Key": { "Type": "AWS::KMS::Key" } } }',
			errors: [
				{
					messageId: "missingRetention",
					data: { id: "Key", setting: '"DeletionPolicy": "Retain"' },
					suggestions: [
						{
							messageId: "addRetention",
							data: { setting: '"DeletionPolicy": "Retain"' },
							output: '{ "Resources": { "Key": { "Type": "AWS::KMS::Key", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain" } } }',
						},
					],
				},
			],
		},
		...[
			'new kms.Key(scope, "K", { removalPolicy: RemovalPolicy.DESTROY });',
			'const k = new kms.Key(scope, "K", { removalPolicy: RemovalPolicy.DESTROY }); decorate(k);',
			'const k = new kms.Key(scope, "K"); k.applyRemovalPolicy(RemovalPolicy.DESTROY);',
		].map((code) => ({
			name: `an app: ${code}`,
			filename: "app.ts",
			code: app(code),
			errors: [
				{
					messageId: "missingRetention",
					data: CDK_DATA,
					line: 3,
					suggestions: [
						{
							messageId: "addRetention",
							data: { setting: CDK_DATA.setting },
							output: app(code.replace("DESTROY", "RETAIN")),
						},
					],
				},
			],
		})),
		{
			name: "a constant, which other constructs may use",
			filename: "app.ts",
			code: app('const p = RemovalPolicy.DESTROY; new kms.Key(scope, "K", { removalPolicy: p });'),
			errors: [{ messageId: "missingRetention", data: CDK_DATA, line: 3 }],
		},
		{
			name: "an L1 key, which CDK does not retain",
			filename: "app.ts",
			code: app('new kms.CfnKey(scope, "K", { enableKeyRotation: true });'),
			errors: [
				{
					messageId: "missingRetention",
					data: { id: "K", setting: "applyRemovalPolicy(RemovalPolicy.RETAIN)" },
					line: 3,
				},
			],
		},
	],
});

describe("what decides", () => {
	const POLICY = fc.constantFrom("Retain", "RetainExceptOnCreate", "Delete", null);

	test("is DeletionPolicy alone, in each order and format", () => {
		fc.assert(
			fc.property(
				POLICY,
				POLICY,
				fc.constantFrom("AWS::KMS::Key", "AWS::KMS::ReplicaKey", "AWS::S3::Bucket"),
				fc.boolean(),
				(deletion, replacement, Type, isFirst) => {
					const attributes = {
						...(deletion === null ? {} : { DeletionPolicy: deletion }),
						...(replacement === null ? {} : { UpdateReplacePolicy: replacement }),
					};
					const resource = isFirst ? { ...attributes, Type } : { Type, ...attributes };
					const text = JSON.stringify({ Resources: { Key: resource } });
					const isLost = Type === "AWS::KMS::Key" && (deletion ?? "Delete") === "Delete";
					for (const name of ["template.json", "template.yaml"]) {
						expect(lintTemplate(text, RULE, name).messages).toHaveLength(isLost ? 1 : 0);
					}
				},
			),
		);
	});

	test("is the last removal policy that always applies, in an app", () => {
		const MEMBER = fc.constantFrom("DESTROY", "RETAIN", "RETAIN_ON_UPDATE_OR_DELETE");
		fc.assert(
			fc.property(fc.option(MEMBER), fc.option(MEMBER), (given, applied) => {
				const props = given === null ? "" : `, { removalPolicy: RemovalPolicy.${given} }`;
				const call = applied === null ? "" : `k.applyRemovalPolicy(RemovalPolicy.${applied});`;
				const { messages } = lintSource(
					app(`const k = new kms.Key(scope, "K"${props}); ${call}`),
					RULE,
					"app.ts",
				);
				expect(messages).toHaveLength((applied ?? given ?? "RETAIN") === "DESTROY" ? 1 : 0);
			}),
		);
	});
});

test("what is not known until deployment is listed", () => {
	const { messages, details } = lintTemplate(key("DeletionPolicy: !Ref Policy"), RULE);
	expect(messages).toEqual([]);
	expect(details.unknown).toMatchObject([{ property: "DeletionPolicy", resource: { id: "Key" } }]);
});
