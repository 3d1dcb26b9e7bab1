import type { TSESTree } from "@typescript-eslint/utils";
import type { SourceModule } from "./source-module.ts";
import { variableOf } from "./variable-of.ts";

/** What spells a text in the source. */
export type WrittenText = TSESTree.StringLiteral | TSESTree.TemplateElement | TSESTree.NumberLiteral;

/** A part of a text: what stands between two others, what is spelt in the source, or an expression with a text of its own. */
export type TextPart =
	| string
	| { readonly piece: WrittenText; readonly text: string }
	| { readonly inner: TSESTree.Node };

/**
 * What the text of an expression is made of, in order: a literal, a template, an addition, `` String.raw`…` ``,
 * `String()`, `[…].join()`, `"…".concat()`. Null where it makes no text. What the parts are that stand behind names,
 * calls and conditions is for the caller to say, who may know more than the place: a CDK app is followed through its
 * functions, a handler is not.
 */
export function textParts(node: TSESTree.Node, module: SourceModule): readonly TextPart[] | null {
	switch (node.type) {
		case "Literal":
			return typeof node.value === "string" || typeof node.value === "number"
				? [{ piece: node as TSESTree.StringLiteral | TSESTree.NumberLiteral, text: String(node.value) }]
				: null;
		case "TemplateLiteral":
			return partsOfTemplate(node, ({ cooked, raw }) => (cooked as string | null) ?? raw);
		case "TaggedTemplateExpression":
			return isGlobalMember(node.tag, "String", "raw", module)
				? partsOfTemplate(node.quasi, ({ raw }) => raw)
				: null;
		case "BinaryExpression":
			return node.operator === "+" ? [{ inner: node.left }, { inner: node.right }] : null;
		case "CallExpression":
			return partsOfCall(node, module);
		default:
			return null;
	}
}

function partsOfTemplate(
	{ quasis, expressions }: TSESTree.TemplateLiteral,
	textOf: (value: TSESTree.TemplateElement["value"]) => string,
): readonly TextPart[] {
	return quasis.flatMap((quasi, index): readonly TextPart[] => {
		const text = textOf(quasi.value);
		const hole = expressions[index];
		return [
			...(text === "" && quasis.length > 1 ? [] : [{ piece: quasi, text }]),
			...(hole === undefined ? [] : [{ inner: hole }]),
		];
	});
}

function partsOfCall(node: TSESTree.CallExpression, module: SourceModule): readonly TextPart[] | null {
	const { callee } = node;
	const [first] = node.arguments;
	if (node.arguments.some((argument) => argument.type === "SpreadElement")) {
		return null;
	}
	if (callee.type === "Identifier") {
		return callee.name === "String" && first !== undefined && isGlobal(callee, module) ? [{ inner: first }] : null;
	}
	if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") {
		return null;
	}
	switch (callee.property.name) {
		case "join":
			return partsOfJoin(callee.object, first);
		case "concat":
			// Of a text, not of a list.
			return callee.object.type === "Literal" || callee.object.type === "TemplateLiteral"
				? [callee.object, ...node.arguments].map((inner) => ({ inner }))
				: null;
		case "toString":
		case "valueOf":
			return node.arguments.length === 0 && callee.object.type === "Literal" ? [{ inner: callee.object }] : null;
		default:
			return null;
	}
}

/** `["a", b].join("/")`. */
function partsOfJoin(list: TSESTree.Node, given: TSESTree.Node | undefined): readonly TextPart[] | null {
	const separator =
		given === undefined ? "," : given.type === "Literal" && typeof given.value === "string" ? given.value : null;
	if (
		list.type !== "ArrayExpression" ||
		separator === null ||
		list.elements.some((element) => element === null || element.type === "SpreadElement")
	) {
		return null;
	}
	return joined(
		list.elements.map((element) => ({ inner: element as TSESTree.Node })),
		separator,
	);
}

/** What `join` makes of the items of a list: the separator between each two of them. */
export function joined<T>(items: readonly T[], separator: string): readonly (T | string)[] {
	return items.flatMap((item, index) => (index > 0 && separator !== "" ? [separator, item] : [item]));
}

/** `Object.freeze`: the method of a global. */
export function isGlobalMember(node: TSESTree.Node, object: string, property: string, module: SourceModule): boolean {
	return (
		node.type === "MemberExpression" &&
		!node.computed &&
		node.object.type === "Identifier" &&
		node.object.name === object &&
		node.property.type === "Identifier" &&
		node.property.name === property &&
		isGlobal(node.object, module)
	);
}

/** True for a name that the module does not declare. */
function isGlobal(name: TSESTree.Identifier, module: SourceModule): boolean {
	return variableOf(name, module) === null;
}
