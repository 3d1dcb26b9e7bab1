import { once } from "node:events";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { deserialize, serialize } from "node:v8";
import type { DeepRequest } from "./deep-linter.ts";

/** In MB; measure-nesting.ts takes from it how deep a program may be. A stack takes memory as far as it is used. */
const STACK = 128;

/** In MB; a thread that has spent it ends, and the file is an error. */
const HEAP = 2048;

/**
 * A process that reads one text: the answer to what comes through standard input goes to standard output. Only a thread can
 * be given a stack.
 */
async function main(): Promise<void> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of process.stdin) {
		chunks.push(chunk as Uint8Array);
	}
	const thread = new Worker(new URL(import.meta.url), {
		workerData: deserialize(Buffer.concat(chunks)) as DeepRequest,
		resourceLimits: { stackSizeMb: STACK, maxOldGenerationSizeMb: HEAP },
	});
	const [answer] = (await once(thread, "message")) as readonly unknown[];
	process.stdout.write(serialize(answer));
}

async function read({ settings, text, filename, givesSecrets }: DeepRequest): Promise<void> {
	// Loaded here alone: the thread above reads nothing, and loading the rules is most of what a process costs.
	const [{ likelyDialect }, { TextLinter }, { toPlain }] = await Promise.all([
		import("../languages/dialects.ts"),
		import("./lint-text.ts"),
		import("./plain-linted.ts"),
	]);
	const linted = new TextLinter(settings).lint(text, filename);
	parentPort?.postMessage(toPlain(linted, (linted.dialect ?? likelyDialect(filename)).hasScriptLines, givesSecrets));
}

void (isMainThread ? main() : read(workerData as DeepRequest));
