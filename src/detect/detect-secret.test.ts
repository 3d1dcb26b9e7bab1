import { describe, expect, test } from "vitest";
import { drawFrom, fakeSecret } from "../testing/fake-secret.ts";
import { detectSecret } from "./detect-secret.ts";
import { PROVIDERS } from "./formats/provider-table.ts";

/** A text in parts, joined at run time, so that no scanner takes this file for a leak. */
const made = (...parts: readonly string[]): string => parts.join("");

const PASSWORD = made("hun", "ter", "22");
const WEAK = made("post", "gres");

describe("a value with an issuer's format", () => {
	test.each(PROVIDERS.map((row) => [row.id] as const))("%s is found under any name", (id) => {
		const secret = fakeSecret(id);
		const detection = detectSecret(secret, { name: "SETTING", kind: "environment" });
		expect(detection).not.toBeNull();
		expect(detection?.redacted).not.toContain(secret.slice(4));
		expect(detection?.redacted.length).toBeLessThan(30);
	});

	test.each(PROVIDERS.filter((row) => row.confidence === "certain").map((row) => [row.id] as const))(
		"%s is found inside a sentence",
		(id) => {
			expect(detectSecret(`use ${fakeSecret(id, 7)} here`, { kind: "environment" })).not.toBeNull();
		},
	);

	test("a bot whose id counts is that of every example", () => {
		const token = fakeSecret("telegram-bot-token");
		const body = token.slice(token.indexOf(":"));
		for (const id of ["123456789", "1234567890"]) {
			expect(detectSecret(id + body, { kind: "source" })).toBeNull();
		}
		for (const id of ["1234567", "923456781", "1234568790"]) {
			expect(detectSecret(id.padEnd(9, "4") + body, { kind: "source" })?.id).toBe("telegram-bot-token");
		}
	});

	test("a token whose checksum is wrong counts, but less", () => {
		const token = fakeSecret("github-personal-token");
		const broken = token.slice(0, -1) + (token.endsWith("a") ? "b" : "a");
		expect(detectSecret(token, { kind: "environment" })?.confidence).toBe("certain");
		expect(detectSecret(broken, { kind: "environment" })?.confidence).toBe("medium");
	});
});

describe("a value with a secret's structure", () => {
	test.each(["uri-password", "pem-private-key", "jwt"])("%s is found under any name", (id) => {
		expect(detectSecret(fakeSecret(id), { name: "SETTING", kind: "environment" })).not.toBeNull();
	});

	test("only the password of a URI is the secret", () => {
		const uri = fakeSecret("uri-password");
		const detection = detectSecret(uri, { name: "DATABASE_URL", kind: "environment" });
		expect(uri.slice(detection?.start, detection?.end)).toBe(uri.split(":")[2]?.split("@")[0]);
	});

	test.each([
		["a URI without a password", "postgres://db.acme.test:5432/orders"],
		["a URI with a name alone", "https://app@acme.test/path"],
		["a URI with holes", "postgres://${User}:${Password}@${Host}/db"],
		["a URI that is an example", "postgres://user:password@localhost:5432/db"],
		["a URI with a sign for a password", "redis://:***@cache:6379"],
		[
			"a public key",
			"-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----",
		],
		[
			"a private key that is cut short",
			made("-----BEGIN PRIVATE", " KEY-----\n...\n-----END PRIVATE", " KEY-----"),
		],
	])("%s is none", (_what, value) => {
		expect(detectSecret(value, { name: "SETTING", kind: "environment" })).toBeNull();
	});
});

