import { describe, expect, test } from "vitest";
import { drawFrom, fakeSecret } from "../testing/fake-secret.ts";
import { ANYWHERE } from "../testing/secret-texts/kinds.ts";
import type { Context } from "./detection.ts";
import { detectSecret } from "./detect-secret.ts";
import { findSecrets } from "./find-secrets.ts";
import { classOfName } from "./name-kind.ts";
import { hiddenRanges } from "../languages/ranges/hidden-ranges.ts";
import { mask } from "./redact.ts";

// One value of each kind in each place, and the neighbours of the kinds that are none. `rates-property.test.ts` asks how
// many of the values of a kind are found.

const HEX = "0123456789abcdef";

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

describe("anywhere", () => {
	test.each(Object.entries(ANYWHERE))("%s is found", (what, make) => {
		const text = make(drawFrom(what));
		for (const context of NEUTRAL) {
			expect(detectSecret(text, context)?.label, JSON.stringify(context)).toMatch(/^an? \w{3}/u);
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
		`const a = fetch("x")\n// https://user:pass@acme.test/${"x ".repeat(100)}\n`,
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

test.each(["source", "environment", "template"] as const)(
	"x's are part of a password in the %s, of a secret they are none",
	(kind) => {
		const text = ["Tr0ub4dor", "xxxx7"].join("-");
		expect(detectSecret(text, { name: "dbPassword", kind })).not.toBeNull();
		expect(detectSecret(text, { name: "apiToken", kind })).toBeNull();
	},
);

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
