import { lookupsIn } from "../languages/facts/lookup-facts.ts";
import type { LookupTarget } from "../languages/facts/lookup-target.ts";
import type { Resource } from "../model/resource.ts";
import { alternatives, literalOf, type Value } from "../model/value.ts";
import type { ReachedUnits } from "./reach-units.ts";
import type { AppLookup, AppStack, AppTarget, AppVariable, FunctionCode } from "./application.ts";

/** The types of stored values, with the property of their name. */
const STORED: ReadonlyMap<string, { readonly what: "parameter" | "secret"; readonly name: string }> = new Map([
	["AWS::SSM::Parameter", { what: "parameter", name: "Name" }],
	["AWS::SecretsManager::Secret", { what: "secret", name: "Name" }],
]);

/** The lookups of a function's code, in the order of its modules, with what they read of this stack. */
export function joinLookups(
	stack: AppStack,
	code: FunctionCode,
	variables: readonly AppVariable[],
	reached: ReachedUnits | null,
): readonly AppLookup[] {
	const byName = new Map(variables.map((variable) => [variable.name, variable]));
	return (code.kind === "linked" ? code.modules : []).flatMap((module) =>
		lookupsIn(module.module).map((fact) => ({
			module,
			place: module.placeOf(fact.span),
			fact,
			mayRun: reached?.has(module, fact.span) !== false,
			targets: fact.targets.map((target) => joinTarget(target, fact.what, stack, byName)),
		})),
	);
}

function joinTarget(
	target: LookupTarget,
	what: AppLookup["fact"]["what"],
	stack: AppStack,
	variables: ReadonlyMap<string, AppVariable>,
): AppTarget {
	if (target.kind === "unknown") {
		return { target, variable: null, name: null, resource: null };
	}
	if (target.kind === "text") {
		return {
			target,
			variable: null,
			name: target.open ? null : target.text,
			resource: byName(target, what, stack),
		};
	}
	const variable = variables.get(target.name) ?? null;
	const [only, ...others] = (variable?.values ?? []).flatMap((one) => alternatives(one));
	const value = only === undefined || others.length > 0 ? null : only.value;
	const name = value === null ? null : (literalOf(value)?.text ?? null);
	return {
		target,
		variable,
		name,
		resource:
			value === null
				? null
				: (byReference(value, stack) ??
					(name === null ? null : byName({ kind: "text", text: name, open: false }, what, stack))),
	};
}

/** The stored value that a reference means. */
function byReference(value: Value, { stack }: AppStack): Resource | null {
	const resource = value.kind === "reference" && value.to.of === "resource" ? stack.resource(value.to.id) : undefined;
	return resource !== undefined && STORED.has(resource.type) ? resource : null;
}

/** The stored value of a name; null unless exactly one of the stack has it. */
function byName(
	{ text, open }: Extract<LookupTarget, { readonly kind: "text" }>,
	what: AppLookup["fact"]["what"],
	{ stack }: AppStack,
): Resource | null {
	const found = open
		? []
		: [...STORED].flatMap(([type, stored]) =>
				stored.what === what
					? stack.find(type).filter((one) => literalOf(one.get(stored.name))?.text === text)
					: [],
			);
	return found.length === 1 ? (found[0] ?? null) : null;
}
