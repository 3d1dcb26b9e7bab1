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
		"ORDERS_DATABASE_URL",
		"ordersDbUrl",
		"PROD_READONLY_DB_URL",
		"GEOIP_POSTGRES_URL",
		"SUPABASE_DB_URL",
		"NOTION_MONGODB_URI",
	])("%s", (name) => {
		expect(namesConnection(name)).toBe(true);
	});

	test.each([
		"API_URL",
		"FIREBASE_DATABASE_URL",
		"NEXT_PUBLIC_FIREBASE_DATABASE_URL",
		"REALTIME_DATABASE_URL",
		"NOTION_DATABASE_URL",
		"GEOIP_DB_URL",
		"geoIpDatabaseUrl",
		"MAXMIND_DB_URL",
		"VULN_DB_URL",
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
