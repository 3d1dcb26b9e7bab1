import type { Update } from "../../model/engine.ts";

/** What CloudFormation does with a property, where its page says more than one flag can. */
export interface KnownUpdate {
	/** Where nothing was deployed for it yet. */
	readonly whenAbsent: Update;
	/** Where another value was. */
	readonly whenChanged: Update;
	/** Nothing else changes either: no permission, no price, no reader. Read on the page, and on the service's own. */
	readonly harmless?: true;
}

/**
 * By type and property: what the pages say in words. The flag of all others (`createOnlyProperties`, "Update requires")
 * is in `encryption-properties.json`, and counts for both questions.
 */
export const UPDATES: Readonly<Record<string, Readonly<Record<string, KnownUpdate>>>> = {
	// The page flags it "No interruption", but a deployment is a snapshot: an update of it reaches its stage only while
	// no other deployment has it.
	"AWS::ApiGateway::Deployment": {
		"StageDescription.CacheDataEncrypted": { whenAbsent: "unsure", whenChanged: "unsure" },
		"StageDescription.MethodSettings[].CacheDataEncrypted": { whenAbsent: "unsure", whenChanged: "unsure" },
	},
	// "Update requires: No interruption". API Gateway encrypts and decrypts by itself, under its own key, at no price.
	"AWS::ApiGateway::Stage": {
		"MethodSettings[].CacheDataEncrypted": { whenAbsent: "in-place", whenChanged: "in-place", harmless: true },
	},
	// "You cannot update this setting after creation."
	"AWS::AppSync::ApiCache": { AtRestEncryptionEnabled: { whenAbsent: "refuse", whenChanged: "refuse" } },
	// "After you associate an event data store with a KMS key, the KMS key cannot be removed or changed."
	"AWS::CloudTrail::EventDataStore": { KmsKeyId: { whenAbsent: "in-place", whenChanged: "refuse" } },
	// "You can change the existing value of the EncryptionMode parameter from SSE_KMS to SSE_S3. But you can't change
	// the existing value from SSE_S3 to SSE_KMS."
	"AWS::DMS::Endpoint": {
		"S3Settings.EncryptionMode": { whenAbsent: "unsure", whenChanged: "refuse" },
		"RedshiftSettings.EncryptionMode": { whenAbsent: "unsure", whenChanged: "refuse" },
	},
	// "Can only be used to create a new domain, not update an existing one": the first version of the page. Today the
	// specification calls the switch conditional, and the key immutable.
	"AWS::Elasticsearch::Domain": {
		"EncryptionAtRestOptions.Enabled": { whenAbsent: "replace", whenChanged: "replace" },
		"EncryptionAtRestOptions.KmsKeyId": { whenAbsent: "replace", whenChanged: "replace" },
	},
	// "If no encryption at rest options were initially specified in the template, updating this property by adding it
	// causes no interruption. However, if you change this property after it's already been set within a template, the
	// domain is deleted and recreated in order to modify the property." The flag below that says "Some interruptions".
	"AWS::OpenSearchService::Domain": {
		"EncryptionAtRestOptions.Enabled": { whenAbsent: "interrupt", whenChanged: "replace" },
		"EncryptionAtRestOptions.KmsKeyId": { whenAbsent: "interrupt", whenChanged: "replace" },
	},
	// The same property of an instance may replace it ("AWS::RDS::DBInstance"); the page of the cluster does not say
	// why it would not.
	"AWS::RDS::DBCluster": { PerformanceInsightsKmsKeyId: { whenAbsent: "unsure", whenChanged: "unsure" } },
	// "During the migration operation, your cluster is available in read-only mode" ("Amazon Redshift database
	// encryption", Management Guide).
	"AWS::Redshift::Cluster": {
		Encrypted: { whenAbsent: "interrupt", whenChanged: "interrupt" },
		KmsKeyId: { whenAbsent: "interrupt", whenChanged: "interrupt" },
	},
	// "After you specify a customer managed key for SSE-KMS and upload objects with this configuration, you can't
	// override the customer managed key."
	"AWS::S3Express::DirectoryBucket": {
		"BucketEncryption.ServerSideEncryptionConfiguration[].ServerSideEncryptionByDefault.KMSMasterKeyID": {
			whenAbsent: "in-place",
			whenChanged: "refuse",
		},
	},
	// "Update requires: No interruption". SSE-SQS needs no permission and has no price ("Encryption at rest in Amazon
	// SQS", Developer Guide).
	"AWS::SQS::Queue": { SqsManagedSseEnabled: { whenAbsent: "in-place", whenChanged: "in-place", harmless: true } },
};
