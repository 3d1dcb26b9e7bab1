import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { drawFrom, fakeSecret } from "../testing/fake-secret.ts";
import { recordedLines } from "../testing/recorded-table.ts";
import { argumentsOf } from "./command-arguments.ts";
import { commentRanges } from "../languages/ranges/comment-ranges.ts";
import { detectSecret } from "./detect-secret.ts";
import { detectAtSink } from "./detect-at-sink.ts";
import { findSecrets } from "./find-secrets.ts";
import { hiddenRanges } from "../languages/ranges/hidden-ranges.ts";
import { isDrawn, isPasswordLike } from "./password-like.ts";
import { redactProse } from "../languages/ranges/prose-ranges.ts";
import { quotedRanges } from "../languages/ranges/quoted-ranges.ts";
import { isWordy, makeupOf, randomness } from "./randomness.ts";
import { PROVIDERS } from "./formats/provider-table.ts";
import { behindPrefix, findTokens } from "./providers.ts";
import { pairRanges, redact, redactName, redactPath, redactText, tokenRanges } from "./redact.ts";
import { linesOf } from "./text-pairs.ts";
import * as names from "./name-kind.ts";
import * as veto from "./veto.ts";

// What each question of the detector answers of many words and lines, recorded in `fixtures/outcomes`: so each word of
// a list, each bound and each character counts. A change shows as a line of the record that moves, whose meaning a
// reader can judge; `UPDATE_OUTCOMES=1` writes it anew, with the words that the lists have then.

const OUTCOMES = join(import.meta.dirname, "..", "..", "fixtures", "outcomes");

type Question = (text: string) => string | boolean;

/** Each answer, and what was asked to get it. */
function grouped(texts: Iterable<string>, answer: (text: string) => string): readonly string[] {
	const groups = new Map<string, string[]>();
	for (const text of texts) {
		const said = answer(text);
		groups.set(said, [...(groups.get(said) ?? []), text]);
	}
	return [...groups].map(([said, asked]) => `${JSON.stringify(said)}\t${JSON.stringify(asked)}`).sort();
}

/** The texts of a record, asked again: what is added to a list is no change of it. */
function expectRecorded(file: string, texts: readonly string[], answer: (text: string) => string): void {
	const path = join(OUTCOMES, file);
	const kept = recordedLines(path, grouped(new Set(texts), answer));
	expect(kept.length).toBeGreaterThan(1);
	const asked = kept.flatMap((line) => JSON.parse(line.slice(line.indexOf("\t") + 1)) as string[]);
	expect(grouped(asked, answer)).toEqual([...kept].sort());
}

/** The answers to yes-or-no questions, as the names of those that are answered with yes. */
function yes(questions: Readonly<Record<string, Question>>): (text: string) => string {
	return (text) =>
		Object.entries(questions)
			.flatMap(([name, ask]) => {
				const said = ask(text);
				return said === false ? [] : [said === true ? name : `${name}=${said}`];
			})
			.join(" ") || "-";
}

/** The words of the detector's own lists. */
const WORDS = readdirSync(import.meta.dirname)
	.filter((name) =>
		/^(?:name-kind|veto|judge-\w+|structures|command-arguments|redact|quoted-ranges|prose-ranges|hidden-ranges|text-pairs)\.ts$/u.test(
			name,
		),
	)
	.flatMap((name) => [...readFileSync(join(import.meta.dirname, name), "utf8").matchAll(/"([^"\n]+)"/gu)])
	.flatMap(([, text = ""]) => text.split(" "))
	.filter((word) => /^[\w.-]{1,24}$/u.test(word));

const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(index + 32));
const WIDE = [..."\n\t\u0000\u007f×ÀßñüПпя漢…•"];

/** Each character in each place of some texts. */
const SHAPES = [...ASCII, ...WIDE].flatMap((one) => [
	`ab${one}cd`,
	`${one}abcd`,
	`abcd${one}`,
	`user${one}pass`,
	`Ab3${one}x9Qzm`,
	`${one}${one}${one}${one}`,
	`12${one}34`,
]);

