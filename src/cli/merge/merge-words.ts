/** What `kmslint merge --help` prints. */
export const MERGE_HELP = `kmslint merge <reports>: join JSON reports, such as those of shards, into one of any format

Reads reports that kmslint wrote with --format json, and writes the report that one run over all of it would have
written, with the same exit code. Run kmslint --shard 1/3 -f json -o kmslint-1.json and so on in three jobs, then this
command over the three files. Findings that several reports have are reported once. If a shard is missing, that is an
error, and the others are reported. Start all runs in the same folder: the paths in a report are relative to it.

  -f, --format NAME                as for kmslint; 'NAME:FILE' writes it to a file; repeatable
  -o, --output FILE                write the report to a file ('-': standard output)
      --fail-on SEVERITY           instead of that of the runs
      --max-warnings N             instead of that of the runs
      --no-color                   no colors (also: NO_COLOR)
      --lang LANGUAGE              language of the report: en, es, ja; findings stay as they were written
  -h, --help                       this text

Exit codes: as for kmslint; 2 also for a file that is not a report, and for a shard that is missing.

Examples:
  kmslint merge kmslint-*.json
  kmslint merge kmslint-*.json -f sarif:kmslint.sarif -f github
`;

/** The sentences of `kmslint merge`. */
export const WORDS = {
	none: "Name the reports to join, such as 'kmslint merge kmslint-*.json'.",
	missingFile: (name: string) => `No such report: '${name}'.`,
	unreadable: (name: string, why: string) => `Cannot read the report '${name}': ${why}.`,
	irregular: "it is not a regular file",
	large: "it is too large",
	noJson: "This is not valid JSON. Was the report written in full?",
	noReport: "This is not a report of 'kmslint --format json'.",
	otherVersion: (name: string, theirs: string, own: string) =>
		`'${name}' was written by kmslint ${theirs}, and this is ${own}. Use the same version for all jobs.`,
	otherRun: (name: string, first: string) =>
		`'${name}' and '${first}' are shards of different runs: their options, or numbers of shards, differ.`,
	noSuchShard: (name: string, index: number, count: number) =>
		`'${name}' is shard ${String(index)} of ${String(count)}: there is no such shard.`,
	twice: (name: string, first: string, index: number) =>
		`'${name}' and '${first}' are both shard ${String(index)}, with different findings. Remove one of them.`,
	missingShards: (missing: readonly number[], count: number) =>
		`${missing.length === 1 ? "Shard" : "Shards"} ${missing.join(", ")} of ${String(count)} ${missing.length === 1 ? "is" : "are"} missing: what ${missing.length === 1 ? "it" : "they"} checked is not in this report.`,
} as const;
