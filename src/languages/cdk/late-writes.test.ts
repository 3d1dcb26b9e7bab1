import { describe, expect, test } from "vitest";
import { RULES } from "../../../rules/index.ts";
import { lintSource } from "../../testing/rule-tester.ts";

/**
 * A construct, and the property that decides about a finding: in CDK's name, in CloudFormation's, and a parent of it.
 */
interface Subject {
	readonly name: string;
	readonly imports: string;
	readonly made: (props: string) => string;
	readonly property: string;
	readonly path: string;
	readonly l1: string;
	/** Values that the property may have, the first of them weak. */
	readonly values: readonly string[];
}

const subject = (
	module: string,
	l2: string,
	l1: string,
	property: string,
	path: string,
	values: readonly string[] = ["false", "true"],
): readonly Subject[] =>
	[...(l2 === "" ? [] : [l2]), l1].map((name) => ({
		name: `${name}.${property}`,
		imports: `import * as m from "aws-cdk-lib/${module}";`,
		made: (props) => `new m.${name}(this, "X"${props === "" ? "" : `, ${props}`})`,
		property,
		path,
		l1,
		values,
	}));

const SUBJECTS: readonly Subject[] = [
	...subject("aws-kms", "Key", "CfnKey", "enableKeyRotation", "EnableKeyRotation"),
	...subject("aws-sqs", "Queue", "CfnQueue", "sqsManagedSseEnabled", "SqsManagedSseEnabled"),
	...subject("aws-s3", "Bucket", "CfnBucket", "bucketEncryption", "BucketEncryption", [
		'{ serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] }',
		'{ serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] }',
		"undefined",
	]),
	...subject("aws-lambda", "Function", "CfnFunction", "kmsKeyArn", "KmsKeyArn", [
		"undefined",
		'"alias/aws/lambda"',
		'"arn:aws:kms:eu-west-1:111122223333:key/1"',
	]),
	...subject("aws-rds", "", "CfnDBInstance", "storageEncrypted", "StorageEncrypted"),
	...subject("aws-efs", "FileSystem", "CfnFileSystem", "encrypted", "Encrypted"),
	...subject("aws-opensearchservice", "", "CfnDomain", "encryptionAtRestOptions", "EncryptionAtRestOptions", [
		"{ enabled: false }",
		"{ enabled: true }",
	]),
	...subject("aws-ec2", "", "CfnLaunchTemplate", "launchTemplateData", "LaunchTemplateData", [
		"{ blockDeviceMappings: [{ ebs: { encrypted: false } }] }",
		"{ blockDeviceMappings: [{ ebs: {} }] }",
	]),
	...subject("aws-apigateway", "", "CfnStage", "methodSettings", "MethodSettings", [
		"[{ cachingEnabled: true }]",
		"[{ cachingEnabled: true, cacheDataEncrypted: false }]",
	]),
];

/** What happens to `x` after it was made. */
function laterWrites({ property, path, values: [weak = "false", other = "true"], l1 }: Subject): readonly string[] {
	const cfn = weak.replaceAll(
		/\b([a-z])(\w*):/gu,
		(_, first: string, rest: string) => `${first.toUpperCase()}${rest}:`,
	);
	const child = `const c = x.node.defaultChild as m.${l1};`;
	const receivers = [
		["x", ""],
		["c", child],
	] as const;
	return [
		"",
		...receivers.flatMap(([on, before]) => [
			`${before} ${on}.${property} = ${weak};`,
			`${before} ${on}["${property}"] = ${weak};`,
			`${before} ${on}.${property} = ${other}; ${on}.${property} = ${weak};`,
			`${before} ${on}.${property} = ${weak}; ${on}.${property} = ${weak};`,
			`${before} ${on}.${property} ??= ${weak};`,
			`${before} const late = ${weak}; ${on}.${property} = late;`,
			`${before} if (process.env.STAGE) { ${on}.${property} = ${weak}; }`,
			`${before} for (const one of [${on}]) { one.${property} = ${weak}; }`,
			`${before} [${on}].forEach((one) => { one.${property} = ${weak}; });`,
			`${before} const soften = (one) => { one.${property} = ${weak}; }; soften(${on});`,
			`${before} ${on}.addPropertyOverride("${path}", ${cfn});`,
			`${before} ${on}.addOverride("Properties.${path}", ${cfn});`,
			`${before} ${on}.addPropertyDeletionOverride("${path}");`,
			`${before} ${on}.addPropertyOverride("${path}", ${cfn}); ${on}.${property} = ${other};`,
			`${before} ${on}.addPropertyOverride("${path}.Enabled", false);`,
			`${before} ${on}.addPropertyOverride("${path}.0.Enabled", false);`,
			`${before} ${on}.addPropertyOverride(process.env.PATH, false);`,
		]),
		`(x.node.defaultChild as m.${l1}).${property} = ${weak};`,
		`(x.node.findChild("Resource") as m.${l1}).addPropertyOverride("${path}", ${cfn});`,
	];
}

