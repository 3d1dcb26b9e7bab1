import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, expect, test } from "vitest";
import { parse } from "yaml";
import { DIALECTS } from "../languages/dialects.ts";
import { VERSION } from "../plugin.ts";
import { NPM_ENVIRONMENT, packInto } from "../testing/packed-package.ts";
import { Folder } from "../testing/run-command.ts";
import { mirrorFiles } from "./mirror-files.ts";

const ROOT = resolve(import.meta.dirname, "..", "..");
const read = (name: string): string => readFileSync(join(ROOT, name), "utf8");
const { name, license, engines } = JSON.parse(read("package.json")) as {
	readonly name: string;
	readonly license: string;
	readonly engines: { readonly node: string };
};
const filesWith = (spec: string): Readonly<Record<string, string>> =>
	mirrorFiles({
		name,
		version: VERSION,
		license,
		node: engines.node,
		hooks: read(".pre-commit-hooks.yaml"),
		spec,
	});

let folder: Folder | undefined;
afterEach(() => {
	folder?.remove();
	folder = undefined;
});

test("the mirror has the hooks, and depends on one version of the package alone", () => {
	const files = filesWith(VERSION);
	expect(files[".pre-commit-hooks.yaml"]).toBe(read(".pre-commit-hooks.yaml"));
	expect(JSON.parse(files["package.json"] ?? "")).toMatchObject({
		version: VERSION,
		private: true,
		dependencies: { [name]: VERSION },
	});
	expect(files["package.json"]).not.toContain("devDependencies");
	expect(files["README.md"]).toContain(`rev: v${VERSION}`);
});

const ENDINGS =
	"yaml yml json template cfn cform tf tf.json tofu tofu.json tfvars tfvars.json tfstate tfstate.backup js jsx mjs cjs ts tsx mts cts d.ts py java go md txt sh lock".split(
		" ",
	);

test("the hooks are given the files that are checked, and no others", () => {
	const hooks = parse(read(".pre-commit-hooks.yaml")) as readonly { readonly files?: string }[];
	const given = hooks.flatMap(({ files }) => (files === undefined ? [] : [new RegExp(files, "u")]));
	expect(given).toHaveLength(2);
	for (const files of given) {
		for (const ending of ENDINGS) {
			const name = `a.${ending}`;
			expect(`${name} ${String(files.test(name))}`).toBe(
				`${name} ${String(DIALECTS.some(({ names }) => names.test(name)))}`,
			);
		}
	}
});

test("its command is that of the package, which npm has put beside it", () => {
	folder = new Folder(filesWith(VERSION));
	mkdirSync(join(folder.path, "node_modules"));
	symlinkSync(ROOT, join(folder.path, "node_modules", name));
	const { stdout } = spawnSync(process.execPath, ["kmslint.cjs", "--version"], {
		cwd: folder.path,
		encoding: "utf8",
	});
	expect(stdout).toBe(`${VERSION}\n`);
});

const hasPreCommit = spawnSync("pre-commit", ["--version"]).status === 0;

test.skipIf(!hasPreCommit)("pre-commit installs it and runs the hook", () => {
	folder = new Folder({ "t.yaml": "Resources:\n  K:\n    Type: AWS::KMS::Key\n" });
	const { path } = folder;
	const run = (cwd: string, command: string, ...argv: readonly string[]): string =>
		execFileSync(command, argv, {
			cwd,
			encoding: "utf8",
			stdio: ["ignore", "pipe", "ignore"],
		});
	for (const [file, text] of Object.entries(filesWith(`file:${packInto(path)}`))) {
		folder.write(join("mirror", file), text);
	}
	const mirror = join(path, "mirror");
	chmodSync(join(mirror, "kmslint.cjs"), 0o755);
	run(mirror, "git", "init", "-q");
	run(mirror, "git", "add", "-A");
	run(mirror, "git", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "x");
	run(mirror, "git", "tag", `v${VERSION}`);
	folder.write("project/t.yaml", "Resources:\n  K:\n    Type: AWS::KMS::Key\n");
	folder.write(
		"project/.pre-commit-config.yaml",
		`repos:\n  - repo: ${mirror}\n    rev: v${VERSION}\n    hooks:\n      - id: kmslint\n`,
	);
	const project = join(path, "project");
	run(project, "git", "init", "-q");
	run(project, "git", "add", "-A");
	const { status, stdout } = spawnSync("pre-commit", ["run"], {
		cwd: project,
		encoding: "utf8",
		env: { ...process.env, ...NPM_ENVIRONMENT, PRE_COMMIT_HOME: join(path, "home") },
	});
	expect(status).toBe(1);
	expect(stdout).toContain("Key 'K' is never rotated");
});
