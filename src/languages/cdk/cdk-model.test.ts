import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { TemplateData } from "../template/write/data.ts";
import type { Resource, Stack } from "../../model/resource.ts";
import type { Value } from "../../model/value.ts";
import { readFile } from "../template/read-file.ts";
import { toCdkName } from "./spec/cfn-name.ts";
import { readCdk } from "./read-cdk.ts";
import { moduleOf } from "../../testing/read-module.ts";

type Properties = Readonly<Record<string, TemplateData>>;

/** What a value says, without where it stands. */
function plainOf(value: Value): unknown {
	switch (value.kind) {
		case "absent":
			return undefined;
		case "literal":
			return value.value;
		case "map":
			return Object.fromEntries(
				value.entries
					.map((entry) => [entry.key, plainOf(entry.value)] as const)
					.filter(([, one]) => one !== undefined),
			);
		case "list":
			return value.items.map(plainOf);
		case "reference":
			return value.to.of === "resource"
				? { ref: value.to.id, attribute: value.to.attribute }
				: { to: value.to.of };
		case "text":
			return value.parts.map((part) => (typeof part === "string" ? part : plainOf(part)));
		case "branches":
		case "unresolved":
			return value.kind;
		default:
			return value satisfies never;
	}
}

function only(stack: Stack | null, type: string): unknown {
	const [resource] = stack?.find(type) ?? [];
	return resource === undefined ? undefined : plainOf((resource satisfies Resource).properties);
}

/** The same three times: YAML, JSON, and an L1 construct. */
function readThreeTimes(type: string, properties: Properties): readonly unknown[] {
	const template = { Resources: { It: { Type: type, Properties: properties } } };
	const [, service = "", name = ""] = type.split("::");
	const app = `import * as it from "aws-cdk-lib/aws-${service.toLowerCase()}";\nnew it.Cfn${name}(scope, "It", ${literal(properties, true)});`;
	return [
		only(readFile(stringify(template), "template.yaml", { parameterOverrides: {} }).stack, type),
		only(readFile(JSON.stringify(template), "template.json", { parameterOverrides: {} }).stack, type),
		only(readCdk(moduleOf(app, "app.ts")), type),
	];
}

/** An object literal in CDK's names; below `Variables` and in a policy they are the author's own. */
function literal(value: TemplateData, named: boolean): string {
	if (typeof value !== "object" || value === null) {
		return JSON.stringify(value);
	}
	if (Array.isArray(value)) {
		return `[${(value as readonly TemplateData[]).map((item) => literal(item, named)).join(", ")}]`;
	}
	return `{ ${Object.entries(value as Properties)
		.map(
			([key, one]) =>
				`${named ? toCdkName(key) : JSON.stringify(key)}: ${literal(one, named && key !== "Variables" && key !== "KeyPolicy")}`,
		)
		.join(", ")} }`;
}

const text = fc.string({ unit: fc.constantFrom(..."abcXYZ019-_/. ") }).map((part) => `v${part.trim()}`);
const name = fc.string({ unit: fc.constantFrom(..."ABCDEFgh_"), minLength: 1, maxLength: 8 }).map((part) => `N${part}`);

