import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { isFunction } from "../../../languages/program/function-node.ts";
import type { SourceModule } from "../../../languages/program/source-module.ts";
import { nodesOf } from "../../../languages/program/nodes-of.ts";
import { classAround } from "../../../languages/program/around.ts";

/** What stands at the top level of a module: a statement, or one declaration of several. */
export interface Item {
	readonly node: TSESTree.Node;
	readonly statement: TSESTree.ProgramStatement;
	/** Items that speak of what this one declares. */
	readonly users: Set<Item>;
}

/** A name in a program that stands for something that the module declares. */
interface Mention {
	readonly identifier: TSESTree.Node;
	readonly variable: TSESLint.Scope.Variable;
	readonly item: Item;
}

/** Which parts of a module speak of which. */
export interface ModuleItems {
	readonly module: SourceModule;
	itemOf(node: TSESTree.Node): Item | undefined;
	/** What the module itself declares under a name; undefined for locals, imports and globals. */
	declared(identifier: TSESTree.Node): Item | undefined;
	variableOf(identifier: TSESTree.Node): TSESLint.Scope.Variable | undefined;
	/** Where the names of an item stand. */
	mentionsOf(item: Item): readonly Mention[];
	/**
	 * Where functions speak of what they belong to without a name of it: `exports.sign()`, `this.sign()` outside of a
	 * class, and where the module gives that a name: `const self = module.exports`.
	 */
	readonly selves: readonly { readonly node: TSESTree.Node; readonly item: Item }[];
	/** True for a name that the module does not make: an import, a `require`, a global. */
	isForeign(identifier: TSESTree.Identifier): boolean;
}

export function readModuleItems(module: SourceModule): ModuleItems {
	const items = itemsOf(module.ast);
	const itemAt = (offset: number): Item | undefined => findItem(items, offset);
	const names = readNames(module.scopes, itemAt);
	return {
		module,
		selves: selvesIn(module, names.variables, itemAt),
		itemOf: (node) => itemAt(node.range[0]),
		declared: (identifier) => {
			const variable = names.variables.get(identifier);
			return variable === undefined ? undefined : names.owners.get(variable);
		},
		variableOf: (identifier) => names.variables.get(identifier),
		mentionsOf: (item) => names.mentions.get(item) ?? [],
		isForeign: (identifier) => isForeign(names.variables.get(identifier)),
	};
}

/** The items of a module, in the order of the text. */
function itemsOf({ body }: TSESTree.Program): readonly Item[] {
	return body.flatMap((statement) => {
		const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
		const nodes: readonly TSESTree.Node[] =
			declaration?.type === "VariableDeclaration" ? declaration.declarations : [statement];
		return nodes.map((node) => ({ node, statement, users: new Set<Item>() }));
	});
}

/** The last item that begins at an offset or before, where its statement reaches there. */
function findItem(items: readonly Item[], offset: number): Item | undefined {
	let low = 0;
	let high = items.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((items[middle]?.node.range[0] ?? Infinity) <= offset) {
			low = middle;
		} else {
			high = middle - 1;
		}
	}
	const found = items[low];
	return found !== undefined && found.statement.range[0] <= offset && offset < found.statement.range[1]
		? found
		: undefined;
}

/** What the names of a module stand for. */
interface Names {
	readonly variables: ReadonlyMap<object, TSESLint.Scope.Variable>;
	/** The items that declare the variables of the top level. */
	readonly owners: ReadonlyMap<TSESLint.Scope.Variable, Item>;
	readonly mentions: ReadonlyMap<Item, readonly Mention[]>;
}

/** Resolves every name, and tells each item who speaks of it. */
function readNames({ scopes }: TSESLint.Scope.ScopeManager, itemAt: (offset: number) => Item | undefined): Names {
	const variables = new Map<object, TSESLint.Scope.Variable>();
	const owners = new Map<TSESLint.Scope.Variable, Item>();
	const mentions = new Map<Item, Mention[]>();
	for (const { identifier, resolved: variable } of scopes.flatMap(({ references }) => references)) {
		if (variable === null) {
			continue;
		}
		variables.set(identifier, variable);
		if (!isTop(variable)) {
			continue;
		}
		// Of overloads, the one that has a body.
		const definition = variable.defs.find(({ node }) => node.type !== "TSDeclareFunction") ?? variable.defs[0];
		const user = itemAt(identifier.range[0]);
		const owner = owners.get(variable) ?? (definition === undefined ? undefined : itemAt(definition.name.range[0]));
		if (owner === undefined || user === undefined) {
			continue;
		}
		owners.set(variable, owner);
		if (identifier === definition?.name) {
			continue; // Where it is declared.
		}
		owner.users.add(user);
		const list = mentions.get(owner) ?? [];
		mentions.set(owner, list);
		list.push({ identifier: identifier as TSESTree.Node, variable, item: user });
	}
	return { variables, owners, mentions };
}

