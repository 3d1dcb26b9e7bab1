import { isAscii } from "node:buffer";
import {
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	unlinkSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import module from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cachedDataVersionTag } from "node:v8";
import { Script } from "node:vm";
import { crc32 } from "node:zlib";

/**
 * Where the bytecode of the program is kept: in the folder of this package, because whoever may write there may change the
 * program itself. Where nobody may, none is kept.
 */
const COMPILED = fileURLToPath(new URL("../../../.cache/compiled", import.meta.url));

/** The folder of the bundle. Nothing else is loaded from bytecode of ours. */
const PROGRAM = dirname(fileURLToPath(import.meta.url));

/** A run that takes so much longer than the one whose bytecode is kept has probably compiled more functions. */
const LONGER = 1.25;

/**
 * A run that takes longer, in microseconds, keeps less: V8 lets go of the bytecode of functions that are not called any
 * more, such as those of the start.
 */
const LONG = 2_000_000;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What no run has used for so long is that of another engine, or of other flags; each takes megabytes. */
const UNUSED = 30 * DAY;

/** The names of what is kept, and of what is being written: by a process that was killed, where it is old. */
const KEPT = /^\d+\.bin$/u;
const TEMPORARY = /^\d+\.bin\.\d+$/u;

/** What Node.js loads a file of CommonJS with. Source: `Module._extensions` in lib/internal/modules/cjs/loader.js. */
type Load = (target: NodeModule, filename: string) => void;

interface ModuleLoader {
	/** In Node.js 22 and later. */
	readonly enableCompileCache?: (folder: string) => unknown;
	readonly _extensions: Readonly<Record<".js", Load>>;
	readonly wrapper: readonly [before: string, after: string];
}

/**
 * Loads the chunks of the program from bytecode that an earlier run has left, and leaves it to later ones. Node.js 22 and
 * later do that by themselves; what is kept for Node.js 20 is what those keep: all functions that a run has compiled, under
 * the name of what has to be the same of the engine, with a checksum of each source and one of itself.
 *
 * @param saves false where another thread keeps what is compiled
 */
export function keepCompiled(saves: boolean): void {
	const loader = module as unknown as ModuleLoader;
	if (loader.enableCompileCache !== undefined) {
		loader.enableCompileCache(COMPILED);
	} else if ((process.env["NODE_DISABLE_COMPILE_CACHE"] ?? "") === "") {
		new CompiledCode(loader, join(COMPILED, `${String(cachedDataVersionTag())}.bin`)).use(saves);
	}
}

/** What was kept of a chunk. */
interface KeptChunk {
	readonly name: string;
	/** Of its source. */
	readonly checksum: number;
	readonly size: number;
}

/** The first line of what is kept. */
interface Head {
	/** CPU time of the run, in microseconds. */
	readonly cost: number;
	/** Of the program, which is in the traces of errors. */
	readonly folder: string;
	/** Of all that comes behind the line. */
	readonly checksum: number;
	readonly chunks: readonly KeptChunk[];
}

class CompiledCode {
	readonly #loader: ModuleLoader;
	readonly #path: string;
	readonly #kept = new Map<string, { readonly checksum: number; readonly data: Buffer }>();
	readonly #scripts: { readonly name: string; readonly checksum: number; readonly script: Script }[] = [];
	/** CPU time of the run whose bytecode is kept. */
	#cost = 0;
	/** True where a chunk was compiled that is not kept. */
	#hasMore = false;

	constructor(loader: ModuleLoader, path: string) {
		this.#loader = loader;
		this.#path = path;
	}

	use(saves: boolean): void {
		this.#read();
		// Not enumerable: files are found by the extensions that they were found by.
		Object.defineProperty(this.#loader._extensions, ".cjs", {
			configurable: true,
			value: (target: NodeModule, filename: string): void => this.#load(target, filename),
		});
		if (saves) {
			this.#markUsed();
			process.once("exit", () => this.#save());
		}
	}

