/** Draws characters of an alphabet. */
type Draw = (characters: string, length: number) => string;
/** Makes a value of a kind. */
export type Make = (some: Draw) => string;

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const LETTERS = LOWER + LOWER.toUpperCase();
export const ALNUM = LETTERS + DIGITS;
const HEX = `${DIGITS}abcdef`;

const encoded = (text: string): string => Buffer.from(text, "latin1").toString("base64");
const sas = (some: Draw): string =>
	encodeURIComponent(encoded(some(String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code)), 32)));

/** What shows by its form that it lets in, whatever it is called. */
export const ANYWHERE: Readonly<Record<string, Make>> = {
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

/** What is a secret under a secret's name, and the share of it that is found at least. */
export const UNDER_A_NAME: Readonly<Record<string, readonly [make: Make, least: number]>> = {
	"Django's key": [(some) => some("abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)", 50), 0.97],
	"32 characters of a keyboard": [(some) => some(`${ALNUM}!"#$%&'()*+,-./:;<=>?@[]^_\`{|}~`, 32), 0.93],
	"24 characters of a keyboard": [(some) => some(`${ALNUM}!#$%&()*+,-.:;<=>?@[]^_{|}~`, 24), 0.88],
	"an id and a secret": [(some) => `${some(LETTERS, 1)}${some(ALNUM, 9)}.${some(ALNUM, 32)}`, 0.98],
	"letters with a dot": [(some) => `${some(LOWER, 10)}.${some(LETTERS, 32)}`, 0.98],
	"words and a random end": [(some) => `orders-payment-${some(ALNUM, 24)}`, 0.97],
	"words and a random end behind a line": [(some) => `prod_orders_${some(ALNUM, 24)}`, 0.97],
	"a word and a random end behind a colon": [(some) => `orders:${some(ALNUM, 20)}`, 0.97],
};
