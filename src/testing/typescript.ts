import { createRequire } from "node:module";
import type TypeScript from "typescript";

/**
 * TypeScript, by `require`: for an `import`, Node.js reads all of its nine megabytes a second time, for the names that it
 * exports. Each worker of the tests would do so.
 */
export const ts = createRequire(import.meta.url)("typescript") as typeof TypeScript;
