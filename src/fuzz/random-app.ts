import type { FuzzInput } from "./fuzz-input.ts";
import { ODD_NAMES, ODD_WORDS, SECRETS, SECRET_NAMES } from "./odd-names.ts";
import type { Random } from "./random.ts";

/** Constructs with properties that decide something; `{}` in a value is a place for an odd expression. */
const CONSTRUCTS: readonly (readonly [name: string, properties: readonly string[]])[] = [
	[
		"s3.Bucket",
		[
			"encryption: s3.BucketEncryption.S3_MANAGED",
			"encryption: s3.BucketEncryption.KMS",
			"encryptionKey: key",
			"bucketKeyEnabled: false",
			'bucketName: "orders"',
			"versioned: true",
		],
	],
	["sqs.Queue", ["encryption: sqs.QueueEncryption.UNENCRYPTED", "encryptionMasterKey: key", "fifo: true"]],
	["sns.Topic", ["masterKey: key", 'topicName: "orders"']],
	["kms.Key", ["enableKeyRotation: false", 'alias: "orders"', "removalPolicy: cdk.RemovalPolicy.DESTROY"]],
	[
		"lambda.Function",
		[
			'handler: "index.handler"',
			"runtime: lambda.Runtime.NODEJS_22_X",
			'environment: { STAGE: "prod", DB_PASSWORD: "<<password>>" }',
			"environmentEncryption: key",
			'code: lambda.Code.fromInline("exports.handler = async () => 1")',
		],
	],
	[
		"dynamodb.Table",
		[
			"encryption: dynamodb.TableEncryption.DEFAULT",
			'partitionKey: { name: "id", type: dynamodb.AttributeType.STRING }',
		],
	],
	["efs.FileSystem", ["encrypted: false", "vpc"]],
	["ec2.Volume", ["encrypted: false", 'availabilityZone: "eu-west-1a"', "size: cdk.Size.gibibytes(8)"]],
	[
		"ec2.Instance",
		[
			'blockDevices: [{ deviceName: "/dev/xvda", volume: ec2.BlockDeviceVolume.ebs(20) }]',
			"vpc",
			'userData: ec2.UserData.custom("export DB_PASSWORD=<<token>>")',
		],
	],
	[
		"rds.DatabaseInstance",
		[
			"storageEncrypted: false",
			'credentials: rds.Credentials.fromPassword("app", cdk.SecretValue.unsafePlainText("<<password>>"))',
		],
	],
	[
		"opensearch.Domain",
		["encryptionAtRest: { enabled: false }", "version: opensearch.EngineVersion.OPENSEARCH_2_13"],
	],
	[
		"secretsmanager.Secret",
		["encryptionKey: key", 'secretStringValue: cdk.SecretValue.unsafePlainText("<<password>>")'],
	],
	["cdk.CfnParameter", ['type: "String"', "noEcho: false", 'default: "<<password>>"']],
	[
		"s3.CfnBucket",
		[
			'bucketEncryption: { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] }',
			'bucketName: "x"',
		],
	],
	[
		"lambda.CfnFunction",
		['environment: { variables: { API_TOKEN: "<<github-personal-token>>" } }', "code: {}", "role: key.keyArn"],
	],
	["kms.CfnKey", ["enableKeyRotation: false", "keyPolicy: {}"]],
	["ec2.CfnLaunchTemplate", ["launchTemplateData: { blockDeviceMappings: [{ ebs: { volumeSize: 8 } }] }"]],
	["iam.PolicyStatement", ['actions: ["kms:Decrypt"]', 'resources: ["*"]']],
];

const MODULES = ["s3", "sqs", "sns", "kms", "lambda", "dynamodb", "efs", "ec2", "rds", "secretsmanager", "iam"];

/** A CDK app of constructs whose properties are written in every way, and of helpers that lead nowhere. */
export function randomApp(random: Random): FuzzInput {
	const typescript = random.chance(0.6);
	const eol = random.chance(0.2) ? "\r\n" : "\n";
	const quote = random.pick(['"', "'"]);
	const imports = importsOf(random, quote);
	const statements = random.list(7, (index) => statementOf(random, index, typescript));
	const helpers = random.some(HELPERS, 0.12);
	const fields = typescript && random.chance(0.3) ? ['private readonly secret = "<<token>>";'] : [];
	const text = [
		...imports,
		...helpers,
		`export class Shop extends cdk.Stack {`,
		...fields.map((field) => `  ${field}`),
		`  constructor(scope${typescript ? ": any" : ""}, id${typescript ? ": string" : ""}, props${typescript ? "?: any" : ""}) {`,
		"    super(scope, id, props);",
		'    const key = new kms.Key(this, "Known", { enableKeyRotation: true });',
		...statements.flatMap((statement) => statement.split("\n").map((line) => `    ${line}`)),
		"  }",
		"}",
		random.chance(0.5) ? 'new Shop(new cdk.App(), "Shop");' : "",
		"",
	].join("\n");
	return { filename: typescript ? "app.ts" : "app.mjs", text: text.replaceAll("\n", eol), wellFormed: true };
}

function importsOf(random: Random, quote: string): readonly string[] {
	const from = (module: string): string => `${quote}aws-cdk-lib${module}${quote}`;
	const full = (name: string): string => (name === "opensearch" ? "opensearchservice" : name);
	const used = [...MODULES, "opensearch"];
	return random.chance(0.5)
		? [
				`import * as cdk from ${from("")};`,
				...used.map((name) => `import * as ${name} from ${from(`/aws-${full(name)}`)};`),
			]
		: [
				`import * as cdk from ${from("")};`,
				`import { ${used.map((name) => `aws_${full(name)} as ${name}`).join(", ")} } from ${from("")};`,
			];
}

