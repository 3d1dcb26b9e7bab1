import { NO_EDITS } from "../../no-edits.ts";
import type { Editor, LocatedText, PairValue, Resource } from "../../../model/resource.ts";
import type { Suppressions } from "../../../model/suppression.ts";
import { alternatives, type Parameter, type Value } from "../../../model/value.ts";
import { VOLUME_PLACES } from "../../../model/volume.ts";
import { groupBy } from "../../../text/group-by.ts";
import type { Span } from "../../../text/span.ts";
import { Evaluator } from "../evaluate/evaluator.ts";
import type { Module } from "../evaluate/evaluation.ts";
import { argumentOf, literalText, type Declaration } from "../evaluate/module-table.ts";
import type { ModuleFolders, TerraformFile } from "../evaluate/terraform-file.ts";
import { addressOfBlock, findEntry, truthOf } from "../evaluate/values.ts";
import { registryModule, type RegistryModule } from "../spec/registry-modules.ts";
import { readCompanions } from "./companions.ts";
import { TERRAFORM_ENGINE } from "./engine.ts";
import { allowsWriteOnly } from "./stored-secrets.ts";
import { logTargetsOf } from "./log-targets.ts";
import type { Companion, ResourceHost, TerraformWriter, View } from "./resource-host.ts";
import { TerraformResource } from "./terraform-resource.ts";

/** Types whose volumes the account's default encrypts. */
const VOLUME_TYPES: ReadonlySet<string> = new Set(VOLUME_PLACES.map(({ type }) => type));

/** More resources than that are not made of the modules that one calls; its own are no more than its text. */
const MAX_RESOURCES = 5000;

const NONE: ReadonlySet<Resource> = new Set();
const NO_RESOURCES: readonly TerraformResource[] = [];

/** What hides the value of an output. */
const MASKS = ["sensitive", "ephemeral"] as const;

/**
 * A module with those that it calls, read once for all of its files. Spans are those of the {@link Evaluator}. Rules see
 * it through one file at a time, a `FileView`: what it asks its {@link view} for belongs to that file.
 */
export class TerraformStack implements ResourceHost {
	readonly engine = TERRAFORM_ENGINE;
	readonly resources: readonly TerraformResource[];
	/** Views have their own. */
	readonly outputs: ReadonlyMap<string, Value> = new Map();
	readonly parameters: ReadonlyMap<string, Parameter>;
	readonly evaluator: Evaluator;
	readonly folders: ModuleFolders;
	/** What looks at it now; set by each view before it asks. */
	view: View | null = null;
	readonly #byId = new Map<string, TerraformResource>();
	readonly #byType: ReadonlyMap<string, readonly TerraformResource[]>;
	/** What of the root module brings a resource: its declaration, or the call of the module that it is in. */
	readonly #broughtBy = new Map<string, Declaration>();
	#touched: ReadonlyMap<TerraformFile, ReadonlySet<Resource>> | undefined;
	#companions: ReadonlyMap<string, readonly Companion[]> | undefined;
	#takesWriteOnly: boolean | undefined;
	#byAddress: ReadonlyMap<string, readonly TerraformResource[]> | undefined;
	#declaredIn: ReadonlyMap<TerraformFile, readonly TerraformResource[]> | undefined;
	readonly #files: readonly TerraformFile[];

	constructor(folders: ModuleFolders) {
		this.folders = folders;
		this.#files = folders.filesIn(folders.own);
		this.evaluator = new Evaluator(folders);
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
	}

