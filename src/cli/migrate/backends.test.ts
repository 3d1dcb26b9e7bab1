import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { BACKENDS, type Backend } from "../../fix/lookup/lookup.ts";
import { applicationFacts, copyApplication } from "../../testing/application-copy.ts";
import { type HandlerRunner, startHandlerRunner } from "../../testing/aws-double/run-handler.ts";
import { Deployment, type HandlerAt, newStatements } from "../../testing/deployment.ts";
import type { Folder } from "../../testing/run-command.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";

let runner: HandlerRunner;
let account: Deployment;
let folder: Folder;

beforeAll(async () => {
	runner = await startHandlerRunner();
});
beforeEach(async () => {
	account = await Deployment.start(runner);
	for (const [name, value] of Object.entries(account.aws.env)) {
		vi.stubEnv(name, value);
	}
});
afterEach(async () => {
	vi.unstubAllEnvs();
	folder.remove();
	await account.close();
});
afterAll(() => runner.close());

function change(file: string, change: (text: string) => string): void {
	folder.write(file, change(readFileSync(join(folder.path, file), "utf8")));
}

/** A key of the stack. */
function withKey(policy: string): void {
	change("template.yaml", (text) =>
		text.replace(
			"Resources:\n",
			`Resources:\n  SecretsKey:\n    Type: AWS::KMS::Key\n    Properties:\n      EnableKeyRotation: true\n      KeyPolicy:\n        Version: "2012-10-17"\n        Statement:\n          - Effect: Allow\n            Principal:\n              AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:${policy}"\n            Action: kms:*\n            Resource: "*"\n  SecretsAlias:\n    Type: AWS::KMS::Alias\n    Properties:\n      AliasName: alias/orders\n      TargetKeyId: !Ref SecretsKey\n`,
		),
	);
}

/** Where the key of the secrets is, and how the command line names it. */
const KEYS: readonly (readonly [name: string, key: string | null, prepare: () => void, statements: number])[] = [
	["the AWS managed key", null, () => undefined, 0],
	["a key elsewhere, by its alias", "alias/app-secrets", () => undefined, 1],
	["a key of the stack that leaves access to IAM", "alias/orders", () => withKey("root"), 1],
	["a key of the stack that names who may use it", "alias/orders", () => withKey("role/role"), 1],
];

/** What keeps the values that a backend reads. */
const STORES: Readonly<Record<Backend, string>> = {
	ssm: "ssm",
	powertools: "ssm",
	extension: "ssm",
	kms: "kms",
	"secrets-manager": "secrets-manager",
};

interface Case {
	readonly app: string;
	readonly backend: Backend;
	readonly name: string;
	readonly key: string | null;
	readonly prepare: () => void;
	readonly statements: number;
}

const OF_SAM = BACKENDS.flatMap((backend): readonly Case[] =>
	KEYS.filter(([, key]) => backend !== "kms" || key !== null)
		// The lookups of the three are granted alike.
		.filter(([, key]) => STORES[backend] === backend || key === null)
		.map(([name, key, prepare, statements]) => ({
			app: "sam-javascript",
			backend,
			name,
			key,
			prepare: () => {
				change("template.yaml", (text) => text.replace("Runtime:", "FunctionName: orders\n      Runtime:"));
				prepare();
			},
			statements,
		})),
);

/** The third document: a constant and a plaintext variable, in CDK and in Terraform, in both of its ways. */
const OF_OTHERS = (["ssm", "kms"] as const).flatMap((backend): readonly Case[] => [
	{
		app: "cdk",
		backend,
		name: "a key elsewhere, by its alias",
		key: "alias/app-secrets",
		prepare: () =>
			change("bin/shop.ts", (text) => text.replace("handler:", 'functionName: "orders",\n      handler:')),
		statements: 1,
	},
	{
		app: "cdk",
		backend,
		name: "a key of the stack that leaves access to IAM",
		key: "alias/orders",
		prepare: () =>
			change("bin/shop.ts", (text) =>
				text
					.replace("handler:", 'functionName: "orders",\n      handler:')
					.replace(
						"import type { Construct",
						'import * as kms from "aws-cdk-lib/aws-kms";\nimport type { Construct',
					)
					.replace(
						"    new lambda",
						'    const key = new kms.Key(this, "Key", { alias: "alias/orders", enableKeyRotation: true });\n    new lambda',
					),
			),
		statements: 1,
	},
	{
		app: "terraform",
		backend,
		name: "a key of the stack that leaves access to IAM",
		key: "alias/orders",
		prepare: () =>
			change(
				"iam.tf",
				(text) =>
					`${text}\nresource "aws_kms_key" "orders" {\n  enable_key_rotation = true\n}\n\nresource "aws_kms_alias" "orders" {\n  name          = "alias/orders"\n  target_key_id = aws_kms_key.orders.key_id\n}\n`,
			),
		statements: 1,
	},
]);

