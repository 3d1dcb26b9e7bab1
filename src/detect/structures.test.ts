import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawFrom, fakeSecret } from "../testing/fake-secret.ts";
import { decode, findHeader, findJwt, findPrefixed, findPrivateKey, findUriPassword, pairsOf } from "./structures.ts";

// Where each structure begins and ends, how much of it there must be, and what is left alone.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const some = drawFrom("structures");
const SECRET = some("bcdfghkmqrtvwxz", 11);
const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

/** Those of all ASCII characters for which something holds. */
function charactersThat(holds: (character: string) => boolean): string {
	return ASCII.filter(holds).join("");
}

describe("a private key in PEM", () => {
	const begin = ["-----BEGIN PRIVATE", "KEY-----"].join(" ");
	const end = ["-----END PRIVATE", "KEY-----"].join(" ");
	/** As many letters, so many of them different. */
	const body = (letters: number, distinct: number): string =>
		Array.from({ length: letters }, (_, index) => LETTERS[index % distinct]).join("");

	test.each([
		[60, 20, "certain"],
		[59, 20, "medium"],
		[60, 19, "medium"],
		[12, 8, "medium"],
		[11, 8, null],
		[12, 7, null],
	])("with %i letters, %i of them different, counts as %s", (letters, distinct, confidence) => {
		const text = `${begin}\n${body(letters, distinct)}\n${end}`;
		expect(findPrivateKey(text, false)?.confidence ?? null).toBe(confidence);
		expect(findPrivateKey(text, true) !== null).toBe(confidence === "certain");
	});

	test("may have its line ends spelt out, which are no letters of it", () => {
		expect(findPrivateKey(`${begin}\\n${body(59, 20)}\\n${end}`, false)?.confidence).toBe("medium");
		expect(findPrivateKey(`${begin}\\n${body(60, 20)}\\n${end}`, false)?.confidence).toBe("certain");
	});

	test.each([
		"Your private key here",
		"INSERT YOUR KEY HERE",
		"replace-with-your-private-key",
		"example private key",
	])("is none where a person is told to put one: %s", (told) => {
		expect(findPrivateKey(`${begin}\n${told}\n${end}`, false)).toBeNull();
		expect(findPrivateKey(`${begin}\\n${told}\\n${end}`, false)).toBeNull();
	});

	test("is less certain where it is elided", () => {
		expect(findPrivateKey(`${begin}\n${body(60, 30)}...\n${end}`, false)?.confidence).toBe("medium");
		expect(findPrivateKey(`${begin}\n${body(60, 30)}...\n${end}`, true)).toBeNull();
	});

	test.each([
		["another text around it", `key: ${begin}\n${body(80, 40)}\n${end}`, " and more"],
		["no end", `key: ${begin}\n${body(80, 40)}`, ""],
	])("spans its labels, with %s", (_what, text, behind) => {
		expect(findPrivateKey(text + behind, true)).toMatchObject({
			id: "pem-private-key",
			start: 5,
			end: text.length,
		});
	});

	test("ends before a label that does not close", () => {
		const text = `${begin}\n${body(80, 40)}\n`;
		const found = (label: number): number | undefined =>
			findPrivateKey(`${text}-----END ${"X".repeat(label)}-----`, true)?.end;
		// `-----END ` is nine characters long.
		expect(found(51)).toBe(text.length + 9 + 51 + 5);
		expect(found(52)).toBe(text.length);
		expect(findPrivateKey(`${text}-----END of it`, true)?.end).toBe(text.length);
	});

	test("is left alone where it needs a pass phrase", () => {
		const encrypted = begin.replace("PRIVATE", "ENCRYPTED PRIVATE");
		expect(findPrivateKey(`${encrypted}\n${body(80, 40)}\n${end}`, false)).toBeNull();
		expect(findPrivateKey(`${begin}\nProc-Type: 4,ENCRYPTED\n\n${body(80, 40)}\n${end}`, false)).toBeNull();
	});
});

/** Joined at run time, so that no scanner takes this file for a leak. */
const lines = (...all: readonly string[]): string => all.join("\n");

describe("a private key of PuTTY", () => {
	const text = lines("PuTTY-User-Key-File-3: ssh-rsa", "Encryption: none", "Private-Lines: 8", "");

	test("is found to the end of the text", () => {
		expect(findPrivateKey(`# ${text}`, true)).toMatchObject({
			id: "putty-private-key",
			confidence: "certain",
			start: 2,
			end: text.length + 2,
		});
		expect(findPrivateKey(text, true)).toMatchObject({ start: 0 });
	});

	test.each(["PuTTY-User-Key-File-", "Private-Lines:", "Encryption: none"])("needs '%s'", (part) => {
		expect(findPrivateKey(text.replace(part, "x"), false)).toBeNull();
	});
});

