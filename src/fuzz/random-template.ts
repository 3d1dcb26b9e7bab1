import { stringify } from "yaml";
import type { FuzzInput } from "./fuzz-input.ts";
import { ODD_NAMES, oddName, SECRETS, SECRET_NAMES } from "./odd-names.ts";
import type { Random } from "./random.ts";

type Data = string | number | boolean | null | readonly Data[] | { readonly [name: string]: Data };

/** Properties of every type that a rule asks about, as far as they decide something. */
const RESOURCES: readonly (readonly [type: string, properties: Data])[] = [
	["AWS::KMS::Key", { Description: "Orders", EnableKeyRotation: false }],
	[
		"AWS::KMS::Key",
		{
			KeyPolicy: {
				Version: "2012-10-17",
				Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" }],
			},
		},
	],
	[
		"AWS::Serverless::Function",
		{
			Handler: "index.handler",
			Environment: {
				Variables: {
					STAGE: "prod",
					DB_PASSWORD: "<<password>>",
					TOKEN: "{{resolve:secretsmanager:orders:SecretString:token}}",
					URL: "<<connection-string>>",
				},
			},
		},
	],
	[
		"AWS::Lambda::Function",
		{
			Role: { "Fn::GetAtt": ["Role", "Arn"] },
			Environment: { Variables: { API_TOKEN: "<<github-personal-token>>" } },
			Code: {
				ZipFile:
					"exports.handler = async () => fetch('https://x.example', { headers: { authorization: '<<bearer-header>>' } });",
			},
		},
	],
	["AWS::Lambda::Function", { Environment: { Variables: { SECRET_ID: { Ref: "Token" } } } }],
	[
		"AWS::IAM::Role",
		{
			Policies: [
				{
					PolicyName: "p",
					PolicyDocument: {
						Statement: [{ Effect: "Allow", Action: ["kms:Decrypt", "s3:GetObject"], Resource: "*" }],
					},
				},
			],
		},
	],
	["AWS::SecretsManager::Secret", { KmsKeyId: { Ref: "Key" } }],
	["AWS::S3::Bucket", {}],
	[
		"AWS::S3::Bucket",
		{
			BucketEncryption: {
				ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
			},
		},
	],
	[
		"AWS::S3::Bucket",
		{
			BucketEncryption: {
				ServerSideEncryptionConfiguration: [
					{ BucketKeyEnabled: false, ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } },
				],
			},
		},
	],
	[
		"AWS::S3::BucketPolicy",
		{
			Bucket: { Ref: "Files" },
			PolicyDocument: {
				Statement: [
					{
						Effect: "Deny",
						Principal: "*",
						Action: "s3:PutObject",
						Resource: "*",
						Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
					},
				],
			},
		},
	],
	["AWS::SQS::Queue", { SqsManagedSseEnabled: false }],
	["AWS::SNS::Topic", {}],
	["AWS::DynamoDB::Table", { BillingMode: "PAY_PER_REQUEST" }],
	["AWS::DynamoDB::Table", { SSESpecification: { SSEEnabled: false } }],
	["AWS::Kinesis::Stream", { ShardCount: 1 }],
	["AWS::EFS::FileSystem", { Encrypted: false }],
	["AWS::RDS::DBInstance", { MasterUsername: "app", MasterUserPassword: "<<password>>" }],
	["AWS::OpenSearchService::Domain", { EncryptionAtRestOptions: { Enabled: false } }],
	[
		"AWS::EC2::Instance",
		{
			BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { VolumeType: "gp3" } }],
			UserData: { "Fn::Base64": { "Fn::Join": ["\n", ["#!/bin/sh", "export DB_PASSWORD=<<token>>"]] } },
		},
	],
	[
		"AWS::EC2::LaunchTemplate",
		{ LaunchTemplateData: { BlockDeviceMappings: [{ Ebs: { Encrypted: "false", VolumeSize: 9 } }] } },
	],
	["AWS::EC2::Volume", { Size: 8 }],
	[
		"AWS::ECS::TaskDefinition",
		{ ContainerDefinitions: [{ Environment: [{ Name: "DB_PASSWORD", Value: "<<password>>" }] }] },
	],
	["AWS::SSM::Parameter", { Type: "String", Value: "<<password>>", Name: "/app/password" }],
	[
		"AWS::DLM::LifecyclePolicy",
		{ PolicyDetails: { Schedules: [{ CrossRegionCopyRules: [{ Target: "eu-west-1", Encrypted: false }] }] } },
	],
	[
		"AWS::CodeBuild::Project",
		{
			Artifacts: { Type: "S3", EncryptionDisabled: true },
			Environment: { EnvironmentVariables: [{ Name: "API_TOKEN", Value: "<<token>>" }] },
		},
	],
];

