import { classOfName, isAboutWord, splitName } from "./name-kind.ts";
import { behindAnyPrefix } from "./providers.ts";
import { isWordy } from "./randomness.ts";
import { REGEXES } from "./regexes.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** One of these makes a placeholder of a value whose other words are in {@link FILLERS}. */
const PLACEHOLDERS = set(
	"mock fake stub changeme changeit changethis changemenow replace replaced replaceme placeholder example examples todo tbd fixme your yours insert inserted enter fill redacted hidden masked removed omitted dummy sample xxx xxxx xxxxx foo bar baz foobar here goes unknown notset notused unused ignored ignore override overridden overwritten overwriteme provided supplied specified specify defined determined configured assigned decided announced",
);
/** What a test hands in to be refused, where the text reads: `wrong-secret-12345`. `BadPassword1` lets in somebody. */
const REFUSED = set("wrong bad invalid incorrect nonexistent bogus");
const SEPARATORS = ["-", "_", " "];
const FILLERS = set(
	"a an the me my it this that with to be in of for from by is are not set use used please some value string text real actual own new old temp test here goes change password passwd pwd pass passphrase secret secrets key keys token tokens api apikey access auth client user username db database master admin root app id name aws account private public service oauth jwt signing stripe github slack before after deploy deployment deploying now via console manually later runtime should will must strong secure secured random at production prod dev staging",
);

/**
 * True for what stands where a person was meant to write a value: `changeme`, `<password>`, `YOUR_API_KEY`, `xxxx`, and
 * for what says of itself that it is refused: `wrong-secret`.
 */
export function isPlaceholder(value: string): boolean {
	return isUnfilled(
		value,
		SEPARATORS.some((one) => value.includes(one)),
	);
}

/**
 * The same without what says that it is refused.
 *
 * @param mayRefuse true to take that for a placeholder as well
 */
export function isUnfilled(value: string, mayRefuse = false): boolean {
	if (REGEXES.hole.test(value)) {
		return true;
	}
	if (value.length > 80) {
		return false;
	}
	if (REGEXES.madeUp.test(value) || REGEXES.labeled.test(value) || isStandIn(value)) {
		return true;
	}
	const words = splitName(value).map(withoutDigits);
	let found =
		(words.includes("change") &&
			words.some(
				(word) => word === "me" || word === "this" || word === "it" || word === "please" || word === "in",
			)) ||
		(words.includes("set") && words.some((word) => word === "me" || word === "this")) ||
		(words.includes("not") && words.includes("real"));
	for (const word of words) {
		if (PLACEHOLDERS.has(word) || (mayRefuse && REFUSED.has(word))) {
			found = true;
		} else if (word !== "" && !FILLERS.has(word) && !isOneLetter(word)) {
			return false;
		}
	}
	return words.length === 0 || found;
}

/** `sk_test_123`, `whsec_abc123`, `ghp_test`: a vendor's prefix, and behind it words and counting. */
function isStandIn(value: string): boolean {
	const rest = behindAnyPrefix(value) ?? "";
	return rest !== "" && splitName(rest).every(isFilledIn);
}

function isFilledIn(part: string): boolean {
	const word = withoutDigits(part);
	const digits = part.slice(word.length);
	return (
		(ALPHABET.startsWith(word) || FILLERS.has(word) || PLACEHOLDERS.has(word) || isOneLetter(word)) &&
		(COUNTING.startsWith(digits) || isOneLetter(digits))
	);
}

/**
 * True for a body that counts or spells the alphabet, from end to end: `abcdefghij1234567890`, `1234567890abcdef`. A
 * vendor draws none such.
 */
export function isCounted(body: string): boolean {
	return (
		body.length >= SHORTEST_COUNTED &&
		splitName(body).join("") === body.toLowerCase() &&
		splitName(body).every(isRun)
	);
}

function isRun(part: string): boolean {
	const word = withoutDigits(part);
	const digits = part.slice(word.length);
	return ALPHABET.startsWith(word) && (COUNTING.startsWith(digits) || FROM_ZERO.startsWith(digits));
}

