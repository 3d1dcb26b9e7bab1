import { classifyName, isPointerWord, splitName, wordsOf } from "../../src/detect/name-kind.ts";
import { variablesOf, type Variable } from "../../src/model/environment.ts";
import { covers, textsOf, type Statement } from "../../src/model/policy.ts";
import type { Resource } from "../../src/model/resource.ts";
import { roleOf, type FunctionRole } from "../../src/model/role.ts";
import { alternatives, resourcesIn, type Value } from "../../src/model/value.ts";
import { isCiphertext } from "../../src/rule/is-ciphertext.ts";
import { isEvery } from "../../src/rule/secret-reads.ts";
import { sensitiveNames } from "../../src/rule/sensitive-variable.ts";
import { wording, type Words } from "../../src/text/wording.ts";

/**
 * Words in the name of a secret that checks who calls: a function that has one verifies requests in its code, as a
 * webhook does, or a function behind CloudFront that compares a header.
 */
const VERIFYING: ReadonlySet<string> = new Set(
	"webhook webhooks signing signature shared hmac verify verification verifier origin jwt".split(" "),
);
const SECRET: ReadonlySet<string> = new Set("secret secrets key keys token password".split(" "));

/** What a function has of secrets, to follow "which": "has the secret 'DB_PASSWORD'"; null if nothing is known of any. */
export function secretAccess(fn: Resource): Words | null {
	if (alternatives(fn.get("Environment.Variables")).some(({ value }) => isOpen(value))) {
		return null; // What is added may verify requests.
	}
	const variables = variablesOf(fn);
	const secrets = sensitiveNames(variables);
	const pointers = variables.filter((variable) => isPointer(variable, fn)).map(({ name }) => name);
	const encrypted = variables.filter(isCiphertext).map(({ name }) => name);
	if (variables.some(({ name }) => verifies(wordsOf(name)))) {
		return null;
	}
	if (secrets[0] !== undefined) {
		return wording("has the secret '{{name}}'", { name: secrets[0] });
	}
	if (pointers[0] !== undefined) {
		return wording("reads the secret of '{{name}}'", { name: pointers[0] });
	}
	if (encrypted[0] !== undefined) {
		return wording("decrypts '{{name}}'", { name: encrypted[0] });
	}
	const role = roleOf(fn);
	return role === null ? null : permissionOf(role);
}

function verifies(words: readonly string[]): boolean {
	return words.some((word) => VERIFYING.has(word)) && words.some((word) => SECRET.has(word));
}

function isOpen(value: Value): boolean {
	return value.kind === "map" ? value.open : value.kind !== "absent";
}

/** `DB_PASSWORD_PARAMETER_NAME`, `TARGET: !Ref Secret`: where a secret is. `TOKEN_TABLE_NAME` is the name of a table. */
function isPointer({ name, value }: Variable, { stack }: Resource): boolean {
	const words = splitName(name);
	const end = words.findLastIndex((word) => !isPointerWord(word)) + 1;
	return (
		(end < words.length && classifyName(words.slice(0, end).join("_")) === "secret") ||
		[...resourcesIn(value)].some((id) => stack.resource(id)?.type === "AWS::SecretsManager::Secret")
	);
}

/** Policies that AWS manages, and that read every secret. */
const READS_SECRETS = /(?:^|\/)SecretsManagerReadWrite$/u;

const NOTHING = { kind: "absent", span: { start: 0, end: 0 }, explicit: false } as const;

function permissionOf({ statements, resource }: FunctionRole): Words | null {
	const allowing = (action: string): readonly Statement[] =>
		statements.filter((statement) => allows(statement, action));
	const attached = textsOf(resource?.get("ManagedPolicyArns") ?? NOTHING);
	if (
		allowing("secretsmanager:GetSecretValue").length > 0 ||
		attached.some(({ text }) => READS_SECRETS.test(text ?? ""))
	) {
		return wording("may read secrets");
	}
	const readable = allowing("ssm:GetParameter").flatMap(({ resources }) => resources.map(({ text }) => text ?? ""));
	if (
		readable.some((text) => isEvery("parameter", text) || classifyName(text.split("/").at(-1) ?? "") === "secret")
	) {
		return wording("may read SSM parameters with secrets");
	}
	return allowing("kms:Decrypt").length > 0 ? wording("may decrypt with KMS") : null;
}

function allows({ effect, inverted, actions }: Statement, action: string): boolean {
	// An administrator's `*` says nothing of secrets.
	return (
		effect === "Allow" &&
		!inverted &&
		actions.some(({ text }) => text !== null && text.includes(":") && covers(text, action))
	);
}
