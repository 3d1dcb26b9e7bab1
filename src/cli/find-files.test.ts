import { afterEach, describe, expect, test } from "vitest";
import { Folder } from "../testing/run-command.ts";

const KEY = "Resources:\n  Key:\n    Type: AWS::KMS::Key\n";
const FILES = {
	"template.yaml": KEY,
	"src/a.ts": "export const a = 1;\n",
	"src/[id].ts": "export const id = 1;\n",
	"src/deep/b.ts": "export const b = 1;\n",
	"src/deep/b.js": "export const b = 1;\n",
	"legacy/template.yaml": KEY,
	"legacy/old.js": "export const c = 1;\n",
	"packages/one/src/c.ts": "export const c = 1;\n",
	"packages/two/template.yaml": KEY,
};

const folders: Folder[] = [];
afterEach(() => {
	folders.splice(0).forEach((folder) => folder.remove());
});
const folderOf = (files: Readonly<Record<string, string>>): Folder => {
	const folder = new Folder(files);
	folders.push(folder);
	return folder;
};

interface Counts {
	readonly templates: number;
	readonly sources: number;
	readonly skipped: { readonly bundled: number; readonly textTemplates: number };
}

async function counts(
	folder: Folder,
	...args: readonly string[]
): Promise<{
	readonly found: readonly number[];
	readonly code: number;
	readonly errors: readonly string[];
	readonly stderr: string;
	readonly skipped: readonly number[];
}> {
	const { code, stdout, stderr } = await folder.run([...args, "-f", "json", "--rule", "require-key-rotation: off"]);
	const { summary, errors } = JSON.parse(stdout) as {
		readonly summary: Counts;
		readonly errors: readonly { readonly message: string }[];
	};
	return {
		found: [summary.templates, summary.sources],
		code,
		errors: errors.map(({ message }) => message),
		stderr,
		skipped: [summary.skipped.bundled, summary.skipped.textTemplates],
	};
}

describe("a glob among the paths", () => {
	test.each([
		["'src/**/*.ts'", ["src/**/*.ts"], [0, 3]],
		["'./src/**/*.ts'", ["./src/**/*.ts"], [0, 3]],
		["one level", ["src/*.ts"], [0, 2]],
		["braces", ["{src,legacy}/**/*.{js,ts}"], [0, 5]],
		["every template", ["**/template.yaml"], [3, 0]],
		["a folder that it names stands for all below", ["packages/*"], [1, 1]],
		["a folder in its middle", ["packages/*/src"], [0, 1]],
		["brackets that are a name", ["src/[id].ts"], [0, 1]],
		["several, each file once", ["src/**/*.ts", "src/a.ts", "src"], [0, 4]],
		["with one that is left out", ["src/**/*.ts", "!src/deep/**"], [0, 2]],
	])("%s", async (_, paths, found) => {
		expect(await counts(folderOf(FILES), ...paths)).toMatchObject({ found, code: 0, errors: [] });
	});

	test.each(["nothing/**/*.ts", "src/**/*.yaml", "src/*.md"])(
		"that matches nothing is an error: %s",
		async (glob) => {
			expect(await counts(folderOf(FILES), glob)).toMatchObject({
				code: 2,
				errors: [`No file matches '${glob}'.`],
			});
		},
	);

	test.each([
		["--exclude", {}, ["--exclude", "src"]],
		[".kmslintignore", { ".kmslintignore": "src/\n" }, []],
		[".kmslintignore", { "src/.kmslintignore": "*\n" }, []],
		[".kmslintignore", { ".kmslintignore": "*.ts\n", "src/deep/.gitignore": "*\n" }, []],
		[".gitignore", { ".git/HEAD": "", "src/.gitignore": "*.ts\n" }, []],
	])("that is emptied names what left its files out: %s %j", async (by, files, args) => {
		const folder = folderOf({ ...FILES, ...files });
		expect(await counts(folder, "src/**/*.ts", ...args)).toMatchObject({
			code: 2,
			errors: [`Every file that matches 'src/**/*.ts' is left out by ${by}.`],
		});
	});

	test.each([
		["--exclude", {}, ["--exclude", "src/*"]],
		[".kmslintignore", { "src/.kmslintignore": "*\n" }, []],
		[".gitignore", { ".git/HEAD": "", "src/.gitignore": "*\n" }, []],
	])("a folder that is emptied names what left its files out: %s %j", async (by, files, args) => {
		expect(await counts(folderOf({ ...FILES, ...files }), "src", ...args)).toMatchObject({
			code: 2,
			errors: [`Nothing to check: every file is left out by ${by}.`],
		});
	});

	test("takes nothing that is ignored", async () => {
		expect(
			await counts(
				folderOf({ ...FILES, "src/.gitignore": "deep/\n", "node_modules/x/a.ts": "export const a = 1;\n" }),
				"**/*.ts",
			),
		).toMatchObject({ found: [0, 3], code: 0 });
	});
});

