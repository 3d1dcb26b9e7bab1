import { childrenOf } from "../languages/terraform/parse/children-of.ts";
import { parseHcl } from "../languages/terraform/parse/parse-hcl.ts";
import type {
	HclBlock,
	HclBody,
	HclExpression,
	HclNode,
	HclTemplate,
	HclTraversal,
} from "../languages/terraform/parse/syntax.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** A module in HCL as JSON. Source: "JSON Configuration Syntax", Terraform documentation. */
export function asTerraformJson(text: string): string {
	const spelled: Record<string, Json> = {};
	for (const item of parseHcl(text).body.items) {
		if (item.type === "HclBlock") {
			const [keyword = "", ...labels] = [item.keyword, ...item.labels].map((one) => one.text);
			const last = labels.pop();
			const body = jsonOfBody(text, item.body);
			const at = labels.reduce((object, label) => within(object, label), within(spelled, keyword));
			if (last === undefined) {
				Object.assign(at, body);
			} else {
				at[last] = body;
			}
		}
	}
	return JSON.stringify(spelled, null, 2);
}

function within(object: Record<string, Json>, key: string): Record<string, Json> {
	object[key] ??= {};
	return object[key] as Record<string, Json>;
}

function jsonOfBody(text: string, { items }: HclBody): JsonObject {
	const object: Record<string, Json> = {};
	for (const item of items) {
		if (item.type === "HclAttribute") {
			object[item.name.text] = jsonOf(text, item.value);
			continue;
		}
		const labels = item.labels.reduceRight<Json>(
			(inner, label) => ({ [label.text]: inner }),
			jsonOfBody(text, item.body),
		);
		object[item.keyword.text] = [...((object[item.keyword.text] ?? []) as readonly Json[]), labels];
	}
	return object;
}

function jsonOf(text: string, node: HclExpression): Json {
	switch (node.type) {
		case "HclLiteral":
			return node.value;
		case "HclTemplate":
			return node.parts
				.map((part) =>
					part.type === "HclText"
						? part.value.replaceAll("${", "$${").replaceAll("%{", "%%{")
						: text.slice(part.start, part.end),
				)
				.join("");
		case "HclTuple":
			return node.items.map((item) => jsonOf(text, item));
		case "HclObject":
			return Object.fromEntries(
				node.items.map(({ key, name, value }) => [
					name ?? `\${${text.slice(key.start, key.end)}}`,
					jsonOf(text, value),
				]),
			);
		default:
			return `\${${text.slice(node.start, node.end)}}`;
	}
}

/** What is known of a value before the run. */
interface Planned {
	readonly value: Json;
	/** `true`, or which of its parts are not known. */
	readonly unknown: Json;
	readonly sensitive: Json;
}

/**
 * The plan of a module without calls, as `terraform show -json` writes it for new resources: what refers to an attribute
 * that its resource does not set is not known. Source: "JSON Output Format", Terraform documentation.
 *
 * @param given the values of variables, in addition to their defaults
 */
export function asPlan(text: string, given: Readonly<Record<string, string>>): string {
	return new PlanMaker(text, given).make();
}

class PlanMaker {
	readonly #blocks: readonly HclBlock[];
	readonly #given: Record<string, Json>;
	readonly #sensitive = new Set<string>();

	constructor(text: string, given: Readonly<Record<string, string>>) {
		this.#blocks = parseHcl(text).body.items.flatMap((item) => (item.type === "HclBlock" ? [item] : []));
		this.#given = { ...given };
		for (const { keyword, labels, body } of this.#blocks) {
			const [name = ""] = labels.map((label) => label.text);
			for (const item of keyword.text === "variable" ? body.items : []) {
				if (item.type === "HclAttribute" && item.name.text === "default") {
					this.#given[name] ??= this.#valueOf(item.value).value;
				} else if (item.type === "HclAttribute" && item.name.text === "sensitive") {
					this.#sensitive.add(name);
				}
			}
		}
	}

