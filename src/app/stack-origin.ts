import type { Reading } from "../languages/dialect.ts";
import type { Stack } from "../model/resource.ts";

/** The file that a stack was read from. */
export interface StackOrigin {
	/** Absolute. */
	readonly path: string;
	/** From the working directory, with `/`. */
	readonly name: string;
	/** Nothing outside of it is read. */
	readonly cwd: string;
	readonly text: string;
	readonly reading: Reading;
	/** True if the code of functions is read from other files. */
	readonly readsOthers: boolean;
	/** A run during which no file changes; null if they may. */
	readonly run: object | null;
}

const ORIGINS = new WeakMap<object, StackOrigin>();
/** By the trees of modules. */
const RUNS = new WeakMap<object, object>();

/** Keeps where a file was read from, for questions about the code of its functions, or about who loads it. */
export function keepOrigin(origin: StackOrigin): void {
	const { stack, module } = origin.reading;
	if (module !== null && origin.run !== null) {
		RUNS.set(module.ast, origin.run);
	}
	if (stack !== null) {
		ORIGINS.set(stack, origin);
		// The resources of a module of several files belong to all of them.
		const whole = stack.placeOf === undefined ? undefined : stack.resources[0]?.stack;
		if (whole !== undefined) {
			ORIGINS.set(whole, origin);
		}
	}
}

/** Where a stack was read from; undefined if that is not known. */
export function originOf(stack: Stack): StackOrigin | undefined {
	return ORIGINS.get(stack);
}

/** The run during which no file changes that a module was read in; null if files may change. */
export function runOf(ast: object): object | null {
	return RUNS.get(ast) ?? null;
}
