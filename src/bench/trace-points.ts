import ts from "typescript";

/** A place of a program that says when it is reached: a statement, or a function. */
export interface Point {
	readonly start: number;
	readonly end: number;
	/** Where the call goes that says it. */
	readonly at: number;
	/** An arrow function without a block: its expression ends here, and is wrapped. */
	readonly wrapped: number | null;
}

/** Every statement inside of a function, and every function. */
export function pointsOf(path: string, source: string): readonly Point[] {
	const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2023, true);
	const points: Point[] = [];
	const visit = (node: ts.Node): void => {
		points.push(...pointsAt(node, file));
		ts.forEachChild(node, visit);
	};
	visit(file);
	return points;
}

function pointsAt(node: ts.Node, file: ts.SourceFile): readonly Point[] {
	const start = node.getStart(file);
	const body = ts.isFunctionLike(node) && "body" in node ? (node.body as ts.Node | undefined) : undefined;
	if (body !== undefined) {
		return ts.isBlock(body)
			? [{ start, end: node.end, at: body.getStart(file) + 1, wrapped: null }]
			: [{ start, end: node.end, at: body.getStart(file), wrapped: body.end }];
	}
	const isInside = ts.isBlock(node.parent ?? node) || ts.isCaseOrDefaultClause(node.parent ?? node);
	return ts.isStatement(node) && isInside && !ts.isFunctionDeclaration(node)
		? [{ start, end: node.end, at: start, wrapped: null }]
		: [];
}

/** A program that calls `globalThis.__reached` with the number of each point that it reaches; the first is `first`. */
export function traced(source: string, points: readonly Point[], first: number): string {
	const inserts = points.flatMap(({ at, wrapped }, index) => {
		const call = `globalThis.__reached(${String(first + index)})`;
		return wrapped === null
			? [{ at, text: `${call};`, order: index }]
			: [
					{ at, text: `(${call}, `, order: index },
					{ at: wrapped, text: ")", order: -index },
				];
	});
	let [text, from] = ["", 0];
	for (const insert of inserts.toSorted((one, other) => one.at - other.at || one.order - other.order)) {
		text += source.slice(from, insert.at) + insert.text;
		from = insert.at;
	}
	return text + source.slice(from);
}

/** The index of the smallest point that has a place in it; null at the top of a file. */
export function pointAt(points: readonly Point[], place: number): number | null {
	const [found] = points
		.map((point, index) => ({ ...point, index }))
		.filter(({ start, end }) => start <= place && place < end)
		.sort((one, other) => one.end - one.start - (other.end - other.start));
	return found?.index ?? null;
}

/** The names that the statement at the top of a file declares which has a place in it: `const TABLE = …`. */
export function declaredAt(path: string, source: string, place: number): readonly string[] {
	const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2023, true);
	const statement = file.statements.find(({ pos, end }) => pos <= place && place < end);
	if (statement === undefined) {
		return [];
	}
	if (ts.isVariableStatement(statement)) {
		return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
	}
	const { name } = statement as { readonly name?: ts.Node };
	return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
}

function namesIn(name: ts.BindingName): readonly string[] {
	return ts.isIdentifier(name)
		? [name.text]
		: name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []));
}

/** The property of an object at the top of a file that has a place in it: `jwt` of `const REGEXES = { jwt: /…/u }`. */
export function propertyAt(path: string, source: string, place: number): string | null {
	const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2023, true);
	const statement = file.statements.find(({ pos, end }) => pos <= place && place < end);
	let found: string | null = null;
	const visit = (node: ts.Node): void => {
		if (place < node.pos || place >= node.end || found !== null) {
			return;
		}
		if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) {
			found = node.name.text;
			return;
		}
		ts.forEachChild(node, visit);
	};
	if (statement !== undefined && ts.isVariableStatement(statement)) {
		visit(statement);
	}
	return found;
}
