import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { harmlessTexts } from "../../testing/texts/harmless-sources.ts";
import { labelledSecrets, SHAPES, spell } from "../../testing/texts/labelled-sources.ts";
import { moduleOf } from "../../testing/read-module.ts";
import { secretsIn } from "./hardcoded-secret.ts";

const SEED = 11;
const SECRETS = labelledSecrets(SEED);

describe("secrets that were drawn", () => {
	test.each(SHAPES.map((shape, index) => [shape.name, shape, index] as const))(
		"are found in a %s",
		(_name, shape, index) => {
			// Each shape gets a sixteenth of them, another one than its neighbours.
			const some = SECRETS.filter((_, at) => (at * 7 + index) % 16 === 0);
			const missed = some.filter(
				({ name, value }) =>
					secretsIn(moduleOf(shape.code(spell(name), value), shape.jsx === true ? "view.tsx" : "handler.ts"))
						.length === 0,
			);
			expect(
				missed.length / some.length,
				missed.map(({ family, id, name }) => `${family} ${id} as ${name}`).join(", "),
			).toBeLessThanOrEqual(0.03);
		},
	);

	test("are found once, and not shown", () => {
		for (const { name, value } of SECRETS.filter((_, at) => at % 17 === 0)) {
			const found = secretsIn(moduleOf(`const ${spell(name).camel} = ${JSON.stringify(value)};`));
			expect(found.length).toBeLessThanOrEqual(1);
			for (const { detection } of found) {
				expect(JSON.stringify(detection)).not.toContain(value.slice(4));
			}
		}
	});
});

/** A program with one secret, as often as it is used. */
const USES: readonly (readonly [name: string, code: (secret: string) => string])[] = [
	[
		"a constant in a header",
		(secret) =>
			`const apiToken = "${secret}";\nexport const handler = async () => fetch("https://api.example.com", { headers: { Authorization: \`Bearer \${apiToken}\` } });`,
	],
	[
		"a constant without a telling name in a header",
		(secret) =>
			`const t = "${secret}";\nexport const handler = async () => fetch("https://api.example.com", { headers: { Authorization: \`Bearer \${t}\` } });`,
	],
	[
		"a constant in three headers",
		(secret) =>
			`const apiToken = "${secret}";\nconst a = { "x-api-key": apiToken };\nconst b = { Authorization: "Bearer " + apiToken };\nconst c = { Authorization: \`Bearer \${apiToken}\` };`,
	],
	[
		"a constant in a URI",
		(secret) =>
			`const dbPassword = "${secret}";\nconst url = \`postgres://app:\${dbPassword}@db.example.com/orders\`;\nconst again = "postgres://app:" + dbPassword + "@db.example.com/orders";`,
	],
	[
		"a constant through another constant",
		(secret) =>
			`const apiToken = "${secret}";\nconst authorization = \`Bearer \${apiToken}\`;\nconst headers = { authorization };`,
	],
	[
		"a property in a header",
		(secret) =>
			`const config = { apiToken: "${secret}" };\nconst headers = { Authorization: \`Bearer \${config.apiToken}\` };`,
	],
];

describe("one literal is one finding", () => {
	test.each(USES)("%s", (_name, code) => {
		for (const id of ["token", "github-personal-token", "password"]) {
			const secret = fakeSecret(id, 12);
			const text = code(secret);
			const found = secretsIn(moduleOf(text));
			const at = text.indexOf(secret);
			expect(
				found.filter(({ span }) => span.start > at + secret.length || span.end < at),
				text,
			).toEqual([]);
			expect(found.length, text).toBeLessThanOrEqual(1);
			if (id !== "password") {
				expect(found, text).toHaveLength(1);
			}
		}
	});

	test("two secrets of one text made of two constants are two", () => {
		const text = `const apiToken = "${fakeSecret("token", 13)}";\nconst dbPassword = "${fakeSecret("password", 14)}";\nconst both = \`\${apiToken}:\${dbPassword}\`;`;
		expect(secretsIn(moduleOf(text)).map(({ name }) => name)).toEqual(["apiToken", "dbPassword"]);
	});
});

describe("texts that let nobody in", () => {
	test.each(Object.entries(harmlessTexts(SEED)))("of the kind '%s' are silent", (_kind, texts) => {
		for (const [name, value] of texts) {
			const text = JSON.stringify(value);
			for (const code of [
				`const ${name} = ${text};`,
				`start({ ${name}: ${text} });`,
				`start(process.env.X_${name} ?? ${text});`,
			]) {
				expect(
					secretsIn(moduleOf(code)).map(({ detection }) => detection.id),
					code,
				).toEqual([]);
			}
		}
	});
});

