import { dirname, resolve } from "node:path";
import { alternatives, getIn, literalOf, type Value } from "../model/value.ts";
import type { AppFiles } from "./app-files.ts";
import type { AppStack } from "./application.ts";

/** The types of nested stacks, with the property that says which template it is. */
const NESTING: ReadonlyMap<string, string> = new Map([
	["AWS::CloudFormation::Stack", "TemplateURL"],
	["AWS::Serverless::Application", "Location"],
]);

/** How many parameters are followed through stacks that are nested into each other, and how many values that gives. */
const MAX_PARAMETERS = 64;
const MAX_VALUES = 64;

/** The same stacks, and those that each of them is nested in. */
export function withParents(stacks: readonly AppStack[], files: AppFiles): readonly AppStack[] {
	const made = stacks.map((stack) => ({ ...stack, parents: [...stack.parents] }));
	const byPath = new Map(made.map((stack) => [stack.file.path, stack]));
	for (const stack of made) {
		for (const [type, property] of NESTING) {
			for (const resource of stack.stack.find(type)) {
				const location = literalOf(resource.get(property))?.text ?? "";
				// `./child.yaml`; an address in S3 is none of the application's files.
				const child = /^[a-z][a-z\d]*:/u.test(location)
					? undefined
					: byPath.get(files.realOf(resolve(dirname(stack.file.path), location)));
				if (child !== undefined && child !== stack) {
					child.parents.push({ stack, resource });
				}
			}
		}
	}
	return made;
}

/** The values that a value of a stack has in the end: of a parameter, what the parents of a nested stack pass for it. */
export function passedValues(value: Value | undefined, stack: AppStack): readonly Value[] {
	if (value === undefined) {
		return [];
	}
	const values = valuesIn(value, stack, new Set());
	return values.length === 0 || values.length > MAX_VALUES ? [value] : values;
}

/** @param followed the parameters that were followed to what is passed for them, each with its stack */
function valuesIn(value: Value, stack: AppStack, followed: Set<string>): readonly Value[] {
	return alternatives(value).flatMap(({ value: one }): readonly Value[] => {
		if (one.kind !== "reference" || one.to.of !== "parameter" || stack.parents.length === 0) {
			return [one];
		}
		const { name } = one.to;
		const parameter = `${name} ${stack.unit}`;
		if (followed.has(parameter)) {
			return []; // Stacks that nest each other, or several ways to one parent: its values are there already.
		}
		if (followed.size >= MAX_PARAMETERS) {
			return [one];
		}
		followed.add(parameter);
		return stack.parents.flatMap((parent) => {
			const passed = getIn(parent.resource.get("Parameters"), [name]);
			return passed.kind === "absent" ? [one] : valuesIn(passed, parent.stack, followed);
		});
	});
}
