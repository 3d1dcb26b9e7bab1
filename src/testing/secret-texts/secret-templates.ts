import type { Canary } from "./canaries.ts";

/** A scalar whose spelling is drawn. */
class Drawn {
	readonly value: string;

	constructor(value: string) {
		this.value = value;
	}
}

type Node = string | number | boolean | Drawn | readonly Node[] | { readonly [key: string]: Node };

/** One way to have a secret in a template. */
interface TemplatePlace {
	readonly name: string;
	readonly write: (secret: Drawn, canary: Canary) => { readonly [section: string]: { readonly [id: string]: Node } };
	/** Nothing around it says that it is one. */
	readonly free?: true;
	/** A word alone may say which kind of secret is asked for, and stays. */
	readonly likely?: true;
	/** A line of comment instead. */
	readonly comment?: (canary: Canary) => string;
}

const fn = (properties: { readonly [key: string]: Node }): Node => ({
	Type: "AWS::Lambda::Function",
	Properties: {
		Runtime: "nodejs22.x",
		Handler: "index.handler",
		Role: "arn:aws:iam::111122223333:role/r",
		...properties,
	},
});
const env = (variables: Node): { readonly Resources: { readonly Fn: Node } } => ({
	Resources: { Fn: fn({ Code: { S3Bucket: "b", S3Key: "k" }, Environment: { Variables: variables } }) },
});
const db = (password: Node): Node => ({
	Type: "AWS::RDS::DBInstance",
	Properties: {
		MasterUsername: "app",
		MasterUserPassword: password,
		StorageEncrypted: false,
		DBInstanceClass: "db.t3.micro",
	},
});
const halves = (value: string): readonly [string, string] => [
	value.slice(0, value.length / 2),
	value.slice(value.length / 2),
];

