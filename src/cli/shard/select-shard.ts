import { readRegularFile } from "../../files/read-regular-file.ts";
import { likelyDialect, namedDialect } from "../../languages/dialects.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { sha256 } from "../../text/sha256.ts";
import type { FoundFile, LeftOut, Unreadable } from "../find-files.ts";
import { shownPath } from "../file/shown-path.ts";
import type { Arguments } from "../parse-arguments.ts";
import type { Selection } from "../selection.ts";

/** The name of a unit that is made of what belongs to the assemblies of a run; no path ends like this. */
const OF_ASSEMBLIES = "assemblies/";
/** The same of plans. */
const OF_PLANS = "plans/";

/**
 * The files of one shard, by a hash of their paths from the working directory: the same on every machine, and a file stays
 * in its shard when its content changes.
 *
 * What a run finds in a file depends on no other file of the run, with two exceptions, which stay together: what an
 * assembly and the source of its app have both is one finding, and so is what a plan and its module have both. Everything
 * else that a file is joined with (nested stacks, the other files of a Terraform module, the code of a function) is read
 * from the disk, whatever the shard.
 *
 * @throws {UsageError} with options that change files
 */
export function selectShard(
	args: Pick<Arguments, "shard" | "fix" | "fixDryRun" | "paths">,
	cwd: string,
): Selection | null {
	const { shard, fix, fixDryRun, paths } = args;
	if (shard === null) {
		return null;
	}
	if (fix || fixDryRun || paths.includes("-")) {
		throw new UsageError("A shard only reports: without --fix, --fix-dry-run and standard input.");
	}
	return {
		of: (found) => {
			const all = [...found];
			const unitOf = unitsOf(all, cwd);
			return all.filter((one) =>
				"explicit" in one ? shardOfUnit(unitOf(one), shard.count) === shard.index : shard.index === 1,
			);
		},
		countsUnread: shard.index === 1,
	};
}

/** The shard that a unit belongs to, from 1. */
export function shardOfUnit(unit: string, count: number): number {
	return (Number.parseInt(sha256().update(unit).digest("hex").slice(0, 12), 16) % count) + 1;
}

function unitsOf(all: readonly (FoundFile | Unreadable | LeftOut)[], cwd: string): (file: FoundFile) => string {
	const files = all.flatMap((one) => ("explicit" in one ? [one] : []));
	const hasAssembly = files.some(({ assembly }) => assembly !== undefined);
	const plans = new Set(files.filter((file) => file.assembly === undefined && isPlan(file.path)));
	return (file) => {
		if (file.assembly !== undefined || (hasAssembly && mayMakeConstructs(file.path))) {
			return OF_ASSEMBLIES;
		}
		return plans.has(file) || (plans.size > 0 && namedDialect(file.path)?.counted.key === "terraform")
			? OF_PLANS
			: shownPath(file.path, cwd);
	};
}

/** True for what is no file of Terraform by its name, but is one by what it holds. */
function isPlan(path: string): boolean {
	return (
		/\.json$/iu.test(path) &&
		namedDialect(path) === null &&
		likelyDialect(path, textOf(path)) !== likelyDialect(path)
	);
}

/** A program that makes no construct does not name CDK, and passes no scope on. */
const CONSTRUCTS = /cdk|constructs|\bnew\s+[\w$.]{1,200}\(\s*(?:this|scope|stack|app|parent)\b/iu;

function mayMakeConstructs(path: string): boolean {
	return namedDialect(path)?.counted.key === "sources" && CONSTRUCTS.test(textOf(path));
}

/** The text of a file, or its beginning if no run reads all of it; empty if it cannot be read. */
function textOf(path: string): string {
	const reading = readRegularFile(path, { maxBytes: likelyDialect(path).maxBytes });
	switch (reading.kind) {
		case "bytes":
			return reading.bytes.toString("utf8");
		case "large":
			return reading.head.toString("utf8");
		default:
			return "";
	}
}
