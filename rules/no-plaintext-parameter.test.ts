import { describe, expect, test } from "vitest";
import type { TemplateData } from "../src/languages/template/write/data.ts";
import { PASSWORD_PLACES } from "../src/model/password-property.ts";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import type { FindingDetail } from "../src/rule/file/details.ts";
import { askTemplate, lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { noPlaintextParameter } from "./no-plaintext-parameter.ts";

/** A parameter of Parameter Store with some properties, one a line. */
function parameter(...lines: readonly string[]): string {
	return [
		"Parameters:",
		"  DbPassword: { Type: String, NoEcho: true }",
		"  ApiToken: { Type: String }",
		"  Stage: { Type: String }",
		"  SecretName: { Type: String, NoEcho: true }",
		"Resources:",
		"  Db: { Type: AWS::RDS::DBInstance }",
		"  Secret: { Type: AWS::SecretsManager::Secret }",
		"  Key: { Type: AWS::IAM::AccessKey }",
		"  P:",
		"    Type: AWS::SSM::Parameter",
		"    Properties:",
		...lines.map((line) => `      ${line}`),
		"",
	].join("\n");
}

const PASSWORD = fakeSecret("password");
const COMMAND = (name: string): string =>
	`aws ssm put-parameter --type SecureString --name ${name} --value file://FILE`;

const COPY = "Pass the secret's name instead of a copy.";

/** A parameter of Terraform with a value. */
const inTerraform = (name: string, value: string): string =>
	`resource "random_password" "db" {\n  length = 32\n}\nresource "random_string" "db" {\n  length = 32\n}\nresource "aws_ssm_parameter" "p" {\n  name  = "${name}"\n  type  = "String"\n  value = ${value}\n}\n`;

testRule(noPlaintextParameter, {
	silent: [
		...["ServiceToken", "WaitProviderServiceToken"].map((name) => ({
			name: `the ARN of what provides a custom resource: ${name}`,
			code: parameter("Name: /tokens/provider", "Type: String", `Value: !GetAtt Maker.${name}`),
		})),
		...[
			["what is no secret", inTerraform("/orders/password", "random_password.db.length")],
			["a random text under a plain name", inTerraform("/orders/suffix", "random_string.db.result")],
		].map(([name = "", code = ""]) => ({ name, code, filename: "main.tf" })),
		{
			name: "a plain value under a plain name",
			code: parameter("Name: /orders/table", "Type: String", "Value: orders"),
		},
		{
			name: "quotes with nothing in them",
			code: parameter("Name: /orders/db/password", "Type: String", `Value: '""'`),
		},
		{
			name: "an endpoint",
			code: parameter("Name: /orders/db/host", "Type: String", "Value: !GetAtt Db.Endpoint.Address"),
		},
		{
			name: "the ARN of a secret",
			code: parameter("Name: /orders/db/secret", "Type: String", "Value: !Ref Secret"),
		},
		{
			name: "the ARN of a secret as a text",
			code: parameter(
				"Name: /orders/db/secret",
				"Type: String",
				"Value: arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders",
			),
		},
		{
			name: "the name of a parameter",
			code: parameter("Name: /orders/db/password-name", "Type: String", "Value: db-password-prod"),
		},
		{
			name: "the path of a secret",
			code: parameter("Name: /orders/db/password", "Type: String", "Value: /prod/orders/db/password"),
		},
		{ name: "how long a token lives", code: parameter("Name: /orders/token-ttl", "Type: String", "Value: 3600") },
		{
			name: "a switch under a secret's name",
			code: parameter("Name: /orders/api-key", "Type: String", "Value: true"),
		},
		{
			name: "a list of subnets",
			code: parameter("Name: /orders/subnets", "Type: StringList", "Value: subnet-1,subnet-2"),
		},
		{
			name: "a plain parameter of the template",
			code: parameter("Name: /orders/stage", "Type: String", "Value: !Ref Stage"),
		},
		{
			name: "a hidden parameter that names a secret",
			code: parameter("Name: /orders/where", "Type: String", "Value: !Ref SecretName"),
		},
		{
			name: "an import under a secret's name",
			code: parameter("Name: /orders/db/password", "Type: String", "Value: !ImportValue Password"),
		},
		{
			name: "a plain parameter that is looked up",
			code: parameter("Name: /orders/table", "Type: String", "Value: '{{resolve:ssm:/shared/table}}'"),
		},
		{
			name: "what a name's end is, only deploy time knows",
			code: parameter("Name: !Sub /orders/password-of-${Stage}", "Type: String", "Value: orders"),
		},
		{ name: "a value that is not there", code: parameter("Name: /orders/db/password", "Type: String") },
		{
			name: "the type is only known at deploy time",
			code: parameter("Name: /orders/db/password", "Type: !Ref Stage", `Value: "${PASSWORD}"`),
		},
		{
			name: "a public key",
			code: parameter(
				"Name: /orders/public-key",
				"Type: String",
				"Value: ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7",
			),
		},
	],
	found: [
		...[
			["/orders/suffix", "random_password.db.result"],
			["/orders/password", "random_string.db.result"],
		].map(([name = "", value = ""]) => ({
			name: `${value} of Terraform`,
			code: inTerraform(name, value),
			filename: "main.tf",
			errors: [
				{
					messageId: "resolvedSecret",
					data: {
						id: "aws_ssm_parameter.p",
						source: `\`${value}\``,
						when: "",
						advice: 'Set `type = "SecureString"`.',
					},
					line: 10,
					column: 11,
				},
			],
		})),
		{
			name: "what becomes a JSON text, at its own place",
			code: `Transform: AWS::LanguageExtensions\n${parameter("Name: /orders/db", "Type: String", "Value:", "  Fn::ToJsonString:", "    host: orders", `    password: ${PASSWORD}`)}`,
			errors: [{ messageId: "literalSecret", line: 19 }],
		},
		{
			name: "a password in clear",
			code: parameter("Name: /orders/db/password", "Type: String", `Value: "${PASSWORD}"`),
			errors: [
				{
					messageId: "literalSecret",
					data: {
						id: "P",
						type: "String",
						label: "a password",
						redacted: ` (${String(PASSWORD.length)} characters)`,
						origin: "",
						when: "",
						command: COMMAND("/orders/db/password"),
					},
					line: 15,
					column: 14,
				},
			],
		},
		{
			name: "a token whose name says nothing",
			code: parameter("Name: /orders/upload", "Type: String", `Value: ${fakeSecret("aws-access-key-id")}`),
			errors: [{ messageId: "literalSecret" }],
		},
		{
			name: "a list with a token in it",
			code: parameter(
				"Name: /orders/uploaders",
				"Type: StringList",
				`Value: a,${fakeSecret("aws-access-key-id")}`,
			),
			errors: [{ messageId: "literalSecret" }],
		},
		{
			name: "an address with a password",
			code: parameter("Name: /orders/url", "Type: String", `Value: ${fakeSecret("uri-password")}`),
			errors: [{ messageId: "literalSecret" }],
		},
		{
			name: "without a name, the logical id says what it is",
			code: parameter("Type: String", `Value: "${PASSWORD}"`).replace("  P:", "  DbPasswordParameter:"),
			errors: [{ messageId: "literalSecret" }],
		},
		{
			name: "a stage in the name",
			code: parameter("Name: !Sub /${Stage}/db/password", "Type: String", `Value: "${PASSWORD}"`),
			errors: [{ messageId: "literalSecret" }],
		},
		{
			name: "a stack before the name",
			code: parameter(
				"Name: !Sub ${AWS::StackName}-db-password",
				"Type: String",
				`Value: ${fakeSecret("weak-password")}`,
			),
			errors: [{ messageId: "literalSecret" }],
		},
		{
			name: "a value to be replaced later will be in clear too",
			code: parameter("Name: /orders/db/password", "Type: String", "Value: changeme"),
			errors: [
				{
					messageId: "namedSecret",
					data: {
						id: "P",
						name: "password",
						type: "String",
						when: "",
						command: COMMAND("/orders/db/password"),
					},
				},
			],
		},
		{
			name: "a hidden parameter of the template",
			code: parameter("Name: /orders/db/pw", "Type: String", "Value: !Ref DbPassword"),
			errors: [
				{
					messageId: "noEchoParameter",
					data: {
						id: "P",
						source: "DbPassword",
						type: "String",
						when: "",
						command: COMMAND("/orders/db/pw"),
					},
				},
			],
		},
		{
			name: "a hidden parameter inside an address",
			code: parameter(
				"Name: /orders/db/url",
				"Type: String",
				"Value: !Sub 'postgres://app:${DbPassword}@${Db.Endpoint.Address}/orders'",
			),
			errors: [{ messageId: "noEchoParameter" }],
		},
		{
			name: "a secret parameter of the template that is not hidden",
			code: parameter("Name: /orders/api-token", "Type: String", "Value: !Ref ApiToken"),
			errors: [{ messageId: "namedSecret" }],
		},
		{
			name: "a parameter of the template whose default is the secret",
			code: `Parameters: { Plain: { Type: String, Default: "${PASSWORD}" } }\nResources: { P: { Type: AWS::SSM::Parameter, Properties: { Name: /orders/db/password, Type: String, Value: !Ref Plain } } }\n`,
			errors: [
				{
					messageId: "literalSecret",
					data: {
						id: "P",
						type: "String",
						label: "a password",
						redacted: ` (${String(PASSWORD.length)} characters)`,
						origin: ", the default of parameter 'Plain'",
						when: "",
						command: COMMAND("/orders/db/password"),
					},
				},
			],
		},
		{
			name: "a copy of a secret",
			code: parameter(
				"Name: /orders/db/pw",
				"Type: String",
				"Value: '{{resolve:secretsmanager:orders:SecretString:password}}'",
			),
			errors: [
				{
					messageId: "resolvedSecret",
					data: { id: "P", source: "`{{resolve:secretsmanager:…}}`", type: "String", when: "", advice: COPY },
				},
			],
		},
		{
			name: "a copy of a secret by reference",
			code: parameter(
				"Name: /orders/db/pw",
				"Type: String",
				"Value: !Sub '{{resolve:secretsmanager:${Secret}:SecretString:password}}'",
			),
			errors: [{ messageId: "resolvedSecret" }],
		},
		{
			name: "the secret half of an access key",
			code: parameter("Name: /orders/uploader", "Type: String", "Value: !GetAtt Key.SecretAccessKey"),
			errors: [
				{
					messageId: "resolvedSecret",
					data: { id: "P", source: "`Key.SecretAccessKey`", type: "String", when: "", advice: COPY },
				},
			],
		},
		{
			name: "a type that CloudFormation does not make",
			code: parameter("Name: /orders/db/password", "Type: SecureString", `Value: "${PASSWORD}"`),
			errors: [
				{
					messageId: "unsupportedType",
					data: { id: "P", when: "", command: COMMAND("/orders/db/password") },
					line: 14,
					column: 13,
				},
			],
		},
	],
});

describe("severity", () => {
	test.each([
		["a password that nobody guesses", `"${PASSWORD}"`, "high"],
		["a name alone", "changeme", "medium"],
	])("%s is %s", (_, value, severity) => {
		const { details } = lintTemplate(parameter("Name: /orders/db/password", "Type: String", `Value: ${value}`), {
			"no-plaintext-parameter": {},
		});
		expect(details.findings.map((finding) => finding.severity)).toEqual([severity]);
	});
});

test("one branch of two is enough", () => {
	const code = parameter(
		"Name: /orders/db/password",
		"Type: String",
		`Value: !If [IsProd, !ImportValue Password, "${PASSWORD}"]`,
	);
	expect(lintTemplate(code, { "no-plaintext-parameter": {} }).messages.map(({ message }) => message)).toEqual([
		expect.stringContaining("if condition 'IsProd' is false"),
	]);
});

describe("a password that is looked up", () => {
	const findingsOf = (type: string, path: string, value: TemplateData, shown = true): readonly FindingDetail[] => {
		const properties = path
			.split(".")
			.reduceRight<TemplateData>(
				(inner, step) => ({ [step.replace("[]", "")]: step.endsWith("[]") ? [inner] : inner }),
				value,
			);
		const text = JSON.stringify({
			Parameters: {
				Stored: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/orders/db", NoEcho: !shown },
				Given: { Type: "String", NoEcho: true },
			},
			Conditions: { IsProd: { "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-west-1"] } },
			Resources: { One: { Type: type, Properties: properties } },
		});
		return askTemplate(text, { "no-plaintext-parameter": {} }, "template.json").findings;
	};
	const rows = PASSWORD_PLACES.flatMap(({ type, paths }) => paths.map((path) => [type, path] as const));
	const plain: readonly TemplateData[] = [
		"{{resolve:ssm:/orders/db}}",
		"{{resolve:ssm:/orders/db:3}}",
		{ "Fn::Sub": "{{resolve:ssm:/orders/${AWS::Region}/db}}" },
		{ "Fn::Join": ["", ["{{resolve:ssm:/orders/", { Ref: "AWS::Region" }, "}}"]] },
		{ "Fn::If": ["IsProd", "{{resolve:ssm:/orders/db}}", { Ref: "AWS::NoValue" }] },
		{ Ref: "Stored" },
		{ "Fn::Sub": "${Stored}" },
	];
	const fine: readonly TemplateData[] = [
		"{{resolve:ssm-secure:/orders/db:1}}",
		"{{resolve:secretsmanager:orders:SecretString:password}}",
		{ "Fn::Sub": "{{resolve:secretsmanager:${AWS::StackName}-db}}" },
		{ Ref: "Given" },
		{ "Fn::ImportValue": "Password" },
		// A name that is looked up, of a secret that is not.
		"{{resolve:secretsmanager:{{resolve:ssm:/orders/secret-name}}:SecretString:password}}",
		{ "Fn::Sub": "{{resolve:secretsmanager:${Stored}:SecretString:password}}" },
		"{{resolve:ssm:/orders/db}}{{resolve:ssm-secure:/orders/salt}}",
	];

	test.each(rows)("%s %s", (type, path) => {
		const property = path.replaceAll("[]", "");
		for (const value of plain) {
			const expected = type === "AWS::SecretsManager::Secret" ? [] : [{ property, severity: "high" }];
			expect(findingsOf(type, path, value)).toMatchObject(expected);
		}
		for (const value of fine) {
			expect(findingsOf(type, path, value)).toEqual([]);
		}
	});

	test.each([
		["AWS::RDS::DBInstance", "MasterUsername"],
		["AWS::RDS::DBInstance", "KmsKeyId"],
		["AWS::EC2::Instance", "ImageId"],
		["AWS::ElastiCache::ReplicationGroup", "CacheNodeType"],
		["AWS::Glue::Connection", "ConnectionInput.ConnectionProperties.USERNAME"],
	])("%s %s may be", (type, path) => {
		plain.forEach((value) => {
			expect(findingsOf(type, path, value)).toEqual([]);
		});
	});

	test("says where it comes from, and when", () => {
		const messages = plain
			.slice(4, 6)
			.flatMap((value) => findingsOf("AWS::RDS::DBInstance", "MasterUserPassword", value, false))
			.map(({ message }) => message);
		expect(messages).toEqual([
			"Property 'MasterUserPassword' of 'One' reads a plaintext password through `{{resolve:ssm:…}}` if condition 'IsProd' is true. Store it in Secrets Manager.",
			"Property 'MasterUserPassword' of 'One' reads a plaintext password through parameter 'Stored' of type `AWS::SSM::Parameter::Value<String>`. Store it in Secrets Manager.",
		]);
	});
});
