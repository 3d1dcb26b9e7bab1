import { describe, expect, test } from "vitest";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { useFolders } from "../testing/use-folders.ts";
import { repositoryOf } from "./repository-of.ts";

const KEY = "Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties: { KeyPolicy: {} }\n";
const CLEAN = "Resources:\n  Bucket:\n    Type: AWS::SNS::Topic\n";

const folderOf = useFolders();

describe("several formats in one run", () => {
	test("each is what it is alone", async () => {
		const folder = folderOf({ "template.yaml": KEY });
		const [text, json, csv] = await Promise.all(
			[[], ["-f", "json"], ["-f", "csv"]].map((argv) => folder.run(["template.yaml", "--no-color", ...argv])),
		);
		const both = await folder.run(["template.yaml", "-f", "json:a.json", "-f", "csv:b.csv", "--format", "text"]);
		expect(both.code).toBe(1);
		expect(both.stdout).toBe(text?.stdout);
		expect(readFileSync(join(folder.path, "a.json"), "utf8")).toBe(json?.stdout);
		expect(readFileSync(join(folder.path, "b.csv"), "utf8")).toBe(csv?.stdout);
	});

	test("with all in files, standard output has the summary", async () => {
		const folder = folderOf({ "template.yaml": KEY });
		const { stdout, code } = await folder.run(["-f", "sarif:a.sarif", "-f", "junit", "-o", "b.xml", "--no-color"]);
		expect(code).toBe(1);
		expect(stdout.trim().split("\n")).toHaveLength(1);
		expect(stdout).toContain("1 finding");
		expect(readFileSync(join(folder.path, "b.xml"), "utf8")).toContain("<testsuites");
	});

	test.each([
		[["-f", "json", "-f", "text"], "Standard output cannot take two formats, 'json' and 'text'."],
		[["-f", "json:a", "-o", "b"], "nothing is left for '--output b'"],
		[["-f", "json:"], "Write a file name after the colon."],
		[["-f", "githb:a"], "Did you mean 'github'?"],
	])("%j is refused", async (argv, message) => {
		const folder = folderOf({ "template.yaml": KEY });
		const { stderr, code } = await folder.run(argv);
		expect(code).toBe(2);
		expect(stderr).toContain(message);
		expect(readdirSync(folder.path)).toEqual(["template.yaml"]);
	});

	test("a file that cannot be written costs that one", async () => {
		const folder = folderOf({ "template.yaml": KEY, "taken/x": "" });
		const { stderr, code, stdout } = await folder.run(["-f", "json:taken", "-f", "csv:b.csv", "-f", "github"]);
		expect(code).toBe(2);
		expect(stderr).toContain("Cannot write the report to 'taken'");
		expect(readFileSync(join(folder.path, "b.csv"), "utf8")).toContain("require-key-rotation");
		expect(stdout).toContain("::error file=template.yaml");
	});
});

describe("in a folder of a repository", () => {
	test("paths are given from its root", async () => {
		const folder = folderOf({ "app/template.yaml": KEY });
		const { stdout } = await folder.run(["-f", "github"], {
			cwd: join(folder.path, "app"),
			env: { GITHUB_WORKSPACE: folder.path },
		});
		expect(stdout).toContain("::error file=app/template.yaml,line=2,");
	});

	test("an environment that is none of CI changes nothing", () => {
		expect(repositoryOf({}, "/a")).toEqual({ base: "", source: null });
		expect(repositoryOf({ GITHUB_WORKSPACE: "/b", GITHUB_SHA: "1" }, "/a")).toEqual({ base: "", source: null });
		expect(
			repositoryOf({ CI_PROJECT_DIR: "/a", CI_PROJECT_URL: "https://x/y", CI_COMMIT_SHA: "1" }, "/a/b"),
		).toEqual({
			base: "b/",
			source: "https://x/y/-/blob/1/",
		});
		expect(
			repositoryOf({ GITHUB_SERVER_URL: "javascript:x", GITHUB_REPOSITORY: "a/b", GITHUB_SHA: "1" }, "/a"),
		).toEqual({ base: "", source: null });
	});
});

test("a run without findings is a test that passes, and no annotation", async () => {
	const folder = folderOf({ "template.yaml": CLEAN });
	const junit = await folder.run(["-f", "junit"]);
	expect(junit.stdout).toContain('tests="1" failures="0"');
	const github = await folder.run(["-f", "github"]);
	expect(github.stdout).toBe("kmslint: 0 findings in 1 file; exit code 0.\n");
});
