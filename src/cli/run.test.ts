import { mkdirSync, readFileSync, symlinkSync, truncateSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import type { Said } from "../testing/run-command.ts";
import { useFolders } from "../testing/use-folders.ts";
import { lintSource, lintTemplate } from "../testing/rule-tester.ts";
import { FORMATS } from "./parse-arguments.ts";

const KEY = `Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy: {} # the default one
`;
const CLEAN = KEY.replace("KeyPolicy: {} # the default one", "EnableKeyRotation: true");
const FUNCTION = `Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Environment:
        Variables:
          STAGE: prod
`;
/** Reports each function with variables, as a warning of low severity. */
const ALL = ["--rule", 'require-environment-key: [warn, { "functions": "with-variables" }]'];
const BROKEN = `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  A:
    Type: "AWS::SNS::Topic
  B:
    Type: AWS::SNS::Topic
`;

const folderOf = useFolders();

interface Json {
	readonly version: number;
	readonly summary: {
		readonly files: number;
		readonly templates: number;
		readonly findings: number;
		readonly errors: number;
		readonly unknown: number;
		readonly bySeverity: Readonly<Record<string, number>>;
	};
	readonly findings: readonly {
		readonly rule: string;
		readonly file: string;
		readonly line: number;
		readonly severity: string;
		readonly fingerprint: string;
		readonly property: string | null;
		readonly fix: string;
	}[];
	readonly errors: readonly {
		readonly file: string;
		readonly line: number;
		readonly column: number;
		readonly message: string;
	}[];
}
const json = ({ stdout }: Said): Json => JSON.parse(stdout) as Json;

describe("exit codes", () => {
	test("0 for a clean template", async () => {
		const said = await folderOf({ "template.yaml": CLEAN }).run([]);
		expect(said).toMatchObject({ code: 0, stderr: "" });
		expect(said.stdout).toBe("✔ no findings in 1 template · 0.0 s\n");
	});

	test("1 for a finding of a rule at level error", async () => {
		expect((await folderOf({ "template.yaml": KEY }).run([])).code).toBe(1);
	});

	test("0 for a warning, 1 where --fail-on or --max-warnings asks for it", async () => {
		const folder = folderOf({ "template.yaml": FUNCTION });
		expect((await folder.run(ALL)).code).toBe(0);
		expect((await folder.run([...ALL, "--fail-on", "low"])).code).toBe(1);
		expect((await folder.run([...ALL, "--fail-on", "medium"])).code).toBe(0);
		expect((await folder.run([...ALL, "--max-warnings", "0"])).code).toBe(1);
		expect((await folder.run([...ALL, "--max-warnings", "1"])).code).toBe(0);
	});

	test("2 where one of many files cannot be read, with the findings of the others", async () => {
		const said = await folderOf({ "a.yaml": BROKEN, "b.yaml": KEY }).run(["--format", "json"]);
		expect(said.code).toBe(2);
		expect(json(said).findings.map(({ file }) => file)).toEqual(["b.yaml"]);
		expect(json(said).errors[0]).toMatchObject({ file: "a.yaml", line: 4 });
	});

	test("2 for a path that is not there", async () => {
		const said = await folderOf({}).run(["nothing.yaml"]);
		expect(said.code).toBe(2);
		expect(said.stdout).toContain("No such file or folder: 'nothing.yaml'.");
	});
});

describe("a mistake on the command line", () => {
	test.each([
		[["--formt", "json"], "Unknown option '--formt'. Did you mean '--format'?"],
		[["--format", "jsn"], "Invalid value for --format: 'jsn'. Did you mean 'json'?"],
		[["--preset", "recomended"], "Did you mean 'recommended'?"],
		[["--fail-on", "hihg"], "Did you mean 'high'?"],
		[
			["--rule", "require-key-rotatoin: off"],
			"Unknown rule 'require-key-rotatoin'. Did you mean 'require-key-rotation'?",
		],
		[["--rule", "require-key-rotation: eror"], "Did you mean 'error'?"],
		[
			["--rule", "require-key-rotation"],
			"Invalid value for --rule: 'require-key-rotation'. Write a name and a level",
		],
		[
			["--rule", 'require-volume-encryption: [error, { "minimum": "best" }]'],
			"Option `minimum` of rule 'require-volume-encryption' takes one of 'provider-key', 'customer-key'.",
		],
		[["--max-warnings", "many"], "Invalid value for --max-warnings: 'many'. Write a number"],
		[["--output"], "The option '--output' needs a value."],
		[["--fix=yes"], "The option '--fix' takes no value."],
		[["--inventory", "nothing.csv", "template.yaml"], "cannot be read"],
	])("%j exits 2 and says what to type", async (argv, message) => {
		const said = await folderOf({ "template.yaml": KEY }).run(argv);
		expect(said.code).toBe(2);
		expect(said.stderr).toContain(message);
		expect(said.stderr.split("\n")).toHaveLength(2);
	});
});

describe("the JSON format", () => {
	test("is the contract", async () => {
		const said = await folderOf({ "stacks/template.yaml": KEY }).run(["--format", "json"]);
		expect(JSON.parse(said.stdout)).toEqual({
			version: 1,
			tool: { name: "kmslint", version: expect.stringMatching(/^\d+\.\d+\.\d+$/u) as string },
			summary: {
				files: 1,
				templates: 1,
				terraform: 0,
				sources: 0,
				findings: 1,
				errors: 0,
				unknown: 0,
				suppressed: 0,
				baseline: 0,
				older: 0,
				bySeverity: { critical: 0, high: 0, medium: 1, low: 0, info: 0 },
				byLevel: { error: 1, warning: 0 },
				unread: {},
				skipped: { bundled: 0, textTemplates: 0 },
			},
			findings: [
				{
					rule: "require-key-rotation",
					messageId: "missingRotation",
					message: "Key 'Key' is never rotated. Set `EnableKeyRotation: true`.",
					severity: "medium",
					level: "error",
					file: "stacks/template.yaml",
					line: 2,
					column: 3,
					endLine: 2,
					endColumn: 6,
					resource: { id: "Key", type: "AWS::KMS::Key" },
					property: "EnableKeyRotation",
					fix: "safe",
					suggestions: [],
					fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/u) as string,
					docs: expect.stringContaining("require-key-rotation") as string,
				},
			],
			suppressed: [],
			errors: [],
		});
	});

	test("sorts by file and place, and gives the type as it was written", async () => {
		const said = await folderOf({
			"b/template.yaml": KEY,
			"a/template.yaml": FUNCTION.replace("Lambda", "Serverless") + KEY.replace("Resources:\n", ""),
		}).run([...ALL, "--format", "json"]);
		expect(json(said).findings.map(({ file, line }) => `${file}:${String(line)}`)).toEqual([
			"a/template.yaml:2",
			"a/template.yaml:8",
			"b/template.yaml:2",
		]);
		expect(said.stdout).toContain('"type": "AWS::Serverless::Function"');
	});

	test("keeps a fingerprint when lines move, and makes another for another place", async () => {
		const one = json(await folderOf({ "template.yaml": KEY }).run(["--format", "json"]));
		const moved = json(await folderOf({ "template.yaml": `# a comment\n\n${KEY}` }).run(["--format", "json"]));
		const other = json(
			await folderOf({ "template.yaml": KEY.replace("Key:", "Other:") }).run(["--format", "json"]),
		);
		expect(moved.findings[0]?.line).toBe(4);
		expect(moved.findings[0]?.fingerprint).toBe(one.findings[0]?.fingerprint);
		expect(other.findings[0]?.fingerprint).not.toBe(one.findings[0]?.fingerprint);
	});
});

