import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TextLinter } from "../src/lint/lint-text.ts";
import { dedent } from "../src/testing/dedent.ts";
import { testRule } from "../src/testing/rule-tester.ts";
import { noUnsetVariable } from "./no-unset-variable.ts";
import { removeFolder } from "../src/testing/remove-folder.ts";

/** A SAM template with a function of this code, and more properties. */
function inline(code: string, properties = ""): string {
	return dedent`
		Transform: AWS::Serverless-2016-10-31
		Resources:
		  Api:
		    Type: AWS::Serverless::Function
		    Properties:
		      Runtime: nodejs22.x
		      Handler: index.handler
		      InlineCode: ${JSON.stringify(code)}
		${properties.replaceAll(/^/gmu, "      ")}
	`;
}

const READ = "exports.handler = async () => process.env.TABLE.length;";
const SDK = 'const { GetItemCommand } = require("@aws-sdk/client-dynamodb");\n';
const ERROR = {
	messageId: "unsetVariable",
	data: { id: "Api", variable: "TABLE", place: "template.yaml:8", property: "Environment.Variables" },
};

testRule(noUnsetVariable, {
	silent: [
		{
			name: "the environment sets it",
			code: inline(READ, "Environment: { Variables: { TABLE: orders } }"),
		},
		{
			name: "the environment is not known until deployment",
			code: inline(READ, "Environment: !FindInMap [Env, !Ref Stage, All]"),
		},
		{
			name: "a transform may add variables",
			code: inline(READ, "Environment: { Variables: { 'Fn::Transform': { Name: Add } } }"),
		},
		{
			name: "another value stands in for it",
			code: inline("exports.handler = async () => (process.env.TABLE ?? 'x').length;"),
		},
		{
			name: "the code asks whether it is there",
			code: inline("exports.handler = async () => { if (process.env.TABLE) return process.env.TABLE.length; };"),
		},
		...[
			"exports.handler = async () => { if (ON) return TABLE.length; };",
			"exports.handler = async () => (ON ? TABLE.length : 0);",
			"exports.handler = async () => ON && TABLE.length;",
			"exports.handler = async () => { switch (process.env.MODE) { case 'a': return TABLE.length; } };",
			"const need = () => { if (!TABLE) throw new Error(); }; exports.handler = async () => (ON ? need() : 0);",
			"function need() { return `${TABLE}`; } function all() { need(); } exports.handler = async () => { if (!ON) all(); };",
		].map((rest) => ({
			name: `the environment says whether its code runs: ${rest}`,
			code: inline(`const TABLE = process.env.TABLE; const ON = process.env.MODE === 'on'; ${rest}`),
		})),
		...[
			["process.env.STAGE === 'prod'", "STAGE: dev"],
			["process.env.STAGE !== 'prod'", "STAGE: prod"],
			["process.env.STAGE === 'prod'", "STAGE: !Ref Stage"],
			["process.env.STAGE === 'prod'", "STAGE: !If [IsProd, prod, dev]"],
			["event.a && process.env.STAGE === 'prod'", "STAGE: dev"],
			["['prod', 'test'].includes(process.env.STAGE)", "STAGE: prod"],
			["process.env.STAGE === stages.Prod", "STAGE: !Ref Stage"],
			["process.env.IS_LOCAL", "STAGE: prod"],
			["process.env.NODE_ENV === 'production'", "STAGE: prod"],
			["process.env.NODE_ENV === 'test'", "STAGE: prod"],
			["process.env.USE_SECRET", "USE_SECRET: ''"],
			["!isOn", "STAGE: on"],
		].map(([test = "", variables = ""]) => ({
			name: `the environment may say that its code does not run: ${test}, with ${variables}`,
			code: inline(
				`const stages = { Prod: 'prod' }; const isOn = process.env.STAGE === 'on'; exports.handler = async (event) => { if (${test}) return process.env.TABLE.length; };`,
				`Environment: { Variables: { ${variables} } }`,
			),
		})),
		{ name: "Lambda sets it", code: inline("exports.handler = async () => process.env.AWS_REGION.length;") },
		{ name: "the code sets it", code: inline(`process.env.TABLE = load();\n${READ}`) },
		{
			name: "the code sets others whose names are not known",
			code: inline(`Object.assign(process.env, load());\n${READ}`),
		},
		{ name: "a package loads more variables", code: inline(`require("dotenv").config();\n${READ}`) },
		{ name: "the environment is given to other code", code: inline(`check(process.env);\n${READ}`) },
		{ name: "a module cannot be read", code: inline(`require("./setup");\n${READ}`) },
		{
			name: "only another handler of the module reads it",
			code: inline("exports.other = async () => process.env.TABLE.length;\nexports.handler = async () => 1;"),
		},
		{
			name: "only a method that nothing calls reads it",
			code: inline(
				"class Db { get() { return 1; } put() { return process.env.TABLE.length; } }\nconst db = new Db();\nexports.handler = async () => db.get();",
			),
		},
		{
			name: "only a function of an object that nothing calls reads it",
			code: inline(
				"const db = { get: () => 1, put: () => process.env.TABLE.length };\nexports.handler = async () => db.get();",
			),
		},
		{
			name: "nobody says what happens without it",
			code: inline("exports.handler = async () => send(process.env.TABLE);"),
		},
		{ name: "the author allows it", code: inline(READ), options: { allow: ["^TABLE$"] } },
		{
			name: "the code is elsewhere, and other files are not read",
			code: "Transform: AWS::Serverless-2016-10-31\nResources: { Api: { Type: AWS::Serverless::Function, Properties: { CodeUri: src, Handler: app.handler } } }",
		},
	],
	found: [
		{
			name: "the code takes it for a text",
			code: inline(READ, "Environment: { Variables: { STAGE: prod } }"),
			errors: [{ ...ERROR, line: 3, column: 3 }],
		},
		{
			name: "it becomes part of a text",
			code: inline("exports.handler = async () => `${process.env.TABLE}/x`;"),
			errors: [ERROR],
		},
		{
			name: "a request to AWS needs it",
			code: inline(
				`${SDK}const TableName = process.env.TABLE;\nexports.handler = async () => client.send(new GetItemCommand({ TableName, Key: {} }));`,
			),
			errors: [ERROR],
		},
		{
			name: "a function that the handler calls needs it",
			code: inline("const size = () => process.env.TABLE.length;\nexports.handler = async () => size();"),
			errors: [ERROR],
		},
		{
			name: "a method that the handler calls needs it",
			code: inline(
				"class Db { get() { return this.put(); } put() { return process.env.TABLE.length; } }\nconst db = new Db();\nexports.handler = async () => db.get();",
			),
			errors: [ERROR],
		},
		{
			name: "it is taken out of the environment by a pattern",
			code: inline("const { TABLE } = process.env;\nexports.handler = async () => TABLE.length;"),
			errors: [ERROR],
		},
		...[
			"exports.handler = async ({ all }) => { if (all) return TABLE.length; };",
			"exports.handler = async ({ all }) => (ON ? 0 : all && TABLE.length) || TABLE.length;",
			"const need = () => { if (!TABLE) throw new Error(); }; exports.handler = async () => { if (ON) need(); need(); };",
			"const need = () => { if (!TABLE) throw new Error(); }; exports.need = need; exports.handler = async () => { if (ON) need(); };",
		].map((rest) => ({
			name: `more than the environment says whether its code runs: ${rest}`,
			code: inline(`const TABLE = process.env.TABLE; const ON = process.env.MODE === 'on'; ${rest}`),
			errors: [ERROR],
		})),
		...[
			["process.env.AWS_LAMBDA_FUNCTION_NAME", "STAGE: prod"],
			["process.env.NODE_ENV !== 'test'", "STAGE: prod"],
			["!isTest", "STAGE: prod"],
			["event.region === process.env.AWS_REGION", "STAGE: prod"],
			["event.stage === process.env.STAGE", "STAGE: !Ref Stage"],
			["process.env.STAGE === 'prod'", "STAGE: prod"],
			["event.a && process.env.STAGE === 'prod'", "STAGE: prod"],
			["process.env.STAGE !== 'prod' || event.a", "STAGE: dev"],
			["!process.env.IS_LOCAL", "STAGE: prod"],
			["process.env.USE_SECRET", "USE_SECRET: 'true'"],
			["STAGE === 'prod'", "STAGE: prod"],
		].map(([test = "", variables = ""]) => ({
			name: `the environment does not keep its code from running: ${test}, with ${variables}`,
			code: inline(
				`const { STAGE } = process.env; const isTest = process.env.NODE_ENV === 'test'; exports.handler = async (event) => { if (${test}) return process.env.TABLE.length; };`,
				`Environment: { Variables: { ${variables} } }`,
			),
			errors: [ERROR],
		})),
		{
			name: "the code ends without it",
			code: inline(
				"const table = process.env.TABLE;\nif (!table) throw new Error('no table');\nexports.handler = async () => table;",
			),
			errors: [ERROR],
		},
	],
});

