import { describe, expect, test } from "vitest";
import { dedent } from "../src/testing/dedent.ts";
import { lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { requireKeyRotation } from "./require-key-rotation.ts";

const DATA = { id: "Key", setting: "EnableKeyRotation: true", when: "" };
const JSON_DATA = { ...DATA, setting: '"EnableKeyRotation": true' };

/** A key with some more properties, one a line. */
function key(...lines: readonly string[]): string {
	return [
		"Resources:",
		"  Key:",
		"    Type: AWS::KMS::Key",
		"    Properties:",
		...lines.map((line) => `      ${line}`),
		"",
	].join("\n");
}

/** A construct that a function of another file gets. */
function handed(made: string): string {
	return `import * as kms from "aws-cdk-lib/aws-kms";\nimport { decorate } from "./decorate";\nexport function make(scope, props) { const made = new ${made};\ndecorate(made); }\n`;
}

testRule(requireKeyRotation, {
	silent: [
		{
			name: "a key of a kind that a parameter decides",
			code: 'Parameters: { Spec: { Type: String, Default: RSA_2048 } }\nResources: { K: { Type: "AWS::KMS::Key", Properties: { KeySpec: !Ref Spec, EnableKeyRotation: true } } }\n',
		},
		{
			name: "the first of two resources with one ID",
			filename: "template.json",
			code: '{ "Resources": { "K": { "Type": "AWS::KMS::Key" }, "K": { "Type": "AWS::KMS::Key", "Properties": { "EnableKeyRotation": true } } } }',
		},
		{
			name: "a loop over nothing",
			code: 'Transform: AWS::LanguageExtensions\nResources:\n  "Fn::ForEach::Keys":\n    - Name\n    - []\n    - "Key${Name}": { Type: AWS::KMS::Key }\n',
		},
		{ name: "a key that rotates is fine", code: key("EnableKeyRotation: true") },
		{ name: "a text says true as well as the boolean", code: key('EnableKeyRotation: "true"') },
		{ name: "YAML 1.1, which CloudFormation reads, says yes for true", code: key("EnableKeyRotation: yes") },
		{ name: "a signing key cannot be rotated", code: key("KeySpec: RSA_4096", "KeyUsage: SIGN_VERIFY") },
		{ name: "an asymmetric encryption key cannot be rotated either", code: key("KeySpec: RSA_4096") },
		{
			name: "a key agreement key cannot be rotated",
			code: key("KeySpec: ECC_NIST_P256", "KeyUsage: KEY_AGREEMENT"),
		},
		{ name: "an HMAC key cannot be rotated", code: key("KeySpec: HMAC_256", "KeyUsage: GENERATE_VERIFY_MAC") },
		{ name: "imported material is rotated by who imports it", code: key("Origin: EXTERNAL") },
		{ name: "a custom key store rotates by hand", code: key("Origin: AWS_CLOUDHSM") },
		{ name: "an external key store rotates outside of AWS", code: key("Origin: EXTERNAL_KEY_STORE") },
		{
			name: "a parameter without a default is asked at deploy time",
			code: dedent`
				Parameters:
				  Rotate: { Type: String }
				Resources:
				  Key:
				    Type: AWS::KMS::Key
				    Properties:
				      EnableKeyRotation: !Ref Rotate
			`,
		},
		{ name: "an import is somebody else's word", code: key("EnableKeyRotation: !ImportValue Rotation") },
		{
			name: "a condition switches it off where a parameter asks for another kind of key",
			code: dedent`
				Parameters:
				  Spec: { Type: String, Default: SYMMETRIC_DEFAULT, AllowedValues: [SYMMETRIC_DEFAULT, RSA_2048] }
				Conditions:
				  IsSymmetric: !Equals [!Ref Spec, SYMMETRIC_DEFAULT]
				Resources:
				  Key:
				    Type: AWS::KMS::Key
				    Properties:
				      KeySpec: !Ref Spec
				      EnableKeyRotation: !If [IsSymmetric, true, false]
			`,
		},
		...[
			"kms.Key(scope, 'K', {})",
			"kms.Key(scope, 'K')",
			"kms.Key(scope, 'K', { description: 'x' })",
			"kms.Key(scope, 'K', { enableKeyRotation: false, ...props })",
			"kms.Key(scope, 'K', { enableKeyRotation: false, keySpec: kms.KeySpec.RSA_2048 })",
			"kms.Key(scope, 'K', { enableKeyRotation: props.rotate })",
			"kms.CfnKey(scope, 'K', { enableKeyRotation: false })",
		].map((made) => ({
			name: `what an imported helper may still set on ${made}`,
			filename: "app.ts",
			code: handed(made),
		})),
		{
			name: "a queue of an app may be given a key, so CDK may make none",
			filename: "app.ts",
			code: `import * as sqs from "aws-cdk-lib/aws-sqs";\nexport const make = (scope, props) => new sqs.Queue(scope, "Q", { encryption: props.key ? sqs.QueueEncryption.KMS : undefined, encryptionMasterKey: props.key });\n`,
		},
		{
			name: "a stream of an app may be given a key, so CDK may make none",
			filename: "app.ts",
			code: `import * as kinesis from "aws-cdk-lib/aws-kinesis";\nexport const make = (scope, props) => new kinesis.Stream(scope, "S", { encryption: kinesis.StreamEncryption.KMS, encryptionKey: props.key });\n`,
		},
		{ name: "the kind of key is only known at deploy time", code: key("KeySpec: !ImportValue Spec") },
		{
			name: "a macro of the author may add the switch",
			code: key(
				"Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/k.yaml } }",
				"Description: Orders",
			),
		},
		{
			name: "a condition that can only be true takes the first branch",
			code: dedent`
				Parameters:
				  Stage: { Type: String, AllowedValues: [prod] }
				Conditions:
				  IsProd: !Equals [!Ref Stage, prod]
				Resources:
				  Key:
				    Type: AWS::KMS::Key
				    Properties:
				      EnableKeyRotation: !If [IsProd, true, false]
			`,
		},
		{
			name: "a key that is only made where rotation is on rotates",
			code: dedent`
				Conditions:
				  IsProd: !Equals [!Ref AWS::Region, eu-west-1]
				Resources:
				  Key:
				    Type: AWS::KMS::Key
				    Condition: IsProd
				    Properties:
				      EnableKeyRotation: !If [IsProd, true, false]
			`,
		},
		{
			name: "a replica takes over the rotation of its primary key",
			code: "Resources:\n  Replica:\n    Type: AWS::KMS::ReplicaKey\n    Properties: { PrimaryKeyArn: !ImportValue Primary }\n",
		},
	],
	found: [
		...[
			"kms.Key(scope, 'K', { enableKeyRotation: false })",
			"kms.Key(scope, 'K', { description: 'x', enableKeyRotation: false, keySpec: kms.KeySpec.SYMMETRIC_DEFAULT })",
		].map((made) => ({
			name: `what was written before an imported helper gets ${made}`,
			filename: "app.ts",
			code: handed(made),
			output: handed(made.replace("false", "true")),
			errors: [{ messageId: "missingRotation", line: 3 }],
		})),
		...[
			"KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY",
			"KeySpec: HMAC_256, KeyUsage: GENERATE_VERIFY_MAC",
			"Origin: EXTERNAL",
		].map((kind) => ({
			name: `a key that cannot be rotated: ${kind}`,
			code: `Resources: { K: { Type: "AWS::KMS::Key", Properties: { ${kind}, EnableKeyRotation: true } } }\n`,
			errors: [
				{
					messageId: "impossibleRotation",
					data: { id: "K", property: "EnableKeyRotation", when: "" },
					line: 1,
				},
			],
		})),
		{
			name: "the last of two resources with one ID",
			filename: "template.json",
			code: '{ "Resources": {\n"K": { "Type": "AWS::KMS::Key", "Properties": { "EnableKeyRotation": true } },\n"K": { "Type": "AWS::KMS::Key", "Properties": { "EnableKeyRotation": false } } } }',
			errors: [{ messageId: "missingRotation", line: 3 }],
			output: '{ "Resources": {\n"K": { "Type": "AWS::KMS::Key", "Properties": { "EnableKeyRotation": true } },\n"K": { "Type": "AWS::KMS::Key", "Properties": { "EnableKeyRotation": true } } } }',
		},
		{
			name: "a key without properties never rotates",
			code: "Resources:\n  Key:\n    Type: AWS::KMS::Key\n",
			errors: [{ messageId: "missingRotation", data: DATA, line: 2, column: 3, endLine: 2, endColumn: 6 }],
			output: "Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      EnableKeyRotation: true\n",
		},
		{
			name: "the switch goes after the last property and its comment",
			code: key("Description: Orders # what it is for"),
			errors: [{ messageId: "missingRotation", data: DATA, line: 2, column: 3 }],
			output: key("Description: Orders # what it is for", "EnableKeyRotation: true"),
		},
		{
			name: "a switch that is off is pointed at",
			code: key("EnableKeyRotation: false"),
			errors: [{ messageId: "missingRotation", data: DATA, line: 5, column: 26, endLine: 5, endColumn: 31 }],
			output: key("EnableKeyRotation: true"),
		},
		{
			name: "AWS::NoValue is nothing",
			code: key("EnableKeyRotation: !Ref AWS::NoValue"),
			errors: [{ messageId: "missingRotation", data: DATA }],
			output: key("EnableKeyRotation: true"),
		},
		{
			name: "a key in JSON",
			filename: "template.json",
			code: '{\n  "Resources": {\n    "Key": {\n      "Type": "AWS::KMS::Key",\n      "Properties": { "EnableKeyRotation": false }\n    }\n  }\n}\n',
			errors: [{ messageId: "missingRotation", data: JSON_DATA, line: 5, column: 44, endLine: 5, endColumn: 49 }],
			output: '{\n  "Resources": {\n    "Key": {\n      "Type": "AWS::KMS::Key",\n      "Properties": { "EnableKeyRotation": true }\n    }\n  }\n}\n',
		},
		{
			name: "a JSON key without properties gets them",
			filename: "template.json",
			code: '{ "Resources": { "Key": { "Type": "AWS::KMS::Key" } } }',
			errors: [{ messageId: "missingRotation", data: JSON_DATA, line: 1, column: 18 }],
			output: '{ "Resources": { "Key": { "Type": "AWS::KMS::Key", "Properties": {"EnableKeyRotation":true} } } }',
		},
		{
			name: "a parameter says false unless somebody says otherwise; its default is not overwritten",
			code: dedent`
				Parameters:
				  Rotate: { Type: String, Default: "false" }
				Resources:
				  Key:
				    Type: AWS::KMS::Key
				    Properties:
				      EnableKeyRotation: !Ref Rotate
			`,
			errors: [{ messageId: "missingRotation", data: DATA, line: 7, column: 26 }],
		},
		{
			name: "a value of the command line decides",
			code: dedent`
				Parameters:
				  Rotate: { Type: String, Default: "true" }
				Resources:
				  Key:
				    Type: AWS::KMS::Key
				    Properties:
				      EnableKeyRotation: !Ref Rotate
			`,
			parameters: { Rotate: "false" },
			errors: [{ messageId: "missingRotation", data: DATA, line: 7 }],
		},
		{
			name: "one branch of two is off and named; which one to change is the author's choice",
			code: dedent`
				Conditions:
				  IsProd: !Equals [!Ref AWS::Region, eu-west-1]
				Resources:
				  Key:
				    Type: AWS::KMS::Key
				    Properties:
				      EnableKeyRotation: !If [IsProd, true, false]
			`,
			errors: [
				{
					messageId: "missingRotation",
					data: { ...DATA, when: " if condition 'IsProd' is false" },
					line: 7,
					column: 45,
				},
			],
		},
		{
			name: "a mapping's row is followed",
			code: dedent`
				Mappings:
				  Stages:
				    prod: { Rotate: true }
				    dev: { Rotate: false }
				Resources:
				  Key:
				    Type: AWS::KMS::Key
				    Properties:
				      EnableKeyRotation: !FindInMap [Stages, dev, Rotate]
			`,
			errors: [{ messageId: "missingRotation", data: DATA, line: 9, column: 26 }],
		},
		{
			name: "a symmetric key that says so is a symmetric key",
			code: key("KeySpec: SYMMETRIC_DEFAULT", "KeyUsage: ENCRYPT_DECRYPT", "Origin: AWS_KMS"),
			errors: [{ messageId: "missingRotation", data: DATA }],
			output: key(
				"KeySpec: SYMMETRIC_DEFAULT",
				"KeyUsage: ENCRYPT_DECRYPT",
				"Origin: AWS_KMS",
				"EnableKeyRotation: true",
			),
		},
		{
			name: "keys made in a loop are one finding",
			code: dedent`
				Transform: AWS::LanguageExtensions
				Resources:
				  Fn::ForEach::Keys:
				    - Name
				    - [Orders, Invoices]
				    - Key\${Name}:
				        Type: AWS::KMS::Key
				        Properties:
				          Description: !Ref Name
			`,
			errors: [{ messageId: "missingRotation", data: { ...DATA, id: "Key${Name}" }, line: 6, column: 7 }],
			output: dedent`
				Transform: AWS::LanguageExtensions
				Resources:
				  Fn::ForEach::Keys:
				    - Name
				    - [Orders, Invoices]
				    - Key\${Name}:
				        Type: AWS::KMS::Key
				        Properties:
				          Description: !Ref Name
				          EnableKeyRotation: true
			`,
		},
		{
			name: "what a merge key brings is there, what it does not bring is missing",
			code: dedent`
				Shared: &shared
				  Description: Orders
				Resources:
				  Key:
				    Type: AWS::KMS::Key
				    Properties:
				      <<: *shared
				  Other:
				    Type: AWS::KMS::Key
				    Properties: { EnableKeyRotation: true }
			`,
			errors: [{ messageId: "missingRotation", data: DATA, line: 4, column: 3 }],
			output: dedent`
				Shared: &shared
				  Description: Orders
				Resources:
				  Key:
				    Type: AWS::KMS::Key
				    Properties:
				      <<: *shared
				      EnableKeyRotation: true
				  Other:
				    Type: AWS::KMS::Key
				    Properties: { EnableKeyRotation: true }
			`,
		},
	],
});

describe("what only deploy time knows", () => {
	test("is listed with why and where", () => {
		const { messages, details } = lintTemplate(key("EnableKeyRotation: !ImportValue Rotation"), {
			"require-key-rotation": {},
		});
		expect(messages).toEqual([]);
		expect(details.unknown).toMatchObject([
			{
				rule: "require-key-rotation",
				property: "EnableKeyRotation",
				resource: { id: "Key", type: "AWS::KMS::Key" },
			},
		]);
	});
});
