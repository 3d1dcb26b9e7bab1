import { InnerReader } from "./inner-reader.ts";
import { JsonReader } from "./json-reader.ts";
import { shownJson } from "./shown-json.ts";
import type {
	HclAttribute,
	HclBlock,
	HclExpression,
	HclFile,
	HclItem,
	HclName,
	HclObject,
	HclTraversal,
	HclTuple,
} from "./syntax.ts";

/** `{"format_version":"1.2","terraform_version":…`: what `terraform show -json` writes of a plan or a state. */
const BEGINNING = /^\s*\{\s*"format_version"\s*:\s*"[\d.]+"\s*,\s*"terraform_version"/u;

const OBJECT = /^\s*\{/u;

/** How deep modules are inside each other, and values. */
const MAX_DEPTH = 64;

/** True for a text that `terraform show -json` has written. */
export function isPlan(text: string): boolean {
	return BEGINNING.test(text) || (OBJECT.test(text) && text.includes('"format_version"') && hasPlanned(text));
}

/** The parts of a plan, in whatever order another tool has put them. */
function hasPlanned(text: string): boolean {
	return text.includes('"planned_values"') || text.includes('"resource_changes"');
}

/**
 * Parses what `terraform show -json` writes of a plan or a state, into the blocks that make its resources. All texts are
 * values: nothing in them is a template. What is known only after the run is a reference where the configuration in the
 * plan names one, else not readable. Never throws.
 *
 * Source: "JSON Output Format", Terraform documentation.
 */
export function parsePlan(text: string): HclFile {
	const reader = new JsonReader(text);
	return shownJson(text, reader, (object) => ({
		kind: memberOf(object, "values") === undefined ? "plan" : "state",
		items: new PlanReader(reader, object).read(),
		held: null,
	}));
}

class PlanReader {
	readonly #reader: JsonReader;
	readonly #plan: HclObject;
	/** By address, what is known only after the run. */
	readonly #unknown = new Map<string, HclExpression>();
	/** By address without keys, the expressions of the configuration. */
	readonly #expressions = new Map<string, HclObject>();

	constructor(reader: JsonReader, plan: HclObject) {
		this.#reader = reader;
		this.#plan = plan;
	}

	read(): readonly HclItem[] {
		for (const change of objectsIn(memberOf(this.#plan, "resource_changes"))) {
			const after = memberOf(objectOf(memberOf(change, "change")), "after_unknown");
			if (after !== undefined) {
				this.#unknown.set(this.#textOf(memberOf(change, "address")), after);
			}
		}
		const configuration = objectOf(memberOf(this.#plan, "configuration"));
		this.#readConfiguration(objectOf(memberOf(configuration, "root_module")), "", 0);
		const values = objectOf(memberOf(this.#plan, "planned_values") ?? memberOf(this.#plan, "values"));
		return this.#blocksOf(objectOf(memberOf(values, "root_module")), 0);
	}

	#readConfiguration(module: HclObject | undefined, prefix: string, depth: number): void {
		for (const resource of objectsIn(memberOf(module, "resources"))) {
			const expressions = objectOf(memberOf(resource, "expressions"));
			if (expressions !== undefined) {
				this.#expressions.set(prefix + this.#textOf(memberOf(resource, "address")), expressions);
			}
		}
		const calls = objectOf(memberOf(module, "module_calls"));
		for (const { name, value } of depth > MAX_DEPTH ? [] : (calls?.items ?? [])) {
			this.#readConfiguration(
				objectOf(memberOf(objectOf(value), "module")),
				`${prefix}module.${name ?? ""}.`,
				depth + 1,
			);
		}
	}

	#blocksOf(module: HclObject | undefined, depth: number): readonly HclBlock[] {
		return [
			...objectsIn(memberOf(module, "resources")).flatMap((resource) => this.#blockOf(resource) ?? []),
			...(depth > MAX_DEPTH
				? []
				: objectsIn(memberOf(module, "child_modules")).flatMap((child) => this.#blocksOf(child, depth + 1))),
		];
	}

	#blockOf(resource: HclObject): HclBlock | null {
		const [address, type, name, mode] = ["address", "type", "name", "mode"].map((key) => memberOf(resource, key));
		const values = objectOf(memberOf(resource, "values"));
		if (address === undefined || type === undefined || name === undefined) {
			return null;
		}
		const whole = this.#textOf(address);
		const unknown = objectOf(this.#unknown.get(whole));
		const expressions = this.#expressions.get(withoutKeys(whole));
		const prefix = whole.slice(0, Math.max(0, whole.lastIndexOf(this.#textOf(type))));
		const fill: Fill = { prefix: prefix.replace(/data\.$/u, ""), at: address };
		const items: HclAttribute[] = (values?.items ?? []).map((item) => ({
			type: "HclAttribute",
			start: item.start,
			end: item.end,
			name: nameAt(item.key, item.name ?? ""),
			equals: item.key.end,
			value: this.#merge(
				item.value,
				memberOf(unknown, item.name ?? ""),
				memberOf(expressions, item.name ?? ""),
				fill,
				0,
			),
		}));
		const known = new Set(items.map((item) => item.name.text));
		for (const { name: key, value, start, end } of unknown?.items ?? []) {
			if (key !== null && !known.has(key) && isTrue(value)) {
				const expression = this.#reference(memberOf(expressions, key), fill);
				items.push({
					type: "HclAttribute",
					start,
					end,
					name: nameAt(address, key),
					equals: start,
					value: expression,
				});
			}
		}
		return {
			type: "HclBlock",
			start: resource.start,
			end: resource.end,
			keyword: nameAt(mode ?? address, this.#textOf(mode) === "data" ? "data" : "resource"),
			labels: [nameAt(address, this.#textOf(type)), nameAt(address, this.#textOf(name))],
			address: whole,
			open: resource.start,
			body: { type: "HclBody", start: resource.start, end: resource.end, items },
			close: resource.end - 1,
		};
	}

	/** A value, with what is known only after the run in its place. */
	#merge(
		value: HclExpression,
		unknown: HclExpression | undefined,
		expression: HclExpression | undefined,
		fill: Fill,
		depth: number,
	): HclExpression {
		if (depth > MAX_DEPTH) {
			return { type: "HclInvalid", start: value.start, end: value.end };
		}
		if (unknown !== undefined && isTrue(unknown)) {
			return this.#reference(expression, { ...fill, at: value });
		}
		switch (value.type) {
			case "HclTemplate":
				return this.#literal(value);
			case "HclTuple":
				return {
					...value,
					items: value.items.map((item, index) =>
						this.#merge(item, itemOf(unknown, index), itemOf(expression, index), fill, depth + 1),
					),
				} satisfies HclTuple;
			case "HclObject":
				return {
					...value,
					items: [
						...value.items.map((item) => ({
							...item,
							value: this.#merge(
								item.value,
								memberOf(objectOf(unknown), item.name ?? ""),
								memberOf(objectOf(expression), item.name ?? ""),
								fill,
								depth + 1,
							),
						})),
						...(objectOf(unknown)?.items ?? [])
							.filter((item) => isTrue(item.value) && memberOf(value, item.name ?? "") === undefined)
							.map((item) => ({
								...item,
								value: this.#reference(memberOf(objectOf(expression), item.name ?? ""), {
									...fill,
									at: item.value,
								}),
							})),
					],
				} satisfies HclObject;
			default:
				return value;
		}
	}

	/** `{"references": ["aws_kms_key.main.arn", "aws_kms_key.main"]}`: the only resource that an expression names. */
	#reference(expression: HclExpression | undefined, { prefix, at: { start, end } }: Fill): HclExpression {
		const listed = memberOf(objectOf(expression), "references");
		const references = listed?.type === "HclTuple" ? listed.items.map((item) => this.#textOf(item)) : [];
		const [longest = ""] = references;
		const isOne =
			longest !== "" &&
			references.every((one) => longest.startsWith(one)) &&
			!/^(?:var|local|each|count|module|path)\./u.test(longest);
		const reader = new InnerReader(isOne ? longest : "");
		const read = isOne ? reader.readWhole() : null;
		return read?.type === "HclTraversal" && reader.errors.length === 0
			? moved(read, prefix, start, end)
			: { type: "HclInvalid", start, end };
	}

	/** A text as it is written: `${` in it is no hole. */
	#literal(value: Extract<HclExpression, { type: "HclTemplate" }>): HclExpression {
		const [only] = value.parts;
		if (value.parts.length === 0 || (value.parts.length === 1 && only?.type === "HclText")) {
			return value;
		}
		return { ...value, parts: [{ type: "HclText", ...value.inner, value: this.#textOf(value), isExact: false }] };
	}

	#textOf(value: HclExpression | undefined): string {
		return value?.type === "HclTemplate" ? (this.#reader.strings.get(value)?.value ?? "") : "";
	}
}

/** Where a value is, and what the addresses of its module begin with. */
interface Fill {
	readonly prefix: string;
	readonly at: { readonly start: number; readonly end: number };
}

/** A reference at the place of the value, with the address that it has from the root. */
function moved(node: HclTraversal, prefix: string, start: number, end: number): HclTraversal {
	const steps = node.steps.map((step) => ({ ...step, start, end }));
	return node.root.type === "HclVariable"
		? { ...node, start, end, steps, root: { ...node.root, start, end, name: prefix + node.root.name } }
		: { ...node, start, end, steps };
}

function memberOf(object: HclObject | undefined, name: string): HclExpression | undefined {
	return object?.items.find((item) => item.name === name)?.value;
}

function itemOf(value: HclExpression | undefined, index: number): HclExpression | undefined {
	return value?.type === "HclTuple" ? value.items[index] : undefined;
}

function objectOf(value: HclExpression | undefined): HclObject | undefined {
	return value?.type === "HclObject" ? value : undefined;
}

function objectsIn(value: HclExpression | undefined): readonly HclObject[] {
	return value?.type === "HclTuple" ? value.items.flatMap((item) => objectOf(item) ?? []) : [];
}

function isTrue(value: HclExpression): boolean {
	return value.type === "HclLiteral" && value.value === true;
}

function nameAt({ start, end }: { readonly start: number; readonly end: number }, text: string): HclName {
	return { type: "HclName", start, end, text, isQuoted: true };
}

/** `module.a["x"].aws_kms_key.k[0]` as the configuration calls it. */
function withoutKeys(address: string): string {
	return address.replace(/\[(?:\d{1,9}|"[^"]{0,256}")\]/gu, "");
}
