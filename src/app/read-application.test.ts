import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { dedent } from "../testing/dedent.ts";
import { linkOf, madeApplications } from "../testing/made-applications.ts";
import { readApplication } from "./read-application.ts";

const { functionsOf, newFolder } = madeApplications();

const HANDLER = "export const handler = async () => process.env.TABLE;\n";

/** A SAM template with one function of these properties. */
function sam(properties: string, more = ""): string {
	return `Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Function
    Properties: { ${properties} }
${more}`;
}

describe("the handler of a function in a template", () => {
	test.each<readonly [name: string, link: string, files: Readonly<Record<string, string>>]>([
		[
			"lies in its folder",
			"src/app.js#handler",
			{ "src/app.js": HANDLER, "template.yaml": sam("CodeUri: src/, Handler: app.handler") },
		],
		[
			"lies beside the template by default",
			"app.mjs#handler",
			{ "app.mjs": HANDLER, "template.yaml": sam("Handler: app.handler") },
		],
		[
			"is TypeScript that is compiled in place",
			"src/a/b.ts#handler",
			{ "src/a/b.ts": HANDLER, "template.yaml": sam("CodeUri: src, Handler: a/b.handler") },
		],
		[
			"is an entry point of esbuild",
			"src/api/get.ts#handler",
			{
				"src/api/get.ts": HANDLER,
				"src/get.ts": HANDLER,
				"template.yaml": sam(
					"CodeUri: src, Handler: get.handler",
					"    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [api/get.ts] } }\n",
				),
			},
		],
		[
			"is compiled to another folder",
			"src/api.ts#handler",
			{
				"src/api.ts": HANDLER,
				"tsconfig.json": '{ // where it goes\n "compilerOptions": { "outDir": "dist", "rootDir": "src", } }',
				"template.yaml": sam("CodeUri: dist, Handler: api.handler"),
			},
		],
		[
			"is the entry point of esbuild if none is named",
			"src/api/get.ts#handler",
			{
				"src/api/get.ts": HANDLER,
				"template.yaml": sam("Handler: src/api/get.handler", "    Metadata: { BuildMethod: esbuild }\n"),
			},
		],
		[
			"is another language",
			"foreign: its runtime is 'python3.12'",
			{ "template.yaml": sam("Runtime: python3.12, CodeUri: src, Handler: app.handler") },
		],
		[
			"is an archive",
			"foreign: its code is an archive in S3",
			{ "template.yaml": sam("CodeUri: s3://bucket/key.zip, Handler: app.handler") },
		],
		[
			"is missing",
			"unknown: no file was found for the handler 'src/app'",
			{ "src/other.js": HANDLER, "template.yaml": sam("CodeUri: src, Handler: app.handler") },
		],
		[
			"is outside",
			"unknown: '../lib' is outside of the given folders",
			{ "template.yaml": sam("CodeUri: ../lib, Handler: app.handler") },
		],
		[
			"is inline",
			"template.yaml#handler",
			{
				"template.yaml": sam(
					"Runtime: nodejs22.x, Handler: index.handler, InlineCode: 'exports.handler = async () => 1'",
				),
			},
		],
		[
			"exports another name",
			"src/app.js#main?",
			{ "src/app.js": HANDLER, "template.yaml": sam("CodeUri: src, Handler: app.main") },
		],
	])("%s", (_, link, files) => {
		expect(linkOf(functionsOf(files)[0])).toBe(link);
	});
});

/** A CDK app with one construct. */
function cdk(construct: string): string {
	return `import * as path from "node:path";
import { fileURLToPath } from "node:url";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export class Api extends Stack {
	constructor(scope, id) {
		super(scope, id);
		const runtime = lambda.Runtime.NODEJS_22_X;
		const code = path.join(__dirname, "../src");
		${construct}
	}
}
`;
}

