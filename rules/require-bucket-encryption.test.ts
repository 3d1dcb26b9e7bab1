import { describe, expect, test } from "vitest";
import { lintSource, lintTemplate, lintText, testRule } from "../src/testing/rule-tester.ts";
import { requireBucketEncryption } from "./require-bucket-encryption.ts";

const NAME = "require-bucket-encryption";
const DATA = {
	id: "Data",
	property: "SSEAlgorithm",
	algorithm: "",
	setting: "SSEAlgorithm: aws:kms",
	when: "",
	customer: "",
};
const NONE = { ...DATA, property: "BucketEncryption" };
const CUSTOMER = { minimum: "customer-key" };
const WITH_KEY = " with a customer managed key";

/** A bucket with these properties, one a line. */
function bucket(...lines: readonly string[]): string {
	return [
		"Resources:",
		"  Data:",
		"    Type: AWS::S3::Bucket",
		"    Properties:",
		...lines.map((line) => `      ${line}`),
		"",
	].join("\n");
}

/** A bucket with these lines for its `ServerSideEncryptionByDefault`. */
function encrypted(...lines: readonly string[]): string {
	return bucket(
		"BucketEncryption:",
		"  ServerSideEncryptionConfiguration:",
		"    - ServerSideEncryptionByDefault:",
		...lines.map((line) => `        ${line}`),
	);
}

const HOW = " and a bucket key";
const OWNED = "SSEAlgorithm: AES256";
const KMS = "SSEAlgorithm: aws:kms";
const KEY = "  Key: { Type: AWS::KMS::Key }\n";

