import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { perModule } from "../program/per-module.ts";
import type { SourceModule } from "../program/source-module.ts";
import { variableOf } from "../program/variable-of.ts";
import { nameOfKey } from "../program/name-of-key.ts";
import { ancestorsOf, functionAround } from "../program/around.ts";

/** What carries the result of a request on without changing what it is. */
const PASSING = new Set([
	"promise",
	"send",
	"then",
	"Parameter",
	"Parameters",
	"Value",
	"SecretString",
	"Plaintext",
	"toString",
	"trim",
	"at",
	"map",
	"find",
	"0",
]);

/** How many names the result is followed through. */
const MAX_STEPS = 3;

/** How many names are told; the first ones are the nearest. */
const MAX_NAMES = 32;

/** What each variable is handed on to, by the step at which it is asked. */
const handedOn = perModule(() =>
	Array.from({ length: MAX_STEPS }, () => new Map<TSESLint.Scope.Variable, readonly string[]>()),
);

/**
 * The names that take the result of a request: of a variable
 * (`const dbPassword = (await client.send(command)).Parameter.Value`),
 * of a property, of a pattern's part, of the function that returns it. In the author's spelling, the nearest first.
 */
export function takersOf(request: TSESTree.Node, module: SourceModule): readonly string[] {
	const callback = request.type === "CallExpression" ? request.arguments.at(-1) : undefined;
	const result =
		callback?.type === "ArrowFunctionExpression" || callback?.type === "FunctionExpression"
			? callback.params[1]
			: undefined; // v2: (error, data)
	return result === undefined ? follow(request, module, 0) : taken(result, module, 0);
}

function follow(start: TSESTree.Node, module: SourceModule, step: number): readonly string[] {
	if (step >= MAX_STEPS) {
		return [];
	}
	let node = start;
	for (const parent of ancestorsOf(start)) {
		if (!passesOn(parent, node)) {
			return takersIn(parent, node, module, step);
		}
		node = parent;
	}
	return [];
}

/** True where a node hands the result inside of it on, so that what stands further out takes it. */
function passesOn(parent: TSESTree.Node, node: TSESTree.Node): boolean {
	switch (parent.type) {
		case "AwaitExpression":
		case "ChainExpression":
		case "TSNonNullExpression":
		case "TSAsExpression":
		case "TSSatisfiesExpression":
		case "LogicalExpression":
		case "ConditionalExpression":
			return true;
		case "CallExpression": // `client.send(command)`, and the end of `.promise()`.
			return parent.callee === node || (parent.arguments[0] === node && isPassing(parent.callee));
		case "MemberExpression":
			return (
				parent.object === node &&
				((parent.computed && parent.property.type === "Literal") ||
					PASSING.has(nameOfKey(parent.property, parent.computed) ?? ""))
			);
		default:
			return false;
	}
}

/** The names by which a node takes the result inside of it. */
function takersIn(parent: TSESTree.Node, node: TSESTree.Node, module: SourceModule, step: number): readonly string[] {
	switch (parent.type) {
		case "VariableDeclarator":
			return parent.init === node ? taken(parent.id, module, step) : [];
		case "AssignmentExpression":
			return parent.right === node ? taken(parent.left, module, step) : [];
		case "Property":
		case "PropertyDefinition":
			return parent.value === node
				? [nameOfKey(parent.key, parent.computed) ?? ""].filter((name) => name !== "")
				: [];
		case "ReturnStatement":
			return functionName(functionAround(parent));
		case "ArrowFunctionExpression":
			return functionName(parent);
		default:
			return [];
	}
}

function isPassing(callee: TSESTree.Node): boolean {
	return callee.type === "MemberExpression" && nameOfKey(callee.property, callee.computed) === "send";
}

/** The names of a variable, a member or a pattern, and of what the variable is handed on to. */
function taken(target: TSESTree.Node, module: SourceModule, step: number): readonly string[] {
	switch (target.type) {
		case "Identifier": {
			const variable = variableOf(target, module);
			return [target.name, ...(variable === null ? [] : takersOfVariable(variable, module, step))];
		}
		case "MemberExpression": {
			const name = nameOfKey(target.property, target.computed);
			return name === null ? [] : [name];
		}
		case "ObjectPattern":
			return target.properties.flatMap((property) =>
				property.type === "Property" && PASSING.has(nameOfKey(property.key, property.computed) ?? "")
					? taken(property.value, module, step)
					: [],
			);
		case "ArrayPattern":
			return target.elements.flatMap((element) => (element === null ? [] : taken(element, module, step)));
		case "AssignmentPattern":
			return taken(target.left, module, step);
		default:
			return [];
	}
}

function takersOfVariable(variable: TSESLint.Scope.Variable, module: SourceModule, step: number): readonly string[] {
	const known = handedOn(module)[step];
	let names = known?.get(variable);
	if (names === undefined) {
		const found = new Set<string>();
		for (const reference of variable.references) {
			for (const name of reference.isRead() && found.size < MAX_NAMES
				? follow(reference.identifier, module, step + 1)
				: []) {
				found.add(name);
			}
		}
		names = [...found].slice(0, MAX_NAMES);
		known?.set(variable, names);
	}
	return names;
}

/** `async function getApiKey()`, `const getApiKey = async () =>`, the method `getApiKey()`. */
function functionName(node: TSESTree.Node | null): readonly string[] {
	if (node?.type === "FunctionDeclaration") {
		return node.id === null ? [] : [node.id.name];
	}
	const parent = node?.parent;
	if (parent?.type === "VariableDeclarator") {
		return parent.id.type === "Identifier" ? [parent.id.name] : [];
	}
	const name =
		parent?.type === "MethodDefinition" || parent?.type === "Property" || parent?.type === "PropertyDefinition"
			? nameOfKey(parent.key, parent.computed)
			: null;
	return name === null ? [] : [name];
}
