import type { Builder } from "../translate/builder.ts";
import { secretKey } from "../evaluate/given-name.ts";
import { findJsEntry, type Js } from "../evaluate/js.ts";
import { codeSourceOf } from "./code-source.ts";
import { addRole } from "./identities.ts";
import { choice, type ConstructKind, key, variables } from "./construct-kind.ts";

/**
 * What every CDK function has besides its properties: variables that are added later, inline code, a role of its own.
 */
/** `lambda.Runtime.NODEJS_22_X` as the template has it. */
function readRuntime(builder: Builder): void {
	const given = builder.get("runtime");
	const [, version] = /^NODEJS_(\d{1,3})_X$/u.exec(builder.memberOf(given) ?? "") ?? [];
	if (version !== undefined) {
		builder.put("Runtime", builder.literal(`nodejs${version}.x`, given.span));
	}
}

function buildFunction(builder: Builder): void {
	readRuntime(builder);
	addVariables(builder, "Environment.Variables");
	const code = builder.get("code");
	if (code.kind === "call" && /^(?:fromInline|inline)$/u.test(code.entity.path[1] ?? "")) {
		const text = builder.value(builder.translator.argument(code.args, 0, code.frame, code.span));
		builder.put("Code.ZipFile", text);
	}
	addRole(builder, "lambda.amazonaws.com");
	addUrls(builder);
}

/** `new lambda.FunctionUrl(this, "Url", { function: fn, authType: … })`; IAM authorizes unless it says otherwise. */
const URL: ConstructKind = {
	type: "AWS::Lambda::Url",
	properties: { function: "TargetFunctionArn", authType: choice("AuthType"), cors: null },
	members: { AuthType: { AWS_IAM: "FunctionUrlAuthType.AWS_IAM" } },
};

/** `fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE })`. */
function addUrls(builder: Builder): void {
	for (const call of builder.calls("addFunctionUrl")) {
		const options = builder.argument(call, 0);
		const given = options.kind === "object" ? findJsEntry(options, "authType")?.value : undefined;
		const member = given === undefined ? null : builder.memberOf(given);
		if (given !== undefined) {
			const to = { of: "resource", id: builder.id, attribute: "Arn" } as const;
			const entries = {
				TargetFunctionArn: { kind: "reference", span: call.span, to },
				AuthType: member === null ? builder.value(given) : builder.literal(member, given.span),
			} as const;
			builder.add("FunctionUrl", "AWS::Lambda::Url", call.span, entries, URL);
		}
	}
}

/** `fn.addEnvironment("STAGE", "prod")`. */
function addVariables(builder: Builder, path: string): void {
	for (const call of builder.calls("addEnvironment")) {
		const name = builder.argument(call, 0);
		const value: Js = builder.argument(call, 1);
		const before = builder.peek(path);
		if (before === null || before.kind === "map") {
			const source = builder.translator.evaluator.program.text.slice(name.span.start, name.span.end);
			const known = name.kind === "literal" ? String(name.value) : secretKey(value, source);
			const map = before ?? builder.map(builder.head, path, {}, name.span);
			const added =
				known === null
					? []
					: [{ key: known, keySpan: name.span, value: builder.value(value), span: call.span }];
			builder.put(
				path,
				{ ...map, entries: [...map.entries, ...added], open: map.open || name.kind !== "literal" },
				before === null ? name.span : before.span,
			);
		}
	}
}

const FUNCTION: ConstructKind = {
	type: "AWS::Lambda::Function",
	properties: {
		environment: variables("Environment.Variables"),
		environmentEncryption: key("KmsKeyArn"),
		role: "Role",
		code: null,
		initialPolicy: null,
		logGroup: null,
		onFailure: null,
		onSuccess: null,
		bundling: null,
	},
	build: buildFunction,
	source: codeSourceOf,
};

/** A Lambda@Edge function cannot have variables: CloudFront rejects it, with a key or without. */
const EDGE: ConstructKind = { ...FUNCTION, edge: true };

const WEB: ConstructKind = {
	...FUNCTION,
	properties: { ...FUNCTION.properties, environmentEncryption: null, kmsKey: key("KmsKeyArn") },
};

export const FUNCTIONS: Readonly<Record<string, ConstructKind>> = {
	"aws-lambda.Function": FUNCTION,
	"aws-lambda.DockerImageFunction": FUNCTION,
	"aws-lambda.SingletonFunction": FUNCTION,
	"aws-lambda.WebFunction": WEB,
	"aws-lambda-nodejs.NodejsFunction": FUNCTION,
	"aws-lambda-python.PythonFunction": FUNCTION,
	"aws-lambda-go.GoFunction": FUNCTION,
	"triggers.TriggerFunction": FUNCTION,
	"aws-cloudfront.EdgeFunction": EDGE,
	"aws-lambda.FunctionUrl": URL,
	"aws-synthetics.Canary": {
		type: "AWS::Synthetics::Canary",
		properties: {
			environmentVariables: variables("RunConfig.EnvironmentVariables"),
			environmentEncryption: key("RunConfig.KmsKeyArn"),
			test: null,
			role: "ExecutionRoleArn",
		},
	},
	"custom-resources.Provider": { type: "CDK::custom-resources::Provider", properties: {} },
};
