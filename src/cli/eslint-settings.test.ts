import { mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import type { ReportedFinding } from "../report/report.ts";
import type { Folder } from "../testing/run-command.ts";
import { useFolders } from "../testing/use-folders.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PLUGIN = pathToFileURL(join(ROOT, "dist/bundle/index.js")).href;
const KEY = "Resources:\n  K:\n    Type: AWS::KMS::Key\n";
const NOTE = "kmslint: --eslint-config runs 'eslint.config.mjs', which is code of this project.\n";

const makeFolder = useFolders();

function project(config: string): Folder {
	const folder = makeFolder({
		"template.yaml": KEY,
		"stacks/template.yaml": KEY,
		"old/template.yaml": KEY,
		"kmslint.config.json": '{ "rules": { "require-key-rotation": "off" } }',
		"eslint.config.mjs": `import awsKms from ${JSON.stringify(PLUGIN)};\n${config}\n`,
	});
	mkdirSync(join(folder.path, "node_modules"));
	symlinkSync(join(ROOT, "node_modules/eslint"), join(folder.path, "node_modules/eslint"));
	return folder;
}

async function levels(folder: Folder, argv: readonly string[]): Promise<readonly string[]> {
	const { stdout, stderr } = await folder.run([...argv, "--eslint-config", "--format", "json"]);
	expect(stderr).toBe(NOTE);
	const { findings } = JSON.parse(stdout) as { readonly findings: readonly ReportedFinding[] };
	return findings.map(({ file, level, rule }) => `${file} ${level} ${rule}`);
}

describe("--eslint-config", () => {
	test("takes the levels, options and ignored files of the project's ESLint, and says that this runs it", async () => {
		const folder = project(`export default [
	{ ignores: ["old/"] },
	...awsKms.configs.audit,
	{ rules: { "aws-kms/require-key-rotation": "warn" } },
	{ files: ["stacks/**"], rules: { "aws-kms/require-key-retention": "off" } },
];`);
		expect(await levels(folder, ["."])).toEqual([
			"stacks/template.yaml warning require-key-rotation",
			"template.yaml error require-key-retention",
			"template.yaml warning require-key-rotation",
		]);
		expect(await levels(folder, ["stacks/template.yaml", "--rule", "require-key-rotation: error"])).toEqual([
			"stacks/template.yaml error require-key-rotation",
		]);
		const { stderr } = await folder.run(["old/template.yaml", "--eslint-config"]);
		expect(stderr).toBe(`${NOTE}kmslint: old/template.yaml is left out by eslint.config.mjs; skipped.\n`);
	});

	test("takes standard input under its name", async () => {
		const folder = project(
			"export default [...awsKms.configs.recommended, { rules: { 'aws-kms/require-key-rotation': 'warn' } }];",
		);
		const { stdout } = await folder.run(["-", "--stdin-filename", "template.yaml", "--eslint-config"], {
			stdin: KEY,
		});
		expect(stdout).toContain("require-key-rotation");
	});

	test.each([
		["export default [{ rules: { nothing: 'error' } }];", "ESLint's configuration of this project fails: "],
		["throw new Error('no');", "ESLint's configuration of this project fails: no"],
	])("ends with what is wrong with it: %s", async (config, message) => {
		const { code, stdout, stderr } = await project(config).run([".", "--eslint-config"]);
		expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
		expect(stderr).toContain(`kmslint: ${message}`);
	});

	test("needs ESLint, a configuration of it, and no other one", async () => {
		const bare = makeFolder({ "template.yaml": KEY });
		expect((await bare.run([".", "--eslint-config"])).stderr).toContain(
			"--eslint-config needs ESLint in this project",
		);
		mkdirSync(join(bare.path, "node_modules"));
		symlinkSync(join(ROOT, "node_modules/eslint"), join(bare.path, "node_modules/eslint"));
		expect((await bare.run([".", "--eslint-config"])).stderr).toContain(
			"There is no configuration of ESLint here.",
		);
		expect((await bare.run([".", "--eslint-config", "-c", "a.json"])).stderr).toContain("are two configurations");
	});

	test("is not run without it", async () => {
		const folder = project("throw new Error('run');");
		expect(await folder.run(["."])).toMatchObject({ code: 0, stderr: "" });
	});
});