describe("the SARIF format", () => {
	test("is valid, with fingerprints and severities and without snippets", async () => {
		const require = createRequire(import.meta.url);
		// The schema is written in draft 4, of which it uses nothing that later drafts read differently but the name of
		// its id.
		const {
			id: _id,
			$schema: _draft,
			...schema
		} = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json") as Record<string, unknown>;
		const said = await folderOf({ "a b/template.yaml": KEY, "c.yaml": BROKEN }).run(["--format", "sarif"]);
		const log = JSON.parse(said.stdout) as {
			readonly runs: readonly {
				readonly results: readonly Record<string, unknown>[];
				readonly tool: { readonly driver: { readonly rules: readonly { readonly properties: object }[] } };
			}[];
		};
		const validate = new Ajv({
			strict: false,
			validateFormats: false,
			unicodeRegExp: false,
			allErrors: true,
		}).compile(schema);
		validate(log);
		expect(validate.errors).toBeNull();
		expect(log.runs[0]?.results[0]?.["partialFingerprints"]).toHaveProperty("kmslint/v1");
		expect(log.runs[0]?.tool.driver.rules[0]?.properties).toMatchObject({ "security-severity": "5.5" });
		expect(said.stdout).not.toContain("snippet");
		expect(said.stdout).toContain("a%20b/template.yaml");
	});
});

describe("the text format", () => {
	test("shows the place, the line, the mark and the fix", async () => {
		const said = await folderOf({ "template.yaml": KEY }).run([]);
		expect(said.stdout).toBe(`template.yaml

  2:3 error medium Key 'Key' is never rotated. Set \`EnableKeyRotation: true\`. require-key-rotation
    2 |   Key:
      |   ^^^
    fix: run with \`--fix\`

✖ 1 finding (1 error: 1 medium) in 1 template · 1 fixable with --fix · exit code 1: 1 error · 0.0 s
`);
	});

	test("has colours on a terminal alone, and none under NO_COLOR or --no-color", async () => {
		const folder = folderOf({ "template.yaml": KEY });
		const said = async (
			argv: readonly string[],
			isTTY: boolean,
			env: Record<string, string> = {},
		): Promise<boolean> => {
			let stdout = "";
			await folder.run(argv, { stdout: { isTTY, write: (text) => (stdout += text) }, env });
			return stdout.includes("\u001B[");
		};
		expect(await said([], true)).toBe(true);
		expect(await said([], false)).toBe(false);
		expect(await said([], true, { NO_COLOR: "1" })).toBe(false);
		expect(await said(["--no-color"], true)).toBe(false);
		expect(await said([], false, { FORCE_COLOR: "1" })).toBe(true);
	});

	test("groups what CDK wrote, which does not decide the exit code", async () => {
		const id = "CustomS3AutoDeleteObjectsCustomResourceProviderHandler9D90184F";
		const folder = folderOf({ "template.yaml": FUNCTION.replace("Fn:", `${id}:`) });
		const said = await folder.run([...ALL, "--fail-on", "info"]);
		expect(said.code).toBe(0);
		expect(said.stdout).toContain("1 resource generated by CDK, which does not affect the exit code");
		expect((await folder.run([...ALL, "--fail-on", "info", "--include-generated"])).code).toBe(1);
	});

	test("lists what only deploy time knows on demand", async () => {
		const folder = folderOf({
			"template.yaml": KEY.replace("KeyPolicy: {}", "EnableKeyRotation: !ImportValue rotation"),
		});
		expect((await folder.run([])).stdout).toContain("1 unknown (--show-unknown)");
		expect((await folder.run(["--show-unknown"])).stdout).toContain("Key.EnableKeyRotation");
	});

	test("--quiet leaves warnings out", async () => {
		const said = await folderOf({ "template.yaml": FUNCTION }).run([...ALL, "--quiet"]);
		expect(said.stdout).toBe("✔ no findings in 1 template · 1 warning not shown (--quiet) · 0.0 s\n");
	});
});

