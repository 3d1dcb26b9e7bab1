import { existsSync, readFileSync, writeFileSync } from "node:fs";

/**
 * The lines that a file keeps of what was decided before. `UPDATE_OUTCOMES=1` writes what is decided now: read the
 * difference before you keep it.
 */
export function recordedLines(path: string, now: readonly string[]): readonly string[] {
	if (process.env["UPDATE_OUTCOMES"] === "1") {
		writeFileSync(path, `${now.join("\n")}\n`);
	}
	return existsSync(path)
		? readFileSync(path, "utf8")
				.split("\n")
				.filter((line) => line !== "")
		: [];
}
