import type { TSESTree } from "@typescript-eslint/utils";
import { resolveImport, type Imported } from "../../program/resolve-import.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { valuesOf, variableOf } from "../../program/variable-of.ts";
import { pushAll } from "../../../text/push-all.ts";
import { unwrap } from "../../program/unwrap.ts";
import { classAround } from "../../program/around.ts";
import { memberKey, nameOfCallee } from "../../program/name-of-key.ts";
import { isNothing } from "../../program/is-nothing.ts";

/** A client of AWS, by the class it is made of. */
export interface SdkClient {
	/**
	 * `v2`: `aws-sdk`; `v3`: `@aws-sdk/client-*`, whose whole clients have a method for each operation; `powertools`: a
	 * provider.
	 */
	readonly sdk: "v2" | "v3" | "powertools";
	/** As v3 calls its package, without dashes: `ssm`, `kms`, `s3`, `ec2`, `secretsmanager`. */
	readonly service: string;
	/** The name of the class: `SSMClient`, `SSM`, `SSMProvider`. */
	readonly name: string;
}

const V3 = /^@aws-sdk\/client-([a-z0-9-]+)$/u;
const V2_FILE = /^aws-sdk\/clients\/([a-z0-9]+)(?:\.js)?$/u;
const POWERTOOLS = /^@aws-lambda-powertools\/parameters\/(ssm|secrets)$/u;

/** Builds of v2 that leave nothing out. */
const V2 = new Set(["aws-sdk", "aws-sdk/global", "aws-xray-sdk"]);

/** The service of an SDK's module: `ssm` for `@aws-sdk/client-ssm`; null for another module, and for v2 as a whole. */
export function serviceOf(module: string): string | null {
	const [, name] = V3.exec(module) ?? V2_FILE.exec(module) ?? [];
	return name?.replaceAll("-", "") ?? null;
}

/** What a class of an SDK makes; null for any other export. */
function clientOf({ module, path }: Imported): SdkClient | null {
	const name = path.at(-1) ?? "";
	const [, tool] = POWERTOOLS.exec(module) ?? [];
	if (tool !== undefined) {
		return path.length === 1 && name.endsWith("Provider")
			? { sdk: "powertools", service: tool === "ssm" ? "ssm" : "secretsmanager", name }
			: null;
	}
	if (V2.has(module)) {
		const [first = "", second] = path;
		return /^[A-Z]/u.test(first) && (second === undefined || second === "DocumentClient")
			? { sdk: "v2", service: first.toLowerCase(), name: first }
			: null;
	}
	const service = serviceOf(module);
	if (service === null) {
		return null;
	}
	if (V2_FILE.test(module)) {
		return path.length === 0 || path[0] === "default" ? { sdk: "v2", service, name: service } : null;
	}
	return path.length === 1 && /^[A-Z]/u.test(name) && !name.endsWith("Command") ? { sdk: "v3", service, name } : null;
}

/**
 * The client that an expression holds: `new SSM({})`, a variable or a field that holds nothing else, a parameter or a
 * field of its type. Null where it is none, or where it may be something else as well.
 */
export function findClient(given: TSESTree.Node, module: SourceModule): SdkClient | null {
	return find(given, module, 0);
}

/** How deep names lead to names. */
const MAX_DEPTH = 6;

/** What each variable and each field of a class holds. */
const KNOWN = new WeakMap<object, Map<string, SdkClient | null>>();

/** Answers once for each variable or field: names that are given each other again and again would take forever. */
function once(owner: object, name: string, read: () => SdkClient | null): SdkClient | null {
	const answers = KNOWN.get(owner) ?? new Map<string, SdkClient | null>();
	KNOWN.set(owner, answers);
	const known = answers.get(name);
	if (known !== undefined) {
		return known;
	}
	answers.set(name, null); // While it is read: what leads back to itself is none.
	const client = read();
	answers.set(name, client);
	return client;
}

