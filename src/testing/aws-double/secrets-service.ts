import { randomBytes, randomUUID } from "node:crypto";
import { ACCOUNT_ID, REGION, type Account, type Caller } from "./account.ts";
import { AwsError } from "./aws-error.ts";
import { Members, type Input } from "./input.ts";
import type { KmsService } from "./kms-service.ts";

interface Version {
	readonly id: string;
	readonly blob: Buffer;
	readonly binary: boolean;
	readonly at: number;
	stages: readonly string[];
}

interface Secret {
	readonly name: string;
	readonly arn: string;
	readonly keyId: string;
	readonly versions: Version[];
}

/** What is put: text, or bytes. */
type Content = string | Uint8Array;

const VIA = `secretsmanager.${REGION}.amazonaws.com`;

/** Secrets Manager. */
export class SecretsService {
	readonly #account: Account;
	readonly #kms: KmsService;
	readonly #secrets = new Map<string, Secret>();

	constructor(account: Account, kms: KmsService) {
		this.#account = account;
		this.#kms = kms;
	}

	/** Gives the ARN, with the six characters that Secrets Manager appends to a name. */
	create(
		caller: Caller,
		name: string,
		content: Content,
		keyId = "alias/aws/secretsmanager",
		token: string = randomUUID(),
	): { readonly arn: string; readonly version: string } {
		this.#account.authorize(caller, "secretsmanager:CreateSecret", arnOf(name, "??????"), {
			"secretsmanager:Name": name,
		});
		if (!/^[A-Za-z0-9/_+=.@-]{1,512}$/u.test(name)) {
			throw new AwsError(
				"ValidationException",
				"Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
			);
		}
		const known = this.#secrets.get(name);
		if (known !== undefined) {
			if (known.versions.some(({ id }) => id === token)) {
				return { arn: known.arn, version: token }; // The same request again.
			}
			throw new AwsError(
				"ResourceExistsException",
				`The operation failed because the secret ${name} already exists.`,
			);
		}
		const secret: Secret = { name, arn: arnOf(name, suffix()), keyId, versions: [] };
		this.#add(caller, secret, content, token);
		this.#secrets.set(name, secret);
		return { arn: secret.arn, version: token };
	}

	put(
		caller: Caller,
		id: string,
		content: Content,
		token: string = randomUUID(),
	): { readonly arn: string; readonly name: string; readonly version: string } {
		const secret = this.#find(id);
		this.#account.authorize(caller, "secretsmanager:PutSecretValue", secret.arn);
		if (!secret.versions.some((version) => version.id === token)) {
			this.#add(caller, secret, content, token);
		}
		return { arn: secret.arn, name: secret.name, version: token };
	}

	get(caller: Caller, id: string, versionId: string | null, stage: string | null): object {
		// Before it is said whether there is such a secret.
		this.#account.authorize(
			caller,
			"secretsmanager:GetSecretValue",
			this.#secrets.get(id)?.arn ?? (id.startsWith("arn:") ? id : arnOf(id, "??????")),
		);
		const secret = this.#find(id);
		const wanted = stage ?? (versionId === null ? "AWSCURRENT" : null);
		const version = secret.versions.find(
			(one) => (versionId === null || one.id === versionId) && (wanted === null || one.stages.includes(wanted)),
		);
		if (version === undefined) {
			throw new AwsError(
				"ResourceNotFoundException",
				`Secrets Manager can't find the specified secret value for ${versionId === null ? `staging label: ${String(wanted)}` : `VersionId: ${versionId}`}`,
			);
		}
		const { plaintext } = this.#kms.decrypt(
			{ ...caller, viaService: VIA },
			version.blob,
			contextOf(secret, version.id),
			null,
		);
		return {
			ARN: secret.arn,
			Name: secret.name,
			VersionId: version.id,
			VersionStages: version.stages,
			CreatedDate: version.at,
			...(version.binary
				? { SecretBinary: plaintext.toString("base64") }
				: { SecretString: plaintext.toString("utf8") }),
		};
	}

	answer(operation: string, input: Input, caller: Caller): object {
		const members = new Members(input);
		const content = (): Content =>
			members.has("SecretBinary") ? members.bytes("SecretBinary") : members.text("SecretString");
		const token = members.textOr("ClientRequestToken", undefined);
		switch (operation) {
			case "CreateSecret": {
				const { arn, version } = this.create(
					caller,
					members.text("Name"),
					content(),
					members.textOr("KmsKeyId", undefined),
					token,
				);
				return { ARN: arn, Name: members.text("Name"), VersionId: version };
			}
			case "PutSecretValue": {
				const { arn, name, version } = this.put(caller, members.text("SecretId"), content(), token);
				return { ARN: arn, Name: name, VersionId: version, VersionStages: ["AWSCURRENT"] };
			}
			case "GetSecretValue":
				return this.get(
					caller,
					members.text("SecretId"),
					members.textOr("VersionId", null),
					members.textOr("VersionStage", null),
				);
			default:
				throw new AwsError(
					"UnknownOperationException",
					`The double of Secrets Manager knows no '${operation}'.`,
				);
		}
	}

	#find(id: string): Secret {
		// A name, a whole ARN, or an ARN without its six characters.
		const secret =
			this.#secrets.get(id) ??
			[...this.#secrets.values()].find(({ arn }) => arn === id || arn.slice(0, -7) === id);
		if (secret === undefined) {
			throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
		}
		return secret;
	}

	#add(caller: Caller, secret: Secret, content: Content, id: string): void {
		if (Buffer.byteLength(content) > 65_536) {
			throw new AwsError(
				"ValidationException",
				"1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536",
			);
		}
		const blob = this.#kms.encrypt(
			{ ...caller, viaService: VIA },
			secret.keyId,
			Buffer.from(content as string),
			contextOf(secret, id),
			"kms:GenerateDataKey",
		);
		for (const version of secret.versions) {
			version.stages = version.stages.includes("AWSCURRENT") ? ["AWSPREVIOUS"] : [];
		}
		secret.versions.push({
			id,
			blob,
			binary: typeof content !== "string",
			at: Date.now() / 1000,
			stages: ["AWSCURRENT"],
		});
	}
}

/**
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html#security-encryption-encryption-context
 */
function contextOf(secret: Secret, version: string): Readonly<Record<string, string>> {
	return { SecretARN: secret.arn, SecretVersionId: version };
}

function arnOf(name: string, end: string): string {
	return `arn:aws:secretsmanager:${REGION}:${ACCOUNT_ID}:secret:${name}-${end}`;
}

function suffix(): string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
	return [...randomBytes(6)].map((byte) => letters.charAt(byte % letters.length)).join("");
}
