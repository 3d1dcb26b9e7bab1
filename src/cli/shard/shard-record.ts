import { redactPath } from "../../detect/redact.ts";
import type { Language } from "../../locale/language.ts";
import { VERSION } from "../../plugin.ts";
import type { ShardRecord } from "../../report/shard-record.ts";
import { sha256 } from "../../text/sha256.ts";
import type { Collected } from "../collected.ts";
import type { Arguments } from "../parse-arguments.ts";

/** What the JSON of a shard says of its run; null for a whole run. */
export function shardOf(collected: Omit<Collected, "shard">, args: Arguments, language: Language): ShardRecord | null {
	const { shard } = args;
	if (shard === null) {
		return null;
	}
	const { hiddenWarnings, unparsed, leftOut, emptiedBy, seconds } = collected;
	const { failOn, maxWarnings, includeGenerated, quiet, showUnknown } = args;
	return {
		...shard,
		run: digestOf(args),
		paths: args.paths.map((path) => redactPath(path)),
		exclude: args.exclude.map((path) => redactPath(path)),
		isStrict: !args.isDefaultPath && args.errorOnUnmatchedPattern,
		failOn,
		maxWarnings,
		includeGenerated,
		quiet,
		showUnknown,
		language,
		hiddenWarnings,
		unparsed,
		leftOut,
		emptiedBy,
		seconds,
	};
}

/** A digest of the options that decide what a run finds. Values of parameters, which may be secret, are not part of it. */
function digestOf(args: Arguments): string {
	const {
		shard,
		targets: _,
		concurrency: _threads,
		cache: _cache,
		color: _color,
		progress: _progress,
		rules,
		...others
	} = args;
	const { parameterOverrides, parameterFiles: _files, ...named } = others;
	return sha256()
		.update(JSON.stringify([VERSION, shard?.count, [...rules], Object.keys(parameterOverrides).sort(), named]))
		.digest("hex")
		.slice(0, 32);
}
