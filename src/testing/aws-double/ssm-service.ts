import { ACCOUNT_ID, REGION, type Account, type Caller } from "./account.ts";
import { AwsError } from "./aws-error.ts";
import { Members, type Input } from "./input.ts";
import type { KmsService } from "./kms-service.ts";

const TYPES = ["String", "StringList", "SecureString"] as const;
const LIMITS = { Standard: 4096, Advanced: 8192, "Intelligent-Tiering": 8192 } as const;
const VIA = `ssm.${REGION}.amazonaws.com`;

type ParameterType = (typeof TYPES)[number];

export interface PutOptions {
	readonly type?: ParameterType;
	readonly keyId?: string;
	readonly overwrite?: boolean;
	readonly tier?: keyof typeof LIMITS;
}

interface Version {
	readonly type: ParameterType;
	/** As it is kept: ciphertext in base64 for a SecureString. */
	readonly kept: string;
	readonly at: number;
}

/** Parameter Store. */
export class SsmService {
	readonly #account: Account;
	readonly #kms: KmsService;
	readonly #parameters = new Map<string, Version[]>();

	constructor(account: Account, kms: KmsService) {
		this.#account = account;
		this.#kms = kms;
	}

	/** Gives the new version. */
	put(
		caller: Caller,
		name: string,
		value: string,
		{ type = "SecureString", keyId = "alias/aws/ssm", overwrite = false, tier = "Standard" }: PutOptions = {},
	): number {
		this.#account.authorize(caller, "ssm:PutParameter", arnOf(name));
		checkName(name);
		if (Buffer.byteLength(value) > LIMITS[tier]) {
			throw new AwsError(
				"ValidationException",
				`${tier} tier parameters support a maximum parameter value of ${String(LIMITS[tier])} characters.`,
			);
		}
		if (/\{\{[^]*\}\}/u.test(value)) {
			throw new AwsError(
				"ValidationException",
				'Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.',
			);
		}
		const versions = this.#parameters.get(name) ?? [];
		if (versions.length > 0 && !overwrite) {
			throw new AwsError(
				"ParameterAlreadyExists",
				"The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
			);
		}
		const kept = type === "SecureString" ? this.#encrypt(caller, name, value, keyId) : value;
		this.#parameters.set(name, [...versions, { type, kept, at: Date.now() / 1000 }]);
		return versions.length + 1;
	}

	/**
	 * What a request for one parameter is answered.
	 * @param written a name or an ARN, with `:version` where one is wanted
	 */
	get(caller: Caller, written: string, decrypt: boolean, action = "ssm:GetParameter"): object {
		const [plain = "", selector] = written
			.replace(/^arn:aws:ssm:[\w-]+:\d+:parameter(\/[^:]*)/u, (_whole, path: string) =>
				this.#parameters.has(path) ? path : path.slice(1),
			)
			.split(":");
		this.#account.authorize(caller, action, arnOf(plain));
		const versions = this.#parameters.get(plain);
		if (versions === undefined) {
			throw new AwsError("ParameterNotFound", "");
		}
		const number = selector === undefined ? versions.length : Number(selector);
		const version = versions[number - 1];
		if (version === undefined) {
			throw new AwsError(
				"ParameterVersionNotFound",
				`Systems Manager could not find version ${String(selector)} of ${plain}.`,
			);
		}
		const value =
			version.type === "SecureString" && decrypt ? this.#decrypt(caller, plain, version.kept) : version.kept;
		return {
			Name: plain,
			Type: version.type,
			Value: value,
			Version: number,
			...(selector === undefined ? {} : { Selector: `:${selector}` }),
			LastModifiedDate: version.at,
			ARN: arnOf(plain),
			DataType: "text",
		};
	}

