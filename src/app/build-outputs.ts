import { relative } from "node:path";
import { isBelowFolder } from "../files/leads-out-of.ts";
import type { AppFiles } from "./app-files.ts";

/** Where TypeScript writes what it compiles, by the `tsconfig.json` files of the application. */
export class BuildOutputs {
	readonly #files: AppFiles;

	constructor(files: AppFiles) {
		this.#files = files;
	}

	/** True for a path that TypeScript writes to. */
	isOutput(path: string): boolean {
		return this.#sourcesOf(path).length > 0;
	}

	/** The source of a compiled file; null if none is found, or several. */
	sourceOf(path: string, find: (source: string) => string | null): string | null {
		const found = [...new Set(this.#sourcesOf(path).flatMap((source) => find(source) ?? []))];
		return found.length === 1 ? (found[0] ?? null) : null;
	}

	/** Where the source of a path may be: below `rootDir`, or below the folder that the sources have in common. */
	#sourcesOf(path: string): readonly string[] {
		const files = this.#files;
		for (const folder of files.foldersAbove(files.at(path, ".."))) {
			const options = files.field(files.at(folder, "tsconfig.json"), "compilerOptions");
			const { outDir, rootDir } = (typeof options === "object" && options !== null ? options : {}) as {
				readonly outDir?: unknown;
				readonly rootDir?: unknown;
			};
			const output = typeof outDir === "string" ? files.at(folder, outDir) : null;
			if (output !== null && output !== folder && (path === output || isBelowFolder(output, path))) {
				return (typeof rootDir === "string" ? [rootDir] : [".", "src"]).map((root) =>
					files.at(folder, `${root}/${relative(output, path)}`),
				);
			}
		}
		return [];
	}
}