const PARAMETERS: readonly Data[] = [
	{ Type: "String", NoEcho: true },
	{ Type: "String", MinLength: 8 },
	{ NoEcho: false, Type: "String" },
	{ Type: "String", Default: "<<password>>", NoEcho: true },
	{ Default: "<<github-personal-token>>", Type: "String", NoEcho: true },
	{ Type: "AWS::SSM::Parameter::Value<String>", Default: "/app/password" },
	{ Type: "String", AllowedValues: ["a", "b"], Default: "a" },
];

/**
 * A template in a way of writing that nobody chose. Deep and wide ones have more levels and items than anybody writes.
 */
export function randomTemplate(random: Random): FuzzInput {
	const odd = random.chance(0.5);
	const name = (usual: string): string => (odd ? oddName(random, usual) : usual);
	const ids = ["Key", "Token", "Role", "Files"];
	const entries = random.list(7, (index): [string, Data] => {
		const [type, properties] = random.pick(RESOURCES);
		const id = name(index < ids.length && random.chance(0.3) ? (ids[index] ?? "") : `Some${String(index)}`);
		const body: Record<string, Data> = { Type: type };
		if (random.chance(0.9)) {
			body["Properties"] = odd ? disturb(random, properties, 0) : properties;
		}
		if (random.chance(0.1)) {
			body["Metadata"] = {
				"aws-kms": { suppress: [{ rule: "require-key-rotation", reason: "old" }], [random.pick(ODD_NAMES)]: 1 },
			};
		}
		if (random.chance(0.1)) {
			body["Condition"] = name("IsProd");
		}
		return [id, body];
	});
	const template: Data = Object.fromEntries<Data>([
		["AWSTemplateFormatVersion", "2010-09-09"],
		...(random.chance(0.6) ? [["Transform", "AWS::Serverless-2016-10-31"] as const] : []),
		...(random.chance(0.2)
			? [
					[
						"Globals",
						{ Function: { Environment: { Variables: { [name("DB_PASSWORD")]: "<<password>>" } } } },
					] as const,
				]
			: []),
		...(random.chance(0.5)
			? [
					[
						"Parameters",
						Object.fromEntries(
							random.list(3, (index) => [
								name(`${random.pick(["Password", "ApiToken", "Mode"])}${String(index)}`),
								random.pick(PARAMETERS),
							]),
						),
					] as const,
				]
			: []),
		...(random.chance(0.3)
			? [
					[
						"Mappings",
						{
							[name("Map")]: {
								[name("prod")]: { [name("key")]: random.pick(["<<password>>", "x", true, 1]) },
							},
						},
					] as const,
				]
			: []),
		...(random.chance(0.3)
			? [["Conditions", { [name("IsProd")]: { "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-west-1"] } }] as const]
			: []),
		["Resources", Object.fromEntries(entries)],
		...(random.chance(0.2)
			? [["Outputs", { [name("Url")]: { Value: { "Fn::Sub": `https://\${${name("Files")}}` } } }] as const]
			: []),
	]);
	return { ...layOut(random, template), wellFormed: true };
}

/** Puts odd names, intrinsics, nothing and far too much in place of what belongs there. */
function disturb(random: Random, data: Data, depth: number): Data {
	if (random.chance(0.04)) {
		return oddValue(random, data);
	}
	if (Array.isArray(data)) {
		return (data as readonly Data[]).map((item) => disturb(random, item, depth + 1));
	}
	if (typeof data === "object" && data !== null) {
		const pairs = Object.entries(data).map(
			([name, value]) =>
				[random.chance(0.02) ? random.pick(ODD_NAMES) : name, disturb(random, value, depth + 1)] as const,
		);
		return Object.fromEntries([
			...pairs,
			...(random.chance(0.06) ? [[random.pick(ODD_NAMES), random.pick(SECRETS)] as const] : []),
		]);
	}
	return data;
}

