import type { TSESTree } from "@typescript-eslint/utils";
import { nameOfKey } from "../../program/name-of-key.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { followNames } from "../../program/variable-of.ts";
import { readInput } from "./sdk-input.ts";

/** A name, and whether it is the parameter's own or a variable's that holds the parameter's name. */
export interface ParameterName {
	readonly text: string;
	readonly own: boolean;
}

/** The names by which an expression says which parameters are read. */
export function parameterNames(node: TSESTree.Node, module: SourceModule): readonly ParameterName[] {
	return [...namesIn(node, module)];
}

function* namesIn(given: TSESTree.Node, module: SourceModule): Iterable<ParameterName> {
	const node = followNames(given, module);
	switch (node.type) {
		case "Literal":
			if (typeof node.value === "string") {
				yield { text: node.value, own: true };
			}
			break;
		case "TemplateLiteral": // `/${stage}/db-password`: what stands behind the last hole says what it is.
			yield {
				text:
					(node.quasis.at(-1)?.value.cooked ?? "") === ""
						? ""
						: node.quasis.map(({ value }) => value.cooked ?? "").join("${…}"),
				own: true,
			};
			break;
		case "BinaryExpression":
			yield* namesIn(node.right, module);
			break;
		case "LogicalExpression":
			yield* namesIn(node.left, module);
			yield* namesIn(node.right, module);
			break;
		case "ArrayExpression":
			for (const element of node.elements) {
				if (element !== null) {
					yield* namesIn(element, module);
				}
			}
			break;
		case "ObjectExpression": // Powertools' `getParametersByName({ "/app/token": { … } })`.
			for (const property of node.properties) {
				const name =
					property.type === "Property" && stateOfEntry(property, module)
						? nameOfKey(property.key, property.computed)
						: null;
				if (name !== null) {
					yield { text: name, own: true };
				}
			}
			break;
		case "Identifier":
			yield { text: node.name, own: false };
			break;
		case "MemberExpression": {
			const name = nameOfKey(node.property, node.computed);
			if (name !== null) {
				yield { text: name, own: false };
			}
			break;
		}
		default:
			break;
	}
}

/** True where an entry of `getParametersByName` does not ask to decrypt on its own. */
function stateOfEntry({ value }: TSESTree.Property, module: SourceModule): boolean {
	const node = followNames(value, module);
	return node.type === "ObjectExpression" && readInput(node, module).get("decrypt").kind === "absent";
}