function programs(one: Subject): readonly string[] {
	const { property, values, imports, made } = one;
	const required = /Function$/u.test(made("").split("(")[0] ?? "")
		? 'runtime: m.Runtime.NODEJS_22_X, handler: "a.b", code: m.Code.fromInline("x"), environment: { A: "b" }'
		: "";
	const propsOf = (inner: string): string => `{ ${[required, inner].filter((part) => part !== "").join(", ")} }`;
	const firsts = [
		...(required === "" ? ["", "{}"] : [propsOf("")]),
		...values.map((value) => propsOf(`${property}: ${value}`)),
	];
	return firsts.flatMap((first) =>
		laterWrites(one).map(
			(later) =>
				`import { Stack } from "aws-cdk-lib";\n${imports}\nexport class S extends Stack {\n  constructor(scope, id) {\n    super(scope, id);\n    const x = ${made(first)};\n    ${later.trim()}\n  }\n}\n`,
		),
	);
}

/** Every rule that asks about resources, with the options under which it offers most. */
const ASKED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
	...Object.fromEntries(RULES.filter(({ checkModule }) => checkModule === undefined).map(({ name }) => [name, {}])),
	"require-encryption-at-rest": { minimum: "customer-key" },
	"require-bucket-encryption": { minimum: "customer-key" },
	"require-environment-key": { key: "arn:aws:kms:eu-west-1:111122223333:key/2", functions: "all" },
};

describe("what is offered for a construct that is written to afterwards", () => {
	test.each(SUBJECTS.map((one) => [one.name, one] as const))("removes its finding: %s", (_, one) => {
		let offers = 0;
		for (const code of programs(one)) {
			const { messages } = lintSource(code, ASKED, "stack.ts");
			expect(
				messages.filter(({ fatal }) => fatal === true),
				code,
			).toEqual([]);
			for (const message of messages) {
				for (const fix of [
					message.fix,
					...(message.suggestions ?? []).map((suggestion) => suggestion.fix),
				].filter((edit) => edit !== undefined)) {
					offers += 1;
					const after = code.slice(0, fix.range[0]) + fix.text + code.slice(fix.range[1]);
					const isSame = ({ ruleId, messageId }: typeof message): boolean =>
						ruleId === message.ruleId && messageId === message.messageId;
					expect(
						lintSource(after, ASKED, "stack.ts").messages.filter(isSame).length,
						`${message.ruleId ?? ""} ${message.message}\n${code}\n${after}`,
					).toBeLessThan(messages.filter(isSame).length);
				}
			}
		}
		// Whether a switch can be offered does not depend on a key of the app.
		expect(offers > 0 || one.values[0] !== "false").toBe(true);
	});
});

test("a fix goes to the assignment that decides, and a second pass changes nothing", () => {
	const code =
		'import { CfnKey } from "aws-cdk-lib/aws-kms";\nconst key = new CfnKey(this, "K", { enableKeyRotation: true });\nkey.enableKeyRotation = false; // for now\n';
	const [message] = lintSource(code, { "require-key-rotation": {} }, "stack.ts").messages;
	const { range: [start, end] = [0, 0], text = "" } = message?.fix ?? {};
	const after = code.slice(0, start) + text + code.slice(end);
	expect(after).toBe(code.replace("= false;", "= true;"));
	expect(lintSource(after, { "require-key-rotation": {} }, "stack.ts").messages).toEqual([]);
});
