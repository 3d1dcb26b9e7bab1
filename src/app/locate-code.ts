import { basename, dirname } from "node:path";
import type { InlineProgram } from "../languages/dialect.ts";
import type { CodeSource } from "../model/code-source.ts";
import type { Span } from "../text/span.ts";
import type { Resource } from "../model/resource.ts";
import { alternatives, getIn, literalOf, withDefault, type Value } from "../model/value.ts";
import type { AppFile } from "./application.ts";
import type { AppFiles } from "./app-files.ts";
import { BuildOutputs } from "./build-outputs.ts";

/** Where the handler of a function is. */
export type LocatedCode =
	| { readonly kind: "file"; readonly path: string; readonly exported: string }
	| { readonly kind: "inline"; readonly program: InlineProgram; readonly exported: string }
	/** A text of the resource, which a language has no place for in its own terms. */
	| { readonly kind: "text"; readonly text: string; readonly span: Span; readonly exported: string }
	| { readonly kind: "unknown"; readonly why: string }
	| { readonly kind: "foreign"; readonly why: string };

/** Programs as Lambda finds them, then as `sam build`, a bundler or `tsc` in place makes them. */
const PROGRAMS = [".js", ".mjs", ".cjs"];
const SOURCES = [".ts", ".mts", ".cts", ".tsx", ".jsx"];

/** Finds the handler's file of each function. */
export class CodeLocator {
	readonly #files: AppFiles;
	readonly #outputs: BuildOutputs;

	constructor(files: AppFiles) {
		this.#files = files;
		this.#outputs = new BuildOutputs(files);
	}

	/**
	 * @param file where the function is written
	 * @param start where what leads to it begins
	 */
	locate(fn: Resource, file: AppFile, start: AppFile): LocatedCode {
		const runtime = textOf(fn.get("Runtime"));
		if (runtime !== null && !runtime.startsWith("nodejs")) {
			return { kind: "foreign", why: `its runtime is '${runtime}'` };
		}
		if (
			textOf(fn.get("PackageType")) === "Image" ||
			isImage(fn, fn.get("ImageUri")) ||
			isImage(fn, fn.get("Code.ImageUri"))
		) {
			return { kind: "foreign", why: "its code is a container image" };
		}
		if (fn.source !== undefined && fn.source !== null) {
			return this.#fromSource(fn, fn.source, file, start);
		}
		const handler = textOf(fn.get("Handler"));
		const inline = programsById(file).get(fn.id);
		if (inline !== undefined) {
			return { kind: "inline", program: inline, exported: exportOf(handler ?? "index.handler") };
		}
		if (hasValue(fn.get("InlineCode")) || hasValue(fn.get("Code.ZipFile"))) {
			// A template says which language it is; in an app, what is no JavaScript is not parsed.
			return file.reading.module === null && runtime === null
				? { kind: "unknown", why: "its inline code is not known until deployment, or is not JavaScript" }
				: ofText(fn, handler);
		}
		if (handler === null) {
			return { kind: "unknown", why: "its `Handler` is not known until deployment" };
		}
		const folder = this.#folderOf(fn, file);
		return "why" in folder
			? folder
			: this.#files.isInside(folder.path)
				? this.#inPackage(fn, folder.path, handler)
				: this.#outside(folder.path);
	}