describe("the handler of a function in a CDK app", () => {
	test.each<readonly [name: string, link: string, construct: string]>([
		["is named after file and id by default", "lib/stack.api.ts#handler", 'new NodejsFunction(this, "api");'],
		[
			"is an entry below the file",
			"src/app.ts#main?",
			'new NodejsFunction(this, "a", { entry: path.join(__dirname, "..", "src", "/app.ts"), handler: "main" });',
		],
		[
			"is an entry by a template",
			"src/app.ts#handler",
			'new NodejsFunction(this, "a", { entry: `${__dirname}/../src/app.ts` });',
		],
		[
			"is an entry of an ES module",
			"src/app.ts#handler",
			'new NodejsFunction(this, "a", { entry: fileURLToPath(new URL("../src/app.ts", import.meta.url)) });',
		],
		[
			"is an entry beside a file whose name is kept",
			"src/app.ts#handler",
			'const name = fileURLToPath(import.meta.url); const self = name; new NodejsFunction(this, "a", { entry: path.join(path.dirname(self), "../src/app.ts") });',
		],
		[
			"is an entry beside names that stand for each other",
			"unknown: its `entry` is not known until the app runs",
			'const a = b, b = a; new NodejsFunction(this, "a", { entry: path.join(path.dirname(a), "../src/app.ts") });',
		],
		[
			"is an entry from where the app starts",
			"src/app.ts#handler",
			'new NodejsFunction(this, "a", { entry: "src/app.ts", handler: "index.handler" });',
		],
		[
			"lies in an asset",
			"src/app.ts#main?",
			'new lambda.Function(this, "a", { runtime, handler: "app.main", code: lambda.Code.fromAsset(code) });',
		],
		[
			"lies in an asset by its class",
			"src/app.ts#main?",
			'new lambda.Function(this, "a", { runtime, handler: "app.main", code: new lambda.AssetCode("src") });',
		],
		[
			"is bundled elsewhere",
			"unknown: its code is bundled by the app",
			'new lambda.Function(this, "a", { runtime, handler: "app.main", code: lambda.Code.fromAsset(code, { bundling: {} }) });',
		],
		[
			"is another language",
			"foreign: its runtime is 'PYTHON_3_12'",
			'new lambda.Function(this, "a", { runtime: lambda.Runtime.PYTHON_3_12, handler: "app.main", code: lambda.Code.fromAsset(code) });',
		],
		[
			"is an image",
			"foreign: its code is a container image",
			'new lambda.DockerImageFunction(this, "a", { code: lambda.DockerImageCode.fromImageAsset(code) });',
		],
		[
			"is not known",
			"unknown: its `entry` is not known until the app runs",
			'new NodejsFunction(this, "a", { entry: path.join(props.root, "app.ts") });',
		],
		[
			"starts anew at a slash",
			"unknown: its `entry` is not known until the app runs",
			'new NodejsFunction(this, "a", { entry: path.resolve(__dirname, "/app.ts") });',
		],
	])("%s", (_, link, construct) => {
		const files = {
			"lib/stack.ts": cdk(construct),
			"lib/stack.api.ts": HANDLER,
			"src/app.ts": HANDLER,
			"cdk.json": "{}",
		};
		expect(linkOf(functionsOf(files)[0])).toBe(link);
	});
});

/** A module of Terraform with a function and an archive. */
function terraform(fn: string, archive: string): string {
	return `data "archive_file" "api" {
  type        = "zip"
  output_path = "\${path.module}/api.zip"
  ${archive}
}
resource "aws_lambda_function" "api" {
  runtime = "nodejs22.x"
  handler = "app.handler"
  ${fn}
  environment { variables = { TABLE = "orders" } }
}
`;
}

