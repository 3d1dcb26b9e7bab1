import { cpSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Folder } from "../../testing/run-command.ts";
import { writeEveryKind } from "../../testing/every-kind.ts";
import { emptyOutcome } from "./file-outcome.ts";
import type { FileTaker } from "./take-file.ts";
import { takeFiles } from "./take-files.ts";
import type { WorkerSettings } from "./take-settings.ts";
import { removeFolder } from "../../testing/remove-folder.ts";

let folder: Folder;
beforeEach(() => {
	folder = new Folder();
	writeEveryKind(folder);
});
afterEach(() => {
	folder.remove();
});

function textsOf(path: string): readonly (readonly [string, string])[] {
	return readdirSync(path, { recursive: true, encoding: "utf8", withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.map((name) => [name.slice(path.length), readFileSync(name, "latin1")] as const)
		.sort(([a], [b]) => (a < b ? -1 : 1));
}

describe("several threads", () => {
	test.each([
		["json", ["--show-unknown", "--preset", "audit"]],
		["text", ["--fix-dry-run"]],
	] as const)("report the same as one, byte for byte: %s %j", async (format, more) => {
		const argv = [".", "left-out/a.yaml", "missing", "--format", format, ...more];
		const one = await folder.run([...argv, "--concurrency", "off"]);
		expect(one.stdout.length).toBeGreaterThan(1000);
		expect(await folder.run([...argv, "--concurrency", "3"])).toEqual(one);
	});

	test("fix the same as one", async () => {
		const copy = mkdtempSync(join(tmpdir(), "kmslint-test-"));
		try {
			cpSync(folder.path, copy, { recursive: true });
			const one = await folder.run([".", "--fix", "--format", "json", "--concurrency", "off"]);
			const other = await folder.run([".", "--fix", "--format", "json", "--concurrency", "3"], { cwd: copy });
			expect(other).toEqual(one);
			expect(textsOf(copy)).toEqual(textsOf(folder.path));
		} finally {
			removeFolder(copy);
		}
	});

	test("that cannot take a file leave it to the one that says why", async () => {
		const inventory = folder.write("amis.csv", "nothing,of,use\n1,2,3\n");
		const argv = [".", "--inventory", inventory];
		const one = await folder.run([...argv, "--concurrency", "off"]);
		expect(one.code).toBe(2);
		expect(await folder.run([...argv, "--concurrency", "3"])).toEqual(one);
	});
});

test("where no thread can be started, this one takes all files", async () => {
	const steps = [1, 2, 3].map((number) => ({ path: `/${String(number)}`, explicit: false }));
	const taken: string[] = [];
	// What cannot be copied to a thread ends its start, as a missing permission does.
	const settings = { take: { fix: false }, lint: () => undefined } as unknown as WorkerSettings;
	const taker = { takeFile: () => Promise.resolve(emptyOutcome()) } as unknown as FileTaker;
	await takeFiles(steps, 3, taker, settings, ({ path }) => taken.push(path));
	expect(taken).toEqual(["/1", "/2", "/3"]);
});