function oddValue(random: Random, data: Data): Data {
	switch (random.below(13)) {
		case 0:
			return null;
		case 1:
			return { Ref: random.pick(["AWS::NoValue", "AWS::Region", "Key", "Password0", ...ODD_NAMES]) };
		case 2:
			return { "Fn::If": [random.pick(["IsProd", ...ODD_NAMES]), data, { Ref: "AWS::NoValue" }] };
		case 3:
			return {
				"Fn::Sub": random.pick([
					"${Key}",
					"${Key.Arn}",
					"a-${AWS::Region}-<<token>>",
					"${",
					"${!Literal}",
					"${toString}",
				]),
			};
		case 4:
			return { "Fn::Join": [",", [data, "x"]] };
		case 5:
			return { "Fn::FindInMap": ["Map", "prod", random.pick(["key", ...ODD_NAMES])] };
		case 6:
			return { "Fn::GetAtt": [random.pick(["Key", ...ODD_NAMES]), random.pick(["Arn", ...ODD_NAMES])] };
		case 7:
			return [];
		case 8:
			return {};
		case 9:
			return nested(random.pick([5, 60]), data, random.pick(["Fn::If", "Fn::Join", "map", "list"]));
		case 10:
			return Array.from({ length: random.pick([3, 40]) }, () => data);
		case 11:
			return { "Fn::Transform": { Name: "AWS::Include", Parameters: { Location: "s3://x" } } };
		default:
			return { [random.pick(SECRET_NAMES)]: random.pick(SECRETS) };
	}
}

function nested(depth: number, data: Data, how: string): Data {
	let inner = data;
	for (let level = 0; level < depth; level += 1) {
		inner =
			how === "map"
				? { a: inner }
				: how === "list"
					? [inner]
					: how === "Fn::If"
						? { "Fn::If": ["IsProd", inner, "x"] }
						: { "Fn::Join": ["", [inner, "x"]] };
	}
	return inner;
}

function layOut(random: Random, data: Data): { readonly filename: string; readonly text: string } {
	const layout = random.below(10);
	const finish = (filename: string, given: string): { readonly filename: string; readonly text: string } => {
		let text = given;
		text = random.chance(0.1) ? text.trimEnd() : text;
		text = random.chance(0.2) ? text.replaceAll("\n", "\r\n") : text;
		return { filename, text: random.chance(0.05) ? `\uFEFF${text}` : text };
	};
	if (layout < 3) {
		return finish("template.json", JSON.stringify(data, null, random.pick([0, 1, 2, 4, "\t"])));
	}
	const yaml = stringify(data, {
		indent: random.pick([2, 4]),
		aliasDuplicateObjects: random.chance(0.2),
		indentSeq: random.chance(0.5),
		lineWidth: random.pick([0, 60]),
		...(layout === 3 ? { collectionStyle: "flow" as const } : {}),
		defaultStringType: random.pick(["PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE"] as const),
		defaultKeyType: random.pick(["PLAIN", "QUOTE_DOUBLE"] as const),
	});
	const short = random.chance(0.3)
		? yaml.replaceAll(
				/(\n *[\w-]+:)\n +(Ref|Fn::Sub): ([^\n[{|>&*]+)(?=\n)/gu,
				(_, head: string, fn: string, rest: string) => `${head} !${fn.replace("Fn::", "")} ${rest}`,
			)
		: yaml;
	const commented =
		random.chance(0.3) && layout !== 3
			? short.replaceAll(/^( *)(\w+):$/gmu, (line, indent: string) =>
					random.chance(0.3) ? `${indent}# about\n${line} # of it` : line,
				)
			: short;
	return finish("template.yaml", random.chance(0.2) && layout !== 3 ? rarelyWritten(random, commented) : commented);
}

/**
 * What YAML allows and hardly anybody writes: `? key` on a line of its own, comments in the heads of blocks and between
 * braces.
 */
function rarelyWritten(random: Random, text: string): string {
	return text
		.replaceAll(/^( *)([\w-]+):( [^|>\s].*)?$/gmu, (line, indent: string, key: string, rest: string | undefined) =>
			random.chance(0.1)
				? `${indent}? ${key}${random.chance(0.3) ? " # key: it" : ""}\n${indent}:${rest ?? ""}`
				: line,
		)
		.replaceAll(/^( *)(.*): \{\}$/gmu, (line, indent: string, key: string) =>
			random.chance(0.5) ? `${indent}${key}: { # none\n${indent}  # at all\n${indent}}` : line,
		)
		.replaceAll(/: ([|>][-+]?)$/gmu, (line) => (random.chance(0.5) ? `${line} # text` : line));
}
