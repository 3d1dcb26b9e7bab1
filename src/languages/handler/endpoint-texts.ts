import type { TSESTree } from "@typescript-eslint/utils";
import type { SourceModule } from "../program/source-module.ts";
import { staticTextOf } from "../program/static-text.ts";
import { unwrap } from "../program/unwrap.ts";

/** What an endpoint may be: a text, one of two, `new AWS.Endpoint("…")`, a template with its host at the start. */
export function endpointTexts(given: TSESTree.Node, module: SourceModule): readonly string[] {
	const node = unwrap(given);
	switch (node.type) {
		case "ConditionalExpression":
			return [...endpointTexts(node.consequent, module), ...endpointTexts(node.alternate, module)];
		case "LogicalExpression":
			return [...endpointTexts(node.left, module), ...endpointTexts(node.right, module)];
		case "NewExpression":
			return node.arguments.flatMap((argument) => endpointTexts(argument, module));
		case "TemplateLiteral":
			return [node.quasis.map(({ value }) => value.raw).join("x")];
		default: {
			const text = staticTextOf(node, module);
			return text === null ? [] : [text];
		}
	}
}
