import { Linter } from "eslint";
import { afterAll, describe, expect, test } from "vitest";
import plugin from "../../plugin.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { Folder, type Said } from "../../testing/run-command.ts";
import { terraformLanguage } from "./language.ts";

const KEY = 'resource "aws_kms_key" "k" {\n}\n';
const REASON = "kept until the move";

const folders: Folder[] = [];
afterAll(() => {
	folders.forEach((folder) => {
		folder.remove();
	});
});

function folderOf(files: Readonly<Record<string, string>>): Folder {
	const folder = new Folder(files);
	folders.push(folder);
	return folder;
}

interface Report {
	readonly summary: { readonly terraform: number };
	readonly findings: readonly { readonly rule: string; readonly file: string; readonly line: number }[];
	readonly suppressed: readonly { readonly rule: string; readonly suppression: { readonly reason: string } }[];
	readonly errors: readonly { readonly file: string; readonly line: number; readonly column: number }[];
}

async function report(files: Readonly<Record<string, string>>, ...argv: readonly string[]): Promise<Report & Said> {
	const said = await folderOf(files).run(["--format", "json", ...argv]);
	return { ...said, ...(JSON.parse(said.stdout) as Report) };
}

const briefly = ({ findings }: Report): readonly string[] =>
	findings.map(({ rule, file, line }) => `${rule} ${file}:${String(line)}`);

describe("the command", () => {
	test("reads every file of Terraform, in HCL and in JSON", async () => {
		const password = fakeSecret("password");
		const said = await report({
			"main.tf": KEY,
			"next.tofu": KEY.replace('"k"', '"t"'),
			"more.tf.json": '{"resource": {"aws_kms_key": {"j": {}}}}',
			"terraform.tfvars": `db_password = "${password}"\n`,
			"old/terraform.tfvars.json": JSON.stringify({ db_password: password }),
		});
		expect(said.stdout).not.toContain(password);
		expect(said.summary.terraform).toBe(5);
		expect(briefly(said).filter((one) => one.startsWith("require-key-rotation"))).toEqual([
			"require-key-rotation main.tf:1",
			"require-key-rotation more.tf.json:1",
			"require-key-rotation next.tofu:1",
		]);
	});

	test("tells the place of an error, checks the rest, and ends with 2", async () => {
		const said = await report({ "bad.tf": `${KEY}locals {\n  a = [\n}\n`, "good.tf": KEY.replace('"k"', '"g"') });
		expect(said.code).toBe(2);
		expect(said.errors).toMatchObject([{ file: "bad.tf", line: 4, column: 7 }]);
		expect(briefly(said)).toEqual(["require-key-rotation bad.tf:1", "require-key-rotation good.tf:1"]);
	});

	test("leaves out what is excluded, but for what it says of the rest", async () => {
		const said = await report(
			{
				"main.tf": 'resource "aws_kms_key" "k" {\n  enable_key_rotation = var.rotates\n}\n',
				"variables.tf": 'variable "rotates" {\n  default = false\n}\n\nresource "aws_kms_key" "v" {\n}\n',
			},
			"--exclude",
			"variables.tf",
		);
		expect(briefly(said)).toEqual(["require-key-rotation main.tf:2"]);
	});

	test("keeps no result, because another file may change it", async () => {
		const folder = folderOf({
			"main.tf": 'resource "aws_kms_key" "k" {\n  enable_key_rotation = var.rotates\n}\n',
			"variables.tf": 'variable "rotates" {\n  default = true\n}\n',
		});
		const cached = async (): Promise<string> =>
			(await folder.run(["--cache", "--cache-location", "c.json"])).stdout;
		expect(await cached()).toContain("no findings");
		folder.write("variables.tf", 'variable "rotates" {\n  default = false\n}\n');
		expect(await cached()).toContain("require-key-rotation");
	});

	test("fixes once, as terraform fmt lays it out", async () => {
		const folder = folderOf({ "main.tf": KEY });
		expect((await folder.run(["--fix"])).stdout).toContain("1 fixed");
		expect((await folder.run(["--fix"])).stdout).toContain("✔ no findings");
	});
});

