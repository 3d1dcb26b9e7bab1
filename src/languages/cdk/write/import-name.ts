import type { TSESTree } from "@typescript-eslint/utils";
import { eolOf } from "../../../text/line-facts.ts";
import type { TextEdit } from "../../../text/span.ts";
import { type EntityResolver, moduleOf } from "../evaluate/resolve-entity.ts";
import type { Node } from "../../program/node.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { spanOf, sourceOf } from "../../program/node-edit.ts";
import { topVariables, definitionOf } from "../../program/variable-of.ts";
import { namesIn } from "../../program/names-in.ts";

/** A CDK name as this file can write it, and the import that it needs. */
export interface WritableName {
	readonly text: string;
	readonly edits: readonly TextEdit[];
}

/**
 * How to write a CDK class in this file: with an existing import, otherwise with a new one in the style of the file.
 * `near` is a callee whose namespace is preferred: `s3.Bucket` leads to `s3.BucketEncryption`. Null if no CDK import
 * shows the style.
 */
export function importName(
	program: SourceModule,
	entities: EntityResolver,
	module: string,
	name: string,
	near: Node,
): WritableName | null {
	if (near.type === "MemberExpression") {
		const space = entities.resolve(near.object);
		if (space?.kind === "imported" && space.module === module && space.path.length === 0) {
			return { text: `${sourceOf(near.object, program)}.${name}`, edits: [] };
		}
	}
	return importedAs(program, entities, module, name) ?? insertImport(program, module, name);
}

/** The name under which this file already imports the class or its module. */
function importedAs(
	program: SourceModule,
	entities: EntityResolver,
	module: string,
	name: string,
): WritableName | null {
	let direct: string | null = null;
	let space: string | null = null;
	for (const variable of topVariables(program)) {
		const definition = definitionOf(variable);
		const entity = definition === null ? null : entities.resolve(definition.name);
		if (entity?.kind === "imported" && entity.module === module) {
			direct ??= entity.path.length === 1 && entity.path[0] === name ? variable.name : null;
			space ??= entity.path.length === 0 ? variable.name : null;
		}
	}
	const text = direct ?? (space === null ? null : `${space}.${name}`);
	return text === null ? null : { text, edits: [] };
}

function insertImport(program: SourceModule, module: string, name: string): WritableName | null {
	const imports = program.ast.body.filter(
		(statement): statement is TSESTree.ImportDeclaration =>
			statement.type === "ImportDeclaration" &&
			statement.importKind !== "type" &&
			moduleOf(statement.source.value) !== null &&
			statement.source.value !== "constructs",
	);
	const [first] = imports;
	const alias = free(program, module === "" ? "cdk" : module.replace(/^aws-/u, "").replaceAll("-", ""));
	if (first === undefined) {
		return requireStyle(program, module, name, alias);
	}
	// import { aws_lambda as lambda } from "aws-cdk-lib";
	for (const statement of module === "" ? [] : imports) {
		const specifier = statement.specifiers.findLast(
			(one): one is TSESTree.ImportSpecifier =>
				one.type === "ImportSpecifier" &&
				one.imported.type === "Identifier" &&
				one.imported.name.startsWith("aws_"),
		);
		if (specifier !== undefined && statement.source.value === "aws-cdk-lib") {
			return {
				text: `${alias}.${name}`,
				edits: [{ span: after(specifier), text: `, ${module.replaceAll("-", "_")} as ${alias}` }],
			};
		}
	}
	// import { Function } from "aws-cdk-lib/aws-lambda";
	const same = imports.find(
		(statement) =>
			moduleOf(statement.source.value) === module && statement.specifiers.at(-1)?.type === "ImportSpecifier",
	);
	const specifier = same?.specifiers.at(-1);
	if (specifier !== undefined) {
		const own = free(program, name);
		return {
			text: own,
			edits: [{ span: after(specifier), text: `, ${own === name ? name : `${name} as ${own}`}` }],
		};
	}
	const last = imports.at(-1) ?? first;
	const services = imports.filter((statement) => (moduleOf(statement.source.value) ?? "") !== "");
	const source = familyOf(services[0]?.source.value ?? first.source.value, module);
	const quote = last.source.raw.slice(0, 1);
	const end = program.text[last.range[1] - 1] === ";" ? ";" : "";
	const eol = eolOf(program.text);
	const isNamed =
		services.length > 0 &&
		services.every(({ specifiers }) => specifiers.every(({ type }) => type === "ImportSpecifier"));
	const own = isNamed ? free(program, name) : alias;
	const what = isNamed ? `{ ${own === name ? name : `${name} as ${own}`} }` : `* as ${own}`;
	return {
		text: isNamed ? own : `${own}.${name}`,
		edits: [{ span: after(last), text: `${eol}import ${what} from ${quote}${source}${quote}${end}` }],
	};
}

/** `const lambda = require("aws-cdk-lib/aws-lambda");` */
function requireStyle(program: SourceModule, module: string, name: string, alias: string): WritableName | null {
	const found = program.ast.body.findLast(
		(statement): statement is TSESTree.VariableDeclaration =>
			statement.type === "VariableDeclaration" &&
			statement.declarations.some(
				({ init }) =>
					init?.type === "CallExpression" &&
					init.callee.type === "Identifier" &&
					init.callee.name === "require" &&
					isCdk(init.arguments[0]),
			),
	);
	const call = found?.declarations[0]?.init;
	const source = call?.type === "CallExpression" ? call.arguments[0] : undefined;
	if (found === undefined || source?.type !== "Literal" || typeof source.value !== "string") {
		return null;
	}
	const quote = source.raw.slice(0, 1);
	const end = program.text[found.range[1] - 1] === ";" ? ";" : "";
	return {
		text: `${alias}.${name}`,
		edits: [
			{
				span: after(found),
				text: `${eolOf(program.text)}const ${alias} = require(${quote}${familyOf(source.value, module)}${quote})${end}`,
			},
		],
	};
}

function isCdk(source: Node | undefined): boolean {
	return source?.type === "Literal" && typeof source.value === "string" && moduleOf(source.value) !== null;
}

/** The package of a module, in the family that the file uses: `@aws-cdk/aws-kms` next to `@aws-cdk/aws-lambda`. */
function familyOf(beside: string, module: string): string {
	if (beside.startsWith("@aws-cdk/") && !beside.includes("-alpha")) {
		return `@aws-cdk/${module === "" ? "core" : module}`;
	}
	const root = beside.startsWith("monocdk") ? (beside.split("/")[0] ?? "monocdk") : "aws-cdk-lib";
	return module === "" ? root : `${root}/${module}`;
}

/** A name that the file does not use yet. */
function free(program: SourceModule, wanted: string): string {
	let name = wanted;
	while (namesIn(program).has(name)) {
		name += "_";
	}
	return name;
}

function after(node: Node): TextEdit["span"] {
	const { end } = spanOf(node);
	return { start: end, end };
}
