import { renderText } from "../../src/model/dynamic-reference.ts";
import type { Resource, Stack } from "../../src/model/resource.ts";
import { SCRIPT_PLACES } from "../../src/model/user-data.ts";
import { follow, type Parameter, type TextValue, type Value } from "../../src/model/value.ts";
import type { Span } from "../../src/text/span.ts";
import { wording, type Words } from "../../src/text/wording.ts";
import { reportedIn } from "../../src/rule/reported.ts";

/** A place in which CloudFormation shows the value of a parameter, hidden or not. */
export interface Shown {
	readonly parameter: Parameter;
	readonly at: Span;
	/** To begin a sentence: "Output 'Url'". */
	readonly where: Words;
	readonly property: string;
	readonly resource: Resource | null;
}

/** Where these parameters are shown, each place once. */
export function* shownParameters(stack: Stack, hidden: ReadonlySet<Parameter>): Iterable<Shown> {
	if (hidden.size === 0) {
		return;
	}
	for (const { value, ...place } of placesOf(stack)) {
		const seen = new Set<Parameter>();
		for (const { parameter, span } of parametersIn(stack, value)) {
			if (hidden.has(parameter) && !seen.has(parameter)) {
				seen.add(parameter);
				yield { parameter, at: span, ...place };
			}
		}
	}
}

/**
 * The places that `NoEcho` does not reach. Sources: "Parameters", property `NoEcho`, AWS CloudFormation User Guide: it
 * masks nothing in `Outputs` and `Metadata`; "Custom resource request objects": `ResourceProperties` are what the
 * template gives; "Work with instance user data", Amazon EC2 User Guide.
 */
function* placesOf(stack: Stack): Iterable<Omit<Shown, "parameter" | "at"> & { readonly value: Value }> {
	for (const [id, value] of stack.outputs) {
		yield { where: wording("Output '{{id}}'", { id }), property: `Outputs.${id}.Value`, resource: null, value };
	}
	for (const resource of stack.resources) {
		yield {
			where: wording("The metadata of '{{id}}'", { id: resource.id }),
			property: "Metadata",
			resource,
			value: resource.metadata,
		};
		if (isCustom(resource)) {
			yield {
				where: wording("The event of custom resource '{{id}}'", { id: resource.id }),
				property: "Properties",
				resource,
				value: resource.properties,
			};
		}
	}
	for (const { type, path, noun } of SCRIPT_PLACES) {
		for (const resource of reportedIn(stack).byType.get(type) ?? []) {
			const values = follow(resource.properties, path).map((reached) => reached.value);
			for (const value of values) {
				yield {
					where: wording("{{noun}} of '{{id}}'", { noun, id: resource.id }),
					property: path.replaceAll("[]", ""),
					resource,
					value,
				};
			}
		}
	}
}

function isCustom({ type }: Resource): boolean {
	return type.startsWith("Custom::") || type === "AWS::CloudFormation::CustomResource";
}

interface Use {
	readonly parameter: Parameter;
	readonly span: Span;
}

/** The parameters whose values a value contains, as they are. */
function* parametersIn(stack: Stack, value: Value): Iterable<Use> {
	switch (value.kind) {
		case "reference":
			if (value.to.of === "parameter") {
				yield { parameter: value.to.parameter, span: value.span };
			}
			break;
		case "text":
			yield* parametersInText(stack, value);
			break;
		case "map":
			for (const entry of value.entries) {
				yield* parametersIn(stack, entry.value);
			}
			break;
		case "list":
			for (const item of value.items) {
				yield* parametersIn(stack, item);
			}
			break;
		case "branches":
			for (const branch of value.branches) {
				yield* parametersIn(stack, branch.value);
			}
			break;
		case "absent":
		case "literal":
		case "unresolved":
			break;
		default:
			value satisfies never;
	}
}

/** `mysql -p${DbPassword}`: each at its hole, where it has one. */
function* parametersInText(stack: Stack, value: TextValue): Iterable<Use> {
	const text = renderText(value);
	let end = 0;
	for (const part of value.parts) {
		const start = end;
		end += renderText({ ...value, parts: [part] }).length;
		for (const { parameter, span } of typeof part === "string" ? [] : parametersIn(stack, part)) {
			const isHole = typeof part !== "string" && part.kind === "reference";
			yield { parameter, span: isHole ? stack.spanOfPart(value, text, start, end) : span };
		}
	}
}