describe("a value under a secret's name", () => {
	test.each([
		["DB_PASSWORD", PASSWORD],
		["DB_PASSWORD", fakeSecret("password")],
		["DB_PASSWORD", fakeSecret("weak-password")],
		["DB_PASS", PASSWORD],
		["dbPassword", PASSWORD],
		["MasterUserPassword", PASSWORD],
		["PGPASSWORD", PASSWORD],
		["MYSQL_ROOT_PASSWORD", WEAK],
		["API_KEY", fakeSecret("token")],
		["ApiToken", fakeSecret("token", 3)],
		["STRIPE_KEY", fakeSecret("token", 4)],
		["JWT_SECRET", fakeSecret("token", 5)],
		["CLIENT_SECRET", made("mysec", "ret123")],
		["AWS_SECRET_ACCESS_KEY", fakeSecret("aws-secret-access-key")],
		["SECRET_KEY", fakeSecret("aws-secret-access-key", 9)],
		["AUTH_TOKEN", made("3f2504e0-4f89-", "41d3-9a0c-0305e82c3301")],
		["WEBHOOK_SECRET", made("9f86d081884c7d65", "9a2feaa0c55ad015")],
	])("%s finds it", (name, value) => {
		expect(detectSecret(value, { name, kind: "environment" })).not.toBeNull();
	});

	test.each([
		["DB_PASSWORD", ""],
		["DB_PASSWORD", "changeme"],
		["DB_PASSWORD", "CHANGE_ME"],
		["DB_PASSWORD", "<password>"],
		["DB_PASSWORD", "${DbPassword}"],
		["DB_PASSWORD", "{{resolve:secretsmanager:db:SecretString:password}}"],
		["DB_PASSWORD", "your-password-here"],
		["DB_PASSWORD", "********"],
		["DB_PASSWORD", "xxxxxxxx"],
		["DB_PASSWORD", "TODO"],
		["DB_PASSWORD", "/prod/db/password"],
		["DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db"],
		["DB_PASSWORD", "prod-db-password"],
		["API_KEY", "<your-api-key>"],
		["API_KEY", "your_api_key"],
		["API_KEY", "test-api-key"],
		["API_KEY", "none"],
		["DB_SECRET", "prod-db-secret"],
		["DB_SECRET", "MyDatabaseSecret"],
		["SECRET_TOKEN", "https://auth.acme.test/token"],
		["ACCESS_TOKEN", "$ACCESS_TOKEN"],
		["TOKEN", "true"],
		["MAX_TOKENS", "4096"],
		["SESSION_SECRET", "AQICAHhwm0YaISJeRtJm5n1G6uqeekXuoXXPe5UFce9Rq8/14wFJ"],
		["SIGNING_KEY", "alias/signing"],
		["PASSWORD", "password"],
		["SECRETS", "a b c"],
	])("%s: %s is none", (name, value) => {
		expect(detectSecret(value, { name, kind: "environment" })).toBeNull();
	});

	test.each(["ARGOCD_CLIENT_SECRET", "GHCR_PULL_TOKEN", "KMSX_RDS_PASSWORD", "QX_SECRET_ARN"])(
		"is none where it is the name of one: %s",
		(value) => {
			for (const kind of ["environment", "template", "source"] as const) {
				expect(detectSecret(value, { name: "clientSecret", kind })).toBeNull();
				const asPassword = detectSecret(value, { name: "password", kind });
				// A property that takes a password takes it for one.
				expect(asPassword?.confidence).toBe(kind === "template" && asPassword !== null ? "low" : undefined);
			}
		},
	);
});

