import { isAbsolute, relative } from "node:path";
import type { SourceModule } from "./source-module.ts";

/**
 * The path of a module below the working directory. ESLint names files absolutely, the command relatively: what decides
 * by folders must not see those above the project, and must get the same answer from both.
 */
export function pathBelow({ filename, cwd }: Pick<SourceModule, "filename" | "cwd">): string {
	return isAbsolute(filename) ? relative(cwd, filename) : filename;
}
