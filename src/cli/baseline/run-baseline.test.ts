import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import type { Folder } from "../../testing/run-command.ts";
import { useFolders } from "../../testing/use-folders.ts";
import { BASELINE_FILE } from "./baseline-file.ts";

const key = (id: string): string => `  ${id}:\n    Type: AWS::KMS::Key\n    Properties: { KeyPolicy: {} }\n`;
const volume = (id: string): string =>
	`  ${id}:\n    Type: AWS::EC2::Volume\n    Properties: { AvailabilityZone: a, Size: 1, Encrypted: false }\n`;
const password = (id: string): string =>
	`  ${id}:\n    Type: AWS::Lambda::Function\n    Properties: { Environment: { Variables: { DB_PASSWORD: "${fakeSecret("password")}" } } }\n`;
const MAKERS = [key, volume, password] as const;
const templateOf = (resources: readonly string[]): string => `Resources:\n${resources.join("")}`;
const TWO = templateOf([key("First"), volume("Second")]);

const folderOf = useFolders();

const baselineIn = (folder: Folder): string => readFileSync(join(folder.path, BASELINE_FILE), "utf8");
interface Findings {
	readonly findings: readonly { readonly rule: string; readonly resource: { readonly id: string } | null }[];
	readonly suppressed: readonly { readonly suppression: Readonly<Record<string, unknown>> }[];
}
const findingsIn = async (folder: Folder, ...argv: readonly string[]): Promise<Findings> =>
	JSON.parse((await folder.run([...argv, "-f", "json"])).stdout) as Findings;

describe("whatever a code base has", () => {
	const resources = fc.array(fc.nat({ max: MAKERS.length - 1 }), { minLength: 1, maxLength: 6 });

	test("with a baseline it has no new finding, wherever its lines go, and only what is added is new", async () => {
		await fc.assert(
			fc.asyncProperty(resources, fc.nat({ max: 9 }), fc.boolean(), async (kinds, shift, isReversed) => {
				const own = kinds.map((kind, at) => (MAKERS[kind] ?? key)(`R${String(at)}`));
				const folder = folderOf({ "a.yaml": templateOf(own), "b.yaml": templateOf([key("Other")]) });
				expect((await folder.run(["baseline", "create"])).code).toBe(0);
				const before = baselineIn(folder);
				expect(before).not.toContain(fakeSecret("password"));
				folder.write("a.yaml", "# moved\n".repeat(shift) + templateOf(isReversed ? own.toReversed() : own));
				expect((await findingsIn(folder)).findings).toEqual([]);
				expect(await folder.run(["baseline", "check", "--no-color"])).toMatchObject({ code: 0, stderr: "" });
				await folder.run(["baseline", "update", "--add"]);
				expect(baselineIn(folder)).toBe(before);
				folder.write("a.yaml", templateOf([key("New"), ...own]));
				const { findings } = await findingsIn(folder);
				expect(findings.map(({ resource }) => resource?.id)).toEqual(["New"]);
				folder.write("a.yaml", templateOf([]));
				expect((await folder.run(["baseline", "check"])).code).toBe(1);
				await folder.run(["baseline", "update"]);
				expect(baselineIn(folder).match(/"fingerprint"/gu)).toHaveLength(1);
				folder.remove();
			}),
			{ numRuns: 6 },
		);
	});
});

