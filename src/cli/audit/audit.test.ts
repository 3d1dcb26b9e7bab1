import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import type { AuditReport } from "../../audit/answer.ts";
import { dedent } from "../../testing/dedent.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { run } from "../run.ts";
import { useFolders } from "../../testing/use-folders.ts";

const FIXTURE = resolve(import.meta.dirname, "../../../fixtures/audit");
const UPDATE = process.env["UPDATE_FIXTURES"] === "1";
const LISTS = ["--from", "../hallazgos.csv", "--from", "../securityhub.json", "--ami", "../amis.csv"];

const folderOf = useFolders();

async function audit(
	cwd: string,
	...argv: readonly string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
	return auditIn({}, cwd, argv);
}

async function auditIn(
	env: Record<string, string>,
	cwd: string,
	argv: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
	let stdout = "";
	let stderr = "";
	const code = await run(["audit", ...argv], {
		stdout: { write: (text) => (stdout += text) },
		stderr: { write: (text) => (stderr += text) },
		readStdin: () => Promise.resolve(new Uint8Array()),
		cwd,
		env,
		now: () => 0,
	});
	return { code, stdout, stderr };
}

/** `exposed found function orders`, a line for each row. */
async function verdicts(cwd: string, ...argv: readonly string[]): Promise<readonly string[]> {
	const { stdout } = await audit(cwd, "-f", "json", ...argv);
	return (JSON.parse(stdout) as AuditReport).answers.map(({ isExposed, subjects }) =>
		[
			...(isExposed ? ["exposed"] : []),
			...subjects.map(({ status, kind, name, matches, candidates }) =>
				[
					status,
					kind,
					name,
					...matches.map(({ id, condition }) => (condition === null ? id : `${id} if ${condition}`)),
					...candidates.map(({ id, why }) => `near ${id}: ${why}`),
				].join(" "),
			),
		].join(", "),
	);
}

describe("the lists of the fixture", () => {
	test.each([
		["text", "answers.txt"],
		["csv", "answers.csv"],
		["markdown", "answers.md"],
		["json", "answers.json"],
	])("are answered as %s", async (format, file) => {
		const { code, stdout, stderr } = await audit(join(FIXTURE, "app"), ...LISTS, "-f", format);
		expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
		if (UPDATE) {
			writeFileSync(join(FIXTURE, file), stdout);
		}
		expect(stdout).toBe(readFileSync(join(FIXTURE, file), "utf8"));
	});

	test("have a record of CSV for each row, in their order", async () => {
		const { stdout } = await audit(join(FIXTURE, "app"), ...LISTS, "-f", "csv");
		const records = parse(stdout, { columns: true }) as unknown as readonly Record<string, string>[];
		expect(records.map(({ list, row }) => `${list ?? ""} ${row ?? ""}`)).toEqual([
			...[1, 2, 3, 4, 5, 6].map((row) => `../hallazgos.csv ${String(row)}`),
			...[1, 2].map((row) => `../securityhub.json ${String(row)}`),
			...[1, 2, 3].map((row) => `../amis.csv ${String(row)}`),
		]);
	});
});

/** Words that every English sentence has some of. */
const ENGLISH =
	/\b(?:the|is|are|not|with|and|or|of|for|its?|which|that|this|to|from|by|on|set|use|known|until|fix|see|read|row|findings?|function|all|none|key|place)\b/iu;

/** What a reader is told, without commands, names and what the lists say themselves. */
function sentences(text: string): readonly string[] {
	return text
		.split("\n")
		.filter((line) => !/^ {5}(?:aws|kmslint) |S3 general purpose|EBS default/u.test(line))
		.map((line) => line.replaceAll(/`[^`]*`|'[^']*'|AWS::\S+|\b[a-z0-9]+(?:-[a-z0-9]+)+\b/gu, ""));
}

/** Answers without their sentences: keys, places, names and commands. */
function factsOf(json: string): unknown {
	return JSON.parse(json, (key, value: unknown) =>
		["message", "why", "text", "condition", "costs", "unknown"].includes(key) ? typeof value : value,
	);
}

describe.each(["es", "ja"])("in '%s'", (language) => {
	const cwd = join(FIXTURE, "app");

	test("an auditor's rows are answered without an English sentence", async () => {
		const { code, stdout } = await audit(cwd, ...LISTS, "--lang", language);
		expect(code).toBe(1);
		expect(sentences(stdout).filter((line) => ENGLISH.test(line))).toEqual([]);
		expect(stdout).not.toMatch(/\{\{(?!`)|undefined|\[object/u);
		expect(await auditIn({ LANG: language }, cwd, LISTS)).toEqual({ code, stdout, stderr: "" });
	});

	test("the facts and commands are those in English", async () => {
		const { code, stdout } = await audit(cwd, ...LISTS, "-f", "json", "--lang", language);
		const english = await auditIn({ LANG: language }, cwd, [...LISTS, "-f", "json"]);
		expect(code).toBe(english.code);
		expect(stdout).not.toBe(english.stdout);
		expect(factsOf(stdout)).toEqual(factsOf(english.stdout));
	});
});

