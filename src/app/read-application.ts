import type { DialectSettings } from "../languages/dialect.ts";
import type { Application, AppFunction, AppUnknown } from "./application.ts";
import { AppFiles } from "./app-files.ts";
import { FunctionJoiner } from "./join-function.ts";
import { linkConstructs } from "./link-constructs.ts";
import { readStacks } from "./read-stacks.ts";

/** What an application is read from. */
export interface ApplicationSettings extends DialectSettings {
	/** The files below the given paths that may be of interest, absolute, in order. */
	readonly paths: readonly string[];
	/** The given folders, absolute: nothing outside of them is read. */
	readonly roots: readonly string[];
	/** Values of the parameters of a file, by its absolute path; `parameterOverrides` win over them. */
	readonly parametersOf?: (path: string) => Readonly<Record<string, string>>;
}

/** The largest number of functions that are joined. */
const MAX_FUNCTIONS = 5000;

/**
 * Reads every stack and every program below some paths, and joins them. Nothing is executed, and nothing outside of the
 * given folders is read. A file that cannot be read is left out; what it would have told is unknown.
 */
export function readApplication(settings: ApplicationSettings): Application {
	const files = new AppFiles(settings.roots, settings);
	const stacks = linkConstructs(readStacks(settings.paths, files), settings.paths, files);
	const joiner = new FunctionJoiner(files);
	const functions = stacks
		.flatMap((stack) =>
			stack.stack
				.find("AWS::Lambda::Function")
				.filter((fn) => fn.generated === null && stack.repeated?.has(fn.id) !== true)
				.map((fn) => ({ fn, stack })),
		)
		.slice(0, MAX_FUNCTIONS)
		.map(({ fn, stack }) => joiner.join(fn, stack));
	return {
		files: files.read,
		stacks,
		functions,
		unknown: functions.flatMap(unknownOf),
	};
}

/** What is not known of a function. */
function unknownOf({ resource, place, code, environment }: AppFunction): readonly AppUnknown[] {
	const { id } = resource;
	const about = (why: string): AppUnknown => ({ place, file: place.file.name, id, why });
	switch (code.kind) {
		case "foreign":
			return [];
		case "unknown":
			return [about(code.why)];
		case "linked": {
			const { mayBeSet, mayBeRead } = environment;
			return [
				...code.unread.map((one) => ({ ...one, id })),
				...(mayBeSet === null ? [] : [about(mayBeSet)]),
				// The first of the imports that are not read is the reason already.
				...(mayBeRead === null || code.unread.length > 0 ? [] : [about(mayBeRead)]),
			];
		}
		default:
			return code satisfies never;
	}
}
