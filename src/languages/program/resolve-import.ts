import type { TSESTree } from "@typescript-eslint/utils";
import type { SourceModule } from "./source-module.ts";
import { pathTo } from "./path-to.ts";
import { definitionOf, lateWrites, onlyValueOf, variableOf } from "./variable-of.ts";
import { unwrap } from "./unwrap.ts";
import { nameOfCallee, nameOfKey } from "./name-of-key.ts";
import { textOf } from "./text-of.ts";

/** What an expression stands for, seen from the module it was imported from. */
export interface Imported {
	/** As it is written: `@aws-sdk/client-ssm`, `./config`. */
	readonly module: string;
	/**
	 * The names from the module down: `["SSMClient"]`; `[]` for the module itself, `["default"]` for a default import.
	 * A `default` with more behind it is left out, because `import AWS from` and `require()` mean the same to an SDK.
	 */
	readonly path: readonly string[];
	/** True where types alone are imported: `import type`. */
	readonly isType: boolean;
	/** The name that reads the import, and the members that it reads of it; null for `require` and `import()`. */
	readonly by: { readonly name: TSESTree.Node; readonly members: readonly string[] } | null;
}

/**
 * Calls that hand their argument back: compilers' helpers, and what X-Ray and its like wrap around a client or the SDK.
 */
const WRAPPERS = new Set([
	"__importStar",
	"__importDefault",
	"__toESM",
	"_interopRequireWildcard",
	"_interopRequireDefault",
	"captureAWS",
	"captureAWSClient",
	"captureAWSv3Client",
	"captureAWSv2Client",
]);

/** How deep names lead to names. */
const MAX_DEPTH = 12;

/**
 * Says which export of which module an expression stands for, however it came here: named, namespace and default
 * imports, `require` and `await import()` whole or taken apart, members, other names of it, TypeScript's assertions.
 * Null where it is none, or where a name on the way is given more than once.
 */
export function resolveImport(node: TSESTree.Node, module: SourceModule): Imported | null {
	return resolve(node, module, 0);
}

/**
 * The last name of the export, for a module whose exports are flat: `GetParameterCommand`; null for the module itself.
 */
export function exportedName({ path }: Imported): string | null {
	return path.length === 1 ? (path[0] ?? null) : null;
}

function resolve(given: TSESTree.Node, module: SourceModule, depth: number): Imported | null {
	const node = unwrap(given);
	if (depth > MAX_DEPTH) {
		return null;
	}
	switch (node.type) {
		case "Identifier":
			return resolveName(node, module, depth);
		case "MemberExpression": {
			const name = nameOfKey(node.property, node.computed);
			return name === null ? null : below(resolve(node.object, module, depth + 1), name);
		}
		case "TSQualifiedName": // `import Queue = sqs.Queue`, `client: ssm.SSMClient`
			return below(resolve(node.left, module, depth + 1), node.right.name);
		case "AwaitExpression":
			return node.argument.type === "ImportExpression" ? whole(node.argument.source) : null;
		case "TSExternalModuleReference":
			return whole(node.expression);
		case "CallExpression":
			return resolveCall(node, module, depth);
		default:
			return null;
	}
}

function resolveCall(
	{ callee, arguments: [first] }: TSESTree.CallExpression,
	module: SourceModule,
	depth: number,
): Imported | null {
	if (first === undefined) {
		return null;
	}
	const called = unwrap(callee);
	if (called.type === "Identifier" && called.name === "require") {
		return variableOf(called, module) === null ? whole(first) : null;
	}
	const name = nameOfCallee(called);
	return name !== null && WRAPPERS.has(name) ? resolve(first, module, depth + 1) : null;
}

function resolveName(node: TSESTree.Identifier, module: SourceModule, depth: number): Imported | null {
	const variable = variableOf(node, module);
	const definition = variable === null ? null : definitionOf(variable);
	if (variable === null || definition === null) {
		return null;
	}
	const { node: by, parent } = definition;
	switch (by.type) {
		case "ImportSpecifier":
		case "ImportDefaultSpecifier":
		case "ImportNamespaceSpecifier":
			return parent?.type === "ImportDeclaration" ? imported(by, parent, node) : null;
		case "TSImportEqualsDeclaration":
			return resolve(by.moduleReference, module, depth + 1);
		case "VariableDeclarator": {
			if (by.id.type === "Identifier") {
				const value = onlyValueOf(variable);
				return value === null ? null : resolve(value, module, depth + 1);
			}
			const path = pathTo(by.id, definition.name);
			return by.init === null || lateWrites(variable).length > 0 || path === null || path.hasDefault
				? null
				: path.names.reduce<Imported | null>(below, resolve(by.init, module, depth + 1));
		}
		default:
			return null;
	}
}

/** What a name of an import declaration stands for, where it is read. */
function imported(
	specifier: TSESTree.ImportClause,
	declaration: TSESTree.ImportDeclaration,
	read: TSESTree.Node,
): Imported | null {
	const from = whole(declaration.source);
	const name = importedName(specifier);
	const isType =
		declaration.importKind === "type" || (specifier.type === "ImportSpecifier" && specifier.importKind === "type");
	return from === null
		? null
		: { ...(name === null ? from : below(from, name)), isType, by: { name: read, members: [] } };
}

/** The export that an import names; null for all of them. */
function importedName(specifier: TSESTree.ImportClause): string | null {
	switch (specifier.type) {
		case "ImportNamespaceSpecifier":
			return null;
		case "ImportDefaultSpecifier":
			return "default";
		case "ImportSpecifier":
			return specifier.imported.type === "Identifier" ? specifier.imported.name : specifier.imported.value;
		default:
			return specifier satisfies never;
	}
}

function whole(source: TSESTree.Node): Imported | null {
	const module = textOf(source);
	return module === null ? null : { module, path: [], isType: false, by: null };
}

function below<T extends Imported | null>(from: T, name: string): T {
	return from === null
		? from
		: {
				...from,
				path: from.path[0] === "default" ? [...from.path.slice(1), name] : [...from.path, name],
				by: from.by === null ? null : { ...from.by, members: [...from.by.members, name] },
			};
}
