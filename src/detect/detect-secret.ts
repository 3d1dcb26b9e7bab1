import type { Context, Detection } from "./detection.ts";
import { classOfName, isAboutSomething, isPointerWord, wordsOf, type NameClass } from "./name-kind.ts";
import { findTokens } from "./providers.ts";
import { makeupOf, randomness, isWordy, type Makeup } from "./randomness.ts";
import { redact } from "./redact.ts";
import { REGEXES } from "./regexes.ts";
import { findHeader, findJwt, findPrefixed, findPrivateKey, findUriPassword, pairsOf, type Structure } from "./structures.ts";
import { isCamelCase, isDotted, isEveryday, isPath, isPlaceholder, isReference, isSlug } from "./veto.ts";

/** Of a longer value only the first and the last half of this many characters are examined. */
const LONGEST = 65_536;
const LONGEST_JSON = 20_480;
const LONGEST_NAMED = 4096;
const DEEPEST = 6;

/**
 * Says whether a literal value is a credential, from its form alone where the form says so (a vendor's token, a private
 * key, a password in a URL), else from what its name promises and how random it is. Pure, and linear in the value's length.
 *
 * Null for pointers (`arn:…`, `/prod/db/password`, `{{resolve:…}}`), placeholders (`changeme`, `<password>`), ciphertext and
 * values of everyday kinds. Source of the order and of the thresholds: measured on labelled code, see the project's
 * decision records.
 */
export function detectSecret(value: string, context: Context): Detection | null {
	if (value.length <= LONGEST) {
		return detect(value, context, 0);
	}
	const half = LONGEST / 2;
	const first = detect(value.slice(0, half), context, 0);
	if (first !== null) {
		return first;
	}
	const from = value.length - half;
	const last = detect(value.slice(from), { kind: context.kind }, 0);
	return last === null ? null : { ...last, start: last.start + from, end: last.end + from };
}

function detect(value: string, context: Context, depth: number): Detection | null {
	const text = value.trim();
	if (text.length < 4) {
		return null;
	}
	const offset = text.length === value.length ? 0 : value.indexOf(text);
	const nameClass = context.name === undefined ? "none" : classOfName(context.name);
	const found = text.length < 8 ? null : (detectToken(text, context, nameClass) ?? detectStructure(text, context, nameClass, depth));
	const detection = found ?? detectNamed(text, context, nameClass);
	return detection === null || offset === 0 ? detection : { ...detection, start: detection.start + offset, end: detection.end + offset };
}

const EXAMPLE_LABEL = "AWS's published example key";

function detectToken(text: string, context: Context, nameClass: NameClass): Detection | null {
	for (const token of findTokens(text)) {
		const { id, label, confidence, start, end, body } = token;
		const redacted = redact(text.slice(start, end), { provider: true });
		if (id.startsWith("aws-") && REGEXES.exampleKey.test(body)) {
			// In an environment it stands for a key that will be there, whatever its variable is called.
			if (context.kind === "environment" || (context.kind === "template" && isSecretClass(nameClass))) {
				return { id, label: EXAMPLE_LABEL, confidence: "low", redacted, start, end };
			}
			continue;
		}
		if (isElided(body)) {
			continue;
		}
		// An AWS key id is base32: 0, 1, 8 and 9 do not occur, so such a one was made up, maybe by a careful author.
		const isMadeUp = confidence === "high" && (randomness(body) === -2 || (body.length === 16 && id.startsWith("aws-") && hasNoBase32(body)));
		return { id, label, confidence: isMadeUp ? "medium" : confidence, redacted, start, end };
	}
	if (context.kind === "environment" && REGEXES.exampleSecret.test(text)) {
		return generic(text, "low", EXAMPLE_LABEL, "aws-secret-access-key");
	}
	return null;
}

function isElided(body: string): boolean {
	return REGEXES.elided.test(body) || (body.length >= 12 && makeupOf(body).distinct < 5);
}

function hasNoBase32(body: string): boolean {
	return body.includes("0") || body.includes("1") || body.includes("8") || body.includes("9");
}

