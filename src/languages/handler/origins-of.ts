import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { callsOf } from "./calls-of.ts";
import { isEnvironment } from "./environment-reads.ts";
import type { FunctionNode } from "./evidence.ts";
import { childrenOf } from "./nodes-of.ts";
import type { SourceModule } from "./source-module.ts";
import { unwrap, valuesOf, variableOf } from "./variable-of.ts";

/** Where the parts of an expression come from: an environment variable, the text of the module (or what it imports), or anything else. */
export type Origin = "environment" | "constant" | "other";

/** How far names and arguments are followed. */
const MAX_DEPTH = 24;

/**
 * Where an expression comes from, through names, members, templates, the arguments of calls (`Buffer.from(x, "base64")`) and
 * the parameters of the module's own functions, whose calls are looked up.
 */
export function originsOf(node: TSESTree.Node, module: SourceModule): ReadonlySet<Origin> {
	const found = new Set<Origin>();
	new Search(module, found).read(node, 0);
	return found;
}

/** True where only the environment and the module itself decide what it is: the same in every invocation. */
export function isStatic(node: TSESTree.Node, module: SourceModule): boolean {
	return !originsOf(node, module).has("other");
}

class Search {
	readonly #module: SourceModule;
	readonly #found: Set<Origin>;
	readonly #seen = new Set<TSESLint.Scope.Variable>();

	constructor(module: SourceModule, found: Set<Origin>) {
		this.#module = module;
		this.#found = found;
	}

	read(given: TSESTree.Node, depth: number): void {
		const node = unwrap(given);
		if (depth > MAX_DEPTH) {
			this.#found.add("other");
			return;
		}
		switch (node.type) {
			case "Literal":
				this.#found.add("constant");
				break;
			case "Identifier":
				this.#readName(node, depth);
				break;
			case "MemberExpression":
				if (isEnvironment(node.object, this.#module)) {
					this.#found.add("environment");
				} else {
					this.read(node.object, depth + 1);
					if (node.computed) {
						this.read(node.property, depth + 1);
					}
				}
				break;
			case "CallExpression":
			case "NewExpression":
				this.#readCall(node, depth);
				break;
			case "Property":
				this.read(node.value, depth + 1);
				break;
			case "TemplateLiteral":
			case "BinaryExpression":
			case "LogicalExpression":
			case "ConditionalExpression":
			case "ArrayExpression":
			case "ObjectExpression":
			case "SpreadElement":
				for (const child of childrenOf(node, this.#module.visitorKeys)) {
					this.read(child, depth + 1);
				}
				break;
			case "TemplateElement":
			case "ArrowFunctionExpression": // What a conversion does with each character.
				break;
			default:
				this.#found.add("other");
		}
	}

	/** `Buffer.from(x)`, `x.trim()`, `fromBase64(x)`: what goes in is what comes out, unless the module's own function may do anything. */
	#readCall({ callee, arguments: given }: TSESTree.CallExpression | TSESTree.NewExpression, depth: number): void {
		const called = unwrap(callee);
		const variable = called.type === "Identifier" ? variableOf(called, this.#module) : null;
		if ((called.type === "Identifier" && variable !== null && variable.defs[0]?.node.type !== "ImportSpecifier") || (called.type !== "Identifier" && called.type !== "MemberExpression")) {
			this.#found.add("other");
			return;
		}
		if (called.type === "MemberExpression") {
			this.read(called.object, depth + 1);
		}
		for (const argument of given) {
			this.read(argument, depth + 1);
		}
	}

	#readName(node: TSESTree.Identifier, depth: number): void {
		const variable = variableOf(node, this.#module);
		const [definition] = variable?.defs ?? [];
		if (variable === null || definition === undefined || this.#seen.has(variable)) {
			return; // A global: `Buffer`, `undefined`.
		}
		this.#seen.add(variable);
		const { node: by } = definition;
		switch (by.type) {
			case "ImportSpecifier":
			case "ImportDefaultSpecifier":
			case "ImportNamespaceSpecifier":
			case "TSImportEqualsDeclaration":
			case "TSEnumDeclaration":
				this.#found.add("constant");
				break;
			case "VariableDeclarator": {
				const values = by.id.type === "Identifier" ? valuesOf(variable) : by.init === null ? null : [by.init];
				if (values === null) {
					this.#found.add("other");
				} else if (by.id.type !== "Identifier" && by.init !== null && isEnvironment(by.init, this.#module)) {
					this.#found.add("environment"); // const { SECRET_ARN } = process.env
				} else {
					values.forEach((value) => this.read(value, depth + 1));
				}
				break;
			}
			case "FunctionDeclaration":
			case "FunctionExpression":
			case "ArrowFunctionExpression":
				this.#readParameter(by, definition.name, depth);
				break;
			default:
				this.#found.add("other");
		}
	}

	/** What a parameter is given wherever the module calls the function. */
	#readParameter(by: FunctionNode, name: TSESTree.Node, depth: number): void {
		const index = by.params.findIndex((parameter) => parameter === name || (parameter.type === "AssignmentPattern" && parameter.left === name));
		const pattern = by.params.findIndex((parameter) => parameter.type === "ObjectPattern" && name.range[0] >= parameter.range[0] && name.range[1] <= parameter.range[1]);
		const calls = callsOf(by, this.#module);
		if (calls.length === 0 || (index === -1 && pattern === -1)) {
			this.#found.add("other");
			return;
		}
		for (const { arguments: given } of calls) {
			const argument = given[index === -1 ? pattern : index];
			if (argument === undefined || given.some(({ type }) => type === "SpreadElement")) {
				this.#found.add("other");
			} else {
				this.read(argument, depth + 1);
			}
		}
	}
}
