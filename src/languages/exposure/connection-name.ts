import { splitName } from "../../detect/name-kind.ts";

const wordSet = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** What a client logs in to with a password in its URL. A Redis or an OpenSearch in a VPC often has none. */
const STORES = wordSet(
	"amqp atlas clickhouse cloudamqp cockroach cockroachdb database databases db mariadb mongo mongodb mssql mysql neondb pg planetscale postgres postgresql rabbitmq sqlserver",
);
const LOCATORS = wordSet("url uri dsn");
const SAID_OF = wordSet("connection conn jdbc pool read readonly reader replica write writer direct prod dev staging");

/**
 * True for the name of what a client connects with, whose value holds the password where there is one:
 * `DATABASE_URL`, `MONGODB_URI`, `AZURE_STORAGE_CONNECTION_STRING`. Not for `DB_HOST` or `API_URL`.
 */
export function namesConnection(name: string): boolean {
	const words = splitName(name).flatMap((word) => (word === "connectionstring" ? ["connection", "string"] : [word]));
	const last = words.at(-1) ?? "";
	if (last === "string" || last === "str") {
		return ["connection", "conn"].includes(words.at(-2) ?? "");
	}
	return LOCATORS.has(last) && STORES.has(words.slice(0, -1).findLast((word) => !SAID_OF.has(word)) ?? "");
}
