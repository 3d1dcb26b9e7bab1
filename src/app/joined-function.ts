import { dirname } from "node:path";
import type { Resource } from "../model/resource.ts";
import type { Value } from "../model/value.ts";
import type { AppFunction, AppStack } from "./application.ts";
import { AppFiles } from "./app-files.ts";
import { diskOf } from "./disk.ts";
import { FunctionJoiner } from "./join-function.ts";
import { ParentFinder, passedValues } from "./nested-stacks.ts";
import { placeOfMany } from "./read-stacks.ts";
import { originOf, type StackOrigin } from "./stack-origin.ts";

const JOINED = new WeakMap<Resource, AppFunction>();
const JOINERS = new WeakMap<StackOrigin, Joiners>();

interface Joiners {
	readonly files: AppFiles;
	readonly joiner: FunctionJoiner;
	readonly parents: ParentFinder;
}

/**
 * A function of a file that is linted, joined with its code: that inside of the file and, if the setting `application` is
 * on, that in other files of the working directory. Null if it is not known where the file is.
 */
export function joinedFunction(fn: Resource): AppFunction | null {
	const known = JOINED.get(fn);
	const origin = originOf(fn.stack);
	const stack = known === undefined && origin !== undefined ? stackAt(origin) : null;
	if (origin === undefined || stack === null) {
		return known ?? null;
	}
	const joined = joinersOf(origin).joiner.join(fn, stack);
	JOINED.set(fn, joined);
	return joined;
}

/**
 * What the stacks pass that nest the template of a resource, for a value that is a parameter of it; empty if that is not
 * known, as it is without the setting `application`.
 */
export function valuesPassedFor(value: Value, { stack }: Resource): readonly Value[] {
	const origin = value.kind === "reference" && value.to.of === "parameter" ? originOf(stack) : undefined;
	const own = origin?.readsOthers === true ? stackAt(origin) : null;
	return own === null || own.parents.length === 0 ? [] : passedValues(value, own).filter((one) => one !== value);
}

/** True if other files were read for questions about a stack. */
export function hasReadOthers(stack: Resource["stack"]): boolean {
	const origin = originOf(stack);
	return origin !== undefined && JOINERS.get(origin)?.files.hasReadOthers === true;
}

/** The stack of a file that is linted. */
function stackAt(origin: StackOrigin): AppStack | null {
	const { files, parents } = joinersOf(origin);
	const { stack } = origin.reading;
	const file = files.open(origin.path);
	if ("why" in file || stack === null) {
		return null;
	}
	return stack.placeOf === undefined
		? parents.stackOf(file, stack)
		: {
				file,
				unit: dirname(origin.path),
				stack,
				placeOf: (span) => placeOfMany(span, file, files),
				parents: [],
			};
}

function joinersOf(origin: StackOrigin): Joiners {
	let made = JOINERS.get(origin);
	if (made === undefined) {
		const { cwd, readsOthers, run } = origin;
		const settings = { cwd, parameterOverrides: {}, suppressions: true };
		const files = readsOthers ? new AppFiles([cwd], settings, diskOf(cwd, run)) : new AppFiles([], settings);
		files.give(origin);
		made = { files, joiner: new FunctionJoiner(files), parents: new ParentFinder(files) };
		JOINERS.set(origin, made);
	}
	return made;
}