function isSecretClass(nameClass: NameClass): boolean {
	return nameClass === "secret" || nameClass === "password";
}

function detectStructure(text: string, context: Context, nameClass: NameClass, depth: number): Detection | null {
	const inSource = context.kind === "source";
	const structure = findPrivateKey(text, inSource) ?? findJwt(text) ?? (text.includes("://") ? findUriPassword(text, inSource) : null) ?? findHeader(text);
	if (structure !== null) {
		if (structure.id === "jwt-sample" && (inSource || !isSecretClass(nameClass))) {
			return null;
		}
		return finish(text, structure);
	}
	const first = text.charCodeAt(0);
	if ((first === 123 || first === 91) && depth < DEEPEST && text.length <= LONGEST_JSON) {
		return detectInJson(text, context, depth);
	}
	return text.includes("=") ? (detectPair(text, context, depth) ?? (text.includes("\n") ? detectAssignment(text, context, depth) : null)) : null;
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
	const stack: { readonly name: string | undefined; readonly value: unknown }[] = [{ name: context.name, value: parsed }];
	for (let steps = 0; stack.length > 0 && steps < 2000; steps++) {
		const { name, value } = stack.pop() ?? { name: undefined, value: null };
		if (typeof value === "string") {
			const detection = detect(value, name === undefined ? { kind: context.kind } : { name, kind: context.kind }, depth + 1);
			if (detection !== null) {
				// The span of the spelt value; the whole where it is spelt in another way.
				const spelt = JSON.stringify(value).slice(1, -1);
				const at = text.indexOf(spelt);
				return { ...detection, start: Math.max(at, 0), end: at < 0 ? text.length : at + spelt.length };
			}
		} else if (Array.isArray(value)) {
			stack.push(...value.map((item: unknown) => ({ name, value: item })).reverse());
		} else if (typeof value === "object" && value !== null) {
			stack.push(...Object.entries(value).map(([key, item]: [string, unknown]) => ({ name: key === "default" && name !== undefined ? name : key, value: item })).reverse());
		}
	}
	return null;
}

/** `Server=db;User=app;Password=…`, `https://host/?sig=…`, `jdbc:mysql://host/db?user=u&password=…`. */
function detectPair(text: string, context: Context, depth: number): Detection | null {
	if (!text.includes(";") && !text.includes("?") && !text.includes("&")) {
		return null;
	}
	for (const pair of pairsOf(text)) {
		if (!REGEXES.pairName.test(pair.name) || depth >= DEEPEST) {
			continue;
		}
		const name = pair.name.toLowerCase() === "sig" ? "signature" : pair.name;
		const detection = detectNamed(pair.value, { name, kind: context.kind }, classOfName(name));
		if (detection !== null && detection.confidence !== "low") {
			return { ...detection, start: pair.start, end: pair.end };
		}
	}
	return null;
}

/** `export DB_PASSWORD=…` in a script: a user data block, a build's commands. */
function detectAssignment(text: string, context: Context, depth: number): Detection | null {
	if (depth >= DEEPEST) {
		return null;
	}
	for (let from = 0; from < text.length; ) {
		const newline = text.indexOf("\n", from);
		const end = newline < 0 ? text.length : newline;
		const equals = text.indexOf("=", from);
		if (equals < 0) {
			return null;
		}
		if (equals < end && equals - from < 200) {
			const name = text.slice(from, equals).trim().split(" ").pop() ?? "";
			const raw = text.slice(equals + 1, end);
			const quote = raw[0] === '"' || raw[0] === "'" ? raw[0] : "";
			const close = quote === "" ? raw.search(REGEXES.space) : raw.indexOf(quote, 1);
			const start = equals + 1 + quote.length;
			const value = raw.slice(quote.length, close < 0 ? raw.length : close);
			if (name !== "" && isSecretClass(classOfName(name)) && value.length >= 6) {
				const detection = detectNamed(value, { name, kind: "source" }, classOfName(name));
				if (detection !== null && detection.confidence !== "low") {
					return { ...detection, start, end: start + value.length };
				}
			}
		}
		from = end + 1;
	}
	return null;
}

