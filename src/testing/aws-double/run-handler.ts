import { fork, type ChildProcess } from "node:child_process";
import { existsSync, realpathSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import type { AwsDouble } from "./start-aws-double.ts";

/** What became of one invocation: what Lambda would have answered, or the error. */
export type Outcome =
	| { readonly ok: true; readonly value: unknown }
	| {
			readonly ok: false;
			readonly error: { readonly name: string; readonly message: string; readonly code: string | null };
	  };

/** A folder with a handler module in plain JavaScript, ESM or CommonJS as its name and `package.json` say. */
export interface HandlerModule {
	readonly folder: string;
	/** Its file: `index.mjs`. */
	readonly file: string;
	/** The export that is called; `handler` unless said. */
	readonly exported?: string;
	/** Environment variables of the function, over those of the double. */
	readonly env?: Readonly<Record<string, string>>;
}

export interface HandlerRun {
	/** What became of loading the module; invocations follow only where it went well. */
	readonly loaded: Outcome;
	readonly results: readonly Outcome[];
	/** Rejections that nobody caught; each would end the function. */
	readonly unhandled: readonly { readonly name: string; readonly message: string }[];
	/** What was written to standard output and standard error. */
	readonly output: string;
}

const ROOT = resolve(import.meta.dirname, "../../..");
const CHILD = join(import.meta.dirname, "handler-process.mjs");

/** The machine's own environment stays outside. */
const BASE_ENV: Readonly<Record<string, string>> = {
	PATH: process.env["PATH"] ?? "",
	NODE_PATH: join(ROOT, "node_modules"),
	NODE_NO_WARNINGS: "1",
	TZ: "UTC",
};

/**
 * Loads a handler in a process of its own and calls it with each event, one after the other: a cold start and warm
 * invocations. Packages resolve to those of this project. The extension is not ready until the module is loaded, as in
 * Lambda.
 */
export async function runHandler(
	module: HandlerModule,
	events: readonly unknown[],
	aws: AwsDouble | null,
): Promise<HandlerRun> {
	const runner = await startHandlerRunner();
	try {
		return await runner.run(module, events, aws);
	} finally {
		runner.close();
	}
}

/**
 * A process that runs many modules, one after the other, each under a path that it has not loaded yet: the SDK is
 * loaded once.
 */
export interface HandlerRunner {
	run(module: HandlerModule, events: readonly unknown[], aws: AwsDouble | null): Promise<HandlerRun>;
	/** A cold start alone; {@link invoke} follows, and between two of them a test may change what the double does. */
	load(module: HandlerModule, aws: AwsDouble | null): Promise<Outcome>;
	invoke(event: unknown): Promise<Outcome>;
	/** One after the other; with what the module wrote and left unhandled since it was loaded. */
	invokeAll(events: readonly unknown[]): Promise<Omit<HandlerRun, "loaded">>;
	/**
	 * Several invocations begun in one turn, and what the program told `effect(…)` since the last time, in its order.
	 */
	together(events: readonly unknown[]): Promise<Outcome>;
	close(): void;
}

interface Message {
	readonly id: number | null;
	readonly ready?: true;
	readonly outcome?: Outcome;
	readonly unhandled?: HandlerRun["unhandled"][number];
}

/** Long enough for any machine, however busy: only what never comes back meets it. */
const NEVER = 600_000;

/** @param timeout of one invocation, in milliseconds; shorter where a test wants to see one end */
export async function startHandlerRunner(timeout = NEVER): Promise<HandlerRunner> {
	const child = fork(CHILD, [], { env: { ...BASE_ENV }, stdio: ["ignore", "pipe", "pipe", "ipc"], execArgv: [] });
	const process = new RunnerProcess(child, timeout);
	await process.ready;
	return process;
}

class RunnerProcess implements HandlerRunner {
	readonly ready: Promise<void>;
	readonly #child: ChildProcess;
	readonly #timeout: number;
	readonly #waiting = new Map<number, (outcome: Outcome) => void>();
	#unhandled: HandlerRun["unhandled"][number][] = [];
	#output = "";
	#next = 0;
	#ended: string | null = null;

	constructor(child: ChildProcess, timeout: number) {
		this.#child = child;
		this.#timeout = timeout;
		const take = (chunk: Buffer): void => {
			this.#output += chunk.toString("utf8");
		};
		child.stdout?.on("data", take);
		child.stderr?.on("data", take);
		this.ready = new Promise((resolve, reject) => {
			child.on("message", ({ id, ready, outcome, unhandled }: Message) => {
				if (ready === true) {
					resolve();
				}
				if (unhandled !== undefined) {
					this.#unhandled.push(unhandled);
				}
				if (id !== null && outcome !== undefined) {
					this.#settle(id, outcome);
				}
			});
			child.on("exit", (code, signal) => {
				this.#ended = `The process of the handler ended (${String(signal ?? code)}). ${this.#output}`;
				reject(new Error(this.#ended));
				for (const id of [...this.#waiting.keys()]) {
					this.#settle(id, failed("ProcessEnded", this.#ended));
				}
			});
		});
	}

	async run(module: HandlerModule, events: readonly unknown[], aws: AwsDouble | null): Promise<HandlerRun> {
		const loaded = await this.load(module, aws);
		return { loaded, ...(await this.invokeAll(loaded.ok ? events : [])) };
	}

	async invokeAll(events: readonly unknown[]): Promise<Omit<HandlerRun, "loaded">> {
		const results: Outcome[] = [];
		for (const event of events) {
			results.push(await this.invoke(event));
		}
		return { results, unhandled: this.#unhandled, output: this.#output };
	}

	async load(
		{ folder, file, exported = "handler", env = {} }: HandlerModule,
		aws: AwsDouble | null,
	): Promise<Outcome> {
		this.#output = "";
		this.#unhandled = [];
		linkPackages(folder);
		if (aws !== null) {
			aws.extension.ready = false;
		}
		const loaded = await this.#ask("load", {
			file: join(realpathSync(folder), file),
			exported,
			env: { ...aws?.env, ...env },
		});
		if (aws !== null) {
			aws.extension.ready = true;
		}
		return loaded;
	}

	invoke(event: unknown): Promise<Outcome> {
		return this.#ask(
			"invoke",
			{ event, context: { functionName: "orders", awsRequestId: `request-${String(this.#next)}` } },
			this.#timeout,
		);
	}

	together(events: readonly unknown[]): Promise<Outcome> {
		return this.#ask("together", { events, context: { functionName: "orders", awsRequestId: "request-together" } });
	}

	close(): void {
		this.#child.kill("SIGKILL");
	}

	#ask(task: "load" | "invoke" | "together", input: object, timeout = NEVER): Promise<Outcome> {
		const id = this.#next++;
		if (this.#ended !== null) {
			return Promise.resolve(failed("ProcessEnded", this.#ended));
		}
		return new Promise((resolve) => {
			const timer = setTimeout(() => {
				this.#settle(id, failed("TimedOut", `Nothing came back within ${String(timeout)} ms.`));
				this.close();
			}, timeout);
			this.#waiting.set(id, (outcome) => {
				clearTimeout(timer);
				resolve(outcome);
			});
			this.#child.send({ id, task, ...input });
		});
	}

	#settle(id: number, outcome: Outcome): void {
		this.#waiting.get(id)?.(outcome);
		this.#waiting.delete(id);
	}
}

function failed(name: string, message: string): Outcome {
	return { ok: false, error: { name, message, code: null } };
}

/** ES modules resolve packages by folders alone, whatever `NODE_PATH` says. */
export function linkPackages(folder: string): void {
	const link = join(folder, "node_modules");
	if (!existsSync(link)) {
		symlinkSync(join(ROOT, "node_modules"), link, "dir");
	}
}
