import { dirname, relative, resolve, sep } from "node:path";
import { readCurrentText } from "../files/unsaved-texts.ts";
import type { Dialect, DialectSettings, Reading } from "../languages/dialect.ts";
import { dialectOf, likelyDialect } from "../languages/dialects.ts";
import { SOURCE_NAME } from "../languages/program/source-module.ts";
import { entryOf } from "../model/entry-of.ts";
import { LineIndex } from "../text/line-index.ts";
import type { AppFile } from "./application.ts";
import { Disk, type Kind } from "./disk.ts";
import { plainJson } from "./plain-json.ts";
import { SHARED_READINGS } from "./shared-readings.ts";

/** How many files are read at most. */
const MAX_FILES = 20_000;

/** A file that is no file of the application, with the reason to follow "because". */
export interface NoFile {
	readonly why: string;
}

/** The files of an application: each is read once, and none outside of its folders. Nothing is executed. */
export class AppFiles {
	/** Absolute: nothing outside of them is read. */
	readonly #roots: readonly string[];
	readonly #settings: DialectSettings;
	readonly #parametersOf: ((path: string) => Readonly<Record<string, string>>) | null;
	/** By the paths of {@link realOf}: a file that links give several paths is one. */
	readonly #files = new Map<string, AppFile | NoFile>();
	readonly #disk: Disk;
	readonly #json = new Map<string, unknown>();
	readonly #given = new Set<string>();
	/** True if anything on disk was asked for, be it there or not. */
	#asked = false;

	/**
	 * @param parametersOf values of the parameters of a file, by its path; those of the settings win over them
	 * @param disk what is below the folders, where others ask for it too
	 */
	constructor(
		roots: readonly string[],
		settings: DialectSettings & {
			readonly parametersOf?: (path: string) => Readonly<Record<string, string>>;
		},
		disk = new Disk(roots),
	) {
		this.#roots = roots;
		this.#disk = disk;
		this.#parametersOf = settings.parametersOf ?? null;
		this.#settings = settings;
	}

