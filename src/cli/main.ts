#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";

/**
 * How much a function runs, in bytes of bytecode, before V8 optimizes it; 67,584 by default. A run over a thousand files
 * spends a quarter of its CPU time on optimizing what then runs for a second or two.
 *
 * Source: `--interrupt-budget` in `node --v8-options`; measured in docs/decisions/027-later-optimization.md.
 */
const INTERRUPT_BUDGET = 400_000;

// A flag that an engine does not know would be an error on its standard error.
if (/^v2[0-4]\./u.test(process.version)) {
	setFlagsFromString(`--interrupt-budget=${String(INTERRUPT_BUDGET)}`);
}

// After the flag is set: what is loaded before has the old budget.
void import("./start.ts").then(({ main }) => main());
