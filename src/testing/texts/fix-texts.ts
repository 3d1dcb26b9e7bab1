import { stringify } from "yaml";
import { dedent } from "../dedent.ts";
import { fakeSecret } from "../fake-secret.ts";

/** A template in which every rule finds something, in one way of writing. */
export interface FixText {
	readonly name: string;
	readonly filename: string;
	readonly text: string;
	/**
	 * True where several places share one text (an anchor, `Globals`), so that one edit can change several resources.
	 */
	readonly shared: boolean;
	/** True for the whole of what stands in parts as well, each of whose entries has been judged there. */
	readonly whole: boolean;
}

interface Part {
	readonly Parameters: Readonly<Record<string, object>>;
	readonly Resources: Readonly<Record<string, object>>;
}

/** What every rule finds something in; the secrets are made when it is asked for. */
function everything(): Part {
	return {
		Parameters: {
			Password: { Type: "String", NoEcho: true },
			Existing: { Type: "String", Default: "alias/aws/s3" },
			DbPassword: { Type: "String", MinLength: 8 },
			ApiToken: { NoEcho: false, Type: "String" },
			MailPassword: { Type: "String", Default: fakeSecret("password", 3), NoEcho: true },
			ChatToken: { Default: fakeSecret("github-personal-token"), Type: "String", NoEcho: true },
			AdminPassword: { Type: "String", NoEcho: true, Default: "changeme" },
		},
		Resources: {
			Key: {
				Type: "AWS::KMS::Key",
				Properties: { Description: "Orders: # all of them", EnableKeyRotation: false },
			},
			Bare: { Type: "AWS::KMS::Key" },
			Api: {
				Type: "AWS::Serverless::Function",
				Properties: {
					Handler: "index.handler",
					Environment: {
						Variables: {
							STAGE: "prod",
							DB_PASSWORD: fakeSecret("password"),
							TOKEN: "{{resolve:secretsmanager:orders:SecretString:token}}",
							HIDDEN: { Ref: "Password" },
							UPLOADER: fakeSecret("aws-access-key-id"),
						},
					},
				},
			},
			Worker: {
				Type: "AWS::Lambda::Function",
				Properties: { KmsKeyArn: { Ref: "AWS::NoValue" }, Environment: { Variables: { STAGE: "prod" } } },
			},
			Task: {
				Type: "AWS::ECS::TaskDefinition",
				Properties: {
					ContainerDefinitions: [
						{ Environment: [{ Name: "DB_PASSWORD", Value: fakeSecret("password", 2) }] },
					],
				},
			},
			Database: {
				Type: "AWS::RDS::DBInstance",
				Properties: { MasterUsername: "app", MasterUserPassword: fakeSecret("password", 3) },
			},
			Reader: {
				Type: "AWS::IAM::ManagedPolicy",
				Properties: {
					PolicyDocument: { Statement: [{ Effect: "Allow", Action: ["kms:Decrypt"], Resource: "*" }] },
				},
			},
			Open: {
				Type: "AWS::KMS::Key",
				Properties: {
					EnableKeyRotation: true,
					KeyPolicy: {
						Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" }],
					},
				},
			},
			Vault: {
				Type: "AWS::S3::Bucket",
				Properties: {
					BucketEncryption: {
						ServerSideEncryptionConfiguration: [
							{
								ServerSideEncryptionByDefault: {
									SSEAlgorithm: "aws:kms",
									KMSMasterKeyID: { "Fn::GetAtt": ["Key", "Arn"] },
								},
								BucketKeyEnabled: true,
							},
						],
					},
				},
			},
			VaultPolicy: {
				Type: "AWS::S3::BucketPolicy",
				Properties: {
					Bucket: { Ref: "Vault" },
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
			},
			Token: { Type: "AWS::SecretsManager::Secret", Properties: { KmsKeyId: { Ref: "Key" } } },
			Mailer: {
				Type: "AWS::Serverless::Function",
				Properties: {
					Handler: "index.handler",
					Policies: [{ AWSSecretsManagerGetSecretValuePolicy: { SecretArn: { Ref: "Token" } } }],
				},
			},
			Jobs: { Type: "AWS::SQS::Queue", Properties: { SqsManagedSseEnabled: false } },
			Orders: { Type: "AWS::DynamoDB::Table", Properties: { BillingMode: "PAY_PER_REQUEST" } },
			Events: { Type: "AWS::Kinesis::Stream", Properties: { ShardCount: 1 } },
			Shared: { Type: "AWS::EFS::FileSystem", Properties: { Encrypted: true } },
			Search: {
				Type: "AWS::OpenSearchService::Domain",
				Properties: { EncryptionAtRestOptions: { Enabled: false } },
			},
			Build: {
				Type: "AWS::CodeBuild::Project",
				Properties: { Artifacts: { Type: "S3", EncryptionDisabled: true } },
			},
			Data: {
				Type: "AWS::S3::Bucket",
				Properties: {
					BucketEncryption: {
						ServerSideEncryptionConfiguration: [
							{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } },
						],
					},
				},
			},
			Archive: {
				Type: "AWS::S3::Bucket",
				Properties: {
					BucketEncryption: {
						ServerSideEncryptionConfiguration: [
							{ ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } },
						],
					},
				},
			},
			Invoices: {
				Type: "AWS::S3::Bucket",
				Properties: {
					BucketEncryption: {
						ServerSideEncryptionConfiguration: [
							{ BucketKeyEnabled: false, ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } },
						],
					},
				},
			},
			Files: { Type: "AWS::S3::Bucket" },
			Logs: { Type: "AWS::S3::Bucket", Properties: { Tags: [] } },
			Server: {
				Type: "AWS::EC2::LaunchTemplate",
				Properties: {
					LaunchTemplateData: {
						BlockDeviceMappings: [
							{ DeviceName: "/dev/xvda", Ebs: { VolumeSize: 8 } },
							{ DeviceName: "/dev/xvdb", Ebs: { Encrypted: "false", VolumeSize: 9 } },
						],
					},
				},
			},
			Host: {
				Type: "AWS::EC2::Instance",
				Properties: { BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { VolumeType: "gp3" } }] },
			},
			Group: {
				Type: "AWS::AutoScaling::LaunchConfiguration",
				Properties: { BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { Encrypted: false } }] },
			},
			Fleet: {
				Type: "AWS::EC2::SpotFleet",
				Properties: {
					SpotFleetRequestConfigData: {
						LaunchSpecifications: [{ BlockDeviceMappings: [{ Ebs: { Encrypted: false } }] }],
					},
				},
			},
			Disk: { Type: "AWS::EC2::Volume", Properties: { Size: 8 } },
			Keyed: {
				Type: "AWS::EC2::LaunchTemplate",
				Properties: { LaunchTemplateData: { BlockDeviceMappings: [{ Ebs: { Encrypted: true } }] } },
			},
			Cluster: {
				Type: "AWS::ECS::Service",
				Properties: { VolumeConfigurations: [{ Name: "data", ManagedEBSVolume: { SizeInGiB: 8 } }] },
			},
			Recipe: {
				Type: "AWS::ImageBuilder::ImageRecipe",
				Properties: { Version: "1.0.0", BlockDeviceMappings: [{ Ebs: { VolumeSize: 8 } }] },
			},
			Share: {
				Type: "AWS::ImageBuilder::DistributionConfiguration",
				Properties: {
					Distributions: [{ Region: "eu-west-1", AmiDistributionConfiguration: { Name: "orders" } }],
				},
			},
			Policy: {
				Type: "AWS::DLM::LifecyclePolicy",
				Properties: {
					PolicyDetails: {
						PolicyType: "IMAGE_MANAGEMENT",
						Schedules: [{ CrossRegionCopyRules: [{ Target: "eu-west-1", Encrypted: false }] }],
					},
				},
			},
			Last: {
				Type: "AWS::DLM::LifecyclePolicy",
				Properties: {
					PolicyDetails: {
						Schedules: [{ CrossRegionCopyRules: [{ Target: "eu-west-1", Encrypted: false }] }],
					},
				},
			},
		},
	};
}