/** Words, digits and marks, of each length around a bound. */
const LENGTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 20, 39, 40, 41, 80, 81].flatMap((length) => [
	"1".repeat(length),
	"a".repeat(length),
	`key${"7".repeat(length)}`,
	`key-${"7".repeat(length)}`,
	`a-${"b".repeat(length)}`,
	"passage".repeat(12).slice(0, length),
	`db_${"passage".repeat(12).slice(0, length)}`,
	`${"orders.".repeat(length)}key`.slice(0, 130),
	`/${"orders/".repeat(length)}key`.slice(0, 130),
	`ORDERS_${"X_".repeat(length)}KEY`.slice(0, 130),
	drawFrom("lengths")("bcdfghkmqrtvwxz", length),
	drawFrom("digits")("abcdefghkmqrtvwxz0123456789", length),
	drawFrom("cases")("abcdefghkmqrtvwxzABCDEFGHKMQRT0123456789", length),
]);

const SPECIAL = [
	"FooBarBaz",
	"userPoolId",
	"UserPOOL",
	"getS3ObjectV2",
	"x-amz-security-token",
	"user:read",
	"MAILER_SMTP_OAUTH2_SECRET",
	"OAUTH2_X9Z_Q7_SECRET",
	"Q7_X9Z_SECRET",
	"config.db.password",
	"config.qzx.password",
	"db.acme.internal",
	"key.pem",
	"./keys/a",
	"../a",
	"~/a",
	"prod/db",
	"/prod",
	"prod/",
	"a//b",
	"2fa",
	"v1b",
	"b2b4c",
	"ARNs",
	"IDsFor",
	"DBPasswords",
	"ABc",
	"oauth2token",
	"oauth22token",
	"${x}",
	"{{x}}",
	"x}}",
	"https://a",
	"arn:aws:x",
	"change-me",
	"change-this-now",
	"your-password",
	"your-orders",
	"xxx-yyy",
	"xx",
	"LastPass",
	"ApplePasswords",
	"lastpass-user",
];

test("a value is what its form says", () => {
	expectRecorded("words-values.txt", [...WORDS, ...SHAPES, ...LENGTHS, ...SPECIAL], (text) =>
		yes({
			placeholder: veto.isPlaceholder,
			reference: veto.isReference,
			everyday: veto.isEveryday,
			dotted: veto.isDotted,
			path: veto.isPath,
			slug: (one) => (veto.isSlug(one, 3) ? "3" : veto.isSlug(one, 2) ? "2" : veto.isSlug(one, 1)),
			camel: veto.isCamelCase,
			member: veto.isMemberPath,
			identifier: veto.isIdentifier,
			echo: (one) => veto.isEcho(one, "ab-cd"),
			typed: isPasswordLike,
			drawn: isDrawn,
			wordy: isWordy,
		})(text),
	);
});

test("a name is what its words say", () => {
	const kind = (name: string): string => names.classOfName(name);
	expectRecorded(
		"words-names.txt",
		[...WORDS, ...SHAPES.filter((text) => !text.startsWith("Ab3")), ...SPECIAL],
		yes({
			is: kind,
			last: (word) => kind(`orders-${word}`),
			key: (word) => kind(`${word}-key`),
			password: (word) => kind(`${word}-password`),
			behind: (word) => kind(`secret-${word}`),
			token: (word) => kind(`${word}-token`),
			after: (word) => kind(`password-${word}`),
			words: (word) => (names.wordsOf(`${word}2`).length === 1 ? false : names.wordsOf(`${word}2`).join("+")),
			secret: names.isSecretName,
			kinds: names.classifyName,
			sensitive: names.isSensitiveName,
			about: names.isAboutSomething,
			pointer: names.isPointerWord,
			yields: names.yieldsToOthers,
			brand: (word) => names.isBrandOfPasswords(`${word}-pass`),
			glued: (word) => names.isBrandOfPasswords(`${word}pass`),
			kms: (word) => names.namesKmsKey([word]),
		}),
	);
});

