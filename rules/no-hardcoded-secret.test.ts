import { describe, expect, test } from "vitest";
import { drawFrom, fakeSecret } from "../src/testing/fake-secret.ts";
import { lintSource, testRule } from "../src/testing/rule-tester.ts";
import { noHardcodedSecret } from "./no-hardcoded-secret.ts";

const PASSWORD = fakeSecret("password");
const TOKEN = fakeSecret("token");
const KEY = fakeSecret("stripe-live-key");
const PEM = fakeSecret("pem-private-key");
/** What says that it is refused, and is taken all the same. */
const BAD = [`Bad${"Password"}1`, `Wrong${"Pass"}2024`, `wrong-jwt-${"secret"}`];

const password = (name: string) => ({
	name,
	label: "a password",
	redacted: ` (${String(PASSWORD.length)} characters)`,
});
const secret = (name: string) => ({ name, label: "a secret", redacted: ` (${String(TOKEN.length)} characters)` });
const found = (data: Readonly<Record<string, string>>, line: number, column: number) => [
	{ messageId: "hardcodedSecret", data, line, column },
];

/** What is found is one question, what can be done about it another: `no-hardcoded-secret-fix.test.ts` asks that. */
const withoutFix = <Case extends { readonly options?: Readonly<Record<string, unknown>> }>(
	cases: readonly Case[],
): readonly Case[] => cases.map((one) => ({ ...one, options: { fix: "off", ...one.options } }));

/** `L-1D180A63`: a code of a table, or a short key. */
const codeOf = (at: number): string => `L-${(0x1d_18_0a_63 + at * 104_729).toString(16).toUpperCase()}`;

/** A password of one form with others, in letters of both cases. */
const typed = (at: number): string => {
	const draw = drawFrom(`typed ${String(at)}`);
	return `Pa${draw("bcdfgh", 3)}${draw("23456789", 3)}`;
};

const UNNAMED = { label: "a Stripe live secret key", redacted: `, sk_l… (${String(KEY.length)} characters)` };