/** Sections with a secret in them. */
export const TEMPLATE_PLACES: readonly TemplatePlace[] = [
	{ name: "environment", write: (s) => env({ STAGE: "prod", DB_PASSWORD: s }) },
	{ name: "environment, If", write: (s) => env({ DB_PASSWORD: { "Fn::If": ["IsProd", s, "x"] } }) },
	{
		name: "environment, Sub",
		write: (_s, { value }) => env({ DB_PASSWORD: { "Fn::Sub": new Drawn(`\${AWS::StackName}${value}`) } }),
	},
	{
		name: "environment, Join by a colon",
		write: (s) => env({ DATABASE_URL: { "Fn::Join": [":", ["postgres://app", s]] } }),
	},
	{
		name: "environment, Join of a header",
		write: (s) => env({ HEADER: { "Fn::Join": [" ", ["Bearer", s]] } }),
	},
	{
		name: "comment of a comparison",
		write: () => env({ STAGE: "prod" }),
		comment: ({ value }) => `# SingleHeader: { Name: x-api-key }\nSearchString: ${JSON.stringify(value)}`,
	},
	{
		name: "user data, option of a command",
		write: (s) => ({
			Parameters: { P: { Type: "String", Default: s } },
			Resources: {
				I: {
					Type: "AWS::EC2::Instance",
					Properties: {
						UserData: { "Fn::Base64": { "Fn::Join": ["", ["mysql -u root -p", { Ref: "P" }, "\n"]] } },
					},
				},
			},
		}),
	},
	{
		name: "environment, items of a loop",
		write: (s) => env({ "Fn::ForEach::Words": ["Word", [s, "b"], { DB_PASSWORD: { Ref: "Word" } }] }),
	},
	{
		name: "environment, names of a loop",
		write: (s) => env({ "Fn::ForEach::Words": ["Password", [s, "b"], { "${Password}_TOKEN": "a" }] }),
	},
	{
		name: "resources of a loop",
		write: (s) => ({
			Resources: {
				"Fn::ForEach::Keys": [
					"Secret",
					[s, "b"],
					{ "Key${Secret}": { Type: "AWS::KMS::Key", Properties: {} } },
				],
			},
		}),
	},
	{
		name: "map of secrets",
		write: (s) => ({ Resources: { C: { Type: "Custom::Setup", Properties: { Passwords: { shop: s } } } } }),
	},
	{
		name: "unquoted word of a shell",
		write: (_s, { value }) => ({
			Resources: {
				L: {
					Type: "AWS::EC2::Instance",
					Properties: {
						UserData: {
							"Fn::Base64": new Drawn(
								`#!/bin/bash\nDB_PASSWORD=${value.replaceAll(/\s/gu, "")} run --stage prod\n`,
							),
						},
					},
				},
			},
		}),
	},
	{
		name: "end of a connection string",
		write: (_s, { value }) => env({ DB: new Drawn(`Server=db;Uid=app;Pwd=${value.replaceAll(/[\n;]/gu, "")}`) }),
	},
	{ name: "environment, Sub with names", write: (s) => env({ DB_PASSWORD: { "Fn::Sub": ["${P}", { P: s }] } }) },
	{
		name: "environment, Join",
		write: (_s, { value }) => env({ DB_PASSWORD: { "Fn::Join": ["", [...halves(value)]] } }),
	},
	{
		name: "environment, JSON",
		write: (_s, { value }) => env({ CONFIG: new Drawn(JSON.stringify({ user: "app", password: value })) }),
	},
	{
		name: "environment, JSON with escapes",
		write: (_s, { value }) =>
			env({
				CONFIG: new Drawn(
					`{"pass\\u0077ord":"${Array.from(value, (c) => (c.length > 1 ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)).join("")}"}`,
				),
			}),
	},
	{
		name: "environment, header",
		write: (_s, { value }) => env({ AUTH: new Drawn(`Bearer ${value}`), API_TOKEN: new Drawn(value) }),
	},
	{
		name: "environment, connection string",
		write: (_s, { value }) =>
			env({ CONNECTION: new Drawn(`Server=db;User ID=app;Password=${value.replaceAll("\n", "")};Encrypt=true`) }),
	},
	{
		name: "environment, connection string with a hole",
		write: (_s, { value }) =>
			env({
				CONNECTION: {
					"Fn::Sub": new Drawn(
						`Server=\${Db.Endpoint.Address};User ID=app;Password=${value.replaceAll("\n", "")};Encrypt=true`,
					),
				},
			}),
	},
	{
		name: "pieces of a URI, Join",
		write: (s) => env({ DATABASE_URL: { "Fn::Join": ["", ["postgres://app:", s, "@db.acme.test/orders"]] } }),
	},
	{
		name: "small pieces of a URI, Join",
		write: (s) =>
			env({ DATABASE_URL: { "Fn::Join": ["", ["postgres://", { Ref: "User" }, ":", s, "@", { Ref: "Host" }]] } }),
	},
	{
		name: "pieces of a URI, Sub with names",
		write: (s) =>
			env({ DATABASE_URL: { "Fn::Sub": ["postgres://app:${Word}@${Host}/orders", { Word: s, Host: "db" }] } }),
	},
	{
		name: "pieces of a URI, Sub of a parameter",
		write: (s) => ({
			Parameters: { Word: { Type: "String", Default: s } },
			...env({ DATABASE_URL: { "Fn::Sub": "postgres://${User}:${Word}@${Host}/orders" } }),
		}),
	},
	{
		name: "pieces of a URI, Join of a parameter",
		write: (s) => ({
			Parameters: { Word: { Type: "String", Default: s } },
			...env({
				DATABASE_URL: { "Fn::Join": ["", ["postgres://app:", { Ref: "Word" }, "@db.acme.test/orders"]] },
			}),
		}),
	},
	{
		name: "pieces of a connection string, Join",
		write: (s) => env({ CONNECTION: { "Fn::Join": ["", ["Server=db;Password=", s, ";Encrypt=true"]] } }),
	},
	{
		name: "pieces of a query, Sub of a parameter",
		write: (s) => ({
			Parameters: { Word: { Type: "String", Default: s } },
			...env({ ENDPOINT: { "Fn::Sub": "https://api.acme.test/?api_key=${Word}" } }),
		}),
	},
	{
		name: "pieces of JSON, Join",
		write: (s) => env({ CONFIG: { "Fn::Join": ["", ['{"db":{"password":"', s, '"}}']] } }),
	},
	{
		name: "policy in JSON",
		write: (_s, { value }) =>
			env({ POLICY: new Drawn(JSON.stringify({ Condition: { StringEquals: { "aws:Referer": value } } })) }),
	},
	{
		name: "choice of a state machine",
		write: (s) => ({
			Resources: {
				M: {
					Type: "AWS::Serverless::StateMachine",
					Properties: {
						Definition: {
							States: { A: { Type: "Choice", Choices: [{ Variable: "$.password", StringEquals: s }] } },
						},
					},
				},
			},
		}),
	},
	{
		name: "text of JSON",
		write: (s) => env({ CONFIG: { "Fn::ToJsonString": { db: { password: s } } } }),
	},
	{
		name: "output that its description calls a password",
		write: (s) => ({ Outputs: { Login: { Description: "The password of the administrator", Value: s } } }),
		likely: true,
	},
	{
		name: "external id",
		write: (s) => ({
			Resources: {
				R: {
					Type: "AWS::IAM::Role",
					Properties: {
						AssumeRolePolicyDocument: {
							Statement: [{ Effect: "Allow", Condition: { StringEquals: { "sts:ExternalId": s } } }],
						},
					},
				},
			},
		}),
		likely: true,
	},
	{
		name: "key of a host",
		write: (s) => ({ Resources: { S: { Type: "AWS::Transfer::Server", Properties: { HostKey: s } } } }),
		likely: true,
	},
	{ name: "password property", write: (s) => ({ Resources: { Db: db(s) } }) },
	{
		name: "password by parameter",
		write: (s) => ({
			Parameters: { Word: { Type: "String", Default: s } },
			Resources: { Db: db({ Ref: "Word" }) },
		}),
	},
	{
		name: "password by Sub of a parameter",
		write: (s) => ({
			Parameters: { Word: { Type: "String", Default: s } },
			Resources: { Db: db({ "Fn::Sub": "${Word}" }) },
		}),
	},
	{
		name: "password by mapping",
		write: (s) => ({
			Mappings: { Stages: { prod: { Word: s } } },
			Resources: { Db: db({ "Fn::FindInMap": ["Stages", "prod", "Word"] }) },
		}),
	},
	{
		name: "default of a parameter",
		write: (s) => ({ Parameters: { DbPassword: { Type: "String", NoEcho: true, Default: s } } }),
	},
	{
		name: "default without echo",
		write: (s) => ({ Parameters: { Word: { Type: "String", NoEcho: true, Default: s } } }),
	},
	{
		name: "allowed values",
		write: (s) => ({ Parameters: { ApiToken: { Type: "String", NoEcho: true, AllowedValues: [s, "b"] } } }),
	},
	{ name: "mapping", write: (s) => ({ Mappings: { Stages: { prod: { DbPassword: s } } } }) },
	{
		name: "condition",
		write: (s) => ({
			Parameters: { DbPassword: { Type: "String" } },
			Conditions: { IsSet: { "Fn::Equals": [{ Ref: "DbPassword" }, s] } },
		}),
	},
	{ name: "output", write: (s) => ({ Outputs: { Word: { Value: { "Fn::Sub": "x" } }, DbPassword: { Value: s } } }) },
	{
		name: "SSM parameter",
		write: (s) => ({
			Resources: {
				P: { Type: "AWS::SSM::Parameter", Properties: { Name: "/app/db-password", Type: "String", Value: s } },
			},
		}),
	},
	{
		name: "secret string",
		write: (s) => ({ Resources: { S: { Type: "AWS::SecretsManager::Secret", Properties: { SecretString: s } } } }),
	},
	{
		name: "secret string, JSON",
		write: (_s, { value }) => ({
			Resources: {
				S: {
					Type: "AWS::SecretsManager::Secret",
					Properties: {
						SecretString: new Drawn(JSON.stringify({ username: "app", password: value }, null, 2)),
					},
				},
			},
		}),
	},
	{
		name: "user of a broker",
		write: (s) => ({
			Resources: {
				B: { Type: "AWS::AmazonMQ::Broker", Properties: { Users: [{ Username: "app", Password: s }] } },
			},
		}),
	},
	{
		name: "container",
		write: (s) => ({
			Resources: {
				T: {
					Type: "AWS::ECS::TaskDefinition",
					Properties: {
						ContainerDefinitions: [{ Name: "a", Environment: [{ Name: "DB_PASSWORD", Value: s }] }],
					},
				},
			},
		}),
	},
	{
		name: "tag",
		write: (s) => ({
			Resources: { B: { Type: "AWS::S3::Bucket", Properties: { Tags: [{ Key: "api-token", Value: s }] } } },
		}),
	},
	{
		name: "user data",
		write: (_s, { value }) => ({
			Resources: {
				L: {
					Type: "AWS::EC2::Instance",
					Properties: {
						UserData: {
							"Fn::Base64": new Drawn(
								`#!/bin/bash\nexport DB_PASSWORD='${value.replaceAll("'", "")}'\ncurl https://api.acme.test\n`,
							),
						},
					},
				},
			},
		}),
	},
	{
		name: "user data, Sub",
		write: (_s, { value }) => ({
			Resources: {
				L: {
					Type: "AWS::EC2::Instance",
					Properties: {
						UserData: {
							"Fn::Base64": {
								"Fn::Sub": new Drawn(
									`#!/bin/bash\nexport STACK=\${AWS::StackName}\nexport DB_PASSWORD='${value.replaceAll("'", "")}'\n`,
								),
							},
						},
					},
				},
			},
		}),
	},
	{
		name: "cfn-init",
		write: (s) => ({
			Resources: {
				L: {
					Type: "AWS::EC2::Instance",
					Metadata: {
						"AWS::CloudFormation::Init": {
							config: { files: { "/etc/app": { content: { password: s } } } },
						},
					},
					Properties: {},
				},
			},
		}),
	},
	{
		name: "inline JavaScript",
		write: (_s, { value }) => ({
			Resources: {
				Fn: fn({
					Code: {
						ZipFile: new Drawn(
							`const mac = createHmac("sha256", ${JSON.stringify(value)});\nexports.handler = async () => process.env;\n`,
						),
					},
				}),
			},
		}),
	},
	{
		name: "inline JavaScript, Sub",
		write: (_s, { value }) => ({
			Resources: {
				Fn: fn({
					Code: {
						ZipFile: {
							"Fn::Sub": new Drawn(
								`const t = "\${AWS::StackName}"; const password = ${JSON.stringify(value)};\nexports.handler = async () => password;\n`,
							),
						},
					},
				}),
			},
		}),
	},
	{
		name: "inline Python",
		write: (_s, { value }) => ({
			Resources: {
				Fn: {
					Type: "AWS::Lambda::Function",
					Properties: {
						Runtime: "python3.12",
						Code: {
							ZipFile: new Drawn(
								`import os\npassword = ${JSON.stringify(value)}\ndef handler(event, context):\n  return 1\n`,
							),
						},
					},
				},
			},
		}),
	},
	{
		name: "SAM globals",
		write: (s) => ({
			Globals: { Function: { Environment: { Variables: { API_TOKEN: s } } } },
			Resources: {
				Fn: {
					Type: "AWS::Serverless::Function",
					Properties: { Handler: "i.h", InlineCode: "exports.h = async () => 1" },
				},
			},
		}),
	},
	{
		name: "command",
		write: (_s, { value }) => ({
			Resources: {
				P: {
					Type: "AWS::CodeBuild::Project",
					Properties: {
						Source: {
							BuildSpec: new Drawn(
								`version: 0.2\nphases:\n  build:\n    commands:\n      - export API_TOKEN="${value.replaceAll('"', "")}"\n`,
							),
						},
					},
				},
			},
		}),
	},
	{
		name: "description",
		write: (_s, { value }) => ({
			Resources: { K: { Type: "AWS::KMS::Key", Properties: { Description: new Drawn(`password: ${value}`) } } },
		}),
	},
	{ name: "metadata", write: (s) => ({ Metadata: { Build: { apiToken: s } } }) },
	{
		name: "reason of a suppression",
		write: (_s, { value }) => ({
			Metadata: {
				kmslint: {
					suppress: [{ rule: "aws-kms/require-key-rotation", reason: new Drawn(`password: ${value}`) }],
				},
			},
		}),
	},
	{
		name: "free description",
		write: (s) => ({ Resources: { K: { Type: "AWS::KMS::Key", Properties: { Description: s } } } }),
		free: true,
	},
	{
		name: "free list",
		write: (s) => ({ Resources: { F: { Type: "AWS::Custom::Thing", Properties: { Items: ["a", s] } } } }),
		free: true,
	},
	{ name: "free output", write: (s) => ({ Outputs: { Word: { Value: s } } }), free: true },
	{
		name: "block in comments",
		write: () => ({ Resources: {} }),
		comment: ({ value }) => `# DB_PASSWORD: |\n  ${value.replaceAll("\n", "\n  ")}`,
	},
	{
		name: "list in comments",
		write: () => ({ Resources: {} }),
		comment: ({ value }) => `# Passwords:\n  - ${value.replaceAll("\n", "\n  - ")}`,
	},
	{
		name: "parameter in comments",
		write: () => ({ Resources: {} }),
		comment: ({ value }) => `# DbPassword:\n   Type: String\n   Default: ${JSON.stringify(value)}`,
	},
	{
		name: "pair in comments",
		write: () => ({ Resources: {} }),
		comment: ({ value }) => `# - Name: API_TOKEN\n   Value: ${JSON.stringify(value)}`,
	},
	{
		name: "header that WAF looks for",
		write: (s) => ({
			Resources: {
				W: {
					Type: "AWS::WAFv2::RuleGroup",
					Properties: {
						Rules: [
							{
								Statement: {
									ByteMatchStatement: {
										SearchString: s,
										FieldToMatch: { SingleHeader: { Name: "x-origin-verify" } },
									},
								},
							},
						],
					},
				},
			},
		}),
	},
	{
		name: "header of a listener's rule",
		write: (s) => ({
			Resources: {
				L: {
					Type: "AWS::ElasticLoadBalancingV2::ListenerRule",
					Properties: {
						Conditions: [
							{
								Field: "http-header",
								HttpHeaderConfig: { HttpHeaderName: "X-Origin-Verify", Values: [s] },
							},
						],
					},
				},
			},
		}),
	},
	{
		name: "value marked as secret",
		write: (s) => ({
			Resources: {
				C: {
					Type: "AWS::Events::Connection",
					Properties: {
						AuthParameters: {
							InvocationHttpParameters: {
								BodyParameters: [{ Key: "code", Value: s, IsValueSecret: true }],
							},
						},
					},
				},
			},
		}),
	},
	{ name: "map of passwords", write: (s) => ({ Mappings: { Passwords: { prod: { Shop: s } } } }) },
	{
		name: "condition on a parameter without echo",
		write: (s) => ({
			Parameters: { Word: { Type: "String", NoEcho: true } },
			Conditions: { IsSet: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "Word" }, s] }] } },
		}),
	},
	{
		name: "example of an API",
		write: (s) => ({
			Resources: {
				A: {
					Type: "AWS::Serverless::Api",
					Properties: {
						DefinitionBody: {
							components: {
								schemas: { Login: { properties: { password: { type: "string", example: s } } } },
							},
						},
					},
				},
			},
		}),
	},
	{
		name: "pair in JSON",
		write: (_s, { value }) => env({ CONFIG: new Drawn(JSON.stringify([{ name: "db_password", value }])) }),
	},
	{
		name: "option of a container",
		write: (_s, { value }) => ({
			Resources: {
				T: {
					Type: "AWS::ECS::TaskDefinition",
					Properties: { ContainerDefinitions: [{ Command: ["run", new Drawn(`--password=${value}`)] }] },
				},
			},
		}),
	},
	{
		name: "user data, Join",
		write: (_s, { value }) => ({
			Resources: {
				L: {
					Type: "AWS::EC2::Instance",
					Properties: {
						UserData: {
							"Fn::Base64": {
								"Fn::Join": [
									"",
									[
										"#!/bin/bash\nexport DB_PASSWORD='",
										new Drawn(value.replaceAll(/['\n]/gu, "")),
										"'\n",
									],
								],
							},
						},
					},
				},
			},
		}),
	},
	{
		name: "behind a dynamic reference",
		write: (_s, { value }) => env({ DB_PASSWORD: new Drawn(`{{resolve:ssm:/app/name:1}}-${value}`) }),
	},
	{
		name: "referer of a policy",
		write: (s) => ({
			Resources: {
				P: {
					Type: "AWS::S3::BucketPolicy",
					Properties: {
						PolicyDocument: {
							Statement: [{ Effect: "Allow", Condition: { StringEquals: { "aws:Referer": s } } }],
						},
					},
				},
			},
		}),
	},
	{ name: "unknown section", write: (s) => ({ Config: { password: s } }) },
	{
		name: "inline Python, three quotes",
		write: (_s, { value }) => ({
			Resources: {
				Fn: {
					Type: "AWS::Lambda::Function",
					Properties: {
						Runtime: "python3.12",
						Code: {
							ZipFile: new Drawn(
								`PRIVATE_KEY = """${value}"""\nkey = hmac.new(b${JSON.stringify(value)}, m)\n`,
							),
						},
					},
				},
			},
		}),
	},
	{ name: "comment", write: () => ({ Resources: {} }), comment: ({ value }) => `# db password: ${value}` },
	{
		name: "comment in prose",
		write: () => ({ Resources: {} }),
		comment: ({ value }) => `# the password was ${value}`,
	},
	{ name: "free comment", write: () => ({ Resources: {} }), comment: ({ value }) => `# ${value}`, free: true },
];

/** How a template is written. */
export interface TemplateStyle {
	readonly format: "yaml" | "flow" | "json" | "minified";
	readonly scalar: "double" | "single" | "plain" | "literal" | "folded" | "escaped" | "anchored";
	readonly lineEnd: "\n" | "\r\n";
}

export const FORMATS: readonly TemplateStyle["format"][] = ["yaml", "yaml", "flow", "json", "minified"];
export const SCALARS: readonly TemplateStyle["scalar"][] = [
	"double",
	"single",
	"plain",
	"literal",
	"folded",
	"escaped",
	"anchored",
];

const KEY: Node = { Type: "AWS::KMS::Key", Properties: { KeyPolicy: {} } };

/** What is reported before and behind the secret. */
const TRIGGERS: readonly (readonly [string, Node])[] = [
	["Rotated", KEY],
	["Bucket", { Type: "AWS::S3::Bucket" }],
	["Volume", { Type: "AWS::EC2::Volume", Properties: { Size: 1, Encrypted: false } }],
	["Queue", { Type: "AWS::SQS::Queue", Properties: { SqsManagedSseEnabled: false } }],
	["Plain", fn({ Environment: { Variables: { STAGE: "prod" } } })],
	[
		"Policy",
		{
			Type: "AWS::IAM::ManagedPolicy",
			Properties: { PolicyDocument: { Statement: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" }] } },
		},
	],
];

/** A template around one place: what is reported stands before it and after it. */
export function secretTemplate(place: TemplatePlace, canary: Canary, style: TemplateStyle, trigger: number): string {
	const sections = place.write(new Drawn(canary.value), canary);
	const [first, second] = [TRIGGERS[trigger % TRIGGERS.length], TRIGGERS[(trigger + 1) % TRIGGERS.length]];
	const resources = {
		...(first === undefined ? {} : { [first[0]]: first[1] }),
		...sections["Resources"],
		...(second === undefined ? {} : { [second[0]]: second[1] }),
	};
	const conditions = {
		IsProd: { "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-central-1"] },
		...sections["Conditions"],
	};
	const root: Node = {
		AWSTemplateFormatVersion: "2010-09-09",
		...sections,
		Conditions: conditions,
		Resources: resources,
	};
	const comment = place.comment?.(canary);
	const text =
		style.format === "json" || style.format === "minified"
			? writeJson(root, style.format === "json" ? 2 : 0, style)
			: writeYaml(root, style, canary, comment);
	return text.replaceAll("\n", style.lineEnd);
}

function writeJson(root: Node, indent: number, { scalar }: TemplateStyle): string {
	const drawn: string[] = [];
	const plain = (node: Node): unknown => {
		if (node instanceof Drawn) {
			drawn.push(scalar === "escaped" ? `"${unitsOf(node.value)}"` : JSON.stringify(node.value));
			return `@drawn${String(drawn.length - 1)}@`;
		}
		return Array.isArray(node)
			? node.map((item: Node) => plain(item))
			: typeof node === "object"
				? Object.fromEntries(Object.entries(node).map(([key, value]) => [key, plain(value as Node)]))
				: node;
	};
	return `${JSON.stringify(plain(root), null, indent).replaceAll(/"@drawn(\d+)@"/gu, (_whole, index: string) => drawn[Number(index)] ?? "")}\n`;
}

function writeYaml(root: Node, style: TemplateStyle, canary: Canary, comment: string | undefined): string {
	const body = blockOf(root, "", style, canary).replace(/^\n/u, "");
	const commented =
		comment === undefined
			? body
			: comment.includes("\n")
				? `${body}${comment.replaceAll("\n", "\n# ")}\n`
				: body
						.replaceAll("\n    Properties:", ` ${comment}\n    Properties:`)
						.replaceAll("\n    Type:", ` ${comment}\n    Type:`);
	return commented.includes("*word")
		? `Anchors:\n  a: &word ${JSON.stringify(canary.value)}\n${commented}`
		: commented;
}

function blockOf(node: Node, indent: string, style: TemplateStyle, canary: Canary): string {
	if (node instanceof Drawn) {
		return ` ${drawnOf(node, indent, style, canary)}\n`;
	}
	if (Array.isArray(node)) {
		return `\n${node.map((item: Node) => `${indent}-${blockOf(item, `${indent}  `, style, canary)}`).join("")}`;
	}
	if (typeof node !== "object") {
		return ` ${typeof node === "string" ? JSON.stringify(node) : String(node)}\n`;
	}
	const entries = Object.entries(node) as [string, Node][];
	const [only] = entries;
	if (
		entries.length === 1 &&
		only !== undefined &&
		(only[0].startsWith("Fn::") || only[0] === "Ref") &&
		!(Array.isArray(only[1]) && style.format === "flow")
	) {
		return ` !${only[0].replace("Fn::", "")}${blockOf(only[1], `${indent}  `, style, canary)}`;
	}
	if (entries.length === 0 || (style.format === "flow" && indent.length >= 4)) {
		return ` ${flowOf(node, canary)}\n`;
	}
	return `\n${entries.map(([key, value]) => `${indent}${/^[\w]+$/u.test(key) ? key : JSON.stringify(key)}:${blockOf(value, `${indent}  `, style, canary)}`).join("")}`;
}

function flowOf(node: Node, canary: Canary): string {
	if (node instanceof Drawn) {
		return JSON.stringify(node.value);
	}
	if (Array.isArray(node)) {
		return `[${node.map((item: Node) => flowOf(item, canary)).join(", ")}]`;
	}
	return typeof node === "object"
		? `{ ${Object.entries(node)
				.map(([key, value]) => `${JSON.stringify(key)}: ${flowOf(value as Node, canary)}`)
				.join(", ")} }`
		: JSON.stringify(node);
}

function drawnOf({ value }: Drawn, indent: string, { scalar }: TemplateStyle, canary: Canary): string {
	const lines = value.split("\n");
	switch (scalar) {
		case "single":
			return lines.length > 1 ? JSON.stringify(value) : `'${value.replaceAll("'", "''")}'`;
		case "plain":
			return /^[\p{L}][\p{L}\p{N}+/=._@!-]*$/u.test(value) ? value : JSON.stringify(value);
		case "literal":
			return `|${value.endsWith("\n") ? "" : "-"}\n${lines.map((line) => (line === "" ? "" : `${indent}  ${line}`)).join("\n")}`.replace(
				/\n$/u,
				"",
			);
		case "folded":
			return /^\s/u.test(value)
				? JSON.stringify(value)
				: `>-\n${lines.map((line) => (line === "" ? "" : `${indent}  ${line}`)).join("\n\n")}`;
		case "escaped":
			return `"${unitsOf(value)}"`;
		case "anchored":
			return value === canary.value ? "*word" : JSON.stringify(value);
		case "double":
			return JSON.stringify(value);
		default:
			return scalar satisfies never;
	}
}

function unitsOf(text: string): string {
	return text
		.split("")
		.map((unit, at) =>
			at % 2 === 0 || unit < " " || unit === '"' || unit === "\\"
				? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`
				: unit,
		)
		.join("");
}
