import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { classOfName } from "../../detect/name-kind.ts";
import type { FunctionNode } from "../program/function-node.ts";
import { fuelOf } from "../program/module-fuel.ts";
import { nodesOf } from "../program/nodes-of.ts";
import { perModule } from "../program/per-module.ts";
import { findSdkCalls, type SdkCall } from "../handler/sdk/sdk-calls.ts";
import type { SourceModule } from "../program/source-module.ts";
import { followNames, valuesOf, variableOf } from "../program/variable-of.ts";
import { Solver, type Ask } from "../../text/solver.ts";
import { entryOf } from "../../model/entry-of.ts";
import { unwrap } from "../program/unwrap.ts";
import { nameOfKey } from "../program/name-of-key.ts";
import { functionAround, isWithin } from "../program/around.ts";
import { functionOf } from "../program/function-of.ts";

/**
 * What an expression holds of an answer of AWS:
 *
 * - `answer`: all of it, the secret among the rest; `fields` are those that lead to the secret.
 * - `value`: the secret's text or bytes.
 * - `object`: the secret's text, parsed: a user beside a password.
 */
type Stored = StoredKind & {
	/** It ends within hours: STS answered it. */
	readonly isTemporary: boolean;
};
type StoredKind =
	| { readonly kind: "answer"; readonly fields: ReadonlySet<string> }
	| { readonly kind: "value" }
	| { readonly kind: "object" };

const VALUE: Stored = { kind: "value", isTemporary: false };
const TEMPORARY: Stored = { kind: "value", isTemporary: true };
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

/** How deep one expression is read. */
const MAX_DEPTH = 10;

type Holder = TSESLint.Scope.Variable | FunctionNode;
type AskStored = Ask<Holder, Stored | null>;

/** What names hold and functions give back, each asked once. */
const stored = perModule(
	(module) =>
		new Solver<Holder, Stored | null>(null, fuelOf(module, "what AWS answers"), (key, ask) =>
			"references" in key ? storedInVariable(key, module, ask) : storedByFunction(key, module, ask),
		),
);

/**
 * What an expression holds of a decrypted secret as AWS answered it, whole or in part, parsed or not; null for nothing.
 * `temporary` is what STS answered; where a value may be of either kind, it is `stored`.
 */
export function storedSecretIn(node: TSESTree.Node, module: SourceModule): "stored" | "temporary" | null {
	const found = storedIn(node, module, (key) => stored(module).solve(key), 0);
	return found === null ? null : found.isTemporary ? "temporary" : "stored";
}

/** The one of several possible values that says most: a secret that lasts, before one that ends. */
function strongest(all: readonly (Stored | null)[]): Stored | null {
	return all.find((one) => one?.isTemporary === false) ?? all.find((one) => one !== null) ?? null;
}

