import { describe, expect, test } from "vitest";
import { RULES } from "../../rules/index.ts";
import { fakeSecret } from "../testing/fake-secret.ts";
import type { ConfigFile } from "./config.ts";
import { ConfigReader } from "./config-reader.ts";
import { parseConfig } from "./parse-config.ts";

function parse(text: string): ConfigFile {
	const reader = new ConfigReader(text, "/project/kmslint.config.json", "/project");
	reader.problem?.();
	if (reader.root === null) {
		throw new Error("empty");
	}
	return parseConfig(reader, reader.root, "/project/kmslint.config.json", RULES);
}

describe("a configuration", () => {
	test("has levels, options, presets by path, ignored files, settings and parameters", () => {
		const config = parse(`{
			"$schema": "./node_modules/eslint-plugin-aws-kms/kmslint.config.schema.json",
			"extends": "./base.json",
			"preset": "strict",
			"rules": { "aws-kms/require-key-rotation": "warn", "require-environment-key": ["error", { "key": "AppKey" }] },
			"overrides": [{ "files": ["infra/", "*.cfn.yaml"], "preset": "audit", "rules": { "no-secret-in-log": ["off"] } }],
			"ignores": ["legacy/", "!legacy/kept.yaml"],
			"settings": { "application": false, "acceptSkips": true, "assumeEnforced": ["AWS::KMS::Key"] },
			"parameters": { "Stage": "prod", "Count": 2, "IsProd": true }
		}`);
		expect(config.preset).toBe("strict");
		expect([...config.rules]).toEqual([
			["require-key-rotation", { level: "warn", options: null }],
			["require-environment-key", { level: "error", options: { key: "AppKey" } }],
		]);
		const [override] = config.overrides;
		expect(
			["infra/a/b.yaml", "a.cfn.yaml", "a/a.cfn.yaml", "src/infra/a.yaml"].map((path) => override?.matches(path)),
		).toEqual([true, true, false, false]);
		expect(override?.rules.get("no-secret-in-log")).toEqual({ level: "off", options: null });
		expect(config.ignores?.ignores("legacy/a.yaml")).toBe(true);
		expect(config.settings).toEqual({ application: false, acceptSkips: true, assumeEnforced: ["AWS::KMS::Key"] });
		expect([...config.parameters]).toEqual([
			["Stage", "prod"],
			["Count", "2"],
			["IsProd", "true"],
		]);
		expect(config.bases.map(({ path }) => path)).toEqual(["/project/base.json"]);
	});

	test("names an inventory from its folder", () => {
		const { rules } = parse('{ "rules": { "require-image-encryption": ["error", { "inventory": "amis.csv" }] } }');
		expect(rules.get("require-image-encryption")?.options).toEqual({ inventory: "/project/amis.csv" });
	});

	test.each([
		['{\n  "rulse": {}\n}', "2:3", "Unknown key 'rulse'. Did you mean 'rules'?"],
		['{ "__proto__": {} }', "1:3", "Unknown key '__proto__'. Known: $schema, extends"],
		['{ "preset": "strict", "preset": "audit" }', "1:23", "Key 'preset' is there twice."],
		['{ "preset": "strct" }', "1:13", "Invalid value for `preset`. Did you mean 'strict'?"],
		['{ "preset": null }', "1:13", "Invalid value for `preset`. Known: recommended, strict, audit."],
		['{ "rules": [] }', "1:12", "`rules` takes an object."],
		['{ "rules": { "require-key-rotatoin": "off" } }', "1:14", "Unknown rule 'require-key-rotatoin'. Did you mean"],
		['{ "rules": { "constructor": "off" } }', "1:14", "Unknown rule 'constructor'."],
		[
			'{ "rules": { "no-secret-in-log": "warning" } }',
			"1:34",
			"Invalid value for rule 'no-secret-in-log'. Did you mean 'warn'?",
		],
		[
			'{ "rules": { "no-secret-in-log": 2 } }',
			"1:34",
			"Invalid value for rule 'no-secret-in-log'. Known: off, warn, error.",
		],
		['{ "rules": { "no-secret-in-log": [] } }', "1:34", "Rule 'no-secret-in-log' takes a level and one object"],
		[
			'{ "rules": { "no-secret-in-log": ["error", {}, {}] } }',
			"1:34",
			"Rule 'no-secret-in-log' takes a level and one object",
		],
		[
			'{ "rules": { "no-secret-in-log": ["error", { "alow": [] }] } }',
			"1:46",
			"Unknown option 'alow' of rule 'no-secret-in-log'.",
		],
		['{ "rules": { "no-secret-in-log": ["error", { "__proto__": [] }] } }', "1:46", "Unknown option '__proto__'"],
		[
			'{ "rules": { "no-secret-in-log": ["error", { "allow": ["("] }] } }',
			"1:55",
			"Option `allow` of rule 'no-secret-in-log' is not a regular",
		],
		[
			'{ "rules": { "max-environment-size": ["error", { "warnFrom": 0 }] } }',
			"1:62",
			"Option `warnFrom` of rule 'max-environment-size' takes a whole",
		],
		['{ "overrides": {} }', "1:16", "`overrides` takes a list."],
		['{ "overrides": [{ "rules": {} }] }', "1:17", "An override needs `files`."],
		[
			'{ "overrides": [{ "files": "a", "ignores": [] }] }',
			"1:33",
			"Unknown key 'ignores'. Known: files, preset, rules.",
		],
		['{ "overrides": [{ "files": ["!a"] }] }', "1:29", "A glob has no `!`"],
		['{ "overrides": [{ "files": ["../a"] }] }', "1:29", "A glob is a path below the folder"],
		['{ "overrides": [{ "files": ["*a*b*c*d*"] }] }', "1:29", "A glob has at most 3 wildcards"],
		['{ "ignores": "a" }', "1:14", "`ignores` takes a list."],
		['{ "ignores": [1] }', "1:15", "`ignores` takes a text."],
		['{ "settings": { "aplication": true } }', "1:17", "Unknown key 'aplication'. Did you mean 'application'?"],
		['{ "settings": { "locale": "jp" } }', "1:27", "Invalid value for `locale`. Did you mean 'ja'?"],
		['{ "settings": { "application": "yes" } }', "1:32", "`application` takes true or false."],
		['{ "parameters": { "a-b": "x" } }', "1:19", "The name of a parameter"],
		['{ "parameters": { "a": null } }', "1:24", "A parameter takes a text"],
		['{ "parameters": { "a": ["x"] } }', "1:24", "A parameter takes a text"],
		['{ "extends": "@acme/kms" }', "1:14", "`extends` takes the path of a file"],
		["[]", "1:1", "A configuration takes an object."],
		["{\n  // why\n}", "2:3", "JSON has no comments."],
		['{ "preset": "audit", }', "1:20", "JSON allows no comma before a closing bracket."],
		["{ 'preset': 1 }", "1:3", "JSON needs double quotes."],
	])("%s is a mistake at its place", (text, place, sentence) => {
		expect(() => parse(text)).toThrow(new RegExp(`^kmslint\\.config\\.json:${place}: ${escape(sentence)}`, "u"));
	});

	test("shows no secret that is in it by mistake", () => {
		const secret = fakeSecret("aws-secret-access-key");
		for (const text of [
			{ preset: secret },
			{ rules: { "no-secret-in-log": secret } },
			{ rules: { "no-secret-in-log": ["error", { allow: [`(${secret}`] }] } },
			{ parameters: { DbPassword: [secret] } },
		]) {
			expect(() => parse(JSON.stringify(text))).toThrow(
				expect.objectContaining({ message: expect.not.stringContaining(secret) as string }) as Error,
			);
		}
	});
});

function escape(text: string): string {
	return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, "\\$&");
}
