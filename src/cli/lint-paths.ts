import { join, resolve } from "node:path";
import { findFiles, type FoundFile, type LeftOut, type Unreadable } from "./find-files.ts";
import { shownPath } from "./file/shown-path.ts";
import type { FileOutcome } from "./file/file-outcome.ts";
import type { Io } from "./io.ts";
import { OutcomeCache } from "./file/outcome-cache.ts";
import { ProjectLinter, type RunSettings } from "../lint/project-linter.ts";
import { Baseline } from "./baseline/baseline.ts";
import { BASELINE_FILE, readBaseline } from "./baseline/baseline-file.ts";
import { ASSEMBLY_FILE, Pass, showsLines, takesQuietly } from "./pass.ts";
import { type Arguments } from "./parse-arguments.ts";
import { readBytes } from "./file/read-text.ts";
import { FileTaker } from "./file/take-file.ts";
import type { FileTask, TakeSettings, WorkerSettings } from "./file/take-settings.ts";
import { takeFiles, type Step } from "./file/take-files.ts";
import { Progress } from "./progress.ts";
import type { Selection } from "./selection.ts";
import { writeNote } from "./write-note.ts";
import { UsageError } from "../lint/usage-error.ts";
import { usersLanguage } from "./read-language.ts";

/**
 * Lints what the command line names.
 *
 * @returns what was found, not shown yet, and how many seconds it took
 * @param baseline the findings that are accepted for now; null for none
 * @param selection what of the files below the paths is checked; null for all
 * @throws {UsageError} where standard input was to be fixed
 */
export async function lintPaths(
	args: Arguments,
	io: Io,
	baseline: Baseline | null,
	selection: Selection | null = null,
): Promise<{ readonly pass: Pass; readonly seconds: number }> {
	const lint: RunSettings = {
		preset: args.preset,
		config: typeof args.config === "string" ? resolve(io.cwd, args.config) : args.config,
		...(args.configCwd === null ? {} : { configCwd: args.configCwd }),
		readsDeep: io.readsDeep === true,
		language: args.language,
		usersLanguage: usersLanguage(args.targets, io),
		...(args.eslintConfig ? { files: await settingsByEslint(args, io) } : {}),
		rules: args.rules,
		parameterOverrides: args.parameterOverrides,
		inventory: args.inventory === null ? null : resolve(io.cwd, args.inventory),
		suppressions: args.suppressions,
		acceptSkips: args.acceptSkips,
		cwd: io.cwd,
		isStill: !args.fix,
	};
	const linters = new ProjectLinter(lint);
	const progress = new Progress(io, args.progress, args.quiet);
	const pass = new Pass(args, { ...io, stderr: progress.output }, linters, baseline);
	const settings: WorkerSettings = { take: { ...takeSettings(args), quiet: takesQuietly(args, baseline) }, lint };
	const taker = new FileTaker(settings.take, io.cwd, linters);
	if (args.paths.includes("-")) {
		const { file, bytes } = await readInput(args, io);
		pass.take(file, await taker.takeReading(() => readBytes(bytes, file), null, file, true));
	}
	// A fix is made anew: what it did is in the file.
	const cache =
		args.cache === null || args.fix || args.fixDryRun ? null : new OutcomeCache(args.cache, settings, linters);
	const take = (task: FileTask, outcome: FileOutcome): void => {
		pass.take(shownPath(task.path, io.cwd), outcome);
	};
	const found = findSelected(args, io, pass, selection);
	progress.expect(found.length);
	const count = (): void => progress.step(pass.found);
	try {
		await takeFiles(
			counted(stepsOf(found, args, io, pass, linters, cache, take), count),
			args.concurrency,
			taker,
			settings,
			(task, outcome) => {
				cache?.keep(task, outcome);
				take(task, outcome);
				count();
			},
		);
	} finally {
		progress.end();
	}
	const failure = cache?.save() ?? null;
	if (failure !== null) {
		writeNote(io.stderr, `Cannot write the cache to '${args.cache ?? ""}': ${failure}.`);
	}
	return { pass, seconds: progress.end() };
}

/**
 * The baseline that the command line names, or the usual one; null where there is none, or none is wanted.
 *
 * @throws {UsageError} where it is named and is not there, and where it is no baseline
 */
export function baselineOf({ baseline }: Arguments, cwd: string): Baseline | null {
	if (baseline === false) {
		return null;
	}
	const shown = baseline ?? BASELINE_FILE;
	const entries = readBaseline(resolve(cwd, shown), shown);
	if (entries === null && baseline !== null) {
		throw new UsageError(`There is no baseline '${shown}'. Make one with 'kmslint baseline create'.`);
	}
	return entries === null ? null : new Baseline(entries);
}

