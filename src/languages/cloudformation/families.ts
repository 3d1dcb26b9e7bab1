import type { Store } from "../../model/at-rest/store.ts";

/**
 * Facts about stores that only AWS's documentation contains, not the resource specification. Each entry is a fact from
 * the page named above it; a type without an entry encrypts by default with keys of the service.
 */
export const FAMILIES: Readonly<Record<string, Readonly<Record<string, Partial<Omit<Store, "type">>>>>> = {
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/data-protection-encryption.html: a cache is plain
	// unless encryption is requested.
	"AWS::ApiGateway::Deployment": {
		"StageDescription.CacheDataEncrypted": { absent: "none", when: [{ path: "CachingEnabled", is: ["true"] }] },
		"StageDescription.MethodSettings[].CacheDataEncrypted": {
			absent: "none",
			when: [{ path: "CachingEnabled", is: ["true"] }],
		},
	},
	"AWS::ApiGateway::Stage": {
		"MethodSettings[].CacheDataEncrypted": { absent: "none", when: [{ path: "CachingEnabled", is: ["true"] }] },
	},
	// https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-security.html: the hosted store alone.
	"AWS::AppConfig::ConfigurationProfile": { KmsKeyIdentifier: { when: [{ path: "LocationUri", is: ["hosted"] }] } },
	// https://docs.aws.amazon.com/apprunner/latest/dg/security-data-protection-encryption.html
	"AWS::AppRunner::Service": { "EncryptionConfiguration.KmsKey": { absent: "provider-key" } },
	// https://docs.aws.amazon.com/appsync/latest/devguide/enabling-caching.html
	"AWS::AppSync::ApiCache": { AtRestEncryptionEnabled: { absent: "none" } },
	// https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html: S3's own keys unless the
	// workgroup says otherwise.
	"AWS::Athena::WorkGroup": {
		"WorkGroupConfiguration.ResultConfiguration.EncryptionConfiguration.EncryptionOption": {
			at: "",
			absent: "provider-owned",
			unless: [
				"WorkGroupConfiguration.ManagedQueryResultsConfiguration.Enabled",
				"WorkGroupConfigurationUpdates",
			],
		},
	},
	// https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
	"AWS::Backup::BackupVault": { EncryptionKeyArn: { absent: "provider-key" } },
	// https://docs.aws.amazon.com/codeartifact/latest/ug/domain-create.html
	"AWS::CodeArtifact::Domain": { EncryptionKey: { absent: "provider-key" } },
	// https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html: `aws/s3`.
	// An artifact without the type that it must have counts as one in S3.
	"AWS::CodeBuild::Project": {
		EncryptionKey: { absent: "provider-key" },
		"Artifacts.EncryptionDisabled": {
			inverted: true,
			absent: "provider-key",
			when: [{ path: "Type", is: ["s3", ""] }],
		},
		"SecondaryArtifacts[].EncryptionDisabled": {
			inverted: true,
			absent: "provider-key",
			when: [{ path: "Type", is: ["s3", ""] }],
		},
		"LogsConfig.S3Logs.EncryptionDisabled": { inverted: true, when: [{ path: "Status", is: ["enabled"] }] },
	},
	"AWS::CodeBuild::ReportGroup": {
		"ExportConfig.S3Destination.EncryptionDisabled": { inverted: true, absent: "provider-key" },
	},
	// https://docs.aws.amazon.com/codecommit/latest/userguide/encryption.html: `aws/codecommit`.
	"AWS::CodeCommit::Repository": { KmsKeyId: { absent: "provider-key" } },
	// https://docs.aws.amazon.com/codepipeline/latest/userguide/S3-artifact-encryption.html: `aws/s3`.
	"AWS::CodePipeline::Pipeline": {
		"ArtifactStore.EncryptionKey.Id": { absent: "provider-key", kms: "KMS" },
		"ArtifactStores[].ArtifactStore.EncryptionKey.Id": { absent: "provider-key", kms: "KMS" },
	},
	// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.encryption.atrest.html: off unless switched
	// on.
	"AWS::DAX::Cluster": { "SSESpecification.SSEEnabled": { absent: "none" } },
	// https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.html#CHAP_Security.EncryptionKey: `aws/dms`.
	"AWS::DMS::Endpoint": { KmsKeyId: { absent: "provider-key" } },
	"AWS::DMS::ReplicationConfig": { "ComputeConfig.KmsKeyId": { absent: "provider-key" } },
	"AWS::DMS::ReplicationInstance": { KmsKeyId: { absent: "provider-key" } },
	"AWS::DMS::InstanceProfile": { KmsKeyArn: { absent: "provider-key" } },
	// https://docs.aws.amazon.com/documentdb/latest/developerguide/encryption-at-rest.html: off unless switched on.
	"AWS::DocDB::DBCluster": {
		StorageEncrypted: {
			absent: "none",
			sources: ["SnapshotIdentifier", "SourceDBClusterIdentifier", "GlobalClusterIdentifier"],
		},
		MasterUserSecretKmsKeyId: {
			absent: "provider-key",
			when: [{ path: "ManageMasterUserPassword", is: ["true"] }],
		},
	},
	"AWS::DocDB::GlobalCluster": { StorageEncrypted: { absent: "none", sources: ["SourceDBClusterIdentifier"] } },
	// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html: AWS owned, unless
	// switched to `aws/dynamodb` or a key.
	"AWS::DynamoDB::GlobalTable": {
		"SSESpecification.SSEEnabled": { off: "provider-owned" },
	},
	"AWS::DynamoDB::Table": { "SSESpecification.SSEEnabled": { off: "provider-owned" } },
	// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
	"AWS::ECS::Cluster": {
		"Configuration.ExecuteCommandConfiguration.LogConfiguration.S3EncryptionEnabled": {
			off: "provider-owned",
			on: "customer-key",
			when: [{ path: "S3BucketName", is: ["*"] }],
		},
		"Configuration.ExecuteCommandConfiguration.LogConfiguration.CloudWatchEncryptionEnabled": {
			off: "provider-owned",
			on: "customer-key",
			when: [{ path: "CloudWatchLogGroupName", is: ["*"] }],
		},
	},
	// https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html: `aws/elasticfilesystem` once it is switched
	// on.
	"AWS::EFS::FileSystem": {
		Encrypted: { absent: "none" },
		"ReplicationConfiguration.Destinations[].KmsKeyId": { absent: "provider-key" },
	},
	// https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
	"AWS::EMR::Cluster": {
		LogEncryptionKmsKeyId: { when: [{ path: "LogUri", is: ["*"] }] },
		SecurityConfiguration: { absent: "none" },
	},
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html: on by default for Valkey, off
	// for Redis OSS.
	"AWS::ElastiCache::ReplicationGroup": {
		AtRestEncryptionEnabled: {
			absent: "none",
			on: "provider-owned",
			byDefault: { path: "Engine", is: ["valkey"] },
			sources: ["GlobalReplicationGroupId"],
		},
	},
	// https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html: `aws/es` once it is
	// switched on.
	"AWS::Elasticsearch::Domain": { "EncryptionAtRestOptions.Enabled": { absent: "none" } },
	"AWS::OpenSearchService::Domain": { "EncryptionAtRestOptions.Enabled": { absent: "none" } },
	// https://docs.aws.amazon.com/fsx/latest/WindowsGuide/encryption-at-rest.html: `aws/fsx`.
	// https://docs.aws.amazon.com/fsx/latest/LustreGuide/encryption-at-rest.html: a scratch file system takes no key, and
	// is what Lustre has by default.
	"AWS::FSx::FileSystem": {
		KmsKeyId: {
			absent: "provider-key",
			sources: ["BackupId"],
			unlessAll: [
				{ path: "FileSystemType", is: ["lustre"] },
				{ path: "LustreConfiguration.DeploymentType", is: ["", "scratch_1", "scratch_2"] },
			],
		},
	},
	"AWS::FSx::FileCache": { KmsKeyId: { absent: "provider-key" } },
	// https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html, console-security-configurations.html:
	// off unless switched on.
	"AWS::Glue::DataCatalogEncryptionSettings": {
		"DataCatalogEncryptionSettings.ConnectionPasswordEncryption.KmsKeyId": {
			switch: "DataCatalogEncryptionSettings.ConnectionPasswordEncryption.ReturnConnectionPasswordEncrypted",
			absent: "none",
			on: "provider-key",
		},
		"DataCatalogEncryptionSettings.EncryptionAtRest.CatalogEncryptionMode": { absent: "none", kms: "SSE-KMS" },
	},
	"AWS::Glue::MLTransform": {
		"TransformEncryption.MLUserDataEncryption.MLUserDataEncryptionMode": { absent: "none", kms: "SSE-KMS" },
	},
	"AWS::Glue::SecurityConfiguration": {
		"EncryptionConfiguration.S3Encryptions[].S3EncryptionMode": { off: "provider-owned", kms: "SSE-KMS" },
		"EncryptionConfiguration.CloudWatchEncryption.CloudWatchEncryptionMode": {
			off: "provider-owned",
			kms: "SSE-KMS",
		},
		"EncryptionConfiguration.JobBookmarksEncryption.JobBookmarksEncryptionMode": { absent: "none", kms: "CSE-KMS" },
	},
	// https://docs.aws.amazon.com/streams/latest/dev/what-is-sse.html: off unless switched on.
	"AWS::Kinesis::Stream": { "StreamEncryption.EncryptionType": { absent: "none" } },
	// https://docs.aws.amazon.com/firehose/latest/dev/encryption.html: off unless switched on; a stream as source
	// brings its own.
	"AWS::KinesisFirehose::DeliveryStream": {
		"DeliveryStreamEncryptionConfigurationInput.KeyType": {
			absent: "none",
			unless: ["KinesisStreamSourceConfiguration", "MSKSourceConfiguration", "DatabaseSourceConfiguration"],
		},
	},
	// https://docs.aws.amazon.com/managed-flink/latest/java/key-management-flink.html: an AWS owned key, whatever is
	// configured.
	"AWS::KinesisAnalyticsV2::Application": {
		"ApplicationConfiguration.ApplicationEncryptionConfiguration.KeyType": { at: "" },
	},
	// https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/how-kms.html
	"AWS::KinesisVideo::Stream": { KmsKeyId: { absent: "provider-key" } },
	// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html: the filter criteria are what is
	// kept.
	"AWS::Lambda::EventSourceMapping": { KmsKeyArn: { when: [{ path: "FilterCriteria", is: ["*"] }] } },
	// https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html: `aws/kafka`.
	"AWS::MSK::Cluster": { "EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId": { absent: "provider-key" } },
	// https://docs.aws.amazon.com/neptune/latest/userguide/encrypt.html: off unless switched on.
	"AWS::Neptune::DBCluster": {
		StorageEncrypted: {
			absent: "none",
			sources: [
				"SnapshotIdentifier",
				"DBClusterIdentifierToRestore",
				"SourceDBClusterIdentifier",
				"GlobalClusterIdentifier",
			],
		},
	},
	"AWS::Neptune::GlobalCluster": { StorageEncrypted: { absent: "none", sources: ["SourceDBClusterIdentifier"] } },
	// https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-encryption.html: an encryption
	// policy decides.
	"AWS::OpenSearchServerless::Collection": { "EncryptionConfig.KmsKeyArn": { absent: "unknown" } },
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html: off unless switched on; members
	// follow their cluster, copies their source. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html:
	// an Aurora cluster created since 18 February 2026 is encrypted with an AWS owned key in any case.
	"AWS::RDS::DBCluster": {
		StorageEncrypted: {
			absent: "none",
			alwaysOwned: { path: "Engine", is: ["aurora", "aurora-mysql", "aurora-postgresql"] },
			byDefault: { path: "EngineMode", is: ["serverless"] },
			sources: [
				"SnapshotIdentifier",
				"SourceDBClusterIdentifier",
				"ReplicationSourceIdentifier",
				"SourceDbClusterResourceId",
				"GlobalClusterIdentifier",
			],
		},
		PerformanceInsightsKmsKeyId: {
			absent: "provider-key",
			when: [{ path: "PerformanceInsightsEnabled", is: ["true"] }],
		},
		"MasterUserSecret.KmsKeyId": {
			at: "",
			absent: "provider-key",
			when: [{ path: "ManageMasterUserPassword", is: ["true"] }],
		},
	},
	"AWS::RDS::DBInstance": {
		StorageEncrypted: {
			absent: "none",
			unless: ["DBClusterIdentifier"],
			unlessAll: [{ path: "Engine", is: ["aurora", "aurora-mysql", "aurora-postgresql"] }],
			sources: [
				"DBSnapshotIdentifier",
				"DBClusterSnapshotIdentifier",
				"SourceDBInstanceIdentifier",
				"SourceDBClusterIdentifier",
				"SourceDbiResourceId",
				"SourceDBInstanceAutomatedBackupsArn",
			],
		},
		PerformanceInsightsKMSKeyId: {
			absent: "provider-key",
			when: [{ path: "EnablePerformanceInsights", is: ["true"] }],
		},
		AutomaticBackupReplicationKmsKeyId: {
			absent: "provider-key",
			when: [{ path: "AutomaticBackupReplicationRegion", is: ["*"] }],
		},
		"MasterUserSecret.KmsKeyId": {
			at: "",
			absent: "provider-key",
			when: [{ path: "ManageMasterUserPassword", is: ["true"] }],
		},
	},
	// Only Aurora has global clusters.
	"AWS::RDS::GlobalCluster": {
		StorageEncrypted: { absent: "provider-owned", off: "provider-owned", sources: ["SourceDBClusterIdentifier"] },
	},
	// https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html: on by default, with a key of
	// AWS's own.
	"AWS::Redshift::Cluster": {
		Encrypted: { on: "provider-owned", keyAlone: true },
		MasterPasswordSecretKmsKeyId: {
			absent: "provider-key",
			when: [{ path: "ManageMasterPassword", is: ["true"] }],
		},
	},
	"AWS::RedshiftServerless::Namespace": {
		AdminPasswordSecretKmsKeyId: { absent: "provider-key", when: [{ path: "ManageAdminPassword", is: ["true"] }] },
	},
	// https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html: `aws/secretsmanager`.
	"AWS::SecretsManager::Secret": {
		KmsKeyId: { absent: "provider-key" },
		"ReplicaRegions[].KmsKeyId": { absent: "provider-key" },
	},
	// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-sqs-sse-queue.html:
	// SSE-SQS unless switched off.
	"AWS::SQS::Queue": {
		KmsMasterKeyId: { switch: "SqsManagedSseEnabled", keyAlone: true, on: "provider-owned", off: "none" },
	},
	// https://docs.aws.amazon.com/sns/latest/dg/sns-data-encryption.html: disks are encrypted by default; SSE adds a
	// KMS key.
	// (`provider-owned`, as everything that is not in this table.)
	// https://docs.aws.amazon.com/timestream/latest/developerguide/EncryptionAtRest.html
	"AWS::Synthetics::Canary": { "ArtifactConfig.S3Encryption.EncryptionMode": { kms: "SSE_KMS" } },
	"AWS::Timestream::Table": {
		"MagneticStoreWriteProperties.MagneticStoreRejectedDataLocation.S3Configuration.EncryptionOption": {
			kms: "SSE_KMS",
		},
	},
	"AWS::Timestream::Database": { KmsKeyId: { absent: "provider-key" } },
	"AWS::IoTSiteWise::Workspace": { "EncryptionConfiguration.EncryptionType": { key: "KmsKeyId" } },
	"AWS::Translate::ParallelData": { "EncryptionKey.Type": { key: "EncryptionKey.Id" } },
	// https://docs.aws.amazon.com/sagemaker/latest/dg/key-management.html
	"AWS::SageMaker::FeatureGroup": {
		"OnlineStoreConfig.SecurityConfig.KmsKeyId": {
			at: "OnlineStoreConfig",
			when: [{ path: "EnableOnlineStore", is: ["true"] }],
		},
	},
	"AWS::SageMaker::ModelCard": { "SecurityConfig.KmsKeyId": { at: "" } },
	"AWS::SageMaker::ModelPackage": { "SecurityConfig.KmsKeyId": { at: "" } },
	// https://docs.aws.amazon.com/incident-manager/latest/userguide/data-protection.html
	"AWS::SSMIncidents::ReplicationSet": { "Regions[].RegionConfiguration.SseKmsKeyId": { at: "Regions[]" } },
	// https://docs.aws.amazon.com/cognito/latest/developerguide/data-protection.html
	"AWS::Cognito::UserPool": { "KeyConfiguration.KmsKeyArn": { at: "" } },
	// https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
	"AWS::EMR::SecurityConfiguration": {
		"SecurityConfiguration.EncryptionConfiguration": {
			at: "SecurityConfiguration",
			switch: "EncryptionConfiguration.EnableAtRestEncryption",
			key: "EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration.AwsKmsKey",
			absent: "none",
			on: "provider-owned",
		},
		"SecurityConfiguration.EncryptionConfiguration.AtRestEncryptionConfiguration.S3EncryptionConfiguration.EncryptionMode":
			{
				kms: "SSE-KMS",
				absent: "unknown", // Files in S3 are encrypted as their bucket says.
				when: [{ path: "EncryptionConfiguration.EnableAtRestEncryption", is: ["true"] }],
			},
	},
};

