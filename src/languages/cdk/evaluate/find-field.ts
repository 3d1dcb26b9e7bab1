import type { TSESTree } from "@typescript-eslint/utils";
import type { Evaluation } from "./evaluation.ts";
import { findFrame } from "./frames.ts";
import { type Frame, type Js, unresolved } from "./js.ts";
import { type ClassNode, isClass, constructorOf } from "../../program/class-node.ts";
import { isFunction } from "../../program/function-node.ts";
import { memberKey } from "../../program/name-of-key.ts";
import type { Node } from "../../program/node.ts";
import { spanOf } from "../../program/node-edit.ts";
import { parentOf, findAround } from "../../program/around.ts";
import { variableOf } from "../../program/variable-of.ts";
import { nodesOf } from "../../program/nodes-of.ts";
import { wording } from "../../../text/wording.ts";

/** Where a field of a class is given its value. */
interface Source {
	readonly node: Node;
	/** True in the constructor's own body or at the field itself, false below an `if`, in a method, in a loop. */
	readonly always: boolean;
}

/**
 * What `this.name` (or, with `isStatic`, `Class.name`) holds: a field's own value, the one assignment in the class, a
 * parameter property, or what a getter gives. Null where the class says nothing of it.
 */
export function findField(
	evaluator: Evaluation,
	node: ClassNode,
	name: string,
	frame: Frame | null,
	isStatic = false,
	depth = 0,
): Js | null {
	const members = membersNamed(node, name, isStatic);
	const method = members.find((member) => member.type === "MethodDefinition");
	if (method !== undefined) {
		return resultOf(evaluator, method, name, frame);
	}
	const own = isStatic ? null : parameterNamed(node, name);
	if (own !== null) {
		const variable = variableOf(own, evaluator.program);
		return variable === null ? null : evaluator.variable(variable, frame, spanOf(own));
	}
	const [source, other] = [
		...members.flatMap(({ value }): readonly Source[] => (value === null ? [] : [{ node: value, always: true }])),
		...(isStatic ? [] : assignedTo(evaluator, node, name)),
	];
	if (source === undefined) {
		const above = node.superClass === null || depth > 8 ? null : evaluator.entities.resolve(node.superClass);
		return above?.kind === "class" && above.node !== node
			? findField(evaluator, above.node, name, frame, isStatic, depth + 1)
			: null;
	}
	if (other !== undefined || !source.always) {
		return unresolved(
			spanOf(source.node),
			wording("`this.{{name}}` is set in more than one place, or not always", { name }),
		);
	}
	const owner = constructorOf(node);
	return evaluator.evaluate(
		source.node,
		owner === null ? frame : (findFrame(frame, owner) ?? evaluator.frames.framesFor(source.node)[0] ?? frame),
	);
}

/** What a getter gives; a method is no value. */
function resultOf(evaluator: Evaluation, method: TSESTree.MethodDefinition, name: string, frame: Frame | null): Js {
	const body = method.kind === "get" && isFunction(method.value) ? onlyResult(method.value.body) : null;
	return body === null
		? unresolved(spanOf(method.key), wording("`{{name}}` is computed", { name }))
		: evaluator.evaluate(body, frame);
}

type Member = TSESTree.PropertyDefinition | TSESTree.MethodDefinition | TSESTree.AccessorProperty;

/** The fields, methods and accessors of a class that bear a name. */
function membersNamed(node: ClassNode, name: string, isStatic: boolean): readonly Member[] {
	return node.body.body.filter(
		(member): member is Member =>
			(member.type === "PropertyDefinition" ||
				member.type === "MethodDefinition" ||
				member.type === "AccessorProperty") &&
			memberKey(member.key, member.computed) === name &&
			member.static === isStatic,
	);
}

/** `constructor(private readonly name: string)` */
function parameterNamed(node: ClassNode, name: string): TSESTree.Identifier | null {
	for (const parameter of constructorOf(node)?.params ?? []) {
		if (parameter.type === "TSParameterProperty") {
			const given = parameter.parameter;
			const inner = given.type === "AssignmentPattern" ? given.left : given;
			if (inner.type === "Identifier" && inner.name === name) {
				return inner;
			}
		}
	}
	return null;
}

/** `this.name = …` in the methods of a class. */
function assignedTo({ program }: Evaluation, node: ClassNode, name: string): readonly Source[] {
	const body = constructorOf(node)?.body;
	return nodesOf(program, "AssignmentExpression").flatMap(({ left, right, operator }): readonly Source[] => {
		if (
			left.type !== "MemberExpression" ||
			left.object.type !== "ThisExpression" ||
			memberKey(left.property, left.computed) !== name ||
			findAround(left, isClass) !== node
		) {
			return [];
		}
		const statement = findAround(left, (up): up is Node => up.type === "ExpressionStatement");
		const block = statement === null ? null : parentOf(statement);
		return [{ node: right, always: operator === "=" && block !== null && block === body }];
	});
}

/** The one expression that a function gives back; null where there are several, or none. */
export function onlyResult(body: Node | null): Node | null {
	if (body === null || body.type !== "BlockStatement") {
		return body;
	}
	const last = body.body.at(-1);
	const hasOther = body.body.some((statement) => statement !== last && mayReturn(statement));
	return last?.type === "ReturnStatement" && !hasOther ? last.argument : null;
}

function mayReturn(statement: Node): boolean {
	switch (statement.type) {
		case "VariableDeclaration":
		case "ExpressionStatement":
		case "FunctionDeclaration":
		case "ClassDeclaration":
		case "EmptyStatement":
			return false;
		case "IfStatement":
			return mayReturn(statement.consequent) || (statement.alternate !== null && mayReturn(statement.alternate));
		case "BlockStatement":
			return statement.body.some(mayReturn);
		case "ThrowStatement":
			return false;
		default:
			return true;
	}
}
