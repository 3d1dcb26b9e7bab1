import { describe, expect, test } from "vitest";
import { flag, oneOf, patterns, readOptions, strings } from "./options.ts";
import { defineRule } from "./rule.ts";

const RULE = defineRule({
	name: "example",
	description: "Example",
	severity: "low",
	presets: { recommended: "off", strict: "off", audit: "off" },
	options: {
		allow: patterns("Names that are allowed"),
		level: oneOf(["low", "high"], "low", "The level"),
		deep: flag("Also below", true),
		types: strings("Types"),
	},
	messages: {},
	*checkModule(_, { allow, level, deep, types }) {
		// The types of the options: this compiles, or the build fails.
		const all: readonly [boolean, "low" | "high", boolean, readonly string[]] = [allow(""), level, deep, types];
		yield { at: { start: 0, end: all.length }, messageId: "", data: {} };
	},
});

describe("the options of a rule", () => {
	test("have a schema and an initial value each", () => {
		expect(Object.keys(RULE.options)).toEqual(["allow", "level", "deep", "types"]);
		expect(RULE.options["level"]).toEqual({ enum: ["low", "high"], description: "The level" });
		expect(RULE.defaults).toEqual({ allow: [], level: "low", deep: true, types: [] });
		expect(RULE.patterns).toEqual(["allow"]);
	});

	test("are what is configured, and the initial values of the others", () => {
		expect(readOptions(RULE, { level: "high" })).toMatchObject({ level: "high", deep: true, types: [] });
		expect(readOptions(RULE, undefined)).toMatchObject({ level: "low" });
	});

	test("that are patterns test a name with each of them", () => {
		const { allow } = readOptions(RULE, { allow: ["^test-", "é+$"] }) as { allow: (name: string) => boolean };
		expect(["test-a", "a-test-", "caféé", "cafe"].map(allow)).toEqual([true, false, true, false]);
	});
});

describe("a rule", () => {
	test("has no types, requirements, options or fix unless it says so", () => {
		const { options: _, ...plain } = RULE;
		const bare = defineRule({ ...plain, types: [] });
		expect(bare).toMatchObject({ options: {}, defaults: {}, patterns: [], compliance: {}, fix: "none" });
		expect(RULE.types).toBeNull();
	});
});