describe("a user and a password that a program turns into base64", () => {
	const password = fakeSecret("password", 3);
	const user = `deploy:${password}`;

	test.each([
		["a constant", `const auth = Buffer.from("${user}").toString("base64");`],
		["a header of two parts", `const headers = { Authorization: "Basic " + btoa("${user}") };`],
		["a header of a template", `const headers = { Authorization: \`Basic \${btoa("${user}")}\` };`],
		["a header of no name", `send("Basic " + Buffer.from("${user}").toString("base64"));`],
	])("are found in %s, the password alone", (_, code) => {
		const found = secretsIn(moduleOf(code));
		expect(found.map(({ span }) => code.slice(span.start, span.end))).toEqual([password]);
	});

	test.each([
		`send("Basic " + btoa(\`deploy:\${password}\`));`,
		`const cursor = btoa("User:a1b2c3d4");`,
		`const id = Buffer.from("Product:1a2b3c4d").toString("base64");`,
		`const headers = { Authorization: "Basic " + btoa("user:password") };`,
		`const auth = "https://acme.test";`,
		`const auth = "urn:orders-2024";`,
	])("%s has none", (code) => {
		expect(secretsIn(moduleOf(code))).toEqual([]);
	});

	test("a text that JSON.stringify gives to a definition is found by the name of the definition", () => {
		const code = `build({ define: { "process.env.API_KEY": JSON.stringify("${fakeSecret("token", 9)}") } });`;
		expect(secretsIn(moduleOf(code))).toHaveLength(1);
	});
});

describe("a list of secrets names what is in it", () => {
	const token = fakeSecret("token", 10);
	test.each([
		`const apiKeys = { acme: "${token}" };`,
		`const API_KEYS = Object.freeze({ acme: "${token}" });`,
		`const apiKeys = new Map([["stripe", "${token}"]]);`,
		`const secrets = Object.fromEntries([["stripe", "${token}"]]);`,
		`class A { accessTokens = { acme: "${token}" }; }`,
	])("%s", (code) => {
		expect(secretsIn(moduleOf(code))).toHaveLength(1);
	});

	test.each([
		`const apiKeys = { acme: "prod/acme/key", region: "eu-west-1" };`,
		`const secrets = { acme: "orders-acme-secret", id: "${fakeSecret("uuid")}" };`,
		`const tokens = { acme: "${token}" };`,
		`const files = new Map([["stripe", "${token}"]]);`,
		`const keys = { acme: "${token}" };`,
	])("not %s", (code) => {
		expect(secretsIn(moduleOf(code))).toEqual([]);
	});
});

describe("the same value once more", () => {
	const value = fakeSecret("token", 7);

	test.each([
		["as a case", `switch (key) { case "${value}": return 1; }`],
		["as an argument", `make("${value}")`],
		["compared", `if (key === "${value}") allow();`],
	])("is found %s", (_, other) => {
		const found = secretsIn(moduleOf(`function f(key) { const apiToken = "${value}";\n${other} }`));
		expect(found.map(({ literal }) => literal.text)).toEqual([value, value]);
	});

	test("is left alone where it is a common word, or a part of a text", () => {
		expect(secretsIn(moduleOf(`const dbPassword = "hunter2"; say("hunter2");`))).toHaveLength(1);
		expect(secretsIn(moduleOf(`const apiToken = "${value}"; say("not ${value}x");`))).toHaveLength(1);
	});
});

