import type { TSESTree } from "@typescript-eslint/utils";
import { acceptPattern } from "./accept-pattern.ts";
import type { LookupTarget } from "../lookup.ts";
import { REASONS, refuse, type Refusal } from "../refusal.ts";
import type { Replacement } from "./replacement.ts";
import { isUnset } from "../../../languages/program/is-nothing.ts";
import { isWritten } from "../../../languages/program/is-written.ts";

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
		// A backslash in an attribute of JSX escapes nothing.
		(attribute ? text.slice(from, to).replaceAll("\\", "\\\\") : text.slice(from, to))
			.replaceAll("`", "\\`")
			.replaceAll("${", "\\${");
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

/** Where a literal is a name, and no value that is computed. */
const NAMING: ReadonlySet<string> = new Set([
	"ImportDeclaration",
	"ExportNamedDeclaration",
	"ExportAllDeclaration",
	"ImportExpression",
	"ImportAttribute",
	"TSExternalModuleReference",
	"TSModuleDeclaration",
	"ExpressionStatement",
]);

/** Where a literal is no value that is computed, or must be that very text. */
function refusePosition(expression: TSESTree.Expression): Refusal | null {
	const { parent } = expression;
	if (NAMING.has(parent.type)) {
		return refuse(REASONS.name());
	}
	switch (parent.type) {
		case "TSEnumMember":
			return refuse(REASONS.enumeration());
		case "TSLiteralType":
		case "TSTemplateLiteralType":
			return refuse(REASONS.type());
		case "Property":
		case "MethodDefinition":
			return parent.key === expression ? refuse(REASONS.name()) : null;
		case "PropertyDefinition":
		case "AccessorProperty":
			return parent.key === expression ? refuse(REASONS.name()) : refuseType(parent.typeAnnotation);
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
	if (isWritten(expression)) {
		return refuse(REASONS.written());
	}
	if (isAskedFor(expression)) {
		return refuse(REASONS.absence());
	}
	const { parent } = expression;
	return parent.type === "LogicalExpression" && parent.left === expression ? refuse(REASONS.fallback()) : null;
}

/** `if (process.env.A)`, `process.env.A && …`, `process.env.A === undefined`: a lookup never gives nothing. */
function isAskedFor(expression: TSESTree.Expression): boolean {
	const { parent } = expression;
	switch (parent.type) {
		case "UnaryExpression":
			return parent.operator === "!" || parent.operator === "typeof" || parent.operator === "void";
		case "LogicalExpression":
			return parent.left === expression && parent.operator === "&&";
		case "IfStatement":
		case "WhileStatement":
		case "DoWhileStatement":
			return true;
		case "ConditionalExpression":
			return parent.test === expression;
		case "BinaryExpression":
			return isUnset(parent.left) || isUnset(parent.right);
		default:
			return false;
	}
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
