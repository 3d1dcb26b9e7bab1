import { variablesOf, type Variable } from "../src/model/environment.ts";
import type { Resource } from "../src/model/resource.ts";
import { mayDecrypt, roleOf, trustOf, type FunctionRole } from "../src/model/role.ts";
import { flag } from "../src/rule/options.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { neededKeys } from "./require-decrypt-permission/needed-keys.ts";
import { isCiphertext } from "../src/rule/is-ciphertext.ts";
import { lookupsOf, missingLookups } from "./require-decrypt-permission/missing-lookup.ts";
import { addPolicy } from "./require-decrypt-permission/add-policy.ts";
import { wording, type Words } from "../src/text/wording.ts";

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
		missingLookup:
			"'{{id}}' looks up a value ({{place}}), but no policy of its role '{{role}}' allows `{{action}}`. Allow it.",
		addPolicy: "Allow role '{{role}}' to decrypt with key '{{key}}' only.",
	},
	*check(fn, { environmentKey }) {
		const role = roleOf(fn);
		if (role === null) {
			return; // Written elsewhere: nobody here knows what it may do.
		}
		if (!role.complete) {
			const { unit } = fn.stack.engine;
			const unknown = wording("a policy of its role is not in this {{unit}}", { unit });
			yield { unknown, at: fn.head, property: fn.spell("Role") };
			return;
		}
		yield* missingLookups(fn, role);
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
		const variable = ciphertextOf(fn);
		if (variable !== undefined && !mayDecrypt(role, null, fn.stack)) {
			const data = { id: fn.id, variable: variable.name, role: role.id };
			yield { at: variable.nameSpan, messageId: "missingAny", data, property: variable.property };
		}
	},
});

/** A variable that holds a ciphertext by its name or value, or that the code decrypts. */
function ciphertextOf(fn: Resource): Variable | undefined {
	const decrypted = lookupsOf(fn).flatMap(({ fact, targets }) =>
		fact.what === "ciphertext" ? targets.flatMap(({ variable }) => variable?.variable ?? []) : [],
	);
	return variablesOf(fn).find(isCiphertext) ?? decrypted[0];
}

const MISSING = ["missingIdentity", "missingKeyPolicy", "missingBoth"] as const;

function missingHalf(
	fn: Resource,
	role: FunctionRole,
	key: Resource,
	what: Words,
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
