import { readStores, STORE_TYPES, type StoreState } from "../src/model/at-rest/read-stores.ts";
import { updateOfKey, updateOfSwitch } from "../src/model/at-rest/update-of.ts";
import { isBelow, type Rung } from "../src/model/protection.ts";
import type { Resource } from "../src/model/resource.ts";
import type { Value } from "../src/model/value.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { oneOf, strings } from "../src/rule/options.ts";
import { AT_REST_CHECKS } from "../src/rule/checks-at-rest.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { cautionOf } from "../src/rule/offers/store-edits.ts";
import { attainable, deciderOf, encryptingValue, nounOf, pathOf, shown } from "../src/model/at-rest/store-words.ts";
import { offersFor } from "./require-encryption-at-rest/offers.ts";

/**
 * What lies on a disk in plain is read by whoever gets hold of the disk, of a snapshot or of a copy; what lies under a
 * key that the account does not own is read by whoever may call the service.
 * @see https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_rest_encrypt.html
 */
export const requireEncryptionAtRest = defineRule({
	name: "require-encryption-at-rest",
	description: "Require encryption at rest for databases, queues, streams, logs and other stores",
	types: STORE_TYPES,
	severity: "medium",
	severities: ["low"],
	fix: "safe",
	presets: { recommended: "off", strict: "error", audit: ["error", { minimum: "customer-key" }] },
	yieldsTo: ["require-volume-encryption", "require-bucket-encryption", "require-image-encryption"],
	compliance: { CWE: ["CWE-311"] },
	options: {
		minimum: oneOf(
			["provider-owned", "provider-key", "customer-key"],
			"provider-owned",
			"The weakest accepted key: AWS owned, AWS managed, or customer managed",
		),
		ignoreTypes: strings("Resource types that are not checked"),
	},
	checks: AT_REST_CHECKS,
	messages: {
		missingEncryption: "{{noun}} is not encrypted at rest{{when}}. Set `{{property}}`{{to}}{{caution}}.",
		keyWithoutEncryption:
			"{{noun}} has a key but is not encrypted{{when}}. Also set `{{property}}`{{to}}{{caution}}.",
		fixedAtCreation:
			"{{noun}} is not encrypted at rest{{when}}. Recreate it with `{{property}}`{{to}}; it cannot be changed later.",
		providerOwned: "{{noun}} uses an AWS owned key{{when}}. Set `{{key}}` to a customer managed key{{caution}}.",
		providerKey: "{{noun}} uses an AWS managed key{{when}}. Set `{{key}}` to a customer managed key{{caution}}.",
		useKey: "Use key '{{key}}' of this {{unit}} ({{consequence}}).",
		encrypt: "Set `{{property}}`{{to}} ({{consequence}}).",
	},
	*check(resource, options) {
		if (options.ignoreTypes.includes(resource.type) || resource.writtenType === "AWS::Serverless::StateMachine") {
			return; // SAM's state machine has no property for it.
		}
		for (const state of readStores(resource)) {
			const { store } = state;
			if (resource.lacks?.(pathOf(store, deciderOf(store))) === true) {
				continue; // Nothing that the author writes can set it.
			}
			if (state.protection === "unknown") {
				yield {
					unknown: "it is set elsewhere, or not known until deployment",
					at: state.switch.kind === "absent" ? state.place : state.switch.span,
					property: resource.spell(pathOf(store, deciderOf(store))),
				};
			} else if (isBelow(state.protection, attainable(store, options.minimum))) {
				yield findingOf(resource, state, state.protection);
			}
		}
	},
});

function findingOf(resource: Resource, state: StoreState, protection: Rung): Finding {
	const { store } = state;
	const isPlain = protection === "none";
	const decider = deciderOf(store);
	const asked = isPlain || store.key === undefined ? decider : store.key;
	return {
		at: writtenIn(state, isPlain)?.span ?? state.place,
		messageId: isPlain
			? plainMessage(resource, state)
			: protection === "provider-owned"
				? "providerOwned"
				: "providerKey",
		severity: isPlain ? "medium" : "low",
		data: {
			noun: nounOf(resource, store),
			property: shown(resource, store, asked),
			to: encryptingValue(resource, store),
			key: shown(resource, store, store.key ?? decider),
			when: whenWords(state.when),
			caution: cautionOf((isPlain ? updateOfSwitch : updateOfKey)(resource, state), resource.stack.engine),
		},
		property: resource.spell(pathOf(store, asked)),
		...offersFor(resource, state, isPlain),
	};
}

/** The setting that the author wrote, which a finding marks. */
function writtenIn(state: StoreState, isPlain: boolean): Value | undefined {
	return (
		[state.switch, state.mode, state.key].find(
			(value) => value.kind !== "absent" && (value !== state.key || !isPlain),
		) ?? [state.key, state.switch, state.mode].find((value) => value.kind === "absent" && value.explicit)
	);
}

function plainMessage(resource: Resource, state: StoreState): string {
	if (updateOfSwitch(resource, state) === "refuse") {
		return "fixedAtCreation";
	}
	return state.keyWithoutSwitch ? "keyWithoutEncryption" : "missingEncryption";
}
