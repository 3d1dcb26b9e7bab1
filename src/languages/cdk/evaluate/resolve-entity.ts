import { lateWrites, type Definition, variableOf, definitionOf } from "../../program/variable-of.ts";
import { type ClassNode, isClass } from "../../program/class-node.ts";
import { memberKey } from "../../program/name-of-key.ts";
import type { Node, Variable } from "../../program/node.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { unwrapAwait } from "../../program/unwrap.ts";

/** What a name stands for that comes from a package of CDK. */
export interface Imported {
	readonly kind: "imported";
	/**
	 * `aws-lambda`, `constructs`; empty for the core. Alpha packages have the name that they get once they are stable.
	 */
	readonly module: string;
	/**
	 * `[]` for the module itself, `["Function"]` for a class, `["BucketEncryption", "KMS"]` for what belongs to one.
	 */
	readonly path: readonly string[];
	/**
	 * True for a class of the project in another file that extends this one: what it does of its own nobody sees here.
	 */
	readonly outside?: true;
}

/** A class of this file. */
interface LocalClass {
	readonly kind: "class";
	readonly node: ClassNode;
}

export type Entity = Imported | LocalClass;

/** Modules of the root that are not called `aws_…`. */
const ROOT_MODULES = new Set([
	"custom_resources",
	"pipelines",
	"triggers",
	"assets",
	"region_info",
	"cx_api",
	"cloudformation_include",
	"cloud_assembly_schema",
	"alexa_ask",
	"cloud_assembly_api",
]);

/** True where a text may use CDK at all: cheap, before anything is walked. */
export function mentionsCdk(text: string): boolean {
	return text.includes("aws-cdk-lib") || text.includes("@aws-cdk/") || text.includes("monocdk");
}

/** The module that a package's name leads to; null for a package of somebody else. */
export function moduleOf(source: string): string | null {
	const [, scoped, path = ""] = /^(aws-cdk-lib|monocdk(?:-experiment)?|@aws-cdk)(?:\/(.*))?$/u.exec(source) ?? [];
	if (source === "constructs") {
		return "constructs";
	}
	if (scoped === undefined) {
		return null;
	}
	// aws-cdk-lib/aws-lambda/lib/function: one file of a module.
	const name = path.split("/")[0] ?? "";
	if (name === "core" || name === "lib" || name === "") {
		return scoped === "@aws-cdk" && name === "" ? null : "";
	}
	return name.replace(/-alpha$/u, "");
}

/** Follows names to the packages of CDK, without type information. */
export class EntityResolver {
	readonly #program: SourceModule;
	readonly #known = new Map<Variable, Entity | null>();
	readonly #outside: ((node: Node) => Imported | null) | null;

	/** @param outside asks the types of the user, where there are any, about a name that leads to another file */
	constructor(program: SourceModule, outside: ((node: Node) => Imported | null) | null) {
		this.#program = program;
		this.#outside = outside;
	}

