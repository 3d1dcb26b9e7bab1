import type { Span } from "../../../text/span.ts";
import type { Js, JsEntry, MachinePath } from "./js.ts";

/** What changes in a value that another module reads. */
interface Move {
	readonly span: (span: Span) => Span;
	readonly path: (path: MachinePath) => MachinePath;
}

/** A value as another module sees it. Its literals are no places that the other module can write to. */
export function moveJs(js: Js, move: Move): Js {
	const span = move.span(js.span);
	const inner = (one: Js): Js => moveJs(one, move);
	switch (js.kind) {
		case "absent":
		case "literal":
		case "static":
		case "call":
		case "instance":
		case "this":
			return { ...js, span };
		case "object":
			return {
				...js,
				span,
				node: null,
				entries: js.entries.map((entry): JsEntry => ({
					key: entry.key,
					keySpan: move.span(entry.keySpan),
					span: move.span(entry.span),
					value: inner(entry.value),
				})),
			};
		case "array":
			return { ...js, span, node: null, items: js.items.map(inner) };
		case "text":
			return { ...js, span, parts: js.parts.map((part) => (typeof part === "string" ? part : inner(part))) };
		case "member":
		case "method":
			return { ...js, span, of: inner(js.of) };
		case "branches":
			return { ...js, span, branches: js.branches.map(({ when, value }) => ({ when, value: inner(value) })) };
		case "unresolved":
			return { ...js, span, ...(js.path === undefined ? {} : { path: move.path(js.path) }) };
		default:
			return js satisfies never;
	}
}
