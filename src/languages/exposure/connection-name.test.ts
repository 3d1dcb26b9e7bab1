import { describe, expect, test } from "vitest";
import { namesConnection } from "./connection-name.ts";

describe("the name of what a client connects with", () => {
	test.each([
		"DATABASE_URL",
		"MONGODB_URI",
		"mongoUrl",
		"PG_CONNECTION_URL",
		"POSTGRES_READ_REPLICA_URL",
		"AZURE_STORAGE_CONNECTION_STRING",
		"connectionString",
		"CONNECTIONSTRING",
		"RABBITMQ_URL",
		"DB_DSN",
	])("%s", (name) => {
		expect(namesConnection(name)).toBe(true);
	});

	test.each([
		"API_URL",
		"DB_HOST",
		"DATABASE_NAME",
		"SENTRY_DSN",
		"REDIS_URL",
		"CONNECTION_ID",
		"QUERY_STRING",
		"CALLBACK_URI",
		"DATABASE_ADMIN_SITE_URL",
		"URL",
		"",
	])("no other: %s", (name) => {
		expect(namesConnection(name)).toBe(false);
	});
});
