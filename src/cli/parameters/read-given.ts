import type { GivenParameters } from "./parameter-options.ts";
import { readParameters } from "./read-parameters.ts";
import { readSamconfig } from "./read-samconfig.ts";

/**
 * Reads the files that are given. What is written on the command line wins over a file, a file over SAM's configuration.
 *
 * @returns also the template that SAM's configuration names, absolute; null for none
 * @throws {UsageError} with what to type instead
 */
export function readGiven(
	{ parameterOverrides, parameterFiles, configEnv, samconfig }: GivenParameters,
	cwd: string,
): { readonly values: Readonly<Record<string, string>>; readonly template: string | null } {
	const environment = configEnv === null ? null : readSamconfig(samconfig, configEnv, cwd);
	const files = parameterFiles.map((file) => readParameters(file, cwd));
	return {
		values: [environment?.parameters ?? {}, ...files, parameterOverrides].reduce((joined, more) => ({
			...joined,
			...more,
		})),
		template: environment?.template ?? null,
	};
}
