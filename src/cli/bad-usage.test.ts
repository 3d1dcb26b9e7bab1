import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { Linter } from "eslint";
import { afterAll, describe, expect, test } from "vitest";
import { RULES } from "../../rules/index.ts";
import { explainOptions } from "../rule/explain-options.ts";
import plugin from "../plugin.ts";
import { fakeSecret } from "../testing/fake-secret.ts";
import { COMMAND, Folder } from "../testing/run-command.ts";

const folder = new Folder({
	"template.yaml": "Resources:\n  K:\n    Type: AWS::KMS::Key\n",
	"handler.mjs": "export const handler = async () => 1;\n",
});
afterAll(() => {
	folder.remove();
});

describe("an option that is no regular expression", () => {
	const asking = RULES.flatMap(({ name, options }) =>
		Object.entries(options).flatMap(([option, schema]) =>
			/regular expression/iu.test(JSON.stringify(schema)) ? [{ name, option }] : [],
		),
	);

	test("is asked by some rules", () => {
		expect(asking.length).toBeGreaterThan(3);
	});

	test.each(asking)("$option of $name ends the run before it begins, and is not shown", async ({ name, option }) => {
		const secret = fakeSecret("aws-access-key-id");
		const said = await folder.run([
			".",
			"--rule",
			`${name}: [error, ${JSON.stringify({ [option]: ["^A$", `(${secret}`] })}]`,
		]);
		expect(said).toEqual({
			code: 2,
			stdout: "",
			stderr: `kmslint: Option \`${option}\` of rule '${name}' is not a regular expression (item 2). Escape signs such as \`(\` and \`[\` with a backslash.\n`,
		});
		const messages = new Linter().verify(
			"1;",
			[
				{
					files: ["**/*.*"],
					plugins: { "aws-kms": plugin as never },
					rules: { [`aws-kms/${name}`]: ["error", { [option]: ["("] }] },
				},
			],
			{ filename: "a.js" },
		);
		expect(messages.map(({ message }) => message)).toEqual([
			expect.stringMatching(`^Option \`${option}\` of rule '${name}' is not a regular expression`),
		]);
	});

	test("costs that rule alone where a comment of the file sets it", async () => {
		const commented = new Folder({
			"handler.mjs":
				'/* eslint aws-kms/no-secret-in-log: ["error", { "allow": ["("] }] */\nimport { KMSClient, DecryptCommand } from "@aws-sdk/client-kms";\nconst kms = new KMSClient({});\nexport const handler = async () => kms.send(new DecryptCommand({ CiphertextBlob: blob }));\nconsole.log(process.env);\n',
		});
		const said = await commented.run([".", "--preset", "audit", "--format", "json"]);
		commented.remove();
		const { findings, errors } = JSON.parse(said.stdout) as {
			readonly findings: readonly { readonly rule: string }[];
			readonly errors: readonly { readonly message: string }[];
		};
		expect(said.code).toBe(2);
		expect(errors.map(({ message }) => message)).toEqual([
			expect.stringMatching("^Option `allow` of rule 'no-secret-in-log' is not a regular expression"),
		]);
		expect(findings.map(({ rule }) => rule)).toEqual(["no-invalid-suppression", "no-decrypt-per-invocation"]);
	});
});

describe("an option of a rule", () => {
	const every = RULES.flatMap(({ name, options }) =>
		Object.entries(options).map(([option, schema]) => ({ name, option, schema })),
	);
	const VALUES = [null, true, 0, 1, 1.5, 5000, "", "ssm", [], [""], [1], {}];
	const verify = (name: string, options: object): unknown =>
		new Linter().verify("", [
			{ plugins: { "aws-kms": plugin as never }, rules: { [`aws-kms/${name}`]: ["error", options] } },
		]);

	test.each(every)("$option of $name is refused exactly where ESLint refuses it", ({ name, option, schema }) => {
		for (const value of [...VALUES, ...(schema.enum ?? [])]) {
			const refused = explainOptions(name, { [option]: value }, { [option]: schema });
			if (refused === null) {
				expect(() => verify(name, { [option]: value })).not.toThrow(/Value|properties/u);
			} else {
				expect(() => verify(name, { [option]: value })).toThrow();
				expect(refused).toMatch(`Option \`${option}\` of rule '${name}' takes `);
				for (const one of schema.enum ?? []) {
					expect(refused).toContain(`'${one}'`);
				}
			}
		}
	});

	test.each([
		[
			"require-environment-key",
			"{ kye: AppKey }",
			"Unknown option 'kye' of rule 'require-environment-key'. Did you mean 'key'?",
		],
		["require-key-rotation", "{ days: 90 }", "Rule 'require-key-rotation' has no options."],
		[
			"require-volume-encryption",
			"{ minimum: customer }",
			"Option `minimum` of rule 'require-volume-encryption' takes one of 'provider-key', 'customer-key'. Did you mean 'customer-key'?",
		],
		[
			"max-environment-size",
			"{ warnFrom: 8000 }",
			"Option `warnFrom` of rule 'max-environment-size' takes a whole number from 1 to 4096.",
		],
	])("of %s: %s is explained", async (name, options, message) => {
		expect(await folder.run([".", "--rule", `${name}: [error, ${options}]`])).toEqual({
			code: 2,
			stdout: "",
			stderr: `kmslint: ${message}\n`,
		});
	});

	test("is not half read", async () => {
		expect(await folder.run([".", "--rule", "no-secret-in-log: [error"])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining("Invalid setting for --rule") as string,
		});
	});
});

