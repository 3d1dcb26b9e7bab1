import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ESLint, type Linter } from "eslint";
import { afterAll, describe, expect, test } from "vitest";
import { fixText } from "../src/cli/file/fix-text.ts";
import { REASONS } from "../src/fix/lookup/refusal.ts";
import type { StoreBackend } from "../src/fix/lookup/lookup.ts";
import plugin from "../src/plugin.ts";
import { kindOfSource, languageOptionsOf } from "../src/languages/javascript/source-config.ts";
import { TextLinter } from "../src/lint/lint-text.ts";
import { dedent } from "../src/testing/dedent.ts";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import { keepSecrets } from "../src/testing/keep-secrets.ts";
import { lintSource } from "../src/testing/rule-tester.ts";
import { noHardcodedSecret } from "./no-hardcoded-secret.ts";
import { removeFolder } from "../src/testing/remove-folder.ts";
import { renderWords, type Words } from "../src/text/wording.ts";

const TOKEN = fakeSecret("token", 501);
const OTHER = fakeSecret("token", 502);

const folders: string[] = [];

/** A folder whose record says that these values are kept. */
function folderWith(kept: readonly (readonly [name: string, value: string])[], backend: StoreBackend = "ssm"): string {
	const folder = mkdtempSync(join(tmpdir(), "kmslint-fix-"));
	folders.push(folder);
	keepSecrets(folder, kept, backend);
	return folder;
}

afterAll(() => {
	for (const folder of folders) {
		removeFolder(folder);
	}
});

type Options = Readonly<Record<string, unknown>>;

/** What ESLint itself says and does, in one run. */
async function eslint(
	folder: string,
	text: string,
	filename: string,
	options: Options,
	fix: boolean,
): Promise<{ readonly result: ESLint.LintResult; readonly printed: string }> {
	const engine = new ESLint({
		cwd: folder,
		overrideConfigFile: true,
		overrideConfig: [
			{
				files: ["**/*.*"],
				plugins: { "aws-kms": plugin },
				languageOptions: languageOptionsOf(kindOfSource(text, filename), filename, null),
				rules: { "aws-kms/no-hardcoded-secret": ["error", options] },
			} as Linter.Config,
		],
		fix,
	});
	const [result] = await engine.lintText(text, { filePath: join(folder, filename) });
	if (result === undefined) {
		throw new Error("ESLint gave nothing.");
	}
	const [stylish, json] = await Promise.all([engine.loadFormatter("stylish"), engine.loadFormatter("json")]);
	// The formatter `json` shows the source of a file with findings, whatever a rule does.
	const { source: _source, ...shown } = result;
	return {
		result,
		printed: (await stylish.format([result])) + (fix ? "" : await json.format([shown as ESLint.LintResult])),
	};
}

function kmslint(folder: string, text: string, filename: string, options: Options) {
	const linter = new TextLinter({
		preset: "recommended",
		rules: new Map([["no-hardcoded-secret", { level: "error", options }]]),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: folder,
	});
	return fixText(linter, text, filename);
}

const HANDLER = dedent`
	const apiToken = "${TOKEN}";

	exports.handler = async (event) => {
	  return fetch(event.url, { headers: { "x-api-token": apiToken } });
	};
`;

