import { Worker } from "node:worker_threads";

/** A process that did nothing for so many looks, of a quarter of a second each, waits for what never comes. */
const IDLE_LOOKS = 480;
/** How a process ends that spent more than it may. */
export const OVERSPENT = "SIGXCPU";

const WATCH = `
const { workerData } = require("node:worker_threads");
const spent = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
let [last, idle] = [spent(), 0];
setInterval(() => {
	const now = spent();
	const [allowed] = workerData;
	idle = allowed > 0 && now - last < 0.01 ? idle + 1 : 0;
	last = now;
	if (allowed > 0 && (now > allowed || idle > ${String(IDLE_LOOKS)})) {
		process.kill(process.pid, "${OVERSPENT}");
	}
}, 250);
`;

/**
 * Ends this process where its work never ends: by the work it did and not by the clock. A thread of its own sees it
 * even where the program no longer yields. Gives the function that sets how many seconds of CPU it may spend from now
 * on; none with 0.
 */
export function limitCpu(): (seconds: number) => void {
	const shared = new Float64Array(new SharedArrayBuffer(8));
	new Worker(WATCH, { eval: true, workerData: shared }).unref();
	return (seconds) => {
		const { user, system } = process.cpuUsage();
		shared[0] = seconds === 0 ? 0 : (user + system) / 1e6 + seconds;
	};
}