testRule(requireBucketEncryption, {
	silent: [
		{ name: "a bucket under S3's KMS key", code: encrypted(KMS) },
		{ name: "a bucket under two layers", code: encrypted("SSEAlgorithm: aws:kms:dsse") },
		{
			name: "a bucket under a key of the owner's",
			code: encrypted(KMS, "KMSMasterKeyID: !ImportValue Key"),
			options: CUSTOMER,
		},
		{
			name: "a bucket under a key of this template",
			code: `${encrypted(KMS, "KMSMasterKeyID: !Ref Key")}${KEY}`,
			options: CUSTOMER,
		},
		{
			name: "two layers where two are asked",
			code: encrypted("SSEAlgorithm: aws:kms:dsse"),
			options: { dualLayer: true },
		},
		{ name: "S3's own keys where they are enough", code: encrypted(OWNED), options: { minimum: "provider-owned" } },
		{
			name: "an algorithm that is asked for at deploy time",
			code: `Parameters:\n  Algorithm: { Type: String }\n${encrypted("SSEAlgorithm: !Ref Algorithm")}`,
		},
		{
			name: "an algorithm that Parameter Store resolves",
			code: `Parameters:\n  Algorithm: { Type: "AWS::SSM::Parameter::Value<String>", Default: AES256 }\n${encrypted("SSEAlgorithm: !Ref Algorithm")}`,
		},
		{ name: "an imported algorithm", code: encrypted("SSEAlgorithm: !ImportValue Algorithm") },
		{
			name: "an included configuration",
			code: bucket("Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/e.yaml } }"),
		},
		{
			name: "a merged configuration",
			code: `Shared: &encrypted\n  BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms } }] }\n${bucket("<<: *encrypted")}`,
		},
		{
			name: "a configuration through an anchor",
			code: `Shared: &encryption\n  ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms } }]\n${bucket("BucketEncryption: *encryption")}`,
		},
		{
			name: "algorithm and key hang on the same condition",
			code: `Conditions:\n  HasKey: !Equals [!Ref AWS::Region, eu-west-1]\n${encrypted("SSEAlgorithm: !If [HasKey, aws:kms, aws:kms]", "KMSMasterKeyID: !If [HasKey, !ImportValue Key, !ImportValue Other]")}`,
			options: CUSTOMER,
		},
		{
			name: "algorithm and key come from one row of a mapping",
			code: `Mappings:\n  Stages: { dev: { Algorithm: aws:kms:dsse, Key: arn:aws:kms:eu-west-1:111122223333:key/1 }, prod: { Algorithm: aws:kms, Key: arn:aws:kms:eu-west-1:111122223333:key/2 } }\n${encrypted("SSEAlgorithm: !FindInMap [Stages, !Ref Stage, Algorithm]", "KMSMasterKeyID: !FindInMap [Stages, !Ref Stage, Key]")}`,
			options: CUSTOMER,
		},
		{
			name: "the destination of access logs takes S3's own keys only",
			code: `${bucket("LoggingConfiguration: { DestinationBucketName: !Ref Logs }", "BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms } }] }")}  Logs: { Type: AWS::S3::Bucket }\n`,
		},
		{ name: "a bucket that anonymous readers read by its ACL", code: bucket("AccessControl: PublicRead") },
		...[
			"Principal: '*'",
			"Principal: { AWS: '*' }",
			"Principal: { CanonicalUser: !GetAtt Oai.S3CanonicalUserId }",
		].map((principal) => ({
			name: `a bucket that its policy lets others read: ${principal}`,
			code: `${bucket("BucketName: site")}  Oai: { Type: AWS::CloudFront::CloudFrontOriginAccessIdentity }\n  Policy: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref Data, PolicyDocument: { Statement: [{ Effect: Allow, ${principal}, Action: s3:GetObject, Resource: !Sub "\${Data.Arn}/*" }] } } }\n`,
		})),
		{
			name: "a bucket that CloudFront reads with an origin access identity",
			code: `${bucket("BucketName: site")}  Cdn: { Type: AWS::CloudFront::Distribution, Properties: { DistributionConfig: { Origins: [{ DomainName: !GetAtt Data.RegionalDomainName, S3OriginConfig: { OriginAccessIdentity: origin-access-identity/cloudfront/E1 } }] } } }\n`,
		},
		{ name: "a bucket that S3 writes logs into by its ACL", code: bucket("AccessControl: LogDeliveryWrite") },
		{
			name: "the destination of a load balancer's access logs",
			code: `${bucket("BucketName: orders-logs")}  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { LoadBalancerAttributes: [{ Key: access_logs.s3.bucket, Value: orders-logs }] } }\n`,
		},
		{
			name: "the destination of the access logs of an app's load balancer, whoever made it",
			filename: "app.ts",
			code: `import * as s3 from "aws-cdk-lib/aws-s3";\nconst logs = new s3.Bucket(scope, "Logs", { encryption: s3.BucketEncryption.S3_MANAGED });\nservice.loadBalancer.logAccessLogs(logs, "orders");\n`,
		},
		{
			name: "the destination of a classic load balancer's access logs",
			code: `${bucket("Tags: []")}  Balancer: { Type: AWS::ElasticLoadBalancing::LoadBalancer, Properties: { AccessLoggingPolicy: { S3BucketName: !Ref Data } } }\n`,
		},
		{
			name: "a bucket that is never made",
			code: "Conditions:\n  Never: !Equals [a, b]\nResources:\n  Data: { Type: AWS::S3::Bucket, Condition: Never }\n",
		},
		{
			name: "a directory bucket is another type",
			code: "Resources:\n  Data: { Type: AWS::S3Express::DirectoryBucket }\n",
		},
	],
	found: [
		...[
			"Effect: Allow, Principal: '*', Action: s3:GetObject, Resource: x, Condition: { StringEquals: { 'aws:PrincipalOrgID': o-1 } }",
			"Effect: Deny, Principal: '*', Action: 's3:*', Resource: x",
		].map((statement) => ({
			name: `a bucket that its policy lets nobody read without a name: ${statement}`,
			code: `${bucket("BucketName: site")}  Policy: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref Data, PolicyDocument: { Statement: [{ ${statement} }] } } }\n`,
			errors: [{ messageId: "missingEncryption", data: NONE, suggestions: 1 }],
		})),
		{
			name: "a bucket in YAML that says nothing",
			code: "Resources:\n  Data:\n    Type: AWS::S3::Bucket\n",
			errors: [
				{
					messageId: "missingEncryption",
					data: NONE,
					line: 2,
					column: 3,
					endLine: 2,
					endColumn: 7,
					suggestions: [
						{
							messageId: "useProviderKey",
							data: { how: HOW },
							output: "Resources:\n  Data:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketEncryption:\n        ServerSideEncryptionConfiguration:\n          - ServerSideEncryptionByDefault:\n              SSEAlgorithm: aws:kms\n            BucketKeyEnabled: true\n",
						},
					],
				},
			],
		},
		{
			name: "a bucket in JSON under S3's own keys, with a key of the template to take",
			filename: "template.json",
			code: '{"Resources":{"Key":{"Type":"AWS::KMS::Key"},"Data":{"Type":"AWS::S3::Bucket","Properties":{"BucketEncryption":{"ServerSideEncryptionConfiguration":[{"ServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}}}}}',
			errors: [
				{
					messageId: "ownedKey",
					data: { ...DATA, algorithm: "AES256", setting: '"SSEAlgorithm": "aws:kms"' },
					line: 1,
					column: 199,
					endLine: 1,
					endColumn: 207,
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "Key", how: HOW },
							output: '{"Resources":{"Key":{"Type":"AWS::KMS::Key"},"Data":{"Type":"AWS::S3::Bucket","Properties":{"BucketEncryption":{"ServerSideEncryptionConfiguration":[{"ServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms","KMSMasterKeyID":{"Fn::GetAtt":["Key","Arn"]}},"BucketKeyEnabled":true}]}}}}}',
						},
						{
							messageId: "useProviderKey",
							data: { how: HOW },
							output: '{"Resources":{"Key":{"Type":"AWS::KMS::Key"},"Data":{"Type":"AWS::S3::Bucket","Properties":{"BucketEncryption":{"ServerSideEncryptionConfiguration":[{"ServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms"},"BucketKeyEnabled":true}]}}}}}',
						},
					],
				},
			],
		},
		{
			name: "S3's own keys are rewritten where they stand, and comments stay",
			code: encrypted(`${OWNED} # the default`),
			errors: [
				{
					messageId: "ownedKey",
					data: { ...DATA, algorithm: "AES256" },
					line: 8,
					column: 29,
					suggestions: [
						{
							messageId: "useProviderKey",
							data: { how: HOW },
							output: encrypted(`${KMS} # the default`).replace(
								/\n$/u,
								"\n            BucketKeyEnabled: true\n",
							),
						},
					],
				},
			],
		},
		{
			name: "S3's KMS key where a key of the owner's is asked",
			code: encrypted(KMS),
			options: CUSTOMER,
			errors: [
				{
					messageId: "providerKey",
					data: { ...DATA, property: "KMSMasterKeyID", algorithm: "aws:kms", customer: WITH_KEY },
					line: 8,
				},
			],
		},
		{
			name: "a key of this template to take where one is asked",
			code: `${encrypted(KMS)}${KEY}`,
			options: CUSTOMER,
			errors: [
				{
					messageId: "providerKey",
					data: { ...DATA, property: "KMSMasterKeyID", algorithm: "aws:kms", customer: WITH_KEY },
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "Key", how: HOW },
							output: `${encrypted(KMS, "KMSMasterKeyID: !GetAtt Key.Arn").replace(/\n$/u, "\n            BucketKeyEnabled: true\n")}${KEY}`,
						},
					],
				},
			],
		},
		{
			name: "the alias of S3's own key",
			code: encrypted(KMS, "KMSMasterKeyID: alias/aws/s3"),
			options: CUSTOMER,
			errors: [{ messageId: "providerKey", line: 8 }],
		},
		{
			name: "nothing at all where a key of the owner's is asked",
			code: bucket("BucketName: orders"),
			options: CUSTOMER,
			errors: [{ messageId: "missingEncryption", data: { ...NONE, customer: WITH_KEY }, line: 2 }],
		},
		{
			name: "nothing written, where S3's own keys would do but must be written",
			code: bucket("BucketName: orders"),
			options: { minimum: "provider-owned" },
			errors: [{ messageId: "missingEncryption", data: NONE, line: 2, suggestions: 1 }],
		},
		{
			name: "one layer where two are asked",
			code: encrypted(KMS),
			options: { dualLayer: true },
			errors: [
				{
					messageId: "singleLayer",
					data: { ...DATA, setting: "SSEAlgorithm: aws:kms:dsse", algorithm: "aws:kms" },
					line: 8,
					suggestions: [{ messageId: "useDualLayer", output: encrypted("SSEAlgorithm: aws:kms:dsse") }],
				},
			],
		},
		{
			name: "two layers keep the key that is set",
			code: `${encrypted(KMS, "KMSMasterKeyID: !ImportValue Key")}${KEY}`,
			options: { dualLayer: true },
			errors: [
				{
					messageId: "singleLayer",
					suggestions: [
						{
							messageId: "useDualLayer",
							output: `${encrypted("SSEAlgorithm: aws:kms:dsse", "KMSMasterKeyID: !ImportValue Key")}${KEY}`,
						},
					],
				},
			],
		},
		{
			name: "two layers take no bucket key",
			code: bucket("BucketName: orders"),
			options: { dualLayer: true },
			errors: [
				{
					messageId: "missingEncryption",
					data: { ...NONE, setting: "SSEAlgorithm: aws:kms:dsse" },
					suggestions: [
						{
							messageId: "useProviderKey",
							data: { how: " in two layers" },
							output: bucket(
								"BucketName: orders",
								"BucketEncryption:",
								"  ServerSideEncryptionConfiguration:",
								"    - ServerSideEncryptionByDefault:",
								"        SSEAlgorithm: aws:kms:dsse",
							),
						},
					],
				},
			],
		},
		{
			name: "AWS::NoValue is no configuration",
			code: bucket("BucketEncryption: !Ref AWS::NoValue"),
			errors: [{ messageId: "missingEncryption", data: NONE, suggestions: 1 }],
		},
		{
			name: "an algorithm that is AES256 unless somebody says otherwise",
			code: `Parameters:\n  Algorithm: { Type: String, Default: AES256 }\n${encrypted("SSEAlgorithm: !Ref Algorithm")}`,
			errors: [{ messageId: "ownedKey", data: { ...DATA, algorithm: "AES256" }, line: 10, suggestions: 1 }],
		},
		{
			name: "an algorithm from a mapping",
			code: `Mappings:\n  Stages: { dev: { Algorithm: AES256 } }\n${encrypted("SSEAlgorithm: !FindInMap [Stages, dev, Algorithm]")}`,
			errors: [{ messageId: "ownedKey", data: { ...DATA, algorithm: "AES256" }, line: 10, suggestions: 1 }],
		},
		{
			name: "one branch is under S3's own keys, and named",
			code: `Conditions:\n  IsProd: !Equals [!Ref AWS::Region, eu-west-1]\n${encrypted("SSEAlgorithm: !If [IsProd, aws:kms, AES256]")}`,
			errors: [
				{
					messageId: "ownedKey",
					data: { ...DATA, algorithm: "AES256", when: " if condition 'IsProd' is false" },
					line: 10,
					column: 51,
				},
			],
		},
		...[["SSEAlgorithm: AES256"], ["SSEAlgorithm: AES256", "!Ref AWS::NoValue"]].map(
			([
				kept,
				other = `{ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { ${kept} } }] }`,
			]) => ({
				name: `one finding where no branch is under KMS: ${other.slice(0, 12)}`,
				code: `Conditions:\n  IsProd: !Equals [!Ref AWS::Region, eu-west-1]\n${bucket(`BucketEncryption: !If [IsProd, { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { ${kept} } }] }, ${other}]`)}`,
				errors: [{ messageId: "ownedKey", data: { ...DATA, algorithm: "AES256" }, line: 7 }],
			}),
		),
		{
			name: "the whole configuration on one branch",
			code: `Conditions:\n  IsProd: !Equals [!Ref AWS::Region, eu-west-1]\n${bucket("BucketEncryption: !If [IsProd, { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms } }] }, !Ref AWS::NoValue]")}`,
			errors: [{ messageId: "missingEncryption", data: { ...NONE, when: " if condition 'IsProd' is false" } }],
		},
		{
			name: "the bucket that sends its logs elsewhere is asked all the same",
			code: `${bucket("LoggingConfiguration: { DestinationBucketName: !Ref Logs }")}  Logs: { Type: AWS::S3::Bucket }\n`,
			errors: [{ messageId: "missingEncryption", data: NONE, line: 2, suggestions: 1 }],
		},
	],
});

