import { overlaps, type Span, type TextEdit } from "../../text/span.ts";
import type { TSESTree } from "@typescript-eslint/utils";
import { findContexts, nameOfFunction } from "./find-context.ts";
import { findCalls, type Calls } from "./find-calls.ts";
import { findRedeclared, FreshNames } from "./fresh-names.ts";
import { BACKENDS, isFunction, type LookupSettings, type LookupTarget, type Program } from "./lookup.ts";
import { nameSecret, nameVariable, toCamelCase } from "./name-secret.ts";
import { planHelper } from "./plan-helper.ts";
import { readHelper } from "./read-helper.ts";
import { readStyle } from "./read-style.ts";
import { REASONS, refuse, type Refusal } from "./refusal.ts";
import { globalsOf } from "./render-helper.ts";
import { renderEdits, renderLocalEdits, type ShapedGroup } from "./render-edits.ts";
import { keepsAnswers } from "./render-helper.ts";
import { resolveTarget, shareLifts, type Shape } from "./resolve-target.ts";

/** A secret that can be looked up, with all its places in the program. */
export interface LookupGroup {
	readonly ok: true;
	/** `DB_PASSWORD`; of different values with one name, the second is `DB_PASSWORD_2`. */
	readonly name: string;
	/** The environment variable that the look-up reads: `DB_PASSWORD_PARAMETER_NAME`. */
	readonly variable: string;
	/** What has to be kept before the literal may go; null for a value that the program never held. */
	readonly value: string | null;
	readonly targets: readonly LookupTarget[];
	/** What becomes of each of the targets. */
	readonly shapes: readonly Shape[];
}

export interface LookupPlan {
	/** The name of each secret, also of those that stay. */
	nameOf(target: LookupTarget): string;
	of(target: LookupTarget): LookupGroup | Refusal;
	/** Those that can go, in the order of the text. */
	readonly groups: readonly LookupGroup[];
	/** The edits that make look-ups of these, and leave the others as they are. */
	edits(groups: readonly LookupGroup[]): readonly TextEdit[];
	/** The first of two steps to the same, with edits that stay close together; null where that is not possible. */
	localEdits(groups: readonly LookupGroup[]): readonly TextEdit[] | null;
}

/**
 * Plans how the secrets of one program become look-ups: equal values are one secret, and all of its places go or none.
 * Nothing in the edits or the reasons holds a value of these.
 *
 * @param targets in the order of the text
 */