testRule(noHardcodedSecret, {
	found: withoutFix([
		...["prisma/seed.ts", "scripts/setup-cognito-local.js"].map((filename) => ({
			name: `what is drawn, in a script for developers: ${filename}`,
			options: {},
			filename,
			code: `const token = "${TOKEN}";\nconst key = "${KEY}";`,
			errors: [{ messageId: "hardcodedSecret" }, { messageId: "hardcodedSecret" }],
		})),
		...[
			"src/seed-users.js",
			"seed.js",
			"src/create-local-order.js",
			"src/seeds/users.js",
			"setup-test-users.js",
		].map((filename) => ({
			name: `what a person typed, in a function that is deployed: ${filename}`,
			options: {},
			filename,
			code: `export const handler = async (event) => new Client({ user: event.user, password: "Test123!" });`,
			errors: [{ messageId: "hardcodedSecret" }],
		})),
		{
			name: "what a person typed, in any other file",
			filename: "src/users.ts",
			code: `const users = [{ email: "a@acme.local", password: "Test123!" }];`,
			errors: [{ messageId: "hardcodedSecret" }],
		},
		{
			name: "a password among passwords of one form",
			code: `const ALL = { ${[..."abcdefghi"].map((letter, at) => `${letter}User: "${typed(at)}"`).join(", ")}, dbPassword: "${typed(9)}" };`,
			errors: [
				{ messageId: "hardcodedSecret", data: { ...password("dbPassword"), redacted: " (8 characters)" } },
			],
		},
		{
			name: "the same strong password under the name of a user",
			code: `const password = "${PASSWORD}";\nconst login = "${PASSWORD}";`,
			errors: [{ messageId: "hardcodedSecret" }, { messageId: "hardcodedSecret" }],
		},
		{
			name: "a key among a few things of its form",
			code: `const ALL = { a: "${codeOf(1)}", b: "${codeOf(2)}", apiKey: "${codeOf(3)}" };`,
			errors: [{ messageId: "hardcodedSecret" }],
		},
		{
			name: "many keys of one form",
			code: `const ALL = { ${[..."abcdefghij"].map((letter, at) => `${letter}ApiKey: "${codeOf(at)}"`).join(", ")} };`,
			errors: Array.from({ length: 10 }, () => ({ messageId: "hardcodedSecret" })),
		},
		{
			name: "code that is commented out, where comments are checked",
			options: { comments: true },
			code: `/*\n const dbPassword = "${PASSWORD}";\n*/`,
			errors: [
				{
					messageId: "unnamedSecret",
					data: { label: "a password", redacted: password("").redacted },
					line: 2,
					column: 22,
				},
			],
		},
		{
			name: "a vendor's key in a comment, where comments are checked",
			options: { comments: true },
			code: `f(); // the key is ${KEY}`,
			errors: [{ messageId: "unnamedSecret", data: UNNAMED, line: 1, column: 20 }],
		},
		{
			name: "a vendor's key between tags, where their text is checked",
			filename: "view.tsx",
			options: { jsxText: true },
			code: `const a = (\n\t<p>\n\t\tUse ${KEY} here.\n\t</p>\n);`,
			errors: [{ messageId: "unnamedSecret", data: UNNAMED, line: 3, column: 7 }],
		},
		{
			name: "a constant",
			code: `const dbPassword = "${PASSWORD}";`,
			errors: [
				{
					...found(password("dbPassword"), 1, 20)[0],
					messageId: "hardcodedSecret",
					endLine: 1,
					endColumn: 22 + PASSWORD.length,
				},
			],
		},
		{
			name: "a property",
			code: `export const config = {\n\tapiKey: "${TOKEN}",\n};`,
			errors: found(secret("apiKey"), 2, 10),
		},
		{
			name: "a class field",
			code: `class Db {\n\t#password = "${PASSWORD}";\n}`,
			errors: found(password("password"), 2, 14),
		},
		{
			name: "a default parameter",
			code: `function connect(password = "${PASSWORD}") {}`,
			errors: found(password("password"), 1, 29),
		},
		{
			name: "a default where an object is taken apart",
			code: `const { password: pw = "${PASSWORD}" } = options;`,
			errors: found(password("password"), 1, 24),
		},
		{
			name: "a fallback",
			code: `const pool = connect(process.env.DB_PASSWORD ?? "${PASSWORD}");`,
			errors: found(password("DB_PASSWORD"), 1, 49),
		},
		{
			name: "a fallback of a neutral name",
			code: `const value = process.env.API_KEY || "${TOKEN}";`,
			errors: found(secret("API_KEY"), 1, 38),
		},
		{
			name: "an arm of a ternary",
			code: `const token = isProd ? process.env.TOKEN : "${TOKEN}";`,
			errors: found(secret("token"), 1, 44),
		},
		{
			name: "a template without holes",
			code: `const token = \`${TOKEN}\`;`,
			errors: found(secret("token"), 1, 15),
		},
		{
			name: "a concatenation",
			code: `const token = "${TOKEN.slice(0, 9)}" + "${TOKEN.slice(9)}";`,
			errors: found(secret("token"), 1, 15),
		},
		{
			name: "a header",
			code: `await fetch(url, { headers: { "x-api-key": "${TOKEN}" } });`,
			errors: found(secret("x-api-key"), 1, 44),
		},
		{
			name: "a header that is set",
			code: `request.setHeader("X-Api-Key", "${TOKEN}");`,
			errors: found(secret("X-Api-Key"), 1, 32),
		},
		{
			name: "a query string",
			code: `await fetch(\`https://\${host}/v1?api_key=${TOKEN}\`);`,
			errors: [
				{
					messageId: "unnamedSecret",
					data: { label: "a secret", redacted: secret("").redacted },
					line: 1,
					column: 41,
				},
			],
		},
		{
			name: "a constructor's argument",
			code: `const stripe = new Stripe("${KEY}");`,
			errors: [
				{
					messageId: "unnamedSecret",
					data: { label: "a Stripe live secret key", redacted: `, sk_l… (${String(KEY.length)} characters)` },
					line: 1,
					column: 27,
				},
			],
		},
		{
			name: "a comparison",
			code: `if (event.headers["x-api-key"] !== "${TOKEN}") deny();`,
			errors: found(secret("x-api-key"), 1, 36),
		},
		{ name: "an enumeration", code: `enum Keys { ApiKey = "${TOKEN}" }`, errors: found(secret("ApiKey"), 1, 22) },
		{ name: "as const", code: `const token = "${TOKEN}" as const;`, errors: found(secret("token"), 1, 15) },
		{
			name: "satisfies",
			code: `const config = { token: "${TOKEN}" } satisfies Config;`,
			errors: found(secret("token"), 1, 25),
		},
		{
			name: "a decorator's argument",
			code: `@Client({ apiKey: "${TOKEN}" })\nclass A {}`,
			errors: found(secret("apiKey"), 1, 19),
		},
		{
			name: "an attribute",
			filename: "view.tsx",
			code: `const view = <Client apiKey="${TOKEN}" />;`,
			errors: found(secret("apiKey"), 1, 29),
		},
		{
			name: "an assignment to a computed key",
			code: `process.env["DB_PASSWORD"] = "${PASSWORD}";`,
			errors: found(password("DB_PASSWORD"), 1, 30),
		},
		{
			name: "a pair of a map",
			code: `const map = new Map([["password", "${PASSWORD}"]]);`,
			errors: found(password("password"), 1, 35),
		},
		{
			name: "a signing key, however weak",
			code: `const token = jwt.sign(claims, "shhhh");`,
			errors: [
				{
					messageId: "unnamedSecret",
					data: { label: "a signing key", redacted: " (5 characters)" },
					line: 1,
					column: 32,
				},
			],
		},
		{
			name: "a constant that is passed as a signing key",
			code: `const KEY = "shhhh";\nconst token = jwt.sign(claims, KEY);`,
			errors: [
				{
					messageId: "hardcodedSecret",
					data: { name: "KEY", label: "a signing key", redacted: " (5 characters)" },
					line: 1,
					column: 13,
				},
			],
		},
		{
			name: "a password in a URL, and only that",
			code: `const url = "postgres://app:${PASSWORD}@db.acme-shop.com/orders";`,
			errors: [
				{
					messageId: "hardcodedSecret",
					data: {
						name: "url",
						label: "a password in a URL",
						redacted: ` (${String(PASSWORD.length)} characters)`,
					},
					line: 1,
					column: 29,
					endColumn: 29 + PASSWORD.length,
				},
			],
		},
		{
			name: "a part behind escapes",
			code: `const url = "\\u0070ostgres:\\x2f/app:${PASSWORD}@db.acme-shop.com/orders";`,
			errors: [
				{
					messageId: "hardcodedSecret",
					data: {
						name: "url",
						label: "a password in a URL",
						redacted: ` (${String(PASSWORD.length)} characters)`,
					},
					line: 1,
					column: 37,
					endColumn: 37 + PASSWORD.length,
				},
			],
		},
		{
			name: "a test's vendor token",
			filename: "src/pay.test.ts",
			code: `const stripe = new Stripe("${KEY}");`,
			errors: [
				{
					messageId: "unnamedSecret",
					data: { label: "a Stripe live secret key", redacted: `, sk_l… (${String(KEY.length)} characters)` },
					line: 1,
					column: 27,
				},
			],
		},
		{
			name: "a test's password, where that is asked for",
			filename: "src/db.test.ts",
			options: { tests: "all" },
			code: `const password = "${PASSWORD}";`,
			errors: found(password("password"), 1, 18),
		},
	]),
	silent: [
		...["prisma/seed.ts", "scripts/seed-data.js", "scripts/setup-cognito-local.js"].map((filename) => ({
			name: `what a person typed for the users of a developer: ${filename}`,
			filename,
			code: `const users = [{ email: "a@acme.local", password: "Test123!" }, { email: "b@acme.local", password: "adminpass123" }];`,
		})),
		...[
			["an enumeration", (members: string) => `enum Quota { ${members} }`, " = "] as const,
			["a map", (members: string) => `const QUOTAS = { ${members} };`, ": "] as const,
		].map(([name, code, between]) => ({
			name: `${name} of codes, some of which are about secrets`,
			code: code(
				["API_KEYS", "USAGE_PLANS_PER_API_KEY", ...[..."ABCDEFGH"].map((letter) => `STAGES_${letter}`)]
					.map((key, at) => `${key}${between}"${codeOf(at)}"`)
					.join(", "),
			),
		})),
		{
			name: "the default of a column of a table about tokens",
			code: `export const oauthTokens = pgTable("oauth_tokens", { scheme: varchar("scheme", { length: 50 }).default("kms_aesgcm_v2") });`,
		},
		...[
			`// const password = "${PASSWORD}";`,
			`const a = <p>{/* ${KEY} */}</p>;`,
			`const a = <p>Use ${KEY} here.</p>;`,
		].map((code) => ({ name: `what nobody runs: ${code.slice(0, 20)}`, filename: "view.tsx", code })),
		{
			name: "what a comment or a text says of secrets",
			filename: "view.tsx",
			options: { comments: true, jsxText: true },
			code: `// The password is "changeme" at first; const password = process.env.DB_PASSWORD;\n/* token: see the wiki */\nconst a = <p>Password: 8 characters, token2</p>;`,
		},
		{ name: "a reference", code: `const dbPassword = process.env.DB_PASSWORD;` },
		{ name: "a placeholder", code: `const apiKey = "<your-api-key>";` },
		{ name: "a pointer", code: `const secretArn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db";` },
		{ name: "a name of a header", code: `const token = headers["x-api-key"];` },
		{ name: "a message", code: `const messages = { password: "Your password is too short" };` },
		{ name: "a type", code: `type Kind = { token: "${TOKEN}" };` },
		{ name: "an import", code: `import token from "${TOKEN}";\nexport { token };` },
		{ name: "a directive", code: `"use strict";` },
		{ name: "what only run time knows", code: "const header = `Bearer ${token}`;" },
		{ name: "a test's password", filename: "src/db.test.ts", code: `const password = "${PASSWORD}";` },
		{
			name: "a test's vendor token, where tests are off",
			filename: "test/pay.ts",
			options: { tests: "off" },
			code: `const stripe = new Stripe("${KEY}");`,
		},
		...["mockUser", "FAKE_LOGIN", "sampleConfig", "dummyAccounts"].map((name) => ({
			name: `what its author calls made up: ${name}`,
			code: `export const ${name} = { user: "app", password: "${PASSWORD}" };`,
		})),
		...["fakePrivateKey", "MOCK_SIGNING_KEY"].flatMap((name) =>
			[
				`export const ${name} = \`${PEM}\`;`,
				`export const keys = { ${name}: \`${PEM}\`.trim() };`,
				`class Keys { ${name} = \`${PEM}\` as const; }`,
			].map((code, at) => ({
				name: `a key pair that its author calls made up: ${name}, ${String(at)}`,
				code,
			})),
		),
		...["rk_live_", "sk_live_"].map((prefix) => ({
			name: `a token of words and a filler: ${prefix}`,
			filename: "src/observer.test.ts",
			code: `const WORKSPACE_KEY = "${prefix}${"workspacekey"}${"0".repeat(6)}";`,
		})),
		{
			name: "records that show what there is",
			code: `const demoUsers = [{ user: "a", password: "${PASSWORD}" }, { user: "b", password: "${fakeSecret("password", 2)}" }];`,
		},
		{
			name: "a script that fills a demo",
			filename: "scripts/seed-demo.ts",
			code: `const password = "${PASSWORD}";`,
		},
		{
			name: "a key that says that it is none",
			filename: "scan.test.ts",
			code: `const key = ["AKIA", "TESTFAKEKEY", "23456"].join("");\nwriteFileSync("leak.env", \`AWS_ACCESS_KEY_ID=\${key}\`);`,
		},
		{ name: "a name that is allowed", options: { allow: ["^demo"] }, code: `const demoPassword = "${PASSWORD}";` },
	],
});

