import type { Linter } from "eslint";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RULES } from "../../../rules/index.ts";
import { compileTexts } from "../../testing/compile-texts.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { lintSource } from "../../testing/rule-tester.ts";
import { synthApp, type SynthesisedStack } from "../../testing/synth-app.ts";

const APPS = join(import.meta.dirname, "..", "..", "..", "fixtures", "cdk");
const ASKED = Object.fromEntries(
	RULES.filter(({ checkModule }) => checkModule === undefined).map((rule) => [rule.name, {}]),
);

interface App {
	readonly name: string;
	readonly path: string;
	readonly text: string;
	readonly mended: string;
}

const APP_FILES: readonly App[] = readdirSync(APPS).map((name) => {
	const filename = readdirSync(join(APPS, name)).find((file) => /^app\.[jt]s$/u.test(file)) ?? "app.ts";
	const path = join(APPS, name, filename);
	const text = readFileSync(path, "utf8").replace(/<<([a-z-]+)>>/gu, (_, id: string) => fakeSecret(id));
	return { name, path, text, mended: mend(text, filename) };
});

/** Every fix, and of what only a person may choose the first suggestion, one after another. */
function mend(text: string, filename: string): string {
	let code = text;
	for (let pass = 0; pass < 60; pass += 1) {
		const { messages } = lintSource(code, ASKED, filename);
		const fix: Linter.LintMessage["fix"] = messages
			.map((message) => message.fix ?? message.suggestions?.[0]?.fix)
			.find((one) => one !== undefined);
		if (fix === undefined) {
			return code;
		}
		code = code.slice(0, fix.range[0]) + fix.text + code.slice(fix.range[1]);
	}
	throw new Error(`${filename} is never done`);
}

/** `Api KmsKeyArn`: each property of the templates that another one took the place of, by the construct's path. */
function changes(before: readonly SynthesisedStack[], after: readonly SynthesisedStack[]): readonly string[] {
	const flat = (stacks: readonly SynthesisedStack[]): ReadonlyMap<string, string> =>
		new Map(
			stacks.flatMap(({ json, paths }) => {
				const { Resources = {}, Parameters = {} } = JSON.parse(json) as Readonly<
					Record<string, Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>>
				>;
				return [
					...Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) => [
						[`${nameOf(paths.get(id) ?? id)} exists`, Type] as const,
						...Object.entries(Properties).map(
							([name, value]) =>
								[`${nameOf(paths.get(id) ?? id)} ${name}`, JSON.stringify(value)] as const,
						),
					]),
					...Object.entries(Parameters).flatMap(([id, parameter]) =>
						Object.entries(parameter).map(
							([name, value]) => [`${id} ${name}`, JSON.stringify(value)] as const,
						),
					),
				];
			}),
		);
	const [old, made] = [flat(before), flat(after)];
	return [...new Set([...old.keys(), ...made.keys()])].filter((name) => old.get(name) !== made.get(name)).sort();
}

/** `Orders/Api/Resource` is 'Api'. */
function nameOf(path: string): string {
	return path
		.split("/")
		.slice(1)
		.filter((name) => name !== "Resource")
		.join("/");
}

/** What the fixes change in the templates, and nothing else. */
const INTENDED: Readonly<Record<string, readonly string[]>> = {
	access: [
		"Initial/ServiceRole/DefaultPolicy PolicyDocument",
		"Raw/CustomResourcePolicy PolicyDocument",
		"Role Policies",
	],
	agents: ["OldKey EnableKeyRotation"],
	fleet: [
		"Group/LaunchConfig BlockDeviceMappings",
		"KeyOnly LaunchTemplateData",
		"PlainDb StorageEncrypted",
		"PlainSearch EncryptionAtRestOptions",
		"Server BlockDeviceMappings",
		"Template LaunchTemplateData",
	],
	legacy: ["Files BucketEncryption", "LegacyKey EnableKeyRotation", "Raw KmsKeyArn", "Worker KmsKeyArn"],
	orders: [
		"ApiToken NoEcho",
		"Bundled KmsKeyArn",
		"Canary RunConfig",
		"Literal Environment",
		"OffKey EnableKeyRotation",
		"PlainKey EnableKeyRotation",
		"SingletonLambda5f6b6c3e9d5b4f0f8f7e3f0c4f1f2a10 KmsKeyArn",
		"Spread KmsKeyArn",
		"WithHidden Environment",
		"WithParameter Environment",
	],
	notes: [
		"EnvironmentKey EnableKeyRotation",
		"EnvironmentKey KeyPolicy",
		"EnvironmentKey exists",
		"Silent KmsKeyArn",
	],
	plain: [
		"AesBucket BucketEncryption",
		"Distribution Distributions",
		"KmsBucket BucketEncryption",
		"Machine BlockDeviceMappings",
		"OpenQueue SqsManagedSseEnabled",
		"Plain Environment",
		"Plain KmsKeyArn",
		"PlainBucket BucketEncryption",
		"PlainCache AtRestEncryptionEnabled",
		"PlainDax SSESpecification",
		"PlainDb StorageEncrypted",
		"PlainDelivery DeliveryStreamEncryptionConfigurationInput",
		"PlainGraph StorageEncrypted",
		"PlainKey EnableKeyRotation",
		"Recipe BlockDeviceMappings",
		"Served KmsKeyArn",
		"Template LaunchTemplateData",
	],
	platform: [
		"AlphaFiles BucketEncryption",
		"BetaFiles BucketEncryption",
		"Blue/BlueKey EnableKeyRotation",
		"Maybe KmsKeyArn",
		"Unlisted KmsKeyArn",
	],
	storage: [
		"AutoKey BucketEncryption",
		"DbPassword Default",
		"Nothing BucketEncryption",
		"OpenFiles Encrypted",
		"OpenQueue SqsManagedSseEnabled",
		"Owned BucketEncryption",
	],
};

