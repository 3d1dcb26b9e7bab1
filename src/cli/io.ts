import type { FileSystem } from "./find-files.ts";

/** Everything that a run touches outside, so that a test can stand in for it. */
export interface Io {
	readonly stdout: Output;
	readonly stderr: Output;
	/** Reads standard input to its end. */
	readonly readStdin: () => Promise<Uint8Array>;
	readonly cwd: string;
	/** The working directory of the person, if `cwd` is a copy of it: reports are written from there. */
	readonly home?: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly files?: FileSystem;
	/** True where what is nested too deeply is read again in a process of its own; tests save that. */
	readonly readsDeep?: boolean;
	/** Asks the person at the terminal: true for yes. Undefined if nobody is there. */
	readonly ask?: (question: string) => Promise<boolean>;
	/** Milliseconds; for the duration and the progress line. */
	readonly now: () => number;
}

export interface Output {
	readonly write: (text: string) => unknown;
	readonly isTTY?: boolean | undefined;
	/** The width of the terminal, in characters. */
	readonly columns?: number | undefined;
}