describe("a bucket that takes logs", () => {
	test("is listed as unknown, with why", () => {
		const { messages, details } = lintTemplate(bucket("AccessControl: LogDeliveryWrite"), { [NAME]: {} });
		expect(messages).toEqual([]);
		expect(details.unknown).toMatchObject([
			{
				property: "BucketEncryption",
				why: "it takes logs from a service that cannot write under SSE-KMS",
				resource: { id: "Data" },
			},
		]);
	});
});

describe("a bucket that serves a website", () => {
	const WHY = "it serves a website, and anonymous readers cannot decrypt with KMS";

	test("is unknown in a template", () => {
		const { messages, details } = lintTemplate(bucket("WebsiteConfiguration: { IndexDocument: index.html }"), {
			[NAME]: {},
		});
		expect(messages).toEqual([]);
		expect(details.unknown).toMatchObject([{ why: WHY }]);
	});

	test("is unknown in CDK", () => {
		const { messages, details } = lintSource(
			inCdk(`{ websiteIndexDocument: "index.html" }`),
			{ [NAME]: {} },
			"app.ts",
		);
		expect(messages).toEqual([]);
		expect(details.unknown).toMatchObject([{ why: WHY }]);
	});
});

describe("a bucket that CloudFront uses", () => {
	test.each([
		["an origin", "Origins: [{ Id: site, DomainName: !GetAtt Data.RegionalDomainName }]"],
		[
			"an origin by a name that is put together",
			'Origins: [{ Id: site, DomainName: !Sub "${Data}.s3.amazonaws.com" }]',
		],
		["the logs", "Logging: { Bucket: !GetAtt Data.DomainName }"],
	])("cannot be under aws/s3: %s", (_, config) => {
		const code = `${bucket("BucketName: site")}  Site: { Type: AWS::CloudFront::Distribution, Properties: { DistributionConfig: { ${config} } } }\n`;
		const [message] = lintTemplate(code, { [NAME]: {} }).messages;
		expect(message?.message).toBe(
			"Bucket 'Data' has no default encryption and uses S3-managed keys (SSE-S3). Set `SSEAlgorithm: aws:kms` with a customer managed key.",
		);
		expect(message?.suggestions ?? []).toEqual([]);
	});
});