test("a text is as random as it is", () => {
	const texts = [...WORDS.filter((_, index) => index % 9 === 0), ...LENGTHS, ...SPECIAL, ...SHAPES.slice(0, 60)];
	expectRecorded("words-randomness.txt", texts, (text) => {
		const { length, ...makeup } = makeupOf(text);
		return `${String(length)} ${Object.values(makeup).join(" ")} ${randomness(text).toFixed(3)}`;
	});
});

test("a word counts under a name, in a place", () => {
	const answer = (value: string): string =>
		["DB_PASSWORD", "JWT_SECRET", "ENCRYPTION_KEY", "AWS_SECRET_ACCESS_KEY", "SECRET_ID", "X_TOKEN_2", "API"]
			.flatMap((name) =>
				(["environment", "template", "source"] as const).map((kind) => {
					const found = detectSecret(value, { name, kind });
					return found === null ? "-" : `${found.id}/${found.confidence.slice(0, 1)}`;
				}),
			)
			.concat(detectAtSink(value, "x")?.id ?? "-")
			.join(",");
	const letters = (seed: string, alphabet: string, length: number): string => drawFrom(seed)(alphabet, length);
	const drawn = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 19, 20, 24, 40, 200, 201].flatMap((length) => [
		letters("a", "bcdfghkmqrtvwxz", length),
		letters("b", "abcdefgh0123456789", length),
		letters("c", "abcdefghABCDEFGH!#%0123456789", length),
		letters("d", "0123456789", length),
		`${letters("e", "abcdefghABCDEFGH", length)}1`,
	]);
	expectRecorded("words-detected.txt", [...WORDS, ...SPECIAL, ...drawn, ...SHAPES.slice(0, 330)], answer);
});

const SECRET = "Tr0ub4dor-x9";
const WORD = "orders2024";

/** Lines of shells, of configurations, of programs and of prose around a secret. */
const LINES = [SECRET, WORD].flatMap((one) => [
	...["DB_PASSWORD", "x.secret", "--password", "Name", "/password"].flatMap((name) =>
		["=", ": ", " = ", " ", " => "].flatMap((sign) =>
			["", '"', "'", '\\"'].map((quote) => `${name}${sign}${quote}${one}${quote}`),
		),
	),
	...[" # why", ", next", "; next", " | next", ") next", "\nnext: 1", "}", "]", "<", "&x=1"].map(
		(behind) => `DB_PASSWORD=${one}${behind}`,
	),
	...["> 12 | ", "  ", "- ", "export ", "set ", "$", "$env:", "{ a: b, ", '{"', "<", "// ", "# ", "* ", "+ "].map(
		(before) => `${before}DB_PASSWORD: ${one}`,
	),
	...[
		"mysql -u root -p",
		"curl -u app:",
		"curl --user app:",
		"sshpass -p ",
		"docker login -p ",
		"sqlcmd -P ",
		"redis-cli -a ",
		"ldapsearch -w ",
		"net user app ",
		"echo ",
		"htpasswd -b f app ",
		"mysqladmin password ",
		"mysqladmin -u root password ",
		"vpncmd /password:",
		"psql --password ",
		"kinit <<< ",
		"passwd --stdin <<< ",
		"curl --proxy-user app:",
		"wget --http-password=",
		"openssl -passin pass:",
		"smbclient -U app%",
	].flatMap((command) => [
		`${command}${one}`,
		`${command}"${one}"`,
		`sudo ${command}${one} | tee x`,
		`a; ${command}${one}; b`,
	]),
	`chpasswd:\n  list: |\n    root:${one}\n    other:RANDOM\n  expire: False`,
	`chpasswd <<EOF\nroot:${one}\nEOF\nroot:${one}`,
	`echo ${one} | passwd --stdin root`,
	`echo "root:${one}" | chpasswd`,
	`echo ${one} | sudo -S ls`,
	`echo -n '${one}' | kinit app`,
	`DB_PASSWORD: |\n  ${one}\n  more\nnext: a`,
	`DB_PASSWORD: >-\n  ${one}`,
	`- Name: DB_PASSWORD\n  Value: ${one}`,
	`- Key: a\n  Value: ${one}`,
	`DB_PASSWORD:\n  - ${one}\n  - b\nx: 1`,
	`{"name":"DB_PASSWORD","value":"${one}"}`,
	`[DB_PASSWORD, ${one}]`,
	`const password = "${one}";`,
	`f("password", "${one}")`,
	`f("a", '${one}', \`${one}\`)`,
	`if (x === "${one}") { y("it's") }`,
	`// the password is ${one}, said they`,
	`The password of the database is "${one}".`,
	`password ${one} and token ${one}`,
	`use ${one} as the password`,
	`Password for app: ${one}`,
	`login with app/${one}`,
	`https://app:${one}@db.shop.io/x?token=${one}&b=1`,
	`jdbc:mysql://db/x?user=a&password=${one}`,
	`Server=db;Password=${one};Encrypt=yes`,
	`Authorization: Basic ${Buffer.from(`a:${one}`).toString("base64")}`,
	`Authorization: Bearer ${one}${one}`,
	`<password>${one}</password>`,
	`<add key="password" value="${one}"/>`,
	`/prod/db/${one}`,
	`C:\\keys\\${one}`,
	one,
	`x ${one} y`,
]);

