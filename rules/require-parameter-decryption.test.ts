import { describe } from "vitest";
import { testRule, type FoundCase } from "../src/testing/rule-tester.ts";
import { requireParameterDecryption } from "./require-parameter-decryption.ts";

const V3 = `import { SSMClient, GetParameterCommand, GetParametersCommand, GetParametersByPathCommand } from "@aws-sdk/client-ssm";\nconst client = new SSMClient({});\n`;
const V2 = `const AWS = require("aws-sdk");\nconst ssm = new AWS.SSM();\n`;

/** A case in which the secret of that name is found, whatever the suggestion is. */
function found(
	name: string,
	title: string,
	code: string,
	option = "WithDecryption: true",
	filename?: string,
): FoundCase {
	return {
		name: title,
		code,
		...(filename === undefined ? {} : { filename }),
		errors: [{ messageId: "notDecrypted", data: { name, option }, suggestions: 1 }],
	};
}

describe("a secret in Parameter Store", () => {
	testRule(requireParameterDecryption, {
		silent: [
			'process.env.POWERTOOLS_PARAMETERS_SSM_DECRYPT = "true";',
			'process.env["POWERTOOLS_PARAMETERS_SSM_DECRYPT"] ??= "1";',
		].map((line) => ({
			name: `Powertools decrypts everything: ${line}`,
			code: `import { getParameter } from "@aws-lambda-powertools/parameters/ssm";\n${line}\nexport const handler = async () => use(await getParameter("/orders/db/password"));\n`,
		})),
		found: [],
	});

	testRule(requireParameterDecryption, {
		found: [
			{
				name: "a command is reported at its head, and mended in its own style",
				code: `${V3}export async function load() {\n  return client.send(new GetParameterCommand({ Name: "/orders/db/password" }));\n}\n`,
				errors: [
					{
						messageId: "notDecrypted",
						data: { name: "/orders/db/password", option: "WithDecryption: true" },
						line: 4,
						column: 22,
						endLine: 4,
						endColumn: 45,
						suggestions: [
							{
								messageId: "addDecryption",
								data: { option: "WithDecryption: true" },
								output: `${V3}export async function load() {\n  return client.send(new GetParameterCommand({ Name: "/orders/db/password", WithDecryption: true }));\n}\n`,
							},
						],
					},
				],
			},
			{
				name: "an object of several lines gets another one",
				code: `${V3}client.send(new GetParameterCommand({\r\n\tName: "/orders/api-key", // the key\r\n}));\r\n`,
				errors: [
					{
						messageId: "notDecrypted",
						suggestions: [
							{
								messageId: "addDecryption",
								output: `${V3}client.send(new GetParameterCommand({\r\n\tName: "/orders/api-key",\r\n\tWithDecryption: true, // the key\r\n}));\r\n`,
							},
						],
					},
				],
			},
			{
				name: "an object of several lines without a last comma gets one where it needs it",
				code: `${V3}client.send(new GetParameterCommand({\n  Name: "/orders/api-key"\n}));\n`,
				errors: [
					{
						messageId: "notDecrypted",
						suggestions: [
							{
								messageId: "addDecryption",
								output: `${V3}client.send(new GetParameterCommand({\n  Name: "/orders/api-key",\n  WithDecryption: true\n}));\n`,
							},
						],
					},
				],
			},
			{
				name: "a false is turned into a true",
				code: `${V3}client.send(new GetParameterCommand({ Name: "/orders/api-key", WithDecryption: false }));\n`,
				errors: [
					{
						messageId: "notDecrypted",
						suggestions: [
							{
								messageId: "addDecryption",
								output: `${V3}client.send(new GetParameterCommand({ Name: "/orders/api-key", WithDecryption: true }));\n`,
							},
						],
					},
				],
			},
			{
				name: "Powertools without options gets some",
				code: `import { getParameter } from "@aws-lambda-powertools/parameters/ssm";\nexport const handler = async () => getParameter("/orders/api-key");\n`,
				errors: [
					{
						messageId: "notDecrypted",
						data: { name: "/orders/api-key", option: "decrypt: true" },
						suggestions: [
							{
								messageId: "addDecryption",
								output: `import { getParameter } from "@aws-lambda-powertools/parameters/ssm";\nexport const handler = async () => getParameter("/orders/api-key", { decrypt: true });\n`,
							},
						],
					},
				],
			},
			found(
				"/orders/api-key",
				"Powertools with other options",
				`import { SSMProvider } from "@aws-lambda-powertools/parameters/ssm";\nnew SSMProvider().get("/orders/api-key", { maxAge: 60 });`,
				"decrypt: true",
			),
			found(
				"/orders/token",
				"Powertools with several names",
				`import { getParametersByName } from "@aws-lambda-powertools/parameters/ssm";\ngetParametersByName({ "/orders/host": {}, "/orders/token": { maxAge: 60 } });`,
				"decrypt: true",
			),
			found(
				"/orders/api-key",
				"a method of v2",
				`${V2}exports.handler = async () => ssm.getParameter({ Name: "/orders/api-key" }).promise();`,
				"WithDecryption: true",
				"handler.cjs",
			),
			found(
				"/orders/api-key",
				"a method of v3's whole client",
				`import { SSM } from "@aws-sdk/client-ssm";\nconst ssm = new SSM({});\nawait ssm.getParameter({ Name: "/orders/api-key" });`,
			),
			found(
				"/orders/token",
				"one of several names",
				`${V3}client.send(new GetParametersCommand({ Names: ["/orders/host", "/orders/token"] }));`,
			),
			found(
				"/orders/secrets/",
				"a path",
				`${V3}client.send(new GetParametersByPathCommand({ Path: "/orders/secrets/" }));`,
			),
			found(
				"${…}db-password",
				"a name with a hole",
				`${V3}const stage = process.env.STAGE;\nclient.send(new GetParameterCommand({ Name: \`\${stage}db-password\` }));`,
			),
			found(
				"-github-token",
				"a name that is put together",
				`${V3}client.send(new GetParameterCommand({ Name: process.env.STAGE + "-github-token" }));`,
			),
			found(
				"API_KEY_PARAMETER_NAME",
				"the name of the variable that holds the parameter's name",
				`${V3}client.send(new GetParameterCommand({ Name: process.env.API_KEY_PARAMETER_NAME }));`,
			),
			found(
				"tokenParameter",
				"an argument of that name",
				`${V3}export const load = (tokenParameter: string) => client.send(new GetParameterCommand({ Name: tokenParameter }));`,
			),
			found(
				"/orders/api-key",
				"a constant that holds the name",
				`${V3}const NAME = "/orders/api-key";\nclient.send(new GetParameterCommand({ Name: NAME }));`,
			),
			found(
				"/orders/api-key",
				"an input in a constant",
				`${V3}const input = { Name: "/orders/api-key" };\nclient.send(new GetParameterCommand(input));`,
			),
			found(
				"/aws/reference/secretsmanager/orders",
				"a reference to Secrets Manager",
				`${V3}client.send(new GetParameterCommand({ Name: "/aws/reference/secretsmanager/orders" }));`,
			),
			found(
				"dbPassword",
				"the variable that takes the value",
				`${V3}const dbPassword = (await client.send(new GetParameterCommand({ Name: "/orders/db" }))).Parameter?.Value;`,
			),
			found(
				"dbPassword",
				"the variable that takes the value later",
				`${V3}export async function load(Name: string) {\n\tconst result = await client.send(new GetParameterCommand({ Name }));\n\tconst dbPassword = result.Parameter!.Value ?? "";\n\treturn connect({ dbPassword });\n}`,
			),
			found(
				"apiKey",
				"the part of a pattern that takes the value",
				`${V3}const { Parameter: { Value: apiKey } } = await client.send(new GetParameterCommand({ Name: "/orders/x" }));`,
			),
			found(
				"password",
				"the property that takes the value",
				`${V3}const config = { password: (await client.send(new GetParameterCommand({ Name: "/orders/x" }))).Parameter.Value };`,
			),
			found(
				"password",
				"the variable of a callback that takes the value",
				`${V2}ssm.getParameter({ Name: "/orders/db" }, (error, data) => { const password = data.Parameter.Value; connect(password); });`,
				"WithDecryption: true",
				"handler.cjs",
			),
			found(
				"getApiKey",
				"the function that gives the value",
				`${V2}async function getApiKey(name) {\n\tconst { Parameter } = await ssm.getParameter({ Name: name }).promise();\n\treturn Parameter.Value;\n}`,
				"WithDecryption: true",
				"handler.cjs",
			),
			found(
				"secret",
				"what takes a command that is sent later",
				`${V3}const command = new GetParameterCommand({ Name: "/orders/x" });\nconst secret = (await client.send(command)).Parameter.Value;`,
			),
		],
		silent: [
			{
				name: "the flag is set",
				code: `${V3}client.send(new GetParameterCommand({ Name: "/orders/api-key", WithDecryption: true }));`,
			},
			{
				name: "the flag is a constant that is true",
				code: `${V3}const WithDecryption = true;\nclient.send(new GetParameterCommand({ Name: "/orders/api-key", WithDecryption }));`,
			},
			{
				name: "only run time knows the flag",
				code: `${V3}export const load = (WithDecryption: boolean) => client.send(new GetParameterCommand({ Name: "/orders/api-key", WithDecryption }));`,
			},
			{
				name: "a spread may carry the flag",
				code: `${V3}client.send(new GetParameterCommand({ Name: "/orders/api-key", ...shared }));`,
			},
			{
				name: "the flag is added later",
				code: `${V3}const input = { Name: "/orders/api-key" };\ninput.WithDecryption = true;\nclient.send(new GetParameterCommand(input));`,
			},
			{
				name: "only run time knows the input",
				code: `${V3}export const getSecret = (input) => client.send(new GetParameterCommand(input));`,
			},
			{
				name: "the parameter is no secret",
				code: `${V3}const tableName = await client.send(new GetParameterCommand({ Name: "/orders/table" }));`,
			},
			{
				name: "the parameter is a pointer to a secret",
				code: `${V3}client.send(new GetParameterCommand({ Name: "/orders/db/secret-arn" }));`,
			},
			{
				name: "the parameter is AWS's own",
				code: `${V3}const token = await client.send(new GetParameterCommand({ Name: "/aws/service/global-infrastructure/regions" }));`,
			},
			{
				name: "only run time knows the parameter",
				code: `${V3}export const load = (name: string) => client.send(new GetParameterCommand({ Name: name }));`,
			},
			{
				name: "a path whose parameters are only listed",
				code: `${V3}const { Parameters } = await client.send(new GetParametersByPathCommand({ Path: options.tokenPath }));\nfor (const old of Parameters) console.info(old.Name, old.LastModifiedDate);`,
			},
			{
				name: "what takes the next page's token takes no secret",
				code: `${V3}const result = await client.send(new GetParametersByPathCommand({ Path: "/orders" }));\nconst nextToken = result.NextToken;\nconst token = result.NextToken;`,
			},
			{
				name: "what is called with the value says nothing",
				code: `${V3}const token = sign((await client.send(new GetParameterCommand({ Name: "/orders/x" }))).Parameter.Value);`,
			},
			{
				name: "the module decrypts by itself",
				code: `import { SSM } from "@aws-sdk/client-ssm";\nimport { DecryptCommand } from "@aws-sdk/client-kms";\nawait new SSM({}).getParameter({ Name: "/orders/api-key" });\nkms.send(new DecryptCommand({ CiphertextBlob: blob }));`,
			},
			{
				name: "another SDK's command",
				code: `import { GetParameterCommand } from "./commands";\nnew GetParameterCommand({ Name: "/orders/api-key" });`,
			},
			{
				name: "Powertools decrypts",
				code: `import { getParameter } from "@aws-lambda-powertools/parameters/ssm";\ngetParameter("/orders/api-key", { decrypt: true });`,
			},
			{
				name: "Powertools hands the SDK's options on",
				code: `import { getParameter } from "@aws-lambda-powertools/parameters/ssm";\ngetParameter("/orders/api-key", { sdkOptions: { WithDecryption: true } });`,
			},
			{
				name: "Powertools decrypts that one",
				code: `import { getParametersByName } from "@aws-lambda-powertools/parameters/ssm";\ngetParametersByName({ "/orders/host": {}, "/orders/token": { decrypt: true } });`,
			},
			{
				name: "Powertools is left to its environment variable",
				options: { checkPowertools: false },
				code: `import { getParameter } from "@aws-lambda-powertools/parameters/ssm";\ngetParameter("/orders/api-key");`,
			},
			{
				name: "Secrets Manager always decrypts",
				code: `import { getSecret } from "@aws-lambda-powertools/parameters/secrets";\nconst password = await getSecret("/orders/db/password");`,
			},
		],
	});
});

