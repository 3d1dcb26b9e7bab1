import { runLsp } from "../cli/lsp/run-lsp.ts";
import { setEngineFlags } from "../cli/set-engine-flags.ts";

setEngineFlags();

/** The server of the extension: `server.cjs lsp --stdio`, as the command. */
void runLsp(process.argv.slice(3), {
	stdout: process.stdout,
	stderr: process.stderr,
	readStdin: () => Promise.resolve(new Uint8Array()),
	cwd: process.cwd(),
	env: process.env,
	now: Date.now,
}).then((code) => process.exit(code));
