import { importsOf } from "../languages/facts/import-facts.ts";
import { isEsModule } from "../languages/program/module-kind.ts";
import type { SourceModule } from "../languages/program/source-module.ts";
import type { Span } from "../text/span.ts";
import type { AppFile, AppModule, AppUnknown, LinkedCode } from "./application.ts";
import type { AppFiles } from "./app-files.ts";
import type { ModuleFinder } from "./find-module.ts";
import type { InlineProgram } from "../languages/dialect.ts";

/** How many modules of one function are followed. */
const MAX_MODULES = 2000;

/** What the modules of a function are, and what they load. */
type Closure = Pick<LinkedCode, "modules" | "packages" | "unread">;

/** Reads the modules of an application, each once, and follows their imports. */
export class ModuleReader {
	readonly #files: AppFiles;
	readonly #finder: ModuleFinder;
	readonly #modules = new Map<AppFile, AppModule | null>();
	readonly #closures = new Map<AppModule, Closure>();

	constructor(files: AppFiles, finder: ModuleFinder) {
		this.#files = files;
		this.#finder = finder;
	}

	/** The program of a file; null if it cannot be read as one. */
	moduleAt(path: string): AppModule | null {
		const file = this.#files.open(path);
		if ("why" in file) {
			return null;
		}
		let module = this.#modules.get(file);
		if (module === undefined) {
			module = file.reading.module === null ? null : ownModule(file, file.reading.module);
			this.#modules.set(file, module);
		}
		return module;
	}

	/** The program inside a template; null if it cannot be read. */
	inlineModule(file: AppFile, program: InlineProgram): AppModule | null {
		const reading = this.#files.readText(program.code.text, `${file.name}/${program.filename}`);
		if (reading === null || reading.module === null) {
			return null;
		}
		const whole = program.code.cover({ start: 0, end: program.code.text.length }) ?? { start: 0, end: 0 };
		return {
			file,
			module: reading.module,
			editOf: (edit) => program.edit(edit),
			placeOf: (span) => ({ file, span: program.code.spanInFile(span) ?? program.code.cover(span) ?? whole }),
		};
	}

	/** A program that is a text of another one, in which no position is known but its own. */
	textModule(file: AppFile, text: string, span: Span): AppModule | null {
		const module =
			this.#files.readText(text, `${file.name}/index.${isEsModule(text) ? "mjs" : "cjs"}`)?.module ?? null;
		return module === null ? null : { file, module, editOf: () => null, placeOf: () => ({ file, span }) };
	}

	/** The module that an import leads to; null for a package, and for what is not found. */
	importedBy(specifier: string, from: AppModule): AppModule | null {
		const found = this.#finder.find(specifier, from.file.path);
		return found.kind === "module" ? this.moduleAt(found.path) : null;
	}

	/** A module, and every module of the application that it loads, nearest first. */
	closureOf(start: AppModule): Closure {
		let closure = this.#closures.get(start);
		if (closure === undefined) {
			closure = this.#follow(start);
			this.#closures.set(start, closure);
		}
		return closure;
	}

	#follow(start: AppModule): Closure {
		const modules = [start];
		const visited = new Set(modules);
		const packages = new Set<string>();
		const unread: AppUnknown[] = [];
		for (const module of modules) {
			const give = (span: Span, why: string): void => {
				unread.push({ place: module.placeOf(span), file: module.file.name, id: null, why });
			};
			for (const { specifier, span } of importsOf(module.module)) {
				if (specifier === null) {
					give(span, "the name of an imported module is computed");
					continue;
				}
				const found = this.#finder.find(specifier, module.file.path);
				if (found.kind === "package") {
					packages.add(found.name);
				} else if (found.kind === "unknown") {
					give(span, found.why);
				} else if (found.kind === "module") {
					const next = this.moduleAt(found.path);
					if (next === null) {
						give(span, `'${this.#files.nameOf(found.path)}' cannot be parsed`);
					} else if (modules.length >= MAX_MODULES) {
						give(span, "it has too many modules");
					} else if (!visited.has(next)) {
						visited.add(next);
						modules.push(next);
					}
				}
			}
		}
		return { modules, packages, unread };
	}
}

function ownModule(file: AppFile, module: SourceModule): AppModule {
	return { file, module, editOf: (edit) => edit, placeOf: (span) => ({ file, span }) };
}
