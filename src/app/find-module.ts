import { isBuiltin } from "node:module";
import { dirname, extname } from "node:path";
import type { AppFiles } from "./app-files.ts";
import { Workspaces } from "./workspaces.ts";

/** What an import leads to. */
export type FoundModule =
	/** A program of the application. */
	| { readonly kind: "module"; readonly path: string }
	/** A file without code: JSON, a style sheet. */
	| { readonly kind: "data" }
	/** A package that is not part of the application, or one of Node.js. */
	| { readonly kind: "package"; readonly name: string }
	/** With the reason to follow "because". */
	| { readonly kind: "unknown"; readonly why: string };

/** Extensions in the order in which bundlers try them. */
const EXTENSIONS = [".tsx", ".ts", ".jsx", ".js", ".mts", ".mjs", ".cts", ".cjs"];

/** What TypeScript writes `.js` for. */
const SOURCES: ReadonlyMap<string, readonly string[]> = new Map([
	[".js", [".ts", ".tsx"]],
	[".jsx", [".tsx"]],
	[".mjs", [".mts"]],
	[".cjs", [".cts"]],
]);

/** Finds the modules that imports lead to, as Node.js, TypeScript and bundlers do. */
export class ModuleFinder {
	readonly #files: AppFiles;
	readonly #packages: Workspaces;
	readonly #paths = new Map<string, PathTable | null>();
	/** By the folder of the importing file. */
	readonly #found = new Map<string, Map<string, FoundModule>>();

	constructor(files: AppFiles) {
		this.#files = files;
		this.#packages = new Workspaces(files);
	}

	/** @param from the absolute path of the importing file */
	find(specifier: string, from: string): FoundModule {
		const folder = dirname(from);
		const known = this.#found.get(folder) ?? new Map<string, FoundModule>();
		this.#found.set(folder, known);
		let found = known.get(specifier);
		if (found === undefined) {
			found = this.#find(specifier, folder);
			known.set(specifier, found);
		}
		return found;
	}

	#find(specifier: string, folder: string): FoundModule {
		if (/^\.\.?(?:\/|$)/u.test(specifier)) {
			return this.fileAt(this.#files.at(folder, specifier)) ?? this.#nothing(specifier);
		}
		if (specifier.startsWith("node:") || isBuiltin(specifier)) {
			return { kind: "package", name: specifier };
		}
		if (specifier.startsWith("/")) {
			return { kind: "unknown", why: `'${specifier}' is in a layer, or on the machine` };
		}
		const mapped = this.#mapped(specifier, folder);
		if (mapped !== null) {
			return mapped;
		}
		if (specifier.startsWith("#")) {
			return { kind: "unknown", why: `the import '${specifier}' is not read` };
		}
		const name = packageOf(specifier);
		const own = this.#packages.folderOf(name, folder);
		return own === null ? { kind: "package", name } : this.#ownPackage(own, specifier.slice(name.length + 1));
	}

	/** The module at a path without its extension, with another, or the `index` of a folder; null if there is none. */
	fileAt(path: string): FoundModule | null {
		const files = this.#files;
		const extension = extname(path);
		const base = path.slice(0, path.length - extension.length);
		const candidates = [
			...(SOURCES.get(extension) ?? []).map((source) => `${base}${source}`),
			path,
			...EXTENSIONS.map((one) => `${path}${one}`),
			...EXTENSIONS.map((one) => files.at(path, `index${one}`)),
		];
		const found = candidates.find((candidate) => files.isFile(candidate));
		if (found !== undefined) {
			return EXTENSIONS.includes(extname(found)) ? { kind: "module", path: found } : { kind: "data" };
		}
		return files.isFile(`${path}.json`) ? { kind: "data" } : null;
	}

