import type { Entry, MapValue, Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import { entry, findEntry, listOf, literal, mapOf, textOfScalar } from "./values.ts";

/** The keys of a statement, by the arguments of its block. */
const NAMES: readonly (readonly [string, string])[] = [
	["sid", "Sid"],
	["actions", "Action"],
	["not_actions", "NotAction"],
	["resources", "Resource"],
	["not_resources", "NotResource"],
];

/** The arguments that take statements from other documents, which may change what is written here. */
const SOURCES = ["source_policy_documents", "override_policy_documents", "source_json", "override_json"];

/**
 * The policy that a `data "aws_iam_policy_document"` renders, in IAM's spelling.
 *
 * @param body its arguments and blocks
 */
export function policyDocument(body: MapValue, span: Span): MapValue {
	const statements = findEntry(body, "statement");
	const items =
		statements?.value.kind === "list" ? statements.value.items.map((item) => onMaps(item, statementOf)) : [];
	const open = SOURCES.some((name) => {
		const value = findEntry(body, name)?.value;
		return (
			value !== undefined &&
			value.kind !== "absent" &&
			!(value.kind === "list" && value.items.length === 0 && !value.open)
		);
	});
	const version = findEntry(body, "version")?.value ?? literal(span, "2012-10-17");
	return mapOf(
		body.span,
		[
			entry("Version", version),
			entry("Statement", listOf(statements?.span ?? body.span, items, open), statements?.keySpan ?? body.span),
		],
		open,
		body.origin,
	);
}

function onMaps(value: Value, change: (map: MapValue) => Value): Value {
	return value.kind === "map"
		? change(value)
		: value.kind === "branches"
			? { ...value, branches: value.branches.map((one) => ({ ...one, value: onMaps(one.value, change) })) }
			: value;
}

function statementOf(block: MapValue): MapValue {
	const entries: Entry[] = [
		findEntry(block, "effect") === undefined
			? entry("Effect", literal(block.span, "Allow"), block.span)
			: renamed(block, "effect", "Effect"),
	].flatMap((one) => one ?? []);
	for (const [from, to] of NAMES) {
		const found = renamed(block, from, to);
		if (found !== null && found.value.kind !== "absent") {
			entries.push(found);
		}
	}
	for (const [from, to] of [
		["principals", "Principal"],
		["not_principals", "NotPrincipal"],
	] as const) {
		const found = renamed(block, from, to);
		if (found !== null) {
			entries.push({ ...found, value: principalOf(found.value) });
		}
	}
	const conditions = renamed(block, "condition", "Condition");
	if (conditions !== null) {
		entries.push({ ...conditions, value: conditionOf(conditions.value) });
	}
	return mapOf(block.span, entries, block.open, block.origin);
}

function renamed(block: MapValue, from: string, to: string): Entry | null {
	const found = findEntry(block, from);
	return found === undefined ? null : { ...found, key: to };
}

/** `principals { type, identifiers }`, by type. `*` of type `AWS` and of type `*` is anyone. */
function principalOf(blocks: Value): Value {
	return grouped(blocks, (block) => {
		const type = findEntry(block, "type")?.value;
		const identifiers = findEntry(block, "identifiers")?.value;
		const text = type === undefined ? undefined : textOfScalar(type);
		return identifiers === undefined || text === undefined
			? null
			: entry(text === "*" ? "AWS" : text, identifiers, type?.span ?? block.span);
	});
}

/** `condition { test, variable, values }`, by test and variable. */
function conditionOf(blocks: Value): Value {
	const tests = grouped(blocks, (block) => {
		const [test, variable] = ["test", "variable"].map((name) => {
			const value = findEntry(block, name)?.value;
			return value === undefined ? undefined : textOfScalar(value);
		});
		const values = findEntry(block, "values")?.value;
		return test === undefined || variable === undefined || values === undefined
			? null
			: entry(test, mapOf(block.span, [entry(variable, values)]), block.span);
	});
	return tests;
}

/** Blocks as one map: what has one key is joined. What cannot be read leaves the map open. */
function grouped(blocks: Value, read: (block: MapValue) => Entry | null): Value {
	if (blocks.kind !== "list") {
		return blocks;
	}
	const entries = new Map<string, Entry>();
	let { open } = blocks;
	for (const block of blocks.items) {
		const made = block.kind === "map" ? read(block) : null;
		if (made === null) {
			open = true;
			continue;
		}
		const before = entries.get(made.key);
		entries.set(made.key, before === undefined ? made : { ...before, value: joined(before.value, made.value) });
	}
	return mapOf(blocks.span, [...entries.values()], open);
}

function joined(one: Value, other: Value): Value {
	if (one.kind === "map" && other.kind === "map") {
		return { ...one, entries: [...one.entries, ...other.entries] };
	}
	const itemsOf = (value: Value): readonly Value[] => (value.kind === "list" ? value.items : [value]);
	return listOf(
		one.span,
		[...itemsOf(one), ...itemsOf(other)],
		[one, other].some((value) => value.kind === "unresolved" || (value.kind === "list" && value.open)),
	);
}
