import type { Span } from "../../../text/span.ts";
import { NameCollector } from "./name-collector.ts";
import type { NamedLiteral } from "./named-literal.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { locateInText } from "../../program/static-text.ts";

const LITERALS = new WeakMap<SourceModule, readonly NamedLiteral[]>();

/**
 * Every text of a module that is a value, once each, in the order of the source. Left out: specifiers of imports,
 * types, directives, the keys of objects, the text of JSX.
 */
export function literalsOf(module: SourceModule): readonly NamedLiteral[] {
	let known = LITERALS.get(module);
	if (known === undefined) {
		known = new NameCollector(module).collect();
		LITERALS.set(module, known);
	}
	return known;
}

/**
 * Where a stretch of a literal's text stands in the source: in the literal, or in one constant that it is made of. The
 * whole expression where it is not written there, or in several places.
 */
export function locateIn({ parts, span }: NamedLiteral, start: number, end: number, module: SourceModule): Span {
	const found = locateInText(parts, start, end, module);
	const isThere = found !== null && span.start <= found.start && found.end <= span.end;
	const isOnePiece = parts.pieces.some(
		({ node, start: at, text }) => node !== null && at <= start && end <= at + text.length,
	);
	return found !== null && (isThere || isOnePiece) ? found : span;
}
