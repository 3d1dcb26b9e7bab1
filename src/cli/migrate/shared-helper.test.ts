import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { replaceFiles } from "../../files/replace-files.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import type { Folder } from "../../testing/run-command.ts";
import { useFolders } from "../../testing/use-folders.ts";

const PASSWORD = fakeSecret("password", 531);
const folderOf = useFolders();

/** Two functions of one folder, with the names of their modules. */
const sam = (first: string, second: string, uris: readonly [string, string] = ["src", "src"]): string =>
	[
		"Transform: AWS::Serverless-2016-10-31",
		"Globals: { Function: { Runtime: nodejs22.x } }",
		"Resources:",
		...[first, second].flatMap((name, index) => [
			`  F${String(index)}:`,
			"    Type: AWS::Serverless::Function",
			"    Properties:",
			`      CodeUri: ${uris[index] ?? ""}`,
			`      Handler: ${name}.handler`,
			`      Environment: { Variables: { DB_PASSWORD: "${PASSWORD}" } }`,
		]),
	].join("\n");

/** The same in CDK and in Terraform, from a folder of which files are left out. */
const cdk = (leavesOut: boolean): string =>
	[
		'import { Stack } from "aws-cdk-lib";',
		'import * as lambda from "aws-cdk-lib/aws-lambda";',
		"export class Main extends Stack { constructor(scope, id) { super(scope, id);",
		...["one", "two"].map(
			(one) =>
				`new lambda.Function(this, "${one}", { runtime: lambda.Runtime.NODEJS_22_X, handler: "${one}.handler", code: lambda.Code.fromAsset("src"${leavesOut ? ', { exclude: ["get-*"] }' : ""}), environment: { DB_PASSWORD: "${PASSWORD}" } });`,
		),
		"} }",
	].join("\n");

const terraform = (leavesOut: boolean): string =>
	[
		'data "archive_file" "app" {',
		'  type = "zip"',
		'  source_dir = "${path.module}/src"',
		'  output_path = "app.zip"',
		...(leavesOut ? ['  excludes = ["get-*"]'] : []),
		"}",
		...["one", "two"].flatMap((one) => [
			`resource "aws_lambda_function" "${one}" {`,
			`  function_name = "${one}"`,
			"  filename = data.archive_file.app.output_path",
			'  runtime = "nodejs22.x"',
			`  handler = "${one}.handler"`,
			"  role = aws_iam_role.app.arn",
			`  environment { variables = { DB_PASSWORD = "${PASSWORD}" } }`,
			"}",
		]),
		'resource "aws_iam_role" "app" { assume_role_policy = "{}" }',
	].join("\n");

const ES = "export const handler = async () => process.env.DB_PASSWORD.length;\n";
const COMMON = "exports.handler = async () => process.env.DB_PASSWORD.length;\n";
const TYPED = `import { length } from "./lib/length";\n${ES.replace("DB_PASSWORD", "DB_PASSWORD!")}`;

async function migrate(folder: Folder, ...options: readonly string[]): Promise<void> {
	expect((await folder.run(["secrets", "export"])).stderr).toBe("");
	expect(await folder.run(["migrate", "--shared-helper", ...options, "--write"])).toMatchObject({
		code: 0,
		stderr: "",
	});
}

const textOf = (folder: Folder, name: string): string => readFileSync(join(folder.path, name), "utf8");

