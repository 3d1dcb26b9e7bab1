import { valuesPassedFor } from "../../src/app/joined-function.ts";
import type { Resource } from "../../src/model/resource.ts";
import { alternatives, type LiteralValue, type Reached, type Single } from "../../src/model/value.ts";

/**
 * The keys of a function's variables. A parameter of a nested template is what the stacks pass for it, where all of that is
 * known, at the place of the parameter.
 */
export function keysOf(fn: Resource): readonly Reached<Single>[] {
	return alternatives(fn.get("KmsKeyArn")).flatMap(({ value, when }): readonly Reached<Single>[] => {
		const passed = valuesPassedFor(value, fn);
		const literals = passed.filter((one): one is LiteralValue => one.kind === "literal");
		if (passed.length === 0 || literals.length < passed.length) {
			return [{ value, when }];
		}
		const distinct = new Map(literals.map((one) => [one.text, one]));
		return [...distinct.values()].map((one) => ({ value: { ...one, span: value.span }, when }));
	});
}

/** True where the author named a parameter: which key it is, is decided where it is passed. */
export function isPassed(fn: Resource): boolean {
	return alternatives(fn.get("KmsKeyArn")).some(
		({ value }) =>
			value.kind === "reference" && value.to.of === "parameter" && valuesPassedFor(value, fn).length > 0,
	);
}
