import type { TSESTree } from "@typescript-eslint/utils";
import type { Span } from "../../text/span.ts";
import { lacksContext } from "../handler/sdk/encryption-context.ts";
import { findSdkCalls, type SdkCall } from "../handler/sdk/sdk-calls.ts";
import { readInput } from "../handler/sdk/sdk-input.ts";
import { spanOf } from "../program/node-edit.ts";
import { nodesOf } from "../program/nodes-of.ts";
import { perModule } from "../program/per-module.ts";
import { resolveImport } from "../program/resolve-import.ts";
import type { SourceModule } from "../program/source-module.ts";
import { targetsOf, type LookupTarget } from "./lookup-target.ts";

/** One place where a module reads a stored value, or decrypts one. */
export interface LookupFact {
	readonly what: "parameter" | "secret" | "ciphertext";
	readonly by: "sdk" | "powertools" | "extension" | "middy";
	/** What the execution role needs: `ssm:GetParameter`. */
	readonly action: string;
	/** Where a finding points. */
	readonly span: Span;
	/** What is read, each once; of a ciphertext where it comes from. */
	readonly targets: readonly LookupTarget[];
	/** Whether a value that is encrypted comes out in plaintext; null if that is not known. */
	readonly decrypts: boolean | null;
	/** Of a ciphertext: whether it is decrypted with an encryption context; null if that is not known. */
	readonly hasContext: boolean | null;
}

/** The lookups of a module, in the order of the text. */
export const lookupsIn = perModule((module): readonly LookupFact[] =>
	[...findSdkCalls(module).flatMap((call) => ofSdk(call, module)), ...ofMiddy(module), ...ofExtension(module)].sort(
		(a, b) => a.span.start - b.span.start,
	),
);

/** What an operation of a service reads: which, and the property of its input that says what. */
interface Operation {
	readonly what: LookupFact["what"];
	readonly action: string;
	readonly target: string;
}

/** Source: API references of AWS Systems Manager, AWS Secrets Manager and AWS KMS; actions of the same names. */
const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
	["ssm GetParameter", { what: "parameter", action: "ssm:GetParameter", target: "Name" }],
	["ssm GetParameters", { what: "parameter", action: "ssm:GetParameters", target: "Names" }],
	["ssm GetParametersByPath", { what: "parameter", action: "ssm:GetParametersByPath", target: "Path" }],
	["secretsmanager GetSecretValue", { what: "secret", action: "secretsmanager:GetSecretValue", target: "SecretId" }],
	[
		"secretsmanager BatchGetSecretValue",
		{ what: "secret", action: "secretsmanager:GetSecretValue", target: "SecretIdList" },
	],
	["kms Decrypt", { what: "ciphertext", action: "kms:Decrypt", target: "CiphertextBlob" }],
]);

function ofSdk(call: SdkCall, module: SourceModule): readonly LookupFact[] {
	const operation = OPERATIONS.get(`${call.service} ${call.operation}`);
	if (operation === undefined) {
		return [];
	}
	const isPowertools = call.sdk === "powertools";
	const target = call.input.get(operation.target);
	const [first] = call.arguments;
	const node = isPowertools ? first : target.kind === "value" ? target.node : undefined;
	return [
		{
			what: operation.what,
			by: isPowertools ? "powertools" : "sdk",
			action: operation.action,
			span: call.head,
			targets: node === undefined ? [{ kind: "unknown" }] : targetsOf(node, module),
			decrypts:
				operation.what === "parameter" ? decrypts(call, isPowertools ? "decrypt" : "WithDecryption") : true,
			hasContext: operation.what !== "ciphertext" ? null : hasContext(call, module),
		},
	];
}

function decrypts({ input, sdk }: SdkCall, option: string): boolean | null {
	const given = input.get(option);
	if (given.kind === "absent") {
		return sdk === "powertools" ? null : false; // A variable of Powertools may ask for it.
	}
	return given.kind === "value" && typeof given.constant === "boolean" ? given.constant : null;
}

function hasContext({ input }: SdkCall, module: SourceModule): boolean | null {
	return lacksContext(input, module) ? false : input.get("EncryptionContext").kind === "value" ? true : null;
}

/** `ssm({ fetchData: { token: "/app/token" } })`; middy always decrypts. Source: https://middy.js.org/docs/middlewares/ssm */
function* ofMiddy(module: SourceModule): Iterable<LookupFact> {
	if (!module.text.includes("@middy/")) {
		return;
	}
	for (const node of nodesOf(module, "CallExpression")) {
		const [, service] =
			/^@middy\/(ssm|secrets-manager)$/u.exec(resolveImport(node.callee, module)?.module ?? "") ?? [];
		if (service === undefined) {
			continue;
		}
		const data = readInput(node.arguments[0], module).get("fetchData");
		const object = data.kind === "value" ? readInput(data.node, module) : null;
		const values = (object?.object?.properties ?? []).flatMap((property) =>
			property.type === "Property" ? [property.value as TSESTree.Node] : [],
		);
		const isSecret = service === "secrets-manager";
		yield {
			what: isSecret ? "secret" : "parameter",
			by: "middy",
			action: isSecret ? "secretsmanager:GetSecretValue" : "ssm:GetParameters",
			span: { start: node.range[0], end: node.callee.range[1] },
			targets: [
				...values.flatMap((value) => targetsOf(value, module)),
				...(object === null || object.open ? [{ kind: "unknown" } as const] : []),
			],
			decrypts: true,
			hasContext: null,
		};
	}
}

/** Source: "Using AWS Parameters and Secrets Lambda Extension", AWS Systems Manager User Guide. */
const EXTENSION = /\/(systemsmanager\/parameters|secretsmanager)\/get\b/u;

/** A text with the address of the extension: `` `http://localhost:2773/secretsmanager/get?secretId=${id}` ``. */
function* ofExtension(module: SourceModule): Iterable<LookupFact> {
	if (!EXTENSION.test(module.text)) {
		return;
	}
	for (const kind of ["TemplateLiteral", "Literal"] as const) {
		for (const node of nodesOf(module, kind)) {
			const text = module.text.slice(...node.range);
			const [, path] = EXTENSION.exec(text) ?? [];
			if (path === undefined) {
				continue;
			}
			const isSecret = path === "secretsmanager";
			yield {
				what: isSecret ? "secret" : "parameter",
				by: "extension",
				action: isSecret ? "secretsmanager:GetSecretValue" : "ssm:GetParameter",
				span: spanOf(node),
				targets: targetsInAddress(node, module),
				decrypts: isSecret || (/withDecryption=true/u.test(text) ? true : null),
				hasContext: null,
			};
		}
	}
}

/** What stands behind `name=` or `secretId=`. */
function targetsInAddress(
	node: TSESTree.Literal | TSESTree.TemplateLiteral,
	module: SourceModule,
): readonly LookupTarget[] {
	if (node.type === "Literal") {
		const [, text] = /(?:name|secretId)=([^&"'`]+)/u.exec(String(node.value)) ?? [];
		return text === undefined ? [{ kind: "unknown" }] : [{ kind: "text", text: unescaped(text), open: false }];
	}
	const at = node.quasis.findIndex(({ value: { cooked } }) => /(?:name|secretId)=$/u.test(cooked ?? ""));
	const expression = node.expressions[at];
	const isEncoded =
		expression?.type === "CallExpression" &&
		expression.callee.type === "Identifier" &&
		expression.callee.name === "encodeURIComponent";
	const inner = isEncoded ? expression.arguments[0] : expression;
	return inner === undefined ? [{ kind: "unknown" }] : targetsOf(inner, module);
}

function unescaped(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
