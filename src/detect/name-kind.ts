import type { NameKind } from "./detection.ts";
import { Answers } from "../text/answers.ts";
import { pushAll } from "../text/push-all.ts";

/**
 * What a name promises, finer than {@link NameKind}: how much its value must prove depends on it.
 *
 * - `password`: a person or a person's tool chose the value, so it may be weak.
 * - `secret`: a machine made the value, so it looks random.
 * - `weak`: the name alone says little (`AUTH`, `KEY`, `DSN`); only a strongly random value counts.
 * - `near`: a secret's word that is not the head (`TOKEN_GITHUB`, `RESET_PASSWORD`).
 * - `pointer`: says where a secret is kept (`SECRET_ARN`).
 * - `none`: everything else.
 */
export type NameClass = "password" | "secret" | "weak" | "near" | "pointer" | "none";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const PASSWORD = words(
	"password passwords passwd passphrase passphrases passcode passcodes pwd pwds passwort kennwort motdepasse passe contrasena contraseña senha wachtwoord lösenord losenord passord adgangskode salasana haslo hasło heslo jelszo parola parol sifre şifre clave pw pass pswd passwrd psw psk userpwd userpass",
);
const SECRET = words(
	"secret secrets token tokens apikey apikeys credential credentials creds cred jwt pat bearer mnemonic hmac secretkey apitoken apisecret",
);

/** Endings of words that are written in one: `dbpassword`, `PGPASSWORD`, `githubtoken`. */
const FUSED: readonly (readonly [ending: string, into: readonly string[]])[] = [
	["accesskey", ["access", "key"]],
	["secretkey", ["secret", "key"]],
	["privatekey", ["private", "key"]],
	["signingkey", ["signing", "key"]],
	["encryptionkey", ["encryption", "key"]],
	["masterkey", ["master", "key"]],
	["sharedkey", ["shared", "key"]],
	["apikey", ["api", "key"]],
	["authkey", ["auth", "key"]],
	["publickey", ["public", "key"]],
	["accountkey", ["account", "key"]],
	["sessionkey", ["session", "key"]],
	["appkey", ["app", "key"]],
	["password", ["password"]],
	["passwords", ["password"]],
	["passwd", ["password"]],
	["passphrase", ["password"]],
	["passcode", ["password"]],
	["secret", ["secret"]],
	["token", ["token"]],
	["credentials", ["credentials"]],
];
/** The same, short: a word of one of these is a password's, `bypass` and `compass` are words. */
const FUSED_SHORT = ["pass", "pwd", "pswd", "pw"];
const HOLDERS = words(
	"pg psql postgres db sql mysql mssql maria mariadb mongo mongodb redis oracle ora sys ldap bind ftp sftp smtp imap pop mail email user admin root login auth api app web svc service rabbit rabbitmq amqp kafka vnc vpn ssh wifi proxy jdbc http key keystore store truststore cert pfx pem master jenkins nexus git svn docker sudo samba smb kerberos gpg zip",
);

/** Said of a value, not of what it is for: `DB_PASSWORD_PROD`, `secretValue`, `TOKEN_V2`, `API_KEY_1`. */
const TRANSPARENT = words(
	"value val values string str text txt raw prod production dev development staging stage stg test testing qa uat old new default primary secondary main backup base64 b64 hex encoded override fallback plain plaintext cleartext clear live sandbox local current literal data env var variable content contents input list array json",
);

/** Words after which `key` is a key that lets in or opens. A bare `key` is a place in a map. */
const KEY_OPENS = words(
	"api secret private access auth authentication authorization encryption encrypt decryption decrypt signing sign signature master session service subscription account license licence storage sdk webhook root deploy deployment aes shared admin ingest ingestion client app application consumer integration write server security jwt hmac cookie crypto cipher symmetric rsa bot write rest license data gpg pgp ssl tls vault " +
		"stripe openai anthropic sendgrid mailgun mailchimp twilio datadog dd newrelic relic github gitlab slack google gcp azure cohere mistral groq huggingface pinecone algolia segment mixpanel amplitude sentry pagerduty opsgenie rollbar bugsnag launchdarkly cloudflare heroku vercel netlify supabase firebase telegram discord notion airtable hubspot zendesk intercom okta auth0 paypal square braintree plaid coinbase binance shopify postmark resend maps youtube weather openweather grafana honeycomb snyk sonar npm pypi docker atlassian jira linear asana trello twitter facebook linkedin mapbox deepl elevenlabs replicate perplexity gemini claude",
);
const KEY_NAMES = words(
	"partition sort primary foreign cache idempotency object s3 map route routing public publishable publish pair hot arrow i18n context meta hash range index bucket redis lookup group tag label metric dedup deduplication record row column field property config setting feature flag state lock unique composite row shard event message queue sequence ordering order translation json yaml dict registry query search filter param parameter option header file path prefix name site",
);
const KMS = words("kms cmk cmek");
/** Before `key` these make a credential of it also where KMS is named: `KMS_ACCESS_KEY`. */
const CREDENTIAL_KEYS = words("api access private session");

