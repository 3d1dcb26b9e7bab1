import { lstatSync, statSync, type BigIntStats } from "node:fs";
import { dirname, join } from "node:path";
import { isBelowFolder, leadsOutOf } from "../files/leads-out-of.ts";
import { repositoryTop } from "../files/repository-top.ts";
import { readRegularFile } from "../files/read-regular-file.ts";
import type { Rule } from "../rule/rule.ts";
import { CONFIG_FILE, type ConfigFile, MANIFEST } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { ConfigReader } from "./config-reader.ts";
import { parseConfig } from "./parse-config.ts";

/** No configuration, and no manifest of a package, has more. */
const MAX_BYTES = 1024 * 1024;

/** How many configurations one can build on, each time that it is named counted. */
const MAX_BASES = 32;

/** What a file gave, and how to tell whether it has changed since. */
interface Known {
	readonly stamp: string;
	readonly config: ConfigFile | null;
}

/** Finds and reads configurations. A file that has not changed is parsed once. */
export class ConfigFinder {
	readonly #rules: readonly Rule[];
	readonly #cwd: string;
	readonly #known = new Map<string, Known>();
	/** The nearest configurations by folder, if no file changes meanwhile. */
	readonly #nearest: Map<string, ConfigFile | null> | null;

	/**
	 * @param rules every rule there is
	 * @param cwd what paths are shown from, and the top of a project that is in no repository
	 * @param isStill true if no file changes as long as this finder is used
	 */
	constructor(rules: readonly Rule[], cwd: string, isStill: boolean) {
		this.#rules = rules;
		this.#cwd = cwd;
		this.#nearest = isStill ? new Map() : null;
	}

	/**
	 * The configuration for the files of a folder: the nearest one upwards, up to the top of the repository, or without one
	 * up to the working directory; null if there is none.
	 *
	 * @param folder absolute
	 * @throws {ConfigError} for one that is not understood
	 */
	nearest(folder: string): ConfigFile | null {
		const known = this.#nearest?.get(folder);
		if (known !== undefined) {
			return known;
		}
		const top = repositoryTop(folder, [this.#cwd]);
		let found: ConfigFile | null = null;
		for (let at = folder; found === null; at = dirname(at)) {
			found = this.#inFolder(at, top);
			if (at === top || dirname(at) === at) {
				break;
			}
		}
		this.#nearest?.set(folder, found);
		return found;
	}

	/**
	 * The configuration that the user names.
	 *
	 * @throws {ConfigError} for one that is not there, or is not understood
	 */
	named(path: string): ConfigFile {
		return this.#read(path, true) ?? this.#refuse(path, "There is no such configuration.");
	}

	/**
	 * A configuration with those that it builds on, the first ones to apply first.
	 *
	 * @throws {ConfigError} for a circle, for too many, and for one that is not there or is outside of the repository
	 */
	chain(config: ConfigFile): readonly ConfigFile[] {
		if (config.bases.length === 0) {
			return [config];
		}
		const top = repositoryTop(config.folder, [this.#cwd]);
		const order: ConfigFile[] = [];
		let count = 0;
		const add = (one: ConfigFile, above: ReadonlySet<string>): void => {
			for (const { path, fail } of one.bases) {
				count += 1;
				if (count > MAX_BASES) {
					fail(`A configuration extends at most ${String(MAX_BASES)} others.`);
				}
				if (above.has(path)) {
					fail("This configuration extends itself.");
				}
				if (!isBelowFolder(top, path) || leadsOutOf(top, path)) {
					fail("`extends` cannot lead out of the repository.");
				}
				const base = this.#read(path, true) ?? fail("There is no such file.");
				add(base, new Set([...above, path]));
			}
			order.push(one);
		};
		add(config, new Set([config.path]));
		return order;
	}

	#inFolder(folder: string, top: string): ConfigFile | null {
		const [own, manifest] = [CONFIG_FILE, MANIFEST].map((name) => this.#read(join(folder, name), false, top));
		if (own !== null && own !== undefined && manifest !== null && manifest !== undefined) {
			this.#refuse(own.path, "The `package.json` beside it has a configuration, too. Keep one of them.");
		}
		return own ?? manifest ?? null;
	}

	/**
	 * @param isGiven true for a file that is named, which may have any name
	 * @returns null if there is no such file, or no configuration in a manifest
	 */
	#read(path: string, isGiven: boolean, top: string | null = null): ConfigFile | null {
		const stamp = stampOf(path);
		if (stamp === null) {
			return null;
		}
		const known = this.#known.get(path);
		if (known?.stamp === stamp) {
			return known.config;
		}
		const isManifest = path.endsWith(`/${MANIFEST}`) || path.endsWith(`\\${MANIFEST}`);
		const text = this.#textOf(path, isManifest && !isGiven, top);
		const config = text === null ? null : this.#parse(text, path, isManifest);
		this.#known.set(path, { stamp, config });
		return config;
	}

	#textOf(path: string, isPassedBy: boolean, top: string | null): string | null {
		const read = readRegularFile(path, { maxBytes: MAX_BYTES });
		if (read.kind === "bytes" && (top === null || !leadsOutOf(top, path))) {
			return read.bytes.toString("utf8").replace(/^\uFEFF/u, "");
		}
		if (isPassedBy || read.kind === "missing") {
			return null;
		}
		switch (read.kind) {
			case "bytes":
				return this.#refuse(path, "It is a link that leads out of the repository.");
			case "irregular":
				return this.#refuse(path, "It is not a regular file.");
			case "large":
				return this.#refuse(path, "It is larger than 1 MB.");
			case "error":
				return this.#refuse(path, `It cannot be read (${read.code}).`);
			default:
				return read satisfies never;
		}
	}

	#parse(text: string, path: string, isManifest: boolean): ConfigFile | null {
		if (isManifest && !text.includes('"kmslint"')) {
			return null;
		}
		const reader = new ConfigReader(text, path, this.#cwd);
		const { root } = reader;
		const node = isManifest
			? root?.kind === "object"
				? root.entries.find(({ name }) => name === "kmslint")?.value
				: undefined
			: root;
		if (isManifest && node === undefined) {
			return null; // The name of a script, or a package that is broken in some other way.
		}
		reader.problem?.();
		return node === null || node === undefined
			? this.#refuse(path, "It is empty. Write `{}` for the defaults.")
			: parseConfig(reader, node, path, this.#rules);
	}

	#refuse(path: string, sentence: string): never {
		throw new ConfigError(path, this.#cwd, null, sentence);
	}
}

/** Differs whenever a file, or the one that it links to, has changed; null if there is none. */
function stampOf(path: string): string | null {
	const own = lstatSync(path, { bigint: true, throwIfNoEntry: false });
	const target = own?.isSymbolicLink() === true ? targetOf(path) : null;
	const stamps = [own, target].map((stats) => [stats?.ino, stats?.size, stats?.mtimeNs, stats?.ctimeNs].join(":"));
	return own === undefined ? null : stamps.join(" ");
}

function targetOf(path: string): BigIntStats | null {
	try {
		return statSync(path, { bigint: true });
	} catch {
		return null;
	}
}
