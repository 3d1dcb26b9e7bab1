import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "./testing/remove-folder.ts";
import { compile } from "./testing/compile-texts.ts";
import { fakeSecret } from "./testing/fake-secret.ts";
import { packInto } from "./testing/packed-package.ts";

const ROOT = resolve(import.meta.dirname, "..");
const NAME = "eslint-plugin-aws-kms";
const KEY = "Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties: { KeyPolicy: {} }\n";
const JSON_KEY = '{ "Resources": { "Key": { "Type": "AWS::KMS::Key", "Type": "AWS::KMS::Key" } } }\n';
const HANDLER = (): string => `export const token: string = "${fakeSecret("github-personal-token")}";\n`;

/** A project with what was packed, unpacked, and with the packages that it may meet. */
let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "kmslint-clients-"));
	const modules = join(folder, "node_modules");
	mkdirSync(join(modules, NAME), { recursive: true });
	execFileSync("tar", ["-xzf", packInto(folder), "-C", join(modules, NAME), "--strip-components", "1"]);
	for (const name of readdirSync(join(ROOT, "node_modules")).filter((one) => one !== NAME && !one.startsWith("."))) {
		symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
	}
	write("package.json", '{ "name": "project", "private": true, "type": "module" }');
});

afterAll(() => {
	removeFolder(folder);
});

function write(name: string, text: string): void {
	const path = join(folder, name);
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}

/** The command, as npm links it. */
function command(): string {
	const root = join(folder, "node_modules", NAME);
	const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
		readonly bin: Readonly<Record<string, string>>;
	};
	return join(root, bin["kmslint"] ?? "");
}

function node(...args: readonly string[]) {
	return spawnSync(process.execPath, [...args], { cwd: folder, encoding: "utf8" });
}

/** What ESLint reports, by file, under each of some configurations: one process for all of them. */
function lint(
	version: "eslint" | "eslint-9.38",
	configs: Readonly<Record<string, string>>,
): Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> {
	write(
		`lint-with-${version}.mjs`,
		`import { ESLint } from "./node_modules/${version}/lib/api.js";
import { defineConfig } from "./node_modules/${version}/lib/config-api.js";
import awsKms from "eslint-plugin-aws-kms";
import yml from "eslint-plugin-yml";
import json from "@eslint/json";
const configs = { ${Object.entries(configs)
			.map(([name, config]) => `${JSON.stringify(name)}: () => ${config}`)
			.join(",\n")} };
const said = {};
for (const [name, config] of Object.entries(configs)) {
	const results = await new ESLint({ overrideConfigFile: true, overrideConfig: config() }).lintFiles(["."]);
	said[name] = Object.fromEntries(results.map(({ filePath, messages }) => [filePath, [...new Set(messages.map(({ ruleId, message }) => ruleId ?? message))].sort()]));
}
console.log(JSON.stringify(said));
`,
	);
	const { stdout, stderr } = node(`lint-with-${version}.mjs`);
	expect(stderr).toBe("");
	const said = JSON.parse(stdout) as Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
	return Object.fromEntries(
		Object.entries(said).map(([name, files]) => [
			name,
			Object.fromEntries(
				Object.entries(files)
					.map(([path, rules]) => [path.slice(folder.length + 1), rules])
					.filter(([path]) => /\.(?:json|ya?ml)$/u.test(String(path))),
			),
		]),
	);
}

