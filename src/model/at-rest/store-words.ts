import type { Store } from "./store.ts";
import { type Rung, RUNGS } from "../protection.ts";
import type { Resource } from "../resource.ts";
import { quotedName, verbatim, wording, type Words } from "../../text/wording.ts";

/** The highest level that can be required: for a store without a key property, its switch. */
export function attainable(store: Store, minimum: Rung): Rung {
	const most =
		store.key !== undefined
			? "customer-key"
			: store.inverted === true
				? "provider-owned"
				: (store.on ?? "provider-key");
	return RUNGS[Math.min(RUNGS.indexOf(minimum), RUNGS.indexOf(most))] ?? minimum;
}

/** The setting that switches encryption on, otherwise the key. */
export function deciderOf(store: Store): string {
	return store.switch ?? store.mode ?? store.key ?? "";
}

export function pathOf(store: Store, name: string): string {
	return (store.at === undefined ? name : `${store.at}.${name}`).replaceAll("[]", "");
}

/** A property below the map with the settings, in the author's spelling. */
export function shown(resource: Resource, store: Store, name: string): string {
	const path = pathOf(store, name);
	const spelled = resource.spell(path);
	return spelled === path ? name.replaceAll("[]", "") : spelled;
}

/** `DBInstance 'Db'`, `ReplicaRegions of Secret 'Token'`, `'aws_db_instance.db'`, whose address says what it is. */
export function nounOf(resource: Resource, store: Store): Words {
	const { id, type, writtenType } = resource;
	const isAddress = id.includes(`${writtenType}.`);
	const name = writtenType.split("::").at(-1) ?? type;
	const noun = isAddress ? quotedName(id) : wording("{{type}} '{{id}}'", { type: verbatim(name), id });
	const at = (store.at ?? "").replaceAll("[]", "");
	const part = (isAddress ? resource.spell(at) : at).split(".").at(-1) ?? "";
	return part === "" ? noun : wording("{{part}} of {{noun}}", { part: verbatim(part), noun });
}

/** ` to \`true\``: the value of the deciding setting that encrypts; empty where a key decides. */
export function encryptingValue(resource: Resource, store: Store): Words {
	if (store.switch === undefined && store.mode === undefined) {
		return "";
	}
	const value = store.switch === undefined ? (store.kms ?? "KMS") : store.inverted !== true;
	return wording(" to `{{value}}`", { value: resource.spellValue(pathOf(store, deciderOf(store)), value) });
}
