import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { RULES } from "../rules/index.ts";
import { CONFIG_KEYS, OVERRIDE_KEYS, parseConfig, SETTING_KEYS } from "../src/config/parse-config.ts";
import { ConfigReader } from "../src/config/config-reader.ts";
import { configSchema, SCHEMA_FILE } from "./config-schema.ts";

const ROOT = resolve(import.meta.dirname, "..");
const validate = new Ajv({ strict: true, strictTuples: false, allowUnionTypes: true }).compile(configSchema());

/** Whether the command takes a configuration. */
function isTaken(config: unknown): boolean {
	const reader = new ConfigReader(JSON.stringify(config), "/project/kmslint.config.json", "/project");
	try {
		if (reader.root !== null) {
			parseConfig(reader, reader.root, "/project/kmslint.config.json", RULES);
		}
		return true;
	} catch {
		return false;
	}
}

test("the schema is in step with the code (npm run docs)", () => {
	expect(JSON.parse(readFileSync(join(ROOT, SCHEMA_FILE), "utf8"))).toEqual(
		JSON.parse(JSON.stringify(configSchema())),
	);
	const { files } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
		readonly files: readonly string[];
	};
	expect(files).toContain(SCHEMA_FILE);
});

test("the examples of the documents are configurations", () => {
	const page = readFileSync(join(ROOT, "docs/configuration.md"), "utf8");
	const examples = [...page.matchAll(/^```json\n([^]*?)^```/gmu)].map(([, text = ""]) => JSON.parse(text) as object);
	const configs = examples.map((example) => ("kmslint" in example ? example.kmslint : example));
	expect(configs.length).toBeGreaterThan(2);
	for (const config of configs) {
		expect([validate(config), isTaken(config)]).toEqual([true, true]);
	}
});

describe("the schema and the command take the same", () => {
	const VALUES = [
		null,
		true,
		1,
		1.5,
		"",
		"strict",
		"error",
		"./a.json",
		[],
		["a"],
		[1],
		["error", {}],
		{},
		{ a: "b" },
		{ a: null },
	];
	const rule = "require-environment-key";
	const SHAPES: Readonly<Record<string, (value: unknown) => object>> = {
		...Object.fromEntries(
			[...CONFIG_KEYS.filter((key) => key !== "ignores"), "ignores", "other"].map((key) => [
				key,
				(value: unknown) => ({ [key]: value }),
			]),
		),
		...Object.fromEntries(
			[...OVERRIDE_KEYS, "other"].map((key) => [
				`overrides.${key}`,
				(value: unknown) => ({ overrides: [{ files: "a", [key]: value }] }),
			]),
		),
		...Object.fromEntries(
			[...SETTING_KEYS, "other"].map((key) => [
				`settings.${key}`,
				(value: unknown) => ({ settings: { [key]: value } }),
			]),
		),
		"a rule": (value) => ({ rules: { [rule]: value } }),
		"a rule by its full name": (value) => ({ rules: { [`aws-kms/${rule}`]: value } }),
		"a parameter": (value) => ({ parameters: { Stage: value } }),
		"an override without files": (value) => ({ overrides: [{ preset: value }] }),
		...Object.fromEntries(
			RULES.flatMap(({ name, options }) =>
				[...Object.keys(options), "other"].map((option) => [
					`${name}.${option}`,
					(value: unknown) => ({ rules: { [name]: ["warn", { [option]: value }] } }),
				]),
			),
		),
	};

	test.each(Object.entries(SHAPES))("as %s", (name, shape) => {
		for (const value of VALUES) {
			const config = shape(value);
			// Globs have rules of their own, which no schema says.
			const isGlob = name === "overrides.files" && (value === "" || String(value).startsWith("./"));
			expect([JSON.stringify(config), validate(config)]).toEqual([
				JSON.stringify(config),
				isGlob ? validate(config) : isTaken(config),
			]);
		}
	});
});
