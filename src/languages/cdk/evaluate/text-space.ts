import type { Span } from "../../../text/span.ts";
import type { SourceModule } from "../../program/source-module.ts";

/** Behind every place of a text of its own. */
const START = 2 ** 32;

/** Places in the texts of several modules: those of other modules lie behind every place of the own text. */
export class TextSpace {
	readonly #bases = new Map<SourceModule, number>();
	readonly #modules: { readonly module: SourceModule; readonly base: number }[] = [];
	#end = START;

	/** Turns places as one module sees them into places as another sees them. */
	mover(from: SourceModule, to: SourceModule): (span: Span) => Span {
		const own = this.#baseOf(from);
		const base = this.#baseOf(to);
		return ({ start, end }) => {
			const shift = start >= START ? 0 : own;
			const back = start + shift >= base && start + shift <= base + to.text.length ? base : 0;
			return { start: start + shift - back, end: end + shift - back };
		};
	}

	/** Where a place is, as a module sees it. */
	placeOf(span: Span, seenBy: SourceModule): { readonly module: SourceModule; readonly span: Span } {
		if (span.start < START) {
			return { module: seenBy, span };
		}
		const found = this.#modules.findLast(({ base }) => base <= span.start);
		return found === undefined
			? { module: seenBy, span: { start: 0, end: 0 } }
			: { module: found.module, span: { start: span.start - found.base, end: span.end - found.base } };
	}

	#baseOf(module: SourceModule): number {
		let base = this.#bases.get(module);
		if (base === undefined) {
			base = this.#end;
			this.#bases.set(module, base);
			this.#modules.push({ module, base });
			this.#end += module.text.length + 1;
		}
		return base;
	}
}