let cwd: string;
beforeAll(() => {
	cwd = mkdtempSync(join(tmpdir(), "kmslint-unset-"));
	mkdirSync(join(cwd, "src"));
	writeFileSync(
		join(cwd, "src/app.mjs"),
		'import { url } from "./index.mjs";\nexport const handler = async () => fetch(url());\n',
	);
	writeFileSync(join(cwd, "src/index.mjs"), 'export * from "./more.mjs";\nexport * from "./urls.mjs";\n');
	writeFileSync(join(cwd, "src/more.mjs"), "export const more = () => process.env.MORE.length;\n");
	writeFileSync(
		join(cwd, "src/urls.mjs"),
		"export const url = () => `https://${process.env.HOST}`;\nexport const other = () => process.env.OTHER.length;\n",
	);
});
afterAll(() => {
	removeFolder(cwd);
});

test.each([
	[
		"template.yaml",
		"Environment.Variables",
		"Transform: AWS::Serverless-2016-10-31\nResources: { Api: { Type: AWS::Serverless::Function, Properties: { CodeUri: src, Handler: app.handler } } }\n",
	],
	[
		"main.tf",
		"environment.variables",
		'data "archive_file" "a" {\n  type = "zip"\n  source_dir = "${path.module}/src"\n  output_path = "a.zip"\n}\nresource "aws_lambda_function" "api" {\n  filename = data.archive_file.a.output_path\n  handler = "app.handler"\n  runtime = "nodejs22.x"\n}\n',
	],
	[
		"stack.ts",
		"environment",
		'import * as path from "path";\nimport { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";\nexport class S extends Stack { constructor(s, i) { super(s, i); new NodejsFunction(this, "api", { entry: path.join(__dirname, "src/app.mjs") }); } }\n',
	],
])("the command reads the code from other files: %s", (name, property, text) => {
	writeFileSync(join(cwd, name), text);
	const linter = new TextLinter({
		preset: "recommended",
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd,
	});
	const { findings, readsOthers } = linter.lint(text, name);
	expect(findings.filter(({ rule }) => rule === noUnsetVariable.name).map(({ message }) => message)).toEqual([
		expect.stringContaining(
			`needs variable 'HOST' (src/urls.mjs:1), but its environment does not set it. Set it in \`${property}\`.`,
		),
	]);
	expect(readsOthers).toBe(true);
});
