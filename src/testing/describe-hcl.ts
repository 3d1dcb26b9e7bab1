import type { HclExpression, HclItem } from "../languages/terraform/parse/syntax.ts";

/** Items of a body as text: `keyword.label {name = value; …}`, a line for each. */
export function describeItems(items: readonly HclItem[], between: string): string {
	return items
		.map((item) =>
			item.type === "HclAttribute"
				? `${item.name.text} = ${describeExpression(item.value)}`
				: `${[item.keyword, ...item.labels].map(({ text }) => text).join(".")} {${describeItems(item.body.items, "; ")}}`,
		)
		.join(between);
}

/** An expression with brackets around everything; the parts of a text without marks between them. */
export function describeExpression(node: HclExpression): string {
	switch (node.type) {
		case "HclLiteral":
			return String(node.value);
		case "HclTemplate":
			return `"${node.parts.map((part) => (part.type === "HclText" ? part.value : part.type === "HclHole" ? `<${describeExpression(part.expression)}>` : `|${part.type}|`)).join("")}"`;
		case "HclVariable":
			return node.name;
		case "HclTraversal":
			return `${describeExpression(node.root)}${node.steps.map((step) => (step.type === "HclAttributeStep" ? `.${step.name}` : step.type === "HclIndexStep" ? `[${describeExpression(step.key)}]` : step.isFull ? "[*]" : ".*")).join("")}`;
		case "HclCall":
			return `${node.name.text}(${node.arguments.map(describeExpression).join(", ")}${node.isExpanded ? "..." : ""})`;
		case "HclTuple":
			return `[${node.items.map(describeExpression).join(", ")}]`;
		case "HclObject":
			return `{${node.items.map(({ key, name, value }) => `${name ?? `(${describeExpression(key)})`} = ${describeExpression(value)}`).join(", ")}}`;
		case "HclFor":
			return `[${node.key?.text ?? "_"}, ${node.value.text} in ${describeExpression(node.collection)}: ${node.keyResult === null ? "" : `${describeExpression(node.keyResult)} => `}${describeExpression(node.result)}${node.isGrouped ? "..." : ""}${node.condition === null ? "" : ` if ${describeExpression(node.condition)}`}]`;
		case "HclUnary":
			return `(${node.operator}${describeExpression(node.operand)})`;
		case "HclBinary":
			return `(${node.operands.map((operand, index) => `${describeExpression(operand)}${node.operators[index] ?? ""}`).join("")})`;
		case "HclConditional":
			return `(${[node.condition, node.consequent, node.alternate].map(describeExpression).join("|")})`;
		case "HclParentheses":
			return describeExpression(node.expression);
		case "HclInvalid":
			return "invalid";
		default:
			return node satisfies never;
	}
}