/**
 * What finds something in itself, and what it refers to: an edit is judged by the whole file, so small files are judged
 * sooner.
 */
const PARTS: Readonly<Record<string, readonly string[]>> = {
	keys: ["Key", "Bare", "Reader", "Open"],
	parameters: ["Key", "Password", "DbPassword", "ApiToken", "MailPassword", "ChatToken", "AdminPassword", "Database"],
	functions: ["Key", "Password", "Existing", "Api", "Worker", "Task", "Token", "Mailer"],
	buckets: ["Key", "Vault", "VaultPolicy", "Data", "Archive", "Invoices", "Files", "Logs"],
	stores: ["Key", "Jobs", "Orders", "Events", "Shared", "Search", "Build"],
	volumes: ["Key", "Server", "Host", "Group", "Fleet", "Disk", "Keyed", "Cluster"],
	images: ["Key", "Recipe", "Share", "Policy", "Last"],
};

/** A template of some of the entries, or of all. */
function templateOf({ Parameters, Resources }: Part, ids: readonly string[] | null): object {
	const pick = (entries: Readonly<Record<string, object>>): object =>
		Object.fromEntries(Object.entries(entries).filter(([id]) => ids === null || ids.includes(id)));
	const parameters = pick(Parameters);
	return {
		AWSTemplateFormatVersion: "2010-09-09",
		Transform: "AWS::Serverless-2016-10-31",
		...(Object.keys(parameters).length === 0 ? {} : { Parameters: parameters }),
		Resources: pick(Resources),
	};
}

