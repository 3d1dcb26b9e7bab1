import type { Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import { elementsOf, type Element } from "./elements.ts";
import type { Evaluation, Module } from "./evaluation.ts";
import { instancesOf, UNKNOWN, type Instances } from "./instances.ts";
import type { Declaration } from "./module-table.ts";
import { readAttribute } from "./read-attribute.ts";
import {
	addressOfBlock,
	entry,
	failed,
	isWhole,
	listOf,
	mapOf,
	scalarOf,
	textOfScalar,
	unresolved,
	wholeResource,
} from "./values.ts";
import { wording } from "../../../text/wording.ts";

const SINGLE: Instances = { kind: "single" };

/** The resources of all modules as expressions name them: their instances and attributes, by their ids. */
export class KnownResources {
	readonly #evaluation: Evaluation;
	/** The module of each resource that an expression has named. A value may be used in another module. */
	readonly #owners = new Map<string, { readonly declaration: Declaration; readonly module: Module }>();
	readonly #instances = new Map<Declaration, Map<Module, Instances>>();
	readonly #attributes = new Map<string, Value | null>();

	constructor(evaluation: Evaluation) {
		this.#evaluation = evaluation;
	}

	/** A resource of a module by its address. */
	named(address: string, module: Module, span: Span): Value {
		const declaration = module.table.resources.get(address);
		if (declaration === undefined) {
			return unresolved(span, wording("`{{address}}` is not declared in this folder", { address }));
		}
		const id = module.prefix + address;
		this.#owners.set(id, { declaration, module });
		return wholeResource(span, id);
	}

	/** The instances of a resource or of a call of a module, as `count` and `for_each` make them. */
	instances(declaration: Declaration, module: Module): Instances {
		const byModule = this.#instances.get(declaration) ?? new Map<Module, Instances>();
		this.#instances.set(declaration, byModule);
		let instances = byModule.get(module);
		if (instances === undefined) {
			byModule.set(module, UNKNOWN); // For what refers to itself.
			let each: Value | undefined;
			instances = instancesOf(declaration, (argument, file) => {
				each = this.#evaluation.evaluate(argument.value, { module, file, names: new Map() });
				return this.#asMap(each);
			});
			if (instances.kind === "unknown" && each?.kind === "reference" && isWhole(each)) {
				instances = { kind: "unknown", names: anyOf(each) };
			}
			byModule.set(module, instances);
		}
		return instances;
	}

	/** The id of an instance; the only one of a `count` is called as its block. */
	idOf(base: string, instances: Instances, key: Value): string {
		const isAlone = instances.kind === "keys" && instances.each.length === 1 && typeof scalarOf(key) === "number";
		return isAlone ? base : `${base}${renderKey(key)}`;
	}

	/** The items of a collection that are known, and whether there may be more. */
	elementsOf(value: Value): { readonly elements: readonly Element[]; readonly open: boolean } {
		if ((value.kind === "list" || value.kind === "map") && value.open) {
			return { elements: elementsOf({ ...value, open: false }) ?? [], open: true };
		}
		if (value.kind === "reference" && isWhole(value) && value.to.of === "resource") {
			const { id } = value.to;
			const instances = this.#instancesOf(id);
			return instances.kind === "keys"
				? {
						elements: instances.each.map(({ key }) => ({
							key,
							value: wholeResource(value.span, this.idOf(id, instances, key)),
						})),
						open: false,
					}
				: { elements: [{ key: unresolved(value.span, "the keys are not known"), value }], open: true };
		}
		const elements = elementsOf(value);
		return { elements: elements ?? [], open: elements === null };
	}

	/** `aws_kms_key.main[*]` */
	listOf(whole: Value, id: string, span: Span): Value {
		const { kind } = this.#instancesOf(id);
		if (kind === "none" || kind === "single") {
			return listOf(span, kind === "none" ? [] : [whole]);
		}
		const { elements, open } = this.elementsOf(whole);
		return listOf(
			span,
			elements.map(({ value }) => value),
			open,
		);
	}

	/** `aws_kms_key.main[key]` */
	instance(id: string, key: Value, span: Span): Value {
		const instances = this.#instancesOf(id);
		const known = scalarOf(key);
		const found = instances.kind === "keys" ? instances.each.find((one) => scalarOf(one.key) === known) : undefined;
		if (instances.kind === "none" || (instances.kind === "keys" && found === undefined && known !== undefined)) {
			return failed(span, "there is no such resource");
		}
		return wholeResource(span, found === undefined ? id : this.idOf(id, instances, found.key));
	}

	/** `aws_kms_key.main.arn` */
	attribute(id: string, name: string, span: Span): Value {
		const owner = this.#ownerOf(id);
		if (owner === undefined) {
			return unresolved(span, "the resource is not declared in this folder");
		}
		const key = `${id} ${name}`;
		let value = this.#attributes.get(key);
		if (value === undefined) {
			this.#attributes.set(key, null);
			value = readAttribute(owner.declaration, { id, name, span, module: owner.module }, this.#evaluation);
			this.#attributes.set(key, value);
		}
		return value === null
			? unresolved(span, "it refers to itself")
			: value.kind === "reference" || value.kind === "unresolved"
				? { ...value, span }
				: value;
	}

	#ownerOf(id: string): { readonly declaration: Declaration; readonly module: Module } | undefined {
		return this.#owners.get(id) ?? this.#owners.get(addressOfBlock(id));
	}

	#instancesOf(id: string): Instances {
		const owner = this.#owners.get(id);
		return owner === undefined ? SINGLE : this.instances(owner.declaration, owner.module);
	}

	/** A resource with several instances as the map of them that it is. */
	#asMap(value: Value): Value {
		if (value.kind !== "reference" || !isWhole(value)) {
			return value;
		}
		const { elements, open } = this.elementsOf(value);
		const entries = elements.flatMap(({ key, value: item }) => {
			const name = textOfScalar(key);
			return name === undefined ? [] : [entry(name, item)];
		});
		return mapOf(value.span, entries, open);
	}
}

/** `each`, where it stands for any instance of a resource. */
function anyOf(whole: Value): ReadonlyMap<string, Value> {
	const key = unresolved(whole.span, "the keys are not known");
	return new Map([["each", mapOf(whole.span, [entry("key", key), entry("value", whole)])]]);
}

/** `[0]`, `["orders"]`: the end of the address of an instance. */
export function renderKey(key: Value): string {
	const scalar = scalarOf(key);
	return typeof scalar === "number" ? `[${String(scalar)}]` : `[${JSON.stringify(String(scalar ?? ""))}]`;
}
