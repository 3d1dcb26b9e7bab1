import type { TSESTree } from "@typescript-eslint/utils";
import { REASONS, refuse, type Refusal } from "../refusal.ts";
import type { Replacement, Taken } from "./replacement.ts";
import { isAssertion } from "../../../languages/program/unwrap.ts";

/**
 * Says what of a pattern a lookup would take the place of, or why none can: its property goes, and its name is declared
 * beside it.
 */
export function acceptPattern(property: TSESTree.Property): Replacement | Refusal {
	const { value, parent: pattern } = property as TSESTree.Property & { readonly parent: TSESTree.Node };
	if (value.type === "AssignmentPattern") {
		return refuse(REASONS.fallback());
	}
	const declarator = pattern.parent;
	if (
		pattern.type !== "ObjectPattern" ||
		declarator?.type !== "VariableDeclarator" ||
		declarator.init === null ||
		value.type !== "Identifier" ||
		!mayGo(declarator.init)
	) {
		return refuse(REASONS.destructured());
	}
	// Nothing may stand behind it.
	if (pattern.properties.at(-1)?.type === "RestElement") {
		return refuse(REASONS.rest()); // It would take up what is no longer taken out beside it.
	}
	const declaration = declarator.parent;
	const owner = declaration.parent;
	if (!["Program", "BlockStatement", "StaticBlock", "SwitchCase", "ExportNamedDeclaration"].includes(owner.type)) {
		return refuse(REASONS.destructured());
	}
	const taken: Taken = {
		property,
		name: value,
		pattern,
		declarator,
		declaration,
		statement: owner.type === "ExportNamedDeclaration" ? owner : declaration,
	};
	return {
		ok: true,
		expression: declarator.init,
		span: { start: property.range[0], end: property.range[1] },
		before: "",
		after: "",
		tight: false,
		taken,
	};
}

/**
 * True for what does nothing where it stands, so that it may go with the last of its names: `process.env`,
 * `env as Env`.
 */
function mayGo(node: TSESTree.Expression): boolean {
	switch (node.type) {
		case "Identifier":
			return true;
		case "MemberExpression":
			return !node.computed && mayGo(node.object);
		default:
			return isAssertion(node) && mayGo(node.expression);
	}
}
