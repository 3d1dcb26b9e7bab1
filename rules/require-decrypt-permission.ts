import { variablesOf, type Variable } from "../src/model/environment.ts";
import { findKey } from "../src/model/key-reference.ts";
import { arnOf, freshId } from "../src/model/kms-key.ts";
import type { Resource } from "../src/model/resource.ts";
import { mayDecrypt, readableSecrets, roleOf, trustOf, type FunctionRole } from "../src/model/role.ts";
import { alternatives } from "../src/model/value.ts";
import { flag } from "../src/rule/options.ts";
import { defineRule, type Finding, type Suggestion } from "../src/rule/rule.ts";
import { type NewResource, refTo } from "../src/model/written.ts";

/**
 * A function that may read a secret but not decrypt it fails in production, at its first call, and is then given too
 * much in a hurry.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export const requireDecryptPermission = defineRule({
	name: "require-decrypt-permission",
	description: "Require `kms:Decrypt` for functions that read encrypted variables or secrets",
	types: ["AWS::Lambda::Function"],
	severity: "high",
	fix: "suggestion",
	presets: { recommended: "off", strict: "error", audit: "error" },
	options: {
		environmentKey: flag(
			"Also require it on the key of the environment variables, although Lambda itself uses a grant",
		),
	},
	messages: {
		missingIdentity:
			"'{{id}}' cannot decrypt {{what}}. Allow `kms:Decrypt` on key '{{key}}' in a policy of its role '{{role}}'.",
		missingKeyPolicy:
			"'{{id}}' cannot decrypt {{what}}. Allow its role '{{role}}' or the account in the policy of key '{{key}}'.",
		missingBoth:
			"'{{id}}' cannot decrypt {{what}}. Allow `kms:Decrypt` to its role '{{role}}' in the policy of key '{{key}}'.",
		missingAny:
			"'{{id}}' cannot decrypt its variable '{{variable}}'. Allow `kms:Decrypt` on the key in a policy of its role '{{role}}'.",
		addPolicy: "Allow role '{{role}}' to decrypt with key '{{key}}' only.",
	},
	*check(fn, { environmentKey }) {
		const role = roleOf(fn);
		if (role === null) {
			return; // Written elsewhere: nobody here knows what it may do.
		}
		if (!role.complete) {
			const unknown = `a policy of its role is not in this ${fn.stack.engine.unit}`;
			yield { unknown, at: fn.head, property: fn.spell("Role") };
			return;
		}
		// All at one place: of each kind the first is told.
		const told = new Set<string>();
		for (const { key, what } of neededKeys(fn, role, environmentKey)) {
			const finding = missingHalf(fn, role, key, what, told);
			if (finding !== null) {
				told.add(finding.messageId);
				yield finding;
			}
			if (told.size === MISSING.length) {
				break;
			}
		}
		const variable = variablesOf(fn).find(isCiphertext);
		if (variable !== undefined && !mayDecrypt(role, null, fn.stack)) {
			const data = { id: fn.id, variable: variable.name, role: role.id };
			yield { at: variable.nameSpan, messageId: "missingAny", data, property: variable.property };
		}
	},
});

/** `ENCRYPTED_API_TOKEN`, `TOKEN_CIPHERTEXT`: what the console's helper and its imitators call it. */
const CIPHERTEXT_NAME = /^(?:KMS_)?ENCRYPTED_|_(?:ENCRYPTED|CIPHERTEXT)$/u;
/** A symmetric ciphertext of KMS starts 0x01 0x02 0x02 0x00. */
const CIPHERTEXT = /^AQICA[A-Za-z0-9+/=]{40,}$/u;

interface NeededKey {
	readonly key: Resource;
	readonly what: string;
}

/** The customer managed keys of this template that the function needs. */
function neededKeys(fn: Resource, role: FunctionRole, forEnvironment: boolean): readonly NeededKey[] {
	const keyOf = (resource: Resource, property: string, what: string): readonly NeededKey[] =>
		alternatives(resource.get(property)).flatMap(({ value }) => {
			const key = findKey(fn.stack, value);
			return key === null ? [] : [{ key, what }];
		});
	return [
		...readableSecrets(role, fn.stack).flatMap((secret) => keyOf(secret, "KmsKeyId", `secret '${secret.id}'`)),
		...(forEnvironment ? keyOf(fn, "KmsKeyArn", "its environment") : []),
	];
}

const MISSING = ["missingIdentity", "missingKeyPolicy", "missingBoth"] as const;

function missingHalf(
	fn: Resource,
	role: FunctionRole,
	key: Resource,
	what: string,
	told: ReadonlySet<string>,
): Finding | null {
	const trust = trustOf(key, role);
	const isAllowed = mayDecrypt(role, key, fn.stack);
	if (trust === "named" || trust === "unknown" || (isAllowed && trust === "delegated")) {
		return null;
	}
	const messageId = trust === "delegated" ? MISSING[0] : isAllowed ? MISSING[1] : MISSING[2];
	return told.has(messageId)
		? null
		: {
				at: fn.head,
				messageId,
				data: { id: fn.id, what, role: role.id, key: key.id },
				property: fn.spell("Role"),
				suggestions: trust === "delegated" ? addPolicy(fn, role, key) : [],
			};
}

/** A policy of its own: it can name the role and the key without a circle, also where SAM makes the role. */
function addPolicy(fn: Resource, role: FunctionRole, key: Resource): readonly Suggestion[] {
	const id = freshId(fn.stack, `${fn.id}DecryptPolicy`);
	const policy: NewResource = {
		type: "AWS::IAM::Policy",
		retained: false,
		properties: {
			PolicyName: `${fn.id}-decrypt`,
			Roles: [refTo(role.id)],
			PolicyDocument: {
				Version: "2012-10-17",
				Statement: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: arnOf(key) }],
			},
		},
	};
	return fn.looped || key.looped
		? []
		: [
				{
					messageId: "addPolicy",
					data: { role: role.id, key: key.id },
					edits: fn.stack.editor.addResources({ [id]: policy }),
				},
			];
}

function isCiphertext({ name, value }: Variable): boolean {
	return (
		CIPHERTEXT_NAME.test(name) ||
		alternatives(value).some((one) => one.value.kind === "literal" && CIPHERTEXT.test(one.value.text))
	);
}
