#!/usr/bin/env node
import { keepCompiled } from "./file/compiled-code.ts";
import { setEngineFlags } from "./set-engine-flags.ts";

setEngineFlags();
keepCompiled(true);

// After the flags are set: what is loaded before runs without them.
void import("./start.ts").then(({ main }) => main());
