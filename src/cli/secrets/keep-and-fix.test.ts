import { readFileSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readManifest, type ManifestEntry } from "../../fix/manifest.ts";
import { runHandler, type Outcome } from "../../testing/aws-double/run-handler.ts";
import { startAwsDouble, type AwsDouble } from "../../testing/aws-double/start-aws-double.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { Folder, type Said } from "../../testing/run-command.ts";

const TOKEN = fakeSecret("token", 131);
const PASSWORD = fakeSecret("password", 132);
const SOURCE = `const dbPassword = "${PASSWORD}";

exports.handler = async (event) => {
	const headers = { authorization: "Bearer ${TOKEN}" };
	return { headers, dsn: \`app:\${dbPassword}@db\`, event };
};
`;
const EVENTS = [1, { a: "b" }, null];

/** What is asked of the rule, what of the command, and the variable that the rewritten program reads. */
const BACKENDS: readonly (readonly [
	fix: string,
	keep: readonly string[],
	variable: (entry: ManifestEntry) => string,
])[] = [
	["ssm", [], ({ name }) => `${name}_PARAMETER_NAME`],
	["powertools", [], ({ name }) => `${name}_PARAMETER_NAME`],
	["extension", [], ({ name }) => `${name}_PARAMETER_NAME`],
	["secrets-manager", ["--backend", "secrets-manager"], ({ name }) => `${name}_SECRET_ID`],
	[
		"kms",
		["--backend", "kms", "--kms-key", "alias/app-secrets", "--function-name", "orders"],
		({ target }) => target,
	],
];

let aws: AwsDouble;
let folder: Folder;

beforeEach(async () => {
	aws = await startAwsDouble();
	for (const [name, value] of Object.entries(aws.env)) {
		vi.stubEnv(name, value);
	}
	folder = new Folder({ "src/index.cjs": SOURCE });
});
afterEach(async () => {
	folder.remove();
	await aws.close();
});
afterAll(() => {
	vi.unstubAllEnvs();
});

const source = (): string => readFileSync(join(folder.path, "src/index.cjs"), "utf8");
const fix = (backend: string): Promise<Said> =>
	folder.run(["--fix", "--rule", `no-hardcoded-secret: [error, { fix: ${backend} }]`]);

/** What the handler answers as it stands, with the variables that a deployment would set. */
async function invoke(variable: (entry: ManifestEntry) => string): Promise<readonly Outcome[]> {
	const entries = readManifest(folder.path)?.entries ?? [];
	const env = Object.fromEntries(entries.map((entry) => [variable(entry), entry.ciphertext ?? entry.target]));
	aws.clearCalls();
	return (await runHandler({ folder: join(folder.path, "src"), file: "index.cjs", env }, EVENTS, aws)).results;
}

describe("a secret that is kept, and then looked up", () => {
	test.each(BACKENDS)(
		"with %s the program answers as before, and asks once for each",
		async (backend, keep, variable) => {
			const before = await invoke(variable);
			expect(before).toHaveLength(EVENTS.length);

			const unkept = await fix(backend);
			expect(unkept.code).toBe(1);
			expect(unkept.stdout).toContain("kmslint secrets store");
			expect(source()).toBe(SOURCE);

			const stored = await folder.run(["secrets", "store", ...keep]);
			expect(stored).toMatchObject({ code: 0, stderr: "" });
			const fixed = await fix(backend);
			expect(fixed).toMatchObject({ code: 0 });
			for (const value of [TOKEN, PASSWORD]) {
				expect(source() + fixed.stdout + fixed.stderr + unkept.stdout + stored.stdout).not.toContain(value);
			}

			expect(await invoke(variable)).toEqual(before);
			expect(aws.calls.filter(({ service }) => service !== "extension").map(({ outcome }) => outcome)).toEqual([
				"ok",
				"ok",
			]);

			const after = source();
			await fix(backend);
			expect(source()).toBe(after);
			expect((await folder.run(["secrets", "store", ...keep])).stdout).toBe("# There is no secret to store.\n");
		},
	);

	test("an export allows the same, while its files are there", async () => {
		await folder.run(["secrets", "export"]);
		const file = join(folder.path, ".kmslint/secrets/db-password");
		const kept = readFileSync(file, "utf8");
		unlinkSync(file);
		await fix("ssm");
		expect(source()).toContain(PASSWORD);
		expect(source()).not.toContain(TOKEN);
		folder.write(".kmslint/secrets/db-password", kept);
		await fix("ssm");
		expect(source()).toContain(PASSWORD); // Others may read what is written so.
		await folder.run(["secrets", "export"]);
		await fix("ssm");
		expect(source()).not.toContain(PASSWORD);
	});
});
