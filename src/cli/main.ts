#!/usr/bin/env node
import module from "node:module";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";

/**
 * V8 optimizes a function once it has run for a while, by default so soon that a run over a thousand files spends a quarter
 * of its CPU time on optimizing what then runs for a second or two. How long is bytes of bytecode in Node.js 20 and calls in
 * later versions. A flag that an engine does not know would be an error on its standard error.
 *
 * Source: `node --v8-options` of each version; measured in docs/decisions/027-later-optimization.md.
 */
const FLAGS: ReadonlyMap<string, readonly string[]> = new Map([
	["20", ["--interrupt-budget=400000"]],
	["22", ["--invocation-count-for-turbofan=12000"]],
	["24", ["--invocation-count-for-turbofan=12000", "--invocation-count-for-maglev=1500"]],
]);

for (const flag of FLAGS.get(process.versions.node.split(".")[0] ?? "") ?? []) {
	setFlagsFromString(flag);
}

/**
 * Where Node.js 22 and later keep the bytecode of what is loaded: in the folder of this package, because whoever may write
 * there may change the program itself. Where nobody may, there is no cache.
 */
const COMPILED = fileURLToPath(new URL("../../../.cache/compiled", import.meta.url));

(module as { readonly enableCompileCache?: (folder: string) => unknown }).enableCompileCache?.(COMPILED);

// After the flags are set: what is loaded before runs without them.
void import("./start.ts").then(({ main }) => main());
