import type { Value } from "../../../model/value.ts";
import { findJsEntry, type Js } from "../evaluate/js.ts";
import type { Builder } from "../translate/builder.ts";
import { choice, type ConstructKind, key } from "./construct-kind.ts";
import { eachWay } from "./stores.ts";

/** `encryptionConfiguration: new CustomerManagedEncryptionConfiguration(key)` of Step Functions. */
function buildWorkflow(builder: Builder): void {
	const given = builder.entry("encryptionConfiguration");
	if (given === undefined) {
		return;
	}
	builder.put(
		"EncryptionConfiguration.KmsKeyId",
		eachWay(given.value, (one) => {
			const name = one.kind === "instance" ? one.entity?.path[0] : undefined;
			if (one.kind !== "instance" || name === undefined) {
				return builder.value(one);
			}
			return name === "CustomerManagedEncryptionConfiguration"
				? builder.key(builder.translator.argument(one.site.arguments, 0, one.frame, one.span))
				: { kind: "absent", span: one.span, explicit: true };
		}),
		given.keySpan,
	);
}

function workflow(type: string): ConstructKind {
	return {
		type,
		properties: { encryptionConfiguration: null },
		build: buildWorkflow,
		spelling: { "EncryptionConfiguration.KmsKeyId": "encryptionConfiguration" },
	};
}

/** `secretsEncryptionKey: key` of a cluster: the one provider of its encryption. */
function buildCluster(builder: Builder): void {
	const given = builder.entry("secretsEncryptionKey");
	const configured = (one: Js): Value =>
		one.kind === "absent" || one.kind === "unresolved"
			? builder.value(one)
			: {
					kind: "list",
					span: one.span,
					open: false,
					origin: null,
					items: [
						{
							...builder.map(one.span, "", {
								Provider: {
									...builder.map(one.span, "", { KeyArn: builder.key(one) }),
									origin: null,
								},
							}),
							origin: null,
						},
					],
				};
	if (given !== undefined) {
		builder.put("EncryptionConfig", eachWay(given.value, configured), given.keySpan);
	}
}

const CLUSTER: ConstructKind = {
	type: "AWS::EKS::Cluster",
	properties: { secretsEncryptionKey: null },
	build: buildCluster,
	spelling: { "EncryptionConfig.Provider.KeyArn": "secretsEncryptionKey" },
};

/** The members of `S3EncryptionMode` and its kin of `aws-glue`. */
const GLUE_MODES: ReadonlyMap<string, string> = new Map([
	["S3_MANAGED", "SSE-S3"],
	["KMS", "SSE-KMS"],
	["CLIENT_SIDE_KMS", "CSE-KMS"],
]);

/** Source: `SecurityConfiguration` of `@aws-cdk/aws-glue-alpha`: what has no key shares one that CDK creates. */
function buildSecurityConfiguration(builder: Builder): void {
	let own: Value | null = null;
	const read = (one: Js, mode: string): Value => {
		if (one.kind !== "object") {
			return builder.value(one);
		}
		const chosen = findJsEntry(one, "mode")?.value;
		const name = chosen === undefined ? null : builder.memberOf(chosen);
		const given = findJsEntry(one, "kmsKey")?.value;
		if (given === undefined && name !== null && name !== "S3_MANAGED" && !one.open) {
			own ??= builder.autoKey(builder.head, false);
		}
		const entries = {
			[mode]:
				chosen === undefined
					? undefined
					: name === null
						? builder.value(chosen)
						: builder.literal(GLUE_MODES.get(name) ?? name, chosen.span),
			KmsKeyArn:
				given !== undefined ? builder.key(given) : name === "S3_MANAGED" ? undefined : (own ?? undefined),
		};
		return { ...builder.map(one.span, "", entries), open: one.open, origin: null };
	};
	const put = (property: string, path: string, ofOne: (one: Js) => Value): void => {
		const entry = builder.entry(property);
		if (entry !== undefined) {
			builder.put(`EncryptionConfiguration.${path}`, eachWay(entry.value, ofOne), entry.keySpan);
		}
	};
	put("s3Encryption", "S3Encryptions", (one) => {
		const item = read(one, "S3EncryptionMode");
		return item.kind === "map" ? { kind: "list", span: one.span, open: false, origin: null, items: [item] } : item;
	});
	put("cloudWatchEncryption", "CloudWatchEncryption", (one) => read(one, "CloudWatchEncryptionMode"));
	put("jobBookmarksEncryption", "JobBookmarksEncryption", (one) => read(one, "JobBookmarksEncryptionMode"));
}

