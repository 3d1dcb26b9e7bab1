import type { TSESTree } from "@typescript-eslint/utils";
import { classOfName } from "../detect/name-kind.ts";
import { ancestorsOf, nodesOf } from "../languages/handler/nodes-of.ts";
import { findSdkCalls, type SdkCall } from "../languages/handler/sdk-calls.ts";
import type { SourceModule } from "../languages/handler/source-module.ts";
import { followNames, nameOfKey, unwrap, valuesOf, variableOf } from "../languages/handler/variable-of.ts";

/**
 * What an expression holds of an answer of AWS:
 *
 * - `answer`: all of it, the secret among the rest; `fields` are those that lead to the secret.
 * - `value`: the secret's text or bytes.
 * - `object`: the secret's text, parsed: a user beside a password.
 */
type Stored = { readonly kind: "answer"; readonly fields: ReadonlySet<string> } | { readonly kind: "value" } | { readonly kind: "object" };

const VALUE: Stored = { kind: "value" };
const fields = (...names: readonly string[]): ReadonlySet<string> => new Set(names);

/** Where each operation's answer keeps the secret. Everything else in it (ARNs, versions, `$metadata`) may be shown. */
const ANSWERS: Readonly<Record<string, ReadonlySet<string>>> = {
	"secretsmanager.GetSecretValue": fields("SecretString", "SecretBinary"),
	"secretsmanager.BatchGetSecretValue": fields("SecretValues", "SecretString", "SecretBinary"),
	"secretsmanager.GetRandomPassword": fields("RandomPassword"),
	"ssm.GetParameter": fields("Parameter", "Value"),
	"ssm.GetParameters": fields("Parameters", "Value"),
	"ssm.GetParametersByPath": fields("Parameters", "Value"),
	"kms.Decrypt": fields("Plaintext"),
	"kms.GenerateDataKey": fields("Plaintext"),
	"kms.GenerateDataKeyPair": fields("PrivateKeyPlaintext"),
	"sts.AssumeRole": fields("Credentials", "SecretAccessKey", "SessionToken"),
	"sts.AssumeRoleWithWebIdentity": fields("Credentials", "SecretAccessKey", "SessionToken"),
	"sts.GetSessionToken": fields("Credentials", "SecretAccessKey", "SessionToken"),
};

const MAX_DEPTH = 10;

/** True for an expression that holds a decrypted secret as AWS answered it, whole or in part, parsed or not. */
export function holdsStoredSecret(node: TSESTree.Node, module: SourceModule): boolean {
	return storedIn(node, module, 0) !== null;
}

function storedIn(given: TSESTree.Node, module: SourceModule, depth: number): Stored | null {
	const node = unwrap(given);
	if (depth > MAX_DEPTH) {
		return null;
	}
	switch (node.type) {
		case "AwaitExpression":
			return storedIn(node.argument, module, depth + 1);
		case "Identifier":
			return storedInName(node, module, depth);
		case "MemberExpression": {
			const name = nameOfKey(node.property, node.computed);
			const index = node.computed && node.property.type === "Literal" && typeof node.property.value === "number";
			return index ? storedIn(node.object, module, depth + 1) : below(storedIn(node.object, module, depth + 1), name);
		}
		case "LogicalExpression":
			return storedIn(node.left, module, depth + 1) ?? storedIn(node.right, module, depth + 1);
		case "CallExpression":
			return storedInCall(node, module, depth);
		default:
			return null;
	}
}

function below(stored: Stored | null, name: string | null): Stored | null {
	if (stored === null || name === null || stored.kind === "value") {
		return null;
	}
	if (stored.kind === "object") {
		const found = classOfName(name);
		return found === "secret" || found === "password" ? VALUE : null;
	}
	if (!stored.fields.has(name)) {
		return null;
	}
	return ["Parameter", "Parameters", "SecretValues", "Credentials"].includes(name) ? stored : VALUE;
}

/** Calls that give back what they take, in another form. */
const SAME = new Set(["promise", "toString", "trim", "valueOf"]);

function storedInCall(node: TSESTree.CallExpression, module: SourceModule, depth: number): Stored | null {
	const own = answerOf(callAt(node, module));
	if (own !== null) {
		return own;
	}
	const callee = unwrap(node.callee);
	const [first] = node.arguments;
	if (callee.type === "Identifier") {
		return storedByFunction(callee, module, depth);
	}
	if (callee.type !== "MemberExpression") {
		return null;
	}
	const name = nameOfKey(callee.property, callee.computed) ?? "";
	if (name === "send" && first !== undefined) {
		return answerOf(callAt(followNames(first, module), module));
	}
	if (first !== undefined && ((name === "parse" && isNamed(callee.object, "JSON")) || (name === "from" && isNamed(callee.object, "Buffer")) || name === "decode")) {
		const stored = storedIn(first, module, depth + 1);
		return stored?.kind !== "value" ? null : name === "parse" ? { kind: "object" } : VALUE;
	}
	return SAME.has(name) ? storedIn(callee.object, module, depth + 1) : null;
}