describe("no-hardcoded-secret", () => {
	test.each([
		`fetch(url, { headers: { "X-Api-Key": "${fakeSecret("weak-password")}" } });`,
		`headers.set("x-webhook-secret", "${fakeSecret("weak-password", 2)}");`,
		`if (event.headers["x-auth-token"] !== "${fakeSecret("weak-password", 3)}") deny();`,
	])("finds what a person thought of in a header of somebody's own: %s", (code) => {
		expect(lintSource(code, { "no-hardcoded-secret": {} }, "handler.ts").messages).toHaveLength(1);
	});

	test.each([
		'const names = { "X-Api-Key": "x-api-key", "x-token": "token2" };',
		'const mapping = { "x-api-key": "method.request.header.x-api-key" };',
		'fetch(url, { headers: { "X-Api-Key": "API_KEY", "x-auth-token": "<token>" } });',
		'const cors = { "x-amz-security-token": "allowed", "x-api-key": "required" };',
	])("finds nothing in the names of headers: %s", (code) => {
		expect(lintSource(code, { "no-hardcoded-secret": {} }, "handler.ts").messages).toEqual([]);
	});

	test.each([
		`const demoPassword = "${PASSWORD}";`,
		`const demo = { login: { password: "${PASSWORD}" } };`,
		`function sampleRate() { const password = "${PASSWORD}"; return password; }`,
		`const mock = () => connect({ password: "${PASSWORD}" });`,
		`const mockClient = new Client("${fakeSecret("github-personal-token")}");`,
		`const sampleService = new Sampler({ key: { privateKey: \`${PEM}\` } });\nexport const handler = async (event) => sampleService.run(event);`,
		`export const samplesSigner = { privateKey: \`${PEM}\` };`,
		`class SampleLab { privateKey = \`${PEM}\`; }`,
		`const mockService = { signer: { privateKey: \`${PEM}\` } };`,
		`const stub = sign(\`${PEM}\`);`,
		`const sampleKey = \`${PEM}\`;`,
		`new Client({ user: "admin", password: "${BAD[0]}" });`,
		`new Client({ user: "admin", password: "${BAD[1]}" });`,
		`import jwt from "jsonwebtoken";\njwt.sign({}, "${BAD[2]}");`,
	])("finds what may open something all the same: %s", (code) => {
		expect(lintSource(code, { "no-hardcoded-secret": {} }, "handler.ts").messages).toHaveLength(1);
	});

	test("shows no value, whatever it is", () => {
		for (const id of ["password", "token", "stripe-live-key", "jwt", "github-personal-token"]) {
			const value = fakeSecret(id);
			expect(
				JSON.stringify(lintSource(`const secret = "${value}";`, { "no-hardcoded-secret": {} }).messages),
			).not.toContain(value.slice(4, 12));
		}
	});
});
