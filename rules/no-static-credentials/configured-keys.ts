import type { Stack } from "../../src/model/resource.ts";
import type { EngineKeys } from "../../src/model/stack-facts.ts";
import { alternatives } from "../../src/model/value.ts";
import type { Finding } from "../../src/rule/rule.ts";
import { isDummy } from "./local-double.ts";

/** The identifiers of AWS's own keys. */
const OF_AWS = /^A[KS]IA[A-Z\d]{16}$/u;

/** Keys in the configuration of the engine: of each provider or backend, one finding. */
export function* configuredKeys(stack: Stack): Iterable<Finding> {
	const told = new Set<string>();
	const keys = (stack.engineKeys ?? []).filter(
		({ value, local }) => value.kind !== "literal" || (!isDummy(value.text) && (!local || OF_AWS.test(value.text))),
	);
	// The secret half first, where both are there.
	for (const one of [...keys].sort((a, b) => rank(a) - rank(b))) {
		const finding = told.has(one.where) ? null : findingOf(one, keys);
		if (finding !== null) {
			told.add(one.where);
			yield finding;
		}
	}
}

function rank({ argument, value }: EngineKeys): number {
	return (value.kind === "literal" ? 0 : 2) + (argument === "secret_key" ? 0 : 1);
}

function findingOf({ where, argument, value, local }: EngineKeys, all: readonly EngineKeys[]): Finding | null {
	const data = { where, argument };
	if (value.kind === "literal") {
		return {
			at: value.span,
			subject: value.span,
			messageId: "configuredKeys",
			data,
			property: argument,
			resource: null,
			secretSpans: all.flatMap((one) =>
				one.where === where && one.value.kind === "literal" ? [one.value.span] : [],
			),
		};
	}
	const isInput = value.kind === "reference" && value.to.of === "parameter";
	return isInput && !local && argument !== "token"
		? {
				at: value.span,
				messageId: "configuredVariable",
				severity: "medium",
				data,
				property: argument,
				resource: null,
			}
		: null;
}

/** The places of the state that no key of the author's own encrypts. */
export function* unkeyedStates(stack: Stack): Iterable<Finding> {
	for (const { where, at, argument, key } of stack.stateStores ?? []) {
		if (
			alternatives(key).every(
				({ value }) => value.kind === "absent" || (value.kind === "literal" && value.text === ""),
			)
		) {
			yield {
				at,
				messageId: "missingStateKey",
				severity: "low",
				data: { where, argument },
				property: argument,
				resource: null,
			};
		}
	}
}