function isTop({ scope, defs }: TSESLint.Scope.Variable): boolean {
	return scope.block.type === "Program" && defs.length > 0;
}

function selvesIn(
	module: SourceModule,
	variables: Names["variables"],
	itemAt: (offset: number) => Item | undefined,
): ModuleItems["selves"] {
	const selves: ModuleItems["selves"][number][] = [];
	for (const node of [...nodesOf(module, "ThisExpression"), ...nodesOf(module, "Identifier")]) {
		if (!isSelf(node, variables)) {
			continue;
		}
		const isNamed = node.type === "Identifier" && !isAssigned(node);
		const item = isNamed || outermostFunction(node) !== null ? itemAt(node.range[0]) : undefined;
		if (item !== undefined) {
			selves.push({ node, item });
		}
	}
	return selves;
}

/** `exports` and `module` of CommonJS as objects, and `this` outside of a class. */
function isSelf(node: TSESTree.Node, variables: Names["variables"]): boolean {
	if (node.type === "ThisExpression") {
		return classAround(node) === null;
	}
	return (
		node.type === "Identifier" &&
		(node.name === "exports" || node.name === "module") &&
		(variables.get(node)?.defs.length ?? 0) === 0 &&
		node.parent.type === "MemberExpression" &&
		node.parent.object === node
	);
}

function isForeign(variable: TSESLint.Scope.Variable | undefined): boolean {
	const [definition] = variable?.defs ?? [];
	if (definition === undefined || (definition.type as string) === "ImportBinding") {
		return true;
	}
	const init = definition.node.type === "VariableDeclarator" ? definition.node.init : null;
	return variable !== undefined && isTop(variable) && init !== null && isRequired(init);
}

/** `exports.handler = …`, `module.exports.handler = …` */
function isAssigned(identifier: TSESTree.Node): boolean {
	let node = identifier;
	while (node.parent?.type === "MemberExpression" && node.parent.object === node) {
		node = node.parent;
	}
	return node.parent?.type === "AssignmentExpression" && node.parent.left === node;
}

/** `require("a")`, `require("a").b`, `require("a")()`. */
function isRequired(node: TSESTree.Expression): boolean {
	switch (node.type) {
		case "CallExpression":
			return (node.callee.type === "Identifier" && node.callee.name === "require") || isRequired(node.callee);
		case "MemberExpression":
			return isRequired(node.object);
		default:
			return false;
	}
}

/**
 * The function in which a node runs, the outermost of them; null where it runs while the module loads. A function that
 * is called where it stands is no wall.
 */
export function outermostFunction(node: TSESTree.Node): TSESTree.Node | null {
	const passed: TSESTree.Node[] = [];
	let found: TSESTree.Node | null = null;
	for (let at: TSESTree.Node | undefined = node; at !== undefined && at.type !== "Program"; at = at.parent) {
		const known = OUTERMOST.get(at);
		if (known !== undefined) {
			found = known;
			break;
		}
		passed.push(at);
	}
	for (const child of passed.reverse()) {
		found ??= isDeferredBy(child.parent, child) ? (child.parent ?? null) : null;
		OUTERMOST.set(child, found);
	}
	return found;
}

/** What is known of nodes: in a deep program, all of them have the same ones above. */
const OUTERMOST = new WeakMap<TSESTree.Node, TSESTree.Node | null>();

/** True for a function whose parts run later, and for a field, which has its value when an object is made. */
function isDeferredBy(parent: TSESTree.Node | undefined, child: TSESTree.Node): boolean {
	return parent !== undefined && isFunction(parent)
		? !isCalledAtOnce(parent) && !(parent.type === "FunctionDeclaration" && parent.id === child)
		: (parent?.type === "PropertyDefinition" || parent?.type === "AccessorProperty") &&
				parent.value === child &&
				!isFunction(child) &&
				!parent.static;
}

/** `(async () => { … })()` */
function isCalledAtOnce(node: TSESTree.Node): boolean {
	const { parent } = node as { readonly parent: TSESTree.Node };
	return parent.type === "CallExpression" && parent.callee === node;
}
