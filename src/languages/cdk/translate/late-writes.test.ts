import { describe, expect, test } from "vitest";
import { RULES } from "../../../../rules/index.ts";
import { lintSource, type LintResult } from "../../../testing/rule-tester.ts";
import { partOf } from "../../../testing/seed.ts";

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

/**
 * Stacks of one file, each with the construct made and written to in its own way: to read them together costs a fraction
 * of reading a file for each.
 */
function stacks(one: Subject): readonly string[] {
	const { property, values, made } = one;
	const required = /Function$/u.test(made("").split("(")[0] ?? "")
		? 'runtime: m.Runtime.NODEJS_22_X, handler: "a.b", code: m.Code.fromInline("x"), environment: { A: "b" }'
		: "";
	const propsOf = (inner: string): string => `{ ${[required, inner].filter((part) => part !== "").join(", ")} }`;
	const firsts = [
		...(required === "" ? ["", "{}"] : [propsOf("")]),
		...values.map((value) => propsOf(`${property}: ${value}`)),
	];
	return firsts
		.flatMap((first) => laterWrites(one).map((later) => [first, later] as const))
		.map(
			([first, later], index) =>
				`export class S${String(index)} extends Stack {\n  constructor(scope, id) {\n    super(scope, id);\n    const x = ${made(first)};\n    ${later.trim()}\n  }\n}\n`,
		);
}

/** Every rule that asks about resources, with the options under which it offers most. */
const ASKED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
	...Object.fromEntries(RULES.filter(({ checkModule }) => checkModule === undefined).map(({ name }) => [name, {}])),
	"require-encryption-at-rest": { minimum: "customer-key" },
	"require-bucket-encryption": { minimum: "customer-key" },
	"require-environment-key": { key: "arn:aws:kms:eu-west-1:111122223333:key/2", functions: "all" },
};

type Message = LintResult["messages"][number];

/** What is reported on each stack of a file. */
function reportsOn(head: string, texts: readonly string[]): readonly (readonly Message[])[] {
	const ends: number[] = [];
	for (const text of texts) {
		ends.push((ends.at(-1) ?? head.split("\n").length) + text.split("\n").length - 1);
	}
	const { messages } = lintSource(head + texts.join(""), ASKED, "stack.ts");
	expect(messages.filter(({ fatal }) => fatal === true)).toEqual([]);
	const reports = texts.map((): Message[] => []);
	for (const message of messages) {
		reports[ends.findIndex((end) => message.line < end)]?.push(message);
	}
	return reports;
}

describe("what is offered for a construct that is written to afterwards", () => {
	test.each(partOf(SUBJECTS, 2).map((one) => [one.name, one] as const))("removes its finding: %s", (_, one) => {
		const head = `import { Stack } from "aws-cdk-lib";\n${one.imports}\n`;
		const texts = stacks(one);
		const reports = reportsOn(head, texts);
		const starts = texts.map((_, index) => head.length + texts.slice(0, index).join("").length);
		const offers = reports.map((messages, index) =>
			messages.flatMap((message) =>
				[message.fix, ...(message.suggestions ?? []).map(({ fix }) => fix)].flatMap((fix) => {
					const [text = "", start = 0] = [texts[index], starts[index]];
					return fix === undefined
						? []
						: [
								{
									message,
									text:
										text.slice(0, fix.range[0] - start) +
										fix.text +
										text.slice(fix.range[1] - start),
								},
							];
				}),
			),
		);
		// The first offer of each stack at once, then the second of each that has one.
		for (let round = 0; offers.some((some) => some.length > round); round += 1) {
			const made = offers.flatMap((some, index) => {
				const offer = some[round];
				return offer === undefined ? [] : [{ ...offer, before: reports[index] ?? [] }];
			});
			const now = reportsOn(
				head,
				made.map(({ text }) => text),
			);
			for (const [index, { message, text, before }] of made.entries()) {
				const isSame = ({ ruleId, messageId }: Message): boolean =>
					ruleId === message.ruleId && messageId === message.messageId;
				expect(
					now[index]?.filter(isSame).length,
					`${message.ruleId ?? ""} ${message.message}\n${text}`,
				).toBeLessThan(before.filter(isSame).length);
			}
		}
		// Whether a switch can be offered does not depend on a key of the app.
		expect(offers.some((some) => some.length > 0) || one.values[0] !== "false").toBe(true);
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