describe("the handler of a function of Terraform", () => {
	const BY_REFERENCE = "filename = data.archive_file.api.output_path";
	test.each<readonly [name: string, link: string, files: Readonly<Record<string, string>>]>([
		[
			"is in the folder that is packed",
			"src/app.mjs#handler",
			{ "src/app.mjs": HANDLER, "main.tf": terraform(BY_REFERENCE, 'source_dir = "${path.module}/src"') },
		],
		[
			"is the file that is packed",
			"src/app.mjs#handler",
			{
				"src/app.mjs": HANDLER,
				"infra/main.tf": terraform(BY_REFERENCE, 'source_file = "${path.module}/../src/app.mjs"'),
			},
		],
		[
			"is packed under the same path",
			"src/app.mjs#handler",
			{
				"src/app.mjs": HANDLER,
				"main.tf": terraform('filename = "${path.module}/api.zip"', 'source_dir = "src"'),
			},
		],
		[
			"is another file than is packed",
			"unknown: 'src/other.mjs' is not the module of the handler 'app.handler', or does not exist",
			{ "src/other.mjs": HANDLER, "main.tf": terraform(BY_REFERENCE, 'source_file = "src/other.mjs"') },
		],
		[
			"is packed elsewhere",
			"unknown: its package is made outside of this module",
			{ "main.tf": terraform('filename = "build/api.zip"', 'source_dir = "src"') },
		],
		[
			"is in the folder that a call gives",
			"src/app.mjs#handler",
			{
				"src/app.mjs": HANDLER,
				"infra/main.tf": 'module "api" {\n  source = "./modules/fn"\n  code = "${path.module}/../src"\n}\n',
				"infra/modules/fn/main.tf": `variable "code" {}\n${terraform(BY_REFERENCE, "source_dir = var.code")}`,
			},
		],
	])("%s", (_, link, files) => {
		const functions = functionsOf(files);
		expect(functions.map(linkOf)).toEqual([link]);
		const [fn] = functions;
		const set = fn?.variables[0]?.set;
		expect(set?.file.text.slice(set.span.start, set.span.end)).toBe("TABLE");
	});
});

