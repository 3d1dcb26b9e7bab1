import type { StoreState } from "../../src/model/at-rest/read-stores.ts";
import { updateOfSwitch } from "../../src/model/at-rest/update-of.ts";
import type { Resource } from "../../src/model/resource.ts";
import type { Finding } from "../../src/rule/rule.ts";
import { consequenceOf, nameKey, switchOn } from "../../src/rule/offers/store-edits.ts";
import { deciderOf, encryptingValue, shown } from "../../src/model/at-rest/store-words.ts";
import { wording } from "../../src/text/wording.ts";

export function offersFor(
	resource: Resource,
	state: StoreState,
	isPlain: boolean,
): Pick<Finding, "fix" | "suggestions"> {
	const { store } = state;
	const edits = state.when.length > 0 || store.switch === undefined ? null : switchOn(resource, state);
	const update = updateOfSwitch(resource, state);
	const keys = state.when.length > 0 ? [] : nameKey(resource, state);
	if (!isPlain || edits === null || update === "refuse") {
		return { suggestions: keys };
	}
	if (update === "in-place" && store.harmless === true) {
		return { fix: edits, suggestions: keys };
	}
	const consequence =
		update === "in-place"
			? wording("updates in place; readers may need `kms:Decrypt`")
			: consequenceOf(update, resource.stack.engine);
	const property = shown(resource, store, deciderOf(store));
	return {
		suggestions: [
			{ messageId: "encrypt", data: { property, to: encryptingValue(resource, store), consequence }, edits },
			// A replacement is decided first, and the key with it.
			...(update === "replace" ? [] : keys),
		],
	};
}
