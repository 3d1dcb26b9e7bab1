import { cpSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { VERSION } from "../../plugin.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { Folder, type Said } from "../../testing/run-command.ts";
import { findFiles } from "../find-files.ts";
import { FORMATS } from "../parse-arguments.ts";
import { selectShard } from "../shard/select-shard.ts";

const FIXTURES = resolve(import.meta.dirname, "..", "..", "..", "fixtures");
const key = (id: string): string => `Resources:\n  ${id}:\n    Type: AWS::KMS::Key\n`;

/** What `terraform show -json` writes of a module with one key. */
function planOfKey(): string {
	const address = { address: "aws_kms_key.orders", mode: "managed", type: "aws_kms_key", name: "orders" };
	return JSON.stringify({
		format_version: "1.2",
		terraform_version: "1.11.4",
		planned_values: { root_module: { resources: [{ ...address, values: { enable_key_rotation: false } }] } },
		configuration: { root_module: { resources: [{ ...address, expressions: {} }] } },
	});
}

let folder: Folder;
beforeEach(() => {
	folder = new Folder();
});
afterEach(() => {
	folder.remove();
});
const made = (files: Readonly<Record<string, string>>): void => {
	Object.entries(files).forEach(([name, text]) => folder.write(name, text));
};

/** Where reports are written: outside of what is checked. */
const reports = new Folder();
afterAll(() => {
	reports.remove();
});
/** Runs every shard, and gives the names of their reports. */
async function shards(count: number, argv: readonly string[], cwd = folder.path): Promise<readonly string[]> {
	const names: string[] = [];
	for (let index = 1; index <= count; index += 1) {
		const name = join(reports.path, `${String(count)}-${String(index)}.json`);
		await folder.run(["--shard", `${String(index)}/${String(count)}`, "-f", `json:${name}`, ...argv], { cwd });
		names.push(name);
	}
	return names;
}
const merge = (names: readonly string[], ...argv: readonly string[]): Promise<Said> =>
	folder.run(["merge", ...names, ...argv]);
const idsIn = ({ stdout }: Said): readonly string[] =>
	(
		JSON.parse(stdout) as { readonly findings: readonly { readonly resource: { readonly id: string } | null }[] }
	).findings.map(({ resource }) => resource?.id ?? "");

describe("the shards of a run", () => {
	const filesIn = (cwd: string, index: number, count: number): readonly string[] => {
		const selection = selectShard({ shard: { index, count }, fix: false, fixDryRun: false, paths: ["."] }, cwd);
		return [...(selection?.of(findFiles(["."], cwd)) ?? [])].map(({ path }) => path.slice(cwd.length));
	};

	test("have each file once, for any number of them, and the same on another machine", () => {
		const all = [...findFiles(["."], FIXTURES)].map(({ path }) => path.slice(FIXTURES.length));
		expect(all.length).toBeGreaterThan(100);
		for (const count of [1, 3]) {
			const parts = Array.from({ length: count }, (_, at) => filesIn(FIXTURES, at + 1, count));
			expect(parts.flat().sort()).toEqual([...all].sort());
			expect(Math.max(...parts.map(({ length }) => length)) / all.length).toBeLessThan(count === 1 ? 1.1 : 0.7);
		}
		cpSync(join(FIXTURES, "apps"), folder.path, { recursive: true });
		expect(filesIn(folder.path, 2, 3)).toEqual(filesIn(join(FIXTURES, "apps"), 2, 3));
	});

	test("give, joined, what one run gives, byte for byte in every format", async () => {
		// An application model, an assembly with its source, and Terraform folders.
		const argv = ["apps/sam-javascript", "apps/terraform", "cdk-out/docs", "readme", "--preset", "audit"];
		const names = await shards(4, [...argv, "--show-unknown"], FIXTURES);
		const targets = (of: string): readonly string[] =>
			FORMATS.flatMap((one) => ["-f", `${one}:${reports.path}/${of}.${one}`]);
		const run = await folder.run([...argv, "--show-unknown", ...targets("whole")], { cwd: FIXTURES });
		const merged = await folder.run(["merge", ...names, ...targets("merged")], { cwd: FIXTURES });
		expect([merged.code, merged.stdout]).toEqual([run.code, run.stdout]);
		for (const format of FORMATS) {
			const text = (of: string): string => readFileSync(join(reports.path, `${of}.${format}`), "utf8");
			expect(text("merged"), format).toBe(text("whole"));
			expect(text("whole").length).toBeGreaterThan(1000);
		}
		expect(await merge([...names].reverse(), "-f", "json")).toMatchObject({
			stdout: readFileSync(join(reports.path, "whole.json"), "utf8"),
		});
	});

	test("are joined in the language that they were written in", async () => {
		made({ "a.yaml": key("A"), "b.yaml": key("B") });
		const whole = await folder.run(["--lang", "es"]);
		const names = await shards(2, ["--lang", "es"]);
		expect(whole.stdout).toContain("corrección");
		expect((await merge(names)).stdout).toBe(whole.stdout);
		expect((await merge(names, "--lang", "en")).stdout).toContain("fix:");
	});

	test.each([3, 5])("keep a plan with its module: %i", async (count) => {
		made({
			"main.tf": 'resource "aws_kms_key" "orders" {}\n',
			"modules/queue/main.tf": 'resource "aws_kms_key" "queue" {}\n',
			"plan.json": planOfKey(),
			...Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`t${String(at)}.yaml`, key(`K${String(at)}`)])),
		});
		const { stdout } = await folder.run(["-f", "json"]);
		expect(stdout).toContain('"files": 9');
		expect((await merge(await shards(count, []), "-f", "json")).stdout).toBe(stdout);
	});
});

