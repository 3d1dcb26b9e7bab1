import type { TSESTree } from "@typescript-eslint/utils";
import type { TextEdit } from "../../../text/span.ts";
import { lineStart } from "../../../text/line-facts.ts";
import { isFunction, type FunctionNode, declaredName } from "../../program/function-node.ts";
import { memberKey } from "../../program/name-of-key.ts";
import type { Node } from "../../program/node.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { isBlock, isWithin, parentOf } from "../../program/around.ts";
import { variableOf, definitionOf } from "../../program/variable-of.ts";
import { nodesOf } from "../../program/nodes-of.ts";

/** Where a construct can be declared, so that it is created once per scope and can be referred to afterwards. */
interface Home {
	/** After this offset. */
	readonly offset: number;
	/** The indentation of the neighboring statements. */
	readonly indent: string;
	/** True for a class body, where the declaration is a field. */
	readonly isField: boolean;
}

/**
 * Declares a construct before the one that uses it: `const ordersKey = new kms.Key(this, "OrdersKey", …);`. All users
 * in one scope share the declaration. Null if it might be created twice in one scope, which CDK rejects: in a helper
 * that is called twice, or in a class whose instances share a scope.
 *
 * @param site the construct that uses it, whose first argument is the scope
 * @param wanted the preferred name of the variable
 * @param isNamed false where nothing refers to it yet, and compilers may object to a variable that is not used
 */
export function declareConstruct(
	program: SourceModule,
	site: TSESTree.NewExpression | TSESTree.CallExpression,
	wanted: string,
	expression: string,
	isNamed = true,
): { readonly name: string; readonly edit: TextEdit } | null {
	const [scope] = site.arguments;
	const home =
		scope?.type === "ThisExpression"
			? homeInClass(program, site)
			: scope?.type === "Identifier"
				? homeOfVariable(program, site, scope)
				: null;
	if (home === null) {
		return null;
	}
	const name = freeName(program, wanted);
	const declared = `${home.isField ? `${name} = ` : isNamed ? `const ${name} = ` : ""}${expression};`;
	return { name: home.isField ? `this.${name}` : name, edit: insertBehind(program.text, home, declared) };
}

/**
 * Gives a name to a construct that stands alone in a statement before the one that is going to use it: `new kms.Key(…);`.
 * Null for others.
 */
export function nameConstruct(
	program: SourceModule,
	site: Node,
	user: Node,
	wanted: string,
): { readonly name: string; readonly edit: TextEdit } | null {
	const statement = parentOf(site);
	const block = statement?.type === "ExpressionStatement" ? parentOf(statement) : null;
	if (
		statement === null ||
		block === null ||
		!isBlock(block) ||
		!isWithin(user, block) ||
		site.range[1] > user.range[0]
	) {
		return null;
	}
	const name = freeName(program, wanted);
	const [start] = statement.range;
	return { name, edit: { span: { start, end: start }, text: `const ${name} = ` } };
}

/** If `this` is the scope: after `super(…)`, at the start of a method, or as a field. */
function homeInClass(program: SourceModule, site: Node): Home | null {
	for (let up = parentOf(site); up !== null; up = parentOf(up)) {
		if (up.type === "PropertyDefinition") {
			return up.static ? null : startOf(program.text, parentOf(up), true);
		}
		if (isFunction(up) && up.type !== "ArrowFunctionExpression") {
			const method = parentOf(up);
			return method?.type !== "MethodDefinition" || method.static || up.body?.type !== "BlockStatement"
				? null
				: method.kind === "constructor"
					? behindSuper(program.text, up.body, site)
					: method.kind === "method" && isCalledOnce(program, memberKey(method.key, method.computed))
						? startOf(program.text, up.body)
						: null;
		}
	}
	return null;
}

function behindSuper(text: string, { body }: TSESTree.BlockStatement, site: Node): Home | null {
	const found = body.find(
		({ type, ...statement }) =>
			type === "ExpressionStatement" &&
			"expression" in statement &&
			typeof statement.expression === "object" &&
			statement.expression.type === "CallExpression" &&
			statement.expression.callee.type === "Super",
	);
	return found === undefined || found.range[1] > site.range[0] ? null : behind(text, found);
}

