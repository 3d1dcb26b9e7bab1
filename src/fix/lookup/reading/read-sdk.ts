import type { TSESTree } from "@typescript-eslint/utils";
import type { SourceModule } from "../../../languages/program/source-module.ts";

/** How a module takes things from a package already. */
export interface SdkImport {
	/** What each of the package's names is called here. */
	readonly names: ReadonlyMap<string, string>;
	/** `import * as ssm`, `const ssm = require(…)`. */
	readonly namespace: string | null;
	/** Where another name can be added, and what the list is: null for a namespace. */
	readonly list: { readonly last: TSESTree.Node; readonly separator: " as " | ": " } | null;
	/** Where it ends: a `require` gives nothing before. */
	readonly end: number;
}

/** The first import of a package at the top level that gives values; undefined where there is none. */
export function readSdkImport({ ast }: SourceModule, source: string): SdkImport | undefined {
	for (const statement of ast.body) {
		const found =
			statement.type === "ImportDeclaration"
				? readImport(statement, source)
				: statement.type === "VariableDeclaration"
					? readRequire(statement, source)
					: undefined;
		if (found !== undefined) {
			return found;
		}
	}
	return undefined;
}

function readImport(
	{ source, specifiers, importKind, range }: TSESTree.ImportDeclaration,
	wanted: string,
): SdkImport | undefined {
	if (source.value !== wanted || importKind === "type") {
		return undefined;
	}
	const named = specifiers.filter((one) => one.type === "ImportSpecifier");
	const namespace = specifiers.find((one) => one.type === "ImportNamespaceSpecifier");
	const last = named.at(-1);
	if (last === undefined && namespace === undefined) {
		return undefined;
	}
	const names = named
		.filter(({ importKind: kind }) => kind !== "type")
		.map(
			({ imported, local }) =>
				[imported.type === "Identifier" ? imported.name : imported.value, local.name] as const,
		);
	return {
		names: new Map(names),
		namespace: namespace?.local.name ?? null,
		list: last === undefined ? null : { last, separator: " as " },
		end: range[1],
	};
}

function readRequire({ declarations, range }: TSESTree.VariableDeclaration, wanted: string): SdkImport | undefined {
	for (const { id, init } of declarations) {
		if (init === null || requiredBy(init) !== wanted) {
			continue;
		}
		if (id.type === "Identifier") {
			return { names: new Map(), namespace: id.name, list: null, end: range[1] };
		}
		if (id.type === "ObjectPattern") {
			const properties = id.properties.filter((one) => one.type === "Property");
			const last = properties.at(-1);
			const names = properties.flatMap(({ key, value }) =>
				key.type === "Identifier" && value.type === "Identifier" ? [[key.name, value.name] as const] : [],
			);
			if (last !== undefined && properties.length === id.properties.length) {
				return { names: new Map(names), namespace: null, list: { last, separator: ": " }, end: range[1] };
			}
		}
	}
	return undefined;
}

/** The package of `require("…")`; undefined for anything else. */
export function requiredBy(node: TSESTree.Expression): string | undefined {
	const [first] =
		node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "require"
			? node.arguments
			: [];
	return first?.type === "Literal" && typeof first.value === "string" ? first.value : undefined;
}

/** A client that the module makes at its top level: `const ssm = new SSMClient({})`. */
export interface SdkClient {
	readonly name: string;
	readonly statement: TSESTree.Node;
}

/** The first client of one of these classes. */
export function readSdkClient(
	{ ast }: SourceModule,
	sdk: SdkImport,
	classes: readonly string[],
): SdkClient | undefined {
	const locals = classes.map((name) => sdk.names.get(name));
	for (const statement of ast.body) {
		const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
		if (declaration?.type !== "VariableDeclaration" || declaration.kind !== "const") {
			continue;
		}
		for (const { id, init } of declaration.declarations) {
			const callee = init?.type === "NewExpression" ? init.callee : undefined;
			const isNamed = callee?.type === "Identifier" && locals.includes(callee.name);
			const isMember =
				callee?.type === "MemberExpression" &&
				callee.object.type === "Identifier" &&
				callee.object.name === sdk.namespace &&
				callee.property.type === "Identifier" &&
				classes.includes(callee.property.name);
			if (id.type === "Identifier" && (isNamed || isMember)) {
				return { name: id.name, statement };
			}
		}
	}
	return undefined;
}
