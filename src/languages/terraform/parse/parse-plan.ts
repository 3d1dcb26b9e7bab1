import { InnerReader } from "./inner-reader.ts";
import { attributesIn, isTrue, memberOf, nameAt, objectOf, objectsIn, withoutKeys } from "./json-members.ts";
import { JsonReader } from "./json-reader.ts";
import { shownJson } from "./shown-json.ts";
import type {
	HclAttribute,
	HclBlock,
	HclExpression,
	HclFile,
	HclItem,
	HclObject,
	HclObjectItem,
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
		...new PlanReader(reader, object).read(),
	}));
}

class PlanReader {
	readonly #reader: JsonReader;
	readonly #plan: HclObject;
	/** By address, what is known only after the run. */
	readonly #unknown = new Map<string, HclExpression>();
	/** By address without keys, the expressions of the configuration. */
	readonly #expressions = new Map<string, HclObject>();
	/** By the prefix of a module, what its call gives to its variables. */
	readonly #given = new Map<string, HclObject>();
	/** The sensitive variables of the root module. */
	readonly #secrets = new Map<string, HclObjectItem>();
	readonly #held: HclBlock[] = [];

	constructor(reader: JsonReader, plan: HclObject) {
		this.#reader = reader;
		this.#plan = plan;
	}

