import type { Editor, LocatedText, PairValue, Resource } from "../../../model/resource.ts";
import type { Suppressions } from "../../../model/suppression.ts";
import { alternatives, type Parameter, type Value } from "../../../model/value.ts";
import { VOLUME_PLACES } from "../../../model/volume.ts";
import { groupBy } from "../../../text/group-by.ts";
import type { Span } from "../../../text/span.ts";
import { Evaluator } from "../evaluate/evaluator.ts";
import type { Module } from "../evaluate/evaluation.ts";
import { argumentOf, type Declaration } from "../evaluate/module-table.ts";
import type { ModuleFolders, TerraformFile } from "../evaluate/terraform-file.ts";
import { addressOfBlock, findEntry, truthOf } from "../evaluate/values.ts";
import { readCompanions } from "./companions.ts";
import { TERRAFORM_ENGINE } from "./engine.ts";
import { textsOf } from "./located-texts.ts";
import type { Companion, ResourceHost, TerraformWriter } from "./resource-host.ts";
import { TerraformResource } from "./terraform-resource.ts";

/** Types whose volumes the account's default encrypts. */
const VOLUME_TYPES: ReadonlySet<string> = new Set(VOLUME_PLACES.map(({ type }) => type));

/** More resources than that are not made of one file's view of its modules. */
const MAX_RESOURCES = 5000;

/**
 * A module with those that it calls, as seen from one of its files. Resources of other files are there for what they say
 * about those of this one: their spans are behind the end of the text, where nothing is reported.
 */
export class TerraformStack implements ResourceHost {
	readonly engine = TERRAFORM_ENGINE;
	readonly resources: readonly TerraformResource[];
	readonly parameters: ReadonlyMap<string, Parameter>;
	readonly suppressions: Suppressions;
	readonly evaluator: Evaluator;
	readonly writer: TerraformWriter | null;
	readonly editor: Editor;
	readonly #own: TerraformFile;
	readonly #byId = new Map<string, TerraformResource>();
	readonly #byType: ReadonlyMap<string, readonly TerraformResource[]>;
	readonly #reported = new Set<string>();
	#companions: ReadonlyMap<string, readonly Companion[]> | undefined;
	#outputs: ReadonlyMap<string, Value> | undefined;

	constructor(
		own: TerraformFile,
		folders: ModuleFolders,
		suppressions: Suppressions,
		makeWriter: ((stack: TerraformStack) => TerraformWriter) | null,
	) {
		this.#own = own;
		this.suppressions = suppressions;
		this.evaluator = new Evaluator(own, folders);
		const resources: TerraformResource[] = [];
		this.#declare(this.evaluator.root, null, resources);
		this.resources = resources;
		for (const resource of resources) {
			this.#byId.set(resource.id, resource);
		}
		this.#byType = groupBy(resources, ({ type }) => type);
		const parameters = new Map<string, Parameter>();
		for (const name of this.evaluator.root.table.variables.keys()) {
			const parameter = this.evaluator.parameter(name);
			if (parameter !== undefined) {
				parameters.set(name, parameter);
			}
		}
		this.parameters = parameters;
		this.writer = makeWriter?.(this) ?? null;
		this.editor = this.writer?.editor ?? NO_EDITOR;
	}

	/** @param isTouched of a called module: whether something of the call is written in this file; null for the root */
	#declare(module: Module, isTouched: boolean | null, resources: TerraformResource[]): void {
		const touched = this.evaluator.touchedFiles(module);
		const declarations = [...module.table.resources.values()];
		const isOwn = ({ file }: Declaration): boolean => file === this.#own;
		for (const declaration of [
			...declarations.filter(isOwn),
			...declarations.filter((declaration) => !isOwn(declaration)),
		]) {
			if (resources.length < MAX_RESOURCES) {
				const isHere = isTouched ?? touched.touches(declaration, this.#own);
				this.#declareOne(declaration, module, isHere, resources);
			}
		}
		for (const [name, call] of module.table.calls) {
			const isHere = isTouched ?? touched.touches(call, this.#own);
			for (const called of this.evaluator.modulesOf(name, module)) {
				this.#declare(called.module, isHere, resources);
			}
		}
	}

	#declareOne(declaration: Declaration, module: Module, isHere: boolean, resources: TerraformResource[]): void {
		const instances = this.evaluator.instances(declaration, module);
		const base = module.prefix + declaration.address;
		const make = (id: string, names: ReadonlyMap<string, Value>, condition: string | null): void => {
			resources.push(new TerraformResource(this, { id, declaration, module, names, condition }, this.evaluator));
			if (isHere) {
				this.#reported.add(id);
			}
		};
		switch (instances.kind) {
			case "none":
				break;
			case "single":
				make(base, new Map(), null);
				break;
			case "keys":
				for (const one of instances.each) {
					make(this.evaluator.idOfInstance(base, instances, one.key), one.names, null);
				}
				break;
			case "unknown": {
				const decides = argumentOf(declaration, "count") ?? argumentOf(declaration, "for_each");
				make(
					base,
					new Map(),
					decides === undefined ? "count" : this.evaluator.textOf(decides.node.value, decides),
				);
				break;
			}
			default:
				instances satisfies never;
		}
	}

