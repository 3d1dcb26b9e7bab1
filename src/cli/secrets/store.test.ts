import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DecryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findManifest } from "../../fix/manifest.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { startAwsDouble, type AwsDouble } from "../../testing/aws-double/start-aws-double.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { Folder, type Said } from "../../testing/run-command.ts";
import { loadSdk } from "./load-sdk.ts";

const PASSWORD = fakeSecret("password", 111);
const TOKEN = fakeSecret("token", 112);
const KMS = ["--backend", "kms", "--kms-key", "alias/app-secrets", "--function-name", "orders"];
const SECRETS = ".kmslint/secrets";

function template(variables: Readonly<Record<string, string>>): string {
	const lines = Object.entries(variables).map(([name, value]) => `          ${name}: ${JSON.stringify(value)}`);
	return [
		"Resources:",
		"  Api:",
		"    Type: AWS::Serverless::Function",
		"    Properties:",
		"      Environment:",
		"        Variables:",
		...lines,
		"",
	].join("\n");
}

let aws: AwsDouble;
let folder: Folder;
let ssm: SSMClient;

beforeAll(() => {
	vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
});

/** Each test has an account of its own. */
beforeEach(async () => {
	aws = await startAwsDouble();
	for (const [name, value] of Object.entries(aws.env)) {
		vi.stubEnv(name, value);
	}
	ssm = new SSMClient({});
	folder = new Folder({ "template.yaml": template({ DB_PASSWORD: PASSWORD, API_TOKEN: TOKEN }) });
});

afterEach(async () => {
	ssm.destroy();
	folder.remove();
	await aws.close();
});

afterAll(() => {
	vi.unstubAllEnvs();
});

const store = (...options: readonly string[]): Promise<Said> => folder.run(["secrets", "store", ...options]);
const manifest = (): string => readFileSync(join(folder.path, SECRETS, "manifest.json"), "utf8");
const actions = (): readonly string[] =>
	aws.calls.map(({ operation, target, outcome }) => `${operation} ${target} ${outcome}`);

/** Not even in part, nor encoded: a first and a last character are what `redact` never shows of these either. */
function expectNoValue(...texts: readonly string[]): void {
	for (const text of texts) {
		for (const value of [PASSWORD, TOKEN]) {
			for (const shape of [
				value,
				value.slice(2, 10),
				Buffer.from(value).toString("base64").slice(0, 12),
				Buffer.from(value).toString("hex"),
				encodeURIComponent(value),
			]) {
				expect(text).not.toContain(shape);
			}
		}
	}
}