describe("modules of one folder", () => {
	test.each([
		["mjs", ES, "get-secure-parameter.mjs", 'import { getSecureParameter } from "./get-secure-parameter.mjs"'],
		["js", COMMON, "get-secure-parameter.js", 'const { getSecureParameter } = require("./get-secure-parameter")'],
		["cjs", COMMON, "get-secure-parameter.cjs", '= require("./get-secure-parameter.cjs")'],
		["ts", TYPED, "get-secure-parameter.ts", 'import { getSecureParameter } from "./get-secure-parameter"'],
		["ts", TYPED.replace("/length", "/length.js"), "get-secure-parameter.ts", '"./get-secure-parameter.js"'],
		["mts", ES.replace("DB_PASSWORD", "DB_PASSWORD!"), "get-secure-parameter.mts", '"./get-secure-parameter.mjs"'],
	])("in .%s import it from one beside them", async (extension, text, name, imported) => {
		const folder = folderOf({
			"template.yaml": sam("read-one", "read-two"),
			[`src/read-one.${extension}`]: text,
			[`src/read-two.${extension}`]: text,
			"src/lib/length.ts": "export const length = 1;\n",
		});
		await migrate(folder);
		expect(textOf(folder, `src/${name}`)).toContain("function getSecureParameter(");
		for (const one of ["read-one", "read-two"]) {
			expect(textOf(folder, `src/${one}.${extension}`)).toContain(imported);
			expect(textOf(folder, `src/${one}.${extension}`)).not.toContain("@aws-sdk/");
		}
	});

	test("in TypeScript that Node.js resolves name its extension", async () => {
		const text = ES.replace("DB_PASSWORD", "DB_PASSWORD!");
		const folder = folderOf({
			"template.yaml": sam("one", "two"),
			"tsconfig.json": '{ "compilerOptions": { "module": "NodeNext" } }',
			"src/one.ts": text,
			"src/two.ts": text,
		});
		await migrate(folder);
		expect(textOf(folder, "src/one.ts")).toContain('from "./get-secure-parameter.js"');
	});

	test.each([
		["read_one", "read_two", "get_secure_parameter.mjs"],
		["readOne", "readTwo", "getSecureParameter.mjs"],
		["ReadOne", "ReadTwo", "GetSecureParameter.mjs"],
	])("called %s and %s get one called %s", async (first, second, name) => {
		const folder = folderOf({
			"template.yaml": sam(first, second),
			[`src/${first}.mjs`]: ES,
			[`src/${second}.mjs`]: ES,
		});
		await migrate(folder);
		expect(existsSync(join(folder.path, "src", name))).toBe(true);
	});

	test("leave a file of the same name alone", async () => {
		const folder = folderOf({
			"template.yaml": sam("one", "two"),
			"src/one.mjs": ES,
			"src/two.mjs": ES,
			"src/get-secure-parameter.mjs": "export const getSecureParameter = () => 1;\n",
		});
		await migrate(folder);
		expect(textOf(folder, "src/get-secure-parameter.mjs")).toBe("export const getSecureParameter = () => 1;\n");
		expect(textOf(folder, "src/one.mjs")).toContain('from "./get-secure-parameter-2.mjs"');
	});

	test("use the one that an earlier run left", async () => {
		const folder = folderOf({ "template.yaml": sam("one", "two"), "src/one.mjs": ES, "src/two.mjs": ES });
		await migrate(folder);
		folder.write("src/three.mjs", ES);
		folder.write(
			"template.yaml",
			`${textOf(folder, "template.yaml")}\n${sam("three", "").split("\n").slice(3, 9).join("\n").replace("F0", "F3")}\n`,
		);
		await migrate(folder);
		expect(textOf(folder, "src/three.mjs")).toContain('from "./get-secure-parameter.mjs"');
		expect(readdirSync(join(folder.path, "src")).sort()).toEqual([
			"get-secure-parameter.mjs",
			"one.mjs",
			"three.mjs",
			"two.mjs",
		]);
	});
});

describe("each module has its own", () => {
	test.each([
		["without the option", {}, ["src", "src"], []],
		["in a package that lists its files", { "src/package.json": '{ "files": ["*.mjs"] }' }, ["src", "src"], ["on"]],
		[
			"where a list leaves files out",
			{ "src/package.json": "{}", "src/.npmignore": "get-*" },
			["src", "src"],
			["on"],
		],
		["where one file is the whole package", {}, ["src/one.mjs", "src/two.mjs"], ["on"]],
		["in folders of their own", {}, ["src", "lib"], ["on"]],
	] as const)("%s", async (_, more, uris, on) => {
		const folder = folderOf({
			...more,
			"template.yaml": sam("one", "two", uris),
			"src/one.mjs": ES,
			[`${uris[1] === "lib" ? "lib" : "src"}/two.mjs`]: ES,
		});
		await folder.run(["secrets", "export"]);
		expect(await folder.run(["migrate", "--write", ...(on.length === 0 ? [] : ["--shared-helper"])])).toMatchObject(
			{ code: 0, stderr: "" },
		);
		expect(textOf(folder, "src/one.mjs")).toContain("function getSecureParameter(");
	});
});

