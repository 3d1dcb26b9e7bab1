import type { SourceModule } from "../program/source-module.ts";
import type { Span } from "../../text/span.ts";

/** How far a comment reaches over the lines below it. */
const REACH = 400;

/**
 * True where a comment of the author's says that what stands below it, or before it on its line, is no secret:
 * `// publishable keys (not secrets)`. The lines below count up to the next empty one.
 */
export function isSaidPublic({ start, end }: Span, { comments, text }: SourceModule): boolean {
	const next = firstAfter(comments, start);
	const above = comments[next - 1];
	const behind = comments[next];
	return (
		(above !== undefined && says(above.value) && reaches(text.slice(above.range[1], start))) ||
		(behind !== undefined && says(behind.value) && !/[\r\n]/u.test(text.slice(end, behind.range[0])))
	);
}

const PUBLIC =
	/\bpublishable\b|\bnot (?:an? )?(?:real )?secrets?\b|\bnon-secret\b|\bisn't (?:a )?secret\b|\bpublic(?:ly)? (?:api |client |web |browser )?(?:keys?|tokens?|available|visible)\b|\bsafe to (?:commit|expose|share|publish|be public|make public)\b|\bclient-side (?:api )?keys?\b/iu;

function says(comment: string): boolean {
	return PUBLIC.test(comment);
}

function reaches(between: string): boolean {
	return between.length <= REACH && !/\n[ \t]*\r?\n/u.test(between);
}

/** The index of the first comment that begins behind a place. */
function firstAfter(comments: SourceModule["comments"], place: number): number {
	let [low, high] = [0, comments.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((comments[middle]?.range[0] ?? 0) < place) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}