/** What a function of the module gives back. */
function storedByFunction(callee: TSESTree.Identifier, module: SourceModule, depth: number): Stored | null {
	const definition = variableOf(callee, module)?.defs[0]?.node as TSESTree.Node | undefined;
	const called = definition?.type === "VariableDeclarator" && definition.init !== null ? unwrap(definition.init) : definition;
	if (called?.type !== "FunctionDeclaration" && called?.type !== "ArrowFunctionExpression" && called?.type !== "FunctionExpression") {
		return null;
	}
	const given = called.body.type === "BlockStatement" ? nodesOf(module, "ReturnStatement").flatMap((statement) => (statement.argument !== null && ownerOf(statement) === called ? [statement.argument] : [])) : [called.body];
	return given.map((value) => storedIn(value, module, depth + 1)).find((stored) => stored !== null) ?? null;
}

function ownerOf(statement: TSESTree.Node): TSESTree.Node | undefined {
	return [...ancestorsOf(statement)].find(({ type }) => type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression");
}

function isNamed(node: TSESTree.Node, name: string): boolean {
	return node.type === "Identifier" && node.name === name;
}

function callAt(node: TSESTree.Node, module: SourceModule): SdkCall | undefined {
	return findSdkCalls(module).find((call) => call.node === node);
}

function answerOf(call: SdkCall | undefined): Stored | null {
	if (call === undefined || !isDecrypted(call)) {
		return null;
	}
	const found = ANSWERS[`${call.service}.${call.operation}`];
	return found === undefined ? null : call.sdk === "powertools" ? VALUE : { kind: "answer", fields: found };
}

/** A parameter may be no secret at all: only what is asked for with decryption counts. */
function isDecrypted({ service, input, sdk }: SdkCall): boolean {
	if (service !== "ssm") {
		return true;
	}
	const property = input.get(sdk === "powertools" ? "decrypt" : "WithDecryption");
	return property.kind === "value" && property.node.type === "Literal" && property.node.value === true;
}

function storedInName(node: TSESTree.Identifier, module: SourceModule, depth: number): Stored | null {
	const variable = variableOf(node, module);
	const definition = variable?.defs[0];
	if (variable === null || definition === undefined) {
		return null;
	}
	const values = valuesOf(variable);
	if (values !== null) {
		return values.map((value) => storedIn(value, module, depth + 1)).find((stored) => stored !== null) ?? null;
	}
	const owner = definition.node as TSESTree.Node;
	if (owner.type === "VariableDeclarator" && owner.init !== null) {
		return inPattern(owner.id, definition.name as TSESTree.Node, storedIn(owner.init, module, depth + 1));
	}
	if (owner.type === "ArrowFunctionExpression" || owner.type === "FunctionExpression") {
		const place = owner.params.findIndex((parameter) => contains(parameter, definition.name as TSESTree.Node));
		const parameter = owner.params[place];
		return parameter === undefined ? null : inPattern(parameter, definition.name as TSESTree.Node, storedInParameter(owner, place, module, depth));
	}
	return null;
}

/** `(error, data) => …` given to a request of v2; `.then((data) => …)`. */
function storedInParameter(owner: TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression, place: number, module: SourceModule, depth: number): Stored | null {
	const { parent } = owner;
	if (parent.type !== "CallExpression" || parent.callee.type !== "MemberExpression") {
		return null;
	}
	if (nameOfKey(parent.callee.property, parent.callee.computed) === "then") {
		return place === 0 && parent.arguments[0] === owner ? storedIn(parent.callee.object, module, depth + 1) : null;
	}
	const call = callAt(parent, module);
	return place === 1 && call?.sdk === "v2" ? answerOf(call) : null;
}

function contains(outer: TSESTree.Node, inner: TSESTree.Node): boolean {
	return outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
}

/** What one name of a pattern is given. */
function inPattern(pattern: TSESTree.Node, name: TSESTree.Node, stored: Stored | null): Stored | null {
	if (stored === null || pattern === name) {
		return stored;
	}
	if (pattern.type === "AssignmentPattern") {
		return inPattern(pattern.left, name, stored);
	}
	if (pattern.type === "ArrayPattern") {
		const element = pattern.elements.find((one) => one !== null && contains(one, name));
		return element === undefined || element === null ? null : inPattern(element, name, stored);
	}
	const property = pattern.type === "ObjectPattern" ? pattern.properties.find((one) => contains(one, name)) : undefined;
	return property?.type === "Property" ? inPattern(property.value, name, below(stored, nameOfKey(property.key, property.computed))) : null;
}
