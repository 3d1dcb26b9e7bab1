import { describe, expect, test } from "vitest";
import { lintSource } from "../../src/testing/rule-tester.ts";

/** What is found of a handler that sends two commands, if both are given. */
function found(client: string, ...commands: readonly (readonly [name: string, input: string])[]): readonly string[] {
	const names = commands.map(([name]) => `${name}Command`);
	const sent = commands.map(([name, input]) => `await client.send(new ${name}Command(${input}));`);
	const code = `import { ${names.join(", ")} } from "@aws-sdk/client-${client}";\nexport const handler = async (event) => { ${sent.join(" ")} };\n`;
	return lintSource(code, { "no-decrypt-per-invocation": {} }, "handler.mjs").messages.map(
		({ message }) =>
			/^`(\w+)` runs on every invocation, for the same (\w+)\./u.exec(message)?.slice(1).join(" ") ?? "",
	);
}

// The parameters of the operations: AWS KMS, AWS Systems Manager and AWS Secrets Manager API Reference.
const LOOKUPS: readonly (readonly [client: string, name: string, parameter: string, constant: string, what: string])[] =
	[
		["kms", "Decrypt", "CiphertextBlob", "process.env.BLOB", "ciphertext"],
		["ssm", "GetParameter", "Name", '"/orders/db"', "parameter"],
		["ssm", "GetParameters", "Names", '["/orders/db"]', "parameter"],
		["ssm", "GetParametersByPath", "Path", '"/orders"', "parameter"],
		["secrets-manager", "GetSecretValue", "SecretId", '"orders"', "secret"],
		["secrets-manager", "BatchGetSecretValue", "SecretIdList", '["orders"]', "secret"],
	];

describe("an operation that looks something up", () => {
	test.each(LOOKUPS)("of %s: %s is for the same where its %s is", (client, name, parameter, constant, what) => {
		// What is read as it lies in Parameter Store is no secret.
		const decrypted = client === "ssm" ? ", WithDecryption: true" : "";
		expect(found(client, [name, `{ ${parameter}: ${constant}${decrypted} }`])).toEqual([`${name} ${what}`]);
		expect(found(client, [name, `{ ${parameter}: event.id${decrypted} }`])).toEqual([]);
		expect(found(client, [name, `{ Other: ${constant}${decrypted} }`])).toEqual([]);
	});
});

const WRITES: readonly (readonly [client: string, lookup: readonly [string, string], write: string])[] = [
	...["PutParameter", "DeleteParameter"].map(
		(write) => ["ssm", ["GetParameter", '{ Name: "/orders/db", WithDecryption: true }'], write] as const,
	),
	...["PutSecretValue", "UpdateSecret", "UpdateSecretVersionStage", "RotateSecret", "CreateSecret"].map(
		(write) => ["secrets-manager", ["GetSecretValue", '{ SecretId: "orders" }'], write] as const,
	),
];

describe("a module that changes what it looks up", () => {
	test.each(WRITES)("must look in %s: %j beside %s", (client, lookup, write) => {
		expect(found(client, lookup)).toHaveLength(1);
		expect(found(client, lookup, [write, "{ Name: event.name }"])).toEqual([]);
	});
});
