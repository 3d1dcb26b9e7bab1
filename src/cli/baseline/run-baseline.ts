import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { escapeControls } from "../../report/escape-controls.ts";
import type { Report } from "../../report/report.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { countOf } from "../../text/count-of.ts";
import { didYouMean } from "../../text/did-you-mean.ts";
import { writeReport } from "../file/write-report.ts";
import { finishRun } from "../finish-run.ts";
import type { Io } from "../io.ts";
import { lintPaths } from "../lint-paths.ts";
import { CHECK_OPTIONS, type Arguments } from "../parse-arguments.ts";
import { readArguments } from "../read-arguments.ts";
import type { Pass } from "../pass.ts";
import { writeNote } from "../write-note.ts";
import { Baseline } from "./baseline.ts";
import { BASELINE_FILE, readBaseline, renderBaseline, type BaselineEntry } from "./baseline-file.ts";
import { BASELINE_HELP } from "./baseline-help.ts";

const TASKS = ["create", "update", "check"] as const;

/** The options of `kmslint baseline`. */
export const BASELINE_OPTIONS = {
	...CHECK_OPTIONS,
	add: { type: "boolean" },
	force: { type: "boolean" },
} as const;

/** How many entries the notes name. */
const MOST_NAMED = 20;

/** Runs `kmslint baseline …` and gives its exit code: 0 done, 1 new or fixed findings (check), 2 could not run or read. */
export async function runBaseline(argv: readonly string[], io: Io): Promise<number> {
	const [given = "", ...rest] = argv;
	if (["--help", "-h", "help"].includes(given) || rest.includes("--help") || rest.includes("-h")) {
		io.stdout.write(BASELINE_HELP);
		return 0;
	}
	const task = TASKS.find((one) => one === given);
	if (task === undefined) {
		throw new UsageError(
			given === "" ? `Name a task: ${TASKS.join(", ")}.` : `Unknown task '${given}'. ${didYouMean(given, TASKS)}`,
		);
	}
	const adds = takeFlag(rest, "--add", task === "update");
	const forces = takeFlag(rest, "--force", task === "create");
	const args = await readArguments(rest, io.cwd);
	if (args.fix || args.fixDryRun || args.staged || args.shard !== null || args.paths.includes("-")) {
		throw new UsageError(
			"A baseline is made of files as they are: without --fix, --fix-dry-run, --staged, --shard and standard input.",
		);
	}
	const file = args.baseline === false || args.baseline === null ? BASELINE_FILE : args.baseline;
	switch (task) {
		case "create":
			return create(args, file, forces, io);
		case "update":
			return update(args, file, adds, io);
		case "check":
			return check(args, file, io);
		default:
			return task satisfies never;
	}
}

/** Takes a flag of one task out of the arguments. */
function takeFlag(rest: string[], flag: string, isItsTask: boolean): boolean {
	const at = isItsTask ? rest.indexOf(flag) : -1;
	if (at >= 0) {
		rest.splice(at, 1);
	}
	return at >= 0;
}

async function create(args: Arguments, file: string, forces: boolean, io: Io): Promise<number> {
	if (!forces && existsSync(resolve(io.cwd, file))) {
		throw new UsageError(
			`'${file}' exists. Run 'kmslint baseline update' to remove what is fixed, or create it anew with --force.`,
		);
	}
	const { pass } = await lintPaths(args, io, new Baseline([]));
	const report = pass.report();
	return write(
		report,
		report.findings.map(entryOf),
		file,
		io,
		`${countOf(report.findings.length, "finding")} in '${file}'.`,
	);
}

async function update(args: Arguments, file: string, adds: boolean, io: Io): Promise<number> {
	const { baseline, pass } = await lintWith(args, file, io);
	const report = pass.report();
	const known = new Set(baseline.entries.map(({ fingerprint }) => fingerprint));
	const mended = new Set(mendedIn(baseline, pass, io));
	const fresh = report.findings.filter(({ fingerprint }) => !known.has(fingerprint));
	const added = adds ? fresh : [];
	const entries = [...baseline.entries.filter((entry) => !mended.has(entry)), ...added.map(entryOf)];
	const left = fresh.length - added.length;
	return write(
		report,
		entries,
		file,
		io,
		[
			`${countOf(entries.length, "finding")} in '${file}': ${String(mended.size)} fixed and removed, ${String(added.length)} added.`,
			...(left === 0 ? [] : [`${countOf(left, "finding")} not in it; --add adds ${left === 1 ? "it" : "them"}.`]),
		].join(" "),
	);
}

async function check(args: Arguments, file: string, io: Io): Promise<number> {
	const { baseline, pass, seconds } = await lintWith(args, file, io);
	const code = finishRun(pass.collected(seconds), args, io, pass.language);
	const mended = mendedIn(baseline, pass, io);
	tell(mended, "is in the baseline, but not found any more; run 'kmslint baseline update'", io);
	tell(baseline.ended(), "is reported again: in the baseline, its time has ended", io);
	return code === 0 && mended.length > 0 ? 1 : code;
}

async function lintWith(
	args: Arguments,
	file: string,
	io: Io,
): Promise<{ readonly baseline: Baseline; readonly pass: Pass; readonly seconds: number }> {
	const entries = readBaseline(resolve(io.cwd, file), file);
	if (entries === null) {
		throw new UsageError(`There is no baseline '${file}'. Make one with 'kmslint baseline create'.`);
	}
	const baseline = new Baseline(entries);
	const { pass, seconds } = await lintPaths(args, io, baseline);
	pass.report(); // Asks the baseline about each finding.
	return { baseline, pass, seconds };
}

/**
 * Entries that were not found, of files that were read in full or are gone, and of rules that are on: of others nothing
 * is known.
 */
function mendedIn(baseline: Baseline, pass: Pass, { cwd }: Io): readonly BaselineEntry[] {
	return baseline.entries.filter(
		(entry) =>
			!baseline.has(entry) &&
			pass.asks(entry.rule, entry.file) &&
			(pass.taken.has(entry.file) || !existsSync(resolve(cwd, entry.file))),
	);
}

function write(report: Report, entries: readonly BaselineEntry[], file: string, io: Io, said: string): number {
	for (const { file: unread, line, column, message } of report.errors) {
		writeNote(io.stderr, `:${String(line)}:${String(column)}: ${message}`, unread);
	}
	const failure = writeReport(io.cwd, file, renderBaseline(entries));
	if (failure !== null) {
		writeNote(io.stderr, `Cannot write the baseline to '${file}': ${failure}.`);
		return 2;
	}
	io.stdout.write(`${said}\n`);
	return report.errors.length > 0 ? 2 : 0;
}

function tell(entries: readonly BaselineEntry[], what: string, io: Io): void {
	for (const { file, rule, about } of entries.slice(0, MOST_NAMED)) {
		const finding = [rule, about].filter((part) => part !== "").join(" ");
		writeNote(io.stderr, escapeControls(`: '${finding}' ${what}.`), file);
	}
	if (entries.length > MOST_NAMED) {
		writeNote(io.stderr, `And ${String(entries.length - MOST_NAMED)} more.`);
	}
}

function entryOf({ fingerprint, rule, file, resource, property }: Report["findings"][number]): BaselineEntry {
	return {
		fingerprint,
		rule,
		file,
		about: [resource?.id, property].flatMap((part) => part ?? []).join("."),
		owner: null,
		reason: null,
		until: null,
	};
}