export function planLookups(program: Program, targets: readonly LookupTarget[], settings: LookupSettings): LookupPlan {
	const { backend } = settings;
	const helper = readHelper(program, backend);
	const around = { ...settings, program, calls: findCalls(program), cached: helper?.cached ?? true };
	const redeclared = findRedeclared(program);
	// `globalThis.process` is what the helper means, unless that is another thing too.
	const hidden = redeclared.has("globalThis") ? globalsOf(backend, true).find((name) => redeclared.has(name)) : undefined;
	const fresh = new FreshNames(program);
	const style = readStyle(program);

	const groups = new Map<string, LookupTarget[]>();
	// A constant may be found once by its own name, and once more where a text is made of it.
	const distinct = new Map(targets.map((target) => [placeOf(target), target]));
	for (const target of distinct.values()) {
		const key = target.kind === "literal" ? `literal ${target.value}` : `environment ${target.variable}`;
		groups.set(key, [...(groups.get(key) ?? []), target]);
	}
	const outcomes = new Map<string, LookupGroup | Refusal>();
	const names = new Map<string, string>();
	const shaped = new Map<LookupGroup, ShapedGroup>();
	const taken = new Set<string>();
	const spans: Span[] = [];
	for (const members of groups.values()) {
		const [first] = members;
		if (first === undefined) {
			continue;
		}
		const name = freeName(nameSecret(first, program.text), (one) => taken.has(one) || (first.kind === "literal" && settings.knows?.(first.value, one) !== true && BACKENDS.some((any) => mentions(program.text, nameVariable(one, any)))));
		taken.add(name);
		for (const member of members) {
			names.set(placeOf(member), name);
		}
		const each = members.map((target) => (hidden === undefined ? resolveTarget(target, around) : refuse(REASONS.redeclared(hidden))));
		const whole = each.filter((shape): shape is Shape => shape.ok);
		const shapes = whole.length === each.length ? shareLifts(whole, program) : each;
		const own = shapes.filter((shape) => shape.ok).map(({ replacement }) => replacement.span);
		const refusal = shapes.find((shape) => !shape.ok) ?? (own.some((span) => spans.some((other) => overlaps(span, other))) ? refuse(REASONS.overlap()) : undefined);
		if (refusal !== undefined) {
			for (const [index, member] of members.entries()) {
				const shape = shapes[index];
				outcomes.set(placeOf(member), shape !== undefined && !shape.ok ? shape : refuse(REASONS.shared(refusal.reason)));
			}
			continue;
		}
		spans.push(...own);
		const variable = nameVariable(name, backend);
		const accepted = shapes.filter((shape): shape is Shape => shape.ok);
		const group: LookupGroup = { ok: true, name, variable, value: first.kind === "literal" ? first.value : null, targets: members, shapes: accepted };
		const local = accepted.some(({ kind }) => kind === "lift") ? fresh.take(toCamelCase(name), `${toCamelCase(name)}Value`) : "";
		shaped.set(group, { variable, local, shapes: accepted });
		for (const member of members) {
			outcomes.set(placeOf(member), group);
		}
	}
	// What one secret needs of the helper, all get: so the groups can be made look-ups in any order.
	const cached = [...shaped.values()].some(({ shapes }) => shapes.length > 1 || shapes.some(({ loading }) => !loading)) && !keepsAnswers(backend);
	const firstLoading = Math.min(...[...shaped.values()].flatMap(({ shapes }) => shapes.filter(({ loading }) => loading).map(({ replacement }) => replacement.span.start)));
	const helperPlan = planHelper({ firstLoading, program, backend, cached, known: helper !== undefined && (helper.cached || !cached) ? helper : undefined, fresh, redeclared, style });
	const shapedOf = (chosen: readonly LookupGroup[]): readonly ShapedGroup[] => chosen.flatMap((group) => shaped.get(group) ?? []);
	return {
		nameOf: (target) => names.get(placeOf(target)) ?? "",
		of: (target) => outcomes.get(placeOf(target)) ?? refuse(REASONS.name()),
		groups: [...shaped.keys()],
		edits: (chosen) => renderEdits(program, shapedOf(chosen), helperPlan, style),
		localEdits: (chosen) => {
			const some = shapedOf(chosen);
			const shapes = some.flatMap((one) => one.shapes);
			return shapes.some((shape) => !mayStandClose(shape, around.calls)) ? null : renderLocalEdits(program, some, helperPlan, style);
		},
	};
}

function placeOf(target: LookupTarget): string {
	const [start, end] = target.node.range;
	return [start, end, target.kind === "literal" ? (target.part?.start ?? "") : ""].join(" ");
}

function freeName(name: string, isTaken: (name: string) => boolean): string {
	for (let count = 1; ; count += 1) {
		const numbered = count === 1 ? name : `${name}_${String(count)}`;
		if (!isTaken(numbered)) {
			return numbered;
		}
	}
}

/** A helper right above its first use is not made yet when a function further down is called before. */
function mayStandClose(shape: Shape, calls: Calls): boolean {
	const isEarly = (node: TSESTree.Node): boolean => findContexts(node).some((context) => context.node !== null && isFunction(context.node) && calls.loading.has(nameOfFunction(context.node) ?? ""));
	switch (shape.kind) {
		case "call":
			return !isEarly(shape.replacement.expression);
		case "lift":
			return shape.place.kind !== "top" && !isEarly(shape.replacement.expression);
		case "sink":
			return shape.places.every((place) => place.kind !== "top" && !isEarly(place.kind === "before" ? place.statement : place.arrow.body));
		case "remove":
			return true;
		default:
			return shape satisfies never;
	}
}

/** True where the text has that very word. */
function mentions(text: string, word: string): boolean {
	for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
		if (!/\w/u.test(text[at - 1] ?? " ") && !/\w/u.test(text[at + word.length] ?? " ")) {
			return true;
		}
	}
	return false;
}
