import type { ClassNode } from "../../program/class-node.ts";
import { classOf } from "../../program/class-of.ts";
import type { Node } from "../../program/node.ts";
import { type Imported, resolveImport } from "../../program/resolve-import.ts";
import type { SourceModule } from "../../program/source-module.ts";

/** What a name stands for that comes from a package of CDK. */
export interface CdkExport {
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

export type Entity = CdkExport | LocalClass;

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

/** Says which class of CDK, or of this file, an expression stands for, without type information. */
export class EntityResolver {
	readonly #program: SourceModule;
	readonly #outside: ((node: Node) => CdkExport | null) | null;

	/** @param outside asks the types of the user, where there are any, about a name that leads to another file */
	constructor(program: SourceModule, outside: ((node: Node) => CdkExport | null) | null) {
		this.#program = program;
		this.#outside = outside;
	}

	resolve(expression: Node): Entity | null {
		const imported = resolveImport(expression, this.#program);
		if (imported !== null) {
			return cdkExport(imported) ?? this.#outsideOf(imported);
		}
		const node = classOf(expression, this.#program);
		return node === null ? null : { kind: "class", node };
	}

	/** The class of CDK behind a local one, through a chain of `extends`; null where there is none. */
	baseOf(node: ClassNode, depth = 0): CdkExport | null {
		const above = node.superClass === null || depth > 12 ? null : this.resolve(node.superClass);
		return above?.kind === "class" ? (above.node === node ? null : this.baseOf(above.node, depth + 1)) : above;
	}

	#outsideOf({ by }: Imported): CdkExport | null {
		const from = by === null ? null : (this.#outside?.(by.name) ?? null);
		return from === null || by === null ? null : by.members.reduce(step, from);
	}
}

/** What an import stands for in CDK; null for one of somebody else, and where types alone are imported. */
function cdkExport({ module, path, isType }: Imported): CdkExport | null {
	const root = isType ? null : moduleOf(module);
	return root === null ? null : path.reduce<CdkExport>(step, { kind: "imported", module: root, path: [] });
}

/** `lambda.Function`, `cdk.aws_lambda`, `cloudfront.experimental.EdgeFunction`. */
function step(from: CdkExport, name: string): CdkExport {
	if (from.path.length === 0 && (name === "default" || name === "experimental")) {
		return from;
	}
	if (from.path.length === 0 && from.module === "" && (/^aws_[a-z0-9_]+$/u.test(name) || ROOT_MODULES.has(name))) {
		return { kind: "imported", module: name.replaceAll("_", "-"), path: [] };
	}
	return { kind: "imported", module: from.module, path: [...from.path, name] };
}
