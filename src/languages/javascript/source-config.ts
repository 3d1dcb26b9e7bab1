import type { Linter } from "eslint/universal";
import { isEsModule } from "../program/module-kind.ts";

/** How a source is parsed, by its name and text. */
export type SourceKind = "module" | "commonjs" | "typescript";

const TYPESCRIPT = /\.[cm]?tsx?$/iu;
const REQUIRES = /\brequire\(|\bmodule\.exports\b|\bexports\.\w/u;

/**
 * Says how a source is to be parsed: first in the way that it looks like, and where that fails in the other. Words alone
 * do not tell: a comment may have `require(` above an `await` at the top level, and a script that another program wraps
 * in a function may end with a `return`. Names like `.mjs` and `.cjs` leave no choice.
 */
export function kindsOfSource(text: string, filename: string): readonly SourceKind[] {
	const kind = kindOfSource(text, filename);
	return /\.jsx?$/iu.test(filename) ? [kind, kind === "module" ? "commonjs" : "module"] : [kind];
}

/** What a source looks like. A `.js` file is CommonJS where it requires and neither imports nor exports. */
export function kindOfSource(text: string, filename: string): SourceKind {
	if (TYPESCRIPT.test(filename)) {
		return "typescript";
	}
	if (/\.cjs$/iu.test(filename)) {
		return "commonjs";
	}
	return !/\.mjs$/iu.test(filename) && !isEsModule(text) && REQUIRES.test(text) ? "commonjs" : "module";
}

/** True where an element may be written: everywhere in JavaScript, and where the name of a TypeScript file says so. */
export function hasJsx(kind: SourceKind, filename: string): boolean {
	return kind !== "typescript" || /\.tsx$/iu.test(filename);
}

/** What ESLint must know to parse a source. `parser` reads TypeScript. */
export function languageOptionsOf(
	kind: SourceKind,
	filename: string,
	parser: Linter.Parser | null,
): NonNullable<Linter.Config["languageOptions"]> {
	switch (kind) {
		case "typescript":
			// Decorators of old and new, and JSX where the name says so: `<T>x` is an assertion elsewhere.
			return {
				sourceType: "module",
				parserOptions: { ecmaFeatures: { jsx: hasJsx(kind, filename) }, rootOnly: true },
				...(parser === null ? {} : { parser }),
			};
		case "commonjs":
		case "module":
			return {
				sourceType: kind,
				ecmaVersion: "latest",
				parserOptions: { ecmaFeatures: { jsx: hasJsx(kind, filename), globalReturn: kind === "commonjs" } },
			};
		default:
			return kind satisfies never;
	}
}
