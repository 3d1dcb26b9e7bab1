import type { TSESTree } from "@typescript-eslint/utils";
import { acceptsText } from "./accept-expression.ts";

/** Types that keep those of their properties. */
const MAPPED = new Set(["Readonly", "Partial", "Required"]);

/** How many names of types are followed. */
const MOST_NAMES = 8;

/** True where every text may stand at a path of an object of that type; what another module declares is not known. */
export function acceptsTextAt(
	path: readonly string[],
	type: TSESTree.TypeNode,
	ast: TSESTree.Program,
	depth = 0,
): boolean {
	const [name, ...rest] = path;
	if (name === undefined) {
		return acceptsText(type);
	}
	if (type.type === "TSTypeLiteral") {
		return acceptsMember(type.members, path, ast, depth);
	}
	if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier" || depth > MOST_NAMES) {
		return false;
	}
	const given = type.typeArguments?.params ?? [];
	const [first] = given;
	if (first !== undefined && MAPPED.has(type.typeName.name)) {
		return acceptsTextAt(path, first, ast, depth + 1);
	}
	if (given[1] !== undefined && type.typeName.name === "Record") {
		return acceptsTextAt(rest, given[1], ast, depth + 1);
	}
	const declared = given.length > 0 ? undefined : findType(type.typeName.name, ast);
	return declared?.type === "TSTypeAliasDeclaration"
		? acceptsTextAt(path, declared.typeAnnotation, ast, depth + 1)
		: declared !== undefined && acceptsMember(declared.body.body, path, ast, depth);
}

function acceptsMember(
	members: readonly TSESTree.TypeElement[],
	[name, ...rest]: readonly string[],
	ast: TSESTree.Program,
	depth: number,
): boolean {
	const member = members.find(
		(one) =>
			one.type === "TSPropertySignature" &&
			((one.key.type === "Identifier" && one.key.name === name) ||
				(one.key.type === "Literal" && one.key.value === name)),
	);
	return (
		member?.type === "TSPropertySignature" &&
		member.typeAnnotation !== undefined &&
		acceptsTextAt(rest, member.typeAnnotation.typeAnnotation, ast, depth + 1)
	);
}

function findType(
	name: string,
	{ body }: TSESTree.Program,
): TSESTree.TSInterfaceDeclaration | TSESTree.TSTypeAliasDeclaration | undefined {
	const found = body
		.map((statement) => (statement.type === "ExportNamedDeclaration" ? statement.declaration : statement))
		.filter(
			(one) =>
				(one?.type === "TSInterfaceDeclaration" || one?.type === "TSTypeAliasDeclaration") &&
				one.id.name === name,
		);
	return found.length === 1
		? (found[0] as TSESTree.TSInterfaceDeclaration | TSESTree.TSTypeAliasDeclaration)
		: undefined;
}