describe("a private key in base64", () => {
	const encoded = fakeSecret("base64-private-key").replace(/=*$/u, "");

	test("is found, wherever it stands", () => {
		const at = { id: "base64-private-key", confidence: "certain" };
		expect(findPrivateKey(encoded, true)).toMatchObject({ ...at, start: 0, end: encoded.length });
		expect(findPrivateKey(`: ${encoded}`, true)).toMatchObject({ ...at, start: 2, end: encoded.length + 2 });
	});

	test("ends with the characters of base64", () => {
		const ending = charactersThat((one) => findPrivateKey(`${encoded}${one}A`, true)?.end === encoded.length + 2);
		expect(ending).toBe("+/0123456789=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
	});

	test.each(["PUBLIC KEY", ["ENCRYPTED PRIVATE", "KEY"].join(" ")])("is no '%s'", (label) => {
		const other = Buffer.from(`-----BEGIN ${label}-----\n${some(LETTERS, 90)}`).toString("base64");
		expect(findPrivateKey(other, false)).toBeNull();
	});

	test("needs base64 behind its beginning", () => {
		expect(findPrivateKey(`${encoded.slice(0, 20)} ${encoded.slice(20)}`, false)).toBeNull();
	});
});

test("base64 is decoded, what is none is not", () => {
	expect(decode(Buffer.from("a:b").toString("base64"))).toBe("a:b");
	expect(decode("a b")).toBeNull();
});

describe("a JSON Web Token", () => {
	const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
	const token = (body: unknown = { sub: "me" }, head: unknown = { alg: "HS256" }, signature = 16): string =>
		[part(head), part(body), some(LETTERS, signature)].join(".");

	test.each([
		["a header and a payload", token(), "high"],
		["a signature of 15 characters", token({ sub: "me" }, { alg: "HS256" }, 15), null],
		["no algorithm", token({ sub: "me" }, { typ: "JWT" }), null],
		["the algorithm none", token({ sub: "me" }, { alg: "none" }), null],
		["the role that Supabase gives to everybody", token({ role: "anon" }), null],
		["another role", token({ role: "service_role" }), "high"],
		["a payload that is a list", token([1]), null],
		["a payload that is null", token(null), null],
		["a payload that is a number", token(1), null],
		["an end in 2019", token({ exp: 1_577_836_799 }), "low"],
		["an end in 2020", token({ exp: 1_577_836_800 }), "high"],
		["an end that is a text", token({ exp: "1" }), "high"],
	])("with %s", (_what, text, confidence) => {
		expect(findJwt(text)?.confidence ?? null).toBe(confidence);
	});

	test.each([{ sub: "1234567890" }, { name: "John Doe" }])("of every tutorial counts little: %o", (body) => {
		expect(findJwt(token(body))).toMatchObject({ id: "jwt-sample", confidence: "low" });
	});

	test("of two or of four parts is none", () => {
		const whole = token();
		expect(findJwt(whole.slice(0, whole.lastIndexOf(".")))).toBeNull();
		expect(findJwt(`${whole}.${some(LETTERS, 20)}`)).toBeNull();
	});

	test.each([
		["a blank", "a ", true],
		["a letter", "a", false],
		["a dot", "a.", true],
		["a line end spelt out", "a\\n", true],
		["an n", "an", false],
		["another token's beginning", "eyJ ", true],
	])("may have %s before it: %s", (_what, before, isFound) => {
		const text = token();
		const found = findJwt(`${before}${text} b`);
		expect(found).toEqual(
			isFound ? { ...found, id: "jwt", start: before.length, end: before.length + text.length } : null,
		);
	});

	test("ends at what no token is made of", () => {
		const text = token();
		const inside = charactersThat((one) => findJwt(`${text}${one}A`)?.end === text.length + 2);
		// A dot begins a fourth part.
		expect(inside).toBe("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
	});

	test("is followed 4096 characters far", () => {
		const long = token({ sub: "me" }, { alg: "HS256" }, 5000);
		expect(findJwt(long)?.end).toBe(4096);
	});
});

describe("the password of a URL", () => {
	const found = (text: string, inSource = false): string | null => {
		const structure = findUriPassword(text, inSource);
		return structure === null ? null : `${structure.confidence} ${text.slice(structure.start, structure.end)}`;
	};

	test.each([
		[`https://app:${SECRET}@shop.io/x`, `high ${SECRET}`],
		[`https://:${SECRET}@shop.io`, `high ${SECRET}`],
		[`see https://shop.io and https://app:${SECRET}@shop.io`, `high ${SECRET}`],
		[`https://app:${SECRET}@localhost/x`, `medium ${SECRET}`],
		[`https://app:${SECRET}@localhost:5432/x`, `medium ${SECRET}`],
		[`https://app:${SECRET}@[::1]:5432/x`, `medium ${SECRET}`],
		[`https://app:${SECRET}@[::1]`, `medium ${SECRET}`],
		[`https://app:${SECRET}@/x`, `medium ${SECRET}`],
		[`https://app:${SECRET}@:80`, `high ${SECRET}`],
		["https://app:PASSWD@shop.io", "medium PASSWD"],
		["https://app:app@shop.io", "medium app"],
		["https://app:app@localhost", "low app"],
		["https://app:p%61sswd@localhost", "low p%61sswd"],
		[`https://app:%zz${SECRET}@localhost`, `medium %zz${SECRET}`],
		["https://user:password@localhost", null],
		["https://user:p%61ss@localhost", null],
		["https://app@shop.io", null],
		["https://app:@shop.io", null],
		["https://shop.io:80/x", null],
		[`https://app:a@b@shop.io`, "high a@b"],
		[`$://app:${SECRET}@shop.io`, null],
		[`/://app:${SECRET}@shop.io`, null],
		[`0://app:${SECRET}@shop.io`, `high ${SECRET}`],
		[`://app:${SECRET}@shop.io`, `high ${SECRET}`],
	])("of %s is %s", (text, expected) => {
		expect(found(text)).toBe(expected);
	});

	test.each(["$PASS", "a${b}", "a$(b)", "a{{b}}", "{b}", "%(b)", "%s", "<password>", "changeme"])(
		"is none where '%s' holds its place",
		(holder) => {
			expect(found(`https://app:${holder}@shop.io`)).toBeNull();
		},
	);

	test.each(["a$b", "a{b", "a%(b", "%sa"])("may be '%s'", (password) => {
		expect(found(`https://app:${password}@shop.io`)).toBe(`high ${password}`);
	});

	test.each(["user", "username", "USER", "USERNAME"])("is nobody's where the user is '%s'", (user) => {
		for (const password of ["pass", "password", "PASS", "PASSWORD", "pwd"]) {
			expect(found(`https://${user}:${password}@localhost`)).toBeNull();
		}
	});

	test("is no weak one of this machine in a program", () => {
		expect(found("https://app:app@localhost", true)).toBeNull();
		expect(found(`https://app:${SECRET}@localhost`, true)).toBe(`medium ${SECRET}`);
		expect(found("https://app:app@shop.io", true)).toBe("medium app");
	});

	test("is an example in a sentence of a program", () => {
		const example = "https://user:password@shop.io";
		expect(found(example, true)).toBe("medium password");
		expect(found(`${" ".repeat(11)}${example}`, true)).toBe("medium password");
		expect(found(`${" ".repeat(12)}${example}`, true)).toBeNull();
		expect(found(`${" ".repeat(12)}${example}`)).toBe("medium password");
		expect(found(example.padEnd(200), true)).toBe("medium password");
		expect(found(example.padEnd(201), true)).toBeNull();
		expect(found(example.replace("user", "app").padEnd(201), true)).toBe("medium password");
		expect(found(example.replace(":password", ":secret").padEnd(201), true)).toBe("medium secret");
	});

	test("does not reach past the authority", () => {
		const ending = charactersThat((one) => found(`https://app:${SECRET}${one}@shop.io`) === null);
		expect(ending).toBe(`${ASCII.slice(0, 33).join("")}"#'/<>?\\\``);
	});

	test("is looked for 4096 characters far", () => {
		const text = (length: number): string => `https://app:${"x1".repeat(length / 2)}@shop.io`;
		expect(found(text(4090))).not.toBeNull();
		expect(found(text(4092))).toBeNull();
	});
});

describe("the pairs of a text", () => {
	const pairs = (text: string): readonly string[] =>
		[...pairsOf(text)].map(({ name, value, start, end }) => {
			expect(text.slice(start, end)).toBe(value);
			return `${name}=${value}`;
		});

	test.each([
		["a=b;c=d", ["a=b", "c=d"]],
		["https://x?a=b&c=d#e", ["a=b", "c=d"]],
		["a=b=c;d=e", ["a=b=c", "d=e"]],
		["=a;b=c", ["b=c"]],
		["a= b=c", ["a=", "b=c"]],
		[`${"n".repeat(64)}=v`, [`${"n".repeat(64)}=v`]],
		[`${"n".repeat(65)}=v`, []],
		[`;${"n".repeat(64)}=v`, [`${"n".repeat(64)}=v`]],
	])("%s", (text, expected) => {
		expect(pairs(text)).toEqual(expected);
	});

	test("are told apart by what their names and values may hold", () => {
		const name = (one: string): string => pairs(`;x${one}y=1`).at(-1) ?? "";
		expect(charactersThat((one) => one !== "=" && name(one) === `x${one}y=1`)).toBe(
			"-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz",
		);
		expect(charactersThat((one) => name(one) === "y=1")).toBe(" &;?");
		expect(charactersThat((one) => pairs(`a=x${one}y`)[0] === "a=x")).toBe(`${ASCII.slice(0, 33).join("")}"#&';`);
	});

	test("have values of at most 4095 characters", () => {
		expect(pairs(`a=${"v".repeat(5000)}`)[0]).toHaveLength(2 + 4095);
	});
});

describe("a header's credential", () => {
	const found = (text: string): string | null => {
		const structure = findHeader(text);
		return structure === null ? null : `${structure.id} ${text.slice(structure.start, structure.end)}`;
	};
	const base64 = (text: string): string => Buffer.from(text).toString("base64");
	const random = some(LETTERS, 16);

	test.each([
		[`Bearer ${random}`, `bearer-header ${random}`],
		[`ApiKey  ${random}`, `bearer-header ${random}`],
		[`Bearer ${random.slice(1)}`, null],
		["Bearer connection-of-the-orders", null],
		["Bearer <token>", null],
		[`Digest ${random}`, null],
		[`BASIC ${base64(`a:${SECRET}`)}`, `basic-header ${base64(`a:${SECRET}`)}`],
		[`Basic ${base64("a:bcde")}`, `basic-header ${base64("a:bcde")}`],
		[`Basic ${base64("a:bc")}`, `basic-header ${base64("a:bc")}`],
		[`Basic ${base64("a:b")}`, null],
		[`Basic ${base64("abcdefgh")}`, null],
		[`Basic ${base64("user:changeme")}`, null],
		[`Basic ${base64("changeme:bcdfgh")}`, `basic-header ${base64("changeme:bcdfgh")}`],
		["Basic a.b:c.d.e.f", null],
	])("%s", (text, expected) => {
		expect(found(text)).toBe(expected);
	});

	test("is written in ASCII: behind `AWS ` a sentence may follow that has no spaces", () => {
		fc.assert(
			fc.property(
				fc.constantFrom("AWS", "Token"),
				fc.string({
					unit: fc.constantFrom(..."認証情報が設定されていませんЖдиñß"),
					minLength: 16,
					maxLength: 40,
				}),
				(scheme, text) => found(`${scheme} ${random}${text}`) === null,
			),
		);
	});

	test("is no longer than 4096 characters", () => {
		expect(found(`Bearer ${some(LETTERS, 4089)}`)).not.toBeNull();
		expect(found(`Bearer ${some(LETTERS, 4090)}`)).toBeNull();
	});
});

describe("a token with a prefix", () => {
	const lower = "abcdefghijklmnopqrstuvwxyz";
	const random = drawFrom("prefixed")(LETTERS, 20);
	const isFound = (text: string): boolean => findPrefixed(text) !== null;

	test("spans the whole text", () => {
		const text = `acme_live_${random}`;
		expect(findPrefixed(text)).toMatchObject({
			id: "prefixed-token",
			confidence: "medium",
			start: 0,
			end: text.length,
		});
	});

	test("needs two digits, and both cases or 24 characters", () => {
		const letters = drawFrom("letters")(lower, 40);
		const digits = (count: number, length: number): string =>
			`${letters.slice(0, 7)}${"47".slice(0, count)}${letters.slice(7, length - count)}`;
		expect(isFound(`acme_${digits(2, 24)}`)).toBe(true);
		expect(isFound(`acme_${digits(1, 24)}`)).toBe(false);
		expect(isFound(`acme_${digits(2, 23)}`)).toBe(false);
		expect(isFound(`acme_${digits(2, 24).toUpperCase()}`)).toBe(false);
	});

	test("is no id of a resource, no format that another names, and no words", () => {
		expect(isFound(`price_${random}`)).toBe(false);
		expect(isFound("acme_connectionOfTheOrders22")).toBe(false);
		expect(isFound(random)).toBe(false);
	});
});
