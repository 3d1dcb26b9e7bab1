import * as typescriptParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { likelyDialect } from "../languages/dialects.ts";
import { kindOfSource, languageOptionsOf } from "../languages/javascript/source-config.ts";
import { readModule, type ParsedSource, type SourceModule } from "../languages/program/source-module.ts";

/**
 * A program as the rules see it, for tests of what they stand on: as the command parses it, and as ESLint does where it
 * leaves a text to ESLint.
 *
 * @param cwd the working directory
 * @throws {SyntaxError} where the text is no program
 */
export function moduleOf(code: string, filename = "handler.ts", cwd = "/project"): SourceModule {
	const settings = { cwd, parameterOverrides: {}, suppressions: true };
	const parsed = likelyDialect(filename).parse(code, filename, settings) ?? parseByEslint(code, filename);
	const module = readModule(parsed, filename, cwd, {});
	if (module === null) {
		throw new TypeError(`${filename} is no program.`);
	}
	return module;
}

function parseByEslint(text: string, filename: string): ParsedSource {
	const linter = new Linter({ configType: "flat" });
	const messages = linter.verify(
		text,
		[
			{
				files: ["**/*.*"],
				languageOptions: languageOptionsOf(
					kindOfSource(text, filename),
					filename,
					typescriptParser as unknown as Linter.Parser,
				),
			},
		],
		{ filename },
	);
	const fatal = messages.find((message) => message.fatal === true);
	if (fatal !== undefined) {
		throw new SyntaxError(`${filename}:${String(fatal.line)} ${fatal.message}\n${text}`);
	}
	return linter.getSourceCode();
}
