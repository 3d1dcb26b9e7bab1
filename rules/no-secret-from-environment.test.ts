import { describe, expect, test } from "vitest";
import { lintSource, testRule } from "../src/testing/rule-tester.ts";
import { noSecretFromEnvironment } from "./no-secret-from-environment.ts";

const found = (name: string, line: number, column: number) => [
	{ messageId: "secretVariable", data: { name }, line, column },
];
const HANDLER = "export const handler = async (event) => connect(event);\n";

/** What is found is one question, what can be done about it another. */
const withoutFix = <Case extends { readonly options?: Readonly<Record<string, unknown>> }>(
	cases: readonly Case[],
): readonly Case[] => cases.map((one) => ({ ...one, options: { fix: "off", ...one.options } }));

testRule(noSecretFromEnvironment, {
	found: withoutFix([
		{
			name: "a secret beside the name of another that is looked up",
			code: `${HANDLER}const key = async (env = process.env) =>\n  env.SITE_TOKEN ?? client.send(new GetSecretValueCommand({ SecretId: env.PAGE_TOKEN_ARN }));`,
			errors: found("SITE_TOKEN", 3, 3),
		},
		{
			name: "a secret whose name is passed on, and not looked up here",
			code: `${HANDLER}const key = async (env = process.env) =>\n  env.SITE_TOKEN ?? describe(env.SITE_TOKEN_ARN);`,
			errors: found("SITE_TOKEN", 3, 3),
		},
		...[
			["DB_PASSWORD", "DB_PASSWORD_ROTATION_SECRET_ARN"],
			["STRIPE_SECRET_KEY", "STRIPE_SECRET_KEY_WEBHOOK_PARAMETER_NAME"],
		].map(([name = "", pointer = ""]) => ({
			name: `a secret beside the place of another whose name begins with its own: ${pointer}`,
			code: `${HANDLER}const key = async (env = process.env) =>\n  env.${name} ?? client.send(new GetSecretValueCommand({ SecretId: env.${pointer} }));`,
			errors: found(name, 3, 3),
		})),
		...["CODES", "{ a: 1 }", "labels()"].map((object) => ({
			name: `a key of what no lookup gave: ${object}`,
			code: `${HANDLER}const value = ${object}[process.env.SECRET_KEY];`,
			errors: found("SECRET_KEY", 2, 16 + object.length),
		})),
		{
			name: "a member",
			code: `${HANDLER}const password = process.env.DB_PASSWORD;`,
			errors: [{ ...found("DB_PASSWORD", 2, 18)[0], messageId: "secretVariable", endLine: 2, endColumn: 41 }],
		},
		{
			name: "brackets, and an assertion",
			code: `${HANDLER}const token = process.env["API_TOKEN"]!;`,
			errors: found("API_TOKEN", 2, 15),
		},
		{
			name: "CommonJS",
			filename: "handler.js",
			code: `const stripe = require("stripe")(process.env.STRIPE_API_KEY);\nexports.handler = async (event) => stripe.charges.create(event);`,
			errors: found("STRIPE_API_KEY", 1, 34),
		},
		{
			name: "inside the handler",
			code: `export const handler = async () => fetch(url, { headers: { authorization: \`Bearer \${process.env.API_TOKEN}\` } });`,
			errors: found("API_TOKEN", 1, 85),
		},
		{
			name: "a pattern",
			code: `${HANDLER}const { DB_PASSWORD, DB_HOST } = process.env;`,
			errors: found("DB_PASSWORD", 2, 9),
		},
		{
			name: "a pattern with another name",
			code: `${HANDLER}const { JWT_SECRET: secret } = process.env;`,
			errors: found("JWT_SECRET", 2, 9),
		},
		{
			name: "another name for the environment",
			code: `${HANDLER}const env = process.env;\nconst password = env.DB_PASSWORD;`,
			errors: found("DB_PASSWORD", 3, 18),
		},
		{
			name: "node:process",
			code: `import { env } from "node:process";\n${HANDLER}const password = env.DB_PASSWORD;`,
			errors: found("DB_PASSWORD", 3, 18),
		},
		{
			name: "the module's own reader",
			code: `const need = (name: string): string => process.env[name] ?? fail(name);\n${HANDLER}const password = need("DB_PASSWORD");`,
			errors: found("DB_PASSWORD", 3, 18),
		},
		{
			name: "an imported reader",
			code: `import { getRequiredEnv } from "./config";\n${HANDLER}const password = getRequiredEnv("DB_PASSWORD");`,
			errors: found("DB_PASSWORD", 3, 18),
		},
		{
			name: "zod",
			code: `import { z } from "zod";\n${HANDLER}const config = z.object({ DB_HOST: z.string(), DB_PASSWORD: z.string() }).parse(process.env);`,
			errors: found("DB_PASSWORD", 3, 48),
		},
		{
			name: "the read, not the question before it",
			code: `${HANDLER}if (!process.env.DB_PASSWORD) throw new Error("DB_PASSWORD is missing");\nconst password = process.env.DB_PASSWORD;`,
			errors: found("DB_PASSWORD", 3, 18),
		},
		{
			name: "each read",
			code: `${HANDLER}f(process.env.A_TOKEN);\ng(process.env.A_TOKEN);`,
			errors: [...found("A_TOKEN", 2, 3), ...found("A_TOKEN", 3, 3)],
		},
		{
			name: "a tool of Lambda in place of a handler",
			code: `import { Logger } from "@aws-lambda-powertools/logger";\nexport const pool = createPool({ password: process.env.DB_PASSWORD });`,
			errors: found("DB_PASSWORD", 2, 44),
		},
		{
			name: "the keys of a user",
			code: `${HANDLER}const key = process.env.MY_SECRET_ACCESS_KEY;`,
			errors: found("MY_SECRET_ACCESS_KEY", 2, 13),
		},
		{
			name: "a module without evidence, where all are asked",
			options: { modules: "all" },
			code: `export const pool = createPool({ password: process.env.DB_PASSWORD });`,
			errors: found("DB_PASSWORD", 1, 44),
		},
	]),
	silent: [
		...["ARN", "SECRET_ID", "NAME", "PARAMETER_NAME", "SSM_PATH", "SECRETS_MANAGER_ARN"].map((said) => ({
			name: `a developer's override of what is looked up by its ${said}`,
			code: `${HANDLER}const key = async (env = process.env) => {\n  if (env.SITE_TOKEN) return env.SITE_TOKEN;\n  const id = env.SITE_TOKEN_${said};\n  return client.send(new GetSecretValueCommand({ SecretId: id }));\n};`,
		})),
		...[
			'import { getEnv } from "./config";\nnew GetSecretValueCommand({ SecretId: getEnv("DB_PASSWORD") });',
			'import { requireEnv } from "./config";\nrequireEnv("DB_PASSWORD");',
			'import { label } from "./config";\nf(label("DB_PASSWORD"));',
		].map((code) => ({ name: `no secret of the environment: ${code}`, code: `${HANDLER}${code}` })),
		{ name: "the folder of a shell", code: `${HANDLER}const root = process.env.PWD ?? process.env.OLDPWD;` },
		{
			name: "the name of what Secrets Manager keeps",
			code: `${HANDLER}const id = process.env.SECRETS_MANAGER_SECRET;\nconst arn = process.env.AWS_SECRETSMANAGER_SECRET;`,
		},
		...[
			'async function sign(text, keyId) { return keyId.split("/").pop(); }\nfunction getConfig() { return { signingKey: process.env.SIGNING_KEY }; }\nconst config = getConfig();\nsign("a", config.signingKey);',
			"const getConfig = async () => { return { signingKey: process.env.SIGNING_KEY ?? null }; };\nasync function use() { const { signingKey } = await getConfig(); kms.send(new SignCommand({ KeyId: signingKey })); }",
			'const getConfig = () => ({ signingKey: process.env.SIGNING_KEY });\nconst { signingKey: key = "" } = getConfig();\nconst id = key.split("/").pop();',
			'const key = process.env.SIGNING_KEY;\nif (!key.startsWith("arn:")) throw new Error("no ARN");',
			"const value = JSON.parse(r.SecretString)[process.env.SECRET_KEY];",
			"const all = JSON.parse(r.SecretString ?? '{}') as Values;\nconst key = process.env.SECRET_KEY;\nconst value = all[key!];",
			"const all = await getSecretValue('app');\nconst value = all?.[process.env.SECRET_KEY];",
			"const options = { dbSecretName: process.env.DB_SECRET };",
			"const found = Parameters.find((p) => p.Name === process.env.API_KEY).Value;",
			"const found = Parameters.filter(({ ARN }) => ARN).find((p) => process.env.API_KEY == p.ARN);",
		].map((code) => ({ name: `the id of a key, or the name of a secret: ${code}`, code: `${HANDLER}${code}` })),
		...["Request", "NextRequest", "IncomingMessage"].map((type) => ({
			name: `a function of a server: ${type}`,
			code: `export const webhookHandler = async (req: ${type}): Promise<Response> => verify(req, process.env.WEBHOOK_SECRET);`,
		})),
		{
			name: "a pointer",
			code: `${HANDLER}const name = process.env.DB_PASSWORD_PARAMETER_NAME;\nconst arn = process.env.DB_SECRET_ARN;`,
		},
		{
			name: "a ciphertext by its name",
			code: `${HANDLER}const password = await decrypt(process.env.ENCRYPTED_DB_PASSWORD);`,
		},
		{
			name: "a ciphertext by its use, as the console's helper writes it",
			filename: "handler.js",
			code: `const encrypted = process.env["DB_PASSWORD"];\nexports.handler = async (event) => {\n\tconst command = new DecryptCommand({ CiphertextBlob: Buffer.from(encrypted, "base64"), EncryptionContext: { LambdaFunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME } });\n\treturn run(await client.send(command));\n};`,
		},
		{
			name: "a pointer by its use",
			code: `${HANDLER}const secret = await client.send(new GetSecretValueCommand({ SecretId: process.env.DB_SECRET }));`,
		},
		{
			name: "a pointer by its use, through a name",
			code: `${HANDLER}const secretId = process.env.DB_SECRET;\nconst value = await getSecret(secretId!);`,
		},
		{
			name: "what another place uses as a pointer",
			code: `${HANDLER}console.log(process.env.API_SECRET);\nconst value = await getParameter(process.env.API_SECRET);`,
		},
		{
			name: "neither secret nor pointer",
			code: `${HANDLER}const ttl = process.env.TOKEN_TTL;\nconst table = process.env.TOKEN_TABLE;\nconst key = process.env.PARTITION_KEY;`,
		},
		{
			name: "Lambda's own variables",
			code: `${HANDLER}const token = process.env.AWS_SESSION_TOKEN;\nconst key = process.env.AWS_SECRET_ACCESS_KEY;`,
		},
		{
			name: "only whether it is set",
			code: `${HANDLER}const isReady = Boolean(process.env.DB_PASSWORD) && process.env.API_KEY !== undefined && !!process.env.API_TOKEN;`,
		},
		{ name: "a write", code: `${HANDLER}process.env.DB_PASSWORD = await load();` },
		{
			name: "what the module has put there itself",
			code: `${HANDLER}process.env.DB_PASSWORD = await load();\nconnect(process.env.DB_PASSWORD);`,
		},
		{
			name: "what middy puts there",
			code: `import middy from "@middy/core";\nimport ssm from "@middy/ssm";\nexport const handler = middy(async () => connect(process.env.DB_PASSWORD)).use(ssm({ fetchData: { DB_PASSWORD: "/db" }, setToEnv: true }));`,
		},
		{
			name: "a module that does not show that it runs in Lambda",
			code: `export const pool = createPool({ password: process.env.DB_PASSWORD });`,
		},
		{
			name: "a stack, also where all modules are asked",
			options: { modules: "all" },
			code: `import { App } from "aws-cdk-lib";\nnew PipelineStack(new App(), "Pipeline", { token: process.env.GITHUB_TOKEN });`,
		},
		{
			name: "a file of tests",
			filename: "src/handler.test.ts",
			code: `${HANDLER}const password = process.env.DB_PASSWORD;`,
		},
		{
			name: "what runs on a laptop alone",
			code: `${HANDLER}const password = process.env.IS_OFFLINE ? process.env.DB_PASSWORD : await load();`,
		},
		{
			name: "an allowed name",
			options: { allow: ["^PUBLIC_DEMO_"] },
			code: `${HANDLER}const token = process.env.PUBLIC_DEMO_TOKEN;`,
		},
		{ name: "another object", code: `${HANDLER}const password = config.env.DB_PASSWORD;` },
	],
});

