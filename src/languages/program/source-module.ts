import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

/** One JavaScript or TypeScript file, as the rules about source see it. */
export interface SourceModule {
	readonly text: string;
	/** As ESLint knows it: often relative to the working directory, with the extension that decides the dialect. */
	readonly filename: string;
	/** The folder that relative names are relative to. */
	readonly cwd: string;
	readonly ast: TSESTree.Program;
	/** ESLint's, or the parser's own: what each name stands for. */
	readonly scopes: TSESLint.Scope.ScopeManager;
	/** The keys under which each node holds its children. */
	readonly visitorKeys: Readonly<Record<string, readonly string[] | undefined>>;
	readonly comments: readonly TSESTree.Comment[];
	/** typescript-eslint's services, where the author lints with types; nothing of ours loads them. */
	readonly services: unknown;
	/** What the author sets under `settings["aws-kms"]`. */
	readonly settings: Readonly<Record<string, unknown>>;
}

/** A text that has been parsed: ESLint's `SourceCode`, or the same without ESLint. */
export interface ParsedSource {
	readonly text: string;
	readonly ast: unknown;
	readonly scopeManager?: unknown;
	readonly visitorKeys?: unknown;
	readonly parserServices?: unknown;
}

/** File names of JavaScript and TypeScript. */
export const SOURCE_NAME = /\.[cm]?[jt]sx?$/iu;

/**
 * The module of a parsed file; null where ESLint parsed it as something else (a `Program` of YAML, a tree without
 * scopes).
 */
export function readModule(
	source: ParsedSource,
	filename: string,
	cwd: string,
	settings: Readonly<Record<string, unknown>>,
): SourceModule | null {
	const ast = source.ast as TSESTree.Program | null;
	if (
		ast?.type !== ("Program" as TSESTree.Program["type"]) ||
		typeof source.scopeManager !== "object" ||
		source.scopeManager === null ||
		!SOURCE_NAME.test(filename)
	) {
		return null;
	}
	return {
		text: source.text,
		filename,
		cwd,
		ast,
		scopes: source.scopeManager as TSESLint.Scope.ScopeManager,
		visitorKeys: treeKeysOf(source),
		comments: ast.comments ?? [],
		services: source.parserServices ?? null,
		settings,
	};
}

/** The parser's keys; from its services, where it gives ESLint the root alone. */
function treeKeysOf({ visitorKeys, parserServices }: ParsedSource): SourceModule["visitorKeys"] {
	const { treeKeys } = (parserServices ?? {}) as { readonly treeKeys?: SourceModule["visitorKeys"] };
	return treeKeys ?? ((visitorKeys ?? {}) as SourceModule["visitorKeys"]);
}
