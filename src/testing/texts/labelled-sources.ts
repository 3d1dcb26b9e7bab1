import { PROVIDERS } from "../../detect/formats/provider-table.ts";
import { drawFrom, fakeSecret } from "../fake-secret.ts";

/**
 * A way to write a value in a program: `$N` stands for a name in camel case, `$U` for it in capitals, `$K` in kebab
 * case.
 */
export interface Shape {
	readonly name: string;
	readonly code: (name: Spelling, value: string) => string;
	/** A name of its own kind is asked for: a header has no capitals with underscores. */
	readonly jsx?: true;
}

/** A name in the spellings that programs use. */
export interface Spelling {
	readonly camel: string;
	readonly upper: string;
	readonly snake: string;
	readonly kebab: string;
	readonly pascal: string;
}

export function spell(words: string): Spelling {
	const parts = words.split(" ");
	const pascal = parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("");
	return {
		camel: pascal.charAt(0).toLowerCase() + pascal.slice(1),
		upper: parts.join("_").toUpperCase(),
		snake: parts.join("_"),
		kebab: parts.join("-"),
		pascal,
	};
}

const q = (value: string): string => JSON.stringify(value);
const tick = (value: string): string =>
	`\`${value.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${")}\``;
const half = (value: string): readonly [string, string] => [
	value.slice(0, value.length >> 1),
	value.slice(value.length >> 1),
];

export const SHAPES: readonly Shape[] = [
	{ name: "const", code: (n, v) => `const ${n.camel} = ${q(v)};` },
	{ name: "constant", code: (n, v) => `export const ${n.upper} = ${q(v)};` },
	{
		name: "let",
		code: (n, v) =>
			`let ${n.snake} = '${v.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}';`,
	},
	{ name: "property", code: (n, v) => `const settings = { host: "h", ${n.camel}: ${q(v)}, port: 1 };` },
	{ name: "quoted property", code: (n, v) => `module.exports = { "${n.kebab}": ${q(v)} };` },
	{ name: "nested argument", code: (n, v) => `client.start({ retries: 3, options: { ${n.camel}: ${q(v)} } });` },
	{ name: "class field", code: (n, v) => `class Service { ${n.camel} = ${q(v)}; }` },
	{ name: "private field", code: (n, v) => `class Service { #${n.camel} = ${q(v)}; }` },
	{
		name: "static readonly field",
		code: (n, v) => `class Service { private static readonly ${n.upper}: string = ${q(v)}; }`,
	},
	{ name: "default parameter", code: (n, v) => `function start(${n.camel} = ${q(v)}) { return ${n.camel}; }` },
	{ name: "default in a pattern", code: (n, v) => `const { ${n.camel} = ${q(v)} } = options;` },
	{ name: "fallback ??", code: (n, v) => `const ${n.camel} = process.env.${n.upper} ?? ${q(v)};` },
	{ name: "fallback ||", code: (n, v) => `start(process.env.${n.upper} || ${q(v)});` },
	{ name: "fallback ||=", code: (n, v) => `process.env.${n.upper} ||= ${q(v)};` },
	{ name: "ternary", code: (n, v) => `const ${n.camel} = isProd ? load() : ${q(v)};` },
	{ name: "template", code: (n, v) => `const ${n.camel} = ${tick(v)};` },
	{ name: "concatenation", code: (n, v) => `const ${n.camel} = ${q(half(v)[0])} + ${q(half(v)[1])};` },
	{ name: "array join", code: (n, v) => `const ${n.camel} = [${q(half(v)[0])}, ${q(half(v)[1])}].join("");` },
	{
		name: "constants joined",
		code: (n, v) =>
			`const head = ${q(half(v)[0])};\nconst tail = ${q(half(v)[1])};\nconst ${n.camel} = head + tail;`,
	},
	{ name: "as const", code: (n, v) => `const ${n.camel} = ${q(v)} as const;` },
	{
		name: "satisfies",
		code: (n, v) => `export default { ${n.camel}: ${q(v)} satisfies string } satisfies Settings;`,
	},
	{ name: "assignment", code: (n, v) => `settings.${n.camel} = ${q(v)};` },
	{ name: "computed key", code: (n, v) => `settings["${n.snake}"] = ${q(v)};` },
	{ name: "environment", code: (n, v) => `process.env.${n.upper} = ${q(v)};` },
	{ name: "enum", code: (n, v) => `enum Settings { ${n.pascal} = ${q(v)} }` },
	{ name: "header object", code: (n, v) => `await fetch(url, { headers: { "x-${n.kebab}": ${q(v)} } });` },
	{ name: "header setter", code: (n, v) => `headers.set("X-${n.kebab}", ${q(v)});` },
	{
		name: "query string",
		code: (n, v) => `await fetch(\`https://\${host}/v1/items?limit=3&${n.snake}=${encodeURIComponent(v)}\`);`,
	},
	{ name: "pair", code: (n, v) => `const settings = new Map([["${n.snake}", ${q(v)}], ["a", "b"]]);` },
	{ name: "name and value", code: (n, v) => `const environment = [{ name: "${n.upper}", value: ${q(v)} }];` },
	{ name: "comparison", code: (n, v) => `if (request.${n.camel} !== ${q(v)}) { deny(); }` },
	{ name: "comparison, the other side", code: (n, v) => `const ok = ${q(v)} === event.headers["${n.kebab}"];` },
	{
		name: "constructor options",
		code: (n, v) => `export const client = new Client({ region: "r", ${n.camel}: ${q(v)} });`,
	},
	{
		name: "constructor argument",
		code: (n, v) =>
			`class Client { constructor(private readonly ${n.camel}: string) {} }\nexport const client = new Client(${q(v)});`,
	},
	{
		name: "function argument",
		code: (n, v) =>
			`function start(host: string, ${n.camel}: string) { return host + ${n.camel}; }\nstart("h", ${q(v)});`,
	},
	{ name: "setter", code: (n, v) => `client.set${n.pascal}(${q(v)});` },
	{ name: "decorator", code: (n, v) => `@Service({ ${n.camel}: ${q(v)} })\nclass A {}` },
	{ name: "attribute", jsx: true, code: (n, v) => `const view = <Client ${n.camel}={${q(v)}} />;` },
	{
		name: "environment of CDK",
		code: (n, v) => `new Function(this, "F", { environment: { ${n.upper}: ${q(v)} } });`,
	},
	{ name: "addEnvironment", code: (n, v) => `fn.addEnvironment("${n.upper}", ${q(v)});` },
	{ name: "buffer", code: (n, v) => `const ${n.camel} = Buffer.from(${q(v)}, "utf8");` },
	{ name: "result", code: (n, v) => `const get${n.pascal} = () => ${q(v)};` },
	{
		name: "schema default",
		code: (n, v) => `const schema = z.object({ ${n.camel}: z.string().min(1).default(${q(v)}) });`,
	},
	{
		name: "JSON in a string",
		code: (n, v) => `const settings = JSON.parse(${q(JSON.stringify({ host: "h", [n.snake]: v }))});`,
	},
	{ name: "timingSafeEqual", code: (n, v) => `timingSafeEqual(Buffer.from(${n.camel}), Buffer.from(${q(v)}));` },
];