describe("a snapshot of an integration test of CDK", () => {
	test.each(["integ.bucket.ts.snapshot", "integ.bucket.js.snapshot", "bucket.integ.mts.snapshot"])(
		"is left out, and read where it is asked for: %s",
		async (name) => {
			const folder = folderOf({ ...FILES, [`test/${name}/app.template.yaml`]: KEY });
			expect(await counts(folder, ".")).toMatchObject({ found: [3, 6] });
			expect(await counts(folder, `test/${name}`)).toMatchObject({ found: [1, 0] });
		},
	);

	test("has an ending of its own", async () => {
		const folder = folderOf({ ...FILES, "test/database.snapshot/app.template.yaml": KEY });
		expect(await counts(folder, ".")).toMatchObject({ found: [4, 6] });
	});
});

describe("what is left out", () => {
	test.each([
		["a folder", ["--exclude", "legacy"], [2, 5]],
		["a folder, with a slash", ["--exclude", "legacy/"], [2, 5]],
		["a folder from here", ["--exclude", "./legacy"], [2, 5]],
		["all below a folder", ["--exclude", "legacy/**"], [2, 5]],
		["a kind of file", ["--exclude", "*.js"], [3, 4]],
		["several", ["--exclude", "*.js", "--exclude=packages"], [2, 3]],
		["all but one", ["--exclude", "src/*", "--exclude", "!src/a.ts"], [3, 3]],
	])("%s, by `--exclude`", async (_, args, found) => {
		expect(await counts(folderOf(FILES), ".", ...args)).toMatchObject({ found, code: 0 });
	});

	test("by `.kmslintignore`, in any folder, with git's syntax", async () => {
		expect(
			await counts(
				folderOf({ ...FILES, ".kmslintignore": "# old\nlegacy/\n", "src/.kmslintignore": "*.ts\n!a.ts\n" }),
				".",
			),
		).toMatchObject({ found: [2, 3], code: 0 });
	});

	test("by `.kmslintignore` above the path, up to the repository", async () => {
		const files = {
			".kmslintignore": "old.js\n",
			"repo/.git/HEAD": "",
			"repo/.kmslintignore": "template.yaml\n",
			"repo/a/template.yaml": KEY,
			"repo/a/old.js": "export const a = 1;\n",
		};
		expect(await counts(folderOf(files), "repo/a")).toMatchObject({ found: [0, 1], code: 0 });
	});

	test("stays out where a hook names it, with a word and without an error", async () => {
		const folder = folderOf({ ...FILES, ".kmslintignore": "legacy/\n" });
		expect(await counts(folder, "legacy/old.js")).toMatchObject({
			found: [0, 0],
			code: 0,
			errors: [],
			stderr: expect.stringContaining("legacy/old.js is left out by .kmslintignore; skipped.") as string,
		});
		expect(await counts(folder, "src/a.ts", "--exclude", "*.ts")).toMatchObject({
			found: [0, 0],
			code: 0,
			stderr: expect.stringContaining("src/a.ts is left out by --exclude; skipped.") as string,
		});
	});

	test("is more than what git ignores, which a named path overrides", async () => {
		expect(
			await counts(folderOf({ ...FILES, ".git/HEAD": "", ".gitignore": "legacy/\n" }), "legacy/old.js"),
		).toMatchObject({ found: [0, 1], code: 0 });
	});
});

const code = (n: number): string => Array.from({ length: n }, (_, at) => `f${String(at)}(a,b);`).join("");

