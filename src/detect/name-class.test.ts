import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	classifyName,
	classOfName,
	isAboutSomething,
	isBrandOfPasswords,
	isPointerWord,
	splitName,
	yieldsToOthers,
	type NameClass,
} from "./name-kind.ts";

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Every way in which people write a name of several words. */
const SPELLINGS: Readonly<Record<string, (words: readonly string[]) => string>> = {
	SCREAMING_SNAKE: (words) => words.join("_").toUpperCase(),
	snake: (words) => words.join("_"),
	kebab: (words) => words.join("-"),
	"Train-Case": (words) => words.map(capital).join("-"),
	camelCase: (words) => words.map((word, index) => (index === 0 ? word : capital(word))).join(""),
	PascalCase: (words) => words.map(capital).join(""),
	dotted: (words) => words.join("."),
	path: (words) => `/${words.join("/")}`,
	colons: (words) => words.join(":"),
	"in a sentence": (words) => words.join(" "),
};

/** What a name is about; says nothing of secrets. */
const CONTEXT = fc.constantFrom("db", "mail", "orders", "payment", "legacy", "shop", "billing");
const PASSWORD = fc.constantFrom("password", "passwd", "passphrase", "pwd", "contrasena", "senha", "passwort");
const SECRET = fc.constantFrom<readonly string[]>(
	["secret"],
	["token"],
	["credentials"],
	["api", "key"],
	["private", "key"],
	["signing", "key"],
	["stripe", "key"],
	["access", "key", "id"],
);
const TRANSPARENT = fc.subarray(["value", "prod", "staging", "base64", "backup", "default"], { maxLength: 2 });
const WHERE = fc.constantFrom("arn", "name", "path", "parameter", "file", "ref", "alias");
const ABOUT = fc.constantFrom("ttl", "length", "url", "policy", "enabled", "rotation", "expiry", "header", "type");
const VAGUE = fc.constantFrom("auth", "dsn", "cookie", "salt", "pin", "webhook");

type Words = fc.Arbitrary<readonly string[]>;
const flat = (...parts: readonly (fc.Arbitrary<string> | Words)[]): Words =>
	fc.tuple(...parts).map((some) => (some as readonly (string | readonly string[])[]).flat());