/** Two short runs come up by chance: `a1`. */
const SHORTEST_COUNTED = 12;
const FROM_ZERO = "0123456789";
const ALPHABET = "abcdefghijklmnopqrstuvwxyz";
const COUNTING = "1234567890";

/** True where one of the words of a text says what kind of value it is, or stands for one: `db`, `password`, `example`. */
export function hasFiller(value: string): boolean {
	return splitName(value).some((word) => FILLERS.has(word) || PLACEHOLDERS.has(word) || isAboutWord(word));
}

function isOneLetter(word: string): boolean {
	for (let i = 1; i < word.length; i++) {
		if (word[i] !== word[0]) {
			return false;
		}
	}
	return word.length > 2;
}

function withoutDigits(word: string): string {
	let end = word.length;
	while (end > 0 && word.charCodeAt(end - 1) >= 48 && word.charCodeAt(end - 1) <= 57) {
		end--;
	}
	return word.slice(0, end);
}

/**
 * True for what leads to a value or was made public on purpose: ARNs, dynamic references, KMS ciphertext, digests,
 * URLs.
 */
export function isReference(value: string): boolean {
	return (
		value.includes("${") ||
		value.includes("{{") ||
		value.includes("}}") ||
		REGEXES.pointer.test(value) ||
		REGEXES.publicData.test(value) ||
		REGEXES.sampleToken.test(value) ||
		REGEXES.url.test(value) ||
		REGEXES.keyword.test(value) ||
		isPath(value)
	);
}

/** True for values of everyday kinds: numbers, ids of resources, hosts, files, e-mail addresses, code. */
export function isEveryday(value: string): boolean {
	return (
		REGEXES.number.test(value) ||
		REGEXES.resourceId.test(value) ||
		REGEXES.email.test(value) ||
		isDotted(value) ||
		isListOfNames(value) ||
		REGEXES.code.test(value) ||
		isMemberPath(value)
	);
}

const ENDINGS = set(
	"com net org io dev app cloud internal local localhost aws cn uk de eu pem key crt cer p12 pfx jks json yaml yml txt env ini cfg conf zip jar js ts mjs py sh md html htm xml csv gz tar log handler lambda_handler",
);

/** `AWS_ACCESS_KEY_ID,AWS_SECRET_ACCESS_KEY`, `password, secret, token`: names, with a comma between them. */
export function isListOfNames(value: string): boolean {
	const items =
		value.length > LONGEST_LIST || !value.includes(",") ? [] : value.split(",").map((item) => item.trim());
	const isName = items.length > 2 ? isNameOfAnything : isNameOfSecret;
	return items.length > 1 && items.every(isName);
}

function isNameOfAnything(item: string): boolean {
	return isNameOfSecret(item) || isSlug(item, 1) || isCamelCase(item);
}

const LONGEST_LIST = 1024;

/** A file's name or a host's: `key.pem`, `db.acme.internal`. */
export function isDotted(value: string): boolean {
	return ENDINGS.has((REGEXES.dotted.exec(value)?.[1] ?? "").toLowerCase());
}

/** `/prod/db/password`, `./keys/a`, `prod/db`: segments that read. */
export function isPath(value: string): boolean {
	if (!value.includes("/")) {
		return false;
	}
	const isRooted =
		value.startsWith("/") || value.startsWith("./") || value.startsWith("../") || value.startsWith("~/");
	let readable = 0;
	for (const segment of value.split("/")) {
		if (segment === "" || segment === "." || segment === "..") {
			continue;
		}
		if (!isSlug(segment, 1)) {
			return false;
		}
		readable++;
	}
	return readable >= (isRooted ? 1 : 2);
}

/**
 * True for words with marks between them, at least `parts` of them: `db-password`, `PROD_DB_2`, `my.app.token`. Every
 * part is a word, a short number, or a word that ends in up to two digits.
 */
export function isSlug(value: string, parts: number): boolean {
	const found = partsOf(value);
	return found.length >= parts && found.every(isPart);
}

