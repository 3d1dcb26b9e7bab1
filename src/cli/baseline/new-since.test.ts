import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { Folder } from "../../testing/run-command.ts";

const key = (id: string, rotates = false): string =>
	`  ${id}:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy: {}\n${rotates ? "      EnableKeyRotation: true\n" : ""}`;
const template = (...resources: readonly string[]): string => `Resources:\n${resources.join("")}`;

let folder: Folder;
const git = (...args: readonly string[]): void => {
	execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
		cwd: folder.path,
		stdio: "ignore",
	});
};
const commit = (): void => {
	git("add", "-A");
	git("commit", "-q", "-m", "x");
};
const newSince = async (ref: string, ...argv: readonly string[]): Promise<readonly string[]> => {
	const { stdout } = await folder.run(["--new-since", ref, "-f", "json", ...argv]);
	const { findings } = JSON.parse(stdout) as {
		readonly findings: readonly { readonly rule: string; readonly resource: { readonly id: string } | null }[];
	};
	return findings.map(({ rule, resource }) => resource?.id ?? rule);
};

beforeEach(() => {
	folder = new Folder({ "a.yaml": template(key("Old"), key("Rotated", true)), "b.js": "export const a = 1;\n" });
	git("init", "-q", "-b", "main");
	commit();
});
afterEach(() => {
	folder.remove();
});

describe("since the commit where a branch began", () => {
	test("what was added is new, and what stood there moved or not is older", async () => {
		folder.write("a.yaml", `# moved\n${template(key("Added"), key("Rotated", true), key("Old"))}`);
		folder.write("b.js", `export const token = "${fakeSecret("github-personal-token")}";\n`);
		expect(await newSince("main")).toEqual(["Added", "no-hardcoded-secret"]);
		const { stdout, code } = await folder.run(["--new-since", "HEAD", "--no-color", "a.yaml"]);
		expect(code).toBe(1);
		expect(stdout).toMatch(/✖ 1 finding .* 1 older finding/u);
	});

	test("what a removed line leaves behind is new", async () => {
		folder.write("a.yaml", template(key("Old"), key("Rotated")));
		expect(await newSince("main")).toEqual(["Rotated"]);
	});

	test("what the other branch did in the meantime is not", async () => {
		git("checkout", "-q", "-b", "work");
		folder.write("c.yaml", template(key("Mine")));
		commit();
		git("checkout", "-q", "main");
		folder.write("a.yaml", template(key("Old", true), key("Rotated", true)));
		commit();
		git("checkout", "-q", "work");
		expect(await newSince("main")).toEqual(["Mine"]);
	});

	test("paths, folders and patterns mean the same in both", async () => {
		folder.write("app/t.yaml", template(key("Known")));
		commit();
		folder.write("app/t.yaml", template(key("Known"), key("Fresh")));
		expect(await newSince("HEAD", "app")).toEqual(["Fresh"]);
		expect(await newSince("HEAD", join(folder.path, "app"))).toEqual(["Fresh"]);
		expect(await newSince("HEAD", "app/*.yaml")).toEqual(["Fresh"]);
		const { stdout } = await folder.run(["--new-since", "HEAD", "-f", "json"], { cwd: join(folder.path, "app") });
		expect(stdout).toContain("Fresh");
		expect(stdout).not.toContain("'Known'");
	});

	test("a module of Terraform is read with the files around it", async () => {
		folder.write("main.tf", 'resource "aws_kms_key" "a" {\n  enable_key_rotation = var.rotates\n}\n');
		folder.write("variables.tf", 'variable "rotates" {\n  default = true\n}\n');
		commit();
		expect(await newSince("HEAD")).toEqual([]);
		folder.write("variables.tf", 'variable "rotates" {\n  default = false\n}\n');
		expect(await newSince("HEAD")).toHaveLength(1);
	});

	test("a baseline counts as well", async () => {
		await folder.run(["baseline", "create"]);
		folder.write("a.yaml", template(key("Old"), key("Rotated", true), key("Added")));
		await folder.run(["baseline", "update", "--add"]);
		folder.write("c.yaml", template(key("Third")));
		expect(await newSince("main")).toEqual(["Third"]);
	});
});

