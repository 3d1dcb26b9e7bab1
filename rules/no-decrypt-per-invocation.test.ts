import { describe } from "vitest";
import { testRule, type FoundCase } from "../src/testing/rule-tester.ts";
import { noDecryptPerInvocation } from "./no-decrypt-per-invocation.ts";

const SECRETS = `import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";\nconst client = new SecretsManagerClient({});\n`;
const READ = "client.send(new GetSecretValueCommand({ SecretId: process.env.SECRET_ARN }))";
const KMS = `const AWS = require("aws-sdk");\nconst kms = new AWS.KMS();\n`;

function found(
	name: string,
	code: string,
	operation = "GetSecretValue",
	what = "secret",
	filename?: string,
): FoundCase {
	return {
		name,
		code,
		...(filename === undefined ? {} : { filename }),
		errors: [{ messageId: "perInvocation", data: { operation, what } }],
	};
}

describe("a lookup", () => {
	testRule(noDecryptPerInvocation, {
		found: [
			{
				name: "in the handler is reported at its head",
				code: `${SECRETS}export const handler = async (event) => {\n  const secret = await ${READ};\n  return secret;\n};\n`,
				errors: [
					{
						messageId: "perInvocation",
						data: { operation: "GetSecretValue", what: "secret" },
						line: 4,
						column: 36,
						endLine: 4,
						endColumn: 61,
					},
				],
			},
			found(
				"in a function that the handler calls",
				`${SECRETS}async function getSecret() {\n  return ${READ};\n}\nexport const handler = async () => getSecret();`,
			),
			found(
				"in a function behind another",
				`${SECRETS}const read = async () => ${READ};\nconst connect = async () => open(await read());\nexport async function handler(event) { await connect(); }`,
			),
			found(
				"whose secret an argument names that is always the same",
				`${SECRETS}const read = async (id) => client.send(new GetSecretValueCommand({ SecretId: id }));\nexport const handler = async () => read(process.env.SECRET_ARN);`,
			),
			found(
				"whose variable outside is written to and never asked",
				`${SECRETS}let secret;\nexport const handler = async () => { secret = await ${READ}; return secret; };`,
			),
			found(
				"behind a condition on the event",
				`${SECRETS}export const handler = async (event) => { if (event.body) { await ${READ}; } };`,
			),
			found(
				"behind a condition on a constant",
				`${SECRETS}const isLocal = process.env.LOCAL === "1";\nexport const handler = async (event) => { if (isLocal) { return; } await ${READ}; };`,
			),
			found(
				"in middy's handler",
				`import middy from "@middy/core";\n${SECRETS}export const handler = middy(async (event) => ${READ}).use(x());`,
			),
			found(
				"whose command is made once and sent each time",
				`${SECRETS}const command = new GetSecretValueCommand({ SecretId: process.env.SECRET_ARN });\nexport const handler = async () => client.send(command);`,
			),
			found(
				"in a method that the handler's method calls",
				`${SECRETS}class App { async #read() { return ${READ}; } async handler(event, context) { return this.#read(); } }\nconst app = new App();\nexport const handler = app.handler.bind(app);`,
			),
			found(
				"of a parameter",
				`import { SSM } from "@aws-sdk/client-ssm";\nconst ssm = new SSM({});\nexport const handler = async () => ssm.getParameter({ Name: \`/\${process.env.STAGE}/token\`, WithDecryption: true });`,
				"GetParameter",
				"parameter",
			),
			found(
				"that decrypts what the environment holds",
				`${KMS}exports.handler = async (event) => {\n  const data = await kms.decrypt({ CiphertextBlob: Buffer.from(process.env.TOKEN, "base64") }).promise();\n  return data.Plaintext.toString("ascii");\n};`,
				"Decrypt",
				"ciphertext",
				"handler.cjs",
			),
			found(
				"that decrypts a text of the module",
				`${KMS}exports.handler = async (event) => kms.decrypt({ CiphertextBlob: Buffer.from("AQICAHg=", "base64") }).promise();`,
				"Decrypt",
				"ciphertext",
				"handler.cjs",
			),
			found(
				"that decrypts what a constant took from the environment",
				`${KMS}const encrypted = process.env["TOKEN"];\nexports.handler = async (event) => kms.decrypt({ CiphertextBlob: Buffer.from(encrypted, "base64") }).promise();`,
				"Decrypt",
				"ciphertext",
				"handler.cjs",
			),
		],
		silent: [
			...["src/migrate-handler.ts", "scripts/wipe-lambda/handler.mjs", "phase-b/bootstrap-rds-user.mjs"].map(
				(filename) => ({
					name: `is in a function that somebody invokes once: ${filename}`,
					filename,
					code: `${SECRETS}export const handler = async () => open(await ${READ});`,
				}),
			),
			...["", ", WithDecryption: false"].map((more) => ({
				name: `reads a parameter as it is stored: ${more}`,
				code: `import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";\nconst client = new SSMClient();\nexport const handler = async () => client.send(new GetParameterCommand({ Name: "/app/version"${more} }));`,
			})),
			{
				name: "stands at the top of the module",
				code: `${SECRETS}const secret = await ${READ};\nexport const handler = async () => secret;`,
			},
			{
				name: "starts at the top of the module",
				code: `${SECRETS}async function read() { return ${READ}; }\nconst pending = read();\nexport const handler = async () => pending;`,
			},
			{
				name: "is made in the handler's module and sent at its top",
				code: `${SECRETS}const command = new GetSecretValueCommand({ SecretId: process.env.SECRET_ARN });\nconst secret = await client.send(command);\nexport const handler = async () => secret;`,
			},
			{
				name: "is kept by ??=",
				code: `${SECRETS}let cached;\nexport const handler = async () => { cached ??= await ${READ}; return cached; };`,
			},
			{
				name: "is kept by ||",
				code: `${SECRETS}let cached;\nexport const handler = async () => { const secret = cached || (cached = await ${READ}); return secret; };`,
			},
			{
				name: "is asked for only once",
				code: `${SECRETS}let secret;\nexport const handler = async () => { if (!secret) { secret = await ${READ}; } return secret; };`,
			},
			{
				name: "is left where the value is there",
				code: `${SECRETS}let secret;\nasync function read() { if (secret) return secret; secret = await ${READ}; return secret; }\nexport const handler = async () => read();`,
			},
			{
				name: "is guarded where it is called",
				code: `${SECRETS}let secret;\nasync function read() { return ${READ}; }\nexport const handler = async () => { if (secret === undefined) secret = await read(); };`,
			},
			{
				name: "is kept in a Map",
				code: `${SECRETS}const kept = new Map();\nasync function read(id) { if (!kept.has(id)) kept.set(id, client.send(new GetSecretValueCommand({ SecretId: id }))); return kept.get(id); }\nexport const handler = async () => read("a");`,
			},
			{
				name: "is kept in an object",
				code: `${SECRETS}const kept = {};\nexport const handler = async () => { if (!kept.value) { kept.value = await ${READ}; } };`,
			},
			{
				name: "is kept for a while",
				code: `${SECRETS}let expiresAt = 0; let secret;\nexport const handler = async () => { if (Date.now() > expiresAt) { secret = await ${READ}; expiresAt = Date.now() + 1000; } };`,
			},
			{
				name: "is kept by a library",
				code: `${SECRETS}const read = memoize(async () => ${READ});\nexport const handler = async () => read();`,
			},
			{
				name: "is kept by a library that is given the function's name",
				code: `${SECRETS}async function read() { return ${READ}; }\nconst readOnce = once(read);\nexport const handler = async () => { await readOnce(); return read; };`,
			},
			{
				name: "is kept in a field",
				code: `${SECRETS}class App { async handler(event, context) { if (!this.secret) { this.secret = await ${READ}; } } }\nconst app = new App();\nexport const handler = app.handler.bind(app);`,
			},
			{
				name: "is kept in a field by another method",
				code: `${SECRETS}class App { #secret; async read() { return (this.#secret ??= await ${READ}); } async handler(event, context) { return this.read(); } }\nconst app = new App();\nexport const handler = app.handler.bind(app);`,
			},
			{
				name: "is kept in a closure",
				code: `${SECRETS}const make = () => { let secret; return async (event, context) => { secret ??= await ${READ}; }; };\nexport const handler = make();`,
			},
			{
				name: "is of what the event names",
				code: `${SECRETS}export const handler = async (event) => client.send(new GetSecretValueCommand({ SecretId: event.SecretId }));`,
			},
			{
				name: "is of what an argument names",
				code: `${SECRETS}const read = (id) => client.send(new GetSecretValueCommand({ SecretId: id }));\nexport const handler = async (event) => read(event.id);`,
			},
			{
				name: "decrypts what the event brings",
				code: `${KMS}exports.handler = async (event) => kms.decrypt({ CiphertextBlob: Buffer.from(event.request.code, "base64") }).promise();`,
				filename: "handler.cjs",
			},
			{
				name: "decrypts what a table holds",
				code: `${KMS}exports.handler = async (event) => { const row = await load(); return kms.decrypt({ CiphertextBlob: row.blob }).promise(); };`,
				filename: "handler.cjs",
			},
			{
				name: "is part of a rotation",
				code: `${SECRETS}export const handler = async (event) => client.send(new GetSecretValueCommand({ SecretId: process.env.ARN, VersionStage: "AWSPENDING" }));`,
			},
			{
				name: "is of a state that the module writes",
				code: `import { SSM } from "@aws-sdk/client-ssm";\nconst ssm = new SSM({});\nexport const handler = async () => { await ssm.getParameter({ Name: "/cursor" }); await ssm.putParameter({ Name: "/cursor", Value: "1", Overwrite: true }); };`,
			},
			{
				name: "is a custom resource's",
				code: `${SECRETS}export const handler = async (event) => { if (event.RequestType === "Delete") return; await ${READ}; };`,
			},
			{
				name: "a custom resource that reads its event by texts",
				code: `${SECRETS}export const handler = async (event) => { if (event["RequestType"] === "Delete") return; await ${READ}; };`,
			},
			{ name: "is in no handler", code: `${SECRETS}export async function load() { return ${READ}; }` },
			{
				name: "is Powertools', which keeps what it got",
				code: `import { getSecret } from "@aws-lambda-powertools/parameters/secrets";\nexport const handler = async () => getSecret("orders");`,
			},
			{
				name: "has an input that only run time knows",
				code: `${SECRETS}export const handler = async (event) => client.send(new GetSecretValueCommand(event));`,
			},
		],
	});
});
