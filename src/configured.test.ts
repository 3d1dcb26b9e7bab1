import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import js from "@eslint/js";
import type { ESLint, Linter } from "eslint";
import { describe, expect, test } from "vitest";
import plugin from "./plugin.ts";
import type { ReportedFinding } from "./report/report.ts";
import type { Folder } from "./testing/run-command.ts";
import { useFolders } from "./testing/use-folders.ts";

const require = createRequire(import.meta.url);
const makeFolder = useFolders();

/** The two versions of ESLint that the presets support, and how each defines a configuration. */
const VERSIONS = ["eslint", "eslint-9.38"].map((name) => ({
	name,
	Engine: (require(name) as { readonly ESLint: typeof ESLint }).ESLint,
	defineConfig: (require(`${name}/config`) as { readonly defineConfig: (...given: unknown[]) => Linter.Config[] })
		.defineConfig,
}));

const KEY = "Resources:\n  K:\n    Type: AWS::KMS::Key\n";
const ROTATES =
	"Parameters:\n  Rotate: { Type: String }\nConditions:\n  Rotates: !Equals [!Ref Rotate, yes]\nResources:\n  K:\n    Type: AWS::KMS::Key\n    Properties:\n      EnableKeyRotation: !If [Rotates, true, false]\n";
const APP = `Resources:
  Api:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: .
      Handler: api.handler
      Runtime: nodejs22.x
      Environment: { Variables: { STAGE: prod } }
  Inline:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs22.x
      Code: { ZipFile: "exports.handler = async () => { console.log(process.env); };" }
`;
const HANDLER = "export const handler = async () => { console.log(process.env); return process.env.TABLE_NAME; };\n";

/** A repository with folders of their own configurations. */
function project(configs: Readonly<Record<string, object>>): Folder {
	const folder = makeFolder({
		"template.yaml": KEY,
		"rotates/template.yaml": ROTATES,
		"packages/app/template.yaml": APP,
		"packages/app/api.mjs": HANDLER,
		"packages/legacy/template.yaml": KEY,
		"packages/legacy/old.mjs": HANDLER,
		"cdk.out/template.yaml": KEY,
		...Object.fromEntries(Object.entries(configs).map(([path, config]) => [path, JSON.stringify(config)])),
	});
	mkdirSync(join(folder.path, ".git"));
	return folder;
}

/** What ESLint reports: `template.yaml:2:3 error require-key-rotation`. */
async function byEslint(
	Engine: typeof ESLint,
	folder: Folder,
	configs: Linter.Config[],
	paths: readonly string[] = ["."],
): Promise<readonly string[]> {
	const eslint = new Engine({
		cwd: folder.path,
		overrideConfigFile: true,
		baseConfig: configs,
		errorOnUnmatchedPattern: false,
	});
	const results = await eslint.lintFiles([...paths]);
	return results
		.flatMap(({ filePath, messages }) =>
			messages.map(
				({ line, column, severity, ruleId }) =>
					`${relative(folder.path, filePath)}:${String(line)}:${String(column)} ${severity === 2 ? "error" : "warning"} ${ruleId?.replace("aws-kms/", "") ?? "?"}`,
			),
		)
		.sort();
}

async function byCommand(folder: Folder, argv: readonly string[] = ["."]): Promise<readonly string[]> {
	const { stdout } = await folder.run([...argv, "--exclude", "cdk.out", "--format", "json"]);
	const { findings, errors } = JSON.parse(stdout) as {
		readonly findings: readonly ReportedFinding[];
		readonly errors: readonly unknown[];
	};
	expect(errors).toEqual([]);
	return findings
		.map(({ file, line, column, level, rule }) => `${file}:${String(line)}:${String(column)} ${level} ${rule}`)
		.sort();
}

const CONFIGS: Readonly<Record<string, Readonly<Record<string, object>>>> = {
	"a preset": { "kmslint.config.json": { preset: "audit" } },
	"no configuration but an empty one": { "kmslint.config.json": {} },
	"levels and options": {
		"kmslint.config.json": {
			preset: "strict",
			rules: {
				"require-key-rotation": "warn",
				"no-secret-in-log": "off",
				"require-environment-key": ["warn"],
				"max-environment-size": ["error", { warnFrom: 1 }],
			},
		},
	},
	"a configuration for each folder, one of them in package.json": {
		"kmslint.config.json": { rules: { "require-key-rotation": "off" } },
		"packages/app/package.json": {
			name: "app",
			kmslint: { preset: "audit", rules: { "no-unset-variable": "error" } },
		},
		"packages/legacy/kmslint.config.json": {
			extends: "../../kmslint.config.json",
			rules: { "no-secret-in-log": "warn" },
		},
	},
	"presets and rules by path": {
		"kmslint.config.json": {
			overrides: [
				{ files: ["packages/app"], preset: "strict" },
				{ files: ["**/*.mjs"], rules: { "no-secret-in-log": "warn" } },
				{ files: ["**/template.yaml"], rules: { "require-key-rotation": "warn" } },
			],
		},
	},
	"ignored files": { "kmslint.config.json": { ignores: ["packages/legacy/", "/template.yaml"] } },
	"values of parameters": { "kmslint.config.json": { parameters: { Rotate: "yes" } } },
	settings: { "kmslint.config.json": { settings: { application: false } } },
};

