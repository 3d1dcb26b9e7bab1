import type { StoreState } from "../../model/at-rest/read-stores.ts";
import { updateOfKey } from "../../model/at-rest/update-of.ts";
import type { Engine, Update } from "../../model/engine.ts";
import { arnOf, fittingKeys } from "../../model/kms-key.ts";
import type { Resource } from "../../model/resource.ts";
import { switchOf } from "../../model/value.ts";
import type { TextEdit } from "../../text/span.ts";
import type { Suggestion } from "../rule.ts";
import type { Written } from "../../model/written.ts";
import { wording, type Words } from "../../text/wording.ts";

/** What the deployment does, in brackets behind what a suggestion does. */
export function consequenceOf(update: Exclude<Update, "refuse">, engine: Engine): Words {
	switch (update) {
		case "in-place":
			return wording("updates in place");
		case "interrupt":
			return wording("interrupts the service");
		case "replace":
			return wording("{{engine}} replaces the resource", { engine: engine.name });
		case "unsure":
			return wording("may replace the resource");
		default:
			return update satisfies never;
	}
}

/** `; CloudFormation replaces the resource`: the end of a message about a change that loses data or interrupts. */
export function cautionOf(update: Update, engine: Engine): Words {
	switch (update) {
		case "replace":
			return wording("; {{consequence}}", { consequence: consequenceOf(update, engine) });
		case "interrupt":
			return wording("; this interrupts the service");
		case "in-place":
		case "refuse":
		case "unsure":
			return "";
		default:
			return update satisfies never;
	}
}

/** Edits that switch the encryption of a store on; null where another place decides, or the text offers none. */
export function switchOn(resource: Resource, state: StoreState): readonly TextEdit[] | null {
	const { store, switch: one } = state;
	if (store.switch === undefined || (one.kind !== "absent" && (one.kind !== "literal" || one.via !== null))) {
		return null;
	}
	return write(resource, state, store.switch, store.inverted !== true);
}

/** One suggestion for each key of the template that fits. */
export function nameKey(resource: Resource, state: StoreState): readonly Suggestion[] {
	const { store } = state;
	const { key } = store;
	// What names a security configuration names no key.
	if (
		key === undefined ||
		key.endsWith("SecurityConfiguration") ||
		(state.key.kind !== "absent" && (state.key.kind !== "literal" || state.key.via !== null))
	) {
		return [];
	}
	const update = updateOfKey(resource, state);
	if (update === "refuse") {
		return []; // The deployment would fail.
	}
	return fittingKeys(resource).map((fitting) => ({
		messageId: "useKey",
		data: { key: fitting.id, consequence: consequenceOf(update, resource.stack.engine) },
		edits: countsAlone(state)
			? write(resource, state, key, arnOf(fitting))
			: writeStructure(resource, state, key, arnOf(fitting)),
	}));
}

/** True where nothing but the key is missing. */
function countsAlone({ store, protection, switch: one }: StoreState): boolean {
	const isSwitchOnly =
		store.mode === undefined && (store.switch === undefined || store.keyAlone === true || store.inverted === true);
	return isSwitchOnly || protection === "provider-key" || (store.switch !== undefined && switchOf(one) === "on");
}

/** Sets one property below what holds the settings. */
function write(resource: Resource, { holder }: StoreState, path: string, value: Written): readonly TextEdit[] | null {
	if (path.includes("[]")) {
		return null;
	}
	if (holder === resource.properties) {
		return resource.set(path, value);
	}
	return path.includes(".") ? null : resource.stack.editor.set(holder, path, value);
}

/** Switch and key of a structure that is not there yet: `StreamEncryption: { EncryptionType: KMS, KeyId: … }`. */
function writeStructure(
	resource: Resource,
	{ store, holder, switch: one, mode }: StoreState,
	key: string,
	arn: Written,
): readonly TextEdit[] | null {
	const decider = store.switch ?? store.mode ?? "";
	const structure = decider.slice(0, Math.max(0, decider.lastIndexOf(".")));
	const isThere = one.kind !== "absent" || mode.kind !== "absent" || resource.get(structure).kind !== "absent";
	if (
		structure === "" ||
		structure.includes("[]") ||
		isThere ||
		holder !== resource.properties ||
		!key.startsWith(`${structure}.`)
	) {
		return null;
	}
	return resource.set(structure, {
		[decider.slice(structure.length + 1)]: store.switch === undefined ? (store.kms ?? "KMS") : true,
		[key.slice(structure.length + 1)]: arn,
	});
}