/** After the declaration of the scope; at the start of a function that receives it. */
function homeOfVariable(program: SourceModule, site: Node, scope: TSESTree.Identifier): Home | null {
	const variable = variableOf(scope, program);
	const definition = variable === null ? null : definitionOf(variable);
	if (definition === null) {
		return null;
	}
	const { node } = definition;
	if (node.type === "VariableDeclarator") {
		return behindConstant(program, node, site);
	}
	const given = definition.type === "Parameter" ? node : null;
	return given !== null &&
		isFunction(given) &&
		given.body?.type === "BlockStatement" &&
		isCalledOnce(program, nameOfFunction(program, given))
		? startOf(program.text, given.body)
		: null;
}

/** `const stack = new Stack(app, "Orders");`, before the construct and in a block without early exits. */
function behindConstant(program: SourceModule, declarator: TSESTree.VariableDeclarator, site: Node): Home | null {
	const declaration = parentOf(declarator);
	const around = declaration === null ? null : parentOf(declaration);
	const statement = around?.type === "ExportNamedDeclaration" ? around : declaration;
	const block = statement === null ? null : parentOf(statement);
	return declaration?.type === "VariableDeclaration" &&
		declaration.kind === "const" &&
		statement !== null &&
		block !== null &&
		isBlock(block) &&
		statement.range[1] <= site.range[0]
		? behind(program.text, statement)
		: null;
}

/** Null for a class constructor, and for functions without a name. */
function nameOfFunction(program: SourceModule, node: FunctionNode): string | null {
	const { parent } = node;
	return parent.type === "MethodDefinition"
		? parent.kind === "method"
			? memberKey(parent.key, parent.computed)
			: null
		: (declaredName(node)?.name ?? null);
}

/** True if the file calls this name at most once, and not in loops or in functions that run repeatedly. */
function isCalledOnce(program: SourceModule, name: string | null): boolean {
	if (name === null) {
		return false;
	}
	const mentions = (program.text.match(WORDS) ?? []).filter((word) => word === name);
	const calls = nodesOf(program, "CallExpression").filter(({ callee }) =>
		callee.type === "Identifier"
			? callee.name === name
			: callee.type === "MemberExpression" && memberKey(callee.property, callee.computed) === name,
	);
	// Its declaration, and one call; any other use may pass it on.
	return calls.length <= 1 && mentions.length <= calls.length + 1 && calls.every((call) => runsOnce(program, call));
}

const WORDS = /[\p{ID_Continue}$]+/gu;

const LOOP = /^(?:For|While|DoWhile)/u;

function runsOnce(program: SourceModule, node: Node): boolean {
	for (let up = parentOf(node); up !== null; up = parentOf(up)) {
		if (LOOP.test(up.type)) {
			return false;
		}
		if (isFunction(up)) {
			const method = parentOf(up);
			return method?.type === "MethodDefinition" && method.kind === "constructor";
		}
	}
	return true;
}

/** A name that does not occur in the file. */
function freeName(program: SourceModule, wanted: string): string {
	let name = wanted;
	for (let count = 2; program.text.includes(name); count += 1) {
		name = wanted + String(count);
	}
	return name;
}

function behind(text: string, { range }: Node): Home {
	const start = lineStart(text, range[0]);
	return { offset: range[1], indent: /^[ \t]*/u.exec(text.slice(start, range[0]))?.[0] ?? "", isField: false };
}

/** After the brace of a body, before its first statement. */
function startOf(text: string, node: Node | null, isField = false): Home | null {
	if (node?.type !== "BlockStatement" && node?.type !== "ClassBody") {
		return null;
	}
	const [first] = node.body;
	return first === undefined ? null : { ...behind(text, first), offset: node.range[0] + 1, isField };
}

/** On a line of its own, or on the current line if that continues. */
function insertBehind(text: string, { offset, indent }: Home, line: string): TextEdit {
	const rest = /^[^\r\n]*/u.exec(text.slice(offset))?.[0] ?? "";
	const isEndOfLine = /^[ \t]*(?:\/\/.*|\/\*(?:[^*]|\*(?!\/))*\*\/[ \t]*)?$/u.test(rest);
	const at = isEndOfLine ? offset + rest.length : offset;
	const eol = text.includes("\r\n") ? "\r\n" : "\n";
	return { span: { start: at, end: at }, text: isEndOfLine ? eol + indent + line : ` ${line}` };
}
