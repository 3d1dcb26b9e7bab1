import { describe, expect, test } from "vitest";
import { drawFrom } from "../../testing/fake-secret.ts";
import { moduleOf } from "../../testing/read-module.ts";
import { findLogCalls } from "../handler/log-calls.ts";
import { shownSecrets } from "./shown-secrets.ts";

function shows(code: string): boolean {
	const module = moduleOf(code);
	return [...findLogCalls(module)].some((call) =>
		call.arguments.some((argument) => shownSecrets(argument, module).length > 0),
	);
}

const upper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const camel = ([first = "", ...rest]: readonly string[]): string => first + rest.map(upper).join("");

/** Ways to write a name of several words, and ways to log it. */
const STYLES: readonly ((words: readonly string[]) => string)[] = [camel, (words) => words.join("_")];
const USES: readonly ((name: string) => string)[] = [
	(name) => `const f = (${name}) => { console.log(${name}); };`,
	(name) => `const f = async () => { const ${name} = await load(); console.log("x", { ${name} }); };`,
	(name) => `const f = (event) => { console.log(\`got \${event.detail.${name}}\`); };`,
	(name) => `const f = (event) => { const { ${name} } = event; logger.info("x", ${name}); };`,
	(name) => `const f = (event) => { console.log(event["${name}"]); };`,
];

const everyWay = (words: readonly string[]): readonly string[] =>
	STYLES.flatMap((style) => USES.map((use) => use(style(words))));

const list = (text: string): readonly string[] => text.split(" ");
/** Whoever has one of these gets in. */
const LETTING_IN = list("access api auth bearer bot github id jwt login oauth refresh session slack user webhook");
const OPENING = list("api private secret signing stripe openai");
/** What a word before these finds, counts, marks or locks. */
const FINDING = list(
	"account billing cart claim color concurrency connect consistency delta embed etag fencing heartbeat lease lock mutex order owner placement queue range reservation row semaphore share slot snapshot state stream style theme tracking version view wait write",
);

describe("a name that is logged, where nothing else tells what it holds", () => {
	test.each([
		...LETTING_IN.map((word) => [word, "token"]),
		...LETTING_IN.map((word) => ["app", word, "token"]),
		...OPENING.map((word) => [word, "key"]),
		...list("password passphrase").map((word) => ["db", word]),
		["client", "secret"],
		["token"],
	])("is a secret's: %s %s %s", (...words) => {
		for (const code of everyWay(words.filter((word) => word !== undefined))) {
			expect(shows(code), code).toBe(true);
		}
	});

	test.each([
		...FINDING.flatMap((word) => [
			[word, "token"],
			["current", word, "token"],
			["owner", word, "token"],
			[word, "key"],
			["owner", word, "key"],
		]),
	])("may be anything's: %s %s %s", (...words) => {
		for (const code of everyWay(words.filter((word) => word !== undefined))) {
			expect(shows(code), code).toBe(false);
		}
	});

	test("says nothing with a word that nobody knows", () => {
		const draw = drawFrom("names");
		for (let n = 0; n < 60; n++) {
			const word = draw("bdfglmnprst", 1) + draw("aeiou", 1) + draw("bdflmnprst", 2) + draw("aeiou", 1);
			for (const head of ["token", "key"]) {
				const code = `const f = (event) => { console.log(event.${camel([word, head])}); };`;
				expect(shows(code), code).toBe(false);
			}
		}
	});
});

const NAMES = ["credentials", "creds", "token", "secret", "password"];

describe("the answer of a command that is logged by a secret's name", () => {
	test.each(
		NAMES.flatMap((name) =>
			list("GetItem Query ListUsers PutObject DescribeTable SendMessage").map(
				(command) =>
					`const f = async () => { const ${name} = await client.send(new ${command}Command({})); console.log(${name}); };`,
			),
		),
	)("is something else: %s", (code) => {
		expect(shows(code)).toBe(false);
	});

	test.each(
		NAMES.flatMap((name) =>
			list(
				"AssumeRole GetSessionToken GetCredentialsForIdentity InitiateAuth GetRandomPassword CreateAccessKey",
			).map(
				(command) =>
					`const f = async () => { const ${name} = await client.send(new ${command}Command({})); console.log(${name}); };`,
			),
		),
	)("holds a secret: %s", (code) => {
		expect(shows(code)).toBe(true);
	});
});

describe("a name of a secret for something else", () => {
	test.each([
		"const f = (accessToken) => { console.log(accessToken); };",
		"const f = (clientSecret) => { console.log(clientSecret); return run({ value: clientSecret }); };",
	])("is one by its name: %s", (code) => {
		expect(shows(code)).toBe(true);
	});

	test.each([
		"const f = (sessionTokens, max) => { if (sessionTokens >= max) console.log(`${sessionTokens} / ${max}`); };",
		"const f = (accessTokens, more) => { console.log(accessTokens); return accessTokens - more; };",
		"const f = (appSecret) => { console.log(appSecret); return run({ secretArn: appSecret }); };",
		"const f = (appSecret) => { console.log(appSecret); return client.send(new Get({ SecretId: appSecret })); };",
	])("is none by its use: %s", (code) => {
		expect(shows(code)).toBe(false);
	});
});
