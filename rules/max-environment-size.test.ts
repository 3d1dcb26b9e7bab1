import { describe, expect, test } from "vitest";
import { lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { maxEnvironmentSize } from "./max-environment-size.ts";

const NAME = "max-environment-size";
const A = (length: number): string => "a".repeat(length);

/** Two variables, of names of one character, that take as many bytes together. */
const filled = (bytes: number): readonly string[] => [`A: ${A(bytes - 1002)}`, `B: ${A(1000)}`];

function dataOf(bytes: string, largest: string, size: number, when = ""): Record<string, string> {
	return { id: "Api", bytes, limit: "4096", largest, size: String(size), when };
}

/** A function with these variables, one a line. */
function fn(...variables: readonly string[]): string {
	return [
		"Resources:",
		"  Api:",
		"    Type: AWS::Lambda::Function",
		"    Properties:",
		"      Environment:",
		"        Variables:",
		...variables.map((line) => `          ${line}`),
		"",
	].join("\n");
}

const STAGES =
	"Conditions:\n  IsProd: !Equals [!Ref AWS::StackName, prod]\n  IsTest: !Equals [!Ref AWS::StackName, test]\n";

testRule(maxEnvironmentSize, {
	silent: [
		{ name: "a few settings are far from the limit", code: fn("STAGE: prod", "TABLE: !Ref Table") },
		{ name: "one byte below the warning is below it", code: fn(...filled(3071)) },
		{ name: "no variables, no bytes", code: "Resources:\n  Api: { Type: AWS::Lambda::Function }\n" },
		{
			name: "the limit itself is taken, where nobody asks to be warned",
			code: fn(...filled(4095)),
			options: { warnFrom: 4096 },
		},
		{
			name: "a parameter's default is anybody's to replace",
			code: `Parameters:\n  Blob: { Type: String, Default: ${A(4090)} }\n${fn("BLOB: !Ref Blob")}`,
		},
		{
			name: "what a dynamic reference leads to is as long as it is",
			code: fn(`A: "{{resolve:ssm:/${A(2000)}}}"`, `B: "{{resolve:ssm:/${A(2000)}}}"`),
		},
		{
			name: "so is what a hole of a text stands for",
			code: fn(
				`A: !Sub "{{resolve:ssm:/${A(2000)}/\${AWS::Region}}}"`,
				`B: !Sub "{{resolve:ssm:/${A(2000)}/\${AWS::Region}}}"`,
			),
		},
		{ name: "AWS::NoValue takes the name away too", code: fn(`${A(4000)}: !Ref AWS::NoValue`) },
		{
			name: "the two sides of a condition are never there together",
			code: `${STAGES}${fn(`A: !If [IsProd, ${A(2000)}, x]`, `B: !If [IsProd, x, ${A(2000)}]`)}`,
		},
		{
			name: "two conditions may both be false",
			code: `${STAGES}${fn(`A: !If [IsProd, ${A(2000)}, x]`, `B: !If [IsTest, ${A(2000)}, x]`)}`,
		},
		{
			name: "two environments of a condition are asked each for itself",
			code: `${STAGES}Resources:\n  Api:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Fn::If:\n          - IsProd\n          - Variables: { A: ${A(2500)} }\n          - Variables: { B: ${A(2500)} }\n`,
		},
		{
			name: "of a name that stands twice the last counts",
			code: `{ "Resources": { "Api": { "Type": "AWS::Lambda::Function", "Properties": { "Environment": { "Variables": { "A": "${A(4000)}", "A": "x" } } } } } }`,
			filename: "template.json",
		},
		{
			name: "what the function sets itself takes the place of what Globals say",
			code: `Globals:\n  Function: { Environment: { Variables: { A: ${A(4000)} } } }\n${fn("A: x").replace("Lambda", "Serverless")}`,
		},
		{ name: "a number is written anew", code: fn(`A: 1.${"0".repeat(4000)}`) },
		{
			name: "a container has no such limit",
			code: `Resources:\n  Task:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n        - Environment: [{ Name: A, Value: ${A(5000)} }]\n`,
		},
	],
	found: [
		{
			name: "more than Lambda takes, in YAML",
			code: fn(...filled(4097)),
			errors: [
				{
					messageId: "tooLarge",
					data: dataOf("4097", "A", 3096),
					line: 6,
					column: 9,
					endLine: 6,
					endColumn: 18,
				},
			],
		},
		{
			name: "exactly what Lambda takes is near the limit",
			code: fn(...filled(4096)),
			errors: [{ messageId: "nearLimit", data: dataOf("4096", "A", 3095), line: 6 }],
		},
		{
			name: "the warning comes from 3072 bytes",
			code: fn(...filled(3072)),
			errors: [{ messageId: "nearLimit", data: dataOf("3072", "A", 2071), line: 6 }],
		},
		{
			name: "the option says when",
			code: fn("STAGE: prod"),
			options: { warnFrom: 9 },
			errors: [{ messageId: "nearLimit", data: dataOf("9", "STAGE", 9) }],
		},
		{
			name: "in JSON",
			filename: "template.json",
			code: `{ "Resources": { "Api": { "Type": "AWS::Lambda::Function", "Properties": { "Environment": { "Variables": { "A": "${A(5000)}" } } } } } }`,
			errors: [
				{
					messageId: "tooLarge",
					data: dataOf("5001", "A", 5001),
					line: 1,
					column: 93,
					endLine: 1,
					endColumn: 104,
				},
			],
		},
		{
			name: "characters outside of ASCII take more than one byte",
			code: fn(`A: ${"ü".repeat(2100)}`),
			errors: [{ messageId: "tooLarge", data: dataOf("4201", "A", 4201) }],
		},
		{
			name: "what a reference adds can only be more",
			code: fn(...filled(4200), "TABLE: !Ref AWS::Region"),
			errors: [{ messageId: "tooLarge", data: dataOf("at least 4205", "A", 3199) }],
		},
		{
			name: "the known parts of a text count",
			code: fn(`A: !Sub "${A(4100)}-\${AWS::Region}"`),
			errors: [{ messageId: "tooLarge", data: dataOf("at least 4102", "A", 4102) }],
		},
		{
			name: "what an include adds can only be more",
			code: fn(...filled(4200), "Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/k.yaml } }"),
			errors: [{ messageId: "tooLarge", data: dataOf("at least 4200", "A", 3199) }],
		},
		{
			name: "a value of the command line is the value",
			code: `Parameters:\n  Blob: { Type: String }\n${fn("BLOB: !Ref Blob")}`,
			parameters: { Blob: A(4100) },
			errors: [{ messageId: "tooLarge", data: dataOf("4104", "BLOB", 4104) }],
		},
		{
			name: "the smaller side of a condition is certain",
			code: `${STAGES}${fn(`A: !If [IsProd, ${A(4500)}, ${A(4200)}]`)}`,
			errors: [{ messageId: "tooLarge", data: dataOf("at least 4201", "A", 4201) }],
		},
		{
			name: "what is refused on one branch alone is said of it",
			code: `${STAGES}${fn(`A: !If [IsProd, ${A(2500)}, x]`, `B: !If [IsProd, ${A(2500)}, x]`)}`,
			errors: [{ messageId: "tooLarge", data: dataOf("5002", "A", 2501, " if condition 'IsProd' is true") }],
		},
		{
			name: "an environment on a branch is named with it",
			code: `${STAGES}Resources:\n  Api:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Variables: !If [IsProd, { A: ${A(4200)} }, { A: x }]\n`,
			errors: [
				{
					messageId: "tooLarge",
					data: dataOf("4201", "A", 4201, " if condition 'IsProd' is true"),
					line: 9,
					column: 9,
				},
			],
		},
		{
			name: "variables of Globals count for the function that inherits them",
			code: `Globals:\n  Function: { Environment: { Variables: { A: ${A(2500)} } } }\n${fn(`B: ${A(2500)}`).replace("Lambda", "Serverless")}`,
			errors: [{ messageId: "tooLarge", data: dataOf("5002", "A", 2501), line: 8 }],
		},
		{
			name: "what Globals alone have too much of is one finding for all functions",
			code: `Globals:\n  Function: { Environment: { Variables: { A: ${A(4200)} } } }\nResources:\n  Api: { Type: AWS::Serverless::Function }\n  Other: { Type: AWS::Serverless::Function }\n`,
			errors: [
				{
					messageId: "tooLarge",
					data: { ...dataOf("4201", "A", 4201), "'id'": "'Api' and 'Other'" },
					line: 2,
					column: 30,
				},
			],
		},
	],
});

describe("how bad it is", () => {
	test("depends on whether Lambda refuses it", () => {
		const severityOf = (code: string): unknown =>
			lintTemplate(code, { [NAME]: {} }).details.findings.map(({ severity, property }) => [severity, property]);
		expect(severityOf(fn(...filled(4097)))).toEqual([["medium", "Environment.Variables"]]);
		expect(severityOf(fn(...filled(4096)))).toEqual([["low", "Environment.Variables"]]);
	});
});
