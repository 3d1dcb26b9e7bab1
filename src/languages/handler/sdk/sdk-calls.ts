import type { TSESTree } from "@typescript-eslint/utils";
import { nodesOf } from "../../program/nodes-of.ts";
import { exportedName, resolveImport } from "../../program/resolve-import.ts";
import { findClient, serviceOf, type SdkClient } from "./sdk-client.ts";
import { readInput, type SdkInput } from "./sdk-input.ts";
import type { SourceModule } from "../../program/source-module.ts";
import type { Span } from "../../../text/span.ts";
import { nameOfKey } from "../../program/name-of-key.ts";

/** One request to AWS that a module can make. */
export interface SdkCall {
	/**
	 * `lib-storage` is the multipart `Upload`; `powertools` the parameters utility, which keeps what it got for a
	 * while.
	 */
	readonly sdk: "v2" | "v3" | "lib-storage" | "powertools";
	/** As v3 calls its package, without dashes: `ssm`, `kms`, `s3`, `ec2`, `secretsmanager`. */
	readonly service: string;
	/** In AWS's spelling: `GetParameter`; `Upload` where a helper chooses between several. */
	readonly operation: string;
	/** The command (`new GetParameterCommand(…)`), or the call of the method. */
	readonly node: TSESTree.NewExpression | TSESTree.CallExpression;
	/** Where a finding points: the same without its arguments. */
	readonly head: Span;
	/** What AWS is asked; for Powertools the options. */
	readonly input: SdkInput;
	/** The arguments as written. */
	readonly arguments: readonly TSESTree.CallExpressionArgument[];
}

/** What every module that asks AWS something has in its text; most files end here. */
const IMPORTS_SDK = /aws-sdk|@aws-lambda-powertools\/parameters/u;

const CALLS = new WeakMap<TSESTree.Program, readonly SdkCall[]>();

/**
 * Every request to AWS that the module writes out: v3 commands and paginators, methods of v3's whole clients and of v2,
 * uploads of `@aws-sdk/lib-storage`, lookups of Powertools. In the order of the text.
 */
export function findSdkCalls(module: SourceModule): readonly SdkCall[] {
	let calls = CALLS.get(module.ast);
	if (calls === undefined) {
		calls = !IMPORTS_SDK.test(module.text)
			? []
			: [
					...nodesOf(module, "NewExpression").flatMap((node) => readNew(node, module)),
					...nodesOf(module, "CallExpression").flatMap((node) => readCall(node, module)),
				].sort((a, b) => a.node.range[0] - b.node.range[0]);
		CALLS.set(module.ast, calls);
	}
	return calls;
}

/** `new GetParameterCommand({ … })`, `new Upload({ client, params })`, `new AWS.S3.ManagedUpload({ params })`. */
function readNew(node: TSESTree.NewExpression, module: SourceModule): readonly SdkCall[] {
	const imported = resolveImport(node.callee, module);
	if (imported === null) {
		return [];
	}
	const name = imported.path.at(-1) ?? "";
	if (
		(imported.module === "@aws-sdk/lib-storage" && name === "Upload") ||
		(imported.module === "aws-sdk" && imported.path.join(".") === "S3.ManagedUpload")
	) {
		const params = readInput(node.arguments[0], module).get("params");
		return [
			{
				sdk: imported.module === "aws-sdk" ? "v2" : "lib-storage",
				service: "s3",
				operation: "Upload",
				node,
				head: headOf(node),
				input: readInput(params.kind === "value" ? params.node : undefined, module),
				arguments: node.arguments,
			},
		];
	}
	const service = imported.module.startsWith("@aws-sdk/client-") ? serviceOf(imported.module) : null;
	return service === null || exportedName(imported) === null || !name.endsWith("Command")
		? []
		: [
				{
					sdk: "v3",
					service,
					operation: name.slice(0, -"Command".length),
					node,
					head: headOf(node),
					input: readInput(node.arguments[0], module),
					arguments: node.arguments,
				},
			];
}

