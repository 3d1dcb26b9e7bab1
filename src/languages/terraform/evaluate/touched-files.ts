import { pushAll } from "../../../text/push-all.ts";
import { childrenOf } from "../parse/children-of.ts";
import type { HclNode, HclTraversal } from "../parse/syntax.ts";
import { companionSpec } from "../spec/type-spec.ts";
import { argumentOf, type Declaration, type ModuleTable } from "./module-table.ts";
import type { TerraformFile } from "./terraform-file.ts";

/**
 * In which files a part of each resource of a folder is written: its own, those of the variables, locals, documents and
 * module calls that it uses, and those of resources that say something about it.
 */
export class TouchedFiles {
	readonly #table: ModuleTable;
	/** By name, the files that are reached through it; `var.x`, `local.x`, `module.x`, an address. */
	readonly #byName = new Map<string, ReadonlySet<TerraformFile>>();
	readonly #byDeclaration = new Map<Declaration, ReadonlySet<TerraformFile>>();
	readonly #companions: ReadonlyMap<string, ReadonlySet<TerraformFile>>;

	constructor(table: ModuleTable) {
		this.#table = table;
		this.#companions = this.#readCompanions();
	}

	/** The files in which something of a resource or a call of a module is written. */
	of(declaration: Declaration): ReadonlySet<TerraformFile> {
		let files = this.#byDeclaration.get(declaration);
		if (files === undefined) {
			files = new Set(this.#readFiles(declaration));
			this.#byDeclaration.set(declaration, files);
		}
		return files;
	}

	*#readFiles({ address, file, items }: Declaration): Iterable<TerraformFile> {
		yield file;
		const nodes: HclNode[] = [];
		for (const item of items) {
			yield item.file;
			nodes.push(item.node);
		}
		yield* this.#filesOf(address, nodes);
		yield* this.#companions.get(address) ?? [];
		yield* this.#companions.get("*") ?? [];
	}

	/** The names may lead through each other as long as they like, so that they are followed without recursion. */
	#filesOf(name: string, nodes: readonly HclNode[]): ReadonlySet<TerraformFile> {
		const known = this.#byName.get(name);
		if (known !== undefined) {
			return known;
		}
		const first = this.#begin(name, nodes);
		const open = [first];
		for (let one = open.at(-1); one !== undefined; one = open.at(-1)) {
			const used = one.uses.pop();
			if (used === undefined) {
				open.pop();
				addAll(open.at(-1)?.files, one.files);
				continue;
			}
			const given = used.startsWith("var.") ? this.#table.values.get(used.slice(4)) : undefined;
			if (given !== undefined) {
				one.files.add(given.file);
			}
			const target = this.#find(used);
			if (target === null) {
				continue;
			}
			one.files.add(target.file);
			const before = this.#byName.get(used);
			if (before === undefined) {
				open.push(this.#begin(used, target.nodes));
			} else {
				addAll(one.files, before);
			}
		}
		return first.files;
	}

	/** What refers to itself finds the files that are known by then, and adds nothing. */
	#begin(name: string, nodes: readonly HclNode[]): { readonly uses: string[]; readonly files: Set<TerraformFile> } {
		const files = new Set<TerraformFile>();
		this.#byName.set(name, files);
		return { uses: namesIn(nodes), files };
	}

	#find(name: string): { readonly file: TerraformFile; readonly nodes: readonly HclNode[] } | null {
		const [kind = "", first = ""] = name.split(".");
		const local = kind === "local" ? this.#table.locals.get(first) : undefined;
		if (local !== undefined) {
			return { file: local.file, nodes: [local.node.value] };
		}
		const declaration =
			kind === "var"
				? withDefault(this.#table.variables.get(first))
				: kind === "module"
					? this.#table.calls.get(first)
					: kind === "data"
						? this.#table.resources.get(name)
						: undefined;
		return declaration === undefined
			? null
			: { file: declaration.file, nodes: declaration.items.map(({ node }) => node) };
	}

	/** By address, the files of resources that name another; `*` for those that name one in a way that is not known. */
	#readCompanions(): ReadonlyMap<string, ReadonlySet<TerraformFile>> {
		const companions = new Map<string, Set<TerraformFile>>();
		for (const { block, file, items, isData } of this.#table.resources.values()) {
			const spec = isData ? null : companionSpec(block.labels[0]?.text ?? "");
			if (spec === null) {
				continue;
			}
			const joined = items.filter(({ node }) => node.type === "HclAttribute" && node.name.text === spec.joins);
			const named = namesIn(joined.map(({ node }) => node)).filter((name) => this.#table.resources.has(name));
			for (const address of named.length === 0 ? ["*"] : named) {
				companions.set(address, (companions.get(address) ?? new Set()).add(file));
			}
		}
		return companions;
	}
}

function addAll<T>(set: Set<T> | undefined, more: ReadonlySet<T>): void {
	for (const one of more) {
		set?.add(one);
	}
}

/** A variable of which a value is written in its block; one without a default says nothing there. */
function withDefault(variable: Declaration | undefined): Declaration | undefined {
	return variable === undefined || argumentOf(variable, "default") === undefined ? undefined : variable;
}

/** The names that expressions use: `var.x`, `local.x`, `module.x`, `aws_kms_key.x`, `data.aws_region.x`. */
function namesIn(nodes: readonly HclNode[]): string[] {
	const names = new Set<string>();
	const open = [...nodes];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		openInside(node, open, names);
	}
	return [...names];
}

/** Takes the name of a node, and opens what is below it and may have any: most nodes are names and texts. */
function openInside(node: HclNode, open: HclNode[], names: Set<string>): void {
	switch (node.type) {
		case "HclName":
		case "HclLiteral":
		case "HclText":
		case "HclVariable":
		case "HclAttributeStep":
		case "HclSplatStep":
		case "HclInvalid":
			return;
		case "HclAttribute":
			open.push(node.value);
			return;
		case "HclBlock":
			pushAll(open, node.body.items);
			return;
		case "HclTemplate":
			for (const part of node.parts) {
				if (part.type !== "HclText") {
					open.push(part);
				}
			}
			return;
		case "HclTraversal": {
			const name = nameOf(node);
			if (name !== null) {
				names.add(name);
			}
			open.push(node.root);
			for (const step of node.steps) {
				if (step.type === "HclIndexStep") {
					open.push(step.key);
				}
			}
			return;
		}
		case "HclObject":
			for (const { key, name, value } of node.items) {
				if (name === null) {
					open.push(key);
				}
				open.push(value);
			}
			return;
		default:
			pushAll(open, childrenOf(node));
	}
}

function nameOf({ root, steps }: HclTraversal): string | null {
	const [first, second] = steps;
	if (root.type !== "HclVariable" || first?.type !== "HclAttributeStep") {
		return null;
	}
	return root.name === "data" && second?.type === "HclAttributeStep"
		? `data.${first.name}.${second.name}`
		: `${root.name}.${first.name}`;
}
