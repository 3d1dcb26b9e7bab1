import { crc32 } from "node:zlib";
import type { Confidence } from "./detection.ts";

/** The characters a token is drawn from. */
export type Alphabet = "hex" | "upper" | "alnum" | "lower-alnum" | "base64url" | "base64" | "digits" | "path" | "dotted" | "dashed" | "tilde";

/** One credential format as a fact: how it starts, what follows, how long. */
export interface ProviderRow {
	readonly id: string;
	/** What it is, to stand in a sentence. */
	readonly label: string;
	/** The fixed text it starts with. */
	readonly prefix: string;
	readonly alphabet: Alphabet;
	/** How many characters may follow the prefix. */
	readonly min: number;
	readonly max: number;
	readonly confidence: Confidence;
	/** Fixed text somewhere in the part after the prefix. */
	readonly marker?: string;
	/**
	 * `crc32-base62`: the last 6 of the 36 characters are the CRC-32 of the first 30, in base 62. Source: "Behind GitHub's
	 * new authentication token formats", GitHub engineering blog, 2021; npm took the same form over.
	 */
	readonly check?: "crc32-base62";
	/** Whether the prefix may stand right after a letter or a digit: `AccountKey=` in `;AccountKey=`. */
	readonly anywhere?: true;
}

const row = (id: string, label: string, prefix: string, alphabet: Alphabet, min: number, max = min, confidence: Confidence = "high"): ProviderRow => ({ id, label, prefix, alphabet, min, max, confidence });

/**
 * Formats that say by themselves whose they are. Facts from the vendors' documents on their token formats and from the
 * tokens their consoles hand out; a publishable form (`pk_live_…`, `phc_…`, `pub…`) is no secret and has no row.
 */
