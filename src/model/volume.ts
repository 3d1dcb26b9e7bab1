/** Where a resource type describes block storage that can be encrypted. */
export interface VolumePlace {
	readonly type: string;
	/** The path of the map with the switch; empty for the properties themselves. */
	readonly path: string;
	/** The switch, or an `enum` whose `off` value switches encryption off, and `on` switches it on. */
	readonly encrypted: string;
	readonly off?: string;
	readonly on?: string;
	/** The property for a key; null if the type has none. */
	readonly key: string | null;
	/** A source whose own encryption decides if the switch is absent. */
	readonly snapshot: string | null;
	/** What an update in place changes besides the setting, shown in parentheses after the suggestion. */
	readonly caution?: string;
	/** The name in a sentence: "The volume". */
	readonly noun: string;
}

/**
 * "AWS::ECS::Service" flags it "No interruption"; ECS starts a deployment, and each task gets a new volume ("Use Amazon
 * EBS volumes with Amazon ECS").
 */
const NEW_TASKS = "starts a deployment whose tasks get new volumes";

/**
 * "AWS::OpsWorks::Layer VolumeConfiguration" flags it "No interruption"; an instance type that cannot encrypt no longer
 * starts ("Amazon EBS encryption").
 */
const NEW_INSTANCES = "new instances alone; their type must support encryption";

/**
 * "AWS::DLM::LifecyclePolicy CrossRegionCopyRule" flags it "No interruption"; the first copy under another key is a
 * full one ("Copy an Amazon EBS snapshot").
 */
const FULL_COPY = "the next copy is a full copy, which costs more";

/** EBS volumes and everything created from them, by type. */
export const VOLUME_PLACES: readonly VolumePlace[] = [
	{
		type: "AWS::EC2::Volume",
		path: "",
		encrypted: "Encrypted",
		key: "KmsKeyId",
		snapshot: "SnapshotId",
		noun: "The volume",
	},
	{
		type: "AWS::EC2::LaunchTemplate",
		path: "LaunchTemplateData.BlockDeviceMappings[].Ebs",
		encrypted: "Encrypted",
		key: "KmsKeyId",
		snapshot: "SnapshotId",
		noun: "A volume",
	},
	{
		type: "AWS::EC2::Instance",
		path: "BlockDeviceMappings[].Ebs",
		encrypted: "Encrypted",
		key: "KmsKeyId",
		snapshot: "SnapshotId",
		noun: "A volume",
	},
	{
		type: "AWS::AutoScaling::LaunchConfiguration",
		path: "BlockDeviceMappings[].Ebs",
		encrypted: "Encrypted",
		key: null,
		snapshot: "SnapshotId",
		noun: "A volume",
	},
	{
		type: "AWS::EC2::SpotFleet",
		path: "SpotFleetRequestConfigData.LaunchSpecifications[].BlockDeviceMappings[].Ebs",
		encrypted: "Encrypted",
		key: null,
		snapshot: "SnapshotId",
		noun: "A volume",
	},
	{
		type: "AWS::EC2::EC2Fleet",
		path: "LaunchTemplateConfigs[].Overrides[].BlockDeviceMappings[].Ebs",
		encrypted: "Encrypted",
		key: "KmsKeyId",
		snapshot: "SnapshotId",
		noun: "A volume",
	},
	{
		type: "AWS::ECS::Service",
		path: "VolumeConfigurations[].ManagedEBSVolume",
		encrypted: "Encrypted",
		key: "KmsKeyId",
		snapshot: "SnapshotId",
		caution: NEW_TASKS,
		noun: "A managed volume",
	},
	{
		type: "AWS::OpsWorks::Layer",
		path: "VolumeConfigurations[]",
		encrypted: "Encrypted",
		key: null,
		snapshot: null,
		caution: NEW_INSTANCES,
		noun: "A volume",
	},
	{
		type: "AWS::WorkSpaces::Workspace",
		path: "",
		encrypted: "RootVolumeEncryptionEnabled",
		key: "VolumeEncryptionKey",
		snapshot: null,
		noun: "The root volume",
	},
	{
		type: "AWS::WorkSpaces::Workspace",
		path: "",
		encrypted: "UserVolumeEncryptionEnabled",
		key: "VolumeEncryptionKey",
		snapshot: null,
		noun: "The user volume",
	},
	{
		type: "AWS::WorkspacesInstances::Volume",
		path: "",
		encrypted: "Encrypted",
		key: "KmsKeyId",
		snapshot: "SnapshotId",
		noun: "The volume",
	},
	{
		type: "AWS::WorkspacesInstances::WorkspaceInstance",
		path: "ManagedInstance.BlockDeviceMappings[].Ebs",
		encrypted: "Encrypted",
		key: "KmsKeyId",
		snapshot: null,
		noun: "A volume",
	},
	{
		type: "AWS::BedrockAgentCore::CapacityProvider",
		path: "ComputeConfiguration.Ec2Configuration.Volumes[].EbsConfiguration",
		encrypted: "Encrypted",
		key: "KmsKeyId",
		snapshot: "SnapshotId",
		noun: "A volume",
	},
	{
		type: "AWS::BedrockAgentCore::CapacityProvider",
		path: "ComputeConfiguration.Ec2Configuration.RootVolume",
		encrypted: "Encrypted",
		key: "KmsKeyId",
		snapshot: "SnapshotId",
		noun: "The root volume",
	},
	{
		type: "AWS::BedrockAgentCore::CapacityProvider",
		path: "ComputeConfiguration.Ec2Configuration.LaunchTemplateSource.LaunchParameters.EphemeralVolumes[].Ebs",
		encrypted: "Encrypted",
		key: "KmsKeyId",
		snapshot: "SnapshotId",
		noun: "A volume",
	},
	{
		type: "AWS::DRS::ReplicationConfigurationTemplate",
		path: "",
		encrypted: "EbsEncryption",
		off: "NONE",
		on: "DEFAULT",
		key: "EbsEncryptionKeyArn",
		snapshot: null,
		noun: "The replicated volume",
	},
];

