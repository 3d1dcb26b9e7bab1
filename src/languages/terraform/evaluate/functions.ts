import { entryOf } from "../../../model/entry-of.ts";
import type { Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import type { Evaluation } from "./evaluation.ts";
import { COLLECTION_FUNCTIONS } from "./collection-functions.ts";
import { TEXT_FUNCTIONS } from "./text-functions.ts";
import type { TerraformFunction } from "./terraform-function.ts";
import { isFailed, literal, unresolved } from "./values.ts";
import { wording } from "../../../text/wording.ts";

/**
 * Calls a function. Source: "Built-in Functions", Terraform documentation. What reads files, the clock or random numbers
 * is not known.
 */
export function callFunction(name: string, given: readonly Value[], span: Span, evaluation: Evaluation): Value {
	const called = entryOf(GENERAL, name) ?? entryOf(COLLECTION_FUNCTIONS, name) ?? entryOf(TEXT_FUNCTIONS, name);
	if (called === undefined) {
		return unresolved(span, wording("the result of `{{name}}` is not known", { name }));
	}
	if (name !== "try" && name !== "can") {
		const broken = given.find(isFailed);
		if (broken !== undefined) {
			return broken;
		}
	}
	return evaluation.spend(given.length + 1) ? called(given, span) : unresolved(span, "it takes too long to evaluate");
}

const GENERAL: Readonly<Record<string, TerraformFunction>> = {
	try: (given, span) => given.find((value) => !isFailed(value)) ?? unresolved(span, "every value of `try` fails"),
	can: ([value], span) =>
		value === undefined || value.kind === "unresolved" ? canOf(value, span) : literal(span, true),
	sensitive: same,
	nonsensitive: same,
	// What they make is read as the value that it shows: the rules look into documents.
	jsonencode: same,
	yamlencode: same,
	ephemeralasnull: (given, span) => unresolved(span, given.length === 0 ? "it has no value" : "it is not stored"),
};

function canOf(value: Value | undefined, span: Span): Value {
	return value !== undefined && isFailed(value)
		? literal(span, false)
		: unresolved(span, "it depends on a value that is not known");
}

function same([value]: readonly Value[], span: Span): Value {
	return value ?? unresolved(span, "it has no value");
}