describe("a value under a name that says nothing, or where a secret is", () => {
	test.each([
		["SECRET_NAME", "prod/db"],
		["DB_PASSWORD_PARAMETER_NAME", "/app/db-password"],
		["SECRET_ARN", fakeSecret("token")],
		["TOKEN_TABLE", "tokens-prod-a8f3"],
		["PASSWORD_MIN_LENGTH", "12"],
		["AUTH_TOKEN_TTL", "3600"],
		["KMS_KEY_ID", "1234abcd-12ab-34cd-56ef-1234567890ab"],
		["USER_POOL_CLIENT_ID", "4h57kgpkr0b5fhtb3k0nv6p1ab"],
		["GIT_SHA", "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
		["STATE_MACHINE", "arn:aws:states:eu-west-1:111122223333:stateMachine:OrderProcessing"],
		["HANDLER", "handlers.processing.incoming.orders.main"],
		["BUCKET", "my-very-long-bucket-name-with-40-characters"],
		["BRANCH", "feature/add-the-customer-order-endpoint1"],
		["PARTITION_KEY", "pk"],
		["NEXT_TOKEN", fakeSecret("token")],
		["ENCRYPTED_API_TOKEN", "AQICAHhwm0YaISJeRtJm5n1G6uqeekXuoXXPe5UFce9Rq8"],
		["LOG_LEVEL", "info"],
		["NODE_OPTIONS", "--enable-source-maps"],
		["PUBLIC_KEY", fakeSecret("token")],
	])("%s: %s is none", (name, value) => {
		expect(detectSecret(value, { name, kind: "environment" })).toBeNull();
	});

	test("AWS's published example key is said in a template and not in source", () => {
		const key = made("AKIAIOSFODNN7", "EXAMPLE");
		expect(detectSecret(key, { name: "AWS_ACCESS_KEY_ID", kind: "environment" })?.confidence).toBe("low");
		expect(detectSecret(key, { name: "AWS_ACCESS_KEY_ID", kind: "source" })).toBeNull();
	});

	test("a JSON object is looked into", () => {
		expect(
			detectSecret(JSON.stringify({ username: "app", password: PASSWORD }), {
				name: "CONFIG",
				kind: "environment",
			}),
		).not.toBeNull();
		expect(
			detectSecret(JSON.stringify({ username: "app", table: "orders" }), { name: "CONFIG", kind: "environment" }),
		).toBeNull();
	});

	test("a long value costs no more than its first part", () => {
		expect(detectSecret("a".repeat(5_000_000), { name: "DB_PASSWORD", kind: "environment" })).toBeNull();
	});
});

describe("how sure it is", () => {
	test.each([
		["DB_PASSWORD", PASSWORD, "medium"],
		["DB_PASSWORD", made("pass", "word", "123"), "medium"],
		["MasterUserPassword", made("my", "secret", "1"), "medium"],
		["DB_PASSWORD", made("ro", "ot"), "low"],
		["DB_PASSWORD", made("123", "456"), "low"],
		["DB_PASSWORD", made("Change", "Me", "123!"), "low"],
		["DB_PASSWORD", made("my-sec", "ret-pw"), "low"],
		["JWT_SECRET", made("super", "secret"), "low"],
		["API_KEY", made("1234567890", "abcdef"), "low"],
		["API_KEY", fakeSecret("hex-token"), "high"],
		["API_KEY", fakeSecret("uuid"), "medium"],
		["AWS_SECRET_ACCESS_KEY", fakeSecret("aws-secret-access-key"), "high"],
		["AWS_SECRET_ACCESS_KEY", made("abcdefghijklmnopqrstuvwxyz", "0123456789ABCD"), "medium"],
		["AWS_SECRET_ACCESS_KEY", made("wJalrXUtnFEMI/K7MDENG/", "bPxRfiCYEXAMPLEKEY"), "low"],
		["ID", made("AK", "IA1234567890ABCDEF"), "medium"],
		["DATABASE_URL", made("postgres://u:", "pw@host/db"), "low"],
		["MONGO_URI", made("mongodb+srv://admin:", PASSWORD, "@cluster0.mongodb.net/x"), "high"],
		["REDIS_URL", made("redis://:", PASSWORD, "@cache.internal:6379"), "high"],
		["CONNECTION", fakeSecret("connection-string"), "high"],
		["AUTH", fakeSecret("basic-header"), "high"],
		["AUTH", fakeSecret("bearer-header"), "high"],
		["CERTIFICATE", fakeSecret("base64-private-key"), "certain"],
		["SETTING", `acme_prod_${fakeSecret("token", 8)}`, "medium"],
	] as const)("%s: case %#", (name, value, confidence) => {
		expect(detectSecret(value, { name, kind: "environment" })?.confidence).toBe(confidence);
	});

	test("a property that takes a password takes any text for one, an environment may hold its name", () => {
		expect(detectSecret("prod-db-password", { name: "MasterUserPassword", kind: "template" })?.confidence).toBe(
			"low",
		);
		expect(detectSecret("prod-db-password", { name: "DB_PASSWORD", kind: "environment" })).toBeNull();
	});

	test("words alone are no finding in source", () => {
		expect(detectSecret(made("post", "gres"), { name: "dbPassword", kind: "source" })).toBeNull();
	});

	test("a script that exports a password is looked into", () => {
		const script = `#!/bin/bash\nyum update -y\nexport DB_PASSWORD=${PASSWORD}\n`;
		const detection = detectSecret(script, { name: "UserData", kind: "template" });
		expect(script.slice(detection?.start, detection?.end)).toBe(PASSWORD);
	});

	test("white space around a value is not part of it", () => {
		expect(detectSecret(`  ${PASSWORD}\n`, { name: "DB_PASSWORD", kind: "environment" })).toMatchObject({
			start: 2,
			end: 2 + PASSWORD.length,
		});
	});

	test("no detection says more of the value than four characters", () => {
		for (const { id } of PROVIDERS) {
			const secret = fakeSecret(id, 4);
			const said = JSON.stringify(detectSecret(secret, { name: "TOKEN", kind: "environment" }));
			expect(said).not.toContain(secret.slice(4, 10));
		}
	});
});

describe("everyday values of an environment", () => {
	test.each([
		["COGNITO_USER_POOL", "eu-west-1_AbCdEfGhI"],
		["SUBNET_IDS", "subnet-0123456789abcdef0,subnet-0fedcba9876543210"],
		[
			"IMAGE",
			"111122223333.dkr.ecr.eu-west-1.amazonaws.com/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		],
		["LAYER", "arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python312-x86_64:4"],
		["STACK_ID", "my-stack-Function-1A2B3C4D5E6F"],
		["DYNAMODB_TABLE_ARN", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"],
		["SENTRY_DSN", `https://${fakeSecret("hex-token")}@o123.ingest.sentry.io/42`],
		["API_KEY", "us-east-1_AbCdEfGhI"],
		["API_KEY", "ssm:/app/api-key"],
		["SECRET_KEY", "prod/app/secret-key"],
		["TOKEN", "token"],
		["LICENSE", "MIT"],
		["API_TOKEN", "op://vault/item/field"],
		["DB_PASSWORD", "$(cat /run/secrets/db)"],
		["DB_PASSWORD", "%DB_PASSWORD%"],
		["DB_PASSWORD", ":SecretString:password}}"],
		["GITHUB_TOKEN", made("gh", "p_", "x".repeat(36))],
		["SLACK_URL", "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"],
		["PASSWORD_MESSAGE", "Your password must have 12 characters"],
		["CORS_HEADERS", "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token"],
		["POWERTOOLS_SERVICE_NAME", "orders"],
	])("%s: %s is none", (name, value) => {
		expect(detectSecret(value, { name, kind: "environment" })).toBeNull();
	});
});

describe("a published example key", () => {
	const key = ["AKIAIOSFODNN7", "EXAMPLE"].join("");
	const secret = ["wJalrXUtnFEMI/K7MDENG/bPxRfiCY", "EXAMPLEKEY"].join("");

	test.each([key, secret])("stands for a real one in an environment, under any name", (value) => {
		expect(detectSecret(value, { name: "SETTING", kind: "environment" })?.confidence).toBe("low");
	});

	test("stands for a real one in a template under a secret's name", () => {
		expect(detectSecret(key, { name: "AccessKeyId", kind: "template" })?.confidence).toBe("low");
	});

	test("is called what it is", () => {
		for (const value of [key, secret, `${"aB3x".repeat(7)}EXAMPLEdKEy1`]) {
			const found = detectSecret(value, { name: "AWS_SECRET_ACCESS_KEY", kind: "environment" });
			expect(found?.label).toBe("AWS's published example key");
		}
	});

	test.each([key, secret])("is none in source, and none elsewhere in a template under a neutral name", (value) => {
		expect(detectSecret(value, { name: "setting", kind: "source" })).toBeNull();
		expect(detectSecret(value, { name: "Setting", kind: "template" })).toBeNull();
	});
});

describe("whatever is detected", () => {
	const NAMES = ["Authorization", "X-Api-Key", "DB_PASSWORD", "API_TOKEN", "SETTING", undefined];
	const KINDS = ["environment", "template", "source"] as const;
	const values = [
		...["password", "weak-password", "token", "uri-password", "jwt", "bearer-header"].map((id) => fakeSecret(id)),
		...["", "a", "app:", ":x", "app:a", "app:changeme", "changeme", "orders", "x".repeat(40), "12345678", "{{x}}"],
	];

	test.each(KINDS)("is a part of its text: %s", (kind) => {
		for (const name of NAMES) {
			for (const value of values) {
				for (const text of [value, ` ${value}  `, `app:${value}`, `Basic ${value}`]) {
					const found = detectSecret(text, { ...(name === undefined ? {} : { name }), kind });
					const { start, end } = found ?? { start: 0, end: 1 };
					expect(
						[start >= 0, start < end, found === null || end <= text.length],
						`${String(name)} ${text}`,
					).toEqual([true, true, true]);
				}
			}
		}
	});

	test("of a user and a password is the password", () => {
		const password = fakeSecret("password");
		const found = detectSecret(`app:${password}`, { name: "Authorization", kind: "environment" });
		expect(found).toMatchObject({ start: 4, end: 4 + password.length });
		expect(detectSecret("app:changeme", { name: "Authorization", kind: "environment" })).toBeNull();
	});
});

describe("a format with a body that nobody drew", () => {
	test.each(["a", "ab", "abc", "abcd"])("is no token: %s over and over", (part) => {
		for (const [prefix, length] of [
			["AKIA", 16],
			["ghp_", 36],
			["xoxb-", 40],
		] as const) {
			const body = part.repeat(length).slice(0, length);
			const text = prefix + (prefix === "AKIA" ? body.toUpperCase() : body);
			expect(detectSecret(text, { name: "SETTING", kind: "environment" }), text).toBeNull();
		}
	});
});

describe("letters that are no word, under the name of a password", () => {
	test.each([8, 9, 10, 11, 12, 13, 16, 20])("are found for sure from twelve on: %i of them", (length) => {
		const confidences = Array.from({ length: 20 }, (_, n) => {
			const text = drawFrom(`letters ${String(n)}`)("bcdfghjklmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ", length);
			return detectSecret(text, { name: "dbPassword", kind: "source" })?.confidence;
		}).filter((one) => one !== undefined);
		expect(confidences.length).toBeGreaterThan(10);
		expect(new Set(confidences)).toEqual(new Set([length < 12 ? "medium" : "high"]));
	});
});

test("a placeholder with signs of four kinds is a password that works, and no token", () => {
	const works = made("Change", "Me123", "!");
	expect(detectSecret(works, { name: "DB_PASSWORD", kind: "environment" })).not.toBeNull();
	expect(detectSecret(works, { name: "API_TOKEN", kind: "environment" })).toBeNull();
	expect(detectSecret(made("change", "me"), { name: "API_TOKEN", kind: "environment" })).toBeNull();
});
