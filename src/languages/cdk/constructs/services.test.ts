import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lintSource, lintTemplate, type LintResult } from "../../../testing/rule-tester.ts";
import { synthApp } from "../../../testing/synth-app.ts";

const PATH = join(import.meta.dirname, "..", "..", "..", "..", "fixtures", "cdk", "agents", "app.ts");
const ASKED = { "require-encryption-at-rest": { minimum: "customer-key" } };

/** Types of which CDK adds resources of its own, with keys of their own. */
const OF_OTHERS = ["AWS::Cognito::UserPool", "AWS::Logs::LogGroup"];

/** The ids of the resources that a rule reports. */
function reported({ details }: LintResult): readonly string[] {
	return details.findings
		.flatMap(({ resource, others = [] }) => [resource, ...others])
		.flatMap((one) => (one === null || OF_OTHERS.includes(one.type) ? [] : [one.id]));
}

test("constructs of services have the key in the source that they have in the template", () => {
	const text = readFileSync(PATH, "utf8");
	const written = new Set([...text.matchAll(/\(this, "(\w+)"/gu)].map(([, id = ""]) => id));
	const bySource = reported(lintSource(text, ASKED, "app.ts"));
	const byTemplate = synthApp(text, PATH).flatMap(({ json, paths }) =>
		reported(lintTemplate(json, ASKED, "stack.template.json")).map((id) => {
			const [, name = id] = (paths.get(id) ?? id).split("/");
			return name;
		}),
	);
	const ofConstructs = byTemplate.filter((id) => written.has(id));
	expect(ofConstructs.filter((id) => !id.includes("Plain")).sort()).toEqual(["OwnedActivity", "Queue"]);
	expect([...bySource].sort()).toEqual([...ofConstructs].sort());
});

test("a mapping of events with filters has their key in the source that it has in the template", () => {
	const mapping = (id: string, props: string): string =>
		`new lambda.EventSourceMapping(stack, "${id}", { target: fn, eventSourceArn: "arn:aws:sqs:eu-west-1:111122223333:q"${props} });`;
	const filters = ', filters: [lambda.FilterCriteria.filter({ body: { a: ["b"] } })]';
	const text = `import * as cdk from "aws-cdk-lib";\nimport * as kms from "aws-cdk-lib/aws-kms";\nimport * as lambda from "aws-cdk-lib/aws-lambda";\nconst app = new cdk.App();\nconst stack = new cdk.Stack(app, "Filters");\nconst key = new kms.Key(stack, "Key", { enableKeyRotation: true });\nconst fn = lambda.Function.fromFunctionName(stack, "Fn", "orders");\n${mapping("All", "")}\n${mapping("Filtered", filters)}\n${mapping("Encrypted", `${filters}, filterEncryption: key`)}\napp.synth();\n`;

	expect(reported(lintSource(text, ASKED, "app.ts"))).toEqual(["Filtered"]);
	const byTemplate = synthApp(text, PATH).flatMap(({ json, paths }) =>
		reported(lintTemplate(json, ASKED, "stack.template.json")).map((id) => (paths.get(id) ?? id).split("/")[1]),
	);
	expect(byTemplate).toEqual(["Filtered"]);
});

test("an event source with filters has their key in the source that its mapping has in the template", () => {
	const filters = '{ filters: [lambda.FilterCriteria.filter({ body: { a: ["b"] } })]';
	const source = (kind: string, of: string, props: string): string =>
		`fn.addEventSource(new sources.${kind}EventSource(${of}${props}));`;
	const counts = (body: string): readonly number[] => {
		const text = `import * as cdk from "aws-cdk-lib";\nimport * as kms from "aws-cdk-lib/aws-kms";\nimport * as kinesis from "aws-cdk-lib/aws-kinesis";\nimport * as sqs from "aws-cdk-lib/aws-sqs";\nimport * as lambda from "aws-cdk-lib/aws-lambda";\nimport * as sources from "aws-cdk-lib/aws-lambda-event-sources";\nconst app = new cdk.App();\nconst stack = new cdk.Stack(app, "Filters");\nconst key = new kms.Key(stack, "Key", { enableKeyRotation: true });\nconst queue = sqs.Queue.fromQueueArn(stack, "Q", "arn:aws:sqs:eu-west-1:111122223333:q");\nconst stream = kinesis.Stream.fromStreamArn(stack, "S", "arn:aws:kinesis:eu-west-1:111122223333:stream/s");\nconst fn = new lambda.Function(stack, "Fn", { runtime: lambda.Runtime.NODEJS_22_X, handler: "index.handler", code: lambda.Code.fromInline("exports.handler = 1") });\n${body}\napp.synth();\n`;
		return [
			reported(lintSource(text, ASKED, "app.ts")).length,
			synthApp(text, PATH).flatMap(({ json }) => reported(lintTemplate(json, ASKED, "stack.template.json")))
				.length,
		];
	};
	const start = "startingPosition: lambda.StartingPosition.LATEST";
	expect(counts(source("Sqs", "queue", ""))).toEqual([0, 0]);
	expect(counts(source("Sqs", "queue", `, ${filters} }`))).toEqual([1, 1]);
	expect(counts(source("Sqs", "queue", `, ${filters}, filterEncryption: key }`))).toEqual([0, 0]);
	expect(counts(source("Kinesis", "stream", `, ${filters}, ${start} }`))).toEqual([1, 1]);
	expect(
		counts(source("ManagedKafka", "", `${filters}, ${start}, clusterArn: "arn:aws:kafka:x", topic: "t" }`)),
	).toEqual([1, 1]);
	const both = source("Sqs", "queue", `, ${filters} }`) + source("Kinesis", "stream", `, ${filters}, ${start} }`);
	expect(counts(both)).toEqual([2, 2]);
});

test.each(["aws-eks", "aws-eks-v2"])("a cluster of %s encrypts its secrets with the key that it is given", (module) => {
	const found = (name: string, props: string): number =>
		reported(
			lintSource(
				`import { Key } from "aws-cdk-lib/aws-kms";\nimport * as eks from "aws-cdk-lib/${module}";\nexport function make(scope, props) { const key = new Key(scope, "K", { enableKeyRotation: true });\nnew eks.${name}(scope, "C", { version: eks.KubernetesVersion.V1_30${props} }); }\n`,
				ASKED,
				"app.ts",
			),
		).length;
	for (const name of ["Cluster", "FargateCluster"]) {
		expect(found(name, "")).toBe(1);
		expect(found(name, ", secretsEncryptionKey: key")).toBe(0);
		expect(found(name, ", secretsEncryptionKey: props.key")).toBe(0);
	}
});

/** The source of a security configuration of Glue, with one kind of data under a mode. */
const glue = (props: string): string =>
	`import * as glue from "@aws-cdk/aws-glue-alpha";\nimport * as kms from "aws-cdk-lib/aws-kms";\nexport function make(scope) { const key = new kms.Key(scope, "K", { enableKeyRotation: true });\nnew glue.SecurityConfiguration(scope, "C", { ${props} }); }\n`;

const KEY = "KmsKeyArn: !GetAtt K.Arn";

test.each([
	["s3Encryption: { mode: glue.S3EncryptionMode.S3_MANAGED }", "S3Encryptions: [{ S3EncryptionMode: SSE-S3 }]"],
	[
		"s3Encryption: { mode: glue.S3EncryptionMode.KMS, kmsKey: key }",
		`S3Encryptions: [{ S3EncryptionMode: SSE-KMS, ${KEY} }]`,
	],
	["s3Encryption: { mode: glue.S3EncryptionMode.KMS }", `S3Encryptions: [{ S3EncryptionMode: SSE-KMS, ${KEY} }]`],
	[
		"jobBookmarksEncryption: { mode: glue.JobBookmarksEncryptionMode.CLIENT_SIDE_KMS, kmsKey: key }",
		`JobBookmarksEncryption: { JobBookmarksEncryptionMode: CSE-KMS, ${KEY} }`,
	],
	[
		"jobBookmarksEncryption: { mode: glue.JobBookmarksEncryptionMode.CLIENT_SIDE_KMS }",
		`JobBookmarksEncryption: { JobBookmarksEncryptionMode: CSE-KMS, ${KEY} }`,
	],
	[
		"cloudWatchEncryption: { mode: glue.CloudWatchEncryptionMode.KMS, kmsKey: key }, s3Encryption: { mode: glue.S3EncryptionMode.KMS }, jobBookmarksEncryption: { mode: glue.JobBookmarksEncryptionMode.CLIENT_SIDE_KMS }",
		`CloudWatchEncryption: { CloudWatchEncryptionMode: SSE-KMS, ${KEY} }, S3Encryptions: [{ S3EncryptionMode: SSE-KMS, ${KEY} }], JobBookmarksEncryption: { JobBookmarksEncryptionMode: CSE-KMS, ${KEY} }`,
	],
])("a security configuration of Glue is read as its template: %s", (props, template) => {
	const text = `Resources:\n  K: { Type: AWS::KMS::Key, Properties: { EnableKeyRotation: true } }\n  C: { Type: AWS::Glue::SecurityConfiguration, Properties: { Name: c, EncryptionConfiguration: { ${template} } } }\n`;
	const details = ({ details: { findings } }: LintResult): readonly string[] =>
		findings.map(({ resource, messageId }) => `${resource?.id ?? ""} ${messageId}`);
	expect(details(lintSource(glue(props), ASKED, "app.ts"))).toEqual(details(lintTemplate(text, ASKED)));
});

test("a security configuration of Glue with settings of somebody else is left alone", () => {
	expect(reported(lintSource(glue("...given"), ASKED, "app.ts"))).toEqual([]);
	const all = "s3Encryption: given, jobBookmarksEncryption: given, cloudWatchEncryption: given";
	expect(reported(lintSource(glue(all), ASKED, "app.ts"))).toEqual([]);
});

test("what has no key of Glue's modes shares one that CDK creates, and that is not rotated", () => {
	const props =
		"s3Encryption: { mode: glue.S3EncryptionMode.KMS }, jobBookmarksEncryption: { mode: glue.JobBookmarksEncryptionMode.CLIENT_SIDE_KMS }";
	expect(reported(lintSource(glue(props), { "require-key-rotation": {} }, "app.ts"))).toEqual(["C/Key"]);
});