describe("a bucket that a service uses by its own name", () => {
	const statement = (service: string, action: string): string =>
		`  Policy: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref Data, PolicyDocument: { Statement: [{ Effect: Allow, Action: "${action}", Principal: { Service: ${service} }, Resource: !Sub "\${Data.Arn}/*" }] } } }\n`;
	const found = (more: string, name = "data"): readonly string[] =>
		lintTemplate(`${bucket(`BucketName: ${name}`)}${more}`, { [NAME]: {} }).messages.map(({ message }) => message);

	test.each([
		...["cloudfront", "delivery.logs", "config", "ses"].map((service) =>
			statement(`${service}.amazonaws.com`, service === "cloudfront" ? "s3:GetObject" : "s3:PutObject"),
		),
		"  L: { Type: AWS::EC2::FlowLog, Properties: { LogDestination: !GetAtt Data.Arn } }\n",
		"  L: { Type: AWS::WAFv2::LoggingConfiguration, Properties: { LogDestinationConfigs: [!GetAtt Data.Arn] } }\n",
		"  L: { Type: AWS::SES::ReceiptRule, Properties: { Rule: { Actions: [{ S3Action: { BucketName: !Ref Data } }] } } }\n",
		"  L: { Type: AWS::Logs::DeliveryDestination, Properties: { DestinationResourceArn: !GetAtt Data.Arn } }\n",
	])("cannot be under aws/s3: %s", (more) => {
		expect(found(more)).toEqual([expect.stringContaining("with a customer managed key")]);
	});

	test("is known by the name that AWS WAF asks for", () => {
		expect(found("", "aws-waf-logs-prod")).toEqual([expect.stringContaining("with a customer managed key")]);
	});

	test.each([
		statement("logging.s3.amazonaws.com", "s3:PutObject"),
		statement("redshift.amazonaws.com", "s3:PutObject"),
		"  C: { Type: AWS::Redshift::Cluster, Properties: { LoggingProperties: { BucketName: !Ref Data } } }\n",
	])("is left alone where the service takes SSE-S3 only: %s", (more) => {
		expect(found(more)).toEqual([]);
	});

	test.each([
		statement("cloudfront.amazonaws.com", "s3:GetObject").replace("Allow", "Deny"),
		statement("cloudfront.amazonaws.com", "s3:GetBucketAcl"),
		statement("redshift.amazonaws.com", "s3:GetBucketAcl"),
		"  L: { Type: AWS::EC2::FlowLog, Properties: { LogDestination: !GetAtt Other.Arn } }\n",
	])("is none otherwise: %s", (more) => {
		expect(found(more)).toEqual([expect.not.stringContaining("with a customer managed key")]);
	});
});