	resolve(expression: Node, depth = 0): Entity | null {
		const node = unwrapAwait(expression);
		if (depth > 12) {
			return null;
		}
		switch (node.type) {
			case "Identifier": {
				const variable = variableOf(node, this.#program);
				return variable === null ? null : this.#resolveVariable(variable, depth, node);
			}
			case "MemberExpression": {
				const from = this.resolve(node.object, depth + 1);
				const name = memberKey(node.property, node.computed);
				if (from?.kind === "class" || name === null) {
					return null;
				}
				return from === null ? null : step(from, name);
			}
			case "CallExpression":
				// require("aws-cdk-lib/aws-lambda")
				return node.callee.type === "Identifier" &&
					node.callee.name === "require" &&
					variableOf(node.callee, this.#program)?.defs.length !== 1
					? fromSource(node.arguments[0])
					: null;
			case "ImportExpression":
				return fromSource(node.source);
			case "ClassExpression":
				return { kind: "class", node };
			default:
				return null;
		}
	}

	/** The class of CDK behind a local one, through a chain of `extends`; null where there is none. */
	baseOf(node: ClassNode, depth = 0): Imported | null {
		const above = node.superClass === null || depth > 12 ? null : this.resolve(node.superClass);
		return above?.kind === "class" ? (above.node === node ? null : this.baseOf(above.node, depth + 1)) : above;
	}

	#resolveVariable(variable: Variable, depth: number, node: Node): Entity | null {
		const known = this.#known.get(variable);
		if (known !== undefined) {
			return known;
		}
		this.#known.set(variable, null); // Against a circle: `const a = a`.
		const definition = definitionOf(variable);
		const entity =
			definition === null
				? null
				: (this.#resolveDefinition(definition, variable, depth) ??
					(definition.type === "ImportBinding" ? (this.#outside?.(node) ?? null) : null));
		this.#known.set(variable, entity);
		return entity;
	}

	#resolveDefinition({ type, node, parent, name }: Definition, variable: Variable, depth: number): Entity | null {
		if (type === "ImportBinding") {
			return fromImport(node, parent ?? null, (expression) => this.resolve(expression, depth + 1));
		}
		if (type === "ClassName" && isClass(node)) {
			return { kind: "class", node };
		}
		if (
			type !== "Variable" ||
			node.type !== "VariableDeclarator" ||
			node.init === null ||
			lateWrites(variable).length > 0
		) {
			return null;
		}
		const from = this.resolve(node.init, depth + 1);
		if (node.id.type === "Identifier") {
			return from;
		}
		const path = node.id.type === "ObjectPattern" ? pathTo(node.id, name) : null;
		return from?.kind !== "imported" || path === null ? null : path.reduce<Imported>(step, from);
	}
}

/** `lambda.Function`, `cdk.aws_lambda`, `cloudfront.experimental.EdgeFunction`. */
function step(from: Imported, name: string): Imported {
	if (from.path.length === 0 && (name === "default" || name === "experimental")) {
		return from;
	}
	if (from.path.length === 0 && from.module === "" && (/^aws_[a-z0-9_]+$/u.test(name) || ROOT_MODULES.has(name))) {
		return { kind: "imported", module: name.replaceAll("_", "-"), path: [] };
	}
	return { kind: "imported", module: from.module, path: [...from.path, name] };
}

function fromSource(source: Node | undefined): Imported | null {
	const module = source?.type === "Literal" && typeof source.value === "string" ? moduleOf(source.value) : null;
	return module === null ? null : { kind: "imported", module, path: [] };
}

function fromImport(node: Node, parent: Node | null, resolve: (expression: Node) => Entity | null): Entity | null {
	switch (node.type) {
		case "ImportSpecifier": {
			const from =
				parent?.type === "ImportDeclaration" && parent.importKind !== "type" && node.importKind !== "type"
					? fromSource(parent.source)
					: null;
			return from === null
				? null
				: step(from, node.imported.type === "Identifier" ? node.imported.name : node.imported.value);
		}
		case "ImportNamespaceSpecifier":
		case "ImportDefaultSpecifier":
			return parent?.type === "ImportDeclaration" && parent.importKind !== "type"
				? fromSource(parent.source)
				: null;
		case "TSImportEqualsDeclaration": {
			const reference = node.moduleReference;
			if (reference.type === "TSExternalModuleReference") {
				return fromSource(reference.expression);
			}
			return qualified(reference, resolve);
		}
		default:
			return null;
	}
}

/** `import Fn = lambda.Function`. */
function qualified(node: Node, resolve: (expression: Node) => Entity | null): Entity | null {
	if (node.type !== "TSQualifiedName") {
		return resolve(node);
	}
	const from = qualified(node.left, resolve);
	return from?.kind === "imported" ? step(from, node.right.name) : null;
}

/** The names that lead through a pattern to an identifier: `["a", "b"]` for `x` in `{ a: { b: x } }`. */
export function pathTo(pattern: Node, target: Node): readonly string[] | null {
	if (pattern === target || (pattern.type === "AssignmentPattern" && pattern.left === target)) {
		return [];
	}
	if (pattern.type === "AssignmentPattern") {
		return pathTo(pattern.left, target);
	}
	if (pattern.type !== "ObjectPattern") {
		return null;
	}
	for (const property of pattern.properties) {
		const name = property.type === "Property" ? memberKey(property.key, property.computed) : null;
		const rest = property.type === "Property" && name !== null ? pathTo(property.value, target) : null;
		if (name !== null && rest !== null) {
			return [name, ...rest];
		}
	}
	return null;
}
