import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Linter } from "eslint";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { LookupBench } from "../src/testing/run-lookups.ts";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import { keepSecrets } from "../src/testing/keep-secrets.ts";
import type { RuleOptions } from "../src/testing/ask-rules.ts";
import { lintSource, lintTemplate } from "../src/testing/rule-tester.ts";
import { Folder } from "../src/testing/run-command.ts";
import type { HandlerRun } from "../src/testing/aws-double/run-handler.ts";
import type { Backend } from "../src/fix/lookup/lookup.ts";
import { SEED_DOCUMENTS, type SeedStory } from "./seed-stories.ts";

const ROOT = join(import.meta.dirname, "..", "fixtures", "seeds");
const UPDATE = process.env["UPDATE_FIXTURES"] === "1";
const TOKEN = fakeSecret("token", 301);
const EVENTS = [{ id: 1 }, { id: 2 }, { id: 3 }];
const STORIES: readonly SeedStory[] = SEED_DOCUMENTS.flatMap(({ stories }) => stories);

let bench: LookupBench;
let folders: Folder[] = [];

beforeAll(async () => {
	bench = await LookupBench.start();
});
afterEach(() => {
	folders.forEach((folder) => folder.remove());
	folders = [];
	bench.aws.clearCalls();
	bench.aws.extension.clearCache();
});
afterAll(() => bench.close());

/** A copy of a story with a secret made at run time. */
function copyOf(name: string): Folder {
	const folder = new Folder();
	folders.push(folder);
	for (const file of readdirSync(join(ROOT, name), { recursive: true, withFileTypes: true })) {
		if (file.isFile() && !/^(?:report|fixed)\./u.test(file.name)) {
			const path = join(file.parentPath, file.name).slice(join(ROOT, name).length + 1);
			folder.write(path, readFileSync(join(ROOT, name, path), "utf8").replaceAll("<<token>>", TOKEN));
		}
	}
	return folder;
}

const textOf = (folder: Folder, file: string): string => readFileSync(join(folder.path, file), "utf8");

/** Three invocations, one after the other. */
async function invoke(folder: Folder, file: string, env: Readonly<Record<string, string>>): Promise<HandlerRun> {
	// Each run under a path of its own: a process loads a module once.
	const copy = file.replace(/(\.\w+)$/u, `-${String((counter += 1))}$1`);
	writeFileSync(join(folder.path, copy), textOf(folder, file));
	bench.aws.clearCalls();
	return bench.runner.run({ folder: folder.path, file: copy, env }, EVENTS, bench.aws);
}
let counter = 0;

const valuesOf = ({ loaded, results }: HandlerRun): readonly unknown[] =>
	loaded.ok ? results.map((result) => (result.ok ? result.value : result.error.name)) : [loaded.error.name];

/** Takes the first suggestion of a rule until it has none; gives the text. */
function takeSuggestions(text: string, filename: string, rules: RuleOptions): string {
	const lint = filename.endsWith(".yaml") ? lintTemplate : lintSource;
	let current = text;
	for (let round = 0; round < 5; round += 1) {
		const fix = lint(current, rules, filename).messages.flatMap(
			(message: Linter.LintMessage) => message.suggestions ?? [],
		)[0]?.fix;
		if (fix === undefined) {
			return current;
		}
		current = current.slice(0, fix.range[0]) + fix.text + current.slice(fix.range[1]);
	}
	throw new Error("The suggestions never end.");
}

test("every folder is a story", () => {
	expect(STORIES.map(({ folder }) => folder).sort()).toEqual(readdirSync(ROOT).sort());
});

describe.each(STORIES.map((story) => [story.folder, story] as const))("%s", (name, { argv }) => {
	test("is reported as it was read", async () => {
		const { code, stdout } = await copyOf(name).run([".", ...argv]);
		const now = `${stdout}exit code ${String(code)}\n`;
		const path = join(ROOT, name, "report.txt");
		if (UPDATE) {
			writeFileSync(path, now);
		}
		expect(now).toBe(readFileSync(path, "utf8"));
		expect(now).not.toContain(TOKEN);
	});
});

describe("000: three functions", () => {
	const ASK = [
		"--preset",
		"audit",
		"--rule",
		'require-environment-key: [error, { "key": "AppKey", "functions": "all" }]',
		"--rule",
		'require-decrypt-permission: [error, { "environmentKey": true }]',
	];

	test("--fix sets the key on both, and touches nothing else", async () => {
		const folder = copyOf("000-functions");
		const before = textOf(folder, "template.yaml");
		const { stdout } = await folder.run(["--fix", ...ASK]);
		expect(stdout).not.toContain(" require-environment-key\n");
		const after = textOf(folder, "template.yaml").split("\n");
		expect(after.filter((line) => !before.split("\n").includes(line) || line.includes("KmsKeyArn"))).toEqual(
			Array.from({ length: 3 }, () => "      KmsKeyArn: !GetAtt AppKey.Arn"),
		);
		expect(after).toHaveLength(before.split("\n").length + 2);
	});

	test("the suggestion gives the role one action on one key", () => {
		const rules = { "require-decrypt-permission": { environmentKey: true } };
		const after = takeSuggestions(textOf(copyOf("000-functions"), "template.yaml"), "template.yaml", rules);
		expect(lintTemplate(after, rules).messages).toEqual([]);
		expect(after.match(/kms:Decrypt/gu)).toHaveLength(1);
		expect(lintTemplate(after, { "no-wildcard-decrypt": {} }).messages).toEqual([]);
	});
});

