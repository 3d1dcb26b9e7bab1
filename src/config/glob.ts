import { createRequire } from "node:module";
import type Picomatch from "picomatch";

/** A longer glob is no pattern of a person. */
const MAX_LENGTH = 200;

/** Wildcards of one part of a path, and `**` of a glob: more would take a long time on a long path. */
const MAX_STARS = 3;

/** Why a text is no glob of files, for the end of a sentence; null if it is one. */
export function refuseGlob(glob: string): string | null {
	if (glob === "" || glob.length > MAX_LENGTH) {
		return `has 1 to ${String(MAX_LENGTH)} characters`;
	}
	if (glob.startsWith("!")) {
		return "has no `!` before it; use `ignores` to leave files out";
	}
	if (glob.startsWith("/") || glob.split("/").includes("..") || glob.includes("\\")) {
		return "is a path below the folder of the configuration, with `/`";
	}
	const parts = glob.split("/");
	const isHeavy =
		parts.filter((part) => part === "**").length > MAX_STARS ||
		parts.some((part) => part !== "**" && part.replaceAll("**", "*").split("*").length - 1 > MAX_STARS);
	return isHeavy ? `has at most ${String(MAX_STARS)} wildcards in each part` : null;
}

/** Matches paths by one of some globs; a folder that a glob names stands for all below. */
export function matcherOf(globs: readonly string[]): (path: string) => boolean {
	const picomatch = createRequire(import.meta.url)("picomatch") as typeof Picomatch;
	// `./infra//` is `infra`.
	const trimmed = globs.map((glob) => glob.split("/").filter((part) => part !== "" && part !== "."));
	return picomatch(
		trimmed.map((parts) => parts.join("/")).flatMap((glob) => [glob, `${glob}/**`]),
		{ dot: true, noextglob: true },
	);
}
