import type { AppFiles } from "./app-files.ts";

/** How deep `**` in a pattern goes, and how many folders the patterns of one workspace are compared with. */
const MAX_DEPTH = 4;
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

	/** The packages of the workspace whose root is a folder. */
	#packagesOf(root: string): ReadonlyMap<string, string> {
		let packages = this.#packages.get(root);
		if (packages === undefined) {
			const folders = this.#patternsOf(root).flatMap((pattern) => this.#expand(root, pattern.split("/"), 0));
			packages = new Map(
				folders.slice(0, MAX_FOLDERS).flatMap((folder): readonly (readonly [string, string])[] => {
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
			.filter((pattern) => !pattern.startsWith("!"));
	}

	#expand(folder: string, [first, ...others]: readonly string[], depth: number): readonly string[] {
		const files = this.#files;
		if (first === undefined || first === "") {
			return [folder];
		}
		if (!first.includes("*")) {
			return this.#expand(files.at(folder, first), others, depth);
		}
		const inside = files
			.namesIn(folder)
			.filter((name) => name !== "node_modules" && !name.startsWith("."))
			.map((name) => files.at(folder, name))
			.filter((path) => files.kindOf(path) === "folder");
		return first === "**" && depth < MAX_DEPTH
			? [folder, ...inside.flatMap((one) => this.#expand(one, [first, ...others], depth + 1))]
			: inside.flatMap((one) => this.#expand(one, others, depth));
	}
}

/** `file:../shared`, `link:../shared` */
function linkIn(dependencies: unknown, name: string): string | null {
	const version: unknown =
		typeof dependencies === "object" && dependencies !== null
			? new Map<string, unknown>(Object.entries(dependencies)).get(name)
			: undefined;
	return typeof version === "string" ? (/^(?:file|link|portal):(.+)$/u.exec(version)?.[1] ?? null) : null;
}
