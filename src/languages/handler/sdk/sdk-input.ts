import type { TSESTree } from "@typescript-eslint/utils";
import type { SourceModule } from "../../program/source-module.ts";
import { followNames, variableOf } from "../../program/variable-of.ts";
import { unwrap } from "../../program/unwrap.ts";
import { nameOfKey } from "../../program/name-of-key.ts";
import { isWritten, outermostMember } from "../../program/is-written.ts";
import { WrittenValue } from "./written-value.ts";

/** What a property of an input is: an expression, nothing at all, or something that the module does not say. */
type InputProperty = WrittenValue | { readonly kind: "absent" } | { readonly kind: "unknown" };

/** The object that an SDK call is given. */
export interface SdkInput {
	/** The literal; null where the module does not say what it is. */
	readonly object: TSESTree.ObjectExpression | null;
	/**
	 * True where more may join: a spread, a computed name, a variable that is written to or given away, no literal at
	 * all.
	 */
	readonly open: boolean;
	get(name: string): InputProperty;
}

const UNKNOWN: InputProperty = { kind: "unknown" };

/** Reads an argument as an object: a literal, or a name that holds one and nothing else. */
export function readInput(argument: TSESTree.Node | undefined, module: SourceModule): SdkInput {
	const node = argument === undefined ? undefined : followNames(argument, module);
	if (node?.type !== "ObjectExpression") {
		return { object: null, open: true, get: () => UNKNOWN };
	}
	const late =
		argument === undefined || unwrap(argument) === node ? false : isTouched(unwrap(argument), node, module);
	const open =
		late ||
		node.properties.some(
			(property) => property.type === "SpreadElement" || nameOfKey(property.key, property.computed) === null,
		);
	return { object: node, open, get: (name) => getProperty(node, name, late, open, module) };
}

function getProperty(
	object: TSESTree.ObjectExpression,
	name: string,
	late: boolean,
	open: boolean,
	module: SourceModule,
): InputProperty {
	if (late) {
		return UNKNOWN;
	}
	for (const property of [...object.properties].reverse()) {
		if (property.type === "SpreadElement") {
			return UNKNOWN; // It may hold the name, and what stands before it would give way.
		}
		if (nameOfKey(property.key, property.computed) === name) {
			return new WrittenValue(property as TSESTree.Property, module);
		}
	}
	return open ? UNKNOWN : { kind: "absent" };
}

/** Calls that only look at what they are given. */
const LOOKERS = /^(?:console|log|logger|JSON)$/u;

/**
 * True where the object of a variable is changed, or handed to somebody who may change it, beside going into the call.
 */
function isTouched(argument: TSESTree.Node, object: TSESTree.ObjectExpression, module: SourceModule): boolean {
	for (let node = argument; node.type === "Identifier";) {
		const variable = variableOf(node, module);
		if (
			variable === null ||
			variable.references.some(
				(reference) => reference.init !== true && mayChange(reference.identifier, argument),
			)
		) {
			return true;
		}
		const [definition] = variable.defs;
		const value = definition?.node.type === "VariableDeclarator" ? definition.node.init : null;
		if (value === null || unwrap(value) === object) {
			return value === null;
		}
		node = unwrap(value);
	}
	return false;
}

function mayChange(identifier: TSESTree.Node, argument: TSESTree.Node): boolean {
	if (identifier === argument) {
		return false;
	}
	const { parent } = identifier;
	if (parent === undefined) {
		return true;
	}
	switch (parent.type) {
		case "MemberExpression": // `params.Name` is read; `params.Name = …`, `params.list.push()`, `delete params.Name` change it.
			return parent.object === identifier && changesMember(parent);
		case "NewExpression": // Another command.
			return false;
		case "CallExpression":
			return mayChangeArgument(parent, identifier);
		case "AwaitExpression":
		case "SpreadElement":
		case "TemplateLiteral":
		case "VariableDeclarator":
		case "Property":
		case "ReturnStatement":
		case "TSTypeQuery":
			return false;
		default:
			return true;
	}
}

/** A method of a client, or a log, changes nothing; `Object.assign(params, …)` and `fill(params)` are neither. */
function mayChangeArgument(call: TSESTree.CallExpression, argument: TSESTree.Node): boolean {
	const object = call.callee.type === "MemberExpression" ? call.callee.object : null;
	const name = object?.type === "Identifier" ? object.name : null;
	if (object === null || name === "Object") {
		return true;
	}
	return !(name !== null && LOOKERS.test(name)) && call.arguments.length > 1 && call.arguments[1] === argument;
}

function changesMember(member: TSESTree.MemberExpression): boolean {
	const whole = outermostMember(member);
	return isWritten(whole) || (whole.parent?.type === "CallExpression" && whole.parent.callee === whole);
}
