import { literalOf, type LiteralValue, type Parameter, type Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import { argumentOf, type Declaration } from "./module-table.ts";
import { textOfScalar, truthOf } from "./values.ts";
import type { HclExpression } from "../parse/syntax.ts";

type SpanOf = (node: { readonly start: number; readonly end: number }) => Span;

/**
 * A variable as rules know it: `sensitive` and `ephemeral` ones hide their value.
 *
 * @param evaluate the value of an argument of the block
 * @param given what a variable file gives
 */
export function readParameter(
	declaration: Declaration,
	evaluate: (argument: string) => Value,
	given: Value | undefined,
	spanOf: SpanOf,
): Parameter {
	const label = declaration.block.labels[0];
	const name = declaration.address;
	const masks = ["sensitive", "ephemeral"]
		.filter((argument) => argumentOf(declaration, argument) !== undefined)
		.map((argument) => truthOf(evaluate(argument)));
	const written = viaOf(evaluate("default"), name, "parameter");
	return {
		name,
		type: typeOf(argumentOf(declaration, "type")?.node.value),
		noEcho: masks.includes(true),
		default: given === undefined ? written : viaOf(given, name, "override"),
		written,
		overridden: given !== undefined,
		allowed: allowedIn(declaration),
		description: textOfScalar(evaluate("description")) ?? "",
		open: masks.includes(undefined),
		span: spanOf(declaration.block),
		nameSpan: spanOf(label ?? declaration.block),
		origin: declaration,
	};
}

function viaOf(value: Value, name: string, kind: "parameter" | "override"): LiteralValue | null {
	const literal = literalOf(value);
	return literal === null ? null : { ...literal, via: { kind, name, span: literal.span, noun: "variable" } };
}

/** The type in CloudFormation's words; a variable without one takes texts. */
function typeOf(type: HclExpression | undefined): string {
	switch (type?.type) {
		case undefined:
			return "String";
		case "HclVariable":
			return type.name === "number"
				? "Number"
				: type.name === "bool"
					? "Boolean"
					: type.name === "any" || type.name === "string"
						? "String"
						: "List";
		case "HclTemplate":
			return "String"; // `type = "string"`, as before 0.12.
		default:
			return "Object";
	}
}

/** `contains(["dev", "prod"], var.stage)` in a validation: the texts that a variable may have. */
function allowedIn({ items, address }: Declaration): readonly string[] | null {
	for (const { node } of items) {
		const condition =
			node.type === "HclBlock" && node.keyword.text === "validation"
				? node.body.items.find((item) => item.type === "HclAttribute" && item.name.text === "condition")
				: undefined;
		const call = condition?.type === "HclAttribute" ? condition.value : undefined;
		const [list, subject] = call?.type === "HclCall" && call.name.text === "contains" ? call.arguments : [];
		if (list?.type === "HclTuple" && isVariable(subject, address)) {
			const texts = list.items.map(textIn);
			return texts.includes(null) ? null : texts.flatMap((text) => text ?? []);
		}
	}
	return null;
}

function isVariable(node: HclExpression | undefined, name: string): boolean {
	const [step, other] = node?.type === "HclTraversal" ? node.steps : [];
	return (
		node?.type === "HclTraversal" &&
		node.root.type === "HclVariable" &&
		node.root.name === "var" &&
		other === undefined &&
		step?.type === "HclAttributeStep" &&
		step.name === name
	);
}

function textIn(node: HclExpression): string | null {
	return node.type === "HclTemplate" && node.parts.every((part) => part.type === "HclText")
		? node.parts.map((part) => (part.type === "HclText" ? part.value : "")).join("")
		: null;
}