const TEMPLATE = dedent`
	Parameters:
	  Stage: { Type: String, Default: dev }
	Resources:
	  Api: { Type: AWS::Lambda::Function, Properties: { FunctionName: orders-api, Code: { ZipFile: "" }, Environment: { Variables: { A: "1" } } } }
	  Api2: { Type: AWS::Lambda::Function, Properties: { FunctionName: order-sapi, Code: { ZipFile: "" } } }
	  Staged: { Type: AWS::Lambda::Function, Properties: { FunctionName: !Sub "\${Stage}-mail", Code: { ZipFile: "" } } }
	  Unnamed: { Type: AWS::Lambda::Function, Properties: { Code: { ZipFile: "" }, Environment: { Variables: { A: "1" } } } }
	  Files: { Type: AWS::S3::Bucket, Properties: {} }
	  Logs: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub "logs-\${AWS::AccountId}-\${AWS::Region}" } }
	  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: jobs, SqsManagedSseEnabled: false } }
`;

test.each<[string, string, readonly string[]]>([
	["a name, by its letters", "Función\norders-api\n", ["exposed, found function orders-api Api"]],
	[
		"a name that is only nearly equal",
		"Función\norders-apis\n",
		["absent function orders-apis near Api: is nearly equal near Api2: is nearly equal"],
	],
	[
		"a name in another case",
		"Función\nOrders-Api\n",
		["absent function Orders-Api near Api: differs in upper and lower case near Api2: is nearly equal"],
	],
	["a name whose hyphen nobody knows", 'Función\n"order-\nsapi"\n', ["exposed, found function order-sapi Api2"]],
	[
		"a name of which a parameter is a part",
		"Función\ndev-mail\nprod-mail\n",
		[
			"exposed, found function dev-mail Staged",
			"exposed, depends function prod-mail Staged if parameter 'Stage' is 'prod'",
		],
	],
	[
		"a name that CloudFormation makes",
		"Función\nshop-Unnamed-1A2B3C4D5E6F\n",
		["exposed, depends function shop-Unnamed-1A2B3C4D5E6F Unnamed if the name of its stack is 'shop'"],
	],
	[
		"a bucket that CloudFormation names",
		"Bucket\nshop-files-1a2b3c4d5e6f\n",
		["exposed, depends bucket shop-files-1a2b3c4d5e6f Files if the name of its stack is 'shop'"],
	],
	[
		"an id in the place of a name",
		"Función\nUnnamed\n",
		["absent function Unnamed near Unnamed: is the id of a resource, not its name"],
	],
	[
		"a resource of another type",
		"Recurso\narn:aws:sqs:us-east-1:111122223333:jobs\n",
		["exposed, found resource jobs Queue"],
	],
	[
		"a name alone",
		"orders-api\njobs\n",
		["exposed, found function orders-api Api", "exposed, found resource jobs Queue"],
	],
	["a bucket that is named like a function", "Bucket\norders-api\n", ["absent bucket orders-api"]],
	[
		"a row whose line is broken",
		"Tipo;Función;Cuenta\nLambda;orders-\napi;111122223333\n",
		["exposed, found function orders-api Api"],
	],
	[
		"a row whose line is broken, with empty cells",
		"Tipo;Función;Cuenta\nLambda;orders-;111122223333\n;api;\n",
		["exposed, found function orders-api Api"],
	],
	[
		"a row whose lines are broken twice",
		"Tipo;Función;Cuenta\nLambda;ord-;111122223333\n;ers-;\n;api;\n",
		["exposed, found function orders-api Api"],
	],
	[
		"names on lines of one cell",
		'Función\n"orders-api\nUnnamed\n"\n"orders-api\ndev-mail"\n',
		[
			"absent function orders-apiUnnamed near Api: is nearly equal near Unnamed: is the id of a resource, not its name",
			"exposed, found function orders-api Api, found function dev-mail Staged",
		],
	],
	["an account that is not there", "Cuenta\n111122223333\n", ["absent account 111122223333"]],
	["a row without a resource", "Función;Riesgo\n-;alto\njobs-x;bajo\n", ["", "absent function jobs-x"]],
])("%s", async (_, list, expected) => {
	const folder = folderOf({ "template.yaml": TEMPLATE, "list.csv": list });
	expect(await verdicts(folder.path, "--from", "list.csv")).toEqual(expected);
});

