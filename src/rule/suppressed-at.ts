import { readDirective } from "../languages/directive.ts";
import type { SourceModule } from "../languages/handler/source-module.ts";
import { LineIndex } from "../text/line-index.ts";

/**
 * Tells where the author's comments accept what a rule says of a program: ESLint hides the finding itself, but a fix of
 * another finding must leave the place alone too.
 */
export function suppressedAt({ text, comments }: SourceModule, rule: string): (offset: number) => boolean {
	const index = new LineIndex(text);
	const lines = new Set<number>();
	const blocks: { from: number; to: number }[] = [];
	for (const { value, range: [start, end] } of comments) {
		const directive = readDirective({ value, start, end, mark: 2 });
		// A configuration may give the plugin another name.
		if (directive === null || (directive.rules.length > 0 && !directive.rules.some((one) => one === rule || one.endsWith(`/${rule}`)))) {
			continue;
		}
		switch (directive.type) {
			case "disable-line":
				lines.add(index.locate(start).line);
				break;
			case "disable-next-line":
				lines.add(index.locate(end).line + 1);
				break;
			case "disable":
				blocks.push({ from: start, to: Number.POSITIVE_INFINITY });
				break;
			case "enable":
				for (const block of blocks) {
					block.to = Math.min(block.to, start);
				}
				break;
			default:
				directive.type satisfies never;
		}
	}
	return (offset) => lines.has(index.locate(offset).line) || blocks.some(({ from, to }) => from <= offset && offset < to);
}