test.each([
	["aws-cdk-lib", true, "stack.ts", cdk],
	["archive_file", true, "main.tf", terraform],
	["aws-cdk-lib, which leaves nothing out", false, "stack.ts", cdk],
	["archive_file, which leaves nothing out", false, "main.tf", terraform],
] as const)("a package of %s: each module its own is %s", async (_, leavesOut, name, write) => {
	const folder = folderOf({ [name]: write(leavesOut), "cdk.json": "{}", "src/one.mjs": ES, "src/two.mjs": ES });
	const { newFiles } = JSON.parse((await folder.run(["migrate", "--shared-helper", "--format", "json"])).stdout) as {
		readonly newFiles: readonly unknown[];
	};
	expect(newFiles).toHaveLength(leavesOut ? 0 : 1);
});

test("the plan names the new file, and who imports it", async () => {
	const folder = folderOf({ "template.yaml": sam("one", "two"), "src/one.mjs": ES, "src/two.mjs": ES });
	const { stdout } = await folder.run(["migrate", "--shared-helper"]);
	expect(stdout).toContain("New files\n  src/get-secure-parameter.mjs: the lookup of src/one.mjs, src/two.mjs\n");
	expect(stdout).toContain("Make the edits: kmslint migrate --shared-helper --write");
	const { newFiles } = JSON.parse((await folder.run(["migrate", "--shared-helper", "--format", "json"])).stdout) as {
		readonly newFiles: unknown;
	};
	expect(newFiles).toEqual([{ name: "src/get-secure-parameter.mjs", importedBy: ["src/one.mjs", "src/two.mjs"] }]);
	expect(existsSync(join(folder.path, "src/get-secure-parameter.mjs"))).toBe(false);
});

test("a new file takes no other file's place, and goes again if another file cannot be written", () => {
	const folder = folderOf({ "a.txt": "a", "b.txt": "b" });
	const made = { path: join(folder.path, "new.txt"), before: null, after: Buffer.from("new") };
	const changed = { path: join(folder.path, "a.txt"), before: Buffer.from("other"), after: Buffer.from("x") };
	expect(replaceFiles([made, changed])?.path).toBe(changed.path);
	expect(replaceFiles([{ ...made, path: join(folder.path, "b.txt") }])?.reason).toMatch(/is there already/u);
	expect(readdirSync(folder.path).sort()).toEqual(["a.txt", "b.txt"]);
	expect(replaceFiles([made])).toBe(null);
	expect(textOf(folder, "new.txt")).toBe("new");
});

test("a manifest outside of the repository is not edited", async () => {
	const other = folderOf({
		"package.json": '{ "name": "other" }\n',
		"app/template.yaml": sam("one", "two"),
		"app/src/one.mjs": ES,
		"app/src/two.mjs": ES,
		"here/.gitkeep": "",
	});
	const cwd = join(other.path, "here");
	const { stdout } = await other.run(["migrate", "../app", "--to", "powertools"], { cwd });
	expect(stdout).not.toContain("package.json");
	other.write(".git/HEAD", "ref: refs/heads/main\n");
	expect((await other.run(["migrate", "../app", "--to", "powertools"], { cwd })).stdout).toContain(
		"in ../package.json",
	);
});

test.each([[], ["--shared-helper"]])("a second secret of the same code moves later: %j", async (...options) => {
	const read = (name: string): string =>
		`export const handler = async () => [process.env.DB_PASSWORD, process.env.${name}].join("").length;\n`;
	const folder = folderOf({
		"template.yaml": sam("one", "two").replaceAll(
			'DB_PASSWORD: "',
			`API_TOKEN: "${fakeSecret("token", 532)}", DB_PASSWORD: "`,
		),
		"src/one.mjs": read("API_TOKEN"),
		"src/two.mjs": read("API_TOKEN"),
	});
	expect((await folder.run(["secrets", "export"])).stderr).toBe("");
	for (const name of ["DB_PASSWORD", "API_TOKEN"]) {
		const said = await folder.run(["migrate", ...options, "--only", name, "--write"]);
		expect(said, said.stdout).toMatchObject({ code: 0, stderr: "" });
	}
	expect((await folder.run(["migrate"])).stdout).toBe("Nothing to migrate.\n");
	const map = await folder.run(["map", "--show-unknown"]);
	expect(map.stdout).not.toMatch(/unknown|not read/u);
});
