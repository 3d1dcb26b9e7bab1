import { existsSync, readdirSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import { assignConstructs } from "../languages/assembly/assign-constructs.ts";
import { readNestedTemplates, readPublishedTemplates } from "../languages/assembly/read-assets.ts";
import {
	readConstructs,
	readReportedAcknowledgements,
	type Acknowledgement,
	type Construct,
} from "../languages/assembly/read-constructs.ts";
import { NO_TRACE, type Trace } from "../languages/assembly/read-frames.ts";
import { isRecord, readJson, type AssemblyProblem } from "../languages/assembly/read-json.ts";
import { isManifest, readManifest, type AssemblyManifest } from "../languages/assembly/read-manifest.ts";
import { NO_TREE, readTree, type ConstructTree } from "../languages/assembly/read-tree.ts";
import { isBelowFolder, leadsOutOf, realPathOf } from "../files/leads-out-of.ts";
import { LineIndex } from "../text/line-index.ts";
import { readText, type TextReading } from "./file/read-text.ts";
import { pushAll } from "../text/push-all.ts";
import { wording, type Words } from "../text/wording.ts";

/** A cloud assembly: what `cdk synth` leaves in `cdk.out`. */
export interface Assembly {
	/** Absolute. */
	readonly folder: string;
	readonly templates: readonly AssemblyTemplate[];
	/** Paths of constructs that CDK marks as its own helpers. */
	readonly handlers: readonly string[];
	readonly acknowledgements: readonly Acknowledgement[];
	readonly errors: readonly AssemblyError[];
}

export interface AssemblyTemplate {
	/** Absolute. */
	readonly path: string;
	readonly text: string;
	/** By logical id. */
	readonly constructs: ReadonlyMap<string, Construct>;
	/** The calls that made the stack. */
	readonly stack: Trace;
	/** CDK's class of each construct of the app, by path. */
	readonly classes: ReadonlyMap<string, string>;
}

interface AssemblyError {
	readonly path: string;
	readonly line: number;
	readonly column: number;
	readonly message: Words;
}

/** A template with what assigning constructs to it takes. */
interface ReadTemplate {
	/** From the folder of its assembly. */
	readonly file: string;
	readonly path: string;
	readonly text: string;
	readonly nested: readonly string[];
	readonly ids: ReadonlySet<string>;
	readonly paths: ReadonlyMap<string, string | undefined>;
}

/** Manifests and trees of constructs grow with the app and its stack traces. */
const MAX_BYTES = 64 * 1024 * 1024;

const TEMPLATE = /\.template\.json$/u;

/** Stages in stages; deeper than this is a circle. */
const MAX_DEPTH = 20;

/** Says whether a folder holds a cloud assembly, by what its manifest says or by the mark that CDK leaves in it. */
export function isAssembly(folder: string): boolean {
	const path = join(folder, "manifest.json");
	if (!existsSync(path) || leadsOutOf(folder, path)) {
		return false;
	}
	const reading = readText(path, MAX_BYTES);
	const json = reading.kind === "text" ? readJson(reading.text) : null;
	if (json?.ok === true && isManifest(json.value)) {
		return true;
	}
	// CDK leaves a file `cdk.out` in it; a folder that is called so says as much where its manifest is broken.
	const isMarked = existsSync(join(folder, "cdk.out")) || (json?.ok === false && basename(folder) === "cdk.out");
	return isMarked && readNames(folder).some((name) => TEMPLATE.test(name));
}

/**
 * Reads an assembly with its stages. Never throws: what cannot be read is an error, and the rest is read.
 *
 * @param only the absolute path of its one template that is asked for, part of a stack or left from an earlier
 *   synthesis
 */
export function readAssembly(folder: string, only: string | null = null): Assembly {
	const reader = new Reader(folder, only === null ? [] : [basename(only)]);
	reader.read(folder, NO_TREE, 0);
	return only === null ? reader : { ...reader, templates: reader.templates.filter(({ path }) => path === only) };
}

class Reader implements Assembly {
	readonly folder: string;
	readonly templates: AssemblyTemplate[] = [];
	readonly handlers: string[] = [];
	readonly acknowledgements: Acknowledgement[] = [];
	readonly errors: AssemblyError[] = [];

	readonly #named: readonly string[];
	/** Folders without links, so that links in a circle end. */
	readonly #visited = new Set<string | null>();

	constructor(folder: string, named: readonly string[]) {
		this.folder = folder;
		this.#named = named;
	}

	read(folder: string, outerTree: ConstructTree, depth: number): void {
		const real = realPathOf(folder);
		if (this.#visited.has(real)) {
			return;
		}
		this.#visited.add(real);
		const manifest = this.#manifest(folder);
		const tree =
			manifest === null || manifest.treeFile === null
				? outerTree
				: readTree(this.#json(folder, manifest.treeFile, false));
		this.#readStacks(folder, manifest, tree);
		pushAll(
			this.acknowledgements,
			readReportedAcknowledgements(
				existsSync(join(folder, "validation-report.json"))
					? this.#json(folder, "validation-report.json", true)
					: null,
			),
		);
		for (const name of manifest?.assemblies ?? []) {
			const path = within(folder, name);
			if (path === null || depth >= MAX_DEPTH || leadsOutOf(this.folder, path)) {
				this.#error(join(folder, "manifest.json"), "", {
					message: wording("The assembly '{{name}}' is outside this one, so it is not read.", { name }),
					offset: 0,
				});
			} else {
				this.read(path, tree, depth + 1);
			}
		}
	}

	#readStacks(folder: string, manifest: AssemblyManifest | null, tree: ConstructTree): void {
		const templates = this.#templates(folder, manifest);
		const constructs = new Map<string, Map<string, Construct>>();
		const stacks = new Map<string, Trace>();
		for (const stack of manifest?.stacks ?? []) {
			const { constructs: own, acknowledgements } = readConstructs(
				stack.metadata ?? (stack.metadataFile === null ? null : this.#json(folder, stack.metadataFile, true)),
			);
			pushAll(this.acknowledgements, acknowledgements);
			pushAll(
				this.handlers,
				own.filter(({ handler }) => handler).map(({ path }) => path),
			);
			// Of two constructs with one template the first counts.
			const traces = new Map([...own].reverse().map(({ templateFile, trace }) => [templateFile, trace]));
			for (const [file, byId] of assignConstructs(stack.templateFile, own, templates)) {
				constructs.set(file, new Map([...(constructs.get(file) ?? []), ...byId]));
				stacks.set(file, traces.get(file) ?? stackTrace(byId));
			}
		}
		for (const { file, path, text, paths } of templates) {
			const known = constructs.get(file) ?? new Map<string, Construct>();
			this.templates.push({
				path,
				text,
				constructs: new Map([...missingConstructs(paths, known, tree), ...known]),
				stack: stacks.get(file) ?? NO_TRACE,
				classes: tree.classes,
			});
		}
	}

	/** Those of its stacks and of their nested stacks; all that lie there, where the manifest cannot be read. */
	#templates(folder: string, manifest: AssemblyManifest | null): readonly ReadTemplate[] {
		const open =
			manifest === null
				? readNames(folder).filter((name) => TEMPLATE.test(name))
				: [
						...manifest.stacks.map(({ templateFile }) => templateFile),
						...manifest.assetFiles.flatMap((file) =>
							readPublishedTemplates(this.#json(folder, file, false)),
						),
						...(folder === this.folder ? this.#named : []),
					];
		const templates = new Map<string, ReadTemplate | null>();
		for (let file = open.shift(); file !== undefined; file = open.shift()) {
			if (!templates.has(file)) {
				const template = this.#template(folder, file);
				templates.set(file, template);
				pushAll(open, template?.nested ?? []);
			}
		}
		return [...templates.values()].filter((template) => template !== null);
	}

	#manifest(folder: string): AssemblyManifest | null {
		const path = join(folder, "manifest.json");
		const text = this.#text(path);
		if (text === null) {
			return null;
		}
		const reading = readManifest(text);
		for (const problem of reading.ok ? reading.manifest.problems : [reading.problem]) {
			this.#error(path, text, problem);
		}
		return reading.ok ? reading.manifest : null;
	}

	#template(folder: string, file: string): ReadTemplate | null {
		const path = within(folder, file);
		if (path === null) {
			this.#error(join(folder, "manifest.json"), "", {
				message: wording("The template '{{file}}' is outside the assembly, so it is not read.", { file }),
				offset: 0,
			});
			return null;
		}
		const text = this.#text(path);
		if (text === null) {
			return null;
		}
		const json = readJson(text);
		// What is wrong with a template, the linter says.
		return {
			file,
			path,
			text,
			nested: readNestedTemplates(json.ok ? json.value : null),
			...idsOf(json.ok ? json.value : null),
		};
	}

	/** @param due whether a file that cannot be read is an error; else it is just not there */
	#json(folder: string, file: string, due: boolean): unknown {
		const path = within(folder, file);
		const reading = path === null ? null : this.#open(path, MAX_BYTES);
		if (path === null || reading?.kind !== "text") {
			if (due) {
				this.#error(path ?? join(folder, "manifest.json"), "", {
					message:
						reading?.kind === "error" ? reading.message : wording("'{{file}}' cannot be read.", { file }),
					offset: 0,
				});
			}
			return null;
		}
		const json = readJson(reading.text);
		if (!json.ok) {
			this.#error(path, reading.text, json.problem);
			return null;
		}
		return json.value;
	}

	/**
	 * Reads nothing to which a link leads out of the assembly: the user named the assembly, not what lies elsewhere.
	 */
	#open(path: string, maxBytes?: number): TextReading {
		return leadsOutOf(this.folder, path)
			? {
					kind: "error",
					message: wording("It is a symbolic link to a file outside the assembly, so it is not read."),
				}
			: readText(path, maxBytes);
	}

	#text(path: string): string | null {
		const reading = this.#open(path, basename(path) === "manifest.json" ? MAX_BYTES : undefined);
		if (reading.kind !== "text") {
			this.#error(path, "", {
				message: reading.kind === "error" ? reading.message : wording("It {{why}}.", { why: reading.why }),
				offset: 0,
			});
			return null;
		}
		return reading.text;
	}

	#error(
		path: string,
		text: string,
		{ message, offset }: Omit<AssemblyProblem, "message"> & { readonly message: Words },
	): void {
		this.errors.push({ path, ...new LineIndex(text).locate(offset), message });
	}
}