describe("a bucket of load balancers", () => {
	const MAPPED =
		"Mappings:\n  Balancers: { eu-west-1: { Account: '156460612806' }, eu-west-2: { Account: '652711504416' } }\n";
	const policy = (principal: string, resource = '!Sub "${Data.Arn}/AWSLogs/${AWS::AccountId}/*"'): string =>
		`${MAPPED}${bucket("BucketName: logs")}  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Data
      PolicyDocument:
        Statement:
          - { Effect: Allow, Action: "s3:PutObject", Principal: { ${principal} }, Resource: ${resource} }
`;
	const count = (text: string): number => lintTemplate(text, { [NAME]: {} }).messages.length;

	test.each([
		"AWS: !FindInMap [Balancers, !Ref AWS::Region, Account]",
		"AWS: arn:aws:iam::156460612806:root",
		'AWS: "156460612806"',
		"Service: logdelivery.elasticloadbalancing.amazonaws.com",
	])("is known by who may write: %s", (principal) => {
		expect(count(policy(principal))).toBe(0);
	});

	test.each([
		"Service: cloudtrail.amazonaws.com",
		"AWS: !GetAtt Role.Arn",
		"AWS: arn:aws:iam::156460612806:role/app",
	])("is none where somebody else writes: %s", (principal) => {
		expect(count(policy(principal))).toBe(1);
	});

	test("is none where logs of another kind are written", () => {
		expect(count(policy('AWS: "156460612806"', '!Sub "${Data.Arn}/*"'))).toBe(1);
	});

	test("of another account cannot be under aws/s3", () => {
		const [message] = lintTemplate(
			policy('AWS: "156460612806"', '!Sub "${Data.Arn}/*"').replace("PutObject", "GetObject"),
			{
				[NAME]: {},
			},
		).messages;
		expect(message?.message).toContain("with a customer managed key");
	});
});

describe("a bucket that is named for access logs", () => {
	const named = (id: string, line = "Tags: []"): string => bucket(line).replace("Data:", `${id}:`);
	const count = (text: string): number => lintTemplate(text, { [NAME]: {} }).messages.length;

	test.each(["AccessLogs", "AccessLogsBucket", "WebAccessLogBucket", "S3AccessLogsA1B2"])(
		"is left alone: %s",
		(id) => {
			expect(count(named(id))).toBe(0);
		},
	);

	test("is left alone by the name that it gets", () => {
		expect(count(named("Logs", "BucketName: acme-s3-access-logs"))).toBe(0);
	});

	test.each(["Logs", "AccessLogger", "FlowLogs", "AccessBucket"])("is not any other: %s", (id) => {
		expect(count(named(id))).toBe(1);
	});

	test("is left alone where its policy lets a service in", () => {
		const text = `${named("AccessLogs")}  Policy: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref AccessLogs, PolicyDocument: { Statement: [{ Effect: Allow, Action: "s3:PutObject", Principal: { Service: delivery.logs.amazonaws.com }, Resource: "*" }] } } }\n`;
		expect(count(text)).toBe(0);
	});

	test("is checked where CloudFront writes", () => {
		const text = `${named("AccessLogs")}  Site: { Type: AWS::CloudFront::Distribution, Properties: { DistributionConfig: { Logging: { Bucket: !GetAtt AccessLogs.DomainName } } } }\n`;
		expect(count(text)).toBe(1);
	});
});

describe("one condition in two places", () => {
	test("is true in both, or in none", () => {
		const props =
			"{ ...(props.key ? { encryptionKey: props.key } : { encryption: s3.BucketEncryption.S3_MANAGED }), ...(props.key ? { bucketKeyEnabled: true } : {}) }";
		const { messages } = lintSource(inCdk(props), { [NAME]: {} }, "app.ts");
		expect(messages.map(({ message }) => message)).toEqual([
			"Bucket 'Data' uses S3-managed keys (`AES256`) if `props.key` is false. Set `encryption: s3.BucketEncryption.KMS`.",
		]);
	});
});

describe("a bucket that CDK gives to CloudFront", () => {
	const app = (use: string): string => `import * as s3 from "aws-cdk-lib/aws-s3";
import * as cloudfront from "aws-cdk-lib/aws-cloudfront";
import * as origins from "aws-cdk-lib/aws-cloudfront-origins";
import { Stack } from "aws-cdk-lib";
export class AppStack extends Stack {
	constructor(scope, id) {
		super(scope, id);
		const bucket = new s3.Bucket(this, "Data");
		${use}
	}
}
`;
	const messages = (use: string): readonly string[] =>
		lintSource(app(use), { [NAME]: {} }, "app.ts").messages.map(({ message }) => message);

	test.each([
		'new cloudfront.Distribution(this, "D", { defaultBehavior: { origin: new origins.S3Origin(bucket) } });',
		'new cloudfront.Distribution(this, "D", { defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessIdentity(bucket) } });',
		'new cloudfront.CloudFrontWebDistribution(this, "D", { originConfigs: [{ s3OriginSource: { s3BucketSource: bucket, originAccessIdentity }, behaviors: [] }] });',
		'new cloudfront.Distribution(this, "D", { defaultBehavior: { origin: new origins.S3StaticWebsiteOrigin(bucket) } });',
		"bucket.grantPublicAccess();",
		'bucket.grantPublicAccess("assets/*");',
	])("cannot be under KMS: %s", (use) => {
		expect(messages(use)).toEqual([]);
	});

	test.each([
		'new cloudfront.Distribution(this, "D", { defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket) } });',
		'new CloudFrontToS3(this, "D", { existingBucketObj: bucket });',
		'new cloudfront.Distribution(this, "D", { logBucket: bucket });',
		'new cloudfront.Distribution(this, "D", { logBucket: props.logs ? bucket : undefined });',
		'new cloudfront.Distribution(this, "D", { logBucket: props.logBucket ?? bucket });',
		'vpc.addFlowLog("L", { destination: ec2.FlowLogDestination.toS3(bucket) });',
		'new wafv2.CfnLoggingConfiguration(this, "L", { logDestinationConfigs: [bucket.bucketArn], resourceArn });',
		'new ec2.CfnFlowLog(this, "L", { logDestination: bucket.bucketArn });',
		"rules.addRule('R', { actions: [new actions.S3({ bucket })] });",
		"grantOacRights({ bucket, distributionArn });",
		"allowCloudFront(bucket);",
	])("needs a key of the owner's: %s", (use) => {
		expect(messages(use)).toEqual([
			"Bucket 'Data' has no default encryption and uses S3-managed keys (SSE-S3). Set `encryption: s3.BucketEncryption.KMS` with a customer managed key.",
		]);
	});

	test.each(["new Other(this, { logBucket: bucket });", "origin(bucket);", "loaCase({ bucket });"])(
		"is any other: %s",
		(use) => {
			expect(messages(use).join("")).not.toContain("customer managed key");
			expect(messages(use)).toHaveLength(1);
		},
	);
});