/** The text with a mark around each range. */
function marked(ranges: readonly (readonly [number, number])[]): string {
	return ranges.map(([start, end]) => `${String(start)}-${String(end)}`).join(",") || "-";
}

/** What takes the place of what: `12-24 ****`. */
function change(line: string, now: string): string {
	let start = 0;
	while (start < line.length && line[start] === now[start]) {
		start += 1;
	}
	let behind = 0;
	while (behind < Math.min(line.length, now.length) - start && line.at(-1 - behind) === now.at(-1 - behind)) {
		behind += 1;
	}
	return `${String(start)}-${String(line.length - behind)} ${now.slice(start, now.length - behind)}`;
}

/** The words of the tools' own options, where an option, its value and a command may stand. */
const COMMANDS = [
	...new Set(
		[...readFileSync(join(import.meta.dirname, "command-arguments.ts"), "utf8").matchAll(/"([^"\n]+)"/gu)]
			.flatMap(([, text = ""]) => text.split(" "))
			.filter((word) => /^[\w.-]{1,24}$/u.test(word)),
	),
].flatMap((word) => [
	...["-p", "-P", "-a", "-w", "-u", "--user", "-passin", "http"].map((option) => `${word} ${option} a:${SECRET}`),
	`x -${word} ${SECRET}`,
	`x --${word}=${SECRET} y`,
	`x ${word} ${SECRET} y`,
	`x ${word}${SECRET}`,
	`echo ${SECRET} | ${word} x`,
	`${word} -b f app ${SECRET}`,
	`sudo ${word} -S ${SECRET}`,
]);

test("an argument of a command is found", () => {
	expectRecorded("lines-commands.txt", COMMANDS, (line) =>
		linesOf(line)
			.flatMap((one) => [...argumentsOf(line, one)].map((found) => JSON.stringify(found)))
			.join(","),
	);
});

/** Each character around a pair and its parts. */
const AROUND = [...ASCII, ...WIDE].flatMap((one) => [
	`DB_PASSWORD${one}${SECRET}`,
	`DB_PASSWORD=${one}${SECRET}`,
	`DB_PASSWORD=${SECRET}${one}x`,
	`${one}DB_PASSWORD=${SECRET}`,
	`a${one}PASSWORD: ${SECRET}`,
	`x = "${SECRET}${one}"; y`,
	`password "${one}" ${SECRET}`,
]);