/** A text with the names that it may go by, and what it is. */
export interface Labelled {
	readonly family: string;
	readonly id: string;
	readonly name: string;
	readonly value: string;
}

const SECRET_NAMES =
	"api key|api token|access token|auth token|client secret|app secret|jwt secret|session secret|signing key|encryption key|webhook secret|private key|secret|token|api secret|secret key|bearer token|refresh token|consumer secret|shared secret|hmac secret|cookie secret|service token|master key|bot token|oauth token|github token|stripe secret|datadog api key|algolia admin key|cloudflare api token|openai api key|twilio auth token|okta client secret|sendgrid api key|mailgun token|fastly api token|heroku api key|asana client secret|discord client secret|linkedin client secret|zendesk secret key|new relic api key|sentry auth token|confluent secret key|kraken access token|travisci access token|adafruit api key|bittrex secret key|etsy access token|finnhub access token|gitter access token|launchdarkly access token|messagebird api token|netlify access token|nytimes access token|plaid secret key|sendbird access token|trello access token|yandex api key|rapid api key|lob api key|mattermost access token|sumologic access token|squarespace access token|codecov access token|coinbase access token|droneci access token|freshbooks access token|intercom api key|jfrog api key|kucoin secret key|npm auth token|bitbucket client secret|contentful delivery token|facebook secret|hubspot api key|mailchimp key|postman token|azure client secret|snowflake private key".split(
		"|",
	);
const PASSWORD_NAMES =
	"password|db password|database password|admin password|smtp pass|user password|root password|mysql pwd|redis password|passphrase|passwd|master user password|keystore password|postgres password|basic auth password|login password|ldap bind password|mongo password|user pass|default password|temp password|passwort|contrasena|mot de passe|senha|wachtwoord|lösenord".split(
		"|",
	);
const NEUTRAL_NAMES = "value|setting|thing|config|data|input|foo|item|x|entry|body|result".split("|");
const WORDS =
	"winter summer dragon monkey purple falcon coffee rocket silver tiger orange shadow market garden pepper thunder banana hammer bridge planet castle welcome secret admin login access sunshine football".split(
		" ",
	);

type Draw = (characters: string, length: number) => string;

const one = (some: Draw, list: readonly string[]): string =>
	list[Math.floor((Number.parseInt(some("0123456789", 6), 10) / 1e6) * list.length)] ?? "";