describe("the exit code", () => {
	const files = { "a.yaml": key("A"), "b.yaml": key("B"), "c.yaml": key("C"), "d.md": "" };
	const WARN = ["--rule", "require-key-rotation: warn"];

	test.each([
		["of warnings", WARN],
		["of more warnings than allowed, which no shard alone has", [...WARN, "--max-warnings", "2"]],
		["of warnings that are not shown", [...WARN, "--quiet", "--max-warnings", "2"]],
		["by severity", ["--fail-on", "medium"]],
		["of a higher severity", ["--fail-on", "high"]],
		["of paths with nothing to check", ["d.md"]],
		["of nothing to check", ["--exclude", "*.yaml"]],
		["of a path that is not there", ["none", "a.yaml"]],
	])("is that of one run: %s", async (_, argv) => {
		made(files);
		const names = await shards(3, argv);
		const [merged, whole] = [await merge(names), await folder.run(argv)];
		expect([merged.stdout, merged.code]).toEqual([whole.stdout, whole.code]);
		expect((await merge(names, "--fail-on", "low")).code).toBe(
			(await folder.run([...argv, "--fail-on", "low"])).code,
		);
	});

	test("of a shard without a file is 0", async () => {
		made({ "a.yaml": key("A") });
		const codes = [];
		for (const index of [1, 2, 3, 4]) {
			codes.push((await folder.run(["--shard", `${String(index)}/4`, "a.yaml"])).code);
		}
		expect(codes.sort()).toEqual([0, 0, 0, 1]);
	});

	test("says which shards are missing, and reports the others", async () => {
		made(files);
		const [, second = ""] = await shards(3, []);
		const said = await merge([second], "-f", "json");
		expect(said.code).toBe(2);
		expect(said.stdout).toContain('"message": "Shards 1, 3 of 3 are missing: what they checked is not in this');
	});
});

describe("reports of several runs", () => {
	test("are joined, each finding once", async () => {
		made({ "a/t.yaml": key("A"), "b/t.yaml": key("B") });
		const named = async (name: string, ...argv: readonly string[]): Promise<string> => {
			const path = join(reports.path, name);
			await folder.run([...argv, "-f", `json:${path}`]);
			return path;
		};
		const [a, both] = [await named("a.json", "a"), await named("both.json", "a", "b")];
		expect(idsIn(await merge([a, a], "-f", "json"))).toEqual(["A"]);
		expect(idsIn(await merge([a, both], "-f", "json"))).toEqual(["A", "B"]);
		expect((await merge([a, both])).code).toBe(1);
		expect((await merge([a, both], "--fail-on", "critical")).code).toBe(0);
	});

	test("in two languages are joined, each finding once", async () => {
		made({ "a.yaml": `${key("A")}${key("B").replace("Resources:\n", "")}` });
		await folder.run(["-f", "json:en.json"]);
		await folder.run(["-f", "json:ja.json", "--lang", "ja"]);
		const said = await merge(["en.json", "ja.json"], "-f", "json");
		expect(idsIn(said)).toEqual(["A", "B"]);
		expect(said.stdout).toContain("is never rotated");
		expect(idsIn(await merge(["ja.json", "en.json"], "-f", "json"))).toEqual(["A", "B"]);
	});
});

