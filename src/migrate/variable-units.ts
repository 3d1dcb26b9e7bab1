import type { AppFunction, AppModule, AppVariable, Place } from "../app/application.ts";
import { isAtEdge } from "../model/at-edge.ts";
import type { Value } from "../model/value.ts";
import type { FoundSecret } from "../rule/found-secret.ts";
import { groupBy } from "../text/group-by.ts";
import type { ReportedSecret } from "./migration.ts";
import { reportedBetween } from "./reported-between.ts";

/** A secret variable as one function sets it. */
interface SetVariable {
	readonly fn: AppFunction;
	readonly variable: AppVariable;
	/** Its value; null if it is not known until deployment. */
	readonly secret: FoundSecret | null;
}

/**
 * A variable of functions that have to change together, because they share the text that sets it or a module that reads
 * it.
 */
export interface VariableUnit {
	readonly name: string;
	readonly set: readonly SetVariable[];
	readonly modules: readonly AppModule[];
	/** Why it cannot be migrated; null if nothing is in the way so far. */
	readonly refusal: string | null;
	readonly place: Place;
}

/** The secret variables of functions, in the order of the functions. */
export function variableUnits(
	functions: readonly AppFunction[],
	reported: readonly ReportedSecret[],
): readonly VariableUnit[] {
	const set = functions.flatMap((fn) =>
		fn.variables.flatMap((variable): readonly SetVariable[] => {
			const secret = secretOf(variable, reported);
			return secret === undefined ? [] : [{ fn, variable, secret }];
		}),
	);
	return [...groupBy(set, ({ variable }) => variable.name)].flatMap(([name, own]) =>
		componentsOf(name, own, functions),
	);
}

/** The value that a finding has of a variable; undefined if none is about it. */
function secretOf(variable: AppVariable, reported: readonly ReportedSecret[]): FoundSecret | null | undefined {
	const at = findingsOf(variable, reported);
	const known =
		at.find((one) => one.secret?.name === variable.name) ?? at.find((one) => one.secret === null) ?? at[0];
	return known === undefined ? undefined : known.secret;
}

/** The findings that are about a variable. */
export function findingsOf(
	{ variable, set }: AppVariable,
	reported: readonly ReportedSecret[],
): readonly ReportedSecret[] {
	if (variable === null || set === null) {
		return [];
	}
	const shift = variable.nameSpan.start - set.span.start;
	const { start, end } = variable.value.span;
	const { file, span } = set;
	const inValue = reportedBetween(reported, file.path, start - shift, end - shift);
	const atName =
		span.start >= start - shift && span.start <= end - shift
			? []
			: reportedBetween(reported, file.path, span.start, span.start);
	return span.start < start - shift ? [...atName, ...inValue] : [...inValue, ...atName];
}

/** Splits the functions that set a variable into those that have nothing to do with each other. */
function componentsOf(
	name: string,
	set: readonly SetVariable[],
	functions: readonly AppFunction[],
): readonly VariableUnit[] {
	const readers = groupBy(
		functions.flatMap((fn) => modulesReading(fn, name).map((module) => [module, fn] as const)),
		([module]) => module,
	);
	return connected(set, (one) => [placeKey(one), ...modulesReading(one.fn, name)]).flatMap((members) => {
		const [first] = members;
		const modules = distinct(members.flatMap(({ fn }) => modulesReading(fn, name)));
		const own = new Set(members.map(({ fn }) => fn));
		const unset = modules
			.flatMap((module) => readers.get(module)?.map(([, fn]) => fn) ?? [])
			.find((fn) => !own.has(fn));
		return first === undefined
			? []
			: [
					{
						name,
						set: members,
						modules,
						refusal: refusalOf(members, unset),
						place: first.variable.set ?? first.fn.place,
					},
				];
	});
}

/** Groups items that have a key in common, directly or through others, in the order of their first. */
function connected<T>(items: readonly T[], keysOf: (item: T) => readonly unknown[]): readonly (readonly T[])[] {
	const byKey = groupBy(
		items.flatMap((item) => keysOf(item).map((key) => [key, item] as const)),
		([key]) => key,
	);
	const left = new Set(items);
	const groups: T[][] = [];
	for (const first of items) {
		if (!left.delete(first)) {
			continue;
		}
		const group = [first];
		for (const item of group) {
			for (const key of keysOf(item)) {
				for (const [, other] of byKey.get(key) ?? []) {
					if (left.delete(other)) {
						group.push(other);
					}
				}
				byKey.delete(key); // All that have it are in the group.
			}
		}
		groups.push(group);
	}
	return groups;
}

function refusalOf(members: readonly SetVariable[], unset: AppFunction | undefined): string | null {
	if (unset !== undefined) {
		return `'${unset.resource.id}' reads it too, and does not set it to a known secret`;
	}
	const read = new Set(members.filter(({ variable }) => variable.reads.length > 0).map(placeKey));
	for (const one of members) {
		const { fn, variable, secret } = one;
		const reason = read.has(placeKey(one))
			? refusalIn(fn, variable, secret)
			: (whyUnknown(fn) ?? `no code of '${fn.resource.id}' reads it; remove it`);
		if (reason !== null) {
			return reason;
		}
	}
	return null;
}

/** Why it is not known what the code of a function reads. */
function whyUnknown(fn: AppFunction): string | null {
	const { id } = fn.resource;
	if (isAtEdge(fn.resource)) {
		return `'${id}' runs at the edge, where functions have no variables`;
	}
	if (fn.code.kind !== "linked") {
		return `the code of '${id}' is not known, because ${fn.code.why}`;
	}
	return fn.environment.mayBeRead === null
		? null
		: `'${id}' may read it by another name, because ${fn.environment.mayBeRead}`;
}

function refusalIn(fn: AppFunction, { variable, isWritten }: AppVariable, secret: FoundSecret | null): string | null {
	const { id } = fn.resource;
	const unknown = whyUnknown(fn);
	if (unknown !== null) {
		return unknown;
	}
	if (isWritten) {
		return `the code of '${id}' sets it at run time`;
	}
	if (variable === null || variable.entry === null || variable.when.length > 0 || fn.resource.looped) {
		return `'${id}' sets it in a way that cannot be edited`;
	}
	return refusalOfValue(variable.value, secret);
}

function refusalOfValue(value: Value, secret: FoundSecret | null): string | null {
	if (value.kind === "branches") {
		return "its value depends on a condition";
	}
	if (value.kind === "literal" && value.via !== null) {
		return `its value is the default of ${value.via.noun ?? "parameter"} '${value.via.name}'`;
	}
	const isGiven = value.kind === "reference" && value.to.of === "parameter";
	return secret === null && !isGiven ? "its value is read from another resource or store" : null;
}

/** The text that sets the variable, which several functions may share: `Globals`, an anchor, a constant. */
function placeKey({ variable: { set } }: SetVariable): string {
	return `${set?.file.path ?? ""} ${String(set?.span.start)}`;
}

/** The modules of a function that read a variable. */
function modulesReading(fn: AppFunction, name: string): readonly AppModule[] {
	return distinct(
		fn.variables.flatMap((variable) => (variable.name === name ? variable.reads.map(({ module }) => module) : [])),
	);
}

function distinct<T>(items: readonly T[]): readonly T[] {
	return [...new Set(items)];
}
