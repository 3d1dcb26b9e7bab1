import { shownPath } from "./file/shown-path.ts";
import { parseArguments, type Arguments } from "./parse-arguments.ts";

/**
 * Reads the command line, and the files that it names for values of parameters. What is written on the command line wins
 * over a file, a file over SAM's configuration.
 *
 * @throws {UsageError} with what to type instead
 */
export async function readArguments(argv: readonly string[], cwd: string): Promise<Arguments> {
	const args = await parseArguments(argv);
	const { parameterFiles, configEnv, samconfig, parameterOverrides } = args;
	if (args.help || args.version || (parameterFiles.length === 0 && configEnv === null)) {
		return args;
	}
	const { readParameters } = await import("./parameters/read-parameters.ts");
	const { readSamconfig } = await import("./parameters/read-samconfig.ts");
	const environment = configEnv === null ? null : readSamconfig(samconfig, configEnv, cwd);
	const values = parameterFiles.map((file) => readParameters(file, cwd));
	const template = environment?.template ?? null;
	return {
		...args,
		parameterOverrides: [environment?.parameters ?? {}, ...values, parameterOverrides].reduce((joined, more) => ({
			...joined,
			...more,
		})),
		...(args.isDefaultPath && template !== null ? { paths: [shownPath(template, cwd)], isDefaultPath: false } : {}),
	};
}