const RESOURCES: Readonly<Record<string, fc.Arbitrary<Properties>>> = {
	"AWS::Lambda::Function": fc.record(
		{
			Handler: text,
			MemorySize: fc.integer({ min: 128, max: 1024 }),
			KmsKeyArn: text,
			Environment: fc.record({ Variables: fc.dictionary(name, text) }),
		},
		{ requiredKeys: ["Handler"] },
	),
	"AWS::EC2::Volume": fc.record(
		{ AvailabilityZone: text, Encrypted: fc.boolean(), KmsKeyId: text, Size: fc.integer({ min: 1, max: 100 }) },
		{ requiredKeys: ["AvailabilityZone"] },
	),
	"AWS::S3::Bucket": fc.record(
		{
			BucketName: text,
			BucketEncryption: fc.record({
				ServerSideEncryptionConfiguration: fc.array(
					fc.record(
						{
							BucketKeyEnabled: fc.boolean(),
							ServerSideEncryptionByDefault: fc.record(
								{ SSEAlgorithm: fc.constantFrom("AES256", "aws:kms"), KMSMasterKeyID: text },
								{ requiredKeys: ["SSEAlgorithm"] },
							),
						},
						{ requiredKeys: ["ServerSideEncryptionByDefault"] },
					),
					{ minLength: 1, maxLength: 2 },
				),
			}),
		},
		{ requiredKeys: ["BucketName"] },
	),
	"AWS::KMS::Key": fc.record(
		{
			EnableKeyRotation: fc.boolean(),
			KeySpec: fc.constantFrom("SYMMETRIC_DEFAULT", "RSA_2048"),
			KeyPolicy: fc.record({
				Version: fc.constant("2012-10-17"),
				Statement: fc.array(
					fc.record({
						Effect: fc.constantFrom("Allow", "Deny"),
						Action: text,
						Resource: fc.constant("*"),
						Principal: fc.constantFrom<TemplateData[]>("*", { AWS: "*" }),
					}),
					{ maxLength: 2 },
				),
			}),
		},
		{ requiredKeys: ["KeyPolicy"] },
	),
	"AWS::DynamoDB::Table": fc.record(
		{
			TableName: text,
			SSESpecification: fc.record(
				{ SSEEnabled: fc.boolean(), KMSMasterKeyId: text },
				{ requiredKeys: ["SSEEnabled"] },
			),
		},
		{ requiredKeys: ["TableName"] },
	),
	"AWS::RDS::DBInstance": fc.record(
		{
			Engine: text,
			StorageEncrypted: fc.boolean(),
			KmsKeyId: text,
			MasterUserPassword: text,
			PerformanceInsightsKMSKeyId: text,
		},
		{ requiredKeys: ["Engine"] },
	),
	"AWS::OpenSearchService::Domain": fc.record(
		{
			DomainName: text,
			EncryptionAtRestOptions: fc.record(
				{ Enabled: fc.boolean(), KmsKeyId: text },
				{ requiredKeys: ["Enabled"] },
			),
		},
		{ requiredKeys: ["DomainName"] },
	),
	"AWS::SQS::Queue": fc.record(
		{ QueueName: text, KmsMasterKeyId: text, SqsManagedSseEnabled: fc.boolean() },
		{ requiredKeys: ["QueueName"] },
	),
};

describe("one resource in YAML, JSON and CDK is one model", () => {
	test.each(Object.keys(RESOURCES))("%s", (type) => {
		fc.assert(
			fc.property(RESOURCES[type] ?? fc.constant({}), (properties) => {
				const [yaml, json, cdk] = readThreeTimes(type, properties);
				expect(json).toEqual(yaml);
				expect(cdk).toEqual(yaml);
				expect(yaml).toEqual(properties);
			}),
			{ numRuns: 40 },
		);
	});

	test.each([
		[
			"AWS::Lambda::Function",
			'import * as it from "aws-cdk-lib/aws-lambda"; new it.Function(scope, "It", { environment: { STAGE: "prod" }, memorySize: 512 });',
			{
				Environment: { Variables: { STAGE: "prod" } },
				MemorySize: 512,
				Role: { ref: "It/ServiceRole", attribute: "Arn" },
			},
		],
		[
			"AWS::EC2::Volume",
			'import * as it from "aws-cdk-lib/aws-ec2"; new it.Volume(scope, "It", { availabilityZone: "a", encrypted: true });',
			{ AvailabilityZone: "a", Encrypted: true },
		],
		[
			"AWS::S3::Bucket",
			'import * as it from "aws-cdk-lib/aws-s3"; new it.Bucket(scope, "It", { encryption: it.BucketEncryption.KMS_MANAGED, bucketKeyEnabled: true });',
			{
				BucketEncryption: {
					ServerSideEncryptionConfiguration: [
						{ ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: true },
					],
				},
			},
		],
		[
			"AWS::KMS::Key",
			'import * as it from "aws-cdk-lib/aws-kms"; import { Duration } from "aws-cdk-lib"; new it.Key(scope, "It", { rotationPeriod: Duration.days(90) });',
			{ EnableKeyRotation: true },
		],
		[
			"AWS::SNS::Topic",
			'import * as it from "aws-cdk-lib/aws-sns"; import { Key } from "aws-cdk-lib/aws-kms"; const key = new Key(scope, "Key"); new it.Topic(scope, "It", { masterKey: key });',
			{ KmsMasterKeyId: { ref: "Key", attribute: "Arn" } },
		],
		[
			"AWS::RDS::DBInstance",
			'import * as it from "aws-cdk-lib/aws-rds"; import { Key } from "aws-cdk-lib/aws-kms"; const key = new Key(scope, "Key"); new it.DatabaseInstance(scope, "It", { storageEncryptionKey: key });',
			{ KmsKeyId: { ref: "Key", attribute: "Arn" }, StorageEncrypted: true },
		],
	] as const)("and so is an L2 construct: %s", (type, app, expected) => {
		expect(only(readCdk(moduleOf(app, "app.ts")), type)).toEqual(expected);
	});
});
