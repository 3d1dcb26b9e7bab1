import { ENVIRONMENT_PLACES } from "../../../model/environment.ts";
import { literalOf, type Entry, type MapValue, type Value } from "../../../model/value.ts";
import { parseJsonText } from "../evaluate/json-text.ts";
import { entry, findEntry, listOf, mapOf, truthOf } from "../evaluate/values.ts";
import type { ArgumentSpec, BlockSpec, Step } from "../spec/type-spec.ts";
import { changeMaps } from "./change-maps.ts";
import { MapBuilder } from "./map-builder.ts";

/**
 * The arguments of a resource as properties in CloudFormation's spelling. What the mapping does not know stays under its
 * own name.
 *
 * @param type the CloudFormation type
 */
export function translateBody(body: MapValue, spec: BlockSpec, type: string): MapBuilder {
	const builder = new MapBuilder(body.span, body.open, body.origin);
	fill(builder, body, spec, { type, path: "" });
	return builder;
}

/** The place of what is translated: type and path of the properties around it. */
interface Place {
	readonly type: string;
	readonly path: string;
}

function fill(builder: MapBuilder, body: MapValue, spec: BlockSpec, place: Place): void {
	for (const one of body.entries) {
		const block = spec.blocks.get(one.key);
		const argument = spec.arguments.get(one.key);
		if (block !== undefined) {
			fillBlocks(builder, one, block, place);
		} else if (argument?.kind === "block") {
			for (const item of itemsOf(one.value)) {
				builder.put(
					argument.at,
					onMaps(item, (map) => pairOf(map, argument, place)),
					one,
				);
			}
		} else if (argument !== undefined) {
			putArgument(builder, one, argument, place);
		} else {
			builder.put([{ name: one.key, list: false }], unwrapped(one.value), one);
		}
	}
}

function fillBlocks(builder: MapBuilder, one: Entry, spec: BlockSpec, place: Place): void {
	const inner = { ...place, path: pathIn(place, spec.at) };
	if (one.value.kind === "list" && one.value.open) {
		builder.openList(spec.at, one);
	}
	for (const item of itemsOf(one.value)) {
		// Each block has a place of its own: a finding about a missing setting is reported there.
		const name = { keySpan: one.keySpan, span: item.span };
		if (isNoDevice(item)) {
			continue;
		}
		if (item.kind === "map") {
			const target = spec.at.length === 0 ? builder : builder.descend(spec.at, name, item.origin);
			if (target !== null) {
				fill(target, item, spec, inner);
				target.open ||= item.open;
			}
		} else if (spec.at.length > 0) {
			builder.put(
				spec.at,
				onMaps(item, (map) => {
					const made = new MapBuilder(map.span, map.open, map.origin);
					fill(made, map, spec, inner);
					return made.build();
				}),
				one,
			);
		} else if (item.kind !== "absent") {
			builder.open = true; // What may be in it is not known.
		}
	}
}

/** `ebs_block_device { no_device = true }` takes a device away. */
function isNoDevice(item: Value): boolean {
	const value = item.kind === "map" ? findEntry(item, "no_device")?.value : undefined;
	return value !== undefined && truthOf(value) === true;
}

function putArgument(builder: MapBuilder, one: Entry, { at, kind }: ArgumentSpec, place: Place): void {
	const last = at.at(-1);
	switch (kind) {
		case "map":
			if (last?.list !== true) {
				builder.put(at, one.value, one);
				return;
			}
			// `environment_variables = { A = "b" }` is a list of pairs in CloudFormation.
			builder.put(
				[...at.slice(0, -1), { ...last, list: false }],
				onMaps(one.value, (map) => pairsOf(map, pairIn(place, at))),
				one,
			);
			return;
		case "json":
			builder.put(at, documentOf(one.value), one);
			return;
		case "json-camel":
			builder.put(at, capitalized(documentOf(one.value)), one);
			return;
		case "base64":
			builder.put(at, decoded(one.value), one);
			return;
		case "value":
		case "bool":
		case "block":
			if (last?.list === true && one.value.kind === "list") {
				// `managed_policy_arns = [a, b]`
				one.value.items.forEach((item) => {
					builder.put(at, item, one);
				});
				if (one.value.open) {
					builder.openList(at, one);
				}
			} else {
				builder.put(at, one.value, one);
			}
			return;
		default:
			kind satisfies never;
	}
}

