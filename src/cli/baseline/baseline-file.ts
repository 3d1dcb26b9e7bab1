import { escapeJson } from "../../report/escape-controls.ts";
import { readRegularFile } from "../../files/read-regular-file.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { stateOf } from "../../model/suppression.ts";
import { nearMiss } from "../../text/did-you-mean.ts";

/** Where a baseline is kept, from the working directory. */
export const BASELINE_FILE = ".kmslint-baseline.json";

/** A finding that was there before, and that somebody will look at later. */
export interface BaselineEntry {
	/** Of the finding: no line, value or time is in it. */
	readonly fingerprint: string;
	readonly rule: string;
	/** Relative to the working directory, with `/`. */
	readonly file: string;
	/** The resource and the property, for whoever reads the baseline; empty where there is neither. */
	readonly about: string;
	/** Who looks after it. */
	readonly owner: string | null;
	/** Why it is accepted for now. */
	readonly reason: string | null;
	/** The last day on which it is accepted, as `2027-03-31`. */
	readonly until: string | null;
}

const NAMES = ["fingerprint", "rule", "file", "about", "owner", "reason", "until"] as const;
const OPTIONAL: ReadonlySet<string> = new Set(["about", "owner", "reason", "until"]);

/**
 * Reads a baseline; null where there is none.
 *
 * @param shown the path as the user knows it
 * @throws {UsageError} for what is no baseline, with the place of the mistake
 */
export function readBaseline(path: string, shown: string): readonly BaselineEntry[] | null {
	const text = textOf(path, shown);
	return text === null ? null : parseBaseline(text, shown);
}

/** @throws {UsageError} */
function textOf(path: string, shown: string): string | null {
	const read = readRegularFile(path, { maxBytes: MOST_BYTES });
	const refuse = (why: string): UsageError => new UsageError(`Cannot read the baseline '${shown}': ${why}.`);
	switch (read.kind) {
		case "missing":
			return null;
		case "bytes":
			return read.bytes.toString("utf8").replace(/^\uFEFF/u, "");
		case "irregular":
			throw refuse("it is not a regular file");
		case "large":
			throw refuse("it is too large");
		case "error":
			throw refuse(read.code);
		default:
			return read satisfies never;
	}
}

function parseBaseline(text: string, shown: string): readonly BaselineEntry[] {
	let data: unknown;
	try {
		data = JSON.parse(text);
	} catch (error) {
		throw new UsageError(`The baseline '${shown}' is not valid JSON${placeOf(error, text)}.`);
	}
	const { version, findings } = isRecord(data) ? data : {};
	if (version !== 1 || !Array.isArray(findings)) {
		throw new UsageError(
			`'${shown}' is not a baseline of this version. Make one with 'kmslint baseline create', or restore it.`,
		);
	}
	return (findings as readonly unknown[]).map((entry, index) =>
		readEntry(entry, `Entry ${String(index + 1)} of the baseline '${shown}'`),
	);
}

function readEntry(entry: unknown, which: string): BaselineEntry {
	if (!isRecord(entry)) {
		throw new UsageError(`${which} is not an object.`);
	}
	for (const name of Object.keys(entry)) {
		if (!NAMES.some((known) => known === name)) {
			throw new UsageError(`${which} has an unknown key '${name}'. ${nearMiss(name, NAMES) ?? ""}`.trim());
		}
	}
	const texts = NAMES.map((name) => {
		const value = entry[name] ?? null;
		if (typeof value !== "string" && !(value === null && OPTIONAL.has(name))) {
			throw new UsageError(`${which} needs a text as '${name}'.`);
		}
		return [name, value] as const;
	});
	const read = Object.fromEntries(texts) as Readonly<Record<(typeof NAMES)[number], string | null>>;
	if (read.until !== null && stateOf({ reason: "any", until: read.until }) === "malformedDate") {
		throw new UsageError(`${which} ends on '${read.until}', which is no date. Write it as 2027-03-31.`);
	}
	return {
		fingerprint: read.fingerprint ?? "",
		rule: read.rule ?? "",
		file: read.file ?? "",
		about: read.about ?? "",
		owner: read.owner,
		reason: read.reason,
		until: read.until,
	};
}

/** ` (line 3, column 5)`, where the engine says where it is. */
function placeOf(error: unknown, text: string): string {
	const at = /at position (\d+)/u.exec(error instanceof Error ? error.message : "")?.[1];
	if (at === undefined) {
		return "";
	}
	const before = text.slice(0, Number(at)).split("\n");
	return ` (line ${String(before.length)}, column ${String((before.at(-1) ?? "").length + 1)})`;
}

/**
 * The text of a baseline: a line for each finding, by file, rule and place, so that two branches that change different
 * findings can be merged.
 */
export function renderBaseline(entries: readonly BaselineEntry[]): string {
	const lines = [...entries].sort(inOrder).map((entry) => {
		const { owner, reason, until, about, ...named } = entry;
		return `    ${escapeJson(
			JSON.stringify({
				...named,
				...(about === "" ? {} : { about }),
				...(owner === null ? {} : { owner }),
				...(reason === null ? {} : { reason }),
				...(until === null ? {} : { until }),
			}),
		)}`;
	});
	return `{\n  "version": 1,\n  "findings": [${lines.length === 0 ? "" : `\n${lines.join(",\n")}\n  `}]\n}\n`;
}

/** By code unit, so that the order is the same on every machine. */
function inOrder(a: BaselineEntry, b: BaselineEntry): number {
	const [first, second] = [a, b].map(({ file, rule, about, fingerprint }) => [file, rule, about, fingerprint]);
	const at = (first ?? []).findIndex((part, index) => part !== second?.[index]);
	return at < 0 ? 0 : (first?.[at] ?? "") < (second?.[at] ?? "") ? -1 : 1;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** More than half a million findings. */
const MOST_BYTES = 128 * 1024 * 1024;
