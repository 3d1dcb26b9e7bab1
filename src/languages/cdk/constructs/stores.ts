import type { Written } from "../../../model/written.ts";
import type { Value } from "../../../model/value.ts";
import type { TextEdit } from "../../../text/span.ts";
import type { Builder } from "../translate/builder.ts";
import { type Js, waysOf } from "../evaluate/js.ts";
import type { PropsWriter } from "../write/props-writer.ts";
import { type ConstructKind, key } from "./construct-kind.ts";

/** Reads each branch of a property; `given` is null if it is not set, so that CDK's default applies. */
export function eachWay(js: Js, read: (one: Js) => Value): Value {
	return js.kind === "branches"
		? {
				kind: "branches",
				span: js.span,
				branches: js.branches.map(({ when, value }) => ({ when, value: eachWay(value, read) })),
			}
		: read(js);
}

function isGiven(js: Js): boolean {
	return js.kind !== "absent" && js.kind !== "unresolved";
}

function alias(builder: Builder, name: string, js: Js): Value {
	return builder.literal(`alias/aws/${name}`, js.span);
}

/** Source: `determineEncryptionProps` of `aws-sqs`: a key wins; KMS without one creates a key without rotation. */
function buildQueue(builder: Builder): void {
	const encryption = builder.get("encryption");
	const given = builder.get("encryptionMasterKey");
	const entry = builder.entry("encryption");
	if (isGiven(given)) {
		builder.put(
			"KmsMasterKeyId",
			eachWay(given, (one) => (one.kind === "absent" ? one : builder.key(one))) as Value,
			builder.entry("encryptionMasterKey")?.keySpan,
		);
		return;
	}
	if (encryption.kind === "absent") {
		return;
	}
	const member = (one: Js): string | null => builder.memberOf(one);
	builder.put(
		"SqsManagedSseEnabled",
		eachWay(encryption, (one) => {
			const named = member(one);
			return named === "UNENCRYPTED"
				? builder.literal(false, one.span)
				: named === "SQS_MANAGED"
					? builder.literal(true, one.span)
					: named === null && one.kind !== "absent"
						? builder.value(one)
						: { kind: "absent", span: one.span, explicit: false };
		}),
		entry?.keySpan,
	);
	builder.put(
		"KmsMasterKeyId",
		eachWay(encryption, (one) => {
			const named = member(one);
			return named === "KMS_MANAGED"
				? alias(builder, "sqs", one)
				: named === "KMS"
					? builder.keyOrOwn(given, one.span, false)
					: named === null && one.kind !== "absent"
						? builder.value(one)
						: { kind: "absent", span: builder.head, explicit: false };
		}),
		entry?.keySpan,
	);
}

/** Source: `Stream.parseEncryption` of `aws-kinesis`: encrypted with `aws/kinesis` by default. */
function buildStream(builder: Builder): void {
	const encryption = builder.get("encryption");
	const given = builder.get("encryptionKey");
	const at = builder.entry("encryption") ?? builder.entry("encryptionKey");
	const put = (mode: Value, keyId: Value): void => {
		builder.put("StreamEncryption.EncryptionType", mode, at?.keySpan);
		builder.put("StreamEncryption.KeyId", keyId, at?.keySpan);
	};
	if (encryption.kind === "unresolved" || (encryption.kind === "absent" && given.kind === "unresolved")) {
		put(
			builder.value(encryption.kind === "unresolved" ? encryption : given),
			builder.value(given.kind === "absent" ? encryption : given),
		);
	} else if (encryption.kind === "absent") {
		put(
			builder.literal("KMS", builder.head),
			isGiven(given) ? builder.key(given) : alias(builder, "kinesis", encryption),
		);
	} else {
		put(
			eachWay(encryption, (one) => {
				const named = builder.memberOf(one);
				return named === "UNENCRYPTED"
					? { kind: "absent", span: one.span, explicit: true }
					: named !== null || one.kind === "absent"
						? builder.literal("KMS", one.span)
						: builder.value(one);
			}),
			eachWay(encryption, (one) =>
				builder.memberOf(one) === "MANAGED" || one.kind === "absent"
					? alias(builder, "kinesis", one)
					: builder.memberOf(one) === "KMS"
						? builder.keyOrOwn(given, one.span, false)
						: { kind: "absent", span: one.span, explicit: false },
			),
		);
	}
}