/** Asks the name what the value should look like, and the value whether it does. */
function detectNamed(text: string, context: Context, nameClass: NameClass): Detection | null {
	const name = context.name ?? "";
	if (text.length > LONGEST_NAMED || text.length < 4 || nameClass === "pointer") {
		return null;
	}
	if (nameClass === "none") {
		const token = text.length >= 24 && text.length <= 160 && !isAboutSomething(name) ? findPrefixed(text) : null;
		return token === null ? null : finish(text, token);
	}
	const makeup = makeupOf(text);
	if (isNever(text, nameClass, makeup)) {
		return null;
	}
	switch (nameClass) {
		case "password":
			return judgePassword(text, makeup, context);
		case "secret":
			return judgeSecret(text, makeup, context);
		case "weak":
			return text.length >= 20 && makeup.digits > 0 && !isOrdinary(text) && !REGEXES.uuid.test(text) && randomness(text, makeup) > 0.8 ? generic(text, "medium", "a secret") : null;
		case "near":
			return text.length >= 16 && makeup.digits > 0 && !isOrdinary(text) && !REGEXES.uuid.test(text) && randomness(text, makeup) > 0.9 ? generic(text, "medium", "a secret") : null;
		default:
			return nameClass satisfies never;
	}
}

function generic(text: string, confidence: Detection["confidence"], label: string, id = "generic"): Detection {
	return { id, label, confidence, redacted: redact(text), start: 0, end: text.length };
}

/** True for what is no credential under any name. */
function isNever(text: string, nameClass: NameClass, makeup: Makeup): boolean {
	if (makeup.others === text.length || REGEXES.space.test(text) || isReference(text)) {
		return true;
	}
	if (!isPlaceholder(text)) {
		return false;
	}
	// `ChangeMe123!` is a password that works and that nobody will change.
	return nameClass !== "password" || makeup.kinds < 4;
}

/** Reads as a name, or is of an everyday kind. */
function isOrdinary(text: string): boolean {
	return isSlug(text, 1) || isEveryday(text) || isCamelCase(text) || isPath(text);
}

function judgePassword(text: string, makeup: Makeup, context: Context): Detection | null {
	const { length, kinds, digits } = makeup;
	const inSource = context.kind === "source";
	const label = "a password";
	if (REGEXES.exampleKey.test(text) && inSource) {
		return null;
	}
	if (digits === length) {
		return length >= 5 && length <= 12 && !inSource ? generic(text, "low", label, "weak-password") : null;
	}
	if (REGEXES.resourceId.test(text) || isDotted(text) || (REGEXES.code.test(text) && (inSource || REGEXES.word.test(text.replaceAll(".", ""))))) {
		return null;
	}
	const score = randomness(text, makeup);
	if (length >= 12 && score > threshold(length) && !isSlug(text, 1)) {
		return generic(text, "high", label, "password");
	}
	if (isSlug(text, 2)) {
		// `prod-db-password` in an environment names a secret; a property that takes a password takes it for one.
		return !inSource && !isPointing(text) && (context.kind === "template" || readsAsTyped(text)) ? generic(text, "low", label, "weak-password") : null;
	}
	if (isCamelCase(text)) {
		return context.kind === "template" && !isPointing(text) ? generic(text, "low", label, "weak-password") : null;
	}
	if (kinds >= 3 || (kinds >= 2 && digits > 0 && length >= 6)) {
		return length >= 6 ? generic(text, isPlaceholder(text) ? "low" : "medium", label, "password") : inSource ? null : generic(text, "low", label, "weak-password");
	}
	if (REGEXES.word.test(text) && length >= 10 && !isWordy(text)) {
		return generic(text, "high", label, "password");
	}
	return inSource || isEcho(text, context) ? null : generic(text, "low", label, "weak-password");
}

/** `PASSWORD: password`: the key of a map, an enumeration. A property of a resource takes it for a password. */
function isEcho(text: string, context: Context): boolean {
	return context.kind === "environment" ? text.toLowerCase() === context.name?.toLowerCase() : text === context.name && text !== text.toLowerCase();
}