test("a character around a pair counts", () => {
	expectRecorded("lines-around.txt", AROUND, (line) =>
		[
			change(line, redactText(line)),
			change(line, redactProse(line)),
			...findSecrets(line).map((one) => `${String(one.name)} ${String(one.start)}-${String(one.end)}`),
			marked(quotedRanges(line)),
			marked(hiddenRanges(line, "near", "x")),
		].join(" / "),
	);
});

/** What stands literally in the expressions of a file. */
function literalsOf(name: string): readonly string[] {
	return readFileSync(join(import.meta.dirname, name), "utf8")
		.split("\n")
		.filter((line) => !/^\s*(?:\/?\*|\/\/|import)/u.test(line))
		.flatMap((line) => [...line.matchAll(/[A-Za-z][\w-]*/gu)].map(([word]) => word));
}

test("a text in quotes is a value where what stands before it says so", () => {
	const texts = [...new Set(literalsOf("../languages/ranges/quoted-ranges.ts"))].flatMap((word) => [
		`${word}("${SECRET}")`,
		`${word} = "${SECRET}"`,
	]);
	expectRecorded("lines-calls.txt", texts, (line) => marked(quotedRanges(line)));
});

test.each<readonly [string, (line: string) => string]>([
	["redacted", (line) => change(line, redactText(line))],
	["prose", (line) => change(line, redactProse(line))],
	["names", (line) => [redactName(line), redactPath(line), redact(line)].map((now) => change(line, now)).join(" ")],
	[
		"found",
		(line) =>
			([undefined, "code"] as const)
				.map((kind) =>
					findSecrets(line, kind)
						.map(
							(one) =>
								`${one.detection.id} ${one.detection.confidence} ${one.name} ${String(one.start)}-${String(one.end)}`,
						)
						.join(", "),
				)
				.join(" / "),
	],
	[
		"arguments",
		(line) =>
			linesOf(line)
				.flatMap((one) => [...argumentsOf(line, one)].map((found) => JSON.stringify(found)))
				.join(","),
	],
	["quoted", (line) => `${marked(quotedRanges(line))} ${marked(quotedRanges(line, "comment"))}`],
	[
		"hidden",
		(line) =>
			(["taken", "near", "free"] as const)
				.map((exposure) =>
					[null, "password", "table"].map((name) => marked(hiddenRanges(line, exposure, name))).join(" "),
				)
				.join(" / "),
	],
])("a line is %s as it was", (what, answer) => {
	expectRecorded(`lines-${what}.txt`, LINES, answer);
});

/** What is drawn at run time is recorded by what it is, never by its text. */
function expectLabelled(file: string, asked: Readonly<Record<string, string>>, answer: (text: string) => string): void {
	expectRecorded(file, Object.keys(asked), (label) => (asked[label] === undefined ? "?" : answer(asked[label])));
}

/** One row of each kind: how sure it is, whether it has a check, a mark, an open length, a prefix that is a word. */
const KINDS_OF_ROWS = [
	...new Map(
		PROVIDERS.map(({ id, confidence, check, anywhere, marker, format }) => [
			[
				confidence,
				check,
				anywhere,
				marker !== undefined,
				/\d-\d/u.test(format),
				/^[a-z]{1,6}[-_.]</u.test(format),
			].join(),
			id,
		]),
	).values(),
];

