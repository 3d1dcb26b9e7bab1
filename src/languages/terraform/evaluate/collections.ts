import type { Entry, Value } from "../../../model/value.ts";
import type { HclExpression, HclFor, HclObject, HclTuple } from "../parse/syntax.ts";
import type { Evaluation, Scope } from "./evaluation.ts";
import { entry, listOf, mapOf, scalarOf, textOfScalar, truthOf } from "./values.ts";

export function evaluateTuple(node: HclTuple, scope: Scope, evaluation: Evaluation): Value {
	return listOf(
		evaluation.spanOf(node, scope),
		node.items.map((item) => evaluation.evaluate(item, scope)),
		false,
		node,
	);
}

/** An object; open if a key is not known. */
export function evaluateObject(node: HclObject, scope: Scope, evaluation: Evaluation): Value {
	const entries: Entry[] = [];
	let open = false;
	for (const item of node.items) {
		const key = item.name ?? textOfScalar(evaluation.evaluate(item.key, scope));
		if (key === undefined) {
			open = true;
			continue;
		}
		entries.push({
			key,
			keySpan: evaluation.spanOf(item.key, scope),
			value: evaluation.evaluate(item.value, scope),
			span: evaluation.spanOf(item, scope),
		});
	}
	return mapOf(evaluation.spanOf(node, scope), entries, open, node);
}

/** `condition ? a : b`: the side that is taken, or both where that is not known and they differ. */
export function evaluateConditional(
	node: Extract<HclExpression, { type: "HclConditional" }>,
	scope: Scope,
	evaluation: Evaluation,
): Value {
	const is = truthOf(evaluation.evaluate(node.condition, scope));
	if (is !== undefined) {
		return evaluation.evaluate(is ? node.consequent : node.alternate, scope);
	}
	const sides = [node.consequent, node.alternate].map((side) => evaluation.evaluate(side, scope));
	const [one, other] = sides.map(scalarOf);
	if (one !== undefined && one === other && sides[0] !== undefined) {
		return sides[0];
	}
	const text = evaluation.textOf(node.condition, scope);
	return {
		kind: "branches",
		span: evaluation.spanOf(node, scope),
		branches: sides.map((value, index) => ({
			when: { of: "expression", text, asks: "truth", is: index === 0 },
			value,
		})),
	};
}

/** `[for …]` and `{for …}`: of the items that are known; open if there may be more. */
export function evaluateFor(node: HclFor, scope: Scope, evaluation: Evaluation): Value {
	const span = evaluation.spanOf(node, scope);
	const { elements, open } = evaluation.elementsOf(evaluation.evaluate(node.collection, scope));
	let isOpen = open;
	const items: Value[] = [];
	const groups = new Map<string, Value[]>();
	for (const { key, value } of elements) {
		const names = new Map(scope.names).set(node.value.text, value);
		if (node.key !== null) {
			names.set(node.key.text, key);
		}
		const inner = { ...scope, names };
		const keeps = node.condition === null ? true : truthOf(evaluation.evaluate(node.condition, inner));
		const made = node.keyResult === null ? null : textOfScalar(evaluation.evaluate(node.keyResult, inner));
		if (keeps === undefined || made === undefined || !evaluation.spend(1)) {
			isOpen = true;
		} else if (keeps) {
			const result = evaluation.evaluate(node.result, inner);
			if (made === null) {
				items.push(result);
			} else {
				groups.set(made, [...(node.isGrouped ? (groups.get(made) ?? []) : []), result]);
			}
		}
	}
	if (node.keyResult === null) {
		return listOf(span, items, isOpen);
	}
	const entries = [...groups].map(([key, [first, ...others]]) =>
		node.isGrouped || first === undefined
			? entry(key, listOf(span, first === undefined ? [] : [first, ...others]), span)
			: entry(key, first, first.span),
	);
	return mapOf(span, entries, isOpen);
}
