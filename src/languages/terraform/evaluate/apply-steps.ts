import type { Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import type { HclExpression, HclStep } from "../parse/syntax.ts";
import {
	failed,
	findEntry,
	isFailed,
	isWhole,
	listOf,
	numberOf,
	scalarOf,
	textOfScalar,
	unresolved,
} from "./values.ts";
import { wording } from "../../../text/wording.ts";

/** What the steps behind a value need to know. */
export interface Stepping {
	/** Where the whole traversal stands. */
	readonly span: Span;
	keyOf(node: HclExpression): Value;
	/** An attribute of a resource. */
	attributeOf(id: string, name: string): Value;
	/** The instances of a resource, as a list of resources. */
	itemsOf(whole: Value, id: string): Value;
	/** One instance of a resource. */
	instanceOf(id: string, key: Value): Value;
}

/** Follows `.name`, `[key]` and splats. What is not known has the last name: `password` of `local.creds.password`. */
export function applySteps(value: Value, steps: readonly HclStep[], stepping: Stepping): Value {
	const found = followSteps(value, steps, stepping);
	const built = found.kind === "unresolved" && !isFailed(found) ? lastName(steps) : null;
	return found.kind === "unresolved" && built !== null ? { ...found, built } : found;
}

function lastName(steps: readonly HclStep[]): string | null {
	const last = steps.at(-1);
	if (last?.type === "HclAttributeStep") {
		return last.name;
	}
	const [text, more] = last?.type === "HclIndexStep" && last.key.type === "HclTemplate" ? last.key.parts : [];
	return text?.type === "HclText" && more === undefined ? text.value : null;
}

function followSteps(value: Value, steps: readonly HclStep[], stepping: Stepping): Value {
	let current = value;
	for (let index = 0; index < steps.length; index += 1) {
		const step = steps[index] as HclStep;
		if (step.type === "HclSplatStep") {
			const rest = steps.slice(index + 1);
			const end = step.isFull ? rest.length : rest.findIndex((one) => one.type !== "HclAttributeStep");
			const inner = end === -1 ? rest : rest.slice(0, end);
			const list = applySplat(current, inner, stepping);
			return applySteps(list, rest.slice(inner.length), stepping);
		}
		current =
			step.type === "HclAttributeStep"
				? attributeIn(current, step.name, stepping)
				: indexIn(current, stepping.keyOf(step.key), stepping);
	}
	return current;
}

function applySplat(value: Value, steps: readonly HclStep[], stepping: Stepping): Value {
	const { span } = stepping;
	const items =
		value.kind === "reference" && isWhole(value) && value.to.of === "resource"
			? stepping.itemsOf(value, value.to.id)
			: value;
	switch (items.kind) {
		case "list":
			return listOf(
				span,
				items.items.map((item) => applySteps(item, steps, stepping)),
				items.open,
			);
		case "absent":
			return listOf(span, []);
		case "literal":
		case "map":
		case "text":
			return listOf(span, [applySteps(items, steps, stepping)]);
		case "branches":
			return {
				...items,
				branches: items.branches.map((branch) => ({
					...branch,
					value: applySplat(branch.value, steps, stepping),
				})),
			};
		case "reference":
		case "unresolved":
			return unresolved(span, items.kind === "unresolved" ? items.why : "it is not known until the run");
		default:
			return items satisfies never;
	}
}

function attributeIn(value: Value, name: string, stepping: Stepping): Value {
	const { span } = stepping;
	switch (value.kind) {
		case "map": {
			const found = findEntry(value, name);
			return (
				found?.value ??
				(value.open
					? unresolved(span, wording("the key '{{name}}' may be added", { name }))
					: failed(span, wording("there is no key '{{name}}'", { name })))
			);
		}
		case "list": {
			const item = /^\d+$/u.test(name) ? value.items[Number(name)] : undefined;
			return (
				item ?? (value.open ? unresolved(span, "the item is not known") : failed(span, "there is no such item"))
			);
		}
		case "branches":
			return {
				...value,
				branches: value.branches.map((branch) => ({
					...branch,
					value: attributeIn(branch.value, name, stepping),
				})),
			};
		case "reference":
			if (value.to.of === "resource") {
				return isWhole(value) ? stepping.attributeOf(value.to.id, name) : value;
			}
			return unresolved(span, "it is not known until the run");
		case "absent":
		case "literal":
			return failed(span, "it has no attributes");
		case "text":
			return unresolved(span, "it is not known until the run");
		case "unresolved":
			return isFailed(value) ? failed(span, value.why) : unresolved(span, value.why);
		default:
			return value satisfies never;
	}
}

function indexIn(value: Value, key: Value, stepping: Stepping): Value {
	if (value.kind === "reference" && value.to.of === "resource") {
		return isWhole(value) ? stepping.instanceOf(value.to.id, key) : value;
	}
	const text = textOfScalar(key);
	const number = numberOf(key);
	if (text === undefined || scalarOf(key) === null) {
		return unresolved(stepping.span, "the key is not known");
	}
	return value.kind === "list" && number !== undefined
		? attributeIn(value, String(number < 0 ? value.items.length + number : number), stepping)
		: attributeIn(value, text, stepping);
}
