import type { Context, Detection } from "./detection.ts";
import { generic } from "./generic-detection.ts";
import { detectNamed } from "./judge-named.ts";
import { classOfName, type NameClass } from "./name-kind.ts";
import { findTokens, type Token } from "./providers.ts";
import { makeupOf, randomness, randomnessOfPart, REGULAR } from "./randomness.ts";
import { redact } from "./redact.ts";
import { REGEXES } from "./regexes.ts";
import {
	decode,
	decodePercent,
	findBasic,
	findHeader,
	findJwt,
	findOraclePassword,
	findPrivateKey,
	findSignature,
	findUriPassword,
	passwordBehindUser,
	pairsOf,
	type Structure,
} from "./structures.ts";
import { isSoleWord, mayBeStructure } from "./plain-texts.ts";
import { secretsInText } from "./text-secrets.ts";
import { isCounted, isIdentifier } from "./veto.ts";
import { pushAll } from "../text/push-all.ts";
import { forgetWithOthers } from "../text/answers.ts";
import { entryIn } from "../text/entry-in.ts";

/** Of a longer value only the first and the last half of this many characters are examined. */
const LONGEST = 65_536;
const LONGEST_JSON = 20_480;
const DEEPEST = 6;

/**
 * Says whether a literal value is a credential, from its form alone where the form says so (a vendor's token, a private
 * key, a password in a URL), else from what its name promises and how random it is. Pure, and linear in the value's
 * length.
 *
 * Null for pointers (`arn:…`, `/prod/db/password`, `{{resolve:…}}`), placeholders (`changeme`, `<password>`),
 * ciphertext and values of everyday kinds. Source of the order and of the thresholds: measured on labelled code, see
 * the project's decision records.
 */
export function detectSecret(value: string, context: Context): Detection | null {
	if (value.length < SHORTEST_SECRET) {
		return null; // What stands between two holes of a template, as most texts there are.
	}
	if (value.length > LONGEST_KEPT) {
		return detectAnywhere(value, context);
	}
	return ANSWERS.of(value, context);
}

/** A shorter value is none. */
const SHORTEST_SECRET = 4;

/** Templates and modules repeat their values, each below the same name. */
const LONGEST_KEPT = 128;
const MOST_KEPT = 4096;

/** The answers about short values, by where they stand, what they are called and what they are. */
class KeptAnswers {
	readonly #byKind = new Map<Context["kind"], Map<string | undefined, Map<string, Detection | null>>>();
	#count = 0;

