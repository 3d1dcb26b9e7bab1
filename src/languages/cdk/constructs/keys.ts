import type { Value } from "../../../model/value.ts";
import type { Builder } from "../translate/builder.ts";
import { type Js, waysOf } from "../evaluate/js.ts";
import { choice, type ConstructKind, key } from "./construct-kind.ts";

/** What kind of key it is: CDK takes it from the props alone, and a key never changes its kind. */
const KIND = ["KeySpec", "CustomerMasterKeySpec", "KeyUsage", "Origin"];

function buildKey(builder: Builder): void {
	addAliases(builder);
	if (builder.isHanded) {
		KIND.filter((name) => builder.peek(name) === null).forEach((name) =>
			builder.put(name, { kind: "absent", span: builder.head, explicit: false }),
		);
	}
	const period = builder.entry("rotationPeriod");
	// A rotation period alone enables rotation.
	if (
		period !== undefined &&
		builder.entry("enableKeyRotation") === undefined &&
		waysOf(period.value).some(({ value }) => value.kind !== "absent")
	) {
		builder.put("EnableKeyRotation", builder.literal(true, period.value.span), period.keySpan);
	}
	const added = [
		...builder.calls("addToResourcePolicy").map((call) => builder.value(builder.argument(call, 0))),
		...grantsOf(builder),
	];
	const written = builder.peek("KeyPolicy");
	if (added.length === 0) {
		return;
	}
	const before =
		written?.kind === "map" ? written.entries.find((entry) => entry.key === "Statement")?.value : undefined;
	const items =
		written === null
			? [byDefault(builder), ...added]
			: [...(before?.kind === "list" ? before.items : []), ...added];
	builder.put("KeyPolicy", {
		...builder.map(builder.head, "", {
			Statement: {
				kind: "list",
				span: builder.head,
				items,
				open: written !== null && before?.kind !== "list",
				origin: null,
			},
		}),
		origin: null,
	});
}

/**
 * What `grant…` adds to the key's policy. Of a construct, `key.grantDecrypt(fn)`, CDK adds to the role's policy instead;
 * a principal without policies of its own gets its grant from the key. Source: `Key.grant` and
 * `Grant.addToPrincipalAndResource` of `aws-cdk-lib`.
 */
const GRANTS: ReadonlyMap<string, readonly string[]> = new Map([
	["grantDecrypt", ["kms:Decrypt"]],
	["grantEncrypt", ["kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"]],
	["grantEncryptDecrypt", ["kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"]],
	["grantGenerateMac", ["kms:GenerateMac"]],
	["grantVerifyMac", ["kms:VerifyMac"]],
]);

function grantsOf(builder: Builder): readonly Value[] {
	return [...GRANTS.keys(), "grant"].flatMap((name) =>
		builder.calls(name).flatMap((call): readonly Value[] => {
			const grantee = builder.argument(call, 0);
			if (grantee.kind !== "instance" || grantee.entity?.module !== "aws-iam") {
				return [];
			}
			const principal = builder.value(grantee);
			if (principal.kind !== "map" && principal.kind !== "literal") {
				return []; // A role, a user, a group: what they may do is theirs.
			}
			const { span } = call;
			const actions =
				GRANTS.get(name)?.map((action) => builder.literal(action, span)) ??
				call.args.slice(1).map((_, index) => builder.value(builder.argument(call, index + 1)));
			return [
				{
					...builder.map(span, "", {
						Action: { kind: "list", span, items: actions, open: false, origin: null },
						Effect: builder.literal("Allow", span),
						Principal: principal,
						Resource: builder.literal("*", span),
					}),
					origin: null,
				},
			];
		}),
	);
}

/** The default key policy: it delegates to the account's IAM policies. */
function byDefault(builder: Builder): Value {
	const at = builder.head;
	const root: Value = {
		kind: "text",
		span: at,
		parts: [
			"arn:",
			{ kind: "reference", span: at, to: { of: "pseudo", name: "AWS::Partition" } },
			":iam::",
			{ kind: "reference", span: at, to: { of: "pseudo", name: "AWS::AccountId" } },
			":root",
		],
	};
	return {
		...builder.map(at, "", {
			Action: builder.literal("kms:*", at),
			Effect: builder.literal("Allow", at),
			Principal: { ...builder.map(at, "", { AWS: root }), origin: null },
			Resource: builder.literal("*", at),
		}),
		origin: null,
	};
}

