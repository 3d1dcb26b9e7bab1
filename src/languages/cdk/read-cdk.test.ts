import { describe, expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { lintSource } from "../../testing/rule-tester.ts";

/** `2:3 rule`: where each rule speaks. */
function found(
	code: string,
	rules: readonly string[],
	filename = "stack.ts",
	settings: Readonly<Record<string, unknown>> = {},
): readonly string[] {
	const { messages } = lintSource(code, Object.fromEntries(rules.map((name) => [name, {}])), filename, settings);
	return messages.map(
		({ line, column, ruleId, message }) =>
			`${String(line)}:${String(column)} ${ruleId?.replace("aws-kms/", "") ?? message}`,
	);
}

const KEY = ["require-environment-key"];

/** A stack around one line. */
function stack(imports: string, body: string): string {
	return `${imports}\nclass S extends Stack { constructor(scope, id, props) { super(scope, id, props);\n${body}\n} }`;
}

describe("a function of CDK", () => {
	const styles: readonly (readonly [name: string, imports: string, call: string])[] = [
		[
			"a namespace",
			'import { Stack } from "aws-cdk-lib"; import * as lambda from "aws-cdk-lib/aws-lambda";',
			"lambda.Function",
		],
		[
			"a name",
			'import { Stack } from "aws-cdk-lib"; import { Function } from "aws-cdk-lib/aws-lambda";',
			"Function",
		],
		[
			"a name of one's own",
			'import { Stack } from "aws-cdk-lib"; import { Function as Fn } from "aws-cdk-lib/aws-lambda";',
			"Fn",
		],
		["the root's module", 'import { Stack, aws_lambda } from "aws-cdk-lib";', "aws_lambda.Function"],
		[
			"the root's module under another name",
			'import { Stack, aws_lambda as lambda } from "aws-cdk-lib";',
			"lambda.Function",
		],
		["the root", 'import * as cdk from "aws-cdk-lib"; const { Stack } = cdk;', "cdk.aws_lambda.Function"],
		["the default of the root", 'import cdk from "aws-cdk-lib"; const { Stack } = cdk;', "cdk.aws_lambda.Function"],
		[
			"a deep path",
			'import { Stack } from "aws-cdk-lib/core"; import { Function as Fn } from "aws-cdk-lib/aws-lambda/lib/function";',
			"Fn",
		],
		[
			"version 1",
			'import { Stack } from "@aws-cdk/core"; import * as lambda from "@aws-cdk/aws-lambda";',
			"lambda.Function",
		],
		["monocdk", 'import { Stack, aws_lambda as lambda } from "monocdk";', "lambda.Function"],
		[
			"an alpha package",
			'import { Stack } from "aws-cdk-lib"; import { PythonFunction } from "@aws-cdk/aws-lambda-python-alpha";',
			"PythonFunction",
		],
		[
			"an import assignment",
			'import lambda = require("aws-cdk-lib/aws-lambda"); import { Stack } from "aws-cdk-lib";',
			"lambda.Function",
		],
		[
			"a constant",
			'import { Stack } from "aws-cdk-lib"; import * as lambda from "aws-cdk-lib/aws-lambda"; const Fn = lambda.Function;',
			"Fn",
		],
		["a pattern", 'import * as cdk from "aws-cdk-lib"; const { aws_lambda: { Function: Fn }, Stack } = cdk;', "Fn"],
		[
			"a class without a constructor",
			'import { Stack } from "aws-cdk-lib"; import * as lambda from "aws-cdk-lib/aws-lambda"; class Fn extends lambda.Function {}',
			"Fn",
		],
	];

	test.each(styles)("is found through %s", (_name, imports, call) => {
		expect(found(stack(imports, `new ${call}(this, "Api", { environment: { STAGE: "prod" } });`), KEY)).toEqual([
			"3:1 require-environment-key",
		]);
	});

	test.each([
		["require", 'const { Stack } = require("aws-cdk-lib"); const lambda = require("aws-cdk-lib/aws-lambda");'],
		[
			"require of one class",
			'const { Stack } = require("aws-cdk-lib"); const { Function: Fn } = require("aws-cdk-lib/aws-lambda"); const lambda = { };',
		],
		[
			"require, as a compiler wrote it",
			'const { Stack } = require("aws-cdk-lib"); const lambda = __importStar(require("aws-cdk-lib/aws-lambda"));',
		],
		[
			"a late assignment",
			'const { Stack } = require("aws-cdk-lib"); let lambda; lambda = require("aws-cdk-lib/aws-lambda");',
		],
	])("is found through %s, in JavaScript", (_name, imports) => {
		const call = imports.includes("Fn }") ? "Fn" : "lambda.Function";
		expect(
			found(stack(imports, `new ${call}(this, "Api", { environment: { STAGE: "prod" } });`), KEY, "stack.js"),
		).toEqual(["3:1 require-environment-key"]);
	});

	test.each([
		[
			"the global Function",
			'import { Stack } from "aws-cdk-lib";',
			'new Function("a", "b", { environment: { A: "b" } });',
		],
		[
			"a class of the same name of somebody else",
			'import { Stack } from "aws-cdk-lib"; import { Function } from "./function";',
			'new Function(this, "Api", { environment: { A: "b" } });',
		],
		[
			"a shadowed name",
			'import { Stack } from "aws-cdk-lib"; import { Function } from "aws-cdk-lib/aws-lambda";',
			'{ const Function = other(); new Function(this, "Api", { environment: { A: "b" } }); }',
		],
		[
			"a type",
			'import { Stack } from "aws-cdk-lib"; import type { Function } from "aws-cdk-lib/aws-lambda";',
			'new Function(this, "Api", { environment: { A: "b" } });',
		],
	])("is not %s", (_name, imports, body) => {
		expect(found(stack(imports, body), KEY)).toEqual([]);
	});

	test("of a local class is reported where it calls CDK, once for all its objects", () => {
		const imports =
			'import { Stack } from "aws-cdk-lib"; import * as lambda from "aws-cdk-lib/aws-lambda";\nclass Fn extends lambda.Function { constructor(scope, id, props) {\n super(scope, id, { ...props, environment: { ...props.environment, STAGE: "prod" } }); } }\nclass Worker extends Fn {}';
		expect(
			found(stack(imports, 'new Fn(this, "A", {}); new Worker(this, "B", { environment: { A: "b" } });'), KEY),
		).toEqual(["3:2 require-environment-key"]);
		expect(
			found(stack(imports, 'const key = props.key; new Fn(this, "A", { environmentEncryption: key });'), KEY),
		).toEqual([]);
	});
});

describe("what a secret is given to", () => {
	const secret = fakeSecret("aws-secret-access-key");
	const imports =
		'import { Stack, SecretValue } from "aws-cdk-lib"; import * as lambda from "aws-cdk-lib/aws-lambda"; import * as secretsmanager from "aws-cdk-lib/aws-secretsmanager";';
	const rules = ["no-secret-in-environment", "no-resolved-secret-in-environment", "no-secret-in-template"];

	test.each([
		["a literal", `new lambda.Function(this, "Api", { environment: {\nAWS_SECRET: "${secret}" } });`],
		[
			"a constant",
			`new lambda.Function(this, "Api", { environment });\nconst environment = { AWS_SECRET: "${secret}" };`,
		],
		[
			"a later assignment",
			`const environment: Record<string, string> = {}; new lambda.Function(this, "Api", { environment });\nenvironment.AWS_SECRET = "${secret}";`,
		],
		[
			"addEnvironment",
			`const fn = new lambda.Function(this, "Api", {});\nfn.addEnvironment("AWS_SECRET", "${secret}");`,
		],
		[
			"an argument of a helper",
			`const make = (env: Record<string, string>) => new lambda.Function(this, "Api", { environment: env });\nmake({ AWS_SECRET: "${secret}" });`,
		],
		[
			"a default",
			`new lambda.Function(this, "Api", { environment: {\nAWS_SECRET: process.env.AWS_SECRET ?? "${secret}" } });`,
		],
	])("is found in %s", (_name, body) => {
		expect(found(stack(imports, body), rules)).toEqual([
			expect.stringMatching(/^4:\d+ no-secret-in-environment$/u),
		]);
	});

	test("is said once, by the rule that knows the resource", () => {
		const body = `const token = "${secret}"; new lambda.Function(this, "Api", { environment: { AWS_SECRET: token } });`;
		expect(found(stack(imports, body), ["no-hardcoded-secret", ...rules])).toEqual([
			expect.stringMatching(/no-secret-in-environment$/u),
		]);
		expect(
			found(stack(imports, `const secret = "${secret}"; new lambda.Function(this, "Api", {});`), [
				"no-hardcoded-secret",
				...rules,
			]),
		).toEqual([expect.stringMatching(/no-hardcoded-secret$/u)]);
	});

	test("is found where CloudFormation will resolve it", () => {
		const body =
			'const secret = new secretsmanager.Secret(this, "Db");\nnew lambda.Function(this, "Api", { environment: {\nDB_PASSWORD: secret.secretValueFromJson("password").unsafeUnwrap(),\nDB_USER: secret.secretValueFromJson("username").unsafeUnwrap(), DB_SECRET_ARN: secret.secretArn } });';
		expect(found(stack(imports, body), rules)).toEqual(["5:14 no-resolved-secret-in-environment"]);
	});

	test("is found in a secret", () => {
		expect(
			found(
				stack(
					imports,
					`new secretsmanager.Secret(this, "Db", {\nsecretStringValue: SecretValue.unsafePlainText("${secret}") });`,
				),
				rules,
			),
		).toEqual(["4:48 no-secret-in-template"]);
	});
});

describe("what CDK does that nobody expects", () => {
	const imports =
		'import { Stack } from "aws-cdk-lib"; import * as lambda from "aws-cdk-lib/aws-lambda"; import * as cloudfront from "aws-cdk-lib/aws-cloudfront"; import * as ec2 from "aws-cdk-lib/aws-ec2"; import * as kms from "aws-cdk-lib/aws-kms"; import * as s3 from "aws-cdk-lib/aws-s3"; import * as ssm from "aws-cdk-lib/aws-ssm"; import * as codepipeline from "aws-cdk-lib/aws-codepipeline";';

	test.each([
		[
			"variables of a function at the edge",
			'new cloudfront.experimental.EdgeFunction(this, "Edge", { environment: {\nSTAGE: "prod" } });',
			["4:1 require-environment-key"],
		],
		[
			"a key of a volume that is not encrypted",
			'const kmsKey = new kms.Key(this, "Key", { enableKeyRotation: true }); new ec2.LaunchTemplate(this, "T", { blockDevices: [{ deviceName: "a",\nvolume: ec2.BlockDeviceVolume.ebs(8, { kmsKey }) }] });',
			["4:9 require-volume-encryption"],
		],
		[
			"the key that a bucket of two layers makes",
			'new s3.Bucket(this, "Data", {\nencryption: s3.BucketEncryption.DSSE });',
			["4:13 require-key-rotation"],
		],
		[
			"the key that a pipeline makes",
			'new codepipeline.Pipeline(this, "Release", {\ncrossAccountKeys: true });',
			["4:19 require-key-rotation"],
		],
		[
			"a parameter that CloudFormation does not make",
			'new ssm.StringParameter(this, "Token", { stringValue: "x",\ntype: ssm.ParameterType.SECURE_STRING });',
			["4:7 no-plaintext-parameter"],
		],
		["a period that rotates by itself", 'new kms.Key(this, "Key", { rotationPeriod: props.period });', []],
	])("is told: %s", (_name, body, expected) => {
		expect(
			found(stack(imports, body), [
				"require-environment-key",
				"require-volume-encryption",
				"require-key-rotation",
				"no-plaintext-parameter",
			]),
		).toEqual(expected);
	});
});

describe("what the app knows only when it runs", () => {
	const imports =
		'import { Stack } from "aws-cdk-lib"; import * as lambda from "aws-cdk-lib/aws-lambda"; import * as kms from "aws-cdk-lib/aws-kms";';

	test.each([
		["properties of a caller", 'new lambda.Function(this, "Api", { environment: { A: "b" }, ...props });'],
		[
			"a key of a caller",
			'new lambda.Function(this, "Api", { environment: { A: "b" }, environmentEncryption: props.key });',
		],
		[
			"an imported key",
			'new lambda.Function(this, "Api", { environment: { A: "b" }, environmentEncryption: kms.Key.fromKeyArn(this, "K", props.arn) });',
		],
		[
			"the L1 construct set later",
			'const fn = new lambda.Function(this, "Api", { environment: { A: "b" } }); (fn.node.defaultChild as lambda.CfnFunction).kmsKeyArn = props.arn;',
		],
		[
			"an override",
			'const fn = new lambda.Function(this, "Api", { environment: { A: "b" } }); const cfn = fn.node.defaultChild as lambda.CfnFunction; cfn.addPropertyOverride("KmsKeyArn", props.arn);',
		],
		[
			"a helper of another file",
			'import { protect } from "./protect"; const fn = new lambda.Function(this, "Api", { environment: { A: "b" } }); protect(fn);',
		],
	])("keeps the rules silent: %s", (_name, body) => {
		const [first = "", ...rest] = body.startsWith("import") ? body.split("; ") : ["", body];
		expect(found(stack(`${imports}${first}`, rest.join("; ")), KEY)).toEqual([]);
	});

	test("so does what the settings say of the whole app", () => {
		const code = stack(imports, 'new lambda.Function(this, "Api", { environment: { A: "b" } });');
		expect(found(code, KEY)).toHaveLength(1);
		expect(found(code, KEY, "stack.ts", { assumeEnforced: ["AWS::Lambda::Function.KmsKeyArn"] })).toEqual([]);
		expect(found(code, KEY, "stack.ts", { assumeEnforced: ["AWS::Lambda::Function"] })).toEqual([]);
	});

	test("so does an aspect of the file", () => {
		const code = `${stack(imports, 'new lambda.Function(this, "Api", { environment: { A: "b" } });')}\nclass Protect { visit(node) { if (node instanceof lambda.CfnFunction) { node.kmsKeyArn = "arn"; } } }`;
		expect(found(code, KEY)).toEqual([]);
	});
});
