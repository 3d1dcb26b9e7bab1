/** Properties that take a secret in plaintext, by resource type: the value alone grants access. */
export interface PasswordPlace {
	readonly type: string;
	/** Paths to a text; `[]` after a name means each item of a list. */
	readonly paths: readonly string[];
}

/**
 * Where a template passes a secret to a service. Source: "AWS resource and property types reference", AWS
 * CloudFormation Template Reference, each type's page: the properties that it describes as a password, a token, a
 * private key or a secret. Left out: what holds a name, an ARN, a path or a choice (`PasswordParam` of MediaLive,
 * `PrivateKey` of App Mesh), and tokens that only tell requests apart (`ClientToken`).
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
	{
		type: "AWS::AppFlow::ConnectorProfile",
		paths: [
			"ConnectorProfileConfig.ConnectorProfileCredentials.Amplitude.ApiKey",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Amplitude.SecretKey",
			"ConnectorProfileConfig.ConnectorProfileCredentials.CustomConnector.ApiKey.ApiKey",
			"ConnectorProfileConfig.ConnectorProfileCredentials.CustomConnector.ApiKey.ApiSecretKey",
			"ConnectorProfileConfig.ConnectorProfileCredentials.CustomConnector.Basic.Password",
			"ConnectorProfileConfig.ConnectorProfileCredentials.CustomConnector.Oauth2.AccessToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.CustomConnector.Oauth2.ClientSecret",
			"ConnectorProfileConfig.ConnectorProfileCredentials.CustomConnector.Oauth2.RefreshToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Datadog.ApiKey",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Dynatrace.ApiToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.GoogleAnalytics.AccessToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.GoogleAnalytics.ClientSecret",
			"ConnectorProfileConfig.ConnectorProfileCredentials.GoogleAnalytics.RefreshToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.InforNexus.SecretAccessKey",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Marketo.AccessToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Marketo.ClientSecret",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Pardot.AccessToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Pardot.RefreshToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Redshift.Password",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Salesforce.AccessToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Salesforce.JwtToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Salesforce.RefreshToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.SAPOData.BasicAuthCredentials.Password",
			"ConnectorProfileConfig.ConnectorProfileCredentials.SAPOData.OAuthCredentials.AccessToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.SAPOData.OAuthCredentials.ClientSecret",
			"ConnectorProfileConfig.ConnectorProfileCredentials.SAPOData.OAuthCredentials.RefreshToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.ServiceNow.OAuth2Credentials.AccessToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.ServiceNow.OAuth2Credentials.ClientSecret",
			"ConnectorProfileConfig.ConnectorProfileCredentials.ServiceNow.OAuth2Credentials.RefreshToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.ServiceNow.Password",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Singular.ApiKey",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Slack.AccessToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Slack.ClientSecret",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Snowflake.Password",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Trendmicro.ApiSecretKey",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Veeva.Password",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Zendesk.AccessToken",
			"ConnectorProfileConfig.ConnectorProfileCredentials.Zendesk.ClientSecret",
		],
	},
	{ type: "AWS::AppStream::DirectoryConfig", paths: ["ServiceAccountCredentials.AccountPassword"] },
	{ type: "AWS::BackupGateway::Hypervisor", paths: ["Password"] },
	{ type: "AWS::BedrockAgentCore::ApiKeyCredentialProvider", paths: ["ApiKey"] },
	{
		type: "AWS::BedrockAgentCore::OAuth2CredentialProvider",
		paths: [
			"Oauth2ProviderConfigInput.AtlassianOauth2ProviderConfig.ClientSecret",
			"Oauth2ProviderConfigInput.CustomOauth2ProviderConfig.ClientSecret",
			"Oauth2ProviderConfigInput.GithubOauth2ProviderConfig.ClientSecret",
			"Oauth2ProviderConfigInput.GoogleOauth2ProviderConfig.ClientSecret",
			"Oauth2ProviderConfigInput.IncludedOauth2ProviderConfig.ClientSecret",
			"Oauth2ProviderConfigInput.LinkedinOauth2ProviderConfig.ClientSecret",
			"Oauth2ProviderConfigInput.MicrosoftOauth2ProviderConfig.ClientSecret",
			"Oauth2ProviderConfigInput.SalesforceOauth2ProviderConfig.ClientSecret",
			"Oauth2ProviderConfigInput.SlackOauth2ProviderConfig.ClientSecret",
		],
	},
	{
		type: "AWS::BedrockAgentCore::PaymentCredentialProvider",
		paths: [
			"ProviderConfigurationInput.CoinbaseCdpConfiguration.ApiKeySecret",
			"ProviderConfigurationInput.CoinbaseCdpConfiguration.WalletSecret",
			"ProviderConfigurationInput.StripePrivyConfiguration.AppSecret",
			"ProviderConfigurationInput.StripePrivyConfiguration.AuthorizationPrivateKey",
		],
	},
	{ type: "AWS::CodeBuild::SourceCredential", paths: ["Token"] },
	{ type: "AWS::CodePipeline::Pipeline", paths: ["Stages[].Actions[].Configuration.OAuthToken"] },
	{ type: "AWS::CodePipeline::Webhook", paths: ["AuthenticationConfiguration.SecretToken"] },
	{ type: "AWS::CodeStar::GitHubRepository", paths: ["RepositoryAccessToken"] },
	{
		type: "AWS::Cognito::UserPoolIdentityProvider",
		paths: ["ProviderDetails.client_secret", "ProviderDetails.private_key"],
	},
	{ type: "AWS::Connect::User", paths: ["Password"] },
	{ type: "AWS::DataSync::LocationAzureBlob", paths: ["AzureBlobSasConfiguration.AzureBlobSasToken"] },
	{ type: "AWS::DataSync::LocationFSxONTAP", paths: ["Protocol.SMB.Password"] },
	{ type: "AWS::DataSync::LocationFSxWindows", paths: ["Password"] },
	{ type: "AWS::DataSync::LocationHDFS", paths: ["KerberosKeytab"] },
	{ type: "AWS::DataSync::LocationObjectStorage", paths: ["SecretKey"] },
	{ type: "AWS::DataSync::LocationSMB", paths: ["Password", "KerberosKeytab"] },
	{
		type: "AWS::DataZone::Connection",
		paths: [
			"Props.RedshiftProperties.Credentials.UsernamePassword.Password",
			"Props.GlueProperties.GlueConnectionInput.AuthenticationConfiguration.BasicAuthenticationCredentials.Password",
			"Props.GlueProperties.GlueConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.AccessToken",
			"Props.GlueProperties.GlueConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.JwtToken",
			"Props.GlueProperties.GlueConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.RefreshToken",
			"Props.GlueProperties.GlueConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.UserManagedClientApplicationClientSecret",
		],
	},
	{
		type: "AWS::DevOpsAgent::Service",
		paths: [
			"ServiceDetails.Dynatrace.AuthorizationConfig.OAuthClientCredentials.ClientSecret",
			"ServiceDetails.GitLab.TokenValue",
			"ServiceDetails.MCPServer.AuthorizationConfig.ApiKey.ApiKeyValue",
			"ServiceDetails.MCPServer.AuthorizationConfig.BearerToken.TokenValue",
			"ServiceDetails.MCPServer.AuthorizationConfig.OAuthClientCredentials.ClientSecret",
			"ServiceDetails.MCPServerGrafana.AuthorizationConfig.BearerToken.TokenValue",
			"ServiceDetails.MCPServerNewRelic.AuthorizationConfig.ApiKey.ApiKey",
			"ServiceDetails.MCPServerSplunk.AuthorizationConfig.BearerToken.TokenValue",
			"ServiceDetails.PagerDuty.AuthorizationConfig.OAuthClientCredentials.ClientSecret",
			"ServiceDetails.ServiceNow.AuthorizationConfig.OAuthClientCredentials.ClientSecret",
		],
	},
	{ type: "AWS::DirectConnect::PrivateVirtualInterface", paths: ["BgpPeers[].AuthKey"] },
	{ type: "AWS::DirectConnect::PublicVirtualInterface", paths: ["BgpPeers[].AuthKey"] },
	{ type: "AWS::DirectConnect::TransitVirtualInterface", paths: ["BgpPeers[].AuthKey"] },
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
			"GcpMySQLSettings.Password",
			"MicrosoftSqlServerSettings.Password",
			"OracleSettings.SecurityDbEncryption",
		],
	},
	{ type: "AWS::DocDB::DBCluster", paths: ["MasterUserPassword"] },
	{ type: "AWS::DocDBElastic::Cluster", paths: ["AdminUserPassword"] },
	{
		type: "AWS::EC2::VerifiedAccessTrustProvider",
		paths: ["OidcOptions.ClientSecret", "NativeApplicationOidcOptions.ClientSecret"],
	},
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
	{
		type: "AWS::FSx::FileSystem",
		paths: [
			"WindowsConfiguration.SelfManagedActiveDirectoryConfiguration.Password",
			"OntapConfiguration.FsxAdminPassword",
		],
	},
	{
		type: "AWS::FSx::StorageVirtualMachine",
		paths: ["SvmAdminPassword", "ActiveDirectoryConfiguration.SelfManagedActiveDirectoryConfiguration.Password"],
	},
	{
		type: "AWS::Glue::Connection",
		paths: [
			"ConnectionInput.ConnectionProperties.PASSWORD",
			"ConnectionInput.AuthenticationConfiguration.BasicAuthenticationCredentials.Password",
			"ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.AccessToken",
			"ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.JwtToken",
			"ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.RefreshToken",
			"ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.UserManagedClientApplicationClientSecret",
		],
	},
	{ type: "AWS::IAM::SAMLProvider", paths: ["AddPrivateKey"] },
	{ type: "AWS::IAM::ServerCertificate", paths: ["PrivateKey"] },
	{ type: "AWS::IAM::User", paths: ["LoginProfile.Password"] },
	{
		type: "AWS::InspectorV2::CodeSecurityIntegration",
		paths: ["CreateIntegrationDetails.gitlabSelfManaged.accessToken"],
	},
	{
		type: "AWS::Invoicing::ProcurementPortalPreference",
		paths: ["ProcurementPortalSharedSecret", "TestEnvPreference.ProcurementPortalSharedSecret"],
	},
	{
		type: "AWS::IoTWireless::PartnerAccount",
		paths: ["Sidewalk.AppServerPrivateKey", "SidewalkUpdate.AppServerPrivateKey"],
	},
	{
		type: "AWS::IoTWireless::WirelessDevice",
		paths: [
			"LoRaWAN.AbpV10x.SessionKeys.AppSKey",
			"LoRaWAN.AbpV10x.SessionKeys.NwkSKey",
			"LoRaWAN.AbpV11.SessionKeys.AppSKey",
			"LoRaWAN.AbpV11.SessionKeys.FNwkSIntKey",
			"LoRaWAN.AbpV11.SessionKeys.NwkSEncKey",
			"LoRaWAN.AbpV11.SessionKeys.SNwkSIntKey",
			"LoRaWAN.OtaaV10x.AppKey",
			"LoRaWAN.OtaaV11.AppKey",
			"LoRaWAN.OtaaV11.NwkKey",
		],
	},
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
	{ type: "AWS::MediaPackage::Channel", paths: ["HlsIngest.ingestEndpoints[].Password"] },
	{ type: "AWS::MemoryDB::User", paths: ["AuthenticationMode.Passwords[]"] },
	{ type: "AWS::OpenSearchService::Domain", paths: ["AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword"] },
	{ type: "AWS::OpsWorks::App", paths: ["AppSource.Password", "AppSource.SshKey", "SslConfiguration.PrivateKey"] },
	{ type: "AWS::OpsWorksCM::Server", paths: ["CustomPrivateKey"] },
	{
		type: "AWS::OpsWorks::Stack",
		paths: ["CustomCookbooksSource.Password", "RdsDbInstances[].DbPassword", "CustomCookbooksSource.SshKey"],
	},
	{ type: "AWS::Pinpoint::ADMChannel", paths: ["ClientSecret"] },
	{ type: "AWS::Pinpoint::APNSChannel", paths: ["PrivateKey", "TokenKey"] },
	{ type: "AWS::Pinpoint::APNSSandboxChannel", paths: ["PrivateKey", "TokenKey"] },
	{ type: "AWS::Pinpoint::APNSVoipChannel", paths: ["PrivateKey", "TokenKey"] },
	{ type: "AWS::Pinpoint::APNSVoipSandboxChannel", paths: ["PrivateKey", "TokenKey"] },
	{ type: "AWS::Pinpoint::BaiduChannel", paths: ["SecretKey", "ApiKey"] },
	{ type: "AWS::Pinpoint::GCMChannel", paths: ["ApiKey"] },
	{
		type: "AWS::QuickSight::ActionConnector",
		paths: [
			"AuthenticationConfig.AuthenticationMetadata.ApiKeyConnectionMetadata.ApiKey",
			"AuthenticationConfig.AuthenticationMetadata.AuthorizationCodeGrantMetadata.AuthorizationCodeGrantCredentialsDetails.AuthorizationCodeGrantDetails.ClientSecret",
			"AuthenticationConfig.AuthenticationMetadata.BasicAuthConnectionMetadata.Password",
			"AuthenticationConfig.AuthenticationMetadata.ClientCredentialsGrantMetadata.ClientCredentialsDetails.ClientCredentialsGrantDetails.ClientSecret",
		],
	},
	{
		type: "AWS::QuickSight::DataSource",
		paths: [
			"Credentials.CredentialPair.Password",
			"Credentials.KeyPairCredentials.PrivateKey",
			"Credentials.KeyPairCredentials.PrivateKeyPassphrase",
		],
	},
	{ type: "AWS::QuickSight::OAuthClientApplication", paths: ["ClientSecret"] },
	{ type: "AWS::RDS::DBCluster", paths: ["MasterUserPassword"] },
	{ type: "AWS::RDS::DBInstance", paths: ["MasterUserPassword", "TdeCredentialPassword"] },
	{ type: "AWS::Redshift::Cluster", paths: ["MasterUserPassword"] },
	{ type: "AWS::RedshiftServerless::Namespace", paths: ["AdminUserPassword"] },
	{ type: "AWS::SageMaker::Workforce", paths: ["OidcConfig.ClientSecret"] },
	{ type: "AWS::SecretsManager::Secret", paths: ["SecretString"] },
	{
		type: "AWS::SecurityLake::SubscriberNotification",
		paths: ["NotificationConfiguration.HttpsNotificationConfiguration.AuthorizationApiKeyValue"],
	},
	{ type: "AWS::SES::EmailIdentity", paths: ["DkimSigningAttributes.DomainSigningPrivateKey"] },
	{ type: "AWS::SES::MailManagerIngressPoint", paths: ["IngressPointConfiguration.SmtpPassword"] },
	{ type: "AWS::Timestream::InfluxDBCluster", paths: ["Password"] },
	{ type: "AWS::Timestream::InfluxDBInstance", paths: ["Password"] },
	{ type: "AWS::Transfer::Certificate", paths: ["PrivateKey"] },
	{ type: "AWS::WorkSpacesWeb::IdentityProvider", paths: ["IdentityProviderDetails.client_secret"] },
];

const PATHS_BY_TYPE: ReadonlyMap<string, ReadonlySet<string>> = new Map(
	PASSWORD_PLACES.map(({ type, paths }) => [type, new Set(paths.map((path) => path.replaceAll("[]", "")))]),
);

/** True for a property that takes a secret. `path` without `[]`: `Users.Password`. */
export function takesSecret(type: string, path: string): boolean {
	return PATHS_BY_TYPE.get(type)?.has(path) === true;
}