/**
 * Words after or before which `token` is no credential: `NEXT_TOKEN`, `CSRF_TOKEN`, `ClientRequestToken`, `MAX_TOKENS`.
 */
const TOKEN_NAMES = words(
	"csrf xsrf next page pagination paging continuation continue cancel cancellation syntax design client request starting start idempotency lexer parser stop max min total count prompt completion output input num number limit maximum minimum budget http thinking sampling reserved invalid expired missing dkim mixpanel",
);

/** Heads that say the value is something about a secret. */
const ABOUT = words(
	"uri url urls address addresses endpoint endpoints host hostname domain table tables bucket queue topic ttl expiry expires expiration expire timeout length len size min max minimum maximum count type kind format prefix suffix pattern regex regexp label title placeholder message error errors description header headers field fields column property properties selector class route page view form policy policies rule rules schema provider store service handler function lambda role version algorithm algo method strategy source region status event action scope scopes audience issuer rotation enabled disabled enable disable flag template tag tags hash hashes digest checksum fingerprint mask config configuration mode days hours minutes seconds ms interval period age lifetime duration limit attempts retries retry required allowed manager management user username users account accounts client port cache index usage plan stack resource resources group condition permission permissions access state validator validation generator generated reader writer loader fetcher getter factory module package image layer lifecycle authorizer authoriser verification hint question reset required complexity strength validity history date time timestamp on at exists present supported verifier consumer only count kid entropy characters chars cluster target sns sqs dynamodb api change update mint mints decimals symbol ticker supply balance",
);
const WHERE = words(
	"name names arn arns id ids path paths file filename filepath dir directory folder param parameter parameters params ref reference location locator pointer alias identifier key keys uuid ssm",
);
const WEAK = words(
	"auth authorization authentication license licence dsn connection conn cookie cookies key keys salt pepper pin otp connectionstring seed nonce webhook",
);
/** Before `pass` these make the name of a product that keeps passwords: `LastPass`. */
const BRANDS = words(
	"one last nord apple samsung proton dash keeper bit sticky robo zoho i icloud google chrome firefox edge boarding season bus train ski day by com tres sur under over color render shader",
);
const CIPHERTEXT = words("encrypted ciphertext cipher crypted hashed kmsencrypted sealed encryptedtext ciphered");
const PUBLIC = words("public publishable anon anonymous");
/** Before a password's word they ask for it or say something about it: `forgotPassword`, `REQUIRE_PASSWORD`. */
const LABELS = words(
	"forgot reset show hide confirm wrong invalid require requires required enter with without manage manages generate generated use uses using enable enabled activate activated deactivate allow allows change has is no missing update rotate rotates validate check verify ignore disable expired include exclude echo weak forbidden banned disallowed blocked denied denylisted blacklisted leaked breached pwned compromised worst guessable",
);

/** Words before the secret's own that say where it is: `ssm_path_password`, `path_to_token`. */
const LEADS = words("path paths arn arns");

/** Names split into their words, lower case: `DBPassword` is db, password; `x-api-key` is x, api, key. */
export function splitName(name: string): readonly string[] {
	const found: string[] = [];
	let start = -1;
	let before = 0;
	for (let i = 0; i <= name.length; i++) {
		const now = classOf(name.charCodeAt(i));
		if (start !== -1) {
			const after = classOf(name.charCodeAt(i + 1));
			const isEnd =
				now === OTHER ||
				(now === UPPER && (before !== UPPER || (after === LOWER && !isPlural(name, i + 1)))) ||
				(now === LOWER && before === DIGIT && i - start > 3);
			if (isEnd) {
				found.push(name.slice(start, i).toLowerCase());
				start = now === OTHER ? -1 : i;
			}
		} else if (now !== OTHER) {
			start = i;
		}
		before = now;
	}
	return found;
}

const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;