test("-o - writes the report to standard output", async () => {
	const folder = folderOf({ "template.yaml": KEY });
	expect(await folder.run(["-f", "json", "-o", "-"])).toEqual(await folder.run(["-f", "json"]));
});

describe("what decided the exit code", () => {
	const last = ({ stdout }: Said): string => stdout.trimEnd().split("\n").at(-1) ?? "";

	test.each([
		[
			[],
			1,
			"✖ 2 findings (1 error, 1 warning: 1 medium, 1 low) in 2 templates · 1 fixable with --fix · exit code 1: 1 error",
		],
		[
			["--rule", "require-key-rotation: off"],
			0,
			"✖ 1 finding (1 warning: 1 low) in 2 templates · exit code 0: no errors",
		],
		[
			["--rule", "require-key-rotation: warn", "--max-warnings", "1"],
			1,
			"(2 warnings: 1 medium, 1 low) in 2 templates · 1 fixable with --fix · exit code 1: 2 warnings, more than 1 (--max-warnings)",
		],
		[
			["--fail-on", "high"],
			0,
			"(1 error, 1 warning: 1 medium, 1 low) in 2 templates · 1 fixable with --fix · exit code 0: no finding at or above high (--fail-on)",
		],
		[["--fail-on", "low"], 1, "exit code 1: 2 findings at or above low (--fail-on)"],
		[
			["--quiet"],
			1,
			"✖ 1 finding (1 error: 1 medium) in 2 templates · 1 warning not shown (--quiet) · 1 fixable with --fix · exit code 1: 1 error",
		],
		[
			["--quiet", "--rule", "require-key-rotation: off", "--max-warnings", "0"],
			1,
			"exit code 1: 1 warning, more than 0 (--max-warnings)",
		],
	])("is in the last line: %j", async (argv, code, line) => {
		const said = await folderOf({ "a.yaml": FUNCTION, "b.yaml": KEY }).run([...ALL, ...argv]);
		expect(said.code).toBe(code);
		expect(last(said)).toContain(line);
	});

	test("is the level of each finding, which stands beside its severity", async () => {
		const said = await folderOf({ "a.yaml": FUNCTION, "b.yaml": KEY }).run(ALL);
		expect(said.stdout).toContain("  2:3 warning low Environment variables of 'Fn'");
		expect(said.stdout).toContain("  2:3 error medium Key 'Key'");
	});

	test("is no finding that CDK's own function has", async () => {
		const said = await folderOf({
			"template.yaml": FUNCTION.replace("Fn:", "CustomS3AutoDeleteObjectsCustomResourceProviderHandler9D90184F:"),
		}).run([...ALL, "--max-warnings", "0"]);
		expect(said.code).toBe(0);
		expect(last(said)).toBe(
			"✖ 1 finding (1 finding in generated resources: 1 info) in 1 template · exit code 0: no errors · 0.0 s",
		);
	});
});

