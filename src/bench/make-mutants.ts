import ts from "typescript";

/** One small change of a program that its tests should notice. */
export interface Mutant {
	/** From the root of the project. */
	readonly path: string;
	readonly line: number;
	readonly start: number;
	readonly end: number;
	readonly text: string;
	/** What is written, and what takes its place, for people. */
	readonly shown: string;
}

const OPERATORS: ReadonlyMap<ts.SyntaxKind, string> = new Map([
	[ts.SyntaxKind.AmpersandAmpersandToken, "||"],
	[ts.SyntaxKind.BarBarToken, "&&"],
	[ts.SyntaxKind.QuestionQuestionToken, "&&"],
	[ts.SyntaxKind.EqualsEqualsEqualsToken, "!=="],
	[ts.SyntaxKind.ExclamationEqualsEqualsToken, "==="],
	[ts.SyntaxKind.LessThanToken, "<="],
	[ts.SyntaxKind.LessThanEqualsToken, "<"],
	[ts.SyntaxKind.GreaterThanToken, ">="],
	[ts.SyntaxKind.GreaterThanEqualsToken, ">"],
	[ts.SyntaxKind.PlusToken, "-"],
	[ts.SyntaxKind.MinusToken, "+"],
	[ts.SyntaxKind.PlusEqualsToken, "-="],
	[ts.SyntaxKind.MinusEqualsToken, "+="],
	[ts.SyntaxKind.AmpersandAmpersandEqualsToken, "||="],
	[ts.SyntaxKind.BarBarEqualsToken, "&&="],
]);

const METHODS: ReadonlyMap<string, string> = new Map([
	["every", "some"],
	["some", "every"],
	["startsWith", "endsWith"],
	["endsWith", "startsWith"],
	["find", "findLast"],
	["findLast", "find"],
	["toLowerCase", "toString"],
]);

