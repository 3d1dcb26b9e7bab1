import { randomBytes } from "node:crypto";
import {
	chmodSync,
	closeSync,
	constants,
	fchmodSync,
	fsyncSync,
	lstatSync,
	mkdirSync,
	openSync,
	realpathSync,
	renameSync,
	rmSync,
	writeFileSync,
	type Stats,
} from "node:fs";
import { join } from "node:path";
import {
	digestOf,
	KEY_FILE,
	MANIFEST_FILE,
	readManifest,
	readOwn,
	SECRETS_FOLDER,
	type ManifestEntry,
} from "../../fix/manifest.ts";
import type { StoreBackend } from "../../fix/lookup/lookup.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { codeOf } from "../../files/read-regular-file.ts";
import { isThere } from "../../files/is-there.ts";

/** The folder as people write it. */
export const SHOWN_FOLDER = SECRETS_FOLDER.replaceAll("\\", "/");

/**
 * The folder that keeps the record, and the values that were exported. It is closed to others, ignored by git, and no
 * part of it is a link: a link would write a secret to where somebody else wants it.
 */
export class SecretsFolder {
	readonly path: string;
	readonly #key: Buffer;
	#entries: readonly ManifestEntry[];

	private constructor(path: string, key: Buffer, entries: readonly ManifestEntry[]) {
		this.path = path;
		this.#key = key;
		this.#entries = entries;
	}

	/**
	 * Opens it in the working directory, and makes it where there is none.
	 *
	 * @throws {UsageError} where it, or what lies in it, is not ours alone
	 */
	static open(cwd: string): SecretsFolder {
		const root = realpathSync(cwd);
		const [first = "", second = ""] = SHOWN_FOLDER.split("/");
		const path = join(root, first, second);
		makeFolder(join(root, first), first);
		makeFolder(path, SHOWN_FOLDER);
		close(path);
		if (realpathSync(path) !== path) {
			throw new UsageError(`'${SHOWN_FOLDER}' is reached through a symbolic link. Nothing was written.`);
		}
		if (readOwn(join(path, ".gitignore")) !== "*\n") {
			replaceFile(path, ".gitignore", "*\n");
		}
		const manifest = join(path, MANIFEST_FILE);
		if (!isThere(join(path, KEY_FILE)) && !isThere(manifest)) {
			replaceFile(path, KEY_FILE, randomBytes(32).toString("hex"));
			replaceFile(path, MANIFEST_FILE, render([]));
		}
		const read = readManifest(root);
		const key = readOwn(join(path, KEY_FILE));
		if (read === null || key === null) {
			throw new UsageError(
				`The record in '${SHOWN_FOLDER}' cannot be read, or others may read it. Make sure that its values are stored elsewhere, then move the folder.`,
			);
		}
		return new SecretsFolder(path, Buffer.from(key, "hex"), read.entries);
	}

	get entries(): readonly ManifestEntry[] {
		return this.#entries;
	}

	digest(backend: StoreBackend, name: string, value: string): string {
		return digestOf(this.#key, backend, name, value);
	}

	/** The text of a file in it; undefined where there is none, null where it is not ours. */
	read(name: string): string | null | undefined {
		return isThere(join(this.path, name)) ? readOwn(join(this.path, name)) : undefined;
	}

	/** Writes a value to a new file, byte for byte: no line end is added. */
	write(name: string, value: string): void {
		createFile(join(this.path, name), value);
	}

	/** Keeps an entry in place of the one before it; nothing is written where nothing changes. */
	record(entry: ManifestEntry): void {
		const isSame = (other: ManifestEntry): boolean =>
			other.digest === entry.digest && other.functionName === entry.functionName;
		const before = this.#entries.find(isSame);
		if (before !== undefined && JSON.stringify(before) === JSON.stringify(entry)) {
			return;
		}
		this.#entries =
			before === undefined
				? [...this.#entries, entry]
				: this.#entries.map((other) => (other === before ? entry : other));
		replaceFile(this.path, MANIFEST_FILE, render(this.#entries));
	}
}

function render(entries: readonly ManifestEntry[]): string {
	return `${JSON.stringify({ version: 1, entries }, null, 2)}\n`;
}

/** Makes a folder, or makes sure that what is there is one of ours that nobody else may write to. */
function makeFolder(path: string, shown: string): void {
	try {
		mkdirSync(path, { mode: 0o700 });
		close(path); // Whatever the umask took away.
		return;
	} catch (cause) {
		if (codeOf(cause) !== "EEXIST") {
			throw new UsageError(`'${shown}' cannot be created (${codeOf(cause)}).`, { cause });
		}
	}
	const { mode, uid, ...stats } = statOf(path, shown);
	if (stats.link) {
		throw new UsageError(
			`'${shown}' is a symbolic link, so the secrets would be written elsewhere. Nothing was written.`,
		);
	}
	if (!stats.folder) {
		throw new UsageError(`'${shown}' is not a folder. Move it elsewhere.`);
	}
	if (process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o022) !== 0)) {
		throw new UsageError(`Other users can write to '${shown}', or you do not own it. Run: chmod 700 ${shown}`);
	}
}

function close(path: string): void {
	if (process.platform !== "win32") {
		chmodSync(path, 0o700);
	}
}

function statOf(
	path: string,
	shown: string,
): { readonly mode: number; readonly uid: number; readonly link: boolean; readonly folder: boolean } {
	let stats: Stats;
	try {
		stats = lstatSync(path);
	} catch (cause) {
		throw new UsageError(`'${shown}' cannot be read (${codeOf(cause)}).`, { cause });
	}
	return { mode: stats.mode, uid: stats.uid, link: stats.isSymbolicLink(), folder: stats.isDirectory() };
}

/** A file that was not there before: whatever stands under the name, link or not, is left alone. */
function createFile(path: string, text: string): void {
	let file: number;
	try {
		file = openSync(
			path,
			constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0),
			0o600,
		);
	} catch (cause) {
		throw new UsageError(`A file in '${SHOWN_FOLDER}' cannot be written (${codeOf(cause)}).`, { cause });
	}
	try {
		if (process.platform !== "win32") {
			fchmodSync(file, 0o600); // Whatever the umask took away or left.
		}
		writeFileSync(file, text);
		fsyncSync(file);
	} catch (cause) {
		rmSync(path, { force: true });
		throw new UsageError(`A file in '${SHOWN_FOLDER}' cannot be written (${codeOf(cause)}).`, { cause });
	} finally {
		closeSync(file);
	}
}

/** Renaming replaces a link itself, never what it leads to. */
function replaceFile(folder: string, name: string, text: string): void {
	const beside = join(folder, `.${name}-${randomBytes(6).toString("hex")}`);
	createFile(beside, text);
	try {
		renameSync(beside, join(folder, name));
	} catch (cause) {
		rmSync(beside, { force: true });
		throw new UsageError(`'${SHOWN_FOLDER}/${name}' cannot be written (${codeOf(cause)}).`, { cause });
	}
}
