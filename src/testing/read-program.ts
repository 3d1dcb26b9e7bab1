import { parseForESLint } from "@typescript-eslint/parser";
import { readModule, type SourceModule } from "../languages/program/source-module.ts";

/** Reads a program as a rule gets it from ESLint; JSX where the file's name says so. */
export function readProgram(text: string, filename = "handler.ts"): SourceModule {
	const { ast, scopeManager, visitorKeys } = parseForESLint(text, {
		sourceType: "module",
		range: true,
		loc: true,
		comment: true,
		ecmaFeatures: { jsx: !filename.endsWith(".ts") },
		filePath: filename,
	});
	const module = readModule({ text, ast, scopeManager, visitorKeys }, filename, "/project", {});
	if (module === null) {
		throw new TypeError(`${filename} is no program.`);
	}
	return module;
}