/** Helpers that call themselves and each other, and names that stand for themselves. */
const HELPERS: readonly string[] = [
	'function f(x) { return cdk.Fn.join("", [f(x), "a"]); }',
	"function g(x) { return h(x); }\nfunction h(x) { return g({ ...x }); }",
	"const loop = (x) => ({ ...loop(x), encrypted: x });",
	"var self = { ...self, encrypted: false };",
	"let a1 = b1, b1 = a1;",
	"const shared = { encrypted: false, enableKeyRotation: false };",
	`const table = { toString: "x", __proto__: { password: "<<password>>" }, ["constructor"]: 1 };`,
	"function make(scope, id, props) { return new s3.Bucket(scope, id, { ...props }); }",
	'function deep(n) { return n > 0 ? deep(n - 1) + deep(n - 2) : ""; }',
];

function statementOf(random: Random, index: number, typescript: boolean): string {
	const [name, properties] = random.pick(CONSTRUCTS);
	const id = random.chance(0.15) ? random.pick(ODD_NAMES) : `Some${String(index)}`;
	const variable = random.chance(0.1) ? random.pick(ODD_WORDS) : `some${String(index)}`;
	const props = propsOf(random, properties);
	const args = name.startsWith("iam.")
		? (props ?? "{}")
		: `this, ${JSON.stringify(id)}${props === null ? random.pick(["", ","]) : `, ${props}`}`;
	const made = `new ${name}(${args})${typescript && random.chance(0.05) ? " as any" : ""}`;
	const declared = random.pick([
		`const ${variable} = ${made};`,
		`${made};`,
		`const ${variable} = ${made};\n${lateOf(random, variable)}`,
		`if (props.on) {\n  ${made};\n}`,
		`for (const one of ["a", "b"]) {\n  ${made};\n}`,
		`this.${variable} = ${made};`,
	]);
	return random.chance(0.1) ? `// About ${String(index)}.\n${declared} // behind` : declared;
}

function lateOf(random: Random, variable: string): string {
	const value = random.pick([
		`"${random.pick(SECRETS)}"`,
		"false",
		"true",
		"key",
		`${variable}`,
		"undefined",
		"props.x",
	]);
	return random.pick([
		`${variable}.addEnvironment(${JSON.stringify(random.pick([...SECRET_NAMES, ...ODD_NAMES]))}, ${value});`,
		`${variable}.addPropertyOverride(${JSON.stringify(random.pick(["Environment.Variables.DB_PASSWORD", "a.b.c", "toString", "__proto__.x", "BucketEncryption", ""]))}, ${value});`,
		`${variable}.node.defaultChild.addPropertyOverride("Encrypted", ${value});`,
		`${variable}.${random.pick(["enableKeyRotation", "encrypted", "toString", "kmsKeyArn"])} = ${value};`,
		`${variable}.addToResourcePolicy(new iam.PolicyStatement({ actions: ["kms:*"], resources: ["*"], principals: [new iam.AnyPrincipal()] }));`,
		`${variable}.grantDecrypt(${variable});`,
	]);
}

/** The properties in a way of writing; null where there is no such argument. */
function propsOf(random: Random, properties: readonly string[]): string | null {
	const chosen = random
		.some(properties, 0.4)
		.map((property) => (random.chance(0.08) ? oddProperty(random, property) : property));
	const extra = random.chance(0.12)
		? [
				random.pick([
					`${random.pick(ODD_WORDS)}: ${random.pick(["1", '"<<token>>"', "{}", "props.x"])}`,
					"...shared",
					"...props",
					"[name]: 1",
					'"quoted": true',
					"key",
					"...{}",
					"get x() { return 1; }",
					"run() {}",
				]),
			]
		: [];
	const all = [...chosen, ...extra];
	if (all.length === 0) {
		return random.pick(
			[null, "{}", "{ }", "{\n}", "{\n  // nothing yet\n}", "undefined", "props", "{} as any"].slice(
				0,
				random.chance(0.8) ? 5 : 8,
			),
		);
	}
	switch (random.below(8)) {
		case 0:
			return `{ ${all.join(", ")} }`;
		case 1:
			return `{ ${all.join(", ")}, }`;
		case 2:
			return `{${all.join(",")}}`;
		case 3:
			return `{\n  ${all.join(",\n  ")},\n}`;
		case 4:
			return `{\n  ${all.join(",\n  ")}\n}`;
		case 5:
			return `{\n  ${all.join(", // of it\n  ")} // last\n}`;
		case 6:
			return `{ ${all.join(",\n  ")} }`;
		default:
			return `{\n  ${all.join(",\n  /* between */ ")}, // last\n  // the end\n}`;
	}
}

function oddProperty(random: Random, property: string): string {
	const [name = "x"] = property.split(":");
	return random.pick([
		`"${name}": ${property.slice(name.length + 1) || "x"}`,
		`${name}: props?.${name} ?? ${property.slice(name.length + 1) || "x"}`,
		`${name}: props.on ? ${property.slice(name.length + 1) || "x"} : undefined`,
		`${name}: undefined`,
		`${name}: table.toString`,
		`${name}: f("x")`,
		`${name}: g({})`,
		`["${name}"]: ${property.slice(name.length + 1) || "x"}`,
		`${name}: ${"(".repeat(20)}${property.slice(name.length + 1) || "x"}${")".repeat(20)}`,
		`${name}: cdk.Fn.join("", [cdk.Fn.ref("x"), "${random.pick(SECRETS)}"])`,
	]);
}
