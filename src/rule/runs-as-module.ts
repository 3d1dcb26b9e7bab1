import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { SourceModule } from "../languages/handler/source-module.ts";

/**
 * True where a program surely runs as an ES module, so that it can wait at its top level: `.mjs`, `.mts`, and `.js` under
 * `"type": "module"`. What a bundler makes of `.ts` is not known: SAM's esbuild and CDK's `NodejsFunction` write CommonJS
 * unless they are told otherwise.
 *
 * @see https://nodejs.org/api/packages.html#determining-module-system
 */
export function runsAsModule({ filename, cwd, ast }: SourceModule): boolean {
	if (/\.m[jt]s$/iu.test(filename)) {
		return true;
	}
	return /\.js$/iu.test(filename) && ast.sourceType === "module" && typeOf(dirname(resolve(cwd, filename))) === "module";
}

/** The `type` of the nearest package; null where none says. */
function typeOf(folder: string): string | null {
	for (let at = folder; ; at = dirname(at)) {
		try {
			const { type } = JSON.parse(readFileSync(join(at, "package.json"), "utf8")) as { readonly type?: unknown };
			return typeof type === "string" ? type : null;
		} catch {
			if (dirname(at) === at) {
				return null;
			}
		}
	}
}
