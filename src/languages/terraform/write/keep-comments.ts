import type { TextEdit } from "../../../text/span.ts";
import type { HclComment } from "../parse/syntax.ts";
import type { Lines } from "./lines.ts";

/** A comment behind something in its line. */
interface Trailing {
	readonly line: number;
	readonly start: number;
	/** Where what stands before it ends. */
	readonly end: number;
	/** The column of {@link end}, before and after the edits. */
	readonly before: number;
	readonly after: number;
}

/**
 * Edits, and those that they need to keep the comments at the ends of lines below each other: `terraform fmt` aligns
 * those of lines that follow each other.
 */
export function keepComments(
	edits: readonly TextEdit[],
	comments: readonly HclComment[],
	lines: Lines,
): readonly TextEdit[] {
	if (comments.length === 0) {
		return edits;
	}
	const moved = new Map<number, number>();
	const split = new Set<number>();
	for (const { span, text } of edits) {
		const line = lines.of(span.start);
		if (text.includes("\n") || lines.of(span.end) !== line) {
			split.add(line);
		} else {
			moved.set(line, (moved.get(line) ?? 0) + [...text].length - lines.width(span.start, span.end));
		}
	}
	const trailing = comments.flatMap((comment): readonly Trailing[] => {
		const line = lines.of(comment.start);
		const start = lines.startOf(line);
		const end = start + lines.text.slice(start, comment.start).trimEnd().length;
		if (end === start || (comment.isBlock && lines.endAt(comment.start) !== comment.end)) {
			return [];
		}
		const before = lines.width(start, end);
		return [{ line, start: comment.start, end, before, after: before + (moved.get(line) ?? 0) }];
	});
	const more: TextEdit[] = [];
	for (let at = 0; at < trailing.length;) {
		let next = at + 1;
		while (next < trailing.length && trailing[next]?.line === (trailing[next - 1]?.line ?? 0) + 1) {
			next += 1;
		}
		const chain = trailing.slice(at, next);
		at = next;
		if (chain.some(({ line }) => moved.has(line) || split.has(line)) && isAligned(chain, lines)) {
			for (const part of partsOf(chain, split)) {
				const column = part.reduce((widest, { after }) => Math.max(widest, after), 0) + 1;
				for (const { start, end, after } of part) {
					if (start - end !== column - after) {
						more.push({ span: { start: end, end: start }, text: " ".repeat(column - after) });
					}
				}
			}
		}
	}
	return [...edits, ...more];
}

function isAligned(chain: readonly Trailing[], lines: Lines): boolean {
	const column = chain.reduce((widest, { before }) => Math.max(widest, before), 0) + 1;
	return chain.every(({ start, end, before }) => before + lines.width(end, start) === column);
}

/** A chain in parts, where lines are put between its lines. */
function partsOf(chain: readonly Trailing[], split: ReadonlySet<number>): readonly (readonly Trailing[])[] {
	const parts: Trailing[][] = [];
	let part: Trailing[] = [];
	for (const one of chain) {
		part.push(one);
		if (split.has(one.line)) {
			parts.push(part);
			part = [];
		}
	}
	return part.length > 0 ? [...parts, part] : parts;
}
