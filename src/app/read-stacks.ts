import { dirname } from "node:path";
import type { Span } from "../text/span.ts";
import { withParents } from "./nested-stacks.ts";
import type { AppFile, AppStack, Place } from "./application.ts";
import type { AppFiles } from "./app-files.ts";

/** The stacks of some files, in their order. */
export function readStacks(paths: readonly string[], files: AppFiles): readonly AppStack[] {
	const stacks: AppStack[] = [];
	/** Folders whose files are one stack, and those that are called from another. */
	const whole = new Set<string>();
	const called = new Set<string>();
	const visited = new Set<AppFile>();
	for (const given of paths.filter((one) => files.mayDeploy(one))) {
		const file = files.open(given);
		if ("why" in file || file.reading.stack === null || visited.has(file)) {
			continue;
		}
		visited.add(file);
		const { path } = file;
		const { stack } = file.reading;
		const folder = dirname(path);
		if (stack.placeOf === undefined) {
			stacks.push({ file, unit: path, stack, placeOf: (span) => ({ file, span }), parents: [] });
		} else if (!whole.has(folder)) {
			whole.add(folder);
			stacks.push({
				file,
				unit: folder,
				stack,
				placeOf: (span) => placeOfMany(span, file, files),
				parents: [],
			});
			for (const { head } of stack.resources) {
				const at = stack.placeOf(head);
				if (at !== null && dirname(at.path) !== folder) {
					called.add(dirname(at.path));
				}
			}
		}
	}
	return withParents(
		stacks.filter(({ file, stack }) => stack.placeOf === undefined || !called.has(dirname(file.path))),
		files,
	);
}

/** A place in a stack of several files. */
export function placeOfMany(span: Span, file: AppFile, files: AppFiles): Place {
	const at = file.reading.stack?.placeOf?.(span) ?? null;
	const found = at === null ? file : files.open(at.path);
	return at === null || "why" in found ? { file, span: { start: 0, end: 0 } } : { file: found, span: at.span };
}
