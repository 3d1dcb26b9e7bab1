import type { Editor } from "../model/resource.ts";

/** For what cannot be edited: nothing has a safe place. */
export const NO_EDITS: Editor = {
	set: () => null,
	setAll: () => null,
	replace: () => null,
	rewrite: () => null,
	setAttribute: () => null,
	removeAttribute: () => null,
	append: () => null,
	addResources: () => null,
};
