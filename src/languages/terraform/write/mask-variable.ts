import type { TextEdit } from "../../../text/span.ts";
import { joinAll } from "../../../text/join-edits.ts";
import type { Declaration, ModuleTable } from "../evaluate/module-table.ts";
import { childrenOf } from "../parse/children-of.ts";
import type { HclExpression, HclItem, HclNode } from "../parse/syntax.ts";
import type { FileWriter } from "./file-writer.ts";
import { attributeIn } from "./own-nodes.ts";

/**
 * Edits that make a variable sensitive, and every output that shows it: without those, a run fails. Null where an output
 * of another file shows it, what a called module makes of it is not known, or it decides how many of something there are.
 *
 * Source: "Suppress values in CLI output", Terraform language documentation.
 *
 * @param origin the declaration of the variable
 */
export function maskVariable(file: FileWriter, origin: unknown, name: string): readonly TextEdit[] | null {
	const { table } = file.view.whole.evaluator.root;
	const declaration = origin as Declaration;
	const own = file.own?.file;
	const shown = shownBy(table, `var.${name}`);
	if (own === undefined || declaration.file !== own || shown === null) {
		return null;
	}
	const outputs = shown.filter(({ block }) => attributeIn(block.body, "sensitive") === undefined);
	return outputs.some((output) => output.file !== own)
		? null
		: joinAll([declaration, ...outputs].map(({ block }) => file.setArgument(block, "sensitive", true)));
}

/** The outputs that a value reaches, through locals and arguments of resources; null if a called module takes it. */
function shownBy(table: ModuleTable, variable: string): readonly Declaration[] | null {
	const reached = new Set([variable]);
	// A set takes what is added while it is walked.
	for (const name of reached) {
		for (const [local, { node }] of table.locals) {
			if (names(node.value, name)) {
				reached.add(`local.${local}`);
			}
		}
		for (const [address, { items }] of table.resources) {
			for (const { node } of items) {
				if (names(node, name)) {
					reached.add(node.type === "HclAttribute" ? `${address}.${node.name.text}` : address);
				}
			}
		}
		if ([...table.calls.values()].some(({ items }) => items.some(({ node }) => names(node, name)))) {
			return null;
		}
	}
	const isCounted = [...table.resources.values()].some(({ items }) =>
		items.some(({ node }) => countsIn(node).some((count) => [...reached].some((name) => names(count, name)))),
	);
	if (isCounted) {
		return null;
	}
	return [...table.outputs.values()].filter(({ items }) =>
		items.some(({ node }) => [...reached].some((name) => names(node, name))),
	);
}

/** What decides how many of a resource or a block there are, which no sensitive value may. */
function countsIn(item: HclItem): readonly HclExpression[] {
	return item.type === "HclAttribute"
		? item.name.text === "count" || item.name.text === "for_each"
			? [item.value]
			: []
		: item.body.items.flatMap(countsIn);
}

/** True if an expression has the name, or something around what it means. */
function names(root: HclNode, name: string): boolean {
	const open: HclNode[] = [root];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		if (node.type === "HclTraversal" && node.root.type === "HclVariable") {
			const path = [
				node.root.name,
				...node.steps.flatMap((step) => (step.type === "HclAttributeStep" ? [step.name] : [])),
			].join(".");
			if (path === name || path.startsWith(`${name}.`) || name.startsWith(`${path}.`)) {
				return true;
			}
		}
		for (const child of childrenOf(node)) {
			open.push(child);
		}
	}
	return false;
}