describe("what nobody mends where it lies", () => {
	const BUNDLED: Readonly<Record<string, string>> = {
		"a line of minified code": `${code(900)}\n`,
		"a source map": "exports.a = 1;\n//# sourceMappingURL=a.js.map\n",
		"an inline source map": `exports.a = 1;\n//# sourceMappingURL=data:application/json;base64,${"A".repeat(6000)}\n`,
		esbuild:
			'"use strict";\nvar __defProp = Object.defineProperty;\nvar __getOwnPropNames = Object.getOwnPropertyNames;\nexports.a = 1;\n',
		"esbuild's modules":
			'import { createRequire } from "node:module";\nvar __commonJS = (cb, mod) => () => mod;\nexport const a = 1;\n',
		webpack: "/******/ (() => { // webpackBootstrap\n/******/ \tvar __webpack_modules__ = ({});\n/******/ })();\n",
		"webpack without marks": "(() => {\n\tfunction __webpack_require__(id) { return id; }\n})();\n",
		"webpack for production": "/*! For license information please see index.js.LICENSE.txt */\nexports.a = 1;\n",
		rollup: "var commonjsGlobal = typeof globalThis !== 'undefined' ? globalThis : {};\nexport const a = 1;\n",
		"rollup's default": "function getDefaultExportFromCjs (x) {\n\treturn x;\n}\nexport const a = 1;\n",
	};

	test.each(Object.entries(BUNDLED))("%s is skipped and counted, unless it is named", async (_, text) => {
		const folder = folderOf({ "src/a.js": "export const a = 1;\n", "out/bundle.js": text });
		expect(await counts(folder)).toMatchObject({ found: [0, 1], skipped: [1, 0], code: 0 });
		expect((await folder.run([])).stdout).toContain("1 bundled file skipped");
		expect(await counts(folder, "out/bundle.js")).toMatchObject({ found: [0, 1], skipped: [0, 0], code: 0 });
	});

	test("what a compiler wrote beside its source is skipped and counted, unless it is named", async () => {
		const compiled =
			'"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\nexports.a = 1;\n';
		const files = { "a.js": compiled, "a.ts": "export const a = 1;\n", "b.js": compiled };
		expect(await counts(folderOf(files))).toMatchObject({ found: [0, 2], skipped: [1, 0], code: 0 });
		expect(await counts(folderOf(files), "a.js")).toMatchObject({ found: [0, 1], skipped: [0, 0] });
		const byHand = { ...files, "a.js": "exports.a = 1;\n" };
		expect(await counts(folderOf(byHand))).toMatchObject({ found: [0, 3], skipped: [0, 0] });
		const mixed = { "a.cjs": compiled, "a.cts": "export const a = 1;\n", "c.mjs": compiled, "c.ts": "" };
		expect(await counts(folderOf(mixed))).toMatchObject({ skipped: [1, 0] });
	});

	test.each([
		["one long literal", `export const a = "${"abc ".repeat(3000)}";\n`],
		[
			"a long list of texts",
			`export const a = [${Array.from({ length: 400 }, () => '"abcdefghijklmnopqrstuvwxyz"').join(",")}];\n`,
		],
		[
			"talk of bundlers in texts and comments",
			'export const marks = ["//# sourceMappingURL=", "__webpack_require__", "var __defProp = "]; // webpackBootstrap\n// function __webpack_require__(\nexport const a = 1;\n',
		],
	])("%s is a person's", async (_, text) => {
		expect(await counts(folderOf({ "a.js": text }))).toMatchObject({ found: [0, 1], skipped: [0, 0], code: 0 });
	});

	test.each([
		["EJS", "import a from 'a';\n<% if (x) { %>\nexport const b = <%= name %>;\n<% } %>\n"],
		["a placeholder for a name", "export class <%= className %> {}\n"],
		["cookiecutter", "export const {{ cookiecutter.name }} = 1;\n"],
		["Handlebars", "{{#if a}}\nexport const b = {{b}};\n{{/if}}\n"],
		["Jinja", "{% if a %}\nexport const b = 1;\n{% endif %}\n"],
	])("a text template is skipped and counted, unless it is named: %s", async (_, text) => {
		for (const name of ["a.ts", "a.js"]) {
			const folder = folderOf({ [name]: text, "b.ts": "export const b = 1;\n" });
			expect(await counts(folder), name).toMatchObject({ found: [0, 1], skipped: [0, 1], code: 0 });
			expect((await folder.run([])).stdout).toContain("1 text template skipped");
			expect(await counts(folder, name), name).toMatchObject({ code: 2, skipped: [0, 0] });
		}
	});

	test.each([
		[
			"a value",
			"Resources:\n  Key:\n    Type: AWS::SSM::Parameter\n    Properties:\n      Name: {{ cookiecutter.name }}/key\n",
		],
		["a name", "Resources:\n  {{cookiecutter.name}}Key:\n    Type: AWS::SSM::Parameter\n"],
		["a line", "Resources:\n{% if a %}\n  Key:\n    Type: AWS::SSM::Parameter\n{% endif %}\n"],
	])("a template in which a generator writes %s is skipped and counted, unless it is named", async (_, text) => {
		const folder = folderOf({ "a/template.yaml": text, "b.ts": "export const b = 1;\n" });
		expect(await counts(folder)).toMatchObject({ found: [0, 1], skipped: [0, 1], code: 0 });
		expect(await counts(folder, "a/template.yaml")).toMatchObject({ code: 2, skipped: [0, 0] });
	});

	test("what is read around the placeholders of a template is reported", async () => {
		const text =
			"Resources:\n  Disk:\n    Type: AWS::EC2::Volume\n    Properties:\n      AvailabilityZone: {{ cookiecutter.zone }}/a\n      Encrypted: false\n";
		expect(await counts(folderOf({ "template.yaml": text }))).toMatchObject({ found: [1, 0], code: 1, errors: [] });
	});

	test.each(["${AWS::Region}", "{{resolve:ssm:a:1}}"])(
		"a broken template that holds %s is an error",
		async (text) => {
			expect(
				await counts(
					folderOf({
						"template.yaml": `Resources:\n  A:\n    Type: "AWS::SQS::Queue\n    Name: "${text}"\n`,
					}),
				),
			).toMatchObject({ code: 2, skipped: [0, 0] });
		},
	);

	test("a broken program that holds a placeholder elsewhere is an error", async () => {
		expect(
			await counts(
				folderOf({
					"a.tsx":
						"export const a = '{{ name }}';\nexport const b = <p style={{ color: 'red' }}>{{ a: 1 }}</p>;\n\n\nexport const c = ;\n",
				}),
			),
		).toMatchObject({ code: 2, skipped: [0, 0] });
	});
});
