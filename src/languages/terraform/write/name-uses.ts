import type { Declaration, ModuleTable } from "../evaluate/module-table.ts";
import { childrenOf } from "../parse/children-of.ts";
import type { HclItem, HclNode, HclStep } from "../parse/syntax.ts";

/** What uses a name. */
type User =
	| { readonly kind: "name"; readonly name: Name }
	| { readonly kind: "output"; readonly output: Declaration }
	/** A call, of which it is not known what it makes of a value, or what no sensitive value may decide: a number. */
	| { readonly kind: "other" };

/** `var.x`, `local.x`, a resource by its address; `attribute` is null for all of it. */
interface Name {
	readonly base: string;
	readonly attribute: string | null;
}

interface Use {
	readonly attribute: string | null;
	readonly user: User;
}

const KNOWN = new WeakMap<ModuleTable, ReadonlyMap<string, readonly Use[]>>();

/** The outputs that a value reaches, through locals and arguments of resources; null where it reaches something else. */
export function outputsOf(table: ModuleTable, variable: string): readonly Declaration[] | null {
	const uses = usesIn(table);
	const reached = new Set<string>();
	const outputs = new Set<Declaration>();
	const open: Name[] = [{ base: `var.${variable}`, attribute: null }];
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		const { base, attribute } = name;
		for (const { attribute: used, user } of uses.get(base) ?? []) {
			if (attribute !== null && used !== null && used !== attribute) {
				continue;
			}
			switch (user.kind) {
				case "other":
					return null;
				case "output":
					outputs.add(user.output);
					break;
				case "name": {
					const key = `${user.name.base} ${user.name.attribute ?? "*"}`;
					if (!reached.has(key)) {
						reached.add(key);
						open.push(user.name);
					}
					break;
				}
				default:
					user satisfies never;
			}
		}
	}
	return [...outputs];
}

/** What each name of a module is used by. */
function usesIn(table: ModuleTable): ReadonlyMap<string, readonly Use[]> {
	let uses = KNOWN.get(table);
	if (uses === undefined) {
		uses = collect(table);
		KNOWN.set(table, uses);
	}
	return uses;
}

function collect(table: ModuleTable): ReadonlyMap<string, readonly Use[]> {
	const uses = new Map<string, Use[]>();
	const add = (node: HclNode, user: User): void => {
		for (const { base, attribute } of namesIn(node)) {
			const use = { attribute, user };
			const known = uses.get(base);
			if (known === undefined) {
				uses.set(base, [use]);
			} else {
				known.push(use);
			}
		}
	};
	for (const [local, { node }] of table.locals) {
		add(node.value, { kind: "name", name: { base: `local.${local}`, attribute: null } });
	}
	for (const [address, { items }] of table.resources) {
		for (const { node } of items) {
			const attribute = node.type === "HclAttribute" ? node.name.text : null;
			add(node, { kind: "name", name: { base: address, attribute } });
			countsIn(node).forEach((count) => {
				add(count, { kind: "other" });
			});
		}
	}
	for (const output of table.outputs.values()) {
		output.items.forEach(({ node }) => {
			add(node, { kind: "output", output });
		});
	}
	for (const { items } of table.calls.values()) {
		items.forEach(({ node }) => {
			add(node, { kind: "other" });
		});
	}
	return uses;
}

/** What decides how many of a resource or a block there are. */
function countsIn(item: HclItem): readonly HclNode[] {
	return item.type === "HclAttribute"
		? item.name.text === "count" || item.name.text === "for_each"
			? [item.value]
			: []
		: item.body.items.flatMap(countsIn);
}

function attributesIn(steps: readonly HclStep[]): readonly string[] {
	const names: string[] = [];
	for (const step of steps) {
		if (step.type === "HclAttributeStep") {
			names.push(step.name);
		}
	}
	return names;
}

function namesIn(root: HclNode): readonly Name[] {
	const names: Name[] = [];
	const open: HclNode[] = [root];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		if (node.type === "HclTraversal" && node.root.type === "HclVariable") {
			const first = node.root.name;
			const [second = "", third, fourth] = attributesIn(node.steps);
			const isSimple = first === "var" || first === "local";
			const isData = first === "data" || first === "ephemeral";
			names.push(
				isData
					? { base: `${first}.${second}.${third ?? ""}`, attribute: fourth ?? null }
					: { base: `${first}.${second}`, attribute: isSimple ? null : (third ?? null) },
			);
		}
		for (const child of childrenOf(node)) {
			open.push(child);
		}
	}
	return names;
}
