import { absolutePath } from "../../files/absolute-path.ts";
import { keepOrigin } from "../../app/stack-origin.ts";
import type { ParsedText, Reading } from "../../languages/dialect.ts";
import { DIALECTS } from "../../languages/dialects.ts";
import type { ParsedSource } from "../../languages/program/source-module.ts";
import { detailsOf } from "./details.ts";
import { failureOf } from "./failure.ts";
import { skipsIn } from "./skips-in.ts";

/** Readings by their `SourceCode`, so that each file is read once for all rules. */
const READINGS = new WeakMap<object, Reading>();

/** A parsed file that rules are asked about: ESLint's context, or what the command has read itself. */
export interface FileContext {
	/** What is known of the file is kept by this object. */
	readonly sourceCode: ParsedSource;
	/** Often relative to `cwd`; its extension says what the file is. */
	readonly filename: string;
	readonly cwd: string;
	readonly settings: Readonly<Record<string, unknown>>;
	/** A run of the command during which no file changes. */
	readonly run?: object | null;
}

/**
 * Reads what ESLint has parsed: our own language, a host's YAML or JSON, JavaScript, TypeScript. Never throws: what
 * cannot be read because of a bug is missing, and is one of the `failures` among the details of the file.
 */
export function readSource(context: FileContext): Reading {
	const { sourceCode } = context;
	let reading = READINGS.get(sourceCode);
	if (reading === undefined) {
		reading = read(context);
		READINGS.set(sourceCode, reading);
	}
	return reading;
}

/** What a rule has read of a file, by its `SourceCode`; undefined where none has. */
export function knownReading(sourceCode: object): Reading | undefined {
	return READINGS.get(sourceCode);
}

const NOTHING: Reading = {
	stack: null,
	module: null,
	suppressions: { entries: [], problems: [] },
	secretSpans: () => [],
	suppressing: null,
};

function read({ sourceCode, filename, cwd, settings: given, run = null }: FileContext): Reading {
	const ours: unknown = given["aws-kms"];
	const settings = typeof ours === "object" && ours !== null ? (ours as Readonly<Record<string, unknown>>) : {};
	const guard = <T>(make: () => T, otherwise: T): T => {
		try {
			return make();
		} catch (error) {
			const { failures } = detailsOf(sourceCode);
			if (failures.length === 0) {
				failures.push(failureOf(error));
			}
			return otherwise;
		}
	};
	const parsed = guard(() => {
		const { text, ast, scopeManager, visitorKeys, parserServices } = sourceCode;
		return { text, ast, scopeManager, visitorKeys, parserServices };
	}, null);
	if (parsed === null) {
		return NOTHING;
	}
	const text: ParsedText = { ...parsed, filename, cwd, settings, guard };
	for (const dialect of DIALECTS) {
		const reading = dialect.read(text);
		if (reading !== undefined) {
			// The command calls a text by another name where only its extension matters.
			const name = typeof settings["file"] === "string" ? settings["file"] : filename;
			keepOrigin({
				path: absolutePath(cwd, name),
				name,
				cwd,
				text: parsed.text,
				reading,
				readsOthers: settings["application"] === true,
				run,
			});
			return settings["acceptSkips"] === true ? withSkips(reading, parsed.text, guard) : reading;
		}
	}
	return NOTHING;
}

/** A reading in which what other tools are told to skip is suppressed as well. */
function withSkips(reading: Reading, text: string, guard: ParsedText["guard"]): Reading {
	const { entries, problems } = reading.suppressions;
	return {
		...reading,
		suppressions: { entries: [...entries, ...guard(() => skipsIn(reading, text), [])], problems },
	};
}
