import type { TSESTree } from "@typescript-eslint/utils";
import { classifyName } from "../../src/detect/name-kind.ts";
import { takersOf } from "../../src/languages/handler/result-takers.ts";
import type { SdkCall } from "../../src/languages/handler/sdk-calls.ts";
import { readInput } from "../../src/languages/handler/sdk-input.ts";
import type { SourceModule } from "../../src/languages/program/source-module.ts";
import { followNames } from "../../src/languages/program/variable-of.ts";
import { nameOfKey } from "../../src/languages/program/name-of-key.ts";
import { textOf } from "../../src/languages/program/text-of.ts";

/** The operations, with what names the parameter in a request; Powertools names it in its first argument. */
export const NAMED_BY: ReadonlyMap<string, string> = new Map([
	["GetParameter", "Name"],
	["GetParameters", "Names"],
	["GetParametersByPath", "Path"],
	["GetParameterHistory", "Name"],
]);

/**
 * What says that the parameter is a secret: its own name, the name that leads to it, or the name that takes the value.
 */
export function secretName(call: SdkCall, module: SourceModule): string | null {
	const asked = call.sdk === "powertools" ? call.arguments[0] : valueOf(call, NAMED_BY.get(call.operation) ?? "");
	if (asked === undefined || isPublic(asked, module)) {
		return null;
	}
	for (const name of namesIn(asked, module)) {
		if (isSecret(name)) {
			return name.text;
		}
	}
	return takersOf(call.node, module).find((taker) => classifyName(taker) === "secret") ?? null;
}

function valueOf(call: SdkCall, property: string): TSESTree.Node | undefined {
	const value = call.input.get(property);
	return value.kind === "value" ? value.node : undefined;
}

/** A name, and whether it is the parameter's own or a variable's that holds the parameter's name. */
interface Named {
	readonly text: string;
	readonly own: boolean;
}

function isSecret({ text, own }: Named): boolean {
	if (text.startsWith("/aws/reference/secretsmanager/")) {
		return true; // https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
	}
	const kind = classifyName(text);
	return kind === "secret" || (!own && kind === "pointer" && !/kms|_?ids?$/iu.test(text));
}

/** `/aws/service/…` is what AWS itself publishes. */
function isPublic(node: TSESTree.Node, module: SourceModule): boolean {
	return /^\/aws\/service\//u.test(textOf(followNames(node, module)) ?? "");
}

function* namesIn(given: TSESTree.Node, module: SourceModule): Iterable<Named> {
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
