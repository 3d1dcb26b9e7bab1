/** Properties that take a secret in plaintext, by resource type: the value alone grants access. */
export interface PasswordPlace {
	readonly type: string;
	/** Paths to a text; `[]` after a name means each item of a list. */
	readonly paths: readonly string[];
}

/**
 * Where a template passes a secret to a service. Source: "AWS resource and property types reference", AWS
 * CloudFormation Template Reference, each type's page: the properties that it describes as a password, a token or a
 * secret.
 */
export const PASSWORD_PLACES: readonly PasswordPlace[] = [
	{
		type: "Alexa::ASK::Skill",
		paths: ["AuthenticationConfiguration.ClientSecret", "AuthenticationConfiguration.RefreshToken"],
	},
	{ type: "AWS::AmazonMQ::Broker", paths: ["Users[].Password", "LdapServerMetadata.ServiceAccountPassword"] },
	{
		type: "AWS::Amplify::App",
		paths: [
			"AccessToken",
			"OauthToken",
			"BasicAuthConfig.Password",
			"AutoBranchCreationConfig.BasicAuthConfig.Password",
		],
	},
	{ type: "AWS::Amplify::Branch", paths: ["BasicAuthConfig.Password"] },
	{ type: "AWS::ApiGateway::ApiKey", paths: ["Value"] },
	{ type: "AWS::AppStream::DirectoryConfig", paths: ["ServiceAccountCredentials.AccountPassword"] },
	{ type: "AWS::BackupGateway::Hypervisor", paths: ["Password"] },
	{ type: "AWS::CodeBuild::SourceCredential", paths: ["Token"] },
	{ type: "AWS::CodePipeline::Pipeline", paths: ["Stages[].Actions[].Configuration.OAuthToken"] },
	{ type: "AWS::CodePipeline::Webhook", paths: ["AuthenticationConfiguration.SecretToken"] },
	{
		type: "AWS::Cognito::UserPoolIdentityProvider",
		paths: ["ProviderDetails.client_secret", "ProviderDetails.private_key"],
	},
	{ type: "AWS::Connect::User", paths: ["Password"] },
	{ type: "AWS::DataSync::LocationFSxWindows", paths: ["Password"] },
	{ type: "AWS::DataSync::LocationObjectStorage", paths: ["SecretKey"] },
	{ type: "AWS::DataSync::LocationSMB", paths: ["Password"] },
	{ type: "AWS::DirectoryService::MicrosoftAD", paths: ["Password"] },
	{ type: "AWS::DirectoryService::SimpleAD", paths: ["Password"] },
	{
		type: "AWS::DMS::Endpoint",
		paths: [
			"Password",
			"MongoDbSettings.Password",
			"KafkaSettings.SaslPassword",
			"KafkaSettings.SslClientKeyPassword",
			"RedisSettings.AuthPassword",
			"OracleSettings.AsmPassword",
		],
	},
	{ type: "AWS::DocDB::DBCluster", paths: ["MasterUserPassword"] },
	{ type: "AWS::DocDBElastic::Cluster", paths: ["AdminUserPassword"] },
	{ type: "AWS::EC2::VPNConnection", paths: ["VpnTunnelOptionsSpecifications[].PreSharedKey"] },
	{ type: "AWS::ElastiCache::ReplicationGroup", paths: ["AuthToken"] },
	{ type: "AWS::ElastiCache::User", paths: ["Passwords[]", "AuthenticationMode.Passwords[]"] },
	{ type: "AWS::ElasticLoadBalancingV2::Listener", paths: ["DefaultActions[].AuthenticateOidcConfig.ClientSecret"] },
	{ type: "AWS::ElasticLoadBalancingV2::ListenerRule", paths: ["Actions[].AuthenticateOidcConfig.ClientSecret"] },
	{ type: "AWS::Elasticsearch::Domain", paths: ["AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword"] },
	{
		type: "AWS::EMR::Cluster",
		paths: [
			"KerberosAttributes.KdcAdminPassword",
			"KerberosAttributes.ADDomainJoinPassword",
			"KerberosAttributes.CrossRealmTrustPrincipalPassword",
		],
	},
	{
		type: "AWS::Events::Connection",
		paths: [
			"AuthParameters.ApiKeyAuthParameters.ApiKeyValue",
			"AuthParameters.BasicAuthParameters.Password",
			"AuthParameters.OAuthParameters.ClientParameters.ClientSecret",
		],
	},
	{ type: "AWS::FSx::FileSystem", paths: ["WindowsConfiguration.SelfManagedActiveDirectoryConfiguration.Password"] },
	{
		type: "AWS::FSx::StorageVirtualMachine",
		paths: ["SvmAdminPassword", "ActiveDirectoryConfiguration.SelfManagedActiveDirectoryConfiguration.Password"],
	},
	{ type: "AWS::Glue::Connection", paths: ["ConnectionInput.ConnectionProperties.PASSWORD"] },
	{ type: "AWS::IAM::User", paths: ["LoginProfile.Password"] },
	{
		type: "AWS::KinesisFirehose::DeliveryStream",
		paths: [
			"RedshiftDestinationConfiguration.Password",
			"SplunkDestinationConfiguration.HECToken",
			"HttpEndpointDestinationConfiguration.EndpointConfiguration.AccessKey",
			"SnowflakeDestinationConfiguration.PrivateKey",
			"SnowflakeDestinationConfiguration.KeyPassphrase",
		],
	},
	{ type: "AWS::Lightsail::Database", paths: ["MasterUserPassword"] },
	{
		type: "AWS::ManagedBlockchain::Member",
		paths: ["MemberConfiguration.MemberFrameworkConfiguration.MemberFabricConfiguration.AdminPassword"],
	},
	{ type: "AWS::MemoryDB::User", paths: ["AuthenticationMode.Passwords[]"] },
	{ type: "AWS::OpenSearchService::Domain", paths: ["AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword"] },
	{ type: "AWS::OpsWorks::App", paths: ["AppSource.Password", "AppSource.SshKey", "SslConfiguration.PrivateKey"] },
	{
		type: "AWS::OpsWorks::Stack",
		paths: ["CustomCookbooksSource.Password", "RdsDbInstances[].DbPassword", "CustomCookbooksSource.SshKey"],
	},
	{ type: "AWS::Pinpoint::ADMChannel", paths: ["ClientSecret"] },
	{ type: "AWS::Pinpoint::APNSChannel", paths: ["PrivateKey", "TokenKey"] },
	{ type: "AWS::Pinpoint::BaiduChannel", paths: ["SecretKey"] },
	{ type: "AWS::Pinpoint::GCMChannel", paths: ["ApiKey"] },
	{ type: "AWS::QuickSight::DataSource", paths: ["Credentials.CredentialPair.Password"] },
	{ type: "AWS::RDS::DBCluster", paths: ["MasterUserPassword"] },
	{ type: "AWS::RDS::DBInstance", paths: ["MasterUserPassword", "TdeCredentialPassword"] },
	{ type: "AWS::Redshift::Cluster", paths: ["MasterUserPassword"] },
	{ type: "AWS::RedshiftServerless::Namespace", paths: ["AdminUserPassword"] },
	{ type: "AWS::SecretsManager::Secret", paths: ["SecretString"] },
	{ type: "AWS::Timestream::InfluxDBCluster", paths: ["Password"] },
	{ type: "AWS::Timestream::InfluxDBInstance", paths: ["Password"] },
	{ type: "AWS::WorkSpacesWeb::IdentityProvider", paths: ["IdentityProviderDetails.client_secret"] },
];

const PATHS_BY_TYPE: ReadonlyMap<string, ReadonlySet<string>> = new Map(
	PASSWORD_PLACES.map(({ type, paths }) => [type, new Set(paths.map((path) => path.replaceAll("[]", "")))]),
);

/** True for a property that takes a secret. `path` without `[]`: `Users.Password`. */
export function takesSecret(type: string, path: string): boolean {
	return PATHS_BY_TYPE.get(type)?.has(path) === true;
}
