import type { TSESTree } from "@typescript-eslint/utils";
import type { SourceModule } from "./source-module.ts";
import { staticTextOf } from "./static-text.ts";

/** A text that is a name: no blanks, at least two letters in a row. */
export function isName(text: string): boolean {
	return text.length <= 100 && NAME.test(text);
}

const NAME = /^[\p{L}_$][\p{L}\w$.:-]*$/u;

/** The name of a property, a field or a method; null where only run time knows it. */
export function keyOf(
	node: { readonly computed: boolean; readonly key: TSESTree.Node },
	module: SourceModule,
): string | null {
	if (!node.computed && (node.key.type === "Identifier" || node.key.type === "PrivateIdentifier")) {
		return node.key.name;
	}
	return staticTextOf(node.key, module);
}

/**
 * The last name of an expression that reads something: `process.env.X`, `config["x"]`, `this.#x`, `x`,
 * `headers.get("x")`.
 */
export function nameOf(node: TSESTree.Node, module: SourceModule): string | null {
	switch (node.type) {
		case "Identifier":
			return node.name;
		case "MemberExpression":
			return node.computed
				? node.property.type === "Literal"
					? staticTextOf(node.property, module)
					: null
				: (node.property as TSESTree.Identifier).name;
		case "ChainExpression":
		case "TSAsExpression":
		case "TSSatisfiesExpression":
		case "TSNonNullExpression":
		case "TSTypeAssertion":
			return nameOf(node.expression, module);
		case "AwaitExpression":
			return nameOf(node.argument, module);
		case "LogicalExpression":
			return firstNameOf(node, module);
		case "CallExpression": {
			const [first] = node.arguments;
			const name = first === undefined || first.type === "SpreadElement" ? null : staticTextOf(first, module);
			if (name !== null && isName(name)) {
				return name; // headers.get("x-api-key"), env("DB_PASSWORD")
			}
			return node.callee.type === "MemberExpression" && node.arguments.length === 0
				? nameOf(node.callee.object, module)
				: null; // token.trim()
		}
		default:
			return null;
	}
}

/** What alternatives begin with; each of a long chain is asked, and all of them begin alike. */
function firstNameOf(node: TSESTree.LogicalExpression, module: SourceModule): string | null {
	let name = FIRST_NAMES.get(node);
	if (name === undefined) {
		name = nameOf(node.left, module);
		FIRST_NAMES.set(node, name);
	}
	return name;
}

const FIRST_NAMES = new WeakMap<TSESTree.LogicalExpression, string | null>();

/**
 * The name of a constant in brackets whose value is no text: `client[kPassword]`, `client[API_TOKEN]`, where it is a
 * symbol. Null for an index, a key that is looked up.
 */
export function nameOfSymbol(node: { readonly computed: boolean; readonly key: TSESTree.Node }): string | null {
	const name = node.computed && node.key.type === "Identifier" ? node.key.name : null;
	return name !== null && SYMBOL.test(name) ? name.replace(/^k(?=[A-Z])/u, "") : null;
}

const SYMBOL = /^(?:[A-Z][A-Z0-9_]*|k[A-Z]\w*)$/u;

/** True for a call of one of these functions, or methods. */
export function isMethod(callee: TSESTree.Node, names: ReadonlySet<string>): boolean {
	return callee.type === "Identifier"
		? names.has(callee.name)
		: callee.type === "MemberExpression" &&
				!callee.computed &&
				callee.property.type === "Identifier" &&
				names.has(callee.property.name);
}
