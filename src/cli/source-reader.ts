import { SourceMap, type SourceMapPayload } from "node:module";
import { basename, dirname, extname, isAbsolute, join, resolve } from "node:path";
import { isBelowFolder, realPathOf } from "../files/leads-out-of.ts";
import { readSmallText } from "../files/read-regular-file.ts";
import { isRecord, readJson } from "../languages/assembly/read-json.ts";
import type { StackFrame } from "../languages/assembly/read-frames.ts";
import { LineIndex } from "../text/line-index.ts";
import type { Span } from "../text/span.ts";
import { shownPath } from "./file/shown-path.ts";

/** A place in the source of an app. */
export interface SourcePlace {
	/** As reports show it. */
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly endColumn: number;
	/** The text of the file and the span in it; null where the file is not here. */
	readonly source: { readonly text: string; readonly index: LineIndex; readonly span: Span } | null;
}

/** What CDK apps are written in. Nothing else is read because a trace says so. */
const SOURCE = /\.(?:[cm]?[jt]sx?|py|java|cs|go|kt|fs|vb)$/iu;

/** More than this is no source of a person. */
const MAX_BYTES = 4 * 1024 * 1024;

/** What is underlined: `new lambda.Function`, `super`, `orders.addEnvironment`. */
const CALL = /(?:new\s+)?[\w$]+(?:\s*\.\s*[\w$]+)*/uy;

/**
 * Finds the places that traces tell, in the files of a project, and reads them. A trace is a stranger's word: a file
 * that is no source or does not lie below the project is never read, whatever the trace says.
 */
export class SourceReader {
	readonly #roots: readonly string[];
	readonly #cwd: string;
	readonly #texts = new Map<string, { readonly text: string; readonly index: LineIndex } | null>();
	readonly #paths = new Map<string, string | null>();
	readonly #maps = new Map<string, SourceMap | null>();

	/** @param roots absolute folders below which a project's sources lie */
	constructor(roots: readonly string[], cwd: string) {
		this.#roots = [...new Set(roots.flatMap((root) => realPathOf(root) ?? []))];
		this.#cwd = cwd;
	}

	/** The place of a frame; of what a compiler wrote, the place that its source map tells. */
	placeOf(frame: StackFrame): SourcePlace {
		const path = this.#find(frame.file);
		const file = path === null ? null : this.#read(path);
		if (path === null || file === null) {
			return {
				file:
					isAbsolute(frame.file) && isBelowFolder(this.#cwd, frame.file)
						? shownPath(frame.file, this.#cwd)
						: frame.file,
				line: frame.line,
				column: frame.column ?? 1,
				endColumn: (frame.column ?? 1) + 1,
				source: null,
			};
		}
		const mapped = this.#follow(path, file.text, frame);
		return mapped === null ? this.#place(path, file, frame.line, frame.column) : mapped;
	}

	/** The text of the line that a frame tells; empty where the file is not here. */
	lineOf(frame: StackFrame): string {
		const { source, line } = this.placeOf(frame);
		return source === null ? "" : lineText(source.text, source.index, line);
	}

	#place(
		path: string,
		{ text, index }: { readonly text: string; readonly index: LineIndex },
		line: number,
		column: number | null,
	): SourcePlace {
		const shown = lineText(text, index, line);
		const at =
			column === null
				? firstCall(shown)
				: /^\s{0,8}=(?!=)/u.test(shown.slice(column - 1))
					? startOfTarget(shown, column)
					: column;
		CALL.lastIndex = at - 1;
		const endColumn = at + (at <= shown.length ? Math.max(1, CALL.exec(shown)?.[0].length ?? 1) : 1);
		const start = index.startOf(line) + at - 1;
		return {
			file: shownPath(path, this.#cwd),
			line,
			column: at,
			endColumn,
			source: { text, index, span: { start, end: start + endColumn - at } },
		};
	}

	/** Where the file lies here: as it was recorded, or, for an assembly made elsewhere, by the end of its path. */
	#find(recorded: string): string | null {
		const known = this.#paths.get(recorded);
		if (known !== undefined) {
			return known;
		}
		let found: string | null = null;
		if (SOURCE.test(recorded)) {
			const direct = isAbsolute(recorded) ? [recorded] : this.#roots.map((root) => resolve(root, recorded));
			found =
				[...direct, ...this.#endings(recorded)]
					.map((path) => this.#inside(path))
					.find((path) => path !== null) ?? null;
		}
		this.#paths.set(recorded, found);
		return found;
	}

	#endings(recorded: string): readonly string[] {
		const parts = recorded
			.split("/")
			.filter((part) => part !== "" && part !== "." && part !== ".." && !part.endsWith(":"));
		return parts.flatMap((_, index) => {
			const rest = parts.slice(index);
			// One name alone says too little, unless its folder is called like this one.
			return this.#roots.flatMap((root) =>
				rest.length > 1 || parts.at(-2) === basename(root) ? [join(root, rest.join("/"))] : [],
			);
		});
	}

	#inside(path: string): string | null {
		const real = realPathOf(path);
		return real !== null && this.#roots.some((root) => isBelowFolder(root, real)) && SOURCE.test(real)
			? real
			: null;
	}

