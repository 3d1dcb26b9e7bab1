import { execFileSync, spawn, spawnSync, type SpawnSyncReturns } from "node:child_process";
import {
	chmodSync,
	linkSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	realpathSync,
	statSync,
	symlinkSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { lintTemplate } from "../testing/rule-tester.ts";
import { COMMAND, type Folder } from "../testing/run-command.ts";
import { useFolders } from "../testing/use-folders.ts";

/** What lets root open and write what its mode forbids, to be taken away. */
const ROOTS_RIGHTS = "-dac_override,-dac_read_search";

const KEY = `Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy: {} # the default one
`;
const FIXED = KEY.replace("{} # the default one\n", "{} # the default one\n      EnableKeyRotation: true\n");

const ACT_AT_CALL = resolve(import.meta.dirname, "..", "testing", "act-at-call.mjs");

const folderOf = useFolders();

const read = (folder: Folder, name: string): string => readFileSync(join(folder.path, name), "utf8");
const bytesOf = (folder: Folder, name: string): Buffer => readFileSync(join(folder.path, name));

/** Runs the built command; one that waits for ever is ended, and fails. */
function command(folder: Folder, ...args: readonly string[]): SpawnSyncReturns<string> {
	return spawnSync(process.execPath, [COMMAND, ...args], {
		cwd: folder.path,
		encoding: "utf8",
		timeout: 600_000, // It takes half a second, on a machine that does nothing else.
		killSignal: "SIGKILL",
	});
}

test("a fix is what the tests below expect", async () => {
	const folder = folderOf({ "a.yaml": KEY });
	await folder.run(["--fix"]);
	expect(read(folder, "a.yaml")).toBe(FIXED);
});

describe("bytes", () => {
	const shapes: readonly (readonly [string, Uint8Array])[] = [
		["Latin-1", Buffer.from(KEY.replace("default", "défaut"), "latin1")],
		["a lone continuation byte", Buffer.concat([Buffer.from(`${KEY}# `), Buffer.from([0x80])])],
		["an overlong form", Buffer.concat([Buffer.from(`${KEY}# `), Buffer.from([0xc0, 0xaf])])],
		["half of a surrogate pair", Buffer.concat([Buffer.from(`${KEY}# `), Buffer.from([0xed, 0xa0, 0x80])])],
		["a sequence that is cut", Buffer.concat([Buffer.from(`${KEY}# `), Buffer.from([0xe2, 0x82])])],
		["UTF-16 (LE)", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(KEY, "utf16le")])],
		["UTF-16 (BE)", Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(KEY, "utf16le").swap16()])],
		["what another program lost", Buffer.from(`# d\uFFFDfaut\n${KEY}`)],
	];

	test.each(shapes)("of %s are reported on, and never written", async (_, bytes) => {
		const folder = folderOf({ "a.yaml": bytes, "b.yaml": KEY });
		const said = await folder.run(["--fix", "--format", "json"]);
		expect(bytesOf(folder, "a.yaml").equals(bytes)).toBe(true);
		expect(read(folder, "b.yaml")).toBe(FIXED);
		expect(said.stderr).toMatch(/^kmslint: a\.yaml (?:is|contains) .*; it was checked but not fixed\. .*\n$/u);
		expect(said.code).toBe(1);
		const { findings } = JSON.parse(said.stdout) as {
			readonly findings: readonly { readonly file: string; readonly fix: string }[];
		};
		expect(findings).toMatchObject([{ file: "a.yaml", fix: "none" }]);
		expect((await folder.run(["."])).stdout).not.toContain("fixable");
		expect((await folder.run(["--fix-dry-run"])).stdout).not.toContain("+++");
	});

	test("with a BOM, CR LF and emoji stay as they are", async () => {
		const bytes = Buffer.from(`\uFEFF# 🔑 é\r\n${KEY.replaceAll("\n", "\r\n")}`);
		const folder = folderOf({ "a.yaml": bytes });
		expect((await folder.run(["--fix"])).code).toBe(0);
		expect(
			bytesOf(folder, "a.yaml").equals(
				Buffer.from(
					bytes.toString("utf8").replace("default one", "default one\r\n      EnableKeyRotation: true"),
				),
			),
		).toBe(true);
	});
});