describe.each(VERSIONS)("a project under $name", ({ Engine, defineConfig }) => {
	test.each(Object.entries(CONFIGS))("with %s says the same as the command", async (name, configs) => {
		const folder = project(configs);
		const said = await byEslint(Engine, folder, plugin.configs.recommended);
		expect(said).toEqual(await byCommand(folder));
		expect(said.length > 0 || name === "ignored files").toBe(true);
	});

	test.each(["es", "ja"])("says it in the language '%s', as the command does, under the same ids", async (locale) => {
		const folder = project({ "kmslint.config.json": { preset: "audit", settings: { locale } } });
		const eslint = new Engine({
			cwd: folder.path,
			overrideConfigFile: true,
			baseConfig: plugin.configs.recommended,
		});
		const [result] = await eslint.lintFiles(["template.yaml"]);
		const { stdout } = await folder.run(["template.yaml", "--format", "json"]);
		const { findings } = JSON.parse(stdout) as { readonly findings: readonly ReportedFinding[] };
		expect(findings.map(({ message }) => message).join("")).toMatch(
			locale === "ja" ? /キー 'K' は/u : /La clave 'K'/u,
		);
		// The last suggestion is the editor's own: to ignore the finding.
		const byEditor = result?.messages.map(({ message, messageId = "", suggestions = [] }) => [
			messageId,
			message,
			...suggestions.slice(0, -1).map(({ desc }) => desc),
		]);
		const byRun = findings.map(({ message, messageId, suggestions }) => [
			messageId,
			message,
			...suggestions.map(({ description }) => description),
		]);
		expect(byEditor?.sort()).toEqual(byRun.sort());
	});

	test("ends with a language that there is not", async () => {
		const settings = { settings: { "aws-kms": { locale: "jp" } } } satisfies Linter.Config;
		await expect(byEslint(Engine, project({}), [...plugin.configs.recommended, settings])).rejects.toThrow(
			"Invalid value for `locale`: 'jp'. Did you mean 'ja'?",
		);
	});

	test("says the same of one file, as an editor and a hook lint it", async () => {
		const folder = project(CONFIGS["presets and rules by path"] ?? {});
		for (const file of ["packages/app/template.yaml", "packages/legacy/old.mjs", "template.yaml"]) {
			expect(await byEslint(Engine, folder, plugin.configs.recommended, [file])).toEqual(
				await byCommand(folder, [file]),
			);
		}
	});

	test("follows the configuration while the process runs", async () => {
		const folder = project({});
		const rotation = async (): Promise<readonly string[]> =>
			byEslint(Engine, folder, plugin.configs.recommended, ["template.yaml"]);
		expect(await rotation()).toEqual(["template.yaml:2:3 error require-key-rotation"]);
		folder.write("kmslint.config.json", '{ "rules": { "require-key-rotation": "warn" } }');
		expect(await rotation()).toEqual(["template.yaml:2:3 warning require-key-rotation"]);
		folder.write("kmslint.config.json", '{ "rules": { "require-key-rotation": "off" } }');
		expect(await rotation()).toEqual([]);
	});

	test("takes what its own ESLint configuration says after the preset, and `extends`", async () => {
		const folder = project({
			"kmslint.config.json": { rules: { "require-key-rotation": "warn", "no-secret-in-log": "off" } },
		});
		const own = defineConfig({
			plugins: { "aws-kms": plugin },
			extends: ["aws-kms/recommended"],
			rules: { "aws-kms/require-key-rotation": "error" },
		});
		expect(await byEslint(Engine, folder, own, ["template.yaml", "packages/legacy/old.mjs"])).toEqual([
			"template.yaml:2:3 error require-key-rotation",
		]);
	});

	test("has rules about JavaScript for every file, which find nothing in a template", async () => {
		const folder = project({});
		const { rules = {} } = js.configs.recommended;
		expect(Object.keys(rules).length).toBeGreaterThan(50);
		const foreign = ["logical-assignment-operators", "max-lines-per-function"].map((name) => [name, "error"]);
		const own = [{ rules: { ...rules, ...(Object.fromEntries(foreign) as Linter.RulesRecord) } }];
		const found = ["template.yaml:2:3 error require-key-rotation"];
		expect(await byEslint(Engine, folder, [...own, ...plugin.configs.recommended], ["template.yaml"])).toEqual(
			found,
		);
		expect(await byEslint(Engine, folder, [...plugin.configs.recommended, ...own], ["template.yaml"])).toEqual(
			found,
		);
	});

	test("ends with the place of a mistake", async () => {
		const folder = project({ "kmslint.config.json": { rulse: {} } });
		await expect(byEslint(Engine, folder, plugin.configs.recommended)).rejects.toThrow(
			/kmslint\.config\.json:1:2: Unknown key 'rulse'\. Did you mean 'rules'\?$/u,
		);
	});

	test("is linted anew with ESLint's cache if its configuration changes", async () => {
		const folder = project({ "kmslint.config.json": {} });
		const lint = async (): Promise<number> => {
			const eslint = new Engine({
				cwd: folder.path,
				overrideConfigFile: true,
				baseConfig: plugin.configs.recommended,
				cache: true,
				cacheLocation: ".eslintcache",
			});
			const [result] = await eslint.lintFiles(["rotates/template.yaml"]);
			return result?.messages.length ?? -1;
		};
		expect(await lint()).toBe(1);
		folder.write("kmslint.config.json", '{ "parameters": { "Rotate": "yes" } }');
		expect(await lint()).toBe(0);
	});
});
