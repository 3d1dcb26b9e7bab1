import { describe, expect, test } from "vitest";
import { drawFrom, fakeSecret } from "../testing/fake-secret.ts";
import { MASK } from "../text/masked-text.ts";
import { commentRanges } from "../languages/ranges/comment-ranges.ts";
import { detectSecret } from "./detect-secret.ts";
import { findSecrets } from "./find-secrets.ts";
import { hiddenRanges } from "../languages/ranges/hidden-ranges.ts";
import { isPasswordLike } from "./password-like.ts";
import { isSecretName, splitName } from "./name-kind.ts";
import { argumentsOf, passwordsAmong } from "./command-arguments.ts";
import { isPhrase } from "./phrase.ts";
import { redactProse } from "../languages/ranges/prose-ranges.ts";
import { randomness, REGULAR } from "./randomness.ts";
import { redactText } from "./redact.ts";
import { linesOf, separates, valueAfter } from "./text-pairs.ts";

// Where a value begins and ends: the characters on both sides of each edge.

const some = drawFrom("edges");
const ONE = some("bcdfghkmqrtvwxz23456789", 9);
const ID = some("bcdfghkmqrtvwxzBCDFGHKMQRTVWXZ23456789", 40);

/** The text with `?` for a secret: what is left of it when it is shown. */
function shown(text: string, redact = redactText): string {
	return redact(text.replaceAll("?", ONE)).replaceAll(ONE, "?").replaceAll(MASK, "#");
}

describe("the password of a URI", () => {
	test.each([
		["x a://b:?@d y", "x a://b:#@d y"],
		["x a://b:?<c@d y", "x a://b:?<c@d y"],
		["x a://b:?>c@d y", "x a://b:?>c@d y"],
		["a://b:?'c@d", "a://b:#@d"],
		["a://b:?`c@d", "a://b:#@d"],
		['x "a://b:?@d","y@z" y', 'x "a://b:#@d","y@z" y'],
		["x 'a://b:?@d' y@z", "x 'a://b:#@d' y@z"],
		["x 'a://b:?'c@d y", "x 'a://b:?'c@d y"],
		["# a://b:?'c@h x", "# a://b:#@h x"],
		["# a://b:?@d',e@f y", "# a://b:#@d',e@f y"],
		["# a://b:?@d':e@f y", "# a://b:#@d':e@f y"],
		["# a://b:?@d' e@f y", "# a://b:#@d' e@f y"],
		["x a://b:?@d://e:f@g y", "x a://b:#@d://e:#@g y"],
		["x a://b@c:?", "x a://b@c:?"],
		["x a://b:@? y", "x a://b:@? y"],
		["x a://b:${?}@d y", "x a://b:${?}@d y"],
		["x a://b:${a}?@d y", "x a://b:#@d y"],
		["x a://b:{{?}}@d y", "x a://b:{{?}}@d y"],
		["x a://b:{{a}}?@d y", "x a://b:#@d y"],
	])("%s", (text, expected) => {
		expect(shown(text)).toBe(expected);
	});
});

test.each([
	[`"arn:aws:x:${ID}"`, true],
	[`'arn:aws:x:${ID}'`, true],
	[` arn:aws:x:${ID} `, true],
	[`\narn:aws:x:${ID}`, true],
	[`arn:aws:x:${ID}`, true],
	[`a"arn:aws:x:"${ID}`, false],
	[`aws:x:${ID}`, false],
])("what ends an ARN stays: %#", (text, stays) => {
	expect(redactText(text).includes(ID)).toBe(stays);
});

test.each(["db:5432:orders:app:?", "  db:*:orders:app:?", "> 1 | db:5432:orders:app:?"])(
	"the password of a line of pgpass is masked: %s",
	(text) => {
		expect(shown(text)).toBe(text.replace("?", "#"));
	},
);

