import type { Rule } from "../src/rule/rule.ts";
import { maxEnvironmentSize } from "./max-environment-size.ts";
import { noDecryptPerInvocation } from "./no-decrypt-per-invocation.ts";
import { noHardcodedSecret } from "./no-hardcoded-secret.ts";
import { noInvalidSuppression } from "./no-invalid-suppression.ts";
import { noPlaintextParameter } from "./no-plaintext-parameter.ts";
import { noPublicFunctionUrl } from "./no-public-function-url.ts";
import { noPublicKeyPolicy } from "./no-public-key-policy.ts";
import { noResolvedSecretInEnvironment } from "./no-resolved-secret-in-environment.ts";
import { noSecretFallback } from "./no-secret-fallback.ts";
import { noSecretFromEnvironment } from "./no-secret-from-environment.ts";
import { noSecretInEnvironment } from "./no-secret-in-environment.ts";
import { noSecretInLog } from "./no-secret-in-log.ts";
import { noSecretInState } from "./no-secret-in-state.ts";
import { noSecretInTemplate } from "./no-secret-in-template.ts";
import { noSecretInUserData } from "./no-secret-in-user-data.ts";
import { noSecretParameterDefault } from "./no-secret-parameter-default.ts";
import { noStaticCredentials } from "./no-static-credentials.ts";
import { noUnreadSecret } from "./no-unread-secret.ts";
import { noUnsetVariable } from "./no-unset-variable.ts";
import { noUploadPolicyPitfall } from "./no-upload-policy-pitfall.ts";
import { noWeakRemediation } from "./no-weak-remediation.ts";
import { noWildcardDecrypt } from "./no-wildcard-decrypt.ts";
import { noWildcardSecretRead } from "./no-wildcard-secret-read.ts";
import { requireBucketEncryption } from "./require-bucket-encryption.ts";
import { requireBucketKey } from "./require-bucket-key.ts";
import { requireConfigRuleKey } from "./require-config-rule-key.ts";
import { requireDecryptPermission } from "./require-decrypt-permission.ts";
import { requireEbsDefaultEncryption } from "./require-ebs-default-encryption.ts";
import { requireEncryptionAtRest } from "./require-encryption-at-rest.ts";
import { requireEncryptionContext } from "./require-encryption-context.ts";
import { requireEnvironmentKey } from "./require-environment-key.ts";
import { requireImageEncryption } from "./require-image-encryption.ts";
import { requireKeyRetention } from "./require-key-retention.ts";
import { requireKeyRotation } from "./require-key-rotation.ts";
import { requireNoEcho } from "./require-no-echo.ts";
import { requireParameterDecryption } from "./require-parameter-decryption.ts";
import { requireSdkEncryption } from "./require-sdk-encryption.ts";
import { requireVolumeEncryption } from "./require-volume-encryption.ts";

/** Every rule, by name. */
export const RULES: readonly Rule[] = [
	maxEnvironmentSize,
	noDecryptPerInvocation,
	noHardcodedSecret,
	noInvalidSuppression,
	noPlaintextParameter,
	noPublicFunctionUrl,
	noPublicKeyPolicy,
	noResolvedSecretInEnvironment,
	noSecretFallback,
	noSecretFromEnvironment,
	noSecretInEnvironment,
	noSecretInLog,
	noSecretInState,
	noSecretInTemplate,
	noSecretInUserData,
	noSecretParameterDefault,
	noStaticCredentials,
	noUnreadSecret,
	noUnsetVariable,
	noUploadPolicyPitfall,
	noWeakRemediation,
	noWildcardDecrypt,
	noWildcardSecretRead,
	requireBucketEncryption,
	requireBucketKey,
	requireConfigRuleKey,
	requireDecryptPermission,
	requireEbsDefaultEncryption,
	requireEncryptionAtRest,
	requireEncryptionContext,
	requireEnvironmentKey,
	requireImageEncryption,
	requireKeyRetention,
	requireKeyRotation,
	requireNoEcho,
	requireParameterDecryption,
	requireSdkEncryption,
	requireVolumeEncryption,
];