function find(given: TSESTree.Node, module: SourceModule, depth: number): SdkClient | null {
	const node = unwrap(given);
	if (depth > MAX_DEPTH) {
		return null;
	}
	switch (node.type) {
		case "NewExpression": {
			const imported = resolveImport(node.callee, module);
			return imported === null ? null : clientOf(imported);
		}
		case "Identifier": {
			const variable = variableOf(node, module);
			if (variable === null) {
				return null;
			}
			return once(variable, "", () => {
				const values = valuesOf(variable);
				return values === null || values.length === 0
					? typedClient(variable.identifiers[0], module)
					: common(values, module, depth);
			});
		}
		case "MemberExpression":
			return node.object.type === "ThisExpression" ? findField(node, module, depth) : null;
		case "AssignmentExpression": // `(client ??= new SSM())`
			return find(node.right, module, depth + 1);
		case "LogicalExpression": // `cached ?? new SSM()`
			return find(node.right, module, depth + 1);
		case "CallExpression": // `captureAWSClient(new SSM())`, `AWSXRay.captureAWSClient(…)`, `tracer.captureAWSv3Client(…)`
			return CAPTURE.test(nameOfCallee(node.callee) ?? "") && node.arguments[0] !== undefined
				? find(node.arguments[0], module, depth + 1)
				: null;
		default:
			return null;
	}
}

const CAPTURE = /^captureAWS(?:v[23])?Client$/u;

/** The client that all the values are, leaving out `null` and `undefined`. */
function common(values: readonly TSESTree.Node[], module: SourceModule, depth: number): SdkClient | null {
	const clients = values.filter((value) => !isNothing(value)).map((value) => find(value, module, depth + 1));
	const [first = null] = clients;
	return first !== null && clients.every((client) => client?.sdk === first.sdk && client.service === first.service)
		? first
		: null;
}

/** `this.ssm`: what the class gives the field, or the type of the field or of the parameter that makes it. */
function findField(node: TSESTree.MemberExpression, module: SourceModule, depth: number): SdkClient | null {
	const name = memberKey(node.property, node.computed);
	const body = classAround(node)?.body ?? null;
	return name === null || body === null ? null : once(body, name, () => readField(body, name, module, depth));
}

function readField(body: TSESTree.ClassBody, name: string, module: SourceModule, depth: number): SdkClient | null {
	const values: TSESTree.Node[] = [];
	let typed: TSESTree.Node | undefined;
	for (const member of body.body) {
		if (member.type === "PropertyDefinition" && memberKey(member.key, member.computed) === name) {
			typed = member;
			if (member.value !== null) {
				values.push(member.value);
			}
		}
		if (member.type === "MethodDefinition" && member.kind === "constructor") {
			typed ??= member.value.params.find(
				(parameter) =>
					parameter.type === "TSParameterProperty" &&
					parameter.parameter.type === "Identifier" &&
					parameter.parameter.name === name,
			);
			pushAll(values, fieldWrites(member.value.body, name));
		}
	}
	return common(values, module, depth) ?? typedClient(typed, module);
}

function fieldWrites(body: TSESTree.BlockStatement | null, name: string): readonly TSESTree.Node[] {
	return (body?.body ?? []).flatMap((statement) => {
		const write =
			statement.type === "ExpressionStatement" && statement.expression.type === "AssignmentExpression"
				? statement.expression
				: null;
		return write?.left.type === "MemberExpression" &&
			write.left.object.type === "ThisExpression" &&
			memberKey(write.left.property, write.left.computed) === name
			? [write.right]
			: [];
	});
}

/** `client: SSM`: what a name is by its type, where TypeScript says so. */
function typedClient(given: TSESTree.Node | undefined, module: SourceModule): SdkClient | null {
	const node = given?.type === "TSParameterProperty" ? given.parameter : given;
	const annotation = node !== undefined && "typeAnnotation" in node ? node.typeAnnotation : undefined;
	const type = annotation?.type === "TSTypeAnnotation" ? annotation.typeAnnotation : undefined;
	if (type?.type !== "TSTypeReference") {
		return null;
	}
	const imported = resolveImport(type.typeName, module);
	return imported === null ? null : clientOf(imported);
}