const KINDS: readonly (readonly [says: string, words: Words, expected: NameClass])[] = [
	["a password", flat(CONTEXT, PASSWORD, TRANSPARENT), "password"],
	["a secret that a machine made", flat(CONTEXT, SECRET, TRANSPARENT), "secret"],
	["where a password is", flat(CONTEXT, PASSWORD, WHERE), "pointer"],
	[
		"where a secret is",
		flat(
			CONTEXT,
			SECRET.filter((words) => words.at(-1) !== "id"),
			WHERE,
		),
		"pointer",
	],
	["something about a password", flat(CONTEXT, PASSWORD, ABOUT), "none"],
	[
		"something about a secret",
		flat(
			CONTEXT,
			SECRET.filter((words) => words.at(-1) !== "id"),
			ABOUT,
		),
		"none",
	],
	[
		"what is done with a password",
		flat(fc.constantFrom("forgot", "reset", "require", "validate", "show"), PASSWORD),
		"near",
	],
	[
		"what is done with a secret",
		flat(fc.constantFrom("require", "validate", "rotate", "use"), fc.constantFrom("secret", "credentials")),
		"near",
	],
	["whose token it is", flat(fc.constant("token"), fc.constantFrom("github", "orders", "shop")), "near"],
	["a word that says little", flat(CONTEXT, VAGUE, TRANSPARENT), "weak"],
	["a key of some sort", flat(CONTEXT, fc.constant("key")), "weak"],
	[
		"a place in a map",
		flat(fc.constantFrom("partition", "sort", "cache", "idempotency", "foreign", "index"), fc.constant("key")),
		"none",
	],
	[
		"a token of no use to a thief",
		flat(fc.constantFrom("next", "csrf", "continuation", "max", "syntax"), fc.constantFrom("token", "tokens")),
		"none",
	],
	[
		"where a token of no use is",
		flat(fc.constantFrom("next", "csrf", "continuation"), fc.constant("token"), fc.constantFrom("name", "path")),
		"none",
	],
	[
		"something about a coin",
		flat(CONTEXT, fc.constant("token"), fc.constantFrom("mint", "symbol", "decimals", "supply")),
		"none",
	],
	["a secret that is encrypted", flat(fc.constantFrom("encrypted", "ciphertext", "hashed"), SECRET), "none"],
	[
		"a password that all may see",
		flat(fc.constantFrom(["public"], ["next", "public"], ["public", "admin"]), fc.constantFrom("password", "pwd")),
		"password",
	],
	[
		"a key as it is",
		flat(
			fc.constantFrom("credentials", "orders", "master", "secret"),
			fc.constant("key"),
			fc.constantFrom("b64", "base64", "hex"),
		),
		"secret",
	],
	[
		"a key that others show, or that checks what they sign",
		flat(
			fc.constantFrom("verify", "verifying", "verification", "peer", "host", "authorized", "remote", "stream"),
			fc.constant("key"),
			fc.constantFrom("b64", "base64", "hex"),
		),
		"weak",
	],
	[
		"the half of a pair that a server keeps",
		flat(
			fc.constantFrom("host", "server", "remote"),
			fc.constantFrom("private", "secret", "api"),
			fc.constant("key"),
			fc.constantFrom("b64", "base64", "hex"),
		),
		"secret",
	],
	["a key that all may see", flat(fc.constantFrom("public", "anon", "publishable"), SECRET), "none"],
	[
		"a key of KMS",
		flat(
			fc.constantFrom("kms", "cmk"),
			fc.constantFrom<readonly string[]>(
				["key"],
				["key", "arn"],
				["key", "id"],
				["encryption", "key"],
				["master", "key"],
				["signing", "key"],
				["data", "key"],
			),
		),
		"pointer",
	],
	[
		"a credential for KMS",
		flat(
			fc.constant("kms"),
			fc.constantFrom<readonly string[]>(["access", "key"], ["api", "key"], ["access", "key", "id"]),
		),
		"secret",
	],
	["nothing of the kind", flat(CONTEXT, fc.constantFrom("table", "region", "level", "bucket")), "none"],
];

describe("a name, however it is spelt,", () => {
	test.each(KINDS)("says %s", (_, words, expected) => {
		fc.assert(
			fc.property(words, fc.constantFrom(...Object.keys(SPELLINGS)), (some, spelling) => {
				const name = SPELLINGS[spelling]?.(some) ?? "";
				expect(classOfName(name), name).toBe(expected);
				expect(classifyName(name), name).toBe(
					expected === "password" || expected === "secret"
						? "secret"
						: expected === "pointer"
							? "pointer"
							: "neither",
				);
			}),
			{ numRuns: 150 },
		);
	});

	test("falls into its words", () => {
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom("db", "password", "api", "key", "orders", "passwört"), {
					minLength: 1,
					maxLength: 5,
				}),
				fc.constantFrom(...Object.keys(SPELLINGS)),
				(words, spelling) => {
					expect(splitName(SPELLINGS[spelling]?.(words) ?? "")).toEqual(words);
				},
			),
			{ numRuns: 300 },
		);
	});
});

describe("digits in a name", () => {
	test.each(["DB_PASSWORD1", "DB_PASSWORD_2", "dbPassword3", "DB_PASSWORD_V2", "password2024"])(
		"are nothing to %s",
		(name) => {
			expect(classOfName(name)).toBe("password");
		},
	);
	test.each([
		["S3_KEY", "none"],
		["AUTH0_KEY", "secret"],
		["TOKEN_BASE64", "secret"],
		["1", "none"],
	] as const)("are part of a word in %s", (name, expected) => {
		expect(classOfName(name)).toBe(expected);
	});
});

describe("words written in one", () => {
	test.each([
		["dbpassword", "password"],
		["dbpass", "password"],
		["mysqlpwd", "password"],
		["githubtoken", "secret"],
		["awssecretkey", "secret"],
		["myapikey", "secret"],
		["apikey", "secret"],
		["mypublickey", "none"],
		["clientsecret", "secret"],
		["dbpasswordarn", "none"],
		[`${"x".repeat(35)}password`, "none"],
		[`${"x".repeat(32)}password`, "password"],
	] as const)("%s: %s", (name, expected) => {
		expect(classOfName(name)).toBe(expected);
	});
});

