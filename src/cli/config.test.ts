import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { ConfigFinder } from "../config/find-config.ts";
import { RULES } from "../plugin.ts";
import type { ReportedFinding } from "../report/report.ts";
import { useFolders } from "../testing/use-folders.ts";
import type { Folder } from "../testing/run-command.ts";

const KEY = "Resources:\n  K:\n    Type: AWS::KMS::Key\n";
const ROTATION = "require-key-rotation";
const OFF = JSON.stringify({ rules: { [ROTATION]: "off" } });
const WARN = JSON.stringify({ rules: { [ROTATION]: "warn" } });

const makeFolder = useFolders();
let folder: Folder;
beforeEach(() => {
	folder = makeFolder({ "template.yaml": KEY, "packages/a/template.yaml": KEY });
	mkdirSync(join(folder.path, ".git"));
});

/** The levels of a rule, by file. */
async function levels(argv: readonly string[] = ["."], rule = ROTATION): Promise<Readonly<Record<string, string>>> {
	const { stdout, stderr } = await folder.run([...argv, "--format", "json"]);
	expect(stderr).toBe("");
	const { findings } = JSON.parse(stdout) as { readonly findings: readonly ReportedFinding[] };
	return Object.fromEntries(findings.filter((one) => one.rule === rule).map(({ file, level }) => [file, level]));
}

const BOTH = { "template.yaml": "error", "packages/a/template.yaml": "error" };

describe("the configuration of a file", () => {
	test("is the nearest one upwards, and those above do not count", async () => {
		folder.write("kmslint.config.json", WARN);
		expect(await levels()).toEqual({ "template.yaml": "warning", "packages/a/template.yaml": "warning" });
		folder.write("packages/a/package.json", JSON.stringify({ name: "a", kmslint: {} }));
		expect(await levels()).toEqual({ "template.yaml": "warning", "packages/a/template.yaml": "error" });
	});

	test("is read again after a change, through a link too", () => {
		folder.write("shared.json", WARN);
		symlinkSync("shared.json", join(folder.path, "kmslint.config.json"));
		const finder = new ConfigFinder(RULES, folder.path, false);
		const level = (): unknown => finder.nearest(folder.path)?.rules.get(ROTATION)?.level;
		expect(level()).toBe("warn");
		folder.write("shared.json", OFF);
		expect(level()).toBe("off");
	});

	test("may be in package.json, with a byte order mark", async () => {
		folder.write("package.json", `\uFEFF${JSON.stringify({ name: "a", kmslint: JSON.parse(OFF) as object })}`);
		expect(await levels()).toEqual({});
		folder.write("package.json", '{ "scripts": { "kmslint": "kmslint ." }, }');
		expect(await levels()).toEqual(BOTH);
	});

	test("builds on others, which are read from their own folders", async () => {
		folder.write(
			"base.json",
			JSON.stringify({ rules: { [ROTATION]: "warn", "no-secret-in-log": "off" }, ignores: ["/template.yaml"] }),
		);
		folder.write(
			"packages/a/kmslint.config.json",
			JSON.stringify({ extends: ["../../base.json"], preset: "strict" }),
		);
		folder.write("kmslint.config.json", '{ "extends": "./base.json" }');
		expect(await levels()).toEqual({ "packages/a/template.yaml": "warning" });
	});

	test("is not looked for above the repository, nor outside by a link", async () => {
		const above = makeFolder({ "kmslint.config.json": OFF, "repository/template.yaml": KEY });
		mkdirSync(join(above.path, "repository/.git"));
		const { stdout } = await above.run(["repository/template.yaml"]);
		expect(stdout).toContain(ROTATION);
		symlinkSync(join(above.path, "kmslint.config.json"), join(folder.path, "kmslint.config.json"));
		expect(await folder.run(["."])).toEqual({
			code: 2,
			stdout: "",
			stderr: "kmslint: kmslint.config.json: It is a link that leads out of the repository.\n",
		});
	});

	test("without a repository is found up to the working directory", async () => {
		const above = makeFolder({ "kmslint.config.json": OFF, "a/b/template.yaml": KEY });
		expect((await above.run(["a/b/template.yaml"])).stdout).toContain("no findings");
		expect((await above.run(["template.yaml"], { cwd: join(above.path, "a/b") })).stdout).toContain(ROTATION);
	});

	test("leaves files out, whether they are named or not, and says so", async () => {
		folder.write("kmslint.config.json", JSON.stringify({ ignores: ["packages/"] }));
		expect(await levels()).toEqual({ "template.yaml": "error" });
		expect((await folder.run(["packages/a/template.yaml"])).stderr).toBe(
			"kmslint: packages/a/template.yaml is left out by kmslint.config.json; skipped.\n",
		);
		expect((await folder.run(["packages"])).stdout).toContain("every file is left out by kmslint.config.json");
	});

	test("has other rules for some files", async () => {
		folder.write(
			"kmslint.config.json",
			JSON.stringify({
				rules: { [ROTATION]: "warn" },
				overrides: [
					{ files: "packages", rules: { [ROTATION]: "off" } },
					{ files: "packages/*/template.yaml", preset: "audit" },
				],
			}),
		);
		expect(await levels()).toEqual({ "template.yaml": "warning" });
		expect(await levels(["."], "require-key-retention")).toEqual({ "packages/a/template.yaml": "error" });
	});

	test("has the values of parameters", async () => {
		folder.write(
			"template.yaml",
			"Parameters:\n  Rotate: { Type: String }\nConditions:\n  Rotates: !Equals [!Ref Rotate, yes]\nResources:\n  K:\n    Type: AWS::KMS::Key\n    Properties:\n      EnableKeyRotation: !If [Rotates, true, false]\n",
		);
		folder.write("kmslint.config.json", '{ "parameters": { "Rotate": "yes" } }');
		expect(await levels(["template.yaml"])).toEqual({});
		expect(await levels(["template.yaml", "--parameter-overrides", "Rotate=no"])).toEqual({
			"template.yaml": "error",
		});
	});
});

