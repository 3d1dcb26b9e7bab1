import { quoteWord } from "../../text/quote-word.ts";
import type { SecretsArguments } from "./parse-secrets-arguments.ts";
import type { Plan } from "./plan-secret.ts";
import { SHOWN_FOLDER } from "./secrets-folder.ts";

/**
 * The command of the AWS CLI that reads a value from its file and keeps it, for a POSIX shell in the working directory.
 * The value is on no command line: those are seen in `ps`, in the shell's history and in the logs of CI.
 */
export function renderCommand(
	{ target, file }: Plan,
	{ backend, kmsKey, functionName }: SecretsArguments,
	value: string,
): string {
	const path = `${SHOWN_FOLDER}/${file}`;
	switch (backend) {
		case "ssm":
			return join([
				...encodingFor(value),
				"aws ssm put-parameter --name",
				quoteWord(target),
				"--type SecureString",
				...(kmsKey === null ? [] : ["--key-id", quoteWord(kmsKey)]),
				"--value",
				quoteWord(`file://${path}`),
			]);
		case "secrets-manager":
			return join([
				...encodingFor(value),
				"aws secretsmanager create-secret --name",
				quoteWord(target),
				...(kmsKey === null ? [] : ["--kms-key-id", quoteWord(kmsKey)]),
				"--secret-string",
				quoteWord(`file://${path}`),
			]);
		case "kms":
			return join([
				"aws kms encrypt --key-id",
				quoteWord(kmsKey ?? ""),
				"--encryption-context",
				quoteWord(`LambdaFunctionName=${functionName ?? ""}`),
				"--plaintext",
				quoteWord(`fileb://${path}`),
				"--query CiphertextBlob --output text",
			]);
		default:
			return backend satisfies never;
	}
}

/** The AWS CLI reads `file://` in the encoding of the locale. */
function encodingFor(value: string): readonly string[] {
	return /^\p{ASCII}*$/u.test(value) ? [] : ["AWS_CLI_FILE_ENCODING=UTF-8"];
}

function join(parts: readonly string[]): string {
	return parts.join(" ");
}
