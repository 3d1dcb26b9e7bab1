import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { removeFolder } from "./remove-folder.ts";

const ROOT = resolve(import.meta.dirname, "../..");

test("a folder below the one for temporary files is removed, and no other", () => {
	const folder = mkdtempSync(join(tmpdir(), "kmslint-remove-"));
	try {
		for (const name of ["kept", "within", "within/inner", "within-not"]) {
			mkdirSync(join(folder, name));
		}
		writeFileSync(join(folder, "kept", "file"), "");
		symlinkSync(join(folder, "kept"), join(folder, "within", "out"));
		const within = join(folder, "within");
		for (const path of [
			within,
			folder,
			join(folder, "kept"),
			join(folder, "within-not"),
			join(within, ".."),
			join(within, "out"),
			"",
			".",
			"..",
			"/",
			ROOT,
		]) {
			if (path === "") {
				removeFolder(path, within);
				continue;
			}
			expect(() => removeFolder(path, within), path).toThrow(RangeError);
		}
		expect(existsSync(join(folder, "kept", "file"))).toBe(true);
		removeFolder(join(within, "inner"), within);
		removeFolder(join(within, "inner"), within);
		expect(existsSync(join(within, "inner"))).toBe(false);
	} finally {
		removeFolder(folder);
	}
	expect(existsSync(folder)).toBe(false);
	expect(() => removeFolder(tmpdir())).toThrow(RangeError);
});

test("no test, nor what tests share, removes folders in another way", () => {
	const files = ["docs", "rules", "src"]
		.flatMap((folder) =>
			readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map(
				(name) => `${folder}/${name.replaceAll("\\", "/")}`,
			),
		)
		.filter((path) => /\.test\.ts$|^src\/testing\/.*\.m?[jt]s$/u.test(path) && !path.includes("remove-folder"));
	const others = files.filter((path) => {
		const text = readFileSync(join(ROOT, path), "utf8");
		return /\b(?:rm|rmSync|rmdir|rmdirSync)\([^;]*recursive/u.test(text) || /\brimraf\b|rm -[a-z]*r/u.test(text);
	});
	expect(others).toEqual([]);
	expect(files.length).toBeGreaterThan(250);
});