describe("the command line", () => {
	test("wins over the configuration", async () => {
		folder.write("kmslint.config.json", JSON.stringify({ preset: "audit", rules: { [ROTATION]: "off" } }));
		expect(await levels(["."], "require-key-retention")).toEqual(BOTH);
		expect(await levels([".", "--preset", "recommended"], "require-key-retention")).toEqual({});
		expect(await levels([".", "--rule", `${ROTATION}: warn`])).toEqual({
			"template.yaml": "warning",
			"packages/a/template.yaml": "warning",
		});
		expect(await levels([".", "--no-config"])).toEqual(BOTH);
	});

	test("names one configuration for every file", async () => {
		folder.write("packages/a/kmslint.config.json", "{}");
		folder.write("ci/strict.json", JSON.stringify({ ...(JSON.parse(WARN) as object), ignores: ["template.yaml"] }));
		expect(await levels([".", "--config", "ci/strict.json"])).toEqual({
			"template.yaml": "warning",
			"packages/a/template.yaml": "warning",
		});
		expect(await folder.run([".", "-c", "ci/none.json"])).toMatchObject({
			code: 2,
			stdout: "",
			stderr: "kmslint: ci/none.json: There is no such configuration.\n",
		});
	});
});

describe("a mistake", () => {
	test.each([
		[
			"kmslint.config.json",
			'{ "rulse": {} }',
			"kmslint.config.json:1:3: Unknown key 'rulse'. Did you mean 'rules'?",
		],
		["kmslint.config.json", "", "kmslint.config.json:1:1: This is not valid JSON."],
		[
			"package.json",
			'{\n  "kmslint": { "preset": "x" } }',
			"package.json:2:26: Invalid value for `preset`. Known: recommended, strict, audit.",
		],
		[
			"kmslint.config.json",
			'{ "extends": "./kmslint.config.json" }',
			"kmslint.config.json:1:14: This configuration extends itself.",
		],
		[
			"kmslint.config.json",
			'{ "extends": "../base.json" }',
			"kmslint.config.json:1:14: `extends` cannot lead out of the repository.",
		],
		["kmslint.config.json", '{ "extends": "./none.json" }', "kmslint.config.json:1:14: There is no such file."],
		["kmslint.config.json", `{}${" ".repeat(1024 * 1024)}`, "kmslint.config.json: It is larger than 1 MB."],
	])("in %s ends the run before it begins: %#", async (name, text, message) => {
		folder.write(name, text);
		expect(await folder.run(["."])).toEqual({ code: 2, stdout: "", stderr: `kmslint: ${message}\n` });
	});

	test("is a circle of several files, or a tree of too many", async () => {
		folder.write("kmslint.config.json", '{ "extends": "./a.json" }');
		folder.write("a.json", '{ "extends": "./b.json" }');
		folder.write("b.json", '{ "extends": "./a.json" }');
		expect((await folder.run(["."])).stderr).toBe("kmslint: b.json:1:14: This configuration extends itself.\n");
		for (let number = 0; number < 20; number += 1) {
			const next = `./${String(number + 1)}.json`;
			folder.write(`${String(number)}.json`, number === 19 ? "{}" : JSON.stringify({ extends: [next, next] }));
		}
		folder.write("kmslint.config.json", '{ "extends": "./0.json" }');
		expect((await folder.run(["."])).stderr).toContain("A configuration extends at most 32 others.");
	});

	test("in a folder below ends the run, too", async () => {
		folder.write("packages/a/kmslint.config.json", '{ "presets": "audit" }');
		expect(await folder.run(["."])).toMatchObject({
			code: 2,
			stdout: "",
			stderr: "kmslint: packages/a/kmslint.config.json:1:3: Unknown key 'presets'. Did you mean 'preset'?\n",
		});
	});

	test("is a second configuration in the same folder, and one that is no file", async () => {
		folder.write("package.json", '{ "kmslint": {} }');
		folder.write("kmslint.config.json", "{}");
		expect((await folder.run(["."])).stderr).toContain("The `package.json` beside it has a configuration, too.");
		const other = makeFolder({ "template.yaml": KEY });
		mkdirSync(join(other.path, "kmslint.config.json"));
		expect((await other.run(["."])).stderr).toBe("kmslint: kmslint.config.json: It is not a regular file.\n");
	});
});

test("a cache knows the configuration of each file", async () => {
	const argv = [".", "--cache", "--cache-location", "cache.json"];
	expect(await levels(argv)).toEqual(BOTH);
	folder.write("packages/a/kmslint.config.json", WARN);
	expect(await levels(argv)).toEqual({ ...BOTH, "packages/a/template.yaml": "warning" });
	folder.write("packages/a/kmslint.config.json", OFF);
	expect(await levels(argv)).toEqual({ "template.yaml": "error" });
	expect(await levels(argv)).toEqual({ "template.yaml": "error" });
});

test("other threads read the same configuration", async () => {
	folder.write(
		"kmslint.config.json",
		JSON.stringify({ overrides: [{ files: "packages", rules: { [ROTATION]: "off" } }] }),
	);
	for (let number = 0; number < 20; number += 1) {
		folder.write(`packages/${String(number)}/template.yaml`, KEY);
	}
	expect(await levels([".", "--concurrency", "2"])).toEqual({ "template.yaml": "error" });
});
