import { parentPort, workerData } from "node:worker_threads";
import { DeepLinter } from "../lint/deep-linter.ts";
import type { LintSettings } from "../lint/lint-text.ts";
import type { FileOutcome } from "./file-outcome.ts";
import { FileTaker, type TakeSettings } from "./take-file.ts";

/** What a thread needs to take files as the run does. */
export interface WorkerSettings {
	readonly take: TakeSettings;
	readonly lint: LintSettings;
}

/** A file for a thread. */
export interface FileTask {
	/** Absolute. */
	readonly path: string;
	/** True for a file that was named. */
	readonly explicit: boolean;
}

/** What a thread answers: an outcome for each file, in their order; null where a file was an exception, as bad usage is. */
export type WorkerAnswer = readonly FileOutcome[] | null;

// A thread that takes files, a list at a time, until it is ended.
const port = parentPort;
if (port !== null) {
	const { take, lint } = workerData as WorkerSettings;
	const taker = new FileTaker(take, lint.cwd, new DeepLinter(lint));
	port.on("message", (tasks: readonly FileTask[]) => {
		void takeAll(taker, tasks).then((answer) => {
			port.postMessage(answer);
		});
	});
}

async function takeAll(taker: FileTaker, tasks: readonly FileTask[]): Promise<WorkerAnswer> {
	try {
		const outcomes: FileOutcome[] = [];
		for (const { path, explicit } of tasks) {
			outcomes.push(await taker.takeFile(path, explicit));
		}
		return outcomes;
	} catch {
		return null;
	}
}
