import { detectSecret } from "../../detect/detect-secret.ts";
import { isPhrase } from "../../detect/phrase.ts";
import { MASK } from "../../text/masked-text.ts";
import { Fuel } from "../../text/fuel.ts";
import type { Span } from "../../text/span.ts";
import { entryIn } from "../../text/entry-in.ts";

/** Shorter values are words that stand anywhere. */
const SHORTEST = 6;
/** Words of a phrase that nobody writes by chance. */
const PHRASE = 3;
/** So many values of one file are looked for elsewhere. */
const MOST_VALUES = 10_000;
const WORD = /[\p{L}\p{N}]/u;

/**
 * The secrets of a file by their values: a copy of one tells as much as the place that was found, whatever stands
 * beside it. Only values that no name has count (`Sommer2024!`, no `postgres`), also in base64 and percent-encoded.
 */
export class SecretCopies {
	/** By how they begin, then by their length: many tokens of one vendor begin alike, and have few lengths. */
	readonly #values = new Map<string, Map<number, Set<string>>>();
	/** What their first two characters are: most places of a text begin with others. */
	readonly #pairs = new Set<number>();

	/** @param spans where the secrets of the text stand */
	constructor(text: string, spans: readonly Span[]) {
		const values = new Set(spans.slice(0, MOST_VALUES).map(({ start, end }) => text.slice(start, end).trim()));
		for (const value of values) {
			if (isUnmistakable(value)) {
				for (const form of formsOf(value)) {
					this.#pairs.add(pairAt(form, 0));
					const byLength = entryIn(
						this.#values,
						form.slice(0, SHORTEST),
						() => new Map<number, Set<string>>(),
					);
					entryIn(byLength, form.length, () => new Set<string>()).add(form);
				}
			}
		}
	}

	/**
	 * Where a text holds one of the values, not as a part of a longer word. Linear in the text: where too many values
	 * begin like the words of a text, the rest of it counts as one.
	 */
	spansIn(text: string): readonly Span[] {
		const found: Span[] = [];
		const fuel = new Fuel(text.length);
		for (let at = 0; this.#values.size > 0 && at <= text.length - SHORTEST; at += 1) {
			if (
				!this.#pairs.has(pairAt(text, at)) ||
				(at > 0 && WORD.test(text[at - 1] ?? "") && WORD.test(text[at] ?? ""))
			) {
				continue;
			}
			for (const [length, values] of this.#values.get(text.slice(at, at + SHORTEST)) ?? []) {
				if (!fuel.spend(length)) {
					return [...found, { start: at, end: text.length }];
				}
				if (values.has(text.slice(at, at + length)) && !WORD.test(text[at + length] ?? "")) {
					found.push({ start: at, end: at + length });
					at += length - 1;
					break;
				}
			}
		}
		return found;
	}

	/** The same text without the values. */
	hide(text: string): string {
		let hidden = "";
		let at = 0;
		for (const { start, end } of this.spansIn(text)) {
			hidden += text.slice(at, start) + MASK;
			at = end;
		}
		return hidden + text.slice(at);
	}
}

function pairAt(text: string, at: number): number {
	return text.charCodeAt(at) * 0x10000 + text.charCodeAt(at + 1);
}

/** Any character behind a backslash that stands for itself. */
const ESCAPED = /\\([^\p{L}\p{N}])/gu;

/** True for what is a password by its form, under the name of one. */
function isUnmistakable(value: string): boolean {
	return (
		value.length >= SHORTEST &&
		value.length <= 512 &&
		!value.includes("\n") &&
		(isPhrase(value, PHRASE) || detectSecret(value, { name: "password", kind: "source" }) !== null)
	);
}

/** A value as it is written in other places: encoded, or in quotes of another kind. */
function formsOf(written: string): ReadonlySet<string> {
	const value = written.includes("\\") ? written.replaceAll(ESCAPED, "$1") : written;
	const encoded = Buffer.from(value);
	return new Set([
		written,
		value,
		JSON.stringify(value).slice(1, -1),
		JSON.stringify(JSON.stringify(value).slice(1, -1)).slice(1, -1),
		value.replaceAll("'", "''"),
		encoded.toString("base64").replaceAll("=", ""),
		encoded.toString("base64url"),
		encodeURIComponent(encoded.toString()),
	]);
}
