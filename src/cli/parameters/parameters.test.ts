import { describe, expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import type { Folder } from "../../testing/run-command.ts";
import { useFolders } from "../../testing/use-folders.ts";
import { FORMATS } from "../parse-arguments.ts";

const makeFolder = useFolders();

const TEMPLATE = `Parameters:
  Rotate: { Type: String }
  DbPassword: { Type: String, NoEcho: true }
Conditions:
  Rotates: !Equals [!Ref Rotate, yes]
Resources:
  K:
    Type: AWS::KMS::Key
    Properties:
      EnableKeyRotation: !If [Rotates, true, false]
  Api:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs22.x
      Code: { S3Bucket: b, S3Key: k }
      Environment: { Variables: { DB_PASSWORD: !Ref DbPassword, URL: !Sub "postgres://u:\${DbPassword}@h/db" } }
`;

async function rotates(folder: Folder, argv: readonly string[]): Promise<boolean> {
	const { stdout, stderr } = await folder.run([...argv, "--format", "json"]);
	expect(stderr).toBe("");
	return !stdout.includes("require-key-rotation");
}

describe("a file of parameters", () => {
	test.each([
		[
			"the AWS CLI's",
			[
				{ ParameterKey: "Rotate", ParameterValue: "yes" },
				{ ParameterKey: "Other", UsePreviousValue: true },
			],
		],
		["CodePipeline's", { Parameters: { Rotate: "yes" }, Tags: {} }],
		["a plain one", { Rotate: "yes", Count: 2, Is: true }],
	])("in the form of %s gives values", async (_, form) => {
		const folder = makeFolder({ "template.yaml": TEMPLATE, "params.json": `\uFEFF${JSON.stringify(form)}` });
		expect(await rotates(folder, ["."])).toBe(false);
		expect(await rotates(folder, [".", "--parameters", "params.json"])).toBe(true);
		expect(await rotates(folder, [".", "--parameters", "file://params.json"])).toBe(true);
		expect(await rotates(folder, [".", "--parameters", "params.json", "--parameter-overrides", "Rotate=no"])).toBe(
			false,
		);
	});

	test("wins over an earlier one, and over a configuration", async () => {
		const folder = makeFolder({
			"template.yaml": TEMPLATE,
			"a.json": '{ "Rotate": "no" }',
			"b.json": '{ "Rotate": "yes" }',
			"kmslint.config.json": '{ "parameters": { "Rotate": "no" } }',
		});
		expect(await rotates(folder, [".", "--parameters", "a.json", "--parameters", "b.json"])).toBe(true);
	});

	test.each([
		["[", "params.json:1:1: "],
		["", "params.json:1:1: This is not valid JSON."],
		['"x"', "params.json:1:1: Write parameters as [{ "],
		['[{ "ParameterKey": "A" }]', "params.json:1:1: Write parameters as [{ "],
		['[{ "Key": "A", "Value": "b" }]', "params.json:1:1: Write parameters as [{ "],
		['{ "A": ["b"] }', "params.json:1:8: A parameter has a name"],
		['{ "A": null }', "params.json:1:8: A parameter has a name"],
		['{ "__proto__": "b" }', "params.json:1:16: A parameter has a name"],
	])("that is %s is refused", async (text, message) => {
		const folder = makeFolder({ "template.yaml": TEMPLATE, "params.json": text });
		const { code, stdout, stderr } = await folder.run([".", "--parameters", "params.json"]);
		expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
		expect(stderr).toMatch(`kmslint: ${message}`);
	});

	test("that is not there is named", async () => {
		expect((await makeFolder({}).run([".", "--parameters", "none.json"])).stderr).toBe(
			"kmslint: Cannot read the parameters 'none.json': no such file.\n",
		);
	});
});

describe("SAM's configuration", () => {
	const TOML = `version = 0.1
[default.global.parameters]
stack_name = "app"
[default.deploy.parameters]
parameter_overrides = "Rotate=\\"no\\" Other=\\"two words\\""
[prod.deploy.parameters]
template_file = "stacks/prod.yaml"
parameter_overrides = ["Rotate=yes"]
`;

	test("gives the parameters and the template of an environment", async () => {
		const folder = makeFolder({ "samconfig.toml": TOML, "template.yaml": TEMPLATE, "stacks/prod.yaml": TEMPLATE });
		expect(await rotates(folder, [".", "--config-env", "default"])).toBe(false);
		expect(await rotates(folder, ["--config-env", "prod"])).toBe(true);
		expect((await folder.run(["--config-env", "prod"])).stdout).toContain("in 1 template");
		expect(await rotates(folder, ["--config-env", "prod", "--parameter-overrides", "Rotate=no"])).toBe(false);
		expect(await rotates(folder, [".", "--config-env", "prod"])).toBe(true);
		// Without being asked for, an environment does not count: it may be the one of a developer.
		expect(await rotates(folder, ["."])).toBe(false);
	});

	test("may be YAML, with a table of parameters", async () => {
		const folder = makeFolder({
			"samconfig.yaml": "default:\n  deploy:\n    parameters:\n      parameter_overrides: { Rotate: yes }\n",
			"deploy/sam.yml":
				"prod:\n  deploy:\n    parameters:\n      parameter_overrides: [Rotate=yes]\n      template: ../template.yaml\n",
			"template.yaml": TEMPLATE,
		});
		expect(await rotates(folder, ["template.yaml", "--config-env", "default"])).toBe(true);
		expect(await rotates(folder, ["--samconfig", "deploy/sam.yml", "--config-env", "prod"])).toBe(true);
	});

	test.each([
		[["--config-env", "prd"], "'samconfig.toml' has no environment 'prd'. Did you mean 'prod'?"],
		[["--config-env", "constructor"], "'samconfig.toml' has no environment 'constructor'."],
		[["--samconfig", "broken.toml"], "'broken.toml' is not understood (line 2)."],
		[["--samconfig", "none.toml"], "Cannot read SAM's configuration 'none.toml': no such file."],
		[["--samconfig", "pairs.toml"], "Value 1 of `parameter_overrides` in 'pairs.toml' is not NAME=VALUE."],
	])("%j is refused without a value", async (argv, message) => {
		const secret = fakeSecret("password");
		const folder = makeFolder({
			"template.yaml": TEMPLATE,
			"samconfig.toml": TOML,
			"broken.toml": `[default]\nkey = "${secret}`,
			"pairs.toml": `[default.deploy.parameters]\nparameter_overrides = ["=${secret}"]`,
		});
		const said = await folder.run([".", ...argv]);
		expect(said.code).toBe(2);
		expect(said.stderr).toContain(message);
		expect(said.stderr).not.toContain(secret);
	});

	test("is not there", async () => {
		expect((await makeFolder({}).run(["--config-env", "default"])).stderr).toContain("There is no samconfig.toml");
	});
});

test.each(["recommended", "audit"])("the secret value of a parameter is in no output: %s", async (preset) => {
	const secret = fakeSecret("password");
	const folder = makeFolder({
		"template.yaml": TEMPLATE,
		"params.json": JSON.stringify({ DbPassword: secret, Rotate: secret }),
		"samconfig.toml": `[default.deploy.parameters]\nparameter_overrides = "DbPassword=${secret}"\n`,
	});
	for (const format of FORMATS) {
		for (const given of [
			["--parameters", "params.json"],
			["--config-env", "default"],
		]) {
			const { stdout, stderr } = await folder.run([
				".",
				...given,
				"--preset",
				preset,
				"--format",
				format,
				"--show-unknown",
			]);
			expect(stdout.length).toBeGreaterThan(0);
			expect(stdout + stderr).not.toContain(secret);
		}
	}
	const { stdout } = await folder.run([
		".",
		"--parameters",
		"params.json",
		"--fix-dry-run",
		"--cache-location",
		"cache.json",
	]);
	expect(stdout).not.toContain(secret);
});
