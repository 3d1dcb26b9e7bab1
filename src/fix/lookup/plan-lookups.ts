import { LineIndex } from "../../text/line-index.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import { groupBy } from "../../text/group-by.ts";
import { findRedeclared, FreshNames, type GlobalName } from "./reading/fresh-names.ts";
import { BACKENDS, type Backend, type LookupSettings, type LookupTarget } from "./lookup.ts";
import type { SourceModule } from "../../languages/program/source-module.ts";
import { nameSecret, nameVariable, toCamelCase } from "./reading/name-secret.ts";
import { outermostFunction } from "./reading/module-items.ts";
import { planHelper } from "./writing/plan-helper.ts";
import { readHelper } from "./reading/read-helper.ts";
import { readStyle, type Style } from "./reading/read-style.ts";
import { REASONS, refuse, type Refusal } from "./refusal.ts";
import { callsHelper, renderEdits, renderLocalEdits, type ShapedGroup } from "./writing/render-edits.ts";
import { globalsOf } from "./writing/render-helper.ts";
import { planSharedImport, type SharedHelper } from "./writing/shared-helper.ts";
import { resolveTargets, Surroundings, type Shape } from "./target/resolve-target.ts";

/** A secret that can be looked up, with all its places in the program. */
export interface LookupGroup {
	readonly ok: true;
	/** `DB_PASSWORD`; of different values with one name, the second is `DB_PASSWORD_2`. */
	readonly name: string;
	/** The environment variable that the lookup reads: `DB_PASSWORD_PARAMETER_NAME`. */
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
	/** Those that can go, in the order of their first places. */
	readonly groups: readonly LookupGroup[];
	/**
	 * The edits that make lookups of these, and leave the others as they are.
	 *
	 * @param shared where the helper is imported from; without it the module gets one of its own
	 */
	edits(groups: readonly LookupGroup[], shared?: SharedHelper): readonly TextEdit[];
	/** True if these edits bring a helper of its own into the module. */
	makesHelper(groups: readonly LookupGroup[]): boolean;
	readonly style: Style;
	/** The first of two steps to the same, with edits that stay close together; null where that is not possible. */
	localEdits(groups: readonly LookupGroup[]): readonly TextEdit[] | null;
}

/**
 * Plans how the secrets of one program become lookups: equal values are one secret, and all of its places go or none.
 * Nothing in the edits or the reasons holds a value of these.
 *
 * @param targets in the order of the text
 */
export function planLookups(
	program: SourceModule,
	targets: readonly LookupTarget[],
	settings: LookupSettings,
): LookupPlan {
	const { backend } = settings;
	const helper = readHelper(program, backend);
	const around = new Surroundings(program, settings, helper?.name ?? null, targets);
	const redeclared = findRedeclared(program);
	const fresh = new FreshNames(program);
	const style = readStyle(program);
	const planner = new GroupPlanner(program, settings, around, hiddenGlobal(redeclared, backend), fresh);
	for (const members of groupsOf(targets)) {
		planner.plan(members);
	}
	const { shaped, names, outcomes } = planner;
	// What one secret needs of the helper, all get: so the groups can be made lookups in any order.
	const shapes = [...shaped.values()].map((group) => group.shapes);
	const cached = shapes.some((own) => own.length > 1 || own.some(({ loading }) => !loading));
	const firstLoading = shapes.flat().reduce((least, shape) => Math.min(least, firstUseOf(shape, around)), Infinity);
	const helperPlan = planHelper({
		firstLoading,
		program,
		backend,
		cached,
		known: helper !== undefined && (helper.cached || !cached) && helper.end <= firstLoading ? helper : undefined,
		fresh,
		redeclared,
		style,
	});
	const shapedOf = (chosen: readonly LookupGroup[]): readonly ShapedGroup[] =>
		chosen.flatMap((group) => shaped.get(group) ?? []);
	return {
		nameOf: (target) => names.get(placeOf(target)) ?? "",
		of: (target) => outcomes.get(placeOf(target)) ?? refuse(REASONS.name()),
		groups: [...shaped.keys()],
		style,
		makesHelper: (chosen) => helperPlan.text !== null && chosen.some(({ shapes: own }) => own.some(callsHelper)),
		edits: (chosen, shared) =>
			renderEdits(
				program,
				shapedOf(chosen),
				shared === undefined || helperPlan.text === null
					? helperPlan
					: planSharedImport(program, helperPlan.name, shared, style),
				style,
			),
		localEdits: (chosen) => {
			const some = shapedOf(chosen);
			return some.every((group) => group.shapes.every((shape) => mayStandClose(shape, group.shapes.length)))
				? renderLocalEdits(program, some, helperPlan, style)
				: null;
		},
	};
}