/** Behind the end of a text, where `charCodeAt` gives no number, stands no letter. */
function classOf(code: number): number {
	if (code >= 97 && code <= 122) {
		return LOWER;
	}
	if (code >= 65 && code <= 90) {
		return UPPER;
	}
	// Letters of other alphabets and with accents: `contraseña`.
	if (code >= 192) {
		return code < 223 && code !== 215 ? UPPER : LOWER;
	}
	return code >= 48 && code <= 57 ? DIGIT : OTHER;
}

/** `ARNs`, `IDs`: the s belongs to the capitals before it. */
function isPlural(name: string, at: number): boolean {
	return name[at] === "s" && classOf(name.charCodeAt(at + 1)) !== LOWER;
}

const classes = new Answers<NameClass>();

/** The class of a name. */
export function classOfName(name: string): NameClass {
	return classes.of(name, () => (name.length > 200 ? "none" : judge(wordsOf(name))));
}

/** True for the name of a password or a secret. */
export function isSecretName(name: string): boolean {
	const nameClass = classOfName(name);
	return nameClass === "password" || nameClass === "secret";
}

/** True for a token that nothing says what it is good for: a client's, or a word of a parser: `token`, `currentToken`. */
export function isBareToken(name: string): boolean {
	const found = wordsOf(name);
	const head = found.at(-1) ?? "";
	return (
		(head === "token" || head === "tokens") && !found.some((word) => KEY_OPENS.has(word) || TOKEN_OPENS.has(word))
	);
}

const TOKEN_OPENS = words("bearer id refresh jwt oauth personal user bot device slack github");

/** The words of a name with fused ones taken apart and the digits at their ends taken off. */
export function wordsOf(name: string): readonly string[] {
	const found: string[] = [];
	for (const word of splitName(name)) {
		let end = word.length;
		while (end > 1 && classOf(word.charCodeAt(end - 1)) === DIGIT) {
			end--;
		}
		// `s3`, `auth0` and `base64` keep their digits: they are words.
		const bare =
			end < word.length && !KEY_NAMES.has(word) && !KEY_OPENS.has(word) && !TRANSPARENT.has(word)
				? word.slice(0, end)
				: word;
		pushAll(found, unfuse(bare));
	}
	return found;
}

function unfuse(word: string): readonly string[] {
	if (word.length > 40 || PASSWORD.has(word)) {
		return [word];
	}
	const short = FUSED_SHORT.find((ending) => word.endsWith(ending)) ?? "";
	if (HOLDERS.has(word.slice(0, word.length - short.length)) && short !== "") {
		return [word.slice(0, -short.length), short];
	}
	for (const [ending, into] of FUSED) {
		if (word.endsWith(ending)) {
			const rest = word.slice(0, -ending.length);
			return rest === "" ? into : [rest, ...into];
		}
	}
	return [word];
}

function judge(all: readonly string[]): NameClass {
	let end = all.length;
	while (end > 1 && isTransparent(all[end - 1] ?? "")) {
		end--;
	}
	const name = end === all.length ? all : all.slice(0, end);
	const head = name[end - 1];
	if (head === undefined) {
		return "none";
	}
	// MAX_TOKENS_INPUT, LOG_LEVEL_DEV: nothing of a secret in it at all.
	const said = name.findIndex(
		(word, i) => isSecretWord(word) || ((word === "key" || word === "keys") && opens(name, i)),
	);
	if (name.some((word) => CIPHERTEXT.has(word))) {
		return "none";
	}
	// `NEXT_PUBLIC_ADMIN_PASSWORD`: every browser gets it, and it opens all the same.
	if (said !== -1 && name.some((word) => PUBLIC.has(word) && !(word === "public" && PASSWORD.has(head)))) {
		return "none";
	}
	if (isKeyItself(name, head, all.slice(end))) {
		return "secret";
	}
	if (name[0] === "x" && head === "verify") {
		return "weak"; // `X-Origin-Verify`, which says that a request came through CloudFront.
	}
	if (said === -1 || (said === end - 1 && !isSecretWord(head))) {
		return judgeKey(name, head, said);
	}
	if (said < end - 1 && !isSecretWord(head) && !((head === "key" || head === "keys") && opens(name, end - 1))) {
		return judgeTail(name, head, said);
	}
	return judgeHead(name, head);
}