test("a vendor's token is found by its length, its characters and what stands around it", () => {
	const asked: Record<string, string> = {};
	for (const id of KINDS_OF_ROWS) {
		const token = fakeSecret(id, 3);
		const half = Math.floor(token.length / 2);
		for (const one of ["-", "_", ".", "+", "/", "=", " ", "\\n", "n", "\\", '"', "0", "a", "é", ":"]) {
			asked[`${id} behind ${one}`] = `x${one}${token}`;
			asked[`${id} after ${one}`] = one + token;
			asked[`${id} before ${one}`] = `${token}${one}x`;
		}
		asked[`${id} short`] = token.slice(0, -1);
		asked[`${id} long`] = `${token}b`;
		asked[`${id} much longer`] = `${token}${"b9".repeat(20)}`;
		asked[`${id} twice`] = `${token} ${token}`;
		asked[`${id} joined`] = token + token;
		asked[`${id} broken`] = `${token.slice(0, half)}!${token.slice(half)}`;
		asked[`${id} elided`] = `${token.slice(0, 8)}${"x".repeat(token.length - 8)}`;
		asked[`${id} upper`] = token.toUpperCase();
		asked[`${id} in data`] = `${"Ab9/".repeat(12)}${token}${"Ab9+".repeat(12)}`;
		asked[`${id} in the file of a line`] = `${"word ".repeat(30)}${token}`;
		asked[`${id} wrong check`] = token.slice(0, -1) + (token.endsWith("A") ? "B" : "A");
	}
	expectLabelled("words-tokens.txt", asked, (text) => {
		const found = findTokens(text).map(
			(one) => `${one.confidence} ${String(one.start)}${one.isPlain ? " plain" : ""}`,
		);
		const detected = detectSecret(text, { kind: "source" });
		return `${found.join(", ")} / ${detected === null ? "-" : `${detected.confidence} ${String(detected.start)}`}${behindPrefix(text) === null ? "" : " begins"}`;
	});
});

test("a secret is found inside of a value", () => {
	const token = fakeSecret("github-personal-token");
	const key = fakeSecret("aws-access-key-id");
	const asked: Record<string, string> = {};
	for (const [name, secret] of Object.entries({
		token,
		typed: SECRET,
		word: WORD,
		id: key,
		drawn: fakeSecret("token"),
	})) {
		const put = (label: string, text: string): void => {
			asked[`${name} ${label}`] = text;
		};
		put("between blanks", `  ${secret}\n`);
		put("in JSON", JSON.stringify({ a: 1, password: secret }));
		put("in JSON, escaped", `{"password":"${secret.replace(/.$/u, "\\u0041")}"}`);
		put("in JSON, nested", JSON.stringify({ a: [{ b: { password: secret } }] }));
		put("in JSON, a default", JSON.stringify({ password: { default: secret } }));
		put("in JSON, a default at the top", JSON.stringify({ default: secret }));
		put("in JSON, under another name", JSON.stringify({ table: secret }));
		put("in a list", JSON.stringify([secret, "b"]));
		put("in JSON, in JSON", JSON.stringify({ a: JSON.stringify({ password: secret }) }));
		put("in broken JSON", `{"password": ${secret}`);
		put("in large JSON", JSON.stringify({ a: "b ".repeat(10_300), password: secret }));
		for (const pair of [
			"a;Password=?;b=c",
			"https://x.io/?sig=?&b=c",
			"https://x.io/?token=?",
			"password=?",
			"a b;pwd=?",
			"x?a=b&password=%41?",
			"x;a=%41?",
			"x;table=?",
			"a&secret=?;",
		]) {
			put(
				`in ${pair}`,
				pair.replace(/\?(?=$|[;&])/u, () => secret),
			);
		}
		for (const line of [
			"a\nexport DB_PASSWORD=? b\n",
			'a\nDB_PASSWORD="?" b',
			"a\nDB_PASSWORD='? b'\nc",
			"DB_PASSWORD=?\na",
			"a\n\nx TABLE=?\n",
			"a\n=?\nDB_PASSWORD=?",
			"a=b\nDB_PASSWORD=short\nX=?",
			`a\n${" ".repeat(186)}DB_PASSWORD=?`,
			`a\n${" ".repeat(189)}DB_PASSWORD=?`,
		]) {
			put(
				`in lines ${String(line.length)} ${line.trim().slice(0, 20)}`,
				line.replace(/\?(?!.*\?)/su, () => secret),
			);
		}
		const encoded = (text: string): string =>
			Buffer.from(text.padEnd(Math.ceil(text.length / 3) * 3)).toString("base64");
		put("in base64", encoded(`password is ${secret}`));
		put("in base64, twice", encoded(encoded(`the password is ${secret}`)));
		put("in base64, three times", encoded(encoded(encoded(`the password is ${secret}`))));
		put("in base64, cut", encoded(`password is ${secret}`).slice(0, -1));
		put("in short base64", encoded("abcdef"));
	}
	const names = ["DB_PASSWORD", "SETTING", "TOKEN"];
	expectLabelled("words-inside.txt", asked, (text) =>
		[undefined, ...names]
			.map((name) =>
				(["environment", "template", "source"] as const)
					.map((kind) => {
						const found = detectSecret(text, name === undefined ? { kind } : { name, kind });
						return found === null
							? "-"
							: `${found.id} ${found.confidence} ${String(found.start)}-${String(found.end)}`;
					})
					.join(", "),
			)
			.join(" / "),
	);
});

