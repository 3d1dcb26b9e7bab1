import type { Resource } from "../resource.ts";
import type { StoreState } from "./read-stores.ts";
import type { Update } from "./store.ts";

/**
 * What CloudFormation does when the switch (or the mode) of a store is set, on a stack that is deployed as the text
 * says.
 */
export function updateOfSwitch(resource: Resource, state: StoreState): Update {
	const { store } = state;
	return isDeployed(resource, state, store.switch ?? store.mode ?? store.key ?? "")
		? store.whenChanged
		: store.whenAbsent;
}

/** The same for its key. */
export function updateOfKey(resource: Resource, state: StoreState): Update {
	const { store } = state;
	return isDeployed(resource, state, store.key ?? "")
		? (store.keyWhenChanged ?? store.whenChanged)
		: (store.keyWhenAbsent ?? store.whenAbsent);
}

/**
 * True where the template that is deployed may hold the setting, or the structure around it
 * (`EncryptionAtRestOptions: {}`): it is
 * written, or the text is not the template itself, and what makes it may write a default (CDK's `Domain` writes
 * `Enabled: false`).
 */
function isDeployed(resource: Resource, { store }: StoreState, path: string): boolean {
	const [first = ""] = path.replaceAll("[]", "").split(".");
	const whole = [store.at ?? "", first]
		.filter((part) => part !== "")
		.join(".")
		.replaceAll("[]", "");
	return resource.spell(whole) !== whole || resource.get(whole).kind !== "absent";
}