/** The blocks of an entry. In JSON one block may be a map itself. */
function itemsOf(value: Value): readonly Value[] {
	return value.kind === "list" ? value.items : value.kind === "absent" ? [] : [value];
}

/** A block that stands alone, where it is not known whether it may be repeated. */
function unwrapped(value: Value): Value {
	return value.kind === "list" && value.items.length === 1 && value.items[0]?.kind === "map" && value.origin === null
		? value.items[0]
		: value;
}

function onMaps(value: Value, change: (map: MapValue) => Value): Value {
	switch (value.kind) {
		case "map":
			return change(value);
		case "branches":
			return { ...value, branches: value.branches.map((one) => ({ ...one, value: onMaps(one.value, change) })) };
		case "absent":
		case "list":
		case "literal":
		case "reference":
		case "text":
		case "unresolved":
			return value;
		default:
			return value satisfies never;
	}
}

function pathIn({ path }: Place, steps: readonly Step[]): string {
	return [...(path === "" ? [] : [path]), ...steps.map(({ name, list }) => (list ? `${name}[]` : name))].join(".");
}

interface PairNames {
	readonly name: string;
	readonly value: string;
}

/** What CloudFormation calls the two parts of a pair at this place. */
function pairIn(place: Place, at: readonly Step[]): PairNames {
	const path = pathIn(place, at);
	return (
		ENVIRONMENT_PLACES.find((one) => one.type === place.type && one.path === path)?.pair ?? {
			name: "Name",
			value: "Value",
		}
	);
}

function pairsOf(map: MapValue, { name, value }: PairNames): Value {
	return listOf(
		map.span,
		map.entries.map((one) =>
			mapOf(one.span, [
				entry(
					name,
					{ kind: "literal", span: one.keySpan, value: one.key, text: one.key, via: null },
					one.keySpan,
				),
				entry(value, one.value, one.keySpan, one.span),
			]),
		),
		map.open,
	);
}

/** A block with a name and a value. */
function pairOf(map: MapValue, { at }: ArgumentSpec, place: Place): Value {
	const { name, value } = pairIn(place, at);
	const names = new Map([
		["name", name],
		["value", value],
		["default_value", "DefaultValue"],
	]);
	return {
		...map,
		entries: map.entries.map((one) => ({
			...one,
			key: names.get(one.key) ?? capitalize(one.key),
		})),
	};
}

/** A JSON text as what it says. */
function documentOf(value: Value): Value {
	switch (value.kind) {
		case "literal":
		case "text":
			return parseJsonText(value) ?? value;
		case "branches":
			return { ...value, branches: value.branches.map((one) => ({ ...one, value: documentOf(one.value) })) };
		case "reference":
			return literalOf(value) === null ? value : (parseJsonText(value) ?? value);
		case "absent":
		case "list":
		case "map":
		case "unresolved":
			return value;
		default:
			return value satisfies never;
	}
}

/** Maps whose keys are the author's own. */
const OWN_KEYS = /^(?:options|dockerLabels|labels|parameters|inferenceAcceleratorOverrides)$/u;

/** A document with keys as CloudFormation writes them: `logConfiguration` is `LogConfiguration`. */
function capitalized(value: Value): Value {
	return changeMaps(value, (map) => ({
		...map,
		entries: map.entries.map((one) => ({
			...one,
			key: capitalize(one.key),
			value: OWN_KEYS.test(one.key) ? one.value : capitalized(one.value),
		})),
	}));
}

/** `default_value` and `defaultValue` as `DefaultValue`. */
function capitalize(name: string): string {
	return name.replace(/(?:^|_)([a-z])/gu, (_, letter: string) => letter.toUpperCase());
}

/** A text in base64 as the text that it means. */
function decoded(value: Value): Value {
	if (value.kind !== "literal" || !/^[A-Za-z\d+/]{16,}={0,2}$/u.test(value.text.replace(/\s/gu, ""))) {
		return value;
	}
	const text = Buffer.from(value.text, "base64").toString("utf8");
	return text.includes("\uFFFD") ? value : { ...value, value: text, text };
}
