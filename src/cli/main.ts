#!/usr/bin/env node
import { run } from "./run.ts";

try {
	process.exitCode = await run(process.argv.slice(2), {
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
		now: Date.now,
	});
} catch (error) {
	// A bug. Its message may quote what it was reading, so only its name is shown unless somebody asks.
	process.stderr.write(`kmslint: this is a bug (${error instanceof Error ? error.name : "unknown"}). Please report it; KMSLINT_DEBUG=1 shows more.\n`);
	if (process.env["KMSLINT_DEBUG"] === "1") {
		console.error(error);
	}
	process.exitCode = 2;
}
