import type { TSESTree } from "@typescript-eslint/utils";
import { nodesOf } from "../program/nodes-of.ts";
import type { SourceModule } from "../program/source-module.ts";
import { unwrap } from "../program/unwrap.ts";
import { nameOfKey } from "../program/name-of-key.ts";

/** Where a module answers its callers, and what with. */
export interface Answer {
	readonly kind: "response" | "error";
	readonly value: TSESTree.Node;
}

const ANSWERS_BY = new Set(["json", "send", "end", "jsonp"]);
const ANSWER_NAME = /^_?(?:res|response|reply)$/iu;

/**
 * The bodies of HTTP responses (`{ statusCode, body }`, `res.json(…)`) and the texts of errors, which end in both the
 * logs and the caller's hands.
 */
export function* findAnswers(module: SourceModule): Iterable<Answer> {
	for (const { properties } of nodesOf(module, "ObjectExpression")) {
		const parts = new Map(
			properties.flatMap((property) =>
				property.type === "Property"
					? [[nameOfKey(property.key, property.computed), property.value] as const]
					: [],
			),
		);
		const body = parts.get("body");
		if (body !== undefined && parts.has("statusCode")) {
			yield { kind: "response", value: body };
		}
	}
	for (const { callee, arguments: given } of nodesOf(module, "CallExpression")) {
		if (
			callee.type === "MemberExpression" &&
			ANSWERS_BY.has(nameOfKey(callee.property, callee.computed) ?? "") &&
			isAnswer(callee.object)
		) {
			yield* given.map((value) => ({ kind: "response" as const, value }));
		}
	}
	for (const { callee, arguments: given } of nodesOf(module, "NewExpression")) {
		if (callee.type === "Identifier" && /Error$/u.test(callee.name)) {
			yield* given.map((value) => ({ kind: "error" as const, value }));
		}
	}
}

/** `res`, `res.status(500)`. */
function isAnswer(given: TSESTree.Node): boolean {
	const node = unwrap(given);
	if (node.type === "Identifier") {
		return ANSWER_NAME.test(node.name);
	}
	return (
		node.type === "CallExpression" &&
		node.callee.type === "MemberExpression" &&
		["status", "code", "type", "header", "set"].includes(
			nameOfKey(node.callee.property, node.callee.computed) ?? "",
		) &&
		isAnswer(node.callee.object)
	);
}
