import { parentPort, workerData } from "node:worker_threads";
import { ProjectLinter } from "../../lint/project-linter.ts";
import type { FileOutcome, WorkerAnswer } from "./file-outcome.ts";
import { FileTaker } from "./take-file.ts";
import type { FileTask, WorkerSettings } from "./take-settings.ts";

/** Takes files in a thread of its own, a list at a time, until the thread is ended. */
export function takeInThread(): void {
	const port = parentPort;
	if (port !== null) {
		const { take, lint } = workerData as WorkerSettings;
		const taker = new FileTaker(take, lint.cwd, new ProjectLinter(lint));
		port.on("message", (tasks: readonly FileTask[]) => {
			void takeAll(taker, tasks).then((answer) => {
				port.postMessage(answer);
			});
		});
	}
}

async function takeAll(taker: FileTaker, tasks: readonly FileTask[]): Promise<WorkerAnswer> {
	try {
		const outcomes: FileOutcome[] = [];
		for (const { path, explicit } of tasks) {
			outcomes.push(await taker.takeFile(path, explicit));
			// The parser's memory is given back in a turn of its own.
			await new Promise(setImmediate);
		}
		return outcomes;
	} catch {
		return null;
	}
}
