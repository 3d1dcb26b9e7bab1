import { splitName } from "../../detect/name-kind.ts";

const wordSet = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Who gives out tokens and keys. Left out are those whose names are words of their own, or whose keys number tickets. */
const VENDORS =
	"anthropic openai gemini huggingface github gitlab npm pypi docker slack discord telegram twilio sendgrid mailgun mailchimp stripe paypal braintree datadog pagerduty opsgenie sentry cloudflare heroku vercel netlify supabase okta auth0 pinecone algolia mixpanel hubspot zendesk intercom snyk grafana cohere mistral groq";

/** What stands before `token` in the names of those that let somebody in. Others mark a page, a share or a lock. */
const TOKENS = wordSet(
	`access activation admin api app auth authentication authorization bearer bot client confirmation credential deploy device iam id identity invitation invite jwt login master mfa oauth oidc password personal reset refresh root saml secret security service session sso user verification web webhook ${VENDORS}`,
);

/** What stands before `key` in the names of those that open something. Others find an account, a row or an object. */
const KEYS = wordSet(
	`access api auth authentication authorization crypto hmac jwt master private rsa secret signature signing ssh ssl symmetric tls webhook ${VENDORS}`,
);

/** True for a word that makes a token one that lets somebody in: `access`, `session`, `github`. */
export function isBeforeToken(word: string): boolean {
	return TOKENS.has(word);
}

/** Said of a token or a key, not of what it is for: `authTokenValue`, `API_KEY_1`. */
const SAID_OF = wordSet("value values string text str raw new old current plain plaintext 1 2 3 v1 v2 v3");

/** Words that are written in one. */
const FUSED =
	/^(?:access|api|auth|private|secret|signing)(?:token|key)s?$|^(?:access|api|auth|bearer|bot|id|jwt|refresh|session)tokens?$/u;

/**
 * True for the name of a secret that can hardly be anything else. A `token` or a `key` needs a word before it that says
 * that it lets somebody in: `fencingToken`, `accountKey` and `connect-account-key` do not.
 */
export function isUnmistakable(name: string): boolean {
	const words = splitName(name);
	const at = words.findLastIndex((word) => !SAID_OF.has(word));
	const head = words[at] ?? "";
	const before = words[at - 1];
	switch (head) {
		case "token":
		case "tokens":
			return before === undefined || isBeforeToken(before);
		case "key":
		case "keys":
			return before !== undefined && KEYS.has(before);
		default:
			return !/(?:token|key)s?$/u.test(head) || FUSED.test(head);
	}
}
