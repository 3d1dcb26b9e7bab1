import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lambdaEvidence } from "../languages/handler/evidence.ts";
import { moduleOf } from "../testing/read-module.ts";
import { useFolders } from "../testing/use-folders.ts";
import { hasAskedForLoaders, isLoadedByHandler } from "./loaded-by-handler.ts";

const folderOf = useFolders();

const CONFIG = "module.exports = { password: process.env.DB_PASSWORD };\n";
const HANDLER = "exports.handler = async (event) => event.Records;\n";

/** Whether a handler of these files loads one of them. */
function isLoaded(files: Readonly<Record<string, string>>, name = "src/config.js", application = true): boolean {
	const { path: cwd } = folderOf(files);
	const module = { ...moduleOf(files[name] ?? "", name, cwd), settings: { application } };
	expect(lambdaEvidence(module).isLambda).toBe(false);
	const found = isLoadedByHandler(module);
	expect(hasAskedForLoaders(module.ast)).toBe(application);
	return found;
}

describe("a module that a handler loads", () => {
	test.each([
		["itself", { "src/api.js": `const config = require("./config");\n${HANDLER}` }],
		[
			"with its extension",
			{
				"src/api.mjs": `import config from "./config.js";\nexport const handler = async (event) => event.Records;\n`,
			},
		],
		[
			"through another",
			{ "src/db.js": `module.exports = require("./config");`, "api.js": `require("./src/db");\n${HANDLER}` },
		],
		[
			"through an index",
			{
				"src/index.js": `export * from "./config";`,
				"api.ts": `import { a } from "./src";\nexport const handler = async (event) => event.Records;\n`,
			},
		],
		[
			"wrapped by a tool",
			{
				"api.ts": `import serverless from "serverless-http";\nimport config from "./src/config";\nexport const handler = serverless(express(config));\n`,
			},
		],
		[
			"beside types of it",
			{
				"api.ts": `import { type Config, password } from "./src/config";\nexport const handler = async (event) => event.Records;\n`,
			},
		],
		[
			"when it runs",
			{ "api.js": `exports.handler = async (event) => [event.Records, await import("./src/config.js")];` },
		],
		[
			"by an alias",
			{
				"tsconfig.json": `{ "compilerOptions": { "baseUrl": ".", "paths": { "@app/*": ["src/*"] } } }`,
				"api.ts": `import config from "@app/config";\nexport const handler = async (event) => event.Records;\n`,
			},
		],
		[
			"among others that load each other",
			{
				"src/a.js": `require("./b"); require("./config");`,
				"src/b.js": `require("./a");`,
				"api.js": `require("./src/b");\n${HANDLER}`,
			},
		],
	])("%s", (_how, files) => {
		expect(isLoaded({ "src/config.js": CONFIG, ...files })).toBe(true);
	});

	test.each([
		["no other program", {}],
		["a script", { "scripts/run.js": `require("../src/config");` }],
		[
			"a test",
			{
				"src/api.test.js": `require("./config");\n${HANDLER}`,
				"test/api.js": `require("../src/config");\n${HANDLER}`,
			},
		],
		["a handler that loads another", { "src/api.js": `require("./configs");\n${HANDLER}`, "src/configs.js": "" }],
		[
			"a handler that takes its types",
			{
				"src/api.ts": `import type { Config } from "./config";\nexport const handler = async (event) => event.Records;\n`,
			},
		],
		[
			"a handler that takes one of its types by name",
			{
				"src/api.ts": `import { type Config } from "./config";\nexport type { Other } from "./config";\nexport { type More } from "./config";\nexport const handler = async (event) => event.Records;\n`,
			},
		],
		[
			"a handler that a comment speaks of",
			{ "src/api.js": `// const config = require("./config");\n/* import "./config"; */\n${HANDLER}` },
		],
		["a handler with its name in a text", { "src/api.js": `const said = 'require("./config")';\n${HANDLER}` }],
		[
			"a developer's server with types of Lambda",
			{
				"local.ts": `import type { APIGatewayProxyEvent } from "aws-lambda";\nimport { Context } from "aws-lambda";\nimport { password } from "./src/config";\nlisten((request) => ({ ...request, password }) as APIGatewayProxyEvent);\n`,
			},
		],
		["a build", { "dist/api.js": `require("../src/config");\n${HANDLER}` }],
		[
			"a server",
			{
				"server.js": `const config = require("./src/config");\napp.get("/", (req, res) => res.json(req.query));`,
			},
		],
	])("is none that %s loads", (_who, files) => {
		expect(isLoaded({ "src/config.js": CONFIG, ...files })).toBe(false);
	});

	const FILES = { "src/config.js": CONFIG, "src/api.js": `require("./config");\n${HANDLER}` };

	test("is asked for only where other files may be read", () => {
		expect(isLoaded(FILES, "src/config.js", false)).toBe(false);
	});

	test("is found anew when a file has changed", () => {
		const folder = folderOf(FILES);
		const ask = (): boolean =>
			isLoadedByHandler({ ...moduleOf(CONFIG, "src/config.js", folder.path), settings: { application: true } });
		expect(ask()).toBe(true);
		folder.write("src/api.js", HANDLER);
		expect(ask()).toBe(false);
		folder.write("src/other.js", `require("./config");\n${HANDLER}`);
		expect(ask()).toBe(true);
	});

	test("is reported by the command, and so is its neighbor that no handler loads not", async () => {
		const folder = folderOf({ ...FILES, "src/tool.js": CONFIG });
		for (const more of [[], ["--cache", "--cache-location", join(folder.path, "cache.json")]]) {
			const { stdout } = await folder.run([".", "--format", "json", ...more]);
			const { findings } = JSON.parse(stdout) as {
				readonly findings: readonly { readonly file: string; readonly rule: string }[];
			};
			expect(findings.map(({ file, rule }) => `${file} ${rule}`)).toEqual([
				"src/config.js no-secret-from-environment",
			]);
		}
		folder.write("src/api.js", HANDLER);
		const { stdout } = await folder.run([
			".",
			"--format",
			"json",
			"--cache",
			"--cache-location",
			join(folder.path, "cache.json"),
		]);
		expect(JSON.parse(stdout)).toMatchObject({ findings: [] });
	});
});
