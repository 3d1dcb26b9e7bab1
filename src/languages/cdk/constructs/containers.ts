import type { Value } from "../../../model/value.ts";
import type { Builder } from "../translate/builder.ts";
import { findJsEntry, type Js, type ObjectJs } from "../evaluate/js.ts";
import { addPolicies, addRole } from "./identities.ts";
import { type ConstructKind, key } from "./construct-kind.ts";
import { eachWay } from "./stores.ts";

/** `{ STAGE: "prod" }` as `[{ Name: STAGE, Value: prod }]`. */
function pairsOf(builder: Builder, variables: Js, valueOf: (given: Js) => Js | null = (given): Js => given): Value {
	return eachWay(variables, (one) => {
		if (one.kind !== "object") {
			return builder.value(one);
		}
		const items = one.entries.flatMap(({ key: name, keySpan, span, value }): readonly Value[] => {
			const given = valueOf(value);
			return given === null
				? []
				: [
						{
							kind: "map",
							span,
							open: false,
							origin: null,
							entries: [
								{ key: "Name", keySpan, span: keySpan, value: builder.literal(name, keySpan) },
								{ key: "Value", keySpan, span, value: builder.value(given) },
							],
						},
					];
		});
		return { kind: "list", span: one.span, items, open: one.open, origin: null };
	});
}

/** The containers of a task: each call of `addContainer`. */
function buildTask(builder: Builder): void {
	const containers: Value[] = [];
	for (const call of [...builder.calls("addContainer"), ...builder.calls("addDefaultContainer")]) {
		const props = builder.argument(call, 1);
		const environment = props.kind === "object" ? findJsEntry(props, "environment") : undefined;
		const command = props.kind === "object" ? findJsEntry(props, "command") : undefined;
		containers.push({
			...builder.map(call.span, "", {
				Environment: environment === undefined ? undefined : pairsOf(builder, environment.value),
				Command: command === undefined ? undefined : builder.value(command.value),
			}),
			origin: null,
		});
	}
	addPolicies(builder, null, { kind: "absent", span: builder.head, explicit: false });
	if (containers.length > 0) {
		builder.put("ContainerDefinitions", {
			kind: "list",
			span: builder.head,
			items: containers,
			open: true,
			origin: null,
		});
	}
}

function oneContainer(builder: Builder, environment: Js, more: readonly Js[] = []): void {
	const later = builder.calls("addEnvironment").map((call): Value => {
		const name = builder.argument(call, 0);
		return {
			kind: "map",
			span: call.span,
			open: false,
			origin: null,
			entries: [
				{ key: "Name", keySpan: name.span, span: name.span, value: builder.value(name) },
				{ key: "Value", keySpan: name.span, span: call.span, value: builder.value(builder.argument(call, 1)) },
			],
		};
	});
	const pairs = pairsOf(builder, environment);
	const list: Value =
		pairs.kind === "list"
			? { ...pairs, items: [...pairs.items, ...later] }
			: later.length === 0
				? pairs
				: { kind: "list", span: builder.head, items: later, open: true, origin: null };
	builder.put("ContainerDefinitions", {
		kind: "list",
		span: builder.head,
		open: false,
		origin: null,
		items: [
			{
				...builder.map(builder.head, "", {
					Environment: list,
					Command: more[0] === undefined ? undefined : builder.value(more[0]),
				}),
				origin: null,
			},
		],
	});
}

const TASK: ConstructKind = {
	type: "AWS::ECS::TaskDefinition",
	properties: { volumes: null, taskRole: null, executionRole: null },
	build: buildTask,
};

/** `taskImageOptions: { image, environment }` of the patterns. */
const PATTERN: ConstructKind = {
	type: "AWS::ECS::TaskDefinition",
	properties: {
		taskImageOptions: null,
		taskDefinition: null,
		environment: null,
		scheduledFargateTaskImageOptions: null,
		scheduledEc2TaskImageOptions: null,
		command: null,
	},
	build(builder): void {
		const { evaluator } = builder.translator;
		for (const name of ["taskImageOptions", "scheduledFargateTaskImageOptions", "scheduledEc2TaskImageOptions"]) {
			const options = builder.get(name);
			if (options.kind === "object") {
				oneContainer(builder, evaluator.memberOf(options, "environment"), [
					evaluator.memberOf(options, "command"),
				]);
				return;
			}
		}
		oneContainer(builder, builder.get("environment"), [builder.get("command")]);
	},
};

const BATCH: ConstructKind = {
	type: "AWS::Batch::JobDefinition",
	properties: { environment: null },
	build(builder): void {
		builder.put("ContainerProperties.Environment", pairsOf(builder, builder.get("environment")));
	},
};

/**
 * `{ TOKEN: { value: "…", type: BuildEnvironmentVariableType.PLAINTEXT } }`: the name of a stored value is not a value.
 */
function plainOf(given: Js): Js | null {
	const type = given.kind === "object" ? findJsEntry(given, "type")?.value : undefined;
	const value = given.kind === "object" ? findJsEntry(given, "value")?.value : undefined;
	return type !== undefined && !(type.kind === "static" && type.entity.path[1] === "PLAINTEXT")
		? null
		: (value ?? null);
}

