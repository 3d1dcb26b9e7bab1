import { describe, expect, test } from "vitest";
import { readOptions } from "./read-options.ts";

const TABLE = {
	output: { type: "string", short: "o" },
	exclude: { type: "string", multiple: true },
	quiet: { type: "boolean" },
} as const;

describe("the options of a command", () => {
	test("are switches, texts and lists, beside what is no option", () => {
		const given = readOptions(["a", "-o", "b", "--exclude", "c", "--quiet", "--exclude=-d", "-"], TABLE, "kmslint");
		expect(given.has("quiet")).toBe(true);
		expect(given.text("output")).toBe("b");
		expect(given.list("exclude")).toEqual(["c", "-d"]);
		expect(given.positionals).toEqual(["a", "-"]);
	});

	test("that are not given are off, null and empty", () => {
		const given = readOptions(["--", "--quiet"], TABLE, "kmslint");
		expect([given.has("quiet"), given.text("output"), given.list("exclude")]).toEqual([false, null, []]);
	});

	test.each([
		[["--outptu", "a"], "Unknown option '--outptu'. Did you mean '--output'?"],
		[["--zzzzzzzz"], "Unknown option '--zzzzzzzz'. See kmslint --help."],
		[["--constructor"], "Unknown option '--constructor'. See kmslint --help."],
		[["--output"], "The option '--output' needs a value."],
		[["--output", ""], "The option '--output' needs a value."],
		[["--output", "--quiet"], "The option '--output' needs a value."],
		[["--quiet=yes"], "The option '--quiet' takes no value."],
	])("%j are refused", (argv, message) => {
		expect(() => readOptions(argv, TABLE, "kmslint")).toThrow(message);
	});
});