	#nothing(specifier: string): FoundModule {
		return { kind: "unknown", why: `no file was found for the import '${specifier}'` };
	}

	/** An alias of the nearest `tsconfig.json`; null if none applies. */
	#mapped(specifier: string, folder: string): FoundModule | null {
		const table = this.#tableAt(folder);
		if (table === null) {
			return null;
		}
		for (const { prefix, suffix, isExact, targets } of table.paths) {
			const matches = isExact
				? specifier === prefix
				: specifier.length >= prefix.length + suffix.length &&
					specifier.startsWith(prefix) &&
					specifier.endsWith(suffix);
			if (matches) {
				const middle = isExact ? "" : specifier.slice(prefix.length, specifier.length - suffix.length);
				for (const target of targets) {
					const found = this.fileAt(
						this.#files.at(
							table.base,
							target.replace("*", () => middle),
						),
					);
					if (found !== null) {
						return found;
					}
				}
				// `"*": ["types/*"]` takes in packages too.
				return prefix === "" && suffix === "" ? null : this.#nothing(specifier);
			}
		}
		return table.hasBase ? this.fileAt(this.#files.at(table.base, specifier)) : null;
	}

	#tableAt(folder: string): PathTable | null {
		const files = this.#files;
		for (const at of files.foldersAbove(folder)) {
			const config = files.at(at, "tsconfig.json");
			if (files.isFile(config)) {
				let table = this.#paths.get(config);
				if (table === undefined) {
					table = readPaths(config, files, new Set());
					this.#paths.set(config, table);
				}
				return table;
			}
		}
		return null;
	}

	/** A package of the application itself. */
	#ownPackage(folder: string, rest: string): FoundModule {
		const files = this.#files;
		if (rest !== "") {
			return (
				this.fileAt(files.at(folder, rest)) ??
				this.fileAt(files.at(folder, `src/${rest}`)) ??
				this.#nothing(rest)
			);
		}
		const manifest = files.at(folder, "package.json");
		for (const field of ["exports", "source", "module", "main"]) {
			for (const entry of entriesIn(files.field(manifest, field))) {
				const found = this.fileAt(files.at(folder, entry));
				if (found?.kind === "module") {
					return found;
				}
			}
		}
		return (
			this.fileAt(files.at(folder, "src/index")) ??
			this.fileAt(files.at(folder, "index")) ?? {
				kind: "unknown",
				why: `the entry of the package '${files.nameOf(folder)}' was not found`,
			}
		);
	}
}

/** `@scope/name`, `name`. */
function packageOf(specifier: string): string {
	return specifier
		.split("/")
		.slice(0, specifier.startsWith("@") ? 2 : 1)
		.join("/");
}

/** The files that a field of a manifest names for the package itself: `"./a.js"`, `{ ".": { import: "./a.js" } }`. */
function entriesIn(value: unknown, depth = 0): readonly string[] {
	if (typeof value === "string") {
		return value.endsWith(".d.ts") ? [] : [value];
	}
	if (typeof value !== "object" || value === null || depth > 4) {
		return [];
	}
	return Object.entries(value)
		.filter(([key]) => !key.startsWith("./") && key !== "types")
		.flatMap(([, inner]) => entriesIn(inner, depth + 1));
}

interface PathTable {
	readonly base: string;
	readonly hasBase: boolean;
	readonly paths: readonly {
		readonly prefix: string;
		readonly suffix: string;
		readonly isExact: boolean;
		readonly targets: readonly string[];
	}[];
}

/** How many `tsconfig.json` files one of them extends, directly or through others. */
const MAX_CONFIGS = 20;

/**
 * The aliases of a `tsconfig.json`, its own or those that it extends.
 *
 * @see https://www.typescriptlang.org/tsconfig/#paths
 */
function readPaths(config: string, files: AppFiles, visited: Set<string>): PathTable | null {
	if (visited.has(config) || visited.size >= MAX_CONFIGS) {
		return null;
	}
	visited.add(config);
	const options = files.field(config, "compilerOptions");
	const { baseUrl, paths } = (typeof options === "object" && options !== null ? options : {}) as {
		readonly baseUrl?: unknown;
		readonly paths?: unknown;
	};
	const above = [files.field(config, "extends")].flat().filter((one): one is string => typeof one === "string");
	if (typeof paths !== "object" && typeof baseUrl !== "string") {
		for (const name of above.reverse()) {
			const path = files.at(dirname(config), name.endsWith(".json") ? name : `${name}.json`);
			const table = /^\.\.?\//u.test(name) && files.isFile(path) ? readPaths(path, files, visited) : null;
			if (table !== null) {
				return table;
			}
		}
		return null;
	}
	const given = typeof paths === "object" && paths !== null ? Object.entries(paths) : [];
	return {
		base: typeof baseUrl === "string" ? files.at(dirname(config), baseUrl) : dirname(config),
		hasBase: typeof baseUrl === "string",
		paths: given
			.map(([pattern, targets]) => {
				const [prefix = "", suffix = ""] = pattern.split("*");
				return {
					prefix,
					suffix,
					isExact: !pattern.includes("*"),
					targets: Array.isArray(targets) ? targets.map(String) : [],
				};
			})
			// The longest prefix wins.
			.sort((a, b) => Number(b.isExact) - Number(a.isExact) || b.prefix.length - a.prefix.length),
	};
}
