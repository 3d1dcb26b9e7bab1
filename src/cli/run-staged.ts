import { realpathSync } from "node:fs";
import { isAbsolute, resolve, sep } from "node:path";
import { isThere } from "../files/is-there.ts";
import { UsageError } from "../lint/usage-error.ts";
import { acceptedFindings } from "./baseline/accepted-findings.ts";
import { shownPath } from "./file/shown-path.ts";
import type { FoundFile } from "./find-files.ts";
import { finishRun } from "./finish-run.ts";
import { GitError } from "./git/git.ts";
import { readIndex, type Index } from "./git/read-index.ts";
import type { GitTree } from "./git/write-blobs.ts";
import type { Io } from "./io.ts";
import { lintPaths } from "./lint-paths.ts";
import type { Arguments } from "./parse-arguments.ts";
import type { Selection } from "./selection.ts";

/**
 * Checks what the next commit adds or changes, as it is in git's index, and gives the exit code. Everything is read from
 * the index: the files around them, configurations, ignore files and the baseline. A file that the command line names for
 * any of these is read where it is.
 *
 * @throws {UsageError} where git cannot answer, and with options that need files of the working tree
 */
export async function runStaged(args: Arguments, io: Io): Promise<number> {
	refuseOthers(args);
	const cwd = realpathSync(io.cwd);
	const index = answered(() => readIndex(cwd));
	const tree = index.staged.length === 0 ? null : answered(() => index.write());
	try {
		const inner: Io = tree === null ? io : { ...io, cwd: tree.cwd, home: io.cwd };
		const settings = settingsIn(args, io.cwd, tree);
		// What a path names is staged or not; the commit before may not have it.
		const older: Arguments = {
			...settings,
			paths: index.staged.map((path) => shownFrom(index.pathOf(path), cwd)),
			configCwd: settings.configCwd ?? inner.cwd,
		};
		const baseline = await acceptedFindings(settings, inner, tree === null ? null : { args: older, io });
		const { pass, seconds } = await lintPaths(settings, inner, baseline, selectionOf(index, tree));
		return finishRun(pass.collected(seconds), settings, io, pass.language);
	} finally {
		tree?.remove();
	}
}

function refuseOthers({ fix, paths, shard }: Arguments): void {
	if (shard !== null) {
		throw new UsageError("What is staged is checked in one run. Leave out --staged or --shard.");
	}
	if (fix) {
		throw new UsageError(
			"--staged checks the index, and --fix changes the working tree. Use --fix-dry-run, or fix first and stage the result.",
		);
	}
	if (paths.includes("-")) {
		throw new UsageError("Standard input is not staged. Leave out --staged or '-'.");
	}
}

/** @throws {UsageError} with what git says */
function answered<T>(ask: () => T): T {
	try {
		return ask();
	} catch (error) {
		throw error instanceof GitError
			? new UsageError(`Cannot check what is staged: ${error.message}.`, { cause: error })
			: error;
	}
}

/** The command line as it applies to the copy of the index. */
function settingsIn(args: Arguments, home: string, tree: GitTree | null): Arguments {
	const fromHome = <T extends string | false | null>(path: T): T | string =>
		typeof path === "string" ? resolve(home, path) : path;
	return {
		...args,
		paths: tree === null ? [] : args.paths.flatMap((path) => pathIn(path, home, tree)),
		// A hook names what changed: that is no reason for a word on a file that is no template.
		errorOnUnmatchedPattern: false,
		config: fromHome(args.config),
		baseline: fromHome(args.baseline),
		inventory: fromHome(args.inventory),
		...(args.eslintConfig ? { configCwd: home } : {}),
		// A file has another path in each run.
		cache: null,
	};
}

/** A path of the command line in the copy; none for one that is in the working tree alone. */
function pathIn(path: string, home: string, tree: GitTree): readonly string[] {
	const copied = isAbsolute(path) ? tree.pathOf(path) : path;
	return copied === null || (!isThere(resolve(tree.cwd, copied)) && isThere(resolve(home, path))) ? [] : [copied];
}

/** What is staged among the files that are found. */
function selectionOf(index: Index, tree: GitTree | null): Selection {
	const staged = new Set(index.staged.flatMap((path) => tree?.pathOf(index.pathOf(path)) ?? []));
	const isStaged = ({ path, assembly }: FoundFile): boolean =>
		assembly === undefined ? staged.has(path) : [...staged].some((one) => one.startsWith(`${path}${sep}`));
	return {
		*of(found) {
			for (const one of found) {
				if (!("explicit" in one) || isStaged(one)) {
					yield one;
				}
			}
		},
		countsUnread: false,
	};
}

/** Relative, and no pattern. */
function shownFrom(path: string, cwd: string): string {
	return `./${shownPath(path, cwd)}`;
}