/** A comment before and behind every line. */
function commented(text: string): string {
	return text
		.trimEnd()
		.split("\n")
		.map(
			(line, index) =>
				`${/^\s*/u.exec(line)?.[0] ?? ""}# before ${String(index)}\n${line} # behind ${String(index)}`,
		)
		.join("\n");
}

/** Short tags, kept blank lines, anchors, quotes of both kinds: what a person writes and no renderer does. */
function byHand(): string {
	return dedent`
		# The head.
		AWSTemplateFormatVersion: '2010-09-09'
		Transform: AWS::Serverless-2016-10-31

		Parameters:
		    Password: { Type: String, NoEcho: true } # hidden
		    DbPassword: { Type: String } # shown
		    'ApiToken':
		        # Of the shop.
		        Type: "String"
		        NoEcho: 'no' # yet
		        Default: "${fakeSecret("token")}" # of May


		Resources:
		    # Keys.
		    Key:
		        Type: AWS::KMS::Key
		        Properties:
		            Description: |+
		                All orders.

		                # No comment.

		    Signer:
		        Type: AWS::KMS::Key
		        Properties:
		            Description: >-
		                folded
		                text

		    'Quoted':
		        'Type': 'AWS::KMS::Key'
		        'Properties': {
		            'EnableKeyRotation': false, # off
		        }

		    Api:
		        Type: AWS::Serverless::Function
		        Properties:
		            Environment: # of the function
		                Variables:
		                    "DB_PASSWORD": "${fakeSecret("password")}" # rotated in May
		                    'TOKEN': '{{resolve:secretsmanager:orders:SecretString:token}}'
		                    HIDDEN:
		                        !Ref Password
		                    URL: !Sub
		                        - "{{resolve:secretsmanager:\${Name}}}"
		                        - Name: orders
		            KmsKeyArn:

		    Empty:
		        Type: AWS::Lambda::Function
		        Properties:
		            Environment:
		                Variables: { STAGE: prod }
		            KmsKeyArn: ""

		    Data:
		        Type: AWS::S3::Bucket
		        Properties:
		            BucketEncryption:
		                ServerSideEncryptionConfiguration:
		                - ServerSideEncryptionByDefault:
		                    SSEAlgorithm: 'AES256' # S3's own

		    Server:
		        Type: AWS::EC2::LaunchTemplate
		        Properties:
		            LaunchTemplateData:
		                BlockDeviceMappings:
		                -   DeviceName: /dev/xvda
		                    Ebs: {}
		                -   DeviceName: /dev/xvdb
		                    Ebs:
		                        # How big.
		                        VolumeSize: 8

		                # Not a mapping.
		                UserData: !Base64 |
		                    #!/bin/sh
		                    echo "Encrypted: false"

		    Last:
		        Type: AWS::KMS::Key
		        Properties:
		            EnableKeyRotation: no # the last line has a comment
	`;
}

function anchored(): string {
	return dedent`
		Shared:
		  variables: &variables
		    DB_PASSWORD: "${fakeSecret("password")}" # shared
		    STAGE: prod
		  disk: &disk
		    VolumeSize: 8
		  key: &key
		    Description: shared
		Resources:
		  Key:
		    Type: AWS::KMS::Key
		    Properties:
		      <<: *key # merged
		  Other:
		    Type: AWS::KMS::Key
		    Properties: *key
		  Api:
		    Type: AWS::Lambda::Function
		    Properties: &function
		      Environment:
		        Variables: *variables
		  Worker:
		    Type: AWS::Lambda::Function
		    Properties:
		      <<: *function
		      Timeout: 3
		  Server:
		    Type: AWS::EC2::LaunchTemplate
		    Properties:
		      LaunchTemplateData:
		        BlockDeviceMappings:
		          - Ebs: *disk
		          - Ebs: { <<: *disk, VolumeType: gp3 }
	`;
}

