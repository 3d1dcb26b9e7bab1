import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { memoryFolder } from "./memory-folder.ts";
import { Folder } from "./run-command.ts";

test("what is tried is left as it was", () => {
	const folder = new Folder();
	try {
		expect([undefined, folder.path]).toContain(memoryFolder(folder.path));
		expect(readdirSync(folder.path)).toEqual([]);
	} finally {
		folder.remove();
	}
});

test("what is no folder, or is not there, is not taken", () => {
	const folder = new Folder();
	try {
		const file = join(folder.path, "file");
		writeFileSync(file, "");
		expect(memoryFolder(file)).toBeUndefined();
		expect(memoryFolder(join(folder.path, "none"))).toBeUndefined();
	} finally {
		folder.remove();
	}
});
