import type { Value } from "../../../model/value.ts";

/**
 * A value with another one put at some steps below it, items of lists by their index: `0`, `Ebs`, `Encrypted`. Null where
 * a step leads to what is not known.
 */
export function putInItem(value: Value, steps: readonly string[], given: Value): Value | null {
	const [step, ...rest] = steps;
	if (step === undefined) {
		return given;
	}
	if (value.kind === "list") {
		const index = Number(step);
		const item = value.items[index];
		const put = item === undefined ? null : putInItem(item, rest, given);
		return put === null ? null : { ...value, items: value.items.map((one, at) => (at === index ? put : one)) };
	}
	if (value.kind !== "map") {
		return null;
	}
	const known = value.entries.find(({ key }) => key === step);
	const put = known === undefined ? (rest.length === 0 ? given : null) : putInItem(known.value, rest, given);
	if (put === null) {
		return null;
	}
	const entry =
		known === undefined
			? { key: step, keySpan: given.span, span: given.span, value: put }
			: { ...known, value: put };
	return { ...value, entries: [...value.entries.filter((one) => one !== known), entry] };
}
