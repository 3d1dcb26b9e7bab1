import fc from "fast-check";
import { fakeSecret } from "../fake-secret.ts";

const NAMES = ["DB_PASSWORD", "API_TOKEN", "WEBHOOK_SECRET", "SMTP_PASSWORD", "JWT_SECRET"] as const;
const PLACES = ["variable", "everywhere", "literal", "shared variable", "shared literal", "fallback variable"] as const;
const DIALECTS = ["sam", "cloudformation", "terraform", "cdk"] as const;

type Dialect = (typeof DIALECTS)[number];

/** A secret of an application, and the functions that use it. */
interface AppSecret {
	readonly name: string;
	readonly place: (typeof PLACES)[number];
	readonly readers: readonly number[];
}

/** An application that nobody wrote: functions, each with secrets in places of every sort. */
export interface RandomApplication {
	readonly dialect: Dialect;
	readonly functions: number;
	readonly secrets: readonly AppSecret[];
	/** True for ES modules, false for CommonJS. */
	readonly isModule: boolean;
	/** True where the functions have one role, in dialects that write roles. */
	readonly sharesRole: boolean;
}

const SECRET: fc.Arbitrary<Omit<AppSecret, "name">> = fc.record({
	place: fc.constantFrom(...PLACES),
	readers: fc.uniqueArray(fc.nat({ max: 2 }), { minLength: 1, maxLength: 3 }),
});

export const randomApplications: fc.Arbitrary<RandomApplication> = fc
	.record({
		dialect: fc.constantFrom(...DIALECTS),
		functions: fc.integer({ min: 1, max: 3 }),
		secrets: fc.array(SECRET, { minLength: 1, maxLength: NAMES.length }),
		isModule: fc.boolean(),
		sharesRole: fc.boolean(),
	})
	.map(({ secrets, functions, ...rest }) => ({
		...rest,
		functions,
		secrets: secrets.map((secret, at) => ({
			...secret,
			name: NAMES[at] ?? "",
			readers: secret.place.startsWith("shared")
				? Array.from({ length: functions }, (_, index) => index) // All load the shared module.
				: [...new Set(secret.readers.map((reader) => reader % functions))],
		})),
	}));

interface WrittenFunction {
	readonly id: string;
	readonly file: string;
	readonly answer: readonly string[];
	/** How many secrets it looks up after a migration. */
	readonly lookups: number;
}

/** An application as files, with what each function has to answer. */
export interface WrittenApplication {
	readonly files: Readonly<Record<string, string>>;
	/** The file that deploys it. */
	readonly template: string;
	readonly functions: readonly WrittenFunction[];
	/** The values that a migration moves. */
	readonly moved: readonly string[];
	/** Those that stay, because a lookup cannot take their place. */
	readonly kept: readonly string[];
}

/** @param seed makes the values of one application unlike those of all others */
export function writeApplication(app: RandomApplication, seed: number): WrittenApplication {
	const valueOf = (secret: AppSecret): string =>
		fakeSecret("token", 10_000 + seed * NAMES.length + app.secrets.indexOf(secret));
	const extension = app.isModule ? "mjs" : "cjs";
	const shared = app.secrets.filter(({ place }) => place.startsWith("shared"));
	const indexes = Array.from({ length: app.functions }, (_, index) => index);
	const own = (index: number): readonly AppSecret[] => app.secrets.filter(({ readers }) => readers.includes(index));
	const variables = (index: number): readonly (readonly [string, string])[] => [
		["STAGE", "prod"],
		...app.secrets
			.filter(({ place, readers }) => place.endsWith("variable") && readers.includes(index))
			.map((secret) => [secret.name, valueOf(secret)] as const),
		...(app.dialect === "sam"
			? []
			: app.secrets
					.filter(({ place, readers }) => place === "everywhere" && readers.includes(index))
					.map((secret) => [secret.name, valueOf(secret)] as const)),
	];
	const globals = app.secrets
		.filter(({ place }) => place === "everywhere")
		.map((one) => [one.name, valueOf(one)] as const);
	const { template, text, idOf } = DEPLOYERS[app.dialect](app, indexes.map(variables), globals, extension);
	return {
		template,
		files: {
			[template]: text,
			...Object.fromEntries(
				indexes.map((index) => [`src/f${String(index)}.${extension}`, handler(app, own(index), valueOf)]),
			),
			...(shared.length === 0 ? {} : { [`src/shared.${extension}`]: sharedModule(app, shared, valueOf) }),
		},
		functions: indexes.map((index) => ({
			id: idOf(index),
			file: `src/f${String(index)}.${extension}`,
			answer: own(index).map(valueOf),
			lookups: own(index).filter((secret) => !isKept(secret)).length,
		})),
		moved: app.secrets.filter((secret) => !isKept(secret)).map(valueOf),
		kept: app.secrets.filter(isKept).map(valueOf),
	};
}

