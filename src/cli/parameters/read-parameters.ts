import { resolve } from "node:path";
import { readRegularFile } from "../../files/read-regular-file.ts";
import { readJson, type JsonValue } from "../../languages/json-value.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { entryOf } from "../../model/entry-of.ts";
import { LineIndex } from "../../text/line-index.ts";

/** CloudFormation takes 200 parameters of at most 4 KB each. */
const MAX_BYTES = 4 * 1024 * 1024;

/** The name of a parameter. */
export const PARAMETER_NAME = /^[A-Za-z0-9]{1,255}$/u;

const FORMS =
	'[{ "ParameterKey": "Stage", "ParameterValue": "prod" }], { "Parameters": { "Stage": "prod" } } or { "Stage": "prod" }';

/**
 * The text of a file that was named.
 *
 * @param shown as the user named it
 * @param what for the message: "the parameters"
 * @throws {UsageError}
 */
export function readNamed(shown: string, cwd: string, what: string): string {
	const read = readRegularFile(resolve(cwd, shown), { maxBytes: MAX_BYTES });
	if (read.kind === "bytes") {
		return read.bytes.toString("utf8").replace(/^\uFEFF/u, "");
	}
	const why = {
		missing: "no such file",
		irregular: "not a regular file",
		large: "larger than 4 MB",
		error: "no access",
	};
	throw new UsageError(`Cannot read ${what} '${shown}': ${why[read.kind]}.`);
}

/**
 * Reads the values of parameters, in the forms that the AWS CLI, CodePipeline and CDK take. No value is part of a message.
 *
 * @param shown the path as the user named it, `file://` before it or not
 * @throws {UsageError} for a file that cannot be read, or has another form
 */
export function readParameters(shown: string, cwd: string): Readonly<Record<string, string>> {
	const file = shown.replace(/^file:\/\//u, "");
	const text = readNamed(file, cwd, "the parameters");
	const { root, problem } = readJson(text);
	const fail = (at: number, sentence: string): never => {
		const { line, column } = new LineIndex(text).locate(at);
		throw new UsageError(`${file}:${String(line)}:${String(column)}: ${sentence}`);
	};
	if (problem !== null || root === null) {
		return fail(problem?.offset ?? 0, "This is not valid JSON.");
	}
	const pairs = pairsIn(root) ?? fail(root.at, `Write parameters as ${FORMS}.`);
	return Object.fromEntries(
		pairs.map(({ name, value }) => {
			if (!PARAMETER_NAME.test(name) || value.kind !== "scalar" || value.value === null) {
				fail(value.at, "A parameter has a name of letters and digits, and takes a text.");
			}
			return [name, value.kind === "scalar" ? value.text : ""];
		}),
	);
}

interface Pair {
	readonly name: string;
	readonly value: JsonValue;
}

/** Names and values; null for another form. */
function pairsIn(root: JsonValue): readonly Pair[] | null {
	switch (root.kind) {
		case "list": {
			const pairs = root.items.map(pairOf);
			return pairs.includes(null)
				? null
				: pairs.flatMap((pair) => (pair === null || pair === "previous" ? [] : [pair]));
		}
		case "object": {
			const inner = root.entries.find(({ name }) => name === "Parameters")?.value;
			return inner?.kind === "object" ? inner.entries : root.entries;
		}
		case "scalar":
			return null;
		default:
			return root satisfies never;
	}
}

/** `{ "ParameterKey": …, "ParameterValue": … }`; "previous" for a value that only the stack has. */
function pairOf(item: JsonValue): Pair | "previous" | null {
	if (item.kind !== "object") {
		return null;
	}
	const fields = Object.fromEntries(item.entries.map(({ name, value }) => [name, value]));
	const [key, value, previous] = ["ParameterKey", "ParameterValue", "UsePreviousValue"].map((name) =>
		entryOf(fields, name),
	);
	if (key?.kind !== "scalar" || typeof key.value !== "string") {
		return null;
	}
	if (value !== undefined) {
		return { name: key.text, value };
	}
	return previous?.kind === "scalar" && previous.value === true ? "previous" : null;
}
