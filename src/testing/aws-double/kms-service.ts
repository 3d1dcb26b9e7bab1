import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import { ACCOUNT_ID, REGION, type Account, type Caller } from "./account.ts";
import { AwsError } from "./aws-error.ts";
import { Members, type Input } from "./input.ts";
import type { Statement } from "./policy.ts";

interface Key {
	readonly id: string;
	readonly arn: string;
	readonly material: Buffer;
	/** The service whose key it is; everybody in the account may use it, through that service alone. */
	readonly managedBy: string | null;
	policy: readonly Statement[];
	enabled: boolean;
}

export type Context = Readonly<Record<string, string>>;

const ID_LENGTH = 36;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/** KMS with symmetric keys: AES-256-GCM, the encryption context as additional data. */
export class KmsService {
	readonly #account: Account;
	readonly #keys = new Map<string, Key>();
	readonly #aliases = new Map<string, string>();

	constructor(account: Account) {
		this.#account = account;
	}

	/** Makes a key and gives its ARN. */
	createKey(alias: string | null = null, managedBy: string | null = null): string {
		const id = randomUUID();
		const key: Key = {
			id,
			arn: `arn:aws:kms:${REGION}:${ACCOUNT_ID}:key/${id}`,
			material: randomBytes(32),
			managedBy,
			policy: managedBy === null ? DEFAULT_POLICY : policyOfService(managedBy),
			enabled: true,
		};
		this.#keys.set(id, key);
		if (alias !== null) {
			this.createAlias(alias, id);
		}
		return key.arn;
	}

	createAlias(alias: string, id: string): void {
		if (this.#aliases.has(alias)) {
			throw new AwsError(
				"AlreadyExistsException",
				`An alias with the name arn:aws:kms:${REGION}:${ACCOUNT_ID}:${alias} already exists`,
			);
		}
		this.#aliases.set(alias, this.find(id).id);
	}

	/** @param keyId an id, an ARN, `alias/…`, or the ARN of an alias */
	find(keyId: string): Key {
		const name = keyId.replace(new RegExp(`^arn:aws:kms:${REGION}:${ACCOUNT_ID}:(?:key/)?`, "u"), "");
		const key = this.#keys.get(this.#aliases.get(name) ?? name);
		if (key === undefined) {
			throw new AwsError(
				"NotFoundException",
				name.startsWith("alias/")
					? `Alias arn:aws:kms:${REGION}:${ACCOUNT_ID}:${name} is not found.`
					: `Key 'arn:aws:kms:${REGION}:${ACCOUNT_ID}:key/${name}' does not exist`,
			);
		}
		return key;
	}

	/** @param policy null for the default one */
	configure(keyId: string, policy: readonly Statement[] | null, aliases: readonly string[]): void {
		const key = this.find(keyId);
		key.policy = policy ?? DEFAULT_POLICY;
		for (const alias of aliases) {
			this.#aliases.set(alias, key.id);
		}
	}

	setEnabled(keyId: string, enabled: boolean): void {
		this.find(keyId).enabled = enabled;
	}

	encrypt(caller: Caller, keyId: string, plaintext: Buffer, context: Context, action = "kms:Encrypt"): Buffer {
		const key = this.find(keyId);
		this.#check(caller, action, key, context);
		const nonce = randomBytes(NONCE_LENGTH);
		const cipher = createCipheriv("aes-256-gcm", key.material, nonce).setAAD(renderContext(context));
		const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
		return Buffer.concat([Buffer.from(key.id, "latin1"), nonce, cipher.getAuthTag(), body]);
	}