/** `globalThis.process` is what the helper means, unless that is another thing too. */
function hiddenGlobal(redeclared: ReadonlySet<GlobalName>, backend: Backend): GlobalName | undefined {
	return redeclared.has("globalThis") ? globalsOf(backend, true).find((name) => redeclared.has(name)) : undefined;
}

/** The targets by their values: one secret each. */
function groupsOf(targets: readonly LookupTarget[]): Iterable<readonly LookupTarget[]> {
	// A constant may be found once by its own name, and once more where a text is made of it.
	const distinct = new Map(targets.map((target) => [placeOf(target), target]));
	return groupBy([...distinct.values()], (target) =>
		target.kind === "literal" ? `literal ${target.value}` : `environment ${target.variable}`,
	).values();
}

/** Plans one secret after the other; what one takes, the next ones leave alone. */
class GroupPlanner {
	readonly #settings: LookupSettings;
	readonly #around: Surroundings;
	/** What the helper needs and the module calls otherwise: nothing can be looked up then. */
	readonly #hidden: GlobalName | undefined;
	readonly #fresh: FreshNames;
	readonly #secretNames: SecretNames;
	readonly #spans = new SpanSet();
	readonly #lines: LineIndex;
	readonly outcomes = new Map<string, LookupGroup | Refusal>();
	readonly names = new Map<string, string>();
	readonly shaped = new Map<LookupGroup, ShapedGroup>();

	constructor(
		program: SourceModule,
		settings: LookupSettings,
		around: Surroundings,
		hidden: GlobalName | undefined,
		fresh: FreshNames,
	) {
		this.#settings = settings;
		this.#around = around;
		this.#hidden = hidden;
		this.#fresh = fresh;
		this.#secretNames = new SecretNames(program.text, settings);
		this.#lines = new LineIndex(program.text, true); // Not every parser gives its nodes a line.
	}

