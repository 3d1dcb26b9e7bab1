import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lintSource, testRule } from "../src/testing/rule-tester.ts";
import { noSecretInLog } from "./no-secret-in-log.ts";

const HANDLER = "export const handler = async (event) => run(event);\n";
const shown = (place: string, name: string, line: number, column: number) => [
	{ messageId: "shownSecret", data: { place, name }, line, column },
];
const environment = (place: string, line: number, column: number) => [
	{ messageId: "shownEnvironment", data: { place }, line, column },
];
const SECRETS = `import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";\nconst client = new SecretsManagerClient({});\n`;

testRule(noSecretInLog, {
	found: [
		...["DATABASE_URL", "MONGODB_URI", "AZURE_STORAGE_CONNECTION_STRING"].map((name) => ({
			name: `a connection with its password: ${name}`,
			code: `const uri = process.env.${name} || "";\nconsole.log("connecting to", uri);`,
			errors: [{ messageId: "shownConnection", data: { place: "log", name: `'${name}'` }, line: 2, column: 30 }],
		})),
		{
			name: "an error with a connection",
			code: `${HANDLER}throw new Error(\`Cannot reach \${process.env.DATABASE_URL}\`);`,
			errors: [{ messageId: "shownConnection", data: { place: "error", name: "'DATABASE_URL'" } }],
		},
		...[
			`const token = event.headers.token;\nconsole.log(token);`,
			`const { token } = await login(user);\nconst price = await priceOf(item);\nconsole.log({ token, price });`,
			`const token = await fetchAccess(event);\nconsole.log("token", token);\nfor (const i of items) sum += i.price;`,
			`const token = await find(event);\nconsole.log("token", token);\nawait order({ token, price });`,
			`const { token } = JSON.parse(event.body);\nconsole.log("Authorization", token);\nlist(nfts);`,
			`const { token } = JSON.parse(event.body);\nconsole.log("got", token);\nlist(nfts, { headers: { Authorization: \`Bearer \${token}\` } });`,
			`const { token } = JSON.parse(event.body);\nconsole.log(token);\nconst owner = jwt.verify(token, key);\nmint(owner.walletAddress);`,
			`const token = event.token;\nconsole.log(token);\nlist(nfts, await login(user));`,
		].map((code) => ({
			name: `a token that lets in: ${code.slice(0, 40)}`,
			code: `${HANDLER}${code}`,
			errors: [{ messageId: "shownSecret", data: { place: "log", name: "'token'" } }],
		})),
		...["scripts/setup-test-users.ts", "scripts/seed-demo.ts", "src/sample-data.js"].map((filename) => ({
			name: `a secret from elsewhere in a script that makes records: ${filename}`,
			filename,
			code: "const { ADMIN_PASSWORD } = process.env;\nconsole.log(`Log in with ${ADMIN_PASSWORD}`);",
			errors: [
				{ messageId: "shownSecret", data: { place: "log", name: "'ADMIN_PASSWORD'" }, line: 2, column: 28 },
			],
		})),
		...[
			"for (const [name, value] of Object.entries(process.env)) console.log(`${name}=${value}`);",
			"for (const [, value] of Object.entries(process.env).sort()) { console.log(value); }",
			"for (const entry of Object.entries(process.env)) console.log(entry);",
			"for (const value of Object.values(process.env)) console.log(value);",
			"for (const name in process.env) console.log(name, process.env[name]);",
			"for (const name of Object.keys(process.env)) console.log(name, process.env[name]);",
			"Object.keys(process.env).forEach((name) => console.log(name, process.env[name]));",
			"Object.keys(process.env).sort().forEach(function (name) { console.log(process.env[name]); });",
			"Object.entries(process.env).forEach(([name, value]) => console.log(name, value));",
			"const all = Object.entries(process.env);\nall.map(([name, value]) => console.log(name, value));",
			"const { env } = process;\nObject.values(env).forEach((value) => console.log(value));",
			'console.log(Object.entries(process.env).map(([name, value]) => `${name}=${value}`).join("\\n"));',
			"console.log(Object.keys(process.env).map((name) => process.env[name]));",
			"Object.entries(process.env).forEach(console.log);",
			"Object.values(process.env).sort().map(logger.info);",
			"const { log } = console;\nObject.entries(process.env).forEach(log);",
			"const print = console.info;\nprint(process.env);",
			"const { STAGE, ...others } = process.env;\nconsole.log(others);",
			"const copy = { ...process.env };\nfor (const name in copy) console.log(copy[name]);",
			"const names = Object.keys(process.env);\nfor (let i = 0; i < names.length; i++) console.log(process.env[names[i]]);",
			"const pairs = Object.entries(process.env);\nfor (let i = 0; i < pairs.length; i++) console.log(pairs[i]);",
			"for (const pair of Object.entries(process.env)) console.log(pair[0], pair[1]);",
			"for (const pair of Object.entries(process.env)) { const [name, value] = pair; console.log(name, value); }",
			"let name;\nfor (name in process.env) console.log(process.env[name]);",
			"Object.entries(process.env).every(([name, value]) => { console.log(name, value); return true; });",
			"Object.entries(process.env).reduce((all, [name, value]) => { console.log(name, value); return all; }, {});",
			"Object.entries(process.env).forEach(show);\nfunction show([name, value]) { console.log(name, value); }",
			"const show = ([name, value]) => console.log(name, value);\nObject.entries(process.env).forEach(show);",
			"Array.from(Object.values(process.env), (value) => console.log(value));",
			"_.forOwn(process.env, (value, name) => console.log(name, value));",
		].map((code) => ({
			name: `the environment, one variable at a time: ${code}`,
			code,
			errors: [{ messageId: "shownEnvironment", data: { place: "log" } }],
		})),
		...[
			'console.log(getRequiredEnv("DB_PASSWORD"));',
			'const value = getRequiredEnv("DB_PASSWORD");\nconsole.log("connecting", { value });',
			'console.log(`with ${getRequiredEnv("DB_PASSWORD")}`);',
		].map((code) => ({
			name: `a variable that an imported reader gives: ${code}`,
			code: `import { getRequiredEnv } from "./config";\n${code}`,
			errors: [{ messageId: "shownSecret", data: { place: "log", name: "'DB_PASSWORD'" } }],
		})),
		{
			name: "the environment",
			code: `console.log(process.env);`,
			errors: [{ ...environment("log", 1, 13)[0], messageId: "shownEnvironment", endLine: 1, endColumn: 24 }],
		},
		{
			name: "a token that invites, although it is made here",
			code: `${HANDLER}const inviteToken = randomUUID();\nconsole.log(inviteToken);`,
			errors: shown("log", "'inviteToken'", 3, 13),
		},
		{
			name: "a token that is a user's",
			code: `${HANDLER}const token = event.headers.token || randomUUID();\nconsole.log(token);`,
			errors: shown("log", "'token'", 3, 13),
		},
		{
			name: "a session's token, beside the identifier of a request",
			code: `${HANDLER}const token = session.accessToken ?? context.awsRequestId;\nconsole.log(token);`,
			errors: shown("log", "'accessToken'", 3, 13),
		},
		{
			name: "a token that is given to something else",
			code: `${HANDLER}const check = async (token) => {\n\tconsole.log(token);\n\treturn verify({ session: token, page: 1 });\n};`,
			errors: shown("log", "'token'", 3, 14),
		},
		{
			name: "a token of several words that lets its owner in",
			code: `${HANDLER}const customerAccessToken = await exchange(event.code);\nconsole.log(customerAccessToken);`,
			errors: shown("log", "'customerAccessToken'", 3, 13),
		},
		{
			name: "what a function issues, whose name only begins like a question",
			code: `${HANDLER}const token = await issueToken(event.user);\nconsole.log(token);`,
			errors: shown("log", "'token'", 3, 13),
		},
		{
			name: "temporary credentials whole, and where they are logged",
			code: `${HANDLER}const { Credentials: c } = await sts.send(new AssumeRoleCommand(role));\nconsole.log(c.SessionToken);\nexport const answer = () => ({ statusCode: 200, body: JSON.stringify(c) });`.replace(
				"const {",
				'import { STSClient, AssumeRoleCommand } from "@aws-sdk/client-sts";\nconst sts = new STSClient({});\nconst {',
			),
			errors: [
				{ messageId: "shownSecret", data: { place: "log", name: "'SessionToken'" } },
				{ messageId: "shownSecret", data: { place: "response", name: "'c'" } },
			],
		},
		...[
			['import { AssumeRoleCommand } from "@aws-sdk/client-sts";', "c"],
			// Either may be answered: the key that lasts counts.
			[
				'import { STSClient, AssumeRoleCommand } from "@aws-sdk/client-sts";',
				"c || (await new STSClient({}).send(new AssumeRoleCommand({}))).Credentials",
			],
		].map(([imports, value]) => ({
			name: `a key that lasts, in a module that speaks of AssumeRole: ${value}`,
			code: `${SECRETS}${imports}\nexport const handler = async (event) => {\n\tconst { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: "deploy" }));\n\tconst c = JSON.parse(SecretString);\n\tconst d = ${value};\n\treturn { statusCode: 200, body: JSON.stringify({ k: d.SecretAccessKey }) };\n};`,
			errors: [{ messageId: "shownSecret", data: { place: "response", name: "'SecretAccessKey'" } }],
		})),
		...[
			["src/import.ts", "export const handler = async (event) => {", 'import readline from "node:readline";'],
			["src/import.ts", "export const handler = async (event) => {", 'import inquirer from "inquirer";'],
			["src/lines.ts", "const load = async () => {", 'import readline from "node:readline";'],
		].map(([filename, begins, imports]) => ({
			name: `a module that reads lines, of ${filename}: ${imports}`,
			filename,
			code: `import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";\n${imports}\n${begins}\n\tconst { Body } = await new S3Client({}).send(new GetObjectCommand({}));\n\tconst password = await find("db");\n\tconsole.log("using", password);\n\tfor await (const line of readline.createInterface({ input: Body })) await save(line, password);\n};`,
			errors: [{ messageId: "shownSecret", data: { place: "log", name: "'password'" } }],
		})),
		...["src/server/http.ts", "src/locale/http.ts", "src/local.ts"].map((filename) => ({
			name: `what any other server prints: ${filename}`,
			filename,
			code: "app.listen(3000, () => console.log(`Client secret: ${process.env.OAUTH_CLIENT_SECRET}`));",
			errors: [{ messageId: "shownSecret", data: { place: "log", name: "'OAUTH_CLIENT_SECRET'" } }],
		})),
		{
			name: "the whole environment, where a developer's server prints it",
			filename: "src/server/local/http.ts",
			code: "console.log(process.env);",
			errors: [{ messageId: "shownEnvironment" }],
		},
		{
			name: "a password in a script that asks nobody",
			filename: "scripts/create-admin.ts",
			code: `import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";\nconst password = create();\nconsole.log(password);`,
			errors: shown("log", "'password'", 3, 13),
		},
		{
			name: "credentials that a role gives",
			code: `${HANDLER}const credentials = await sts.assumeRole(role).promise();\nconsole.log(credentials);`,
			errors: shown("log", "'credentials'", 3, 13),
		},
		{
			name: "the environment, with words before it",
			filename: "handler.js",
			code: `exports.handler = async () => {\n\tconsole.info("Environment", process.env);\n};`,
			errors: environment("log", 2, 30),
		},
		{
			name: "the environment as JSON",
			code: `console.log(JSON.stringify(process.env, null, 2));`,
			errors: environment("log", 1, 28),
		},
		{
			name: "the environment in a template",
			code: "console.debug(`env: ${JSON.stringify(process.env)}`);",
			errors: environment("log", 1, 38),
		},
		{
			name: "a copy of the environment",
			code: `const env = { ...process.env };\nlogger.info("start", { env });`,
			errors: environment("log", 2, 24),
		},
		{
			name: "the environment inspected",
			code: `import { inspect } from "node:util";\nconsole.log(inspect(process.env));`,
			errors: environment("log", 2, 21),
		},
		{
			name: "standard output",
			code: `process.stdout.write(JSON.stringify(process.env));`,
			errors: environment("log", 1, 37),
		},
		{
			name: "a secret variable",
			code: `console.log("password", process.env.DB_PASSWORD);`,
			errors: shown("log", "'DB_PASSWORD'", 1, 25),
		},
		{
			name: "a secret variable by another name",
			code: `const value = process.env.DB_PASSWORD;\nconsole.log(value);`,
			errors: shown("log", "'DB_PASSWORD'", 2, 13),
		},
		{
			name: "one taken out of the environment",
			code: `const { JWT_SECRET: given } = process.env;\nconsole.log("with " + given);`,
			errors: shown("log", "'JWT_SECRET'", 2, 23),
		},
		{
			name: "a secret inside a configuration",
			code: `const config = { host, password: process.env.DB_PASSWORD };\nconsole.log("connecting", config);`,
			errors: shown("log", "'DB_PASSWORD'", 2, 27),
		},
		{
			name: "Powertools",
			code: `import { Logger } from "@aws-lambda-powertools/logger";\nconst log = new Logger();\nlog.appendKeys({ apiKey: process.env.API_KEY });`,
			errors: shown("log", "'API_KEY'", 3, 26),
		},
		{
			name: "pino",
			code: `import pino from "pino";\nconst out = pino();\nout.warn({ token: process.env.API_TOKEN }, "denied");`,
			errors: shown("log", "'API_TOKEN'", 3, 19),
		},
		{
			name: "winston",
			filename: "handler.js",
			code: `const winston = require("winston");\nconst out = winston.createLogger({ level: "info" });\nout.error(\`no access with \${process.env.API_TOKEN}\`);`,
			errors: shown("log", "'API_TOKEN'", 3, 29),
		},
		{
			name: "a child of a logger",
			code: `this.logger.child({ a: 1 }).info(process.env.API_TOKEN);`,
			errors: shown("log", "'API_TOKEN'", 1, 34),
		},
		{
			name: "debug",
			code: `import createDebug from "debug";\nconst debug = createDebug("app");\ndebug("with %s", process.env.API_TOKEN);`,
			errors: shown("log", "'API_TOKEN'", 3, 18),
		},
		{
			name: "a name in a handler's module",
			code: `${HANDLER}function login(user: string, password: string) {\n\tconsole.log(user, password);\n}`,
			errors: shown("log", "'password'", 3, 20),
		},
		{
			name: "a member by its name",
			code: `export const handler = async (event) => {\n\tconsole.log("login", event.body.password);\n};`,
			errors: shown("log", "'password'", 2, 23),
		},
		{
			name: "a header by its name",
			code: `export const handler = async (event) => {\n\tconsole.log(event.headers.Authorization);\n};`,
			errors: shown("log", "'Authorization'", 2, 14),
		},
		{
			name: "the answer of Secrets Manager",
			code: `${SECRETS}const answer = await client.send(new GetSecretValueCommand({ SecretId: id }));\nconsole.log(answer);`,
			errors: shown("log", "'answer'", 4, 13),
		},
		{
			name: "the text of a secret",
			code: `${SECRETS}const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));\nconsole.log(\`got \${SecretString}\`);`,
			errors: shown("log", "'SecretString'", 4, 20),
		},
		{
			name: "a parsed secret, and a part of it",
			code: `${SECRETS}const answer = await client.send(new GetSecretValueCommand({ SecretId: id }));\nconst db = JSON.parse(answer.SecretString ?? "");\nconsole.log(db);\nconsole.log(db.password);`,
			errors: [...shown("log", "'db'", 5, 13), ...shown("log", "'password'", 6, 13)],
		},
		{
			name: "an answer without a name",
			code: `${SECRETS}console.log(await client.send(new GetSecretValueCommand({ SecretId: id })));`,
			errors: shown("log", "the answer of AWS", 3, 13),
		},
		{
			name: "a decrypted parameter",
			code: `import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";\nconst { Parameter } = await new SSMClient({}).send(new GetParameterCommand({ Name: name, WithDecryption: true }));\nconsole.log(Parameter.Value);`,
			errors: shown("log", "'Value'", 3, 13),
		},
		{
			name: "what KMS decrypted",
			code: `import { DecryptCommand, KMSClient } from "@aws-sdk/client-kms";\nconst kms = new KMSClient({});\nconst out = await kms.send(new DecryptCommand({ CiphertextBlob: blob }));\nconst plain = new TextDecoder().decode(out.Plaintext);\nconsole.log(plain);`,
			errors: shown("log", "'plain'", 5, 13),
		},
		{
			name: "a callback of version 2",
			filename: "handler.js",
			code: `const AWS = require("aws-sdk");\nconst secrets = new AWS.SecretsManager();\nsecrets.getSecretValue({ SecretId: id }, (error, data) => {\n\tconsole.log(data);\n});`,
			errors: shown("log", "'data'", 4, 14),
		},
		{
			name: "Powertools' lookup",
			code: `import { getSecret } from "@aws-lambda-powertools/parameters/secrets";\nconst value = await getSecret("orders/db");\nconsole.log(value);`,
			errors: shown("log", "'value'", 3, 13),
		},
		{
			name: "what a function of the module looked up",
			code: `${SECRETS}async function read() {\n\tconst answer = await client.send(new GetSecretValueCommand({ SecretId: id }));\n\treturn answer.SecretString;\n}\nconst value = await read();\nconsole.log(value);`,
			errors: shown("log", "'value'", 8, 13),
		},
		{
			name: "what every entry will hold",
			code: `import { Logger } from "@aws-lambda-powertools/logger";\nconst logger = new Logger({ persistentKeys: { apiKey: process.env.API_KEY } });`,
			errors: shown("log", "'API_KEY'", 2, 55),
		},
		{
			name: "a trace",
			code: `${HANDLER}tracer.putAnnotation("token", process.env.API_TOKEN);`,
			errors: shown("trace", "'API_TOKEN'", 2, 31),
		},
		{
			name: "a response with the environment",
			code: `export const handler = async () => ({ statusCode: 500, body: JSON.stringify({ env: process.env }) });`,
			errors: environment("response", 1, 84),
		},
		{
			name: "a response with a secret",
			code: `${SECRETS}export const handler = async () => {\n\tconst answer = await client.send(new GetSecretValueCommand({ SecretId: id }));\n\treturn { statusCode: 200, body: answer.SecretString };\n};`,
			errors: shown("response", "'SecretString'", 5, 34),
		},
		{
			name: "a server's response",
			code: `app.get("/debug", (req, res) => res.status(200).json(process.env));`,
			errors: environment("response", 1, 54),
		},
		{
			name: "the text of an error",
			code: "throw new Error(`cannot connect with ${process.env.DB_PASSWORD}`);",
			errors: shown("error", "'DB_PASSWORD'", 1, 40),
		},
		{
			name: "a text, whatever the logger redacts",
			code: `import pino from "pino";\nconst out = pino({ redact: ["token"] });\nout.info(\`token \${process.env.API_TOKEN}\`);`,
			errors: shown("log", "'API_TOKEN'", 3, 19),
		},
		{
			name: "both arms, and what stands for what is missing",
			code: `console.log(a ? process.env.A_TOKEN : process.env.B_TOKEN || "none");`,
			errors: [...shown("log", "'A_TOKEN'", 1, 17), ...shown("log", "'B_TOKEN'", 1, 39)],
		},
	],
	silent: [
		{
			name: "what a developer's server prints as it starts",
			filename: "src/server/local/http.ts",
			code: "app.listen(3000, () => console.log(`Client secret: ${process.env.OAUTH_CLIENT_SECRET}`));",
		},
		{
			name: "a function that hands out temporary credentials, field by field",
			code: `${HANDLER}import { STSClient, AssumeRoleCommand } from "@aws-sdk/client-sts";\nconst sts = new STSClient({});\nconst { Credentials: c } = await sts.send(new AssumeRoleCommand(role));\nexport const answer = () => ({ statusCode: 200, body: JSON.stringify({ id: c.AccessKeyId, key: c.SecretAccessKey, token: c.SessionToken }) });`,
		},
		...["node:readline", "readline/promises", "inquirer", "@inquirer/prompts", "prompts"].map((asks) => ({
			name: `a script that asks its user by ${asks}`,
			filename: "scripts/create-admin.ts",
			code: `import * as ask from "${asks}";\nimport { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";\nconst password = create();\nask.question("Go on?", () => console.log(password));`,
		})),
		{
			name: "a script that reads what its user types",
			filename: "scripts/create-admin.ts",
			code: `import { createInterface } from "node:readline";\nimport { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";\nconst lines = createInterface({ input: process.stdin });\nconst password = create();\nconsole.log(password);`,
		},
		...[
			'import { getEnv } from "./config";\nconsole.log(getEnv("TABLE_NAME"));',
			'import { getEnv } from "./config";\nconsole.log(mask(getEnv("DB_PASSWORD")));',
			'import { hasEnv } from "./config";\nconsole.log(hasEnv("DB_PASSWORD"));',
			'import { translate } from "./i18n";\nconsole.log(translate("DB_PASSWORD"));',
		].map((code) => ({ name: `no secret of the environment: ${code}`, code })),
		...[
			"for (const name of Object.keys(process.env)) console.log(name);",
			"for (const name in process.env) console.log(name);",
			"for (const [name] of Object.entries(process.env)) console.log(name);",
			'for (const [name, value] of Object.entries(process.env)) if (name.startsWith("APP_")) console.log(name, value);',
			"for (const [name, value] of Object.entries(process.env)) { if (!OPEN.has(name)) continue; console.log(name, value); }",
			"Object.entries(process.env).filter(([name]) => OPEN.has(name)).forEach(([name, value]) => console.log(name, value));",
			"Object.keys(process.env).forEach((name) => console.log(name, settings[name]));",
			"for (const [name, value] of Object.entries(settings)) console.log(name, value);",
			"console.log(Object.keys(process.env).map((name) => `${name}=***`));",
			"Object.keys(process.env).forEach(console.log);",
			"Object.entries(process.env).filter(isOpen).forEach(console.log);",
			"Object.entries(process.env).forEach(register);",
			"const { DB_PASSWORD, ...others } = process.env;\nconsole.log(others);",
			"const { ...others } = settings;\nconsole.log(others);",
			"for (const pair of Object.entries(process.env)) console.log(pair[0]);",
			"for (const pair of Object.entries(process.env)) { const [name] = pair; console.log(name); }",
			"const names = Object.keys(process.env);\nconsole.log(names[0], process.env[names[1]]);",
			"const names = Object.keys(process.env);\nfor (let i = 0; i < names.length; i++) { if (OPEN.has(names[i])) console.log(process.env[names[i]]); }",
			"let name = first();\nfor (name in process.env) { if (isOpen(name)) break; }\nconsole.log(process.env[name]);",
			"Object.entries(process.env).every(([name, value]) => { if (isOpen(name)) return true; console.log(value); return true; });",
			"Object.entries(process.env).reduce((all, [name]) => { console.log(all, name); return all; }, 0);",
			"Object.keys(process.env).forEach(show);\nfunction show(name) { console.log(name); }",
			"_.forOwn(process.env, (value, name) => console.log(name));",
			"const info = settings.info;\ninfo(process.env);",
			"const { write } = console;\nwrite(process.env);",
			"console.log(Object.entries(process.env).map(([name, value]) => `${name}: ${value.length}`));",
		].map((code) => ({ name: `names of the environment, or a part of it: ${code}`, code })),
		{
			name: "a token that an operation of AWS gives for a share",
			code: `${HANDLER}const { portfolioShareToken } = await client.send(new CreatePortfolioShareCommand({}));\nconsole.log(portfolioShareToken);`,
		},
		{
			name: "rows about credentials, which a database gives",
			code: `${HANDLER}const credentials = await db.query("select id from credentials");\nconsole.log(credentials);`,
		},
		{
			name: "a list of what there is",
			code: `${HANDLER}const apiKeys = await listApiKeys();\nconsole.log(apiKeys);`,
		},
		{ name: "the event", code: `export const handler = async (event) => { console.log(event); };` },
		{ name: "a variable that is no secret", code: `console.log(process.env.TABLE_NAME, process.env.LOG_LEVEL);` },
		{ name: "a pointer", code: `console.log("reading", process.env.DB_SECRET_ARN);` },
		{
			name: "a pointer by its use",
			code: `const secretId = process.env.DB_SECRET;\nconst value = await getSecret(secretId);\nconsole.log(secretId);`,
		},
		{ name: "the names of the variables", code: `console.log(Object.keys(process.env));` },
		{ name: "chosen variables", code: `console.log(JSON.stringify(process.env, ["STAGE", "REGION"]));` },
		{
			name: "whether it is there",
			code: `${HANDLER}console.log(!!process.env.API_TOKEN, typeof process.env.API_TOKEN, process.env.API_TOKEN ? "set" : "unset", password.length, token === expected);`,
		},
		{
			name: "masked",
			code: `${HANDLER}console.log(maskSecret(process.env.API_TOKEN), redact(password), token.slice(0, 4), apiKey.replace(/./g, "*"));`,
		},
		{
			name: "masked before",
			code: `${HANDLER}const token = mask(event.token);\nconst maskedPassword = password.slice(-2);\nconsole.log(token, maskedPassword);`,
		},
		{
			name: "covered after a spread",
			code: `${SECRETS}const answer = await client.send(new GetSecretValueCommand({ SecretId: id }));\nconst shown = { ...JSON.parse(answer.SecretString), password: "***" };\nconsole.log(shown);`,
		},
		{
			name: "taken out before",
			code: `const config = { host, password: process.env.DB_PASSWORD };\ndelete config.password;\nconsole.log(config);`,
		},
		{
			name: "other parts of an answer",
			code: `${SECRETS}const answer = await client.send(new GetSecretValueCommand({ SecretId: id }));\nconst db = JSON.parse(answer.SecretString);\nconsole.log(answer.ARN, answer.VersionId, answer.$metadata, db.host, db.username);`,
		},
		{
			name: "a parameter that is no secret",
			code: `import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";\nconst { Parameter } = await new SSMClient({}).send(new GetParameterCommand({ Name: "/app/stage" }));\nconsole.log(Parameter.Value);`,
		},
		{
			name: "what a function of the module looked up and shortened",
			code: `${SECRETS}async function read() {\n\tconst answer = await client.send(new GetSecretValueCommand({ SecretId: id }));\n\treturn answer.VersionId;\n}\nconsole.log(await read());`,
		},
		{
			name: "a redaction of the logger's",
			code: `import pino from "pino";\nconst out = pino({ redact: ["token"] });\nout.info({ token: process.env.API_TOKEN });`,
		},
		{
			name: "words",
			code: `${HANDLER}console.log("password", "Invalid token", messages.password, errors.token, TokenType.Secret);`,
		},
		{
			name: "a function and a flag",
			code: `${HANDLER}function token() {}\nconst hasSecret = true;\nconst secret: boolean = check();\nconsole.log(token, hasSecret, secret, getToken);`,
		},
		{
			name: "a handle that logs are searched by",
			code: `export const handler = async ({ taskToken, nextToken, clientRequestToken }) => { console.log(taskToken, nextToken, clientRequestToken); };`,
		},
		{
			name: "how many tokens a text has",
			code: `${HANDLER}console.log(tokens, usage.tokens, maxTokens, inputTokens);`,
		},
		{
			name: "a name in a module of another kind",
			code: `export const explain = (token: string) => console.log("unexpected token", token);`,
		},
		{
			name: "a login's answer",
			code: `export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ token: await sign(event) }) });`,
		},
		{
			name: "an identifier of a run, by what the variable is given",
			code: `${HANDLER}const token = event.executionToken || randomUUID();\nconsole.log(token);`,
		},
		{
			name: "an identifier that is made here",
			code: `${HANDLER}const token = crypto.randomUUID();\nconsole.log("run", token);`,
		},
		{
			name: "the identifier of a request",
			code: `${HANDLER}const token = event.idempotencyToken ?? context.awsRequestId;\nconsole.log(token);`,
		},
		{
			name: "the token of a page, by its last value",
			code: `${HANDLER}let token;\ndo {\n\tconst page = await list(token);\n\ttoken = page.NextToken;\n\tconsole.log(token);\n} while (token);`,
		},
		{
			name: "the token of a page, undefined at first",
			code: `${HANDLER}let token: string | undefined = undefined;\ntoken = page.continuationToken;\nconsole.log({ token });`,
		},
		{
			name: "the token of a page, taken by a pattern",
			code: `${HANDLER}const { nextToken: token } = page;\nconsole.log(token);`,
		},
		{
			name: "the token of a page, by what it is given to",
			code: `${HANDLER}const next = async (token) => {\n\tconsole.log(token);\n\treturn client.send(new ListCommand({ NextToken: token }));\n};`,
		},
		{
			name: "a token that a request is told apart by, by what it is given to",
			code: `${HANDLER}export const start = async (token: string) => {\n\tinput.ClientRequestToken = token;\n\tconsole.log(token);\n};`,
		},
		{
			name: "a token that cancels",
			code: `${HANDLER}console.log(cancellationToken, task.callbackToken, event.taskToken);`,
		},
		{ name: "an error about a token", code: `${HANDLER}throw new Error(\`Unexpected token \${token}\`);` },
		{ name: "another object's method", code: `${HANDLER}cache.info(process.env.API_TOKEN);\nMath.log(password);` },
		{ name: "a file of tests", filename: "src/a.test.ts", code: `console.log(process.env);` },
		...[
			`import { Connection } from "@solana/web3.js";\nfor (const token of names) { console.log(\`\${token}: \${balanceOf(token)}\`); }`,
			`const { token } = Schema.parse(body);\nconsole.log(\`Subscribing to price updates for \${token}\`);\nput({ token, price });`,
			"log.info(`${pool.token} in ${walletAddress}`);",
			"const token = event.token;\nlogger.info({ token, tokenBalance });",
			"await login(user);\nfor (const token of nfts) { console.log(token); }",
			"await login(user);\nconst token = event.token;\nconsole.log(token);\nreturn tokenPrice(token);",
			"await login(user);\nconst token = event.token;\nconsole.log(token, pricesOf(nfts)[token]);\nreturn prices[token];",
		].map((code) => ({ name: `a coin: ${code.slice(0, 40)}`, code: `${HANDLER}${code}` })),
		...["API_URL", "DB_HOST", "REDIS_URL", "MASKED_DATABASE_URL"].map((name) => ({
			name: `a variable that holds no password: ${name}`,
			code: `console.log(process.env.${name});`,
		})),
		{
			name: "the host of a connection",
			code: "console.log(new URL(process.env.DATABASE_URL).hostname, process.env.MONGO_URI.length, !!process.env.DB_URL);",
		},
		{
			name: "a password that a script made up for a demo",
			filename: "scripts/setup-test-users.ts",
			code: `import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";\nfor (const { email, password } of users) {\n\tconsole.log(email, password);\n}`,
		},
		{ name: "an allowed name", options: { allow: ["^DEMO_"] }, code: `console.log(process.env.DEMO_TOKEN);` },
		{ name: "a console of the module's own", code: `const console = open();\nconsole.log(process.env);` },
	],
});