export const PROVIDERS: readonly ProviderRow[] = [
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
	row("aws-access-key-id", "an AWS access key id", "AKIA", "upper", 16),
	row("aws-temporary-key-id", "a temporary AWS access key id", "ASIA", "upper", 16),
	row("aws-bearer-key-id", "an AWS STS service bearer token id", "ABIA", "upper", 16),
	row("aws-context-key-id", "an AWS context-specific credential id", "ACCA", "upper", 16),
	row("aws-bedrock-api-key", "an Amazon Bedrock API key", "ABSK", "base64", 100, 200),
	row("aws-mws-token", "an Amazon MWS auth token", "amzn.mws.", "dashed", 36),
	row("amazon-oauth-client-secret", "an Amazon OAuth client secret", "amzn1.oa2-cs.v1.", "hex", 64),
	{ ...row("github-personal-token", "a GitHub personal access token", "ghp_", "alnum", 36), check: "crc32-base62" },
	{ ...row("github-oauth-token", "a GitHub OAuth token", "gho_", "alnum", 36), check: "crc32-base62" },
	{ ...row("github-user-token", "a GitHub user-to-server token", "ghu_", "alnum", 36), check: "crc32-base62" },
	{ ...row("github-server-token", "a GitHub server token", "ghs_", "alnum", 36), check: "crc32-base62" },
	{ ...row("github-refresh-token", "a GitHub refresh token", "ghr_", "alnum", 36, 76), check: "crc32-base62" },
	row("github-fine-grained-token", "a GitHub fine-grained token", "github_pat_", "base64url", 59, 100),
	{ ...row("npm-token", "an npm access token", "npm_", "alnum", 36), check: "crc32-base62" },
	row("gitlab-personal-token", "a GitLab personal access token", "glpat-", "dotted", 20, 300),
	row("gitlab-pipeline-token", "a GitLab pipeline trigger token", "glptt-", "base64url", 20, 64),
	row("gitlab-runner-token", "a GitLab runner token", "glrt-", "dotted", 20, 300),
	row("gitlab-deploy-token", "a GitLab deploy token", "gldt-", "base64url", 20, 64),
	row("gitlab-job-token", "a GitLab job token", "glcbt-", "dotted", 20, 64),
	row("gitlab-feed-token", "a GitLab feed token", "glft-", "base64url", 20, 64),
	row("gitlab-oauth-secret", "a GitLab OAuth application secret", "gloas-", "base64url", 64),
	row("gitlab-registration-token", "a GitLab runner registration token", "GR1348941", "base64url", 20, 27),
	row("slack-bot-token", "a Slack bot token", "xoxb-", "dashed", 20, 120),
	row("slack-user-token", "a Slack user token", "xoxp-", "dashed", 20, 160),
	row("slack-app-token", "a Slack app token", "xapp-", "dashed", 40, 160),
	row("slack-legacy-token", "a Slack token", "xoxs-", "dashed", 20, 160),
	row("slack-workspace-token", "a Slack workspace token", "xoxa-", "dashed", 20, 160),
	row("slack-refresh-token", "a Slack refresh token", "xoxe-", "dashed", 20, 240),
	row("slack-configuration-token", "a Slack configuration token", "xoxe.xoxp-", "dashed", 20, 240),
	{ ...row("slack-webhook", "a Slack webhook URL", "https://hooks.slack.com/services/", "path", 30, 90), marker: "/" },
	{ ...row("slack-workflow-webhook", "a Slack workflow webhook URL", "https://hooks.slack.com/workflows/", "path", 30, 120), marker: "/" },
	{ ...row("discord-webhook", "a Discord webhook URL", "https://discord.com/api/webhooks/", "path", 70, 120), marker: "/" },
	{ ...row("discord-legacy-webhook", "a Discord webhook URL", "https://discordapp.com/api/webhooks/", "path", 70, 120), marker: "/" },
	{ ...row("zapier-webhook", "a Zapier webhook URL", "https://hooks.zapier.com/hooks/catch/", "path", 10, 60), marker: "/" },
	row("stripe-live-key", "a Stripe live secret key", "sk_live_", "alnum", 16, 160, "certain"),
	row("stripe-live-restricted-key", "a Stripe live restricted key", "rk_live_", "alnum", 16, 160, "certain"),
	row("stripe-test-key", "a Stripe test secret key", "sk_test_", "alnum", 16, 160, "medium"),
	row("stripe-test-restricted-key", "a Stripe test restricted key", "rk_test_", "alnum", 16, 160, "medium"),
	row("stripe-webhook-secret", "a Stripe webhook secret", "whsec_", "base64", 24, 80),
	row("google-api-key", "a Google API key", "AIza", "base64url", 35, 35, "medium"),
	row("google-oauth-secret", "a Google OAuth client secret", "GOCSPX-", "base64url", 28),
	row("google-oauth-token", "a Google OAuth access token", "ya29.", "base64url", 60, 400),
	row("google-refresh-token", "a Google OAuth refresh token", "1//0", "base64url", 40, 120),
	{ ...row("openai-key", "an OpenAI API key", "sk-", "base64url", 40, 220), marker: "T3BlbkFJ" },
	row("openai-project-key", "an OpenAI project key", "sk-proj-", "base64url", 40, 220),
	row("openai-service-key", "an OpenAI service account key", "sk-svcacct-", "base64url", 40, 220),
	row("openai-admin-key", "an OpenAI admin key", "sk-admin-", "base64url", 40, 220),
	row("anthropic-key", "an Anthropic API key", "sk-ant-", "base64url", 60, 140),
	row("openrouter-key", "an OpenRouter key", "sk-or-v1-", "hex", 64),
	row("huggingface-token", "a Hugging Face token", "hf_", "alnum", 34, 40),
	row("huggingface-organisation-token", "a Hugging Face organisation token", "api_org_", "alnum", 34),
	row("groq-key", "a Groq API key", "gsk_", "alnum", 52),
	row("replicate-token", "a Replicate token", "r8_", "alnum", 37),
	row("perplexity-key", "a Perplexity API key", "pplx-", "alnum", 48, 64),
	row("xai-key", "an xAI API key", "xai-", "alnum", 70, 90),
	row("langsmith-key", "a LangSmith key", "lsv2_pt_", "base64url", 40, 60),
	row("langsmith-service-key", "a LangSmith service key", "lsv2_sk_", "base64url", 40, 60),
	row("pinecone-key", "a Pinecone key", "pcsk_", "base64url", 50, 90),
	row("tavily-key", "a Tavily key", "tvly-", "base64url", 28, 60),
	{ ...row("sendgrid-key", "a SendGrid API key", "SG.", "dotted", 60, 72), marker: "." },
	row("mailgun-key", "a Mailgun API key", "key-", "hex", 32),
	row("mailersend-token", "a MailerSend token", "mlsn.", "hex", 64),
	row("resend-key", "a Resend API key", "re_", "base64url", 32, 40, "medium"),
	row("brevo-key", "a Brevo API key", "xkeysib-", "dashed", 70, 90),
	row("twilio-key", "a Twilio API key", "SK", "hex", 32, 32, "medium"),
	row("digitalocean-token", "a DigitalOcean token", "dop_v1_", "hex", 64),
	row("digitalocean-oauth-token", "a DigitalOcean OAuth token", "doo_v1_", "hex", 64),
	row("digitalocean-refresh-token", "a DigitalOcean refresh token", "dor_v1_", "hex", 64),
	row("pypi-token", "a PyPI token", "pypi-", "base64url", 60, 300),
	row("rubygems-key", "a RubyGems key", "rubygems_", "hex", 48),
	row("nuget-key", "a NuGet key", "oy2", "lower-alnum", 43),
	row("docker-token", "a Docker Hub token", "dckr_pat_", "base64url", 27, 40),
	row("docker-organisation-token", "a Docker organisation token", "dckr_oat_", "base64url", 27, 40),
	row("square-token", "a Square access token", "EAAA", "base64url", 60, 60),
	row("square-personal-token", "a Square token", "sq0atp-", "base64url", 22),
	row("square-secret", "a Square OAuth secret", "sq0csp-", "base64url", 43),
	row("shopify-token", "a Shopify access token", "shpat_", "hex", 32),
	row("shopify-custom-token", "a Shopify custom app token", "shpca_", "hex", 32),
	row("shopify-private-token", "a Shopify private app password", "shppa_", "hex", 32),
	row("shopify-shared-secret", "a Shopify shared secret", "shpss_", "hex", 32),
	row("facebook-token", "a Facebook access token", "EAACEdEose0cBA", "alnum", 20, 240),
	row("twitch-oauth-token", "a Twitch OAuth token", "oauth:", "lower-alnum", 30),
	row("atlassian-token", "an Atlassian API token", "ATATT3x", "base64", 150, 220),
	row("artifactory-key", "an Artifactory API key", "AKCp", "alnum", 64, 76),
	row("artifactory-reference-token", "an Artifactory reference token", "cmVmdGtu", "base64", 56),
	row("postman-key", "a Postman API key", "PMAK-", "dashed", 50, 70),
	row("pulumi-token", "a Pulumi token", "pul-", "hex", 40),
	row("vault-service-token", "a HashiCorp Vault token", "hvs.", "base64url", 24, 200),
	row("vault-batch-token", "a HashiCorp Vault batch token", "hvb.", "base64url", 100, 300),
	row("doppler-token", "a Doppler token", "dp.pt.", "alnum", 40, 44),
	row("doppler-service-token", "a Doppler service token", "dp.st.", "dotted", 40, 90),
	row("planetscale-password", "a PlanetScale password", "pscale_pw_", "dotted", 32, 64),
	row("planetscale-token", "a PlanetScale token", "pscale_tkn_", "dotted", 32, 64),
	row("newrelic-key", "a New Relic user key", "NRAK-", "upper", 27),
	row("newrelic-insert-key", "a New Relic insert key", "NRII-", "base64url", 32),
	{ ...row("dynatrace-token", "a Dynatrace token", "dt0c01.", "dotted", 80, 100), marker: "." },
	{ ...row("dynatrace-platform-token", "a Dynatrace platform token", "dt0s16.", "dotted", 70, 100), marker: "." },
	row("grafana-cloud-token", "a Grafana Cloud token", "glc_", "base64", 40, 400),
	row("grafana-service-token", "a Grafana service account token", "glsa_", "base64url", 41),
	row("sentry-token", "a Sentry auth token", "sntrys_", "base64", 60, 400),
	row("sentry-user-token", "a Sentry user token", "sntryu_", "hex", 64),
	row("honeycomb-key", "a Honeycomb ingest key", "hcaik_", "alnum", 58, 64),
	row("linear-key", "a Linear API key", "lin_api_", "alnum", 40),
	row("notion-token", "a Notion token", "ntn_", "alnum", 40, 60),
	row("notion-legacy-token", "a Notion integration token", "secret_", "alnum", 43),
	{ ...row("airtable-token", "an Airtable token", "pat", "dotted", 79), marker: "." },
	row("figma-token", "a Figma token", "figd_", "base64url", 40, 60),
	row("databricks-token", "a Databricks token", "dapi", "dashed", 32, 34),
	row("snyk-token", "a Snyk token", "snyk_uat.", "dotted", 60, 200),
	row("sonar-token", "a SonarQube token", "sqp_", "hex", 40),
	row("sonar-user-token", "a SonarQube user token", "squ_", "hex", 40),
	row("fly-token", "a Fly.io token", "fo1_", "base64url", 43),
	row("supabase-token", "a Supabase access token", "sbp_", "hex", 40),
	row("supabase-secret-key", "a Supabase secret key", "sb_secret_", "base64url", 31, 44),
	row("heroku-key", "a Heroku API key", "HRKU-", "dashed", 36, 64),
	row("tailscale-key", "a Tailscale key", "tskey-", "dashed", 20, 90),
	row("age-secret-key", "an age private key", "AGE-SECRET-KEY-1", "upper", 58),
	row("onepassword-token", "a 1Password service account token", "ops_ey", "base64url", 200, 1200),
	{ ...row("azure-storage-key", "an Azure storage account key", "AccountKey=", "base64", 86, 88), anywhere: true },
	{ ...row("azure-shared-access-key", "an Azure shared access key", "SharedAccessKey=", "base64", 43, 44), anywhere: true },
	row("alibaba-key-id", "an Alibaba Cloud access key id", "LTAI", "alnum", 16, 20, "medium"),
	row("tencent-key-id", "a Tencent Cloud secret id", "AKID", "alnum", 32, 32, "medium"),
	row("frameio-token", "a Frame.io token", "fio-u-", "base64url", 64),
	row("flutterwave-key", "a Flutterwave secret key", "FLWSECK-", "dashed", 32, 40),
	row("razorpay-key", "a Razorpay live key id", "rzp_live_", "alnum", 14, 14, "medium"),
	row("duffel-token", "a Duffel token", "duffel_live_", "base64url", 43),
	row("readme-key", "a ReadMe key", "rdme_", "lower-alnum", 70),
	row("typeform-token", "a Typeform token", "tfp_", "dotted", 40, 70),
	row("contentful-token", "a Contentful token", "CFPAT-", "base64url", 43),
	row("buildkite-token", "a Buildkite token", "bkua_", "hex", 40),
	row("circleci-token", "a CircleCI token", "CCIPAT_", "base64url", 40, 80),
	row("launchdarkly-key", "a LaunchDarkly SDK key", "sdk-", "dashed", 36),
	row("prefect-key", "a Prefect key", "pnu_", "alnum", 36),
	row("sourcegraph-token", "a Sourcegraph token", "sgp_", "base64url", 40, 64),
];

