import type { TSESTree } from "@typescript-eslint/utils";
import { isExports } from "./exports.ts";
import { nameOfKey } from "./name-of-key.ts";
import { nodesOf } from "./nodes-of.ts";
import { perModule } from "./per-module.ts";
import { resolveImport } from "./resolve-import.ts";
import type { SourceModule } from "./source-module.ts";
import { topVariables } from "./variable-of.ts";

/** What stands behind a name that a module exports. */
export type ExportTarget =
	/** A class, a function, the name of a variable or another expression of the module. */
	| { readonly kind: "own"; readonly node: TSESTree.Node }
	/** An export of another module; of `[]` the module itself. */
	| { readonly kind: "other"; readonly specifier: string; readonly path: readonly string[] };

interface Exports {
	/** Null for a name that is exported more than once. */
	readonly names: ReadonlyMap<string, ExportTarget | null>;
	/** The modules of which everything is exported. */
	readonly all: readonly string[];
}

/** What a name of a module stands for, by ES and CommonJS exports; null if the module itself does not say. */
export function exportOf(name: string, module: SourceModule): ExportTarget | null {
	return exportsOf(module).names.get(name) ?? null;
}

/** The modules of which a module exports everything, as they are written. */
export function passedOnBy(module: SourceModule): readonly string[] {
	return exportsOf(module).all;
}

const exportsOf = perModule((module): Exports => {
	const names = new Map<string, ExportTarget | null>();
	const add = (name: string | null, target: ExportTarget): void => {
		if (name !== null) {
			names.set(name, names.has(name) ? null : target);
		}
	};
	const own = new Map(topVariables(module).map((variable) => [variable.name, variable]));
	/** An expression of the top level: what it imports, or what it is. */
	const targetOf = (node: TSESTree.Node): ExportTarget => {
		const declared = node.type === "Identifier" ? (own.get(node.name)?.identifiers[0] ?? node) : node;
		const imported = resolveImport(node.type === "Identifier" ? declared : node, module);
		return imported === null || imported.isType
			? { kind: "own", node: declared }
			: { kind: "other", specifier: imported.module, path: imported.path };
	};
	for (const { declaration, specifiers, source, exportKind } of nodesOf(module, "ExportNamedDeclaration")) {
		if (exportKind === "type") {
			continue;
		}
		for (const { local, exported } of specifiers) {
			add(
				textOf(exported),
				source === null ? targetOf(local) : { kind: "other", specifier: source.value, path: [textOf(local)] },
			);
		}
		for (const node of declaredIn(declaration)) {
			add(node.name, { kind: "own", node });
		}
	}
	for (const { declaration } of nodesOf(module, "ExportDefaultDeclaration")) {
		add("default", targetOf(declaration));
	}
	for (const { left, right } of nodesOf(module, "AssignmentExpression")) {
		if (left.type !== "MemberExpression") {
			continue;
		}
		if (isExports(left)) {
			add("default", targetOf(right));
			for (const property of right.type === "ObjectExpression" ? right.properties : []) {
				if (property.type === "Property") {
					add(nameOfKey(property.key, property.computed), targetOf(property.value));
				}
			}
		} else if (isExports(left.object)) {
			add(nameOfKey(left.property, left.computed), targetOf(right));
		}
	}
	const all = nodesOf(module, "ExportAllDeclaration").flatMap(({ exported, exportKind, source }) => {
		if (exported !== null) {
			add(textOf(exported), { kind: "other", specifier: source.value, path: [] });
		}
		return exported === null && exportKind !== "type" ? [source.value] : [];
	});
	return { names, all };
});

function declaredIn(declaration: TSESTree.ExportNamedDeclaration["declaration"]): readonly TSESTree.Identifier[] {
	switch (declaration?.type) {
		case "VariableDeclaration":
			return declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id] : []));
		case "ClassDeclaration":
		case "FunctionDeclaration":
		case "TSEnumDeclaration":
			return declaration.id === null ? [] : [declaration.id];
		default:
			return [];
	}
}

function textOf(name: TSESTree.Identifier | TSESTree.StringLiteral): string {
	return name.type === "Identifier" ? name.name : name.value;
}
