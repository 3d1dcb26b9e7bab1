import { fakeSecret } from "../src/testing/fake-secret.ts";
import { testRule } from "../src/testing/rule-tester.ts";
import { noStaticCredentials } from "./no-static-credentials.ts";

const ID = fakeSecret("aws-access-key-id");
const SECRET = fakeSecret("aws-secret-access-key");
const PAIR = `{ accessKeyId: "${ID}", secretAccessKey: "${SECRET}" }`;
const OWN = `{ accessKeyId: process.env.MY_KEY_ID, secretAccessKey: process.env.MY_SECRET }`;
const HANDLER = "export const handler = async (event) => run(event);\n";
const S3 = `import { S3Client } from "@aws-sdk/client-s3";\n`;
const V2 = `const AWS = require("aws-sdk");\n`;
const literal = (client: string, property: string, line: number, column: number) => [
	{ messageId: "literalKeys", data: { client, property }, line, column },
];
const variable = (client: string, names: string, property: string, line: number, column: number) => [
	{ messageId: "variableKeys", data: { client, names, property }, line, column },
];

/** A provider of Terraform with these lines. */
const provider = (lines: string): string => `provider "aws" {\n${lines.replaceAll(/^/gmu, "  ")}\n}\n`;

const backend = (lines: string): string =>
	`terraform {\n  backend "s3" {\n${lines.replaceAll(/^/gmu, "    ")}\n  }\n}\n`;

const STATE = 'bucket = "states"\nkey    = "orders"';

