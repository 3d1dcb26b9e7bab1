import { describe, expect, test } from "vitest";
import { findDynamicReferences, isHarmless } from "./dynamic-reference.ts";

const ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf";

describe("a dynamic reference", () => {
	test.each([
		["{{resolve:secretsmanager:orders}}", { service: "secretsmanager", id: "orders", jsonKey: "" }],
		[
			"{{resolve:secretsmanager:orders:SecretString:password}}",
			{ service: "secretsmanager", id: "orders", jsonKey: "password" },
		],
		[
			"{{resolve:secretsmanager:orders:SecretString:password:AWSPREVIOUS}}",
			{ service: "secretsmanager", id: "orders", jsonKey: "password" },
		],
		[
			`{{resolve:secretsmanager:${ARN}:SecretString:password::}}`,
			{ service: "secretsmanager", id: ARN, jsonKey: "password" },
		],
		[
			"{{resolve:secretsmanager:${Secret}:SecretString:password}}",
			{ service: "secretsmanager", id: "${Secret}", jsonKey: "password" },
		],
		["{{resolve:secretsmanager:${?}::password}}", { service: "secretsmanager", id: "${?}", jsonKey: "password" }],
		[
			"{{resolve:secretsmanager:arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:orders:SecretString:password}}",
			{
				service: "secretsmanager",
				id: "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:orders",
				jsonKey: "password",
			},
		],
		["{{resolve:ssm:/orders/table}}", { service: "ssm", id: "/orders/table", jsonKey: "" }],
		["{{resolve:ssm:/orders/${Stage}/table:3}}", { service: "ssm", id: "/orders/${Stage}/table", jsonKey: "" }],
		["{{resolve:ssm-secure:/orders/key:1}}", { service: "ssm-secure", id: "/orders/key", jsonKey: "" }],
	])("%s", (text, expected) => {
		expect(findDynamicReferences(text)).toEqual([expected]);
	});

	test("is found in the middle, and more than once", () => {
		expect(
			findDynamicReferences("postgres://{{resolve:ssm:u}}:{{resolve:secretsmanager:p}}@db").map(
				(one) => one.service,
			),
		).toEqual(["ssm", "secretsmanager"]);
	});

	test.each(["{{resolve:ssm:", "{{resolve:s3:x}}", "{resolve:ssm:x}", "resolve:ssm:x", ""])("is not %j", (text) => {
		expect(findDynamicReferences(text)).toEqual([]);
	});

	test("is looked for in time that grows with the text", () => {
		expect(findDynamicReferences("{{resolve:ssm:${".repeat(20_000))).toEqual([]);
		expect(findDynamicReferences(`{{resolve:ssm:${"${a}".repeat(20_000)}`)).toEqual([]);
	});
});

describe("a part of a secret that lets nobody in", () => {
	const isHarmlessPart = (key: string, service = "secretsmanager"): boolean =>
		findDynamicReferences(`{{resolve:${service}:orders:SecretString:${key}}}`).every(isHarmless);

	test.each([
		"user",
		"username",
		"user_name",
		"host",
		"hostname",
		"host_name",
		"port",
		"db",
		"dbname",
		"db_name",
		"dbInstanceIdentifier",
		"db_instance_identifier",
		"database",
		"engine",
		"endpoint",
		"region",
		"schema",
	])("is its %s, in either case, and nothing that only contains the word", (key) => {
		expect(isHarmlessPart(key)).toBe(true);
		expect(isHarmlessPart(key.toUpperCase())).toBe(true);
		const longer = /identifier/iu.test(key) ? [] : [`x${key}`];
		for (const other of [...longer, `${key}x`, `${key}_password`, `password-${key}`]) {
			expect(isHarmlessPart(other), other).toBe(false);
		}
	});

	test.each(["password", "user_", "host-name", "db_instance", "identifier", "name"])("is not its %s", (key) => {
		expect(isHarmlessPart(key)).toBe(false);
	});

	test.each([
		"DT_CLUSTER_ID",
		"dbClusterIdentifier",
		"tenant",
		"sheet_id",
		"BASE_URL",
		"serviceUri",
		"queueArn",
		"PUBLIC_KEY",
	])("is its %s, by what the name ends with, also where the whole secret is called so", (name) => {
		expect(isHarmlessPart(name)).toBe(true);
		expect(findDynamicReferences(`{{resolve:secretsmanager:/app/${name}}}`).every(isHarmless)).toBe(true);
		for (const other of [`${name}_token`, `${name}Password`, `private_${name}`]) {
			expect(isHarmlessPart(other), other).toBe(false);
		}
	});

	test.each(["db", "/prod/database", "app/user", "app-login", "appUser"])(
		"is not a whole secret that may be a record: %s",
		(id) => {
			expect(findDynamicReferences(`{{resolve:secretsmanager:${id}}}`).some(isHarmless)).toBe(false);
		},
	);

	test("is its database's name, where that is all of it", () => {
		expect(findDynamicReferences("{{resolve:secretsmanager:/app/DbName}}").every(isHarmless)).toBe(true);
	});

	test.each(["accessKeyId", "DATABASE_URL", "SLACK_WEBHOOK_URL", "SECRET_ID", "apiKey", "tokenUrlx"])(
		"is not its %s",
		(name) => {
			expect(isHarmlessPart(name)).toBe(false);
		},
	);
});