test("ESLint is offered no fix where it read bytes that it cannot write back", () => {
	const text = Buffer.from(KEY.replace("default", "défaut"), "latin1").toString("utf8");
	expect(lintTemplate(text, { "require-key-rotation": {} }).messages.map(({ fix }) => fix)).toEqual([undefined]);
});

describe.skipIf(process.platform === "win32")("files", () => {
	test("a link that is named stays one, and what it leads to is fixed", async () => {
		const folder = folderOf({ "real/a.yaml": KEY });
		symlinkSync(join("real", "a.yaml"), join(folder.path, "link.yaml"));
		symlinkSync("link.yaml", join(folder.path, "second.yaml"));
		expect((await folder.run(["--fix", "second.yaml"])).code).toBe(0);
		expect(
			lstatSync(join(folder.path, "second.yaml")).isSymbolicLink() &&
				lstatSync(join(folder.path, "link.yaml")).isSymbolicLink(),
		).toBe(true);
		expect(read(folder, "real/a.yaml")).toBe(FIXED);
		expect(readdirSync(join(folder.path, "real"))).toEqual(["a.yaml"]);
	});

	test("a link that is only found is left alone, with what it leads to", async () => {
		const outside = folderOf({ "a.yaml": KEY });
		const folder = folderOf({ "b.yaml": KEY });
		symlinkSync(join(outside.path, "a.yaml"), join(folder.path, "a.yaml"));
		symlinkSync(outside.path, join(folder.path, "folder"));
		await folder.run(["--fix"]);
		expect(read(outside, "a.yaml")).toBe(KEY);
	});

	test.each([0o600, 0o640, 0o664, 0o755])("a file keeps its mode %o", async (mode) => {
		const folder = folderOf({ "a.yaml": KEY });
		chmodSync(join(folder.path, "a.yaml"), mode);
		expect((await folder.run(["--fix"])).code).toBe(0);
		expect(statSync(join(folder.path, "a.yaml")).mode & 0o7777).toBe(mode);
	});

	const refusals: readonly (readonly [string, (path: string) => unknown, RegExp])[] = [
		["a read-only file", (path) => chmodSync(path, 0o444), /It is read-only, so it was not fixed\./u],
		[
			"a file with another hard link",
			(path) => linkSync(path, `${path}.bak`),
			/It has other hard links, which would keep the old text, so it was not fixed\./u,
		],
	];

	test.each(refusals)(
		"%s is not written: it is said, its findings stay, and the rest goes on",
		async (_, prepare, message) => {
			const folder = folderOf({ "a.yaml": KEY, "b.yaml": KEY, "c.yaml": KEY });
			prepare(join(folder.path, "b.yaml"));
			const before = statSync(join(folder.path, "b.yaml"));
			const said = await folder.run(["--fix"]);
			expect(said.code).toBe(2);
			expect(said.stdout).toMatch(message);
			expect(said.stdout).toContain("b.yaml\n\n  2:3 error medium Key 'Key'");
			expect(said.stdout).toMatch(/ · 2 fixed · /u);
			expect([read(folder, "a.yaml"), read(folder, "b.yaml"), read(folder, "c.yaml")]).toEqual([
				FIXED,
				KEY,
				FIXED,
			]);
			const after = statSync(join(folder.path, "b.yaml"));
			expect([after.ino, after.mode, after.nlink, after.mtimeMs]).toEqual([
				before.ino,
				before.mode,
				before.nlink,
				before.mtimeMs,
			]);
		},
	);

	test("a save between reading and writing is kept, and said", () => {
		const folder = folderOf({ "a.yaml": KEY, "b.yaml": KEY });
		const path = join(folder.path, "a.yaml");
		// The five calls before are those that read it.
		const env = {
			...process.env,
			ACT: "save",
			ACT_AT: "5",
			ACT_FOLDER: path,
			ACT_SAVE: path,
			ACT_TEXT: `${KEY}# saved\n`,
		};
		const said = spawnSync(
			process.execPath,
			["--import", pathToFileURL(ACT_AT_CALL).href, COMMAND, "--fix", "a.yaml", "b.yaml"],
			{ cwd: folder.path, encoding: "utf8", env },
		);
		expect(said.status).toBe(2);
		expect(said.stdout).toContain(
			"error a.yaml:1:1 It changed while it was checked, so it was not fixed. Run kmslint again.",
		);
		expect([read(folder, "a.yaml"), read(folder, "b.yaml")]).toEqual([`${KEY}# saved\n`, FIXED]);
	});

	test("a full disk is said, what was fixed before too, and nothing is left behind", () => {
		const long = `${KEY}# ${"x".repeat(200_000)}\n`;
		const folder = folderOf({ "a.yaml": KEY, "b.yaml": long, "c.yaml": KEY });
		// No file may grow beyond some blocks: a write ends as on a full disk.
		const said = spawnSync("sh", ["-c", 'ulimit -f 100; exec "$0" "$@"', process.execPath, COMMAND, "--fix"], {
			cwd: folder.path,
			encoding: "utf8",
		});
		expect(said.status).toBe(2);
		expect(said.stdout).toMatch(/It cannot be written \(EFBIG\), so it was not fixed\./u);
		expect(said.stdout).toMatch(/ · 2 fixed · /u);
		expect([read(folder, "a.yaml"), read(folder, "b.yaml") === long, read(folder, "c.yaml")]).toEqual([
			FIXED,
			true,
			FIXED,
		]);
		expect(readdirSync(folder.path).sort()).toEqual(["a.yaml", "b.yaml", "c.yaml"]);
	});

	test("a read-only folder is said, and the rest goes on", () => {
		const folder = folderOf({ "a/a.yaml": KEY, "b/b.yaml": KEY });
		chmodSync(join(folder.path, "a"), 0o555);
		chmodSync(folder.path, 0o755);
		// Root may write everywhere, unless without that right. Another user might not see a checkout in a private folder.
		const said =
			process.getuid?.() === 0
				? spawnSync("setpriv", [`--bounding-set=${ROOTS_RIGHTS}`, process.execPath, COMMAND, "--fix"], {
						cwd: folder.path,
						encoding: "utf8",
					})
				: command(folder, "--fix");
		chmodSync(join(folder.path, "a"), 0o755);
		expect(said.status, said.stderr).toBe(2);
		expect(said.stdout).toMatch(/It, or its folder, is read-only \(EACCES\), so it was not fixed\./u);
		expect([read(folder, "a/a.yaml"), read(folder, "b/b.yaml")]).toEqual([KEY, FIXED]);
	});

	test("two runs at once leave whole files, with every fix or a word", async () => {
		const names = Array.from({ length: 30 }, (_, index) => `t${String(index)}.yaml`);
		const folder = folderOf(Object.fromEntries(names.map((name) => [name, KEY])));
		const runs = [0, 1].map(
			() =>
				new Promise<number | null>((done) => {
					spawn(process.execPath, [COMMAND, "--fix"], { cwd: folder.path, stdio: "ignore" }).on(
						"close",
						done,
					);
				}),
		);
		const codes = await Promise.all(runs);
		expect(codes.every((code) => code === 0 || code === 2)).toBe(true);
		expect(new Set(names.map((name) => read(folder, name)))).toEqual(new Set([FIXED]));
		expect(readdirSync(folder.path).sort()).toEqual([...names].sort());
	});
});