testRule(noStaticCredentials, {
	found: [
		{
			name: "the keys of a script that fills a demo",
			filename: "scripts/seed-demo-data.ts",
			code: `${S3}const s3 = new S3Client({ credentials: ${PAIR} });`,
			errors: [{ messageId: "literalKeys", line: 2 }],
		},
		{
			name: "a provider of Terraform",
			filename: "main.tf",
			code: provider(`access_key = "${ID}"\nsecret_key = "${SECRET}"`),
			errors: [
				{
					messageId: "configuredKeys",
					data: { where: 'provider "aws"', argument: "secret_key" },
					line: 3,
					column: 16,
				},
			],
		},
		{
			name: "a local of Terraform",
			filename: "main.tf",
			code: `${provider("access_key = local.id\nsecret_key = local.secret")}\nlocals {\n  id     = "${ID}"\n  secret = "${SECRET}"\n}\n`,
			errors: [{ messageId: "configuredKeys", line: 3 }],
		},
		{
			name: "a backend of Terraform",
			filename: "main.tf",
			code: backend(`${STATE}\naccess_key = "${ID}"\nsecret_key = "${SECRET}"`),
			errors: [{ messageId: "configuredKeys", data: { where: 'backend "s3"', argument: "secret_key" }, line: 6 }],
		},
		{
			name: "variables of a provider of Terraform",
			filename: "main.tf",
			code: `${provider("access_key = var.id\nsecret_key = var.secret")}\nvariable "id" {}\n\nvariable "secret" {}\n`,
			errors: [
				{
					messageId: "configuredVariable",
					data: { where: 'provider "aws"', argument: "secret_key" },
					line: 3,
					column: 16,
				},
			],
		},
		{
			name: "a state without a key of its own",
			filename: "main.tf",
			options: { stateKey: true },
			code: backend(`${STATE}\nencrypt = true`),
			errors: [
				{
					messageId: "missingStateKey",
					data: { where: 'backend "s3"', argument: "kms_key_id" },
					line: 2,
					column: 3,
				},
			],
		},
		{
			name: "a client of version 3",
			code: `${S3}const s3 = new S3Client({ region: "eu-west-1", credentials: ${PAIR} });`,
			errors: [
				{
					...literal("S3Client", "credentials", 2, 48)[0],
					messageId: "literalKeys",
					endLine: 2,
					endColumn: 59,
				},
			],
		},
		{
			name: "a whole client of version 3",
			code: `import { S3 } from "@aws-sdk/client-s3";\nconst s3 = new S3({ credentials: ${PAIR} });`,
			errors: literal("S3", "credentials", 2, 21),
		},
		{
			name: "keys in a constant",
			code: `${S3}const credentials = ${PAIR};\nconst s3 = new S3Client({ credentials });`,
			errors: literal("S3Client", "accessKeyId", 2, 23),
		},
		{
			name: "each key in a constant",
			code: `${S3}const id = "${ID}";\nconst key = "${SECRET}";\nconst s3 = new S3Client({ credentials: { accessKeyId: id, secretAccessKey: key } });`,
			errors: literal("S3Client", "credentials", 4, 27),
		},
		{
			name: "options in a constant",
			code: `${S3}const options = { region: "eu-west-1", credentials: ${PAIR} };\nconst s3 = new S3Client(options);`,
			errors: literal("S3Client", "credentials", 2, 40),
		},
		{
			name: "a provider that is a function",
			code: `${S3}const s3 = new S3Client({ credentials: async () => (${PAIR}) });`,
			errors: literal("S3Client", "accessKeyId", 2, 55),
		},
		{
			name: "fromStatic",
			code: `import { fromStatic } from "@aws-sdk/token-providers";\n${S3}const s3 = new S3Client({ credentials: fromStatic(${PAIR}) });`,
			errors: literal("S3Client", "accessKeyId", 3, 53),
		},
		{
			name: "keys to take a role with",
			code: `import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";\nconst credentials = fromTemporaryCredentials({ masterCredentials: ${PAIR}, params: { RoleArn: arn } });`,
			errors: literal("fromTemporaryCredentials", "masterCredentials", 2, 48),
		},
		{
			name: "a client of version 2",
			filename: "handler.js",
			code: `${V2}const s3 = new AWS.S3({ accessKeyId: "${ID}", secretAccessKey: "${SECRET}" });`,
			errors: literal("AWS.S3", "accessKeyId", 2, 25),
		},
		{
			name: "the configuration of version 2",
			filename: "handler.js",
			code: `${V2}AWS.config.update({ region: "eu-west-1", accessKeyId: "${ID}", secretAccessKey: "${SECRET}" });`,
			errors: literal("AWS.config", "accessKeyId", 2, 42),
		},
		{
			name: "Credentials of version 2",
			filename: "handler.js",
			code: `${V2}AWS.config.credentials = new AWS.Credentials("${ID}", "${SECRET}");`,
			errors: literal("AWS.Credentials", "AWS.Credentials", 2, 30),
		},
		{
			name: "Credentials of version 2 from an object",
			filename: "handler.js",
			code: `${V2}const s3 = new AWS.S3({ credentials: new AWS.Credentials(${PAIR}) });`,
			errors: literal("AWS.S3", "accessKeyId", 2, 60),
		},
		{
			name: "the configuration of version 2, key by key",
			filename: "handler.js",
			code: `${V2}AWS.config.accessKeyId = "${ID}";\nAWS.config.secretAccessKey = "${SECRET}";`,
			errors: literal("AWS.config", "accessKeyId", 3, 1),
		},
		{
			name: "another vendor's store, with keys in the source",
			code: `${S3}const s3 = new S3Client({ endpoint: "https://acme.r2.cloudflarestorage.com", credentials: ${PAIR} });`,
			errors: literal("S3Client", "credentials", 2, 78),
		},
		{
			name: "keys of a user in the environment, in a handler",
			code: `${S3}${HANDLER}const s3 = new S3Client({ region: "eu-west-1", credentials: ${OWN} });`,
			errors: [
				{
					...variable("S3Client", "MY_KEY_ID`, `MY_SECRET", "credentials", 3, 48)[0],
					messageId: "variableKeys",
					suggestions: [
						{
							messageId: "removeKeys",
							data: { property: "credentials" },
							output: `${S3}${HANDLER}const s3 = new S3Client({ region: "eu-west-1" });`,
						},
					],
				},
			],
		},
		{
			name: "nothing but keys, with assertions and fallbacks",
			code: `${S3}${HANDLER}const s3 = new S3Client({\n\tcredentials: {\n\t\taccessKeyId: process.env.MY_KEY_ID!,\n\t\tsecretAccessKey: process.env.MY_SECRET ?? "",\n\t},\n});`,
			errors: [
				{
					...variable("S3Client", "MY_KEY_ID`, `MY_SECRET", "credentials", 4, 2)[0],
					messageId: "variableKeys",
					suggestions: [
						{
							messageId: "removeKeys",
							data: { property: "credentials" },
							output: `${S3}${HANDLER}const s3 = new S3Client({});`,
						},
					],
				},
			],
		},
		{
			name: "before another option",
			code: `${S3}${HANDLER}const s3 = new S3Client({\n\tcredentials: ${OWN},\n\tregion: "eu-west-1",\n});`,
			errors: [
				{
					...variable("S3Client", "MY_KEY_ID`, `MY_SECRET", "credentials", 4, 2)[0],
					messageId: "variableKeys",
					suggestions: [
						{
							messageId: "removeKeys",
							data: { property: "credentials" },
							output: `${S3}${HANDLER}const s3 = new S3Client({\n\tregion: "eu-west-1",\n});`,
						},
					],
				},
			],
		},
		{
			name: "no suggestion that would lose a comment",
			code: `${S3}${HANDLER}const s3 = new S3Client({ region, credentials: { /* of the user */ accessKeyId: process.env.MY_KEY_ID, secretAccessKey: process.env.MY_SECRET } });`,
			errors: variable("S3Client", "MY_KEY_ID`, `MY_SECRET", "credentials", 3, 35),
		},
		{
			name: "an id in the source, its secret in a variable",
			code: `${S3}${HANDLER}const s3 = new S3Client({ /* user */ credentials: { accessKeyId: "${ID}", secretAccessKey: process.env.MY_SECRET } });`,
			errors: [{ ...variable("S3Client", "MY_SECRET", "credentials", 3, 38)[0], messageId: "variableKeys" }],
		},
		{
			name: "a single client of version 2, by the author's name",
			filename: "handler.js",
			code: `const Store = require("aws-sdk/clients/s3");\nconst s3 = new Store({ accessKeyId: "${ID}", secretAccessKey: "${SECRET}" });`,
			errors: literal("Store", "accessKeyId", 2, 24),
		},
		{
			name: "version 2, from the environment",
			filename: "handler.js",
			code: `${V2}AWS.config.update({ accessKeyId: process.env.MY_KEY_ID, secretAccessKey: process.env.MY_SECRET });\nexports.handler = async (event) => new AWS.S3().listBuckets().promise();`,
			errors: variable("AWS.config", "MY_KEY_ID`, `MY_SECRET", "accessKeyId", 2, 21),
		},
		{
			name: "the role's keys without their token",
			code: `${S3}${HANDLER}const s3 = new S3Client({ region, credentials: { accessKeyId: process.env.AWS_ACCESS_KEY_ID!, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY! } });`,
			errors: [
				{
					messageId: "roleKeys",
					data: { client: "S3Client", property: "credentials" },
					line: 3,
					column: 35,
					suggestions: [
						{
							messageId: "removeKeys",
							data: { property: "credentials" },
							output: `${S3}${HANDLER}const s3 = new S3Client({ region });`,
						},
					],
				},
			],
		},
	],
	silent: [
		...[
			["a profile of a provider", provider('profile = "orders"')],
			[
				"LocalStack",
				provider(
					'access_key                  = "test"\nsecret_key                  = "test"\nskip_credentials_validation = true',
				),
			],
			["a placeholder", provider('access_key = "mock_access_key"\nsecret_key = "mock_secret_key"')],
			[
				"keys of another vendor's store",
				backend(
					`${STATE}\nsecret_key                  = "${fakeSecret("password")}"\nskip_credentials_validation = true`,
				),
			],
			["another provider", provider(`secret_key = "${SECRET}"`).replace("aws", "scaleway")],
			["a state, unless it is asked for", backend(STATE)],
		].map(([name = "", code = ""]) => ({ name, code, filename: "main.tf" })),
		...[
			["a state with a key", backend(`${STATE}\nkms_key_id = "alias/states"`)],
			["a backend that is configured elsewhere, too", backend('key = "orders"')],
		].map(([name = "", code = ""]) => ({ name, code, filename: "main.tf", options: { stateKey: true } })),
		{ name: "no keys", code: `${S3}${HANDLER}const s3 = new S3Client({ region: "eu-west-1" });` },
		{
			name: "a provider",
			code: `${S3}import { fromEnv, fromNodeProviderChain } from "@aws-sdk/credential-providers";\n${HANDLER}const a = new S3Client({ credentials: fromEnv() });\nconst b = new S3Client({ credentials: fromNodeProviderChain() });`,
		},
		{
			name: "keys that AWS answered",
			code: `${S3}${HANDLER}const { Credentials } = await sts.send(new AssumeRoleCommand({}));\nconst s3 = new S3Client({ credentials: { accessKeyId: Credentials.AccessKeyId, secretAccessKey: Credentials.SecretAccessKey, sessionToken: Credentials.SessionToken } });`,
		},
		{
			name: "the role's keys with their token",
			code: `${S3}${HANDLER}const s3 = new S3Client({ credentials: { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY, sessionToken: process.env.AWS_SESSION_TOKEN } });`,
		},
		{
			name: "a database on this machine",
			code: `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";\nconst db = new DynamoDBClient({ endpoint: "http://localhost:8000", credentials: ${PAIR} });`,
		},
		{
			name: "a container next door",
			code: `${S3}const s3 = new S3Client({ endpoint: "http://minio:9000", credentials: { accessKeyId: "acme", secretAccessKey: "acme-store" } });`,
		},
		{
			name: "keys that are none",
			code: `${S3}const a = new S3Client({ credentials: { accessKeyId: "test", secretAccessKey: "test" } });\nconst b = new S3Client({ credentials: { accessKeyId: "dummyKeyId", secretAccessKey: "dummySecretAccessKey" } });\nconst c = new S3Client({ endpoint: process.env.ENDPOINT, credentials: { accessKeyId: "local", secretAccessKey: "local" } });`,
		},
		{
			name: "a placeholder",
			code: `${S3}const s3 = new S3Client({ credentials: { accessKeyId: "<your-key-id>", secretAccessKey: "<your-secret>" } });`,
		},
		{
			name: "keys for a laptop",
			code: `${S3}const s3 = new S3Client({ region, ...(process.env.IS_OFFLINE && { credentials: ${PAIR} }) });`,
		},
		{
			name: "variables outside a handler's module",
			code: `${S3}export const s3 = new S3Client({ credentials: ${OWN} });`,
		},
		{
			name: "variables for another vendor's store",
			code: `${S3}${HANDLER}const s3 = new S3Client({ endpoint: \`https://\${account}.r2.cloudflarestorage.com\`, credentials: ${OWN} });`,
		},
		{
			name: "variables for a store that only run time knows",
			code: `${S3}${HANDLER}const s3 = new S3Client({ endpoint: process.env.ENDPOINT, credentials: ${OWN} });`,
		},
		{
			name: "keys of a configuration",
			code: `${S3}${HANDLER}const s3 = new S3Client({ credentials: { accessKeyId: config.id, secretAccessKey: config.secret } });`,
		},
		{
			name: "a client that is not AWS's",
			code: `import { Client } from "minio";\nconst client = new Client({ accessKeyId: "acme", secretAccessKey: "acme-store" });`,
		},
		{
			name: "a file of tests",
			filename: "src/s3.test.ts",
			code: `${S3}const s3 = new S3Client({ credentials: ${PAIR} });`,
		},
	],
});