test.each(["toString", "constructor", "__proto__", "hasOwnProperty"])(
	"a rule or a parameter that is called %s is one like any other",
	async (name) => {
		expect(await folder.run([".", "--rule", `${name}:error`])).toMatchObject({
			code: 2,
			stdout: "",
			stderr: expect.stringContaining(name) as string,
		});
		expect((await folder.run([".", `--${name}`])).code).toBe(2);
		expect(
			(await folder.run([".", "--parameter-overrides", `${name.replaceAll("_", "")}=x`, "--format", "json"]))
				.stderr,
		).toBe("");
	},
);

describe("a reader that leaves", () => {
	test.each([
		["."],
		[".", "--format", "json"],
		[".", "--format", "sarif"],
		["secrets", "export", "--help"],
		["--help"],
	])("ends nothing with a stack trace: %s", (...argv) => {
		const { stderr, stdout } = spawnSync(
			"sh",
			["-c", `"${process.execPath}" "${COMMAND}" ${argv.map((one) => `'${one}'`).join(" ")} | true; echo done`],
			{ cwd: folder.path, encoding: "utf8" },
		);
		expect({ stderr, stdout }).toEqual({ stderr: "", stdout: "done\n" });
	});
});

test("a path with control characters is shown with escapes", async () => {
	const { stdout, stderr } = await folder.run(["\u001b[2J\r::error::x"]);
	expect(stdout).toContain("nothing to check in \\u001b[2J\\r::error::x");
	expect(stdout + stderr).not.toContain("\u001b[2J");
	expect(stdout + stderr).not.toContain("\r");
});

describe("a path that leads nowhere", () => {
	const password = fakeSecret("password");
	const name = `password=${password}`;

	test.each([
		["is not there", name],
		["is a circle of links", `circle-${name}`],
		["is a pattern", `${name}/*.yaml`],
	])("is named without the secret in it: it %s", async (_, path) => {
		const own = new Folder({});
		symlinkSync(`circle-${name}`, join(own.path, `circle-${name}`));
		const { code, stdout, stderr } = await own.run([path]);
		own.remove();
		expect(code).toBe(2);
		expect(stdout + stderr).toContain("****");
		expect(stdout + stderr).not.toContain(password);
	});
});

test.each(["0", "-1", "x", "1.5", "fast"])("'%s' is no number of threads", async (given) => {
	expect(await folder.run([`--concurrency=${given}`])).toEqual({
		code: 2,
		stdout: "",
		stderr: `kmslint: Invalid value for --concurrency: '${given}'. Write 'auto', 'off' or a number, 1 or more.\n`,
	});
});
