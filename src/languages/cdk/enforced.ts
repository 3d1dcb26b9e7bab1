import type { Evaluator } from "./evaluate/evaluate.ts";
import { cfnTypeOf } from "./spec/cfn-type.ts";
import { toCfnName } from "./spec/cfn-name.ts";
import { groupBy } from "../../text/group-by.ts";
import { pushAll } from "../../text/push-all.ts";
import { type ClassNode, isClass } from "../program/class-node.ts";
import { memberKey } from "../program/name-of-key.ts";
import type { Node } from "../program/node.ts";
import { unwrapAwait } from "../program/unwrap.ts";
import { findAround } from "../program/around.ts";
import { nodesOf } from "../program/nodes-of.ts";

/** True where every property of a type may be set by something that the file does not show. */
export function isEnforced(type: string, enforced: readonly string[]): boolean {
	return enforced.includes(type);
}

/**
 * Properties that an aspect of this very file sets on all resources of a type, as `AWS::Lambda::Function.KmsKeyArn`:
 * `visit(node) { if (node instanceof lambda.CfnFunction) node.kmsKeyArn = … }`.
 */
export function findAspects(evaluator: Evaluator): readonly string[] {
	const { program, entities } = evaluator;
	const found: string[] = [];
	const visitors = [...nodesOf(program, "ClassDeclaration"), ...nodesOf(program, "ClassExpression")].filter(
		({ body }) =>
			body.body.some(
				(member) =>
					(member.type === "MethodDefinition" || member.type === "PropertyDefinition") &&
					memberKey(member.key, member.computed) === "visit",
			),
	);
	if (visitors.length === 0) {
		return found;
	}
	const assignments = groupBy(nodesOf(program, "AssignmentExpression"), (one): Node | null =>
		findAround(one, isClass),
	);
	const calls = groupBy(nodesOf(program, "CallExpression"), (one): Node | null => findAround(one, isClass));
	for (const node of visitors) {
		const types = typesAskedIn(node, (expression) => {
			const entity = entities.resolve(expression);
			return entity?.kind === "imported" && entity.path.length === 1
				? cfnTypeOf(entity.module, entity.path[0] ?? "")
				: null;
		});
		const set = [
			...(assignments.get(node) ?? []).flatMap(({ left }) =>
				left.type === "MemberExpression" && left.object.type !== "ThisExpression"
					? [memberKey(left.property, left.computed)]
					: [],
			),
			...(calls.get(node) ?? []).flatMap(({ callee, arguments: [first] }) =>
				callee.type === "MemberExpression" &&
				memberKey(callee.property, callee.computed) === "addPropertyOverride" &&
				first?.type === "Literal"
					? [String(first.value)]
					: [],
			),
		];
		for (const type of types) {
			pushAll(
				found,
				set.flatMap((name) => (name === null ? [] : [`${type}.${toCfnName(type, name)}`])),
			);
		}
	}
	return found;
}

/** The types of `x instanceof CfnX` anywhere in a class. */
function typesAskedIn(root: ClassNode, typeOf: (expression: Node) => string | null): readonly string[] {
	const types: string[] = [];
	const open: unknown[] = [root.body];
	while (open.length > 0) {
		const node = open.pop();
		if (Array.isArray(node)) {
			pushAll(open, node as readonly unknown[]);
		} else if (typeof node === "object" && node !== null && "type" in node) {
			const one = node as Node;
			if (one.type === "BinaryExpression" && one.operator === "instanceof") {
				const type = typeOf(unwrapAwait(one.right));
				pushAll(types, type === null ? [] : [type]);
			}
			for (const [key, child] of Object.entries(one)) {
				if (key !== "parent" && key !== "loc" && key !== "range") {
					open.push(child);
				}
			}
		}
	}
	return types;
}
