import { describe, expect, test } from "vitest";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import { lintSource, testRule } from "../src/testing/rule-tester.ts";
import { noSecretFallback } from "./no-secret-fallback.ts";

const found = (name: string, length: number, line: number, column: number) => [
	{ messageId: "literalFallback", data: { name, redacted: `(${String(length)} characters)` }, line, column },
];

testRule(noSecretFallback, {
	found: [
		...["prisma/seed.ts", "src/seeds/users.ts", "seed-users.js"].map((filename) => ({
			name: `in a function that is deployed: ${filename}`,
			filename,
			code: `export const handler = async (event) => run(event, process.env.JWT_SECRET ?? "dev-secret");`,
			errors: [{ messageId: "literalFallback" }],
		})),
		...["src/seeding.ts", "src/seed-phrase.ts", "src/linseed.ts"].map((filename) => ({
			name: `a file that only sounds like one: ${filename}`,
			filename,
			code: `const secret = process.env.JWT_SECRET ?? "dev-secret";`,
			errors: found("JWT_SECRET", 10, 1, 42),
		})),
		...[
			`const call = (config) => send({ token: config.token || "swordfish" });`,
			`const call = (config) => send({ token: config.token || "swordfish", price: config.price });`,
			`const token = process.env.token ?? "dragon";`,
			`import { web3 } from "./web3";\nconst token = process.env.token ?? "dragon";`,
		].map((code) => ({
			name: `a word for a token that lets in: ${code}`,
			code,
			errors: [{ messageId: "literalFallback" }],
		})),
		{
			name: "a word for a token that is set from outside",
			code: `const token = process.env.TOKEN || "solana";`,
			errors: found("TOKEN", 6, 1, 36),
		},
		{
			name: "a word for a password, whoever sets it",
			code: `const connect = (config) => open({ password: config.password || "solana" });`,
			errors: found("password", 6, 1, 65),
		},
		{
			name: "??",
			code: `const secret = process.env.JWT_SECRET ?? "dev-secret";`,
			errors: [{ ...found("JWT_SECRET", 10, 1, 42)[0], messageId: "literalFallback", endLine: 1, endColumn: 54 }],
		},
		{
			name: "||",
			code: `const secret = process.env.JWT_SECRET || 'secret';`,
			filename: "handler.js",
			errors: found("JWT_SECRET", 6, 1, 42),
		},
		{
			name: "brackets and an assertion",
			code: `const password = process.env["DB_PASSWORD"]! || "postgres";`,
			errors: found("DB_PASSWORD", 8, 1, 49),
		},
		{
			name: "a chain, by the last setting",
			code: `const key = process.env.APP_SECRET ?? process.env.SESSION_SECRET ?? "keyboard cat";`,
			errors: found("SESSION_SECRET", 12, 1, 69),
		},
		{
			name: "a setting before a neutral one",
			code: `const key = process.env.APP_SECRET ?? override ?? "keyboard cat";`,
			errors: found("APP_SECRET", 12, 1, 51),
		},
		{
			name: "a variable in between",
			code: `const given = process.env.JWT_SECRET;\nexport const sign = (p) => encode(p, given || "shh");`,
			errors: found("JWT_SECRET", 3, 2, 47),
		},
		{
			name: "a default where the environment is taken apart",
			code: `const { JWT_SECRET: secret = "changeme" } = process.env;`,
			errors: found("JWT_SECRET", 8, 1, 30),
		},
		{
			name: "a default parameter",
			code: `export function sign(payload: object, secret = process.env.JWT_SECRET || "secret") {}`,
			errors: found("JWT_SECRET", 6, 1, 74),
		},
		{
			name: "a ternary",
			code: `const password = process.env.DB_PASSWORD ? process.env.DB_PASSWORD : "root";`,
			errors: found("DB_PASSWORD", 4, 1, 70),
		},
		{
			name: "a ternary the other way round",
			code: `const password = process.env.DB_PASSWORD === undefined ? "root" : process.env.DB_PASSWORD;`,
			errors: found("DB_PASSWORD", 4, 1, 58),
		},
		{
			name: "an assignment",
			code: `process.env.SESSION_SECRET ??= "keyboard cat";`,
			errors: found("SESSION_SECRET", 12, 1, 32),
		},
		{
			name: "an assignment where it is missing",
			code: `let secret = process.env.JWT_SECRET;\nif (!secret) {\n\tsecret = "dev-secret";\n}`,
			errors: found("JWT_SECRET", 10, 3, 11),
		},
		{
			name: "another name for the environment",
			code: `import { env } from "node:process";\nconst secret = env.JWT_SECRET ?? "dev-secret";`,
			errors: found("JWT_SECRET", 10, 2, 34),
		},
		{
			name: "the module's own reader",
			code: `const getEnv = (name: string, fallback?: string) => process.env[name] ?? fallback;\nconst secret = getEnv("JWT_SECRET", "dev-secret");`,
			errors: found("JWT_SECRET", 10, 2, 37),
		},
		{
			name: "env-var",
			code: `import * as env from "env-var";\nconst secret = env.get("JWT_SECRET").default("dev-secret").asString();`,
			errors: found("JWT_SECRET", 10, 2, 46),
		},
		{
			name: "zod",
			code: `import { z } from "zod";\nconst schema = z.object({ JWT_SECRET: z.string().min(1).default("dev-secret") });\nexport const config = schema.parse(process.env);`,
			errors: found("JWT_SECRET", 10, 2, 65),
		},
		{
			name: "envalid",
			code: `import { cleanEnv, str } from "envalid";\nexport const env = cleanEnv(process.env, { DB_PASSWORD: str({ default: "root" }) });`,
			errors: found("DB_PASSWORD", 4, 2, 72),
		},
		{
			name: "a configuration's getter",
			code: `const secret = config.get("jwt.secret", "dev-secret");`,
			errors: found("jwt.secret", 10, 1, 41),
		},
		{
			name: "a configuration object",
			code: `const secret = config.auth.jwtSecret || "dev-secret";`,
			errors: found("jwtSecret", 10, 1, 41),
		},
		{
			name: "a constant as fallback",
			code: `const LAST_RESORT = "dev-secret";\nconst secret = process.env.JWT_SECRET ?? LAST_RESORT;`,
			errors: found("JWT_SECRET", 10, 2, 42),
		},
		{
			name: "a nested choice: both literals",
			code: `const secret = process.env.JWT_SECRET ?? (stage ? "one-secret" : "two-secret");`,
			errors: [...found("JWT_SECRET", 10, 1, 51), ...found("JWT_SECRET", 10, 1, 66)],
		},
		{
			name: "a placeholder for a key that the application checks by",
			code: `const secret = process.env.JWT_SECRET || "your-secret-key";`,
			errors: found("JWT_SECRET", 15, 1, 42),
		},
		{
			name: "a number",
			code: `const password = process.env.DB_PASSWORD ?? 1234;`,
			errors: found("DB_PASSWORD", 4, 1, 45),
		},
	],
	silent: [
		{
			name: "a token that is a currency, a sort or a word of a text",
			code: `const pay = (config) => ({ token: config.token || "solana", of: config.inputToken ?? "comma" });`,
		},
		{
			name: "a word that a parser has read",
			code: `const lexer = lex(text);\nconst next = (state) => ({ token: state.token ?? "comma" });`,
		},
		{ name: "what says that none is needed", code: 'const apiKey = process.env.LLM_API_KEY ?? "not-required";' },
		...["test", "local", "dummy", "localstack"].map((text) => ({
			name: `what an emulator of AWS takes for a key: ${text}`,
			code: `const secretAccessKey = process.env.AWS_SECRET_ACCESS_KEY ?? "${text}";`,
		})),
		{ name: "no fallback", code: `const secret = process.env.JWT_SECRET;` },
		{ name: "an empty text", code: `const secret = process.env.JWT_SECRET ?? "";` },
		{
			name: "nothing",
			code: `const secret = process.env.JWT_SECRET ?? undefined;\nconst other = process.env.API_KEY || null;`,
		},
		{ name: "an error", code: `const secret = process.env.JWT_SECRET ?? fail("JWT_SECRET is missing");` },
		{ name: "a word that says that there is none", code: `log(process.env.API_TOKEN ?? "not set");` },
		{ name: "another variable", code: `const secret = process.env.JWT_SECRET ?? process.env.SESSION_SECRET;` },
		{
			name: "a setting that is no secret",
			code: `const table = process.env.TOKEN_TABLE ?? "tokens";\nconst ttl = process.env.TOKEN_TTL || "3600";`,
		},
		{ name: "the name of a secret", code: `const name = process.env.DB_SECRET_NAME ?? "prod/db";` },
		{
			name: "a variable that holds the name of a secret, by its use",
			code: `const id = process.env.DB_SECRET || "orders-db";\nawait client.send(new GetSecretValueCommand({ SecretId: id }));`,
		},
		{
			name: "a path and an ARN",
			code: `const a = process.env.DB_PASSWORD ?? "/prod/db/password";\nconst b = process.env.DB_SECRET ?? "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db";`,
		},
		{
			name: "a vendor's key that was never filled in",
			code: `const stripe = new Stripe(process.env.STRIPE_API_KEY || "your-api-key");`,
		},
		{ name: "what goes into web pages", code: `const key = process.env.REACT_APP_API_KEY || "abc";` },
		{
			name: "a guard by the stage",
			code: `const secret = process.env.NODE_ENV === "production" ? required() : (process.env.JWT_SECRET ?? "dev-secret");`,
		},
		...["prisma/seed.ts", "src/seeds/users.ts", "seed.js"].map((filename) => ({
			name: `a file that fills a database: ${filename}`,
			filename,
			code: `const secret = process.env.JWT_SECRET ?? "dev-secret";`,
		})),
		{
			name: "a file of tests",
			filename: "src/auth.test.ts",
			code: `const secret = process.env.JWT_SECRET ?? "dev-secret";`,
		},
		{
			name: "an assignment for another reason",
			code: `let secret = process.env.JWT_SECRET;\nif (isDone) {\n\tsecret = "used";\n}`,
		},
		{
			name: "an allowed name",
			options: { allow: ["^LOCAL_"] },
			code: `const secret = process.env.LOCAL_DB_PASSWORD ?? "root";`,
		},
		{ name: "what an answer holds", code: `const token = response.token || "none-at-all";` },
		{ name: "a copy that is written to is still no fallback", code: `process.env.JWT_SECRET = secret;` },
	],
});