/** What stands between the marks of a name. */
function partsOf(value: string): readonly string[] {
	return value.split(REGEXES.partEnd).filter((part) => part !== "");
}

function isPart(part: string): boolean {
	const match = wordAndDigits(part);
	if (match === null) {
		return part.length <= 4 && splitName(part).length > 0; // `2fa`, `v1b`, `b2b`
	}
	const [word, digits] = match;
	return word === "" ? isShortNumber(digits) : digits.length <= 2 && isWordy(word);
}

/** A word and the number behind it, both maybe empty; null for another part. */
function wordAndDigits(part: string): readonly [word: string, digits: string] | null {
	const match = part.length > 40 ? null : REGEXES.wordAndDigits.exec(part);
	return match === null ? null : [match[1] ?? "", match[2] ?? ""];
}

/** A count or a year, a date, the id of an account. */
function isShortNumber(digits: string): boolean {
	return digits.length <= 4 || digits.length === 8 || digits.length === 12;
}

/** `FooBarBaz`, `userPoolId`: two words or more, told apart by case alone. */
export function isCamelCase(value: string): boolean {
	if (!REGEXES.word.test(value)) {
		return false;
	}
	const words = splitName(value);
	return words.length > 1 && value !== value.toUpperCase() && isWordy(value) && value.length / words.length >= 3;
}

/** `ARGOCD_CLIENT_SECRET`: the name of a variable that has the secret, however little its words read. */
export function isNameOfSecret(value: string): boolean {
	return REGEXES.constant.test(value) && /^(?:secret|password|pointer)$/u.test(classOfName(value));
}

/** `DB_PASSWORD: "db-password"`, `END_TOKEN: "##END##"`: the value spells its name, or what it is the token of. */
export function isEcho(text: string, name: string): boolean {
	const [said, called] = [lettersOf(text), lettersOf(name)];
	return said === called || (said !== "" && called.startsWith(said) && SECRET_ENDS.has(called.slice(said.length)));
}

const SECRET_ENDS: ReadonlySet<string> = new Set(["token", "key", "secret", "password"]);

function lettersOf(text: string): string {
	return text.toLowerCase().replaceAll(REGEXES.marks, "");
}

/** `config.db.password`: members whose names read. */
export function isMemberPath(value: string): boolean {
	return REGEXES.memberPath.test(value) && value.split(".").every((part) => part.length <= 4 || isMember(part));
}

/** A word or several, some with a number behind them; not `k3Jx9Qw2mZ`. */
function isMember(part: string): boolean {
	const digits = part.match(REGEXES.digits) ?? [];
	return isWordy(part) && digits.length <= 2 && digits.join("").length <= 4;
}

/**
 * True for a name that a programmer gives to a thing: words with marks or capitals between them, some of them short,
 * some with a number at their end: `MAILER_SMTP_OAUTH2_SECRET`, `x-amz-security-token`, `getS3ObjectV2`, `user:read`.
 */
export function isIdentifier(value: string): boolean {
	if (value.length > 120) {
		return false;
	}
	const parts = partsOf(value).map(readsAs);
	if (parts.length === 1) {
		return false; // A word alone, or camel case: {@link isCamelCase}.
	}
	const words = parts.filter((reads) => reads === 2).length;
	const isMostlyWords = parts.length > 2 && words * 2 >= parts.length && REGEXES.constant.test(value);
	return words > 0 && (isMostlyWords || !parts.includes(0));
}

/** 2: a word, or words in camel case; 1: a short part, a number; 0: neither. */
function readsAs(part: string): 0 | 1 | 2 {
	const match = wordAndDigits(part);
	if (match === null) {
		return part.length <= 3 ? 1 : 0; // `2fa`, `v1b`, `b2b`
	}
	const [word, digits] = match;
	if (word === "") {
		return isShortNumber(digits) ? 1 : 0;
	}
	if (digits.length > 2) {
		return 0;
	}
	return word.length <= 4 ? (word.length >= 3 && digits === "" && isWordy(word) ? 2 : 1) : isWordy(word) ? 2 : 0;
}