	make(): string {
		const blocks = this.#blocks.filter(({ keyword }) => keyword.text === "resource" || keyword.text === "data");
		const resources = blocks.map((block) => ({ ...headOf(block), ...this.#valuesOf(block) }));
		const isRead = ({ mode, unknown }: (typeof resources)[number]): boolean =>
			mode === "data" && JSON.stringify(unknown) === "{}";
		const shown = (list: typeof resources): Json => list.map(({ unknown: _, ...resource }) => resource);
		return JSON.stringify({
			format_version: "1.2",
			terraform_version: "1.11.4",
			variables: Object.fromEntries(Object.entries(this.#given).map(([name, value]) => [name, { value }])),
			planned_values: { root_module: { resources: shown(resources.filter((one) => !isRead(one))) } },
			resource_changes: resources
				.filter((one) => !isRead(one))
				.map(({ address, mode, type, name, values, unknown }) => ({
					address,
					mode,
					type,
					name,
					change: { actions: ["create"], before: null, after: values, after_unknown: unknown },
				})),
			prior_state: {
				format_version: "1.0",
				values: { root_module: { resources: shown(resources.filter(isRead)) } },
			},
			configuration: {
				root_module: {
					resources: blocks.map((block) => ({ ...headOf(block), expressions: expressionsOf(block.body) })),
					variables: Object.fromEntries(
						Object.keys(this.#given).map((name) => [
							name,
							this.#sensitive.has(name) ? { sensitive: true } : {},
						]),
					),
				},
			},
		});
	}

	#valuesOf({ body }: Pick<HclBlock, "body">): {
		readonly values: JsonObject;
		readonly unknown: JsonObject;
		readonly sensitive_values: JsonObject;
	} {
		const values: Record<string, Json> = {};
		const unknown: Record<string, Json> = {};
		const sensitive: Record<string, Json> = {};
		for (const item of body.items) {
			if (item.type === "HclAttribute") {
				const planned = this.#valueOf(item.value);
				if (planned.unknown !== true) {
					values[item.name.text] = planned.value;
				}
				setUnlessEmpty(unknown, item.name.text, planned.unknown);
				setUnlessEmpty(sensitive, item.name.text, planned.sensitive);
			} else {
				const inner = this.#valuesOf(item);
				const name = item.keyword.text;
				values[name] = [...((values[name] ?? []) as readonly Json[]), inner.values];
				if (Object.keys(inner.unknown).length > 0 || unknown[name] !== undefined) {
					unknown[name] = [
						...((unknown[name] ??
							(values[name] as readonly Json[]).slice(1).map(() => ({}))) as readonly Json[]),
						inner.unknown,
					];
				}
			}
		}
		return { values, unknown, sensitive_values: sensitive };
	}

	#valueOf(node: HclExpression): Planned {
		switch (node.type) {
			case "HclLiteral":
				return { value: node.value, unknown: false, sensitive: false };
			case "HclTemplate":
				return this.#textOf(node);
			case "HclTraversal":
				return this.#attributeOf(node);
			case "HclTuple": {
				const items = node.items.map((item) => this.#valueOf(item));
				const parts = (key: "unknown" | "sensitive"): Json =>
					items.some((item) => item[key] !== false) && items.map((item) => item[key]);
				return {
					value: items.map(({ value }) => value),
					unknown: parts("unknown"),
					sensitive: parts("sensitive"),
				};
			}
			case "HclObject": {
				const items = node.items.map(({ name, value }) => [name ?? "", this.#valueOf(value)] as const);
				const parts = (key: "unknown" | "sensitive"): Json => {
					const some = items.filter(([, item]) => item[key] !== false);
					return some.length > 0 && Object.fromEntries(some.map(([name, item]) => [name, item[key]]));
				};
				const known = items.filter(([, { unknown }]) => unknown !== true);
				return {
					value: Object.fromEntries(known.map(([name, { value }]) => [name, value])),
					unknown: parts("unknown"),
					sensitive: parts("sensitive"),
				};
			}
			default:
				return UNKNOWN;
		}
	}

	#textOf({ parts }: HclTemplate): Planned {
		const values = parts.map((part) =>
			part.type === "HclText"
				? { value: part.value, unknown: false, sensitive: false }
				: part.type === "HclHole"
					? this.#valueOf(part.expression)
					: UNKNOWN,
		);
		return values.some(({ unknown }) => unknown === true)
			? UNKNOWN
			: {
					value: values.map(({ value }) => String(value)).join(""),
					unknown: false,
					sensitive: values.some(({ sensitive }) => sensitive === true),
				};
	}

	#attributeOf(node: HclTraversal): Planned {
		const [kind = "", first = "", second = "", third = ""] = namesIn(node);
		if (kind === "var" && first in this.#given) {
			return { value: this.#given[first] ?? null, unknown: false, sensitive: this.#sensitive.has(first) };
		}
		if (kind === "path") {
			return { value: ".", unknown: false, sensitive: false };
		}
		const [keyword, type, name, attribute] =
			kind === "data" ? [kind, first, second, third] : ["resource", kind, first, second];
		const block = this.#blocks.find(
			(one) => one.keyword.text === keyword && one.labels.map(({ text }) => text).join(".") === `${type}.${name}`,
		);
		const item = block?.body.items.find((one) => one.type === "HclAttribute" && one.name.text === attribute);
		return item?.type === "HclAttribute" ? this.#valueOf(item.value) : UNKNOWN;
	}
}

const UNKNOWN: Planned = { value: null, unknown: true, sensitive: false };

function setUnlessEmpty(object: Record<string, Json>, name: string, value: Json): void {
	if (value !== false) {
		object[name] = value;
	}
}

function headOf({ keyword, labels }: HclBlock): {
	readonly address: string;
	readonly mode: string;
	readonly type: string;
	readonly name: string;
} {
	const [type = "", name = ""] = labels.map(({ text }) => text);
	const isData = keyword.text === "data";
	return { address: `${isData ? "data." : ""}${type}.${name}`, mode: isData ? "data" : "managed", type, name };
}

function expressionsOf({ items }: HclBody): JsonObject {
	const expressions: Record<string, Json> = {};
	for (const item of items) {
		if (item.type === "HclAttribute") {
			const references = referencesIn(item.value);
			expressions[item.name.text] = references.length === 0 ? {} : { references };
		} else {
			const before = (expressions[item.keyword.text] ?? []) as readonly Json[];
			expressions[item.keyword.text] = [...before, expressionsOf(item.body)];
		}
	}
	return expressions;
}

/** Each name with what is around it: `aws_kms_key.main.arn`, `aws_kms_key.main`. */
function referencesIn(node: HclNode): readonly string[] {
	if (node.type === "HclTraversal") {
		const names = namesIn(node);
		const shortest = names[0] === "data" ? 3 : 2;
		return Array.from({ length: Math.max(1, names.length - shortest + 1) }, (_, index) =>
			names.slice(0, names.length - index).join("."),
		);
	}
	return [...new Set(childrenOf(node).flatMap(referencesIn))];
}

function namesIn({ root, steps }: HclTraversal): readonly string[] {
	return [
		root.type === "HclVariable" ? root.name : "",
		...steps.map((step) => (step.type === "HclAttributeStep" ? step.name : "")),
	];
}