describe("kmslint secrets store", () => {
	test("puts SecureStrings, reads them back and records them", async () => {
		const said = await store();
		expect(said).toEqual({
			code: 0,
			stdout: "DB_PASSWORD (template.yaml:7:24): stored as '/app/db-password', version 1.\nAPI_TOKEN (template.yaml:8:22): stored as '/app/api-token', version 1.\n",
			stderr: "",
		});
		expect(actions()).toEqual([
			"PutParameter /app/db-password ok",
			"GetParameter /app/db-password:1 ok",
			"PutParameter /app/api-token ok",
			"GetParameter /app/api-token:1 ok",
		]);
		const { Parameter } = await ssm.send(
			new GetParameterCommand({ Name: "/app/db-password", WithDecryption: true }),
		);
		expect(Parameter).toMatchObject({ Value: PASSWORD, Type: "SecureString" });
		expect(findManifest(folder.path)?.has(PASSWORD, "DB_PASSWORD", "ssm")).toBe("stored");
		expect(findManifest(folder.path)?.has(PASSWORD, "API_TOKEN", "ssm")).toBeNull();
		expectNoValue(said.stdout, said.stderr, manifest());
	});

	test("writes no value to the disk, and leaves the template as it is", async () => {
		const before = readFileSync(join(folder.path, "template.yaml"), "utf8");
		await store();
		expect(readdirSync(join(folder.path, SECRETS)).sort()).toEqual([".gitignore", "manifest.json", "manifest.key"]);
		expect(readFileSync(join(folder.path, "template.yaml"), "utf8")).toBe(before);
	});

	test("asks AWS nothing the second time", async () => {
		await store();
		aws.clearCalls();
		const before = manifest();
		const said = await store();
		expect(said).toMatchObject({
			code: 0,
			stderr: "",
			stdout: expect.stringContaining(
				"DB_PASSWORD (template.yaml:7:24): stored as '/app/db-password' already.\n",
			) as string,
		});
		expect(aws.calls).toEqual([]);
		expect(manifest()).toBe(before);
	});

	test("takes the key and the prefix that it is told", async () => {
		await store("--prefix", "/orders/prod/", "--kms-key", aws.kms.keyArn);
		const name = "/orders/prod/db-password";
		expect(findManifest(folder.path)?.find(PASSWORD, "DB_PASSWORD", "ssm")?.target).toBe(name);
		aws.kms.setEnabled(aws.kms.keyArn, false);
		await expect(ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }))).rejects.toThrow(
			"disabled",
		);
	});

	test("never puts over another value, and keeps the others", async () => {
		aws.ssm.put("/app/db-password", "another");
		const said = await store();
		expect(said.code).toBe(1);
		expect(said.stderr).toBe(
			"kmslint: DB_PASSWORD (template.yaml:7:24) is not stored: '/app/db-password' already exists with a different value, which was not changed. Choose another --prefix.\n",
		);
		expect(said.stdout).toContain("API_TOKEN (template.yaml:8:22): stored as '/app/api-token'");
		expect(
			(await ssm.send(new GetParameterCommand({ Name: "/app/db-password", WithDecryption: true }))).Parameter,
		).toMatchObject({ Value: "another", Version: 1 });
		expect(findManifest(folder.path)?.has(PASSWORD, "DB_PASSWORD", "ssm")).toBeNull();
		expect(findManifest(folder.path)?.has(TOKEN, "API_TOKEN", "ssm")).toBe("stored");
		expect((await store("--prefix", "/other/")).code).toBe(0);
	});

	test("records what is there already, where it is the same", async () => {
		aws.ssm.put("/app/db-password", "another");
		aws.ssm.put("/app/db-password", PASSWORD, { overwrite: true });
		expect((await store()).stdout).toContain(
			"DB_PASSWORD (template.yaml:7:24): was stored already, as '/app/db-password', version 2.",
		);
		expect(findManifest(folder.path)?.has(PASSWORD, "DB_PASSWORD", "ssm")).toBe("stored");
	});

	test("does not take a parameter in plain text for one that is kept", async () => {
		aws.ssm.put("/app/db-password", PASSWORD, { type: "String" });
		const said = await store();
		expect(said.code).toBe(1);
		expect(said.stderr).toContain("'/app/db-password' exists but is not a SecureString");
		expect(findManifest(folder.path)?.has(PASSWORD, "DB_PASSWORD", "ssm")).toBeNull();
	});

	test("records nothing without the permission to put, and completes once it is granted", async () => {
		aws.deny({ action: "ssm:PutParameter", resource: "*db-password" });
		const said = await store();
		expect(said.code).toBe(1);
		expect(said.stderr).toBe(
			"kmslint: DB_PASSWORD (template.yaml:7:24) is not stored: the credentials do not allow `ssm:PutParameter` on it, or the use of its key (AccessDeniedException).\n",
		);
		expect(findManifest(folder.path)?.has(PASSWORD, "DB_PASSWORD", "ssm")).toBeNull();
		aws.allowAll();
		expect((await store()).code).toBe(0);
		expect(findManifest(folder.path)?.has(PASSWORD, "DB_PASSWORD", "ssm")).toBe("stored");
	});

	test("records nothing that it could not read back, and completes once it may", async () => {
		aws.deny({ action: "ssm:GetParameter" });
		const said = await store();
		expect(said.code).toBe(1);
		expect(said.stderr).toContain("it was stored as '/app/db-password' but could not be read back");
		expect(findManifest(folder.path)?.entries).toEqual([]);
		expect((await store()).stderr).toContain(
			"'/app/db-password' already exists, but its value could not be compared",
		);
		aws.allowAll();
		expect((await store()).stdout.match(/was stored already/gu)).toHaveLength(2);
	});

	test("says the name of any other error, and nothing that AWS said with it", async () => {
		aws.throttle({ action: "ssm:PutParameter" });
		const said = await store();
		expect(said.stderr).toContain("is not stored: `ssm:PutParameter` failed (ThrottlingException).");
		const unknown = await store("--kms-key", "alias/none");
		expect(unknown.code).toBe(1);
		expectNoValue(said.stderr, unknown.stderr);
	});

	test("confirms what was exported and stored by hand, under the name of the export", async () => {
		await folder.run(["secrets", "export", "--prefix", "/orders/"]);
		aws.ssm.put("/orders/db-password", PASSWORD);
		const said = await store();
		expect(said.stdout).toContain(
			"DB_PASSWORD (template.yaml:7:24): was stored already, as '/orders/db-password', version 1.\n  .kmslint/secrets/db-password is no longer needed; delete it.\n",
		);
		expect(said.stdout).toContain("API_TOKEN (template.yaml:8:22): stored as '/orders/api-token', version 1.");
		expect((await folder.run(["secrets", "export"])).stdout).toBe(
			"# DB_PASSWORD (template.yaml:7:24): stored as '/orders/db-password' already\n\n# API_TOKEN (template.yaml:8:22): stored as '/orders/api-token' already\n",
		);
	});

	test("keeps secrets in Secrets Manager, and knows one that is there", async () => {
		aws.secrets.create("/app/api-token", TOKEN);
		expect((await store("--backend", "secrets-manager")).stdout).toMatch(
			/^DB_PASSWORD \(.*\): stored as '\/app\/db-password', version [\w-]{36}\.\nAPI_TOKEN \(.*\): was stored already/u,
		);
		const { SecretString } = await new SecretsManagerClient({}).send(
			new GetSecretValueCommand({ SecretId: "/app/db-password" }),
		);
		expect(SecretString).toBe(PASSWORD);
		expect(findManifest(folder.path)?.has(TOKEN, "API_TOKEN", "secrets-manager")).toBe("stored");
		expectNoValue(manifest());
		folder.write("template.yaml", template({ API_TOKEN: PASSWORD }));
		expect((await store("--backend", "secrets-manager")).stdout).toContain("'/app/api-token-2'");
	});

	test("never puts over another secret", async () => {
		const arn = aws.secrets.create("/app/api-token", "another");
		const said = await store("--backend", "secrets-manager");
		expect(said.code).toBe(1);
		expect(said.stderr).toContain(
			"API_TOKEN (template.yaml:8:22) is not stored: '/app/api-token' already exists with a different value",
		);
		expect(
			(await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: arn }))).SecretString,
		).toBe("another");
	});

	test("encrypts for a function, and gives what takes the value's place", async () => {
		const said = await store(...KMS);
		expect(said).toMatchObject({ code: 0, stderr: "" });
		const [, ciphertext = ""] =
			/DB_PASSWORD \(template\.yaml:7:24\): encrypted for 'orders'\. Set this variable:\n {2}ENCRYPTED_DB_PASSWORD: (\S+)\n/u.exec(
				said.stdout,
			) ?? [];
		const decrypt = async (name: string): Promise<string> => {
			const { Plaintext } = await new KMSClient({}).send(
				new DecryptCommand({
					CiphertextBlob: Buffer.from(ciphertext, "base64"),
					EncryptionContext: { LambdaFunctionName: name },
				}),
			);
			return new TextDecoder().decode(Plaintext);
		};
		expect(await decrypt("orders")).toBe(PASSWORD);
		await expect(decrypt("billing")).rejects.toMatchObject({ name: "InvalidCiphertextException" });
		expect(findManifest(folder.path)?.find(PASSWORD, "DB_PASSWORD", "kms")).toMatchObject({
			state: "stored",
			ciphertext,
			functionName: "orders",
			kmsKey: "alias/app-secrets",
		});
		expectNoValue(said.stdout, manifest());
		aws.clearCalls();
		const again = await store(...KMS);
		expect(again.stdout).toContain(`ENCRYPTED_DB_PASSWORD: ${ciphertext}\n`);
		expect(aws.calls).toEqual([]);
	});

	test("encrypts once more for another function", async () => {
		await store(...KMS);
		await store(...KMS.with(-1, "billing"));
		expect(findManifest(folder.path)?.entries.map(({ functionName }) => functionName)).toEqual([
			"orders",
			"orders",
			"billing",
			"billing",
		]);
	});

	test("records no ciphertext that it could not decrypt again", async () => {
		aws.deny({ action: "kms:Decrypt" });
		const said = await store(...KMS);
		expect(said.code).toBe(1);
		expect(said.stderr).toContain(
			"it could not be decrypted again: the credentials do not allow `kms:Decrypt` on it",
		);
		expect(findManifest(folder.path)?.entries).toEqual([]);
	});

	test("keeps what went well before a run was cut short", async () => {
		aws.deny({ action: "ssm:PutParameter", resource: "*api-token" });
		await store();
		expect(findManifest(folder.path)?.entries.map(({ name }) => name)).toEqual(["DB_PASSWORD"]);
	});
});

