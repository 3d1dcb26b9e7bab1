import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import ts from "typescript";
import type { Mutant } from "./make-mutants.ts";

type Exports = Record<string, unknown>;
type Factory = (exports: Exports, require: (name: string) => unknown, meta: object) => unknown;

const OPTIONS: ts.CompilerOptions = {
	module: ts.ModuleKind.CommonJS,
	target: ts.ScriptTarget.ES2022,
	esModuleInterop: true,
};

/**
 * The modules of the project, compiled once and evaluated anew for each mutant, with the mutant in the place of its
 * file: nothing of an earlier mutant can be met. Packages are loaded once.
 */
export class ProjectModules {
	readonly #factories = new Map<string, Factory>();
	readonly #packages = new Map<string, Exports>();
	readonly #root: string;
	readonly #trace: ((path: string, source: string) => string) | null;

	/** `trace` gives another text for a file, which says where it is reached. */
	constructor(root: string, trace: ((path: string, source: string) => string) | null = null) {
		this.#root = root;
		this.#trace = trace;
	}

	/** The same packages, for modules that are compiled otherwise. */
	withTrace(trace: (path: string, source: string) => string): ProjectModules {
		const other = new ProjectModules(this.#root, trace);
		for (const [name, exports] of this.#packages) {
			other.#packages.set(name, exports);
		}
		return other;
	}

	/** Loads what a file imports from elsewhere; `require` cannot wait. */
	async prepare(packages: Iterable<string>): Promise<void> {
		for (const name of packages) {
			try {
				this.#packages.set(name, asExports((await import(name)) as Exports));
			} catch {
				continue; // The files that need it fail without a change, and are left out.
			}
		}
	}

	/** Evaluates a test file; tells whether the mutant was part of it. */
	async load(path: string, mutant: Mutant | null, vitest: Exports): Promise<boolean> {
		const loaded = new Map<string, Exports>();
		let met = false;
		const load = (file: string): unknown => {
			const known = loaded.get(file);
			if (known !== undefined) {
				return known;
			}
			const exports: Exports = {};
			loaded.set(file, exports);
			met ||= file === mutant?.path;
			const factory = file === mutant?.path ? this.#compile(file, mutant) : this.#compiled(file);
			const run = factory(exports, requireFrom(file), this.#meta(file));
			return file === path ? (run as Promise<void>) : exports;
		};
		const requireFrom = (file: string) => (name: string) => {
			if (name === "vitest") {
				return vitest;
			}
			if (!name.startsWith(".")) {
				const found = this.#packages.get(name);
				if (found === undefined) {
					throw new Error(`not loaded: ${name}`);
				}
				return found;
			}
			const target = relative(this.#root, resolve(this.#root, dirname(file), name)).replaceAll("\\", "/");
			return target.endsWith(".json")
				? { __esModule: true, default: JSON.parse(readFileSync(join(this.#root, target), "utf8")) as unknown }
				: load(target);
		};
		await load(path);
		return met;
	}

	#meta(file: string): object {
		const filename = join(this.#root, file);
		return { url: pathToFileURL(filename).href, filename, dirname: dirname(filename) };
	}

	#compiled(file: string): Factory {
		const known = this.#factories.get(file) ?? this.#compile(file, null);
		this.#factories.set(file, known);
		return known;
	}

	#compile(file: string, mutant: Mutant | null): Factory {
		const text = readFileSync(join(this.#root, file), "utf8");
		const changed =
			mutant === null
				? (this.#trace?.(file, text) ?? text)
				: `${text.slice(0, mutant.start)}${mutant.text}${text.slice(mutant.end)}`;
		// A `require` that a file makes of its own would stand before what its imports become.
		const named = /^const require = /mu.test(changed)
			? changed.replaceAll(/\brequire(?= = |\(|\.)/gu, "ownRequire")
			: changed;
		const { outputText } = ts.transpileModule(named, { compilerOptions: OPTIONS, fileName: file });
		// Only a test file waits at its top.
		const kind = file.endsWith(".test.ts") ? "async function" : "function";
		return vm.runInThisContext(
			`(${kind} (exports, require, importMeta) {${outputText.replaceAll(/\bimport\.meta\b/gu, "importMeta")}\n})`,
			{ filename: join(this.#root, file), importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER },
		) as Factory;
	}
}

/** A module as compiled code wants it: `default` and names, as they are when they are read. */
function asExports(module: Exports): Exports {
	const exports: Exports = {};
	for (const name of Object.keys(module).filter((one) => one !== "__esModule")) {
		Object.defineProperty(exports, name, { enumerable: true, get: () => module[name] });
	}
	return Object.defineProperty(exports, "__esModule", { value: true });
}
