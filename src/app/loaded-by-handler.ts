import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UNSAVED_TEXTS } from "../files/unsaved-texts.ts";
import { importsOf } from "../languages/facts/import-facts.ts";
import { LAMBDA_MODULE, lambdaEvidence } from "../languages/handler/evidence.ts";
import { isTestFile } from "../languages/handler/test-file.ts";
import { SOURCE_NAME, type SourceModule } from "../languages/program/source-module.ts";
import { AppFiles } from "./app-files.ts";
import { diskOf } from "./disk.ts";
import { ModuleFinder } from "./find-module.ts";
import { runOf } from "./stack-origin.ts";
import { entryIn } from "../text/entry-in.ts";

/** How many programs of one folder are looked through at most; a larger one is left alone. */
const MAX_PROGRAMS = 4000;
/** How many folders deep. */
const MAX_DEPTH = 16;
/** How many modules are parsed at most to see whether one is loaded by a handler. */
const MAX_PARSED = 256;
/** What is built from the programs, and what others wrote. */
const NO_SOURCES = /^(?:node_modules|bower_components|vendor|dist|build|out|coverage|cdk\.out)$/u;

/** What a text may load: comments, and what is loaded for its types alone, are told apart once a module is parsed. */
const MAY_LOAD = /\b(?:from|import|require)\b\s{0,4}\(?\s{0,4}["'`]([^"'`\n]{1,200})["'`]/gu;
/** A text without these words is that of no handler. */
const MAY_HANDLE = /handle|event|lambda|serverless|middy|powertools/iu;

interface Program {
	readonly path: string;
	readonly mayLoad: readonly string[];
	readonly mayHandle: boolean;
	/** What it is once it has been parsed. */
	parsed: Parsed | null;
}

interface Parsed {
	/** What it loads when it runs, as written. */
	readonly loads: ReadonlySet<string>;
	readonly isHandler: boolean;
}

/** A program, and the specifier by which it may load another. */
interface Loader {
	readonly program: Program;
	readonly specifier: string;
}

/** The programs of a folder, and who may load whom. */
interface Graph {
	/** What differs whenever one of its files does; empty in a run during which none does. */
	readonly stamp: string;
	readonly loaders: ReadonlyMap<string, readonly Loader[]>;
	/** Whether a handler loads a module, as far as that is known. */
	readonly known: Map<string, boolean>;
	/** Files to read from, without those that were read before: their trees would be kept. */
	readonly open: () => AppFiles;
}

/** Where files may change between two questions: the programs of the folder that was asked for last. */
const GRAPHS = new Map<string, Graph>();
const PROGRAMS = new Map<string, { readonly stamp: string; readonly program: Program }>();
/** Both are kept for the files of one project; who lints many, as tests do, starts anew. */
const MOST_KEPT = 20_000;
/** The programs of the folders that a run has asked for; null for a folder that is too large. */
const GRAPHS_OF_RUNS = new WeakMap<object, Map<string, Graph | null>>();

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
	const run = runOf(ast);
	const disk = diskOf(cwd, run);
	const open = (): AppFiles => new AppFiles([cwd], { cwd, parameterOverrides: {}, suppressions: true }, disk);
	const files = open();
	const graph = graphAround(path, { cwd, files, open, run });
	return graph !== null && leadsToHandler(files.realOf(path), graph);
}

interface Question {
	readonly cwd: string;
	readonly files: AppFiles;
	readonly open: () => AppFiles;
	readonly run: object | null;
}

function leadsToHandler(start: string, graph: Graph): boolean {
	const { loaders, known } = graph;
	/** What each module loads on the way to the start. */
	const visited = new Map<string, string | null>([[start, null]]);
	let parsed = 0;
	let isWhole = true;
	for (const path of visited.keys()) {
		if (known.get(path) === true) {
			return keepWay(path, visited, known);
		}
		for (const { program, specifier } of known.get(path) === false ? [] : (loaders.get(path) ?? [])) {
			if (program.parsed === null && parsed >= MAX_PARSED) {
				isWhole = false;
				continue;
			}
			parsed += program.parsed === null ? 1 : 0;
			program.parsed ??= parse(program, graph.open());
			if (!program.parsed.loads.has(specifier)) {
				continue;
			}
			if (program.parsed.isHandler) {
				return keepWay(path, visited, known);
			}
			if (!visited.has(program.path)) {
				visited.set(program.path, path);
			}
		}
	}
	if (isWhole) {
		[...visited.keys()].forEach((path) => known.set(path, false));
	}
	return false;
}

/** A handler loads a module, and so all that lies on the way to the start. */
function keepWay(from: string, visited: ReadonlyMap<string, string | null>, known: Map<string, boolean>): true {
	for (let at: string | null = from; at !== null; at = visited.get(at) ?? null) {
		known.set(at, true);
	}
	return true;
}

function parse({ path, mayHandle }: Program, files: AppFiles): Parsed {
	const file = files.open(path);
	const module = "why" in file ? null : file.reading.module;
	if (module === null) {
		return { loads: new Set(), isHandler: false };
	}
	const loads = new Set(importsOf(module).flatMap(({ specifier }) => specifier ?? []));
	const { isLambda, handlers } = lambdaEvidence(module);
	return {
		loads,
		// What takes types of Lambda alone is often a developer's server: `local.ts`.
		isHandler: mayHandle && isLambda && (handlers.length > 0 || [...loads].some((name) => isLambdaTool(name))),
	};
}

function isLambdaTool(name: string): boolean {
	return LAMBDA_MODULE.test(name) && !OF_TYPES.has(name);
}

/** Nothing of these is there at run time, however they are imported. */
const OF_TYPES: ReadonlySet<string> = new Set(["aws-lambda", "@types/aws-lambda"]);

/** The programs of the working directory; of the package of a file where those are too many; null where that is too large. */
function graphAround(path: string, question: Question): Graph | null {
	const { cwd, files } = question;
	const whole = graphOf(cwd, question);
	if (whole !== null) {
		return whole;
	}
	const own = files.foldersAbove(dirname(path)).find((folder) => files.isFile(files.at(folder, "package.json")));
	return own === undefined || own === cwd ? null : graphOf(own, question);
}

function graphOf(folder: string, question: Question): Graph | null {
	const { run, files } = question;
	if (run === null) {
		const paths: string[] = [];
		return collect(folder, { root: folder, files, paths }, 0) ? changingGraph(folder, paths, question) : null;
	}
	const graphs = entryIn(GRAPHS_OF_RUNS, run, () => new Map<string, Graph | null>());
	return entryIn(graphs, folder, () => {
		const paths: string[] = [];
		return collect(folder, { root: folder, files, paths }, 0)
			? makeGraph(
					paths.map((path) => readProgram(path, files)),
					"",
					question,
				)
			: null;
	});
}

/** The graph of programs that may have changed since they were last asked for. */
function changingGraph(folder: string, paths: readonly string[], question: Question): Graph {
	const stamps = paths.map((path) => [path, UNSAVED_TEXTS.stampOf(path) ?? stampOf(path)] as const);
	const stamp = stamps.map(([path, one]) => `${path} ${one}`).join("\n");
	const known = GRAPHS.get(folder);
	if (known?.stamp === stamp) {
		return known;
	}
	const programs = stamps.map(([path, one]) => programAt(path, one, question.files));
	const graph = makeGraph(programs, stamp, question);
	GRAPHS.clear(); // One project at a time.
	GRAPHS.set(folder, graph);
	return graph;
}

function makeGraph(programs: readonly Program[], stamp: string, { files, open }: Question): Graph {
	const finder = new ModuleFinder(files);
	const loaders = new Map<string, Loader[]>();
	for (const program of programs) {
		for (const specifier of program.mayLoad) {
			const found = finder.find(specifier, program.path);
			if (found.kind === "module") {
				const target = files.realOf(found.path);
				entryIn(loaders, target, (): Loader[] => []).push({ program, specifier });
			}
		}
	}
	// Handlers are parsed first, to find one early.
	loaders.forEach((some) => some.sort((a, b) => Number(b.program.mayHandle) - Number(a.program.mayHandle)));
	return { stamp, loaders, known: new Map(), open };
}

interface Walk {
	readonly root: string;
	readonly files: AppFiles;
	readonly paths: string[];
}

/** Collects the programs below a folder; false where they are too many. */
function collect(folder: string, walk: Walk, depth: number): boolean {
	const { root, files, paths } = walk;
	for (const name of files.filesIn(folder)) {
		const path = files.at(folder, name);
		if (SOURCE_NAME.test(name) && !name.endsWith(".d.ts") && !isTestFile({ filename: path, cwd: root })) {
			paths.push(path);
		}
	}
	return (
		paths.length <= MAX_PROGRAMS &&
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
	const program = readProgram(path, files);
	if (PROGRAMS.size >= MOST_KEPT) {
		PROGRAMS.clear();
	}
	PROGRAMS.set(path, { stamp, program });
	return program;
}

function readProgram(path: string, files: AppFiles): Program {
	const text = files.text(path) ?? "";
	const specifiers = [...text.matchAll(MAY_LOAD)].map(([, specifier = ""]) => specifier);
	return { path, mayLoad: [...new Set(specifiers)], mayHandle: MAY_HANDLE.test(text), parsed: null };
}
