import { dirname, join, resolve } from "node:path";
import { readSmallText } from "../../files/read-regular-file.ts";
import { repositoryTop } from "../../files/repository-top.ts";
import type { SourceModule } from "../../languages/program/source-module.ts";

/**
 * True where a program surely runs as an ES module, so that it can wait at its top level: `.mjs`, `.mts`, and `.js`
 * under `"type": "module"`. What a bundler makes of `.ts` is not known: SAM's esbuild and CDK's `NodejsFunction` write
 * CommonJS unless they are told otherwise.
 *
 * @see https://nodejs.org/api/packages.html#determining-module-system
 */
export function runsAsModule({ filename, cwd, ast }: SourceModule): boolean {
	if (/\.m[jt]s$/iu.test(filename)) {
		return true;
	}
	return (
		/\.js$/iu.test(filename) &&
		ast.sourceType === "module" &&
		typeOf(dirname(resolve(cwd, filename)), resolve(cwd)) === "module"
	);
}

/** No manifest of a package has more. */
const MAX_BYTES = 1024 * 1024;

/**
 * The `type` of the nearest package; null where none says. Folders above are looked at up to the root of the
 * repository, and without one up to the working directory: what lies above is not part of what is checked.
 */
function typeOf(folder: string, cwd: string): string | null {
	const top = repositoryTop(folder, [cwd]);
	for (let at = folder; ; at = dirname(at)) {
		const type = readType(join(at, "package.json"));
		if (type !== undefined || at === top || dirname(at) === at) {
			return type ?? null;
		}
	}
}

/** Undefined where there is no package. */
function readType(path: string): string | null | undefined {
	const text = readSmallText(path, { maxBytes: MAX_BYTES });
	if (text === null) {
		return undefined;
	}
	try {
		const value: unknown = JSON.parse(text);
		const type = typeof value === "object" && value !== null && "type" in value ? value.type : null;
		return typeof type === "string" ? type : null;
	} catch {
		return undefined;
	}
}