/** Source: `Table.parseEncryption` of `aws-dynamodb`: a key that CDK creates is rotated. */
function buildTable(builder: Builder): void {
	const encryption = builder.get("encryption");
	const given = builder.get("encryptionKey");
	const at = builder.entry("encryption") ?? builder.entry("encryptionKey");
	if (encryption.kind === "absent" && given.kind === "absent") {
		return;
	}
	builder.put(
		"SSESpecification.SSEEnabled",
		eachWay(encryption, (one) => {
			const named = builder.memberOf(one);
			return one.kind === "absent"
				? isGiven(given)
					? builder.literal(true, given.span)
					: builder.value(given)
				: named === "DEFAULT"
					? { kind: "absent", span: one.span, explicit: true }
					: named !== null
						? builder.literal(true, one.span)
						: builder.value(one);
		}),
		at?.keySpan,
	);
	if (
		given.kind !== "absent" ||
		waysOf(encryption).some(({ value }) => builder.memberOf(value) === "CUSTOMER_MANAGED")
	) {
		builder.put(
			"SSESpecification.KMSMasterKeyId",
			given.kind === "absent"
				? eachWay(encryption, (one) =>
						builder.memberOf(one) === "CUSTOMER_MANAGED"
							? builder.autoKey(one.span, true)
							: { kind: "absent", span: one.span, explicit: false },
					)
				: eachWay(given, (one) => (one.kind === "absent" ? one : builder.key(one)) as Value),
			at?.keySpan,
		);
	}
}

/** `encryption: dynamodb.TableEncryptionV2.customerManagedKey(key)`. */
function buildGlobalTable(builder: Builder): void {
	const entry = builder.entry("encryption");
	if (entry === undefined) {
		return;
	}
	builder.put(
		"SSESpecification.SSEEnabled",
		eachWay(entry.value, (one) =>
			one.kind === "call"
				? builder.literal(one.entity.path[1] !== "dynamoOwnedKey", one.span)
				: builder.value(one),
		),
		entry.keySpan,
	);
	if (entry.value.kind === "call" && entry.value.entity.path[1] === "customerManagedKey") {
		builder.put(
			"Replicas",
			{
				kind: "list",
				span: entry.value.span,
				items: [
					{
						...builder.map(entry.value.span, "", {
							SSESpecification: {
								...builder.map(entry.value.span, "", {
									KMSMasterKeyId: builder.key(
										builder.translator.argument(
											entry.value.args,
											0,
											entry.value.frame,
											entry.value.span,
										),
									),
								}),
								origin: null,
							},
						}),
						origin: null,
					},
				],
				open: false,
				origin: null,
			},
			entry.keySpan,
		);
	}
}

/**
 * `encryptionAtRest: { enabled: true, kmsKey }`: off unless it is enabled, a key is named, or basic auth is unsigned.
 */
function buildDomain(builder: Builder): void {
	const given = builder.get("encryptionAtRest");
	const entry = builder.entry("encryptionAtRest");
	const [enabled, kmsKey] =
		given.kind === "object" || given.kind === "absent"
			? [
					builder.translator.evaluator.memberOf(given, "enabled"),
					builder.translator.evaluator.memberOf(given, "kmsKey"),
				]
			: [given, given];
	const unsigned = builder.get("useUnsignedBasicAuth");
	const isUnsigned = unsigned.kind === "literal" && unsigned.value === true;
	const isUnknown =
		kmsKey.kind === "unresolved" ||
		unsigned.kind === "unresolved" ||
		(unsigned.kind !== "literal" && unsigned.kind !== "absent");
	const byDefault = (): Value =>
		isUnknown
			? { kind: "unresolved", span: builder.head, why: "a key may be given" }
			: builder.literal(isGiven(kmsKey) || isUnsigned, entry?.value.span ?? builder.head);
	builder.put(
		"EncryptionAtRestOptions.Enabled",
		eachWay(enabled, (one) => (one.kind === "absent" ? byDefault() : builder.value(one))),
		entry?.keySpan,
	);
	if (kmsKey.kind !== "absent") {
		builder.put(
			"EncryptionAtRestOptions.KmsKeyId",
			eachWay(kmsKey, (one) => (one.kind === "absent" ? one : builder.key(one)) as Value),
			entry?.keySpan,
		);
	}
	const password = builder.translator.evaluator.memberOf(
		builder.get("fineGrainedAccessControl"),
		"masterUserPassword",
	);
	if (password.kind !== "absent") {
		builder.put("AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword", builder.value(password));
	}
}

function writeDomain(
	values: Readonly<Record<string, Written>>,
	writer: PropsWriter,
): readonly TextEdit[] | null | undefined {
	const paths = Object.entries(values);
	if (!paths.every(([path]) => path.startsWith("EncryptionAtRestOptions"))) {
		return undefined;
	}
	const [[path, value] = ["", null], more] = paths;
	return more === undefined &&
		path === "EncryptionAtRestOptions.Enabled" &&
		value === true &&
		!writer.has("encryptionAtRest")
		? writer.set("encryptionAtRest", { text: "{ enabled: true }", edits: [] })
		: null;
}

