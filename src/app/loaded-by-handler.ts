import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UNSAVED_TEXTS } from "../files/unsaved-texts.ts";
import { lambdaEvidence } from "../languages/handler/evidence.ts";
import { isTestFile } from "../languages/handler/test-file.ts";
import { SOURCE_NAME, type SourceModule } from "../languages/program/source-module.ts";
import { AppFiles } from "./app-files.ts";
import { ModuleFinder } from "./find-module.ts";

/** How many programs of one folder are looked through at most; a larger one is left alone. */
const MAX_PROGRAMS = 4000;
/** How many folders deep. */
const MAX_DEPTH = 16;
/** How many modules that load another are parsed, to see whether they are handlers. */
const MAX_PARSED = 64;
/** What is built from the programs, and what others wrote. */
const NO_SOURCES = /^(?:node_modules|bower_components|vendor|dist|build|out|coverage|cdk\.out)$/u;

/** What a text loads, in the form of most of it; what it loads for its types alone is gone before. */
const LOADED = /\b(?:from|import|require)\b\s{0,4}\(?\s{0,4}["'`]([^"'`\n]{1,200})["'`]/gu;
const OF_TYPES = /\b(?:import|export)\s{1,4}type\s[^"';]{0,1000}["'][^"'\n]{1,200}["']/gu;
/** A text without these words is that of no handler. */
const MAY_HANDLE = /handle|event|lambda|serverless|middy|powertools/iu;

interface Program {
	readonly path: string;
	readonly loads: readonly string[];
	readonly mayHandle: boolean;
}

/** The programs of a folder, and who loads whom. */
interface Graph {
	readonly stamp: string;
	readonly files: AppFiles;
	readonly loaders: ReadonlyMap<string, readonly Program[]>;
}

const GRAPHS = new Map<string, Graph>();
const PROGRAMS = new Map<string, { readonly stamp: string; readonly program: Program }>();
/** Both are kept for the files of one project; who lints many, as tests do, starts anew. */
const MOST_KEPT = 20_000;

const ASKED = new WeakSet<object>();

/** True if other files were read for a question about a module. */
export function hasAskedForLoaders(ast: object): boolean {
	return ASKED.has(ast);
}

/**
 * True for a module that a handler of Lambda loads, itself or through others, so that it runs in Lambda with it. False
 * without the setting `application`, which lets other files of the working directory be read.
 */
export function isLoadedByHandler(module: SourceModule): boolean {
	const { cwd, filename, settings, ast } = module;
	if (settings["application"] !== true) {
		return false;
	}
	ASKED.add(ast);
	const path = resolve(cwd, typeof settings["file"] === "string" ? settings["file"] : filename);
	const files = new AppFiles([cwd], { cwd, parameterOverrides: {}, suppressions: true });
	const graph = graphAround(path, cwd, files);
	return graph !== null && leadsToHandler(graph.files.realOf(path), graph);
}

function leadsToHandler(start: string, { files, loaders }: Graph): boolean {
	const queue = [start];
	const visited = new Set(queue);
	let parsed = 0;
	for (const path of queue) {
		for (const loader of loaders.get(path) ?? []) {
			if (visited.has(loader.path)) {
				continue;
			}
			visited.add(loader.path);
			queue.push(loader.path);
			if (loader.mayHandle && parsed < MAX_PARSED) {
				parsed += 1;
				const file = files.open(loader.path);
				const module = "why" in file ? null : file.reading.module;
				if (module !== null && lambdaEvidence(module).isLambda) {
					return true;
				}
			}
		}
	}
	return false;
}

/** The programs of the working directory; of the package of a file where those are too many; null where that is too large. */
function graphAround(path: string, cwd: string, files: AppFiles): Graph | null {
	const whole = graphOf(cwd, files);
	if (whole !== null) {
		return whole;
	}
	const own = files.foldersAbove(dirname(path)).find((folder) => files.isFile(files.at(folder, "package.json")));
	return own === undefined || own === cwd ? null : graphOf(own, files);
}

function graphOf(folder: string, files: AppFiles): Graph | null {
	const stamps = new Map<string, string>();
	if (!collect(folder, { root: folder, files, stamps }, 0)) {
		return null;
	}
	const stamp = [...stamps].map(([path, one]) => `${path} ${one}`).join("\n");
	const known = GRAPHS.get(folder);
	if (known?.stamp === stamp) {
		return known;
	}
	const finder = new ModuleFinder(files);
	const loaders = new Map<string, Program[]>();
	for (const [path, one] of stamps) {
		const program = programAt(path, one, files);
		for (const specifier of program.loads) {
			const found = finder.find(specifier, path);
			if (found.kind === "module") {
				const target = files.realOf(found.path);
				loaders.set(target, [...(loaders.get(target) ?? []), program]);
			}
		}
	}
	const graph = { stamp, files, loaders };
	GRAPHS.clear(); // One project at a time.
	GRAPHS.set(folder, graph);
	return graph;
}

interface Walk {
	readonly root: string;
	readonly files: AppFiles;
	readonly stamps: Map<string, string>;
}

/** Collects the programs below a folder, by path, with what changes whenever they do; false where they are too many. */
function collect(folder: string, walk: Walk, depth: number): boolean {
	const { root, files, stamps } = walk;
	for (const name of files.filesIn(folder)) {
		const path = files.at(folder, name);
		if (SOURCE_NAME.test(name) && !name.endsWith(".d.ts") && !isTestFile({ filename: path, cwd: root })) {
			stamps.set(path, UNSAVED_TEXTS.stampOf(path) ?? stampOf(path));
		}
	}
	return (
		stamps.size <= MAX_PROGRAMS &&
		(depth >= MAX_DEPTH ||
			files
				.foldersIn(folder)
				.filter((name) => !name.startsWith(".") && !NO_SOURCES.test(name))
				.every((name) => collect(files.at(folder, name), walk, depth + 1)))
	);
}

function stampOf(path: string): string {
	const stats = statSync(path, { throwIfNoEntry: false });
	return stats === undefined ? "" : `${String(stats.mtimeMs)} ${String(stats.size)}`;
}

function programAt(path: string, stamp: string, files: AppFiles): Program {
	const known = PROGRAMS.get(path);
	if (known?.stamp === stamp) {
		return known.program;
	}
	const text = files.text(path) ?? "";
	const loads = [...text.replace(OF_TYPES, "").matchAll(LOADED)].map(([, specifier = ""]) => specifier);
	const program = { path, loads: [...new Set(loads)], mayHandle: MAY_HANDLE.test(text) };
	if (PROGRAMS.size >= MOST_KEPT) {
		PROGRAMS.clear();
	}
	PROGRAMS.set(path, { stamp, program });
	return program;
}