/** Services with data of their own beside queues, tables and disks: events, workflows, agents, configurations. */
const MAPPING: ConstructKind = {
	type: "AWS::Lambda::EventSourceMapping",
	properties: { filters: "FilterCriteria.Filters", filterEncryption: key("KmsKeyArn") },
};

export const SERVICES: Readonly<Record<string, ConstructKind>> = {
	"aws-appconfig.HostedConfiguration": {
		type: "AWS::AppConfig::ConfigurationProfile",
		properties: { kmsKey: key("KmsKeyIdentifier"), name: "Name" },
		build: (builder) => builder.put("LocationUri", builder.literal("hosted", builder.head)),
	},
	"aws-bedrockagentcore.Gateway": {
		type: "AWS::BedrockAgentCore::Gateway",
		properties: { kmsKey: key("KmsKeyArn"), gatewayName: "Name" },
	},
	"aws-bedrockagentcore.Memory": {
		type: "AWS::BedrockAgentCore::Memory",
		properties: { kmsKey: key("EncryptionKeyArn"), memoryName: "Name" },
	},
	"aws-bedrockagentcore.PolicyEngine": {
		type: "AWS::BedrockAgentCore::PolicyEngine",
		properties: { kmsKey: key("EncryptionKeyArn"), policyEngineName: "Name" },
	},
	"aws-config.ManagedRule": {
		type: "AWS::Config::ConfigRule",
		properties: {
			identifier: choice("Source.SourceIdentifier"),
			inputParameters: "InputParameters",
			configRuleName: "ConfigRuleName",
		},
	},
	"aws-eks.Cluster": CLUSTER,
	"aws-eks.FargateCluster": CLUSTER,
	"aws-eks-v2.Cluster": CLUSTER,
	"aws-eks-v2.FargateCluster": CLUSTER,
	"aws-events.Archive": { type: "AWS::Events::Archive", properties: { kmsKey: key("KmsKeyIdentifier") } },
	"aws-events.EventBus": {
		type: "AWS::Events::EventBus",
		properties: { kmsKey: key("KmsKeyIdentifier"), eventBusName: "Name" },
	},
	"aws-glue.SecurityConfiguration": {
		type: "AWS::Glue::SecurityConfiguration",
		properties: {
			securityConfigurationName: "Name",
			s3Encryption: null,
			cloudWatchEncryption: null,
			jobBookmarksEncryption: null,
		},
		build: buildSecurityConfiguration,
		spelling: {
			"EncryptionConfiguration.S3Encryptions.S3EncryptionMode": "s3Encryption.mode",
			"EncryptionConfiguration.S3Encryptions.KmsKeyArn": "s3Encryption.kmsKey",
			"EncryptionConfiguration.CloudWatchEncryption.CloudWatchEncryptionMode": "cloudWatchEncryption.mode",
			"EncryptionConfiguration.CloudWatchEncryption.KmsKeyArn": "cloudWatchEncryption.kmsKey",
			"EncryptionConfiguration.JobBookmarksEncryption.JobBookmarksEncryptionMode": "jobBookmarksEncryption.mode",
			"EncryptionConfiguration.JobBookmarksEncryption.KmsKeyArn": "jobBookmarksEncryption.kmsKey",
		},
	},
	"aws-lambda.CapacityProvider": {
		type: "AWS::Lambda::CapacityProvider",
		properties: { kmsKey: key("KmsKeyArn"), capacityProviderName: "CapacityProviderName" },
	},
	"aws-lambda.EventSourceMapping": MAPPING,
	// `fn.addEventSource(new SqsEventSource(queue, { filters, filterEncryption }))`
	...Object.fromEntries(
		["Sqs", "Dynamo", "Kinesis", "KinesisConsumer"].map((of) => [
			`aws-lambda-event-sources.${of}EventSource`,
			{ ...MAPPING, propsAt: 1 },
		]),
	),
	...Object.fromEntries(
		["ManagedKafka", "SelfManagedKafka"].map((of) => [
			`aws-lambda-event-sources.${of}EventSource`,
			{ ...MAPPING, propsAt: 0 },
		]),
	),
	"aws-scheduler.Schedule": { type: "AWS::Scheduler::Schedule", properties: { key: key("KmsKeyArn") } },
	"aws-stepfunctions.Activity": workflow("AWS::StepFunctions::Activity"),
	"aws-stepfunctions.StateMachine": workflow("AWS::StepFunctions::StateMachine"),
};