/**
 * `ssm.getParameter({ … })`, `paginateGetParametersByPath({ client }, { … })`, Powertools' `getParameter(name, { … })`.
 */
function readCall(node: TSESTree.CallExpression, module: SourceModule): readonly SdkCall[] {
	const imported = resolveImport(node.callee, module);
	if (imported !== null) {
		return readFunction(node, imported.module, exportedName(imported) ?? "", module);
	}
	if (node.callee.type !== "MemberExpression") {
		return [];
	}
	const method = nameOfKey(node.callee.property, node.callee.computed);
	if (method === null || NO_OPERATIONS.has(method)) {
		return [];
	}
	const client = findClient(node.callee.object, module);
	return client === null ? [] : readMethod(node, client, method, module);
}

/** Methods of every client that ask AWS nothing of their own. */
const NO_OPERATIONS = new Set([
	"send",
	"destroy",
	"promise",
	"use",
	"on",
	"config",
	"makeRequest",
	"getSignedUrl",
	"getSignedUrlPromise",
	"waitFor",
	"clearCache",
]);

function readFunction(
	node: TSESTree.CallExpression,
	from: string,
	name: string,
	module: SourceModule,
): readonly SdkCall[] {
	const [, service] = /^@aws-lambda-powertools\/parameters\/(ssm|secrets)$/u.exec(from) ?? [];
	if (service !== undefined) {
		const operation = POWERTOOLS_FUNCTIONS.get(name);
		return operation === undefined
			? []
			: [powertools(node, service === "ssm" ? "ssm" : "secretsmanager", operation, module)];
	}
	const paginated = from.startsWith("@aws-sdk/client-") && name.startsWith("paginate") ? serviceOf(from) : null;
	return paginated === null
		? []
		: [
				{
					sdk: "v3",
					service: paginated,
					operation: name.slice("paginate".length),
					node,
					head: headOf(node),
					input: readInput(node.arguments[1], module),
					arguments: node.arguments,
				},
			];
}

/** https://docs.powertools.aws.dev/lambda/typescript/latest/features/parameters/ */
const POWERTOOLS_FUNCTIONS: ReadonlyMap<string, string> = new Map([
	["getParameter", "GetParameter"],
	["getParameters", "GetParametersByPath"],
	["getParametersByName", "GetParameters"],
	["getSecret", "GetSecretValue"],
]);

const PROVIDER_METHODS: ReadonlyMap<string, string> = new Map([
	["get", "GetParameter"],
	["getMultiple", "GetParametersByPath"],
	["getParametersByName", "GetParameters"],
]);

function readMethod(
	node: TSESTree.CallExpression,
	client: SdkClient,
	method: string,
	module: SourceModule,
): readonly SdkCall[] {
	if (client.sdk === "powertools") {
		const operation =
			client.service === "secretsmanager"
				? method === "get"
					? "GetSecretValue"
					: undefined
				: PROVIDER_METHODS.get(method);
		return operation === undefined ? [] : [powertools(node, client.service, operation, module)];
	}
	if (client.name.endsWith("Client")) {
		return []; // v3's bare client has no methods of operations.
	}
	return [
		{
			sdk: client.sdk,
			service: client.service,
			operation: `${method.charAt(0).toUpperCase()}${method.slice(1)}`,
			node,
			head: headOf(node),
			input: readInput(node.arguments[0], module),
			arguments: node.arguments,
		},
	];
}

function powertools(node: TSESTree.CallExpression, service: string, operation: string, module: SourceModule): SdkCall {
	const options = node.arguments[1];
	return {
		sdk: "powertools",
		service,
		operation,
		node,
		head: headOf(node),
		input: options === undefined ? NO_OPTIONS : readInput(options, module),
		arguments: node.arguments,
	};
}

const NO_OPTIONS: SdkInput = { object: null, open: false, get: () => ({ kind: "absent" }) };

function headOf({ range: [start], callee }: SdkCall["node"]): Span {
	return { start, end: callee.range[1] };
}
