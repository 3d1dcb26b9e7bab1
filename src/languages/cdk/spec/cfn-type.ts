import { deployedTypeOf } from "../../../model/sam-types.ts";

/**
 * The services of CloudFormation in their own case; the module of a service in CDK is `aws-` and the name in lower
 * case. Source: `CFN_RESOURCE_TYPE_NAME` of every class `Cfn…` in `aws-cdk-lib` 2.276.
 */
const SERVICES: readonly string[] = [
	"AccessAnalyzer AccountAccess ACMPCA AgentRegistry AIOps AmazonMQ Amplify AmplifyUIBuilder ApiGateway ApiGatewayV2 AppConfig",
	"AppFabric AppFlow AppIntegrations ApplicationAutoScaling ApplicationInsights ApplicationSignals AppMesh AppRunner AppStream",
	"AppSync AppTest APS ARCRegionSwitch ARCZonalShift Athena AuditManager AutoScaling AutoScalingPlans AWSExternalAnthropic B2BI",
	"Backup BackupGateway Batch BCM BCMDataExports BcmPricingCalculator Bedrock BedrockAgentCore BedrockMantle Billing BillingConductor",
	"Braket Budgets Cases Cassandra CE CertificateManager Chatbot Chime CleanRooms CleanRoomsML Cloud9 CloudFormation CloudFront",
	"CloudHSM CloudTrail CloudWatch CodeArtifact CodeBuild CodeCommit CodeConnections CodeDeploy CodeGuruProfiler CodeGuruReviewer",
	"CodePipeline CodeStar CodeStarConnections CodeStarNotifications Cognito Comprehend ComputeOptimizer Config Connect",
	"ConnectCampaigns ConnectCampaignsV2 ControlTower CUR CustomerProfiles DataBrew DataExchange DataPipeline DataSync DataZone DAX",
	"Deadline Detective DeviceFarm DevOpsAgent DevOpsGuru DirectConnect DirectoryService DLM DMS DocDB DocDBElastic DRS DSQL DynamoDB",
	"EC2 ECR ECS EFS EKS ElastiCache ElasticBeanstalk ElasticLoadBalancing ElasticLoadBalancingV2 Elasticsearch ElementalInference EMR",
	"EMRContainers EMRServerless EntityResolution Events EventSchemas EventsV2 Evidently EVS FinSpace FIS FMS Forecast FraudDetector",
	"FSx GameLift GameLiftStreams GlobalAccelerator Glue Grafana Greengrass GreengrassV2 GroundStation GuardDuty HealthAgent",
	"HealthImaging HealthLake IAM IdentityStore ImageBuilder Inspector InspectorV2 Interconnect InternetMonitor Invoicing IoT",
	"IoTAnalytics IoTCoreDeviceAdvisor IoTEvents IoTFleetHub IoTFleetWise IoTSecureTunneling IoTSiteWise IoTThingsGraph IoTTwinMaker",
	"IoTWireless IVS IVSChat KafkaConnect Kendra KendraRanking Kinesis KinesisFirehose KinesisVideo KMS LakeFormation Lambda",
	"LaunchWizard Lex LicenseManager LicenseManagerLinuxSubscriptions LicenseManagerUserSubscriptions Lightsail Location Logs",
	"LookoutEquipment LookoutMetrics LookoutVision M2 Macie ManagedBlockchain MediaConnect MediaConvert MediaLive MediaPackage",
	"MediaPackageV2 MediaStore MediaTailor MemoryDB MGN MPA MSK MWAA MWAAServerless Neptune NeptuneGraph NetworkFirewall",
	"NetworkFlowMonitor NetworkManager NetworkMonitor NetworkSecurityManager NimbleStudio Notifications NotificationsContacts NovaAct",
	"Oam ObservabilityAdmin ODB Omics OpenSearch OpenSearchServerless OpenSearchService OpsWorks OpsWorksCM Organizations OSIS Outposts",
	"Panorama PaymentCryptography PCAConnectorAD PCAConnectorSCEP PCS Personalize PI Pinpoint PinpointEmail Pipes Polly",
	"PricingPlanManager Proton QBusiness QLDB QuickSight RAM Rbin RDS Redshift RedshiftServerless RefactorSpaces Rekognition",
	"ResilienceHub ResilienceHubV2 ResourceExplorer2 ResourceGroups RoboMaker RolesAnywhere Route53 Route53GlobalResolver",
	"Route53Profiles Route53RecoveryControl Route53RecoveryReadiness Route53Resolver RTBFabric RUM S3 S3Express S3Files S3ObjectLambda",
	"S3Outposts S3Tables S3Vectors SageMaker Scheduler SCN SDB SecretsManager SecurityAgent SecurityHub SecurityLake ServerlessRepo",
	"ServiceCatalog ServiceCatalogAppRegistry ServiceDiscovery SES Shield Signer SimSpaceWeaver SMSVOICE SNS SQS SSM SSMContacts",
	"SSMGuiConnect SSMIncidents SSMQuickSetup SSO StepFunctions StorageGateway SupportApp SupportAuthZ Synthetics SystemsManagerSAP",
	"Textract Timestream Transcribe Transfer Translate UXC VerifiedPermissions VoiceID VpcLattice WAF WAFRegional WAFv2 WellArchitected",
	"Wickr Wisdom WorkSpaces WorkspacesInstances WorkSpacesThinClient WorkSpacesWeb XRay",
];

const BY_MODULE = new Map(
	SERVICES.flatMap((line) => line.split(" ")).map((name) => [`aws-${name.toLowerCase()}`, `AWS::${name}`]),
);
BY_MODULE.set("aws-sam", "AWS::Serverless");
BY_MODULE.set("aws-kinesisanalytics", "AWS::KinesisAnalytics");
BY_MODULE.set("alexa-ask", "Alexa::ASK");
BY_MODULE.set("", "AWS::CloudFormation");

/** SAM types that rules check as the type that is deployed: only these have the properties that they read. */
const CHECKED_AS_DEPLOYED: ReadonlySet<string> = new Set(["AWS::Serverless::Function", "AWS::Serverless::SimpleTable"]);

/** The CloudFormation type of a class `Cfn…` (an L1 construct); null for any other class. */
export function cfnTypeOf(module: string, name: string): string | null {
	const service = BY_MODULE.get(module);
	if (service === undefined || !/^Cfn[A-Z]/u.test(name)) {
		return null;
	}
	if (module === "aws-kinesisanalytics" && name.endsWith("V2")) {
		return `AWS::KinesisAnalyticsV2::${name.slice(3, -2)}`;
	}
	const type = `${service}::${name.slice(3)}`;
	return CHECKED_AS_DEPLOYED.has(type) ? deployedTypeOf(type) : type;
}