const DOMAIN: Omit<ConstructKind, "type"> = {
	properties: { encryptionAtRest: null, fineGrainedAccessControl: null },
	build: buildDomain,
	write: writeDomain,
	spelling: {
		"EncryptionAtRestOptions.Enabled": "encryptionAtRest.enabled",
		"EncryptionAtRestOptions.KmsKeyId": "encryptionAtRest.kmsKey",
	},
};

/** `encryption: StreamEncryption.customerManagedKey(key)` of a delivery stream. */
function buildDelivery(builder: Builder): void {
	const entry = builder.entry("encryption");
	if (entry !== undefined) {
		builder.put(
			"DeliveryStreamEncryptionConfigurationInput.KeyType",
			eachWay(entry.value, (one) =>
				one.kind !== "call"
					? builder.value(one)
					: one.entity.path[1] === "unencrypted"
						? { kind: "absent", span: one.span, explicit: true }
						: builder.literal(
								one.entity.path[1] === "customerManagedKey" ? "CUSTOMER_MANAGED_CMK" : "AWS_OWNED_CMK",
								one.span,
							),
			),
			entry.keySpan,
		);
	}
	if (builder.entry("source") !== undefined) {
		builder.put("KinesisStreamSourceConfiguration", builder.value(builder.get("source")));
	}
}

/** A repository's images: `RepositoryEncryption.KMS`, or a key. */
function buildRepository(builder: Builder): void {
	const encryption = builder.get("encryption");
	const given = builder.get("encryptionKey");
	const at = builder.entry("encryption") ?? builder.entry("encryptionKey");
	if (encryption.kind !== "absent" || given.kind !== "absent") {
		builder.put(
			"EncryptionConfiguration.EncryptionType",
			eachWay(encryption, (one) =>
				one.kind === "absent"
					? isGiven(given)
						? builder.literal("KMS", given.span)
						: builder.value(given)
					: builder.memberOf(one) === "AES_256"
						? builder.literal("AES256", one.span)
						: builder.memberOf(one) === "KMS"
							? builder.literal("KMS", one.span)
							: builder.value(one),
			),
			at?.keySpan,
		);
		if (given.kind !== "absent") {
			builder.put(
				"EncryptionConfiguration.KmsKey",
				eachWay(given, (one) => (one.kind === "absent" ? one : builder.key(one)) as Value),
				at?.keySpan,
			);
		}
	}
}

/** A setting of the app that CDK enables by default. */
function onByDefault(path: string): (builder: Builder) => void {
	return (builder) => {
		if (builder.peek(path) === null && !builder.open) {
			builder.put(path, builder.literal(true, builder.head));
		}
	};
}

/** The cache of an API's stage. */
function buildStage(settings: string | null): (builder: Builder) => void {
	return (builder) => {
		const { evaluator } = builder.translator;
		const of = (name: string): Js =>
			settings === null ? builder.get(name) : evaluator.memberOf(builder.get(settings), name);
		const caching = of("cachingEnabled");
		if (caching.kind !== "absent") {
			builder.put("MethodSettings", {
				kind: "list",
				span: caching.span,
				items: [
					{
						...builder.map(caching.span, "", {
							CachingEnabled: builder.value(caching),
							CacheDataEncrypted: builder.value(of("cacheDataEncrypted")),
						}),
						origin: null,
					},
				],
				open: false,
				origin: null,
			});
		}
		const variables = of("variables");
		if (variables.kind !== "absent") {
			builder.put("Variables", builder.value(variables));
		}
	};
}

const API: ConstructKind = {
	type: "AWS::ApiGateway::Stage",
	properties: { deployOptions: null },
	build: buildStage("deployOptions"),
};

const GLOBAL_TABLE: ConstructKind = {
	type: "AWS::DynamoDB::GlobalTable",
	properties: { encryption: null },
	build: buildGlobalTable,
	spelling: { "SSESpecification.SSEEnabled": "encryption" },
	members: { "SSESpecification.SSEEnabled": { true: "TableEncryptionV2.awsManagedKey()" } },
};

