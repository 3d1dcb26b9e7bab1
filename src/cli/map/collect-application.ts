import { pushAll } from "../../text/push-all.ts";
import { dirname, resolve } from "node:path";
import type { Application } from "../../app/application.ts";
import { readApplication } from "../../app/read-application.ts";
import { isBelowFolder } from "../../files/leads-out-of.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { findFiles } from "../find-files.ts";
import type { Io } from "../io.ts";
import { ProjectFiles } from "../project-files.ts";
import { readAssembly } from "../read-assembly.ts";
import { writeNote } from "../write-note.ts";
import { shownPath } from "../file/shown-path.ts";
import { renderWords } from "../../text/wording.ts";

/** How an application is read. */
export interface CollectOptions {
	/** Patterns of what is left out. */
	readonly exclude: readonly string[];
	/** Values of parameters, which win over those of configurations; null to take every template as it is written. */
	readonly parameters: Readonly<Record<string, string>> | null;
	/** True to read the templates of cloud assemblies, too. */
	readonly readsAssemblies?: boolean;
}

/**
 * Reads the application below some paths, without what configurations leave out. Nothing outside of the working directory
 * is read, but for a path outside that is given itself.
 *
 * @throws {UsageError} for a path that does not exist, and for a configuration that is not understood
 */
export function collectApplication(paths: readonly string[], options: CollectOptions, io: Io): Application {
	const { exclude, parameters, readsAssemblies = false } = options;
	const project = new ProjectFiles(io.cwd);
	const found: string[] = [];
	const outside: string[] = [];
	for (const one of findFiles(paths, io.cwd, { ...(io.files === undefined ? {} : { files: io.files }), exclude })) {
		if ("message" in one) {
			if (one.missing) {
				throw new UsageError(renderWords(one.message));
			}
			writeNote(io.stderr, `: ${renderWords(one.message)}`, shownPath(one.path, io.cwd));
		} else if (!("leftOut" in one) && !project.leavesOut(one.path)) {
			const { path, assembly } = one;
			const files = assembly === undefined ? [path] : readsAssemblies ? templatesIn(path, assembly.only) : [];
			pushAll(found, files.slice(0, MAX_TEMPLATES));
			if (files.length > 0 && !isBelowFolder(io.cwd, path)) {
				outside.push(assembly === undefined ? dirname(path) : path);
			}
		}
	}
	const given = paths
		.map((path) => resolve(io.cwd, path))
		.filter((path) => !isBelowFolder(io.cwd, path) && path !== io.cwd);
	return readApplication({
		cwd: io.cwd,
		parameterOverrides: parameters ?? {},
		...(parameters === null ? {} : { parametersOf: (path: string) => project.parametersOf(path) }),
		suppressions: true,
		paths: found,
		roots: [io.cwd, ...given.filter((path) => !found.includes(path)), ...new Set(outside)],
	});
}

/** More stacks than an app has. */
const MAX_TEMPLATES = 2000;

function templatesIn(folder: string, only: string | null): readonly string[] {
	return readAssembly(folder, only).templates.map(({ path }) => path);
}
