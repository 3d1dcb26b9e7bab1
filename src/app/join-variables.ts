import { keyedReadsIn } from "../languages/facts/keyed-reads.ts";
import { readsIn, wholeEnvironmentIn } from "../languages/facts/read-facts.ts";
import { setsEnvironment } from "../languages/handler/environment/environment-writes.ts";
import { variablesOf, type Variable } from "../model/environment.ts";
import type { Resource } from "../model/resource.ts";
import { alternatives, type Value } from "../model/value.ts";
import type { JoinedKeyedReads } from "./join-keyed-reads.ts";
import { passedValues } from "./nested-stacks.ts";
import type { ReachedUnits } from "./reach-units.ts";
import type { AppRead, AppStack, AppVariable, Environment, FunctionCode } from "./application.ts";

/** The variables of a function: those that its configuration sets, then those that its code reads besides. */
export function joinVariables(
	fn: Resource,
	stack: AppStack,
	code: FunctionCode,
	reached: ReachedUnits | null,
	keyed: JoinedKeyedReads,
): readonly AppVariable[] {
	const modules = code.kind === "linked" ? code.modules : [];
	const reads = new Map<string, AppRead[]>();
	for (const module of modules) {
		for (const fact of readsIn(module.module)) {
			const list = reads.get(fact.name) ?? [];
			reads.set(fact.name, list);
			list.push({
				module,
				place: module.placeOf(fact.span),
				fact,
				mayRun: reached?.has(module, fact.span) !== false,
			});
		}
	}
	for (const { module, name, span } of keyed.reads) {
		const list = reads.get(name) ?? [];
		reads.set(name, list);
		const fact = { name, span, need: "unknown", as: null } as const;
		list.push({ module, place: module.placeOf(span), fact, mayRun: reached?.has(module, span) !== false });
	}
	const isWritten = (name: string): boolean => modules.some(({ module }) => setsEnvironment(name, module));
	const set = new Map<string, Variable>();
	for (const variable of variablesOf(fn)) {
		if (!set.has(variable.name)) {
			set.set(variable.name, variable);
		}
	}
	return [...new Set([...set.keys(), ...reads.keys()])].map((name) => ({
		name,
		set: set.has(name) ? stack.placeOf(set.get(name)?.nameSpan ?? fn.head) : null,
		variable: set.get(name) ?? null,
		values: passedValues(set.get(name)?.value, stack),
		reads: reads.get(name) ?? [],
		isWritten: isWritten(name),
	}));
}

/** What is known of a function's variables. */
export function environmentOf(fn: Resource, code: FunctionCode, keyed: JoinedKeyedReads): Environment {
	return { mayBeSet: fn.source?.mayBeSet ?? whySet(fn.get("Environment")), mayBeRead: whyRead(code, keyed) };
}

/** Why more variables may be set; null if all are known. */
function whySet(environment: Value): string | null {
	for (const { value } of alternatives(environment)) {
		if (value.kind === "absent") {
			continue;
		}
		const inner = value.kind === "map" ? value.entries.find(({ key }) => key === "Variables")?.value : undefined;
		if (value.kind !== "map" || (inner === undefined && value.open)) {
			return "its environment is not known until deployment";
		}
		for (const { value: variables } of inner === undefined ? [] : alternatives(inner)) {
			if (variables.kind !== "absent" && (variables.kind !== "map" || variables.open)) {
				return "its variables are not known until deployment";
			}
		}
	}
	return null;
}

/** Packages that set variables of the process. */
const LOADS = /^(?:@?dotenv|env-cmd|@chamber|node-env-run|@t3-oss\/env)/u;

/** Why more variables may be read, or set at run time; null if every read is known. */
function whyRead(code: FunctionCode, { open }: JoinedKeyedReads): string | null {
	if (code.kind !== "linked") {
		return code.why;
	}
	const [unread] = code.unread;
	if (unread !== undefined) {
		return unread.why;
	}
	const loads = [...code.packages].find((name) => LOADS.test(name));
	if (loads !== undefined) {
		return `the package '${loads}' sets variables from files`;
	}
	const isHandler = keyedReadsIn(code.handler.module).exported.some(({ name }) => name === code.exported);
	const whole = isHandler
		? code.handler
		: code.modules.find((one) => one === open || wholeEnvironmentIn(one.module) !== null);
	return whole === undefined ? null : `'${whole.file.name}' passes its environment on`;
}
