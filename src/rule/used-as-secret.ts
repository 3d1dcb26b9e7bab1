import { joinedFunction } from "../app/joined-function.ts";
import type { AppFunction, AppVariable } from "../app/application.ts";
import { classifyName } from "../detect/name-kind.ts";
import type { Resource } from "../model/resource.ts";
import { alternatives, literalOf, type Single } from "../model/value.ts";

const USED = new WeakMap<Resource, ReadonlyMap<string, string>>();

/**
 * The variables of a function that its code uses as secrets, whatever they are called, with the name that the code gives
 * them: `password` for `X` of `connect({ password: process.env.X })`. What holds the name of a stored secret is none.
 */
export function usedAsSecrets(fn: Resource): ReadonlyMap<string, string> {
	let used = USED.get(fn);
	if (used === undefined) {
		const joined = fn.type === "AWS::Lambda::Function" ? joinedFunction(fn) : null;
		used = joined === null ? new Map<string, string>() : secretUses(joined);
		USED.set(fn, used);
	}
	return used;
}

/** The same of a function that is joined with its code. */
export function secretUses(joined: AppFunction): ReadonlyMap<string, string> {
	if (joined.code.kind !== "linked") {
		return new Map(); // Nothing is known to read a variable.
	}
	return new Map(joined.variables.flatMap((variable) => useOf(variable, joined)));
}

function useOf(variable: AppVariable, { lookups }: AppFunction): readonly (readonly [string, string])[] {
	const { name, variable: set, values, reads } = variable;
	if (
		set === null ||
		classifyName(name) === "pointer" ||
		!values.flatMap(alternatives).some(({ value }) => mayBeSecret(value))
	) {
		return [];
	}
	const isLookedUp = lookups.some(({ targets }) =>
		targets.some(({ target }) => target.kind === "variable" && target.name === name),
	);
	const as = reads.flatMap(({ fact }) => fact.as ?? []).find((one) => classifyName(one) === "secret");
	return isLookedUp || as === undefined ? [] : [[name, as]];
}

/** `prod/db`, `/app/token`, an ARN: says where a secret is. */
const POINTS = /^(?:arn:|\/|alias\/|\s*$|[\d.]+$|true$|false$)/iu;

function mayBeSecret(value: Single): boolean {
	const literal = literalOf(value);
	if (literal !== null) {
		return !POINTS.test(literal.text);
	}
	return (
		value.kind === "unresolved" ||
		(value.kind === "reference" && value.to.of === "parameter" && classifyName(value.to.name) !== "pointer")
	);
}