describe("where git cannot answer", () => {
	test.each([
		["none", []],
		["--output=x", []],
	])("everything is reported, and it is said why: %s", async (ref) => {
		const { stdout, stderr } = await folder.run([`--new-since=${ref}`, "-f", "json"]);
		expect(stdout).toContain("Old");
		expect(stderr).toMatch(/^kmslint: What is new since '.*' is not known, so everything is reported: /u);
		expect(existsSync(join(folder.path, "x"))).toBe(false);
	});

	test("outside of a repository too", async () => {
		const bare = new Folder({ "a.yaml": template(key("Old")) });
		try {
			const { stdout, stderr } = await bare.run(["--new-since", "main"], { env: {} });
			expect(stdout).toContain("Old");
			expect(stderr).toContain("so everything is reported");
		} finally {
			bare.remove();
		}
	});
});

describe("a tree that somebody made by hand", () => {
	/** Commits a tree of entries as they are: git refuses them when it makes files, not when it lists them. */
	const commitTree = (...entries: readonly string[]): string => {
		const tree = ask(["mktree"], entries.map((entry) => `${entry}\n`).join(""));
		return ask(["-c", "user.name=a", "-c", "user.email=a@example.com", "commit-tree", "-m", "x", tree], "");
	};
	const ask = (argv: readonly string[], input: string): string =>
		execFileSync("git", argv, { cwd: folder.path, input, encoding: "utf8" }).trim();

	test("writes nothing above the folder of the old files", async () => {
		const blob = ask(["hash-object", "-w", "--stdin"], template(key("Old")));
		const inner = ask(["mktree"], `100644 blob ${blob}\tkmslint-escaped.yaml\n`);
		const escaping = commitTree(`040000 tree ${inner}\t..`, `100644 blob ${blob}\ta.yaml`);
		expect(ask(["ls-tree", "-r", "--name-only", escaping], "")).toContain("../kmslint-escaped.yaml");
		folder.write("a.yaml", template(key("Old"), key("Added")));
		expect(await newSince(escaping)).toEqual(["Added"]);
		expect(existsSync(join(tmpdir(), "kmslint-escaped.yaml"))).toBe(false);
	});

	test("with a file in a file costs the answer, not the run", async () => {
		const blob = ask(["hash-object", "-w", "--stdin"], template(key("Old")));
		const inner = ask(["mktree"], `100644 blob ${blob}\tb.yaml\n`);
		const twice = commitTree(`100644 blob ${blob}\ta.yaml`, `040000 tree ${inner}\ta.yaml`);
		const { stdout, stderr } = await folder.run(["--new-since", twice, "-f", "json"]);
		expect(stdout).toContain("Old");
		expect(stderr).toContain("its files cannot be written");
	});
});

test("files of every dialect are read as they were, however they are called", async () => {
	const names = ["a.cfn", "b.template", "c.cform", "d.yml", "e.json"];
	for (const name of names) {
		folder.write(
			name,
			name.endsWith(".json")
				? JSON.stringify({ Resources: { Known: { Type: "AWS::KMS::Key" } } })
				: template(key("Known")),
		);
	}
	folder.write("f.tofu", 'resource "aws_kms_key" "known" {}\n');
	folder.write("g.mts", `export const token: string = "${fakeSecret("github-personal-token")}";\n`);
	commit();
	folder.write("h.yaml", template(key("Fresh")));
	expect(await newSince("HEAD")).toEqual(["Fresh"]);
});

test("a list that a configuration names is read as it was, too", async () => {
	folder.write("lists/amis.csv", "ImageId,Encrypted\nami-0123456789abcdef0,false\n");
	folder.write(
		"kmslint.config.json",
		'{ "rules": { "require-image-encryption": ["error", { "inventory": "lists/amis.csv" }] } }',
	);
	commit();
	folder.write("c.yaml", template(key("Fresh")));
	expect(await newSince("HEAD")).toEqual(["Fresh"]);
});

test("a program that the repository names is not run", async () => {
	const mark = join(folder.path, "ran");
	folder.write(".gitattributes", "*.yaml filter=evil diff=evil\n");
	for (const name of [
		"filter.evil.smudge",
		"filter.evil.clean",
		"diff.evil.textconv",
		"core.fsmonitor",
		"core.pager",
	]) {
		git("config", name, `touch '${mark}'`);
	}
	folder.write("a.yaml", template(key("Old"), key("Added")));
	expect(await newSince("HEAD")).toEqual(["Added"]);
	expect(existsSync(mark)).toBe(false);
});