describe("a pair in lines", () => {
	test.each([
		["DB_PASSWORD:\r\n  ?\r\nx: 1", "DB_PASSWORD:\r\n  #\r\nx: 1"],
		["DB_PASSWORD:\n\t?", "DB_PASSWORD:\n\t#"],
		["DB_PASSWORD:\n  - ?\n  - b:c\nx: 1", "DB_PASSWORD:\n  - #\n  - #\nx: 1"],
		["DB_PASSWORD:\n- ?\nx: 1", "DB_PASSWORD:\n- #\nx: 1"],
		["DB_PASSWORD:\n-?\nx: 1", "DB_PASSWORD:\n-#\nx: 1"],
		["DB_PASSWORD: |\n  a: ?\nx: 1", "DB_PASSWORD: |\n  #\nx: 1"],
		["DB_PASSWORD:\n  a: ?\nx: 1", "DB_PASSWORD:\n  a: ?\nx: 1"],
		["DB_PASSWORD:\n  ^ ?\nx: 1", "DB_PASSWORD:\n  ^ ?\nx: 1"],
		["DB_PASSWORD: |\n  ?\n\n  ?\n?", "DB_PASSWORD: |\n  #\n\n  #\n?"],
		["a: {DB_PASSWORD: ?, b: 1}", "a: {DB_PASSWORD: #, b: 1}"],
		['-H "DB_PASSWORD: ?" b', '-H "DB_PASSWORD: #" b'],
		["DB_PASSWORD: ? b # c", "DB_PASSWORD: # # c"],
		['{"DB_PASSWORD","?"}', '{"DB_PASSWORD","#"}'],
	])("%j", (text, expected) => {
		expect(shown(text)).toBe(expected);
	});

	test.each([
		['a: "b\\"c" d', 'b\\"c'],
		['a: \\"b c\\" d', "b c"],
		['a: \\"b c d', "b c d"],
		["a: 'b", "b"],
		["a: \\\\b c", "b c"],
		["x;a: b;c=d", "b;c=d"],
		["a=b;c", "b"],
		["a=b&c", "b"],
		["a=b c", "b"],
		["a:  b  ", "b"],
		['a=b"c d', 'b"c'],
		['a=b" + c', "b"],
		["x;a=b'c\"d;e=f", "b'c\"d"],
		['"x;a=b";c=d', "b"],
		["a: 'it''s' d", "it''s"],
		["a: '' d", ""],
	])("%s has a value", (text, expected) => {
		const [line] = linesOf(text);
		const separator = text.includes(":") ? ":" : "=";
		const range = line === undefined ? [0, 0] : valueAfter(text, text.indexOf(separator), line, separator);
		expect(text.slice(...range)).toBe(expected);
	});

	test("is told from what looks like one by the character behind its separator", () => {
		const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
		const that = (separator: string, quoted: boolean): string =>
			ascii.filter((one) => separates(`a${separator}${one}b`, 1, separator, quoted)).join("");
		expect(that(":", false)).toBe("\t\n\r \"'`");
		expect(that(":", true)).toBe(ascii.join(""));
		expect(that("=", false)).toBe(ascii.filter((one) => one !== "=" && one !== ">").join(""));
		expect(that(",", true)).toBe("\"'\\`");
		expect(that(",", false)).toBe("");
		expect(["=", "!"].some((one) => separates(`a${one}=b`, 2, "=", false))).toBe(false);
	});
});

describe("a secret of a script", () => {
	/** What is found, with its kind. */
	const found = (text: string): readonly string[] =>
		findSecrets(text.replaceAll("?", ONE)).map(
			({ detection, start, end }) =>
				`${detection.id} ${text.replaceAll("?", ONE).slice(start, end).replaceAll(ONE, "?")}`,
		);

	test.each([
		["DB_PASSWORD: ?,b)", ["password ?,b)"]],
		["DB_PASSWORD=?,b)", ["password ?"]],
		["sshpass -p 1234567890123 ssh a", ["weak-password 1234567890123"]],
		["cat <<EOF\nroot:?\nEOF", []],
		["DB_PASSWORD=?\nchpasswd <<EOF\nroot:?\nEOF", ["password ?", "password ?"]],
		["chpasswd <<EOF\nroot:DB_PASSWORD=?\nEOF", ["password ?"]],
		["chpasswd:\n  list: |\n    root:?\nroot:?", ["password ?"]],
		["f <<<? b", []],
		['a "$DB_PASSWORD","?"', []],
		['a "DB_PASSWORD","?"', ["password ?"]],
	])("%j", (text, expected) => {
		expect(found(text)).toEqual(expected);
	});
});

describe("a text of JSON is hidden", () => {
	test.each([
		['{"password":null,"a":"of shop"}', false],
		['{"password":true,"a":"of shop"}', false],
		['{"password":12,"a":"of shop"}', true],
		['{"a":{"password":{}},"b":"of shop"}', false],
		['{"name":"password","value":"of shop"}', true],
		['{"name":"orders","value":"of shop"}', false],
		['{"authorization":"Bearer of"}', false],
		['{"auth":"a1 b2 c3"}', true],
		['{"path":"a1 b2 c3"}', false],
		['{"aws:Referer":"of shop"}', true],
	])("%s: %s", (text, isHidden) => {
		expect(hiddenRanges(text, "free").length > 0).toBe(isHidden);
	});
});

