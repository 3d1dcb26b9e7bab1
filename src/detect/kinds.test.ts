import { describe, expect, test } from "vitest";
import { drawFrom, fakeSecret } from "../testing/fake-secret.ts";
import type { Context } from "./detection.ts";
import { detectAtSink } from "./detect-at-sink.ts";
import { detectSecret } from "./detect-secret.ts";
import { findSecrets } from "./find-secrets.ts";
import { classOfName } from "./name-kind.ts";
import { hiddenRanges } from "./hidden-ranges.ts";
import { mask } from "./redact.ts";

// How many of the values of a kind are found in each place, of many that are drawn, and which neighbours of the kind
// are none.

const SAMPLES = 200;
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const LETTERS = LOWER + LOWER.toUpperCase();
const ALNUM = LETTERS + DIGITS;
const HEX = `${DIGITS}abcdef`;

type Draw = (characters: string, length: number) => string;
type Make = (some: Draw) => string;

/** Under a name that says nothing: a constant, a property, a variable, a property of a template. */
const NEUTRAL: readonly Context[] = [
	{ kind: "source", name: "value" },
	{ kind: "source", name: "options" },
	{ kind: "environment", name: "SETTING" },
	{ kind: "template", name: "Setting" },
];
const NAMED: readonly Context[] = [
	{ kind: "source", name: "apiToken" },
	{ kind: "source", name: "jwtSecret" },
	{ kind: "environment", name: "SECRET_KEY" },
	{ kind: "template", name: "ApiToken" },
];

/** The share of what is made that is found in a place. */
function rate(make: Make, context: Context): number {
	const some = drawFrom(`${context.kind} ${context.name ?? ""} ${make.toString()}`);
	const found = Array.from({ length: SAMPLES }, () => make(some)).filter(
		(text) => detectSecret(text, context) !== null,
	);
	return found.length / SAMPLES;
}

const encoded = (text: string): string => Buffer.from(text, "latin1").toString("base64");
const sas = (some: Draw): string =>
	encodeURIComponent(encoded(some(String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code)), 32)));

