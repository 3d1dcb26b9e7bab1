import { hiddenRanges } from "../../languages/ranges/hidden-ranges.ts";
import { isSecretName } from "../../detect/name-kind.ts";
import { variablesOf } from "../../model/environment.ts";
import { passwordPlacesOf } from "../password-places.ts";
import type { Stack } from "../../model/resource.ts";
import { alternatives, follow, type LiteralValue, type Value } from "../../model/value.ts";
import { joinSpans } from "../../text/masked-text.ts";
import type { Span } from "../../text/span.ts";
import type { Reading } from "../../languages/dialect.ts";
import { reportedIn } from "../reported.ts";
import { SecretCopies } from "./secret-copies.ts";
import { pushAll } from "../../text/push-all.ts";

const KNOWN = new WeakMap<Reading, readonly Span[]>();

/**
 * Every stretch of a file that may be a secret, in order and none touching another: asked for before any of its text is
 * shown or goes into an edit. Which rules are on, and what the author accepts, makes no difference. Read once for each
 * file, and only where something of it is shown.
 */
export function secretSpansOf(reading: Reading, text: string): readonly Span[] {
	let spans = KNOWN.get(reading);
	if (spans === undefined) {
		const { stack, base = 0 } = reading;
		spans = withCopies(
			text,
			insideQuotes(text, [
				...reading.secretSpans(),
				...(stack === null ? [] : stackSpans(stack))
					.map(({ start, end }) => ({ start: start - base, end: end - base }))
					// What is around it is in another file of the stack.
					.filter(({ start, end }) => start >= 0 && end <= text.length),
			]),
		);
		KNOWN.set(reading, spans);
	}
	return spans;
}

/** The same stretches, and every other place that has the value of one; in order and none touching another. */
export function withCopies(text: string, spans: readonly Span[]): readonly Span[] {
	return joinSpans([...spans, ...new SecretCopies(text, spans).spansIn(text)]);
}

/** The same stretches without the quotes around a text: a reader still sees that there is one. */
export function insideQuotes(text: string, spans: readonly Span[]): readonly Span[] {
	return spans.map((span) => {
		const quote = text[span.start];
		return (quote === '"' || quote === "'" || quote === "`") &&
			text[span.end - 1] === quote &&
			span.end - span.start >= 2
			? { start: span.start + 1, end: span.end - 1 }
			: span;
	});
}

/** What ends in a place for a secret, followed through names, parameters and mappings to where it is written. */
function stackSpans(stack: Stack): readonly Span[] {
	const spans: Span[] = [];
	for (const { type, paths } of passwordPlacesOf(reportedIn(stack).byType.keys())) {
		for (const resource of reportedIn(stack).byType.get(type) ?? []) {
			for (const path of paths) {
				for (const { value } of follow(resource.properties, path)) {
					pushAll(spans, writtenSpans(value));
				}
			}
		}
	}
	for (const resource of reportedIn(stack).all) {
		for (const { name, value } of variablesOf(resource)) {
			if (isSecretName(name)) {
				pushAll(spans, writtenSpans(value));
			}
		}
	}
	for (const { name, noEcho, written } of stack.parameters.values()) {
		if (written !== null && (noEcho || isSecretName(name)) && !isHarmless(written.text)) {
			spans.push(written.span);
		}
	}
	return spans;
}

/** Where the literals of a value stand, whatever branch or parameter brings them. */
export function writtenSpans(value: Value): readonly Span[] {
	return alternatives(value).flatMap(({ value: one }): readonly Span[] => {
		switch (one.kind) {
			case "literal":
				return isHarmless(one.text) ? [] : spanOf(one);
			case "reference":
				return one.to.of === "parameter" && one.to.parameter.written !== null
					? writtenSpans(one.to.parameter.written)
					: [];
			case "absent":
			case "map":
			case "list":
			case "text": // Its pieces are hidden where they are written.
			case "unresolved":
				return [];
			default:
				return one satisfies never;
		}
	});
}

function spanOf({ via, span }: LiteralValue): readonly Span[] {
	return via === null ? [span] : via.span === null ? [] : [via.span];
}

function isHarmless(text: string): boolean {
	return hiddenRanges(text, "taken").length === 0;
}
