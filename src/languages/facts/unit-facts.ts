import type { TSESTree } from "@typescript-eslint/utils";
import type { Span } from "../../text/span.ts";
import { groupBy } from "../../text/group-by.ts";
import { lastAround } from "../../text/last-around.ts";
import { isClass } from "../program/class-node.ts";
import { isExports } from "../program/exports.ts";
import { isFunction } from "../program/function-node.ts";
import { nameOfKey } from "../program/name-of-key.ts";
import { nodesIn, nodesOf } from "../program/nodes-of.ts";
import { perModule } from "../program/per-module.ts";
import type { SourceModule } from "../program/source-module.ts";
import { textOf } from "../program/text-of.ts";
import { topVariables, variableOf } from "../program/variable-of.ts";

/**
 * What runs together: what a module does when it is loaded, and what each of its own functions and classes does when
 * something uses it.
 */
interface Unit {
	/** The name that it is declared with, or exported as; empty for what runs when the module is loaded. */
	readonly name: string;
	/** The names of other units of the module that it uses. */
	readonly uses: ReadonlySet<string>;
	/** What it uses of other modules. */
	readonly imports: readonly UsedImport[];
	/** The names of members that it uses of anything: `get` of `service.get()`. */
	readonly members: ReadonlySet<string>;
	/** The method that it is, of another unit: it runs if that unit is used, and a member of that name. */
	readonly method: string | null;
}

/** A name of another module that is used. */
export interface UsedImport {
	readonly specifier: string;
	/** The name that it is exported as; null for anything that the module exports. */
	readonly name: string | null;
}

export interface UnitFacts {
	readonly units: ReadonlyMap<string, Unit>;
	/** The methods of units, by the name of the unit that has them. */
	readonly methods: ReadonlyMap<string, readonly Unit[]>;
	/** The unit of each exported name: for what is exported from another module, that one. */
	readonly exports: ReadonlyMap<string, string | UsedImport>;
	/** Modules of which everything is exported. */
	readonly passedOn: readonly string[];
	/** The name of the unit that a range belongs to. */
	unitAt(span: Span): string;
}

/** What runs when a module is loaded. */
export const LOADED = "";

/** The units of a module. */
export const unitsOf = perModule((module): UnitFacts => {
	const parts = [...partsOf(module)];
	const units = new Map<string, MutableUnit>();
	const imports = importedNames(module);
	const own = new Set(topVariables(module));
	const declared = new Set([...own].flatMap(({ identifiers }): readonly TSESTree.Node[] => identifiers));
	for (const { name, method = null } of [{ name: LOADED }, ...parts]) {
		units.set(name, units.get(name) ?? { name, method, uses: new Set(), imports: [], members: new Set() });
	}
	const partAt = lastAround(parts, ({ node }) => node.range);
	const unitAt = ({ start }: Span): string => partAt(start)?.name ?? LOADED;
	for (const node of nodesOf(module, "Identifier")) {
		const variable = variableOf(node, module);
		if (variable === null || !own.has(variable) || isNamedOnly(node, declared)) {
			continue;
		}
		const unit = units.get(unitAt({ start: node.range[0], end: node.range[1] }));
		const from = imports.get(variable.name);
		if (from !== undefined) {
			unit?.imports.push(from);
		} else if (unit !== undefined && unit.name !== variable.name) {
			unit.uses.add(variable.name);
		}
	}
	for (const kind of ["MemberExpression", "Property"] as const) {
		for (const node of nodesOf(module, kind)) {
			const name = kind === "Property" && node.parent.type === "ObjectExpression" ? null : nameOfMember(node);
			if (name !== null) {
				units.get(unitAt({ start: node.range[0], end: node.range[1] }))?.members.add(name);
			}
		}
	}
	const methods = groupBy(
		[...units.values()].filter(({ method }) => method !== null),
		({ name, method }) => name.slice(0, -(method ?? "").length - 1),
	);
	return { units, methods, unitAt, ...readExports(module) };
});