/** Calls the only function of a deployment; for Powertools, which keeps values, in a process of its own. */
async function call(
	deployed: ReturnType<Deployment["deploy"]>,
	handler: HandlerAt,
	backend: Backend = "ssm",
): ReturnType<Deployment["run"]> {
	const [fn] = deployed.functions;
	if (fn === undefined) {
		throw new Error("Nothing is deployed.");
	}
	const own = backend === "powertools" ? await startHandlerRunner() : runner;
	try {
		return await account.run(folder.path, fn, handler, own);
	} finally {
		if (own !== runner) {
			own.close();
		}
	}
}

/** Leaves each statement out that a migration added: the function must fail. */
async function expectAllNeeded(
	before: ReturnType<Deployment["deploy"]>,
	after: ReturnType<Deployment["deploy"]>,
	run: () => ReturnType<Deployment["run"]>,
): Promise<number> {
	const added = newStatements(before, after);
	for (const statement of added) {
		const restore = account.leaveOut(after, statement);
		const without = await run();
		expect(
			without.outcomes.some(({ ok }) => !ok),
			JSON.stringify(statement),
		).toBe(true);
		restore();
	}
	return added.filter(({ resource }) => resource === null).length;
}

/** The rules of the strictest preset that report something. */
async function strictlyReported(): Promise<readonly string[]> {
	const linted = await folder.run(["--preset", "strict", "--format", "json"]);
	const { findings } = JSON.parse(linted.stdout) as { readonly findings: readonly { readonly rule: string }[] };
	return findings.map(({ rule }) => rule);
}

describe("secrets that move", () => {
	test.each([...OF_SAM, ...OF_OTHERS])("$app to $backend, under $name", async (given) => {
		const { app, backend, name, key, prepare, statements } = given;
		folder = copyApplication(app);
		prepare();
		const facts = applicationFacts(app);
		const [handler = { file: "", exported: "" }] = facts.handlers.values();
		const before = account.deploy(folder.path, facts.template);
		const { outcomes } = await call(before, handler, backend);

		const store = STORES[backend];
		expect(
			await folder.run([
				...["secrets", "store", "--backend", store],
				...(key === null ? [] : ["--kms-key", key]),
				...(store === "kms" ? ["--function-name", "orders"] : []),
			]),
		).toMatchObject({ code: 0, stderr: "" });
		const written = await folder.run(["migrate", "--to", backend, "--write"]);
		expect(written, written.stdout).toMatchObject({ code: 0, stderr: "" });

		const after = account.deploy(folder.path, facts.template);
		const run = await call(after, handler, backend);
		expect(run.outcomes).toEqual(outcomes);
		expect(run.lookups).toHaveLength(2);
		// With a key of the stack, one more for the variables.
		const more = name.startsWith("a key of the stack") ? 1 : 0;
		expect(after.functions.map((fn) => fn.key !== null)).toEqual([more === 1]);
		expect(await expectAllNeeded(before, after, () => call(after, handler, backend))).toBe(
			statements + more + (store === "kms" ? 0 : 1),
		);
		expect((await folder.run(["migrate", "--to", backend])).stdout).toBe("Nothing to migrate.\n");
		const asked = more === 1 ? /^(?:no-|require-environment-key)/u : /^no-/u;
		expect((await strictlyReported()).filter((rule) => asked.test(rule))).toEqual([]);
	});
});

describe("a key that the migration adds", () => {
	test.each([
		["sam-javascript", "sam build && sam deploy"],
		["cdk", "npx cdk diff, then npx cdk deploy"],
		["terraform", "terraform plan, then terraform apply"],
	])("%s", async (app, command) => {
		folder = copyApplication(app);
		const facts = applicationFacts(app);
		const [handler = { file: "", exported: "" }] = facts.handlers.values();
		const { outcomes } = await call(account.deploy(folder.path, facts.template), handler);

		const first = await folder.run(["migrate", "--key", "new", "--write"]);
		expect(first.stdout).toContain("alias/app-secrets: a new key with rotation");
		expect(first.stdout).toContain(`[ ] Deploy the new key: ${command}\n`);
		const before = account.deploy(folder.path, facts.template);
		expect(before.keys.map(({ aliases }) => aliases)).toEqual([["alias/app-secrets"]]);
		expect((await call(before, handler)).outcomes).toEqual(outcomes);

		expect(await folder.run(["secrets", "store", "--kms-key", "alias/app-secrets"])).toMatchObject({ code: 0 });
		const second = await folder.run(["migrate", "--key", "new", "--write"]);
		expect(second, second.stdout).toMatchObject({ code: 0, stderr: "" });
		const after = account.deploy(folder.path, facts.template);
		expect(after.functions.map(({ key }) => key)).toEqual(after.keys.map(({ arn }) => arn));
		const run = await call(after, handler);
		expect(run.outcomes).toEqual(outcomes);
		expect(await expectAllNeeded(before, after, () => call(after, handler))).toBe(3);
		const reported = (await strictlyReported()).filter((rule) => /^no-|-key(?:-|$)/u.test(rule));
		expect(reported).toEqual([]);
		expect((await folder.run(["migrate", "--key", "new"])).stdout).toBe("Nothing to migrate.\n");
	});
});