describe("what is no report, or not of this run", () => {
	const good = JSON.stringify({
		version: 1,
		tool: { name: "kmslint", version: VERSION },
		summary: {
			files: 0,
			templates: 0,
			terraform: 0,
			sources: 0,
			unknown: 0,
			older: 0,
			unread: {},
			skipped: { bundled: 0, textTemplates: 0 },
		},
		findings: [],
		suppressed: [],
		errors: [{ file: "a.yaml", line: 1, column: 1, message: "m" }],
	});

	test("one that is, is read", async () => {
		made({ "r.json": good });
		expect((await merge(["r.json"])).stdout).toContain("error a.yaml:1:1 m");
	});

	test.each([
		["a text that ends early", good.slice(0, -9), /^kmslint: r\.json:1:\d+: This is not valid JSON/u],
		["an empty file", "", /^kmslint: r\.json:1:1: This is not valid JSON/u],
		["other JSON", "[\n  1\n]", /^kmslint: r\.json:1:1: This is not a report of .* It takes an object\.\n$/u],
		[
			"a report of another tool",
			good.replace('"kmslint"', '"eslint"'),
			/r\.json:1:29: .* 'name' takes kmslint\.\n$/u,
		],
		[
			"a line that is no number",
			good.replace('"line":1', '\n"line":"x"'),
			/r\.json:2:8: .* 'line' takes a number, 1 or more\.\n$/u,
		],
		[
			"a part that is missing",
			good.replace('"findings"', '"other"'),
			/r\.json:1:1: .* The key 'findings' is missing\.\n$/u,
		],
		[
			"a kind of files that there is not",
			good.replace('"unread":{}', '"unread":{"x y":1}'),
			/r\.json:1:\d+: .* 'unread' takes numbers by kinds of files, such as \.py\.\n$/u,
		],
		["another version", good.replace(VERSION, "9.9.9"), /^kmslint: 'r\.json' was written by kmslint 9\.9\.9/u],
	])("is refused with its place: %s", async (_, text, message) => {
		made({ "r.json": text });
		const said = await merge(["r.json"]);
		expect([said.code, said.stdout]).toEqual([2, ""]);
		expect(said.stderr).toMatch(message);
	});

	test.each([
		[["none.json"], "No such report: 'none.json'."],
		[[], "Name the reports to join"],
		[["."], "Cannot read the report '.': it is not a regular file."],
	])("is refused: %j", async (names, message) => {
		expect(await merge(names)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) as string });
	});

	test.each([
		['"count": 1,', '"count": 1000000000,', "'count' takes a number from 1 to 9999."],
		['"index": 1,', '"index": 2,', "'r.json' is shard 2 of 1: there is no such shard."],
	])("a shard of no run: %s as %s", async (written, changed, message) => {
		await folder.run(["--shard", "1/1", "-f", "json:r.json"]);
		const text = readFileSync(join(folder.path, "r.json"), "utf8");
		expect(text).toContain(written);
		made({ "r.json": text.replace(written, changed) });
		expect(await merge(["r.json"])).toMatchObject({ code: 2, stderr: expect.stringContaining(message) as string });
	});

	test("shards of other options, and two of one shard that differ", async () => {
		made({ "a.yaml": key("A"), "b.yaml": key("B") });
		const first = join(reports.path, "first.json");
		const second = join(reports.path, "second.json");
		await folder.run(["--shard", "1/1", "-f", `json:${first}`]);
		await folder.run(["--shard", "1/1", "-f", `json:${second}`, "--preset", "audit"]);
		expect((await merge([first, second])).stderr).toContain("are shards of different runs");
		made({ "a.yaml": key("Other") });
		await folder.run(["--shard", "1/1", "-f", `json:${second}`]);
		expect((await merge([first, second])).stderr).toContain("are both shard 1, with different findings");
		expect((await merge([first, first])).code).toBe(1);
	});

	test("a secret in one is masked in every format", async () => {
		const secret = fakeSecret("github-personal-token");
		made({ "a.yaml": key("A") });
		await folder.run(["--shard", "1/1", "-f", "json:r.json"]);
		const text = readFileSync(join(folder.path, "r.json"), "utf8");
		made({ "r.json": text.replaceAll('"A"', JSON.stringify(secret)).replace("  A:", `  A: ${secret}`) });
		for (const format of FORMATS) {
			const { stdout, stderr } = await merge(["r.json"], "-f", format);
			expect(`${stdout}${stderr}`, format).not.toContain(secret);
			expect(stdout.length).toBeGreaterThan(10);
		}
	});
});

test.each(["0/3", "4/3", "1", "1/0", "a/b", "-1/2", "1/99999"])("a shard is one of its number: %s", async (shard) => {
	expect((await folder.run([`--shard=${shard}`])).stderr).toContain("Write the shard and how many there are");
});

test.each([["--fix"], ["--fix-dry-run"], ["-"], ["--staged"]])(
	"a shard only reports: %s is refused",
	async (option) => {
		expect((await folder.run(["--shard", "1/2", option])).code).toBe(2);
	},
);
