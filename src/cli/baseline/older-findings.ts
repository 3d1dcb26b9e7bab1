import { realpathSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import type { Io } from "../io.ts";
import { lintPaths } from "../lint-paths.ts";
import type { Arguments } from "../parse-arguments.ts";
import { readCommit } from "../git/read-commit.ts";

/**
 * The fingerprints of what the same run would have found in the commit where the work since `ref` began.
 *
 * @throws {GitError} where git cannot answer
 */
export async function olderFindings(ref: string, args: Arguments, io: Io): Promise<ReadonlySet<string>> {
	const commit = readCommit(ref, realpathSync(io.cwd));
	try {
		const { pass } = await lintPaths(
			{
				...args,
				// The folders are as they were: a relative path leads to the same place.
				paths: args.paths.flatMap((path) => (isAbsolute(path) ? (commit.pathOf(path) ?? []) : [path])),
				configCwd: args.configCwd ?? io.cwd,
				config: typeof args.config === "string" ? resolve(io.cwd, args.config) : args.config,
				inventory: args.inventory === null ? null : resolve(io.cwd, args.inventory),
				fix: false,
				fixDryRun: false,
				quiet: false,
				cache: null,
				shard: null,
				progress: "off",
				targets: [{ format: "json", output: null }],
				errorOnUnmatchedPattern: false,
			},
			{ ...io, cwd: commit.cwd, stderr: { write: () => undefined } },
			null,
		);
		return new Set(pass.report().findings.map(({ fingerprint }) => fingerprint));
	} finally {
		commit.remove();
	}
}