test.each([
	["Zqxjvwkt47", false],
	["Zq4xjv7wkt", true],
	["Zq4xjvwkt", false],
	["zq4xjv7wkt", false],
	["ZQ4XJV7WKT", false],
])("'%s' is made up as a password is: %s", (word, expected) => {
	expect(isPasswordLike(word)).toBe(expected);
});

test.each(
	"value parametervalue default defaultvalue stringvalue secretstring plaintext content searchstring headervalue attributevalue".split(
		" ",
	),
)("'%s' holds the value of the name above it", (key) => {
	expect(shown(`Name: DB_PASSWORD\n${key}: ?`)).toBe(`Name: DB_PASSWORD\n${key}: #`);
});

test.each(["name", "key", "optionname", "parameterkey", "parametername", "variable", "id", "field"])(
	"'%s' holds the name of the value below it",
	(key) => {
		expect(shown(`${key}: DB_PASSWORD\nvalue: ?`)).toMatch(/^\w+: (?:DB_PASSWORD|#)\nvalue: #$/u);
	},
);

test.each([
	["sk_li", true],
	["sk_te", false],
])("a key that is certain may read like words: case %#", (start, isFound) => {
	const key = `${start}${isFound ? "ve" : "st"}_thecustomerofthemonth`;
	expect(detectSecret(key, { kind: "source" }) !== null).toBe(isFound);
});

test.each([
	["the password is kq7z", true],
	["the password is kq7", false],
	["the password is\nkqzx", true],
	["the password is\nkqz", false],
	["the password is: of kqzx vwbt", false],
	["the password is: read kqzx vwbt", true],
	["the password is: to kqzx vwbt", false],
])("%j hides a word: %s", (text, isHidden) => {
	expect(redactProse(text).includes(MASK)).toBe(isHidden);
});

test.each([
	["correct horse", true],
	["correct horse battery", true],
	["the horse", false],
	["horse is", false],
	["horse b", false],
	["horse -battery", false],
	["horse password", false],
	["horse waiting", false],
])("'%s' is a phrase of words that nobody joins: %s", (text, expected) => {
	expect(isPhrase(text, 2)).toBe(expected);
});

test.each([
	["AWS_SECRET", "aws-secret-access-key"],
	["SECRET_ACCESS_TOKEN", "aws-secret-access-key"],
	["AWS_KEY", "generic"],
	["SECRET_KEY", "generic"],
	["ACCESS_SECRET_ID", null],
])("40 drawn characters under %s: %s", (name, id) => {
	const text = fakeSecret("aws-secret-access-key");
	expect(detectSecret(text, { name, kind: "environment" })?.id ?? null).toBe(id);
});

test.each([
	["super-secret-key", "weak-secret"],
	["super-orders-key", null],
	["orders-secret-key", null],
	["my-secret-key", null],
	["very-strong-token", "weak-secret"],
])("'%s' under a key that signs: %s", (text, id) => {
	expect(detectSecret(text, { name: "JWT_SECRET", kind: "environment" })?.id ?? null).toBe(id);
});

test.each(["environment", "template", "source"] as const)("an id of a key is its own kind in the %s", (kind) => {
	expect(detectSecret(ID, { name: "AWS_ACCESS_KEY_ID", kind })).toBeNull();
});

test.each([
	["${Stage}-orders", false],
	["${Stage}-db", false],
	["${Stage}Ab12*cd", true],
])("what surrounds a hole in a secret's place, %j, is hidden: %s", (text, isHidden) => {
	expect(hiddenRanges(text, "taken").length > 0).toBe(isHidden);
});

test.each([
	["arn:aws:sns:eu-west-1:111122223333:orders", false],
	["/prod/orders", false],
	["prod/orders", true],
	["sha256", false],
	["AWS::S3::Bucket", false],
	["orders", true],
])("in a secret's place %s is hidden: %s", (text, isHidden) => {
	expect(hiddenRanges(text, "taken").length > 0).toBe(isHidden);
});

describe("the password of a command ends where it does", () => {
	test.each([
		"sqlplus app/?@db",
		"sqlplus -s app/?",
		"/usr/bin/sqlplus app/?",
		"/usr/bin/curl -u app:? https://acme.test",
		"smbclient //host/share -U app%?",
		"openssl rsa -in a -passin pass:? -out b",
		"openssl enc -k ? -in a",
		"rabbitmqctl add_user app ?",
		"rabbitmqctl change_password app ?",
		"mongosh -u app -p ? orders",
		"cqlsh -u app -p ? host",
		"az login -u app -p ?",
		"zip -P ? a.zip b",
		"unzip -P ? a.zip",
		"7z x -p? a.7z",
		"7za x -p? a.7z",
		"aws ssm put-parameter --type SecureString --value ? --name a",
		"aws ssm put-parameter --type=SecureString --name a --value ?",
		"isql -P ?",
		"bcp orders out a -P ?",
	])("%s", (text) => {
		const command = text.replace("?", ONE);
		const [line] = linesOf(command);
		const found = line === undefined ? [] : [...argumentsOf(command, line)];
		expect(found.map(([range]) => command.slice(...range))).toEqual([ONE]);
	});

	test.each([
		"sqlplus -s ?",
		"smbclient -U ?",
		"smbclient app%?",
		"curl -U app%?",
		"openssl rsa pass:?",
		"x -passin pass:?",
		"openssl -passin env:?",
		"x add_user app ?",
		"rabbitmqctl list_users app ?",
		"aws ssm put-parameter --type String --value ?",
		"aws ssm get-parameter --type SecureString --value ?",
		"x -p? a",
		"x -k ?",
		"x app/?@db",
	])("and has none in: %s", (text) => {
		const command = text.replace("?", ONE);
		const [line] = linesOf(command);
		expect(line === undefined ? [] : [...argumentsOf(command, line)]).toEqual([]);
	});
});

test.each([
	[
		["mysql", "-u", "root", "-p?"],
		[3, "?"],
	],
	[
		["mysql", "-u", "root", "-p'?'"],
		[3, "?"],
	],
	[
		["mysql", "-u", "root", '-p"?"'],
		[3, "?"],
	],
	[
		["mysql", "-u", "root", "-p?'"],
		[3, "?'"],
	],
	[
		[null, "-u", "curl", "-u", "app:?"],
		[4, "?"],
	],
	[
		["app", "--password", "?"],
		[2, "?"],
	],
	[["app", "--password"], null],
	[["app", "password", "?"], null],
])("the password among the arguments %j", (given, expected) => {
	const words = given.map((word) => word?.replace("?", ONE) ?? null);
	const [found] = passwordsAmong(words);
	const shownAs =
		found === undefined ? null : [found.index, words[found.index]?.slice(...found.range).replace(ONE, "?")];
	expect(shownAs).toEqual(expected);
});

test("a text is regular where 11 of 20 steps are the same", () => {
	const others = "zgqdxmtfw".repeat(3);
	expect(randomness("a".repeat(34) + others)).toBe(REGULAR);
	expect(randomness(`${"a".repeat(33)}k${others}`)).not.toBe(REGULAR);
});

test.each([
	["mÀb", ["m", "àb"]],
	["aÞb", ["a", "þb"]],
	["aßb", ["aßb"]],
	["a×b", ["a×b"]],
])("the words of '%s'", (name, words) => {
	expect(splitName(name)).toEqual(words);
});

test.each([
	["data-key", false],
	["orders-data-key", true],
	["data-key-orders", false],
])("%s is the name of a secret: %s", (name, expected) => {
	expect(isSecretName(name)).toBe(expected);
});

test.each([
	["# the password is\n# kqzx", true],
	["# the password is \t\r\n# kqzx", true],
	["# the password is\n\n# kqzx", false],
	["# the password is;\n# kqzx", false],
])("comments of lines that follow each other are read together: %j", (text, expected) => {
	const first = "# the password is".length;
	const comments = [
		{ start: 0, end: first },
		{ start: text.lastIndexOf("#"), end: text.length },
	];
	expect(commentRanges(text, comments).length > 0).toBe(expected);
});

test("what is hidden does not depend on what was asked before", () => {
	// Two texts of one makeup, so that neither answer is one that was kept.
	const first = `DB_PASSWORD=>${ONE}7`;
	const second = `DB_PASSWORD=>${ONE}8`;
	const alone = hiddenRanges(first, "near", "x");
	hiddenRanges(second, "near", null);
	expect(hiddenRanges(second, "near", "x")).toEqual(alone);
});