/** `CREDENTIALS_KEY_B64`: in base64 is the key itself, and no place in a map. The header that carries Honeycomb's. */
function isKeyItself(name: readonly string[], head: string, said: readonly string[]): boolean {
	return (
		name.join(" ") === "x honeycomb team" ||
		(head === "key" &&
			said.some((word) => ENCODED.has(word)) &&
			!KEY_NAMES.has(name.at(-2) ?? "") &&
			!name.some((word) => PUBLIC.has(word) || KMS.has(word) || CIPHERTEXT.has(word) || OF_OTHERS.has(word)))
	);
}

const ENCODED = words("b64 base64 hex");

/** Keys that check what others sign, or that others show: the public half of a pair. A stream's key is a place in it. */
const OF_OTHERS = words("verify verifying verification verifier peer host authorized remote server stream");

function judgeKey(name: readonly string[], head: string, said: number): NameClass {
	const isOfKms = name.some((word) => KMS.has(word));
	if (said !== -1) {
		if (isOfEveryBrowser(name)) {
			return "none";
		}
		if (name.includes("s3") && !S3_OPENS.has(name[said - 1] ?? "")) {
			return "none"; // S3DeploymentRootKey: where an object is.
		}
		// KMS_ENCRYPTION_KEY; API_KEY, privateKey
		return isOfKms && !CREDENTIAL_KEYS.has(name[said - 1] ?? "") ? "pointer" : "secret";
	}
	if (isOfKms) {
		// KMS_KEY, KMS_KEY_ARN, KmsMasterKeyId: a key that never leaves KMS.
		return head === "key" || WHERE.has(head) || KMS.has(head) ? "pointer" : "none";
	}
	if (WEAK.has(head)) {
		const before = name[name.length - 2] ?? "";
		return (head === "key" || head === "keys") && (KEY_NAMES.has(before) || PUBLIC.has(before)) ? "none" : "weak";
	}
	return "none";
}

/** The key of a project of PostHog or Firebase, or of an app of Pusher: every browser gets it. */
function isOfEveryBrowser(name: readonly string[]): boolean {
	return (
		!name.some((word) => OF_SERVERS.has(word)) &&
		(name.includes("pusher") ||
			name.includes("posthog") ||
			(name.includes("firebase") && (name.includes("api") || name.includes("web"))))
	);
}

/** What no key of a browser is called: those keys stay on a server, whoever's they are. */
const OF_SERVERS = words("master encryption private server secret admin service personal signing");

/** Before `key` these open also where S3 is named: `S3_ACCESS_KEY`. */
const S3_OPENS = words("api access private session secret encryption signing auth master client");

function judgeTail(name: readonly string[], head: string, said: number): NameClass {
	if (name.slice(-3).join(" ") === "access key id") {
		return "secret"; // Half of a pair, and nobody writes it without the other half.
	}
	if (head === "id" && name.at(-2) === "secret" && name.some((word) => ROLES.has(word))) {
		return "secret"; // ROLE_SECRET_ID of Vault's AppRole: the password beside a ROLE_ID.
	}
	if (name.slice(-3).join(" ") === "access token key") {
		return "near"; // That of OAuth 1, or where a browser keeps a token.
	}
	if (WHERE.has(head)) {
		return isNoCredential(name, said) ? "none" : "pointer"; // DB_PASSWORD_PARAMETER_NAME, SECRET_ARN, PASSWORD_KEY
	}
	if (ABOUT.has(head)) {
		return "none"; // TOKEN_TTL, PASSWORD_FIELD, SECRETS_MANAGER_ENDPOINT
	}
	return isNoCredential(name, said) ? "none" : "near"; // TOKEN_GITHUB
}

const ROLES = words("role approle vault");

function judgeHead(name: readonly string[], head: string): NameClass {
	const last = name.length - 1;
	if (name.slice(0, last).some((word) => LEADS.has(word))) {
		return "pointer"; // ssm_path_password
	}
	if (PASSWORD.has(head)) {
		// `commonPasswords` are those that nobody may take, a `commonPassword` is that of several.
		const isList = head === "passwords" && name.includes("common");
		if (isList || name.slice(0, last).some((word) => LABELS.has(word))) {
			return "near";
		}
		return "password";
	}
	if (name.some((word) => KMS.has(word))) {
		return "pointer"; // KMS_SECRET
	}
	if (isSecretOfStore(name)) {
		return "pointer";
	}
	if (isNoCredential(name, last)) {
		return "none";
	}
	// `API_LOAD_SECRETS` says what is done.
	const isDone = head.endsWith("s") && DONE.has(name[last - 1] ?? "");
	return isDone || name.slice(0, last).some((word) => LABELS.has(word)) ? "near" : "secret";
}

