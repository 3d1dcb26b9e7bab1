import type { HclNode } from "./syntax.ts";

/** The properties of each type of node that are nodes, lists of nodes or null, in the order of the text. */
export const CHILDREN: Readonly<Record<HclNode["type"], readonly string[]>> = {
	HclFile: ["body"],
	HclBody: ["items"],
	HclAttribute: ["name", "value"],
	HclBlock: ["keyword", "labels", "body"],
	HclName: [],
	HclLiteral: [],
	HclTemplate: ["parts"],
	HclText: [],
	HclHole: ["expression"],
	HclIf: ["condition", "consequent", "alternate"],
	HclLoop: ["key", "value", "collection", "parts"],
	HclVariable: [],
	HclTraversal: ["root", "steps"],
	HclAttributeStep: [],
	HclIndexStep: ["key"],
	HclSplatStep: [],
	HclCall: ["name", "arguments"],
	HclTuple: ["items"],
	HclObject: ["items"],
	HclObjectItem: ["key", "value"],
	HclFor: ["key", "value", "collection", "keyResult", "result", "condition"],
	HclUnary: ["operand"],
	HclBinary: ["operands"],
	HclConditional: ["condition", "consequent", "alternate"],
	HclParentheses: ["expression"],
	HclInvalid: [],
};

const NONE: readonly HclNode[] = [];

/** The nodes directly below a node. */
export function childrenOf(node: HclNode): readonly HclNode[] {
	switch (node.type) {
		// Most nodes have none, or a list that is there already.
		case "HclName":
		case "HclLiteral":
		case "HclText":
		case "HclVariable":
		case "HclAttributeStep":
		case "HclSplatStep":
		case "HclInvalid":
			return NONE;
		case "HclBody":
		case "HclTuple":
		case "HclObject":
			return node.items;
		case "HclTemplate":
			return node.parts;
		default:
			return listed(node);
	}
}

function listed(node: HclNode): readonly HclNode[] {
	const children: HclNode[] = [];
	for (const key of CHILDREN[node.type]) {
		const inner = Reflect.get(node, key) as HclNode | readonly HclNode[] | null;
		if (Array.isArray(inner)) {
			for (const child of inner as readonly HclNode[]) {
				children.push(child);
			}
		} else if (inner !== null) {
			children.push(inner as HclNode);
		}
	}
	return children;
}