/** A format that shows itself in its middle: what stands before and after a fixed text. */
export interface MarkedRow {
	readonly id: string;
	readonly label: string;
	readonly marker: string;
	readonly before: { readonly alphabet: Alphabet; readonly min: number; readonly max: number };
	readonly after: { readonly alphabet: Alphabet; readonly min: number; readonly max: number };
	readonly confidence: Confidence;
}

export const MARKED: readonly MarkedRow[] = [
	{ id: "terraform-cloud-token", label: "a Terraform Cloud token", marker: ".atlasv1.", before: { alphabet: "alnum", min: 14, max: 14 }, after: { alphabet: "base64url", min: 60, max: 72 }, confidence: "high" },
	{ id: "newrelic-license-key", label: "a New Relic licence key", marker: "FFFFNRAL", before: { alphabet: "alnum", min: 32, max: 32 }, after: { alphabet: "alnum", min: 0, max: 0 }, confidence: "high" },
	{ id: "azure-client-secret", label: "an Azure client secret", marker: "8Q~", before: { alphabet: "dotted", min: 3, max: 3 }, after: { alphabet: "tilde", min: 31, max: 34 }, confidence: "high" },
	{ id: "telegram-bot-token", label: "a Telegram bot token", marker: ":AA", before: { alphabet: "digits", min: 8, max: 10 }, after: { alphabet: "base64url", min: 33, max: 33 }, confidence: "high" },
	{ id: "mailchimp-key", label: "a Mailchimp API key", marker: "-us", before: { alphabet: "hex", min: 32, max: 32 }, after: { alphabet: "digits", min: 1, max: 2 }, confidence: "high" },
];

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The six characters that end a GitHub or npm token whose other 30 are `body`. */
export function checksumOf(body: string): string {
	let rest = crc32(body);
	let text = "";
	for (let i = 0; i < 6; i++) {
		text = (BASE62[rest % 62] ?? "0") + text;
		rest = Math.floor(rest / 62);
	}
	return text;
}

const ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** The characters of each alphabet. */
export const CHARACTERS: Readonly<Record<Alphabet, string>> = {
	hex: "0123456789abcdef",
	upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
	alnum: ALNUM,
	"lower-alnum": "abcdefghijklmnopqrstuvwxyz0123456789",
	base64url: `${ALNUM}-_`,
	base64: `${ALNUM}+/=`,
	digits: "0123456789",
	path: `${ALNUM}/-_`,
	dotted: `${ALNUM}-_.`,
	dashed: `${ALNUM}-`,
	tilde: `${ALNUM}-_.~`,
};

function bitsOf(alphabet: Alphabet): Uint8Array {
	const bits = new Uint8Array(128);
	for (const character of CHARACTERS[alphabet]) {
		bits[character.charCodeAt(0)] = 1;
	}
	return bits;
}

const BITS = Object.fromEntries(Object.keys(CHARACTERS).map((name) => [name, bitsOf(name as Alphabet)])) as Record<Alphabet, Uint8Array>;
const WORD = BITS.alnum;

/** Rows by the code of the first character of their prefix, longest prefix first. */
const INDEX: (readonly ProviderRow[] | undefined)[] = [];
const ANYWHERE = PROVIDERS.filter((provider) => provider.anywhere);
for (const provider of PROVIDERS.filter((one) => !one.anywhere)) {
	const code = provider.prefix.charCodeAt(0);
	INDEX[code] = [...(INDEX[code] ?? []), provider].sort((a, b) => b.prefix.length - a.prefix.length);
}