const DONE = words("load loads fetch get read sync import");

/** `SECRETS_MANAGER_SECRET`, `awsSecretsManagerSecret`: one that is kept there, by its name or ARN. */
function isSecretOfStore(name: readonly string[]): boolean {
	const manager = name.indexOf("manager");
	return (
		(name.at(-1) === "secret" || name.at(-1) === "secrets") &&
		((manager > 0 && manager === name.length - 2 && (name[manager - 1] ?? "").startsWith("secret")) ||
			name.at(-2) === "secretsmanager")
	);
}

/** `NEXT_TOKEN`, `MAX_TOKENS`: what the token is of no use to a thief. */
function isNoCredential(name: readonly string[], at: number): boolean {
	// `clientAccessToken` and `httpAuthToken` are credentials, whoever holds them.
	const isHeld = TOKEN_HELD.has(name[at - 1] ?? "");
	return (
		(name[at] === "token" || name[at] === "tokens") &&
		name.slice(0, at).some((word) => TOKEN_NAMES.has(word) && !(isHeld && HOLDING.has(word)))
	);
}

const TOKEN_HELD = words("access auth authentication api refresh bearer secret oauth session security");
const HOLDING = words("client http");

function isTransparent(word: string): boolean {
	return TRANSPARENT.has(word) || isNumber(word);
}

/** `2`, `v2`, and the `v` that is left when {@link wordsOf} has taken the 2 off. */
function isNumber(word: string): boolean {
	for (let i = word.startsWith("v") ? 1 : 0; i < word.length; i++) {
		if (classOf(word.charCodeAt(i)) !== DIGIT) {
			return false;
		}
	}
	return true;
}

function isSecretWord(word: string): boolean {
	return PASSWORD.has(word) || SECRET.has(word);
}

/** True where the word before `key` makes it one that opens. A `DATA_KEY` alone is the key of some data. */
function opens(name: readonly string[], at: number): boolean {
	const before = name[at - 1];
	return before !== undefined && KEY_OPENS.has(before) && !(before === "data" && at < 2);
}

const KIND_OF: Readonly<Record<NameClass, NameKind>> = {
	password: "secret",
	secret: "secret",
	weak: "neither",
	near: "neither",
	pointer: "pointer",
	none: "neither",
};

/**
 * Says whose name it is: of a secret (`DB_PASSWORD`, `apiToken`), of a pointer to one (`DB_PASSWORD_PARAMETER_NAME`),
 * of neither (`TOKEN_TTL`, `PARTITION_KEY`). The last word that means something decides: to look for `secret` anywhere
 * in the name is what makes other tools report `secretName` and `authorizer`.
 */
export function classifyName(name: string): NameKind {
	return KIND_OF[classOfName(name)];
}

/** True for the name of a secret itself. */
export function isSensitiveName(name: string): boolean {
	return classifyName(name) === "secret";
}

/** True for a name whose head says that the value is something about something: an id, a URL, a path, a count. */
export function isAboutSomething(name: string): boolean {
	const head = wordsOf(name).at(-1) ?? "";
	return ABOUT.has(head) || WHERE.has(head);
}

/** `field`, `url`, `name`: a word that says something about another. */
export function isAboutWord(word: string): boolean {
	return ABOUT.has(word) || WHERE.has(word);
}

/** `name`, `arn`, `path`: a word that ends the name of a pointer. */
export function isPointerWord(word: string): boolean {
	return WHERE.has(word) && word !== "key" && word !== "keys";
}

/** True where a name says so little that another name of the same value may be asked: `value` beside `password`. */
export function yieldsToOthers(name: string): boolean {
	const found = classOfName(name);
	return found !== "pointer" && !(found === "none" && isAboutSomething(name));
}

/** `LastPass`, `ApplePasswords`: what keeps passwords, or a pass of another kind. */
export function isBrandOfPasswords(name: string): boolean {
	const found = splitName(name);
	const head = found.at(-1) ?? "";
	return (
		(head.startsWith("pass") && BRANDS.has(found.at(-2) ?? "")) ||
		found.some((word) => word.endsWith("pass") && BRANDS.has(word.slice(0, -4)))
	);
}

/** True for the words of a name that a key of KMS may go by: its id is a UUID, which is no secret. */
export function namesKmsKey(words: readonly string[]): boolean {
	return words.includes("kms") || words.includes("encryption") || words.includes("master");
}