	of(value: string, context: Context): Detection | null {
		const { kind, name } = context;
		const known = this.#byKind.get(kind)?.get(name)?.get(value);
		if (known !== undefined) {
			return known;
		}
		const answer = detectAnywhere(value, context);
		if (this.#count >= MOST_KEPT) {
			this.forget();
		}
		const byName = entryIn(this.#byKind, kind, () => new Map<string | undefined, Map<string, Detection | null>>());
		entryIn(byName, name, () => new Map<string, Detection | null>()).set(value, answer);
		this.#count += 1;
		return answer;
	}

	forget(): void {
		this.#byKind.clear();
		this.#count = 0;
	}
}

const ANSWERS = new KeptAnswers();
forgetWithOthers(ANSWERS);

function detectAnywhere(value: string, context: Context): Detection | null {
	return (
		detectAlone(value, context) ??
		detectInParts(value, context, (part, place) => detectInText(part, place.name ?? "", context.kind))
	);
}

/** The same, without the pairs, headers and commands of a text, which `findSecrets` reads. */
export function detectAlone(value: string, context: Context): Detection | null {
	return detectInParts(value, context, detect);
}

/** Asks a value, or the first and the last part of a longer one; the name is that of its beginning. */
function detectInParts(
	value: string,
	context: Context,
	ask: (part: string, context: Context) => Detection | null,
): Detection | null {
	if (value.length <= LONGEST) {
		return ask(value, context);
	}
	const half = LONGEST / 2;
	const first = ask(value.slice(0, half), context);
	if (first !== null) {
		return first;
	}
	const from = value.length - half;
	const last = ask(value.slice(from), { kind: context.kind });
	return last === null ? null : { ...last, start: last.start + from, end: last.end + from };
}

function detect(value: string, context: Context, depth = 0): Detection | null {
	const text = value.trim();
	if (text.length < SHORTEST_SECRET) {
		return null;
	}
	const offset = value.indexOf(text);
	const nameClass = context.name === undefined ? "none" : classOfName(context.name);
	const found =
		text.length < 8
			? null
			: (detectToken(text, context, nameClass) ?? detectStructure(text, context, nameClass, depth));
	const detection = found ?? detectNamed(text, context, nameClass) ?? detectUserPassword(text, context);
	return detection === null ? null : { ...detection, start: detection.start + offset, end: detection.end + offset };
}

/** `Authorization: "Basic " + btoa("user:password")`: the password under the name of what lets in. */
function detectUserPassword(text: string, { name = "", kind }: Context): Detection | null {
	const start = REGEXES.authName.test(name) ? passwordBehindUser(text) : null;
	const detection = start === null ? null : detectNamed(text.slice(start), { name: "password", kind }, "password");
	return start === null || detection === null
		? null
		: { ...detection, start: detection.start + start, end: detection.end + start };
}

/** Pairs, headers and commands in a text: `--password=…`, `curl -H "Authorization: …"`, the lines of a file. */
function detectInText(text: string, name: string, kind: Context["kind"]): Detection | null {
	if (
		text.length < SHORTEST_TEXT ||
		classOfName(name) === "pointer" ||
		!REGEXES.mayHoldText.test(text) ||
		isSoleWord(text) ||
		isSignedUrl(text)
	) {
		return null;
	}
	const [found] = secretsInText(text, {
		judge: detect,
		kind: kind === "source" ? "literal" : null,
		isKnown: true,
	}).filter(({ detection }) => detection.confidence !== "low");
	return found === undefined ? null : { ...found.detection, start: found.start, end: found.end };
}

/** `-p kubon4711`; in a shorter text stands no secret beside its name. */
const SHORTEST_TEXT = 12;

const EXAMPLE_LABEL = "AWS's published example key";

function detectToken(text: string, context: Context, nameClass: NameClass): Detection | null {
	for (const token of findTokens(text)) {
		const { id, label, confidence, start, end, body } = token;
		const redacted = redact(text.slice(start, end), { provider: token.isPrefixed });
		if (id.startsWith("aws-") && REGEXES.exampleKey.test(body)) {
			// In an environment it stands for a key that will be there, whatever its variable is called.
			if (context.kind === "environment" || (context.kind === "template" && isSecretClass(nameClass))) {
				return { id, label: EXAMPLE_LABEL, confidence: "low", redacted, start, end };
			}
			continue;
		}
		if (id.startsWith("aws-") && isSignedUrl(text)) {
			continue;
		}
		if (isStandIn(token, text) || (confidence !== "certain" && isReadable(token))) {
			continue;
		}
		// An AWS key id is base32: 0, 1, 8 and 9 do not occur, so such a one was made up, maybe by a careful author.
		const isMadeUp =
			confidence === "high" &&
			(randomness(body) === REGULAR ||
				(body.length === 16 && id.startsWith("aws-") && REGEXES.noBase32.test(body)));
		return { id, label, confidence: isMadeUp ? "medium" : confidence, redacted, start, end };
	}
	if (context.kind === "environment" && REGEXES.exampleSecret.test(text)) {
		return generic(text, "low", EXAMPLE_LABEL, "aws-secret-access-key");
	}
	return null;
}

/** `https://…?AWSAccessKeyId=…&Signature=…`: it says who signed it, which is no secret, and lets in for some days. */
function isSignedUrl(text: string): boolean {
	return REGEXES.signed.test(text) && REGEXES.signer.test(text) && !REGEXES.space.test(text);
}

/** What reads like words was named so: `s.getDerivedStateFromProps`, `key-for-the-customer-of-the-month`. */
function isReadable({ body, isPlain, start, end }: Token): boolean {
	if (isIdentifier(body) && !REGEXES.digit.test(body)) {
		return true; // `AIK_NAME_OF_A_TABLE`
	}
	if (end - start - body.length > 10) {
		return false; // Nobody writes that much of a vendor's format by chance.
	}
	const makeup = makeupOf(body);
	const score = randomness(body, makeup);
	return (
		score !== REGULAR &&
		score < (isPlain ? 0.35 : -0.2) &&
		makeup.digits * 2 < body.length &&
		randomnessOfPart(body) < 0.35
	);
}

/** Elided, or what an author of an example typed. The keys of AWS are judged below: theirs are told in a certain way. */
function isStandIn({ id, body, start }: Token, text: string): boolean {
	return (
		isElided(body) ||
		isFake(body) ||
		(!id.startsWith("aws-") && isCounted(body)) ||
		text.startsWith(COUNTED_ID, start) // `1234567890:AA…`: the bot of every example
	);
}

const COUNTED_ID = "123456789";

function isElided(body: string): boolean {
	return (
		REGEXES.elided.test(body) ||
		(body.length >= 12 && makeupOf(body).distinct < 5) ||
		(body.length <= LONGEST_FAKE && (REGEXES.hex.test(body) ? REGEXES.longRun : REGEXES.run).test(body))
	);
}

/** In a longer body such a word comes up by chance. */
const LONGEST_FAKE = 64;

function isFake(body: string): boolean {
	return body.length <= LONGEST_FAKE && REGEXES.fakeKey.test(body);
}

function isSecretClass(nameClass: NameClass): boolean {
	return nameClass === "secret" || nameClass === "password";
}

function detectStructure(text: string, context: Context, nameClass: NameClass, depth: number): Detection | null {
	const inSource = context.kind === "source";
	const structure = findStructure(text, context);
	if (structure !== null) {
		if (structure.id === "jwt-sample" && (inSource || !isSecretClass(nameClass))) {
			return null;
		}
		return finish(text, structure);
	}
	if (inSource && depth < 2 && isBase64(text)) {
		return detectEncoded(text, depth);
	}
	const first = text.charCodeAt(0);
	if ((first === 123 || first === 91) && depth < DEEPEST && text.length <= LONGEST_JSON) {
		return detectInJson(text, context, depth);
	}
	return detectPair(text, context, depth);
}

function findStructure(text: string, { name = "", kind }: Context): Structure | null {
	const isAuth = REGEXES.authName.test(name);
	if (!isAuth && !mayBeStructure(text)) {
		return null;
	}
	const inSource = kind === "source";
	return (
		findPrivateKey(text, inSource) ??
		findJwt(text) ??
		findUriPassword(text, inSource) ??
		findOraclePassword(text, inSource) ??
		findSignature(text) ??
		findHeader(text) ??
		(isAuth ? findBasic(text) : null)
	);
}

/** Base64 of a length that something readable may have. */
function isBase64(text: string): boolean {
	return (
		text.length >= 24 &&
		text.length <= LONGEST_JSON &&
		text.length % 4 === 0 &&
		REGEXES.base64.test(text) &&
		!REGEXES.hex.test(text)
	);
}

/** What somebody has put in base64, as Kubernetes wants it: a vendor's token, a URL, a configuration. */
function detectEncoded(text: string, depth: number): Detection | null {
	const decoded = decode(text) ?? "";
	const inner = REGEXES.printable.test(decoded) ? detect(decoded, { kind: "source" }, depth + 1) : null;
	return inner === null ? null : { ...inner, redacted: redact(text), start: 0, end: text.length };
}

function finish(text: string, structure: Structure): Detection {
	const { id, label, confidence, start, end } = structure;
	return { id, label, confidence, redacted: redact(text.slice(start, end)), start, end };
}

/** JSON in a string: a service account's file, a secret's whole content. */
function detectInJson(text: string, context: Context, depth: number): Detection | null {
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		return null; // `{{resolve:…}}`, `[a-z]+` and the like are no JSON.
	}
	const stack: { readonly name: string | undefined; readonly value: unknown }[] = [
		{ name: context.name, value: parsed },
	];
	for (let steps = 0; steps < 2000; steps++) {
		const next = stack.pop();
		if (next === undefined) {
			return null;
		}
		const { name, value } = next;
		if (typeof value === "string") {
			const detection = detect(
				value,
				name === undefined ? { kind: context.kind } : { name, kind: context.kind },
				depth + 1,
			);
			if (detection !== null) {
				// The span of the spelt value; the whole where it is spelt in another way.
				const spelt = JSON.stringify(value).slice(1, -1);
				const at = text.indexOf(spelt);
				return { ...detection, start: Math.max(at, 0), end: at === -1 ? text.length : at + spelt.length };
			}
		} else if (Array.isArray(value)) {
			pushAll(stack, value.map((item: unknown) => ({ name, value: item })).reverse());
		} else if (typeof value === "object" && value !== null) {
			pushAll(
				stack,
				Object.entries(value)
					.map(([key, item]: [string, unknown]) => ({
						name: key === "default" && name !== undefined ? name : key,
						value: item,
					}))
					.reverse(),
			);
		}
	}
	return null;
}

/** `Server=db;User=app;Password=…`, `https://host/?sig=…`, `jdbc:mysql://host/db?user=u&password=…`. */
function detectPair(text: string, context: Context, depth: number): Detection | null {
	const inSource = context.kind === "source";
	if (isSignedUrl(text)) {
		return null;
	}
	if (depth >= DEEPEST || (!inSource && !text.includes(";") && !text.includes("?") && !text.includes("&"))) {
		return null;
	}
	for (const pair of pairsOf(text)) {
		const isNamed = REGEXES.pairName.test(pair.name) || (inSource && isSecretClass(classOfName(pair.name)));
		const isEncoded = inSource && pair.value.includes("%");
		if (!isNamed && !isEncoded) {
			continue;
		}
		const name = pair.name.toLowerCase() === "sig" ? "signature" : pair.name;
		const value = isEncoded ? decodePercent(pair.value) : pair.value;
		const place: Context = isNamed ? { name, kind: context.kind } : { kind: context.kind };
		const detection = isEncoded ? detect(value, place, depth + 1) : detectNamed(value, place, classOfName(name));
		if (detection !== null && detection.confidence !== "low") {
			return { ...detection, start: pair.start, end: pair.end };
		}
	}
	return null;
}
