import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { applicationFacts, applicationNames, copyApplication } from "../../testing/application-copy.ts";
import { ACCOUNT_ID, REGION } from "../../testing/aws-double/account.ts";
import type { Statement } from "../../testing/aws-double/policy.ts";
import { type HandlerRunner, startHandlerRunner } from "../../testing/aws-double/run-handler.ts";
import { compileTexts } from "../../testing/compile-texts.ts";
import { Deployment, type FunctionRun, newStatements, type StatementAt } from "../../testing/deployment.ts";
import type { Deployed } from "../../testing/resolve-template.ts";
import type { Folder } from "../../testing/run-command.ts";

let runner: HandlerRunner;
let account: Deployment;
const folders: Folder[] = [];

beforeAll(async () => {
	runner = await startHandlerRunner();
});
beforeEach(async () => {
	account = await Deployment.start(runner);
});
afterEach(async () => {
	await account.close();
	folders.splice(0).forEach((folder) => folder.remove());
});
afterAll(() => runner.close());

const valuesOf = ({ outcomes }: FunctionRun): readonly unknown[] =>
	outcomes.map((outcome) => (outcome.ok ? outcome.value : `${outcome.error.name}: ${outcome.error.message}`));

function sdkPackagesOf(path: string): readonly string[] {
	const { dependencies = {} } = JSON.parse(readFileSync(path, "utf8")) as {
		readonly dependencies?: Readonly<Record<string, string>>;
	};
	return Object.keys(dependencies).filter((name) => name.startsWith("@aws-sdk/"));
}

/** The files of an application, in order. */
function filesOf({ path }: Folder): readonly string[] {
	return readdirSync(path, { recursive: true, encoding: "utf8" })
		.filter((one) => !/node_modules|\.kmslint/u.test(one))
		.map((one) => one.replaceAll("\\", "/"))
		.sort();
}

/** The statements that the plan hands over, with what only a deployment knows filled in, by the role of their function. */
function handedOver(text: string, deployed: Deployed): ReadonlyMap<string, readonly Statement[]> {
	const plain = text
		.replaceAll("${AWS::Partition}", "aws")
		.replaceAll("${AWS::Region}", REGION)
		.replaceAll("${AWS::AccountId}", ACCOUNT_ID);
	const { permissions } = JSON.parse(plain) as {
		readonly permissions: readonly {
			readonly functions: readonly string[];
			readonly edited: boolean;
			readonly statements: readonly Statement[];
		}[];
	};
	return new Map(
		permissions
			.filter(({ edited }) => !edited)
			.map(({ functions, statements }) => [
				deployed.functions.find(({ id }) => id === functions[0])?.role ?? "",
				statements,
			]),
	);
}

/** The handlers in TypeScript, as a migration leaves them. */
const programs = new Map<string, string>();

describe("an application that is migrated", () => {
	test.each(applicationNames().map((name) => [name] as const))("%s", async (name) => {
		const facts = applicationFacts(name);
		const folder = copyApplication(name);
		folders.push(folder);
		const runAll = async (deployed: Deployed): Promise<ReadonlyMap<string, FunctionRun>> => {
			const runs = new Map<string, FunctionRun>();
			for (const [id, handler] of facts.handlers) {
				const fn = deployed.functions.find((one) => one.id === id);
				if (fn === undefined) {
					throw new Error(`Nothing deploys '${id}'.`);
				}
				runs.set(id, await account.run(folder.path, fn, handler));
			}
			return runs;
		};

		/** Those with the statement's role are called first: one that fails is enough. */
		const failsWithout = async ({ id: role }: StatementAt, deployed: Deployed): Promise<boolean> => {
			const own = deployed.functions.filter((fn) => fn.role === role);
			for (const fn of new Set([...own, ...deployed.functions])) {
				const handler = facts.handlers.get(fn.id);
				const run = handler === undefined ? null : await account.run(folder.path, fn, handler);
				if (run?.outcomes.some(({ ok }) => !ok) === true) {
					return true;
				}
			}
			return false;
		};

		const before = account.deploy(folder.path, facts.template, facts.parameters);
		const answers = await runAll(before);
		for (const run of answers.values()) {
			expect(
				run.outcomes.every(({ ok }) => ok),
				JSON.stringify(run),
			).toBe(true);
		}

		expect((await folder.run(["secrets", "export"])).stderr).toBe("");
		account.storeExported(folder.path);
		for (const [target, value] of Object.entries(facts.known)) {
			account.aws.ssm.put(target, value);
		}
		const plan = await folder.run(["migrate", ...facts.options, "--format", "json"]);
		const files = filesOf(folder);
		const written = await folder.run(["migrate", ...facts.options, "--write"]);
		expect(filesOf(folder).filter((path) => !files.includes(path))).toEqual(facts.created);
		expect(written, written.stdout).toMatchObject({ code: 0, stderr: "" });

		for (const path of readdirSync(folder.path, { recursive: true, encoding: "utf8" })) {
			if (path.endsWith("package.json") && !path.includes("node_modules")) {
				expect(sdkPackagesOf(join(folder.path, path)), path).toEqual(facts.packages[path] ?? []);
			}
		}

		for (const path of readdirSync(folder.path, { recursive: true, encoding: "utf8" })) {
			if (path.endsWith(".ts") && name !== "cdk" && !path.includes("node_modules")) {
				programs.set(`${name}/${path}`, readFileSync(join(folder.path, path), "utf8"));
			}
		}

		const deployed = account.deploy(folder.path, facts.template, facts.parameters);
		const after = { ...deployed, roles: new Map([...deployed.roles, ...handedOver(plan.stdout, deployed)]) };
		account.install(after);
		let lookups = 0;
		for (const [id, run] of await runAll(after)) {
			expect(valuesOf(run), id).toEqual(valuesOf(answers.get(id) ?? run));
			expect(new Set(run.lookups).size, `'${id}' asks once for each secret`).toBe(run.lookups.length);
			lookups += run.lookups.length;
		}
		expect(lookups).toBeGreaterThan(0);

		const added = newStatements(before, after);
		expect(added.length).toBeGreaterThan(0);
		for (const statement of added) {
			const restore = account.leaveOut(after, statement);
			expect(
				await failsWithout(statement, after),
				`without statement ${JSON.stringify(statement)} something fails`,
			).toBe(true);
			restore();
		}

		expect(await folder.run(["migrate"])).toEqual({ code: 0, stdout: "Nothing to migrate.\n", stderr: "" });
		const linted = await folder.run(["--preset", "strict", "--format", "json"]);
		const { findings } = JSON.parse(linted.stdout) as { readonly findings: readonly { readonly rule: string }[] };
		expect(findings.map(({ rule }) => rule).filter((rule) => rule.startsWith("no-"))).toEqual([]);
	});

	test("compiles where it is in TypeScript", () => {
		expect([...programs.keys()].length).toBeGreaterThan(4);
		expect(
			compileTexts(programs, {
				module: "esnext",
				moduleResolution: "bundler",
				paths: { "@acme/vault": ["./monorepo/packages/vault/src/index.ts"] },
			}),
		).toEqual([]);
	});
});
