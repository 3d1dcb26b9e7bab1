import fc from "fast-check";
import { expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { generic } from "./generic-detection.ts";
import { isSoleWord, mayBeStructure, possibleIn } from "./plain-texts.ts";
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
