import { once } from "node:events";
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import type { Worker } from "node:worker_threads";
import type { FileOutcome, WorkerAnswer } from "./file-outcome.ts";
import type { FileTaker } from "./take-file.ts";
import type { Concurrency, FileTask, WorkerSettings } from "./take-settings.ts";

/**
 * With `auto`, how many files this thread takes before others help, and how many have to be left for each of them: a thread
 * loads the rules again, which takes as long as some fifty files.
 */
const ALONE = 100;
const FOR_EACH = 100;

/** More threads than this wait for each other: what they find is put in order by one. Each takes some 60 MB. */
const MAX_THREADS = 4;

/**
 * Memory for what a thread has just made, in MB: with the engine's default of 48 a run over 3,000 programs takes 400 MB
 * instead of 330, and as long.
 */
const YOUNG = 8;

/** How many files a thread is given at once. */
const CHUNK = 16;

/** The program of a thread. The sources, as tests run them, start what was built of it. */
const PROGRAM = new URL(
	import.meta.url.endsWith(".ts")
		? "../../../dist/bundle/command/file-worker.cjs"
		: `file-worker${extname(import.meta.url)}`,
	import.meta.url,
);

/** A file to take, or something else to do in its place in the order. */
export type Step = FileTask | (() => void);

/**
 * Takes the files of a run, in several threads if that pays. What becomes of them is given in the order of the steps, so
 * that a report is the same whoever took which file.
 *
 * @param steps are asked for one by one; all of them before other threads start
 * @param take gets the outcome of each file
 */
export async function takeFiles(
	steps: Iterable<Step>,
	concurrency: Concurrency,
	taker: FileTaker,
	settings: WorkerSettings,
	take: (task: FileTask, outcome: FileOutcome) => void,
): Promise<void> {
	const waiting = steps[Symbol.iterator]();
	// The main thread alone can hold back a signal until a file is written.
	let alone = concurrency === 1 || settings.take.fix ? Infinity : concurrency === "auto" ? ALONE : 0;
	for (; alone > 0; alone -= 1) {
		const { done, value: step } = waiting.next();
		if (done === true) {
			return;
		}
		if (typeof step === "function") {
			step();
		} else {
			take(step, await taker.takeFile(step.path, step.explicit));
			// The parser's memory is given back in a turn of its own.
			await new Promise(setImmediate);
		}
	}
	const rest = [...{ [Symbol.iterator]: () => waiting }];
	const count = rest.filter((step) => typeof step !== "function").length;
	const threads =
		concurrency === "auto"
			? Math.min(availableParallelism(), MAX_THREADS, 1 + Math.floor(count / FOR_EACH))
			: Math.min(concurrency, count);
	await new Sharing(rest, taker, take).run(Math.max(0, threads - 1), settings);
}

/** The steps of a run that several threads share. */
class Sharing {
	readonly #steps: readonly Step[];
	readonly #taker: FileTaker;
	readonly #take: (task: FileTask, outcome: FileOutcome) => void;
	/** Outcomes that wait for those before them. */
	readonly #outcomes = new Map<number, FileOutcome>();
	/** The first step that nobody has begun, and the first that is not in the report. */
	#begun = 0;
	#done = 0;

	constructor(steps: readonly Step[], taker: FileTaker, take: (task: FileTask, outcome: FileOutcome) => void) {
		this.#steps = steps;
		this.#taker = taker;
		this.#take = take;
	}

	async run(helpers: number, settings: WorkerSettings): Promise<void> {
		try {
			// This thread comes last: it is busy from its first file on.
			await Promise.all([...Array.from({ length: helpers }, () => this.#help(settings)), this.#own()]);
		} finally {
			this.#begun = this.#steps.length; // Where bad usage ends the run, nobody begins another file.
		}
		this.#deliver();
	}

	/** This thread's part. It waits a turn after each file, so that the others get their next ones. */
	async #own(): Promise<void> {
		for (let chunk = this.#next(); chunk.length > 0; chunk = this.#next()) {
			await this.#takeAll(chunk);
		}
	}

	async #takeAll(chunk: readonly number[]): Promise<void> {
		for (const at of chunk) {
			const { path, explicit } = this.#steps[at] as FileTask;
			this.#outcomes.set(at, await this.#taker.takeFile(path, explicit));
			this.#deliver();
			await new Promise(setImmediate);
		}
	}

	/** The part of another thread. What it cannot take, this thread takes. */
	async #help(settings: WorkerSettings): Promise<void> {
		const thread = start(settings);
		if (thread === null) {
			return;
		}
		// Without a listener, what ends a thread ends the process.
		thread.on("error", () => undefined);
		try {
			for (let chunk = this.#next(); chunk.length > 0; chunk = this.#next()) {
				const outcomes = await ask(
					thread,
					chunk.map((at) => this.#steps[at] as FileTask),
				);
				if (outcomes === null) {
					await this.#takeAll(chunk);
					return;
				}
				chunk.forEach((at, index) => {
					const outcome = outcomes[index];
					if (outcome !== undefined) {
						this.#outcomes.set(at, outcome);
					}
				});
				this.#deliver();
			}
		} finally {
			await thread.terminate();
		}
	}

	/** The files that are next, by their places among the steps. */
	#next(): readonly number[] {
		const chunk: number[] = [];
		for (; chunk.length < CHUNK && this.#begun < this.#steps.length; this.#begun += 1) {
			if (typeof this.#steps[this.#begun] !== "function") {
				chunk.push(this.#begun);
			}
		}
		return chunk;
	}

	/** Gives what is known in the order of the steps. */
	#deliver(): void {
		for (; this.#done < this.#steps.length; this.#done += 1) {
			const step = this.#steps[this.#done];
			const outcome = this.#outcomes.get(this.#done);
			if (typeof step === "function") {
				step();
			} else if (step !== undefined && outcome !== undefined) {
				this.#outcomes.delete(this.#done);
				this.#take(step, outcome);
			} else {
				return;
			}
		}
	}
}

/** Null where no thread can be started: without the right to (`--permission`), or without the memory. */
function start(settings: WorkerSettings): Worker | null {
	try {
		const { Worker: Thread } = process.getBuiltinModule("node:worker_threads");
		return new Thread(PROGRAM, {
			workerData: settings,
			resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
		});
	} catch {
		return null;
	}
}

/** Null where the thread has ended, or cannot take the files. */
async function ask(thread: Worker, tasks: readonly FileTask[]): Promise<WorkerAnswer> {
	const ended = new AbortController();
	try {
		const answer = once(thread, "message", { signal: ended.signal });
		thread.postMessage(tasks);
		const given = await Promise.race([
			answer.then(([message]) => message as WorkerAnswer),
			once(thread, "exit", { signal: ended.signal }).then(() => null),
		]);
		return given;
	} catch {
		return null; // `once` rejects with what ended the thread.
	} finally {
		ended.abort();
	}
}