describe("a run that reads nothing", () => {
	const OTHERS = {
		"infra/main.bicep": "",
		"infra/net.bicep": "",
		"infra/serverless.yml": "service: shop\n",
		"infra/.env.local": "A=1\n",
		"infra/fn/app.py": "",
		"infra/package.json": "{}\n",
	};
	const UNREAD = "not read: 2 .bicep, 1 .env, 1 .py, 1 serverless.yml";

	test("shows no tick, and what is beside it", async () => {
		expect(await folderOf(OTHERS).run([])).toEqual({
			code: 0,
			stderr: "",
			stdout: `nothing to check in . · ${UNREAD} · 0.0 s\n`,
		});
		expect(await folderOf({}).run([])).toEqual({ code: 0, stderr: "", stdout: "nothing to check in . · 0.0 s\n" });
	});

	test.each(["json", "sarif"])("says so beside a report as %s", async (format) => {
		expect(await folderOf(OTHERS).run(["-f", format])).toMatchObject({
			code: 0,
			stderr: "kmslint: Nothing to check: no template, no Terraform and no JavaScript or TypeScript source (not read: 2 .bicep, 1 .env, 1 .py, 1 serverless.yml).\n",
		});
	});

	test.each([[["infra"]], [["infra/main.bicep"]], [["infra/package.json", "infra/fn"]]])(
		"is an error where the user named %j",
		async (paths) => {
			const folder = folderOf(OTHERS);
			const said = await folder.run(paths);
			expect(said.code).toBe(2);
			expect(last(said)).toContain(`nothing to check in ${paths.join(" ")}`);
			expect(last(said)).toContain("exit code 2: the given paths contain nothing to check");
			expect(said.stdout).not.toContain("✔");
			expect((await folder.run([...paths, "--no-error-on-unmatched-pattern"])).code).toBe(0);
			expect(json(await folder.run([...paths, "-f", "json"])).errors).toHaveLength(1);
		},
	);

	test("is none where one of the named paths holds something", async () => {
		const said = await folderOf({ ...OTHERS, "template.yaml": CLEAN }).run(["infra", "template.yaml"]);
		expect(said).toMatchObject({ code: 0, stdout: `✔ no findings in 1 template · ${UNREAD} · 0.0 s\n` });
	});

	test("counts nothing that is ignored", async () => {
		expect((await folderOf({ ...OTHERS, ".gitignore": "*.py\n" }).run([])).stdout).toBe(
			"nothing to check in . · not read: 2 .bicep, 1 .env, 1 serverless.yml · 0.0 s\n",
		);
	});

	function last({ stdout }: Said): string {
		return stdout.trimEnd().split("\n").at(-1) ?? "";
	}
});

describe("a secret", () => {
	test.each(FORMATS)("is in no output of the %s format, nor in a diff", async (format) => {
		const secrets = [
			fakeSecret("password"),
			fakeSecret("aws-secret-access-key"),
			fakeSecret("github-personal-token"),
			fakeSecret("uri-password"),
			fakeSecret("token", 5),
		];
		const folder = folderOf({
			"template.yaml": `Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Environment:
        Variables:
          DB_PASSWORD: "${secrets[0] ?? ""}"
          AWS_SECRET_ACCESS_KEY: ${secrets[1] ?? ""}
          SETTING: ${secrets[2] ?? ""}
          DATABASE_URL: ${secrets[3] ?? ""}
          FLOW: { API_KEY: ${secrets[4] ?? ""} }
  Key:
    Type: AWS::KMS::Key
    Properties: { Description: "${secrets[2] ?? ""}", Tags: [{ Key: password, Value: x }] } # ${secrets[2] ?? ""}
`,
		});
		const hidden = [...secrets.slice(0, 3), secrets[3]?.split(":")[2]?.split("@")[0] ?? ""];
		for (const argv of [
			["--format", format],
			["--format", format, "--fix-dry-run"],
			["--format", format, "--preset", "audit", "--show-unknown"],
		]) {
			const said = await folder.run(argv);
			for (const secret of hidden) {
				expect(said.stdout + said.stderr).not.toContain(secret);
			}
		}
	});
});

