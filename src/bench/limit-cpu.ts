import process from "node:process";
import { Worker } from "node:worker_threads";

// Loaded before the tests of a mutant (`mutate.ts`): one that never ends is ended, by the work it did and not by the
// clock. A thread of its own sees it even where the tests no longer yield.

/** All tests of a mutant take less than a third of it, in seconds of CPU. */
const LIMIT = 120;
/** A process that did nothing for so many looks, of a second each, waits for what never comes. */
const IDLE_LOOKS = 120;

const WATCH = `
const { writeFileSync } = require("node:fs");
const spent = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
let [last, idle] = [spent(), 0];
setInterval(() => {
	const now = spent();
	idle = now - last < 0.01 ? idle + 1 : 0;
	last = now;
	if (now > ${String(LIMIT)} || idle > ${String(IDLE_LOOKS)}) {
		writeFileSync(process.env.KMSLINT_OVERSPENT, "");
		process.kill(process.pid, "SIGKILL");
	}
}, 1000);
`;

const known = globalThis as { kmslintLimit?: Worker };
if (known.kmslintLimit === undefined && process.env["KMSLINT_OVERSPENT"] !== undefined) {
	known.kmslintLimit = new Worker(WATCH, { eval: true });
	known.kmslintLimit.unref();
}
