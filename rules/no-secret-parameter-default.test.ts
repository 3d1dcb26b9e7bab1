import { describe, expect, test } from "vitest";
import { detectSecret } from "../src/detect/detect-secret.ts";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import { lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { noSecretParameterDefault } from "./no-secret-parameter-default.ts";

const NAME = "no-secret-parameter-default";
const PASSWORD = fakeSecret("password");
const WEAK = fakeSecret("weak-password");
const TOKEN = fakeSecret("github-personal-token");
const ROLE = "is named like a secret";

/** What the message says of a detected default. */
function dataOf(name: string, value: string): Record<string, string> {
	const detection = detectSecret(value, { name, kind: "template" });
	const redacted = detection?.redacted ?? "?";
	return {
		name,
		label: detection?.label ?? "?",
		redacted: redacted.startsWith("(") ? ` ${redacted}` : `, ${redacted}`,
	};
}

const known = (name: string, length: number, role = ROLE): Record<string, string> => ({
	name,
	role,
	redacted: ` (${String(length)} characters)`,
});

/** A template with this parameter, and what else. */
function template(parameter: string, ...more: readonly string[]): string {
	return [
		"Parameters:",
		`  ${parameter}`,
		...(more.length === 0 ? ["Resources:", "  Topic: { Type: AWS::SNS::Topic }"] : more),
		"",
	].join("\n");
}

const removed = (
	output: string,
): readonly [{ readonly messageId: string; readonly data: Record<string, string>; readonly output: string }] => [
	{ messageId: "removeDefault", data: {}, output },
];

testRule(noSecretParameterDefault, {
	silent: [
		{
			name: "a parameter without a default is asked at deploy time",
			code: template("DbPassword: { Type: String, NoEcho: true }"),
		},
		{ name: "an empty default is none", code: template('DbPassword: { Type: String, NoEcho: true, Default: "" }') },
		{ name: "a stage is no secret", code: template("Stage: { Type: String, Default: prod }") },
		{
			name: "a hidden user's name is no secret",
			code: template("DbUser: { Type: String, NoEcho: true, Default: admin }"),
		},
		...[
			"/app/db",
			"prod/db/password",
			"arn:aws:secretsmanager:eu-west-1:111122223333:secret:db",
			"{{resolve:ssm:/app/db}}",
			"https://example.com/token",
			"true",
			"none",
			"-",
		].map((text) => ({
			name: `a default that points, or stands for nothing, is none: ${text}`,
			code: template(`DbPassword: { Type: String, NoEcho: true, Default: "${text}" }`),
		})),
		...["false", "none", "n/a"].map((text) => ({
			name: `a word for nothing is none in a parameter that is shown: ${text}`,
			code: template(`DbPassword: { Type: String, Default: "${text}" }`),
		})),
		...["AWS_ACCESS_KEY_ID,AWS_SECRET_ACCESS_KEY", "password,secret,token,key,api"].map((text) => ({
			name: `names of secrets are none: ${text}`,
			code: template(`EcsSecretKeys: { Type: String, Default: "${text}" }`),
		})),
		{ name: "a number is no token", code: template('ApiToken: { Type: String, Default: "3600" }') },
		...[
			"The ARN of the database's secret",
			"Name of the secret",
			"Secret name in Secrets Manager",
			"an existing secret's ARN",
		].map((text) => ({
			name: `its author says that it is a name: ${text}`,
			code: template(`DbSecret: { Type: String, Description: "${text}", Default: orders-db-1 }`),
		})),
		{
			name: "Parameter Store keeps the value itself",
			code: template('DbPassword: { Type: "AWS::SSM::Parameter::Value<String>", Default: Xk3kd93kdL-9 }'),
		},
		{
			name: "the name of a secret is none",
			code: template("DbPasswordParameterName: { Type: String, Default: orders-db-password }"),
		},
		{
			name: "what a dynamic reference is made of is a name",
			code: template(
				"DbPassword: { Type: String, Default: orders-db-password }",
				"Resources:",
				'  T: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Sub "{{resolve:secretsmanager:${DbPassword}}}" } }',
			),
		},
		{
			name: "a choice among listed values keeps nothing secret",
			code: template("AuthToken: { Type: String, AllowedValues: [changeme1, other], Default: changeme1 }"),
		},
		{
			name: "what a condition compares with stands for nothing given",
			code: template(
				"ApiKey: { Type: String, NoEcho: true, Default: not-given }",
				"Conditions:",
				"  HasKey: !Not [!Equals [!Ref ApiKey, not-given]]",
				"Resources:",
				"  Topic: { Type: AWS::SNS::Topic }",
			),
		},
		{
			name: "also in the long form",
			filename: "template.json",
			code: '{ "Parameters": { "ApiKey": { "Type": "String", "NoEcho": true, "Default": "not-given" } }, "Conditions": { "NoKey": { "Fn::Equals": [{ "Ref": "ApiKey" }, "not-given"] } }, "Resources": { "T": { "Type": "AWS::SNS::Topic" } } }',
		},
		{
			name: "a placeholder is not deployed where the command line gives another value",
			code: template("DbPassword: { Type: String, NoEcho: true, Default: changeme }"),
			parameters: { DbPassword: "given" },
		},
		{
			name: "what the command line gives is in no template",
			code: template("DbPassword: { Type: String, NoEcho: true }"),
			parameters: { DbPassword: PASSWORD },
		},
		{
			name: "what an include makes is not known",
			code: template("Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/k.yaml } }"),
		},
	],
	found: [
		{
			name: "a password by the parameter's name, in YAML",
			code: template(
				"DbPassword:",
				"    Type: String",
				`    Default: "${PASSWORD}"`,
				"    MinLength: 8",
				"Resources: { T: { Type: AWS::SNS::Topic } }",
			),
			errors: [
				{
					messageId: "literalSecret",
					data: dataOf("DbPassword", PASSWORD),
					line: 4,
					column: 14,
					endLine: 4,
					endColumn: 16 + PASSWORD.length,
					suggestions: removed(
						template(
							"DbPassword:",
							"    Type: String",
							"    MinLength: 8",
							"Resources: { T: { Type: AWS::SNS::Topic } }",
						),
					),
				},
			],
		},
		{
			name: "a token by its form, whatever its parameter is called, in JSON",
			filename: "template.json",
			code: `{\n  "Parameters": {\n    "Build": { "Type": "String", "Default": "${TOKEN}" }\n  },\n  "Resources": { "T": { "Type": "AWS::SNS::Topic" } }\n}\n`,
			errors: [
				{
					messageId: "literalSecret",
					data: dataOf("Build", TOKEN),
					line: 3,
					column: 45,
					suggestions: removed(
						'{\n  "Parameters": {\n    "Build": { "Type": "String" }\n  },\n  "Resources": { "T": { "Type": "AWS::SNS::Topic" } }\n}\n',
					),
				},
			],
		},
		{
			name: "hidden from the console it is in git all the same; the comment keeps its line",
			code: template(
				"DbPassword:",
				"    Type: String",
				`    Default: "${PASSWORD}" # of May`,
				"    NoEcho: true",
				"Resources: { T: { Type: AWS::SNS::Topic } }",
			),
			errors: [
				{
					messageId: "literalSecret",
					data: dataOf("DbPassword", PASSWORD),
					line: 4,
					suggestions: removed(
						template(
							"DbPassword:",
							"    Type: String",
							"    # of May",
							"    NoEcho: true",
							"Resources: { T: { Type: AWS::SNS::Topic } }",
						),
					),
				},
			],
		},
		{
			name: "a weak password is one",
			code: template(`DbPassword: { Type: String, Default: ${WEAK} }`),
			errors: [
				{
					messageId: "literalSecret",
					data: dataOf("DbPassword", WEAK),
					suggestions: removed(template("DbPassword: { Type: String }")),
				},
			],
		},
		...["changeme", "<your-password>", "YOUR_PASSWORD"].map((text) => ({
			name: `in a parameter that is hidden, it is what is deployed: ${text}`,
			code: template(`DbPassword: { Type: String, NoEcho: true, Default: "${text}" }`),
			errors: [
				{
					messageId: "knownSecret",
					data: known("DbPassword", text.length),
					suggestions: removed(template("DbPassword: { Type: String, NoEcho: true }")),
				},
			],
		})),
		...["changeme", "<your-password>", "YOUR_PASSWORD"].map((text) => ({
			name: `in a parameter that is shown, it is what is deployed: ${text}`,
			code: template(`DbPassword: { Type: String, Default: "${text}" }`),
			errors: [
				{
					messageId: "knownSecret",
					data: known("DbPassword", text.length),
					suggestions: removed(template("DbPassword: { Type: String }")),
				},
			],
		})),
		{
			name: "a placeholder is a password where a property takes it for one",
			code: template(
				"Word: { Type: String, Default: changeme }",
				"Resources:",
				"  Db: { Type: AWS::RDS::DBInstance, Properties: { MasterUserPassword: !Ref Word } }",
			),
			errors: [
				{
					messageId: "knownSecret",
					data: known("Word", 8, "is used as `MasterUserPassword` of 'Db'"),
					suggestions: 1,
				},
			],
		},
		{
			name: "a number is a password where the name says so",
			code: template('DbPassword: { Type: String, Default: "12345678" }'),
			errors: [{ messageId: "literalSecret", data: dataOf("DbPassword", "12345678"), suggestions: 1 }],
		},
		{
			name: "a number is a password where it is hidden",
			code: template('DbPassword: { Type: String, NoEcho: true, Default: "12345678" }'),
			errors: [{ messageId: "literalSecret", data: dataOf("DbPassword", "12345678"), suggestions: 1 }],
		},
		{
			name: "a hidden parameter is a secret by what it becomes",
			code: template(
				`Word: { Type: String, NoEcho: true, Default: ${WEAK} }`,
				"Resources:",
				"  Db: { Type: AWS::RDS::DBInstance, Properties: { MasterUserPassword: !Ref Word } }",
			),
			errors: [
				{ messageId: "literalSecret", data: { ...dataOf("Password", WEAK), name: "Word" }, suggestions: 1 },
			],
		},
		{
			name: "what a property takes for a password is one, also where it is shown",
			code: template(
				`Word: { Type: String, Default: ${WEAK} }`,
				"Resources:",
				"  Db: { Type: AWS::RDS::DBInstance, Properties: { MasterUserPassword: !Ref Word } }",
			),
			errors: [
				{ messageId: "literalSecret", data: { ...dataOf("Password", WEAK), name: "Word" }, suggestions: 1 },
			],
		},
		{
			name: "so is its placeholder",
			code: template(
				"Word: { Type: String, NoEcho: true, Default: changeme }",
				"Resources:",
				"  Db: { Type: AWS::RDS::DBInstance, Properties: { MasterUserPassword: !Ref Word } }",
			),
			errors: [
				{
					messageId: "knownSecret",
					data: known("Word", 8, "is used as `MasterUserPassword` of 'Db'"),
					suggestions: 1,
				},
			],
		},
		{
			name: "the default is in the file whatever the command line gives, and it is one finding",
			code: template(`DbPassword: { Type: String, NoEcho: true, Default: "${PASSWORD}" }`),
			parameters: { DbPassword: fakeSecret("password", 2) },
			errors: [{ messageId: "literalSecret", data: dataOf("DbPassword", PASSWORD), line: 2, suggestions: 1 }],
		},
		{
			name: "a token is one among listed values too",
			code: template(`Build: { Type: String, AllowedValues: [none, "${TOKEN}"], Default: "${TOKEN}" }`),
			errors: [{ messageId: "literalSecret", data: dataOf("Build", TOKEN), suggestions: 1 }],
		},
		{
			name: "a token is one, also where a condition compares with it",
			code: template(
				`Build: { Type: String, Default: "${TOKEN}" }`,
				"Conditions:",
				`  IsBuild: !Equals [!Ref Build, "${TOKEN}"]`,
				"Resources:",
				"  Topic: { Type: AWS::SNS::Topic }",
			),
			errors: [{ messageId: "literalSecret", data: dataOf("Build", TOKEN), suggestions: 1 }],
		},
		{
			name: "a default that an alias brings is pointed at where it stands, and stays",
			code: `Shared: &shared "${PASSWORD}"\n${template("DbPassword: { Type: String, Default: *shared }")}`,
			errors: [{ messageId: "literalSecret", data: dataOf("DbPassword", PASSWORD), line: 1, suggestions: 0 }],
		},
		{
			name: "a comment inside of the pair has no other place, so the pair stays",
			code: template(
				"DbPassword:",
				"    Type: String",
				"    Default: # of May",
				`      "${PASSWORD}"`,
				"Resources: { T: { Type: AWS::SNS::Topic } }",
			),
			errors: [{ messageId: "literalSecret", data: dataOf("DbPassword", PASSWORD), line: 5, suggestions: 0 }],
		},
	],
});

describe("a finding", () => {
	const findingsOf = (parameter: string): readonly unknown[] =>
		lintTemplate(template(parameter), { [NAME]: {} }).details.findings.map(({ severity, property, resource }) => ({
			severity,
			property,
			resource,
		}));

	test.each([
		["a checksum", `Build: { Type: String, Default: ${TOKEN} }`, "critical"],
		["what looks random", `DbPassword: { Type: String, Default: "${fakeSecret("token")}" }`, "high"],
		["a weak password", `DbPassword: { Type: String, Default: abcdefgh }`, "medium"],
		["a placeholder", "DbPassword: { Type: String, NoEcho: true, Default: changeme }", "low"],
		[
			"a placeholder with a digit and a sign",
			'DbPassword: { Type: String, NoEcho: true, Default: "ChangeMe123!" }',
			"low",
		],
	])("is as bad as %s", (_, parameter, severity) => {
		expect(findingsOf(parameter)).toEqual([
			{ severity, property: `Parameters.${parameter.split(":")[0] ?? ""}.Default`, resource: null },
		]);
	});

	test("never holds the value", () => {
		for (const value of [PASSWORD, WEAK, TOKEN, "changeme"]) {
			const { messages, details } = lintTemplate(
				template(`DbPassword: { Type: String, NoEcho: true, Default: "${value}" }`),
				{ [NAME]: {} },
			);
			expect(messages).toHaveLength(1);
			expect(
				JSON.stringify([
					messages.map(({ message, suggestions }) => [message, suggestions?.map(({ desc }) => desc)]),
					details,
				]),
			).not.toContain(value);
		}
	});

	test("stands for the one of the variable that takes the default", () => {
		const code = template(
			`Secret: { Type: String, Default: "${PASSWORD}" }`,
			"Resources:",
			"  Api:",
			"    Type: AWS::Lambda::Function",
			"    Properties: { Environment: { Variables: { DB_PASSWORD: !Ref Secret } } }",
		);
		expect(
			lintTemplate(code, { [NAME]: {}, "no-secret-in-environment": {} }).messages.map(({ ruleId, line }) => [
				ruleId,
				line,
			]),
		).toEqual([[`aws-kms/${NAME}`, 2]]);
		expect(
			lintTemplate(code, { "no-secret-in-environment": {} }).messages.map(({ ruleId, line }) => [ruleId, line]),
		).toEqual([["aws-kms/no-secret-in-environment", 2]]);
	});
});

describe("a short default of what is a password where it is used", () => {
	test.each([1, 2, 3, 4, 5, 6, 7, 8])("is one from four characters on: %i", (length) => {
		const text = template(
			`Word: { Type: String, NoEcho: true, Default: ${"qxzj".repeat(2).slice(0, length)} }`,
			"Resources:",
			"  Db: { Type: AWS::RDS::DBInstance, Properties: { MasterUserPassword: !Ref Word } }",
		);
		expect(lintTemplate(text, { [NAME]: {} }).messages).toHaveLength(length < 4 ? 0 : 1);
	});
});