/** Images that Image Builder creates. Recipes cannot be changed; a new version replaces them. */
export const IMAGE_PLACES: readonly VolumePlace[] = [
	{
		type: "AWS::ImageBuilder::ImageRecipe",
		path: "BlockDeviceMappings[].Ebs",
		encrypted: "Encrypted",
		key: "KmsKeyId",
		snapshot: "SnapshotId",
		noun: "An image volume",
	},
	{
		type: "AWS::ImageBuilder::ContainerRecipe",
		path: "InstanceConfiguration.BlockDeviceMappings[].Ebs",
		encrypted: "Encrypted",
		key: "KmsKeyId",
		snapshot: "SnapshotId",
		noun: "A build instance volume",
	},
];

/**
 * Copies of snapshots and images that a lifecycle policy creates. Source: "AWS::DLM::LifecyclePolicy", CloudFormation
 * reference.
 */
export const COPY_PLACES: readonly VolumePlace[] = [
	{
		type: "AWS::DLM::LifecyclePolicy",
		path: "PolicyDetails.Schedules[].CrossRegionCopyRules[]",
		encrypted: "Encrypted",
		key: "CmkArn",
		snapshot: null,
		caution: FULL_COPY,
		noun: "A cross-Region copy",
	},
	{
		type: "AWS::DLM::LifecyclePolicy",
		path: "PolicyDetails.Actions[].CrossRegionCopy[].EncryptionConfiguration",
		encrypted: "Encrypted",
		key: "CmkArn",
		snapshot: null,
		caution: FULL_COPY,
		noun: "A cross-Region copy",
	},
];

/**
 * Snapshots that Terraform alone creates, under its own names. A copy of an encrypted snapshot stays encrypted; the
 * default of the switch is false.
 */
export const SNAPSHOT_PLACES: readonly VolumePlace[] = ["aws_ebs_snapshot_copy", "aws_ebs_snapshot_import"].map(
	(type) => ({
		type,
		path: "",
		encrypted: "encrypted",
		key: "kms_key_id",
		snapshot: null,
		noun: "The snapshot",
	}),
);

/** Images that Terraform alone creates, under its own names. Where an image has a snapshot, that decides. */
export const MADE_IMAGE_PLACES: readonly VolumePlace[] = [
	{
		type: "aws_ami_copy",
		path: "",
		encrypted: "encrypted",
		key: "kms_key_id",
		snapshot: null,
		noun: "The copied image",
	},
	{
		type: "aws_ami",
		path: "ebs_block_device[]",
		encrypted: "encrypted",
		key: null,
		snapshot: "snapshot_id",
		noun: "A volume",
	},
];