describe("what cannot begin", () => {
	test("without a region, or credentials, it says what to set and leaves nothing behind", async () => {
		vi.stubEnv("AWS_REGION", undefined);
		expect(await store()).toEqual({
			code: 2,
			stdout: "",
			stderr: "kmslint: The AWS SDK has no region. Set AWS_REGION, or AWS_PROFILE.\n",
		});
		vi.stubEnv("AWS_REGION", aws.env["AWS_REGION"]);
		vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
		expect(await store()).toEqual({
			code: 2,
			stdout: "",
			stderr: "kmslint: The AWS SDK found no credentials. Log in, or set AWS_PROFILE.\n",
		});
		expect(existsSync(join(folder.path, ".kmslint"))).toBe(false);
	});

	test("without the SDK it says what to install", async () => {
		const load = (name: string): Promise<unknown> =>
			loadSdk(name, () =>
				Promise.reject(Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" })),
			);
		await expect(load("@aws-sdk/client-kms")).rejects.toThrow(
			new UsageError(
				"'kmslint secrets store' needs the AWS SDK's client. Run: npm install --save-dev @aws-sdk/client-kms",
			),
		);
		await expect(loadSdk("x", () => Promise.reject(new RangeError("a bug")))).rejects.toThrow(RangeError);
	});

	test("with no secret it asks for nothing", async () => {
		folder.write("template.yaml", template({ STAGE: "prod" }));
		vi.stubEnv("AWS_REGION", undefined);
		expect(await store()).toEqual({ code: 0, stdout: "# There is no secret to store.\n", stderr: "" });
		vi.stubEnv("AWS_REGION", aws.env["AWS_REGION"]);
	});

	test("a record that is not ours stops it before anything is sent", async () => {
		await folder.run(["secrets", "export"]);
		writeFileSync(join(folder.path, SECRETS, "manifest.json"), "{}");
		expect((await store()).code).toBe(2);
		expect(aws.calls).toEqual([]);
	});
});
