import { hasEnded, type Suppression } from "../../../model/suppression.ts";
import { entryIn } from "../../../text/entry-in.ts";
import { LineIndex } from "../../../text/line-index.ts";
import { PREFIX, readDirective, suppressionsIn, type Directive } from "../../directive.ts";
import { directivesAt } from "../../directives-at.ts";
import type { TerraformFile } from "../evaluate/terraform-file.ts";

/** The directives in the comments of a file. */
interface Comments {
	readonly index: LineIndex;
	readonly directives: readonly Directive[];
}

/** Asked for each finding, and read once. */
const COMMENTS = new WeakMap<TerraformFile, Comments>();

/**
 * The comment by which a file that is not the one that is checked accepts what a rule says at a place in it; null if none
 * does, or its day has passed.
 */
export function acceptedIn(file: TerraformFile, offset: number, rule: string): Suppression | null {
	const { index, directives } = entryIn(COMMENTS, file, () => ({
		index: new LineIndex(file.text),
		directives: file.tree.comments.flatMap((comment) => readDirective(comment) ?? []),
	}));
	if (directives.length === 0) {
		return null;
	}
	const covering = directivesAt(index, directives, (name) => name === PREFIX + rule);
	for (const directive of covering(offset)) {
		const found = suppressionsIn(directive).find((one) => one.rule === null || one.rule === rule);
		if (found !== undefined && !hasEnded(found)) {
			return found;
		}
	}
	return null;
}
