import { describe, expect, test } from "vitest";
import { lintTemplate } from "../../testing/rule-tester.ts";

const FUNCTION = (more: string): string => `  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Environment:
        Variables:
          DB_PASSWORD: !Ref DbPassword
${more}`;
const DEFINED = `Parameters:
  DbPassword: { Type: String, NoEcho: true }
  Stage: { Type: String }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Mappings:
  Keys: { prod: { size: "1" } }
`;

const count = (text: string, rule = "require-environment-key"): number =>
	lintTemplate(text, { [rule]: {} }).messages.length;

describe("a part of a template", () => {
	test.each([
		["a parameter", `Resources:\n${FUNCTION("")}`],
		["a condition", `${DEFINED}Resources:\n${FUNCTION("      MemorySize: !If [IsTest, 1, 2]\n")}`],
		[
			"a condition in the long form",
			`${DEFINED}Resources:\n${FUNCTION("      MemorySize: { Fn::If: [IsTest, 1, 2] }\n")}`,
		],
		["a mapping", `${DEFINED}Resources:\n${FUNCTION("      MemorySize: !FindInMap [Sizes, prod, size]\n")}`],
	])("names %s of another, whose Globals may have a key", (_, text) => {
		expect(count(text)).toBe(0);
	});

	test("keeps what it says itself", () => {
		const text = `${DEFINED}Resources:\n${FUNCTION("      MemorySize: !If [IsTest, 1, 2]\n      Layers: [!Ref Other]\n")}`;
		expect(count(text.replace("!Ref DbPassword", '"hunter2-Sommer!99"'), "no-secret-in-environment")).toBe(1);
	});

	test.each([
		["a transform", `Transform: AWS::Serverless-2016-10-31\nResources:\n${FUNCTION("")}`],
		["its own Globals", `Globals: { Function: { Timeout: 3 } }\nResources:\n${FUNCTION("")}`],
		[
			"all that it names",
			`${DEFINED}Resources:\n${FUNCTION("      MemorySize: !If [IsProd, 1, 2]\n      Tags: { A: !Ref AWS::StackName, B: !FindInMap [Keys, prod, size] }\n")}`,
		],
		["no function of SAM", `Resources:\n${FUNCTION("").replace("Serverless", "Lambda")}`],
	])("has not %s", (_, text) => {
		expect(count(text)).toBe(1);
	});
});