const title = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const DIGITS = "0123456789";
const ALNUM = LOWER + UPPER + DIGITS;

/** What machines make under a secret's name. */
const RANDOM_VALUES: Readonly<Record<string, (some: Draw) => string>> = {
	"hex 32": (some) => some("0123456789abcdef", 32),
	"hex 40": (some) => some("0123456789abcdef", 40),
	"hex 64": (some) => some("0123456789abcdef", 64),
	"capital hex 32": (some) => some("0123456789ABCDEF", 32),
	"hex 24": (some) => some("0123456789abcdef", 24),
	"hex 20": (some) => some("0123456789abcdef", 20),
	"alnum 16": (some) => some(ALNUM, 16),
	"alnum 20": (some) => some(ALNUM, 20),
	"alnum 24": (some) => some(ALNUM, 24),
	"alnum 32": (some) => some(ALNUM, 32),
	"alnum 40": (some) => some(ALNUM, 40),
	"alnum 64": (some) => some(ALNUM, 64),
	"lower 20": (some) => some(LOWER + DIGITS, 20),
	"lower 32": (some) => some(LOWER + DIGITS, 32),
	"upper 20": (some) => some(UPPER + DIGITS, 20),
	"upper 32": (some) => some(UPPER + DIGITS, 32),
	"base64 44": (some) => `${some(`${ALNUM}+/`, 43)}=`,
	"base64 88": (some) => `${some(`${ALNUM}+/`, 86)}==`,
	"base64url 22": (some) => some(`${ALNUM}-_`, 22),
	"base64url 43": (some) => some(`${ALNUM}-_`, 43),
	"base64url 64": (some) => some(`${ALNUM}-_`, 64),
	uuid: (some) => [8, 4, 4, 4, 12].map((length) => some("0123456789abcdef", length)).join("-"),
	letters: (some) => some(LOWER + UPPER, 32),
	"in groups": (some) => [5, 5, 5, 5].map((length) => some(UPPER + DIGITS, length)).join("-"),
	"hex 16": (some) => some("0123456789abcdef", 16),
	"alnum 12": (some) => some(ALNUM, 12),
	"small letters 24": (some) => some(LOWER, 24),
	"capitals 32": (some) => some(UPPER, 32),
	"behind a word": (some) => `acme_${some(ALNUM, 24)}`,
	"behind two words": (some) => `tok-live-${some(LOWER + DIGITS, 22)}`,
	"base64 of a text": (some) => Buffer.from(`${some(LOWER, 8)}:${some(ALNUM, 18)}`).toString("base64"),
	"with a dot": (some) => `${some(ALNUM, 12)}.${some(ALNUM, 26)}`,
	symbols: (some) => some(`${ALNUM}!#%&*+-=?@^_~`, 24),
};

/** What people type. */
const PASSWORD_VALUES: Readonly<Record<string, (some: Draw) => string>> = {
	"word and digits": (some) => one(some, WORDS) + some("123456789", 3),
	"word and year": (some) => `${title(one(some, WORDS))}20${some("12", 1)}${some(DIGITS, 1)}`,
	"word, digits, sign": (some) => `${title(one(some, WORDS))}${some(DIGITS, 3)}!`,
	"word at sign digits": (some) => `${title(one(some, WORDS))}@${some(DIGITS, 4)}`,
	"two words and a digit": (some) => `${title(one(some, WORDS))}${title(one(some, WORDS))}${some("123456789", 1)}`,
	leet: (some) =>
		`${title(one(some, WORDS)).replaceAll("o", "0").replaceAll("e", "3").replaceAll("a", "@")}${some(DIGITS, 2)}`,
	"signs and words": (some) => `${one(some, WORDS)}#${one(some, WORDS)}$${some(DIGITS, 2)}`,
	drawn: (some) => some(`${ALNUM}!@#$%^&*`, 12),
	"drawn, short": (some) => `${some(LOWER, 3)}${some(UPPER, 2)}${some(DIGITS, 3)}`,
	"drawn letters": (some) => some(LOWER + UPPER, 14),
	"a sign within": (some) => one(some, WORDS).replace("a", "@").replace("e", "3") + one(some, WORDS),
	"drawn, with brackets": (some) => `${some(ALNUM, 5)}{${some(ALNUM, 4)}(${some("!$%", 1)}${some(ALNUM, 3)}`,
	"drawn small letters": (some) => some("bcdfghjklmnpqrstvwxz", 10),
	keyboard: (some) => `qwe${some("rtyasdf", 3)}${some(DIGITS, 3)}`,
	"words with dashes": (some) => `${one(some, WORDS)}-${one(some, WORDS)}-${some("23456789", 4)}!`,
};

const SCHEMES =
	"postgres postgresql mysql mongodb mongodb+srv redis rediss amqp amqps http https ftp sftp smtp smtps mssql mariadb ldap couchdb mqtt nats clickhouse".split(
		" ",
	);