describe.skipIf(process.platform === "win32")("only regular files are opened", () => {
	const NAMES = [
		"manifest.json",
		"tree.json",
		".gitignore",
		".kmslintignore",
		"x.template.json",
		"package.json",
		"tsconfig.json",
		"x.assets.json",
		"validation-report.json",
		"cdk.json",
		"a.ts",
		"a.yaml",
		"index.js",
		".kmslint",
	];

	test("a pipe by any of their names is passed by, in a folder and in an assembly", () => {
		const folder = folderOf({
			"one/b.yaml": KEY,
			"cdk.out/cdk.out": "{}",
			"cdk.out/Real.template.json": JSON.stringify({ Resources: { K: { Type: "AWS::KMS::Key" } } }),
		});
		mkdirSync(join(folder.path, ".git"));
		for (const name of NAMES) {
			execFileSync("mkfifo", [
				join(folder.path, "one", name),
				join(folder.path, "cdk.out", name),
				...(name.startsWith("a.") ? [] : [join(folder.path, name)]),
			]);
		}
		const said = command(folder, "one", "cdk.out");
		expect(said.signal).toBe(null);
		expect(said.stdout).toContain("one/b.yaml\n\n  2:3 error medium Key 'Key'");
		expect(command(folder, "--fix", "one").signal).toBe(null);
		expect(read(folder, "one/b.yaml")).toBe(FIXED);
	});

	test("a pipe above the given path does not stop it, nor one where a package is looked for", () => {
		const secret =
			'export const handler = async () => fetch("https://example.com", { headers: { authorization: process.env.API_TOKEN } });\n';
		const folder = folderOf({ "a/b/c.js": secret, "a/b/d.yaml": KEY });
		mkdirSync(join(folder.path, ".git"));
		for (const path of [".gitignore", "a/.gitignore", "package.json", "a/package.json", "a/b/package.json"]) {
			execFileSync("mkfifo", [join(folder.path, path)]);
		}
		const said = command(folder, "a/b", "--preset", "audit");
		expect(said.signal).toBe(null);
		expect(said.stdout).toContain("a/b/d.yaml");
	});

	test("a pipe that is named is an error", () => {
		const folder = folderOf({});
		execFileSync("mkfifo", [join(folder.path, "a.yaml")]);
		const said = command(folder, "a.yaml");
		expect([said.signal, said.status]).toEqual([null, 2]);
		expect(said.stdout).toContain("It is not a regular file, so it is not opened.");
		expect(command(folder, "/dev/zero").status).toBe(2);
	});
});