describe("a bucket behind a site that CloudFront serves to everyone", () => {
	const count = (text: string, filename: string, options: Readonly<Record<string, unknown>> = {}): number =>
		lintTemplate(text, { [NAME]: options }, filename).messages.length;
	const behavior = (rest: string): string => `DefaultCacheBehavior: { TargetOriginId: site${rest} }`;
	const ROOT = "DefaultRootObject: index.html";
	const cdn = (rest: string): string =>
		`${bucket("BucketName: site")}  Cdn: { Type: AWS::CloudFront::Distribution, Properties: { DistributionConfig: { Origins: [{ Id: api, DomainName: api.example.com }, { Id: site, DomainName: !GetAtt Data.RegionalDomainName }], ${rest} } } }\n`;

	test.each([
		[`${ROOT}, ${behavior("")}`, 0],
		[`${ROOT}, ${behavior(", TrustedKeyGroups: []")}`, 0],
		[`${ROOT}, ${behavior(", TrustedKeyGroups: [!Ref Group]")}`, 1],
		[`${ROOT}, ${behavior(", TrustedSigners: !Ref Signers")}`, 1],
		[`${ROOT}, ${behavior(", LambdaFunctionAssociations: [{ EventType: viewer-request }]")}`, 1],
		[`${ROOT}, DefaultCacheBehavior: { TargetOriginId: api }`, 1],
		[`DefaultRootObject: "", ${behavior("")}`, 1],
		[behavior(""), 1],
	])("needs no key: %s", (rest, found) => {
		expect(count(cdn(rest), "template.yaml")).toBe(found);
		expect(count(cdn(rest), "template.yaml", { minimum: "customer-key" })).toBe(1);
	});

	test.each([
		['default_root_object = "index.html"', "", 0],
		["", "", 1],
		['default_root_object = "index.html"', "    trusted_key_groups = [var.group]\n", 1],
	])("is told so in Terraform: %s%s", (root, gate, found) => {
		const module = `resource "aws_s3_bucket" "orders" {}\nresource "aws_cloudfront_distribution" "d" {\n  ${root}\n  origin {\n    origin_id   = "s3"\n    domain_name = aws_s3_bucket.orders.bucket_regional_domain_name\n  }\n  default_cache_behavior {\n    target_origin_id = "s3"\n${gate}  }\n}\n`;
		expect(count(module, "main.tf")).toBe(found);
	});

	test.each([
		["Assets", behavior(""), 0],
		["WebsiteBucket", behavior(""), 0],
		["WebsiteBucket", behavior(", TrustedKeyGroups: [!Ref Group]"), 1],
		["WebsiteBucket", "DefaultCacheBehavior: { TargetOriginId: api }", 1],
		[
			"WebsiteBucket",
			"DefaultCacheBehavior: { TargetOriginId: api }, CacheBehaviors: [{ TargetOriginId: site, PathPattern: /a/* }]",
			0,
		],
		[
			"Orders",
			"DefaultCacheBehavior: { TargetOriginId: api }, CacheBehaviors: [{ TargetOriginId: site, PathPattern: /a/* }]",
			1,
		],
		["WebsiteBucket", `${behavior("")}, CacheBehaviors: [{ TargetOriginId: site, TrustedKeyGroups: [a] }]`, 1],
		[
			"MediaBucket",
			behavior(", FunctionAssociations: [{ EventType: viewer-request, FunctionARN: !GetAtt Gate.FunctionARN }]"),
			1,
		],
		["MediaBucket", behavior(", FunctionAssociations: []"), 0],
		["UserAssets", behavior(""), 1],
		["PatientImages", behavior(""), 1],
		["CallAudioRecordings", behavior(""), 1],
		["StaticUploads", behavior(""), 1],
		["Orders", behavior(""), 1],
	])("needs no root object where its name says what it is: %s, %s", (name, rest, found) => {
		expect(count(cdn(rest).replaceAll(/\bData\b/gu, name), "template.yaml")).toBe(found);
	});

	const S3 = "origins.S3BucketOrigin.withOriginAccessControl(bucket)";
	test.each([
		["FrontendAssets", `defaultBehavior: { origin: ${S3} }`, 0],
		["FrontendAssets", `defaultBehavior: { origin }, additionalBehaviors: { "/a/*": { origin: ${S3} } }`, 0],
		["FrontendAssets", `defaultBehavior: { origin: ${S3}, trustedKeyGroups: [group] }`, 1],
		[
			"FrontendAssets",
			`defaultBehavior: { origin: ${S3}, functionAssociations: [{ function: gate, eventType }] }`,
			1,
		],
		["UserAssets", `defaultBehavior: { origin: ${S3} }`, 1],
		["Orders", `defaultBehavior: { origin: ${S3} }`, 1],
	])("needs no root object in CDK where its name says what it is: %s, %s", (name, props, found) => {
		const app = inCdk("{}").replace("new s3.Bucket", `const bucket = new s3.Bucket`);
		const code = app.replace(
			/"Data", \{\}\);/u,
			`"${name}", {}); new cloudfront.Distribution(this, "D", { ${props} });`,
		);
		expect(code).toContain("Distribution");
		expect(lintSource(code, { [NAME]: {} }, "app.ts").messages).toHaveLength(found);
	});

	test.each([
		[`{ defaultRootObject: "index.html", defaultBehavior: { origin: ${S3}, compress: true } }`, 0],
		[`{ defaultBehavior: { origin: ${S3} } }`, 1],
		[`{ defaultRootObject: "index.html", defaultBehavior: { origin: ${S3}, trustedKeyGroups: [group] } }`, 1],
		[`{ defaultRootObject: "index.html", defaultBehavior: { origin: ${S3}, ...more } }`, 1],
		[
			`{ defaultRootObject: "index.html", defaultBehavior: { origin }, additionalBehaviors: { "/files/*": { origin: ${S3} } } }`,
			1,
		],
		[`{ defaultRootObject: "index.html", defaultBehavior: { origin: ${S3} }, logBucket: bucket }`, 1],
	])("is told so in CDK: %s", (props, found) => {
		const app = inCdk("{}").replace("new s3.Bucket", `const bucket = new s3.Bucket`);
		const code = app.replace(/("Data", \{\}\);)/u, `$1 new cloudfront.Distribution(this, "D", ${props});`);
		expect(code).toContain("Distribution");
		expect(lintSource(code, { [NAME]: {} }, "app.ts").messages).toHaveLength(found);
	});

	const GIVEN = `additionalBehaviors: { "/assets/*": { origin: ${S3} } }`;
	test.each([
		[`defaultBehavior: { origin }, ${GIVEN}`, "bucket", 0],
		[`defaultBehavior: { origin: ${S3} }`, "bucket", 0],
		[`defaultBehavior: { origin }, ${GIVEN}`, "another", 1],
		[`defaultBehavior: { origin }, ${GIVEN.replace("} }", ", trustedKeyGroups: [group] } }")}`, "bucket", 1],
		[`defaultBehavior: { origin }, ${GIVEN.replace("} }", ", ...more } }")}`, "bucket", 1],
		[`defaultBehavior: { origin: ${S3}, edgeLambdas: [gate] }, ${GIVEN}`, "bucket", 1],
	])("has what the project deploys there: %s, %s", (props, deployed, found) => {
		const app = inCdk("{}").replace("new s3.Bucket", `const bucket = new s3.Bucket`);
		const rest = `new cloudfront.Distribution(this, "D", { ${props} }); new BucketDeployment(this, "F", { sources, destinationBucket: ${deployed} });`;
		const code = app.replace(/("Data", \{\}\);)/u, `$1 ${rest}`);
		expect(lintSource(code, { [NAME]: {} }, "app.ts").messages).toHaveLength(found);
		expect(lintSource(code, { [NAME]: { minimum: "customer-key" } }, "app.ts").messages).toHaveLength(1);
	});

	test("is told so in CDK, by way of a constant", () => {
		const app = inCdk("{}").replace("new s3.Bucket", `const bucket = new s3.Bucket`);
		const code = app.replace(
			/("Data", \{\}\);)/u,
			`$1 const site = ${S3}; new cloudfront.Distribution(this, "D", { defaultRootObject: "i.html", defaultBehavior: { origin: site } });`,
		);
		expect(lintSource(code, { [NAME]: {} }, "app.ts").messages).toEqual([]);
	});
});