test("a configuration of SAM tells the names of stacks", async () => {
	const list = "Función\nshop-Unnamed-1A2B3C4D5E6F\nother-Unnamed-1A2B3C4D5E6F\n";
	const folder = folderOf({
		"template.yaml": TEMPLATE,
		"list.csv": list,
		"samconfig.toml": '[default.deploy.parameters]\nstack_name = "shop"\n',
	});
	expect(await verdicts(folder.path, "--from", "list.csv")).toEqual([
		"exposed, found function shop-Unnamed-1A2B3C4D5E6F Unnamed",
		expect.stringMatching(/^absent function other-Unnamed/u) as string,
	]);
});

test("Terraform and CDK", async () => {
	const folder = folderOf({
		"main.tf": dedent`
			resource "aws_lambda_function" "api" {
			  function_name = "orders-api"
			  role          = "arn:aws:iam::111122223333:role/x"
			  environment { variables = { A = "1" } }
			}
			resource "aws_instance" "web" { ami = "ami-0a1b2c3d4e5f60711" }
		`,
		"stack.ts": dedent`
			import { aws_lambda as lambda, Stack } from "aws-cdk-lib";
			export class App extends Stack {
				constructor(scope, id) {
					super(scope, id);
					new lambda.Function(this, "Mail", { functionName: "mail", runtime: lambda.Runtime.NODEJS_22_X, handler: "index.handler", code: lambda.Code.fromInline(""), environment: { A: "1" } });
				}
			}
		`,
		"list.csv": "Tipo;Recurso\nLambda;orders-api\nLambda;mail\nAMI;ami-0a1b2c3d4e5f60711\n",
	});
	expect(await verdicts(folder.path, "--from", "list.csv")).toEqual([
		"exposed, found function orders-api aws_lambda_function.api",
		"exposed, found function mail Mail",
		"exposed, found image ami-0a1b2c3d4e5f60711 aws_instance.web",
	]);
});

test("nothing to fix ends with 0, and what the list calls passed is still answered", async () => {
	const folder = folderOf({ "template.yaml": "Resources: {}\n", "list.csv": "AMI;Encriptada\nami-0a1b2c3d;Sí\n" });
	expect(await audit(folder.path, "--from", "list.csv")).toMatchObject({ code: 0, stderr: "" });
});

test.each(["text", "json", "csv", "markdown", "html"])("%s shows no value and no formula", async (format) => {
	const secret = fakeSecret("password");
	const key = fakeSecret("aws-access-key-id");
	const folder = folderOf({
		"template.yaml": dedent`
			Resources:
			  Api: { Type: AWS::Lambda::Function, Properties: { FunctionName: orders, Code: { ZipFile: "" }, Environment: { Variables: { DB_PASSWORD: "${secret}", X: ${key} } } } }
		`,
		"list.csv": `Función;Nota;Nombre\norders;${secret};=cmd|' /C calc'!A0\n${key};x;@SUM(1)\n\u001b[31m;y;z\n`,
	});
	const { stdout } = await audit(folder.path, "--from", "list.csv", "-f", format);
	expect(stdout).toContain("DB_PASSWORD");
	expect(stdout).not.toContain(secret);
	expect(stdout).not.toContain(key);
	expect(stdout).not.toContain("\u001b");
	if (format === "csv") {
		expect(
			(parse(stdout) as unknown as readonly (readonly string[])[])
				.flat()
				.filter((cell) => /^[=+\-@]/u.test(cell)),
		).toEqual([]);
	}
});