describe("the fix of no-hardcoded-secret", () => {
	test("comes only where the record says that the value is kept", async () => {
		const kept = await eslint(folderWith([["API_TOKEN", TOKEN]]), HANDLER, "orders.cjs", { fix: "ssm" }, true);
		expect(kept.result.messages).toEqual([]);
		expect(kept.result.output).toContain('const apiToken = await getSecureParameter("API_TOKEN_PARAMETER_NAME");');
		expect(kept.result.output).not.toContain(TOKEN);
		const unkept = await eslint(folderWith([]), HANDLER, "orders.cjs", { fix: "ssm" }, true);
		expect(unkept.result.output).toBeUndefined();
		expect(unkept.result.messages.map(({ message }) => message)).toEqual([
			"'apiToken' is hardcoded: a secret (32 characters). Store it with `kmslint secrets store`; then `--fix` replaces it with a lookup.",
		]);
		expect(
			unkept.result.messages[0]?.suggestions
				?.filter(({ messageId }) => messageId !== "ignoreWithReason")
				.map(({ desc }) => desc),
		).toEqual(["Read it from the SSM parameter named by `API_TOKEN_PARAMETER_NAME`."]);
	});

	test.each([
		["another name", "OTHER_TOKEN", TOKEN, "ssm"],
		["another value", "API_TOKEN", OTHER, "ssm"],
		["another backend", "API_TOKEN", TOKEN, "kms"],
	] as const)("counts no record of %s", async (_what, name, value, backend) => {
		const { result } = await eslint(
			folderWith([[name, value]], backend),
			HANDLER,
			"orders.cjs",
			{ fix: "ssm" },
			true,
		);
		expect(result.output).toBeUndefined();
	});

	test.each([
		["ssm", "ssm", "GetParameterCommand"],
		["powertools", "ssm", "@aws-lambda-powertools/parameters/ssm"],
		["extension", "ssm", "/systemsmanager/parameters/get"],
		["kms", "kms", "DecryptCommand"],
		["secrets-manager", "secrets-manager", "GetSecretValueCommand"],
	] as const)("looks up where the option says: %s", async (fix, backend, mark) => {
		const { result } = await eslint(
			folderWith([["API_TOKEN", TOKEN]], backend),
			HANDLER,
			"orders.cjs",
			{ fix },
			true,
		);
		expect(result.messages).toEqual([]);
		expect(result.output).toContain(mark);
	});

	test("leaves a secret that the author accepts, and mends the others", async () => {
		const text = dedent`
			const apiToken = "${TOKEN}";

			exports.handler = async (event) => [event, apiToken];

			exports.sandbox = async (event) => {
				// eslint-disable-next-line aws-kms/no-hardcoded-secret -- a sandbox
				const sandboxToken = "${OTHER}";
				return [event, sandboxToken];
			};
		`;
		const { result } = await eslint(
			folderWith([
				["API_TOKEN", TOKEN],
				["SANDBOX_TOKEN", OTHER],
			]),
			text,
			"orders.cjs",
			{ fix: "ssm" },
			true,
		);
		expect(result.output).toContain(OTHER);
		expect(result.output).not.toContain(TOKEN);
	});

	test("is held back from ESLint, whose one text would hold a secret that the author accepts", async () => {
		const text = dedent`
			// eslint-disable-next-line aws-kms/no-hardcoded-secret -- a sandbox
			const sandboxToken = "${OTHER}";
			const apiToken = "${TOKEN}";

			exports.handler = async (event) => [event, sandboxToken, apiToken];
		`;
		const { result } = await eslint(folderWith([["API_TOKEN", TOKEN]]), text, "orders.cjs", { fix: "ssm" }, true);
		expect(result.output).toBeUndefined();
		expect(result.messages).toHaveLength(1);
		expect(JSON.stringify(result.messages)).not.toContain(OTHER);
	});

	test("says why a lookup cannot take its place", async () => {
		const text = `const sign = (text) => text + "${TOKEN}";\nexports.token = "${OTHER}";\n`;
		const { result } = await eslint(folderWith([]), text, "orders.cjs", { fix: "ssm" }, true);
		expect(result.messages.map(({ message }) => message.replace(/^.*(?=`--fix` cannot)/u, ""))).toContain(
			"`--fix` cannot replace it: the module exports it, and others may read it too early. Move it to Parameter Store or Secrets Manager, then rotate it.",
		);
	});

	test("says it in a message that an editor shows whole", () => {
		const what = "'JWT_SECRET' is hardcoded: a secret (32 characters)";
		const { refusedSecret = "" } = noHardcodedSecret.messages;
		for (const reason of Object.values(REASONS)) {
			const said = renderWords((reason as (...given: readonly unknown[]) => Words)("handler", "apiToken"));
			const message = refusedSecret.replace("{{what}}", what).replace("{{reason}}", said);
			expect(message.length, message).toBeLessThanOrEqual(200);
		}
	});

	test("says which other backend can, where one can", async () => {
		const text = `const client = { token: "${TOKEN}" };\nconst copy = { ...client };\nexport const handler = async () => copy;\n`;
		const { result } = await eslint(folderWith([]), text, "orders.mjs", { fix: "extension" }, true);
		expect(
			result.messages.map(({ message }) => message.replace(/^.*(?=`--fix` cannot)|\. Move it.*$/gu, "")),
		).toEqual(['`--fix` cannot replace it: it may be needed before the extension is ready; `fix: "ssm"` can']);
	});

	test("waits at the top level of what surely is an ES module, and of what the option says is one", () => {
		const text = `export const config = { apiToken: "${TOKEN}" };\n`;
		const offers = (filename: string, options: Options): readonly string[] =>
			(
				lintSource(text, { "no-hardcoded-secret": { fix: "ssm", ...options } }, filename).messages[0]
					?.suggestions ?? []
			).map(({ fix }) => fix.text);
		expect(offers("a.mts", {})).toHaveLength(1);
		expect(offers("a.mjs", {})).toHaveLength(1);
		expect(offers("a.ts", {})).toHaveLength(0);
		expect(offers("a.cjs", {})).toHaveLength(0);
		expect(offers("a.ts", { topLevelAwait: "always" })[0]).toContain("apiToken: await getSecureParameter(");
		expect(offers("a.mts", { topLevelAwait: "never" })).toHaveLength(0);
	});

	test("offers every backend in the editor where the option says nothing, and nothing where it says `off`", () => {
		const ids = (options: Options): readonly string[] =>
			(lintSource(HANDLER, { "no-hardcoded-secret": options }, "orders.cjs").messages[0]?.suggestions ?? []).map(
				({ messageId }) => messageId ?? "",
			);
		expect(ids({})).toEqual([
			"readParameter",
			"decryptVariable",
			"readSecret",
			"readWithPowertools",
			"readThroughExtension",
		]);
		expect(ids({ fix: "off" })).toEqual([]);
	});

	test("takes the place of a constant that only the header made of it shows to be a secret", () => {
		const text = `const t = "${TOKEN}";\n\nexports.handler = async (event) => fetch(event.url, { headers: { Authorization: \`Bearer \${t}\` } });\n`;
		const { messages } = lintSource(text, { "no-hardcoded-secret": {} }, "orders.cjs");
		expect(messages.map(({ line, column }) => [line, column])).toEqual([[1, 11]]);
		const [suggestion] = messages[0]?.suggestions ?? [];
		const fixed =
			text.slice(0, suggestion?.fix.range[0]) +
			(suggestion?.fix.text ?? "") +
			text.slice(suggestion?.fix.range[1]);
		expect(fixed).toContain("Authorization: `Bearer ${t}`");
		expect(fixed).not.toContain(TOKEN);
	});

	test("makes by a suggestion what `--fix` makes", async () => {
		const suggestion = lintSource(HANDLER, { "no-hardcoded-secret": {} }, "orders.cjs").messages[0]
			?.suggestions?.[0]?.fix;
		const { result } = await eslint(
			folderWith([["API_TOKEN", TOKEN]]),
			HANDLER,
			"orders.cjs",
			{ fix: "ssm" },
			true,
		);
		expect(
			HANDLER.slice(0, suggestion?.range[0]) + (suggestion?.text ?? "") + HANDLER.slice(suggestion?.range[1]),
		).toBe(result.output);
	});
});

