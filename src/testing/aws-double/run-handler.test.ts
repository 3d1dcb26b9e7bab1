import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { fakeSecret } from "../fake-secret.ts";
import { runHandler, startHandlerRunner, type HandlerRunner } from "./run-handler.ts";
import { startAwsDouble, type AwsDouble } from "./start-aws-double.ts";
import { removeFolder } from "../remove-folder.ts";

const TOKEN = fakeSecret("token", 81);
const CACHED = `
const cache = new Map();
function once(name, load) {
	if (!cache.has(name)) {
		cache.set(name, load().catch((error) => { cache.delete(name); throw error; }));
	}
	return cache.get(name);
}
`;

let aws: AwsDouble;
let runner: HandlerRunner;
const folders: string[] = [];

/** A folder with one file. */
function write(file: string, text: string): { readonly folder: string; readonly file: string } {
	const folder = mkdtempSync(join(tmpdir(), "kmslint-handler-"));
	folders.push(folder);
	writeFileSync(join(folder, file), text);
	return { folder, file };
}

beforeAll(async () => {
	[aws, runner] = await Promise.all([startAwsDouble(), startHandlerRunner()]);
	aws.ssm.put("/orders/token", TOKEN);
	aws.secrets.create("orders/token", TOKEN);
});

afterEach(() => {
	aws.allowAll();
	aws.clearCalls();
	aws.extension.clearCache();
});

afterAll(async () => {
	runner.close();
	await aws.close();
	for (const folder of folders) {
		removeFolder(folder);
	}
});