describe.skipIf(process.platform === "win32")("a report", () => {
	test("is written over no link of the folder, and is shown instead", async () => {
		const outside = folderOf({ "precious.txt": "precious" });
		const folder = folderOf({ "a.yaml": KEY });
		symlinkSync(join(outside.path, "precious.txt"), join(folder.path, "report.json"));
		symlinkSync(outside.path, join(folder.path, "reports"));
		for (const output of ["report.json", "reports/precious.txt", "reports/new.json"]) {
			const said = await folder.run(["-o", output, "--format", "json"]);
			expect(said.code).toBe(2);
			expect(said.stderr).toMatch(/^kmslint: Cannot write the report to '.*': .*symbolic link\.\n$/u);
			expect(said.stdout).toContain("require-key-rotation");
		}
		expect(readdirSync(outside.path)).toEqual(["precious.txt"]);
		expect(read(outside, "precious.txt")).toBe("precious");
	});

	test("that cannot be written does not hide what was fixed", async () => {
		const folder = folderOf({ "a.yaml": KEY });
		const said = await folder.run(["--fix", "-o", "a.yaml/report.txt"]);
		expect(said.code).toBe(2);
		expect(said.stdout).toMatch(/ · 1 fixed · /u);
	});

	test("goes where the user says outside of the folder", async () => {
		const folder = folderOf({ "app/a.yaml": KEY });
		await folder.run(["-o", "../report.txt"], { cwd: realpathSync(join(folder.path, "app")) });
		expect(read(folder, "report.txt")).toContain("require-key-rotation");
	});
});

test.skipIf(process.platform === "win32")("a file that may not grow so large costs that file, and no run", () => {
	const large = `${KEY}# ${"x".repeat(10_000)}\n`;
	const folder = folderOf({ "a.yaml": KEY, "b.yaml": large, "c.yaml": KEY });
	// In units of 512 or 1024 bytes.
	const { status, stdout } = spawnSync(
		"/bin/sh",
		["-c", 'ulimit -f 8; exec "$0" "$@"', process.execPath, COMMAND, "--fix", "--format", "json", "."],
		{ cwd: folder.path, encoding: "utf8" },
	);
	expect(status).toBe(2);
	expect(JSON.parse(stdout)).toMatchObject({
		findings: [{ file: "b.yaml" }],
		errors: [{ file: "b.yaml", message: "It cannot be written (EFBIG), so it was not fixed." }],
	});
	expect([read(folder, "a.yaml"), read(folder, "b.yaml"), read(folder, "c.yaml")]).toEqual([FIXED, large, FIXED]);
	expect(readdirSync(folder.path)).toHaveLength(3);
});