describe("a baseline", () => {
	test("has one finding a line, in order, without a line, a value or a time", async () => {
		const folder = folderOf({ "b.yaml": TWO, "a.yaml": templateOf([password("Fn")]) });
		const { stdout } = await folder.run(["baseline", "create"]);
		expect(stdout).toBe(`4 findings in '${BASELINE_FILE}'.\n`);
		const lines = baselineIn(folder)
			.split("\n")
			.filter((line) => line.includes("fingerprint"));
		expect(lines.map((line) => (JSON.parse(line.replace(/,$/u, "")) as { readonly file: string }).file)).toEqual([
			"a.yaml",
			"a.yaml",
			"b.yaml",
			"b.yaml",
		]);
		for (const line of lines) {
			expect(Object.keys(JSON.parse(line.replace(/,$/u, "")) as object)).toEqual([
				"fingerprint",
				"rule",
				"file",
				"about",
			]);
		}
	});

	test("keeps who looks after a finding, why and until when, and ends on that day", async () => {
		const folder = folderOf({ "a.yaml": TWO });
		await folder.run(["baseline", "create"]);
		const note = (until: string): string =>
			`"about":"Second.Encrypted","owner":"team-a","reason":"moves in Q3","until":"${until}"`;
		folder.write(BASELINE_FILE, baselineIn(folder).replace('"about":"Second.Encrypted"', note("2999-12-31")));
		const kept = baselineIn(folder);
		await folder.run(["baseline", "update"]);
		expect(baselineIn(folder)).toBe(kept);
		const { suppressed } = await findingsIn(folder);
		expect(suppressed.map(({ suppression }) => suppression)).toContainEqual({
			kind: "baseline",
			owner: "team-a",
			reason: "moves in Q3",
			until: "2999-12-31",
		});
		folder.write(BASELINE_FILE, kept.replace("2999-12-31", "2020-01-01"));
		expect((await findingsIn(folder)).findings.map(({ resource }) => resource?.id)).toEqual(["Second"]);
		const { code, stderr } = await folder.run(["baseline", "check"]);
		expect(code).toBe(1);
		expect(stderr).toContain("its time has ended");
		await folder.run(["baseline", "update", "--add"]);
		expect(baselineIn(folder)).toBe(kept.replace("2999-12-31", "2020-01-01"));
	});

	test.each([
		["a path that was not read", ["b.yaml"], {}],
		[
			"a file that cannot be parsed",
			[],
			{ "a.yaml": "Resources:\n  First:\n    Type: AWS::KMS::Key\n    Properties: [\n" },
		],
		["a rule that is off", ["--rule", "require-key-rotation: off", "--rule", "require-volume-encryption: off"], {}],
	])("does not take a finding for mended in %s", async (_what, argv, files) => {
		const folder = folderOf({ "a.yaml": TWO, "b.yaml": templateOf([key("Other")]) });
		await folder.run(["baseline", "create"]);
		const before = baselineIn(folder);
		for (const [name, text] of Object.entries(files)) {
			folder.write(name, text);
		}
		const { stderr } = await folder.run(["baseline", "check", ...argv]);
		expect(stderr).not.toContain("not found any more");
		await folder.run(["baseline", "update", ...argv]);
		expect(baselineIn(folder)).toBe(before);
	});

	test("takes what stood in a file that is gone for mended", async () => {
		const folder = folderOf({ "a.yaml": TWO, "b.yaml": templateOf([key("Other")]) });
		await folder.run(["baseline", "create", "--baseline", "known.json"]);
		folder.write("a.yaml", templateOf([key("First")]));
		const { code, stderr } = await folder.run(["baseline", "check", "--baseline", "known.json"]);
		expect(code).toBe(1);
		expect(stderr).toContain("a.yaml: 'require-volume-encryption Second.Encrypted' is in the baseline");
	});

	test("hides nothing from who wants to see everything", async () => {
		const folder = folderOf({ "a.yaml": TWO });
		await folder.run(["baseline", "create"]);
		expect((await findingsIn(folder, "--no-baseline")).findings).toHaveLength(2);
		expect((await findingsIn(folder, "--no-suppressions")).findings).toHaveLength(2);
		expect((await folder.run([])).stdout).toMatch(/no new findings.* 2 in the baseline/u);
	});

	test("counts warnings that it does not have, seen or not", async () => {
		const folder = folderOf({ "a.yaml": templateOf([password("Fn")]) });
		await folder.run(["baseline", "create"]);
		folder.write("a.yaml", templateOf([password("Fn"), password("Other").replace("DB_PASSWORD", "STAGE_NAME")]));
		const all = await folder.run(["--preset", "audit", "--max-warnings", "0"]);
		const quiet = await folder.run(["--preset", "audit", "--max-warnings", "0", "--quiet"]);
		expect(quiet.code).toBe(all.code);
		folder.write("a.yaml", templateOf([password("Fn")]));
		expect((await folder.run(["--max-warnings", "0", "--quiet"])).code).toBe(0);
	});

	test("is not written through a link, nor over another without a word", async () => {
		const folder = folderOf({ "a.yaml": TWO, "precious.json": "{}" });
		symlinkSync(join(folder.path, "precious.json"), join(folder.path, BASELINE_FILE));
		expect((await folder.run(["baseline", "create", "--force"])).code).toBe(2);
		expect(readFileSync(join(folder.path, "precious.json"), "utf8")).toBe("{}");
		expect((await folder.run(["baseline", "create", "--baseline", "precious.json"])).stderr).toContain("exists");
	});

	test.each([
		["{", "is not valid JSON"],
		["[]", "is not a baseline of this version"],
		['{"version":2,"findings":[]}', "is not a baseline of this version"],
		['{"version":1,"findings":[1]}', "Entry 1 of the baseline"],
		[
			'{"version":1,"findings":[{"fingerprint":"a","rule":"b","file":"c","untill":"2027-01-01"}]}',
			"Did you mean 'until'?",
		],
		['{"version":1,"findings":[{"fingerprint":"a","rule":"b"}]}', "needs a text as 'file'"],
		[
			'{"version":1,"findings":[{"fingerprint":"a","rule":"b","file":"c","until":"2027-02-31"}]}',
			"which is no date",
		],
	])("that is %s is an error", async (text, message) => {
		const folder = folderOf({ "a.yaml": TWO, [BASELINE_FILE]: text });
		const { code, stderr } = await folder.run([]);
		expect(code).toBe(2);
		expect(stderr).toContain(message);
	});
});

test.each([
	[["baseline"], "Name a task"],
	[["baseline", "creat"], "Did you mean 'create'?"],
	[["baseline", "create", "--fix"], "without --fix"],
	[["baseline", "create", "--add"], "Unknown option '--add'"],
	[["baseline", "check"], "There is no baseline"],
	[["--baseline", "none.json"], "There is no baseline 'none.json'"],
])("%j is refused", async (argv, message) => {
	const folder = folderOf({ "a.yaml": TWO });
	const { code, stderr } = await folder.run(argv);
	expect(code).toBe(2);
	expect(stderr).toContain(message);
	expect(existsSync(join(folder.path, BASELINE_FILE))).toBe(false);
});