describe("beside a decryption of the module's own", () => {
	const KMS = `import { KMSClient, DecryptCommand } from "@aws-sdk/client-kms";\nconst kms = new KMSClient({});\n`;
	const READ = `const { Parameter } = await client.send(new GetParameterCommand({ Name: "/orders/api-key" }));\n`;
	const decrypt = (blob: string): string => `await kms.send(new DecryptCommand({ CiphertextBlob: ${blob} }));\n`;

	testRule(requireParameterDecryption, {
		found: [
			[
				"the ciphertext is in the environment",
				`${READ}${decrypt('Buffer.from(process.env.TOKEN as string, "base64")')}`,
			],
			[
				"the ciphertext is another parameter",
				`${READ}const other = await client.send(new GetParameterCommand({ Name: "/orders/ciphertext" }));\n${decrypt('Buffer.from(other.Parameter.Value, "base64")')}`,
			],
			[
				"the function that decrypts is given the environment",
				`${READ}const open = async (text: string) => kms.send(new DecryptCommand({ CiphertextBlob: Buffer.from(text, "base64") }));\nawait open(process.env.TOKEN!);\n`,
			],
		].map(([title = "", code = ""]) => found("/orders/api-key", title, `${V3}${KMS}${code}`, undefined, "a.ts")),
		silent: [
			["the value is decrypted", `${READ}${decrypt('Buffer.from(Parameter.Value, "base64")')}`],
			[
				"the value is decrypted under another name",
				`${READ}const text = Parameter?.Value ?? "";\nconst blob = Buffer.from(text, "base64");\n${decrypt("blob")}`,
			],
			[
				"a function of the module is given it",
				`${READ}async function open(text: string) { return kms.send(new DecryptCommand({ CiphertextBlob: Buffer.from(text, "base64") })); }\nawait open(Parameter.Value);\n`,
			],
			[
				"a callback is given it",
				`client.send(new GetParameterCommand({ Name: "/orders/api-key" })).then(({ Parameter }) => kms.send(new DecryptCommand({ CiphertextBlob: Parameter.Value })));\n`,
			],
			[
				"an object is given it",
				`${READ}const cache = {};\ncache.token = Parameter.Value;\n${decrypt("cache.token")}`,
			],
			[
				"a list is given it",
				`${READ}const all = [];\nall.push(Parameter.Value);\nfor (const one of all) { ${decrypt("one")} }\n`,
			],
			[
				"a function of the module reads it",
				`const load = async () => { ${READ} return Parameter.Value; };\n${decrypt("await load()")}`,
			],
			[
				"who calls the function is not known",
				`${READ}export const open = async (blob: Uint8Array) => ${decrypt("blob")}`,
			],
			["a field holds the ciphertext", `${READ}class Opener { async open() { ${decrypt("this.blob")} } }\n`],
			[
				"the request comes from elsewhere",
				`${READ}export const open = async (input) => kms.send(new DecryptCommand(input));\n`,
			],
			["nobody says what it is", `${READ}${decrypt("blob")}`],
		].map(([name = "", code = ""]) => ({ name, code: `${V3}${KMS}${code}`, filename: "a.ts" })),
	});
});