	answer(operation: string, input: Input, caller: Caller): object {
		const members = new Members(input);
		const decrypt = members.flag("WithDecryption");
		switch (operation) {
			case "PutParameter": {
				const type = TYPES.find((one) => one === members.textOr("Type", "String"));
				const tier = members.textOr("Tier", "Standard");
				if (type === undefined || !(tier in LIMITS)) {
					throw new AwsError(
						"ValidationException",
						"1 validation error detected: Member must satisfy enum value set",
					);
				}
				const keyId = members.textOr("KeyId", null);
				const version = this.put(caller, members.text("Name"), members.text("Value"), {
					type,
					tier: tier as keyof typeof LIMITS,
					overwrite: members.flag("Overwrite"),
					...(keyId === null ? {} : { keyId }),
				});
				return { Version: version, Tier: tier };
			}
			case "GetParameter":
				return { Parameter: this.get(caller, members.text("Name"), decrypt) };
			case "GetParameters":
				return this.#getMany(caller, members.texts("Names"), decrypt);
			case "GetParametersByPath":
				return this.#getByPath(caller, members, decrypt);
			default:
				throw new AwsError(
					"UnknownOperationException",
					`The double of Systems Manager knows no '${operation}'.`,
				);
		}
	}

	#getMany(caller: Caller, names: readonly string[], decrypt: boolean): object {
		if (names.length === 0 || names.length > 10) {
			throw new AwsError(
				"ValidationException",
				"1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length less than or equal to 10",
			);
		}
		const found: object[] = [];
		const invalid: string[] = [];
		for (const name of names) {
			try {
				found.push(this.get(caller, name, decrypt, "ssm:GetParameters"));
			} catch (error) {
				if (!(error instanceof AwsError) || !error.code.startsWith("Parameter")) {
					throw error;
				}
				invalid.push(name);
			}
		}
		return { Parameters: found, InvalidParameters: invalid };
	}

	#getByPath(caller: Caller, members: Members, decrypt: boolean): object {
		const path = members.text("Path");
		if (!path.startsWith("/")) {
			throw new AwsError(
				"ValidationException",
				'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/".',
			);
		}
		this.#account.authorize(caller, "ssm:GetParametersByPath", arnOf(path));
		const below = path.endsWith("/") ? path : `${path}/`;
		const names = [...this.#parameters.keys()]
			.filter(
				(name) =>
					name.startsWith(below) && (members.flag("Recursive") || !name.slice(below.length).includes("/")),
			)
			.sort();
		const from = Number(members.textOr("NextToken", "0"));
		const to = from + Math.min(members.number("MaxResults", 10), 10);
		const page = names.slice(from, to).map((name) => this.get(caller, name, decrypt, "ssm:GetParametersByPath"));
		return { Parameters: page, ...(to < names.length ? { NextToken: String(to) } : {}) };
	}

	#encrypt(caller: Caller, name: string, value: string, keyId: string): string {
		try {
			return this.#kms
				.encrypt({ ...caller, viaService: VIA }, keyId, Buffer.from(value), { PARAMETER_ARN: arnOf(name) })
				.toString("base64");
		} catch (error) {
			if (error instanceof AwsError && error.code === "NotFoundException") {
				throw new AwsError("InvalidKeyId", error.message);
			}
			throw error;
		}
	}

	#decrypt(caller: Caller, name: string, kept: string): string {
		return this.#kms
			.decrypt({ ...caller, viaService: VIA }, Buffer.from(kept, "base64"), { PARAMETER_ARN: arnOf(name) }, null)
			.plaintext.toString("utf8");
	}
}

/** The slash before a name is no second one: `parameter/app/token` for `/app/token`, `parameter/token` for `token`. */
function arnOf(name: string): string {
	return `arn:aws:ssm:${REGION}:${ACCOUNT_ID}:parameter/${name.replace(/^\//u, "")}`;
}

/**
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html#sysman-parameter-name-constraints
 */
function checkName(name: string): void {
	if (!/^[A-Za-z0-9_.\-/]+$/u.test(name) || (name.includes("/") && !name.startsWith("/"))) {
		throw new AwsError(
			"ValidationException",
			"Parameter name must be a fully qualified name and may hold letters, digits and _.-/ only.",
		);
	}
	if (/^\/?(?:aws|ssm)/iu.test(name)) {
		throw new AwsError(
			"ValidationException",
			'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).',
		);
	}
	if (name.split("/").length - 1 > 15) {
		throw new AwsError("HierarchyLevelLimitExceededException", "A hierarchy can have a maximum of 15 levels.");
	}
}
