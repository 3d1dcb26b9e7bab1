import type { LineIndex } from "../text/line-index.ts";
import type { Directive } from "./directive.ts";

/** The directives that cover a place, by the rules that ESLint follows. */
export type CoveringDirectives = (offset: number) => readonly Directive[];

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
	const blocks: { readonly from: number; to: number; readonly directive: Directive }[] = [];
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
				blocks.push({ from: comment.start, to: Number.POSITIVE_INFINITY, directive });
				break;
			case "enable":
				for (const block of blocks) {
					block.to = Math.min(block.to, comment.start);
				}
				break;
			default:
				directive.type satisfies never;
		}
	}
	return (offset) => [
		...(lines.get(index.locate(offset).line) ?? []),
		...blocks.filter(({ from, to }) => from <= offset && offset < to).map(({ directive }) => directive),
	];
}

function add(lines: Map<number, Directive[]>, line: number, directive: Directive): void {
	lines.set(line, [...(lines.get(line) ?? []), directive]);
}