function isKept({ place }: AppSecret): boolean {
	return place === "fallback variable";
}

function handler(
	{ isModule }: RandomApplication,
	secrets: readonly AppSecret[],
	valueOf: (secret: AppSecret) => string,
): string {
	const getters = secrets.filter(({ place }) => place.startsWith("shared")).map(({ name }) => `get${pascal(name)}`);
	const load = isModule
		? `import { ${getters.join(", ")} } from "./shared.mjs";\n`
		: `const { ${getters.join(", ")} } = require("./shared.cjs");\n`;
	const constants = secrets
		.filter(({ place }) => place === "literal")
		.map((secret) => `const ${camel(secret.name)} = "${valueOf(secret)}";\n`)
		.join("");
	const parts = secrets.map(({ name, place }) =>
		place.startsWith("shared")
			? `await get${pascal(name)}()`
			: place === "literal"
				? camel(name)
				: `process.env.${name}${place === "fallback variable" ? ' ?? "none"' : ""}`,
	);
	const body = `async (event) => {\n  const stage = process.env.STAGE;\n  return stage === "prod" ? [${parts.join(", ")}] : event;\n};\n`;
	return `${getters.length === 0 ? "" : load}\n${constants}${isModule ? "export const handler = " : "exports.handler = "}${body}`;
}

function sharedModule(
	{ isModule }: RandomApplication,
	secrets: readonly AppSecret[],
	valueOf: (secret: AppSecret) => string,
): string {
	return secrets
		.map((secret) => {
			const { name, place } = secret;
			const isLiteral = place === "shared literal";
			const constant = isLiteral ? `const ${camel(name)} = "${valueOf(secret)}";\n` : "";
			const body = `async function get${pascal(name)}() {\n  return ${isLiteral ? camel(name) : `process.env.${name}`};\n}\n`;
			return isModule
				? `${constant}export ${body}`
				: `${constant}${body}exports.get${pascal(name)} = get${pascal(name)};\n`;
		})
		.join("\n");
}

interface Deployer {
	readonly template: string;
	readonly text: string;
	readonly idOf: (index: number) => string;
}

type Pairs = readonly (readonly [name: string, value: string])[];

type Deploy = (app: RandomApplication, variables: readonly Pairs[], globals: Pairs, extension: string) => Deployer;

