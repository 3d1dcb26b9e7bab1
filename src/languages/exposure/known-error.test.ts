import { describe, expect, test } from "vitest";
import { lintSource } from "../../testing/rule-tester.ts";

/** How many secrets a handler logs that reads one from Secrets Manager. */
function logged(body: string): number {
	const code = `import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
const client = new SecretsManagerClient({});
export const handler = async (event) => {
	const secret = await client.send(new GetSecretValueCommand({ SecretId: "db" }));
	${body}
};
`;
	return lintSource(code, { "no-secret-in-log": {} }, "handler.ts").messages.length;
}

const LOG = 'console.error("no secret", secret);';

describe("what a test says of a secret", () => {
	test.each([
		`if (secret instanceof Error) { ${LOG} }`,
		`if (secret instanceof DbError) { ${LOG} }`,
		`if (secret instanceof Error && event) { if (event.id) { ${LOG} } }`,
		`if (secret instanceof Error || secret instanceof ApiException) { ${LOG} }`,
		`if (isError(secret)) { ${LOG} }`,
		`if (axios.isAxiosError(secret)) { ${LOG} }`,
		`if (!secret) { ${LOG} }`,
		`if (secret === undefined) { ${LOG} }`,
		`if (secret == null || secret === "") { ${LOG} }`,
		`if (secret) { use(secret); } else { ${LOG} }`,
		`if (secret !== null) { use(secret); } else { ${LOG} }`,
		`if (!(secret instanceof Error)) { use(secret); } else { ${LOG} }`,
		"secret instanceof Error && console.error(secret);",
		"!secret ? console.error(secret) : use(secret);",
		"secret || console.error(secret);",
		`if (!secret.SecretString) { ${LOG} }`,
		`if (secret?.SecretString === undefined) { ${LOG} }`,
		`if (!secret || !secret["SecretString"] || secret.SecretString.length === 0) { ${LOG} }`,
		`if (!secret?.SecretString?.length) { ${LOG} }`,
		`if (secret.SecretString) { use(secret); } else { ${LOG} }`,
		`if (!secret.SecretString) { throw new Error(JSON.stringify(secret)); }`,
	])("is that it is none: %s", (body) => {
		expect(logged(body)).toBe(0);
	});

	test.each([
		LOG,
		`if (secret) { ${LOG} }`,
		`if (!secret.username || !secret.password) { ${LOG} }`,
		`if (!secret.ARN) { ${LOG} }`,
		`if (secret.SecretString) { ${LOG} }`,
		`if (!event.SecretString) { ${LOG} }`,
		`if (secret.SecretString.length > 0) { ${LOG} }`,
		`if (secret.SecretString.length !== 0) { ${LOG} }`,
		`if (!secret.SecretString || !event.id) { ${LOG} }`,
		`if (event instanceof Error) { ${LOG} }`,
		`if (secret instanceof Error || event) { ${LOG} }`,
		`if (!secret && event) { use(); } else { ${LOG} }`,
		`if (secret instanceof Error) { use(); } else { ${LOG} }`,
		`if (secret !== undefined) { ${LOG} }`,
		`if (!secret) { setTimeout(() => { ${LOG} }); }`,
		`if (secret instanceof Response) { ${LOG} }`,
		`if (hasError(secret)) { ${LOG} }`,
		"secret && console.error(secret);",
		"secret ?? console.error(secret);",
	])("says nothing of that: %s", (body) => {
		expect(logged(body)).toBe(1);
	});
});

test("the folder of a shell is no secret", () => {
	expect(logged("console.log(process.env.PWD);")).toBe(0);
	expect(logged("console.log(process.env.DB_PWD);")).toBe(1);
});

describe("a bare token", () => {
	const code = (more: string): string =>
		`${more}\nexport const handler = async (event) => { const { token } = event; console.log("version", token); };\n`;
	const count = (text: string): number => lintSource(text, { "no-secret-in-log": {} }, "handler.ts").messages.length;

	test.each(['const STAGES = ["AWSCURRENT"];', 'const pending = "AWSPENDING";', "f(event.ClientRequestToken);"])(
		"is the id of a version where secrets are rotated: %s",
		(more) => {
			expect(count(code(more))).toBe(0);
		},
	);

	test("is a secret elsewhere, and any other token also where secrets are rotated", () => {
		expect(count(code(""))).toBe(1);
		expect(count(code('const STAGES = ["AWSCURRENT"];').replaceAll("token", "accessToken"))).toBe(1);
	});
});

describe("what a test says of an answer of Parameter Store", () => {
	const answered = (test: string): number =>
		lintSource(
			`import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
export const handler = async () => {
	const answer = await new SSMClient({}).send(new GetParameterCommand({ Name: "db", WithDecryption: true }));
	if (${test}) { throw new Error(JSON.stringify(answer)); }
};
`,
			{ "no-secret-in-log": {} },
			"handler.ts",
		).messages.length;

	test.each(["!answer.Parameter", "!answer.Parameter?.Value", "!answer.Parameter || !answer.Parameter.Value"])(
		"is that it has none: %s",
		(test) => {
			expect(answered(test)).toBe(0);
		},
	);

	test.each(["answer.Parameter", "!answer.Parameter.Name", "!answer.Parameter?.Value.startsWith('a')"])(
		"leaves the secret in it: %s",
		(test) => {
			expect(answered(test)).toBe(1);
		},
	);
});
