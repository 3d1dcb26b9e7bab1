import { DIALECTS } from "../../languages/dialects.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { VERSION } from "../../plugin.ts";
import { countFindings } from "../../report/count-findings.ts";
import { byPlace, type Report, type ReportedError } from "../../report/report.ts";
import type { ShardRecord } from "../../report/shard-record.ts";
import type { Collected } from "../collected.ts";
import { WORDS } from "./merge-words.ts";
import type { ReadReport } from "./read-report.ts";

/** What one run over all of it would have found. */
export interface Merged {
	readonly collected: Collected;
	/** What the shards say of their run; null if there are none. */
	readonly run: ShardRecord | null;
	readonly showsUnknown: boolean;
}

/**
 * Joins reports. Those of shards become that of their run; what several reports have is there once.
 *
 * @param given at least one
 * @throws {UsageError} for reports of other versions, for shards of several runs, and for two reports of one shard that
 * differ
 */
export function mergeReports(given: readonly ReadReport[]): Merged {
	const reports = withoutCopies(given);
	const shards = reports.flatMap(({ shard }) => shard ?? []);
	const run = shards[0] ?? null;
	const all = reports.map(({ report }) => report);
	const missing = run === null ? [] : missingOf(shards, run.count);
	const findings = once(
		all.map((report) => report.findings),
		["message", "suggestions", "generated"],
	).sort(byPlace);
	const errors = once([...all.map((report) => report.errors), missing], []).sort(byPlace);
	const suppressed = once(
		all.map((report) => report.suppressed),
		["message"],
	).sort(byPlace);
	const unknown = once(
		all.map((report) => report.unknown),
		["why"],
	).sort(byPlace);
	const showsUnknown = reports.some((report) => report.showsUnknown);
	const { findings: count, ...counts } = countFindings(findings, run?.includeGenerated ?? false);
	const summaries = all.map(({ summary }) => summary);
	return {
		run,
		showsUnknown,
		collected: {
			report: {
				tool: { name: "kmslint", version: VERSION },
				summary: {
					files: total(summaries.map(({ files }) => files)),
					read: DIALECTS.map(({ counted }, at) => ({
						...counted,
						count: total(summaries.map(({ read }) => read[at]?.count ?? 0)),
					})),
					findings: count,
					errors: errors.length,
					unknown: showsUnknown ? unknown.length : total(summaries.map((summary) => summary.unknown)),
					suppressed: suppressed.length,
					baseline: suppressed.filter(({ suppression }) => suppression.kind === "baseline").length,
					older: total(summaries.map(({ older }) => older)),
					...counts,
					unread: addUp(summaries.map(({ unread }) => unread)),
					skipped: {
						bundled: total(summaries.map(({ skipped }) => skipped.bundled)),
						textTemplates: total(summaries.map(({ skipped }) => skipped.textTemplates)),
					},
				},
				findings,
				errors,
				unknown,
				suppressed,
			},
			...ofRun(shards),
		},
	};
}

/** What is known of the run itself. */
function ofRun(shards: readonly ShardRecord[]): Omit<Collected, "report"> {
	return {
		hiddenWarnings: total(shards.map(({ hiddenWarnings }) => hiddenWarnings)),
		unparsed: total(shards.map(({ unparsed }) => unparsed)),
		leftOut: total(shards.map(({ leftOut }) => leftOut)),
		emptiedBy: [...new Set(shards.flatMap(({ emptiedBy }) => emptiedBy))],
		fixed: 0,
		diff: "",
		seconds: shards.reduce((most, { seconds }) => Math.max(most, seconds), 0),
		shard: null,
	};
}

/** The reports without those that are there again, as after a job that ran twice. */
function withoutCopies(given: readonly ReadReport[]): readonly ReadReport[] {
	const first = given.find(({ shard }) => shard !== null);
	const known = new Map<string, ReadReport>();
	for (const one of given) {
		const { name, report, shard } = one;
		if (report.tool.version !== VERSION) {
			throw new UsageError(WORDS.otherVersion(name, report.tool.version, VERSION));
		}
		if (shard !== null && shard.index > shard.count) {
			throw new UsageError(WORDS.noSuchShard(name, shard.index, shard.count));
		}
		if (shard !== null && (shard.run !== first?.shard?.run || shard.count !== first.shard.count)) {
			throw new UsageError(WORDS.otherRun(name, first?.name ?? ""));
		}
		const key = shard === null ? JSON.stringify(report) : String(shard.index);
		const before = known.get(key);
		if (before !== undefined && shard !== null && JSON.stringify(before.report) !== JSON.stringify(report)) {
			throw new UsageError(WORDS.twice(name, before.name, shard.index));
		}
		known.set(key, before ?? one);
	}
	return [...known.values()];
}

/** The error that says which shards of a run are not there. */
function missingOf(shards: readonly ShardRecord[], count: number): readonly ReportedError[] {
	const there = new Set(shards.map(({ index }) => index));
	const missing = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !there.has(index));
	return missing.length === 0
		? []
		: [{ file: ".", line: 1, column: 1, message: WORDS.missingShards(missing, count) }];
}

/**
 * What lists have, without what a later one has again. Reports may be in several languages: words make no difference,
 * but where one list has several that differ in nothing else, these are several.
 */
function once<T extends object>(lists: readonly (readonly T[])[], words: readonly (keyof T & string)[]): T[] {
	const known = new Map<string, T>();
	for (const list of lists) {
		const seen = new Map<string, number>();
		for (const one of list) {
			const same = JSON.stringify({ ...one, ...Object.fromEntries(words.map((name) => [name, null])) });
			const before = seen.get(same) ?? 0;
			seen.set(same, before + 1);
			const key = `${same}#${String(before)}`;
			known.set(key, known.get(key) ?? one);
		}
	}
	return [...known.values()];
}

function total(counts: readonly number[]): number {
	return counts.reduce((sum, count) => sum + count, 0);
}

/** Numbers by name, the names in their order. */
function addUp(all: readonly Readonly<Record<string, number>>[]): Report["summary"]["unread"] {
	const sums = new Map<string, number>();
	for (const [name, count] of all.flatMap((one) => Object.entries(one))) {
		sums.set(name, (sums.get(name) ?? 0) + count);
	}
	return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}
