import { describe, expect, test } from "vitest";
import { dedent } from "../../testing/dedent.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { readFile } from "./read-file.ts";
import type { Value } from "../../model/value.ts";
import { renderWords } from "../../text/wording.ts";

function stackOf(text: string, filename = "template.yaml", parameterOverrides: Readonly<Record<string, string>> = {}) {
	return readFile(text, filename, { parameterOverrides });
}

function textOf(value: Value | undefined): string | null {
	return value?.kind === "literal" ? value.text : (value?.kind ?? null);
}

describe("what a file is", () => {
	test.each([
		["a format version says so", "AWSTemplateFormatVersion: 2010-09-09\n", true],
		["a transform of AWS says so", "Transform: AWS::Serverless-2016-10-31\n", true],
		["a list of transforms says so", "Transform: [AWS::LanguageExtensions]\n", true],
		["a resource's type says so, below a misspelt section", "Resource:\n  A: { Type: AWS::X::Y }\n", true],
		["resources of another tool do not, whatever they are called", "resources:\n  A: { Type: Custom::Y }\n", false],
		["a resource's type says so", "Resources:\n  A: { Type: AWS::X::Y }\n", true],
		["a custom type says so", "Resources:\n  A: { Type: Custom::Thing }\n", true],
		["resources of another tool do not", "Resources:\n  cpu: { Type: float }\n", false],
		["a transform of another tool does not", "Transform: rotate\n", false],
		["a list is none", "- Resources\n", false],
		["an Azure template is none", '{ "resources": [{ "type": "Microsoft.Compute/virtualMachines" }] }', false],
		["a Kubernetes object is none", "kind: Deployment\nspec: { Resources: {} }\n", false],
	])("%s", (_, text, expected) => {
		expect(stackOf(text).stack !== null).toBe(expected);
	});
});

test("a skeleton without resources is no error", () => {
	const { stack, structure } = stackOf("AWSTemplateFormatVersion: 2010-09-09\nResources:\n\nOutputs:\n");
	expect(structure).toEqual([]);
	expect(stack?.resources).toEqual([]);
});

describe("what is structurally wrong is said, and the rest is read", () => {
	test.each([
		[
			"resources that are not indented",
			"AWSTemplateFormatVersion: 2010-09-09\nResources:\nA:\n  Type: AWS::X::Y\n",
			"`Resources` is not a map of resources.",
		],
		[
			"a section that is misspelt",
			"AWSTemplateFormatVersion: 2010-09-09\nResource:\n  A: { Type: AWS::X::Y }\n",
			"Unknown section 'Resource'. Did you mean 'Resources'?",
		],
		[
			"a section in lower case",
			"AWSTemplateFormatVersion: 2010-09-09\nparameters: {}\nResources:\n  B: { Type: AWS::X::Y }\n",
			"Unknown section 'parameters'. Did you mean 'Parameters'?",
		],
		[
			"resources that are a list",
			"AWSTemplateFormatVersion: 2010-09-09\nResources: [a]\n",
			"`Resources` is not a map of resources.",
		],
		[
			"a resource without a type",
			"AWSTemplateFormatVersion: 2010-09-09\nResources:\n  A: { Properties: {} }\n  B: { Type: AWS::X::Y }\n",
			"Resource 'A' has no `Type`.",
		],
		[
			"a resource that is a text",
			"AWSTemplateFormatVersion: 2010-09-09\nResources:\n  A: text\n  B: { Type: AWS::X::Y }\n",
			"Resource 'A' has no `Type`.",
		],
		[
			"a loop with half its parts",
			"Resources:\n  Fn::ForEach::A: [X, [a]]\n  B: { Type: AWS::X::Y }\n",
			"`Fn::ForEach` needs an identifier, a collection and an output.",
		],
	])("%s", (_, text, message) => {
		const { stack, structure } = stackOf(text);
		expect(structure.map((problem) => renderWords(problem.message))).toEqual([message]);
		expect(stack?.resources.map((resource) => resource.id)).toEqual(text.includes("B:") ? ["B"] : []);
	});

	test("in a name that is whole pairs, because a quote is missing, without their values", () => {
		const [first, second] = [fakeSecret("password", 1), fakeSecret("password", 2)];
		const { structure } = stackOf(
			`Resources:\n  A: { Type: AWS::X::Y }\n  "      Variables:\n          DB_PASSWORD: ${first}\n          T: !Sub '${second}-\${A}'\n  P:\n    Value: "x"\n`,
		);
		const said = structure.map((problem) => renderWords(problem.message)).join("\n");
		expect(said).toContain("has no `Type`");
		expect(said).not.toContain(first);
		expect(said).not.toContain(second);
	});

	test("a resource that a macro makes is left to the macro", () => {
		const { stack, structure } = stackOf(
			"AWSTemplateFormatVersion: 2010-09-09\nResources:\n  A: { Fn::Transform: { Name: Macro } }\n  Fn::Transform: { Name: AWS::Include }\n  B: { Type: AWS::X::Y }\n",
		);
		expect(structure).toEqual([]);
		expect(stack?.resources.map((resource) => resource.id)).toEqual(["B"]);
	});
});

