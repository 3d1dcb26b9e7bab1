import { KnownEnvironment } from "../languages/facts/known-environment.ts";
import { isRuntimeVariable } from "../model/runtime-variables.ts";
import type { AppRead, AppVariable } from "./application.ts";

/** What the configuration of a function says of its variables, for code that asks them. */
export function knownEnvironment(variables: readonly AppVariable[]): KnownEnvironment {
	const byName = new Map(variables.map((variable) => [variable.name, variable]));
	return new KnownEnvironment((name) => {
		const variable = byName.get(name);
		if (variable?.isWritten === true) {
			return null;
		}
		if (variable === undefined || variable.set === null) {
			return "unset";
		}
		// A parameter's default says nothing of the next deployment.
		const texts = variable.values.flatMap((value) => (value.kind === "literal" ? [value.text] : []));
		return texts.length > 0 && texts.length === variable.values.length ? texts : null;
	});
}

/**
 * The place of code that runs and needs a variable that nothing sets; undefined for any other variable. What any code asks
 * for, or has a fallback for, is not needed.
 */
export function neededRead(
	{ name, set, isWritten, reads }: AppVariable,
	environment: KnownEnvironment,
): AppRead | undefined {
	return set !== null || isWritten || isRuntimeVariable(name) || reads.some(({ fact }) => fact.need === "optional")
		? undefined
		: reads.find(({ fact, mayRun }) => mayRun && (fact.needIn?.(environment) ?? fact.need) === "required");
}