describe("a bucket that anybody may read", () => {
	const encryption = "encryption: s3.BucketEncryption.S3_MANAGED";
	test.each([
		["publicReadAccess: true", 0],
		[`publicReadAccess: true, ${encryption}`, 0],
		[`publicReadAccess: props.open, ${encryption}`, 0],
		[`publicReadAccess: false, ${encryption}`, 1],
	])("cannot be under KMS, and another can: %s", (given, count) => {
		expect(lintSource(inCdk(`{ ${given} }`), { [NAME]: {} }, "app.ts").messages).toHaveLength(count);
	});
});

describe("a stack of a unit test", () => {
	test.each([
		["lib/app-stack.ts", 1],
		["test/app-stack.ts", 1],
		["lib/app.test.ts", 0],
		["test/app.spec.js", 0],
		["lib/__tests__/app.ts", 0],
	])("is never deployed: %s", (filename, count) => {
		expect(lintSource(inCdk("{}"), { [NAME]: {} }, filename).messages).toHaveLength(count);
	});
});

describe("in CDK the setting is spelt as the author would", () => {
	test.each([
		[
			"beside the class",
			'import * as s3 from "aws-cdk-lib/aws-s3";',
			"s3.Bucket",
			"encryption: s3.BucketEncryption.KMS",
		],
		[
			"by a name of its own",
			'import { Bucket } from "aws-cdk-lib/aws-s3";',
			"Bucket",
			"encryption: BucketEncryption.KMS",
		],
		["in L1", 'import { CfnBucket } from "aws-cdk-lib/aws-s3";', "CfnBucket", 'sseAlgorithm: "aws:kms"'],
	])("%s", (_, imports, name, setting) => {
		const { messages } = lintSource(inCdk("{}", imports, name), { [NAME]: {} }, "app.ts");
		expect(messages.map(({ message }) => message)).toEqual([
			`Bucket 'Data' has no default encryption and uses S3-managed keys (SSE-S3). Set \`${setting}\`.`,
		]);
	});
});

