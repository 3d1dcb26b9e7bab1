import { detectSecret } from "../detect/detect-secret.ts";
import type { Detection } from "../detect/detection.ts";
import { detectAtSink } from "../detect/detect-at-sink.ts";
import { yieldsToOthers } from "../detect/name-kind.ts";
import { literalsOf, locateIn, type NamedLiteral } from "../languages/handler/named-literals.ts";
import type { SourceModule } from "../languages/handler/source-module.ts";
import type { Span } from "../text/span.ts";

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
		known = literalsOf(module).flatMap((literal) => detectIn(literal, module) ?? []);
		FOUND.set(module, known);
	}
	return known;
}

/** What is judged of a literal: its text and its place, not where it stands. */
type Judged = Pick<NamedLiteral, "text" | "name" | "aliases" | "sink" | "isOpen" | "isPublic">;

function detectIn(literal: NamedLiteral, module: SourceModule): HardcodedSecret | null {
	const found = judgeLiteral(literal);
	if (found === null) {
		return null;
	}
	const { start, end } = found.detection;
	const isWhole = !literal.isOpen && start === 0 && end === literal.text.length;
	return { literal, ...found, span: isWhole ? literal.span : locateIn(literal, start, end, module), isWhole };
}

/** Judges a text by the best of its names, and by where it goes. */
export function judgeLiteral(literal: Judged): Pick<HardcodedSecret, "detection" | "name"> | null {
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
	if (found !== null && literal.isPublic && PUBLIC_IDS.has(found.id)) {
		return null;
	}
	return found === null ? null : { detection: found, name: by !== null && (by === name || aliases.includes(by)) ? by : name };
}

/** What a public key looks like: a private one has a form of its own. */
const PUBLIC_IDS = new Set(["generic", "google-api-key"]);

/** The name of a place that has none of its own, by what stands there. */
const IMPLIED = { "signing-key": "secret", password: "password", credential: "secret", client: "auth" } as const;

/** The names to judge a text by, the best first. */
function candidatesFor({ name, aliases, sink }: Judged): readonly (string | null)[] {
	const implied = sink === null ? [] : [IMPLIED[sink]];
	if (name === null) {
		const others = [...aliases, ...implied];
		return others.length === 0 ? [null] : others;
	}
	return yieldsToOthers(name) ? [name, ...aliases, ...implied] : [name];
}
