/**
 * Properties that take a credential, by type: whatever stands there in plain text lets somebody in, be it a word. `[]`
 * marks a list on the way.
 *
 * Source: the CloudFormation reference, properties described as a password, token, secret, private key or pre-shared key.
 */
const SECRET_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
	"ASK::Skill": ["AuthenticationConfiguration.ClientSecret", "AuthenticationConfiguration.RefreshToken"],
	"AWS::AmazonMQ::Broker": ["Users.Password", "LdapServerMetadata.ServiceAccountPassword"],
	"AWS::Amplify::App": ["AccessToken", "OauthToken", "BasicAuthConfig.Password", "AutoBranchCreationConfig.BasicAuthConfig.Password"],
	"AWS::Amplify::Branch": ["BasicAuthConfig.Password"],
	"AWS::ApiGateway::ApiKey": ["Value"],
	"AWS::AppStream::DirectoryConfig": ["ServiceAccountCredentials.AccountPassword"],
	"AWS::CodeBuild::SourceCredential": ["Token"],
	"AWS::CodePipeline::Webhook": ["AuthenticationConfiguration.SecretToken"],
	"AWS::Cognito::UserPoolIdentityProvider": ["ProviderDetails.client_secret", "ProviderDetails.private_key"],
	"AWS::DataSync::LocationFSxWindows": ["Password"],
	"AWS::DataSync::LocationObjectStorage": ["SecretKey"],
	"AWS::DataSync::LocationSMB": ["Password"],
	"AWS::DirectoryService::MicrosoftAD": ["Password"],
	"AWS::DirectoryService::SimpleAD": ["Password"],
	"AWS::DMS::Endpoint": ["Password"],
	"AWS::DocDB::DBCluster": ["MasterUserPassword"],
	"AWS::DocDBElastic::Cluster": ["AdminUserPassword"],
	"AWS::EC2::VPNConnection": ["VpnTunnelOptionsSpecifications.PreSharedKey"],
	"AWS::ElastiCache::ReplicationGroup": ["AuthToken"],
	"AWS::ElastiCache::User": ["Passwords", "AuthenticationMode.Passwords"],
	"AWS::Elasticsearch::Domain": ["AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword"],
	"AWS::EMR::Cluster": ["KerberosAttributes.KdcAdminPassword", "KerberosAttributes.ADDomainJoinPassword", "KerberosAttributes.CrossRealmTrustPrincipalPassword"],
	"AWS::Events::Connection": [
		"AuthParameters.ApiKeyAuthParameters.ApiKeyValue",
		"AuthParameters.BasicAuthParameters.Password",
		"AuthParameters.OAuthParameters.ClientParameters.ClientSecret",
	],
	"AWS::FSx::FileSystem": ["WindowsConfiguration.SelfManagedActiveDirectoryConfiguration.Password"],
	"AWS::FSx::StorageVirtualMachine": ["SvmAdminPassword", "ActiveDirectoryConfiguration.SelfManagedActiveDirectoryConfiguration.Password"],
	"AWS::Glue::Connection": ["ConnectionInput.ConnectionProperties.PASSWORD"],
	"AWS::IAM::User": ["LoginProfile.Password"],
	"AWS::KinesisFirehose::DeliveryStream": ["RedshiftDestinationConfiguration.Password", "SplunkDestinationConfiguration.HECToken", "HttpEndpointDestinationConfiguration.EndpointConfiguration.AccessKey", "SnowflakeDestinationConfiguration.PrivateKey", "SnowflakeDestinationConfiguration.KeyPassphrase"],
	"AWS::Lightsail::Database": ["MasterUserPassword"],
	"AWS::MemoryDB::User": ["AuthenticationMode.Passwords"],
	"AWS::OpenSearchService::Domain": ["AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword"],
	"AWS::OpsWorks::App": ["AppSource.Password", "AppSource.SshKey", "SslConfiguration.PrivateKey"],
	"AWS::OpsWorks::Stack": ["RdsDbInstances.DbPassword", "CustomCookbooksSource.Password", "CustomCookbooksSource.SshKey"],
	"AWS::Pinpoint::ADMChannel": ["ClientSecret"],
	"AWS::Pinpoint::APNSChannel": ["PrivateKey", "TokenKey"],
	"AWS::Pinpoint::BaiduChannel": ["SecretKey"],
	"AWS::Pinpoint::GCMChannel": ["ApiKey"],
	"AWS::RDS::DBCluster": ["MasterUserPassword"],
	"AWS::RDS::DBInstance": ["MasterUserPassword", "TdeCredentialPassword"],
	"AWS::Redshift::Cluster": ["MasterUserPassword"],
	"AWS::RedshiftServerless::Namespace": ["AdminUserPassword"],
	"AWS::SecretsManager::Secret": ["SecretString"],
};

/** True for a property that takes a credential. `path` without the marks of lists: `Users.Password`. */
export function takesSecret(type: string, path: string): boolean {
	return SECRET_PROPERTIES[type]?.includes(path) === true;
}