/** A stack with one bucket. */
function inCdk(props: string, imports = 'import * as s3 from "aws-cdk-lib/aws-s3";', name = "s3.Bucket"): string {
	return `${imports}
import { Stack } from "aws-cdk-lib";
export class AppStack extends Stack {
	constructor(scope, id) {
		super(scope, id);
		new ${name}(this, "Data", ${props});
	}
}
`;
}

describe("a switch of the app for KMS", () => {
	const found = (encryption: string): number =>
		lintSource(inCdk(`{ encryption: ${encryption} }`), { [NAME]: {} }, "app.ts").messages.length;

	test.each(["props.useKmsEncryption", "config.encryption.enabled", "this.node.tryGetContext('cmk')"])(
		"decides: %s",
		(condition) => {
			expect(found(`${condition} ? s3.BucketEncryption.KMS : s3.BucketEncryption.S3_MANAGED`)).toBe(0);
		},
	);

	test("of another name says nothing, and neither does a default", () => {
		expect(found("props.isProd ? s3.BucketEncryption.KMS : s3.BucketEncryption.S3_MANAGED")).toBe(1);
		expect(found("props.encryption ?? s3.BucketEncryption.S3_MANAGED")).toBe(1);
		expect(found("props.kms ? s3.BucketEncryption.S3_MANAGED : s3.BucketEncryption.UNENCRYPTED")).toBe(1);
	});
});

describe("a bucket of Terraform", () => {
	const BUCKET = 'resource "aws_s3_bucket" "store" {\n  bucket = "store"\n}\n';
	const OAI = 'resource "aws_cloudfront_origin_access_identity" "o" {}\n';
	const found = (text: string): readonly string[] =>
		lintText(BUCKET + text, "hcl", { [NAME]: "error" }).map(({ message }) => message);
	const policy = (document: string): string =>
		`resource "aws_s3_bucket_policy" "p" {\n  bucket = aws_s3_bucket.store.id\n  policy = ${document}\n}\n`;

	test.each([
		'resource "aws_s3_bucket_website_configuration" "w" {\n  bucket = aws_s3_bucket.store.id\n  index_document {\n    suffix = "index.html"\n  }\n}\n',
		`${OAI}data "aws_iam_policy_document" "d" {\n  statement {\n    actions = ["s3:GetObject"]\n    resources = ["*"]\n    principals {\n      type = "AWS"\n      identifiers = [aws_cloudfront_origin_access_identity.o.iam_arn]\n    }\n  }\n}\n${policy("data.aws_iam_policy_document.d.json")}`,
		`${OAI}resource "aws_cloudfront_distribution" "d" {\n  origin {\n    domain_name = aws_s3_bucket.store.bucket_regional_domain_name\n    s3_origin_config {\n      origin_access_identity = aws_cloudfront_origin_access_identity.o.cloudfront_access_identity_path\n    }\n  }\n}\n`,
		'variable "acl" {}\nresource "aws_s3_bucket_acl" "a" {\n  bucket = aws_s3_bucket.store.id\n  acl = var.acl\n}\n',
		`data "aws_elb_service_account" "main" {}\n${policy('jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:PutObject", Principal = { AWS = data.aws_elb_service_account.main.arn }, Resource = "*" }, { Effect = "Allow", Action = "s3:PutObject", Principal = { Service = "delivery.logs.amazonaws.com" }, Resource = "*" }] })')}`,
	])("that cannot be under KMS, or may not, is left alone: %s", (text) => {
		expect(found(text)).toEqual([]);
	});

	test.each([
		'resource "aws_cloudfront_distribution" "d" {\n  origin {\n    domain_name = aws_s3_bucket.store.bucket_regional_domain_name\n    origin_access_control_id = "E1"\n  }\n}\n',
		'resource "aws_flow_log" "l" {\n  log_destination = aws_s3_bucket.store.arn\n}\n',
		'resource "aws_wafv2_web_acl_logging_configuration" "l" {\n  log_destination_configs = [aws_s3_bucket.store.arn]\n}\n',
		'resource "aws_ses_receipt_rule" "r" {\n  s3_action {\n    bucket_name = aws_s3_bucket.store.id\n  }\n}\n',
		policy('file("policy.json")'),
	])("that a service uses needs a key of the owner's: %s", (text) => {
		expect(found(text)).toEqual([expect.stringContaining("with a customer managed key")]);
	});

	test.each(["", 'resource "aws_s3_bucket_acl" "a" {\n  bucket = aws_s3_bucket.store.id\n  acl = "private"\n}\n'])(
		"otherwise takes any: %s",
		(text) => {
			expect(found(text)).toEqual([expect.not.stringContaining("with a customer managed key")]);
		},
	);
});
