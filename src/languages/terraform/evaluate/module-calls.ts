import { entryOf } from "../../../model/entry-of.ts";
import type { Value } from "../../../model/value.ts";
import { registryModule } from "../spec/registry-modules.ts";
import type { Evaluation, Module } from "./evaluation.ts";
import { renderKey, type KnownResources } from "./known-resources.ts";
import { argumentOf, literalText, readTable, type ModuleTable } from "./module-table.ts";
import type { ModuleFolders, TerraformFile } from "./terraform-file.ts";
import { scalarOf } from "./values.ts";

/** The depth of modules, and how many calls are followed. */
const MAX_DEPTH = 6;
const MAX_MODULES = 100;

/** Each folder once, whoever calls it. */
const TABLES = new WeakMap<readonly TerraformFile[], ModuleTable>();

/** A call of a module, or one instance of it. */
export interface CalledModule {
	readonly module: Module;
	readonly key: Value | null;
}

/** The modules that calls lead to. Those of a registry or a repository are not read. */
export class ModuleCalls {
	readonly #evaluation: Evaluation;
	readonly #folders: ModuleFolders;
	readonly #resources: KnownResources;
	readonly #calls = new Map<Module, Map<string, readonly CalledModule[]>>();
	readonly #tables = new Map<string, readonly TerraformFile[]>();
	#count = 0;

	constructor(evaluation: Evaluation, folders: ModuleFolders, resources: KnownResources) {
		this.#evaluation = evaluation;
		this.#folders = folders;
		this.#resources = resources;
	}

	/** The declarations of a folder. */
	tableOf(folder: string): ModuleTable {
		const files = this.#folders.filesIn(folder);
		let table = TABLES.get(files);
		if (table === undefined) {
			table = readTable(folder, files);
			TABLES.set(files, table);
		}
		this.#tables.set(folder, files);
		return table;
	}

	/** The files of a folder that is read. */
	filesOf(folder: string): readonly TerraformFile[] {
		return this.#tables.get(folder) ?? [];
	}

	/** The folder of a file; empty if it is not known. */
	folderOf(file: TerraformFile): string {
		return [...this.#tables].find(([, files]) => files.includes(file))?.[0] ?? "";
	}

	/** The modules that a call makes, one for each instance; none for a call that cannot be followed. */
	of(name: string, module: Module): readonly CalledModule[] {
		const byName = this.#calls.get(module) ?? new Map<string, readonly CalledModule[]>();
		this.#calls.set(module, byName);
		let modules = byName.get(name);
		if (modules === undefined) {
			byName.set(name, []); // For what refers to itself.
			modules = this.#follow(name, module);
			byName.set(name, modules);
		}
		return modules;
	}

	/** The module that `module.name` or `module.name[key]` stands for; undefined if it is not known, or none. */
	find(name: string, key: Value | null, module: Module): Module | undefined {
		const [first, ...others] = this.of(name, module);
		if (key === null) {
			return others.length === 0 ? first?.module : undefined;
		}
		const found = [first, ...others].find(
			(one) => one !== undefined && one.key !== null && scalarOf(one.key) === scalarOf(key),
		);
		return (found ?? first)?.module;
	}

	/** The attribute that an output of a module of the registry is; null for other modules and outputs. */
	registryOutput(
		name: string,
		output: string,
		key: Value | null,
		module: Module,
	): { readonly id: string; readonly attribute: string | null } | null {
		const call = module.table.calls.get(name);
		const source = literalText(call === undefined ? undefined : argumentOf(call, "source")?.node.value);
		const attribute = entryOf(registryModule(source ?? "")?.outputs, output);
		if (call === undefined || attribute === undefined) {
			return null;
		}
		const base = `${module.prefix}module.${name}`;
		return {
			id: key === null ? base : this.#resources.idOf(base, this.#resources.instances(call, module), key),
			attribute: attribute === "arn" ? "Arn" : null,
		};
	}

	#follow(name: string, module: Module): readonly CalledModule[] {
		const call = module.table.calls.get(name);
		const source = literalText(call === undefined ? undefined : argumentOf(call, "source")?.node.value);
		const folder = source === null ? null : this.#folders.resolve(module.table.folder, source);
		if (call === undefined || folder === null || module.depth >= MAX_DEPTH) {
			return [];
		}
		const table = this.tableOf(folder);
		const make = (key: Value | null, names: ReadonlyMap<string, Value>): CalledModule => ({
			key,
			module: {
				table,
				prefix: `${module.prefix}module.${name}${key === null ? "" : renderKey(key)}.`,
				depth: module.depth + 1,
				address: `${module.address}module.${name}.`,
				caller: module,
				call,
				isGiven: (variable) => argumentOf(call, variable) !== undefined,
				given: (variable) => {
					const argument = argumentOf(call, variable);
					return argument === undefined
						? undefined
						: this.#evaluation.evaluate(argument.node.value, { module, file: argument.file, names });
				},
			},
		});
		const instances = this.#resources.instances(call, module);
		const made =
			instances.kind === "keys"
				? instances.each.map(({ key, names }) => make(key, names))
				: instances.kind === "none"
					? []
					: [make(null, new Map())];
		this.#count += made.length;
		return this.#count > MAX_MODULES ? [] : made;
	}
}