test("usage, and lists that cannot be read", async () => {
	const folder = folderOf({
		"list.csv": 'a;b\n"x;y\n',
		"app.json": "[1,\n",
		"empty.csv": "Función;Riesgo\n-;alto\n",
	});
	expect((await audit(folder.path, "--help")).stdout).toMatch(/^kmslint audit --from FILE/u);
	expect(await audit(folder.path)).toMatchObject({ code: 2, stderr: expect.stringContaining("--from") as string });
	expect(await audit(folder.path, "--from", "list.csv")).toEqual({
		code: 2,
		stdout: "",
		stderr: "kmslint: list.csv:2:1: A quote is not closed, so the rows after it cannot be read.\n",
	});
	expect(await audit(folder.path, "--from", "app.json")).toMatchObject({
		code: 2,
		stderr: expect.stringContaining("app.json:1:4: It is not JSON") as string,
	});
	expect(await audit(folder.path, "--from", "empty.csv")).toMatchObject({
		code: 2,
		stderr: "kmslint: empty.csv:2:1: No row names a resource. Give a list with names, ARNs or ids.\n",
	});
	expect(await audit(folder.path, "--from", "none.csv")).toMatchObject({
		code: 2,
		stderr: expect.stringContaining("none.csv: There is no such file") as string,
	});
	expect(await audit(folder.path, "--from", ".")).toMatchObject({
		code: 2,
		stderr: expect.stringContaining("regular file") as string,
	});
});

test("what has no known name until deployment is listed where rows are not found", async () => {
	const folder = folderOf({
		"template.yaml":
			"Parameters: { N: { Type: String } }\nResources:\n  Api: { Type: AWS::Lambda::Function, Properties: { FunctionName: !Ref N, Code: { ZipFile: '' } } }\n  Files: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref N } }\n",
		"app.ts": dedent`
			import { Stack } from "aws-cdk-lib";
			import * as lambda from "aws-cdk-lib/aws-lambda";
			class Main extends Stack { constructor(scope, id) { super(scope, id); new lambda.Function(this, "orders-api", {}); } }
		`,
		"list.csv": "Function\norders\nshop-ordersapi1A2B3C4D-a1B2c3D4e5F6\n",
		"found.csv": "Function\nshop-ordersapi1A2B3C4D-a1B2c3D4e5F6\n",
	});
	expect(await verdicts(folder.path, "--from", "list.csv")).toEqual([
		"absent function orders near orders-api: is the id of a resource, not its name",
		"exposed, depends function shop-ordersapi1A2B3C4D-a1B2c3D4e5F6 orders-api if the name of its stack is 'shop'",
	]);
	const { stdout } = await audit(folder.path, "--from", "list.csv");
	expect(stdout).toContain("may be what has no known name until deployment: 'Api' (template.yaml:3:3).\n");
	expect((await audit(folder.path, "--from", "found.csv", "-f", "markdown")).stdout).not.toContain("no known name");
});

test("a list that cannot be read costs its own rows alone, and the exit code says so", async () => {
	const folder = folderOf({
		"template.yaml": "Resources: {}\n",
		"good.csv": "Function\norders\n",
		"bad.csv": 'Function\n"x"y\n',
	});
	const { code, stdout, stderr } = await audit(
		folder.path,
		"--from",
		"bad.csv",
		"--from",
		"none.csv",
		"--from",
		"good.csv",
	);
	expect(code).toBe(2);
	expect(stdout).toContain("good.csv:2 function 'orders': not in this repository");
	expect(stderr).toMatch(/bad\.csv:2:1: Text follows a closing quote\..*\n.*none\.csv: There is no such file\./u);
});

test("a name that the AWS CLI would take for an option or a file is in no command", async () => {
	const folder = folderOf({
		"template.yaml": "Resources: {}\n",
		"list.csv": "Function;Bucket\n--debug;file:///etc/hosts\n-x;--debug\n",
	});
	const { stdout } = await audit(folder.path, "--from", "list.csv", "-f", "json");
	expect(
		(JSON.parse(stdout) as AuditReport).answers.flatMap(({ subjects }) => subjects.flatMap((one) => one.steps)),
	).toEqual([]);
});
