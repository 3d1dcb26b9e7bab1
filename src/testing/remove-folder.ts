import { existsSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { sep } from "node:path";

/**
 * Removes a folder that a test has made, with everything in it. The path may come from a program that failed, or be made
 * of an empty text, so it is refused unless it leads below a folder of temporary things.
 *
 * @param within the folder of temporary things, by default that of the system
 * @throws {RangeError} for any other folder, which stays as it is
 */
export function removeFolder(path: string, within: string = tmpdir()): void {
	if (!existsSync(path)) {
		return;
	}
	const [real, outer] = [realpathSync(path), realpathSync(within)];
	if (!real.startsWith(`${outer.replace(/[/\\]$/u, "")}${sep}`)) {
		throw new RangeError(`'${path}' is not below '${within}', so it is not removed.`);
	}
	rmSync(real, { recursive: true, force: true });
}