	/** @param members the places of one secret */
	plan(members: readonly LookupTarget[]): void {
		const [first] = members;
		if (first === undefined) {
			return;
		}
		const name = this.#secretNames.take(first);
		for (const member of members) {
			this.names.set(placeOf(member), name);
		}
		const variable = nameVariable(name, this.#settings.backend);
		const hidden = this.#hidden;
		const shapes =
			hidden === undefined
				? resolveTargets(members, variable, this.#around)
				: members.map(() => refuse(REASONS.redeclared(hidden)));
		const accepted = shapes.filter((shape): shape is Shape => shape.ok);
		const spans = accepted.map(({ replacement }) => replacement.span);
		const stays = members.find((_, index) => shapes[index]?.ok === false);
		if (stays !== undefined || spans.some((span) => this.#spans.overlaps(span)) || meet(spans)) {
			this.#refuse(members, shapes, stays);
			return;
		}
		for (const span of spans) {
			this.#spans.add(span);
		}
		const group: LookupGroup = {
			ok: true,
			name,
			variable,
			value: first.kind === "literal" ? first.value : null,
			targets: members,
			shapes: accepted,
		};
		const local = accepted.some(needsLocal) ? this.#fresh.take(toCamelCase(name), `${toCamelCase(name)}Value`) : "";
		this.shaped.set(group, { variable, local, shapes: accepted });
		for (const member of members) {
			this.outcomes.set(placeOf(member), group);
		}
	}

	/** All places of a secret stay where one of them does; each says why. */
	#refuse(
		members: readonly LookupTarget[],
		shapes: readonly (Shape | Refusal)[],
		stays: LookupTarget | undefined,
	): void {
		for (const [index, member] of members.entries()) {
			const shape = shapes[index];
			const shared = (): Refusal =>
				refuse(
					stays === undefined
						? REASONS.overlap()
						: REASONS.shared(this.#lines.locate(stays.node.range[0]).line),
				);
			this.outcomes.set(placeOf(member), shape !== undefined && !shape.ok ? shape : shared());
		}
	}
}

/** True for a shape that keeps what is looked up under a name of its own. */
function needsLocal(shape: Shape): boolean {
	return shape.kind === "lift" || (shape.kind === "fill" && shape.cell.kind !== "constant");
}

/** Where a lookup is needed while the module loads: the helper has to stand above. */
function firstUseOf({ loading, kind, replacement: { expression, span } }: Shape, around: Surroundings): number {
	if (!loading) {
		return Infinity;
	}
	const isReadThere = outermostFunction(expression) === null;
	return Math.min(kind === "call" ? Infinity : around.quietEnd, isReadThere ? span.start : Infinity);
}

function placeOf(target: LookupTarget): string {
	const [start, end] = target.node.range;
	return [start, end, target.kind === "literal" ? (target.part?.start ?? "") : ""].join(" ");
}

/** A helper right above its first use is not made yet for what stands further up. */
function mayStandClose(shape: Shape, count: number): boolean {
	switch (shape.kind) {
		case "call":
		case "remove":
			return true;
		case "name":
			return true;
		case "lift":
			return count === 1; // Else some of its places would be left for a step that may not come.
		case "sink":
			return shape.replacement.taken === undefined && shape.places.every(({ kind }) => kind !== "top");
		case "fill":
			return false; // What it fills stands apart.
		default:
			return shape satisfies never;
	}
}

/** The names of the secrets of one program, each once. */
class SecretNames {
	readonly #taken = new Set<string>();
	readonly #counts = new Map<string, number>();
	readonly #words: ReadonlySet<string>;
	readonly #text: string;
	readonly #settings: LookupSettings;

	constructor(text: string, settings: LookupSettings) {
		this.#text = text;
		this.#words = new Set(text.match(/\w+/gu));
		this.#settings = settings;
	}

	/** `DB_PASSWORD`; `DB_PASSWORD_2` where another value has it, or where the program speaks of its variable. */
	take(target: LookupTarget): string {
		const name = nameSecret(target, this.#text);
		for (let count = this.#counts.get(name) ?? 1; ; count += 1) {
			const numbered = count === 1 ? name : `${name}_${String(count)}`;
			if (!this.#isTaken(numbered, target)) {
				this.#counts.set(name, count + 1);
				this.#taken.add(numbered);
				return numbered;
			}
		}
	}

	#isTaken(name: string, target: LookupTarget): boolean {
		return (
			this.#taken.has(name) ||
			(target.kind === "literal" &&
				BACKENDS.some((backend) => this.#words.has(nameVariable(name, backend))) &&
				this.#settings.knows?.(target.value, name) !== true)
		);
	}
}

/** True where one of some spans begins in another. */
function meet(spans: readonly Span[]): boolean {
	const ordered = [...spans].sort((a, b) => a.start - b.start);
	return ordered.some(({ start }, index) => start < (ordered[index - 1]?.end ?? 0));
}

/** Spans that do not overlap, in their order. */
class SpanSet {
	readonly #spans: Span[] = [];

	overlaps({ start, end }: Span): boolean {
		const at = this.#findEnd(start);
		return (this.#spans[at]?.start ?? Infinity) < end;
	}

	add(span: Span): void {
		this.#spans.splice(this.#findEnd(span.start), 0, span);
	}

	/** The first span that ends behind an offset. */
	#findEnd(offset: number): number {
		let low = 0;
		let high = this.#spans.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#spans[middle]?.end ?? Infinity) <= offset) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return low;
	}
}
