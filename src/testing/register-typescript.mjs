import { register } from "node:module";
import process from "node:process";

// Node 20 does not read TypeScript, later versions do. In both, the tests run as modules of Node's own.
if (!process.features.typescript) {
	register("./typescript-hooks.mjs", import.meta.url);
}
