import fc from "fast-check";
import { expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { PROVIDERS } from "./formats/provider-table.ts";
import { generic } from "./generic-detection.ts";
import { isSoleWord, mayBeStructure, possibleIn } from "./plain-texts.ts";
import { CHARACTERS, findTokens, mayHaveTokens, partsOf } from "./providers.ts";
import { redactName } from "./redact.ts";
import { REGEXES } from "./regexes.ts";
import {
	findHeader,
	findJwt,
	findOraclePassword,
	findPrivateKey,
	findSignature,
	findUriPassword,
} from "./structures.ts";
import { secretsInText } from "./text-secrets.ts";

/** What the detectors look for, in parts, and what stands between. */
const PARTS =
	"password passwd PWD: pwd secret token key sqlplus 7z -p -P -u mysql curl net user kinit machine login default authorization Authorization bearer basic chpasswd openssl pass: put-parameter SecureString --value IDENTIFIED BY PASSWORD requirepass masterauth eyJ jdbc:oracle:thin: sig= LS0tLS1CRUdJTi app db 5432 17 * . / : - _ $ { } ${x} arn:aws: a Zq7xW".split(
		" ",
	);
const SIGNS = [
	" ",
	"=",
	"<",
	">",
	"</",
	'"',
	"'",
	"@",
	"://",
	"%20",
	"\n",
	",",
	";",
	"|",
	"?",
	"&",
	"-----BEGIN ",
	"KEY-----",
];
const text = (parts: readonly string[], maxLength = 10): fc.Arbitrary<string> =>
	fc.array(fc.constantFrom(...parts), { maxLength }).map((some) => some.join(""));

/** Takes whatever is asked for a secret, so that each place that is looked at shows. */
const asked = (of: string, kind: "code" | "literal" | null) =>
	secretsInText(of, { judge: (value) => generic(value, "high", "a secret"), kind, isKnown: true });

test("in a word alone no place for a secret is found", () => {
	fc.assert(
		fc.property(text(PARTS), (word) => {
			fc.pre(isSoleWord(word));
			expect([...asked(word, null), ...asked(word, "literal")]).toEqual([]);
		}),
		{ numRuns: 2000 },
	);
});

test("what has no form of a structure is none", () => {
	fc.assert(
		fc.property(text([...PARTS, ...SIGNS, "Bearer ", "AWS ", "Token "]), fc.boolean(), (value, inSource) => {
			fc.pre(!mayBeStructure(value));
			expect(
				findPrivateKey(value, inSource) ??
					findJwt(value) ??
					findUriPassword(value, inSource) ??
					findOraclePassword(value, inSource) ??
					findSignature(value) ??
					findHeader(value),
			).toBeNull();
		}),
		{ numRuns: 2000 },
	);
});

test.each([
	["commands", "curl -u app:secret0 example.org", "-u app:value0"],
	["statements", "CREATE USER a IDENTIFIED BY 'secret0'", "CREATE USER a 'secret0'"],
	["elements", "<password>secret0</password>", "<password>secret0<password>"],
	["logins", "machine a login b password secret0", "machine a login b secret0"],
	["logins", "db:5432:orders:app:secret0", "db:orders:app:secret0"],
	["headers", `-H 'Proxy-Authorization: Bearer ${fakeSecret("token")}'`, "-H 'Bearer secret0'"],
] as const)("%s are looked for where a text may have them", (kind, yes, no) => {
	expect(possibleIn(yes)[kind]).toBe(true);
	expect(possibleIn(`a\nb\n${yes}\nc`)[kind]).toBe(true);
	expect(possibleIn(no)[kind]).toBe(false);
	expect(asked(yes, null).length).toBeGreaterThan(0);
});

test.each(PROVIDERS.map(({ format }) => format))("a token of %s is long enough to be looked for", (format) => {
	const drawn = partsOf(format).map((part) =>
		typeof part === "string"
			? fc.constant(part)
			: fc.string({
					unit: fc.constantFrom(...CHARACTERS[part.alphabet]),
					minLength: part.min,
					maxLength: part.max,
				}),
	);
	fc.assert(
		fc.property(
			text([...PARTS, ...SIGNS], 3),
			fc.tuple(...drawn),
			text([...PARTS, ...SIGNS], 3),
			(before, token, after) => {
				const whole = `${before}${token.join("")}${after}`;
				expect(mayHaveTokens(whole)).toBe(true);
				expect(REGEXES.mayBeRedacted.test(whole)).toBe(true);
			},
		),
		{ numRuns: 20 },
	);
});

test("what is no run of a token, a URL, a key or a JSON Web Token is no name to be masked", () => {
	const name = text([...PARTS, ...SIGNS, fakeSecret("aws-access-key-id"), "eyJhbGciOi", "A".repeat(19), "é"]);
	fc.assert(
		fc.property(name, (value) => {
			fc.pre(!REGEXES.mayBeRedacted.test(value));
			expect(findTokens(value)).toEqual([]);
			// With what has no secret behind it, the same text takes the long way.
			const mark = " ----- ";
			expect(redactName(`${value}${mark}`)).toBe(`${value}${mark}`);
		}),
		{ numRuns: 2000 },
	);
});
