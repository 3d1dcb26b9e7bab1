import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { COMMAND, Folder } from "./testing/run-command.ts";

const ROOT = resolve(import.meta.dirname, "..");

interface Action {
	readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
	readonly runs: {
		readonly using: string;
		readonly steps: readonly [{ readonly env: Readonly<Record<string, string>>; readonly run: string }];
	};
}
const ACTION = parse(readFileSync(join(ROOT, "action.yml"), "utf8")) as Action;
const KEY = "Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties: { KeyPolicy: {} }\n";

let folder: Folder | undefined;
afterEach(() => {
	folder?.remove();
	folder = undefined;
});

/** Runs the step as GitHub's runner does, with the command of this build in place of the published one. */
function act(files: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>> = {}) {
	folder = new Folder({ ...files, "bin/npx": `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${COMMAND}" "$@"\n` });
	const { path } = folder;
	chmodSync(join(path, "bin/npx"), 0o755);
	const [{ env, run }] = ACTION.runs.steps;
	const given = Object.entries(env).map(([name, expression]) => {
		const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/u.exec(expression)?.[1] ?? "";
		expect(Object.keys(ACTION.inputs)).toContain(input);
		return [name, inputs[input] ?? ACTION.inputs[input]?.default ?? ""] as const;
	});
	const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], {
		cwd: path,
		encoding: "utf8",
		env: {
			...process.env,
			...Object.fromEntries(given),
			PATH: `${join(path, "bin")}${delimiter}${process.env["PATH"] ?? ""}`,
			RUNNER_TEMP: path,
			GITHUB_WORKSPACE: path,
			GITHUB_STEP_SUMMARY: join(path, "summary.md"),
		},
	});
	const read = (name: string): string => (existsSync(join(path, name)) ? readFileSync(join(path, name), "utf8") : "");
	return { status, stdout, stderr, read };
}

const PAGE = join(ROOT, "docs", "ci.md");
const INPUTS = /(?<=<!-- begin inputs -->\n)[^]*?(?=<!-- end inputs -->)/u;

describe("the page on CI", () => {
	const page = readFileSync(PAGE, "utf8");
	const blocks = [...page.matchAll(/^```yaml\n([^]*?)^```/gmu)].map(([, yaml = ""]) => yaml);
	const sharded = [...page.matchAll(/<!-- shards -->\n```yaml\n([^]*?)^```/gmu)].map(([, yaml = ""]) => yaml);
	const commandsIn = (yaml: string): readonly string[] =>
		[...yaml.matchAll(/npx --yes eslint-plugin-aws-kms (.*)/gu)].map(([, argv = ""]) => argv);
	const commands = blocks.filter((yaml) => !sharded.includes(yaml)).flatMap(commandsIn);

	test("has workflows that are YAML, with inputs that the action has", () => {
		expect(blocks.length).toBeGreaterThan(4);
		for (const yaml of blocks) {
			const read = JSON.stringify(parse(yaml));
			const [, given = "{}"] = /"uses":"eslint-plugin-aws-kms[^"]*","with":(\{[^}]*\}+)/u.exec(read) ?? [];
			for (const [, input = ""] of given.matchAll(/"([a-z-]+)":/gu)) {
				expect(Object.keys(ACTION.inputs)).toContain(input);
			}
		}
	});

	test.each(commands)("has a command that runs: %s", async (argv) => {
		folder = new Folder({ "a.yaml": KEY });
		const { code, stderr } = await folder.run(argv.split(" "));
		expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
	});

	test.each(sharded)("shares a run among jobs and joins what they found: %#", async (yaml) => {
		folder = new Folder({ "a.yaml": KEY, "b.yaml": KEY, "c/d.yaml": KEY });
		const [check = "", merge = ""] = commandsIn(yaml);
		const jobs = parse(yaml) as { readonly kmslint?: { readonly parallel: number } };
		const count = jobs.kmslint?.parallel ?? 4;
		for (let index = 1; index <= count; index += 1) {
			const argv = check
				.replace(" || [ $? -eq 1 ]", "")
				.replaceAll(/\$\{\{ matrix\.shard \}\}|\$CI_NODE_INDEX/gu, String(index))
				.replaceAll("$CI_NODE_TOTAL", String(count));
			expect((await folder.run(argv.split(" "))).code).toBeLessThan(2);
		}
		const names = Array.from({ length: count }, (_, at) => `kmslint-${String(at + 1)}.json`);
		const argv = merge.split(" ").flatMap((word) => (word === "kmslint-*.json" ? names : [word]));
		const { code, stdout, stderr } = await folder.run(argv);
		expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
		expect(stdout.match(/is never rotated/gu)).toHaveLength(3);
	});

	test("lists the inputs", () => {
		const rows = Object.entries(ACTION.inputs).map(
			([name, { description, default: initial }]) =>
				`| \`${name}\` | ${description} | ${initial === "" ? "" : `\`${initial}\``} |\n`,
		);
		const table = `| input | what it does | default |\n| --- | --- | --- |\n${rows.join("")}`;
		if (process.env["UPDATE_DOCS"] === "1") {
			writeFileSync(
				PAGE,
				page.replace(INPUTS, () => table),
			);
		} else {
			expect(INPUTS.exec(page)?.[0]).toBe(table);
		}
	});
});

describe("the action", () => {
	test("annotates, writes the summary of the job, and fails as the command does", () => {
		const { status, stdout, stderr, read } = act({ "a.yaml": KEY });
		expect(stderr).toBe("");
		expect(status).toBe(1);
		expect(stdout).toContain("::error file=a.yaml,line=2,");
		expect(read("summary.md")).toContain("| **medium** | `a.yaml:2` |");
	});

	test("takes every input, none of which is a part of its script", () => {
		const { status, stdout, read } = act(
			{ "in here/a.yaml": KEY, "b.yaml": KEY },
			{ paths: "in here\n$(touch ran)\n", "fail-on": "critical", "sarif-file": "out.sarif", preset: "strict" },
		);
		expect(stdout).toContain("file=in here/a.yaml");
		expect(stdout).not.toContain("b.yaml");
		expect(read("out.sarif")).toContain('"2.1.0"');
		expect(read("ran")).toBe("");
		expect(status).toBe(2); // `$(touch ran)` is no file.
	});

	test("leaves the preset to the configuration of the project, unless it is given", () => {
		const files = { "a.yaml": KEY, "kmslint.config.json": '{ "rules": { "require-key-rotation": "off" } }' };
		expect(act(files, {}).status).toBe(0);
	});

	test("is of this version, and describes its inputs", () => {
		const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
			readonly version: string;
		};
		expect(ACTION.inputs["version"]?.default).toBe(version);
		expect(ACTION.runs.using).toBe("composite");
		expect(ACTION.runs.steps[0].run).not.toContain("${{");
		for (const { description } of Object.values(ACTION.inputs)) {
			expect(description).toMatch(/\.$/u);
		}
	});
});