describe("the modules of a function", () => {
	test("are all that it imports, in every way", () => {
		const [fn] = functionsOf({
			"template.yaml": sam("CodeUri: src, Handler: app.handler"),
			"tsconfig.json": '{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }',
			"package.json": '{ "workspaces": ["packages/*"] }',
			"packages/db/package.json": '{ "name": "@shop/db", "main": "index.js" }',
			"packages/db/index.js": "exports.a = process.env.IN_PACKAGE;",
			"lib/util.ts": "export const a = process.env.IN_LIB;",
			"src/one.ts": "export { b } from './two/index.js'; import type { T } from './types';",
			"src/two/index.ts": "export const b = require('../three').c;",
			"src/three.js": "module.exports = { c: process.env.IN_THREE };",
			"src/types.ts": "export type T = string;",
			"src/app.ts": `
				import { S3Client } from "@aws-sdk/client-s3";
				import "./one";
				import { a } from "@lib/util";
				import { a as c } from "@shop/db";
				export const handler = async () => import("./four");
			`,
			"src/four.mts": "import data from './data.json';",
			"src/data.json": "{}",
		});
		expect(fn?.code.kind === "linked" && fn.code.modules.map(({ file }) => file.name)).toEqual([
			"src/app.ts",
			"src/one.ts",
			"lib/util.ts",
			"packages/db/index.js",
			"src/four.mts",
			"src/two/index.ts",
			"src/three.js",
		]);
		expect(fn?.code.kind === "linked" && [...fn.code.packages]).toEqual(["@aws-sdk/client-s3"]);
		expect(fn?.code.kind === "linked" && fn.code.unread).toEqual([]);
		expect(fn?.variables.map(({ name }) => name)).toEqual(["IN_LIB", "IN_PACKAGE", "IN_THREE"]);
	});

	test("are found although what leads to them goes around in circles", () => {
		const barrels = ["a", "b", "c", "d", "e", "f", "g"];
		const [fn] = functionsOf({
			"template.yaml": sam("CodeUri: src, Handler: app.handler"),
			"tsconfig.json": JSON.stringify({ extends: Array.from({ length: 50 }, () => "./tsconfig.json") }),
			"package.json": JSON.stringify({ workspaces: ["**/".repeat(15), "*/".repeat(2000), "libs/**/db"] }),
			"libs/storage/db/package.json": '{ "name": "@shop/db", "main": "index.js" }',
			"libs/storage/db/index.js": "exports.read = () => process.env.IN_PACKAGE;",
			...Object.fromEntries(
				barrels.map((name) => [
					`src/${name}.ts`,
					`${barrels.map((other) => `export * from "./${other}";\n`).join("")}export const ${name} = () => process.env.IN_${name.toUpperCase()};`,
				]),
			),
			"src/app.ts": `
				import * as all from "./a";
				import { read } from "@shop/db";
				export const handler = async () => [all.a(), read()];
			`,
		});
		const running = fn?.variables.filter(({ reads }) => reads.some(({ mayRun }) => mayRun)).map(({ name }) => name);
		expect(running?.sort()).toEqual(["IN_A", "IN_B", "IN_C", "IN_D", "IN_E", "IN_F", "IN_G", "IN_PACKAGE"]);
	});

	test("are followed through modules that pass a name on, and only to those that export it", () => {
		const [fn] = functionsOf({
			"template.yaml": sam("CodeUri: src, Handler: app.handler"),
			"src/app.ts": 'import { c } from "./a"; export const handler = async () => c();',
			"src/a.ts": 'export * from "./b"; export * from "./d";',
			"src/b.ts": 'export * from "./a"; export * from "./c"; export const b = () => process.env.IN_B;',
			"src/c.ts": "export const c = () => process.env.IN_C;",
			"src/d.ts": "export const d = () => process.env.IN_D;",
		});
		expect(fn?.variables.map(({ name, reads }) => [name, reads.some(({ mayRun }) => mayRun)])).toEqual([
			["IN_B", false],
			["IN_D", false],
			["IN_C", true],
		]);
	});

	test("are not all known where an import leads nowhere", () => {
		const [fn] = functionsOf({
			"template.yaml": sam("CodeUri: src, Handler: app.handler"),
			"src/app.js": "require('./gone'); require(name); exports.handler = 1;",
		});
		expect(fn?.code.kind === "linked" && fn.code.unread.map(({ why }) => why)).toEqual([
			"no file was found for the import './gone'",
			"the name of an imported module is computed",
		]);
		expect(fn?.environment.mayBeRead).not.toBeNull();
	});
});

test("variables have the places that set and read them", () => {
	const [fn] = functionsOf({
		"template.yaml": dedent`
			Transform: AWS::Serverless-2016-10-31
			Globals: { Function: { Environment: { Variables: { STAGE: prod } } } }
			Resources:
			  Api:
			    Type: AWS::Serverless::Function
			    Properties:
			      CodeUri: src
			      Handler: app.handler
			      Environment:
			        Variables:
			          TABLE: orders
		`,
		"src/app.js": `
			const { STAGE = "dev", BUCKET } = process.env;
			exports.handler = async () => [process.env.TABLE.length, BUCKET.length, STAGE];
		`,
	});
	expect(
		fn?.variables.map(({ name, set, reads }) => ({
			name,
			set: set === null ? null : set.file.text.slice(set.span.start, set.span.end),
			reads: reads.map(({ place, fact }) => [place.file.text.slice(place.span.start, place.span.end), fact.need]),
		})),
	).toEqual([
		{ name: "STAGE", set: "STAGE", reads: [['STAGE = "dev"', "optional"]] },
		{ name: "TABLE", set: "TABLE", reads: [["process.env.TABLE", "required"]] },
		{ name: "BUCKET", set: null, reads: [["BUCKET", "required"]] },
	]);
	expect(fn?.environment).toEqual({ mayBeSet: null, mayBeRead: null });
});

