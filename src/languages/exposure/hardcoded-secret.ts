import { detectSecret } from "../../detect/detect-secret.ts";
import type { Detection } from "../../detect/detection.ts";
import { detectAtSink } from "../../detect/detect-at-sink.ts";
import { yieldsToOthers } from "../../detect/name-kind.ts";
import type { NamedLiteral } from "../handler/literals/named-literal.ts";
import { literalsOf, locateIn } from "../handler/literals/named-literals.ts";
import { isHarmlessName } from "../../model/dynamic-reference.ts";
import type { SourceModule } from "../program/source-module.ts";
import { isSample } from "./sample-value.ts";
import { isPageKey } from "./page-key.ts";
import { isSaidPublic } from "./said-public.ts";
import type { Span } from "../../text/span.ts";

/** A secret that stands in the source of a program. */
export interface HardcodedSecret {
	readonly literal: NamedLiteral;
	readonly detection: Detection;
	/** The name that the secret goes by, as the author wrote it; null where nothing names it. */
	readonly name: string | null;
	/** Where the secret stands, inside the quotes where it is a part of the text. */
	readonly span: Span;
	/** True where the whole text is the secret, so that the whole expression may be replaced. */
	readonly isWhole: boolean;
}

const FOUND = new WeakMap<SourceModule, readonly HardcodedSecret[]>();

/** The secrets in the source of a module, in its order. Looked for once, whoever asks. */
export function secretsIn(module: SourceModule): readonly HardcodedSecret[] {
	let known = FOUND.get(module);
	if (known === undefined) {
		const literals = literalsOf(module);
		const found = literals.flatMap((literal) => detectIn(literal, module) ?? []);
		known = onePerText([...found, ...copiesOf(found, literals)]);
		FOUND.set(module, known);
	}
	return known;
}

/** Shorter values may stand anywhere by chance. */
const SHORTEST_COPY = 8;

/**
 * The same value once more where nothing says that it is a secret: `case "…"`, an argument. Were it left, a fix would end
 * with the secret still in the source. A value counts that no other text is by chance.
 */
function copiesOf(found: readonly HardcodedSecret[], literals: readonly NamedLiteral[]): readonly HardcodedSecret[] {
	const byValue = new Map<string, HardcodedSecret>();
	const places = new Set<NamedLiteral>();
	for (const secret of found) {
		places.add(secret.literal);
		if (secret.isWhole && secret.detection.confidence !== "low" && secret.literal.text.length >= SHORTEST_COPY) {
			byValue.set(secret.literal.text, byValue.get(secret.literal.text) ?? secret);
		}
	}
	return literals.flatMap((literal) => {
		const original = byValue.get(literal.text);
		return original === undefined || places.has(literal) || literal.isOpen || isUser(literal, original)
			? []
			: [{ ...original, literal, span: literal.span }];
	});
}

/**
 * `user: "dbadmin", password: "dbadmin"`: the one is no copy of the other. What is drawn, or has signs that no user's
 * name has, is the secret wherever it stands.
 */
function isUser({ name, aliases, text }: NamedLiteral, { detection: { confidence } }: HardcodedSecret): boolean {
	return (
		confidence !== "high" &&
		confidence !== "certain" &&
		USER.test(text) &&
		[name, ...aliases].some((one) => one !== null && isHarmlessName(one))
	);
}

const USER = /^[a-z]{1,32}(?:[._-][a-z]{1,32})?\d{0,4}$/iu;

function isAbout(inner: Span, outer: Span): boolean {
	return outer.start <= inner.start && inner.end <= outer.end;
}

/** With its quotes, where it is all of the constant that a text was made of. */
function quoted({ start, end }: Span, { text }: SourceModule): Span {
	const quote = text[start - 1] ?? "";
	return /["'`]/u.test(quote) && text[end] === quote ? { start: start - 1, end: end + 1 } : { start, end };
}

/**
 * One text, one secret: a constant may be found by its own name, and once more in each text that is made of it. What
 * stands where it is found goes before what was followed there, and what is wholly a secret before a part.
 */
function onePerText(all: readonly HardcodedSecret[]): readonly HardcodedSecret[] {
	const rank = ({ literal, span, isWhole }: HardcodedSecret): number =>
		(isAbout(span, literal.span) ? 0 : 2) + (isWhole ? 0 : 1);
	const sorted = [...all].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
	const kept: HardcodedSecret[] = [];
	for (const secret of sorted) {
		const last = kept.at(-1);
		if (last === undefined || last.span.end <= secret.span.start) {
			kept.push(secret);
		} else if (rank(secret) < rank(last)) {
			kept[kept.length - 1] = secret;
		}
	}
	return kept;
}

/** What is judged of a literal: its text and its place, not where it stands. */
type Judged = Pick<NamedLiteral, "text" | "name" | "aliases" | "sink" | "isOpen" | "isPublic">;

function detectIn(literal: NamedLiteral, module: SourceModule): HardcodedSecret | null {
	const found = judgeLiteral(literal);
	if (
		found === null ||
		(isOftenPublic(found.detection) && (isSaidPublic(literal.span, module) || isPageKey(literal, module)))
	) {
		return null;
	}
	if (isSample(literal, found.detection)) {
		return null;
	}
	const { start, end } = found.detection;
	const isWhole = !literal.isOpen && start === 0 && end === literal.text.length;
	const span = isWhole ? literal.span : locateIn(literal, start, end, module);
	return { literal, ...found, span: isAbout(span, literal.span) ? span : quoted(span, module), isWhole };
}

/** Judges a text by the best of its names, and by where it goes. */
function judgeLiteral(literal: Judged): Pick<HardcodedSecret, "detection" | "name"> | null {
	const { text, name, aliases, sink, isOpen } = literal;
	if (text.length < 4) {
		return null;
	}
	let found: Detection | null = null;
	let by = name;
	for (const candidate of candidatesFor(literal)) {
		found = detectSecret(text, candidate === null ? { kind: "source" } : { name: candidate, kind: "source" });
		if (found !== null) {
			by = candidate;
			break;
		}
	}
	found ??= sink === null || isOpen ? null : detectAtSink(text, sink);
	if (found !== null && literal.isPublic && isOftenPublic(found)) {
		return null;
	}
	return found === null
		? null
		: { detection: found, name: by !== null && (by === name || aliases.includes(by)) ? by : name };
}

/** What a public key looks like: a private one has a form of its own. */
const PUBLIC_IDS = new Set(["generic", "google-api-key"]);

/** True for what may be a key that pages show. */
export function isOftenPublic({ id }: Detection): boolean {
	return PUBLIC_IDS.has(id);
}

/** The name of a place that has none of its own, by what stands there. */
const IMPLIED = { "signing-key": "secret", password: "password", credential: "secret", client: "auth" } as const;

/** The names to judge a text by, the best first. */
function candidatesFor({ name, aliases, sink }: Judged): readonly (string | null)[] {
	const others = sink === null ? aliases : [...aliases, IMPLIED[sink]];
	if (others.length === 0) {
		return [name];
	}
	return name === null ? others : yieldsToOthers(name) ? [name, ...others] : [name];
}
