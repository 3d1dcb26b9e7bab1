import { cpSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { AuditReport } from "../audit/answer.ts";
import { fakeSecret } from "../testing/fake-secret.ts";
import type { Folder } from "../testing/run-command.ts";
import { useFolders } from "../testing/use-folders.ts";

const folderOf = useFolders();

const api = (id: string, name: string): string => `Parameters:
  Stage: { Type: String, Default: dev }
Resources:
  ${id}:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: !Sub "\${Stage}-${name}"
      Environment: { Variables: { DB_PASSWORD: "${fakeSecret("password")}" } }
`;

/** An application of which a configuration leaves a folder out. */
const project = (more: Readonly<Record<string, string>> = {}): Folder =>
	folderOf({
		"app/template.yaml": api("Orders", "orders"),
		"legacy/template.yaml": api("Legacy", "legacy"),
		"kmslint.config.json": '{ "ignores": ["legacy/"] }',
		"list.csv": "Function\nprod-orders\nprod-legacy\n",
		...more,
	});

describe("what a configuration leaves out", () => {
	test.each([
		["map", "-f", "json"],
		["migrate", "-f", "json"],
		["secrets", "export"],
	])("kmslint %s leaves out, too", async (...argv) => {
		const { stdout, stderr } = await project().run(argv);
		expect(`${stdout}${stderr}`).not.toMatch(/legacy|Legacy/u);
		expect(stdout).toMatch(/Orders|app\/template\.yaml|1 secret/u);
	});

	test("is not in the answers of an audit", async () => {
		expect(await verdicts(project())).toEqual(["depends Orders", "absent"]);
	});

	test.each(["map", "migrate", "secrets export", "audit --from list.csv"])(
		"kmslint %s tells the mistakes of a configuration",
		async (argv) => {
			const folder = project({ "kmslint.config.json": '{ "ignore": [] }' });
			expect(await folder.run(argv.split(" "))).toMatchObject({
				code: 2,
				stderr: expect.stringContaining("kmslint.config.json:1:3: Unknown key 'ignore'") as string,
			});
		},
	);
});

/** `found Orders`, for each row of the list. */
async function verdicts(folder: Folder, ...argv: readonly string[]): Promise<readonly string[]> {
	const { stdout } = await folder.run(["audit", "--from", "list.csv", "-f", "json", ...argv]);
	return (JSON.parse(stdout) as AuditReport).answers.map(({ subjects }) =>
		subjects.map(({ status, matches }) => [status, ...matches.map(({ id }) => id)].join(" ")).join(),
	);
}

describe("the values of parameters", () => {
	const SAMCONFIG = 'version = 0.1\n[prod.deploy.parameters]\nparameter_overrides = "Stage=prod"\n';

	test.each([
		["of the command line", {}, ["--parameter-overrides", "Stage=prod"]],
		["of a file", { "prod.json": '{ "Stage": "prod" }' }, ["--parameters", "prod.json"]],
		["of SAM's configuration", { "samconfig.toml": SAMCONFIG }, ["--config-env", "prod"]],
		[
			"of a configuration",
			{ "kmslint.config.json": '{ "ignores": ["legacy/"], "parameters": { "Stage": "prod" } }' },
			[],
		],
		[
			"of the command line, which win",
			{ "kmslint.config.json": '{ "ignores": ["legacy/"], "parameters": { "Stage": "test" } }' },
			["--parameter-overrides", "Stage=prod"],
		],
	])("%s count in an audit", async (_, files, argv) => {
		expect(await verdicts(project(files), ...argv)).toEqual(["found Orders", "absent"]);
	});

	test("count for the names in a map", async () => {
		const { code } = await project().run(["map", "--parameter-overrides", "Stage=prod"]);
		expect(code).toBe(0);
		expect((await project().run(["map", "--parameter-overrides", "Stage"])).code).toBe(2);
	});
});

describe("an audit reads cdk.out", () => {
	const FIXTURE = resolve(import.meta.dirname, "../../fixtures/cdk-out/docs");
	const answersOf = async (...paths: readonly string[]): Promise<AuditReport["answers"]> => {
		const folder = folderOf({ "list.csv": "Function\nOrders-Receive14BEA84E-ABCDEF123456\n" });
		cpSync(FIXTURE, join(folder.path, "app"), { recursive: true });
		const { stdout } = await folder.run(["audit", "--from", "list.csv", "-f", "json", ...paths]);
		return (JSON.parse(stdout) as AuditReport).answers;
	};

	test("with the names of its stacks, and fixes nothing there", async () => {
		const [answer] = await answersOf("app/assembly");
		expect(answer).toMatchObject({
			isExposed: true,
			subjects: [
				{
					status: "found",
					matches: [{ id: "Receive14BEA84E", place: { file: "app/assembly/Orders.template.json" } }],
					steps: [{ command: "kmslint --preset audit app/assembly" }],
				},
			],
		});
	});

	test("beside its source, which then is the answer, without a condition", async () => {
		const [answer] = await answersOf("app");
		expect(answer?.subjects).toMatchObject([
			{
				status: "found",
				matches: [{ id: "Receive", condition: null, place: { file: "app/lib/orders-stack.ts" } }],
			},
		]);
		const [alone] = await answersOf("app/lib");
		expect(alone?.subjects).toMatchObject([{ status: "depends" }]);
	});
});
