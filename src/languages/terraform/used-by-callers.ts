import { readDirective } from "../directive.ts";
import type { HclFile } from "./parse/syntax.ts";

/** What reads an input of a module, or something that may be made of one. */
const INPUT = /\b(?:var|local)\.\w/u;

/**
 * True for a suppression that may hide a finding where its module is called, although it hides none here: what it is about
 * depends on inputs, and only who gives them sees what they decide.
 *
 * @param offset inside of the comment
 */
export function mayBeUsedByCallers({ body, comments }: HclFile, text: string, offset: number): boolean {
	const comment = comments.find(({ start, end }) => start <= offset && offset < end);
	const isForAllBelow = comment !== undefined && readDirective(comment)?.type === "disable";
	const below = body.items.filter(({ end }) => end > offset);
	return (isForAllBelow ? below : below.slice(0, 1)).some(
		({ type, start, end }) => type === "HclBlock" && INPUT.test(text.slice(start, end)),
	);
}