/** `alias: "alias/orders"`, `key.addAlias("orders")`: CDK puts `alias/` before a name that does not begin with it. */
function addAliases(builder: Builder): void {
	const given = builder.entry("alias");
	const names = [
		...(given === undefined ? [] : [given.value]),
		...builder.calls("addAlias").map((call) => builder.argument(call, 0)),
	];
	for (const [index, name] of names.entries()) {
		const { span } = name;
		builder.add(index === 0 ? "Alias" : `Alias${String(index + 1)}`, "AWS::KMS::Alias", span, {
			AliasName: builder.value(aliasOf(name)),
			TargetKeyId: { kind: "reference", span, to: { of: "resource", id: builder.id, attribute: "Arn" } },
		});
	}
}

function aliasOf(js: Js): Js {
	return js.kind === "literal" && typeof js.value === "string" && !js.value.startsWith("alias/")
		? { ...js, value: `alias/${js.value}`, text: `alias/${js.text}` }
		: js;
}

/** `new secretsmanager.Secret(this, "Token", { secretObjectValue: { token: SecretValue.unsafePlainText("…") } })`. */
function buildSecret(builder: Builder): void {
	const object = builder.get("secretObjectValue");
	if (object.kind === "object") {
		builder.put("SecretString", builder.value(object), builder.entry("secretObjectValue")?.keySpan);
	}
}

const SECRET: ConstructKind = {
	type: "AWS::SecretsManager::Secret",
	properties: {
		encryptionKey: key("KmsKeyId"),
		secretStringValue: "SecretString",
		secretStringBeta1: null,
		secretObjectValue: null,
		secretName: "Name",
		generateSecretString: "GenerateSecretString",
	},
	build: buildSecret,
};

const PARAMETER_TYPES = {
	STRING: "String",
	SECURE_STRING: "SecureString",
	STRING_LIST: "StringList",
	AWS_EC2_IMAGE_ID: "String",
};

export const KEYS: Readonly<Record<string, ConstructKind>> = {
	"aws-kms.Key": {
		type: "AWS::KMS::Key",
		properties: {
			enableKeyRotation: "EnableKeyRotation",
			rotationPeriod: null,
			keySpec: choice("KeySpec"),
			keyUsage: choice("KeyUsage"),
			policy: "KeyPolicy",
			alias: null,
			description: "Description",
			admins: null,
		},
		build: buildKey,
	},
	"aws-kms.Alias": {
		type: "AWS::KMS::Alias",
		properties: { aliasName: null, targetKey: "TargetKeyId" },
		build(builder): void {
			const name = builder.entry("aliasName");
			if (name !== undefined) {
				builder.put("AliasName", builder.value(aliasOf(name.value)), name.keySpan, name.span);
			}
		},
	},
	"aws-ssm.StringParameter": {
		type: "AWS::SSM::Parameter",
		properties: {
			stringValue: "Value",
			parameterName: "Name",
			type: choice("Type", PARAMETER_TYPES),
			dataType: null,
			tier: null,
			description: "Description",
		},
		build(builder): void {
			if (builder.entry("type") === undefined) {
				builder.put("Type", builder.literal("String", builder.head));
			}
		},
	},
	"aws-ssm.StringListParameter": {
		type: "AWS::SSM::Parameter",
		properties: { stringListValue: "Value", parameterName: "Name", description: "Description" },
		build(builder): void {
			builder.put("Type", builder.literal("StringList", builder.head));
			const list = builder.get("stringListValue");
			if (list.kind === "array") {
				const known = list.items.map((item) => (item.kind === "literal" ? item.text : "${x}")).join(",");
				builder.put("Value", builder.literal(known, list.span), builder.entry("stringListValue")?.keySpan);
			}
		},
	},
	"aws-secretsmanager.Secret": SECRET,
	"aws-docdb.DatabaseSecret": {
		type: SECRET.type,
		properties: { encryptionKey: key("KmsKeyId"), secretName: "Name" },
	},
	"aws-rds.DatabaseSecret": { type: SECRET.type, properties: { encryptionKey: key("KmsKeyId"), secretName: "Name" } },
};
