import { resolve } from "node:path";
import { redactName } from "../../detect/redact.ts";
import { readRegularFile } from "../../files/read-regular-file.ts";
import { DIALECTS } from "../../languages/dialects.ts";
import { readJson, type JsonValue } from "../../languages/json-value.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { RULE_FACTS } from "../../plugin.ts";
import { NO_FRAME } from "../../report/code-frame.ts";
import { countFindings } from "../../report/count-findings.ts";
import type { Report, ReportedFinding } from "../../report/report.ts";
import type { ShardRecord } from "../../report/shard-record.ts";
import { LineIndex } from "../../text/line-index.ts";
import { redactReport } from "../collected.ts";
import { ShapeError } from "./check-shape.ts";
import { WORDS } from "./merge-words.ts";
import { REPORT_SHAPE } from "./report-shape.ts";

/** A report that was read. */
export interface ReadReport {
	/** As the user named it. */
	readonly name: string;
	readonly report: Report;
	/** Null for a whole run. */
	readonly shard: ShardRecord | null;
	/** True if it lists what is not known until deployment. */
	readonly showsUnknown: boolean;
}

/** Some hundred thousand findings. */
const MAX_BYTES = 256 * 1024 * 1024;

/** A finding as `--format json` writes it: with the level as people call it, and without parts that few have. */
type WrittenFinding = Omit<ReportedFinding, "level" | "generated" | "frame"> &
	Partial<Pick<ReportedFinding, "generated" | "frame">> & { readonly level: "error" | "warning" };

interface WrittenReport extends Omit<Report, "summary" | "findings" | "unknown"> {
	readonly summary: Pick<Report["summary"], "files" | "unknown" | "older" | "unread" | "skipped"> &
		Readonly<Record<string, unknown>>;
	readonly findings: readonly WrittenFinding[];
	readonly unknown?: Report["unknown"];
	readonly shard?: ShardRecord;
}

/**
 * Reads what `--format json` wrote. It may have been changed since: secrets in it are masked again.
 *
 * @param name as the user names it, from `cwd`
 * @throws {UsageError} for a file that cannot be read or is no report, with the place of the mistake
 */
export function readReport(name: string, cwd: string): ReadReport {
	const written = parse(textOf(name, cwd), name);
	const { shard = null, unknown, summary, tool, errors, suppressed } = written;
	const findings = written.findings.map((finding): ReportedFinding => ({
		...finding,
		docs: RULE_FACTS.find(({ name: rule }) => rule === finding.rule)?.docs ?? "",
		level: finding.level === "error" ? "error" : "warn",
		generated: finding.generated ?? null,
		frame: finding.frame ?? NO_FRAME,
	}));
	const report: Report = {
		tool,
		summary: {
			files: summary.files,
			read: DIALECTS.map(({ counted }) => ({ ...counted, count: Number(summary[counted.key]) })),
			errors: errors.length,
			unknown: summary.unknown,
			suppressed: suppressed.length,
			baseline: suppressed.filter(({ suppression }) => suppression.kind === "baseline").length,
			older: summary.older,
			...countFindings(findings, shard?.includeGenerated ?? false),
			unread: summary.unread,
			skipped: summary.skipped,
		},
		findings,
		errors,
		unknown: unknown ?? [],
		suppressed,
	};
	return { name, report: redactReport(report), shard, showsUnknown: unknown !== undefined };
}

/** @throws {UsageError} */
function textOf(name: string, cwd: string): string {
	const read = readRegularFile(resolve(cwd, name), { maxBytes: MAX_BYTES });
	switch (read.kind) {
		case "bytes":
			return read.bytes.toString("utf8").replace(/^\uFEFF/u, "");
		case "missing":
			throw new UsageError(WORDS.missingFile(name));
		case "irregular":
			throw new UsageError(WORDS.unreadable(name, WORDS.irregular));
		case "large":
			throw new UsageError(WORDS.unreadable(name, WORDS.large));
		case "error":
			throw new UsageError(WORDS.unreadable(name, read.code));
		default:
			return read satisfies never;
	}
}

/** @throws {UsageError} */
function parse(text: string, name: string): WrittenReport {
	let data: unknown;
	try {
		data = JSON.parse(text);
	} catch (error) {
		const { problem } = readJson(text);
		throw new UsageError(`${placeIn(text, name, problem?.offset ?? text.length)}: ${WORDS.noJson}`, {
			cause: error,
		});
	}
	try {
		REPORT_SHAPE(data, []);
	} catch (error) {
		if (!(error instanceof ShapeError)) {
			throw error;
		}
		const at = offsetOf(readJson(text).root, error.way);
		throw new UsageError(`${placeIn(text, name, at)}: ${WORDS.noReport} ${redactName(error.message)}`, {
			cause: error,
		});
	}
	return data as WrittenReport;
}

/** Where the value at the end of a way is, or the last one on it that there is. */
function offsetOf(root: JsonValue | null, way: readonly (string | number)[]): number {
	let value = root;
	let at = root?.at ?? 0;
	for (const step of way) {
		value =
			value?.kind === "object"
				? (value.entries.findLast(({ name }) => name === step)?.value ?? null)
				: value?.kind === "list"
					? (value.items[Number(step)] ?? null)
					: null;
		at = value?.at ?? at;
	}
	return at;
}

function placeIn(text: string, name: string, offset: number): string {
	const { line, column } = new LineIndex(text).locate(offset);
	return `${name}:${String(line)}:${String(column)}`;
}
