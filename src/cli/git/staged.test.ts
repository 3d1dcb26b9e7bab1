import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../testing/remove-folder.ts";
import { COMMAND, Folder } from "../../testing/run-command.ts";

const key = (id: string, rotates = false): string =>
	`  ${id}:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy: {}\n${rotates ? "      EnableKeyRotation: true\n" : ""}`;
const template = (...resources: readonly string[]): string => `Resources:\n${resources.join("")}`;

let folder: Folder;
const git = (...args: readonly string[]): string =>
	execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
		cwd: folder.path,
		encoding: "utf8",
		stdio: ["ignore", "pipe", "ignore"],
	});
const staged = async (...argv: readonly string[]): Promise<readonly string[]> => {
	const { stdout, code } = await folder.run(["--staged", "-f", "json", ...argv]);
	expect(code).toBeLessThan(2);
	const { findings } = JSON.parse(stdout) as {
		readonly findings: readonly { readonly file: string; readonly resource: { readonly id: string } | null }[];
	};
	return findings.map(({ file, resource }) => `${file} ${resource?.id ?? ""}`);
};
/** A repository with one commit, copied for each test. */
const first = new Folder({ "a.yaml": template(key("A")), "b.yaml": template(key("B")) });
beforeAll(() => {
	folder = first;
	git("init", "-q", "-b", "main");
	git("add", "-A");
	git("commit", "-q", "-m", "x");
});
beforeEach(() => {
	folder = new Folder();
	cpSync(first.path, folder.path, { recursive: true });
});
afterAll(() => {
	first.remove();
});
afterEach(() => {
	folder.remove();
});

describe("what is staged", () => {
	test("is read from the index, whatever the working tree has since", async () => {
		folder.write("a.yaml", template(key("A", true), key("Staged")));
		git("add", "a.yaml");
		folder.write("a.yaml", template(key("A", true), key("Unstaged")));
		folder.write("b.yaml", template(key("B"), key("Unstaged")));
		folder.write("c.yaml", template(key("Untracked")));
		expect(await staged()).toEqual(["a.yaml Staged"]);
		rmSync(join(folder.path, "a.yaml"));
		expect(await staged()).toEqual(["a.yaml Staged"]);
		expect(await staged("b.yaml", "c.yaml")).toEqual([]);
	});

	test("is a renamed file by its new name, and no file that is removed", async () => {
		renameSync(join(folder.path, "a.yaml"), join(folder.path, "moved.yaml"));
		rmSync(join(folder.path, "b.yaml"));
		git("add", "-A");
		expect(await staged()).toEqual(["moved.yaml A"]);
	});

	test("is everything before the first commit", async () => {
		removeFolder(join(folder.path, ".git"));
		git("init", "-q");
		expect(await staged()).toEqual([]);
		git("add", "b.yaml");
		expect(await staged()).toEqual(["b.yaml B"]);
	});

	test("may have any name, and is below the folder that the command runs in", async () => {
		const name = "one two/ñ \n'x' *.yaml";
		folder.write(name, template(key("Odd")));
		folder.write("other/c.yaml", template(key("Other")));
		git("add", "-A");
		expect(await staged("one two")).toHaveLength(1);
		expect(await staged()).toHaveLength(2);
		expect(await staged(join(folder.path, "other"))).toEqual(["other/c.yaml Other"]);
		const { stdout } = await folder.run(["--staged", "-f", "json"], { cwd: join(folder.path, "other") });
		expect(stdout).toContain('"file": "c.yaml"');
		expect(stdout).not.toContain("'Odd'");
	});

	test("leaves out submodules, links, ignored files and what a configuration ignores", async () => {
		const head = git("rev-parse", "HEAD").trim();
		const blob = git("hash-object", "-w", "a.yaml").trim();
		git("update-index", "--add", "--cacheinfo", `160000,${head},sub.yaml`);
		git("update-index", "--add", "--cacheinfo", `120000,${blob},link.yaml`);
		folder.write("legacy/c.yaml", template(key("C")));
		folder.write("old/d.yaml", template(key("D")));
		folder.write("e.yaml", template(key("E")));
		folder.write(".kmslintignore", "legacy/\n");
		folder.write("kmslint.config.json", '{ "ignores": ["old/"] }');
		git("add", "-A", ".kmslintignore", "kmslint.config.json", "legacy", "old", "e.yaml");
		expect(await staged()).toEqual(["e.yaml E"]);
	});

	test("is read with the staged files around it", async () => {
		folder.write("main.tf", 'resource "aws_kms_key" "a" {\n  enable_key_rotation = var.rotates\n}\n');
		folder.write("variables.tf", 'variable "rotates" {\n  default = false\n}\n');
		git("add", "-A");
		folder.write("variables.tf", 'variable "rotates" {\n  default = true\n}\n');
		expect(await staged()).toEqual(["main.tf aws_kms_key.a"]);
		git("add", "-A");
		folder.write("variables.tf", 'variable "rotates" {\n  default = false\n}\n');
		expect(await staged()).toEqual([]);
	});

	test("counts the staged baseline and configuration, and what is new since a commit", async () => {
		folder.write("a.yaml", template(key("A"), key("New")));
		git("add", "-A");
		expect(await staged("--new-since", "HEAD")).toEqual(["a.yaml New"]);
		await folder.run(["baseline", "create"]);
		expect(await staged()).toHaveLength(2);
		git("add", "-A");
		rmSync(join(folder.path, ".kmslint-baseline.json"));
		expect(await staged()).toEqual([]);
		expect(await staged("--no-baseline")).toHaveLength(2);
		folder.write("kmslint.config.json", '{ "rules": { "require-key-rotation": "off" } }');
		git("add", "-A");
		expect(await staged("--no-baseline")).toEqual([]);
	});

	test("gives reports and diffs in the working directory, and changes no file", async () => {
		folder.write("a.yaml", template(key("Staged")));
		git("add", "-A");
		folder.write("a.yaml", template(key("Unstaged")));
		const { stdout, code } = await folder.run([
			"--staged",
			"--fix-dry-run",
			"--no-color",
			"-f",
			"text",
			"-f",
			"sarif:out/a.sarif",
		]);
		expect(code).toBe(1);
		expect(stdout).toContain("+      EnableKeyRotation: true");
		expect(readFileSync(join(folder.path, "out/a.sarif"), "utf8")).toContain("'Staged'");
		expect(readFileSync(join(folder.path, "a.yaml"), "utf8")).toContain("Unstaged");
	});
});