	read(): { readonly items: readonly HclItem[]; readonly held: readonly HclBlock[] } {
		for (const change of objectsIn(memberOf(this.#plan, "resource_changes"))) {
			const after = memberOf(objectOf(memberOf(change, "change")), "after_unknown");
			if (after !== undefined) {
				this.#unknown.set(this.#reader.textOf(memberOf(change, "address")), after);
			}
		}
		const root = objectOf(memberOf(objectOf(memberOf(this.#plan, "configuration")), "root_module"));
		this.#readConfiguration(root, "", 0);
		for (const item of objectOf(memberOf(root, "variables"))?.items ?? []) {
			const isSensitive = memberOf(objectOf(item.value), "sensitive");
			if (item.name !== null && isTrue(isSensitive)) {
				this.#secrets.set(item.name, item);
			}
		}
		const values = objectOf(memberOf(this.#plan, "planned_values") ?? memberOf(this.#plan, "values"));
		const planned = this.#blocksOf(objectOf(memberOf(values, "root_module")), 0);
		const addresses = new Set(planned.map(({ address }) => address));
		// What a data source has read already is in the state alone.
		const prior = objectOf(memberOf(objectOf(memberOf(this.#plan, "prior_state")), "values"));
		const known = this.#blocksOf(objectOf(memberOf(prior, "root_module")), 0).filter(
			({ keyword, address }) => keyword.text === "data" && !addresses.has(address),
		);
		return { items: [...[...this.#secrets.values()].map(variableOf), ...planned, ...known], held: this.#held };
	}

	#readConfiguration(module: HclObject | undefined, prefix: string, depth: number): void {
		for (const resource of objectsIn(memberOf(module, "resources"))) {
			const expressions = objectOf(memberOf(resource, "expressions"));
			if (expressions !== undefined) {
				this.#expressions.set(prefix + this.#reader.textOf(memberOf(resource, "address")), expressions);
			}
		}
		const calls = objectOf(memberOf(module, "module_calls"));
		for (const { name, value } of depth > MAX_DEPTH ? [] : (calls?.items ?? [])) {
			const inner = `${prefix}module.${name ?? ""}.`;
			const given = objectOf(memberOf(objectOf(value), "expressions"));
			if (given !== undefined) {
				this.#given.set(inner, given);
			}
			this.#readConfiguration(objectOf(memberOf(objectOf(value), "module")), inner, depth + 1);
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
		const whole = this.#reader.textOf(address);
		const unknown = objectOf(this.#unknown.get(whole));
		const expressions = this.#expressions.get(withoutKeys(whole));
		const prefix = whole.slice(0, Math.max(0, whole.lastIndexOf(this.#reader.textOf(type))));
		const fill: Fill = { prefix: prefix.replace(/data\.$/u, ""), at: address };
		const marks = objectOf(memberOf(resource, "sensitive_values"));
		const items = attributesIn(values).map((argument): HclAttribute => {
			const { text: key } = argument.name;
			const about = {
				unknown: memberOf(unknown, key),
				expression: memberOf(expressions, key),
				isOwn: true,
				mark: memberOf(marks, key),
			};
			return { ...argument, value: this.#merge(argument.value, about, fill, 0) };
		});
		const known = new Set(items.map((item) => item.name.text));
		for (const { name: key, value, start, end } of unknown?.items ?? []) {
			if (key !== null && !known.has(key) && isTrue(value)) {
				const expression = this.#reference(memberOf(expressions, key), { ...fill, at: value });
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
		const block: HclBlock = {
			type: "HclBlock",
			start: resource.start,
			end: resource.end,
			keyword: nameAt(mode ?? address, this.#reader.textOf(mode) === "data" ? "data" : "resource"),
			labels: [nameAt(address, this.#reader.textOf(type)), nameAt(address, this.#reader.textOf(name))],
			address: whole,
			open: resource.start,
			body: { type: "HclBody", start: resource.start, end: resource.end, items },
			close: resource.end - 1,
		};
		this.#held.push({ ...block, body: { ...block.body, items: attributesIn(values) } });
		return block;
	}

	/** A value, with what is known only after the run in its place, and the variables that secrets come from. */
	#merge(value: HclExpression, about: About, fill: Fill, depth: number): HclExpression {
		const { unknown, expression, mark } = about;
		if (depth > MAX_DEPTH) {
			return { type: "HclInvalid", start: value.start, end: value.end };
		}
		if (isTrue(unknown)) {
			return this.#reference(expression, { ...fill, at: value });
		}
		switch (value.type) {
			case "HclTemplate":
				return this.#secretOf(value, about, fill) ?? this.#literal(value);
			case "HclTuple":
				return {
					...value,
					items: value.items.map((item, index) =>
						this.#merge(
							item,
							{
								unknown: itemOf(unknown, index),
								...innerExpression(expression, itemOf(expression, index)),
								mark: itemOf(mark, index) ?? wholeOf(mark),
							},
							fill,
							depth + 1,
						),
					),
				} satisfies HclTuple;
			case "HclObject":
				return {
					...value,
					items: [
						...value.items.map((item) => ({
							...item,
							value: this.#merge(item.value, memberAbout(about, item.name ?? ""), fill, depth + 1),
						})),
						...(objectOf(unknown)?.items ?? [])
							.filter((item) => isTrue(item.value) && memberOf(value, item.name ?? "") === undefined)
							.map((item) => ({
								...item,
								value: this.#reference(memberAbout(about, item.name ?? "").expression, {
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

	/**
	 * What a secret comes from, as far as the plan tells: its sensitive variable, or the resource that has it. An
	 * expression of a map names what all of its values come from, so that marks tell them apart.
	 */
	#secretOf(value: HclExpression, { expression, isOwn, mark }: About, fill: Fill): HclExpression | null {
		const references = this.#referencesOf(expression);
		const isMarked = isTrue(mark);
		const names = new Set(references.flatMap((one) => this.#variableOf(one, fill.prefix, 0) ?? []));
		const [name, ...others] = names;
		return name !== undefined && others.length === 0 && (isMarked || (isOwn && references.length === 1))
			? this.#traversal(`var.${name}`, { prefix: "", at: value })
			: null;
	}

	/** The sensitive variable of the root module that a variable of a module stands for. */
	#variableOf(reference: string, prefix: string, depth: number): string | null {
		const [kind, name = ""] = reference.split(".");
		if (kind !== "var" || depth > MAX_DEPTH) {
			return null;
		}
		const inner = withoutKeys(prefix);
		if (inner === "") {
			return this.#secrets.has(name) ? name : null;
		}
		const outer = inner.replace(/module\.[^.]+\.$/u, "");
		const given = this.#referencesOf(memberOf(this.#given.get(inner), name));
		return given.map((one) => this.#variableOf(one, outer, depth + 1)).find((one) => one !== null) ?? null;
	}

	#referencesOf(expression: HclExpression | undefined): readonly string[] {
		const listed = memberOf(objectOf(expression), "references");
		return listed?.type === "HclTuple" ? listed.items.map((item) => this.#reader.textOf(item)) : [];
	}

	/**
	 * `{"references": ["aws_kms_key.main.arn", "aws_kms_key.main"]}`: the only resource that an expression names. What a run
	 * gives to the variables of the root module is known before.
	 */
	#reference(expression: HclExpression | undefined, fill: Fill): HclExpression {
		const references = this.#referencesOf(expression).filter(
			(one) => !/^(?:each|count|path)\./u.test(one) && (fill.prefix !== "" || !one.startsWith("var.")),
		);
		const [longest = ""] = references;
		const isOne =
			longest !== "" &&
			references.every((one) => longest.startsWith(one)) &&
			!/^(?:var|local|module)\./u.test(longest);
		const { start, end } = fill.at;
		return (isOne ? this.#traversal(longest, fill) : null) ?? { type: "HclInvalid", start, end };
	}

	#traversal(text: string, { prefix, at }: Fill): HclExpression | null {
		const reader = new InnerReader(text);
		const read = reader.readWhole();
		return read?.type === "HclTraversal" && reader.errors.length === 0
			? moved(read, prefix, at.start, at.end)
			: null;
	}

	/** A text as it is written: `${` in it is no hole. */
	#literal(value: Extract<HclExpression, { type: "HclTemplate" }>): HclExpression {
		const [only] = value.parts;
		if (value.parts.length === 0 || (value.parts.length === 1 && only?.type === "HclText")) {
			return value;
		}
		return {
			...value,
			parts: [{ type: "HclText", ...value.inner, value: this.#reader.textOf(value), isExact: false }],
		};
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

/** What a plan tells of a value beside the value itself. */
interface About {
	readonly unknown: HclExpression | undefined;
	/** Of the configuration; the same for all parts of a value that one expression makes. */
	readonly expression: HclExpression | undefined;
	/** False where it makes more than this value. */
	readonly isOwn: boolean;
	/** `true`, or marks of its parts. */
	readonly mark: HclExpression | undefined;
}

function memberAbout({ unknown, expression, mark }: About, name: string): About {
	return {
		unknown: memberOf(objectOf(unknown), name),
		...innerExpression(expression, memberOf(objectOf(expression), name)),
		mark: memberOf(objectOf(mark), name) ?? wholeOf(mark),
	};
}

function innerExpression(
	expression: HclExpression | undefined,
	own: HclExpression | undefined,
): Pick<About, "expression" | "isOwn"> {
	return own === undefined ? { expression: wholeOf(expression), isOwn: false } : { expression: own, isOwn: true };
}

/** An expression or a mark, where it is about a value as a whole. */
function wholeOf(value: HclExpression | undefined): HclExpression | undefined {
	return value === undefined || isTrue(value) || memberOf(objectOf(value), "references") !== undefined
		? value
		: undefined;
}

/** `{"sensitive": true}` of the configuration as a block. */
function variableOf({ key, name, value, start, end }: HclObjectItem): HclBlock {
	const items = attributesIn(objectOf(value)).filter((argument) => argument.name.text === "sensitive");
	return {
		type: "HclBlock",
		start,
		end,
		keyword: nameAt(key, "variable"),
		labels: [nameAt(key, name ?? "")],
		open: start,
		body: { type: "HclBody", start, end, items },
		close: end - 1,
	};
}

function itemOf(value: HclExpression | undefined, index: number): HclExpression | undefined {
	return value?.type === "HclTuple" ? value.items[index] : undefined;
}