describe("beside no-hardcoded-secret", () => {
	const both = { "no-secret-fallback": {}, "no-hardcoded-secret": {} };
	const rulesOf = (code: string): readonly (string | null)[] =>
		lintSource(code, both).messages.map(({ ruleId }) => ruleId);

	test("a strong value is its finding, a weak one this rule's: never both", () => {
		expect(rulesOf(`const secret = process.env.API_SECRET ?? "${fakeSecret("token")}";`)).toEqual([
			"aws-kms/no-hardcoded-secret",
		]);
		expect(
			rulesOf(`const LAST = "${fakeSecret("stripe-live-key")}";\nconst secret = process.env.API_SECRET ?? LAST;`),
		).toEqual(["aws-kms/no-hardcoded-secret"]);
		expect(rulesOf(`const token = jwt.sign(claims, process.env.JWT_SECRET ?? "shhhh");`)).toEqual([
			"aws-kms/no-hardcoded-secret",
		]);
		expect(rulesOf(`const secret = process.env.API_SECRET ?? "dev-secret";`)).toEqual([
			"aws-kms/no-secret-fallback",
		]);
	});

	test("a password in the stack that its program writes is one finding", () => {
		const stack = (user: string, password: string): string =>
			[
				'import { SecretValue, Stack } from "aws-cdk-lib";',
				'import { DatabaseCluster } from "aws-cdk-lib/aws-docdb";',
				"export class AppStack extends Stack {",
				"  constructor(scope, id) {",
				"    super(scope, id);",
				`    const username = process.env.DB_USER || "${user}";`,
				`    const password = SecretValue.unsafePlainText(process.env.DB_PASSWORD || "${password}");`,
				'    new DatabaseCluster(this, "Db", { masterUser: { username, password }, vpc });',
				"  }",
				"}",
			].join("\n");
		const atDefault = (user: string, password: string): readonly (string | null)[] =>
			lintSource(stack(user, password), { ...both, "no-secret-in-template": {} }, "stack.ts")
				.messages.filter(({ message }) => !message.includes("Synthesis writes"))
				.map(({ ruleId, line }) => `${ruleId?.replace("aws-kms/", "") ?? ""} ${String(line)}`);
		const drawn = fakeSecret("token");
		expect(atDefault("postgres", "pgadminpw")).toHaveLength(1);
		expect(atDefault("postgres", "root")).toHaveLength(1);
		expect(atDefault("postgres", drawn)).toHaveLength(1);
		// A user who is called like the password is no copy of it.
		expect(atDefault("docdbadmin", "docdbadmin")).toHaveLength(1);
		// What is drawn is the secret wherever it is written.
		expect(atDefault(drawn, drawn)).toHaveLength(2);
	});
});