test("001: --fix encrypts the base volume", async () => {
	const folder = copyOf("001-images");
	await folder.run(["--fix", "--inventory", "images.csv"]);
	expect(textOf(folder, "template.yaml")).toContain("              VolumeSize: 20\n              Encrypted: true\n");
	expect((await folder.run(["--inventory", "images.csv"])).stdout).not.toContain("require-volume-encryption");
	// The image of the list that no file uses, and the one that is encrypted.
	expect((await folder.run(["--inventory", "images.csv"])).stdout).not.toMatch(/7d3|7d4/u);
});

describe("002: a policy that denies uploads", () => {
	const HEADER = "s3:x-amz-server-side-encryption";
	const KEY = `${HEADER}-aws-kms-key-id`;
	const OWN = "arn:aws:kms:us-east-1:444455556666:key/1a2b3c4d-1a2b-3c4d-5e6f-1a2b3c4d5e6f";
	type Conditions = Readonly<Record<string, Readonly<Record<string, string>>>>;

	/**
	 * As IAM does: a negated operator matches a header that is absent; `Null: "false"` one that is there. All must
	 * match.
	 */
	function isDenied(template: string, headers: Readonly<Record<string, string>>): boolean {
		const { Resources } = parse(template, { logLevel: "silent" }) as {
			readonly Resources: {
				readonly InvoicesPolicy: {
					readonly Properties: {
						readonly PolicyDocument: { readonly Statement: readonly { readonly Condition: Conditions }[] };
					};
				};
			};
		};
		return Resources.InvoicesPolicy.Properties.PolicyDocument.Statement.some(({ Condition }) =>
			Object.entries(Condition).every(([operator, asked]) =>
				Object.entries(asked).every(([key, value]) =>
					operator === "Null" ? String(headers[key] === undefined) === value : headers[key] !== value,
				),
			),
		);
	}

	test.each([
		["no header", {}, true, false],
		["`aws:kms`, and the bucket's key", { [HEADER]: "aws:kms" }, false, false],
		["`AES256`", { [HEADER]: "AES256" }, true, true],
		["the bucket's key", { [HEADER]: "aws:kms", [KEY]: OWN }, false, false],
		["another key", { [HEADER]: "aws:kms", [KEY]: OWN.replace("4444", "5555") }, false, true],
	])("an upload with %s", (_name, headers, before, after) => {
		const rules = { "no-upload-policy-pitfall": {} };
		const given = textOf(copyOf("002-upload-policy"), "template.yaml");
		const mended = takeSuggestions(given, "template.yaml", rules);
		expect(lintTemplate(mended, rules).messages).toEqual([]);
		expect([isDenied(given, headers), isDenied(mended, headers)]).toEqual([before, after]);
	});
});

describe("003: a token in a constant", () => {
	const fetch = "export default async (url, init) => ({ status: 200, sent: init.headers });\n";
	const withFetch = (): Folder => {
		const folder = copyOf("003-constant");
		folder.write(
			"node_modules/node-fetch/package.json",
			'{ "name": "node-fetch", "type": "module", "exports": "./index.js" }\n',
		);
		folder.write("node_modules/node-fetch/index.js", fetch);
		for (const scope of ["@aws-sdk", "@aws-lambda-powertools"]) {
			symlinkSync(join(ROOT, "../../node_modules", scope), join(folder.path, "node_modules", scope));
		}
		return folder;
	};

	test.each(["ssm", "kms", "secrets-manager", "powertools", "extension"] as const satisfies readonly Backend[])(
		"%s: the handler sends the same header before and after",
		async (backend) => {
			const folder = withFetch();
			const before = await invoke(folder, "index.mjs", {});
			expect(valuesOf(before)).toEqual(
				EVENTS.map(({ id }) => ({ status: 200, sent: { Authorization: `Bearer ${TOKEN}` }, id })),
			);
			keepSecrets(
				folder.path,
				[["API_TOKEN", TOKEN]],
				backend === "powertools" || backend === "extension" ? "ssm" : backend,
			);
			const said = await folder.run([
				"index.mjs",
				"--fix",
				"--rule",
				`no-hardcoded-secret: [error, { fix: ${backend} }]`,
			]);
			expect(said.stdout).not.toContain("no-hardcoded-secret");
			expect(textOf(folder, "index.mjs")).not.toContain(TOKEN);
			const after = await invoke(folder, "index.mjs", bench.keep(TOKEN, "API_TOKEN", backend));
			expect(valuesOf(after)).toEqual(valuesOf(before));
			expect(after.output).toBe("");
		},
	);
});