/** True where a name is declared or exported, not used. */
function isNamedOnly(node: TSESTree.Identifier, declared: ReadonlySet<TSESTree.Node>): boolean {
	return declared.has(node) || node.parent.type === "ExportSpecifier" || node.parent.type === "TSTypeReference";
}

interface MutableUnit extends Unit {
	readonly uses: Set<string>;
	readonly imports: UsedImport[];
	readonly members: Set<string>;
}

/** `get` of `service.get` and of `const { get } = service`. */
function nameOfMember(node: TSESTree.MemberExpression | TSESTree.Property): string | null {
	return node.type === "MemberExpression"
		? nameOfKey(node.property, node.computed)
		: nameOfKey(node.key, node.computed);
}

interface Part {
	readonly name: string;
	readonly node: TSESTree.Node;
	/** The name of the method that it is. */
	readonly method?: string;
}

/** A class, whose constructor and fields run when it is used, then its methods. */
function* ofClass(name: string, node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): Iterable<Part> {
	yield { name, node };
	for (const member of node.body.body) {
		const method =
			member.type === "MethodDefinition" && member.kind !== "constructor"
				? nameOfKey(member.key, member.computed)
				: null;
		if (method !== null) {
			yield { name: `${name}.${method}`, node: member, method };
		}
	}
}

