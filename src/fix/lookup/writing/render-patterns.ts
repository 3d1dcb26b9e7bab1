import type { TSESTree } from "@typescript-eslint/utils";
import type { Span, TextEdit } from "../../../text/span.ts";
import { groupBy } from "../../../text/group-by.ts";
import type { Taken } from "../target/replacement.ts";
import { indentAt, type Style } from "../reading/read-style.ts";

/** A name that leaves its pattern, and what declares it from now on. */
export interface Leaving {
	readonly taken: Taken;
	/** Its new value; null where another place declares it. */
	readonly value: string | null;
	/** True where it becomes a variable that is filled later; {@link value} is its type then, or nothing. */
	readonly isVariable: boolean;
}

/** Takes names out of their patterns, and declares them beside; a pattern that loses all of its names goes. */
export function renderPatterns(
	leaving: readonly Leaving[],
	text: string,
	{ semicolons, eol, types }: Style,
): { readonly edits: readonly TextEdit[]; readonly removed: readonly TSESTree.VariableDeclaration[] } {
	const edits: TextEdit[] = [];
	const removed: TSESTree.VariableDeclaration[] = [];
	const byDeclarator = new Map<TSESTree.VariableDeclarator, Leaving[]>();
	for (const one of leaving) {
		const same = byDeclarator.get(one.taken.declarator) ?? [];
		byDeclarator.set(one.taken.declarator, same);
		same.push(one);
	}
	for (const [declarator, all] of byDeclarator) {
		const [first] = all;
		if (first === undefined) {
			continue;
		}
		const { pattern, declaration, statement } = first.taken;
		const gone = new Set<TSESTree.Node>(all.map(({ taken }) => taken.property));
		const isAlone = declaration.declarations.length === 1;
		const [start, end] = declarator.range;
		const keyword = text.slice(statement.range[0], start);
		const parts = all.flatMap(({ taken: { name }, value, isVariable }) => {
			if (isVariable) {
				return [`${types === "jsdoc" ? "/** @type {string} */ " : ""}let ${name.name}${value ?? ""}`];
			}
			return value === null ? [] : [`${isAlone ? keyword : ""}${name.name} = ${value}`];
		});
		const between = isAlone ? `${semicolons ? ";" : ""}${eol}${indentAt(statement.range[0], text)}` : ", ";
		if (gone.size === pattern.properties.length) {
			if (parts.length === 0) {
				removed.push(declaration);
			} else {
				edits.push({ span: { start: isAlone ? statement.range[0] : start, end }, text: parts.join(between) });
			}
			continue;
		}
		for (const span of spansOf(pattern.properties, gone)) {
			edits.push({ span, text: "" });
		}
		if (parts.length > 0) {
			edits.push({ span: { start: end, end }, text: parts.map((part) => between + part).join("") });
		}
	}
	return { edits, removed };
}

/** Takes declarators out of their declarations; one that loses all of them goes. */
export function renderParting(parting: readonly TSESTree.VariableDeclarator[]): {
	readonly edits: readonly TextEdit[];
	readonly removed: readonly TSESTree.VariableDeclaration[];
} {
	const byDeclaration = groupBy(parting, ({ parent }) => parent);
	const edits: TextEdit[] = [];
	const removed: TSESTree.VariableDeclaration[] = [];
	for (const [declaration, some] of byDeclaration) {
		const gone = new Set<TSESTree.Node>(some);
		if (gone.size === declaration.declarations.length) {
			removed.push(declaration);
		} else {
			for (const span of spansOf(declaration.declarations, gone)) {
				edits.push({ span, text: "" });
			}
		}
	}
	return { edits, removed };
}

/** The properties that go, each with the comma that goes with it. */
function spansOf(properties: readonly TSESTree.Node[], gone: ReadonlySet<TSESTree.Node>): readonly Span[] {
	const spans: Span[] = [];
	const places = [...gone].map((property) => placeIn(properties, property)).sort((a, b) => a - b);
	for (let at = 0; at < places.length; at += 1) {
		const from = places[at] ?? 0;
		while (places[at + 1] === (places[at] ?? 0) + 1) {
			at += 1;
		}
		const last = places[at] ?? from;
		const next = properties[last + 1];
		const start = properties[from]?.range[0] ?? 0;
		spans.push(
			next === undefined
				? { start: properties[from - 1]?.range[1] ?? start, end: properties[last]?.range[1] ?? start }
				: { start, end: next.range[0] },
		);
	}
	return spans;
}

/** Which of the properties of a pattern, in the order of the text, one is. */
function placeIn(properties: readonly TSESTree.Node[], { range }: TSESTree.Node): number {
	let low = 0;
	let high = properties.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((properties[middle]?.range[1] ?? Infinity) <= range[0]) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}
