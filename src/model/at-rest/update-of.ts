import type { Update } from "../engine.ts";
import type { Resource } from "../resource.ts";
import type { StoreState } from "./read-stores.ts";
import type { Store } from "./store.ts";

/** What the engine does when the switch (or the mode) of a store is set on the deployed resource. */
export function updateOfSwitch(resource: Resource, { store }: StoreState): Update {
	return updateOf(resource, store, store.switch ?? store.mode ?? store.key ?? "");
}

/** The same for its key. */
export function updateOfKey(resource: Resource, { store }: StoreState): Update {
	return updateOf(resource, store, store.key ?? store.switch ?? store.mode ?? "");
}

function updateOf(resource: Resource, store: Store, path: string): Update {
	return resource.stack.engine.updateOf(store.type, below(store, path), isDeployed(resource, store, path));
}

/**
 * True if the deployed resource may already have the setting, or the structure around it (`EncryptionAtRestOptions:
 * {}`): it is written, or the text is not the template itself and its generator may write a default (CDK's `Domain`
 * writes `Enabled: false`).
 */
function isDeployed(resource: Resource, store: Store, path: string): boolean {
	const [first = ""] = path.replaceAll("[]", "").split(".");
	const whole = below(store, first).replaceAll("[]", "");
	return resource.spell(whole) !== whole || resource.get(whole).kind !== "absent";
}

function below({ at = "" }: Store, path: string): string {
	return [at, path].filter((part) => part !== "").join(".");
}
