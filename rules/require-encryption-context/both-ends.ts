import { lineOf, type AppFunction } from "../../src/app/application.ts";
import { joinedFunction } from "../../src/app/joined-function.ts";
import type { Stack } from "../../src/model/resource.ts";
import { alternatives, type Single, type Value } from "../../src/model/value.ts";
import type { Finding } from "../../src/rule/rule.ts";

/** Functions whose code decrypts a variable with another context than its ciphertext is made with. */
export function* mismatches(stack: Stack): Iterable<Finding> {
	const contexts = new Map((stack.ciphertexts ?? []).map(({ id, context, argument }) => [id, { context, argument }]));
	if (contexts.size === 0) {
		return;
	}
	for (const fn of stack.find("AWS::Lambda::Function")) {
		const joined = joinedFunction(fn);
		for (const { variable, hasContext, place } of joined === null ? [] : decryptedVariables(joined)) {
			const made = ciphertextOf(variable.value, stack);
			const given = made === null ? undefined : contexts.get(made);
			const isBound = given === undefined ? null : isKnown(given.context);
			if (given !== undefined && isBound !== null && isBound !== hasContext) {
				yield {
					at: variable.nameSpan,
					messageId: isBound ? "missedContext" : "needlessContext",
					data: { id: fn.id, variable: variable.name, place, argument: given.argument },
					property: variable.property,
					resource: fn,
				};
			}
		}
	}
}

interface Decrypted {
	readonly variable: NonNullable<AppFunction["variables"][number]["variable"]>;
	readonly hasContext: boolean;
	readonly place: string;
}

/** The variables that the code decrypts, where it surely does so with a context, or without one. */
function decryptedVariables({ lookups }: AppFunction): readonly Decrypted[] {
	return lookups.flatMap(({ fact: { what, hasContext }, place, targets, mayRun }) =>
		what === "ciphertext" && hasContext !== null && mayRun
			? targets.flatMap(({ variable }) =>
					variable?.variable === null || variable === null
						? []
						: [
								{
									variable: variable.variable,
									hasContext,
									place: lineOf(place),
								},
							],
				)
			: [],
	);
}

/** The id of what makes a ciphertext. */
function ciphertextOf(value: Value, stack: Stack): string | null {
	const [only, ...others] = alternatives(value);
	return only?.value.kind === "reference" && only.value.to.of === "resource" && others.length === 0
		? (stack.resource(only.value.to.id)?.id ?? null)
		: null;
}

/** True if there is a context, false if there is none; null if that is not known. */
function isKnown(context: Value): boolean | null {
	const states = new Set(alternatives(context).map(({ value }) => stateOf(value)));
	const [only = null] = states;
	return states.size === 1 ? only : null;
}

function stateOf(value: Single): boolean | null {
	return value.kind === "absent"
		? false
		: value.kind !== "map" || (value.open && value.entries.length === 0)
			? null
			: value.entries.length > 0;
}
