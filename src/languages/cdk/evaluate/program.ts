import type { TSESTree } from "@typescript-eslint/utils";
import type { Span } from "../../../text/span.ts";

export type Node = TSESTree.Node;
export type FunctionNode =
	TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;
export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/** What of a scope manager is needed here; ESLint's own and that of typescript-eslint both have it. */
export interface Variable {
	readonly name: string;
	readonly defs: readonly Definition[];
	readonly references: readonly Reference[];
}

export interface Definition {
	readonly type: string;
	readonly node: Node;
	readonly name: Node;
	readonly parent?: Node | null;
}

interface Reference {
	readonly identifier: Node;
	readonly resolved: Variable | null;
	readonly writeExpr?: Node | null;
	readonly init?: boolean | null;
	isWrite(): boolean;
}

interface Scope {
	readonly references: readonly Reference[];
	readonly set: ReadonlyMap<string, Variable>;
	readonly variables: readonly Variable[];
}

interface ScopeManager {
	readonly scopes: readonly Scope[];
}

/** Keys of a node that lead to no code: back, to positions, to types. */
const SKIPPED = new Set([
	"parent",
	"loc",
	"range",
	"tokens",
	"comments",
	"typeAnnotation",
	"typeParameters",
	"typeArguments",
	"returnType",
	"superTypeArguments",
	"superTypeParameters",
	"implements",
]);

/** A file's syntax tree, walked once: what makes things, what calls, and who stands above whom. */
export class Program {
	readonly text: string;
	readonly root: TSESTree.Program;
	readonly news: TSESTree.NewExpression[] = [];
	readonly calls: TSESTree.CallExpression[] = [];
	readonly assignments: TSESTree.AssignmentExpression[] = [];
	readonly classes: ClassNode[] = [];
	/** Variables of the outermost scopes: what imports and the module's own constants are called. */
	readonly outer: ReadonlyMap<string, Variable>;
	/** Every name that a scope of the file declares. */
	readonly names = new Set<string>();
	readonly #parents = new Map<Node, Node>();
	readonly #variables = new Map<Node, Variable>();

	constructor(text: string, ast: unknown, scopeManager: unknown) {
		this.text = text;
		this.root = ast as TSESTree.Program;
		this.#walk(this.root);
		const { scopes } = scopeManager as ScopeManager;
		const outer = new Map<string, Variable>();
		for (const scope of scopes.slice(0, 2)) {
			for (const variable of scope.variables) {
				outer.set(variable.name, variable);
			}
		}
		this.outer = outer;
		for (const scope of scopes) {
			for (const variable of scope.variables) {
				this.names.add(variable.name);
				for (const { name } of variable.defs) {
					this.#variables.set(name, variable);
				}
			}
			for (const { identifier, resolved } of scope.references) {
				// `var` and functions of a script resolve at run time alone, as scope managers see it.
				const variable = resolved ?? scopes[0]?.set.get((identifier as TSESTree.Identifier).name);
				if (variable !== undefined) {
					this.#variables.set(identifier, variable);
				}
			}
		}
	}

	parentOf(node: Node): Node | null {
		return this.#parents.get(node) ?? null;
	}

	/** The variable that an identifier names; null for a global, and for the name of a property. */
	variableOf(node: Node): Variable | null {
		return this.#variables.get(node) ?? null;
	}

	sourceOf(node: Node): string {
		return this.text.slice(node.range[0], node.range[1]);
	}

	/** The nearest node above that passes. */
	above<T extends Node>(node: Node, test: (node: Node) => node is T): T | null {
		for (let up = this.parentOf(node); up !== null; up = this.parentOf(up)) {
			if (test(up)) {
				return up;
			}
		}
		return null;
	}

	#walk(root: Node): void {
		// A stack of its own: a long chain of calls is deeper than what the engine's allows.
		const open: Node[] = [root];
		for (let node = open.pop(); node !== undefined; node = open.pop()) {
			switch (node.type) {
				case "NewExpression":
					this.news.push(node);
					break;
				case "CallExpression":
					this.calls.push(node);
					break;
				case "AssignmentExpression":
					this.assignments.push(node);
					break;
				case "ClassDeclaration":
				case "ClassExpression":
					this.classes.push(node);
					break;
				default:
			}
			const children: Node[] = [];
			for (const key in node) {
				if (SKIPPED.has(key)) {
					continue;
				}
				const child = (node as unknown as Record<string, unknown>)[key];
				if (Array.isArray(child)) {
					for (const item of child as readonly unknown[]) {
						if (isNode(item)) {
							children.push(item);
						}
					}
				} else if (isNode(child)) {
					children.push(child);
				}
			}
			for (let index = children.length - 1; index >= 0; index -= 1) {
				const child = children[index];
				if (child !== undefined) {
					this.#parents.set(child, node);
					open.push(child); // In the order of the text.
				}
			}
		}
	}
}

function isNode(value: unknown): value is Node {
	return (
		typeof value === "object" &&
		value !== null &&
		typeof (value as { type?: unknown }).type === "string" &&
		Array.isArray((value as { range?: unknown }).range)
	);
}

export function isFunction(node: Node): node is FunctionNode {
	return (
		node.type === "FunctionDeclaration" ||
		node.type === "FunctionExpression" ||
		node.type === "ArrowFunctionExpression"
	);
}

export function isClass(node: Node): node is ClassNode {
	return node.type === "ClassDeclaration" || node.type === "ClassExpression";
}

export function spanOf({ range }: Node): Span {
	return { start: range[0], end: range[1] };
}

/** An expression without what changes nothing of its value: `x as T`, `x!`, `<T>x`, `x satisfies T`, `await x`. */
export function unwrap(node: Node): Node {
	let inner = node;
	for (;;) {
		switch (inner.type) {
			case "TSAsExpression":
			case "TSNonNullExpression":
			case "TSSatisfiesExpression":
			case "TSTypeAssertion":
			case "TSInstantiationExpression":
			case "ChainExpression":
				inner = inner.expression;
				break;
			case "AwaitExpression":
				inner = inner.argument;
				break;
			default:
				return inner;
		}
	}
}

/** The name of a property: `a.name`, `a["name"]`, `{ name: … }`, `{ "name": … }`; null where it is computed. */
export function nameOf(key: Node, computed: boolean): string | null {
	if (key.type === "Identifier" && !computed) {
		return key.name;
	}
	if (key.type === "PrivateIdentifier") {
		return `#${key.name}`;
	}
	if (key.type === "Literal" && (typeof key.value === "string" || typeof key.value === "number")) {
		return String(key.value);
	}
	return key.type === "TemplateLiteral" && key.expressions.length === 0
		? (key.quasis[0]?.value.cooked ?? null)
		: null;
}

const LATE_WRITES = new WeakMap<Variable, readonly Reference[]>();

/**
 * Where a variable is set after its declaration. Found once: each read of a variable asks, and a variable has as many
 * references as it has reads.
 */
export function lateWrites(variable: Variable): readonly Reference[] {
	let writes = LATE_WRITES.get(variable);
	if (writes === undefined) {
		writes = variable.references.filter((reference) => reference.isWrite() && reference.init !== true);
		LATE_WRITES.set(variable, writes);
	}
	return writes;
}
