import type { LineIndex } from "../text/line-index.ts";
import type { Directive } from "./directive.ts";

/** The directives that cover a place, by the rules that ESLint follows. */
export type CoveringDirectives = (offset: number) => Iterable<Directive>;

/**
 * Says which directives of a file switch a rule off at a place. A bare directive covers every rule.
 *
 * @param directives in the order of the text
 * @param names true where a rule that a directive names, with its namespace, is the one that is meant
 */
export function directivesAt(
	index: LineIndex,
	directives: readonly Directive[],
	names: (rule: string) => boolean,
): CoveringDirectives {
	const lines = new Map<number, Directive[]>();
	/** Those since the last directive that switches the rule on again. */
	let era: Era = { to: Number.POSITIVE_INFINITY, blocks: [] };
	const eras: Era[] = [era];
	for (const directive of directives) {
		const { rules, comment } = directive;
		if (rules.length > 0 && !rules.some(names)) {
			continue;
		}
		switch (directive.type) {
			case "disable-line":
				add(lines, index.locate(comment.start).line, directive);
				break;
			case "disable-next-line":
				add(lines, index.locate(comment.end).line + 1, directive);
				break;
			case "disable":
				era.blocks.push(directive);
				break;
			case "enable":
				era.to = comment.start;
				era = { to: Number.POSITIVE_INFINITY, blocks: [] };
				eras.push(era);
				break;
			default:
				directive.type satisfies never;
		}
	}
	return function* (offset) {
		yield* lines.get(index.locate(offset).line) ?? [];
		for (const block of eras[firstOf(eras, ({ to }) => offset < to)]?.blocks ?? []) {
			if (block.comment.start > offset) {
				break;
			}
			yield block;
		}
	};
}

/** The stretch from one directive that switches a rule on again to the next, with those that switch it off. */
interface Era {
	to: number;
	readonly blocks: Directive[];
}

/** The place of the first item for which something is true, where it is true for all behind it. */
function firstOf<T>(items: readonly T[], isTrue: (item: T) => boolean): number {
	let low = 0;
	let high = items.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (isTrue(items[middle] as T)) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}
	return low;
}

function add(lines: Map<number, Directive[]>, line: number, directive: Directive): void {
	const known = lines.get(line);
	if (known === undefined) {
		lines.set(line, [directive]);
	} else {
		known.push(directive);
	}
}
