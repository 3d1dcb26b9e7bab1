import { describe, expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { PROVIDERS } from "./formats/provider-table.ts";
import { redact, redactLabel, redactName, redactPath, redactText } from "./redact.ts";

describe("redacting", () => {
	test("shows the issuer's prefix and the length of a token, and the length alone of anything else", () => {
		expect(redact(fakeSecret("aws-access-key-id"), { provider: true })).toBe("AKIA… (20 characters)");
		expect(redact("abcd")).toBe("(4 characters)");
	});

	test.each(PROVIDERS.map((row) => [row.id] as const))("masks %s in a line of text", (id) => {
		const secret = fakeSecret(id);
		expect(redactText(`      SETTING: ${secret} # comment`)).not.toContain(secret.slice(6, 18));
	});

	test.each([
		["a plain value", (secret: string) => `          DB_PASSWORD: ${secret}`],
		["a quoted value", (secret: string) => `DB_PASSWORD: "${secret}"`],
		["a single-quoted value", (secret: string) => `DB_PASSWORD: '${secret}'`],
		["a pair of JSON", (secret: string) => `"DB_PASSWORD": "${secret}",`],
		["an assignment", (secret: string) => `export DB_PASSWORD=${secret}`],
		["flow YAML", (secret: string) => `Variables: { STAGE: prod, DB_PASSWORD: ${secret} }`],
	])("masks %s under a secret's name", (_what, write) => {
		for (const id of ["password", "weak-password", "token"]) {
			const secret = fakeSecret(id);
			expect(redactText(write(secret))).not.toContain(secret);
		}
	});

	test("masks the password of a URI and keeps its host", () => {
		const masked = redactText(`DATABASE_URL: ${fakeSecret("uri-password")}`);
		expect(masked).toBe("DATABASE_URL: postgres://app:****@db.internal.acme-shop.com:5432/orders");
	});

	test("masks the lines of a private key", () => {
		const key = fakeSecret("pem-private-key");
		const masked = redactText(key);
		for (const line of key.split("\n").slice(1, -2)) {
			expect(masked).not.toContain(line);
		}
	});

	test.each([
		"      KmsKeyArn: !GetAtt Key.Arn",
		"          DB_PASSWORD: !Ref DbPassword",
		"          TABLE_NAME: orders",
		'    SecretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db"',
		"  EnableKeyRotation: true",
	])("leaves %s as it is", (line) => {
		expect(redactText(line)).toBe(line);
	});
});

describe("redacting what spans several lines", () => {
	const secret = fakeSecret("weak-password", 3);
	test.each([
		[
			"a block below the name, in a code frame",
			`> 12 |       DB_PASSWORD: |\n  13 |         ${secret}\n  14 |       STAGE: prod`,
		],
		["a pair of a list", `- Name: DB_PASSWORD\n  Value: ${secret}`],
		["a pair of a list, the value first", `- Value: ${secret}\n  Name: DB_PASSWORD`],
		["a pair of JSON objects", `{"name":"DB_PASSWORD","value":"${secret}"}`],
		["a parameter's default", `DbPassword:\n  Type: String\n  Default: ${secret}`],
		["the items of a list", `API_KEYS:\n  - ${secret}`],
		["a call", `fn.addEnvironment("DB_PASSWORD", "${secret}")`],
		["a member", `process.env["DB_PASSWORD"] = '${secret}';`],
		["a line of a diff", `-      DB_PASSWORD: |\n-        ${secret}\n`],
		["JSON in a string", JSON.stringify({ config: JSON.stringify({ password: secret }) })],
		["a connection string", `Server=db;Password=${secret};`],
		["a URL whose password holds a slash", `postgres://app:a/${secret}@host/db`],
	])("masks %s", (_what, text) => {
		expect(redactText(text)).not.toContain(secret);
	});

	test("masks the middle and the end of a key whose beginning is out of the frame", () => {
		const lines = fakeSecret("pem-private-key").trim().split("\n");
		const frame = lines
			.slice(4)
			.map((line, i) => `  ${String(i + 5)} | ${line}`)
			.join("\n");
		for (const line of lines.slice(4, -1)) {
			expect(redactText(frame)).not.toContain(line);
		}
	});

	test.each([
		'const key = new kms.Key(this, "Key");',
		"encryptionKey: new kms.Key(this, 'Key'),",
		"const secret = await readIt();",
	])("keeps %s, which makes a thing and is none", (line) => {
		expect(redactText(line)).toBe(line);
	});

	test("keeps the lines around as they are", () => {
		const text = `Resources:\n  Fn:\n    DB_PASSWORD: ${secret}\n    STAGE: prod\n`;
		expect(redactText(text)).toBe(text.replace(secret, "****"));
	});
});

describe("a path", () => {
	test.each([
		"amplify/backend/function/S3Triggere4cecfe5/S3Triggere4cecfe5-cloudformation-template.json",
		"amplify/backend/auth/shopA1b2C3d4/build/xK4mP9qR7tLw2Zc8.json",
		"cdk.out/asset.4f5e6d7c8b9a0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796/index.js",
		"ShopStackOrdersKeyAF24D47B/Resource",
		"stacks/dev-2024!/Sommer2024!.yaml",
		"src/[id]/(group)/@modal/route.ts",
		"data/year=2024/key=a/part-0.json",
		"C:/work/a.ts",
		"src/password.ts",
	])("keeps %s", (path) => {
		expect(redactPath(path)).toBe(path);
	});

	test("hides what surely is a secret", () => {
		const password = fakeSecret("weak-password");
		expect(redactPath(`a/password=${password}/t.json`)).toBe("a/password=****/t.json");
		expect(redactPath(`a/${fakeSecret("github-personal-token")}/t.json`)).toBe("a/****/t.json");
		expect(redactPath(`a/${fakeSecret("jwt")}`)).toBe("a/****");
	});
});

describe("redacting the values of an INSERT", () => {
	const secret = fakeSecret("password", 7);
	const COLUMNS = ["id", "name", "password", "note"];
	const VALUES: Readonly<Record<string, string>> = {
		id: "17",
		name: "'ann'",
		password: `'${secret}'`,
		note: "'of May'",
	};

	/** Every order of some items. */
	const ordersOf = (items: readonly string[]): readonly (readonly string[])[] =>
		items.length === 0
			? [[]]
			: items.flatMap((item) => ordersOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));

	test.each(ordersOf(COLUMNS).map((columns) => [columns.join(), columns] as const))("%s", (_, columns) => {
		for (const [open, close] of [
			["", ""],
			['"', '"'],
			["`", "`"],
		] as const) {
			const insert = (values: Readonly<Record<string, string>>): string =>
				`INSERT INTO users (${columns.map((name) => open + name + close).join(", ")}) VALUES (${columns.map((name) => values[name] ?? "").join(", ")});`;
			// A column in quotes beside another looks like a pair: rather too much is masked.
			const valuesOf = (text: string): string => text.slice(text.indexOf("VALUES"));
			expect(valuesOf(redactText(insert(VALUES)))).toBe(valuesOf(insert({ ...VALUES, password: "'****'" })));
		}
	});
});

