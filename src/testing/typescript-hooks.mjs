import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { transformSync } from "rolldown/utils";

/** Lets our own modules count what they do, where that is asked for. */
let count = (code) => code;

/** @param {{ readonly counts?: boolean } | undefined} data */
export async function initialize(data) {
	if (data?.counts === true) {
		({ countWork: count } = await import("./count-work.mjs"));
	}
}

/**
 * Takes the types out of this repository's own modules as Node loads them. An error keeps its place by the map that
 * comes with the text.
 *
 * @type {import("node:module").LoadHook}
 */
export async function load(url, context, nextLoad) {
	const { pathname } = new URL(url);
	if (!pathname.endsWith(".ts") || pathname.includes("/node_modules/")) {
		return nextLoad(url, context);
	}
	const path = fileURLToPath(new URL(pathname, url));
	// In this thread, which waits anyway: handing each module to another one is half of the work.
	const { code, map, errors } = transformSync(path, readFileSync(path, "utf8"), { sourcemap: true });
	if (errors.length > 0) {
		throw new SyntaxError(`${path}: ${errors.map(({ message }) => message).join("; ")}`);
	}
	const encoded = Buffer.from(JSON.stringify(map)).toString("base64");
	const source = `${count(code, pathname)}\n//# sourceMappingURL=data:application/json;base64,${encoded}`;
	return { format: "module", source, shortCircuit: true };
}