describe("severity", () => {
	test.each([
		["a name alone", "console.log(event.user.password);", "medium"],
		["what was looked up", 'console.log(await client.send(new GetSecretValueCommand({ SecretId: "a" })));', "high"],
		["a variable of a secret", "console.log(process.env.DB_PASSWORD);", "high"],
	])("%s is of its own", (_, line, severity) => {
		const code = `${SECRETS}export const handler = async (event) => { ${line} };\n`;
		const { findings } = lintSource(code, { "no-secret-in-log": {} }, "handler.mjs").details;
		expect(findings.map((finding) => finding.severity)).toEqual([severity]);
	});
});

describe("a walk over the environment", () => {
	const WHOLE = fc.constantFrom("process.env", "{ ...process.env }", "globalThis.process.env", "env", "copy", "rest");
	const BEFORE =
		"const { env } = process;\nconst copy = { ...env };\nconst { STAGE, ...rest } = copy;\nconst print = console.log;\n";
	const KEEPS = fc.constantFrom(
		(list: string) => list,
		(list: string) => `[...${list}]`,
		(list: string) => `Array.from(${list})`,
		(list: string) => `${list}.sort()`,
		(list: string) => `[...new Set(${list})]`,
	);
	const LOG = fc.constantFrom("console.log", "console.error", "print", "logger.info");
	const STEP = fc.constantFrom(
		(list: string, sets: string, log: string, shown: string) => `for (const ${sets} of ${list}) ${log}(${shown});`,
		(list: string, sets: string, log: string, shown: string) => `${list}.forEach((${sets}) => ${log}(${shown}));`,
		(list: string, sets: string, log: string, shown: string) =>
			`${list}.map(function (${sets}) { return ${log}("-", ${shown}); });`,
		(list: string, sets: string, log: string, shown: string) =>
			`const step = (${sets}) => { ${log}(\`\${${shown}}\`); };\n${list}.forEach(step);`,
	);

	test("is reported for values, and for names alone it is not", () => {
		fc.assert(
			fc.property(WHOLE, KEEPS, STEP, LOG, fc.boolean(), (whole, keep, step, log, shows) => {
				const value = shows ? "value" : "name";
				const ways = [
					step(keep(`Object.entries(${whole})`), "[name, value]", log, value),
					step(keep(`Object.entries(${whole})`), "pair", log, shows ? "pair[1]" : "pair[0]"),
					step(keep(`Object.keys(${whole})`), "name", log, shows ? "process.env[name]" : "name"),
				];
				for (const code of ways) {
					const { messages } = lintSource(BEFORE + code, { "no-secret-in-log": {} });
					expect(messages, code).toHaveLength(shows ? 1 : 0);
				}
			}),
			{ numRuns: 50 },
		);
	});

	test("is not reported where a step may leave a variable out", () => {
		const CHOICE = fc.constantFrom(
			(log: string) => `if (OPEN.has(name)) { ${log} }`,
			(log: string) => `if (!OPEN.has(name)) { return; } ${log}`,
			(log: string) => `OPEN.has(name) && ${log}`,
			(log: string) => `switch (name) { case "A": ${log} }`,
		);
		fc.assert(
			fc.property(WHOLE, KEEPS, CHOICE, LOG, (whole, keep, choose, log) => {
				const code = `${keep(`Object.entries(${whole})`)}.forEach(([name, value]) => { ${choose(`${log}(value);`)} });`;
				expect(lintSource(BEFORE + code, { "no-secret-in-log": {} }).messages, code).toEqual([]);
			}),
		);
	});
});