const TYPED = new Set("my super top very secret password pass passwd pw pwd strong secure key token jwt this is a the not so safe keep".split(" "));

/** `my-secret-pw`, `super-secret-key`: what a person types for want of a better one. Nobody names a stored secret so. */
function readsAsTyped(text: string): boolean {
	const words = wordsOf(text);
	return words.every((word) => TYPED.has(word)) && words.some((word) => word === "super" || word === "top" || word === "very" || word === "strong" || word === "pw" || word === "pwd");
}

/** `prod-db-secret-name`, `DbSecretArn`: the last word says that the value is a name. */
function isPointing(text: string): boolean {
	return isPointerWord(wordsOf(text).at(-1) ?? "");
}

/** Found by drawing: 99 of 100 random strings of the length score more, 99 of 100 identifiers less (slugs apart). */
function threshold(length: number): number {
	if (length >= 20) {
		return 0.5;
	}
	return length >= 14 ? 0.55 : 0.8;
}

const SIGNING = new Set("jwt session cookie signing sign hmac webhook encryption encrypt private app master aes api client shared auth".split(" "));

function judgeSecret(text: string, makeup: Makeup, context: Context): Detection | null {
	const words = wordsOf(context.name ?? "");
	const inSource = context.kind === "source";
	const { length, digits, kinds } = makeup;
	if (words.at(-1) === "id") {
		return null; // AWS_ACCESS_KEY_ID: only a key id will do, and its form has been asked for.
	}
	if (words.includes("secret") && (words.includes("access") || words.includes("aws") || words.includes("key")) && REGEXES.awsSecretKey.test(text) && !isPath(text)) {
		const isExample = REGEXES.exampleKey.test(text);
		if (isExample && inSource) {
			return null;
		}
		if (isExample) {
			return generic(text, "low", EXAMPLE_LABEL, "aws-secret-access-key");
		}
		const isAws = words.includes("aws") || words.includes("access");
		const isRandom = randomness(text, makeup) > 0.5;
		if (isAws && (isRandom || kinds > 1)) {
			return generic(text, isRandom ? "high" : "medium", "an AWS secret access key", "aws-secret-access-key");
		}
	}
	if (REGEXES.exampleKey.test(text) && inSource) {
		return null;
	}
	if (digits === length || isEveryday(text) || isPath(text)) {
		return null;
	}
	if (isSlug(text, 2)) {
		// `prod-db-secret` is the name of one; `super-secret-key` is one, and so is `auth-token-2024` where a property takes a token.
		const isTyped = words.some((word) => SIGNING.has(word)) && readsAsTyped(text);
		return !inSource && length >= 8 && !isPointing(text) && (isTyped || (context.kind === "template" && digits > 0)) ? generic(text, "low", "a secret", "weak-secret") : null;
	}
	if (REGEXES.uuid.test(text)) {
		return words.includes("kms") || words.includes("encryption") || words.includes("master") ? null : generic(text, "medium", "a secret");
	}
	const score = randomness(text, makeup);
	if (length >= 10 && score > threshold(length) && (digits > 0 || length >= 16) && !isSlug(text, 1) && !isCamelCase(text)) {
		return generic(text, "high", "a secret");
	}
	if (inSource) {
		return null;
	}
	if (kinds >= 3 && digits > 0 && length >= 8 && makeup.others > 0) {
		return generic(text, "medium", "a secret");
	}
	if (length >= 8 && digits > 0 && length > digits + makeup.others && !isPointing(text)) {
		return generic(text, "low", "a secret", "weak-secret");
	}
	// JWT_SECRET: supersecret. A word under a bare SECRET or TOKEN may be the name of one.
	return length >= 8 && REGEXES.word.test(text) && !isCamelCase(text) && text === text.toLowerCase() && (words.at(-1) === "key" || words.some((word) => SIGNING.has(word))) && readsAsSecret(text)
		? generic(text, "low", "a secret", "weak-secret")
		: null;
}

function readsAsSecret(text: string): boolean {
	return text.includes("secret") || text.includes("pass") || text.includes("key") || text.includes("token");
}
