import { alternatives, follow, getIn, type Entry, type Value } from "./value.ts";
import { type Way } from "./way.ts";
import type { Resource } from "./resource.ts";
import type { Span } from "../text/span.ts";

/** Where a resource type has plaintext environment variables. */
export interface EnvironmentPlace {
	readonly type: string;
	/** The path of a map, or with `[]` at its end of a list of pairs. */
	readonly path: string;
	/** The keys of a pair, for a list. */
	readonly pair?: {
		readonly name: string;
		readonly value: string;
		/** The part that says what the value is, if it may be the name of a stored one. */
		readonly type?: string;
	};
}

const NAME_VALUE = { name: "Name", value: "Value" };
const TYPED = { ...NAME_VALUE, type: "Type" };
const KEY_VALUE = { name: "Key", value: "Value" };

/**
 * The resource types with plaintext environment variables. Source: the CloudFormation resource specification, every
 * property whose name contains environment or variables and whose type is a map of strings or a list of pairs.
 */
export const ENVIRONMENT_PLACES: readonly EnvironmentPlace[] = [
	{ type: "AWS::Lambda::Function", path: "Environment.Variables" },
	{ type: "AWS::Lambda::MicrovmImage", path: "EnvironmentVariables[]", pair: KEY_VALUE },
	{ type: "AWS::Amplify::App", path: "EnvironmentVariables[]", pair: NAME_VALUE },
	{ type: "AWS::Amplify::App", path: "AutoBranchCreationConfig.EnvironmentVariables[]", pair: NAME_VALUE },
	{ type: "AWS::Amplify::Branch", path: "EnvironmentVariables[]", pair: NAME_VALUE },
	{ type: "AWS::ApiGateway::Deployment", path: "StageDescription.Variables" },
	{ type: "AWS::ApiGateway::RestApi", path: "Variables" },
	{ type: "AWS::ApiGateway::Stage", path: "Variables" },
	{ type: "AWS::ApiGatewayV2::Stage", path: "StageVariables" },
	{
		type: "AWS::AppRunner::Service",
		path: "SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.RuntimeEnvironmentVariables[]",
		pair: NAME_VALUE,
	},
	{
		type: "AWS::AppRunner::Service",
		path: "SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentVariables[]",
		pair: NAME_VALUE,
	},
	{ type: "AWS::AppSync::GraphQLApi", path: "EnvironmentVariables" },
	{ type: "AWS::Batch::JobDefinition", path: "ContainerProperties.Environment[]", pair: NAME_VALUE },
	{
		type: "AWS::Batch::JobDefinition",
		path: "EcsProperties.TaskProperties[].Containers[].Environment[]",
		pair: NAME_VALUE,
	},
	{ type: "AWS::Batch::JobDefinition", path: "EksProperties.PodProperties.Containers[].Env[]", pair: NAME_VALUE },
	{ type: "AWS::Batch::JobDefinition", path: "EksProperties.PodProperties.InitContainers[].Env[]", pair: NAME_VALUE },
	{
		type: "AWS::Batch::JobDefinition",
		path: "NodeProperties.NodeRangeProperties[].Container.Environment[]",
		pair: NAME_VALUE,
	},
	{
		type: "AWS::Batch::JobDefinition",
		path: "NodeProperties.NodeRangeProperties[].EcsProperties.TaskProperties[].Containers[].Environment[]",
		pair: NAME_VALUE,
	},
	{
		type: "AWS::Batch::JobDefinition",
		path: "NodeProperties.NodeRangeProperties[].EksProperties.PodProperties.Containers[].Env[]",
		pair: NAME_VALUE,
	},
	{ type: "AWS::BedrockAgentCore::Harness", path: "EnvironmentVariables" },
	{ type: "AWS::BedrockAgentCore::Runtime", path: "EnvironmentVariables" },
	{ type: "AWS::CodeBuild::Project", path: "Environment.EnvironmentVariables[]", pair: TYPED },
	{ type: "AWS::CodePipeline::Pipeline", path: "Stages[].Actions[].EnvironmentVariables[]", pair: TYPED },
	{ type: "AWS::CodePipeline::Pipeline", path: "Variables[]", pair: { name: "Name", value: "DefaultValue" } },
	{ type: "AWS::DeviceFarm::Project", path: "EnvironmentVariables[]", pair: NAME_VALUE },
	{ type: "AWS::ECS::DaemonTaskDefinition", path: "ContainerDefinitions[].Environment[]", pair: NAME_VALUE },
	{ type: "AWS::ECS::ExpressGatewayService", path: "PrimaryContainer.Environment[]", pair: NAME_VALUE },
	{ type: "AWS::ECS::TaskDefinition", path: "ContainerDefinitions[].Environment[]", pair: NAME_VALUE },
	{
		type: "AWS::ElasticBeanstalk::Environment",
		path: "OptionSettings[]",
		pair: { name: "OptionName", value: "Value" },
	},
	{
		type: "AWS::ElasticBeanstalk::ConfigurationTemplate",
		path: "OptionSettings[]",
		pair: { name: "OptionName", value: "Value" },
	},
	{ type: "AWS::Glue::Job", path: "DefaultArguments" },
	{
		type: "AWS::Greengrass::FunctionDefinition",
		path: "InitialVersion.Functions[].FunctionConfiguration.Environment.Variables",
	},
	{
		type: "AWS::GreengrassV2::ComponentVersion",
		path: "LambdaFunction.ComponentLambdaParameters.EnvironmentVariables",
	},
	{ type: "AWS::IoTSiteWise::Pipeline", path: "EnvironmentVariables" },
	{ type: "AWS::IoTSiteWise::Pipeline", path: "Computations[].EnvironmentVariables" },
	{ type: "AWS::IoTSiteWise::Task", path: "TaskConfiguration.ContainerTaskConfiguration.EnvironmentVariables" },
	{
		type: "AWS::Lightsail::Container",
		path: "ContainerServiceDeployment.Containers[].Environment[]",
		pair: { name: "Variable", value: "Value" },
	},
	{ type: "AWS::OpsWorks::App", path: "Environment[]", pair: KEY_VALUE },
	{
		type: "AWS::Pipes::Pipe",
		path: "TargetParameters.BatchJobParameters.ContainerOverrides.Environment[]",
		pair: NAME_VALUE,
	},
	{
		type: "AWS::Pipes::Pipe",
		path: "TargetParameters.EcsTaskParameters.Overrides.ContainerOverrides[].Environment[]",
		pair: NAME_VALUE,
	},
	{ type: "AWS::SageMaker::Algorithm", path: "InferenceSpecification.Containers[].Environment" },
	{
		type: "AWS::SageMaker::AppImageConfig",
		path: "CodeEditorAppImageConfig.ContainerConfig.ContainerEnvironmentVariables[]",
		pair: KEY_VALUE,
	},
	{
		type: "AWS::SageMaker::AppImageConfig",
		path: "JupyterLabAppImageConfig.ContainerConfig.ContainerEnvironmentVariables[]",
		pair: KEY_VALUE,
	},
	{ type: "AWS::SageMaker::DataQualityJobDefinition", path: "DataQualityAppSpecification.Environment" },
	{ type: "AWS::SageMaker::InferenceComponent", path: "Specification.Container.Environment" },
	{ type: "AWS::SageMaker::Model", path: "PrimaryContainer.Environment" },
	{ type: "AWS::SageMaker::Model", path: "Containers[].Environment" },
	{ type: "AWS::SageMaker::ModelBiasJobDefinition", path: "ModelBiasAppSpecification.Environment" },
	{
		type: "AWS::SageMaker::ModelExplainabilityJobDefinition",
		path: "ModelExplainabilityAppSpecification.Environment",
	},
	{ type: "AWS::SageMaker::ModelPackage", path: "InferenceSpecification.Containers[].Environment" },
	{ type: "AWS::SageMaker::ModelPackage", path: "AdditionalInferenceSpecifications[].Containers[].Environment" },
	{
		type: "AWS::SageMaker::ModelPackage",
		path: "ValidationSpecification.ValidationProfiles[].TransformJobDefinition.Environment",
	},
	{ type: "AWS::SageMaker::ModelQualityJobDefinition", path: "ModelQualityAppSpecification.Environment" },
	{
		type: "AWS::SageMaker::MonitoringSchedule",
		path: "MonitoringScheduleConfig.MonitoringJobDefinition.Environment",
	},
	{ type: "AWS::SageMaker::ProcessingJob", path: "Environment" },
	{ type: "AWS::Synthetics::Canary", path: "RunConfig.EnvironmentVariables" },
	{ type: "CDK::Construct", path: "Environment.Variables" }, // of another file or a package
];