export const STORE_CONSTRUCTS: Readonly<Record<string, ConstructKind>> = {
	"aws-sqs.Queue": {
		type: "AWS::SQS::Queue",
		properties: { encryption: null, encryptionMasterKey: null, deadLetterQueue: null },
		build: buildQueue,
		spelling: { KmsMasterKeyId: "encryptionMasterKey", SqsManagedSseEnabled: "encryption" },
		members: { SqsManagedSseEnabled: { true: "QueueEncryption.SQS_MANAGED" } },
		write: (values, writer) => writeQueue(values, writer),
	},
	"aws-sns.Topic": { type: "AWS::SNS::Topic", properties: { masterKey: key("KmsMasterKeyId") } },
	"aws-logs.LogGroup": { type: "AWS::Logs::LogGroup", properties: { encryptionKey: key("KmsKeyId") } },
	"aws-kinesis.Stream": {
		type: "AWS::Kinesis::Stream",
		properties: { encryption: null, encryptionKey: null },
		build: buildStream,
		spelling: { "StreamEncryption.EncryptionType": "encryption", "StreamEncryption.KeyId": "encryptionKey" },
		members: { "StreamEncryption.EncryptionType": { KMS: "StreamEncryption.KMS" } },
	},
	"aws-kinesisfirehose.DeliveryStream": {
		type: "AWS::KinesisFirehose::DeliveryStream",
		properties: { encryption: null, source: null },
		build: buildDelivery,
		spelling: { "DeliveryStreamEncryptionConfigurationInput.KeyType": "encryption" },
		members: {
			"DeliveryStreamEncryptionConfigurationInput.KeyType": {
				CUSTOMER_MANAGED_CMK: "StreamEncryption.customerManagedKey()",
			},
		},
	},
	"aws-dynamodb.Table": {
		type: "AWS::DynamoDB::Table",
		properties: { encryption: null, encryptionKey: null, serverSideEncryption: "SSESpecification.SSEEnabled" },
		build: buildTable,
		spelling: { "SSESpecification.SSEEnabled": "encryption", "SSESpecification.KMSMasterKeyId": "encryptionKey" },
		members: { "SSESpecification.SSEEnabled": { true: "TableEncryption.AWS_MANAGED" } },
	},
	"aws-dynamodb.TableV2": GLOBAL_TABLE,
	"aws-dynamodb.TableV2MultiAccountReplica": GLOBAL_TABLE,
	"aws-efs.FileSystem": {
		type: "AWS::EFS::FileSystem",
		properties: { encrypted: "Encrypted", kmsKey: key("KmsKeyId") },
		build: onByDefault("Encrypted"),
	},
	"aws-ecr.Repository": {
		type: "AWS::ECR::Repository",
		properties: { encryption: null, encryptionKey: null },
		build: buildRepository,
		spelling: {
			"EncryptionConfiguration.EncryptionType": "encryption",
			"EncryptionConfiguration.KmsKey": "encryptionKey",
		},
		members: { "EncryptionConfiguration.EncryptionType": { KMS: "RepositoryEncryption.KMS" } },
	},
	"aws-backup.BackupVault": {
		type: "AWS::Backup::BackupVault",
		properties: { encryptionKey: key("EncryptionKeyArn") },
	},
	"aws-opensearchservice.Domain": { ...DOMAIN, type: "AWS::OpenSearchService::Domain" },
	"aws-elasticsearch.Domain": { ...DOMAIN, type: "AWS::Elasticsearch::Domain" },
	"aws-cloudtrail.Trail": { type: "AWS::CloudTrail::Trail", properties: { encryptionKey: key("KMSKeyId") } },
	"aws-fsx.LustreFileSystem": { type: "AWS::FSx::FileSystem", properties: { kmsKey: key("KmsKeyId") } },
	"aws-codecommit.Repository": { type: "AWS::CodeCommit::Repository", properties: { kmsKey: key("KmsKeyId") } },
	"aws-apigateway.RestApi": API,
	"aws-apigateway.LambdaRestApi": API,
	"aws-apigateway.SpecRestApi": API,
	"aws-apigateway.Stage": {
		type: "AWS::ApiGateway::Stage",
		properties: { cachingEnabled: null, cacheDataEncrypted: null, variables: null },
		build: buildStage(null),
	},
	"aws-appsync.GraphqlApi": {
		type: "AWS::AppSync::GraphQLApi",
		properties: { environmentVariables: "EnvironmentVariables" },
	},
};

/** `KmsMasterKeyId` of a queue needs the matching `encryption`. */
function writeQueue(
	values: Readonly<Record<string, Written>>,
	writer: PropsWriter,
): readonly TextEdit[] | null | undefined {
	const [[path, value] = ["", null], more] = Object.entries(values);
	if (more !== undefined || (path !== "KmsMasterKeyId" && path !== "SqsManagedSseEnabled")) {
		return undefined;
	}
	if (path === "SqsManagedSseEnabled") {
		return value === true
			? writer.set("encryption", writer.name("aws-sqs", "QueueEncryption", ".SQS_MANAGED"))
			: null;
	}
	return writer.setAll([
		["encryption", writer.name("aws-sqs", "QueueEncryption", ".KMS")],
		["encryptionMasterKey", writer.plain(value, "object")],
	]);
}