const DEPLOYERS: Readonly<Record<Dialect, Deploy>> = {
	sam: (_app, variables, globals) => ({
		template: "template.yaml",
		idOf: (index) => `F${String(index)}`,
		text: [
			"Transform: AWS::Serverless-2016-10-31",
			...(globals.length === 0
				? []
				: ["Globals:", "  Function:", "    Environment:", "      Variables:", ...pairs(globals, "        ")]),
			"Resources:",
			...variables.flatMap((own, index) => [
				`  F${String(index)}:`,
				"    Type: AWS::Serverless::Function",
				"    Properties:",
				"      Runtime: nodejs22.x",
				"      CodeUri: src",
				`      Handler: f${String(index)}.handler`,
				"      Environment:",
				"        Variables:",
				...pairs(own, "          "),
			]),
			"",
		].join("\n"),
	}),
	cloudformation: ({ sharesRole }, variables) => {
		const role = (index: number): string => `Role${sharesRole ? "" : String(index)}`;
		const trust = {
			Version: "2012-10-17",
			Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
		};
		const resources = variables.flatMap((own, index) => [
			[role(index), { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: trust } }] as const,
			[
				`F${String(index)}`,
				{
					Type: "AWS::Lambda::Function",
					Properties: {
						Runtime: "nodejs22.x",
						Handler: `f${String(index)}.handler`,
						Code: "src",
						Role: { "Fn::GetAtt": [role(index), "Arn"] },
						Environment: { Variables: Object.fromEntries(own) },
					},
				},
			] as const,
		]);
		return {
			template: "stack.json",
			idOf: (index) => `F${String(index)}`,
			text: `${JSON.stringify({ Resources: Object.fromEntries(resources) }, null, 2)}\n`,
		};
	},
	terraform: ({ sharesRole }, variables) => {
		const role = (index: number): string => `r${sharesRole ? "" : String(index)}`;
		const roles = [...new Set(variables.map((_, index) => role(index)))];
		return {
			template: "main.tf",
			idOf: (index) => `aws_lambda_function.f${String(index)}`,
			text: [
				'data "archive_file" "code" {\n  type        = "zip"\n  source_dir  = "${path.module}/src"\n  output_path = "${path.module}/code.zip"\n}',
				...roles.map(
					(name) => `resource "aws_iam_role" "${name}" {\n  name = "${name}"\n  assume_role_policy = "{}"\n}`,
				),
				...variables.map((own, index) =>
					[
						`resource "aws_lambda_function" "f${String(index)}" {`,
						`  function_name = "f${String(index)}"`,
						`  role = aws_iam_role.${role(index)}.arn`,
						'  runtime = "nodejs22.x"',
						`  handler = "f${String(index)}.handler"`,
						"  filename = data.archive_file.code.output_path",
						"  environment {",
						"    variables = {",
						...own.map(([name, value]) => `      ${name} = "${value}"`),
						"    }",
						"  }",
						"}",
					].join("\n"),
				),
				"",
			].join("\n\n"),
		};
	},
	cdk: (_app, variables) => ({
		template: "app.ts",
		idOf: (index) => `F${String(index)}`,
		text: [
			'import * as path from "node:path";',
			'import * as cdk from "aws-cdk-lib";',
			'import * as lambda from "aws-cdk-lib/aws-lambda";',
			"",
			"class ShopStack extends cdk.Stack {",
			"  constructor(scope: cdk.App, id: string) {",
			"    super(scope, id);",
			...variables.flatMap((own, index) => [
				`    new lambda.Function(this, "F${String(index)}", {`,
				'      code: lambda.Code.fromAsset(path.join(__dirname, "src")),',
				`      handler: "f${String(index)}.handler",`,
				"      runtime: lambda.Runtime.NODEJS_22_X,",
				"      environment: {",
				...own.map(([name, value]) => `        ${name}: "${value}",`),
				"      },",
				"    });",
			]),
			"  }",
			"}",
			"",
			'new ShopStack(new cdk.App(), "Shop");',
			"",
		].join("\n"),
	}),
};

function pairs(own: Pairs, indentation: string): readonly string[] {
	return own.map(([name, value]) => `${indentation}${name}: "${value}"`);
}

/** `DB_PASSWORD` as `dbPassword`. */
function camel(name: string): string {
	return name.toLowerCase().replaceAll(/_([a-z])/gu, (_whole, letter: string) => letter.toUpperCase());
}

function pascal(name: string): string {
	return camel(name).replace(/^[a-z]/u, (letter) => letter.toUpperCase());
}
