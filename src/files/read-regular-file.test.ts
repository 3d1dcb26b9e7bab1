import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRegularFile, readSmallText } from "./read-regular-file.ts";
import { removeFolder } from "../testing/remove-folder.ts";

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "kmslint-files-"));
});
afterAll(() => {
	removeFolder(folder);
});
const at = (name: string): string => join(folder, name);

describe("a file that is opened", () => {
	test("is read to its end, whatever its size", () => {
		for (const size of [0, 1, 4095, 4096, 4097, 300_000]) {
			const bytes = Buffer.alloc(size, "kms");
			writeFileSync(at("file"), bytes);
			const reading = readRegularFile(at("file"), { maxBytes: 300_000 });
			expect(reading.kind === "bytes" && reading.bytes.equals(bytes), String(size)).toBe(true);
		}
	});

	test("is large one byte above the limit, and gives its head", () => {
		writeFileSync(at("large"), "0123456789");
		expect(readRegularFile(at("large"), { maxBytes: 10 }).kind).toBe("bytes");
		expect(readRegularFile(at("large"), { maxBytes: 9 })).toEqual({
			kind: "large",
			size: 10,
			head: Buffer.from("0123456789"),
		});
	});

	test("is not read whole where it is too large", () => {
		writeFileSync(at("sparse"), "");
		truncateSync(at("sparse"), 8 * 1024 ** 3);
		const reading = readRegularFile(at("sparse"), { maxBytes: 1024 });
		expect(reading).toMatchObject({ kind: "large", size: 8 * 1024 ** 3 });
		expect(reading.kind === "large" ? reading.head.length : 0).toBe(65_536);
	});

	test.skipIf(process.platform !== "linux")("ends although its size says nothing", () => {
		expect(readRegularFile("/proc/self/status", { maxBytes: 1024 * 1024 }).kind).toBe("bytes");
	});

	test("may be missing, below a file too", () => {
		expect(readRegularFile(at("none"), { maxBytes: 1 })).toEqual({ kind: "missing" });
		expect(readRegularFile(at("large/none"), { maxBytes: 1 })).toEqual({ kind: "missing" });
	});

	test("is one that a link leads to only where links are followed", () => {
		writeFileSync(at("target"), "\uFEFFtext");
		symlinkSync(at("target"), at("link"));
		expect(readSmallText(at("link"), { maxBytes: 100 })).toBe("text");
		expect(readRegularFile(at("link"), { maxBytes: 100, followLinks: false })).toEqual({ kind: "irregular" });
		symlinkSync(at("circle"), at("circle"));
		expect(readRegularFile(at("circle"), { maxBytes: 100 })).toEqual({ kind: "error", code: "ELOOP" });
	});
});

describe.skipIf(process.platform === "win32")("what is no file", () => {
	test("is not opened: a folder, a pipe, a device, and links to them", () => {
		mkdirSync(at("folder"));
		execFileSync("mkfifo", [at("pipe")]);
		symlinkSync(at("pipe"), at("to-pipe"));
		for (const path of [at("folder"), at("pipe"), at("to-pipe"), "/dev/zero", "/dev/null", "/dev/tty"]) {
			expect(readRegularFile(path, { maxBytes: 100 }), path).toEqual({ kind: "irregular" });
		}
	});

	test("is not opened: a socket", async () => {
		const server = createServer();
		await new Promise<void>((resolve) => {
			server.listen(at("socket"), resolve);
		});
		expect(readRegularFile(at("socket"), { maxBytes: 100 })).toEqual({ kind: "irregular" });
		await new Promise((resolve) => {
			server.close(resolve);
		});
	});
});