	#read(path: string): { readonly text: string; readonly index: LineIndex } | null {
		const known = this.#texts.get(path);
		if (known !== undefined) {
			return known;
		}
		const text = readSmallText(path, { maxBytes: MAX_BYTES });
		const read = text === null ? null : { text, index: new LineIndex(text) };
		this.#texts.set(path, read);
		return read;
	}

	#follow(path: string, text: string, { line, column }: StackFrame): SourcePlace | null {
		if (!/\.[cm]?js$/iu.test(path)) {
			return null;
		}
		let map = this.#maps.get(path);
		if (map === undefined) {
			map = this.#readMap(path, text);
			this.#maps.set(path, map);
		}
		const entry = map?.findEntry(line - 1, (column ?? 1) - 1);
		if (entry === undefined || !("originalSource" in entry) || typeof entry.originalSource !== "string") {
			return null;
		}
		const original = this.#inside(resolve(dirname(path), entry.originalSource));
		const file = original === null ? null : this.#read(original);
		return original === null || file === null
			? null
			: this.#place(original, file, entry.originalLine + 1, column === null ? null : entry.originalColumn + 1);
	}

	/** `//# sourceMappingURL=app.js.map` beside the file; one in the text itself is `--enable-source-maps`' affair. */
	#readMap(path: string, text: string): SourceMap | null {
		const name = /\/\/# sourceMappingURL=([^\s:]+\.map)\s*$/u.exec(text)?.[1];
		const mapPath = name === undefined ? null : realPathOf(resolve(dirname(path), name));
		const body =
			mapPath === null || extname(mapPath) !== ".map" || !this.#roots.some((root) => isBelowFolder(root, mapPath))
				? null
				: readSmallText(mapPath, { maxBytes: MAX_BYTES });
		const json = body === null ? null : readJson(body);
		if (
			json?.ok !== true ||
			!isRecord(json.value) ||
			typeof json.value["mappings"] !== "string" ||
			!Array.isArray(json.value["sources"])
		) {
			return null;
		}
		const { sourceRoot, sources } = json.value;
		const root = typeof sourceRoot === "string" ? sourceRoot : "";
		return new SourceMap({
			...json.value,
			sourceRoot: "",
			sources: sources.map((source) => (root === "" ? String(source) : join(root, String(source)))),
		} as unknown as SourceMapPayload);
	}
}

function lineText(text: string, index: LineIndex, line: number): string {
	return line > index.lines
		? ""
		: text
				.slice(index.startOf(line), line < index.lines ? index.startOf(line + 1) : text.length)
				.replace(/[\r\n]{1,2}$/u, "");
}

/** Where a construct is made on a line of which the column is lost. */
function firstCall(line: string): number {
	const call = /\bnew\b|\bsuper\b/u.exec(line)?.index ?? line.search(/\S/u);
	return Math.max(0, call) + 1;
}

/** An assignment is recorded at its `=` or before it: `key.enableKeyRotation = false`. */
function startOfTarget(line: string, column: number): number {
	const before = line.slice(0, column - 1).trimEnd();
	let start = before.length;
	while (start > 0 && /[\w$.]/u.test(before.charAt(start - 1))) {
		start -= 1;
	}
	return start === before.length ? column : start + 1;
}