	/** What a dialect says of the code. */
	#fromSource(fn: Resource, source: CodeSource, file: AppFile, start: AppFile): LocatedCode {
		if (source.kind === "foreign" || source.kind === "unknown") {
			return source;
		}
		if (source.kind === "inline") {
			return ofText(fn, source.handler);
		}
		const base = source.base === "file" ? dirname(file.path) : this.#appFolder(dirname(start.path));
		if (base === null) {
			return { kind: "unknown", why: "the folder that the app is started in is not known" };
		}
		const path = this.#files.at(base, source.way);
		if (!this.#files.isInside(path)) {
			return this.#outside(path);
		}
		if (source.kind === "entry") {
			const found = this.#files.isFile(path) ? path : this.#programAt(path);
			return source.exported === null
				? { kind: "unknown", why: "its `handler` is not known until the app runs" }
				: found === null
					? { kind: "unknown", why: `no file was found for the entry '${this.#files.nameOf(path)}'` }
					: { kind: "file", path: found, exported: source.exported };
		}
		if (source.handler === null) {
			return { kind: "unknown", why: "its handler is not known" };
		}
		return source.kind === "folder" ? this.#inPackage(fn, path, source.handler) : this.#alone(path, source.handler);
	}

	#inPackage(fn: Resource, path: string, handler: string): LocatedCode {
		const kind = this.#files.kindOf(path);
		return kind === "file"
			? isProgram(path)
				? this.#alone(path, handler)
				: { kind: "unknown", why: `'${this.#files.nameOf(path)}' is an archive` }
			: kind === null && !this.#outputs.isOutput(path)
				? { kind: "unknown", why: `'${this.#files.nameOf(path)}' does not exist` }
				: this.#inFolder(fn, path, handler);
	}

	/** One file that is the whole package. */
	#alone(path: string, handler: string): LocatedCode {
		const { module, exported } = splitHandler(handler);
		const isNamed = withoutExtension(basename(path)) === module && exported !== "";
		const found = !isNamed
			? null
			: this.#files.isFile(path)
				? path
				: this.#outputs.sourceOf(withoutExtension(path), (one) => this.#programAt(one));
		return found === null
			? {
					kind: "unknown",
					why: `'${this.#files.nameOf(path)}' is not the module of the handler '${handler}', or does not exist`,
				}
			: isProgram(found)
				? { kind: "file", path: found, exported }
				: { kind: "foreign", why: `'${this.#files.nameOf(path)}' is not JavaScript` };
	}

	#outside(path: string): LocatedCode {
		return { kind: "unknown", why: `'${this.#files.nameOf(path)}' is outside of the given folders` };
	}

	/**
	 * The folder that an app is started in: the nearest one with a `cdk.json`, else the nearest package.
	 */
	#appFolder(folder: string): string | null {
		const above = this.#files.foldersAbove(folder);
		const has = (name: string): string | undefined =>
			above.find((one) => this.#files.isFile(this.#files.at(one, name)));
		return has("cdk.json") ?? has("package.json") ?? null;
	}

	/** The folder whose content is the function's package. */
	#folderOf(fn: Resource, file: AppFile): { readonly path: string } | Extract<LocatedCode, { readonly why: string }> {
		const isSam = fn.writtenType === "AWS::Serverless::Function";
		const property = isSam ? "CodeUri" : "Code";
		const [only, ...others] = alternatives(fn.get(property));
		if (only === undefined || others.length > 0) {
			return { kind: "unknown", why: `its \`${property}\` depends on conditions` };
		}
		const value = withDefault(only.value);
		if (value.kind === "absent" && isSam) {
			return { path: dirname(file.path) };
		}
		if (value.kind === "map") {
			return { kind: "foreign", why: "its code is an archive in S3" };
		}
		if (value.kind !== "literal") {
			return { kind: "unknown", why: `its \`${property}\` is not known until deployment` };
		}
		if (/^s3:/u.test(value.text)) {
			return { kind: "foreign", why: "its code is an archive in S3" };
		}
		const path = this.#files.at(dirname(file.path), value.text);
		return { path };
	}

	#inFolder(fn: Resource, folder: string, handler: string): LocatedCode {
		const { module, exported } = splitHandler(handler);
		if (module === "" || exported === "") {
			return { kind: "unknown", why: `'${handler}' is not the name of a handler` };
		}
		const method = textOf(getIn(fn.metadata, "BuildMethod"));
		if (method === "esbuild") {
			return this.#bundled(fn, folder, module, exported);
		}
		if (method !== null && !method.startsWith("nodejs")) {
			return { kind: "unknown", why: `it is built by '${method}'` };
		}
		const path = this.#files.at(folder, module);
		const found = this.#programAt(path);
		if (found !== null) {
			return { kind: "file", path: found, exported };
		}
		const source = this.#outputs.sourceOf(path, (one) => this.#programAt(one));
		return source === null
			? { kind: "unknown", why: `no file was found for the handler '${this.#files.nameOf(path)}'` }
			: { kind: "file", path: source, exported };
	}

	/** The program at a path without its extension. */
	#programAt(path: string): string | null {
		return [...PROGRAMS, ...SOURCES].map((one) => `${path}${one}`).find((one) => this.#files.isFile(one)) ?? null;
	}

	/**
	 * The entry point whose bundle has the handler's name: bundles lie in the folders of their entry points, below what
	 * these have in common.
	 *
	 * @see https://esbuild.github.io/api/#outbase
	 */
	#bundled(fn: Resource, folder: string, module: string, exported: string): LocatedCode {
		const points = getIn(fn.metadata, "BuildProperties.EntryPoints");
		// Without any, SAM takes the module of the handler.
		const entries =
			points.kind === "absent"
				? [module]
				: points.kind === "list" && !points.open
					? points.items.map(textOf)
					: [];
		if (entries.length === 0 || entries.includes(null)) {
			return { kind: "unknown", why: "its `EntryPoints` are not known" };
		}
		const paths = entries.map((entry) => this.#files.at(folder, entry ?? ""));
		const base = commonFolder(paths.map(dirname));
		const found = paths.find((path) => {
			const output = withoutExtension(path.slice(base.length + 1));
			return output === module || this.#files.at(folder, module) === withoutExtension(path);
		});
		const file = found === undefined ? null : this.#files.isFile(found) ? found : this.#programAt(found);
		return file === null
			? { kind: "unknown", why: `no entry point is bundled as '${module}'` }
			: { kind: "file", path: file, exported };
	}
}

