import { classOf, framesOf, ISSUES_URL } from "../rule/file/failure.ts";
import { run } from "./run.ts";

/** Runs the command with the arguments and the streams of the process. */
export async function main(): Promise<void> {
	listen();
	try {
		const code = await run(process.argv.slice(2), {
			stdout: process.stdout,
			stderr: process.stderr,
			readStdin: async () => {
				const chunks: Uint8Array[] = [];
				for await (const chunk of process.stdin) {
					chunks.push(chunk as Uint8Array);
				}
				return Buffer.concat(chunks);
			},
			cwd: process.cwd(),
			env: process.env,
			readsDeep: true,
			// Standard input last: to ask for it takes as long as to load a part of the program.
			...(process.stdout.isTTY && process.stdin.isTTY ? { ask } : {}),
			now: Date.now,
		});
		process.exitCode ??= code;
	} catch (error) {
		// A bug. Its message may quote what it was reading, so its name and its calls are all that is ever shown.
		process.stderr.write(
			`kmslint: this is a bug (${classOf(error)}). Report it: ${ISSUES_URL}; KMSLINT_DEBUG=1 shows more.\n`,
		);
		if (process.env["KMSLINT_DEBUG"] === "1") {
			process.stderr.write(
				framesOf(error)
					.map((frame) => `    ${frame}\n`)
					.join(""),
			);
		}
		process.exitCode = 2;
	}
}

/** One question; anything but yes is no. */
async function ask(question: string): Promise<boolean> {
	const { createInterface } = process.getBuiltinModule("node:readline/promises");
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	try {
		return /^y(?:es)?$/iu.test((await terminal.question(question)).trim());
	} finally {
		terminal.close();
	}
}

function listen(): void {
	// Who reads along may leave (`kmslint . | head`): what is left to say is said to nobody, and the run ends as it would
	// have.
	for (const stream of [process.stdout, process.stderr]) {
		stream.on("error", (error: NodeJS.ErrnoException) => {
			if (error.code !== "EPIPE") {
				process.exitCode = 2;
				if (stream === process.stdout) {
					process.stderr.write(`kmslint: the report cannot be written (${error.code ?? classOf(error)}).\n`);
				}
			}
		});
	}

	// A file that grows above a limit (`ulimit -f`) would end the run without a report: with a listener, writing fails, as
	// on a full disk, which is an error of that file.
	process.on("SIGXFSZ", () => undefined);
}
