import type { AppFunction, AppStack } from "../app/application.ts";
import { redactLabel } from "../detect/redact.ts";
import { readBucket } from "../model/bucket.ts";
import { findKey } from "../model/key-reference.ts";
import { readKey } from "../model/key.ts";
import { fittingKeys } from "../model/kms-key.ts";
import type { Protection } from "../model/protection.ts";
import type { Resource } from "../model/resource.ts";
import { mayDecrypt, trustOf } from "../model/role.ts";
import { alternatives, getIn } from "../model/value.ts";
import type { AuditKey, AuditUsableKey } from "./answer.ts";
import { locate } from "./locate.ts";
import type { Translate } from "../text/wording.ts";

/** What encrypts the variables of a function, which keys could, and whether its role may decrypt with them. */
export function describeFunctionKey(fn: AppFunction, translate: Translate): AuditKey {
	const reached = alternatives(fn.key);
	const [key] = reached.flatMap(({ value }) => findKey(fn.stack.stack, value) ?? []);
	const levels = new Set(reached.map(({ value }) => readKey(value, "none")));
	const level = levels.size === 1 ? [...levels][0] : undefined;
	return {
		level: levelOf(level ?? "unknown", "aws-managed"),
		key: key === undefined ? null : usableBy(fn, key, translate),
		suitable: level === "customer-key" ? [] : fittingKeys(fn.resource).map((one) => usableBy(fn, one, translate)),
	};
}

/** The same of the default encryption of a bucket. */
export function describeBucketKey(bucket: Resource, stack: AppStack): AuditKey {
	const states = readBucket(bucket);
	const levels = new Set(states.map(({ protection }) => protection));
	const level = levels.size === 1 ? [...levels][0] : undefined;
	const [key] = states.flatMap(({ byDefault }) =>
		byDefault === null
			? []
			: alternatives(getIn(byDefault, "KMSMasterKeyID")).flatMap(
					({ value }) => findKey(stack.stack, value) ?? [],
				),
	);
	const usable = (one: Resource): AuditUsableKey => ({
		id: redactLabel(one.id),
		place: locate(stack.placeOf(one.head)),
		decrypts: null,
		why: "",
	});
	return {
		level: levelOf(level ?? "unknown", "s3-managed"),
		key: key === undefined ? null : usable(key),
		suitable: level === "customer-key" ? [] : fittingKeys(bucket).map(usable),
	};
}

/** @param byDefault what encrypts where nothing is set */
function levelOf(protection: Protection, byDefault: "aws-managed" | "s3-managed"): AuditKey["level"] {
	switch (protection) {
		case "customer-key":
			return "customer";
		case "provider-key":
			return "aws-managed";
		case "provider-owned":
		case "none":
			return byDefault;
		case "unknown":
			return "unknown";
		default:
			return protection satisfies never;
	}
}

function usableBy({ role, stack }: AppFunction, key: Resource, translate: Translate): AuditUsableKey {
	const id = redactLabel(key.id);
	const place = locate(stack.placeOf(key.head));
	if (role === null) {
		return { id, place, decrypts: "unknown", why: translate("its role is not in this stack") };
	}
	const name = redactLabel(role.id);
	if (!role.complete) {
		return {
			id,
			place,
			decrypts: "unknown",
			why: translate("a policy of its role '{{name}}' is not in this stack", { name }),
		};
	}
	const trust = trustOf(key, role);
	const isAllowed = mayDecrypt(role, key, stack.stack);
	switch (trust) {
		case "named":
			return {
				id,
				place,
				decrypts: "allowed",
				why: translate("the key policy names its role '{{name}}'", { name }),
			};
		case "unknown":
			return { id, place, decrypts: "unknown", why: translate("the key policy is not known until deployment") };
		case "delegated":
			return isAllowed
				? {
						id,
						place,
						decrypts: "allowed",
						why: translate("a policy of its role '{{name}}' allows it", { name }),
					}
				: {
						id,
						place,
						decrypts: "denied",
						why: translate("no policy of its role '{{name}}' allows `kms:Decrypt` on it", { name }),
					};
		case "none":
			return {
				id,
				place,
				decrypts: "denied",
				why: translate("the key policy allows neither its role '{{name}}' nor the account", { name }),
			};
		default:
			return trust satisfies never;
	}
}
