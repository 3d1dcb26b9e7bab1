import { setFlagsFromString } from "node:v8";

/**
 * V8 lets the heap of a long run grow to four times what is in use before it collects garbage: 230 MB for 4,000 templates, of
 * which 25 are in use between two files. With twice as much it takes 160 MB and about as long.
 */
const HEAP_GROWTH = "--heap-growing-percent=100";

/**
 * V8 optimizes a function once it has run for a while, by default so soon that a run over a thousand files spends a quarter
 * of its CPU time on optimizing what then runs for a second or two. How long is bytes of bytecode in Node.js 20 and calls in
 * later versions. A flag that an engine does not know would be an error on its standard error.
 *
 * Source: `node --v8-options` of each version; measured in docs/decisions/027-later-optimization.md.
 */
const FLAGS: ReadonlyMap<string, readonly string[]> = new Map([
	["20", ["--interrupt-budget=800000", HEAP_GROWTH]],
	["22", ["--invocation-count-for-turbofan=12000", HEAP_GROWTH]],
	["24", ["--invocation-count-for-turbofan=12000", "--invocation-count-for-maglev=1500"]],
]);

/** Has V8 optimize later. What is loaded after that runs so. */
export function setEngineFlags(): void {
	for (const flag of FLAGS.get(process.versions.node.split(".")[0] ?? "") ?? []) {
		setFlagsFromString(flag);
	}
}