/** The functions and classes of the module's top level, and those inside of what its names are given. */
function* partsOf(module: SourceModule): Iterable<Part> {
	for (const statement of module.ast.body) {
		const inner =
			(statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration") &&
			statement.declaration !== null
				? statement.declaration
				: statement;
		const otherwise = statement.type === "ExportDefaultDeclaration" ? "default" : LOADED;
		switch (inner.type) {
			case "FunctionDeclaration":
				yield { name: inner.id?.name ?? otherwise, node: inner };
				break;
			case "ClassDeclaration":
				yield* ofClass(inner.id?.name ?? otherwise, inner);
				break;
			case "VariableDeclaration":
				for (const { id, init } of inner.declarations) {
					if (init !== null && id.type === "Identifier") {
						yield* functionsIn(id.name, init, module);
					}
				}
				break;
			case "ExpressionStatement":
				yield* ofAssignment(inner.expression, module);
				break;
			default:
				if (otherwise !== LOADED) {
					yield* functionsIn(otherwise, inner, module); // export default middy(async () => …)
				}
		}
	}
}

/** `exports.handler = async () => …`, `module.exports = { get: async () => …, put() {} }` */
function* ofAssignment(expression: TSESTree.Expression, module: SourceModule): Iterable<Part> {
	if (expression.type !== "AssignmentExpression" || expression.left.type !== "MemberExpression") {
		return;
	}
	const { left, right } = expression;
	if (isExports(left)) {
		for (const property of right.type === "ObjectExpression" ? right.properties : []) {
			const name = property.type === "Property" ? nameOfKey(property.key, property.computed) : null;
			if (property.type === "Property" && name !== null) {
				yield* functionsIn(exported(name), property.value, module);
			}
		}
		if (isFunction(right) || isClass(right)) {
			yield { name: exported("default"), node: right };
		}
	} else {
		const name = isExports(left.object) ? nameOfKey(left.property, left.computed) : null;
		yield* name === null ? [] : functionsIn(exported(name), right, module);
	}
}

/** The name of a unit that only an export names. */
function exported(name: string): string {
	return `exports.${name}`;
}

/** The outermost functions and classes of an expression. */
function* functionsIn(name: string, root: TSESTree.Node, module: SourceModule): Iterable<Part> {
	let end = -1;
	for (const node of nodesIn(root, module)) {
		if (node.range[0] >= end && (isFunction(node) || isClass(node))) {
			({
				range: [, end],
			} = node);
			const method =
				node !== root && node.parent.type === "Property"
					? nameOfKey(node.parent.key, node.parent.computed)
					: null;
			if (isClass(node)) {
				yield* ofClass(name, node);
			} else {
				yield method === null ? { name, node } : { name: `${name}.${method}`, node, method };
			}
		}
	}
}

/** What each imported name of the top level is. */
export const importedNames = perModule((module): ReadonlyMap<string, UsedImport> => {
	const names = new Map<string, UsedImport>();
	for (const { source, specifiers } of nodesOf(module, "ImportDeclaration")) {
		for (const one of specifiers) {
			names.set(one.local.name, {
				specifier: source.value,
				name:
					one.type === "ImportSpecifier"
						? one.imported.type === "Identifier"
							? one.imported.name
							: one.imported.value
						: one.type === "ImportDefaultSpecifier"
							? "default"
							: null,
			});
		}
	}
	for (const { id, init } of nodesOf(module, "VariableDeclarator")) {
		const specifier = init === null ? null : requiredIn(init);
		if (specifier === null) {
			continue;
		}
		if (id.type === "Identifier") {
			names.set(id.name, { specifier, name: null });
		}
		for (const property of id.type === "ObjectPattern" ? id.properties : []) {
			if (property.type === "Property" && property.value.type === "Identifier") {
				names.set(property.value.name, { specifier, name: nameOfKey(property.key, property.computed) });
			}
		}
	}
	return names;
});

/** `require("./db")` */
function requiredIn(node: TSESTree.Expression): string | null {
	return node.type === "CallExpression" &&
		node.callee.type === "Identifier" &&
		node.callee.name === "require" &&
		node.arguments[0] !== undefined
		? textOf(node.arguments[0])
		: null;
}

function readExports(module: SourceModule): Pick<UnitFacts, "exports" | "passedOn"> {
	const names = new Map<string, string | UsedImport>([...namedExports(module), ...commonExports(module)]);
	for (const { declaration } of nodesOf(module, "ExportDefaultDeclaration")) {
		names.set("default", declaration.type === "Identifier" ? declaration.name : declaredAs(declaration, "default"));
	}
	return {
		exports: names,
		passedOn: nodesOf(module, "ExportAllDeclaration").map(({ source }) => source.value),
	};
}

/** The name of a declaration. */
function declaredAs(declaration: TSESTree.Node, otherwise: string): string {
	return "id" in declaration && declaration.id?.type === "Identifier" ? declaration.id.name : otherwise;
}

type NamedExport = readonly [name: string, of: string | UsedImport];

function* namedExports(module: SourceModule): Iterable<NamedExport> {
	for (const { source, specifiers, declaration } of nodesOf(module, "ExportNamedDeclaration")) {
		for (const { local, exported: as } of specifiers) {
			const name = nameOfExport(local);
			yield [nameOfExport(as), source === null ? name : { specifier: source.value, name }];
		}
		const declared =
			declaration?.type === "VariableDeclaration"
				? declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []))
				: declaration === null
					? []
					: [declaredAs(declaration, "")];
		yield* declared.map((name): NamedExport => [name, name]);
	}
}

function nameOfExport(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
	return node.type === "Identifier" ? node.name : node.value;
}

function* commonExports(module: SourceModule): Iterable<NamedExport> {
	for (const { left, right } of nodesOf(module, "AssignmentExpression")) {
		if (isExports(left) && right.type === "ObjectExpression") {
			for (const property of right.properties) {
				const name = property.type === "Property" ? nameOfKey(property.key, property.computed) : null;
				if (property.type === "Property" && name !== null) {
					yield [name, unitOf(name, property.value)];
				}
			}
		} else if (isExports(left)) {
			yield ["default", unitOf("default", right)];
		} else if (left.type === "MemberExpression" && isExports(left.object)) {
			const name = nameOfKey(left.property, left.computed) ?? "";
			yield [name, unitOf(name, right)];
		}
	}
}

function unitOf(name: string, value: TSESTree.Node): string {
	return value.type === "Identifier" ? value.name : exported(name);
}
