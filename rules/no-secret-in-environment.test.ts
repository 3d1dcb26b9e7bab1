import { describe, expect, test } from "vitest";
import { ENVIRONMENT_PLACES } from "../src/model/environment.ts";
import { detectSecret } from "../src/detect/detect-secret.ts";
import { dedent } from "../src/testing/dedent.ts";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import { lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { noSecretInEnvironment } from "./no-secret-in-environment.ts";

const NAME = "no-secret-in-environment";
const ACCESS_KEY = fakeSecret("aws-access-key-id");
const PASSWORD = fakeSecret("password");

function dataOf(
	id: string,
	name: string,
	value: string,
	more: Readonly<Record<string, string>> = {},
): Record<string, string> {
	const detection = detectSecret(value, { name, kind: "environment" });
	const redacted = detection?.redacted ?? "?";
	return {
		id,
		name,
		label: detection?.label ?? "?",
		redacted: redacted.startsWith("(") ? ` ${redacted}` : `, ${redacted}`,
		origin: "",
		when: "",
		...more,
	};
}

/** A function with these variables, one a line. */
function fn(...variables: readonly string[]): string {
	return [
		"Resources:",
		"  Api:",
		"    Type: AWS::Serverless::Function",
		"    Properties:",
		"      Environment:",
		"        Variables:",
		...variables.map((line) => `          ${line}`),
		"",
	].join("\n");
}

testRule(noSecretInEnvironment, {
	silent: [
		{
			name: "JSON that the deployment writes holds more than secrets",
			code: fn("CONFIG: { Fn::ToJsonString: { tableName: orders, password: !Ref Password, retries: 3 } }"),
		},
		{ name: "a stage is no secret", code: fn("STAGE: prod", "TABLE: !Ref Table") },
		{
			name: "a pointer to a secret is none",
			code: fn("DB_PASSWORD_PARAMETER_NAME: /orders/prod/db-password", "API_KEY_SECRET_ARN: !Ref ApiKey"),
		},
		{
			name: "a dynamic reference is the matter of another rule",
			code: fn('DB_PASSWORD: "{{resolve:secretsmanager:orders:SecretString:password}}"'),
		},
		{
			name: "a parameter without a default is asked for at deploy time",
			code: `Parameters:\n  Password: { Type: String }\n${fn("DB_PASSWORD: !Ref Password")}`,
		},
		{
			name: "an empty default is no secret",
			code: `Parameters:\n  Password: { Type: String, Default: "" }\n${fn("DB_PASSWORD: !Ref Password")}`,
		},
		{
			name: "the default of a parameter that Parameter Store resolves is a name",
			code: `Parameters:\n  Password: { Type: "AWS::SSM::Parameter::Value<String>", Default: /orders/prod/Xk3kd93kdL }\n${fn("DB_PASSWORD: !Ref Password")}`,
		},
		{ name: "an import is somebody else's", code: fn("DB_PASSWORD: !ImportValue DbPassword") },
		{ name: "an attribute is no literal", code: fn("DB_PASSWORD: !GetAtt Database.Password") },
		{ name: "AWS::NoValue is nothing", code: fn("DB_PASSWORD: !Ref AWS::NoValue") },
		{
			name: "a mapping without the row is not known",
			code: `Mappings:\n  Stages: { prod: { Password: "${PASSWORD}" } }\n${fn("DB_PASSWORD: !FindInMap [Stages, dev, Password]")}`,
		},
		{
			name: "a branch that cannot be reached is not deployed",
			code: `Conditions:\n  Never: !Equals [a, b]\n${fn(`DB_PASSWORD: !If [Never, "${PASSWORD}", !Ref AWS::NoValue]`)}`,
		},
		{
			name: "a variable that the option allows is not asked",
			code: fn(`TEST_PASSWORD: "${PASSWORD}"`),
			options: { allow: ["^TEST_"] },
		},
		{ name: "a variable's name in a comment is none", code: fn("STAGE: prod", "# DB_PASSWORD: see the wiki") },
		{
			name: "a secret that is no variable is another rule's",
			code: `Resources:\n  Api:\n    Type: AWS::Serverless::Function\n    Properties:\n      Description: "${ACCESS_KEY}"\n`,
		},
		{
			name: "a function of Globals only, where no SAM function is",
			code: `Globals:\n  Function:\n    Environment: { Variables: { DB_PASSWORD: "${PASSWORD}" } }\nResources:\n  Topic: { Type: AWS::SNS::Topic }\n`,
		},
	],
	found: [
		{
			name: "JSON that the deployment writes is read by its keys, and not replaced as a whole",
			code: fn(`CONFIG: { Fn::ToJsonString: { host: orders, password: "${PASSWORD}" } }`),
			errors: [
				{
					messageId: "literalSecret",
					data: dataOf("Api", "DB_PASSWORD", PASSWORD, { name: "CONFIG" }),
					suggestions: [],
				},
			],
		},
		{
			name: "JSON that the deployment writes is read in its lists too",
			code: fn(`CONFIG: { Fn::ToJsonString: [{ Name: DB_PASSWORD, Value: "${PASSWORD}" }] }`),
			errors: [
				{
					messageId: "literalSecret",
					data: dataOf("Api", "DB_PASSWORD", PASSWORD, { name: "CONFIG" }),
					suggestions: [],
				},
			],
		},
		{
			name: "a literal in a SAM function, in YAML",
			code: fn("STAGE: prod", `UPLOADER: ${ACCESS_KEY} # of the old account`),
			errors: [
				{
					messageId: "literalSecret",
					data: dataOf("Api", "UPLOADER", ACCESS_KEY),
					line: 8,
					column: 21,
					endLine: 8,
					endColumn: 21 + ACCESS_KEY.length,
					suggestions: [
						{
							messageId: "usePointer",
							data: { pointer: "UPLOADER_PARAMETER_NAME" },
							output: fn(
								"STAGE: prod",
								'UPLOADER_PARAMETER_NAME: !Sub "/${AWS::StackName}/Api/UPLOADER" # of the old account',
							),
						},
					],
				},
			],
		},
		{
			name: "a literal in a plain function, in JSON",
			filename: "template.json",
			code: `{\n  "Resources": {\n    "Api": {\n      "Type": "AWS::Lambda::Function",\n      "Properties": { "Environment": { "Variables": { "DB_PASSWORD": "${PASSWORD}" } } }\n    }\n  }\n}\n`,
			errors: [
				{
					messageId: "literalSecret",
					data: dataOf("Api", "DB_PASSWORD", PASSWORD),
					line: 5,
					column: 70,
					endLine: 5,
					endColumn: 72 + PASSWORD.length,
					suggestions: [
						{
							messageId: "usePointer",
							data: { pointer: "DB_PASSWORD_PARAMETER_NAME" },
							output: '{\n  "Resources": {\n    "Api": {\n      "Type": "AWS::Lambda::Function",\n      "Properties": { "Environment": { "Variables": { "DB_PASSWORD_PARAMETER_NAME": { "Fn::Sub": "/${AWS::StackName}/Api/DB_PASSWORD" } } } }\n    }\n  }\n}\n',
						},
					],
				},
			],
		},
		{
			name: "a literal in Globals is one finding, at its place",
			code: `Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function:\n    Environment:\n      Variables:\n        DB_PASSWORD: "${PASSWORD}"\nResources:\n  Api: { Type: AWS::Serverless::Function }\n  Worker: { Type: AWS::Serverless::Function }\n`,
			errors: [
				{
					messageId: "literalSecret",
					data: { ...dataOf("Api", "DB_PASSWORD", PASSWORD), "'id'": "'Api' and 'Worker'" },
					line: 6,
					column: 22,
					suggestions: 2,
				},
			],
		},
		{
			name: "a `Fn::Sub` without a hole is its text",
			code: fn(`DB_PASSWORD: !Sub "${PASSWORD}"`),
			errors: [
				{ messageId: "literalSecret", data: dataOf("Api", "DB_PASSWORD", PASSWORD), line: 7, suggestions: 1 },
			],
		},
		{
			name: "a password between the holes of a `Fn::Sub`",
			code: `${fn(`DATABASE_URL: !Sub "postgres://app:${fakeSecret("token")}@\${Database.Endpoint.Address}/orders"`)}  Database: { Type: AWS::RDS::DBInstance }\n`,
			errors: [{ messageId: "literalSecret", line: 7, suggestions: 1 }],
		},
		{
			name: "a `Fn::Join` of literals is their text",
			code: fn(`UPLOADER: !Join ["", ["${ACCESS_KEY.slice(0, 8)}", "${ACCESS_KEY.slice(8)}"]]`),
			errors: [
				{ messageId: "literalSecret", data: dataOf("Api", "UPLOADER", ACCESS_KEY), line: 7, suggestions: 1 },
			],
		},
		{
			name: "the default of a parameter is in the template",
			code: `Parameters:\n  Password: { Type: String, Default: "${PASSWORD}", NoEcho: true }\n${fn("DB_PASSWORD: !Ref Password")}`,
			errors: [
				{
					messageId: "literalSecret",
					data: dataOf("Api", "DB_PASSWORD", PASSWORD, { origin: ", the default of parameter 'Password'" }),
					line: 2,
					column: 38,
					suggestions: 1,
				},
			],
		},
		{
			name: "a value of the command line is deployed",
			code: `Parameters:\n  Password: { Type: String }\n${fn("DB_PASSWORD: !Ref Password")}`,
			parameters: { Password: PASSWORD },
			errors: [
				{
					messageId: "literalSecret",
					data: dataOf("Api", "DB_PASSWORD", PASSWORD, { origin: ", given for parameter 'Password'" }),
					line: 9,
					suggestions: 1,
				},
			],
		},
		{
			name: "a mapping is in the template",
			code: `Mappings:\n  Stages: { prod: { Password: "${PASSWORD}" } }\n${fn("DB_PASSWORD: !FindInMap [Stages, prod, Password]")}`,
			errors: [
				{
					messageId: "literalSecret",
					data: dataOf("Api", "DB_PASSWORD", PASSWORD, { origin: ", from mapping 'Stages'" }),
					line: 2,
					column: 31,
					suggestions: 1,
				},
			],
		},
		{
			name: "both branches count, and the branch is named; a second one is no second finding",
			code: `Conditions:\n  IsProd: !Equals [!Ref AWS::Region, eu-west-1]\n${fn(`DB_PASSWORD: !If [IsProd, !Ref AWS::NoValue, "${PASSWORD}"]`)}`,
			errors: [
				{
					messageId: "literalSecret",
					data: dataOf("Api", "DB_PASSWORD", PASSWORD, { when: " if condition 'IsProd' is false" }),
					line: 9,
					column: 56,
				},
			],
		},
		{
			name: "an environment on one branch",
			code: dedent`
				Conditions:
				  IsProd: !Equals [!Ref AWS::Region, eu-west-1]
				Resources:
				  Api:
				    Type: AWS::Lambda::Function
				    Properties:
				      Environment: !If [IsProd, { Variables: { DB_PASSWORD: "${PASSWORD}" } }, !Ref AWS::NoValue]
			`,
			errors: [
				{
					messageId: "literalSecret",
					data: dataOf("Api", "DB_PASSWORD", PASSWORD, { when: " if condition 'IsProd' is true" }),
					line: 7,
					column: 61,
					suggestions: 1,
				},
			],
		},
		{
			name: "a literal through an anchor is pointed at where it stands",
			code: `Shared: &variables\n  DB_PASSWORD: "${PASSWORD}"\nResources:\n  Api:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Variables: *variables\n`,
			errors: [
				{
					messageId: "literalSecret",
					data: dataOf("Api", "DB_PASSWORD", PASSWORD),
					line: 2,
					column: 16,
					suggestions: 1,
				},
			],
		},
		{
			name: "a literal through a merge key",
			code: `Shared: &variables\n  DB_PASSWORD: "${PASSWORD}"\nResources:\n  Api:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Variables:\n          <<: *variables\n          STAGE: prod\n`,
			errors: [
				{ messageId: "literalSecret", data: dataOf("Api", "DB_PASSWORD", PASSWORD), line: 2, suggestions: 1 },
			],
		},
		{
			name: "a container's variables are a list of pairs, which a suggestion leaves alone",
			code: dedent`
				Resources:
				  Task:
				    Type: AWS::ECS::TaskDefinition
				    Properties:
				      ContainerDefinitions:
				        - Name: app
				          Environment:
				            - { Name: STAGE, Value: prod }
				            - Name: DB_PASSWORD
				              Value: "${PASSWORD}"
			`,
			errors: [
				{ messageId: "literalSecret", data: dataOf("Task", "DB_PASSWORD", PASSWORD), line: 10, column: 22 },
			],
		},
		{
			name: "in a loop the pointer does not name the function",
			code: dedent`
				Transform: AWS::LanguageExtensions
				Resources:
				  Fn::ForEach::Workers:
				    - Name
				    - [Orders, Invoices]
				    - Worker\${Name}:
				        Type: AWS::Lambda::Function
				        Properties:
				          Environment:
				            Variables:
				              DB_PASSWORD: "${PASSWORD}"
			`,
			errors: [
				{
					messageId: "literalSecret",
					data: dataOf("Worker${Name}", "DB_PASSWORD", PASSWORD),
					suggestions: [
						{
							messageId: "usePointer",
							data: { pointer: "DB_PASSWORD_PARAMETER_NAME" },
							output: dedent`
								Transform: AWS::LanguageExtensions
								Resources:
								  Fn::ForEach::Workers:
								    - Name
								    - [Orders, Invoices]
								    - Worker\${Name}:
								        Type: AWS::Lambda::Function
								        Properties:
								          Environment:
								            Variables:
								              DB_PASSWORD_PARAMETER_NAME: !Sub "/\${AWS::StackName}/DB_PASSWORD"
							`,
						},
					],
				},
			],
		},
	],
});

/** A resource of that type with one variable at that path, as JSON. */
function resourceWith(place: (typeof ENVIRONMENT_PLACES)[number], name: string, value: string): object {
	const leaf = place.pair === undefined ? { [name]: value } : { [place.pair.name]: name, [place.pair.value]: value };
	const properties = place.path.split(".").reduceRight<unknown>((inner, step) => {
		const lists = step.match(/\[\]/gu)?.length ?? 0;
		return { [step.replaceAll("[]", "")]: Array.from({ length: lists }).reduce((item) => [item], inner) };
	}, leaf);
	return { Resources: { One: { Type: place.type, Properties: properties } } };
}

describe("every type that carries variables", () => {
	test.each(ENVIRONMENT_PLACES.map((place) => [`${place.type} ${place.path}`, place] as const))("%s", (_, place) => {
		const text = JSON.stringify(resourceWith(place, "DB_PASSWORD", PASSWORD));
		const { messages, details } = lintTemplate(text, { [NAME]: {} }, "template.json");
		expect(messages.map((message) => message.messageId)).toEqual(["literalSecret"]);
		expect(details.findings[0]?.property).toBe(`${place.path.replaceAll("[]", "")}.DB_PASSWORD`);
	});
});

describe("what a finding tells", () => {
	test("never the value: not in the message, the suggestion's text, the details", () => {
		for (const value of [
			PASSWORD,
			ACCESS_KEY,
			fakeSecret("token"),
			fakeSecret("jwt"),
			fakeSecret("aws-secret-access-key"),
		]) {
			const { messages, details } = lintTemplate(fn(`API_SECRET: "${value}"`), { [NAME]: {} });
			expect(messages).toHaveLength(1);
			const said = JSON.stringify([
				details,
				...messages.map((message) => [
					message.message,
					message.suggestions?.map((one) => [one.desc, one.fix.text]),
				]),
			]);
			expect(said).not.toContain(value);
			expect(said).not.toContain(value.slice(0, 8));
		}
	});

	test("how sure it is decides how bad it is", () => {
		const severity = (variable: string) => lintTemplate(fn(variable), { [NAME]: {} }).details.findings[0]?.severity;
		expect(severity(`UPLOADER: ${ACCESS_KEY}`)).toBe("critical");
		expect(severity(`DB_PASSWORD: ${fakeSecret("weak-password")}`)).not.toBe("critical");
	});
});