const PLACES_BY_TYPE = new Map<string, EnvironmentPlace[]>();
for (const place of ENVIRONMENT_PLACES) {
	PLACES_BY_TYPE.set(place.type, [...(PLACES_BY_TYPE.get(place.type) ?? []), place]);
}

/** The types with variables. */
export const ENVIRONMENT_TYPES: readonly string[] = [...PLACES_BY_TYPE.keys()];

/** A variable of an environment. */
export interface Variable {
	readonly name: string;
	readonly value: Value;
	/** The position of the name. */
	readonly nameSpan: Span;
	/** The path including the name of the variable: `Environment.Variables.DB_PASSWORD`. */
	readonly property: string;
	/** The branches that lead to its environment. */
	readonly when: readonly Way[];
	/** The pair, if a fix may rename it: null in a list of pairs. */
	readonly entry: Entry | null;
}

/** Cached, because several rules read the same function. */
const READ = new WeakMap<Resource, readonly Variable[]>();

/** All variables of a resource in order, without those set to `AWS::NoValue`. */
export function variablesOf(resource: Resource): readonly Variable[] {
	let variables = READ.get(resource);
	if (variables === undefined) {
		variables = readVariables(resource);
		READ.set(resource, variables);
	}
	return variables;
}

function readVariables(resource: Resource): readonly Variable[] {
	return (PLACES_BY_TYPE.get(resource.type) ?? []).flatMap((place) =>
		follow(resource.properties, place.path).flatMap(({ value, when }) => variablesAt(place, value, when)),
	);
}

