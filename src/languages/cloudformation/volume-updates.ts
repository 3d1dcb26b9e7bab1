import type { Update } from "../../model/engine.ts";

/**
 * What CloudFormation does when the encryption of a volume is set, by type and property. What the registry and the
 * CloudFormation reference say, where they differ the stricter: "Updates are not supported" for a volume and for a
 * WorkSpace, replacement for nested properties of a fleet. `rules/fixes.test.ts` compares it with
 * `@aws-cdk/cloudformation-diff`.
 */
export const VOLUME_UPDATES: Readonly<Record<string, Readonly<Record<string, Update>>>> = {
	"AWS::EC2::Volume": { Encrypted: "refuse" },
	"AWS::EC2::LaunchTemplate": { "LaunchTemplateData.BlockDeviceMappings[].Ebs.Encrypted": "in-place" },
	"AWS::EC2::Instance": { "BlockDeviceMappings[].Ebs.Encrypted": "replace" },
	"AWS::AutoScaling::LaunchConfiguration": { "BlockDeviceMappings[].Ebs.Encrypted": "replace" },
	"AWS::EC2::SpotFleet": {
		"SpotFleetRequestConfigData.LaunchSpecifications[].BlockDeviceMappings[].Ebs.Encrypted": "replace",
	},
	"AWS::EC2::EC2Fleet": { "LaunchTemplateConfigs[].Overrides[].BlockDeviceMappings[].Ebs.Encrypted": "replace" },
	"AWS::ECS::Service": { "VolumeConfigurations[].ManagedEBSVolume.Encrypted": "in-place" },
	"AWS::OpsWorks::Layer": { "VolumeConfigurations[].Encrypted": "in-place" },
	"AWS::WorkSpaces::Workspace": { RootVolumeEncryptionEnabled: "refuse", UserVolumeEncryptionEnabled: "refuse" },
	"AWS::WorkspacesInstances::Volume": { Encrypted: "replace" },
	"AWS::WorkspacesInstances::WorkspaceInstance": { "ManagedInstance.BlockDeviceMappings[].Ebs.Encrypted": "replace" },
	"AWS::BedrockAgentCore::CapacityProvider": {
		"ComputeConfiguration.Ec2Configuration.Volumes[].EbsConfiguration.Encrypted": "replace",
		"ComputeConfiguration.Ec2Configuration.RootVolume.Encrypted": "replace",
		"ComputeConfiguration.Ec2Configuration.LaunchTemplateSource.LaunchParameters.EphemeralVolumes[].Ebs.Encrypted":
			"replace",
	},
	"AWS::DRS::ReplicationConfigurationTemplate": { EbsEncryption: "in-place" },
	"AWS::ImageBuilder::ImageRecipe": { "BlockDeviceMappings[].Ebs.Encrypted": "replace" },
	"AWS::ImageBuilder::ContainerRecipe": { "InstanceConfiguration.BlockDeviceMappings[].Ebs.Encrypted": "replace" },
	"AWS::DLM::LifecyclePolicy": {
		"PolicyDetails.Schedules[].CrossRegionCopyRules[].Encrypted": "in-place",
		"PolicyDetails.Actions[].CrossRegionCopy[].EncryptionConfiguration.Encrypted": "in-place",
	},
};
