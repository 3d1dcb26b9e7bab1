import type { FuzzInput } from "./fuzz-input.ts";
import { ODD_WORDS, SECRETS, SECRET_NAMES } from "./odd-names.ts";
import type { Random } from "./random.ts";

const CLIENTS: readonly (readonly [service: string, client: string, command: string, inputs: readonly string[]])[] = [
	[
		"s3",
		"S3Client",
		"PutObjectCommand",
		['Bucket: "b"', 'Key: "k"', 'ServerSideEncryption: "AES256"', "Body: event.body"],
	],
	["kms", "KMSClient", "DecryptCommand", ["CiphertextBlob: blob", 'EncryptionContext: { a: "b" }']],
	["kms", "KMSClient", "EncryptCommand", ['KeyId: "alias/x"', "Plaintext: event.text"]],
	["ssm", "SSMClient", "GetParameterCommand", ['Name: "/app/password"', "WithDecryption: false"]],
	["ssm", "SSMClient", "PutParameterCommand", ['Name: "/app/password"', 'Type: "String"', 'Value: "<<password>>"']],
	["sqs", "SQSClient", "CreateQueueCommand", ['QueueName: "q"', 'Attributes: { SqsManagedSseEnabled: "false" }']],
	["rds", "RDSClient", "CreateDBInstanceCommand", ["StorageEncrypted: false", 'MasterUserPassword: "<<password>>"']],
	["ec2", "EC2Client", "CreateVolumeCommand", ["Encrypted: false", "Size: 8"]],
	["secrets-manager", "SecretsManagerClient", "GetSecretValueCommand", ["SecretId: process.env.SECRET_ID"]],
];

/** A handler with secrets in expressions of every sort, calls of the SDK, and names that stand for something else. */
export function randomHandler(random: Random): FuzzInput {
	const isModule = random.chance(0.6);
	const used = random.some(CLIENTS, 0.25);
	const imports = [
		...new Set(used.flatMap(([service, client, command]) => [`${client}|${service}`, `${command}|${service}`])),
	].map((one) => {
		const [name = "", service = ""] = one.split("|");
		return isModule
			? `import { ${name} } from "@aws-sdk/client-${service}";`
			: `const { ${name} } = require("@aws-sdk/client-${service}");`;
	});
	const top = random.list(5, (index) => declarationOf(random, index));
	const body = [...used.map((one) => callOf(random, one)), ...random.list(4, (index) => bodyOf(random, index))];
	const text = [
		...imports,
		...top,
		`${isModule ? "export const handler" : "exports.handler"} = async (event, context) => {`,
		...body.flatMap((one) => one.split("\n").map((line) => `  ${line}`)),
		`  return ${expressionOf(random, 0)};`,
		"};",
		"",
	].join("\n");
	return {
		filename: isModule ? random.pick(["handler.mjs", "handler.ts"]) : "handler.cjs",
		text: random.chance(0.2) ? text.replaceAll("\n", "\r\n") : text,
		wellFormed: true,
	};
}

function declarationOf(random: Random, index: number): string {
	const name = random.chance(0.15)
		? random.pick(ODD_WORDS)
		: `${random.pick(["token", "password", "apiKey", "config", "url"])}${String(index)}`;
	const unique = `${name}_${String(index)}`;
	return random.pick([
		`const ${unique} = ${expressionOf(random, 0)};`,
		`const /* of */ ${unique} = ${expressionOf(random, 0)};`,
		`const ${unique} /* is */ = /* now */ "${random.pick(SECRETS)}" /* still */;`,
		`const ${unique} = // of May\n  "${random.pick(SECRETS)}";`,
		`let ${unique} = ${expressionOf(random, 0)}; // of May`,
		`var ${unique} = { ${random.pick([...ODD_WORDS, ...SECRET_NAMES])}: ${expressionOf(random, 1)}, ...${unique} };`,
		`const { ${random.pick(SECRET_NAMES)}: ${unique} = "${random.pick(SECRETS)}" } = process.env;`,
		`function ${unique}(x = "${random.pick(SECRETS)}") { return ${unique}(x) + ${expressionOf(random, 1)}; }`,
		`class ${unique} { password = "${random.pick(SECRETS)}"; static toString = ${expressionOf(random, 1)}; }`,
		`const ${unique} = async () => ${expressionOf(random, 0)};`,
		`const ${unique} = process.env.${random.pick([...SECRET_NAMES, ...ODD_WORDS])} ?? ${expressionOf(random, 1)};`,
	]);
}

