import type { TSESTree } from "@typescript-eslint/utils";
import type { Span } from "../../text/span.ts";
import { isExports } from "../program/exports.ts";
import { nameOfKey } from "../program/name-of-key.ts";
import { spanOf } from "../program/node-edit.ts";
import { nodesOf } from "../program/nodes-of.ts";
import { perModule } from "../program/per-module.ts";
import type { SourceModule } from "../program/source-module.ts";
import { followNames } from "../program/variable-of.ts";

/** What a module exports by name. */
export interface ExportFacts {
	/** Where each name is exported. */
	readonly names: ReadonlyMap<string, Span>;
	/** True if there may be more: `export *`, `module.exports = make()`. */
	readonly open: boolean;
}

/** The exports of a module, ES and CommonJS. */
export const exportsOf = perModule((module): ExportFacts => {
	const names = new Map<string, Span>();
	const add = (name: string | null, node: TSESTree.Node): void => {
		if (name !== null && !names.has(name)) {
			names.set(name, spanOf(node));
		}
	};
	const isOpen = [readNamed(module, add), readCommon(module, add)].some(Boolean);
	return { names, open: isOpen };
});

type Add = (name: string | null, node: TSESTree.Node) => void;

/** Gives true if there may be more. */
function readNamed(module: SourceModule, add: Add): boolean {
	for (const { declaration, specifiers, exportKind } of nodesOf(module, "ExportNamedDeclaration")) {
		if (exportKind === "type") {
			continue;
		}
		for (const { exported } of specifiers) {
			add(exported.type === "Identifier" ? exported.name : exported.value, exported);
		}
		if (declaration?.type === "VariableDeclaration") {
			declaration.declarations.forEach(({ id }) => addPattern(id, add));
		} else if (declaration !== null && "id" in declaration && declaration.id?.type === "Identifier") {
			add(declaration.id.name, declaration.id);
		}
	}
	for (const node of nodesOf(module, "ExportDefaultDeclaration")) {
		add("default", node);
	}
	return (
		nodesOf(module, "ExportAllDeclaration").some(({ exportKind }) => exportKind !== "type") ||
		nodesOf(module, "TSExportAssignment").length > 0
	);
}

function addPattern(pattern: TSESTree.Node, add: Add): void {
	switch (pattern.type) {
		case "Identifier":
			add(pattern.name, pattern);
			break;
		case "ObjectPattern":
			pattern.properties.forEach((property) =>
				addPattern(property.type === "Property" ? property.value : property.argument, add),
			);
			break;
		case "ArrayPattern":
			pattern.elements.forEach((element) => element !== null && addPattern(element, add));
			break;
		case "AssignmentPattern":
			addPattern(pattern.left, add);
			break;
		default:
			break;
	}
}

/** Gives true if there may be more. */
function readCommon(module: SourceModule, add: Add): boolean {
	let open = false;
	for (const { left, right } of nodesOf(module, "AssignmentExpression")) {
		if (left.type !== "MemberExpression") {
			continue;
		}
		if (isExports(left)) {
			open = !addObject(right, module, add) || open;
		} else if (isExports(left.object)) {
			const name = nameOfKey(left.property, left.computed);
			open ||= name === null;
			add(name, left);
		}
	}
	// `Object.defineProperty(exports, "handler", …)`, `__exportStar(require("./api"), exports)`.
	return (
		open ||
		nodesOf(module, "CallExpression").some(({ arguments: given }) =>
			given.some((argument) => isExports(argument) && !isMark(given)),
		)
	);
}

/** `Object.defineProperty(exports, "__esModule", …)` exports nothing. */
function isMark([, name]: readonly TSESTree.CallExpressionArgument[]): boolean {
	return name?.type === "Literal" && name.value === "__esModule";
}

/** `module.exports = { handler, other() {} }`; false where the object is not fully known. */
function addObject(given: TSESTree.Expression, module: SourceModule, add: Add): boolean {
	const value = followNames(given, module);
	if (value.type !== "ObjectExpression") {
		return false;
	}
	for (const property of value.properties) {
		if (property.type === "Property") {
			add(nameOfKey(property.key, property.computed), property.key);
		}
	}
	return value.properties.every(
		(property) => property.type === "Property" && nameOfKey(property.key, property.computed) !== null,
	);
}
