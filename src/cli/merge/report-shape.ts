import { DIALECTS } from "../../languages/dialects.ts";
import { LANGUAGES } from "../../locale/language.ts";
import { RULE_NAMES } from "../../plugin.ts";
import { SEVERITIES } from "../../rule/rule.ts";
import { unreadKind } from "../file/unread-kind.ts";
import { MOST_SHARDS } from "../parse-arguments.ts";
import { count, countsOf, flag, listOf, objectOf, oneOf, orNull, position, text, upTo } from "./check-shape.ts";

const RULE = oneOf(RULE_NAMES, "the name of a rule");
const SEVERITY = oneOf(SEVERITIES, `one of ${SEVERITIES.join(", ")}`);
const PLACE = { file: text, line: position, column: position };
const RESOURCE = objectOf({ id: text, type: text });
const FOUND = {
	...PLACE,
	rule: RULE,
	messageId: text,
	message: text,
	severity: SEVERITY,
	resource: orNull(RESOURCE),
	property: orNull(text),
	fingerprint: text,
};

const CONSTRUCT = objectOf({
	path: text,
	logicalId: orNull(text),
	property: orNull(objectOf({ name: text, of: text })),
	template: orNull(objectOf(PLACE)),
	others: listOf(objectOf({ path: text, logicalId: orNull(text) })),
});

const FINDING = objectOf(
	{
		...FOUND,
		endLine: position,
		endColumn: position,
		level: oneOf(["error", "warning"], "error or warning"),
		fix: oneOf(["safe", "suggestion", "none"], "safe, suggestion or none"),
		suggestions: listOf(objectOf({ description: text })),
	},
	{
		others: listOf(RESOURCE),
		construct: CONSTRUCT,
		plan: objectOf({ ...PLACE, module: text }),
		related: listOf(objectOf({ ...PLACE, name: text })),
		generated: objectOf({ by: text, remedy: orNull(text) }),
		rehearsed: oneOf([true], "true"),
		lookups: listOf(text),
		frame: objectOf({ lines: listOf(text), mark: orNull(objectOf({ start: count, end: count })) }),
	},
);

const SUPPRESSED = objectOf({
	...FOUND,
	suppression: objectOf(
		{
			kind: oneOf(["comment", "metadata", "acknowledgement", "skip", "baseline"], "a kind of suppression"),
			reason: text,
			until: orNull(text),
		},
		{ owner: orNull(text) },
	),
});

/** What {@link ShardRecord} is in JSON. */
const SHARD = objectOf({
	index: upTo(MOST_SHARDS),
	count: upTo(MOST_SHARDS),
	run: text,
	paths: listOf(text),
	exclude: listOf(text),
	isStrict: flag,
	failOn: orNull(SEVERITY),
	maxWarnings: orNull(count),
	includeGenerated: flag,
	quiet: flag,
	showUnknown: flag,
	language: oneOf(LANGUAGES, `one of ${LANGUAGES.join(", ")}`),
	hiddenWarnings: count,
	unparsed: count,
	leftOut: count,
	emptiedBy: listOf(text),
	seconds: count,
});

/** The shape of what `--format json` writes, as far as `kmslint merge` reads it. */
export const REPORT_SHAPE = objectOf(
	{
		version: oneOf([1], "1"),
		tool: objectOf({ name: oneOf(["kmslint"], "kmslint"), version: text }),
		summary: objectOf({
			files: count,
			...Object.fromEntries(DIALECTS.map(({ counted }) => [counted.key, count])),
			unknown: count,
			older: count,
			unread: countsOf((kind) => unreadKind(kind) === kind, "numbers by kinds of files, such as .py"),
			skipped: objectOf({ bundled: count, textTemplates: count }),
		}),
		findings: listOf(FINDING),
		suppressed: listOf(SUPPRESSED),
		errors: listOf(objectOf({ ...PLACE, message: text }, { rule: RULE })),
	},
	{
		unknown: listOf(objectOf({ ...PLACE, rule: text, resource: orNull(RESOURCE), property: text, why: text })),
		shard: SHARD,
	},
);
