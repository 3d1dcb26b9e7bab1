import { readStores, STORE_TYPES, type StoreState } from "../src/model/at-rest/read-stores.ts";
import type { Store } from "../src/model/at-rest/store.ts";
import { updateOfSwitch } from "../src/model/at-rest/update-of.ts";
import { isBelow, RUNGS, type Rung } from "../src/model/protection.ts";
import type { Resource } from "../src/model/resource.ts";
import { renderWhen } from "../src/model/way.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { consequenceOf, nameKey, switchOn } from "../src/rule/offers/store-edits.ts";

interface Options extends Readonly<Record<string, unknown>> {
	readonly minimum: "provider-owned" | "provider-key" | "customer-key";
	readonly ignoreTypes: readonly string[];
}

/**
 * What lies on a disk in plain is read by whoever gets hold of the disk, of a snapshot or of a copy; what lies under a
 * key that the account does not own is read by whoever may call the service.
 * @see https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_rest_encrypt.html
 */
export const requireEncryptionAtRest = defineRule<Options>({
	name: "require-encryption-at-rest",
	description: "Require encryption at rest for databases, queues, streams, logs and other stores",
	types: STORE_TYPES,
	severity: "medium",
	severities: ["low"],
	fix: "safe",
	presets: { recommended: "off", strict: "error", audit: ["error", { minimum: "customer-key" }] },
	yieldsTo: ["require-volume-encryption", "require-bucket-encryption", "require-image-encryption"],
	compliance: [{ standard: "CWE", ids: ["CWE-311"], source: "https://cwe.mitre.org/data/definitions/311.html" }],
	options: {
		minimum: {
			enum: ["provider-owned", "provider-key", "customer-key"],
			description: "The required level",
		},
		ignoreTypes: { type: "array", items: { type: "string" }, description: "Resource types that are not checked" },
	},
	defaults: { minimum: "provider-owned", ignoreTypes: [] },
	messages: {
		missingEncryption: "{{noun}} is not encrypted at rest{{when}}. Set `{{property}}`{{to}}.",
		keyWithoutEncryption: "{{noun}} has a key but is not encrypted{{when}}. Also set `{{property}}: true`.",
		fixedAtCreation:
			"{{noun}} is not encrypted at rest{{when}}. Recreate it with `{{property}}`{{to}}; it cannot be changed later.",
		providerOwned: "{{noun}} uses an AWS owned key{{when}}. Set `{{key}}` to a customer managed key.",
		providerKey: "{{noun}} uses an AWS managed key{{when}}. Set `{{key}}` to a customer managed key.",
		useKey: "Use key '{{key}}' of this {{unit}} ({{consequence}}).",
		encrypt: "Set `{{property}}` ({{consequence}}).",
	},
	*check(resource, options) {
		if (options.ignoreTypes.includes(resource.type) || resource.writtenType === "AWS::Serverless::StateMachine") {
			return; // SAM's state machine has no property for it.
		}
		for (const state of readStores(resource)) {
			const { store } = state;
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

/** Where a store takes no key, its switch is the most that can be asked. */
function attainable(store: Store, minimum: Rung): Rung {
	const most =
		store.key !== undefined
			? "customer-key"
			: store.inverted === true
				? "provider-owned"
				: (store.on ?? "provider-key");
	return RUNGS[Math.min(RUNGS.indexOf(minimum), RUNGS.indexOf(most))] ?? minimum;
}

/** The setting that switches encryption on, else the key. */
function deciderOf(store: Store): string {
	return store.switch ?? store.mode ?? store.key ?? "";
}

function pathOf(store: Store, name: string): string {
	return [store.at ?? "", name]
		.filter((part) => part !== "")
		.join(".")
		.replaceAll("[]", "");
}

function findingOf(resource: Resource, state: StoreState, protection: Rung): Finding {
	const { store } = state;
	const isPlain = protection === "none";
	const decider = deciderOf(store);
	const asked = isPlain || store.key === undefined ? decider : store.key;
	const property = resource.spell(pathOf(store, asked));
	const written =
		[state.switch, state.mode, state.key].find(
			(value) => value.kind !== "absent" && (value !== state.key || !isPlain),
		) ?? (state.key.kind === "absent" && state.key.explicit ? state.key : undefined);
	const edits = state.when.length > 0 || store.switch === undefined ? null : switchOn(resource, state);
	const update = updateOfSwitch(resource, state);
	const keys = state.when.length > 0 ? [] : nameKey(resource, state);
	return {
		at: written?.span ?? state.place,
		messageId: isPlain
			? update === "refuse"
				? "fixedAtCreation"
				: state.keyWithoutSwitch
					? "keyWithoutEncryption"
					: "missingEncryption"
			: protection === "provider-owned"
				? "providerOwned"
				: "providerKey",
		severity: isPlain ? "medium" : "low",
		data: {
			noun: nounOf(resource, store),
			property: shown(resource, store, asked),
			to:
				store.switch === undefined
					? store.mode === undefined
						? ""
						: ` to \`${store.kms ?? "KMS"}\``
					: store.inverted === true
						? " to `false`"
						: " to `true`",
			key: shown(resource, store, store.key ?? decider),
			when: renderWhen(state.when),
		},
		property,
		...(!isPlain || edits === null || update === "refuse"
			? { suggestions: keys }
			: update === "in-place" && store.harmless === true
				? { fix: edits, suggestions: keys }
				: {
						// A replacement is decided first, and the key with it.
						suggestions: [
							{
								messageId: "encrypt",
								data: {
									property: `${shown(resource, store, decider)}: ${String(store.inverted !== true)}`,
									consequence:
										update === "in-place"
											? "updates in place; readers may need `kms:Decrypt`"
											: consequenceOf(update, resource.stack.engine),
								},
								edits,
							},
							...(update === "replace" ? [] : keys),
						],
					}),
	};
}

/** A property below what holds the settings, in the author's spelling. */
function shown(resource: Resource, store: Store, name: string): string {
	const path = pathOf(store, name);
	const spelled = resource.spell(path);
	return spelled === path ? name.replaceAll("[]", "") : spelled;
}

/** `DBInstance 'Db'`, `ReplicaRegions of Secret 'Token'`. */
function nounOf(resource: Resource, store: Store): string {
	const noun = `${resource.writtenType.split("::").at(-1) ?? resource.type} '${resource.id}'`;
	const part = (store.at ?? "").split(".").at(-1)?.replaceAll("[]", "") ?? "";
	return part === "" ? noun : `${part} of ${noun}`;
}
