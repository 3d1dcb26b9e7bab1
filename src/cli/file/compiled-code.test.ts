import { spawnSync } from "node:child_process";
import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { crc32 } from "node:zlib";
import { describe, expect, test } from "vitest";
import { isBetter } from "./compiled-code.ts";
import { useFolders } from "../../testing/use-folders.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const BUNDLE = join("dist", "bundle", "command");
const FILES = {
	"template.yaml": "Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy: {}\n",
	"app.ts": 'import { Key } from "aws-cdk-lib/aws-kms";\nnew Key(app, "Key", { enableKeyRotation: false });\n',
};

/** A word that every report shows, and another of the same length. */
const SHOWN = "eslint-plugin-aws-kms/blob";
const CHANGED = "eslint-plugin-xyz-kms/blob";

// Later versions keep bytecode by themselves.
describe.runIf(process.versions.node.startsWith("20."))("the bytecode of the program", () => {
	const newFolder = useFolders();

	/** A package as it is installed, with files beside it. */
	function install(): string {
		const folder = newFolder(FILES).path;
		mkdirSync(join(folder, "dist", "bundle"), { recursive: true });
		cpSync(join(ROOT, BUNDLE), join(folder, BUNDLE), { recursive: true });
		cpSync(join(ROOT, "package.json"), join(folder, "package.json"));
		symlinkSync(join(ROOT, "locales"), join(folder, "locales"));
		symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
		return folder;
	}

	function run(folder: string, file = "template.yaml", env: NodeJS.ProcessEnv = {}, ...more: string[]): string {
		const { status, stdout, stderr } = spawnSync(
			process.execPath,
			[join(folder, BUNDLE, "kmslint.cjs"), "--format", "json", ...more, file],
			{ cwd: folder, encoding: "utf8", env: { ...process.env, ...env } },
		);
		expect(status).toBe(1);
		return stdout + stderr;
	}

	const compiledIn = (folder: string): string => join(folder, ".cache", "compiled");

	/** Makes a file so many hours old. */
	function age(path: string, hours: number): void {
		const at = new Date(Date.now() - hours * 3_600_000);
		utimesSync(path, at, at);
	}

	/** The one file that is kept. */
	function keptIn(folder: string): string {
		const [name = "", ...others] = readdirSync(compiledIn(folder));
		expect(others).toEqual([]);
		return join(compiledIn(folder), name);
	}

	/** Changes the program, and gives the checksums of what was changed before and after. */
	function change(folder: string): readonly (readonly [number, number])[] {
		return ["program.cjs", "start.cjs"].map((name) => {
			const path = join(folder, BUNDLE, name);
			const source = readFileSync(path, "latin1");
			const changed = source.replaceAll(SHOWN, CHANGED);
			writeFileSync(path, changed, "latin1");
			return [crc32(source), crc32(changed)];
		});
	}

	test("is kept by the first run, and with what later runs compile", () => {
		const folder = install();
		const first = run(folder);
		expect(first).toContain(SHOWN);
		expect(readFileSync(keptIn(folder)).includes("apps.cjs")).toBe(false);
		expect(run(folder)).toBe(first);
		run(folder, "app.ts");
		expect(readFileSync(keptIn(folder)).includes("apps.cjs")).toBe(true);
		expect(run(folder)).toBe(first);
	});

	test("is made anew by the next run after a long one, which has let go of what only its start needs", () => {
		const folder = install();
		run(folder);
		const kept = keptIn(folder);
		const bytes = readFileSync(kept, "latin1");
		const end = bytes.indexOf("\n");
		const head = JSON.parse(bytes.slice(0, end)) as { readonly cost: number };
		const costOf = (): number =>
			(JSON.parse(readFileSync(kept, "latin1").split("\n", 1)[0] ?? "") as { readonly cost: number }).cost;
		const keep = (cost: number): void => {
			writeFileSync(kept, `${JSON.stringify({ ...head, cost })}${bytes.slice(end)}`, "latin1");
		};
		const LONG_RUN = 1e9;
		keep(LONG_RUN);
		run(folder);
		expect(costOf()).toBeLessThan(LONG_RUN);
	});

	test.each([
		["the first short run", 200_000, 0, true],
		["a run that does more", 300_000, 200_000, true],
		["a run that does the same", 210_000, 200_000, false],
		["a long run", 4_000_000, 200_000, false],
		["a short run after a long one", 200_000, 4_000_000, true],
		["a long run after a long one", 9_000_000, 4_000_000, false],
	])("is better or not: %s", (_, cost, kept, is) => {
		expect(isBetter(cost, kept)).toBe(is);
	});

	test("is removed where no run has used it for a month, and so is what a killed run has left", () => {
		const folder = install();
		const compiled = compiledIn(folder);
		const ages = {
			"1.bin": 40 * 24,
			"2.bin": 20 * 24,
			"3.bin.17": 2,
			"4.bin.17": 0.5,
			"5.bin.x": 40 * 24,
			"notes.txt": 40 * 24,
		};
		mkdirSync(compiled, { recursive: true });
		for (const [name, hours] of Object.entries(ages)) {
			writeFileSync(join(compiled, name), "");
			age(join(compiled, name), hours);
		}
		run(folder);
		const names = readdirSync(compiled);
		const own = names.filter((name) => !(name in ages));
		expect(own).toHaveLength(1);
		expect(names.filter((name) => name in ages).sort()).toEqual(["2.bin", "4.bin.17", "5.bin.x", "notes.txt"]);
	});

	test("is marked by the runs that use it", () => {
		const folder = install();
		run(folder);
		const kept = keptIn(folder);
		age(kept, 40 * 24);
		run(folder);
		expect(Date.now() - statSync(kept).mtimeMs).toBeLessThan(3_600_000);
	});

	test('holds nothing that loads modules by "import()", which needs what bytecode does not keep', () => {
		const folder = install();
		const withSource = run(folder, "template.yaml", { NODE_DISABLE_COMPILE_CACHE: "1" }, "--fix-dry-run");
		run(folder, "template.yaml", {}, "--fix-dry-run");
		expect(run(folder, "template.yaml", {}, "--fix-dry-run")).toBe(withSource);
		const kept = readFileSync(keptIn(folder), "latin1").split("\n", 1)[0] ?? "";
		const { chunks } = JSON.parse(kept) as { readonly chunks: readonly { readonly name: string }[] };
		const names = chunks.map(({ name }) => name);
		expect(names).toContain("program.cjs");
		expect(names).toContain("start.cjs");
		for (const name of names) {
			expect(readFileSync(join(folder, BUNDLE, name), "latin1")).not.toContain("import(");
		}
	});

	test("runs in place of its source, and only of that source", () => {
		const folder = install();
		const first = run(folder);
		const checksums = change(folder);
		// What was changed has the same length, which is all that the engine itself looks at.
		const path = keptIn(folder);
		const kept = readFileSync(path, "latin1");
		const forged = checksums.reduce((text, [before, after]) => text.replace(String(before), String(after)), kept);
		writeFileSync(path, forged, "latin1");
		expect(run(folder)).toBe(first);
		writeFileSync(path, kept, "latin1");
		expect(run(folder)).toBe(first.replaceAll(SHOWN, CHANGED));
		expect(run(folder)).toBe(first.replaceAll(SHOWN, CHANGED));
	});

	test("is not used where it is cut off, changed or something else, and is made anew", () => {
		const folder = install();
		const first = run(folder);
		const path = keptIn(folder);
		const kept = readFileSync(path);
		for (const damaged of [
			kept.subarray(0, kept.length / 2),
			kept.map((byte, at) => (at > 1000 && at % 997 === 0 ? byte ^ 255 : byte)),
			Buffer.from('{ "chunks": [{}], "checksum": 0 }\n'),
			Buffer.from("[]\n"),
			Buffer.alloc(0),
		]) {
			writeFileSync(path, damaged);
			expect(run(folder)).toBe(first);
			expect(readFileSync(keptIn(folder)).length).toBeGreaterThan(kept.length / 2);
		}
		expect(run(folder)).toBe(first);
	});

	test("is not kept where the environment forbids it, or nothing can be written", () => {
		const folder = install();
		const first = run(folder, "template.yaml", { NODE_DISABLE_COMPILE_CACHE: "1" });
		expect(existsSync(compiledIn(folder))).toBe(false);
		writeFileSync(join(folder, ".cache"), "in its place");
		expect(run(folder)).toBe(first);
	});

	test("is read by threads, and kept by the main thread alone", () => {
		const folder = install();
		const first = run(folder, ".", {}, "--concurrency", "off");
		const kept = readFileSync(keptIn(folder));
		expect(run(folder, ".", {}, "--concurrency", "2")).toBe(first);
		expect(kept.includes("take-in-thread.cjs")).toBe(false);
		expect(readFileSync(keptIn(folder)).includes("take-in-thread.cjs")).toBe(false);
	});
});