describe("bytes", () => {
	const NAMES = ["signingKey", "jwtSecret", "apiToken", "encryptionKey"] as const;
	const WAYS: readonly ((numbers: string) => string)[] = [
		(numbers) => `Buffer.from([${numbers}])`,
		(numbers) => `new Uint8Array([${numbers}])`,
		(numbers) => `Uint8Array.from([${numbers}])`,
		(numbers) => `String.fromCharCode(${numbers})`,
		(numbers) => `String.fromCharCode(...[${numbers}])`,
		(numbers) => `[${numbers}]`,
	];
	const found = (code: string): number => secretsIn(moduleOf(code)).length;
	const codesOf = (text: string): string => [...text].map((one) => String(one.charCodeAt(0))).join(", ");

	test("are a secret under the name of one, in decimal and in base 16", () => {
		for (const [index, way] of WAYS.entries()) {
			for (const [seed, name] of NAMES.entries()) {
				const text = fakeSecret("token", index * 8 + seed);
				const hex = [...text].map((one) => `0x${one.charCodeAt(0).toString(16)}`).join(",");
				expect(found(`const ${name} = ${way(codesOf(text))};`)).toBe(1);
				expect(found(`const ${name} = ${way(hex)};`)).toBe(1);
			}
		}
	});

	test("are a key where no text can be made of them", () => {
		fc.assert(
			fc.property(
				fc.uint8Array({ minLength: 32, maxLength: 32 }),
				fc.constantFrom(...WAYS.slice(0, 3)),
				(bytes, way) => {
					fc.pre(new Set(bytes).size > 24 && bytes.some((byte) => byte > 127));
					expect(found(`const signingKey = ${way(bytes.join(","))};`)).toBe(1);
					expect(found(`createHmac("sha256", ${way(bytes.join(","))});`)).toBe(1);
					expect(found(`const pixels = ${way(bytes.join(","))};`)).toBe(0);
				},
			),
			{ numRuns: 60 },
		);
	});

	test.each([
		"const secretKey = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);",
		`const tokenTable = [${Array.from({ length: 64 }, (_, at) => at).join(",")}];`,
		`const secretKey = Buffer.from([${Array.from({ length: 32 }, (_, at) => at).join(",")}]);`,
		"const secrets = [1, 2];",
		"const secretKey = Buffer.from([1, 2, 300, 4, 5, 6, 7, 8]);",
		"const password = Buffer.from([112, 97, 115, 115, 119, 111, 114, 100]);",
	])("are none that count, repeat or spell a word: %s", (code) => {
		expect(found(code)).toBe(0);
	});

	test("are not shown, and not replaced by a text", () => {
		const [secret] = secretsIn(moduleOf(`const signingKey = Buffer.from([${codesOf(fakeSecret("token"))}]);`));
		expect(secret?.literal.isOpen).toBe(true);
		expect(secret?.span).toEqual(secret?.literal.span);
	});
});

test.each([
	(secret: string) => `const apiToken = (() => "${secret}")();`,
	(secret: string) => `const apiToken = await (async () => { log(); return "${secret}"; })();`,
	(secret: string) => `const config = { apiToken: (function () { return "${secret}"; })() };`,
])("what a function gives back that is called where it is written has the name of the call", (code) => {
	expect(secretsIn(moduleOf(code(fakeSecret("token"))))).toHaveLength(1);
	expect(secretsIn(moduleOf(code(fakeSecret("password")).replace("apiToken", "dbPassword")))).toHaveLength(1);
});

describe("a list of secrets", () => {
	const some = (count: number): string =>
		Array.from({ length: count }, (_, at) => `"${fakeSecret("token", 100 + at)}"`).join(", ");
	const found = (code: string): number => secretsIn(moduleOf(code)).length;

	test.each([1, 2, 3, 5])("of %s is found as a whole", (count) => {
		expect(found(`const apiKeys = [${some(count)}];`)).toBe(count);
		expect(found(`const config = { apiKeys: [${some(count)}] };`)).toBe(count);
		expect(found(`const validTokens = new Set([${some(count)}]);`)).toBe(count);
		expect(found(`if ([${some(count)}].includes(apiKey)) allow();`)).toBe(count);
		expect(found(`const isKnown = [${some(count)}].indexOf(token) >= 0;`)).toBe(count);
	});

	test("is none of what else is looked for", () => {
		expect(found(`if ([${some(2)}].includes(orderId)) allow();`)).toBe(0);
		expect(found('const apiKeys = ["stripe", "twilio"];')).toBe(0);
	});
});

describe("a value that shows how something is used", () => {
	const found = (code: string): number => secretsIn(moduleOf(code)).length;

	test.each([
		'const schema = { login: { example: { username: "app", password: "Winter2024!" } } };',
		'const schema = { examples: [{ value: { body: { password: "Winter2024!" } } }] };',
		"docs += \"    'password': 'password123'\\n\";",
		'const text = `curl -d \'{ "username": "app", "password": "password123" }\' https://api.example.com`;',
		'const generateAppId = (name) => createHmac("sha1", "orders").update(name).digest("hex");',
		'function cacheEtag(text) { return createHmac("sha256", "etag-of-orders").update(text).digest("hex"); }',
	])("is no secret: %s", (code) => {
		expect(found(code)).toBe(0);
	});

	test.each([
		'const db = { user: "app", password: "Winter2024!" };',
		`const schema = { example: { token: "${fakeSecret("github-personal-token")}" } };`,
		`const text = "curl -d { 'password': '${fakeSecret("password")}' }";`,
		'const password = "password123";',
		'const sign = (text) => createHmac("sha256", "orders").update(text).digest("hex");',
		'const hash = (text) => createHmac("sha256", "secret").update(text).digest("hex");',
	])("unlike %s", (code) => {
		expect(found(code)).toBe(1);
	});
});