describe("resources", () => {
	const text = dedent`
		Transform: AWS::Serverless-2016-10-31
		Resources:
		  Api:
		    Type: AWS::Serverless::Function
		    Condition: IsProd
		  Fn::ForEach::Tables:
		    - Name
		    - [A, B]
		    - Table\${Name}: { Type: AWS::DynamoDB::Table, Properties: { TableName: !Ref Name, Other: !Sub "\${Name}-x" } }
		      Fn::ForEach::Inner: [Deep, [x], { "Inner\${Deep}": { Type: AWS::X::Y } }]
	`;
	const { stack } = stackOf(text);

	test("answer their deployed type, and how their author wrote it", () => {
		expect(stack?.resource("Api")).toMatchObject({
			type: "AWS::Lambda::Function",
			writtenType: "AWS::Serverless::Function",
			condition: "IsProd",
			looped: false,
		});
		expect(stack?.find("AWS::Lambda::Function").map((resource) => resource.id)).toEqual(["Api"]);
		expect(stack?.find("AWS::Serverless::Function")).toEqual([]);
	});

	test("point at their logical id", () => {
		const { start, end } = stack?.resource("Api")?.head ?? { start: 0, end: 0 };
		expect(text.slice(start, end)).toBe("Api");
	});

	test("of a loop are there once each, and know only at deploy time what the loop gives", () => {
		expect(stack?.resources.map(({ id, looped }) => [id, looped])).toEqual([
			["Api", false],
			["Table${Name}", true],
			["Inner${Deep}", true],
		]);
		expect(stack?.resource("Table${Name}")?.get("TableName")).toMatchObject({
			kind: "unresolved",
			why: "a loop sets it",
		});
	});
});

describe("Globals", () => {
	const head =
		"Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function:\n    Timeout: 3\n    Layers: [a]\n    Environment: { Variables: { A: global, B: global } }\n  Api: { Name: g }\nResources:\n";

	test("join maps, append lists, and give way to what a function says itself", () => {
		const { stack } = stackOf(
			`${head}  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Timeout: 5\n      Layers: [b]\n      Environment: { Variables: { B: own, C: own } }\n`,
		);
		const get = (path: string): string | null => textOf(stack?.resource("F")?.get(path));
		expect(get("Timeout")).toBe("5");
		expect(["A", "B", "C"].map((name) => get(`Environment.Variables.${name}`))).toEqual(["global", "own", "own"]);
		const layers = stack?.resource("F")?.get("Layers");
		expect(layers?.kind === "list" ? layers.items.map(textOf) : null).toEqual(["a", "b"]);
	});

	test("keep their place", () => {
		const text = `${head}  F: { Type: AWS::Serverless::Function }\n`;
		const { start, end } = stackOf(text).stack?.resource("F")?.get("Environment.Variables.A").span ?? {
			start: 0,
			end: 0,
		};
		expect([text.slice(start, end), text.slice(0, start).split("\n").length]).toEqual(["global", 6]);
	});

	test("reach SAM's own types alone, each its own section", () => {
		const { stack } = stackOf(`${head}  F: { Type: AWS::Lambda::Function }\n  A: { Type: AWS::Serverless::Api }\n`);
		expect(stack?.resource("F")?.get("Timeout").kind).toBe("absent");
		expect(textOf(stack?.resource("A")?.get("Name"))).toBe("g");
		expect(stack?.resource("A")?.get("Timeout").kind).toBe("absent");
	});

	test("are cancelled by AWS::NoValue", () => {
		const { stack } = stackOf(
			`${head}  F: { Type: AWS::Serverless::Function, Properties: { Timeout: !Ref AWS::NoValue } }\n`,
		);
		expect(stack?.resource("F")?.get("Timeout")).toMatchObject({ kind: "absent", explicit: true });
	});
});