describe("a long name", () => {
	test("of two hundred characters is read, and one more is not", () => {
		const padded = (length: number): string => `${"a_".repeat(100).slice(0, length - "_PASSWORD".length)}_PASSWORD`;
		expect(classOfName(padded(200))).toBe("password");
		expect(classOfName(padded(201))).toBe("none");
	});

	test("answers the same however many were asked before", () => {
		for (let index = 0; index < 5_000; index += 1) {
			classOfName(`NAME_${String(index)}_${index % 2 === 0 ? "PASSWORD" : "TTL"}`);
		}
		expect(classOfName("NAME_0_PASSWORD")).toBe("password");
		expect(classOfName("NAME_1_TTL")).toBe("none");
	});
});

describe("what another name may add", () => {
	test.each([
		["value", true],
		["data", true],
		["TOKEN_GITHUB", true],
		["DB_PASSWORD", true],
		["SECRET_ARN", false],
		["TOKEN_TTL", false],
		["TABLE_NAME", false],
		["ENDPOINT_URL", false],
	])("%s yields to it: %s", (name, expected) => {
		expect(yieldsToOthers(name)).toBe(expected);
	});

	test.each([
		["TOKEN_TTL", true],
		["SECRET_ARN", true],
		["ORDERS", false],
		["", false],
	])("%j is about something: %s", (name, expected) => {
		expect(isAboutSomething(name)).toBe(expected);
	});

	test.each([
		["arn", true],
		["path", true],
		["key", false],
		["keys", false],
		["ttl", false],
	])("the word %s points: %s", (word, expected) => {
		expect(isPointerWord(word)).toBe(expected);
	});
});

describe("a brand", () => {
	test.each([
		["LastPass", true],
		["lastpass", true],
		["ApplePasswords", true],
		["boardingPass", true],
		["DB_PASS", false],
		["pass", false],
		["COMPASS_ID", true],
		["password", false],
		["appleId", false],
	])("%s keeps passwords, or is a pass of another kind: %s", (name, expected) => {
		expect(isBrandOfPasswords(name)).toBe(expected);
	});
});

describe("a name that says what is done, or where something is", () => {
	test.each([
		["ACTIVATE_API_PASSWORD", "near"],
		["API_LOAD_SECRETS", "near"],
		["LOAD_TEST_PASSWORD", "password"],
		["S3DeploymentRootKey", "none"],
		["S3_DEPLOY_KEY", "none"],
		["S3_ACCESS_KEY", "secret"],
		["S3_SECRET_KEY", "secret"],
		["tokenAddress", "none"],
		["dkimTokens", "none"],
		["DKIM_PRIVATE_KEY", "secret"],
		["MIXPANEL_TOKEN", "none"],
		["MIXPANEL_API_SECRET", "secret"],
		["POSTHOG_API_KEY", "none"],
		["POSTHOG_PERSONAL_API_KEY", "secret"],
		["PUSHER_APP_KEY", "none"],
		["PUSHER_APP_SECRET", "secret"],
		["FIREBASE_API_KEY", "none"],
		["NEXT_PUBLIC_FIREBASE_API_KEY", "none"],
		["FIREBASE_SERVER_KEY", "secret"],
		["FIREBASE_ADMIN_API_KEY", "secret"],
		["FIREBASE_PRIVATE_KEY", "secret"],
		["FIREBASE_SERVER_API_KEY", "secret"],
		["FIREBASE_API_PRIVATE_KEY", "secret"],
		["FIREBASE_WEB_API_KEY", "none"],
		["PUSHER_ENCRYPTION_MASTER_KEY", "secret"],
		["PUSHER_ENCRYPTION_KEY", "secret"],
		["PUSHER_MASTER_KEY", "secret"],
	])("%s is %s", (name, expected) => {
		expect(classOfName(name)).toBe(expected);
	});
});