test("003: a plaintext variable becomes a lookup, and the handler answers as before", async () => {
	const folder = copyOf("003-plain-variable");
	const before = await invoke(folder, "src/index.mjs", { API_TOKEN: TOKEN });
	keepSecrets(folder.path, [["API_TOKEN", TOKEN]], "ssm");
	await folder.run(["src", "--fix", "--rule", "no-secret-from-environment: [error, { fix: ssm }]"]);
	expect(textOf(folder, "src/index.mjs")).not.toContain("process.env.API_TOKEN}");
	expect(valuesOf(await invoke(folder, "src/index.mjs", bench.keep(TOKEN, "API_TOKEN", "ssm")))).toEqual(
		valuesOf(before),
	);
});

describe("003: the ways", () => {
	const answers = EVENTS.map(({ id }) => ({ headers: { Authorization: `Bearer ${TOKEN}` }, id }));

	test("the article's ciphertext decrypts without a context, and with one no longer", async () => {
		const folder = copyOf("003-kms-way");
		const given = textOf(folder, "index.mjs");
		const plain = { ENCRYPTED_API_TOKEN: bench.aws.kms.encrypt(TOKEN) };
		expect(valuesOf(await invoke(folder, "index.mjs", plain))).toEqual(answers);
		expect(takeSuggestions(given, "index.mjs", { "require-encryption-context": {} })).toBe(given);
		folder.write(
			"index.mjs",
			takeSuggestions(given, "index.mjs", { "require-encryption-context": { maker: "console" } }),
		);
		expect(valuesOf(await invoke(folder, "index.mjs", plain))).toEqual(["InvalidCiphertextException"]);
		expect(
			valuesOf(
				await invoke(folder, "index.mjs", {
					ENCRYPTED_API_TOKEN: bench.aws.kms.encrypt(TOKEN, { LambdaFunctionName: bench.aws.functionName }),
				}),
			),
		).toEqual(answers);
	});

	test("a SecureString by its name", async () => {
		bench.aws.ssm.put("/orders/api-token", TOKEN);
		expect(
			valuesOf(
				await invoke(copyOf("003-ssm-way"), "index.mjs", { API_TOKEN_PARAMETER_NAME: "/orders/api-token" }),
			),
		).toEqual(answers);
	});

	test("without `WithDecryption` it is ciphertext, until the suggestion is taken", async () => {
		bench.aws.ssm.put("/orders/undecrypted", TOKEN);
		const folder = copyOf("003-ssm-undecrypted");
		const env = { API_TOKEN_PARAMETER_NAME: "/orders/undecrypted" };
		expect(JSON.stringify(valuesOf(await invoke(folder, "index.mjs", env)))).not.toContain(TOKEN);
		folder.write(
			"index.mjs",
			takeSuggestions(textOf(folder, "index.mjs"), "index.mjs", { "require-parameter-decryption": {} }),
		);
		expect(valuesOf(await invoke(folder, "index.mjs", env))).toEqual(answers);
	});
});

describe("004: the console's encryption context", () => {
	const env = (): Readonly<Record<string, string>> => ({
		WEBHOOK_SECRET: bench.aws.kms.encrypt(TOKEN, { LambdaFunctionName: bench.aws.functionName }),
	});
	const answers = EVENTS.map(({ id }) => ({ signed: `${TOKEN}:${String(id)}` }));
	const decryptions = (): number => bench.aws.calls.filter(({ operation }) => operation === "Decrypt").length;

	test("KMS refuses without it, and decrypts once the suggestion is taken", async () => {
		const folder = copyOf("004-no-context");
		expect(valuesOf(await invoke(folder, "index.mjs", env()))).toEqual(["InvalidCiphertextException"]);
		folder.write(
			"index.mjs",
			takeSuggestions(textOf(folder, "index.mjs"), "index.mjs", {
				"require-encryption-context": { maker: "console" },
			}),
		);
		expect(valuesOf(await invoke(folder, "index.mjs", env()))).toEqual(answers);
	});

	test.each([
		["004-context", 1],
		["004-per-invocation", 3],
	])("%s decrypts %i times in three invocations", async (name, times) => {
		expect(valuesOf(await invoke(copyOf(name), "index.mjs", env()))).toEqual(answers);
		expect(decryptions()).toBe(times);
	});
});

test("every answer says what was executed", () => {
	for (const { folder, executed, question } of STORIES) {
		expect(executed, folder).toMatch(/\.$/u);
		expect(question, folder).toMatch(/[?]$/u);
	}
});
