import type { TSESTree } from "@typescript-eslint/utils";
import type { Span } from "../../text/span.ts";
import { spanOf } from "../program/node-edit.ts";
import { nodesOf } from "../program/nodes-of.ts";
import { perModule } from "../program/per-module.ts";
import type { SourceModule } from "../program/source-module.ts";
import { textOf } from "../program/text-of.ts";
import { variableOf } from "../program/variable-of.ts";

/** One place where a module loads another. */
export interface ImportFact {
	/** As written: `./db`, `@aws-sdk/client-ssm`; null where it is computed. */
	readonly specifier: string | null;
	readonly span: Span;
}

/** The modules that a module loads at run time, in the order of the text by kind; imports of types alone are none. */
export const importsOf = perModule((module): readonly ImportFact[] => [...readImports(module)]);

function* readImports(module: SourceModule): Iterable<ImportFact> {
	for (const node of nodesOf(module, "ImportDeclaration")) {
		if (node.importKind !== "type" && !isOfTypes(node.specifiers)) {
			yield factOf(node.source, node);
		}
	}
	for (const node of nodesOf(module, "ExportNamedDeclaration")) {
		if (node.source !== null && node.exportKind !== "type" && !isOfTypes(node.specifiers)) {
			yield factOf(node.source, node);
		}
	}
	for (const node of nodesOf(module, "ExportAllDeclaration")) {
		if (node.exportKind !== "type") {
			yield factOf(node.source, node);
		}
	}
	for (const node of nodesOf(module, "ImportExpression")) {
		yield factOf(node.source, node);
	}
	for (const node of nodesOf(module, "TSExternalModuleReference")) {
		yield factOf(node.expression, node);
	}
	for (const node of nodesOf(module, "CallExpression")) {
		const [first] = node.arguments;
		if (
			first !== undefined &&
			node.callee.type === "Identifier" &&
			node.callee.name === "require" &&
			variableOf(node.callee, module) === null
		) {
			yield factOf(first, node);
		}
	}
}

/** `import { type A, type B } from "…"`, and the same of `export`: TypeScript drops the names, and bundlers the import. */
function isOfTypes(specifiers: readonly (TSESTree.ImportClause | TSESTree.ExportSpecifier)[]): boolean {
	return specifiers.length > 0 && specifiers.every(isOfType);
}

function isOfType(one: TSESTree.ImportClause | TSESTree.ExportSpecifier): boolean {
	return one.type === "ExportSpecifier"
		? one.exportKind === "type"
		: one.type === "ImportSpecifier" && one.importKind === "type";
}

function factOf(source: TSESTree.Node, node: TSESTree.Node): ImportFact {
	return { specifier: textOf(source), span: spanOf(node) };
}