function storedIn(given: TSESTree.Node, module: SourceModule, ask: AskStored, depth: number): Stored | null {
	const node = unwrap(given);
	if (depth > MAX_DEPTH) {
		return null;
	}
	switch (node.type) {
		case "AwaitExpression":
			return storedIn(node.argument, module, ask, depth + 1);
		case "Identifier": {
			const variable = variableOf(node, module);
			return variable === null ? null : ask(variable);
		}
		case "MemberExpression": {
			const name = nameOfKey(node.property, node.computed);
			const index = node.computed && node.property.type === "Literal" && typeof node.property.value === "number";
			return index
				? storedIn(node.object, module, ask, depth + 1)
				: below(storedIn(node.object, module, ask, depth + 1), name);
		}
		case "LogicalExpression": {
			return strongest([
				storedIn(node.left, module, ask, depth + 1),
				storedIn(node.right, module, ask, depth + 1),
			]);
		}
		case "CallExpression":
			return storedInCall(node, module, ask, depth);
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
	return ["Parameter", "Parameters", "SecretValues", "Credentials"].includes(name)
		? stored
		: stored.isTemporary
			? TEMPORARY
			: VALUE;
}

/** Calls that give back what they take, in another form. */
const SAME = new Set(["promise", "toString", "trim", "valueOf"]);

function storedInCall(
	node: TSESTree.CallExpression,
	module: SourceModule,
	ask: AskStored,
	depth: number,
): Stored | null {
	const own = answerOf(callAt(node, module));
	if (own !== null) {
		return own;
	}
	const callee = unwrap(node.callee);
	const [first] = node.arguments;
	if (callee.type === "Identifier") {
		const called = functionOf(callee, module);
		return called === null ? null : ask(called);
	}
	if (callee.type !== "MemberExpression") {
		return null;
	}
	const name = nameOfKey(callee.property, callee.computed) ?? "";
	if (name === "send" && first !== undefined) {
		return answerOf(callAt(followNames(first, module), module));
	}
	if (
		first !== undefined &&
		((name === "parse" && isNamed(callee.object, "JSON")) ||
			(name === "from" && isNamed(callee.object, "Buffer")) ||
			name === "decode")
	) {
		const inner = storedIn(first, module, ask, depth + 1);
		return inner?.kind !== "value" ? null : name === "parse" ? { kind: "object", isTemporary: false } : VALUE;
	}
	return SAME.has(name) ? storedIn(callee.object, module, ask, depth + 1) : null;
}

/** What a function of the module gives back. */
function storedByFunction(called: FunctionNode, module: SourceModule, ask: AskStored): Stored | null {
	const given = called.body.type === "BlockStatement" ? (returns(module).get(called) ?? []) : [called.body];
	return strongest(given.map((value) => storedIn(value, module, ask, 0)));
}

/** What each function gives back, by the statements of its own. */
const returns = perModule((module) => {
	const found = new Map<TSESTree.Node, TSESTree.Node[]>();
	for (const statement of nodesOf(module, "ReturnStatement")) {
		const owner = statement.argument === null ? null : functionAround(statement);
		if (owner !== null && statement.argument !== null) {
			const given = found.get(owner);
			if (given === undefined) {
				found.set(owner, [statement.argument]);
			} else {
				given.push(statement.argument);
			}
		}
	}
	return found;
});

function isNamed(node: TSESTree.Node, name: string): boolean {
	return node.type === "Identifier" && node.name === name;
}

const calls = perModule(
	(module) => new Map<TSESTree.Node, SdkCall>(findSdkCalls(module).map((call) => [call.node, call])),
);

function callAt(node: TSESTree.Node, module: SourceModule): SdkCall | undefined {
	return calls(module).get(node);
}

function answerOf(call: SdkCall | undefined): Stored | null {
	if (call === undefined || !isDecrypted(call)) {
		return null;
	}
	const found = entryOf(ANSWERS, `${call.service}.${call.operation}`);
	return found === undefined
		? null
		: call.sdk === "powertools"
			? VALUE
			: { kind: "answer", fields: found, isTemporary: call.service === "sts" };
}

/** A parameter may be no secret at all: only what is asked for with decryption counts. */
function isDecrypted({ service, input, sdk }: SdkCall): boolean {
	if (service !== "ssm") {
		return true;
	}
	const property = input.get(sdk === "powertools" ? "decrypt" : "WithDecryption");
	return property.kind === "value" && property.node.type === "Literal" && property.node.value === true;
}

function storedInVariable(variable: TSESLint.Scope.Variable, module: SourceModule, ask: AskStored): Stored | null {
	const [definition] = variable.defs;
	if (definition === undefined) {
		return null;
	}
	const values = valuesOf(variable);
	if (values !== null) {
		return strongest(values.map((value) => storedIn(value, module, ask, 0)));
	}
	const owner = definition.node as TSESTree.Node;
	if (owner.type === "VariableDeclarator" && owner.init !== null) {
		return inPattern(owner.id, definition.name as TSESTree.Node, storedIn(owner.init, module, ask, 0));
	}
	if (owner.type === "ArrowFunctionExpression" || owner.type === "FunctionExpression") {
		const place = owner.params.findIndex((parameter) => isWithin(definition.name as TSESTree.Node, parameter));
		const parameter = owner.params[place];
		return parameter === undefined
			? null
			: inPattern(parameter, definition.name as TSESTree.Node, storedInParameter(owner, place, module, ask));
	}
	return null;
}

/** `(error, data) => …` given to a request of v2; `.then((data) => …)`. */
function storedInParameter(
	owner: TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression,
	place: number,
	module: SourceModule,
	ask: AskStored,
): Stored | null {
	const { parent } = owner;
	if (parent.type !== "CallExpression" || parent.callee.type !== "MemberExpression") {
		return null;
	}
	if (nameOfKey(parent.callee.property, parent.callee.computed) === "then") {
		return place === 0 && parent.arguments[0] === owner ? storedIn(parent.callee.object, module, ask, 0) : null;
	}
	const call = callAt(parent, module);
	return place === 1 && call?.sdk === "v2" ? answerOf(call) : null;
}

/** What one name of a pattern is given, read from the name up. */
function inPattern(pattern: TSESTree.Node, name: TSESTree.Node, whole: Stored | null): Stored | null {
	if (whole === null || pattern === name) {
		return whole;
	}
	const keys: (string | null)[] = [];
	for (let node = name, { parent } = node; node !== pattern; node = parent, { parent } = node) {
		if (parent === undefined) {
			return null;
		}
		if (parent.type === "Property") {
			keys.push(nameOfKey(parent.key, parent.computed));
		} else if (
			parent.type !== "ObjectPattern" &&
			parent.type !== "ArrayPattern" &&
			!(parent.type === "AssignmentPattern" && parent.left === node)
		) {
			return null;
		}
	}
	return keys.reduceRight<Stored | null>(below, whole);
}
