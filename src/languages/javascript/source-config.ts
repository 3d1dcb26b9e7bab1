import type { Linter } from "eslint/universal";
import { isEsModule } from "../program/module-kind.ts";

/** How a source is parsed, by its name and text. */
export type SourceKind = "module" | "commonjs" | "typescript";

const TYPESCRIPT = /\.[cm]?tsx?$/iu;
/** What is in no ES module: also a `return` outside of functions, as in a script that somebody wraps in one. */
const REQUIRES = /\brequire\(|\bmodule\.exports\b|\bexports\.\w|^return\b/mu;

/** Says how a source is to be parsed. A `.js` file is CommonJS where it requires and neither imports nor exports. */
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