const ANYWHERE: Readonly<Record<string, Make>> = {
	"a bot's token of Slack": (some) => `xoxb-${some("123456789", 12)}-${some("123456789", 13)}-${some(ALNUM, 24)}`,
	"a user's token of Slack": (some) =>
		`xoxp-${some("123456789", 12)}-${some("123456789", 12)}-${some("123456789", 13)}-${some(HEX, 32)}`,
	"an older token of Slack": (some) => `xoxs-${some("123456789", 12)}-${some("123456789", 12)}-${some(HEX, 10)}`,
	"a bot's token of Discord": (some) =>
		`${Buffer.from(some("123456789", 18)).toString("base64url")}.${some(ALNUM, 6)}.${some(`${ALNUM}-_`, 38)}`,
	"a signature of Azure": (some) =>
		`https://acme.blob.core.windows.net/c?sv=2022-11-02&sp=r&se=2030-01-01T00:00:00Z&sig=${sas(some)}`,
	"a signature of Azure without its URL": (some) => `sv=2022-11-02&sp=r&sig=${sas(some)}`,
	"a URL of a workflow": (some) =>
		`https://prod-00.westeurope.logic.azure.com:443/workflows/${some(HEX, 32)}/triggers/manual/paths/invoke?api-version=2016-06-01&sv=1.0&sig=${some(ALNUM, 43)}`,
	"a key in headers of an exporter": (some) => `api-key=${some(ALNUM, 32)},x-scope=orders`,
	"a header of Honeycomb": (some) => `x-honeycomb-dataset=orders,x-honeycomb-team=${some(ALNUM, 22)}`,
	"a user's header of an exporter": (some) => `Authorization=Basic ${encoded(`123456:${some(ALNUM, 20)}`)}`,
	"a header with its blank encoded": (some) => `Authorization=Bearer%20${some(ALNUM, 32)}`,
	"an option": (some) => `serve --host db --password=${some(ALNUM, 14)}`,
	"an option with a blank": (some) => `serve --db-password ${some(ALNUM, 14)} --port 80`,
	"a property of Java": (some) => `-Xmx512m -Djavax.net.ssl.keyStorePassword=${some(ALNUM, 14)} -Da=b`,
	"a header of curl": (some) => `curl -H "Authorization: Bearer ${some(ALNUM, 32)}" https://acme.test`,
	"a header alone": (some) => `Authorization: Bearer ${some(ALNUM, 32)}`,
	"a key's header": (some) => `X-Api-Key: ${some(ALNUM, 32)}`,
	"a file of INI": (some) => `[db]\nuser = app\npassword = ${some(ALNUM, 14)}\n`,
	"a file of YAML": (some) => `db:\n  user: app\n  password: ${some(ALNUM, 14)}\n`,
	"an entry of netrc": (some) => `machine api.acme.test login deploy password ${some(ALNUM, 16)}`,
	"netrc in lines": (some) => `machine api.acme.test\n  login deploy\n  password ${some(ALNUM, 16)}\n`,
	"a line of npmrc": (some) => `//registry.acme.test/:_authToken=${some(ALNUM, 36)}`,
	"a line of pgpass": (some) => `db.acme.test:5432:orders:app:${some(ALNUM, 14)}`,
	"a URL of Oracle": (some) => `jdbc:oracle:thin:app/${some(ALNUM, 14)}@//db.acme.test:1521/ORDERS`,
	"a connection of libpq": (some) => `host=db.acme.test user=app password=${some(ALNUM, 14)} dbname=orders`,
	"a login of a registry": (some) =>
		JSON.stringify({ auths: { "acme.test": { auth: encoded(`app:${some(ALNUM, 14)}`) } } }),
	"openssl's key": (some) => `openssl enc -aes-256-cbc -k ${some(ALNUM, 16)} -in a -out b`,
	"openssl's pass phrase": (some) => `openssl rsa -in a -passin pass:${some(ALNUM, 16)}`,
	"mongosh's option": (some) => `mongosh -u app -p ${some(ALNUM, 16)} orders`,
	"sqlplus's user": (some) => `sqlplus app/${some(ALNUM, 16)}@orders`,
	"smbclient's user": (some) => `smbclient //host/share -U app%${some(ALNUM, 16)}`,
	"rabbitmqctl's user": (some) => `rabbitmqctl add_user app ${some(ALNUM, 16)}`,
	"zip's option": (some) => `zip -P ${some(ALNUM, 16)} a.zip b`,
	"a parameter of SSM": (some) =>
		`aws ssm put-parameter --name /app/key --type SecureString --value ${some(ALNUM, 20)}`,
	"sshpass's option": (some) => `sshpass -p ${some(ALNUM, 14)} ssh app@host`,
};

describe("anywhere", () => {
	test.each(Object.entries(ANYWHERE))("%s is found", (_what, make) => {
		for (const context of NEUTRAL) {
			expect(rate(make, context), JSON.stringify(context)).toBeGreaterThanOrEqual(0.97);
		}
	});

	test.each(Object.entries(ANYWHERE))("%s is masked", (what, make) => {
		const text = make(drawFrom(what));
		const found = detectSecret(text, { kind: "environment", name: "SETTING" });
		const secret = text.slice(found?.start, found?.end);
		expect(secret.length).toBeGreaterThan(8);
		expect(mask(text, hiddenRanges(text, "free"))).not.toContain(secret);
	});

	test.each(Object.entries(ANYWHERE))("%s is found in a script", (what, make) => {
		expect(findSecrets(`#!/bin/bash\n${make(drawFrom(what))}\n`).length).toBeGreaterThan(0);
	});
});

