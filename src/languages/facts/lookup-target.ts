import type { TSESTree } from "@typescript-eslint/utils";
import { environmentNameOf } from "../handler/environment/environment-reads.ts";
import { declaredName, isFunction } from "../program/function-node.ts";
import type { SourceModule } from "../program/source-module.ts";
import { readStaticText } from "../program/static-text.ts";
import { unwrap } from "../program/unwrap.ts";
import { definitionOf, followNames, variableOf } from "../program/variable-of.ts";

/** What a lookup reads. */
export type LookupTarget =
	/** By its name; with `${x}` in place of what is known at run time only if it is open. */
	| { readonly kind: "text"; readonly text: string; readonly open: boolean }
	/** By what a variable of the environment holds. */
	| { readonly kind: "variable"; readonly name: string }
	| { readonly kind: "unknown" };

/** How many parameters are followed to the callers of their functions, and how many targets one lookup has. */
const MAX_PARAMETERS = 16;
const MAX_TARGETS = 50;

type Variable = NonNullable<ReturnType<typeof variableOf>>;

const UNKNOWN: LookupTarget = { kind: "unknown" };

/** What an expression says is read, each once: a text, a variable, a list of them, what callers give. */
export function targetsOf(node: TSESTree.Node, module: SourceModule): readonly LookupTarget[] {
	const targets = new Map<string, LookupTarget>();
	for (const target of targetsIn(node, module, new Set())) {
		targets.set(JSON.stringify(target), target);
		if (targets.size > MAX_TARGETS) {
			return [UNKNOWN];
		}
	}
	return [...targets.values()];
}

function* targetsIn(given: TSESTree.Node, module: SourceModule, followed: Set<Variable>): Iterable<LookupTarget> {
	const name = environmentNameOf(given, module);
	if (name !== null) {
		yield { kind: "variable", name };
		return;
	}
	const node = followNames(given, module);
	switch (node.type) {
		case "LogicalExpression":
			yield* targetsIn(node.left, module, followed);
			yield* targetsIn(node.right, module, followed);
			break;
		case "ConditionalExpression":
			yield* targetsIn(node.consequent, module, followed);
			yield* targetsIn(node.alternate, module, followed);
			break;
		case "ArrayExpression":
			for (const element of node.elements) {
				yield* element === null || element.type === "SpreadElement"
					? [UNKNOWN]
					: targetsIn(element, module, followed);
			}
			break;
		case "CallExpression": // `Buffer.from(process.env.TOKEN, "base64")`
			yield* isBuffer(node) && node.arguments[0] !== undefined
				? targetsIn(node.arguments[0], module, followed)
				: [UNKNOWN];
			break;
		default: {
			const text = readStaticText(node, module, true);
			if (text !== null) {
				yield { kind: "text", text: text.text, open: text.isOpen };
			} else {
				yield* node.type === "Identifier" && followed.size < MAX_PARAMETERS
					? ofCallers(node, module, followed)
					: [UNKNOWN];
			}
		}
	}
}

function isBuffer({ callee }: TSESTree.CallExpression): boolean {
	return (
		callee.type === "MemberExpression" &&
		callee.object.type === "Identifier" &&
		callee.object.name === "Buffer" &&
		callee.property.type === "Identifier" &&
		callee.property.name === "from"
	);
}

/** What the callers of a function give for its parameter; unknown where others may call it. */
function* ofCallers(node: TSESTree.Identifier, module: SourceModule, followed: Set<Variable>): Iterable<LookupTarget> {
	const parameter = parameterAt(node, module);
	const own = parameter === null ? null : variableOf(parameter.name, module);
	if (parameter === null || own === null) {
		yield UNKNOWN;
		return;
	}
	if (followed.has(parameter.variable)) {
		return; // What its callers give is among the targets already.
	}
	followed.add(parameter.variable);
	for (const { identifier } of own.references) {
		const { parent } = identifier as TSESTree.Node;
		if (parent?.type === "CallExpression" && unwrap(parent.callee) === identifier) {
			const argument = parent.arguments[parameter.place];
			yield* argument === undefined ? [UNKNOWN] : targetsIn(argument, module, followed);
		} else if (parent?.type !== "VariableDeclarator") {
			yield UNKNOWN; // Exported, or handed on.
		}
	}
	if (isExportedAt(parameter.name)) {
		yield UNKNOWN;
	}
}

/** The function that an identifier is a parameter of, by its name; null for any other. */
function parameterAt(
	node: TSESTree.Identifier,
	module: SourceModule,
): { readonly name: TSESTree.Identifier; readonly place: number; readonly variable: Variable } | null {
	const variable = variableOf(node, module);
	const definition = variable === null ? null : definitionOf(variable);
	const owner = definition?.node;
	if (variable === null || owner === undefined || !isFunction(owner)) {
		return null;
	}
	const place = owner.params.findIndex((parameter) => parameter === definition?.name);
	const name = declaredName(owner);
	return place === -1 || name === null ? null : { name, place, variable };
}

/** `export const get = …`, `export function get() {}` */
function isExportedAt({ parent }: TSESTree.Identifier): boolean {
	const declaration = parent.type === "VariableDeclarator" ? parent.parent : parent;
	return /^Export/u.test(declaration.parent?.type ?? "");
}
