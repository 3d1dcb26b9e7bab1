import { splitName } from "../../detect/name-kind.ts";

const wordSet = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** What a client logs in to with a password in its URL. A Redis or an OpenSearch in a VPC often has none. */
const STORES = wordSet(
	"amqp atlas clickhouse cloudamqp cockroach cockroachdb mariadb mongo mongodb mssql mysql neondb pg planetscale postgres postgresql rabbitmq sqlserver",
);
/** What may be any of those, or a file of addresses, of places, of holes in software. */
const ANY_STORE = wordSet("database databases db");
/**
 * Before `database`: the web's own, which a key opens and no password in the URL, and data that is loaded from a page.
 * An app's own name there is none of these.
 */
const NO_LOGIN = wordSet(
	"firebase realtime rtdb firestore notion airtable geo geoip geolite maxmind ip2location vuln vulnerability vulnerabilities cve nvd osv trivy grype clamav tz timezone caniuse",
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
	const before = words.slice(0, -1);
	const store = before.findLast((word) => !SAID_OF.has(word)) ?? "";
	return (
		LOCATORS.has(last) &&
		(STORES.has(store) || (ANY_STORE.has(store) && !before.some((word) => NO_LOGIN.has(word))))
	);
}