	/** @param call of the root module, for a module that it calls, also through others */
	#declare(module: Module, call: Declaration | null, resources: TerraformResource[]): void {
		for (const declaration of module.table.resources.values()) {
			if (call === null || resources.length < MAX_RESOURCES) {
				this.#declareOne(declaration, module, call ?? declaration, resources);
			}
		}
		for (const [name, inner] of module.table.calls) {
			const registry = registryModule(literalText(argumentOf(inner, "source")?.node.value) ?? "");
			if (registry !== null && this.#isMade(inner, module, registry)) {
				this.#declareOne(inner, module, call ?? inner, resources, registry);
			}
			for (const called of this.evaluator.modulesOf(name, module)) {
				this.#declare(called.module, call ?? inner, resources);
			}
		}
	}

	#declareOne(
		declaration: Declaration,
		module: Module,
		by: Declaration,
		resources: TerraformResource[],
		registry: RegistryModule | null = null,
	): void {
		const instances = this.evaluator.instances(declaration, module);
		const base = `${module.prefix}${registry === null ? "" : "module."}${declaration.address}`;
		const make = (id: string, names: ReadonlyMap<string, Value>, condition: string | null): void => {
			resources.push(
				new TerraformResource(this, { id, declaration, module, names, condition, registry }, this.evaluator),
			);
			this.#broughtBy.set(id, by);
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
					instances.names,
					decides === undefined ? "count" : this.evaluator.textOf(decides.node.value, decides),
				);
				break;
			}
			default:
				instances satisfies never;
		}
	}

	/** False if an input says that a module makes nothing. */
	#isMade(call: Declaration, module: Module, { creates }: RegistryModule): boolean {
		return creates.every((name) => truthOf(this.evaluator.argument(call, name, module)) !== false);
	}

	/** What an output of the root shows; null for a sensitive one. */
	shownBy(output: Declaration): Value | null {
		const { evaluator } = this;
		const isMasked = MASKS.some(
			(name) =>
				argumentOf(output, name) !== undefined &&
				truthOf(evaluator.argument(output, name, evaluator.root)) === true,
		);
		return isMasked ? null : evaluator.argument(output, "value", evaluator.root);
	}

	/** False if the module refuses all versions of Terraform that have write-only arguments. */
	get takesWriteOnly(): boolean {
		this.#takesWriteOnly ??= allowsWriteOnly(this.evaluator);
		return this.#takesWriteOnly;
	}

	/** All instances of a block, by its address from the root without keys. */
	instancesOf(address: string): readonly TerraformResource[] {
		this.#byAddress ??= groupBy(this.resources, (one) => one.address);
		return this.#byAddress.get(address) ?? NO_RESOURCES;
	}

	/** The resources that a file declares, in their order. */
	declaredIn(file: TerraformFile): readonly TerraformResource[] {
		this.#declaredIn ??= groupBy(this.resources, ({ declared }) => declared.declaration.file);
		return this.#declaredIn.get(file) ?? [];
	}

	get root(): string {
		return this.evaluator.root.table.folder;
	}

	placeOf(span: Span): ReturnType<Evaluator["placeOf"]> {
		return this.evaluator.placeOf(span);
	}

	get logTargets(): readonly Value[] {
		return logTargetsOf(this.resources);
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

	get suppressions(): Suppressions {
		return this.view?.suppressions ?? { entries: [], problems: [] };
	}

	get writer(): TerraformWriter | null {
		return this.view?.writer ?? null;
	}

	get editor(): Editor {
		return this.writer?.editor ?? NO_EDITS;
	}

	isReported(resource: Resource): boolean {
		return this.view?.isReported(resource) ?? true;
	}

	/** What of the root module brings a resource. */
	bringerOf(id: string): Declaration | undefined {
		return this.#broughtBy.get(id);
	}

	/** The resources of which something, or of the call of their module, is written in a file. */
	touchedIn(file: TerraformFile): ReadonlySet<Resource> {
		this.#touched ??= this.#readTouched();
		return this.#touched.get(file) ?? NONE;
	}

	#readTouched(): ReadonlyMap<TerraformFile, ReadonlySet<Resource>> {
		const [only, second] = this.#files;
		if (only !== undefined && second === undefined) {
			return new Map([[only, new Set(this.resources)]]); // There is no other file to write anything of them.
		}
		const touched = new Map<TerraformFile, Set<Resource>>();
		const files = this.evaluator.touchedFiles(this.evaluator.root);
		for (const resource of this.resources) {
			const by = this.#broughtBy.get(resource.id);
			for (const file of by === undefined ? [] : files.of(by)) {
				const known = touched.get(file);
				if (known === undefined) {
					touched.set(file, new Set([resource]));
				} else {
					known.add(resource);
				}
			}
		}
		return touched;
	}

	isPossible(): boolean {
		return true; // What decides is known to the run alone.
	}

	spellPair(key: string, value: PairValue): string {
		return `${/^[A-Za-z_][\w-]*$/u.test(key) ? key : JSON.stringify(key)} = ${spellPairValue(value, (k, v) => this.spellPair(k, v))}`;
	}

	texts(): Iterable<LocatedText> {
		return this.view?.texts() ?? [];
	}

	looseTexts(): Iterable<LocatedText> {
		return this.view?.looseTexts() ?? [];
	}

	spanOfPart(value: Value, text: string, start: number, end: number): Span {
		return this.view?.spanOfPart(value, text, start, end) ?? value.span;
	}
}

function spellPairValue(value: PairValue, spellPair: (key: string, value: PairValue) => string): string {
	return typeof value === "object"
		? `{ ${Object.entries(value)
				.map(([key, item]) => spellPair(key, item))
				.join(", ")} }`
		: JSON.stringify(value);
}

/** The provider and the Region that a resource names: another one may be of another account. */
function providerOf({ declared: { declaration } }: TerraformResource): string {
	const [provider = "", region = ""] = ["provider", "region"].map((name) => {
		const argument = argumentOf(declaration, name);
		return argument?.file.text.slice(argument.node.value.start, argument.node.value.end);
	});
	// `"aws.west"` is how Terraform 0.11 spells `aws.west`, and `aws` is the one without an alias.
	const name = provider.replaceAll('"', "");
	return `${name === "aws" ? "" : name} ${region}`;
}