/** Every mutant of a file: operators, methods, conditions, numbers, texts, parts of regular expressions, statements. */
export function makeMutants(path: string, source: string): readonly Mutant[] {
	const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2023, true);
	const found: Mutant[] = [];
	const add = (start: number, end: number, text: string): void => {
		const written = source.slice(start, end);
		const short = (some: string): string =>
			(some.length > 60 ? `${some.slice(0, 57)}…` : some).replaceAll(/\s+/gu, " ");
		found.push({
			path,
			line: file.getLineAndCharacterOfPosition(start).line + 1,
			start,
			end,
			text,
			shown: `\`${short(written)}\` → ${text === "" ? "nothing" : `\`${short(text)}\``}`,
		});
	};
	const at = (node: ts.Node, text: string): void => add(node.getStart(file), node.end, text);
	const visit = (node: ts.Node): void => {
		if (
			ts.isTypeNode(node) ||
			ts.isInterfaceDeclaration(node) ||
			ts.isTypeAliasDeclaration(node) ||
			ts.isImportDeclaration(node) ||
			ts.isExportDeclaration(node)
		) {
			return;
		}
		for (const mutateNode of MUTATORS) {
			mutateNode(node, at, add);
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

type Mutator = (
	node: ts.Node,
	at: (node: ts.Node, text: string) => void,
	add: (start: number, end: number, text: string) => void,
) => void;

const MUTATORS: readonly Mutator[] = [
	mutateOperator,
	mutateMethod,
	mutateLiteral,
	mutateText,
	mutateCondition,
	mutateStatement,
];

function mutateOperator(...[node, at, add]: Parameters<Mutator>): void {
	if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
		add(node.getStart(), node.operand.getStart(), "");
	}
	const other = ts.isBinaryExpression(node) ? OPERATORS.get(node.operatorToken.kind) : undefined;
	if (
		ts.isBinaryExpression(node) &&
		other !== undefined &&
		!(other === "-" && (isText(node.left) || isText(node.right)))
	) {
		at(node.operatorToken, other);
	}
}

function isText(node: ts.Node): boolean {
	return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

function mutateMethod(...[node, at]: Parameters<Mutator>): void {
	if (!ts.isPropertyAccessExpression(node) || !ts.isCallExpression(node.parent) || node.parent.expression !== node) {
		return;
	}
	const other = METHODS.get(node.name.text);
	if (other !== undefined) {
		at(node.name, other);
	}
	if (node.name.text === "filter" || node.name.text === "toSorted") {
		at(node.parent, node.expression.getText());
	}
}

function mutateLiteral(...[node, at]: Parameters<Mutator>): void {
	if (ts.isNumericLiteral(node)) {
		at(node, String(Number(node.text.replaceAll("_", "")) + 1));
	} else if (node.kind === ts.SyntaxKind.TrueKeyword) {
		at(node, "false");
	} else if (node.kind === ts.SyntaxKind.FalseKeyword) {
		at(node, "true");
	}
}

function mutateText(...[node, at]: Parameters<Mutator>): void {
	if (ts.isStringLiteral(node)) {
		const isName = ts.isPropertyAssignment(node.parent) && node.parent.name === node;
		if (node.text !== "" && !isName) {
			at(node, '""');
		}
	} else if (ts.isRegularExpressionLiteral(node)) {
		for (const other of regexMutants(node.text)) {
			at(node, other);
		}
	}
}

function mutateStatement(...[node, at]: Parameters<Mutator>): void {
	if (
		ts.isExpressionStatement(node) &&
		!ts.isSatisfiesExpression(node.expression) &&
		!isRemembering(node.expression)
	) {
		at(node, "");
	}
}

/** `KNOWN.set(key, value)` of a `WeakMap` at the top of a file: what is forgotten there is found anew, and the same. */
function isRemembering(node: ts.Expression): boolean {
	if (
		!ts.isCallExpression(node) ||
		!ts.isPropertyAccessExpression(node.expression) ||
		node.expression.name.text !== "set" ||
		!ts.isIdentifier(node.expression.expression)
	) {
		return false;
	}
	const name = node.expression.expression.text;
	return node
		.getSourceFile()
		.statements.some(
			(statement) =>
				ts.isVariableStatement(statement) &&
				statement.declarationList.declarations.some(
					(one) =>
						one.name.getText() === name &&
						one.initializer !== undefined &&
						ts.isNewExpression(one.initializer) &&
						one.initializer.expression.getText() === "WeakMap",
				),
		);
}

function mutateCondition(...[node, at]: Parameters<Mutator>): void {
	const condition = ts.isIfStatement(node)
		? node.expression
		: ts.isConditionalExpression(node)
			? node.condition
			: null;
	if (condition !== null) {
		at(condition, "false");
		at(condition, "true");
	}
}

/** An anchor, an alternative or a repetition of a regular expression changed, one at a time. */
export function regexMutants(literal: string): readonly string[] {
	const end = literal.lastIndexOf("/");
	const [body, flags] = [literal.slice(1, end), literal.slice(end + 1)];
	const bodies: string[] = [];
	if (body.startsWith("^")) {
		bodies.push(body.slice(1));
	}
	if (body.endsWith("$") && !body.endsWith("\\$")) {
		bodies.push(body.slice(0, -1));
	}
	for (const { index, 0: found } of body.matchAll(/\|[^|()[\]\\]+(?=[|)])/gu)) {
		bodies.push(body.slice(0, index) + body.slice(index + found.length));
	}
	for (const { index } of body.matchAll(/(?<=[\w\])])[+*](?!\])/gu)) {
		bodies.push(body.slice(0, index) + (body[index] === "+" ? "*" : "+") + body.slice(index + 1));
	}
	return [...new Set(bodies)].filter((one) => one !== "" && isRegex(one, flags)).map((one) => `/${one}/${flags}`);
}

function isRegex(body: string, flags: string): boolean {
	try {
		new RegExp(body, flags);
		return true;
	} catch {
		return false;
	}
}