	/** What is missing, cut off or changed is not there: the engine itself does not check it. */
	#read(): void {
		try {
			const bytes = readFileSync(this.#path);
			const start = bytes.indexOf("\n") + 1;
			const { cost, folder, checksum, chunks } = JSON.parse(bytes.toString("latin1", 0, start)) as Head;
			if (folder !== PROGRAM || checksum !== crc32(bytes.subarray(start))) {
				return;
			}
			let at = start;
			for (const chunk of chunks) {
				const data = bytes.subarray(at, at + chunk.size);
				this.#kept.set(chunk.name, { checksum: chunk.checksum, data });
				at += chunk.size;
			}
			this.#cost = cost;
		} catch {
			// The first run, or something else than what we write.
		}
	}

	/** Once a day, so that others see that it is used. */
	#markUsed(): void {
		succeeds(() => {
			if (ageOf(this.#path) > DAY) {
				const now = new Date();
				utimesSync(this.#path, now, now);
			}
		});
	}

	/** Removes what nobody uses any more, and what nobody writes any more. */
	#sweep(): void {
		const folder = dirname(this.#path);
		succeeds(() => {
			for (const name of readdirSync(folder)) {
				const path = join(folder, name);
				const longest = KEPT.test(name) ? UNUSED : TEMPORARY.test(name) ? HOUR : Infinity;
				if (path !== this.#path && longest < Infinity) {
					succeeds(() => {
						if (ageOf(path) > longest) {
							unlinkSync(path);
						}
					});
				}
			}
		});
	}

	#load(target: NodeModule, filename: string): void {
		const bytes = dirname(filename) === PROGRAM ? readFileSync(filename) : null;
		// A function that comes from bytecode has lost what `import()` asks.
		if (bytes === null || bytes.includes("import(")) {
			this.#loader._extensions[".js"](target, filename);
			return;
		}
		const name = basename(filename);
		const checksum = crc32(bytes);
		const kept = this.#kept.get(name);
		const [before, after] = this.#loader.wrapper;
		const script = new Script(`${before}${bytes.toString(isAscii(bytes) ? "latin1" : "utf8")}${after}`, {
			filename,
			columnOffset: -before.length,
			...(kept?.checksum === checksum ? { cachedData: kept.data } : {}),
		});
		this.#hasMore ||= script.cachedDataRejected !== false;
		this.#scripts.push({ name, checksum, script });
		const run = script.runInThisContext() as (...given: readonly unknown[]) => void;
		const { exports } = target;
		run.call(exports, exports, (id: string): unknown => target.require(id), target, filename, PROGRAM);
	}

	#save(): void {
		const { user, system } = process.cpuUsage();
		const cost = user + system;
		if (!this.#hasMore && !isBetter(cost, this.#cost)) {
			return;
		}
		// First: a process that was killed may have had the same id.
		this.#sweep();
		const temporary = `${this.#path}.${String(process.pid)}`;
		const isOpen = succeeds(() => {
			mkdirSync(dirname(this.#path), { recursive: true });
			writeFileSync(temporary, "", { flag: "wx" });
		});
		const isWritten =
			isOpen &&
			succeeds(() => {
				writeFileSync(temporary, this.#bytes(cost));
				renameSync(temporary, this.#path);
			});
		if (isOpen && !isWritten) {
			succeeds(() => unlinkSync(temporary));
		}
	}

	#bytes(cost: number): Uint8Array {
		const chunks = this.#scripts.map((one) => ({ ...one, data: one.script.createCachedData() }));
		const code = Buffer.concat(chunks.map(({ data }) => data));
		const head: Head = {
			cost,
			folder: PROGRAM,
			checksum: crc32(code),
			chunks: chunks.map(({ name, checksum, data }) => ({ name, checksum, size: data.length })),
		};
		return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), code]);
	}
}

/**
 * True where a run has probably more functions to keep than the one whose functions are kept.
 *
 * @param cost CPU time of each run, in microseconds
 */
export function isBetter(cost: number, kept: number): boolean {
	return cost <= LONG && (kept > LONG || cost >= kept * LONGER);
}

/** How long ago a file was written or marked as used, in milliseconds. */
function ageOf(path: string): number {
	return Date.now() - lstatSync(path).mtimeMs;
}

/** False where a disk is full or cannot be written: the next run compiles what it needs, as this one did. */
function succeeds(step: () => void): boolean {
	try {
		step();
		return true;
	} catch {
		return false;
	}
}