/** Properties that do not protect the resource itself, or that another rule checks. By type; `*` for all of them. */
export const LEFT_OUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	"AWS::Athena::WorkGroup": {
		"WorkGroupConfigurationUpdates.ResultConfigurationUpdates.EncryptionConfiguration.EncryptionOption":
			"changes another property that is checked",
		"WorkGroupConfigurationUpdates.CustomerContentEncryptionConfiguration.KmsKey":
			"changes another property that is checked",
		"WorkGroupConfigurationUpdates.ManagedQueryResultsConfiguration.EncryptionConfiguration.KmsKey":
			"changes another property that is checked",
		"WorkGroupConfigurationUpdates.MonitoringConfiguration.ManagedLoggingConfiguration.KmsKey":
			"changes another property that is checked",
		"WorkGroupConfigurationUpdates.MonitoringConfiguration.S3LoggingConfiguration.KmsKey":
			"changes another property that is checked",
		"WorkGroupConfiguration.CustomerContentEncryptionConfiguration.KmsKey":
			"only for notebooks, where it is required",
	},
	"AWS::AutoScaling::LaunchConfiguration": { "*": "another rule checks volumes" },
	"AWS::BedrockAgentCore::CapacityProvider": { "*": "another rule checks volumes" },
	"AWS::BedrockAgentCore::OAuth2CredentialProvider": { "*": "a signing key" },
	"AWS::Cognito::UserPool": {
		"LambdaConfig.KMSKeyID": "for codes that are sent to a function, where it is required",
	},
	"AWS::Cognito::UserPoolRegionalConfigurationAttachment": {
		"*": "for codes that are sent to a function, where it is required",
	},
	"AWS::DAX::Cluster": { ClusterEndpointEncryptionType: "in transit" },
	"AWS::DLM::LifecyclePolicy": { "*": "another rule checks images" },
	"AWS::DRS::ReplicationConfigurationTemplate": { "*": "another rule checks volumes" },
	"AWS::EC2::EC2Fleet": { "*": "another rule checks volumes" },
	"AWS::EC2::Instance": { "*": "another rule checks volumes" },
	"AWS::EC2::LaunchTemplate": { "*": "another rule checks volumes" },
	"AWS::EC2::SpotFleet": { "*": "another rule checks volumes" },
	"AWS::EC2::Volume": { "*": "another rule checks volumes" },
	"AWS::ECS::Service": { "*": "another rule checks volumes" },
	"AWS::EMR::Cluster": { EbsRootVolumeSize: "the security configuration decides" },
	"AWS::GroundStation::MissionProfile": { "StreamsKmsKey.KmsAliasArn": "an alias of the same key" },
	"AWS::ImageBuilder::ContainerRecipe": {
		"InstanceConfiguration.BlockDeviceMappings[].Ebs.Encrypted": "another rule checks images",
	},
	"AWS::ImageBuilder::DistributionConfiguration": { "*": "another rule checks images" },
	"AWS::ImageBuilder::ImageRecipe": { "*": "another rule checks images" },
	"AWS::IoTSiteWise::Workspace": { KmsKeyId: "checked with its mode" },
	"AWS::KMS::Key": { "*": "it is a key" },
	"AWS::Lambda::Function": {
		KmsKeyArn: "another rule checks the environment",
		"Code.SourceKMSKeyArn": "the bucket of the package decides",
		"DurableConfig.KMSKeyArn": "the function's key",
	},
	"AWS::ObservabilityAdmin::OrganizationCentralizationRule": {
		"Rule.Source.SourceLogsConfiguration.EncryptedLogGroupStrategy": "selects the log groups",
	},
	"AWS::OpsWorks::Layer": { "*": "another rule checks volumes" },
	"AWS::S3::Bucket": {
		"BucketEncryption.ServerSideEncryptionConfiguration[].ServerSideEncryptionByDefault.SSEAlgorithm":
			"another rule checks buckets",
		"BucketEncryption.ServerSideEncryptionConfiguration[].BlockedEncryptionTypes.EncryptionType[]":
			"what clients may request",
		"ReplicationConfiguration.Rules[].Destination.EncryptionConfiguration.ReplicaKmsKeyID":
			"the destination bucket decides",
		"ReplicationConfiguration.Rules[].SourceSelectionCriteria.SseKmsEncryptedObjects.Status": "selects the objects",
	},
	"AWS::S3::StorageLens": Object.fromEntries(
		[
			"DataExport.S3BucketDestination",
			"DataExport.StorageLensTableDestination",
			"ExpandedPrefixesDataExport.StorageLensTableDestination",
			"ExpandedPrefixesDataExport.S3BucketDestination",
		].map((path) => [`StorageLensConfiguration.${path}.Encryption.SSES3`, "the default if no key is set"]),
	),
	"AWS::SSM::Parameter": { "*": "its type decides" },
	"AWS::SecretsManager::RotationSchedule": { "*": "keys of existing secrets" },
	"AWS::Serverless::Function": { "*": "another rule checks the environment" },
	"AWS::Serverless::SimpleTable": { "*": "checked as the table that SAM creates" },
	"AWS::SupportAuthZ::SupportPermit": { "*": "a signing key" },
	"AWS::Transfer::Connector": { "*": "messages in transit" },
	"AWS::WorkSpaces::Workspace": { "*": "another rule checks volumes" },
	"AWS::WorkspacesInstances::Volume": { "*": "another rule checks volumes" },
	"AWS::WorkspacesInstances::WorkspaceInstance": { "*": "another rule checks volumes" },
	"AWS::KinesisFirehose::DeliveryStream": Object.fromEntries(
		[
			"HttpEndpointDestinationConfiguration.S3Configuration",
			"RedshiftDestinationConfiguration.S3BackupConfiguration",
			"RedshiftDestinationConfiguration.S3Configuration",
			"AmazonopensearchserviceDestinationConfiguration.S3Configuration",
			"SplunkDestinationConfiguration.S3Configuration",
			"ExtendedS3DestinationConfiguration.S3BackupConfiguration",
			"ExtendedS3DestinationConfiguration",
			"AmazonOpenSearchServerlessDestinationConfiguration.S3Configuration",
			"ElasticsearchDestinationConfiguration.S3Configuration",
			"S3DestinationConfiguration",
			"IcebergDestinationConfiguration.S3Configuration",
			"SnowflakeDestinationConfiguration.S3Configuration",
		].flatMap((path) => [
			[`${path}.EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN`, "the destination bucket decides"],
			[`${path}.EncryptionConfiguration.NoEncryptionConfig`, "the destination bucket decides"],
		]),
	),
};
