import { dirname, join, relative, sep } from "node:path";
import { isBelowFolder, leadsOutOf, realPathOf } from "../files/leads-out-of.ts";
import { isThere } from "../files/is-there.ts";
import { readSmallText } from "../files/read-regular-file.ts";
import { entryOf } from "../model/entry-of.ts";
import { repositoryTop } from "../files/repository-top.ts";

const MAX_BYTES = 1024 * 1024;

/** A `package.json`. */
export interface PackageManifest {
	readonly path: string;
	/** From the working directory, with `/`. */
	readonly name: string;
	readonly text: string;
	/** All packages that it names, with their versions. */
	readonly versions: ReadonlyMap<string, string>;
	/** True if it lists the files that the package has, or `.npmignore` those that it has not: another one may be left out. */
	readonly choosesFiles: boolean;
}

/** The `package.json` files of folders, each read once. */
export class Manifests {
	readonly #cwd: string;
	readonly #roots: readonly string[];
	readonly #known = new Map<string, PackageManifest | null>();
	/** By the path without links. */
	readonly #read = new Map<string, PackageManifest>();

	/**
	 * @param cwd no manifest above it is read
	 * @param roots nor above these, for a folder elsewhere that is in no repository
	 */
	constructor(cwd: string, roots: readonly string[]) {
		this.#cwd = cwd;
		this.#roots = roots;
	}

	/** The one of the folder, or the next one above in the same repository; null if there is none. */
	nearest(folder: string): PackageManifest | null {
		let manifest = this.#known.get(folder);
		if (manifest === undefined) {
			const isTop = folder === this.#cwd || folder === repositoryTop(folder, this.#roots);
			manifest = this.#at(folder) ?? (isTop ? null : this.nearest(dirname(folder)));
			this.#known.set(folder, manifest);
		}
		return manifest;
	}

	#at(folder: string): PackageManifest | null {
		const path = join(folder, "package.json");
		const real = realPathOf(path);
		// A link that leads out of the working directory is of another project.
		if (real === null || (isBelowFolder(this.#cwd, path) && leadsOutOf(this.#cwd, path))) {
			return null;
		}
		const known = this.#read.get(real) ?? null;
		const text = known === null ? readSmallText(path, { maxBytes: MAX_BYTES }) : null;
		const manifest = text === null ? null : objectIn(text);
		if (text === null || manifest === null) {
			return known;
		}
		const name = relative(this.#cwd, path).split(sep).join("/");
		const versions = versionsIn(manifest);
		const choosesFiles = Array.isArray(manifest["files"]) || isThere(join(folder, ".npmignore"));
		const made = { path, name, text, versions, choosesFiles };
		this.#read.set(real, made);
		return made;
	}
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
	try {
		const value = JSON.parse(text) as unknown;
		return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
	} catch {
		return null;
	}
}

function versionsIn(manifest: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
	const fields = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"] as const;
	return new Map(
		fields.flatMap((field) =>
			Object.entries(entryOf(manifest, field) ?? {}).map(([name, version]) => [name, String(version)]),
		),
	);
}