	/** The files that were read, by {@link realOf}. */
	get read(): ReadonlyMap<string, AppFile> {
		return new Map([...this.#files].flatMap(([path, file]) => ("why" in file ? [] : [[path, file]])));
	}

	/** A path as reports show it. */
	nameOf(path: string): string {
		return relative(this.#settings.cwd, path).split(sep).join("/");
	}

	/** The path that a file has without links, from the folder of the application that it is in. */
	realOf(path: string): string {
		return this.#disk.realOf(path);
	}

	/** True for a path below one of the folders, with its links resolved; it need not exist. */
	isInside(path: string): boolean {
		return this.#disk.isInside(path);
	}

	/** The folder and those above it that belong to the application, the nearest first. */
	foldersAbove(folder: string): readonly string[] {
		const folders: string[] = [];
		for (let at = folder; this.isInside(at); at = dirname(at)) {
			folders.push(at);
			if (dirname(at) === at) {
				break;
			}
		}
		return folders;
	}

	/** What is at a path inside; null if nothing is. */
	kindOf(path: string): Kind {
		this.#asked ||= this.#roots.length > 0;
		return this.#disk.kindOf(path);
	}

	isFile(path: string): boolean {
		return this.kindOf(path) === "file";
	}

	/** The names of the folders in a folder, in order, without symbolic links; none if it cannot be read. */
	foldersIn(folder: string): readonly string[] {
		return this.#disk.entriesOf(folder).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
	}

	/** The names of the files in a folder, in the same way. */
	filesIn(folder: string): readonly string[] {
		return this.#disk.entriesOf(folder).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
	}

	/** True for a small file that has some words. */
	mentions(path: string, words: RegExp): boolean {
		return this.isFile(path) && this.#disk.know(words.source, path, () => words.test(this.text(path) ?? ""));
	}

	/** False for a program that surely deploys nothing: it need not be parsed. */
	mayDeploy(path: string): boolean {
		return (
			!SOURCE_NAME.test(path) ||
			(this.isFile(path) &&
				readCurrentText(path, { maxBytes: likelyDialect(path).maxBytes })?.includes("cdk") === true)
		);
	}

	/** A file of the application, or why it is none. A bug in reading one costs that one. */
	open(given: string): AppFile | NoFile {
		const path = this.#files.has(given) || !this.isFile(given) ? given : this.realOf(given);
		let file = this.#files.get(path);
		if (file === undefined) {
			file = this.#files.size < MAX_FILES ? this.#open(path) : { why: "there are too many files" };
			this.#files.set(path, file);
		}
		return file;
	}

	#open(path: string): AppFile | NoFile {
		const name = this.nameOf(path);
		if (!this.isFile(path)) {
			return {
				why: this.isInside(path) ? `'${name}' does not exist` : `'${name}' is outside of the given folders`,
			};
		}
		const text = readCurrentText(path, { maxBytes: likelyDialect(name).maxBytes });
		if (text === null) {
			return { why: `'${name}' cannot be read, or is too large` };
		}
		const dialect = dialectOf(name, text);
		const { cwd } = this.#settings;
		const settings = this.#settingsOf(path);
		const isAlone = dialect?.isAlone === true && isPlain(settings);
		const shared = isAlone ? SHARED_READINGS.find(cwd, name, text) : null;
		if (shared !== null) {
			return shared;
		}
		const read = dialect === null ? null : this.readText(text, name, dialect, settings);
		if (dialect === null || read === null) {
			return { why: `'${name}' cannot be parsed` };
		}
		const file = {
			path,
			name,
			text,
			lines: new LineIndex(text, dialect.hasScriptLines),
			reading: read,
			programs: attempt(() => dialect.programsIn(text, name), []),
		};
		if (isAlone) {
			SHARED_READINGS.keep(cwd, file);
		}
		return file;
	}

	#settingsOf(path: string): DialectSettings {
		const own = this.#parametersOf?.(path) ?? {};
		return Object.keys(own).length === 0
			? this.#settings
			: { ...this.#settings, parameterOverrides: { ...own, ...this.#settings.parameterOverrides } };
	}

	/** The reading of a text under a name; null if it cannot be parsed. */
	readText(
		text: string,
		name: string,
		dialect: Dialect = likelyDialect(name, text),
		settings: DialectSettings = this.#settings,
	): Reading | null {
		const { cwd } = settings;
		return attempt(() => {
			const parsed = dialect.prepare(name) === null ? dialect.parse(text, name, settings) : null;
			return parsed === null
				? null
				: (dialect.read({ ...parsed, filename: name, cwd, settings: {}, guard: attempt }) ?? null);
		}, null);
	}

	/** Takes a file that was read by somebody else: its text may not be saved yet. */
	give({ path: given, name, text, reading }: Pick<AppFile, "path" | "name" | "text" | "reading">): void {
		const path = this.#roots.length === 0 ? given : this.realOf(given);
		const dialect = likelyDialect(name, text);
		this.#given.add(path);
		this.#files.set(path, {
			path,
			name,
			text,
			lines: new LineIndex(text, dialect.hasScriptLines),
			reading,
			programs: attempt(() => dialect.programsIn(text, name), []),
		});
	}

	/** True if other files were asked for than those that were given. */
	get hasReadOthers(): boolean {
		return this.#asked || [...this.#files.keys()].some((path) => !this.#given.has(path));
	}

	/** The text of a small file inside; null if there is none. */
	text(path: string): string | null {
		return this.isFile(path) ? readCurrentText(path, { maxBytes: 1024 * 1024 }) : null;
	}

	/** The value of a JSON file with comments and trailing commas, as `tsconfig.json` has them; undefined if there is none. */
	json(path: string): unknown {
		if (!this.#json.has(path)) {
			const text = this.text(path);
			this.#json.set(
				path,
				text === null ? undefined : attempt(() => JSON.parse(plainJson(text)) as unknown, undefined),
			);
		}
		return this.#json.get(path);
	}

	/** A property of a JSON file; undefined if it has none. */
	field(path: string, name: string): unknown {
		const value = this.json(path);
		return typeof value === "object" && value !== null
			? entryOf(value as Record<string, unknown>, name)
			: undefined;
	}

	/** A path from a folder. */
	at(folder: string, name: string): string {
		return resolve(folder, name);
	}
}

/** True if a file is read as it is: nothing is given for parameters, and suppressions count. */
function isPlain({ suppressions, parameterOverrides }: DialectSettings): boolean {
	return suppressions && Object.keys(parameterOverrides).length === 0;
}

/** A bug in reading one file must not cost the others. */
function attempt<T>(read: () => T, otherwise: T): T {
	try {
		return read();
	} catch {
		return otherwise;
	}
}
