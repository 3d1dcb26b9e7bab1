import type { TSESTree } from "@typescript-eslint/utils";
import { textOf } from "./text-of.ts";
import { unwrap } from "./unwrap.ts";

/**
 * What tells a property from the others of its object: `a`, `"a"`, `["a"]`, `` [`a`] ``, `1`; `#a` for a private one.
 * Null where it is computed.
 */
export function memberKey(key: TSESTree.Node, computed: boolean): string | null {
	switch (key.type) {
		case "Identifier":
			return computed ? null : key.name;
		case "PrivateIdentifier":
			return `#${key.name}`;
		case "Literal":
			return typeof key.value === "number" ? String(key.value) : textOf(key);
		default:
			return textOf(key);
	}
}

/** What a property is called, private or not; null where it is computed. */
export function nameOfKey(key: TSESTree.Node, computed: boolean): string | null {
	return key.type === "PrivateIdentifier" ? key.name : memberKey(key, computed);
}

/** The name that a call goes by: `sign(…)`, `client.sign(…)`, `client["sign"](…)`; null for what has none. */
export function nameOfCallee(callee: TSESTree.Node): string | null {
	const called = unwrap(callee);
	switch (called.type) {
		case "Identifier":
			return called.name;
		case "MemberExpression":
			return nameOfKey(called.property, called.computed);
		default:
			return null;
	}
}