/** What ESLint's configuration says of the files of a run. */
async function settingsByEslint(args: Arguments, io: Io): Promise<NonNullable<RunSettings["files"]>> {
	const { eslintSettings } = await import("./eslint-settings.ts");
	const named = args.paths.filter((path) => path !== "-");
	const files = new Map(args.paths.includes("-") ? [[inputName(args, io.cwd), inputName(args, io.cwd)]] : []);
	for (const found of findFiles(named, io.cwd, { exclude: args.exclude })) {
		if ("explicit" in found) {
			const file = shownPath(found.path, io.cwd);
			const isAssembly = found.assembly !== undefined;
			// The presets leave out what `cdk synth` writes: what counts is the folder above.
			files.set(
				isAssembly ? `${file}/${ASSEMBLY_FILE}` : file,
				isAssembly ? join(file, "..", "template.yaml") : file,
			);
		}
	}
	return eslintSettings(files, args.configCwd ?? io.cwd, io);
}

/** What is below the paths, and of that what a part of the run looks at. */
function findSelected(
	args: Arguments,
	io: Io,
	pass: Pass,
	selection: Selection | null,
): readonly (FoundFile | Unreadable | LeftOut)[] {
	const named = args.paths.filter((path) => path !== "-");
	const all = findFiles(named, io.cwd, {
		...(io.files === undefined ? {} : { files: io.files }),
		exclude: args.exclude,
		pass: (name) => {
			if (selection?.countsUnread !== false) {
				pass.passBy(name);
			}
		},
		empty: (by) => pass.findEmpty(by),
	});
	return [...(selection?.of(all) ?? all)];
}

/** The same steps; those that are no file are counted when they are done. */
function* counted(steps: Iterable<Step>, count: () => void): Iterable<Step> {
	for (const step of steps) {
		yield typeof step === "function"
			? () => {
					step();
					count();
				}
			: step;
	}
}

/** What a run does, in the order of the files that it finds. */
function* stepsOf(
	all: readonly (FoundFile | Unreadable | LeftOut)[],
	args: Arguments,
	io: Io,
	pass: Pass,
	linters: ProjectLinter,
	cache: OutcomeCache | null,
	take: (task: FileTask, outcome: FileOutcome) => void,
): Iterable<Step> {
	for (const found of all) {
		if ("leftOut" in found) {
			yield () => pass.leaveOut(found.path, found.leftOut);
		} else if ("message" in found) {
			yield () => pass.error(shownPath(found.path, io.cwd), 1, 1, found.message);
		} else {
			const { path, explicit, assembly } = found;
			const file = shownPath(path, io.cwd);
			const left = linters.ignoredBy(assembly === undefined ? file : `${file}/${ASSEMBLY_FILE}`);
			if (left !== null) {
				yield () => (explicit ? pass.leaveOut(path, left) : pass.findEmpty(left));
				continue;
			}
			const task = { path, explicit: explicit && args.errorOnUnmatchedPattern };
			const known = assembly === undefined ? cache?.recall(task) : undefined;
			if (assembly !== undefined) {
				yield () => pass.attempt(path, () => pass.takeAssembly(path, assembly.only));
			} else if (known !== undefined && known !== null) {
				yield () => take(task, known);
			} else {
				yield task;
			}
		}
	}
}

/** Another thread gets no more than it needs. */
function takeSettings({
	paths,
	fix,
	fixDryRun,
	targets,
	shard,
	showUnknown,
	quiet,
	includeGenerated,
	inventory,
}: Arguments): TakeSettings {
	return {
		paths,
		fix,
		fixDryRun,
		showsLines: showsLines({ targets, shard }),
		showUnknown,
		quiet,
		includeGenerated,
		hasInventory: inventory !== null,
	};
}

/** The name that standard input has in a report. */
function inputName({ stdinFilename }: Pick<Arguments, "stdinFilename">, cwd: string): string {
	return stdinFilename === null ? "stdin" : shownPath(resolve(cwd, stdinFilename), cwd);
}

/** @throws {UsageError} where it is to be fixed, for there is nowhere to write it */
async function readInput(
	{ fix, stdinFilename }: Arguments,
	{ cwd, readStdin }: Io,
): Promise<{ readonly file: string; readonly bytes: Uint8Array }> {
	if (fix) {
		throw new UsageError("Standard input cannot be fixed in place. Use --fix-dry-run, or name the file.");
	}
	return { file: inputName({ stdinFilename }, cwd), bytes: await readStdin() };
}
