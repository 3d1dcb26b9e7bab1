import * as typescriptParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { readModule, type SourceModule } from "../languages/program/source-module.ts";
import { kindOfSource, languageOptionsOf } from "../languages/javascript/source-config.ts";

/**
 * A program as the rules see it, for tests of what they stand on.
 *
 * @throws {Error} where the text is no program
 */
export function moduleOf(code: string, filename = "handler.ts"): SourceModule {
	const linter = new Linter({ configType: "flat" });
	const [fatal] = linter.verify(
		code,
		[
			{
				files: ["**/*.*"],
				languageOptions: languageOptionsOf(
					kindOfSource(code, filename),
					filename,
					typescriptParser as unknown as Linter.Parser,
				),
			},
		],
		{ filename },
	);
	const module = fatal?.fatal === true ? null : readModule(linter.getSourceCode(), filename, "/project", {});
	if (module === null) {
		throw new Error(`This is no program: ${fatal?.message ?? code}`);
	}
	return module;
}
