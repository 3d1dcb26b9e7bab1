import type { Span } from "../../../text/span.ts";
import type { HclTemplate, HclText } from "./syntax.ts";

const ESCAPE = /\\(?:u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|[^])|[$%]{2}(?=\{)|[^]/uy;

/**
 * Where a part of a piece's value is written, without the quotes of its template.
 *
 * @param source the text of the file
 * @param start offsets in the value, in UTF-16 units
 */
export function textSpan(
	source: string,
	style: HclTemplate["style"],
	piece: HclText,
	start: number,
	end: number,
): Span {
	if (piece.isExact) {
		return { start: piece.start + start, end: piece.start + end };
	}
	const raw = source.slice(piece.start, piece.end);
	let from = piece.start;
	let read = 0;
	let at = 0;
	while (at < raw.length && read < end) {
		if (read <= start) {
			from = piece.start + at;
		}
		const { length, units } = signAt(raw, at, style === "quoted");
		read += units;
		at += length;
	}
	return { start: from, end: piece.start + at };
}

/** How long a character is in the file and in the text that it means. */
function signAt(raw: string, at: number, hasEscapes: boolean): { readonly length: number; readonly units: number } {
	ESCAPE.lastIndex = at;
	const [sign = raw.charAt(at)] = ESCAPE.exec(raw) ?? [];
	if (sign.length === 2 && (sign === "$$" || sign === "%%")) {
		return { length: 2, units: 1 };
	}
	if (!sign.startsWith("\\")) {
		return { length: sign.length, units: sign.length };
	}
	if (!hasEscapes) {
		return { length: 1, units: 1 };
	}
	const isWide = sign.startsWith("\\U") && Number.parseInt(sign.slice(2), 16) > 0xff_ff;
	return { length: sign.length, units: isWide ? 2 : 1 };
}
