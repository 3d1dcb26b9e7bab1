import { describe, expect, test } from "vitest";
import type { FileSettings } from "./config.ts";
import { ConfigSlots } from "./config-slots.ts";

const SETTINGS = { path: "/kmslint.config.json", preset: null, rules: new Map(), settings: {}, parameters: {} };

/** Slots for files whose configuration is the first part of their name. */
function slotsFor(configOf: (path: string) => string | null): ConfigSlots {
	return new ConfigSlots(
		(path) => {
			const config = configOf(path);
			return config === null
				? null
				: ({ ...SETTINGS, ignoredBy: config === "left" ? "a" : null, path: config } as FileSettings);
		},
		({ path }) => ({ rules: { rule: path }, settings: {} }),
	);
}

/** What ESLint would merge for a file: it asks every matcher, and then reads those that match. */
function rulesFor({ slots }: ConfigSlots, path: string): readonly unknown[] {
	return slots.filter(({ ignores }) => !ignores(path)).map(({ rules }) => rules["rule"]);
}

describe("slots for configurations", () => {
	test("have one for each content, and none for a file without a configuration", () => {
		const slots = slotsFor((path) => (path.endsWith(".md") ? null : (path.split("/")[1] ?? null)));
		expect(rulesFor(slots, "/a/1.yaml")).toEqual(["a"]);
		expect(rulesFor(slots, "/b/1.yaml")).toEqual(["b"]);
		expect(rulesFor(slots, "/a/2.yaml")).toEqual(["a"]);
		expect(rulesFor(slots, "/a/2.md")).toEqual([]);
		expect(rulesFor(slots, "/left/2.yaml")).toEqual([]);
		expect(slots.isIgnored("/left/2.yaml")).toBe(true);
		expect(slots.isIgnored("/a/2.yaml")).toBe(false);
	});

	test("follow a file whose configuration changes", () => {
		let config = "a";
		const slots = slotsFor(() => config);
		expect(rulesFor(slots, "/1.yaml")).toEqual(["a"]);
		config = "b";
		expect(rulesFor(slots, "/1.yaml")).toEqual(["b"]);
		config = "a";
		expect(rulesFor(slots, "/1.yaml")).toEqual(["a"]);
	});

	test("are left by a file whose configuration changes, and never while another file is in them", () => {
		let config = "a";
		const slots = slotsFor((path) => (path === "/other.yaml" ? "other" : config));
		expect(rulesFor(slots, "/other.yaml")).toEqual(["other"]);
		for (let number = 0; number < 600; number += 1) {
			config = String(number);
			expect(rulesFor(slots, "/1.yaml")).toEqual([config]);
		}
		expect(rulesFor(slots, "/other.yaml")).toEqual(["other"]);
	});

	test("are enough for a large repository, and never give a file what belongs to another", () => {
		const slots = slotsFor((path) => path);
		for (let number = 0; number < 256; number += 1) {
			expect(rulesFor(slots, `/${String(number)}`)).toEqual([`/${String(number)}`]);
		}
		expect(() => rulesFor(slots, "/256")).toThrow("There are more than 256 different configurations of kmslint");
		expect(rulesFor(slots, "/7")).toEqual(["/7"]);
	});
});
