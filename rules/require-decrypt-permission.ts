import { variablesOf } from "../src/model/environment.ts";
import type { Resource } from "../src/model/resource.ts";
import { mayDecrypt, roleOf, trustOf, type FunctionRole } from "../src/model/role.ts";
import { flag } from "../src/rule/options.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { neededKeys } from "./require-decrypt-permission/needed-keys.ts";
import { isCiphertext } from "../src/rule/is-ciphertext.ts";
import { addPolicy } from "./require-decrypt-permission/add-policy.ts";

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