describe("the lookups of a function", () => {
	const TEMPLATE = dedent`
		Transform: AWS::Serverless-2016-10-31
		Resources:
		  Api:
		    Type: AWS::Serverless::Function
		    Properties:
		      CodeUri: src
		      Handler: app.handler
		      Environment:
		        Variables:
		          TOKEN_NAME: /app/token
		          SECRET_ARN: !Ref Secret
		          CIPHERTEXT: AQICAH
		  Secret: { Type: AWS::SecretsManager::Secret }
		  Token: { Type: AWS::SSM::Parameter, Properties: { Name: /app/token, Type: String } }
	`;
	const SSM = `import { SSMClient, GetParameterCommand, GetParametersCommand } from "@aws-sdk/client-ssm";\n`;

	test.each<readonly [name: string, code: string, lookups: readonly string[]]>([
		[
			"by the SDK, by name",
			`${SSM}client.send(new GetParameterCommand({ Name: "/app/token", WithDecryption: true }));`,
			["ssm:GetParameter true '/app/token' Token"],
		],
		[
			"by the SDK, several",
			`${SSM}client.send(new GetParametersCommand({ Names: ["/a", process.env.TOKEN_NAME, name] }));`,
			["ssm:GetParameters false '/a' | TOKEN_NAME Token | ?"],
		],
		[
			"through a function of the module",
			`${SSM}const get = (name) => client.send(new GetParameterCommand({ Name: name }));\nget(process.env.TOKEN_NAME);\nget("/b");`,
			["ssm:GetParameter false TOKEN_NAME Token | '/b'"],
		],
		[
			"through functions that call themselves and each other many times",
			`${SSM}const get = (name) => { ${"get(name); find(name); ".repeat(200)} return client.send(new GetParameterCommand({ Name: name })); };\nconst find = (id) => { ${"find(id); get(id); ".repeat(200)} };\nfind(process.env.TOKEN_NAME);\nget("/b");`,
			["ssm:GetParameter false TOKEN_NAME Token | '/b'"],
		],
		[
			"through a function that others may call",
			`${SSM}export const get = (name) => client.send(new GetParameterCommand({ Name: name }));\nget("/b");`,
			["ssm:GetParameter false '/b' | ?"],
		],
		[
			"of Secrets Manager, by a constant of the environment",
			`import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";\nconst id = process.env.SECRET_ARN;\nclient.send(new GetSecretValueCommand({ SecretId: id }));`,
			["secretsmanager:GetSecretValue true SECRET_ARN Secret"],
		],
		[
			"of a ciphertext",
			`import { DecryptCommand } from "@aws-sdk/client-kms";\nclient.send(new DecryptCommand({ CiphertextBlob: Buffer.from(process.env.CIPHERTEXT, "base64") }));`,
			["kms:Decrypt true CIPHERTEXT"],
		],
		[
			"by Powertools",
			`import { getSecret } from "@aws-lambda-powertools/parameters/secrets";\nimport { getParameter } from "@aws-lambda-powertools/parameters/ssm";\nawait getSecret(process.env.SECRET_ARN);\nawait getParameter(\`/\${stage}/x\`, { decrypt: true });`,
			["secretsmanager:GetSecretValue true SECRET_ARN Secret", "ssm:GetParameter true '/${x}/x'…"],
		],
		[
			"by the extension",
			`await fetch(\`http://localhost:2773/secretsmanager/get?secretId=\${encodeURIComponent(process.env.SECRET_ARN)}\`);\nawait fetch("http://localhost:2773/systemsmanager/parameters/get?name=%2Fapp%2Ftoken&withDecryption=true");`,
			["secretsmanager:GetSecretValue true SECRET_ARN Secret", "ssm:GetParameter true '/app/token' Token"],
		],
		[
			"by middy",
			`import ssm from "@middy/ssm";\nmiddy(f).use(ssm({ fetchData: { token: "/app/token" }, setToContext: true }));`,
			["ssm:GetParameters true '/app/token' Token"],
		],
		[
			"of another service",
			`import { GetItemCommand } from "@aws-sdk/client-dynamodb";\nnew GetItemCommand({});`,
			[],
		],
	])("%s", (_, code, lookups) => {
		const [fn] = functionsOf({ "template.yaml": TEMPLATE, "src/app.mjs": code });
		expect(
			fn?.lookups.map(({ fact, targets }) =>
				[
					fact.action,
					String(fact.decrypts),
					targets
						.map(({ target, resource }) =>
							[
								target.kind === "text"
									? `'${target.text}'${target.open ? "…" : ""}`
									: target.kind === "variable"
										? target.name
										: "?",
								...(resource === null ? [] : [resource.id]),
							].join(" "),
						)
						.join(" | "),
				].join(" "),
			),
		).toEqual(lookups);
	});
});