function variablesAt(place: EnvironmentPlace, value: Value, when: readonly Way[]): readonly Variable[] {
	if (value.kind !== "map") {
		return [];
	}
	const { pair } = place;
	if (pair === undefined) {
		return value.entries
			.filter((entry) => entry.value.kind !== "absent")
			.map((entry) => ({
				name: entry.key,
				value: entry.value,
				nameSpan: entry.keySpan,
				property: `${place.path.replaceAll("[]", "")}.${entry.key}`,
				when,
				entry,
			}));
	}
	const named = value.entries.find((entry) => entry.key === pair.name);
	const given = value.entries.find((entry) => entry.key === pair.value);
	if (pair.type !== undefined && !isPlaintext(getIn(value, pair.type))) {
		return [];
	}
	const name = named === undefined ? undefined : alternatives(named.value)[0]?.value;
	return name?.kind === "literal" && given !== undefined
		? [
				{
					name: name.text,
					value: given.value,
					nameSpan: name.span,
					property: `${place.path.replaceAll("[]", "")}.${name.text}`,
					when,
					entry: null,
				},
			]
		: [];
}

/**
 * False for the name of a value in Parameter Store or Secrets Manager, and where nobody knows which. Source:
 * "EnvironmentVariable", AWS CodeBuild API Reference.
 */
function isPlaintext(type: Value): boolean {
	return alternatives(type).every(
		({ value }) => value.kind === "absent" || (value.kind === "literal" && value.text === "PLAINTEXT"),
	);
}
