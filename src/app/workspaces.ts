import { entryOf } from "../model/entry-of.ts";
import type { AppFiles } from "./app-files.ts";

/** How deep `**` in a pattern goes, how many patterns of how many parts are read, and how many folders one stands for. */
const MAX_DEPTH = 4;
const MAX_PATTERNS = 100;
const MAX_PARTS = 16;
const MAX_FOLDERS = 2000;

/** The packages of the application itself, by their names. */
export class Workspaces {
	readonly #files: AppFiles;
	readonly #packages = new Map<string, ReadonlyMap<string, string>>();

	constructor(files: AppFiles) {
		this.#files = files;
	}

	/** The folder of a package, for a file in a folder; null if it is none of the application's. */
	folderOf(name: string, from: string): string | null {
		const files = this.#files;
		const above = files.foldersAbove(from);
		for (const folder of above) {
			const manifest = files.at(folder, "package.json");
			if (files.field(manifest, "name") === name) {
				return folder; // A package may import itself.
			}
			for (const field of ["dependencies", "devDependencies"]) {
				const linked = linkIn(files.field(manifest, field), name);
				if (linked !== null) {
					return files.at(folder, linked);
				}
			}
		}
		return above.flatMap((folder) => this.#packagesOf(folder).get(name) ?? [])[0] ?? null;
	}

	/** The folders of the packages of the workspace whose root is a folder; none if it is no root. */
	foldersIn(root: string): readonly string[] {
		const folders = new Set(this.#patternsOf(root).flatMap((pattern) => this.#expand(root, pattern)));
		return [...folders].filter(
			(folder) => folder !== root && this.#files.isFile(this.#files.at(folder, "package.json")),
		);
	}

	/** The packages of the workspace whose root is a folder. */
	#packagesOf(root: string): ReadonlyMap<string, string> {
		let packages = this.#packages.get(root);
		if (packages === undefined) {
			const folders = this.#patternsOf(root).flatMap((pattern) => this.#expand(root, pattern));
			packages = new Map(
				folders.flatMap((folder): readonly (readonly [string, string])[] => {
					const name = this.#files.field(this.#files.at(folder, "package.json"), "name");
					return typeof name === "string" ? [[name, folder]] : [];
				}),
			);
			this.#packages.set(root, packages);
		}
		return packages;
	}

	/** `workspaces` of npm, Yarn and Bun; `packages` of pnpm and Lerna. */
	#patternsOf(root: string): readonly string[] {
		const files = this.#files;
		const given = files.field(files.at(root, "package.json"), "workspaces");
		const inner = typeof given === "object" && given !== null && "packages" in given ? given.packages : given;
		const lerna = files.field(files.at(root, "lerna.json"), "packages");
		const pnpm = (files.text(files.at(root, "pnpm-workspace.yaml")) ?? "")
			.split("\n")
			.flatMap((line) => /^ {0,8}- ["']?([\w@.*/-]{1,200})/u.exec(line)?.[1] ?? []);
		return [inner, lerna, pnpm]
			.flatMap((one) => (Array.isArray(one) ? one.map(String) : []))
			.filter((pattern) => !pattern.startsWith("!") && pattern.split("/").length <= MAX_PARTS)
			.slice(0, MAX_PATTERNS);
	}

	/** The folders that a pattern stands for; like npm, it follows no links, which may lead around in circles. */
	#expand(root: string, pattern: string): readonly string[] {
		let folders: readonly string[] = [root];
		for (const part of pattern.split("/")) {
			folders = [...new Set(this.#matching(part, folders))].slice(0, MAX_FOLDERS);
		}
		return folders;
	}

	/** The folders that one part of a pattern stands for. */
	#matching(part: string, folders: readonly string[]): readonly string[] {
		if (!part.includes("*")) {
			return folders
				.map((folder) => this.#files.at(folder, part))
				.filter((path) => this.#files.kindOf(path) === "folder");
		}
		const levels = [folders];
		for (let depth = 0; depth < (part === "**" ? MAX_DEPTH : 1); depth++) {
			levels.push(this.#foldersIn(levels.at(-1) ?? []));
		}
		return part === "**" ? levels.flat() : (levels.at(-1) ?? []);
	}

	#foldersIn(folders: readonly string[]): readonly string[] {
		const inside: string[] = [];
		for (const folder of folders) {
			for (const name of this.#files.foldersIn(folder)) {
				if (name !== "node_modules" && !name.startsWith(".")) {
					inside.push(this.#files.at(folder, name));
				}
			}
			if (inside.length >= MAX_FOLDERS) {
				break;
			}
		}
		return inside.slice(0, MAX_FOLDERS);
	}
}

/** `file:../shared`, `link:../shared` */
function linkIn(dependencies: unknown, name: string): string | null {
	const version =
		typeof dependencies === "object" && dependencies !== null
			? entryOf(dependencies as Record<string, unknown>, name)
			: undefined;
	return typeof version === "string" ? (/^(?:file|link|portal):(.+)$/u.exec(version)?.[1] ?? null) : null;
}
