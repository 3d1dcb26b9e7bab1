import type { LocatedText, Resource } from "../../../model/resource.ts";
import type { HclBlock, HclBody, HclExpression, HclPart } from "../parse/syntax.ts";
import type { TerraformFile } from "../evaluate/terraform-file.ts";

/** Where the blocks of a file stand in the model, by their keyword. */
const PLACES: ReadonlyMap<string, string> = new Map([
	["variable", "Parameters"],
	["output", "Outputs"],
	["resource", "Resources"],
]);

/** In a path, below what has a name but is not its value: what is compared, keys, prose about a variable. */
const UNNAMED = "?";

/** Blocks of which the model has the texts. */
const IN_RESOURCES: ReadonlySet<string> = new Set(["variable", "resource"]);

/** An expression or a body that is still to be walked. */
interface Open {
	readonly node: HclExpression | HclBody;
	readonly path: readonly string[];
	readonly resource: Resource | null;
}

/**
 * Every literal text of a file with its path; the name of a variable where one stands for a text.
 *
 * @param isLoose true for the texts that the model does not have: not those of resources and variables, but what runs with
 * a resource, what a variable says of itself, keys, and what is compared
 */
export function* textsOf(
	file: TerraformFile,
	find: (address: string) => Resource | null,
	isLoose: boolean,
): Iterable<LocatedText> {
	const open: Open[] = [{ node: file.tree.body, path: [], resource: null }];
	for (let one = open.pop(); one !== undefined; one = open.pop()) {
		const { node, path, resource } = one;
		const add = (inner: HclExpression | HclBody, name?: string): void => {
			if (inner.type !== "HclLiteral" && inner.type !== "HclVariable") {
				open.push({ node: inner, path: name === undefined ? path : [...path, name], resource });
			}
		};
		for (const inner of isLoose ? unnamedIn(node) : NONE) {
			add(inner, UNNAMED);
		}
		switch (node.type) {
			case "HclBody":
				openItems(node, one, find, open, isLoose);
				break;
			case "HclTemplate":
				yield* textsIn(node.parts, one, add);
				break;
			case "HclTraversal": {
				const name = variableIn(node);
				if (name !== null) {
					yield { text: name, span: { start: node.start, end: node.end }, path, resource };
				} else {
					add(node.root);
				}
				break;
			}
			case "HclTuple":
				node.items.forEach((item, index) => {
					add(item, String(index));
				});
				break;
			case "HclObject":
				node.items.forEach((item) => {
					add(item.value, item.name ?? "*");
				});
				break;
			case "HclCall":
				node.arguments.forEach((argument) => {
					add(argument);
				});
				break;
			case "HclConditional":
				add(node.consequent);
				add(node.alternate);
				break;
			case "HclFor":
				add(node.collection);
				add(node.result);
				break;
			case "HclParentheses":
				add(node.expression);
				break;
			case "HclBinary":
			case "HclUnary":
			case "HclVariable":
			case "HclLiteral":
			case "HclInvalid":
				break;
			default:
				node satisfies never;
		}
	}
}

/** `DbPassword` of `var.DbPassword`. */
function variableIn({ root, steps: [step] }: Extract<HclExpression, { type: "HclTraversal" }>): string | null {
	return root.type === "HclVariable" && root.name === "var" && step?.type === "HclAttributeStep" ? step.name : null;
}

/** What is in an expression, but is not its value. */
function unnamedIn(node: HclExpression | HclBody): readonly HclExpression[] {
	switch (node.type) {
		case "HclObject":
			return node.items.map(({ key }) => key);
		case "HclBinary":
			return node.operands;
		case "HclConditional":
			return [node.condition];
		default:
			return NONE;
	}
}

const NONE: readonly HclExpression[] = [];

function openItems(
	body: HclBody,
	{ path, resource }: Open,
	find: (address: string) => Resource | null,
	open: Open[],
	isLoose: boolean,
): void {
	for (let index = body.items.length - 1; index >= 0; index -= 1) {
		const item = body.items[index];
		if (item?.type === "HclAttribute") {
			const name = item.name.text === "default" && path[0] === "Parameters" ? "Default" : item.name.text;
			open.push({ node: item.value, path: [...path, name], resource });
		} else if (item !== undefined && path.length === 0) {
			if (isLoose && IN_RESOURCES.has(item.keyword.text)) {
				openActions(item, open);
				openProse(item, open);
				continue;
			}
			const labels = item.labels.map(({ text }) => text);
			const address = labels.join(".");
			const place = PLACES.get(item.keyword.text);
			open.push({
				node: item.body,
				path: [place ?? item.keyword.text, address, ...(place === "Resources" ? ["Properties"] : [])],
				resource: place === "Resources" ? find(address) : null,
			});
		} else if (item !== undefined) {
			open.push({ node: item.body, path: [...path, item.keyword.text], resource });
		}
	}
}

/** What a variable says of itself: its description, what its validation says. */
function openProse({ keyword, labels, body }: HclBlock, open: Open[]): void {
	for (const item of keyword.text === "variable" ? body.items : []) {
		if (item.type === "HclBlock" || item.name.text !== "default") {
			const node = item.type === "HclBlock" ? item.body : item.value;
			open.push({ node, path: [labels[0]?.text ?? "", UNNAMED], resource: null });
		}
	}
}

/** What Terraform runs when it creates a resource, and how it reaches it. */
const ACTIONS: ReadonlySet<string> = new Set(["provisioner", "connection"]);

function openActions({ labels, body }: HclBlock, open: Open[]): void {
	for (const item of body.items) {
		if (item.type === "HclBlock" && ACTIONS.has(item.keyword.text)) {
			const path = [...labels.map(({ text }) => text), item.keyword.text];
			open.push({ node: item.body, path: [path.join(".")], resource: null });
		}
	}
}

function* textsIn(
	parts: readonly HclPart[],
	{ path, resource }: Open,
	add: (node: HclExpression) => void,
): Iterable<LocatedText> {
	for (const part of parts) {
		switch (part.type) {
			case "HclText":
				yield { text: part.value, span: { start: part.start, end: part.end }, path, resource };
				break;
			case "HclHole":
				add(part.expression);
				break;
			case "HclIf":
				yield* textsIn(
					[...part.consequent, ...(part.alternate ?? [])],
					{ node: part.condition, path, resource },
					add,
				);
				break;
			case "HclLoop":
				yield* textsIn(part.parts, { node: part.collection, path, resource }, add);
				break;
			default:
				part satisfies never;
		}
	}
}
