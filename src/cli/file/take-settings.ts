import type { RunSettings } from "../../lint/project-linter.ts";

/** What of the command line says how a file is taken. */
export interface TakeSettings {
	/** The paths that the user named. */
	readonly paths: readonly string[];
	readonly fix: boolean;
	readonly fixDryRun: boolean;
	/** True where lines of a file are shown: in the text report. */
	readonly showsLines: boolean;
	readonly showUnknown: boolean;
	/** True where warnings are not reported. */
	readonly quiet: boolean;
	/** True where findings in functions that a framework generates take part in the exit code. */
	readonly includeGenerated: boolean;
	/** True where images are held against an inventory. */
	readonly hasInventory: boolean;
}

/** What a thread needs to take files as the run does. */
export interface WorkerSettings {
	readonly take: TakeSettings;
	readonly lint: RunSettings;
}

/** A file to take. */
export interface FileTask {
	/** Absolute. */
	readonly path: string;
	/** True for a file that was named. */
	readonly explicit: boolean;
}

/** How many threads take files: `auto` is as many as there are processors, where there are enough files. */
export type Concurrency = number | "auto";
