import { describe, expect, test } from "vitest";
import { classifyName, isSensitiveName, splitName } from "./name-kind.ts";

const SECRET =
	"DB_PASSWORD dbPassword API_KEY apiKey x-api-key GITHUB_TOKEN CLIENT_SECRET STRIPE_KEY STRIPE_SECRET_KEY AWS_SECRET_ACCESS_KEY PRIVATE_KEY JWT_SECRET PGPASSWORD MYSQL_PWD CREDENTIALS SIGNING_KEY ENCRYPTION_KEY OAUTH_TOKEN WEBHOOK_SECRET DB_PASS MasterUserPassword SlackBotToken DBPassword SMTP_PASSWORD_PROD TOKEN_V2 authtoken clientsecret DB_SECRET ADMIN_PASSPHRASE ACCESS_TOKEN REFRESH_TOKEN TOKEN SECRET PASS DBPASS db.password AWS_ACCESS_KEY_ID AWS_SESSION_TOKEN API_KEY_V2 clientSecretProd GH_PAT TWILIO_AUTH_TOKEN API_KEYS DATADOG_API_KEY DD_API_KEY";
const POINTER =
	"DB_PASSWORD_PARAMETER_NAME SECRET_ARN SECRET_NAME SECRET_ID TOKEN_PARAM API_KEY_SSM_PATH DB_SECRET_ARN ApiKeyParameterName TOKEN_SECRET_ID DbPasswordArn KMS_KEY KMS_KEY_ARN KmsKeyId CREDENTIALS_FILE PASSWORD_KEY JWT_SECRET_ID SecretArnList ssm_path_password path_to_token ArnOfSecret";
const NEITHER =
	"TOKEN_TTL PASSWORD_FIELD publicKey PARTITION_KEY TABLE_NAME LOG_LEVEL KEY TOKEN_URL AUTH_URL IDEMPOTENCY_KEY ENCRYPTED_API_TOKEN S3_KEY HASH_KEY CACHE_KEY NEXT_TOKEN CSRF_TOKEN KMS_KEY_ARN KMS_KEY_ID PASSWORD_MIN_LENGTH SECRETS_MANAGER_ENDPOINT TOKEN_TABLE_NAME_X RESET_PASSWORD_URL FORGOT_PASSWORD INVALID_TOKEN MAX_TOKENS SORT_KEY tokenTable authorizer SECRET_ROTATION_ENABLED USER_POOL_ID KEYBOARD MONKEY BYPASS COMPASS TOKENIZER SecretaryName PASSENGER_COUNT JWT_ISSUER OAUTH_SCOPES PUBLIC_API_KEY NEXT_PUBLIC_API_KEY REQUIRE_PASSWORD PASSWORD_HASH TOKEN_ENDPOINT API_KEY_HEADER API_KEY_ENABLED PasswordPolicy AccessTokenValidity";

describe("a name", () => {
	test.each(SECRET.split(" "))("%s names a secret", (name) => {
		expect(classifyName(name)).toBe("secret");
	});
	test.each(POINTER.split(" "))("%s names where a secret is", (name) => {
		expect(classifyName(name)).toBe("pointer");
	});
	test.each(NEITHER.split(" "))("%s names neither", (name) => {
		expect(classifyName(name)).not.toBe("secret");
	});
});

describe("the words of a name", () => {
	test.each([
		["DBPassword", ["db", "password"]],
		["x-api-key", ["x", "api", "key"]],
		["SecretARNs", ["secret", "arns"]],
		["S3_KEY", ["s3", "key"]],
		["", []],
	])("of %s", (name, words) => {
		expect(splitName(name)).toEqual(words);
	});

	test("a pointer's name is not sensitive, the secret's own is", () => {
		expect(isSensitiveName("DB_PASSWORD")).toBe(true);
		expect(isSensitiveName("DB_PASSWORD_PARAMETER_NAME")).toBe(false);
	});
});