test("how far a pair's parts are apart counts", () => {
	const asked: Record<string, string> = {};
	for (const count of [0, 1, 2, 7, 8, 9, 11, 12, 13, 126, 127, 128, 129, 255, 256, 257, 399, 400, 401]) {
		const [blanks, letters, quotes] = [" ".repeat(count), "x".repeat(count), "'".repeat(count)];
		Object.assign(asked, {
			[`${String(count)} blanks before`]: `DB_PASSWORD${blanks}=${SECRET}`,
			[`${String(count)} blanks behind`]: `DB_PASSWORD: ${blanks}${SECRET}`,
			[`${String(count)} blanks before a word`]: `"DB_PASSWORD"${blanks} "${SECRET}"`,
			[`${String(count)} blanks at the beginning`]: `${blanks}DB_PASSWORD: ${SECRET}`,
			[`${String(count)} letters before`]: `${letters}PASSWORD=${SECRET}`,
			[`${String(count)} letters between`]: `password ${letters} "${SECRET}"`,
			[`${String(count)} quotes`]: `DB_PASSWORD${quotes}: ${SECRET}`,
			[`${String(count)} letters in the value`]: `DB_PASSWORD=${SECRET}${letters}`,
			[`${String(count)} letters on a line`]: `${letters} ${letters}\n> 12 | DB_PASSWORD: ${SECRET}\r\nx`,
			[`${String(count)} blanks in a block`]: `  DB_PASSWORD: |\n${blanks}${SECRET}\n${blanks}- ${SECRET}\n x`,
		});
	}
	expectLabelled("lines-apart.txt", asked, (line) =>
		[
			change(line, redactText(line)),
			change(line, redactProse(line)),
			...findSecrets(line).map((one) => `${String(one.name?.length)} ${String(one.start)}-${String(one.end)}`),
			marked(quotedRanges(line)),
		].join(" / "),
	);
});

