import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { groupBy } from "../../text/group-by.ts";
import { constructorOf, isClass } from "./class-node.ts";
import { isFunction } from "./function-node.ts";
import { nameOfKey } from "./name-of-key.ts";
import { functionAround, parentOf } from "./around.ts";
import { nodesOf } from "./nodes-of.ts";
import { referencesOf } from "./references-of.ts";
import { perModule } from "./per-module.ts";
import type { SourceModule } from "./source-module.ts";
import { unwrap } from "./unwrap.ts";
import { onlyValueOf, variableOf } from "./variable-of.ts";

/** The expressions that read a property of an object: `config.key` of `const config = { key: … }`. */
export function readsOfProperty(property: TSESTree.Property, module: SourceModule): readonly TSESTree.Node[] {
	const name = nameOfKey(property.key, property.computed);
	const object = property.parent;
	if (name === null || object.type !== "ObjectExpression") {
		return [];
	}
	const declarator = declaratorOf(object);
	const holders = declarator === null ? resultsOf(object, module) : [declarator.id];
	return holders.flatMap((holder) => readsOfPart(holder, name, module));
}

/** The reads of one part of what a name or a pattern is given. */
function readsOfPart(holder: TSESTree.Node, name: string, module: SourceModule): readonly TSESTree.Node[] {
	switch (holder.type) {
		case "Identifier": {
			const variable = variableOf(holder, module);
			return variable === null ? [] : (membersOf(module).get(variable)?.get(name) ?? []);
		}
		case "ObjectPattern": {
			const own = holder.properties.find(
				(one) => one.type === "Property" && nameOfKey(one.key, one.computed) === name,
			);
			const local = own?.type === "Property" ? own.value : undefined;
			const given = local?.type === "AssignmentPattern" ? local.left : local;
			const variable = given?.type === "Identifier" ? variableOf(given, module) : null;
			return (variable?.references ?? [])
				.filter((reference) => reference.isRead())
				.map(({ identifier }) => identifier as TSESTree.Node);
		}
		default:
			return [];
	}
}

/** So often an object is handed on. */
const MOST_HANDED = 4;

/** What an object becomes: `freeze({ … })`, `{ ...more({ … }) }`. */
function madeOf(object: TSESTree.Node): TSESTree.Node {
	let made = object;
	for (let i = 0; i < MOST_HANDED; i++) {
		const around = parentOf(made);
		if (around?.type === "CallExpression" && around.callee !== made) {
			made = around;
		} else if (around?.type === "SpreadElement" && around.parent.type === "ObjectExpression") {
			made = around.parent;
		} else {
			break;
		}
	}
	return made;
}

/** So many calls of one function are followed. */
const MOST_CALLS = 64;

/** What is given the object that a function of the module gives back: `config` of `const config = getConfig()`. */
function resultsOf(object: TSESTree.ObjectExpression, module: SourceModule): readonly TSESTree.Node[] {
	const made = madeOf(object);
	const around = parentOf(made);
	const isResult =
		around?.type === "ReturnStatement" || (around?.type === "ArrowFunctionExpression" && around.body === made);
	const by = isResult ? functionAround(object) : null;
	return by === null
		? []
		: referencesOf(by, module)
				.slice(0, MOST_CALLS)
				.flatMap((reference) => holderOfCall(reference) ?? []);
}

/** `const config = await getConfig()`: the name or the pattern that a call's result is given to. */
function holderOfCall(reference: TSESTree.Node): TSESTree.Node | null {
	const call = parentOf(reference);
	if (call?.type !== "CallExpression" || call.callee !== reference) {
		return null;
	}
	const waited = parentOf(call);
	const result = waited?.type === "AwaitExpression" ? waited : call;
	const declarator = parentOf(result);
	return declarator?.type === "VariableDeclarator" && declarator.init === result ? declarator.id : null;
}

/** The declaration whose value an object is, behind `as const` and the like. */
function declaratorOf(object: TSESTree.ObjectExpression): TSESTree.VariableDeclarator | null {
	const { parent } = object;
	const outer = parent.type === "TSAsExpression" || parent.type === "TSSatisfiesExpression" ? parent : object;
	return outer.parent?.type === "VariableDeclarator" && outer.parent.init === outer ? outer.parent : null;
}

/** Members that are read of a variable, by their names; of many properties each is found at once. */
const membersOf = perModule((module) => {
	const members = nodesOf(module, "MemberExpression").flatMap((node) => {
		const variable = node.object.type === "Identifier" ? variableOf(node.object, module) : null;
		return variable === null ? [] : [{ node, variable }];
	});
	return new Map(
		[...groupBy(members, ({ variable }) => variable)].map(([variable, own]) => [
			variable,
			groupBy(
				own.map(({ node }) => node),
				({ property, computed }) => nameOfKey(property, computed),
			),
		]),
	);
});

/** So many arguments of one call are followed. */
const MOST_ARGUMENTS = 64;

/** The parameter that takes an argument, of a function or a class of the same module. */
export function parameterOf(
	call: TSESTree.CallExpression | TSESTree.NewExpression,
	argument: TSESTree.Node,
	module: SourceModule,
): TSESLint.Scope.Variable | null {
	const callee = unwrap(call.callee);
	const given = call.arguments.slice(0, MOST_ARGUMENTS);
	const place = given.indexOf(argument as TSESTree.CallExpressionArgument);
	const isOpen = given.slice(0, place).some(({ type }) => type === "SpreadElement");
	const target = callee.type === "Identifier" && place >= 0 && !isOpen ? functionOf(callee, module) : null;
	const parameter = target?.params[place];
	const own = parameter?.type === "TSParameterProperty" ? parameter.parameter : parameter;
	const name = own?.type === "AssignmentPattern" ? own.left : own;
	return name?.type === "Identifier" ? variableOf(name, module) : null;
}

function functionOf(
	callee: TSESTree.Identifier,
	module: SourceModule,
): { readonly params: TSESTree.Parameter[] } | null {
	const variable = variableOf(callee, module);
	const definition = variable?.defs[0]?.node as TSESTree.Node | undefined;
	const value =
		variable !== null && definition?.type === "VariableDeclarator" ? onlyValueOf(variable) : (definition ?? null);
	if (value === null) {
		return null;
	}
	return isFunction(value) ? value : isClass(value) ? constructorOf(value) : null;
}

/** So many reads of one field are followed, for each place that writes it. */
const MOST_READS = 64;

/** The reads of a field by its name, in any class of the module: `this.key` for `this.key = …`. */
export function readsOfField(member: TSESTree.MemberExpression, module: SourceModule): readonly TSESTree.Node[] {
	const name = nameOfKey(member.property, member.computed);
	return name === null || member.object.type !== "ThisExpression"
		? []
		: (fieldsOf(module).get(name) ?? []).slice(0, MOST_READS);
}

const fieldsOf = perModule((module) =>
	groupBy(
		nodesOf(module, "MemberExpression").filter(({ object }) => object.type === "ThisExpression"),
		({ property, computed }) => nameOfKey(property, computed),
	),
);