const READS = `exports.handler = async (event) => connect(event, process.env.DB_PASSWORD);\n`;

describe("what can be done about a secret of the environment", () => {
	const offers = (code: string, options: Readonly<Record<string, unknown>> = {}, filename = "orders.cjs") =>
		lintSource(code, { "no-secret-from-environment": options }, filename).messages.map(
			({ messageId, message, suggestions = [] }) => ({
				messageId,
				why: /`--fix` cannot: (.*?)\.$/u.exec(message)?.[1] ?? null,
				store: /variable\. (.*), then apply the editor's suggestion\.$/u.exec(message)?.[1] ?? null,
				ids: suggestions.map((one) => one.messageId),
				texts: suggestions.map(({ fix }) => fix.text),
			}),
		);

	test("is every lookup, in the editor", () => {
		const [offer] = offers(READS);
		expect(offer).toMatchObject({
			messageId: "secretVariable",
			ids: ["readParameter", "decryptVariable", "readSecret", "readWithPowertools", "readThroughExtension"],
		});
		expect(offer?.texts[0]).toContain('await getSecureParameter("DB_PASSWORD_PARAMETER_NAME")');
		expect(offer?.texts[1]).toContain('await decryptEnv("ENCRYPTED_DB_PASSWORD")');
	});

	test("is nothing where the option says so", () => {
		expect(offers(READS, { fix: "off" })).toMatchObject([{ messageId: "secretVariable", ids: [] }]);
	});

	test("is every lookup too where a pattern takes it, and each of two secrets alone", () => {
		const found = offers(
			"const { API_TOKEN, DB_PASSWORD, TZ } = process.env;\nexports.handler = async () => connect(API_TOKEN, DB_PASSWORD, TZ);",
		);
		expect(found.map(({ ids }) => ids.length)).toEqual([5, 5]);
		expect(found[1]?.texts[0]).toContain("const { API_TOKEN, TZ } = process.env;");
		expect(found[1]?.texts[0]).toContain(
			'const DB_PASSWORD = await getSecureParameter("DB_PASSWORD_PARAMETER_NAME");',
		);
	});

	test.each([
		["kms", "decryptVariable", "Encrypt its value with KMS"],
		["ssm", "readParameter", "Store its value in Parameter Store"],
		["powertools", "readWithPowertools", "Store its value in Parameter Store"],
		["extension", "readThroughExtension", "Store its value in Parameter Store"],
		["secrets-manager", "readSecret", "Store its value in Secrets Manager"],
	])("is one lookup and how to store the value, where no record has it: %s", (fix, suggestion, store) => {
		expect(offers(READS, { fix })).toMatchObject([{ messageId: "unkeptVariable", ids: [suggestion], store }]);
	});

	test.each([
		[
			"there is a fallback",
			"exports.handler = async () => connect(process.env.DB_PASSWORD ?? fail());",
			"it has a fallback value",
		],
		[
			"another read asks whether it is there",
			"exports.handler = async () => {\nif (!process.env.DB_PASSWORD) throw new Error();\nreturn connect(process.env.DB_PASSWORD);\n};",
			"the same value on line 2 cannot be replaced",
		],
		[
			"a pattern takes it with a rest element",
			"const { DB_PASSWORD, ...rest } = process.env;\nexports.handler = async () => connect(DB_PASSWORD, rest);",
			"the rest element would then include it",
		],
		[
			"a function is not async",
			"const connect = () => pool(process.env.DB_PASSWORD);\nexports.handler = (event, context, callback) => callback(null, connect(event));",
			"'handler' needs it and is not async",
		],
		[
			"a read is accepted",
			"exports.handler = async () => [\n// eslint-disable-next-line aws-kms/no-secret-from-environment -- soon gone\nprocess.env.DB_PASSWORD,\nprocess.env.DB_PASSWORD];",
			"another of its reads is accepted by a comment",
		],
	])("is said not to be: %s", (_title, code, why) => {
		expect(offers(code)).toMatchObject([{ messageId: "refusedVariable", why, ids: [] }]);
	});
});