describe("the package", () => {
	test("exports the plugin and nothing else", () => {
		const said = node(
			"--input-type=module",
			"-e",
			`const all = await import("${NAME}"); console.log(JSON.stringify([Object.keys(all).sort(), all.default === all["module.exports"], all.default.meta.name]));`,
		);
		expect(JSON.parse(said.stdout)).toEqual([["default", "module.exports"], true, NAME]);
	});

	test("is the plugin to `require`", () => {
		const said = node(
			"--input-type=commonjs",
			"-e",
			`const plugin = require("${NAME}"); console.log(JSON.stringify([plugin.meta.name, Object.keys(plugin.configs), Array.isArray(plugin.configs.recommended)]));`,
		);
		expect(JSON.parse(said.stdout)).toEqual([
			NAME,
			["recommended", "strict", "audit", "recommended-rules", "strict-rules", "audit-rules"],
			true,
		]);
	});

	test("has types that compile without `skipLibCheck`", () => {
		write(
			"types.mts",
			`import { defineConfig } from "eslint/config";\nimport awsKms from "${NAME}";\nimport { KmsLint } from "${NAME}/cdk";\nexport default defineConfig([...awsKms.configs.recommended, { plugins: { "aws-kms": awsKms }, extends: ["aws-kms/strict-rules"] }]);\nexport const lint = new KmsLint({ preset: "strict" });\n`,
		);
		write(
			"types.cts",
			`import plugin = require("${NAME}");\nimport { KmsLint, type KmsLintOptions } from "${NAME}/cdk";\nconst options: KmsLintOptions = { preset: "strict" };\nexport const lint: KmsLint = new KmsLint(options);\nexport const presets = plugin.configs.recommended.length;\n`,
		);
		const said = compile(
			folder,
			"--noEmit",
			"--strict",
			"--module",
			"nodenext",
			"--target",
			"es2022",
			"--skipLibCheck",
			"false",
			"--types",
			"node",
			"types.mts",
			"types.cts",
		);
		expect(said.stdout).toBe("");
		expect(said.status).toBe(0);
	});

	test("says where it comes from, and its README links to pages that are there wherever it is read", () => {
		const { repository, homepage, bugs } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Readonly<
			Record<"repository" | "homepage" | "bugs", unknown>
		>;
		expect([repository, homepage, bugs].every((one) => JSON.stringify(one).includes("https://github.com/"))).toBe(
			true,
		);
		const readme = readFileSync(join(ROOT, "README.md"), "utf8").replaceAll(/```[^]*?```/gu, "");
		const links = [...readme.matchAll(/\]\(([^)\s]+)\)/gu)].map(([, link = ""]) => link);
		expect(links.length).toBeGreaterThan(20);
		for (const link of links) {
			const path =
				/^https:\/\/github\.com\/eslint-plugin-aws-kms\/eslint-plugin-aws-kms\/blob\/main\/([^#]+)/u.exec(
					link,
				)?.[1];
			expect(
				link.startsWith("#") ||
					/^https:\/\/(?!github\.com\/eslint-plugin)/u.test(link) ||
					(path !== undefined && existsSync(join(ROOT, path))),
				link,
			).toBe(true);
		}
	});

	test("reads TypeScript in a project with nothing set up", () => {
		write("bare/handler.ts", HANDLER());
		const said = node(command(), "bare", "-f", "json");
		expect(said.stderr).toBe("");
		expect(
			(JSON.parse(said.stdout) as { readonly findings: readonly { readonly rule: string }[] }).findings.map(
				({ rule }) => rule,
			),
		).toEqual(["no-hardcoded-secret"]);
	});

	test("reads what is nested too deeply for one process in another", () => {
		write(
			"deep/handler.js",
			`${HANDLER().replace(": string", "")}export const deep = ${"[".repeat(900)}${"]".repeat(900)};\n`,
		);
		const said = node("--stack-size=400", command(), "deep", "-f", "json");
		const { findings, errors } = JSON.parse(said.stdout) as {
			readonly findings: readonly { readonly rule: string }[];
			readonly errors: readonly unknown[];
		};
		expect(errors).toEqual([]);
		expect(findings.map(({ rule }) => rule)).toEqual(["no-hardcoded-secret"]);
	});

	test("shows where a bug is, in its own files", () => {
		write(
			"break-open.mjs",
			'import fs from "node:fs"; import { syncBuiltinESMExports } from "node:module"; for (const name of ["lstatSync", "statSync", "openSync"]) { const own = fs[name]; fs[name] = (path, ...rest) => { if (String(path).includes("bare")) throw new TypeError("a bug"); return own(path, ...rest); }; } syncBuiltinESMExports();',
		);
		const said = spawnSync(process.execPath, ["--import", "./break-open.mjs", command(), "bare"], {
			cwd: folder,
			encoding: "utf8",
			env: { ...process.env, KMSLINT_DEBUG: "1" },
		});
		expect(said.status).toBe(2);
		expect(`${said.stdout}${said.stderr}`).toMatch(/^ {4}at .*dist\/bundle\/.*:\d+:\d+/mu);
	});
});