test("a private key in a name is masked, and no name is shorter than twelve characters", () => {
	const key = fakeSecret("pem-private-key");
	const body = key.split("\n")[1] ?? "";
	expect(redactName(key)).not.toContain(body.slice(8, 24));
	expect(redactName("a-short-one")).toBe("a-short-one");
});

test.each([1, 2, 3, 4, 5, 6])("%i lone words below the value of a setting belong to it", (count) => {
	const words = Array.from({ length: count }, (_, index) =>
		fakeSecret("weak-password", index + 1).replaceAll(/\W/gu, "x"),
	);
	const masked = redactText(`DB_PASSWORD=${fakeSecret("password")}\n${words.join("\n")}\nSTAGE=prod\n`);
	expect(words.filter((word) => masked.includes(word))).toEqual([]);
	expect(masked).toContain("STAGE=prod");
});

test("a label shows no secret, wherever in it", () => {
	const password = fakeSecret("password");
	const token = fakeSecret("github-personal-token");
	for (const [before, secret, after] of [
		["tags.password=", password, ""],
		["policy.Principal.", token, ""],
		["aws_iam_role.live-role-", token, '["a"]'],
		["tags.Authorization: Bearer ", token, ""],
		["tags.Authorization: Bearer ", fakeSecret("token"), ""],
		['{"apiToken": "', password, '"}'],
		["T: !Sub '", password, "-${A}'"],
		["T:! !Sub '", password, "'"],
		["  STAGE: prod DB_PASSWORD: ", password, " T: x"],
	] as const) {
		expect(redactLabel(`${before}${secret}${after}`)).not.toContain(secret.slice(4));
	}
	for (const label of [
		"aws:kms",
		"Environment.Variables.DB_PASSWORD",
		'module.a.aws_sqs_queue.q["orders"]',
		"Null: false",
		"no file was found for the handler 'src/orders.handler'",
	]) {
		expect(redactLabel(label)).toBe(label);
	}
});
