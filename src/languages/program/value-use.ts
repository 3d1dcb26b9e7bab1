import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { classOfName } from "../../detect/name-kind.ts";
import { Solver, type Ask } from "../../text/solver.ts";
import { fuelOf } from "./module-fuel.ts";
import { perModule } from "./per-module.ts";
import type { SourceModule } from "./source-module.ts";
import { followNames, variableOf } from "./variable-of.ts";
import { parameterOf, readsOfField, readsOfProperty } from "./value-flow.ts";
import { unwrap } from "./unwrap.ts";
import { nameOfCallee, nameOfKey } from "./name-of-key.ts";
import { isUnset } from "./is-nothing.ts";
import { textOf } from "./text-of.ts";

/** Properties that take the name, the path or the ARN of a stored secret, or a key's. */
const TAKES_POINTER =
	/^(?:SecretId|SecretIds|SecretArn|secret_?(?:[iI]d|[nN]ame|[aA]rn)|Names?|parameter_?(?:name|path|arn)s?|Path|path|KeyId|keyId|kmsKeyId|kms_?key_?arn|ParameterFilters|FunctionName|Bucket|TableName|QueueUrl|TopicArn)$/u;

/** Properties that take what is still encrypted. */
const TAKES_CIPHERTEXT = /^(?:CiphertextBlob|ciphertext|ciphertextBlob|encrypted\w{0,40}|cipherText)$/iu;

/**
 * Functions that are given a pointer or a ciphertext and give a secret: `getSecret(…)`, `fetchParameter(…)`,
 * `decryptEnv(…)`.
 */
const LOOKS_UP =
	/^(?:get|fetch|load|read|retrieve|resolve|lookup|describe|find|use|cached?)_?\w{0,40}(?:secret|parameter|param|credential|ssm|kms)|decrypt|decipher|unseal|^getssm|fromsecret|fromssm|fromparameter/iu;

/** Whether values lead to a secret, by the nodes that hold them and the variables they are given. */
const leads = perModule((module) => {
	const fuel = fuelOf(module, "where values are used");
	return {
		fuel,
		solver: new Solver<TSESTree.Node | TSESLint.Scope.Variable, boolean>(false, fuel, (key, ask) =>
			"references" in key
				? key.references
						.map((reference) => reference.isRead() && ask(reference.identifier as TSESTree.Node))
						.some(Boolean)
				: nodeLeads(key, module, ask),
		),
	};
});

/**
 * True where the value of an expression is used to find a secret or is a secret that is still encrypted: it goes into
 * `SecretId`, `CiphertextBlob`, `getSecret(…)`, `decrypt(…)`, itself or through a name it is given.
 */
export function leadsToSecret(node: TSESTree.Node, module: SourceModule): boolean {
	const { fuel, solver } = leads(module);
	return solver.solve(node) || fuel.isSpent;
}

/** The same of a variable, by each place that reads it. */
export function variableLeadsToSecret(variable: TSESLint.Scope.Variable | null, module: SourceModule): boolean {
	if (variable === null) {
		return false;
	}
	const { fuel, solver } = leads(module);
	return solver.solve(variable) || fuel.isSpent;
}

type AskLeads = Ask<TSESTree.Node | TSESLint.Scope.Variable, boolean>;

/** What has the value of a part of it, or holds it. */
const HOLDING: ReadonlySet<string> = new Set([
	"TSAsExpression",
	"TSNonNullExpression",
	"TSSatisfiesExpression",
	"TSTypeAssertion",
	"ChainExpression",
	"LogicalExpression",
	"TemplateLiteral",
	"AwaitExpression",
	"ArrayExpression",
	"SpreadElement",
]);

function nodeLeads(node: TSESTree.Node, module: SourceModule, ask: AskLeads): boolean {
	const { parent } = node;
	if (parent !== undefined && HOLDING.has(parent.type)) {
		return ask(parent);
	}
	switch (parent?.type) {
		case "ConditionalExpression":
			return parent.test !== node && ask(parent);
		case "BinaryExpression":
			return parent.operator === "+"
				? ask(parent)
				: parent.operator.startsWith("==") && isNamePart(parent.left === node ? parent.right : parent.left);
		case "Property":
			return propertyLeads(parent, node, module, ask);
		case "CallExpression":
		case "NewExpression":
			return argumentLeads(parent, node, module, ask);
		case "MemberExpression":
			return parent.object === node
				? resultLeads(parent, ask)
				: parent.computed && isLookedUp(followNames(parent.object, module));
		case "VariableDeclarator":
			return parent.init === node && holderLeads(parent.id, module, ask);
		case "AssignmentExpression":
			return parent.right === node && holderLeads(parent.left, module, ask);
		default:
			return false;
	}
}

/** `JSON.parse(found.SecretString)[process.env.X]`, `(await getSecret("app"))[process.env.X]`: the name of a part. */
function isLookedUp(object: TSESTree.Node): boolean {
	const found = unwrap(object);
	if (found.type === "AwaitExpression") {
		return isLookedUp(found.argument);
	}
	if (found.type !== "CallExpression") {
		return false;
	}
	const callee = unwrap(found.callee);
	const name = nameOfCallee(callee) ?? "";
	return (
		LOOKS_UP.test(name) ||
		(name === "parse" && callee.type === "MemberExpression" && holdsSecret(found.arguments[0]))
	);
}