const PROJECT: ConstructKind = {
	type: "AWS::CodeBuild::Project",
	properties: {
		environment: null,
		environmentVariables: null,
		encryptionKey: key("EncryptionKey"),
		role: null,
		buildSpec: "Source.BuildSpec",
	},
	build(builder): void {
		const inner = builder.get("environment");
		const empty: ObjectJs = { kind: "object", span: builder.head, entries: [], open: false, node: null };
		const nested =
			inner.kind === "object" ? builder.translator.evaluator.memberOf(inner, "environmentVariables") : empty;
		const all = [builder.get("environmentVariables"), nested]
			.filter(({ kind }) => kind !== "absent")
			.map((js) => pairsOf(builder, js, plainOf));
		const items = all.flatMap((value) => (value.kind === "list" ? value.items : []));
		if (items.length > 0) {
			builder.put("Environment.EnvironmentVariables", {
				kind: "list",
				span: builder.head,
				items,
				open: true,
				origin: null,
			});
		}
		addRole(builder, "codebuild.amazonaws.com");
	},
};

/** A cross-account pipeline needs a key, and creates one without rotation by default. */
const PIPELINE: ConstructKind = {
	type: "CDK::aws-codepipeline::Pipeline",
	properties: {},
	build(builder): void {
		const across = builder.get("crossAccountKeys");
		const rotates = builder.get("enableKeyRotation");
		const isOwn = builder.get("artifactBucket").kind === "absent" && builder.get("codePipeline").kind === "absent";
		if (
			isOwn &&
			across.kind === "literal" &&
			across.value === true &&
			(rotates.kind === "absent" || (rotates.kind === "literal" && rotates.value !== true))
		) {
			builder.autoKey(rotates.kind === "literal" ? rotates.span : across.span, false);
		}
		addPolicies(builder, null, { kind: "absent", span: builder.head, explicit: false });
	},
};

const PATTERNS = [
	"ApplicationLoadBalancedFargateService",
	"ApplicationLoadBalancedEc2Service",
	"NetworkLoadBalancedFargateService",
	"NetworkLoadBalancedEc2Service",
	"ApplicationMultipleTargetGroupsFargateService",
	"ApplicationMultipleTargetGroupsEc2Service",
	"NetworkMultipleTargetGroupsFargateService",
	"NetworkMultipleTargetGroupsEc2Service",
	"QueueProcessingFargateService",
	"QueueProcessingEc2Service",
	"ScheduledFargateTask",
	"ScheduledEc2Task",
];

export const CONTAINERS: Readonly<Record<string, ConstructKind>> = {
	"aws-ecs.TaskDefinition": TASK,
	"aws-ecs.FargateTaskDefinition": TASK,
	"aws-ecs.Ec2TaskDefinition": TASK,
	"aws-ecs.ExternalTaskDefinition": TASK,
	"aws-ecs.ContainerDefinition": {
		type: "AWS::ECS::TaskDefinition",
		properties: { environment: null, command: null, taskDefinition: null },
		build(builder): void {
			oneContainer(builder, builder.get("environment"), [builder.get("command")]);
		},
	},
	"aws-ecs.ServiceManagedVolume": {
		type: "AWS::ECS::Service",
		properties: { managedEBSVolume: null },
		build(builder): void {
			const { evaluator } = builder.translator;
			const volume = builder.get("managedEBSVolume");
			if (volume.kind !== "object") {
				return;
			}
			const kmsKey = evaluator.memberOf(volume, "kmsKeyId");
			const encrypted = evaluator.memberOf(volume, "encrypted");
			const ebs: Value = {
				...builder.map(volume.span, "", {
					Encrypted: encrypted.kind === "absent" ? undefined : builder.value(encrypted),
					KmsKeyId:
						kmsKey.kind === "absent"
							? undefined
							: eachWay(kmsKey, (one) => (one.kind === "absent" ? one : builder.key(one)) as Value),
					SnapshotId:
						findJsEntry(volume, "snapShotId") === undefined
							? undefined
							: builder.value(evaluator.memberOf(volume, "snapShotId")),
				}),
				open: volume.open,
				origin: { object: volume, isCfn: true },
			};
			const at = builder.entry("managedEBSVolume")?.keySpan ?? builder.head;
			builder.put("VolumeConfigurations", {
				kind: "list",
				span: volume.span,
				items: [{ ...builder.map(volume.span, "", { ManagedEBSVolume: ebs }, at), origin: null }],
				open: false,
				origin: null,
			});
		},
	},
	...Object.fromEntries(PATTERNS.map((name) => [`aws-ecs-patterns.${name}`, PATTERN])),
	"aws-batch.EcsFargateContainerDefinition": BATCH,
	"aws-batch.EcsEc2ContainerDefinition": BATCH,
	"aws-codebuild.Project": PROJECT,
	"aws-codebuild.PipelineProject": PROJECT,
	"aws-codepipeline.Pipeline": PIPELINE,
	"pipelines.CodePipeline": PIPELINE,
	"aws-amplify.App": {
		type: "AWS::Amplify::App",
		properties: { environmentVariables: null },
		build(builder): void {
			builder.put("EnvironmentVariables", pairsOf(builder, builder.get("environmentVariables")));
		},
	},
};
