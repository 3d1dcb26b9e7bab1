import { relative, resolve, sep } from "node:path";
import { dialectOf } from "../../languages/dialects.ts";
import { UsageError } from "../../lint/usage-error.ts";
import type { FoundSecret } from "../../rule/found-secret.ts";
import { findFiles, type FileSystem } from "../find-files.ts";
import { ProjectFiles } from "../project-files.ts";
import { shownPath } from "../file/shown-path.ts";
import { readText } from "../file/read-text.ts";
import { pushAll } from "../../text/push-all.ts";
import { secretLinter } from "./secret-linter.ts";
import { renderWords } from "../../text/wording.ts";

interface Place {
	/** From the working directory, with `/`. */
	readonly file: string;
	readonly line: number;
	readonly column: number;
}

/** A value under a name, and where it stands. */
export interface CollectedSecret {
	readonly secret: FoundSecret;
	readonly places: Place[];
}

export interface Collection {
	readonly secrets: readonly CollectedSecret[];
	/** Findings whose value only run time or deploy time knows in full. */
	readonly partial: readonly Place[];
	readonly errors: readonly (Place & { readonly message: string })[];
}

/**
 * What the rules take for a secret below some paths, in the order of the files. What the author accepts by a
 * suppression is none of our business.
 *
 * @throws {UsageError} for a path outside the working directory: `--fix` would not find its record from there; and for a
 * configuration that is not understood
 */
export async function collectSecrets(paths: readonly string[], cwd: string, files?: FileSystem): Promise<Collection> {
	const outside = paths.find((path) => relative(cwd, resolve(cwd, path)).split(sep)[0] === "..");
	if (outside !== undefined) {
		throw new UsageError(
			`'${outside}' is outside this folder. Run the command in a folder that contains it, so that --fix finds the record of stored values.`,
		);
	}
	const linter = secretLinter(cwd);
	const project = new ProjectFiles(cwd);
	const found = new Map<string, CollectedSecret>();
	const partial: Place[] = [];
	const errors: (Place & { readonly message: string })[] = [];
	for (const { path, ...rest } of findFiles(paths, cwd, files === undefined ? {} : { files })) {
		const file = shownPath(path, cwd);
		if ("leftOut" in rest || ("explicit" in rest && project.leavesOut(path))) {
			continue;
		}
		if ("assembly" in rest && rest.assembly !== undefined) {
			continue; // The next synthesis writes it anew: the source is what is read, and mended.
		}
		const text = "message" in rest ? renderWords(rest.message) : readFile(path);
		if (typeof text === "string") {
			errors.push({ file, line: 1, column: 1, message: text });
			continue;
		}
		const dialect = text === null ? null : dialectOf(file, text.text);
		if (text === null || dialect === null) {
			continue;
		}
		const missing = dialect.prepare(file);
		if (missing !== null) {
			errors.push({
				file,
				line: 1,
				column: 1,
				message: `Not read: ${missing}.`,
			});
			continue;
		}
		const linted = linter.lint(text.text, file);
		pushAll(
			errors,
			linted.errors.map(({ message, ...error }) => ({ file, ...error, message: renderWords(message) })),
		);
		for (const { secrets, span } of linted.findings) {
			const { line, column } = linted.index.locate(span.start);
			if (secrets.length === 0) {
				partial.push({ file, line, column });
			}
			for (const secret of secrets) {
				add(found, secret, { file, line, column });
			}
		}
	}
	return { secrets: [...found.values()], partial, errors };
}

/** The text of a file, null where there is nothing to read, or a string that says why it cannot be read. */
function readFile(path: string): { readonly text: string } | string | null {
	const reading = readText(path);
	switch (reading.kind) {
		case "text":
			return reading;
		case "skip":
			return null;
		case "error":
			return renderWords(reading.message);
		default:
			return reading satisfies never;
	}
}

/** The same value under the same name is one secret, wherever it stands. */
function add(found: Map<string, CollectedSecret>, secret: FoundSecret, place: Place): void {
	const key = JSON.stringify([secret.name, secret.reveal()]);
	const known = found.get(key);
	if (known === undefined) {
		found.set(key, { secret, places: [place] });
	} else {
		known.places.push(place);
	}
}
