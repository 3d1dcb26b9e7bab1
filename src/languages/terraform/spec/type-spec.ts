import { entryIn } from "../../../text/entry-in.ts";
import { entryOf } from "../../../model/entry-of.ts";
import { ARGUMENTS, COMPANIONS } from "./mapping.ts";

/** A name on the way to a property; `list` if what has it is a list, of which this is an item. */
export interface Step {
	readonly name: string;
	readonly list: boolean;
}

/** How the value of an argument becomes that of a property. */
type Kind =
	| "value"
	/** A switch, which some arguments take as a text. */
	| "bool"
	/** A map of texts; a list of pairs in CloudFormation if the property ends in a list. */
	| "map"
	/** A block with names and values. */
	| "block"
	/** A document as JSON in a text. */
	| "json"
	/** A document whose keys are written `likeThis` in Terraform. */
	| "json-camel"
	| "base64";

/** An argument of a resource or a block, and where it goes below what its block stands for. */
export interface ArgumentSpec {
	readonly at: readonly Step[];
	readonly kind: Kind;
}

/** A block, or the whole body of a resource. */
export interface BlockSpec {
	/** Where it goes below what holds it; empty if its arguments go there themselves. */
	readonly at: readonly Step[];
	readonly arguments: ReadonlyMap<string, ArgumentSpec>;
	readonly blocks: ReadonlyMap<string, BlockSpec>;
}

/** A resource type of Terraform. */
export interface TypeSpec {
	/** The type in CloudFormation. */
	readonly cfn: string;
	readonly body: BlockSpec;
	/** By property, the argument as written: `root_block_device.encrypted`. */
	readonly spelling: ReadonlyMap<string, string>;
}

/** A resource type whose resources say something about others. */
export interface CompanionSpec {
	/** The argument that names the other resource. */
	readonly joins: string;
	/** The Terraform types of the others. */
	readonly onto: readonly string[];
	readonly body: BlockSpec;
}

const TYPES = new Map<string, TypeSpec | null>();

/** What is known of a type of `hashicorp/aws`; null for others. */
export function typeSpec(type: string): TypeSpec | null {
	let spec = TYPES.get(type);
	if (spec === undefined) {
		const text = entryOf(ARGUMENTS, type);
		const [cfn = "", ...rows] = text?.split("|") ?? [];
		spec = text === undefined ? null : { cfn, body: readBody(rows), spelling: readSpelling(rows) };
		TYPES.set(type, spec);
	}
	return spec;
}

const COMPANION_SPECS = new Map<string, CompanionSpec | null>();

/** What is known of a type whose resources belong to others; null for other types. */
export function companionSpec(type: string): CompanionSpec | null {
	let spec = COMPANION_SPECS.get(type);
	if (spec === undefined) {
		const [head, ...rows] = entryOf(COMPANIONS, type)?.split("|") ?? [];
		const [joins = "", onto = ""] = head?.split(" ") ?? [];
		spec = head === undefined ? null : { joins, onto: onto.split(","), body: readBody(rows) };
		COMPANION_SPECS.set(type, spec);
	}
	return spec;
}

/** The type and the argument that set a property of a type by a resource of their own; null if there is none. */
export function companionArgument(type: string, property: string): string | null {
	companionArguments ??= readCompanionArguments();
	return companionArguments.get(`${type} ${property}`) ?? null;
}

/** By type and property; every finding about a property asks. */
let companionArguments: ReadonlyMap<string, string> | null = null;

function readCompanionArguments(): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	for (const [companion, text] of Object.entries(COMPANIONS)) {
		const [head = "", ...rows] = text.split("|");
		for (const { names, steps } of rows.map(readRow)) {
			const property = steps.map(({ name }) => name).join(".");
			for (const type of (head.split(" ")[1] ?? "").split(",")) {
				entryIn(found, `${type} ${property}`, () => [companion, ...names].join("."));
			}
		}
	}
	return found;
}

/** A row of the table, its paths in parts. */
interface Row {
	readonly names: readonly string[];
	readonly steps: readonly Step[];
	readonly kind: Kind;
}

function readRow(row: string): Row {
	const [path = "", property = "", kind = "value"] = row.split(" ");
	const parts = path.split(".");
	return {
		names: parts.map((part) => part.replace(/(?:=?\{\}|\[\])$/u, "")),
		steps: property.split(".").map((part) => ({ name: part.replace(/\[\]$/u, ""), list: part.endsWith("[]") })),
		kind: kind as Kind,
	};
}

function readBody(rows: readonly string[]): BlockSpec {
	return readBlock(
		rows.map(readRow).map((row) => ({ ...row, rest: row.steps })),
		0,
		[],
	);
}

/** A row inside a block: `rest` is the way from what the block stands for to the property. */
type Inner = Row & { readonly rest: readonly Step[] };

function readBlock(rows: readonly Inner[], depth: number, at: readonly Step[]): BlockSpec {
	const leaves = new Map<string, ArgumentSpec>();
	const below = new Map<string, Inner[]>();
	for (const row of rows) {
		const name = row.names.at(depth) ?? "";
		if (row.names.length === depth + 1) {
			leaves.set(name, { at: row.rest, kind: row.kind });
		} else {
			below.set(name, [...(below.get(name) ?? []), row]);
		}
	}
	const blocks = new Map<string, BlockSpec>();
	for (const [name, inner] of below) {
		const taken = stepsOf(inner, depth);
		blocks.set(
			name,
			readBlock(
				inner.map((row) => ({ ...row, rest: row.rest.slice(taken) })),
				depth + 1,
				inner[0]?.rest.slice(0, taken) ?? [],
			),
		);
	}
	return { at, arguments: leaves, blocks };
}

/**
 * How many steps of the properties a block stands for: all that its arguments share, but for one for each block between
 * it and an argument.
 */
function stepsOf(rows: readonly Inner[], depth: number): number {
	const [first] = rows;
	let taken = Infinity;
	for (const { names, rest } of rows) {
		const differs = rest.findIndex((step, index) => step.name !== first?.rest[index]?.name);
		const blocksInside = names.length - depth - 2;
		taken = Math.min(taken, rest.length - 1 - blocksInside, differs === -1 ? rest.length : differs);
	}
	return Math.max(0, taken);
}

function readSpelling(rows: readonly string[]): ReadonlyMap<string, string> {
	const spelling = new Map<string, string>();
	for (const { names, steps } of rows.map(readRow)) {
		const property = steps.map(({ name }) => name).join(".");
		if (!spelling.has(property)) {
			spelling.set(property, names.join("."));
		}
		// `Environment` for `Environment.Variables`: the block around it.
		for (let length = steps.length - 1; length > 0; length -= 1) {
			const outer = steps
				.slice(0, length)
				.map(({ name }) => name)
				.join(".");
			const block = names.slice(0, Math.max(1, names.length - (steps.length - length))).join(".");
			if (!spelling.has(outer)) {
				spelling.set(outer, block);
			}
		}
	}
	return spelling;
}