const UNDER_A_NAME: Readonly<Record<string, readonly [make: Make, least: number]>> = {
	"Django's key": [(some) => some("abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)", 50), 0.97],
	"32 characters of a keyboard": [(some) => some(`${ALNUM}!"#$%&'()*+,-./:;<=>?@[]^_\`{|}~`, 32), 0.93],
	"24 characters of a keyboard": [(some) => some(`${ALNUM}!#$%&()*+,-.:;<=>?@[]^_{|}~`, 24), 0.88],
	"an id and a secret": [(some) => `${some(LETTERS, 1)}${some(ALNUM, 9)}.${some(ALNUM, 32)}`, 0.98],
	"letters with a dot": [(some) => `${some(LOWER, 10)}.${some(LETTERS, 32)}`, 0.98],
	"words and a random end": [(some) => `orders-payment-${some(ALNUM, 24)}`, 0.97],
	"words and a random end behind a line": [(some) => `prod_orders_${some(ALNUM, 24)}`, 0.97],
	"a word and a random end behind a colon": [(some) => `orders:${some(ALNUM, 20)}`, 0.97],
};

test.each(Object.entries(UNDER_A_NAME))("%s is found under a secret's name", (_what, [make, least]) => {
	for (const context of NAMED) {
		expect(rate(make, context), JSON.stringify(context)).toBeGreaterThanOrEqual(least);
	}
});

test("a vendor's prefix before an end of another length counts no less than an unknown vendor's", () => {
	for (const prefix of ["xoxb-", "glpat-", "sk_live_", "sk_test_", "shpat_", "dop_v1_", "acme_live_", "pscale_pw_"]) {
		for (const context of NEUTRAL) {
			expect(
				rate((some) => `${prefix}${some(ALNUM, 31)}`, context),
				prefix,
			).toBeGreaterThan(0.8);
		}
		for (const context of NAMED) {
			expect(
				rate((some) => `${prefix}${some(ALNUM, 31)}`, context),
				prefix,
			).toBeGreaterThan(0.97);
		}
	}
});

test("a key of all characters of a keyboard counts where something is signed with it", () => {
	const some = drawFrom("sink");
	const keys = Array.from({ length: SAMPLES }, () => some(`${ALNUM}!#$%&()*+,-.:;<=>?@[]^_{|}~`, 32));
	expect(keys.filter((key) => detectAtSink(key, "signing-key") !== null).length / SAMPLES).toBeGreaterThan(0.93);
});

