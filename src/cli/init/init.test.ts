import { mkdirSync, readFileSync, readdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { ESLint } from "eslint";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { fakeSecret } from "../../testing/fake-secret.ts";
import type { Folder } from "../../testing/run-command.ts";
import { useFolders } from "../../testing/use-folders.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const TEMPLATE = "Resources:\n  K:\n    Type: AWS::KMS::Key\n";
const MANIFEST = JSON.stringify({ name: "app", type: "module", devDependencies: { eslint: "^10.0.0" } }, null, 2);
const CONFIG = 'import js from "@eslint/js";\n\nexport default [\n  js.configs.recommended,\n];\n';

const makeFolder = useFolders();

/** The files of a folder, by name. */
function filesOf(folder: Folder): Readonly<Record<string, string>> {
	return Object.fromEntries(
		readdirSync(folder.path, { recursive: true, encoding: "utf8", withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name))
			.map((path) => [path.slice(folder.path.length + 1), readFileSync(path, "utf8")]),
	);
}

/** Everything that init knows to set up. */
function project(): Folder {
	const folder = makeFolder({
		"template.yaml": TEMPLATE,
		"src/handler.ts": "export const handler = 1;\n",
		"main.tf": 'resource "aws_kms_key" "k" {}\n',
		"package.json": MANIFEST,
		"eslint.config.js": CONFIG,
		".vscode/settings.json":
			'{\n  // spaces\n  "editor.tabSize": 2, // of them\n  "eslint.validate": ["javascript"]\n}\n',
		".pre-commit-config.yaml":
			"repos:\n  - repo: https://example.com/other # kept\n    rev: v1\n    hooks:\n      - id: other\n",
		".github/workflows/test.yml": "on: push\n",
	});
	return folder;
}

describe("kmslint init", () => {
	test("shows what it would write, and writes nothing without a terminal", async () => {
		const folder = project();
		const before = filesOf(folder);
		const { code, stdout } = await folder.run(["init"]);
		expect(code).toBe(0);
		expect(stdout).toContain('+import awsKms from "eslint-plugin-aws-kms";');
		expect(stdout).toContain("npm install --save-dev eslint-plugin-aws-kms @typescript-eslint/parser typescript");
		expect(stdout).toContain("--- /dev/null\n+++ b/.github/workflows/kmslint.yml\n");
		expect(stdout).toContain("Nothing was written. Run it with --yes to write.");
		expect(filesOf(folder)).toEqual(before);
	});

	test("asks once, and takes anything but yes for no", async () => {
		const folder = project();
		const before = filesOf(folder);
		const asked: string[] = [];
		const ask = async (question: string): Promise<boolean> => {
			asked.push(question);
			return Promise.resolve(asked.length > 1);
		};
		expect((await folder.run(["init"], { ask })).stdout).toContain("Nothing was written.");
		expect(filesOf(folder)).toEqual(before);
		expect((await folder.run(["init"], { ask })).stdout).toContain("4 files written.");
		expect(asked).toEqual(["Write 4 files? [y/N] ", "Write 4 files? [y/N] "]);
	});

	test("writes into the files that are there, in their style, and changes nothing the second time", async () => {
		const folder = project();
		expect((await folder.run(["init", "--yes"])).code).toBe(0);
		const files = filesOf(folder);
		expect(files["eslint.config.js"]).toBe(
			'import js from "@eslint/js";\nimport awsKms from "eslint-plugin-aws-kms";\n\nexport default [\n  js.configs.recommended,\n  ...awsKms.configs.recommended,\n];\n',
		);
		expect(files[".vscode/settings.json"]).toMatch(
			/^\{\n {2}\/\/ spaces\n {2}"editor\.tabSize": 2, \/\/ of them\n {2}"eslint\.validate": \["javascript", "javascriptreact", .*"yaml", "json", "jsonc", "terraform", "opentofu", "terraform-vars"\],\n {2}"yaml\.customTags": \[\n {4}"!Ref scalar",[^\]]*\n {4}"!Transform mapping"\n {2}\]\n\}\n$/u,
		);
		expect(files[".pre-commit-config.yaml"]).toMatch(
			/^repos:\n {2}- repo: https:\/\/example\.com\/other # kept\n {4}rev: v1\n {4}hooks:\n {6}- id: other\n {2}- repo: https:\/\/github\.com\/.*\n {4}rev: v.*\n {4}hooks:\n {6}- id: kmslint\n$/u,
		);
		expect(parse(files[".github/workflows/kmslint.yml"] ?? "")).toMatchObject({
			jobs: { kmslint: { "runs-on": "ubuntu-latest" } },
		});
		expect(await folder.run(["init", "--yes"])).toMatchObject({
			code: 0,
			stdout: expect.stringContaining("Nothing to write.\n") as string,
		});
		expect(filesOf(folder)).toEqual(files);
	});

	test("makes ESLint report what the command reports", async () => {
		const folder = project();
		await folder.run(["init", "--yes"]);
		mkdirSync(join(folder.path, "node_modules/@eslint"), { recursive: true });
		for (const [name, target] of [
			["@eslint/js", "node_modules/@eslint/js"],
			["eslint-plugin-aws-kms", "."],
		] as const) {
			symlinkSync(join(ROOT, target), join(folder.path, "node_modules", name));
		}
		const eslint = new ESLint({ cwd: folder.path });
		const [result] = await eslint.lintFiles(["template.yaml"]);
		expect(result?.messages.map(({ ruleId }) => ruleId)).toEqual(["aws-kms/require-key-rotation"]);
	});

	test("makes a configuration of ESLint where there is none, and only in a project that has ESLint", async () => {
		const folder = makeFolder({ "template.yaml": TEMPLATE, "package.json": MANIFEST, "pnpm-lock.yaml": "" });
		expect((await folder.run(["init", "-y"])).stdout).toContain("pnpm add --save-dev eslint-plugin-aws-kms");
		expect(filesOf(folder)["eslint.config.js"]).toBe(
			'import awsKms from "eslint-plugin-aws-kms";\n\nexport default [...awsKms.configs.recommended];\n',
		);
		for (const manifest of ['{ "name": "a" }', "{ broken", "[]"]) {
			const other = makeFolder({ "template.yaml": TEMPLATE, "package.json": manifest });
			const { stdout } = await other.run(["init", "-y"]);
			expect(stdout).toMatch(
				/^Found templates\. Nothing to write\.\n\nNot here, so not set up:\n\n {2}- ESLint: /u,
			);
			expect(stdout.match(/^ {2}- [.\w]+/gmu)).toEqual(["  - ESLint", "  - .vscode", "  - hooks", "  - CI"]);
		}
	});

	test("makes no configuration of ESLint that takes the place of another", async () => {
		const flat = "export default [];\n";
		for (const [files, said] of [
			[
				{ "eslint.config.mjs": flat },
				"Add this to '../eslint.config.mjs' yourself (a configuration in this folder",
			],
			[{ ".eslintrc.json": "{}" }, "ESLint no longer reads '../.eslintrc.json'"],
			[{ "app/package.json": '{ "devDependencies": { "eslint": "8" }, "eslintConfig": {} }' }, "'package.json'"],
			[{ "eslint.config.js": 'import awsKms from "eslint-plugin-aws-kms";\n' }, "Nothing to write."],
		] as const) {
			const folder = makeFolder({
				".git/HEAD": "",
				"app/template.yaml": TEMPLATE,
				"app/package.json": MANIFEST,
				...files,
			});
			const before = filesOf(folder);
			expect((await folder.run(["init", "--yes"], { cwd: join(folder.path, "app") })).stdout).toContain(said);
			expect(filesOf(folder)).toEqual(before);
		}
	});

	test("prints what has no safe place", async () => {
		const folder = makeFolder({
			"template.yaml": TEMPLATE,
			"package.json": MANIFEST,
			"eslint.config.js": "import antfu from '@antfu/eslint-config'\nexport default antfu()\n",
			".vscode/settings.json": '{ "eslint.validate": "all" }',
			"lefthook.yml": "pre-commit:\n  commands: {}\n",
			".gitlab-ci.yml": "test: { script: npm test }\n",
		});
		const before = filesOf(folder);
		const { stdout } = await folder.run(["init", "--yes"]);
		for (const file of ["eslint.config.js", ".vscode/settings.json", "lefthook.yml", ".gitlab-ci.yml"]) {
			expect(stdout).toContain(`Add this to '${file}' yourself`);
		}
		expect(filesOf(folder)).toEqual(before);
	});

	test("adds to lint-staged", async () => {
		const folder = makeFolder({
			"template.yaml": TEMPLATE,
			"package.json": '{\n\t"name": "a",\n\t"lint-staged": {\n\t\t"*.ts": "eslint"\n\t}\n}\n',
		});
		await folder.run(["init", "--yes"]);
		const { "lint-staged": staged } = JSON.parse(filesOf(folder)["package.json"] ?? "") as Record<string, object>;
		expect(Object.values(staged ?? {})).toEqual(["eslint", "kmslint --no-error-on-unmatched-pattern"]);
		expect(filesOf(folder)["package.json"]).toContain('"eslint",\n\t\t"*.{yaml');
	});

	test("writes nothing outside of the folder, and nothing over what it cannot read", async () => {
		const outside = makeFolder({ "settings.json": "{}", "workflows/.keep": "" });
		const folder = makeFolder({
			"template.yaml": TEMPLATE,
			"package.json": MANIFEST,
			"eslint.config.js": Buffer.from([0xff, 0xfe, 0x00]),
		});
		mkdirSync(join(folder.path, ".vscode"));
		symlinkSync(join(outside.path, "settings.json"), join(folder.path, ".vscode/settings.json"));
		symlinkSync(outside.path, join(folder.path, ".github"));
		const before = filesOf(outside);
		const { code, stderr } = await folder.run(["init", "--yes"]);
		expect(filesOf(outside)).toEqual(before);
		expect({ code, stderr }).toEqual({
			code: 2,
			stderr: "kmslint: .github/workflows/kmslint.yml: Its folder is reached through a symbolic link.\n",
		});
		expect(readFileSync(join(folder.path, "eslint.config.js"))).toEqual(Buffer.from([0xff, 0xfe, 0x00]));
	});

	test("shows no secret of a file that it changes", async () => {
		const [password, token] = [fakeSecret("password"), fakeSecret("github-personal-token")];
		const folder = makeFolder({
			"template.yaml": TEMPLATE,
			"package.json": MANIFEST,
			".vscode/settings.json": `{\n  "db.password": "${password}",\n  "token": "${token}"\n}\n`,
		});
		const { stdout } = await folder.run(["init"]);
		expect(stdout).toContain('"eslint.validate"');
		expect(stdout).not.toContain(password);
		expect(stdout).not.toContain(token);
	});

	describe("in a workspace", () => {
		const member = (name: string, rest: object = {}): string => JSON.stringify({ name, ...rest }, null, 2);
		const files = {
			".git/HEAD": "",
			"packages/own/package.json": member("own", { "lint-staged": { "*.ts": "eslint" } }),
			"packages/own/eslint.config.mjs": CONFIG,
			"packages/own/template.yaml": TEMPLATE,
			"packages/builds/package.json": member("builds"),
			"packages/builds/eslint.config.mjs":
				'import root from "../../eslint.config.js";\nexport default [...root];\n',
			"packages/builds/template.yaml": TEMPLATE,
			"packages/plain/package.json": member("plain"),
			"packages/plain/template.yaml": TEMPLATE,
			"packages/empty/package.json": member("empty"),
			"packages/empty/eslint.config.mjs": CONFIG,
		};
		const root = (rest: object): string =>
			JSON.stringify({ name: "root", type: "module", devDependencies: { eslint: "10" }, ...rest }, null, 2);

		test.each([
			["npm", { "package.json": root({ workspaces: ["packages/*"] }) }, "npm install --save-dev eslint-plugin"],
			[
				"pnpm",
				{ "package.json": root({}), "pnpm-workspace.yaml": "packages:\n  - 'packages/*'\n" },
				"pnpm add --save-dev --workspace-root eslint-plugin",
			],
			[
				"Yarn 1",
				{ "package.json": root({ workspaces: { packages: ["packages/*"] } }), "yarn.lock": "" },
				"yarn add --dev --ignore-workspace-root-check eslint-plugin",
			],
		])(
			"of %s, the root is set up once, and packages with a configuration of their own",
			async (_, own, install) => {
				const before: Readonly<Record<string, string>> = {
					...files,
					...own,
					"eslint.config.js": CONFIG,
					".github/x": "",
				};
				const folder = makeFolder(before);
				const { stdout } = await folder.run(["init", "--yes"]);
				expect(stdout.split(install)).toHaveLength(2);
				const written = filesOf(folder);
				const changed = Object.keys(written).filter((name) => written[name] !== before[name]);
				expect(changed.sort()).toEqual([
					".github/workflows/kmslint.yml",
					"eslint.config.js",
					"packages/own/eslint.config.mjs",
					"packages/own/package.json",
				]);
				expect(written["packages/own/eslint.config.mjs"]).toContain("...awsKms.configs.recommended,");
				// The same from one of the packages, which has nothing left to do.
				const again = await folder.run(["init", "--yes"], { cwd: join(folder.path, "packages/plain") });
				expect(again.stdout).toMatch(
					/^This folder is a package of the workspace in '\.\.\/\.\.', which is set up\./u,
				);
				expect(filesOf(folder)).toEqual(written);
			},
		);

		test.each([
			["", "npm install --save-dev --workspace packages/own eslint-plugin-aws-kms"],
			["pnpm-lock.yaml", "pnpm --filter ./packages/own add --save-dev eslint-plugin-aws-kms"],
			["yarn.lock", "yarn workspace own add --dev eslint-plugin-aws-kms"],
			["bun.lock", "bun add --cwd packages/own --dev eslint-plugin-aws-kms"],
		])("whose root has no ESLint, only the packages that have it are: %s", async (lock, install) => {
			const folder = makeFolder({
				...files,
				"package.json": JSON.stringify({ workspaces: ["packages/*"] }),
				"packages/own/package.json": member("own", { devDependencies: { eslint: "10" } }),
				...(lock === "" ? {} : { [lock]: "" }),
			});
			const { stdout } = await folder.run(["init", "--yes"]);
			expect(stdout).toContain(`Then run:\n\n    ${install}\n\n1 file written.`);
			expect(filesOf(folder)["packages/own/eslint.config.mjs"]).toContain("eslint-plugin-aws-kms");
			expect(filesOf(folder)["eslint.config.js"]).toBeUndefined();
		});
	});

	test("takes no path", async () => {
		expect(await makeFolder({}).run(["init", "src"])).toMatchObject({ code: 2, stdout: "" });
	});
});
