import type { Evaluation } from "./evaluation.ts";
import { constructorOf, findFrame } from "./frames.ts";
import { type Frame, type Js, unresolved } from "./js.ts";
import { type ClassNode, isClass, isFunction, nameOf, type Node, spanOf } from "./program.ts";

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
	const { program } = evaluator;
	const sources: Source[] = [];
	for (const member of node.body.body) {
		if (
			(member.type !== "PropertyDefinition" &&
				member.type !== "MethodDefinition" &&
				member.type !== "AccessorProperty") ||
			nameOf(member.key, member.computed) !== name ||
			member.static !== isStatic
		) {
			continue;
		}
		if (member.type === "MethodDefinition") {
			const body = member.kind === "get" && isFunction(member.value) ? onlyResult(member.value.body) : null;
			return body === null
				? unresolved(spanOf(member.key), `\`${name}\` is computed`)
				: evaluator.evaluate(body, frame);
		}
		if (member.value !== null) {
			sources.push({ node: member.value, always: true });
		}
	}
	const owner = constructorOf(node);
	for (const parameter of owner?.params ?? []) {
		const inner =
			parameter.type === "TSParameterProperty"
				? parameter.parameter.type === "AssignmentPattern"
					? parameter.parameter.left
					: parameter.parameter
				: null;
		if (inner?.type === "Identifier" && inner.name === name && !isStatic) {
			const variable = program.variableOf(inner);
			return variable === null ? null : evaluator.variable(variable, frame, spanOf(inner));
		}
	}
	for (const { left, right, operator } of isStatic ? [] : program.assignments) {
		if (
			left.type === "MemberExpression" &&
			left.object.type === "ThisExpression" &&
			nameOf(left.property, left.computed) === name &&
			program.above(left, isClass) === node
		) {
			const statement = program.above(left, (up): up is Node => up.type === "ExpressionStatement");
			const block = statement === null ? null : program.parentOf(statement);
			sources.push({ node: right, always: operator === "=" && block !== null && block === owner?.body });
		}
	}
	const [source, other] = sources;
	if (source === undefined) {
		const above = node.superClass === null || depth > 8 ? null : evaluator.entities.resolve(node.superClass);
		return above?.kind === "class" && above.node !== node
			? findField(evaluator, above.node, name, frame, isStatic, depth + 1)
			: null;
	}
	if (other !== undefined || !source.always) {
		return unresolved(spanOf(source.node), `\`this.${name}\` is set in more than one place, or not always`);
	}
	return evaluator.evaluate(
		source.node,
		owner === null ? frame : (findFrame(frame, owner) ?? evaluator.frames.framesFor(source.node)[0] ?? frame),
	);
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
