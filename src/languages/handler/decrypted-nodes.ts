import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { callsOf } from "./calls-of.ts";
import { referencesOf } from "../program/references-of.ts";
import type { FunctionNode } from "../program/function-node.ts";
import { childrenOf } from "../program/nodes-of.ts";
import { perModule } from "../program/per-module.ts";
import { findSdkCalls } from "./sdk/sdk-calls.ts";
import type { SourceModule } from "../program/source-module.ts";
import { variableOf } from "../program/variable-of.ts";
import { unwrap } from "../program/unwrap.ts";
import { nameOfKey } from "../program/name-of-key.ts";

/** Methods that put what they are given into the object. */
const PUTS: ReadonlySet<string> = new Set(["set", "push", "add", "unshift", "assign", "append", "concat"]);

/** What stands around an expression for the types alone. */
const WRAPPERS: ReadonlySet<string> = new Set([
	"TSAsExpression",
	"TSNonNullExpression",
	"TSSatisfiesExpression",
	"TSTypeAssertion",
	"TSInstantiationExpression",
]);

/**
 * The nodes that a ciphertext of the module's own `Decrypt` calls may be made of: what stands in the request, and all
 * that its names are given, through parameters, callbacks and objects. It holds too much rather than too little. Null
 * where something outside decides: a parameter of a function that is exported or handed on, a field.
 */
export const decryptedNodes: (module: SourceModule) => ReadonlySet<TSESTree.Node> | null = perModule((module) => {
	const slice = new Slice(module);
	for (const { service, operation, node, input } of findSdkCalls(module)) {
		if (service !== "kms" || operation !== "Decrypt") {
			continue;
		}
		const blob = input.get("CiphertextBlob");
		if (blob.kind !== "value") {
			return null;
		}
		slice.add(blob.node === node ? null : blob.node);
	}
	return slice.isOpen ? null : slice.nodes;
});

class Slice {
	readonly nodes = new Set<TSESTree.Node>();
	/** True where it does not end in this module. */
	isOpen = false;
	readonly #module: SourceModule;
	readonly #variables = new Set<TSESLint.Scope.Variable>();
	readonly #open: TSESTree.Node[] = [];

	constructor(module: SourceModule) {
		this.#module = module;
	}

	/** Takes in a node and everything that it may be made of. Each node is visited once. */
	add(given: TSESTree.Node | null): void {
		this.#push(given);
		for (let node = this.#open.pop(); node !== undefined && !this.isOpen; node = this.#open.pop()) {
			if (node.type === "ThisExpression") {
				this.isOpen = true;
			} else if (node.type === "Identifier") {
				this.#addName(node);
			}
			for (const child of childrenOf(node, this.#module.visitorKeys)) {
				if (!child.type.startsWith("TS") || WRAPPERS.has(child.type)) {
					this.#push(child);
				}
			}
		}
	}

	#push(node: TSESTree.Node | null | undefined): void {
		if (node !== null && node !== undefined && !this.nodes.has(node)) {
			this.nodes.add(node);
			this.#open.push(node);
		}
	}

	#addName(node: TSESTree.Identifier): void {
		const { parent } = node;
		const isKey =
			(parent.type === "MemberExpression" && parent.property === node && !parent.computed) ||
			((parent.type === "Property" || parent.type === "MethodDefinition") &&
				parent.key === node &&
				parent.value !== node &&
				!parent.computed);
		const variable = isKey ? null : variableOf(node, this.#module);
		if (variable !== null && variable.defs.length > 0) {
			this.#addVariable(variable);
		} else if (!isKey && !(node.name in globalThis)) {
			this.isOpen = true; // Nobody here says what it is.
		}
	}

	#addVariable(variable: TSESLint.Scope.Variable): void {
		if (this.#variables.has(variable)) {
			return;
		}
		this.#variables.add(variable);
		for (const { type, node } of variable.defs) {
			if (type === "Parameter") {
				this.#addCalls(node as FunctionNode);
			} else if (type === "FunctionName") {
				this.#push(node as TSESTree.Node);
			}
		}
		for (const reference of variable.references) {
			this.#push(reference.writeExpr as TSESTree.Node | null | undefined);
			this.#addPutInto(reference.identifier as TSESTree.Node);
		}
	}

	/** What the function's parameters are given. */
	#addCalls(by: FunctionNode): void {
		const { parent } = by;
		if (parent.type === "CallExpression" && unwrap(parent.callee).type === "MemberExpression") {
			this.#push(parent); // `names.map((name) => …)`, `client.send(command).then((answer) => …)`
			return;
		}
		const calls = callsOf(by, this.#module);
		const references = referencesOf(by, this.#module);
		if (calls.length === 0 || references.length > calls.length) {
			this.isOpen = true;
			return;
		}
		for (const call of calls) {
			call.arguments.forEach((argument) => {
				this.#push(argument);
			});
		}
	}

	/** `cache.token = value`, `list.push(value)`. */
	#addPutInto(identifier: TSESTree.Node): void {
		let at = identifier;
		while (at.parent?.type === "MemberExpression" && at.parent.object === at) {
			at = at.parent;
		}
		const { parent } = at;
		if (parent?.type === "AssignmentExpression" && parent.left === at) {
			this.#push(parent.right);
		} else if (
			parent?.type === "CallExpression" &&
			(parent.callee === at
				? at.type === "MemberExpression" && PUTS.has(nameOfKey(at.property, at.computed) ?? "")
				: parent.callee.type === "MemberExpression" &&
					PUTS.has(nameOfKey(parent.callee.property, parent.callee.computed) ?? ""))
		) {
			parent.arguments.forEach((argument) => {
				this.#push(argument);
			});
		}
	}
}
