import type { HclAttribute, HclBlock, HclBody, HclExpression, HclItem, HclName } from "../parse/syntax.ts";
import type { Placed, TerraformFile } from "./terraform-file.ts";

/** A block of a module after overrides: its items may stand in several files. */
export interface Declaration {
	readonly block: HclBlock;
	readonly file: TerraformFile;
	readonly items: readonly Placed[];
	/** True for a `data` or an `ephemeral` block. */
	readonly isData: boolean;
	/** The type and the name of a resource: `aws_kms_key.main`, `data.aws_region.current`. For others their name. */
	readonly address: string;
}

/** The declarations in a folder. */
export interface ModuleTable {
	readonly folder: string;
	readonly variables: ReadonlyMap<string, Declaration>;
	readonly locals: ReadonlyMap<string, Placed<HclAttribute>>;
	/** Resources and data sources by address. */
	readonly resources: ReadonlyMap<string, Declaration>;
	readonly outputs: ReadonlyMap<string, Declaration>;
	readonly calls: ReadonlyMap<string, Declaration>;
	/** `provider`, `terraform`, and whatever else is there. */
	readonly others: readonly Declaration[];
	/** What variable files give. */
	readonly values: ReadonlyMap<string, Placed<HclAttribute>>;
}

/** `override.tf` and `*_override.tf` change what other files declare. */
const OVERRIDE = /(?:^|_)override\.(?:tf|tofu)(?:\.json)?$/u;

/** Variable files. Terraform reads `terraform.tfvars` first, then `*.auto.tfvars` by name. */
const VALUES = /\.tfvars(?:\.json)?$/u;

/** True for a variable file that Terraform reads by itself. */
function isAutomatic(name: string): boolean {
	return /^terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/u.test(name);
}

/** Reads the declarations of a folder. The first of several of one name counts. */
export function readTable(folder: string, files: readonly TerraformFile[]): ModuleTable {
	const tables = {
		variables: new Map<string, Declaration>(),
		locals: new Map<string, Placed<HclAttribute>>(),
		resources: new Map<string, Declaration>(),
		outputs: new Map<string, Declaration>(),
		calls: new Map<string, Declaration>(),
		others: [] as Declaration[],
		values: new Map<string, Placed<HclAttribute>>(),
	};
	const isOverride = ({ name }: TerraformFile): boolean => OVERRIDE.test(name);
	const sources = files.filter(({ name }) => !VALUES.test(name));
	for (const file of [...sources.filter((one) => !isOverride(one)), ...sources.filter(isOverride)]) {
		for (const item of file.tree.body.items) {
			if (item.type === "HclBlock") {
				declare(tables, item, file, isOverride(file));
			}
		}
	}
	const given = files.filter(({ name }) => isAutomatic(name));
	for (const file of [...given.filter(isFirst), ...given.filter((one) => !isFirst(one))]) {
		for (const item of file.tree.body.items) {
			if (item.type === "HclAttribute") {
				tables.values.set(item.name.text, { node: item, file });
			}
		}
	}
	return { folder, ...tables };
}

function isFirst({ name }: TerraformFile): boolean {
	return name.startsWith("terraform.");
}

interface Tables {
	readonly variables: Map<string, Declaration>;
	readonly locals: Map<string, Placed<HclAttribute>>;
	readonly resources: Map<string, Declaration>;
	readonly outputs: Map<string, Declaration>;
	readonly calls: Map<string, Declaration>;
	readonly others: Declaration[];
}

function declare(tables: Tables, block: HclBlock, file: TerraformFile, isOverride: boolean): void {
	const first = block.labels[0]?.text ?? "";
	const second = block.labels[1]?.text ?? "";
	const into = (map: Map<string, Declaration>, address: string): void => {
		const before = map.get(address);
		if (before === undefined) {
			map.set(address, declarationOf(block, file, address));
		} else if (isOverride) {
			map.set(address, { ...before, items: override(before.items, placed(block.body, file)) });
		}
	};
	switch (block.keyword.text) {
		case "resource":
			into(tables.resources, block.address ?? `${first}.${second}`);
			break;
		case "data":
		case "ephemeral":
			into(tables.resources, block.address ?? `${block.keyword.text}.${first}.${second}`);
			break;
		case "variable":
			into(tables.variables, first);
			break;
		case "output":
			into(tables.outputs, first);
			break;
		case "module":
			into(tables.calls, first);
			break;
		case "locals":
			for (const item of block.body.items) {
				if (item.type === "HclAttribute" && (isOverride || !tables.locals.has(item.name.text))) {
					tables.locals.set(item.name.text, { node: item, file });
				}
			}
			break;
		default:
			tables.others.push(declarationOf(block, file, block.keyword.text));
	}
}

function declarationOf(block: HclBlock, file: TerraformFile, address: string): Declaration {
	return {
		block,
		file,
		address,
		isData: block.keyword.text === "data" || block.keyword.text === "ephemeral",
		items: placed(block.body, file),
	};
}

/** The items of a body in their file. */
export function placed({ items }: HclBody, file: TerraformFile): readonly Placed[] {
	return items.map((node) => ({ node, file }));
}

/** What a block says after another has overridden it: argument by argument, and all blocks of one type together. */
function override(items: readonly Placed[], by: readonly Placed[]): readonly Placed[] {
	const names = new Set(by.map(({ node }) => nameOf(node).text));
	return [...items.filter(({ node }) => !names.has(nameOf(node).text)), ...by];
}

/** The name of an argument, or the type of a block. */
function nameOf(item: HclItem): HclName {
	return item.type === "HclAttribute" ? item.name : item.keyword;
}

/** Where a block says what it is: `"aws_kms_key" "main"`. In JSON, where a type stands for several, its name alone. */
export function headOf({ start, end, labels }: HclBlock): { readonly start: number; readonly end: number } {
	const own = labels.filter((label) => label.start >= start);
	const last = own.at(-1) ?? labels.at(-1);
	return { start: own[0]?.start ?? last?.start ?? start, end: last?.end ?? end };
}

/** An argument of a block, by its name. */
export function argumentOf({ items }: Pick<Declaration, "items">, name: string): Placed<HclAttribute> | undefined {
	for (const { node, file } of items) {
		if (node.type === "HclAttribute" && node.name.text === name) {
			return { node, file };
		}
	}
	return undefined;
}

/** The text of an argument that has no holes: a module's `source`. */
export function literalText(node: HclExpression | undefined): string | null {
	return node?.type === "HclTemplate" && node.parts.every((part) => part.type === "HclText")
		? node.parts.map((part) => (part.type === "HclText" ? part.value : "")).join("")
		: null;
}
