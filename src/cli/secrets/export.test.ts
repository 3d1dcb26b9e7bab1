import { execFile, execFileSync } from "node:child_process";
import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	unlinkSync,
	writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { DecryptCommand, KMSClient } from "@aws-sdk/client-kms";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { findManifest } from "../../fix/manifest.ts";
import { startAwsDouble, type AwsDouble } from "../../testing/aws-double/start-aws-double.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { Folder, type Said } from "../../testing/run-command.ts";

const PASSWORD = fakeSecret("password", 101);
const TOKEN = fakeSecret("token", 102);
const UMLAUT = `pä${fakeSecret("password", 103)}`;
const KEY = fakeSecret("pem-private-key", 105);
const KEYS = KEY.repeat(6);
const SECRETS = ".kmslint/secrets";

/** A function with these variables. */
function template(variables: Readonly<Record<string, string>>): string {
	const lines = Object.entries(variables).map(
		([name, value]) => `          ${name}: ${value.startsWith("!") ? value : JSON.stringify(value)}`,
	);
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

let folders: Folder[] = [];
function folderOf(files: Readonly<Record<string, string>>): Folder {
	const folder = new Folder(files);
	folders.push(folder);
	return folder;
}
afterEach(() => {
	for (const folder of folders) {
		folder.remove();
	}
	folders = [];
});

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const commandsOf = ({ stdout }: Said): readonly string[] =>
	stdout.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

/** Everything that may not hold a value: what was said, and the record. */
function shownBy(folder: Folder, said: Said): string {
	return said.stdout + said.stderr + readFileSync(join(folder.path, SECRETS, "manifest.json"), "utf8");
}

describe("kmslint secrets export", () => {
	test("writes each value to a file of its own and prints the command that reads it", async () => {
		const folder = folderOf({
			"template.yaml": template({ STAGE: "prod", DB_PASSWORD: PASSWORD, API_TOKEN: TOKEN }),
		});
		const said = await folder.run(["secrets", "export"]);
		expect(said).toMatchObject({ code: 0, stderr: "" });
		expect(said.stdout).toBe(
			[
				"# 2 values are in .kmslint/secrets, which git ignores. Run this here, and keep the files until --fix has run:",
				"",
				"# DB_PASSWORD (template.yaml:8:24)",
				"aws ssm put-parameter --name /app/db-password --type SecureString --value file://.kmslint/secrets/db-password",
				"",
				"# API_TOKEN (template.yaml:9:22)",
				"aws ssm put-parameter --name /app/api-token --type SecureString --value file://.kmslint/secrets/api-token",
				"",
			].join("\n"),
		);
		expect(readFileSync(join(folder.path, SECRETS, "db-password"), "utf8")).toBe(PASSWORD);
		expect(readFileSync(join(folder.path, SECRETS, "api-token"), "utf8")).toBe(TOKEN);
	});

	test.skipIf(process.platform === "win32")(
		"closes the folder and its files to others, whatever the umask",
		async () => {
			const folder = folderOf({ "template.yaml": template({ DB_PASSWORD: PASSWORD }) });
			const before = process.umask(0o277);
			await folder.run(["secrets", "export"]).finally(() => process.umask(before));
			expect(modeOf(join(folder.path, SECRETS))).toBe("700");
			for (const name of readdirSync(join(folder.path, SECRETS))) {
				expect(modeOf(join(folder.path, SECRETS, name)), name).toBe("600");
			}
			expect(readdirSync(join(folder.path, SECRETS)).sort()).toEqual([
				".gitignore",
				"db-password",
				"manifest.json",
				"manifest.key",
			]);
		},
	);

	test("hides all of it from git", async () => {
		const folder = folderOf({ "template.yaml": template({ DB_PASSWORD: PASSWORD }) });
		await folder.run(["secrets", "export"]);
		const git = (...args: readonly string[]): string =>
			execFileSync("git", [...args], { cwd: folder.path, encoding: "utf8" });
		git("init", "-q");
		expect(git("status", "--porcelain", "--untracked-files=all")).toBe("?? template.yaml\n");
	});

	test("shows no value: neither on the screen nor in the record", async () => {
		const folder = folderOf({ "template.yaml": template({ DB_PASSWORD: PASSWORD, API_TOKEN: TOKEN }) });
		const shown = shownBy(folder, await folder.run(["secrets", "export"]));
		for (const value of [PASSWORD, TOKEN]) {
			expect(shown).not.toContain(value);
			expect(shown).not.toContain(Buffer.from(value).toString("base64").slice(0, 12));
		}
	});

	test("lets the record say that the value is kept, while its file is there", async () => {
		const folder = folderOf({ "template.yaml": template({ DB_PASSWORD: PASSWORD }) });
		await folder.run(["secrets", "export"]);
		expect(findManifest(folder.path)?.has(PASSWORD, "DB_PASSWORD", "ssm")).toBe("exported");
		expect(findManifest(folder.path)?.has(PASSWORD, "DB_PASSWORD", "kms")).toBeNull();
		unlinkSync(join(folder.path, SECRETS, "db-password"));
		expect(findManifest(folder.path)?.has(PASSWORD, "DB_PASSWORD", "ssm")).toBeNull();
	});

	test("changes nothing the second time, and says the same", async () => {
		const folder = folderOf({ "template.yaml": template({ DB_PASSWORD: PASSWORD, API_TOKEN: TOKEN }) });
		const state = (): unknown =>
			readdirSync(join(folder.path, SECRETS)).map((name) => {
				// A new file may get the number of one that is gone, but not its time.
				const { ino, ctimeNs } = lstatSync(join(folder.path, SECRETS, name), { bigint: true });
				return [name, ino, ctimeNs, readFileSync(join(folder.path, SECRETS, name), "hex")];
			});
		const first = await folder.run(["secrets", "export"]);
		const before = state();
		expect(await folder.run(["secrets", "export"])).toEqual(first);
		expect(state()).toEqual(before);
		unlinkSync(join(folder.path, SECRETS, "db-password"));
		await folder.run(["secrets", "export"]);
		expect(readFileSync(join(folder.path, SECRETS, "db-password"), "utf8")).toBe(PASSWORD);
	});

	test("keeps apart what has one name and two values, and together what has one name and one value", async () => {
		const folder = folderOf({
			"a.yaml": template({ DB_PASSWORD: PASSWORD }),
			"b.yaml": template({ DB_PASSWORD: TOKEN }),
			"c.yaml": template({ DB_PASSWORD: PASSWORD }),
		});
		const said = await folder.run(["secrets", "export"]);
		expect(said.stdout).toContain("# DB_PASSWORD (a.yaml:7:24, c.yaml:7:24)");
		expect(commandsOf(said)).toHaveLength(2);
		expect(commandsOf(said)[1]).toContain(
			"--name /app/db-password-2 --type SecureString --value file://.kmslint/secrets/db-password-2",
		);
		expect(readFileSync(join(folder.path, SECRETS, "db-password-2"), "utf8")).toBe(TOKEN);
		// Also where only one of them is asked for later.
		expect(commandsOf(await folder.run(["secrets", "export", "b.yaml"]))[0]).toContain("/app/db-password-2 ");
	});

	test("never writes over a file that was there", async () => {
		const folder = folderOf({ "template.yaml": template({ DB_PASSWORD: PASSWORD }) });
		mkdirSync(join(folder.path, SECRETS), { recursive: true, mode: 0o700 });
		writeFileSync(join(folder.path, SECRETS, "db-password"), "mine", { mode: 0o600 });
		await folder.run(["secrets", "export"]);
		expect(readFileSync(join(folder.path, SECRETS, "db-password"), "utf8")).toBe("mine");
		expect(readFileSync(join(folder.path, SECRETS, "db-password-2"), "utf8")).toBe(PASSWORD);
	});

	test("names parameters as it is told, also those that are exported already", async () => {
		const folder = folderOf({ "template.yaml": template({ DB_PASSWORD: PASSWORD }) });
		await folder.run(["secrets", "export"]);
		const said = await folder.run([
			"secrets",
			"export",
			"--prefix",
			"/orders/prod",
			"--kms-key",
			"alias/app-secrets",
		]);
		expect(commandsOf(said)).toEqual([
			"aws ssm put-parameter --name /orders/prod/db-password --type SecureString --key-id alias/app-secrets --value file://.kmslint/secrets/db-password",
		]);
		expect(commandsOf(await folder.run(["secrets", "export"]))[0]).toContain("/orders/prod/db-password");
		expect(readdirSync(join(folder.path, SECRETS)).filter((name) => name.startsWith("db"))).toEqual([
			"db-password",
		]);
	});

	test("takes the values of all branches, and of a parameter's default", async () => {
		const text = `Parameters:\n  Token: { Type: String, Default: "${TOKEN}" }\n  Stage: { Type: String }\nConditions:\n  Prod: !Equals [!Ref Stage, prod]\n${template({ DB_PASSWORD: `!If [Prod, "${PASSWORD}", "${UMLAUT}"]`, API_TOKEN: "!Ref Token" })}`;
		const folder = folderOf({ "template.yaml": text });
		expect(commandsOf(await folder.run(["secrets", "export"]))).toHaveLength(3);
		expect(readFileSync(join(folder.path, SECRETS, "db-password-2"), "utf8")).toBe(UMLAUT);
		expect(readFileSync(join(folder.path, SECRETS, "api-token"), "utf8")).toBe(TOKEN);
	});

	test("leaves alone what the author accepts, and what is no secret", async () => {
		const folder = folderOf({
			"template.yaml": template({ DB_PASSWORD: PASSWORD }).replace(
				"          DB_PASSWORD",
				"          # eslint-disable-next-line aws-kms/no-secret-in-environment -- of a test account\n          DB_PASSWORD",
			),
			"data.json": '{ "password": "x" }',
		});
		expect(await folder.run(["secrets", "export"])).toEqual({
			code: 0,
			stdout: "# There is no secret to store.\n",
			stderr: "",
		});
		expect(existsSync(join(folder.path, ".kmslint"))).toBe(false);
	});

	test.each([
		[
			"what is put together when it is deployed",
			template({ DATABASE_URL: `!Sub "postgres://app:${TOKEN}@\${Host}:5432/orders"` }),
			[],
			"template.yaml:7:25: its value is not fully known until run time",
		],
		[
			"a value that Parameter Store does not take",
			template({ DATABASE_URL: `${fakeSecret("uri-password", 104)}?options={{x}}` }),
			[],
			"Parameter Store takes no value with `{{…}}`",
		],
		[
			"a value of more than 4 KB",
			template({ TLS_KEYS: KEYS }),
			[],
			`it has ${String(KEYS.length)} bytes, and a standard parameter takes 4096`,
		],
		[
			"line ends that the AWS CLI would change",
			template({ TLS_KEY: KEY.replaceAll("\n", "\r\n") }),
			[],
			"the AWS CLI would change its line endings",
		],
		[
			"a value that KMS does not take",
			template({ TLS_KEYS: KEYS }),
			["--backend", "kms", "--kms-key", "alias/x", "--function-name", "orders"],
			"`Encrypt` takes 4096",
		],
	])("exits 1 for %s", async (_name, text, options, message) => {
		const folder = folderOf({ "template.yaml": text });
		const said = await folder.run(["secrets", "export", ...options]);
		expect(said.code).toBe(1);
		expect(said.stderr).toContain(message);
		expect(commandsOf(said)).toEqual([]);
		expect(said.stderr + said.stdout).not.toContain(KEY.slice(40, 50));
	});

	/** What a shell, JSON and YAML mean something by, and what is several bytes, units or characters long. */
	const GRAPHEME = fc.oneof(
		fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
		fc.integer({ min: 0xa1, max: 0xd7_ff }).map((code) => String.fromCodePoint(code)),
		fc.constantFrom("🔑", "👩‍🚀", "é", "ḍ̇", "한", "\u00a0", "\u2028", "\ufeff", "🇯🇵"),
	);

	test("keeps any password to the byte, and shows none", async () => {
		const password = fc
			.tuple(fc.string({ minLength: 6, maxLength: 14, unit: GRAPHEME }), fc.integer({ min: 200 }))
			.map(([text, seed]) => fakeSecret("password", seed) + text);
		let kept = 0;
		await fc.assert(
			fc.asyncProperty(fc.uniqueArray(password, { minLength: 1, maxLength: 12 }), async (values) => {
				const functions = values.map(
					(value, index) =>
						[
							`Api${String(index)}`,
							{
								Type: "AWS::Lambda::Function",
								Properties: { Environment: { Variables: { DB_PASSWORD: value } } },
							},
						] as const,
				);
				const folder = new Folder({
					"template.json": JSON.stringify({ Resources: Object.fromEntries(functions) }),
				});
				const said = await folder.run(["secrets", "export", "--backend", "secrets-manager"]);
				const manifest = findManifest(folder.path);
				// Not every text is one that the rules take for a secret.
				const shown = manifest === null ? said.stdout + said.stderr : shownBy(folder, said);
				for (const value of values) {
					const entry = manifest?.find(value, "DB_PASSWORD", "secrets-manager") ?? null;
					if (entry !== null) {
						kept += 1;
						expect(manifest?.has(value, "DB_PASSWORD", "secrets-manager")).toBe("exported");
						expect(readFileSync(join(folder.path, SECRETS, entry.file ?? ""), "utf8")).toBe(value);
					}
					expect(shown).not.toContain(value);
				}
				expect(commandsOf(said)).toHaveLength(manifest?.entries.length ?? 0);
				folder.remove();
			}),
			{ numRuns: 15 },
		);
		expect(kept).toBeGreaterThan(5);
	});

	test("exits 2 for a file that cannot be read, and exports the others", async () => {
		const folder = folderOf({
			"a.yaml": 'Resources:\n  A:\n    Type: "AWS::SNS::Topic\n',
			"b.yaml": template({ DB_PASSWORD: PASSWORD }),
		});
		const said = await folder.run(["secrets", "export"]);
		expect(said.code).toBe(2);
		expect(said.stderr).toMatch(/^kmslint: a\.yaml:\d+:\d+: /u);
		expect(commandsOf(said)).toHaveLength(1);
	});
});

describe.skipIf(process.platform === "win32")("a folder that is not ours alone", () => {
	const wanted = (folder: Folder): Promise<Said> => folder.run(["secrets", "export"]);
	const files = { "template.yaml": template({ DB_PASSWORD: PASSWORD }), "elsewhere/kept": "kept" };

	test.each([[".kmslint"], [SECRETS]])("is refused where %s is a link", async (name) => {
		const folder = folderOf(files);
		if (name === SECRETS) {
			mkdirSync(join(folder.path, ".kmslint"));
		}
		mkdirSync(join(folder.path, "elsewhere", "secrets"));
		symlinkSync(join(folder.path, "elsewhere"), join(folder.path, name));
		const said = await wanted(folder);
		expect(said).toMatchObject({
			code: 2,
			stdout: "",
			stderr: `kmslint: '${name}' is a symbolic link, so the secrets would be written elsewhere. Nothing was written.\n`,
		});
		expect(readdirSync(join(folder.path, "elsewhere"), { recursive: true }).sort()).toEqual(["kept", "secrets"]);
	});

	test("is refused where others may write to it, or it is no folder", async () => {
		const folder = folderOf(files);
		mkdirSync(join(folder.path, SECRETS), { recursive: true });
		chmodSync(join(folder.path, SECRETS), 0o777);
		expect((await wanted(folder)).stderr).toContain("Run: chmod 700 .kmslint/secrets");
		expect(readdirSync(join(folder.path, SECRETS))).toEqual([]);
		const other = folderOf({ ...files, ".kmslint": "a file" });
		expect((await wanted(other)).stderr).toContain("'.kmslint' is not a folder.");
	});

	test("never writes through a link that lies in it", async () => {
		const folder = folderOf(files);
		mkdirSync(join(folder.path, SECRETS), { recursive: true, mode: 0o700 });
		for (const name of ["db-password", ".gitignore"]) {
			symlinkSync(join(folder.path, "elsewhere", "kept"), join(folder.path, SECRETS, name));
		}
		expect((await wanted(folder)).code).toBe(0);
		expect(readFileSync(join(folder.path, "elsewhere", "kept"), "utf8")).toBe("kept");
		expect(lstatSync(join(folder.path, SECRETS, ".gitignore")).isFile()).toBe(true);
		expect(readFileSync(join(folder.path, SECRETS, "db-password-2"), "utf8")).toBe(PASSWORD);
	});

	test.each([
		["may be read by others", (path: string) => chmodSync(path, 0o644)],
		[
			"is a link",
			(path: string) => {
				unlinkSync(path);
				symlinkSync(join(path, "../../../elsewhere/kept"), path);
			},
		],
		["is no record", (path: string) => writeFileSync(path, "{}")],
	])("is refused where the record %s", async (_name, spoil) => {
		const folder = folderOf(files);
		await wanted(folder);
		spoil(join(folder.path, SECRETS, "manifest.json"));
		expect(await wanted(folder)).toMatchObject({ code: 2, stdout: "" });
		expect(readFileSync(join(folder.path, "elsewhere", "kept"), "utf8")).toBe("kept");
	});
});

describe("a mistake on the command line", () => {
	test.each([
		[[], "Run 'kmslint secrets export' or 'kmslint secrets store'"],
		[["exprt"], "Unknown command 'secrets exprt'."],
		[["export", "--bakend", "kms"], "Did you mean '--backend'?"],
		[["export", "--backend", "smm"], "Did you mean 'ssm'?"],
		[["export", "--backend"], "The option '--backend' needs a value."],
		[["export", "--help=no"], "takes no value"],
		[["export", "--backend", "kms"], "--backend kms needs --kms-key and --function-name"],
		[
			["export", "--backend", "kms", "--kms-key", "alias/a", "--function-name", "arn:aws:x"],
			"Write the name only, without ARN or version.",
		],
		[
			["export", "--backend", "kms", "--kms-key", "alias/a", "--function-name", "orders", "--prefix", "/a/"],
			"--prefix has no effect with --backend kms",
		],
		[["export", "--function-name", "orders"], "--function-name is only used with --backend kms"],
		[["export", "--kms-key", "alias/a; rm"], "Invalid value for --kms-key: 'alias/a; rm'. Write the id"],
		[["export", "--prefix", "app"], "Invalid value for --prefix: 'app'. Start with a slash"],
		[["export", "--prefix", "/aws/app"], "Start with a slash, but not with /aws or /ssm"],
		[["export", "--prefix", "/a b/"], "Invalid value for --prefix: '/a b/'. Use only letters"],
		[["export", ".."], "'..' is outside this folder."],
		[["export", "nothing.yaml"], "No such file or folder: 'nothing.yaml'."],
	])("%j exits 2 and says what to run", async (argv, message) => {
		const said = await folderOf({}).run(["secrets", ...argv]);
		expect(said.code).toBe(2);
		expect(said.stderr).toContain(message);
	});

	test("help is help", async () => {
		expect(await folderOf({}).run(["secrets", "--help"])).toMatchObject({
			code: 0,
			stdout: expect.stringContaining("kmslint secrets export|store") as string,
		});
	});
});

describe("the commands that are printed, in a shell", () => {
	let aws: AwsDouble;
	beforeAll(async () => {
		aws = await startAwsDouble();
	});
	afterAll(async () => {
		await aws.close();
	});

	/** Runs what was printed, with an `aws` that speaks to the double, which lives in this process. */
	async function runScript(folder: Folder, { stdout }: Said): Promise<string> {
		const bin = join(folder.path, "bin");
		mkdirSync(bin);
		writeFileSync(
			join(bin, "aws"),
			`#!/bin/sh\nexec '${process.execPath}' '${resolve(import.meta.dirname, "../../testing/aws-double/aws-cli.mjs")}' "$@"\n`,
			{ mode: 0o755 },
		);
		folder.write("keep.sh", stdout);
		const ran = await promisify(execFile)("sh", ["-e", "keep.sh"], {
			cwd: folder.path,
			env: { ...aws.env, NODE_NO_WARNINGS: "1", PATH: `${bin}:${process.env["PATH"] ?? ""}` },
		});
		return ran.stdout;
	}

	test("keep exactly the values as parameters, and as secrets", async () => {
		for (const [backend, values] of [
			["ssm", { DB_PASSWORD: PASSWORD, TLS_KEY: KEY, MAIL_PASSWORD: UMLAUT }],
			["secrets-manager", { TLS_KEY: KEY }],
		] as const) {
			const folder = folderOf({ "template.yaml": template(values) });
			await runScript(
				folder,
				await folder.run([
					"secrets",
					"export",
					"--backend",
					backend,
					"--prefix",
					"/shell/",
					"--kms-key",
					"alias/app-secrets",
				]),
			);
			// `store` finds them there, equal to the byte.
			for (const [name, value] of Object.entries(aws.env)) {
				vi.stubEnv(name, value);
			}
			const said = await folder.run(["secrets", "store", "--backend", backend]).finally(() => vi.unstubAllEnvs());
			expect(said).toMatchObject({ code: 0, stderr: "" });
			expect(said.stdout.match(/was stored already, as '\/shell\//gu)).toHaveLength(Object.keys(values).length);
		}
	});

	test("give a ciphertext that the function decrypts", async () => {
		const folder = folderOf({ "template.yaml": template({ DB_PASSWORD: UMLAUT }) });
		const said = await folder.run([
			"secrets",
			"export",
			"--backend",
			"kms",
			"--kms-key",
			"alias/app-secrets",
			"--function-name",
			"orders",
		]);
		expect(said.stdout).toContain("# DB_PASSWORD (template.yaml:7:24), for ENCRYPTED_DB_PASSWORD\n");
		const blob = Buffer.from((await runScript(folder, said)).trim(), "base64");
		const kms = new KMSClient({
			region: "eu-west-1",
			endpoint: aws.env["AWS_ENDPOINT_URL_KMS"] ?? "",
			credentials: { accessKeyId: "role", secretAccessKey: "none" },
		});
		const { Plaintext } = await kms.send(
			new DecryptCommand({ CiphertextBlob: blob, EncryptionContext: { LambdaFunctionName: "orders" } }),
		);
		expect(new TextDecoder().decode(Plaintext)).toBe(UMLAUT);
	});
});
