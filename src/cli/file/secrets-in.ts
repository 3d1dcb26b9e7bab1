import type { LintedText } from "../../lint/linted-text.ts";
import type { Span } from "../../text/span.ts";

/** Where the secrets of a file that a program wrote stand in a source, so that no line shows them. */
export function secretsIn(made: string, { findings, suppressed }: LintedText, source: string): readonly Span[] {
	const found: Span[] = [];
	const parts = new Set(
		[...findings, ...suppressed].flatMap(({ secretSpans }) =>
			secretSpans.flatMap(({ start, end }) =>
				unquoted(made.slice(start, end))
					.split(/[\r\n]+/u)
					.map((line) => line.trim()),
			),
		),
	);
	for (const part of parts) {
		for (
			let at = part.length > 2 ? source.indexOf(part) : -1;
			at !== -1;
			at = source.indexOf(part, at + part.length)
		) {
			found.push({ start: at, end: at + part.length });
		}
	}
	return found;
}

/** What a piece of JSON says, with or without its quotes. */
function unquoted(json: string): string {
	try {
		const value: unknown = JSON.parse(json.startsWith('"') ? json : `"${json}"`);
		return typeof value === "string" ? value : json;
	} catch {
		return json;
	}
}
