import { mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { VERSION } from "../../plugin.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import type { Folder } from "../../testing/run-command.ts";
import { useFolders } from "../../testing/use-folders.ts";
import { HOOK_REPOSITORY } from "../init/plan-hooks.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const KEY = "Resources:\n  K:\n    Type: AWS::KMS::Key\n";
const HEAD = `kmslint ${VERSION}, Node.js ${process.versions.node}\n`;
const REPOSITORY = "https://github.com/eslint-plugin-aws-kms/eslint-plugin-aws-kms";

const makeFolder = useFolders();

/** Installs packages of this repository, or one of a given version. */
function install(folder: Folder, ...names: readonly string[]): void {
	mkdirSync(join(folder.path, "node_modules/@typescript-eslint"), { recursive: true });
	for (const name of names) {
		symlinkSync(join(ROOT, "node_modules", name), join(folder.path, "node_modules", name));
	}
}

describe("kmslint doctor", () => {
	test("says of each file that is named whether it is checked, by what, or why not", async () => {
		const folder = makeFolder({
			"template.yaml": KEY,
			"packages/a/stack.yaml": KEY,
			"packages/a/package.json": '{ "kmslint": {} }',
			"values.yaml": "a: 1\n",
			"empty.yaml": "",
			"left/template.yaml": KEY,
			"own/template.yaml": KEY,
			"built.yaml": KEY,
			".kmslintignore": "left/\n",
			".gitignore": "built.yaml\n",
			"kmslint.config.json": '{ "ignores": ["own/"] }',
			"large.yaml": `a: ${"b".repeat(4 * 1024 * 1024)}\n`,
			"picture.png": "x",
		});
		mkdirSync(join(folder.path, ".git"));
		const said = await folder.run([
			"doctor",
			"template.yaml",
			"packages/a/stack.yaml",
			"values.yaml",
			"empty.yaml",
			"left/template.yaml",
			"own/template.yaml",
			"built.yaml",
			"large.yaml",
			"none.yaml",
		]);
		expect(said).toEqual({
			code: 1,
			stderr: "",
			stdout: `${HEAD}✔ template.yaml: checked as template, by kmslint.config.json
✔ packages/a/stack.yaml: checked as template, by packages/a/package.json
✖ values.yaml: not checked: is not a CloudFormation or SAM template
✖ empty.yaml: not checked: is empty
✖ left/template.yaml: not checked: left out by .kmslintignore
✖ own/template.yaml: not checked: left out by kmslint.config.json
✔ built.yaml: checked as template, by kmslint.config.json
· built.yaml: ignored by git: checked only if it is named
✖ large.yaml: not checked: is too large to be a template
✖ none.yaml: No such file or folder: 'none.yaml'.
✔ files: 3 templates checked
· ESLint: not installed; only the plugin needs it
· hooks: none runs kmslint
`,
		});
	});

	test("counts the files of a folder, and is content with what is no template", async () => {
		const folder = makeFolder({
			"template.yaml": KEY,
			"values.yaml": "a: 1\n",
			"bundle.js": `var a = "b";\n//# sourceMappingURL=bundle.js.map\n`,
			"stack.ts": "export const <%= name %> = 1;\n",
		});
		const { code, stdout } = await folder.run(["doctor"]);
		expect(stdout).toContain(
			"· 1 file: not checked: looks like the output of a bundler or a minifier (bundle.js)\n",
		);
		expect(stdout).toContain("· 1 file: not checked: a text template with placeholders (stack.ts)\n");
		expect(stdout).toContain("· 1 file: not checked: is not a CloudFormation or SAM template (values.yaml)\n");
		expect(stdout).toContain("✔ files: 1 template checked\n");
		expect(code).toBe(0);
	});

	test("names what leaves out all that a folder holds", async () => {
		const folder = makeFolder({ "template.yaml": KEY, ".gitignore": "*.yaml\n" });
		expect((await folder.run(["doctor"])).stdout).toContain(
			"✖ files: every file of a folder is left out by .gitignore\n",
		);
	});

	test("finds nothing to check, and a configuration that is not understood", async () => {
		expect(await makeFolder({ "a.txt": "" }).run(["doctor"])).toMatchObject({
			code: 1,
			stdout: expect.stringContaining("✖ files: none of them is checked") as string,
		});
		const folder = makeFolder({ "template.yaml": KEY, "kmslint.config.json": '{ "rulse": {} }' });
		expect(await folder.run(["doctor"])).toMatchObject({
			code: 1,
			stdout: `${HEAD}✖ configuration: kmslint.config.json:1:3: Unknown key 'rulse'. Did you mean 'rules'?\n`,
		});
	});

	test("looks at ESLint, its parser, the editor and hooks", async () => {
		const folder = makeFolder({
			"template.yaml": KEY,
			"handler.ts": "export const a: number = 1;\n",
			"package.json": '{ "name": "a" }',
			"eslint.config.mjs":
				'import awsKms from "eslint-plugin-aws-kms";\nexport default [...awsKms.configs.recommended];\n',
			".vscode/settings.json": '{\n  // ours\n  "eslint.validate": ["javascript"],\n}\n',
			".pre-commit-config.yaml": `repos:\n  - repo: ${REPOSITORY}\n    rev: v0.0.1\n    hooks: [{ id: kmslint }]\n`,
		});
		install(folder, "eslint");
		const { code, stdout } = await folder.run(["doctor"]);
		expect(code).toBe(1);
		expect(stdout).toMatch(/✔ ESLint: 10\./u);
		expect(stdout).toContain("✖ eslint-plugin-aws-kms: is named in 'eslint.config.mjs', but not installed");
		expect(stdout).toContain("✖ TypeScript: ESLint needs a parser for it.");
		expect(stdout).toContain("✖ .vscode/settings.json: 'eslint.validate' lacks yaml");
		expect(stdout).toContain(`· .pre-commit-config.yaml: runs kmslint 0.0.1, and this is ${VERSION}`);
		install(folder, "@typescript-eslint/parser");
		folder.write("node_modules/eslint-plugin-aws-kms/package.json", JSON.stringify({ version: VERSION }));
		folder.write(".vscode/settings.json", '{ "eslint.validate": ["yaml"] }');
		folder.write(".pre-commit-config.yaml", `repos:\n  - repo: ${HOOK_REPOSITORY}\n    rev: v${VERSION}\n`);
		expect(await folder.run(["doctor"])).toMatchObject({
			code: 0,
			stdout: expect.not.stringContaining("✖") as string,
		});
		folder.write("eslint.config.mjs", "export default [];\n");
		expect((await folder.run(["doctor"])).stdout).toContain(
			"· eslint.config.mjs: does not name eslint-plugin-aws-kms",
		);
	});

	test("refuses an old ESLint, and runs nothing of the project", async () => {
		const folder = makeFolder({
			"template.yaml": KEY,
			"eslint.config.js": "throw new Error('run');\n",
			"node_modules/eslint/package.json": '{ "version": "8.57.0", "main": "index.js" }',
			"node_modules/eslint/index.js": "throw new Error('run');\n",
		});
		expect((await folder.run(["doctor"])).stdout).toContain("✖ ESLint: 8.57.0; the plugin needs 9.38 or later\n");
	});

	test("shows no secret in a name", async () => {
		const secret = fakeSecret("password");
		const { stdout } = await makeFolder({}).run(["doctor", `password=${secret}.yaml`]);
		expect(stdout).not.toContain(secret);
	});
});
