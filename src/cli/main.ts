#!/usr/bin/env node
import module from "node:module";
import { fileURLToPath } from "node:url";
import { setEngineFlags } from "./set-engine-flags.ts";

setEngineFlags();

/**
 * Where Node.js 22 and later keep the bytecode of what is loaded: in the folder of this package, because whoever may write
 * there may change the program itself. Where nobody may, there is no cache.
 */
const COMPILED = fileURLToPath(new URL("../../../.cache/compiled", import.meta.url));

(module as { readonly enableCompileCache?: (folder: string) => unknown }).enableCompileCache?.(COMPILED);

// After the flags are set: what is loaded before runs without them.
void import("./start.ts").then(({ main }) => main());