describe("an app that is mended", () => {
	test("compiles under strict", () => {
		const files = new Map(
			APP_FILES.filter(({ path }) => path.endsWith(".ts")).map(({ name, mended }) => [`${name}.ts`, mended]),
		);
		expect(compileTexts(files, { module: "nodenext" })).toEqual([]);
		expect(files.size).toBeGreaterThan(5);
	});

	test.each(APP_FILES)("synthesises to the intended change: $name", ({ name, path, text, mended }) => {
		expect(mended).not.toBe(text);
		expect(changes(synthApp(text, path), synthApp(mended, path))).toEqual(INTENDED[name] ?? []);
	});
});

const SHAPES: readonly (readonly [name: string, body: string, offers: number])[] = [
	[
		"two functions that share their variables",
		`const VARIABLES = { STAGE: "prod" };
class S extends cdk.Stack {
	constructor(app) {
		super(app, "S"); // the stack
		new lambda.Function(this, "A", { ...base, environment: VARIABLES });
		new lambda.Function(this, "B", { ...base, environment: VARIABLES });
	}
}`,
		1,
	],
	[
		"a loop",
		`class S extends cdk.Stack { constructor(app) { super(app, "S"); for (const id of ["A", "B"]) { new lambda.Function(this, id, { ...base, environment }); } } }`,
		1,
	],
	[
		"a callback",
		`class S extends cdk.Stack {
	constructor(app) {
		super(app, "S");
		["A", "B"].forEach((id) => new lambda.Function(this, id, { ...base, environment }));
	}
}`,
		1,
	],
	[
		"fields",
		`class S extends cdk.Stack {
	a = new lambda.Function(this, "A", { ...base, environment });
	b = new lambda.Function(this, "B", { ...base, environment });
}`,
		1,
	],
	[
		"a stack of a variable",
		`class S { constructor(app) { const stack = new cdk.Stack(app, "S"); new lambda.Function(stack, "A", { ...base, environment }); } }`,
		1,
	],
	[
		"a helper that is called twice in one scope",
		`const make = (scope, id) => { new lambda.Function(scope, id, { ...base, environment }); };
class S extends cdk.Stack { constructor(app) { super(app, "S"); make(this, "A"); make(this, "B"); } }`,
		0,
	],
	[
		"a method that is called once",
		`class S extends cdk.Stack { constructor(app) { super(app, "S"); this.make("A"); }
	make(id) {
		new lambda.Function(this, id, { ...base, environment });
	}
}`,
		1,
	],
	[
		"a method that is called twice",
		`class S extends cdk.Stack { constructor(app) { super(app, "S"); this.make("A"); this.make("B"); }
	make(id) { new lambda.Function(this, id, { ...base, environment }); }
}`,
		0,
	],
	[
		"a class of functions, made twice in one scope",
		`class F extends lambda.Function { constructor(scope, id) { super(scope, id, { ...base, environment }); } }
class S extends cdk.Stack { constructor(app) { super(app, "S"); new F(this, "A"); new F(this, "B"); } }`,
		0,
	],
];

describe("a key that is added to an app", () => {
	test.each(SHAPES)("is made once in its scope: %s", (_name, body, offers) => {
		const text = `import * as cdk from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
const base = { runtime: lambda.Runtime.NODEJS_22_X, handler: "a.b", code: lambda.Code.fromInline("exports.b = () => 1") };
const environment = { STAGE: "prod" };
${body}
const app = new cdk.App();
new S(app, "S");
app.synth();
`;
		const { messages } = lintSource(text, { "require-environment-key": {} }, "app.js");
		const suggestions = messages.flatMap((message) => message.suggestions ?? []);
		expect(messages).not.toHaveLength(0);
		expect(suggestions).toHaveLength(offers);
		for (const { fix } of suggestions) {
			const output = text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1]);
			expect(
				synthApp(output, join(APPS, "app.js")).flatMap(({ json }) => json.match(/"AWS::KMS::Key"/gu)),
			).toHaveLength(1);
			expect(lintSource(output, { "require-environment-key": {} }, "app.js").messages).toEqual([]);
		}
	});
});

test("a finding names its property as CDK spells it", () => {
	const named = APP_FILES.flatMap(({ text, path }) => {
		const { findings, unknown } = lintSource(text, ASKED, path.slice(path.lastIndexOf("/") + 1)).details;
		return [...findings, ...unknown].flatMap(({ rule, resource, property }) =>
			resource === null || property === null || property === "" ? [] : [`${rule} ${property}`],
		);
	});
	expect(named.length).toBeGreaterThan(30);
	expect(named.filter((one) => !/ [a-z]/u.test(one))).toEqual([]);
});
