import { shownPath } from "./file/shown-path.ts";
import { parseArguments, type Arguments } from "./parse-arguments.ts";

/**
 * Reads the command line, and the files that it names for values of parameters.
 *
 * @throws {UsageError} with what to type instead
 */
export async function readArguments(argv: readonly string[], cwd: string): Promise<Arguments> {
	const args = await parseArguments(argv);
	if (args.help || args.version || (args.parameterFiles.length === 0 && args.configEnv === null)) {
		return args;
	}
	const { readGiven } = await import("./parameters/read-given.ts");
	const { values, template } = readGiven(args, cwd);
	return {
		...args,
		parameterOverrides: values,
		...(args.isDefaultPath && template !== null ? { paths: [shownPath(template, cwd)], isDefaultPath: false } : {}),
	};
}