/** The logical ids of a template, and the construct paths that it tells itself (`aws:cdk:path`). */
function idsOf(template: unknown): {
	readonly ids: ReadonlySet<string>;
	readonly paths: ReadonlyMap<string, string | undefined>;
} {
	const paths = new Map<string, string | undefined>();
	for (const section of ["Parameters", "Resources"]) {
		const entries = isRecord(template) ? template[section] : null;
		for (const [id, entry] of Object.entries(isRecord(entries) ? entries : {})) {
			const metadata = isRecord(entry) ? entry["Metadata"] : null;
			const path = isRecord(metadata) ? metadata["aws:cdk:path"] : undefined;
			paths.set(id, typeof path === "string" ? path : undefined);
		}
	}
	return { ids: new Set(paths.keys()), paths };
}

/** Where no stack says how it was made: what the traces of all its constructs end with. */
function stackTrace(constructs: ReadonlyMap<string, Construct>): Trace {
	const traces = [...constructs.values()].map(({ trace }) => trace.frames).filter((frames) => frames.length > 0);
	const [first = [], ...others] = traces;
	let length = traces.length > 1 ? first.length - 1 : 0;
	for (const other of others) {
		while (
			length > 0 &&
			!first.slice(-length).every((frame, index) => isSame(frame, other.slice(-length)[index]))
		) {
			length -= 1;
		}
	}
	return { frames: length === 0 ? [] : first.slice(-length), truncated: false };
}

function isSame(
	a: { readonly file: string; readonly line: number; readonly column: number | null },
	b: typeof a | undefined,
): boolean {
	return b !== undefined && a.file === b.file && a.line === b.line && a.column === b.column;
}

function readNames(folder: string): readonly string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

/** A path below a folder; null where the name leads out of it. */
function within(folder: string, name: string): string | null {
	const path = join(folder, name);
	return !isBelowFolder(folder, path) || isAbsolute(name) || basename(path) === "" ? null : path;
}

/** The constructs of a template that no metadata tell of, by the path in the template, or the one in the tree. */
function* missingConstructs(
	paths: ReadonlyMap<string, string | undefined>,
	known: ReadonlyMap<string, Construct>,
	tree: ConstructTree,
): Generator<readonly [string, Construct]> {
	for (const [id, inTemplate] of paths) {
		const inTree = tree.paths.get(id) ?? [];
		const path = inTemplate ?? (inTree.length === 1 ? inTree[0] : undefined);
		if (!known.has(id) && path !== undefined) {
			yield [id, { path, logicalId: id, trace: NO_TRACE, assignments: [], templateFile: null, handler: false }];
		}
	}
}