describe("finding files", () => {
	test("goes by content, and by .gitignore", async () => {
		const folder = folderOf({
			"infra/any-name.yml": KEY,
			"data.json": '{ "a": 1 }',
			"node_modules/x/template.yaml": KEY,
			".gitignore": "build/\n",
			"build/template.yaml": KEY,
			"nested/.gitignore": "*.json\n!keep.json\n",
			"nested/drop.json": '{ "Resources": { "Key": { "Type": "AWS::KMS::Key" } } }',
			"nested/keep.json": '{ "Resources": { "Key": { "Type": "AWS::KMS::Key" } } }',
		});
		mkdirSync(join(folder.path, ".git"));
		expect(json(await folder.run(["--format", "json"])).findings.map(({ file }) => file)).toEqual([
			"infra/any-name.yml",
			"nested/keep.json",
		]);
		expect(json(await folder.run(["--format", "json", "build"])).findings.map(({ file }) => file)).toEqual([
			"build/template.yaml",
		]);
	});

	test("survives links that lead in a circle, and follows none", async () => {
		const folder = folderOf({ "a/template.yaml": KEY });
		symlinkSync("..", join(folder.path, "a", "up"));
		symlinkSync("loop", join(folder.path, "loop"));
		expect(json(await folder.run(["--format", "json"])).findings).toHaveLength(1);
		expect((await folder.run(["loop"])).code).toBe(2);
	});

	test("says which folder cannot be read, and goes on", async () => {
		const folder = folderOf({ "a/template.yaml": KEY, "b/template.yaml": KEY });
		const { readdirSync } = await import("node:fs");
		const said = await folder.run(["--format", "json"], {
			files: {
				readdirSync: (path) => {
					if (path.endsWith("/a")) {
						throw Object.assign(new Error("no"), { code: "EACCES" });
					}
					return readdirSync(path, { withFileTypes: true });
				},
			},
		});
		expect(said.code).toBe(2);
		expect(json(said).errors).toEqual([
			{ file: "a", line: 1, column: 1, message: "This folder cannot be read (EACCES)." },
		]);
		expect(json(said).findings).toHaveLength(1);
	});

	test("passes by files that are not ours, with a word where they were named", async () => {
		const folder = folderOf({
			"compose.yaml": "services: {}\n",
			"image.json": new Uint8Array([0, 1, 2, 0]),
			"empty.yaml": "",
		});
		const said = await folder.run(["compose.yaml", "image.json", "empty.yaml"]);
		expect(said.code).toBe(2);
		expect(said.stderr).toBe(
			"kmslint: compose.yaml is not a CloudFormation or SAM template; skipped.\nkmslint: image.json is not a text file; skipped.\nkmslint: empty.yaml is empty; skipped.\n",
		);
		expect((await folder.run([])).stderr).toBe("");
	});

	test("says nothing of files that a hook names, and skips what a bundler wrote", async () => {
		const folder = folderOf({
			"compose.yaml": "services: {}\n",
			"empty.yaml": "",
			"out.js": "export const a = 1;\n//# sourceMappingURL=out.js.map\n",
		});
		const said = await folder.run(["compose.yaml", "empty.yaml", "out.js", "--no-error-on-unmatched-pattern"]);
		expect(said).toMatchObject({ code: 0, stderr: "" });
		expect(said.stdout).toContain("1 bundled file skipped");
	});

	test("refuses a template of 50 MB, and passes by data of that size", async () => {
		const folder = folderOf({
			"template.yaml": KEY.replace("Resources", 'AWSTemplateFormatVersion: "2010-09-09"\nResources'),
			"data.yaml": "a: 1\n",
		});
		truncateSync(join(folder.path, "template.yaml"), 50 * 1024 * 1024);
		truncateSync(join(folder.path, "data.yaml"), 50 * 1024 * 1024);
		const said = await folder.run(["--format", "json"]);
		expect(said.code).toBe(2);
		expect(json(said).errors).toEqual([
			{
				file: "template.yaml",
				line: 1,
				column: 1,
				message: "It has 50 MB; CloudFormation limits a template to 1 MB.",
			},
		]);
	});

	test("reads standard input under a name of its own", async () => {
		const folder = folderOf({});
		const said = await folder.run(["-", "--stdin-filename", "stack/template.yaml", "--format", "json"], {
			stdin: KEY,
		});
		expect(json(said).findings[0]?.file).toBe("stack/template.yaml");
		expect((await folder.run(["-", "--fix"], { stdin: KEY })).code).toBe(2);
	});

	test.each([
		["stack.js", `const x = "${"\\n".repeat(6_000_000)}";\n`, "programs above 2 MB are not checked", 0],
		["template.yaml", `${KEY}# ${"x".repeat(12_000_000)}\n`, "CloudFormation limits a template to 1 MB", 2],
		["template.json", `${KEY}\0`, "is not a text file", 0],
	])("takes no more through standard input than from a file: %s", async (name, stdin, said, exit) => {
		const { code, stdout, stderr } = await folderOf({}).run(["-", "--stdin-filename", name], { stdin });
		expect(stdout + stderr).toContain(said);
		expect(stdout + stderr).not.toContain("bug");
		expect(code).toBe(exit);
	});

	test.each([
		[
			"a resource without a type",
			"AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A:\n    Properties: {}\n",
			"Resource 'A' has no `Type`.",
			3,
		],
		["no resources", "AWSTemplateFormatVersion: '2010-09-09'\nResources: null\n", "`Resources` is not a map", 2],
		[
			"a tab for an indentation",
			"AWSTemplateFormatVersion: '2010-09-09'\nResources:\n\tA: 1\n",
			"A tab cannot indent in YAML; use spaces.",
			3,
		],
		["half a document", '{ "AWSTemplateFormatVersion": "2010-09-09", "Resources": {', "", 1],
		[
			"too deep a nesting",
			`AWSTemplateFormatVersion: '2010-09-09'\nA: ${"[".repeat(100_000)}`,
			"nested deeper than",
			2,
		],
		[
			"a cyclic alias",
			"AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A: &a\n    Type: AWS::SNS::Topic\n    Properties: *a\n",
			"The alias is inside the node that it repeats.",
			5,
		],
	])("%s is an error with a place", async (_what, text, message, line) => {
		const said = await folderOf({ "template.yaml": text }).run(["--format", "json"]);
		expect(said.code).toBe(2);
		expect(json(said).errors[0]?.message).toContain(message);
		expect(json(said).errors[0]?.line).toBe(line);
	});

	test("an alias bomb does no harm", async () => {
		const lines = Array.from(
			{ length: 60 },
			(_, index) => `x${String(index + 1)}: &x${String(index + 1)} [${`*x${String(index)}, `.repeat(9)}a]`,
		);
		const text = `AWSTemplateFormatVersion: '2010-09-09'\nx0: &x0 [a]\n${lines.join("\n")}\nResources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties: { KmsKeyArn: !Join ["", *x60], Environment: { Variables: { A: !Join ["", *x60] } } }\n`;
		expect((await folderOf({ "template.yaml": text }).run([])).code).toBe(0);
	});
});