	decrypt(
		caller: Caller,
		blob: Buffer,
		context: Context,
		keyId: string | null,
	): { readonly plaintext: Buffer; readonly arn: string } {
		const id = blob.subarray(0, ID_LENGTH).toString("latin1");
		const key = this.#keys.get(id);
		if (key === undefined || blob.length < ID_LENGTH + NONCE_LENGTH + TAG_LENGTH) {
			throw new AwsError("InvalidCiphertextException", "");
		}
		this.#check(caller, "kms:Decrypt", key, context);
		if (keyId !== null && this.find(keyId) !== key) {
			throw new AwsError(
				"IncorrectKeyException",
				"The key ID in the request does not identify a CMK that can perform this operation.",
			);
		}
		const body = blob.subarray(ID_LENGTH + NONCE_LENGTH + TAG_LENGTH);
		const nonce = blob.subarray(ID_LENGTH, ID_LENGTH + NONCE_LENGTH);
		try {
			const decipher = createDecipheriv("aes-256-gcm", key.material, nonce).setAAD(renderContext(context));
			decipher.setAuthTag(blob.subarray(ID_LENGTH + NONCE_LENGTH, ID_LENGTH + NONCE_LENGTH + TAG_LENGTH));
			return { plaintext: Buffer.concat([decipher.update(body), decipher.final()]), arn: key.arn };
		} catch {
			throw new AwsError("InvalidCiphertextException", ""); // KMS, too, says nothing more of a wrong context.
		}
	}

	/** @throws {AwsError} where the caller may not do it with this key */
	authorize(caller: Caller, action: string, keyId: string, context: Context): void {
		this.#check(caller, action, this.find(keyId), context);
	}

	answer(operation: string, input: Input, caller: Caller): object {
		const members = new Members(input);
		switch (operation) {
			case "Encrypt": {
				const plaintext = members.bytes("Plaintext");
				if (plaintext.length > 4096) {
					throw new AwsError(
						"ValidationException",
						"1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
					);
				}
				const blob = this.encrypt(caller, members.text("KeyId"), plaintext, members.map("EncryptionContext"));
				return {
					CiphertextBlob: blob.toString("base64"),
					KeyId: this.find(members.text("KeyId")).arn,
					EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
				};
			}
			case "Decrypt": {
				const { plaintext, arn } = this.decrypt(
					caller,
					members.bytes("CiphertextBlob"),
					members.map("EncryptionContext"),
					members.textOr("KeyId", null),
				);
				return {
					Plaintext: plaintext.toString("base64"),
					KeyId: arn,
					EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
				};
			}
			case "CreateKey": {
				const arn = this.createKey();
				return { KeyMetadata: describe(this.find(arn)) };
			}
			case "CreateAlias":
				this.createAlias(members.text("AliasName"), members.text("TargetKeyId"));
				return {};
			case "DescribeKey":
				return { KeyMetadata: describe(this.find(members.text("KeyId"))) };
			case "EnableKey":
			case "DisableKey":
				this.setEnabled(members.text("KeyId"), operation === "EnableKey");
				return {};
			default:
				throw new AwsError("UnknownOperationException", `The double of KMS knows no '${operation}'.`);
		}
	}

	#check(caller: Caller, action: string, key: Key, context: Context): void {
		this.#account.authorizeKey(caller, action, key.arn, key.policy, {
			...Object.fromEntries(
				Object.entries(context).map(([name, value]) => [`kms:EncryptionContext:${name}`, value] as const),
			),
			"kms:ResourceAliases": [...this.#aliases].filter(([, id]) => id === key.id).map(([alias]) => alias),
		});
		if (!key.enabled) {
			throw new AwsError("DisabledException", `${key.arn} is disabled.`);
		}
	}
}

/**
 * The policy of a key that is created without one: IAM decides.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const DEFAULT_POLICY: readonly Statement[] = [
	{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT_ID}:root` }, Action: "kms:*", Resource: "*" },
];

/** The policy of an AWS managed key: everyone in the account, through the service alone. */
function policyOfService(service: string): readonly Statement[] {
	return [
		{
			Effect: "Allow",
			Principal: { AWS: "*" },
			Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant"],
			Resource: "*",
			Condition: { StringEquals: { "kms:CallerAccount": ACCOUNT_ID, "kms:ViaService": service } },
		},
	];
}

function describe({ id, arn, enabled, managedBy }: Key): object {
	return {
		KeyId: id,
		Arn: arn,
		AWSAccountId: ACCOUNT_ID,
		Enabled: enabled,
		KeyState: enabled ? "Enabled" : "Disabled",
		KeyManager: managedBy === null ? "CUSTOMER" : "AWS",
		KeySpec: "SYMMETRIC_DEFAULT",
		KeyUsage: "ENCRYPT_DECRYPT",
	};
}

/** Its pairs in the order of their names: the order of a context does not matter to KMS. */
function renderContext(context: Context): Buffer {
	return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
}
