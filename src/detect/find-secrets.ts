import { detectAlone } from "./detect-secret.ts";
import { secretsInText, type SecretInText } from "./text-secrets.ts";

/**
 * Finds the secrets in a text that a machine runs or reads: a shell or PowerShell script, cloud-init, a configuration
 * file, SQL. `${…}` in it stands for what only deploy time knows. In `code` of a programming language only texts in
 * quotes are values, and a word is no password. Linear in the length of the text.
 *
 * Source of what a person writes there: the manuals of bash, curl, mysql, sshpass, chpasswd, redis-cli, docker, openssl,
 * mongosh, sqlplus, rabbitmqctl, the AWS CLI, `.netrc`, `.pgpass`, htpasswd, `net user`, `ConvertTo-SecureString`, and
 * "User data and cloud-init" in the Amazon EC2 User Guide.
 */
export function findSecrets(text: string, kind?: "code"): readonly SecretInText[] {
	return secretsInText(text, { judge: detectAlone, kind: kind ?? null });
}