describe("--fix", () => {
	test("writes the safe fixes and every other byte as it was", async () => {
		const folder = folderOf({ "template.yaml": `\uFEFF${KEY.replaceAll("\n", "\r\n")}` });
		const said = await folder.run(["--fix"]);
		expect(said.code).toBe(0);
		expect(said.stdout).toContain("1 fixed");
		expect(readFileSync(join(folder.path, "template.yaml"), "utf8")).toBe(
			`\uFEFF${KEY.trimEnd().replaceAll("\n", "\r\n")}\r\n      EnableKeyRotation: true\r\n`,
		);
	});

	test("mends more than ESLint's ten rounds would", async () => {
		const many = `Resources:\n${Array.from({ length: 40 }, (_, index) => KEY.replace("Resources:\n", "").replace("Key:", `Key${String(index)}:`)).join("")}`;
		const folder = folderOf({ "template.yaml": many });
		const said = await folder.run(["--fix"]);
		expect(said.code).toBe(0);
		expect(said.stdout).toContain("40 fixed");
	});

	test("as a dry run prints a diff and writes nothing", async () => {
		const folder = folderOf({ "template.yaml": KEY });
		const said = await folder.run(["--fix-dry-run"]);
		expect(said.stdout).toContain("--- a/template.yaml\n+++ b/template.yaml\n");
		expect(said.stdout).toContain("+      EnableKeyRotation: true\n");
		expect(readFileSync(join(folder.path, "template.yaml"), "utf8")).toBe(KEY);
		expect(said.code).toBe(1);
	});

	test("as a dry run masks what a rule took for a secret, beside a line that changes", async () => {
		const word = fakeSecret("weak-password");
		const block = fakeSecret("pem-private-key")
			.trim()
			.split("\n")
			.map((line) => `      ${line}`);
		const folder = folderOf({
			"template.yaml": [
				"Parameters:",
				"  Word:",
				`    Default: ${word}`,
				"    Type: String",
				"  Other:",
				"    Type: String",
				"    Default: |",
				...block,
				"Resources:",
				"  Cache: { Type: AWS::ElastiCache::ReplicationGroup, Properties: { AuthToken: !Ref Word } }",
				"  Secret: { Type: AWS::SecretsManager::Secret, Properties: { SecretString: !Ref Other } }",
				"",
			].join("\n"),
		});
		const said = await folder.run(["--fix-dry-run"]);
		expect(said.stdout).toContain("     Default: ****\n     Type: String\n+    NoEcho: true\n");
		expect(said.stdout).not.toContain(word);
		expect(block.filter((line) => said.stdout.includes(line.trim()))).toEqual([]);
	});

	test("leaves suggestions to people", async () => {
		const volume = "Resources:\n  V:\n    Type: AWS::EC2::Volume\n    Properties: { Size: 1 }\n";
		const folder = folderOf({ "template.yaml": volume });
		await folder.run(["--fix"]);
		expect(readFileSync(join(folder.path, "template.yaml"), "utf8")).toBe(volume);
	});
});

describe("parameters", () => {
	const TEMPLATE = `Parameters:
  Rotate: { Type: String, Default: "false" }
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties: { EnableKeyRotation: !Ref Rotate }
`;

	test.each([
		["Key=Value", ["--parameter-overrides", "Rotate=true"]],
		["several in one argument", ["--parameter-overrides", "Stage=prod Rotate=true"]],
		["several arguments, as the AWS CLI takes them", ["--parameter-overrides", "Stage=prod", "Rotate=true"]],
		["ParameterKey and ParameterValue", ["--parameter-overrides", "ParameterKey=Rotate,ParameterValue=true"]],
	])("are taken as %s", async (_what, argv) => {
		const folder = folderOf({ "template.yaml": TEMPLATE });
		expect((await folder.run([])).code).toBe(1);
		expect((await folder.run(["template.yaml", ...argv])).code).toBe(0);
	});
});

describe("what CDK looked up for an app", () => {
	const IMAGE = "ami-0123456789abcdef0";
	const files = {
		"cdk.context.json": `{\n  "ami:account=1:filters.name.0=a:region=eu-west-1": "${IMAGE}"\n}\n`,
		"images.csv": `id\n${IMAGE}\n`,
	};

	test("is held against the inventory", async () => {
		const said = await folderOf(files).run(["--inventory", "images.csv", "--format", "json"]);
		expect(said.code).toBe(1);
		expect(JSON.parse(said.stdout)).toMatchObject({
			findings: [{ rule: "require-image-encryption", file: "cdk.context.json", line: 2 }],
		});
	});

	test("is left alone without one", async () => {
		const folder = folderOf(files);
		expect((await folder.run(["--format", "json"])).stdout).toContain('"templates": 0');
		const named = await folder.run(["cdk.context.json"]);
		expect(named.stdout + named.stderr).toContain("is checked only with `--inventory`");
	});
});

describe("-o", () => {
	test("writes the report without colours and leaves one line on the screen", async () => {
		const folder = folderOf({ "template.yaml": KEY });
		const said = await folder.run(["-o", "report.txt"], { env: { FORCE_COLOR: "0" } });
		expect(said.stdout).toBe("✖ 1 finding (1 error: 1 medium) in 1 template · exit code 1: 1 error · 0.0 s\n");
		expect(readFileSync(join(folder.path, "report.txt"), "utf8")).toContain("template.yaml\n\n  2:3 error medium");
	});
});

