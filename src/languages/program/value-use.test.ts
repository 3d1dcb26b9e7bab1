import { describe, expect, test } from "vitest";
import { moduleOf } from "../../testing/read-module.ts";
import { environmentReads } from "../handler/environment/environment-reads.ts";
import { leadsToSecret } from "./value-use.ts";

/** Whether the first variable that a program reads leads to a key or a stored secret. */
function leads(code: string): boolean {
	const module = moduleOf(code);
	const [read] = environmentReads(module);
	return read !== undefined && leadsToSecret(read.node, module);
}

/** Ways from `$` to the place where `@` stands. */
const WAYS: readonly ((use: (value: string) => string) => string)[] = [
	(use) => `const config = { signingKey: $ }; ${use("config.signingKey")}`,
	(use) => `const config = { other: 1, signingKey: $ } as const; ${use('config["signingKey"]')}`,
	(use) => `function go(text, key) { ${use("key")} } go("a", $);`,
	(use) => `const go = (key = "") => { ${use("key")} }; go($);`,
	(use) => `const outer = (a) => inner(a); const inner = (b) => { ${use("b")} }; outer($);`,
	(use) => `class A { constructor(private readonly key: string) { ${use("key")} } } new A($);`,
	(use) => `class A { constructor() { this.key = $; } go() { ${use("this.key")} } }`,
	(use) => `class A { constructor(key) { this.key = key; } go() { ${use("this.key")} } } new A($);`,
	(use) => `const config = { signingKey: $ }; function go(key) { ${use("key")} } go(config.signingKey);`,
];
const USES: readonly ((value: string) => string)[] = [
	(value) => `kms.send(new SignCommand({ KeyId: ${value}, Message: text }));`,
	(value) => `client.send(new GetSecretValueCommand({ SecretId: ${value} }));`,
];
const OTHERS: readonly ((value: string) => string)[] = [
	(value) => `sign(text, ${value});`,
	(value) => `fetch(url, { headers: { Authorization: ${value} } });`,
	(value) => `kms.send(new SignCommand({ KeyId: keyId, Message: ${value} }));`,
];
const programs = (uses: typeof USES): readonly string[] =>
	WAYS.flatMap((way) => uses.map((use) => way(use).replace("$", "process.env.SIGNING_KEY")));

describe("where a value goes", () => {
	test.each(programs(USES))("leads to a key or a secret: %s", (code) => {
		expect(leads(code)).toBe(true);
	});

	test.each([
		...programs(OTHERS),
		// Another property, another parameter, another field
		"const config = { a: process.env.SIGNING_KEY, b: keyId }; kms.send(new SignCommand({ KeyId: config.b }));",
		"function go(a, b) { kms.send(new SignCommand({ KeyId: b })); } go(process.env.SIGNING_KEY, keyId);",
		"function go(a, b) { kms.send(new SignCommand({ KeyId: b })); } go(...given, process.env.SIGNING_KEY);",
		"class A { constructor() { this.a = process.env.SIGNING_KEY; } go() { kms.send(new SignCommand({ KeyId: this.b })); } }",
	])("leads elsewhere: %s", (code) => {
		expect(leads(code)).toBe(false);
	});
});