const HOSTS =
	"db.acme-shop.com 10.0.3.17 cluster0.ab1cd.mongodb.net orders.c9akciq32.eu-west-1.rds.amazonaws.com cache.internal rabbit.acme.io localhost".split(
		" ",
	);

/** Positives of every family; the same for the same seed. */
export function labelledSecrets(seed: number, rounds = 1): readonly Labelled[] {
	const found: Labelled[] = [];
	const some = drawFrom(`labelled ${String(seed)}`);
	const add = (family: string, id: string, name: string, value: string): void => {
		found.push({ family, id, name, value });
	};
	for (let round = 0; round < rounds; round++) {
		for (const { id } of PROVIDERS) {
			add("provider", id, one(some, NEUTRAL_NAMES), fakeSecret(id, seed * 1000 + round));
		}
		for (const [id, make] of Object.entries(RANDOM_VALUES)) {
			for (let i = 0; i < 6; i++) {
				add("named", id, one(some, SECRET_NAMES), make(some));
			}
		}
		for (const [id, make] of Object.entries(PASSWORD_VALUES)) {
			for (let i = 0; i < 8; i++) {
				add("password", id, one(some, PASSWORD_NAMES), make(some));
			}
		}
		for (const scheme of SCHEMES) {
			for (const id of ["word and digits", "drawn", "word, digits, sign"]) {
				const password = encodeURIComponent(PASSWORD_VALUES[id]?.(some) ?? "");
				add(
					"uri",
					scheme,
					one(some, [...NEUTRAL_NAMES, "database url", "connection string", "broker uri"]),
					`${scheme}://${scheme.startsWith("redis") ? "" : one(some, ["app", "admin", "orders_rw", "root"])}:${password}@${one(some, HOSTS)}:5432/${one(some, WORDS)}`,
				);
			}
		}
		for (const id of [
			"pem-private-key",
			"base64-private-key",
			"jwt",
			"basic-header",
			"bearer-header",
			"connection-string",
		]) {
			add("structure", id, one(some, NEUTRAL_NAMES), fakeSecret(id, seed * 1000 + round));
		}
		for (const [id, value] of encoded(seed * 1000 + round)) {
			add("encoded", id, one(some, NEUTRAL_NAMES), value);
		}
		for (const name of ["aws secret access key", "secret access key", "secret key"]) {
			add(
				"named",
				"aws-secret-access-key",
				name,
				fakeSecret("aws-secret-access-key", seed * 1000 + round + name.length),
			);
		}
	}
	return found;
}

/** What is written in another form: escaped, in base64, in JSON. */
function encoded(seed: number): readonly (readonly [id: string, value: string])[] {
	const pem = fakeSecret("pem-private-key", seed);
	const relabelled = (label: string): string =>
		pem.replaceAll(["PRIVATE", "KEY"].join(" "), [label, "PRIVATE", "KEY"].join(" "));
	return [
		["PEM of RSA", relabelled("RSA")],
		["PEM of EC", relabelled("EC")],
		["PEM of OpenSSH", relabelled("OPENSSH")],
		["PEM with escaped lines", pem.replaceAll("\n", "\\n")],
		["PEM in a line", pem.replaceAll("\n", " ")],
		[
			"service account",
			JSON.stringify({
				type: "service_account",
				project_id: "acme",
				private_key_id: "1",
				private_key: pem,
				client_email: "a@acme.iam.gserviceaccount.com",
			}),
		],
		["token in base64", Buffer.from(fakeSecret("github-personal-token", seed)).toString("base64")],
		["URL in base64", Buffer.from(fakeSecret("uri-password", seed)).toString("base64")],
		[
			"configuration in base64",
			Buffer.from(JSON.stringify({ user: "app", password: fakeSecret("password", seed) })).toString("base64"),
		],
		[
			"JDBC",
			`jdbc:mysql://db.acme-shop.com:3306/orders?user=app&password=${fakeSecret("token", seed).slice(0, 14)}`,
		],
		[
			"JDBC of Oracle",
			`jdbc:sqlserver://db.acme-shop.com:1433;databaseName=orders;user=app;password=${fakeSecret("password", seed)}`,
		],
		[
			"token in a sentence",
			`curl -H "Authorization: token ${fakeSecret("github-personal-token", seed)}" https://api.acme.test`,
		],
		["URL with a token", `https://${fakeSecret("github-personal-token", seed)}@github.com/acme/app.git`],
		[
			"URL with a user and a token",
			`https://x-access-token:${fakeSecret("github-server-token", seed)}@github.com/acme/app.git`,
		],
		["dotenv", `STAGE=prod\nDB_PASSWORD=${fakeSecret("password", seed)}\n`],
	];
}