describe("--help and --version", () => {
	test("answer and exit 0", async () => {
		const folder = folderOf({});
		expect((await folder.run(["--help"])).stdout).toContain("kmslint [paths]");
		expect((await folder.run(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
	});
});

describe("what is suppressed", () => {
	const REASON = "imported into the HSM by hand";
	const COMMENT = KEY.replace(
		"  Key:",
		`  # eslint-disable-next-line aws-kms/require-key-rotation -- ${REASON} until: 2999-12-31\n  Key:\n    DeletionPolicy: Retain`,
	);
	const METADATA = JSON.stringify({
		Resources: {
			Key: {
				Type: "AWS::KMS::Key",
				DeletionPolicy: "Retain",
				Metadata: {
					kmslint: {
						suppress: [{ rule: "aws-kms/require-key-rotation", reason: REASON, until: "2999-12-31" }],
					},
				},
			},
		},
	});

	test.each([
		["a comment", "template.yaml", COMMENT, "comment"],
		["Metadata", "template.json", METADATA, "metadata"],
	])("by %s is in the report, with its reason and its day, and decides nothing", async (_, name, text, kind) => {
		const folder = folderOf({ [name]: text });
		const said = await folder.run(["--format", "json", "--preset", "strict"]);
		expect(said.code).toBe(0);
		expect(JSON.parse(said.stdout)).toMatchObject({
			summary: { findings: 0, suppressed: 1 },
			findings: [],
			suppressed: [
				{
					rule: "require-key-rotation",
					messageId: "missingRotation",
					severity: "medium",
					file: name,
					column: expect.any(Number) as number,
					resource: { id: "Key" },
					suppression: { kind, reason: REASON, until: "2999-12-31" },
				},
			],
		});
		expect((await folder.run([])).stdout).toContain(`require-key-rotation 'Key': ${REASON} (until 2999-12-31)`);
		expect((await folder.run(["--format", "sarif"])).stdout).not.toContain("require-key-rotation");
	});

	test.each([
		["a comment", "template.yaml", COMMENT],
		["Metadata", "template.json", METADATA],
	])("by %s is shown to an auditor", async (_, name, text) => {
		const said = await folderOf({ [name]: text }).run(["--format", "json", "--no-suppressions"]);
		expect(said.code).toBe(1);
		expect(json(said).findings.map(({ rule }) => rule)).toEqual(["require-key-rotation"]);
	});

	test("is not mended", async () => {
		const folder = folderOf({ "template.json": METADATA, "template.yaml": COMMENT });
		await folder.run(["--fix"]);
		expect(["template.json", "template.yaml"].map((name) => readFileSync(join(folder.path, name), "utf8"))).toEqual(
			[METADATA, COMMENT],
		);
	});

	test("says so where a comment hides nothing, unless its rule is off", async () => {
		const folder = folderOf({ "template.yaml": COMMENT.replace("Type: AWS::KMS::Key", "Type: AWS::SNS::Topic") });
		expect(json(await folder.run(["--format", "json"])).findings).toMatchObject([
			{
				rule: "no-invalid-suppression",
				messageId: "unused",
				message: "The suppression of 'require-key-rotation' is unused. Remove it.",
				severity: "low",
				line: 2,
			},
		]);
		expect(json(await folder.run(["--format", "json", "--rule", "require-key-rotation: off"])).findings).toEqual(
			[],
		);
		expect(json(await folder.run(["--format", "json", "--rule", "no-invalid-suppression: off"])).findings).toEqual(
			[],
		);
	});

	test("keeps a secret out of the report although its reason holds it", async () => {
		const secret = fakeSecret("aws-access-key-id");
		const said = await folderOf({ "template.json": METADATA.replace(REASON, `was ${secret}`) }).run([
			"--format",
			"json",
		]);
		expect(said.stdout).toContain('"suppressed": 1');
		expect(said.stdout).not.toContain(secret);
	});
});

describe("source files", () => {
	test("are read and counted beside templates", async () => {
		const said = await folderOf({
			"template.yaml": CLEAN,
			"src/handler.ts": "export const handler = async (): Promise<void> => {};\n",
			"lib/old.js": "exports.handler = async () => {};\n",
			"lib/old.d.ts": "export {};\n",
			"lib/app.min.js": "let a",
		}).run([]);
		expect(said).toMatchObject({
			code: 0,
			stderr: "",
			stdout: "✔ no findings in 1 template and 2 source files · 0.0 s\n",
		});
	});

	test("that cannot be parsed are an error with its place, and the rest goes on", async () => {
		const said = await folderOf({
			"a.ts": "const a: = 1;\n",
			"b.js": "export const b = ;\n",
			"c.mjs": "export const c = 1;\n",
		}).run([]);
		expect(said.code).toBe(2);
		expect(said.stdout).toContain("error a.ts:1:9 ");
		expect(said.stdout).toContain("error b.js:1:18 ");
		expect(said.stdout).toContain("in 3 source files · exit code 2: 2 paths could not be checked in full");
	});

	test.each([
		[
			"a bare directive, which was written for other rules",
			"/* eslint-disable */\n",
			1,
			0,
			["no-hardcoded-secret"],
		],
		[
			"a directive without a reason",
			"/* eslint-disable aws-kms/no-hardcoded-secret */\n",
			0,
			1,
			["no-invalid-suppression"],
		],
		[
			"a directive without a reason on the line before",
			"// eslint-disable-next-line aws-kms/no-hardcoded-secret\n",
			0,
			1,
			["no-invalid-suppression"],
		],
		[
			"a directive without a reason that is switched on again",
			"/* eslint-disable aws-kms/no-hardcoded-secret */\n/* eslint-enable aws-kms/no-hardcoded-secret */\n",
			1,
			0,
			["no-invalid-suppression", "no-hardcoded-secret"],
		],
		[
			"a directive without a reason below a bare one",
			"/* eslint-disable */\n/* eslint-disable-next-line aws-kms/no-hardcoded-secret */\n",
			0,
			1,
			["no-invalid-suppression"],
		],
		[
			"a directive without a reason for another line",
			"// eslint-disable-next-line aws-kms/no-hardcoded-secret\nexport {};\n",
			1,
			0,
			["no-invalid-suppression", "no-hardcoded-secret"],
		],
		[
			"a directive whose day has passed",
			"/* eslint-disable aws-kms/no-hardcoded-secret -- rotated until: 2020-01-31 */\n",
			1,
			0,
			["no-invalid-suppression", "no-hardcoded-secret"],
		],
		["a directive with a reason", "/* eslint-disable aws-kms/no-hardcoded-secret -- revoked */\n", 0, 1, []],
		[
			"a directive that hides nothing of ours",
			"/* eslint-disable no-console */\n/* eslint-disable */\n/* eslint-enable */\n",
			1,
			0,
			["no-hardcoded-secret"],
		],
	])("with %s", async (_, directive, code, suppressed, rules) => {
		const said = await folderOf({
			"handler.js": `${directive}export const token = "${fakeSecret("github-personal-token")}";\n`,
		}).run(["-f", "json"]);
		expect(json(said)).toMatchObject({ summary: { suppressed } });
		expect(json(said).findings.map(({ rule }) => rule)).toEqual(rules);
		expect(said.code).toBe(code);
	});

	test.each([
		[
			"handler.js",
			(comment: string) => `${comment}export const token = "${fakeSecret("github-personal-token")}";\n`,
			"//",
		],
		[
			"handler.ts",
			(comment: string) => `${comment}export const token: string = "${fakeSecret("github-personal-token")}";\n`,
			"//",
		],
		[
			"template.yaml",
			(comment: string) =>
				`Resources:\n  Parameter:\n    Type: AWS::SSM::Parameter\n    Properties:\n      Type: String\n${comment === "" ? "" : `      ${comment}`}      Value: ${fakeSecret("github-personal-token")}\n`,
			"#",
		],
	])(
		"the editor's own directive hides a finding of %s, and is one finding, in ESLint and in the command",
		async (name, text, mark) => {
			const plain = text("");
			const found = json(await folderOf({ [name]: plain }).run(["-f", "json", "--preset", "strict"])).findings;
			const rules = [...new Set(found.map(({ rule }) => rule))];
			expect(rules.length).toBeGreaterThan(0);
			const directive = `${mark} eslint-disable-next-line ${rules.map((rule) => `aws-kms/${rule}`).join(", ")}\n`;
			const said = await folderOf({ [name]: text(directive) }).run(["-f", "json", "--preset", "strict"]);
			expect(json(said)).toMatchObject({ summary: { suppressed: found.length } });
			expect(json(said).findings).toMatchObject(
				rules.map(() => ({ rule: "no-invalid-suppression", messageId: "missingReason" })),
			);
			expect(said.code).toBe(1);
			const asked = Object.fromEntries([...rules, "no-invalid-suppression"].map((rule) => [rule, {}]));
			const { messages } =
				name === "template.yaml"
					? lintTemplate(text(directive), asked)
					: lintSource(text(directive), asked, name);
			expect(messages.map(({ ruleId, messageId }) => [ruleId, messageId])).toEqual(
				rules.map(() => ["aws-kms/no-invalid-suppression", "missingReason"]),
			);
		},
	);

	test.each([
		["an environment, which ESLint 10 refuses", "/* eslint-env node, es2022 */"],
		["globals that cannot be read", "/* global foo: nonsense */"],
		["exported names", "/* exported token */"],
		["rules that there are not", "/* eslint foo/bar: error, no-such-rule: [2, 3] */"],
		["a setting that cannot be read", "/* eslint [ */"],
		["a reason for the reader", "/* eslint-disable nothing/at-all -- because */"],
	])("other comments to ESLint are not ours to judge: %s", async (_, comment) => {
		for (const name of ["handler.js", "handler.ts", "handler.cjs"]) {
			const said = await folderOf({
				[name]: `${comment}\n${name.endsWith(".cjs") ? "exports.token" : "export const token"} = "${fakeSecret("github-personal-token")}";\n`,
			}).run(["-f", "json"]);
			expect(
				json(said).findings.map(({ rule }) => rule),
				name,
			).toEqual(["no-hardcoded-secret"]);
			expect(said.code, name).toBe(1);
		}
	});
});
