import { resolve } from "node:path";
import { VERSION } from "../plugin.ts";
import { BadSettingError } from "../rule/bad-setting-error.ts";
import { commandNamed, COMMANDS } from "./commands.ts";
import { finishRun } from "./finish-run.ts";
import { HELP } from "./help.ts";
import type { Io } from "./io.ts";
import type { Arguments } from "./parse-arguments.ts";
import { readArguments } from "./read-arguments.ts";
import { writeNote } from "./write-note.ts";
import { UsageError } from "../lint/usage-error.ts";
import { isThere } from "../files/is-there.ts";
import { didYouMean, nearMiss } from "../text/did-you-mean.ts";
import { acceptedFindings } from "./baseline/accepted-findings.ts";
import { lintPaths } from "./lint-paths.ts";

/** Runs the command and gives its exit code: 0 clean, 1 findings, 2 could not run. Throws what is a bug. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
	try {
		const command = commandNamed(argv[0]);
		if (command !== undefined) {
			return await command.run(argv.slice(1), io);
		}
		if (argv[0] === "help" && !isThere(resolve(io.cwd, "help"))) {
			return await help(argv.slice(1), io);
		}
		refuseMisspelled(argv, io.cwd);
		return await runArguments(await readArguments(argv, io.cwd), io);
	} catch (error) {
		if (error instanceof UsageError || error instanceof BadSettingError) {
			// ESLint adds lines on what it was linting.
			writeNote(io.stderr, error.message.split("\n")[0] ?? "");
			return 2;
		}
		throw error;
	}
}

/**
 * `kmslint help`, and `kmslint help migrate`.
 *
 * @throws {UsageError} for a command that there is not
 */
async function help([name]: readonly string[], io: Io): Promise<number> {
	if (name === undefined) {
		io.stdout.write(HELP);
		return 0;
	}
	const command = commandNamed(name);
	if (command === undefined) {
		const names = COMMANDS.map((one) => one.name);
		throw new UsageError(`Unknown command '${name}'. ${didYouMean(name, names)}`);
	}
	return command.run(["--help"], io);
}

/** @throws {UsageError} for a first word that is no path, and nearly a command */
function refuseMisspelled([word = ""]: readonly string[], cwd: string): void {
	if (/^[a-z]{3,20}$/u.test(word) && !isThere(resolve(cwd, word))) {
		const near = nearMiss(
			word,
			COMMANDS.map(({ name }) => name),
		);
		if (near !== null) {
			throw new UsageError(`No such command, file or folder: '${word}'. ${near}`);
		}
	}
}

async function runArguments(args: Arguments, io: Io): Promise<number> {
	if (args.help) {
		io.stdout.write(HELP);
		return 0;
	}
	if (args.version) {
		io.stdout.write(`${VERSION}\n`);
		return 0;
	}
	if (args.staged) {
		const { runStaged } = await import("./run-staged.ts");
		return runStaged(args, io);
	}
	const selection = args.shard === null ? null : (await import("./shard/select-shard.ts")).selectShard(args, io.cwd);
	const { pass, seconds } = await lintPaths(args, io, await acceptedFindings(args, io, { args, io }), selection);
	return finishRun(pass.collected(seconds), args, io, pass.language);
}
