import { join } from "node:path";
import { expect, test } from "vitest";
import { useFolders } from "../testing/use-folders.ts";
import { AppFiles } from "./app-files.ts";

const folderOf = useFolders();

/** What one application reads of a file. */
function readingOf(cwd: string, name: string, parameterOverrides: Readonly<Record<string, string>> = {}): unknown {
	const file = new AppFiles([cwd], { cwd, parameterOverrides, suppressions: true }).open(join(cwd, name));
	return "why" in file ? file.why : file.reading;
}

test("a file that several applications name is parsed once, as long as it is the same", () => {
	const folder = folderOf({
		"api.js": "exports.a = 1;",
		"main.tf": "locals { a = 1 }",
		"t.yaml": "AWSTemplateFormatVersion: 2010-09-09\nResources: {}",
	});
	const cwd = folder.path;
	const [code, template] = ["api.js", "t.yaml"].map((name) => readingOf(cwd, name));
	expect(readingOf(cwd, "api.js")).toBe(code);
	expect(readingOf(cwd, "t.yaml")).toBe(template);
	expect(readingOf(cwd, "t.yaml", { A: "b" })).not.toBe(template);
	// What a module of Terraform says depends on its other files.
	expect(readingOf(cwd, "main.tf")).not.toBe(readingOf(cwd, "main.tf"));
	folder.write("api.js", "exports.a = 2;");
	expect(readingOf(cwd, "api.js")).not.toBe(code);
});

test("what is kept has a bound", () => {
	const comment = `/* ${"-".repeat(700_000)} */`;
	const names = ["a.js", "b.js", "c.js"];
	const { path } = folderOf(Object.fromEntries(names.map((name) => [name, `${comment} exports.a = 1;`])));
	const [first, ...others] = names.map((name) => readingOf(path, name));
	names.slice(1).forEach((name, at) => expect(readingOf(path, name)).toBe(others[at]));
	expect(readingOf(path, "a.js")).not.toBe(first);
});