test("stacks that nest each other many times have the values that are passed, each once", () => {
	const stack = (other: string, passed: string): string =>
		`Parameters: { Token: { Type: String } }\nResources:\n${Array.from(
			{ length: 20 },
			(_, index) =>
				`  Nested${String(index)}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./${other}.yaml, Parameters: { Token: ${passed} } } }\n`,
		).join(
			"",
		)}  Api: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs22.x, Handler: index.handler, Environment: { Variables: { NAME: !Ref Token } } } }\n`;
	const functions = functionsOf({
		"a.yaml": stack("b", "!Ref Token"),
		"b.yaml": stack("a", "!Ref Token"),
		"top.yaml":
			"Resources:\n  A: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./a.yaml, Parameters: { Token: /a/token } } }\n",
	});
	expect(
		functions.map(({ variables }) => variables[0]?.values.map((value) => value.kind === "literal" && value.text)),
	).toEqual([["/a/token"], ["/a/token"]]);
});

test("a parameter of a nested stack has the values that its parents pass", () => {
	const child = (type: string, location: string, token: string): string =>
		`  Child: { Type: "AWS::${type}", Properties: { ${location}: ./nested/child.yaml, Parameters: { Token: ${token} } } }\n`;
	const functions = functionsOf({
		"a.yaml": `Resources:\n${child("CloudFormation::Stack", "TemplateURL", "/a/token")}`,
		"b.yaml": `Transform: AWS::Serverless-2016-10-31\nParameters: { Given: { Type: String } }\nResources:\n${child("Serverless::Application", "Location", "!Ref Given")}`,
		"nested/child.yaml":
			"Transform: AWS::Serverless-2016-10-31\nParameters: { Token: { Type: String } }\nResources:\n  Api: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs22.x, Handler: index.handler, InlineCode: 'exports.handler = async () => 1', Environment: { Variables: { NAME: !Ref Token } } } }\n",
	});
	expect(
		functions[0]?.variables[0]?.values.map((value) =>
			value.kind === "literal"
				? value.text
				: value.kind === "reference" && value.to.of === "parameter"
					? value.to.name
					: "?",
		),
	).toEqual(["/a/token", "Given"]);
});