describe.each(["eslint", "eslint-9.38"] as const)("beside other plugins, under %s", (version) => {
	beforeAll(() => {
		write("template.yaml", KEY);
		write("stacks/orders.yaml", KEY);
		write("stacks/values.yaml", "a: { b: 1 }\n");
		write("generated/template.yaml", KEY);
		write("template.json", JSON_KEY);
		write("stacks/orders.json", JSON_KEY);
		write("data.json", '{ "a": 1, "a": 2 }\n');
	});

	const YML =
		'{ files: ["**/*.yaml"], plugins: { yml }, language: "yml/yaml", rules: { "yml/flow-mapping-curly-spacing": ["error", "never"] } }';
	const JSONS =
		'{ files: ["**/*.json"], plugins: { json }, language: "json/json", rules: { "json/no-duplicate-keys": "error" } }';
	const OURS = 'plugins: { "aws-kms": awsKms }';
	const both = (other: string): readonly string[] => ["aws-kms/require-key-rotation", other].sort();

	const TOGETHER: Readonly<Record<string, string>> = {
		"the presets first, the others after": `[...awsKms.configs.recommended, ${YML}, ${JSONS}]`,
		"the others first, the rules alone after": `defineConfig([${YML}, ${JSONS}, { files: ["**/*.{yaml,json}"], ${OURS}, extends: ["aws-kms/recommended-rules"] }])`,
		"the others first, the rules alone in a list": `[${YML}, ${JSONS}, ...awsKms.configs["recommended-rules"]]`,
		"both in `extends`, the preset first": `defineConfig([{ files: ["**/*.{yaml,json}"], ${OURS}, extends: ["aws-kms/recommended", ${YML}, ${JSONS}] }])`,
		"the others first, the presets after": `[${YML}, ${JSONS}, ...awsKms.configs.recommended]`,
		"both in `extends`, the preset last": `defineConfig([{ files: ["**/*.{yaml,json}"], ${OURS}, extends: [${YML}, ${JSONS}, "aws-kms/recommended"] }])`,
		"the others first, `extends` in a block with `files`": `defineConfig([${YML}, ${JSONS}, { files: ["**/*.{yaml,json}"], ${OURS}, extends: ["aws-kms/recommended"] }])`,
		"a block with a language of its own": `defineConfig([{ files: ["**/*.yaml"], plugins: { yml, "aws-kms": awsKms }, language: "yml/yaml", extends: ["aws-kms/recommended"], rules: { "yml/flow-mapping-curly-spacing": ["error", "never"] } }, { files: ["**/*.json"], plugins: { json, "aws-kms": awsKms }, language: "json/json", extends: ["aws-kms/recommended"], rules: { "json/no-duplicate-keys": "error" } }])`,
	};

	test("both speak, whatever the form", () => {
		const said = lint(version, {
			...TOGETHER,
			alone: "[...awsKms.configs.recommended]",
			ignores: '[{ ignores: ["generated/"] }, ...awsKms.configs.recommended]',
		});
		for (const name of Object.keys(TOGETHER)) {
			expect(said[name], name).toEqual({
				"package.json": [],
				"template.yaml": both("yml/flow-mapping-curly-spacing"),
				"generated/template.yaml": both("yml/flow-mapping-curly-spacing"),
				"stacks/orders.yaml": both("yml/flow-mapping-curly-spacing"),
				"stacks/values.yaml": ["yml/flow-mapping-curly-spacing"],
				"template.json": both("json/no-duplicate-keys"),
				"stacks/orders.json": both("json/no-duplicate-keys"),
				"data.json": ["json/no-duplicate-keys"],
			});
		}
		expect(Object.keys(said["alone"] ?? {})).toEqual(["generated/template.yaml", "template.json", "template.yaml"]);
		expect(Object.keys(said["ignores"] ?? {})).toEqual(["template.json", "template.yaml"]);
	});
});

describe("oxlint", () => {
	test("runs the rules on TypeScript, without a crash on types that are not there", () => {
		write(
			"ox/.oxlintrc.json",
			JSON.stringify({
				jsPlugins: ["eslint-plugin-aws-kms"],
				categories: { correctness: "off" },
				rules: {
					"aws-kms/no-hardcoded-secret": "error",
					"aws-kms/no-secret-from-environment": "error",
					"aws-kms/no-secret-in-log": "error",
				},
			}),
		);
		write(
			"ox/handler.ts",
			`import { createHmac } from "node:crypto";\nclass Client { password = process.env.DB_PASSWORD; constructor(private token?: string) {} }\nexport const handler = async (event: { id: string }): Promise<unknown> => {\n\tconst token = "${fakeSecret("github-personal-token")}";\n\tconsole.log(process.env.DB_PASSWORD);\n\treturn createHmac("sha256", token).update(event.id + new Client(token).password).digest();\n};\n`,
		);
		const said = spawnSync(
			process.execPath,
			[join(ROOT, "node_modules/oxlint/bin/oxlint"), "-c", "ox/.oxlintrc.json", "--format", "json", "ox"],
			{ cwd: folder, encoding: "utf8" },
		);
		const { diagnostics } = JSON.parse(said.stdout) as {
			readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
		};
		expect(new Set(diagnostics.map(({ code }) => code))).toEqual(
			new Set([
				"aws-kms(no-hardcoded-secret)",
				"aws-kms(no-secret-from-environment)",
				"aws-kms(no-secret-in-log)",
			]),
		);
		expect(diagnostics.some(({ message }) => /TypeError|crash|panic/iu.test(message))).toBe(false);
	});
});