function withGlobals(): string {
	return dedent`
		Transform: AWS::Serverless-2016-10-31
		Globals:
		  Function:
		    Timeout: 3
		    Environment:
		      Variables:
		        DB_PASSWORD: "${fakeSecret("password")}" # for all
		Resources:
		  Key: { Type: AWS::KMS::Key, Properties: { EnableKeyRotation: true } }
		  Api:
		    Type: AWS::Serverless::Function
		  Worker:
		    Type: AWS::Serverless::Function
		    Properties:
		      Environment:
		        Variables:
		          STAGE: prod
	`;
}

const yaml = (name: string, text: string, shared = false): FixText => ({
	name,
	filename: "template.yaml",
	text,
	shared,
	whole: false,
});
const json = (name: string, text: string): FixText => ({ ...yaml(name, text), filename: "template.json" });

/** A template in every way of writing that the fixes must keep. */
function layoutsOf(data: object): readonly FixText[] {
	const block = stringify(data);
	return [
		yaml("YAML in blocks", block),
		yaml("YAML in blocks of four", stringify(data, { indent: 4 })),
		yaml("YAML with lists at the level of their key", stringify(data, { indentSeq: false })),
		yaml("YAML with CRLF", block.replaceAll("\n", "\r\n")),
		yaml("YAML with a BOM", `\uFEFF${block}`),
		yaml("YAML without a last line end", block.trimEnd()),
		yaml("YAML with comments everywhere, also behind the last line", commented(block)),
		yaml("YAML with comments and CRLF", `${commented(block).replaceAll("\n", "\r\n")}\r\n`),
		yaml("YAML with blank lines", block.replaceAll("\n", "\n\n")),
		yaml("YAML with an end marker", `---\n${block}...\n`),
		yaml("YAML in flow on one line", stringify(data, { collectionStyle: "flow", lineWidth: 0 })),
		yaml("YAML in flow on many lines", stringify(data, { collectionStyle: "flow", lineWidth: 60 })),
		yaml("JSON in a YAML file", JSON.stringify(data, null, 2)),
		json("JSON by two blanks", `${JSON.stringify(data, null, 2)}\n`),
		json("JSON by four blanks without a last line end", JSON.stringify(data, null, 4)),
		json("JSON by tabs", `${JSON.stringify(data, null, "\t")}\n`),
		json("JSON with CRLF", `${JSON.stringify(data, null, 2).replaceAll("\n", "\r\n")}\r\n`),
		json("JSON on one line", JSON.stringify(data)),
		json(
			"JSON with blanks around everything",
			JSON.stringify(data)
				.replaceAll('":', '" : ')
				.replaceAll(/([{[])(?=["{[])/gu, "$1 ")
				.replaceAll(/(?<=["}\]])([}\]])/gu, " $1"),
		),
	];
}

/**
 * Everything that a rule finds, in every way of writing.
 *
 * @throws {RangeError} where an entry of {@link everything} is in no part
 */
export function fixTexts(): readonly FixText[] {
	const all = everything();
	const parted = new Set(Object.values(PARTS).flat());
	const lost = [...Object.keys(all.Parameters), ...Object.keys(all.Resources)].filter((id) => !parted.has(id));
	if (lost.length > 0) {
		throw new RangeError(`In no part: ${lost.join(", ")}`);
	}
	const whole = templateOf(all, null);
	return [
		...Object.entries(PARTS).flatMap(([part, ids]) =>
			layoutsOf(templateOf(all, ids)).map((text) => ({ ...text, name: `${text.name}: ${part}` })),
		),
		{ ...yaml("YAML in blocks: everything in one file", stringify(whole)), whole: true },
		{ ...json("JSON: everything in one file", `${JSON.stringify(whole, null, 2)}\n`), whole: true },
		yaml("YAML by hand", byHand()),
		yaml("YAML by hand without a last line end", byHand().trimEnd()),
		yaml("YAML by hand with CRLF", byHand().replaceAll("\n", "\r\n")),
		yaml("YAML with anchors", anchored(), true),
		yaml("SAM with Globals", withGlobals(), true),
	];
}