describe("parameters", () => {
	const text = dedent`
		Parameters:
		  Plain: { Type: String, Default: a }
		  Secret: { Type: String, NoEcho: "true" }
		  Stored: { Type: "AWS::SSM::Parameter::Value<String>", Default: /a/b }
		  Listed: { Type: String, AllowedValues: [a, b] }
		Resources:
		  One: { Type: AWS::X::Y, Properties: { A: !Ref Plain, B: !Ref Stored } }
	`;

	test("carry their default, their choices and whether they are hidden", () => {
		const { parameters } = stackOf(text).stack ?? { parameters: new Map() };
		expect(parameters.get("Plain")).toMatchObject({
			noEcho: false,
			allowed: null,
			overridden: false,
			default: { text: "a", via: { kind: "parameter", name: "Plain" } },
		});
		expect(parameters.get("Secret")).toMatchObject({ noEcho: true, default: null });
		expect(parameters.get("Stored")).toMatchObject({ default: null });
		expect(parameters.get("Listed")).toMatchObject({ allowed: ["a", "b"] });
	});

	test("say where a transform or a merge key completes them, and a transform is none", () => {
		const include = "Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/k.yaml } }";
		const { stack } = stackOf(
			`S: &s { NoEcho: true }\nParameters:\n  ${include}\n  A: { Type: String }\n  B: { Type: String, <<: *s }\n  C: { Type: String, ${include} }\nResources: { T: { Type: AWS::X::Y } }\n`,
		);
		expect([...(stack?.parameters.values() ?? [])].map(({ name, open }) => [name, open])).toEqual([
			["A", false],
			["B", true],
			["C", true],
		]);
	});

	test("take what the command line says", () => {
		expect(stackOf(text, "template.yaml", { Plain: "z" }).stack?.resource("One")?.get("A")).toMatchObject({
			kind: "literal",
			text: "z",
			via: { kind: "override", name: "Plain" },
		});
	});

	test("of Parameter Store keep to the name that is stored, whatever the command line says", () => {
		expect(stackOf(text, "template.yaml", { Stored: "/c/d" }).stack?.resource("One")?.get("B").kind).toBe(
			"reference",
		);
	});
});

describe("size", () => {
	test("ten thousand resources cost ten times what a thousand cost", () => {
		let visits = 0;
		const cost = (count: number): number => {
			const resources = Array.from(
				{ length: count },
				(_, index) =>
					`  R${String(index)}:\n    Type: AWS::Lambda::Function\n    Properties: { KmsKeyArn: !GetAtt R${String((index + 1) % count)}.Arn }\n`,
			).join("");
			const { stack } = stackOf(`AWSTemplateFormatVersion: 2010-09-09\nResources:\n${resources}`);
			visits = 0;
			for (const resource of stack?.find("AWS::Lambda::Function") ?? []) {
				const value = resource.get("KmsKeyArn");
				visits +=
					value.kind === "reference" &&
					value.to.of === "resource" &&
					stack?.resource(value.to.id) !== undefined
						? 1
						: 0;
			}
			return visits;
		};
		expect([cost(1000), cost(10_000)]).toEqual([1000, 10_000]);
	});
});

describe("a loop in a map", () => {
	const variables = (loop: string): Value | undefined =>
		stackOf(
			`Transform: AWS::LanguageExtensions\nResources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Variables:\n          STAGE: prod\n          Fn::ForEach::Tokens: ${loop}\n`,
		)
			.stack?.resource("F")
			?.get("Environment.Variables");
	const entriesOf = (value: Value | undefined): readonly (readonly [string, string | null])[] =>
		value?.kind === "map" ? value.entries.map(({ key, value: one }) => [key, textOf(one)]) : [];

	test("makes an entry of each item, and the map is known", () => {
		const map = variables('[Name, [ORDERS, BILL.ING], { "${Name}_TOKEN": a, "&{Name}_URL": !Sub "x${Name}" }]');
		expect(entriesOf(map)).toEqual([
			["STAGE", "prod"],
			["ORDERS_TOKEN", "a"],
			["ORDERS_URL", "text"],
			["BILL.ING_TOKEN", "a"],
			["BILLING_URL", "text"],
		]);
		expect(map).toMatchObject({ open: false });
	});

	test("over what is not known makes one as it is written, and the map may hold more", () => {
		const map = variables('[Name, !Ref Names, { "${Name}_TOKEN": a }]');
		expect(entriesOf(map)).toEqual([
			["STAGE", "prod"],
			["${Name}_TOKEN", "a"],
		]);
		expect(map).toMatchObject({ open: true });
	});

	test("in a loop is read too", () => {
		const map = variables('[A, [x, y], { "Fn::ForEach::B": [B, [z], { "${A}${B}": a }] }]');
		expect(entriesOf(map).map(([key]) => key)).toEqual(["STAGE", "xz", "yz"]);
	});

	test("that is all there is of the map is read too", () => {
		const { stack } = stackOf(
			'Transform: AWS::LanguageExtensions\nResources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Variables:\n          Fn::ForEach::Tokens: [Name, [A, B], { "${Name}_TOKEN": a }]\n',
		);
		const map = stack?.resource("F")?.get("Environment.Variables");
		expect(entriesOf(map)).toEqual([
			["A_TOKEN", "a"],
			["B_TOKEN", "a"],
		]);
		expect(map).toMatchObject({ open: false });
	});

	test("that is none leaves the map open", () => {
		expect(variables("[Name]")).toMatchObject({ open: true });
	});
});