function bodyOf(random: Random, index: number): string {
	return random.pick([
		`console.log(process.env.${random.pick(SECRET_NAMES)}, ${expressionOf(random, 0)});`,
		`let url${String(index)} = process.env.DATABASE_URL; url${String(index)} = url${String(index)} + "&p=1"; console.log(url${String(index)});`,
		`await fetch(${expressionOf(random, 0)}, { headers: { authorization: ${expressionOf(random, 1)}, "x-api-key": "${random.pick(SECRETS)}" } });`,
		`if (event.a) {\n  const password = ${expressionOf(random, 0)};\n  return password;\n} else if (event.b) {\n  throw new Error(${expressionOf(random, 1)});\n}`,
		`for (const key in process.env) { console.log(key, process.env[key]); }`,
		`const { ${random.pick(ODD_WORDS)}: odd${String(index)} } = event; console.log(odd${String(index)});`,
		`event.items.map(async (item) => ({ ...item, token: ${expressionOf(random, 1)} }));`,
	]);
}

function callOf(random: Random, [, client, command, inputs]: (typeof CLIENTS)[number]): string {
	const chosen = random.some(inputs, 0.5);
	const input = random.pick([
		chosen.length === 0 ? "{}" : `{ ${chosen.join(", ")} }`,
		chosen.length === 0 ? "" : `{\n  ${chosen.join(",\n  ")},\n}`,
		"event",
		`{ ...event, ${chosen.join(", ")} }`,
		`{${chosen.join(",")}}`,
		chosen.length === 0 ? "{ /* none */ }" : `{ ${chosen.join(", ")} /* all */ }`,
	]);
	const options = random.pick([
		"{}",
		"",
		'{ region: "eu-west-1" }',
		'{ credentials: { accessKeyId: "<<aws-access-key-id>>", secretAccessKey: "<<aws-secret-access-key>>" } }',
		"{\n  ...event,\n}",
	]);
	return `await new ${client}(${options}).send(new ${command}(${input}));`;
}

function expressionOf(random: Random, depth: number): string {
	const leaf = (): string =>
		random.pick([
			`"${random.pick(SECRETS)}"`,
			`'${random.pick(SECRETS)}'`,
			`process.env.${random.pick([...SECRET_NAMES, ...ODD_WORDS])}`,
			`process.env["${random.pick(SECRET_NAMES)}"]`,
			"event.body",
			"1",
			"null",
			`\`https://u:\${event.p}@x?token=${random.pick(SECRETS)}\``,
		]);
	if (depth > 3 || random.chance(0.4)) {
		return leaf();
	}
	const inner = (): string => expressionOf(random, depth + 1);
	return random.pick([
		() => `(${inner()} + ${inner()})`,
		() => `(${inner()} ?? ${inner()})`,
		() => `(${inner()} || ${inner()})`,
		() => `(event.on ? ${inner()} : ${inner()})`,
		() => `\`a\${${inner()}}b\``,
		() => `[${inner()}, ${inner()}].join("")`,
		() =>
			`{ ${random.pick([...ODD_WORDS, ...SECRET_NAMES])}: ${inner()}, "x-${random.pick(SECRET_NAMES)}": ${inner()} }`
				.replace(/^/u, "(")
				.replace(/$/u, ")"),
		() => `Object.freeze(${inner()})`,
		() => `String(${inner()}).trim().replace("a", "b")`,
		() => `Buffer.from(${inner()}, "base64").toString()`,
		() => `JSON.stringify({ password: ${inner()} })`,
		() => `(() => ${inner()})()`,
		() => `new Map([["password", ${inner()}]])`,
		() => `(await Promise.resolve(${inner()}))`,
	])();
}