/** Thirty secrets, all read by one handler. */
const THIRTY = Array.from({ length: 30 }, (_, index) => ({
	name: `apiToken${String(index + 10)}`,
	value: fakeSecret("github-personal-token", 600 + index),
}));

describe("thirty secrets in one file", () => {
	const text = [
		...THIRTY.slice(0, 20).map(({ name, value }) => `const ${name} = "${value}";`),
		"",
		"exports.handler = async (event) => {",
		...THIRTY.slice(20).map(({ name, value }) => `  const ${name} = [event].map(() => "${value}");`),
		`  return [${THIRTY.map(({ name }) => name).join(", ")}];`,
		"};",
		"",
	].join("\n");
	const kept = (): readonly (readonly [string, string])[] => {
		const { findings } = new TextLinter({
			preset: "recommended",
			rules: new Map(),
			parameterOverrides: {},
			inventory: null,
			suppressions: true,
			cwd: "/",
		}).lint(text, "orders.cjs");
		return findings.flatMap(({ secrets }) => secrets.map((secret) => [secret.name, secret.reveal()] as const));
	};

	test("have thirty names", () => {
		expect(new Set(kept().map(([name]) => name)).size).toBe(30);
		expect(kept()[0]).toEqual(["API_TOKEN10", THIRTY[0]?.value]);
	});

	test("are all lookups after one run of `eslint --fix`, with one helper and one client", async () => {
		const { result } = await eslint(folderWith(kept()), text, "orders.cjs", { fix: "ssm" }, true);
		expect(result.messages).toEqual([]);
		expect(result.output?.match(/new SSMClient\(/gu)).toHaveLength(1);
		expect(result.output?.match(/^function getSecureParameter/gmu)).toHaveLength(1);
		expect(result.output?.match(/await getSecureParameter\(/gu)).toHaveLength(30);
	});

	test("are all lookups after one run of `kmslint --fix`", () => {
		const { text: fixed, linted, refused } = kmslint(folderWith(kept()), text, "orders.cjs", { fix: "ssm" });
		expect(linted.findings).toEqual([]);
		expect(refused).toEqual([]);
		expect(THIRTY.filter(({ value }) => fixed.includes(value))).toEqual([]);
	});

	test("of which some stay: the others are lookups, and what ESLint prints shows none", async () => {
		const some = kept().filter((_, index) => index % 3 !== 0);
		const folder = folderWith(some);
		const { text: fixed, linted } = kmslint(folder, text, "orders.cjs", { fix: "ssm" });
		expect(linted.findings).toHaveLength(10);
		expect(THIRTY.filter(({ value }) => fixed.includes(value))).toHaveLength(10);
		for (const fix of [false, true]) {
			const { printed } = await eslint(folder, text, "orders.cjs", { fix: "ssm" }, fix);
			expect(THIRTY.filter(({ value }) => printed.includes(value))).toEqual([]);
		}
	});
});

describe("what ESLint prints", () => {
	test.each(["ssm", "kms", "secrets-manager", "powertools", "extension", "suggest", "off"])(
		"holds no value: %s",
		async (fix) => {
			const text = dedent`
			import { createHmac } from "node:crypto";

			const apiToken = "${TOKEN}"; // of the orders
			export const config = { password: "${OTHER}", url: "${fakeSecret("uri-password", 503)}" };

			const sign = (text) => createHmac("sha256", "${fakeSecret("password", 504)}").update(text);

			export const handler = async (event) => {
			  const headers = { authorization: "Bearer ${fakeSecret("token", 505)}" };
			  return [apiToken, headers, sign(event.n), event.token === "${fakeSecret("token", 506)}"];
			};
		`;
			const values = [
				TOKEN,
				OTHER,
				fakeSecret("uri-password", 503),
				fakeSecret("password", 504),
				fakeSecret("token", 505),
				fakeSecret("token", 506),
			];
			for (const filename of ["orders.mjs", "orders.js"]) {
				const { printed, result } = await eslint(
					folderWith([["API_TOKEN", TOKEN]]),
					text,
					filename,
					{ fix },
					false,
				);
				expect(result.messages.length).toBeGreaterThan(4);
				expect(values.filter((value) => printed.includes(value))).toEqual([]);
			}
		},
	);
});

describe("two fixes that would declare the same at different places", () => {
	const KEPT = fakeSecret("token", 503);
	const text = dedent`
		let tokenB = "${KEPT}";
		const tokenC = "${TOKEN}";
		function sign(text) {
		  return text + tokenC;
		}
		export const handler = async (event) => {
		  return [{ n: event.n, apiKeyA: "${OTHER}" }, tokenB, sign("a")];
		};
	`;
	const declarations = (fixed: string): readonly number[] => [
		fixed.split("import {").length - 1,
		fixed.split("const secretsManagerClient =").length - 1,
	];

	test("are made one after the other", async () => {
		const filename = "handler.mjs";
		const folder = folderWith(
			[
				["TOKEN_C", TOKEN],
				["API_KEY_A", OTHER],
			],
			"secrets-manager",
		);
		const options = { fix: "secrets-manager" };
		const { result } = await eslint(folder, text, filename, options, true);
		const linter = new TextLinter({
			preset: "recommended",
			rules: new Map([["no-hardcoded-secret", { level: "error", options }]]),
			parameterOverrides: {},
			inventory: null,
			suppressions: true,
			cwd: folder,
		});
		for (const fixed of [result.output ?? "", fixText(linter, text, filename).text]) {
			expect([TOKEN, OTHER, KEPT].map((value) => fixed.includes(value))).toEqual([false, false, true]);
			expect(declarations(fixed)).toEqual([1, 1]);
		}
	});
});
