import { readDirective } from "../languages/directive.ts";
import { directivesAt } from "../languages/directives-at.ts";
import type { SourceModule } from "../languages/program/source-module.ts";
import { LineIndex } from "../text/line-index.ts";

/**
 * Tells where the author's comments accept what a rule says of a program: ESLint hides the finding itself, but a fix of
 * another finding must leave the place alone too.
 */
export function suppressedAt({ text, comments }: SourceModule, rule: string): (offset: number) => boolean {
	const directives = comments.flatMap(
		({ value, range: [start, end] }) => readDirective({ value, start, end, mark: 2 }) ?? [],
	);
	// A configuration may give the plugin another name.
	const covering = directivesAt(
		new LineIndex(text, true),
		directives,
		(one) => one === rule || one.endsWith(`/${rule}`),
	);
	return (offset) => {
		for (const _one of covering(offset)) {
			return true;
		}
		return false;
	};
}