describe("a handler in a process of its own", () => {
	test("in an ES module awaits SSM at its top level: one lookup over warm invocations", async () => {
		const module = write(
			"index.mjs",
			`import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
			const { Parameter } = await new SSMClient({}).send(new GetParameterCommand({ Name: process.env.TOKEN_PARAMETER_NAME, WithDecryption: true }));
			export const handler = async (event) => ({ token: Parameter.Value, event });`,
		);
		const { loaded, results, output } = await runHandler(
			{ ...module, env: { TOKEN_PARAMETER_NAME: "/orders/token" } },
			[1, { a: [2] }],
			aws,
		);
		expect(loaded).toEqual({ ok: true, value: { length: 1, kind: "AsyncFunction" } });
		expect(results).toEqual([
			{ ok: true, value: { token: TOKEN, event: 1 } },
			{ ok: true, value: { token: TOKEN, event: { a: [2] } } },
		]);
		expect(aws.calls.map(({ operation }) => operation)).toEqual(["GetParameter"]);
		expect(output).toBe("");
	});

	test("in CommonJS decrypts with KMS under the function's name", async () => {
		const module = write(
			"index.cjs",
			`const { DecryptCommand, KMSClient } = require("@aws-sdk/client-kms");
			${CACHED}
			exports.handler = async () => once("token", async () => {
				const { Plaintext } = await new KMSClient({}).send(new DecryptCommand({
					CiphertextBlob: Buffer.from(process.env.ENCRYPTED_TOKEN, "base64"),
					EncryptionContext: { LambdaFunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME },
				}));
				return new TextDecoder().decode(Plaintext);
			});`,
		);
		const env = { ENCRYPTED_TOKEN: aws.kms.encrypt(TOKEN, { LambdaFunctionName: aws.functionName }) };
		expect((await runner.run({ ...module, env }, [{}, {}], aws)).results).toEqual([
			{ ok: true, value: TOKEN },
			{ ok: true, value: TOKEN },
		]);
		expect(aws.calls).toHaveLength(1);
	});

	test("reads Secrets Manager and Powertools' parameters", async () => {
		const module = write(
			"index.mjs",
			`import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
			import { getParameter } from "@aws-lambda-powertools/parameters/ssm";
			const client = new SecretsManagerClient({});
			export const handler = async () => [
				(await client.send(new GetSecretValueCommand({ SecretId: "orders/token" }))).SecretString,
				await getParameter("/orders/token", { decrypt: true, maxAge: 300 }),
			];`,
		);
		expect((await runner.run(module, [{}, {}], aws)).results).toEqual([
			{ ok: true, value: [TOKEN, TOKEN] },
			{ ok: true, value: [TOKEN, TOKEN] },
		]);
		expect(aws.calls.map(({ operation }) => operation)).toEqual([
			"GetSecretValue",
			"GetParameter",
			"GetSecretValue",
		]);
	});

	test("finds the extension ready once it is loaded, and not before", async () => {
		const text = (where: string): string =>
			`const ask = async () => {
				const response = await fetch(\`http://localhost:\${process.env.PARAMETERS_SECRETS_EXTENSION_HTTP_PORT}/systemsmanager/parameters/get?name=%2Forders%2Ftoken&withDecryption=true\`, { headers: { "X-Aws-Parameters-Secrets-Token": process.env.AWS_SESSION_TOKEN } });
				return response.ok ? (await response.json()).Parameter.Value : response.status;
			};
			${where}`;
		const inside = write("index.mjs", text("export const handler = () => ask();"));
		expect((await runner.run(inside, [{}], aws)).results).toEqual([{ ok: true, value: TOKEN }]);
		const atTop = write(
			"index.mjs",
			text("const answer = await ask(); export const handler = async () => answer;"),
		);
		expect((await runner.run(atTop, [{}], aws)).results).toEqual([{ ok: true, value: 400 }]);
	});

	test("recovers in the same warm process once it may read, where it does not cache the failure", async () => {
		const module = write(
			"index.mjs",
			`import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
			${CACHED}
			export const handler = () => once("token", async () => (await new SSMClient({}).send(new GetParameterCommand({ Name: "/orders/token", WithDecryption: true }))).Parameter.Value);`,
		);
		aws.deny({ action: "ssm:GetParameter" });
		expect(await runner.load(module, aws)).toMatchObject({ ok: true });
		expect(await runner.invoke({})).toMatchObject({ ok: false, error: { name: "AccessDeniedException" } });
		aws.allowAll();
		expect(await runner.invoke({})).toEqual({ ok: true, value: TOKEN });
	});

	test("says what went wrong, in loading and in each invocation", async () => {
		const broken = await runner.run(write("index.mjs", "throw new RangeError('no good');"), [{}], null);
		expect(broken).toMatchObject({
			loaded: { ok: false, error: { name: "RangeError", message: "no good" } },
			results: [],
		});
		const module = write(
			"index.cjs",
			"module.exports = { main(event, context, callback) { if (event.sync) throw new TypeError('sync'); setTimeout(() => callback(event.error ?? null, { ok: context.functionName })); console.log('seen'); } };",
		);
		const run = await runner.run({ ...module, exported: "main" }, [{}, { sync: true }, { error: "text" }], null);
		expect(run.results).toEqual([
			{ ok: true, value: { ok: "orders" } },
			{ ok: false, error: { name: "TypeError", message: "sync", code: null } },
			{ ok: false, error: { name: "none", message: "text", code: null } },
		]);
		expect(run.output).toContain("seen");
		expect((await runner.run({ ...module, exported: "none" }, [], null)).loaded).toMatchObject({
			ok: false,
			error: { message: "The module exports no function 'none'." },
		});
	});

	test("keeps nothing of the module before it", async () => {
		const module = write(
			"index.mjs",
			"export const handler = async () => [process.env.ONE ?? null, process.env.HOME ?? null];",
		);
		expect((await runner.run({ ...module, env: { ONE: "1" } }, [{}], null)).results).toEqual([
			{ ok: true, value: ["1", null] },
		]);
		const next = write("index.mjs", "export const handler = async () => process.env.ONE ?? null;");
		expect((await runner.run(next, [{}], null)).results).toEqual([{ ok: true, value: null }]);
	});

	test("tells of rejections that nobody caught, and of a process that ended", async () => {
		const module = write(
			"index.mjs",
			"export const handler = async (event) => { if (event.end) process.exit(3); Promise.reject(new Error('lost')); await new Promise((resolve) => setTimeout(resolve, 20)); };",
		);
		const run = await runHandler(module, [{}, { end: true }, {}], null);
		expect(run.unhandled).toEqual([{ name: "Error", message: "lost", code: null }]);
		expect(run.results.map((result) => (result.ok ? "ok" : result.error.name))).toEqual([
			"ok",
			"ProcessEnded",
			"ProcessEnded",
		]);
	});

	test("that never comes back is ended", async () => {
		const short = await startHandlerRunner(300);
		const run = await short.run(
			write("index.mjs", "export const handler = () => new Promise(() => {});"),
			[{}],
			null,
		);
		expect(run.results).toMatchObject([{ ok: false, error: { name: "TimedOut" } }]);
		short.close();
	});
});