describe("without anything to check", () => {
	test.each([
		["nothing is staged", ""],
		["only other files are staged", "notes.md"],
	])("%s: one line, and exit code 0", async (_, name) => {
		if (name !== "") {
			folder.write(name, "x");
			git("add", name);
		}
		expect(await folder.run(["--staged"])).toEqual({
			code: 0,
			stdout: "nothing to check in what is staged · 0.0 s\n",
			stderr: "",
		});
		expect(await staged()).toEqual([]);
	});
});

describe("where git cannot answer", () => {
	const refused = async (argv: readonly string[], cwd = folder.path): Promise<string> => {
		const { code, stdout, stderr } = await folder.run(["--staged", ...argv], { cwd });
		expect([code, stdout]).toEqual([2, ""]);
		return stderr;
	};

	test("the run ends with what git says", async () => {
		const outside = new Folder({ "a.yaml": template(key("A")) });
		try {
			expect(await refused([], outside.path)).toMatch(
				/^kmslint: Cannot check what is staged: not a git repository/u,
			);
			execFileSync("git", ["init", "-q", "--bare", "bare"], { cwd: outside.path });
			expect(await refused([], join(outside.path, "bare"))).toMatch(/must be run in a work tree/u);
		} finally {
			outside.remove();
		}
		const path = process.env["PATH"];
		process.env["PATH"] = join(folder.path, "none");
		try {
			expect(await refused([])).toMatch(/git is not installed/u);
		} finally {
			process.env["PATH"] = path;
		}
	});

	test("a merge that is not resolved is one such case", async () => {
		const blob = git("hash-object", "-w", "a.yaml").trim();
		execFileSync("git", ["update-index", "--index-info"], {
			cwd: folder.path,
			input: `0 ${"0".repeat(40)}\ta.yaml\n100644 ${blob} 2\ta.yaml\n100644 ${blob} 3\ta.yaml\n`,
		});
		expect(await refused([])).toContain("'a.yaml' has merge conflicts");
	});

	test.each([
		["--fix", "--staged checks the index"],
		["-", "Standard input is not staged"],
	])("%s goes with files of the working tree", async (option, sentence) => {
		expect(await refused([option])).toContain(sentence);
	});
});

test("in a linked working tree, a folder is no top, although git says so in its hooks", async () => {
	const linked = join(folder.path, "linked");
	git("worktree", "add", "-q", linked, "-b", "other");
	folder.write("linked/sub/c.yaml", template(key("C")));
	folder.write("linked/d.yaml", template(key("D")));
	execFileSync("git", ["add", "-A"], { cwd: linked });
	process.env["GIT_DIR"] = join(folder.path, ".git/worktrees/linked");
	try {
		const { stdout } = await folder.run(["--staged", "-f", "json"], { cwd: join(linked, "sub") });
		expect(stdout).toContain('"file": "c.yaml"');
		expect(stdout).not.toContain("d.yaml");
	} finally {
		delete process.env["GIT_DIR"];
	}
});

test("a commit of one file checks what that commit has, in git's own hook", () => {
	folder.write(
		".git/hooks/pre-commit",
		`#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' --staged -f json -o seen.json\n`,
	);
	execFileSync("chmod", ["+x", join(folder.path, ".git/hooks/pre-commit")]);
	folder.write("a.yaml", template(key("Mine", true)));
	folder.write("b.yaml", template(key("NotYet")));
	git("add", "-A");
	git("commit", "-q", "-m", "y", "a.yaml");
	const seen = readFileSync(join(folder.path, "seen.json"), "utf8");
	expect(JSON.parse(seen)).toMatchObject({ summary: { templates: 1, findings: 0 } });
	expect(existsSync(join(folder.path, ".git/index.lock"))).toBe(false);
});