/** `found.SecretString`, `found.SecretString ?? "{}"`, `found.Parameter.Value` */
function holdsSecret(given: TSESTree.Node | undefined): boolean {
	const node = given === undefined ? undefined : unwrap(given);
	switch (node?.type) {
		case "LogicalExpression":
			return holdsSecret(node.left);
		case "MemberExpression":
			return /^(?:SecretString|Value)$/u.test(nameOfKey(node.property, node.computed) ?? "");
		case "Identifier":
			return /secret/iu.test(node.name);
		default:
			return false;
	}
}

/** `p.Name === process.env.X`: the variable says which one is looked for. */
function isNamePart(node: TSESTree.Node): boolean {
	return (
		node.type === "MemberExpression" &&
		/^(?:Name|ARN|Arn|SecretId)$/u.test(nameOfKey(node.property, node.computed) ?? "")
	);
}

function propertyLeads(
	property: TSESTree.Property,
	value: TSESTree.Node,
	module: SourceModule,
	ask: AskLeads,
): boolean {
	return (
		property.value === value && (takesPointer(property, ask) || anyLeads(readsOfProperty(property, module), ask))
	);
}

function argumentLeads(
	call: TSESTree.CallExpression | TSESTree.NewExpression,
	argument: TSESTree.Node,
	module: SourceModule,
	ask: AskLeads,
): boolean {
	return (
		call.callee !== argument &&
		(isLookUp(call, argument, ask) || holderOf(parameterOf(call, argument, module), ask))
	);
}

function holderOf(variable: TSESLint.Scope.Variable | null, ask: AskLeads): boolean {
	return variable !== null && ask(variable);
}

/** Each is asked, so that none has to be asked for again. */
function anyLeads(reads: readonly TSESTree.Node[], ask: AskLeads): boolean {
	return reads.map((read) => ask(read)).some(Boolean);
}

/** The same of the variable or the field that an expression is given to. */
function holderLeads(holder: TSESTree.Node, module: SourceModule, ask: AskLeads): boolean {
	if (holder.type === "MemberExpression") {
		return anyLeads(readsOfField(holder, module), ask);
	}
	return holderOf(holder.type === "Identifier" ? variableOf(holder, module) : null, ask);
}

/** `process.env.X.trim()`: the result is followed. What is taken apart at its slashes is a path or an ARN. */
function resultLeads(method: TSESTree.MemberExpression, ask: AskLeads): boolean {
	const { parent } = method;
	if (parent.type !== "CallExpression" || parent.callee !== method) {
		return false;
	}
	const [first] = parent.arguments;
	const given = first === undefined ? null : textOf(first);
	const name = nameOfKey(method.property, method.computed);
	return (name === "split" && given === "/") || (name === "startsWith" && given === "arn:") || ask(parent);
}

function takesPointer(property: TSESTree.Property, ask: AskLeads): boolean {
	const name = nameOfKey(property.key, property.computed) ?? "";
	if (TAKES_CIPHERTEXT.test(name) || TAKES_POINTER.test(name) || classOfName(name) === "pointer") {
		return true;
	}
	// `{ params: { token: process.env.X } }` of a lookup: the object goes where its parts go.
	const object = property.parent;
	return object.type === "ObjectExpression" && object.parent.type !== "Property" && ask(object);
}

function isLookUp(
	call: TSESTree.CallExpression | TSESTree.NewExpression,
	argument: TSESTree.Node,
	ask: AskLeads,
): boolean {
	const callee = unwrap(call.callee);
	const name = nameOfCallee(callee) ?? "";
	if (LOOKS_UP.test(name)) {
		return true;
	}
	// What only changes its form: `Buffer.from(process.env.X, "base64")`.
	const object = callee.type === "MemberExpression" && callee.object.type === "Identifier" ? callee.object.name : "";
	return (
		call.arguments[0] === argument &&
		((object === "Buffer" && name === "from") ||
			name === "String" ||
			name === "Uint8Array" ||
			name === "atob" ||
			name === "fromBase64" ||
			(object === "JSON" && name === "parse")) &&
		ask(call)
	);
}

const askedOnly = perModule(
	(module) => new Solver<TSESTree.Node, boolean>(false, fuelOf(module, "where values are used"), readIsOnlyAsked),
);

/**
 * True where only whether there is a value is asked, not which: `if (!process.env.X)`, `process.env.X === undefined`,
 * `Boolean(x)`.
 */
export function isOnlyAsked(node: TSESTree.Node, module: SourceModule): boolean {
	return askedOnly(module).solve(node);
}

function readIsOnlyAsked(node: TSESTree.Node, ask: Ask<TSESTree.Node, boolean>): boolean {
	const { parent } = node;
	switch (parent?.type) {
		case "TSAsExpression":
		case "TSNonNullExpression":
		case "ChainExpression":
			return ask(parent);
		case "UnaryExpression":
			return parent.operator === "!" || parent.operator === "typeof" || parent.operator === "delete";
		case "IfStatement":
		case "ConditionalExpression":
		case "WhileStatement":
			return parent.test === node;
		case "LogicalExpression":
			// `a && b` has the value of b; `a || b` in a test asks both.
			return (parent.operator === "&&" && parent.left === node) || ask(parent);
		case "BinaryExpression":
			return isUnset(parent.left === node ? parent.right : parent.left);
		case "CallExpression":
			return parent.callee.type === "Identifier" && parent.callee.name === "Boolean";
		default:
			return false;
	}
}
