import type { TSESTree } from "@typescript-eslint/utils";
import { acceptPattern } from "./accept-pattern.ts";
import type { LookupTarget } from "../lookup.ts";
import { REASONS, refuse, type Refusal } from "../refusal.ts";
import type { Replacement } from "./replacement.ts";

/** Says what of the program a lookup would take the place of, or why none can stand there. */
export function acceptExpression(target: LookupTarget, text: string): Replacement | Refusal {
	const { node } = target;
	if (node.type === "Property") {
		return acceptPattern(node);
	}
	const expression = unwrap(target.kind, node, target.kind === "literal" && target.part !== null);
	if ("ok" in expression) {
		return expression;
	}
	const refusal = refusePosition(expression) ?? (target.kind === "environment" ? refuseRead(expression) : null);
	if (refusal !== null) {
		return refusal;
	}
	const [start, end] = expression.range;
	const attribute = expression.parent.type === "JSXAttribute";
	const [open, close] = attribute ? ["{", "}"] : ["", ""];
	if (target.kind === "environment" || target.part === null) {
		return { ok: true, expression, span: { start, end }, before: open, after: close, tight: isTight(expression) };
	}
	if (node.type === "TemplateLiteral") {
		return {
			ok: true,
			expression,
			span: target.part,
			part: target.part,
			before: "${",
			after: "}",
			tight: false,
		};
	}
	const { range } = node;
	const around = (from: number, to: number): string =>
		text.slice(from, to).replaceAll("`", "\\`").replaceAll("${", "\\${");
	return {
		ok: true,
		expression,
		span: { start, end },
		part: target.part,
		before: `${open}\`${around(range[0] + 1, target.part.start)}\${`,
		after: `}${around(target.part.end, range[1] - 1)}\`${close}`,
		tight: false,
	};
}

/** The outermost expression that means the same value: `"…" as const`, `"…" satisfies string`, `process.env.X!`. */
function unwrap(kind: LookupTarget["kind"], node: TSESTree.Expression, isPart: boolean): TSESTree.Expression | Refusal {
	let expression: TSESTree.Expression = node;
	let hasConst = false;
	if (kind === "literal") {
		if (node.parent?.type === "TaggedTemplateExpression") {
			return refuse(REASONS.tag());
		}
		// A template takes every escape but these.
		if (isPart && node.type === "Literal" && /\\\d/u.test(node.raw.replaceAll("\\\\", ""))) {
			return refuse(REASONS.escapes());
		}
	}
	for (;;) {
		const { parent } = expression as { readonly parent: TSESTree.Node };
		switch (parent.type) {
			case "TSNonNullExpression":
			case "ChainExpression":
				expression = parent;
				break;
			case "TSAsExpression":
			case "TSTypeAssertion":
			case "TSSatisfiesExpression": {
				const { typeAnnotation } = parent;
				const isConst =
					typeAnnotation.type === "TSTypeReference" &&
					typeAnnotation.typeName.type === "Identifier" &&
					typeAnnotation.typeName.name === "const";
				hasConst ||= isConst;
				if (!isConst && !acceptsText(typeAnnotation)) {
					// It stays around the lookup.
					return kind === "environment" || hasConst ? refuse(REASONS.assertion()) : node;
				}
				expression = parent;
				break;
			}
			default:
				return expression;
		}
	}
}

/** True where every text is of that type; the names of other types are not known here. */
export function acceptsText(type: TSESTree.TypeNode): boolean {
	switch (type.type) {
		case "TSStringKeyword":
		case "TSUnknownKeyword":
		case "TSAnyKeyword":
			return true;
		case "TSUnionType":
			return type.types.some(acceptsText);
		default:
			return false;
	}
}

/** Where a literal is no value that is computed, or must be that very text. */
function refusePosition(expression: TSESTree.Expression): Refusal | null {
	const { parent } = expression;
	switch (parent.type) {
		case "TSEnumMember":
			return refuse(REASONS.enumeration());
		case "TSLiteralType":
		case "TSTemplateLiteralType":
			return refuse(REASONS.type());
		case "ImportDeclaration":
		case "ExportNamedDeclaration":
		case "ExportAllDeclaration":
		case "ImportExpression":
		case "ImportAttribute":
		case "TSExternalModuleReference":
		case "TSModuleDeclaration":
		case "ExpressionStatement":
			return refuse(REASONS.name());
		case "Property":
		case "MethodDefinition":
		case "PropertyDefinition":
		case "AccessorProperty":
			if (parent.key === expression) {
				return refuse(REASONS.name());
			}
			return parent.type === "PropertyDefinition" || parent.type === "AccessorProperty"
				? refuseType(parent.typeAnnotation)
				: null;
		case "VariableDeclarator":
			return refuseType(parent.id.typeAnnotation);
		case "AssignmentPattern":
			return refuseType(parent.left.typeAnnotation);
		default:
			return null;
	}
}

/** @param annotation null too: other parsers write what is absent so */
function refuseType(annotation: TSESTree.TSTypeAnnotation | null | undefined): Refusal | null {
	return annotation === undefined || annotation === null || acceptsText(annotation.typeAnnotation)
		? null
		: refuse(REASONS.type());
}

/** What reads of the environment do beside reading. */
function refuseRead(expression: TSESTree.Expression): Refusal | null {
	const { parent } = expression;
	switch (parent.type) {
		case "AssignmentExpression":
			return parent.left === expression ? refuse(REASONS.written()) : null;
		case "UpdateExpression":
			return refuse(REASONS.written());
		case "AssignmentPattern":
			return parent.left === expression ? refuse(REASONS.written()) : null;
		case "ForInStatement":
		case "ForOfStatement":
			return parent.left === expression ? refuse(REASONS.written()) : null;
		case "ArrayPattern":
		case "RestElement":
			return refuse(REASONS.written());
		case "UnaryExpression":
			return parent.operator === "delete"
				? refuse(REASONS.written())
				: parent.operator === "!" || parent.operator === "typeof" || parent.operator === "void"
					? refuse(REASONS.absence())
					: null;
		case "LogicalExpression":
			return parent.left === expression
				? refuse(parent.operator === "&&" ? REASONS.absence() : REASONS.fallback())
				: null;
		case "IfStatement":
		case "WhileStatement":
		case "DoWhileStatement":
			return refuse(REASONS.absence());
		case "ConditionalExpression":
			return parent.test === expression ? refuse(REASONS.absence()) : null;
		case "BinaryExpression":
			return isNothing(parent.left) || isNothing(parent.right) ? refuse(REASONS.absence()) : null;
		default:
			return null;
	}
}

function isNothing(node: TSESTree.Node): boolean {
	return (
		(node.type === "Identifier" && node.name === "undefined") ||
		(node.type === "Literal" && (node.value === null || node.value === ""))
	);
}

/** `(await f()).length`: what binds tighter than `await`. */
function isTight(expression: TSESTree.Expression): boolean {
	const { parent } = expression;
	switch (parent.type) {
		case "MemberExpression":
			return parent.object === expression;
		case "CallExpression":
		case "NewExpression":
			return parent.callee === expression;
		case "BinaryExpression":
			return parent.operator === "**" && parent.left === expression;
		default:
			return false;
	}
}