	/** Outputs that show their value: those that are not sensitive. */
	get outputs(): ReadonlyMap<string, Value> {
		const { root } = this.evaluator;
		this.#outputs ??= new Map(
			[...root.table.outputs].flatMap(([name, output]): readonly (readonly [string, Value])[] => {
				const value = this.evaluator.argument(output, "value", root);
				const masks = ["sensitive", "ephemeral"].map((one) =>
					truthOf(this.evaluator.argument(output, one, root)),
				);
				return masks.includes(true) ? [] : [[name, value]];
			}),
		);
		return this.#outputs;
	}

	companionsOf(id: string): readonly Companion[] {
		this.#companions ??= readCompanions(this.resources);
		return this.#companions.get(id) ?? [];
	}

	encryptsByDefault(id: string): boolean {
		const resource = this.resource(id);
		return (
			resource !== undefined &&
			VOLUME_TYPES.has(resource.type) &&
			this.find("aws_ebs_encryption_by_default").some(
				(one) =>
					providerOf(one) === providerOf(resource) &&
					alternatives(findEntry(one.body, "enabled")?.value ?? one.metadata).some(
						({ value }) => truthOf(value) !== false,
					),
			)
		);
	}

	get types(): Iterable<string> {
		return this.#byType.keys();
	}

	find(type: string): readonly TerraformResource[] {
		return this.#byType.get(type) ?? [];
	}

	resource(id: string): TerraformResource | undefined {
		// An instance whose key is not known, or one of several that are not told apart.
		return this.#byId.get(id) ?? this.#byId.get(addressOfBlock(id));
	}

	isReported({ id }: Resource): boolean {
		return this.#reported.has(id);
	}

	isPossible(): boolean {
		return true; // What decides is known to the run alone.
	}

	spellPair(key: string, value: PairValue): string {
		return `${/^[A-Za-z_][\w-]*$/u.test(key) ? key : JSON.stringify(key)} = ${spellPairValue(value, (k, v) => this.spellPair(k, v))}`;
	}

	texts(): Iterable<LocatedText> {
		return textsOf(this.#own, (address): Resource | null => this.#byId.get(address) ?? null);
	}

	spanOfPart({ span }: Value, text: string, start: number, end: number): Span {
		const part = text.slice(start, end);
		const source = this.#own.text;
		if (span.end > source.length || part === "") {
			return span;
		}
		let at = span.start - 1;
		for (let from = -1; from < start;) {
			from = text.indexOf(part, from + 1);
			at = source.indexOf(part, at + 1);
			if (from === -1 || at === -1 || at + part.length > span.end) {
				return span;
			}
		}
		return { start: at, end: at + part.length };
	}
}

function spellPairValue(value: PairValue, spellPair: (key: string, value: PairValue) => string): string {
	return typeof value === "object"
		? `{ ${Object.entries(value)
				.map(([key, item]) => spellPair(key, item))
				.join(", ")} }`
		: JSON.stringify(value);
}

/** The provider that a resource names: another one may be of another Region or account. */
function providerOf({ declared: { declaration } }: TerraformResource): string {
	const provider = argumentOf(declaration, "provider");
	return provider === undefined ? "" : provider.file.text.slice(provider.node.value.start, provider.node.value.end);
}

const NO_EDITOR: Editor = {
	set: () => null,
	setAll: () => null,
	replace: () => null,
	rewrite: () => null,
	setAttribute: () => null,
	removeAttribute: () => null,
	append: () => null,
	addResources: () => null,
};