test("what stands on several lines, or several times, is told apart", () => {
	const some = drawFrom("several");
	const pem = fakeSecret("pem-private-key");
	const body = pem.split("\n").slice(1, 4).join("\n");
	const [begin = "", end = ""] = [pem.split("\n")[0], pem.trim().split("\n").at(-1)];
	const jwt = fakeSecret("jwt");
	const encrypted = begin.replace("PRIVATE", "ENCRYPTED PRIVATE");
	const asked: Record<string, string> = {
		"two keys": `a ${pem} b ${pem} c`,
		"a key in a key": `${begin}\n${body}\n${pem} c`,
		"a key without an end": `${begin}\n${body}\n\nx: 1`,
		"the end of a key": `> 1 | ${body.replaceAll("\n", "\n  2 | ")}\n  3 | ${end}\nx`,
		"an end alone": `x\n${end}\nx`,
		"a key on one line": `key: "${pem.replaceAll("\n", "\\n")}", b: 1`,
		"an encrypted key": `${encrypted}\n${body}\n${end}`,
		"a key in base64": `x: ${fakeSecret("base64-private-key")} y`,
		"two tokens": `${jwt} and ${jwt}`,
		"a token behind a slash": `x/${jwt}`,
		"a token behind a sign": `x=${jwt}`,
		"a token behind an n": `x\\n${jwt}`,
		"two URLs": `${fakeSecret("uri-password")} ${fakeSecret("uri-password", 2)}`,
		"a header": `Authorization: ${fakeSecret("bearer-header")}; x`,
		"a user's header": `"Authorization": "${fakeSecret("basic-header")}", x`,
		"a connection": `x "${fakeSecret("connection-string")}" y`,
		"an id and its key": `${fakeSecret("aws-access-key-id")}:${fakeSecret("aws-secret-access-key")}`,
		"a key alone": ` ${fakeSecret("aws-secret-access-key")} `,
		"a UUID": `SECRET: ${fakeSecret("uuid")}`,
		hexadecimal: `x ${fakeSecret("hex-token")} y`,
	};
	for (const length of [7, 8, 15, 16, 19, 20, 21, 22, 23, 24, 25, 31, 32, 39, 40, 41, 63, 64, 65, 128, 129]) {
		asked[`eyJ and ${String(length - 3)}`] = `x eyJ${some("abcdefABCDEF0123456789", length - 3)} y`;
		asked[`base64 of ${String(length)}`] = `x ${some("abcdefABCDEF0123456789+/", length)} y`;
		asked[`a prefix and ${String(length)}`] = `x acme_${some("abcdefABCDEF0123456789", length)} y`;
		asked[`hexadecimal of ${String(length)}`] = `x ${some("abcdef0123456789", length)} y`;
	}
	for (const uri of [
		"a://b:c@d",
		"a://b:cd@e",
		"a://b:@d",
		"a://:cd@e",
		"a://b:c/d@e",
		"a://b:cd@e a://f:gh@i",
		"a://b:cd",
		"a://b:${x}@d",
		"a://b:c@d@e",
		"://b:cd@e",
		"a://b:cd\n@e",
		"a://b://c:de@f",
		"a:b@c",
		"a://b@c:80",
	]) {
		asked[uri] = `x ${uri} y`;
	}
	LINES.forEach((line, index) => {
		if (index % 5 === 0) {
			asked[`line ${String(index)}`] =
				`${line}\n# it's ${LINES[(index * 7 + 3) % LINES.length] ?? ""}\n${LINES[(index * 3 + 11) % LINES.length] ?? ""}`;
		}
	});
	expectLabelled("lines-several.txt", asked, (text) =>
		[
			change(text, redactText(text)),
			change(text, redactProse(text)),
			marked(tokenRanges(text)),
			marked(pairRanges(text)),
			marked(quotedRanges(text)),
			marked(quotedRanges(text, "comment")),
			marked(
				commentRanges(text, [
					{ start: 0, end: 9 },
					{ start: 10, end: text.length },
				]),
			),
			marked(hiddenRanges(text, "free", "x")),
			findSecrets(text)
				.map((one) => `${one.detection.label} ${String(one.start)}-${String(one.end)}`)
				.join(),
			detectSecret(text, { kind: "source" })?.label ?? "-",
		].join(" / "),
	);
});

test("a value that repeats its name is none", () => {
	const values = [
		"db_password",
		"DB_PASSWORD",
		"dbPassword",
		"Db-Password",
		"password",
		"PASSWORD",
		"Password",
		"jwt_secret",
		"JwtSecret",
	];
	expectRecorded("words-echo.txt", values, (value) =>
		["DB_PASSWORD", "dbPassword", "password", "PASSWORD", "Password", "jwt_secret", "JWT_SECRET"]
			.map((name) =>
				(["environment", "template", "source"] as const)
					.map((kind) => detectSecret(value, { name, kind })?.id ?? "-")
					.join(","),
			)
			.join(" "),
	);
});
