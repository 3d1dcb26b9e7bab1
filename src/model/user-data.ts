/** Where a resource type has a script that runs at startup, or that Systems Manager runs. */
export interface ScriptPlace {
	readonly type: string;
	readonly path: string;
	/** The name in a sentence: "The user data". */
	readonly noun: string;
}

/**
 * Scripts by type. Source: the CloudFormation resource specification, properties that hold a script, a lifecycle
 * configuration or a document; "Work with instance user data", Amazon EC2 User Guide.
 */
export const SCRIPT_PLACES: readonly ScriptPlace[] = [
	{ type: "AWS::AutoScaling::LaunchConfiguration", path: "UserData", noun: "The user data" },
	{ type: "AWS::EC2::Instance", path: "UserData", noun: "The user data" },
	{ type: "AWS::EC2::LaunchTemplate", path: "LaunchTemplateData.UserData", noun: "The user data" },
	{
		type: "AWS::EC2::SpotFleet",
		path: "SpotFleetRequestConfigData.LaunchSpecifications[].UserData",
		noun: "The user data",
	},
	{ type: "AWS::ImageBuilder::Component", path: "Data", noun: "The component" },
	{
		type: "AWS::ImageBuilder::ImageRecipe",
		path: "AdditionalInstanceConfiguration.UserDataOverride",
		noun: "The user data",
	},
	{ type: "AWS::Lightsail::Instance", path: "UserData", noun: "The user data" },
	{ type: "AWS::OpsWorks::Layer", path: "CustomJson", noun: "The custom JSON" },
	{ type: "AWS::OpsWorks::Stack", path: "CustomJson", noun: "The custom JSON" },
	{
		type: "AWS::SageMaker::NotebookInstanceLifecycleConfig",
		path: "OnCreate[].Content",
		noun: "The lifecycle script",
	},
	{
		type: "AWS::SageMaker::NotebookInstanceLifecycleConfig",
		path: "OnStart[].Content",
		noun: "The lifecycle script",
	},
	{
		type: "AWS::SageMaker::StudioLifecycleConfig",
		path: "StudioLifecycleConfigContent",
		noun: "The lifecycle script",
	},
	{ type: "AWS::SSM::Document", path: "Content", noun: "The document" },
];

/** The types with scripts. */
export const SCRIPT_TYPES: readonly string[] = [...new Set(SCRIPT_PLACES.map(({ type }) => type))];

/**
 * What `cfn-init` reads on the instance: files, commands and credentials. Source: "AWS::CloudFormation::Init" and
 * "AWS::CloudFormation::Authentication", CloudFormation reference.
 */
export const INIT_METADATA: readonly string[] = ["AWS::CloudFormation::Init", "AWS::CloudFormation::Authentication"];