describe("what is none under a secret's name", () => {
	const uuid = fakeSecret("uuid");
	test.each([
		"[A-Za-z0-9+/=]{20,40}",
		"^[\\w-]{8}-(?:[\\w-]{4}-){3}$",
		"(?=.*\\d)(?=.*[a-z])",
		"config.auth.accessToken",
		"event.headers.xApiKeyV2",
		"props.secretKeyForTheOrders2",
		"acme_000000000000",
		"acme_xxxxxxxxxxxx1",
		["P@ss", "..."].join(""),
		["sk-lf-", "...", "5678"].join(""),
		"{a:1,b:2,c:[3]}",
		"(a1)=>b2.c3",
		"set-me",
		"SET_THIS",
		"arn:aws:kms:eu-west-1:111122223333:key/1234abcd",
		"alias/orders-2024",
		"orders-payment-key",
		"./keys/orders-2.pem",
		"<your-key-2>",
		"orders.table.name.V2",
	])("%s", (text) => {
		for (const context of NAMED) {
			expect(detectSecret(text, context), JSON.stringify(context)).toBeNull();
		}
	});

	test.each([
		`run-${uuid}`,
		"AIK_NAME_OF_A_TABLE_OF_THE_ORDERS_SERVICE",
		"secret-token:the-name-of-the-token",
		"bkat_the_name_of_the_bucket_of_the_orders",
		"STS.AssumeRoleWithWebIdentity",
		"apk_download_the_latest_version_of_the_application_for_all",
		`sha256:${drawFrom("sha")(HEX, 64)}`,
		"https://acme.test/c?sig=abc&x=1",
		`https://acme.test/c?id=${uuid}&sig=none`,
		"machine learning login page password reset",
		"Authorization: Bearer token",
		"Authorization: Bearer ${token}",
		"Authorization=Basic%20${AUTH}",
		"curl -H 'Authorization: Bearer $TOKEN' https://acme.test",
		"openssl enc -aes-256-cbc -k $KEY -in a",
		"openssl rsa -passin pass:$PW",
		"openssl rsa -passin env:PW",
		"mongosh -p $PASSWORD orders",
		"mkdir -p /var/app",
		"docker run -p 8080:80 app",
		"zip -r a.zip b",
		"zip -P $PW a.zip b",
		"sqlplus /nolog",
		"sqlplus app/$PW@orders",
		"smbclient //host/share -U app%$PW",
		"rabbitmqctl add_user app $PW",
		"rabbitmqctl list_users",
		"aws ssm put-parameter --name /app/key --type String --value orders-2024-table",
		"aws ssm put-parameter --type SecureString --value $VALUE",
		"jdbc:oracle:thin:app/${Password}@db:1521:x",
		"jdbc:oracle:thin:@//db.acme.test:1521/ORDERS",
		"db:5432:orders:app:$PGPASSWORD",
		"10:30:00:00:12",
		"service.name=orders,deployment.environment=prod",
		"x-aws-log-group=orders,x-aws-log-stream=default",
		"--enable-source-maps --max-old-space-size=512",
		"-Xmx512m -Djavax.net.ssl.keyStore=/etc/keys/a.jks",
		"password: see the wiki",
		"Set the password to something long, and keep it",
		"Usage: app --password=<password> --token=TOKEN",
		"[db]\nuser = app\npassword = ${PASSWORD}\n",
		"//registry.acme.test/:_authToken=${NPM_TOKEN}",
	])("nor anywhere: %s", (text) => {
		for (const context of NEUTRAL) {
			expect(detectSecret(text, context), JSON.stringify(context)).toBeNull();
		}
	});
});

describe("the name of a secret", () => {
	test.each([
		"clientAccessToken",
		"httpAuthToken",
		"CLIENT_API_TOKEN",
		"pgpass",
		"mysqlpass",
		"LDAPPW",
		"keystorepass",
		"storepwd",
		"ROLE_SECRET_ID",
		"VAULT_SECRET_ID",
		"x-honeycomb-team",
	])("%s", (name) => {
		expect(classOfName(name)).toMatch(/^(?:secret|password)$/u);
	});

	test.each([
		["clientToken", "none"],
		["nextAccessToken", "none"],
		["http_token", "none"],
		["bypass", "none"],
		["compass", "none"],
		["pw2", "password"],
		["DB_SECRET_ID", "pointer"],
		["role_id", "none"],
		["SECRET_ID", "pointer"],
		["access_token_key", "near"],
		["tokenKey", "pointer"],
		["weakPasswords", "near"],
		["COMMON_PASSWORDS", "near"],
		["X-Origin-Verify", "weak"],
		["originVerify", "none"],
		["x-verify-origin", "none"],
	])("and what is none of one: %s", (name, expected) => {
		expect(classOfName(name)).toBe(expected);
	});
});

describe("a phrase", () => {
	const horse = ["correct", "horse", "battery", "staple"];
	test.each([
		["DB_PASSWORD", horse.join(" "), true],
		["DB_PASSWORD", horse.slice(0, 3).join(" "), true],
		["DB_PASSWORD", horse.slice(0, 2).join(" "), false],
		["JWT_SECRET", horse.slice(0, 2).join(" "), true],
		["API_TOKEN", horse.join(" "), false],
		["DB_PASSWORD", "the horse is here", false],
		["DB_PASSWORD", "Correct Horse Battery", false],
		["JWT_SECRET", "change me please", false],
	])("under %s: case %#", (name, text, isFound) => {
		expect(detectSecret(text, { name, kind: "environment" })?.confidence ?? null).toBe(isFound ? "low" : null);
		expect(detectSecret(text, { name, kind: "source" })).toBeNull();
	});
});