describe("a directive", () => {
	const RULE = "aws-kms/require-key-rotation";

	test.each([
		["#", `# eslint-disable-next-line ${RULE} -- ${REASON}\n${KEY}`],
		["//", `// eslint-disable-next-line ${RULE} -- ${REASON}\n${KEY}`],
		["/* */", `/* eslint-disable-next-line ${RULE} -- ${REASON} */\n${KEY}`],
		["behind the line", KEY.replace("{", `{ # eslint-disable-line ${RULE} -- ${REASON}`)],
		["from here on", `/* eslint-disable ${RULE} -- ${REASON} */\n${KEY}/* eslint-enable ${RULE} */\n`],
	])("in %s hides what it names, with its reason", async (_, text) => {
		const said = await report({ "main.tf": text });
		expect(said.findings).toEqual([]);
		expect(said.suppressed).toMatchObject([{ rule: "require-key-rotation", suppression: { reason: REASON } }]);
		expect(briefly(await report({ "main.tf": text }, "--no-suppressions"))).toHaveLength(1);
		const messages = new Linter().verify(text, [configOf()], { filename: "main.tf" });
		expect(messages).toEqual([]);
	});

	test.each([
		["without a reason", `# eslint-disable-next-line ${RULE}\n${KEY}`, "missingReason"],
		["for no rule", `# eslint-disable-next-line aws-kms/no-such-rule -- ${REASON}\n${KEY}`, "unknownRule"],
		["that hides nothing", `# eslint-disable-next-line ${RULE} -- ${REASON}\nlocals {\n}\n`, "unused"],
	])("%s is a finding", async (_, text, messageId) => {
		const { stdout } = await report({ "main.tf": text }, "--preset", "strict");
		expect(stdout).toContain('"rule": "no-invalid-suppression"');
		expect(stdout).toContain(`"messageId": "${messageId}"`);
	});
});

function configOf(): Linter.Config {
	const found = plugin.configs.recommended.find(({ name }) => name === "aws-kms/recommended/terraform");
	// Without the processor, which a `Linter` does not look up by its name.
	const { processor: _processor, ...config } = found ?? {};
	return config;
}

describe("ESLint", () => {
	test("finds templates first among the parts of a preset, as the README says", () => {
		expect(plugin.configs.recommended[0]?.name).toBe("aws-kms/recommended/template");
	});

	test("reads the files of the preset, fixes them, and offers to ignore a finding", () => {
		const linter = new Linter();
		const [message, more] = linter.verify(KEY, [configOf()], { filename: "main.tf" });
		expect(more).toBeUndefined();
		expect(message).toMatchObject({ ruleId: "aws-kms/require-key-rotation", line: 1, column: 10, endColumn: 27 });
		expect(message?.suggestions?.at(-1)?.fix.text).toBe(
			"# eslint-disable-next-line aws-kms/require-key-rotation -- TODO: say why\n",
		);
		expect(linter.verifyAndFix(KEY, [configOf()], { filename: "main.tf" })).toMatchObject({
			fixed: true,
			messages: [],
			output: 'resource "aws_kms_key" "k" {\n  enable_key_rotation = true\n}\n',
		});
	});

	test("tells what is broken, at its place", () => {
		const [message] = new Linter().verify("a = 1\nb = \n", [configOf()], { filename: "main.tf" });
		expect(message).toMatchObject({ fatal: true, line: 2, column: 5 });
	});

	test("visits every node", () => {
		const visited: string[] = [];
		const config: Linter.Config = {
			files: ["**/*.tf"],
			plugins: {
				"aws-kms": plugin,
				own: {
					rules: {
						nodes: {
							create: () => ({
								"*": ({ type }: { readonly type: string }) => visited.push(type),
							}),
						},
					},
				},
			},
			language: "aws-kms/terraform",
			rules: { "own/nodes": "error" },
		};
		const messages = new Linter().verify('a "b" {\n  c = f(1)[*].d ? "e${-g}" : { h = [i] }\n}\n', [config], {
			filename: "main.tf",
		});
		expect(messages).toEqual([]);
		expect(visited.join(" ")).toBe(
			"HclFile HclBody HclBlock HclName HclName HclBody HclAttribute HclName HclConditional HclTraversal HclCall HclName HclLiteral HclSplatStep HclAttributeStep HclTemplate HclText HclHole HclUnary HclVariable HclObject HclObjectItem HclVariable HclTuple HclVariable",
		);
	});

	test("refuses unknown options", () => {
		expect(() => {
			terraformLanguage.validateLanguageOptions({ terraform: { suppression: false } });
		}).toThrow('Unexpected key "suppression" found. Known: suppressions.');
		expect(() => {
			terraformLanguage.validateLanguageOptions({ ecmaVersion: 2024, terraform: { suppressions: false } });
		}).not.toThrow();
	});
});

