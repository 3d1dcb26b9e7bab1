// The few commands of the AWS CLI that `kmslint secrets export` prints, against the double: `aws ssm put-parameter …`.
import { Buffer } from "node:buffer";
import console from "node:console";
import { readFileSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";

const [service, operation, ...args] = process.argv.slice(2);
const names = [
	"name",
	"type",
	"key-id",
	"value",
	"kms-key-id",
	"secret-string",
	"encryption-context",
	"plaintext",
	"query",
	"output",
];
const { values } = parseArgs({ args, options: Object.fromEntries(names.map((name) => [name, { type: "string" }])) });

/** `file://` is text, whose line ends become those of Unix; `fileb://` is bytes. */
function load(given) {
	if (given.startsWith("fileb://")) {
		return readFileSync(given.slice(8));
	}
	return given.startsWith("file://")
		? readFileSync(given.slice(7), process.env.AWS_CLI_FILE_ENCODING === "UTF-8" ? "utf8" : "latin1").replaceAll(
				/\r\n?/g,
				"\n",
			)
		: given;
}

switch (`${service} ${operation}`) {
	case "ssm put-parameter": {
		const { PutParameterCommand, SSMClient } = await import("@aws-sdk/client-ssm");
		const { Version } = await new SSMClient({}).send(
			new PutParameterCommand({
				Name: values.name,
				Type: values.type,
				KeyId: values["key-id"],
				Value: load(values.value),
			}),
		);
		console.log(JSON.stringify({ Version, Tier: "Standard" }));
		break;
	}
	case "secretsmanager create-secret": {
		const { CreateSecretCommand, SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
		const { ARN } = await new SecretsManagerClient({}).send(
			new CreateSecretCommand({
				Name: values.name,
				KmsKeyId: values["kms-key-id"],
				SecretString: load(values["secret-string"]),
			}),
		);
		console.log(JSON.stringify({ ARN }));
		break;
	}
	case "kms encrypt": {
		const { EncryptCommand, KMSClient } = await import("@aws-sdk/client-kms");
		const [key, value] = values["encryption-context"].split("=");
		const { CiphertextBlob } = await new KMSClient({}).send(
			new EncryptCommand({
				KeyId: values["key-id"],
				EncryptionContext: { [key]: value },
				Plaintext: load(values.plaintext),
			}),
		);
		console.log(Buffer.from(CiphertextBlob).toString("base64"));
		break;
	}
	default:
		throw new RangeError(`No command '${service} ${operation}'.`);
}
