import { dirname } from "node:path";
import type { Resource } from "../model/resource.ts";
import type { AppFunction } from "./application.ts";
import { AppFiles } from "./app-files.ts";
import { FunctionJoiner } from "./join-function.ts";
import { placeOfMany } from "./read-stacks.ts";
import { originOf, type StackOrigin } from "./stack-origin.ts";

const JOINED = new WeakMap<Resource, AppFunction>();
const JOINERS = new WeakMap<StackOrigin, { readonly files: AppFiles; readonly joiner: FunctionJoiner }>();
const READERS = new WeakSet<StackOrigin>();

/**
 * A function of a file that is linted, joined with its code: that inside of the file and, if the setting `application` is
 * on, that in other files of the working directory. Null if it is not known where the file is.
 */
export function joinedFunction(fn: Resource): AppFunction | null {
	const known = JOINED.get(fn);
	const origin = originOf(fn.stack);
	if (known !== undefined || origin === undefined || origin.reading.stack === null) {
		return known ?? null;
	}
	const { files, joiner } = joinerOf(origin);
	const { stack } = origin.reading;
	const file = files.open(origin.path);
	if ("why" in file) {
		return null;
	}
	const joined = joiner.join(fn, {
		file,
		unit: stack.placeOf === undefined ? origin.path : dirname(origin.path),
		stack,
		placeOf: (span) => (stack.placeOf === undefined ? { file, span } : placeOfMany(span, file, files)),
		parents: [],
	});
	JOINED.set(fn, joined);
	if (files.hasReadOthers) {
		READERS.add(origin);
	}
	return joined;
}

/** True if other files were read for questions about a stack. */
export function hasReadOthers(stack: Resource["stack"]): boolean {
	const origin = originOf(stack);
	return origin !== undefined && READERS.has(origin);
}

function joinerOf(origin: StackOrigin): { readonly files: AppFiles; readonly joiner: FunctionJoiner } {
	let made = JOINERS.get(origin);
	if (made === undefined) {
		const { cwd, readsOthers } = origin;
		const files = new AppFiles(readsOthers ? [cwd] : [], { cwd, parameterOverrides: {}, suppressions: true });
		files.give(origin);
		made = { files, joiner: new FunctionJoiner(files) };
		JOINERS.set(origin, made);
	}
	return made;
}