/** What a row found, and where. */
export interface Token {
	readonly id: string;
	readonly label: string;
	readonly confidence: Confidence;
	readonly start: number;
	readonly end: number;
	/** The text after the fixed part: what a placeholder would spell out. */
	readonly body: string;
}

/**
 * Finds tokens of known formats, in order. A token starts and ends where no letter or digit adjoins. Each start is
 * looked at once per row of its first character and at most `max` characters far: linear in the length of the text.
 */
export function findTokens(text: string): readonly Token[] {
	let found: Token[] | null = null;
	let boundary = true;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (boundary) {
			const rows = INDEX[code];
			if (rows !== undefined) {
				const token = matchAny(text, i, rows);
				if (token !== null) {
					(found ??= []).push(token);
					i = token.end - 1;
					boundary = false;
					continue;
				}
			}
		}
		// In `"\nAKIA…"` the n belongs to the backslash.
		boundary = code >= 128 || WORD[code] === 0 || (code === 110 && text.charCodeAt(i - 1) === 92);
	}
	for (const provider of ANYWHERE) {
		for (let at = text.indexOf(provider.prefix); at >= 0; at = text.indexOf(provider.prefix, at + provider.prefix.length)) {
			const token = match(text, at, provider);
			if (token !== null) {
				(found ??= []).push(token);
			}
		}
	}
	for (const marked of MARKED) {
		for (let at = text.indexOf(marked.marker); at >= 0; at = text.indexOf(marked.marker, at + marked.marker.length)) {
			const token = matchMarked(text, at, marked);
			if (token !== null) {
				(found ??= []).push(token);
			}
		}
	}
	return found ?? NO_TOKENS;
}

const NO_TOKENS: readonly Token[] = [];

function matchAny(text: string, at: number, rows: readonly ProviderRow[]): Token | null {
	for (const provider of rows) {
		if (text.startsWith(provider.prefix, at)) {
			const token = match(text, at, provider);
			if (token !== null) {
				return token;
			}
		}
	}
	return null;
}

function match(text: string, at: number, provider: ProviderRow): Token | null {
	const from = at + provider.prefix.length;
	const end = from + run(text, from, 1, BITS[provider.alphabet], provider.max + 1);
	const length = end - from;
	if (length < provider.min || length > provider.max || isWord(text, end)) {
		return null;
	}
	const body = text.slice(from, end);
	if (provider.marker !== undefined && !body.includes(provider.marker)) {
		return null;
	}
	let { confidence } = provider;
	if (provider.check === "crc32-base62" && length === 36) {
		confidence = checksumOf(body.slice(0, 30)) === body.slice(30) ? "certain" : "medium";
	}
	return { id: provider.id, label: provider.label, confidence, start: at, end, body };
}

function matchMarked(text: string, at: number, marked: MarkedRow): Token | null {
	const before = run(text, at - 1, -1, BITS[marked.before.alphabet], marked.before.max + 1);
	const from = at + marked.marker.length;
	const after = run(text, from, 1, BITS[marked.after.alphabet], marked.after.max + 1);
	if (before < marked.before.min || before > marked.before.max || after < marked.after.min || after > marked.after.max) {
		return null;
	}
	if (isWord(text, at - before - 1) || isWord(text, from + after)) {
		return null;
	}
	return { id: marked.id, label: marked.label, confidence: marked.confidence, start: at - before, end: from + after, body: text.slice(at - before, at) + text.slice(from, from + after) };
}

function run(text: string, from: number, step: 1 | -1, bits: Uint8Array, limit: number): number {
	let count = 0;
	for (let i = from; count < limit && i >= 0 && i < text.length && bits[text.charCodeAt(i)] === 1; i += step) {
		count++;
	}
	return count;
}

function isWord(text: string, at: number): boolean {
	return at >= 0 && at < text.length && WORD[text.charCodeAt(at)] === 1;
}