/**
 * `src/api.handler` is the export `handler` of `src/api`; the module ends at the first dot of the last part.
 *
 * @see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/UserFunction.js
 */
function splitHandler(handler: string): { readonly module: string; readonly exported: string } {
	const file = handler.lastIndexOf("/") + 1;
	const dot = handler.indexOf(".", file);
	return dot === -1
		? { module: handler, exported: "" }
		: { module: handler.slice(0, dot), exported: handler.slice(dot + 1) };
}

const PROGRAMS_OF = new WeakMap<AppFile, ReadonlyMap<string, InlineProgram>>();

/** The programs inside a file, by the function that runs them. */
function programsById(file: AppFile): ReadonlyMap<string, InlineProgram> {
	let programs = PROGRAMS_OF.get(file);
	if (programs === undefined) {
		programs = new Map(file.programs.map((program) => [program.id, program]));
		PROGRAMS_OF.set(file, programs);
	}
	return programs;
}

/** Code in a property: every text of a program is a position in that property. */
function ofText(fn: Resource, handler: string | null): LocatedCode {
	const [value] = ["Code.ZipFile", "InlineCode"].map((path) => fn.get(path)).filter(({ kind }) => kind !== "absent");
	return value?.kind === "literal"
		? { kind: "text", text: value.text, span: value.span, exported: exportOf(handler ?? "index.handler") }
		: { kind: "unknown", why: "its inline code is not known until the app runs" };
}

function exportOf(handler: string): string {
	return splitHandler(handler).exported;
}

/** The longest folder that all of them are in. */
function commonFolder([first = "", ...others]: readonly string[]): string {
	let common = first;
	for (const folder of others) {
		while (folder !== common && !folder.startsWith(`${common}/`) && common !== dirname(common)) {
			common = dirname(common);
		}
	}
	return common;
}

function isProgram(path: string): boolean {
	return /\.[cm]?[jt]sx?$/u.test(path);
}

function withoutExtension(path: string): string {
	return path.replace(/\.[cm]?[jt]sx?$/u, "");
}

/** A text that is the same whatever is deployed; null for any other. */
function textOf(value: Value): string | null {
	const [only, ...others] = alternatives(value);
	return only === undefined || others.length > 0 ? null : (literalOf(only.value)?.text ?? null);
}

/** What may be added to the arguments of a construct is no image. */
function isImage({ source }: Resource, value: Value): boolean {
	return hasValue(value) && (value.kind !== "unresolved" || source === undefined || source === null);
}

function hasValue(value: Value): boolean {
	return alternatives(value).some(({ value: one }) => one.kind !== "absent");
}