test.each<readonly [name: string, why: string | null, construct: string]>([
	[
		"a function that the file keeps to itself",
		null,
		'const fn = new NodejsFunction(this, "api"); fn.addEnvironment("A", "b");',
	],
	[
		"a public field",
		"other files of the app may add to its environment",
		'this.fn = new NodejsFunction(this, "api");',
	],
	...[
		"this.fn = fn;",
		"return fn;",
		"const all = [fn];",
		'new LambdaToSqsToLambda(this, "q", { existingProducerLambdaObj: fn });',
		'new props.Other(this, "q", { fn });',
	].map(
		(use) =>
			[
				`a function that is given on: ${use}`,
				"other files of the app may add to its environment",
				`const fn = new NodejsFunction(this, "api"); ${use}`,
			] as const,
	),
	...['new lambda.Alias(this, "a", { fn });', "fn.grantInvoke(role);", "new Rule(this, 'r').addTarget(fn);"].map(
		(use) =>
			[
				`a function that CDK is given: ${use}`,
				null,
				`const fn = new NodejsFunction(this, "api"); ${use.replace("{ fn }", '{ aliasName: "live", version: fn }')}`,
			] as const,
	),
	["a private field", null, 'this.#fn = new NodejsFunction(this, "api");'],
	[
		"a bundler that defines values",
		"its bundler may put values in the place of variables",
		'new NodejsFunction(this, "api", { bundling: { define: { "process.env.A": "1" } } });',
	],
	["a bundler that is known", null, 'new NodejsFunction(this, "api", { bundling: { minify: true } });'],
	[
		"an environment from elsewhere",
		"its variables are not known until deployment",
		'new NodejsFunction(this, "api", { environment: { ...props.environment } });',
	],
])("the variables of %s are known: %s", (_, why, construct) => {
	const [fn] = functionsOf({ "lib/stack.ts": cdk(construct), "lib/stack.api.ts": HANDLER, "cdk.json": "{}" });
	expect(fn?.environment.mayBeSet).toBe(why);
});

describe.skipIf(process.platform === "win32")("a file that links give several paths", () => {
	/** @param links a link by its path, and what it leads to */
	function read(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>>) {
		const top = newFolder();
		const cwd = join(top, "app");
		const paths = Object.entries(files).map(([name, text]) => {
			const path = join(cwd, name);
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, text);
			return path;
		});
		const linked = Object.entries(links).map(([name, target]) => {
			const path = join(cwd, name);
			mkdirSync(dirname(path), { recursive: true });
			symlinkSync(target, path);
			return path;
		});
		symlinkSync("app", join(top, "link"));
		const given = [...paths, ...linked.filter((path) => path.endsWith(".yaml"))];
		return [cwd, join(top, "link")].map((folder) =>
			readApplication({
				cwd: folder,
				parameterOverrides: {},
				suppressions: true,
				paths: given.map((path) => path.replace(cwd, () => folder)),
				roots: [folder],
			}),
		);
	}

	test("is one module, one template and one parent, also below a working directory that is a link", () => {
		const fn = (id: string, uri: string): string =>
			`  ${id}:\n    Type: AWS::Serverless::Function\n    Properties: { CodeUri: ${uri}, Handler: api.handler, Environment: { Variables: { TABLE: !Ref T } } }\n`;
		const apps = read(
			{
				"child.yaml": `Parameters: { T: { Type: String } }\n${sam("CodeUri: src, Handler: api.handler", fn("Second", "other"))}`,
				"parent.yaml":
					"Resources:\n  Nested:\n    Type: AWS::CloudFormation::Stack\n    Properties: { TemplateURL: linked.yaml, Parameters: { T: orders } }\n",
				"src/api.js": 'const { table } = require("./lib/table"); exports.handler = async () => table();',
				"lib/table.js": "exports.table = () => process.env.TABLE;",
				"package.json": '{ "workspaces": ["packages/*"] }',
			},
			{ other: "src", "src/lib": "../lib", "linked.yaml": "child.yaml" },
		);
		for (const { files, functions, stacks } of apps) {
			expect([...files.values()].map(({ name }) => name).sort()).toEqual([
				"child.yaml",
				"lib/table.js",
				"parent.yaml",
				"src/api.js",
			]);
			expect(stacks.map(({ file, parents }) => [file.name, parents.length])).toEqual([
				["child.yaml", 1],
				["parent.yaml", 0],
			]);
			const [first, second] = functions.map(({ code }) => (code.kind === "linked" ? code.modules : []));
			expect(first?.map(({ file }) => file.name)).toEqual(["src/api.js", "lib/table.js"]);
			expect(second).toEqual(first);
			expect(functions[1]?.variables[0]?.values).toMatchObject([{ kind: "literal", value: "orders" }]);
		}
	});
});