describe("what the arguments of a call decide", () => {
	const FUNCTION = `variable "env" {
}

variable "key" {
  default = null
}

resource "aws_lambda_function" "f" {
  kms_key_arn = var.key

  environment {
    variables = var.env
  }
}
`;
	const DATABASE = 'variable "engine" {\n}\n\nresource "aws_db_instance" "d" {\n  engine = var.engine\n}\n';
	const STRICT = ["--preset", "strict"];
	const UNUSED = "no-invalid-suppression main.tf:1";
	const call = (name: string, folder: string, ...lines: readonly string[]): string =>
		`module "${name}" {\n  source = "./${folder}"\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;

	test("is reported at the call, once for all of its instances", async () => {
		const said = await report(
			{
				"main.tf":
					call("a", "fn", 'env = { A = "b" }') +
					call("keyed", "fn", 'env = { A = "b" }', 'key = "arn:aws:kms:eu-west-1:111122223333:key/a"') +
					call("none", "fn", "env = {}") +
					call("each", "fn", 'for_each = toset(["x", "y"])', "env = { A = each.key }") +
					call("db", "db", 'engine = "postgres"'),
				"fn/main.tf": FUNCTION,
				"db/main.tf": DATABASE,
			},
			...STRICT,
		);
		expect(briefly(said)).toEqual([
			"require-environment-key main.tf:1",
			"require-environment-key main.tf:14",
			"require-encryption-at-rest main.tf:19",
		]);
		expect(said.stdout).toContain("module.a.aws_lambda_function.f");
		expect(said.stdout).toContain('module.each[\\"y\\"].aws_lambda_function.f');
	});

	test("is reported by the nearest call that decides it", async () => {
		const said = await report(
			{
				"main.tf": call("outer", "outer"),
				"outer/main.tf": call("inner", "../db", 'engine = "postgres"').replace("./..", ".."),
				"db/main.tf": DATABASE,
			},
			...STRICT,
		);
		expect(briefly(said)).toEqual(["require-encryption-at-rest outer/main.tf:1"]);
	});

	test("is not reported again where the module says it by itself", async () => {
		const said = await report(
			{
				"main.tf": call("a", "fn", 'env = { A = "b" }'),
				"fn/main.tf": FUNCTION.replace('"env" {\n', '"env" {\n  default = { A = "c" }\n'),
			},
			...STRICT,
		);
		expect(briefly(said)).toEqual(["require-environment-key fn/main.tf:10"]);
	});

	test("is reported although the module says something else of the same resource", async () => {
		const insights = DATABASE.replace("var.engine\n", "var.engine\n  performance_insights_enabled = true\n");
		const said = await report(
			{ "main.tf": call("db", "db", 'engine = "postgres"'), "db/main.tf": insights },
			"--preset",
			"audit",
			"--rule",
			'require-encryption-at-rest: [error, { minimum: "customer-key" }]',
		);
		expect(briefly(said).filter((one) => one.startsWith("require-encryption-at-rest"))).toEqual([
			"require-encryption-at-rest db/main.tf:4",
			"require-encryption-at-rest main.tf:1",
		]);
	});

	const LOGS = `variable "n" {
  default = 2
}

variable "c" {
  default = {}
}

resource "aws_cloudwatch_log_group" "g" {
  COUNT
  kms_key_id = try(var.c.key, null)
}
`;
	const keyedBy = (count: string): string => LOGS.replace("COUNT", count);

	test.each([
		["where the caller does not know the count", "", "count = var.n", "n = var.x"],
		["where the caller has another count", "", "count = var.n", "n = 3"],
		["where the caller has other keys", "", 'for_each = toset(["a", "b"])', ""],
		["where the caller knows the count of the module", "count = 1", "count = 1", "n = 1"],
		["where the call has keys with dots and brackets", 'for_each = toset(["a.b", "c[0]", "d\\"]"])', "", "n = 1"],
	])("is not reported again %s", async (_, ofCall, ofResource, given) => {
		const said = await report(
			{
				"main.tf": `variable "x" {\n}\n${call("q", "q", ofCall, given)}`,
				"q/main.tf": keyedBy(ofResource),
			},
			"--preset",
			"audit",
		);
		expect(briefly(said).filter((one) => one.startsWith("require-encryption-at-rest"))).toEqual([
			"require-encryption-at-rest q/main.tf:11",
		]);
	});

	test("is not reported again where a call on the way has it, with another count", async () => {
		const said = await report(
			{
				"main.tf": call("mid", "mid", "on = true"),
				"mid/main.tf": `variable "on" {\n}\n${call("q", "../q", "count = var.on ? 1 : 0", "c = { key = null }").replace("./..", "..")}`,
				"q/main.tf": keyedBy("").replace("default = {}", "").replace("try(var.c.key, null)", "var.c.key"),
			},
			"--preset",
			"audit",
		);
		expect(briefly(said).filter((one) => one.startsWith("require-encryption-at-rest"))).toEqual([
			"require-encryption-at-rest mid/main.tf:6",
		]);
	});

	test.each<[where: string, rule: string, reason: string, file: string, isAccepted: boolean]>([
		["of the resource", "require-encryption-at-rest", REASON, "db/main.tf", true],
		["of a call on the way", "require-encryption-at-rest", REASON, "outer/main.tf", true],
		["of another rule", "require-key-rotation", REASON, "db/main.tf", false],
		["that has ended", "require-encryption-at-rest", `${REASON} until: 2020-01-01`, "db/main.tf", false],
	])("hears a comment %s", async (_, rule, reason, file, isAccepted) => {
		const files = {
			"main.tf": call("outer", "outer", 'engine = "postgres"'),
			"outer/main.tf": `variable "engine" {\n}\n${call("db", "../db", "engine = var.engine").replace("./..", "..")}`,
			"db/main.tf": DATABASE,
		};
		const comment = `# eslint-disable-next-line aws-kms/${rule} -- ${reason}\n`;
		const text = files[file as keyof typeof files].replace(/^(?:resource|module)/mu, `${comment}$&`);
		const heard = await report({ ...files, [file]: text }, ...STRICT);
		const said = ({ findings }: Report): readonly string[] =>
			findings.filter((one) => one.rule !== "no-invalid-suppression").map((one) => one.file);
		expect(said(heard)).toEqual(isAccepted ? [] : ["main.tf"]);
		expect(heard.findings.filter(({ rule: of }) => isAccepted && of === "no-invalid-suppression")).toEqual([]);
		expect(heard.suppressed.map(({ suppression }) => suppression.reason)).toEqual(isAccepted ? [REASON] : []);
		const unheard = await report({ ...files, [file]: text }, ...STRICT, "--no-suppressions");
		expect(said(unheard)).toEqual(["main.tf"]);
	});

	test.each([
		["may be used by a caller of the module", "engine = var.engine", "-next-line", []],
		["may be used by one, of all below it", "engine = var.engine", "", []],
		["is unused where no input decides", 'engine = "postgres"\n  storage_encrypted = true', "-next-line", [UNUSED]],
		["is unused for all below it", 'engine = "postgres"\n  storage_encrypted = true', "", [UNUSED]],
	])("a comment %s", async (_, body, scope, expected) => {
		const comment = `# eslint-disable${scope} aws-kms/require-encryption-at-rest -- ${REASON}\n`;
		const said = await report(
			{ "main.tf": `${comment}resource "aws_db_instance" "d" {\n  ${body}\n}\n\nvariable "engine" {\n}\n` },
			...STRICT,
		);
		expect(briefly(said)).toEqual(expected);
	});

	test("is accepted by a comment above the call, and has no edit", async () => {
		const comment = `# eslint-disable-next-line aws-kms/require-encryption-at-rest -- ${REASON}\n`;
		const files = (above: string): Readonly<Record<string, string>> => ({
			"main.tf": above + call("db", "db", 'engine = "postgres"'),
			"db/main.tf": DATABASE,
		});
		const accepted = await report(files(comment), ...STRICT);
		expect(briefly(accepted)).toEqual([]);
		expect(accepted.suppressed.map(({ suppression: { reason } }) => reason)).toEqual([REASON]);
		const fixed = await report(files(""), ...STRICT, "--fix");
		expect(briefly(fixed)).toEqual(["require-encryption-at-rest main.tf:1"]);
	});
});
