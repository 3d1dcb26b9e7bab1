import { type CdkExport, moduleOf } from "./resolve-entity.ts";
import type { Node } from "../../program/node.ts";

/** What of typescript-eslint's services, and of TypeScript behind them, is asked. Types are never loaded here. */
interface Services {
	readonly program: { getTypeChecker(): Checker } | null;
	readonly esTreeNodeToTSNodeMap: { get(node: unknown): unknown };
}

interface Checker {
	getSymbolAtLocation(node: unknown): TsSymbol | undefined;
	getAliasedSymbol(symbol: TsSymbol): TsSymbol;
	getTypeAtLocation(node: unknown): {
		getSymbol(): TsSymbol | undefined;
		getBaseTypes?(): readonly { getSymbol(): TsSymbol | undefined }[] | undefined;
	};
}

interface TsSymbol {
	readonly flags: number;
	readonly name: string;
	readonly declarations?: readonly TsNode[];
}

interface TsNode {
	getSourceFile(): { readonly fileName: string };
	readonly heritageClauses?: readonly { readonly types: readonly { readonly expression: unknown }[] }[];
}

/** `ts.SymbolFlags.Alias`: an import, which stands for something else. */
const ALIAS = 2_097_152;

/**
 * Resolves names that lead to another file of the project, a barrel or a class of its own, where the user lints with
 * types. Null where he does not.
 */
export function outsideOf(services: unknown): ((node: Node) => CdkExport | null) | null {
	if (!isServices(services) || services.program === null) {
		return null;
	}
	const { program, esTreeNodeToTSNodeMap } = services;
	return (node) => {
		try {
			const checker = program.getTypeChecker();
			const at = esTreeNodeToTSNodeMap.get(node);
			const symbol = at === undefined ? undefined : checker.getSymbolAtLocation(at);
			return symbol === undefined ? null : resolve(checker, symbol, 0);
		} catch {
			return null; // Types of another version, or half of them: as if there were none.
		}
	};
}

function resolve(checker: Checker, symbol: TsSymbol, depth: number): CdkExport | null {
	const own = (symbol.flags & ALIAS) === 0 ? symbol : checker.getAliasedSymbol(symbol);
	for (const declaration of own.declarations ?? []) {
		const file = declaration.getSourceFile().fileName.replaceAll("\\", "/");
		// …/node_modules/aws-cdk-lib/aws-lambda/lib/function.d.ts
		const inside = file.lastIndexOf("/node_modules/");
		const path = inside === -1 ? "" : file.slice(inside + "/node_modules/".length);
		const module = moduleOf(path.replace(/\.d\.ts$/u, "").replace(/\/(?:index|lib\/index)$/u, ""));
		if (module !== null) {
			return { kind: "imported", module, path: /\/index\.d\.ts$/u.test(path) ? [] : [own.name] };
		}
		// class SecureFunction extends lambda.Function, in another file
		for (const { types } of depth > 8 ? [] : (declaration.heritageClauses ?? [])) {
			for (const { expression } of types) {
				const above = checker.getSymbolAtLocation(expression);
				const found = above === undefined ? null : resolve(checker, above, depth + 1);
				if (found !== null) {
					return { ...found, outside: true };
				}
			}
		}
	}
	return null;
}

function isServices(services: unknown): services is Services {
	return (
		typeof services === "object" &&
		services !== null &&
		"program" in services &&
		"esTreeNodeToTSNodeMap" in services
	);
}
