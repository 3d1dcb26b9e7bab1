import type { Suppressions } from "../../model/suppression.ts";
import { readDirective, suppressionsIn } from "../directive.ts";
import type { HclFile } from "./parse/syntax.ts";

/** The directives in the comments of a file. */
export function readSuppressions({ comments }: HclFile): Suppressions {
	const entries = comments.flatMap((comment) => {
		const directive = readDirective(comment);
		// A bare directive without a reason applies to the rules of every plugin.
		return directive === null
			? []
			: suppressionsIn(directive).filter(
					({ rule, reason, until }) => rule !== null || reason !== null || until !== null,
				);
	});
	return { entries, problems: [] };
}
