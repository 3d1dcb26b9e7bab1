import { dirname, resolve } from "node:path";
import { alternatives, getIn, literalOf, type Value } from "../model/value.ts";
import type { AppStack } from "./application.ts";

/** The types of nested stacks, with the property that says which template it is. */
const NESTING: ReadonlyMap<string, string> = new Map([
	["AWS::CloudFormation::Stack", "TemplateURL"],
	["AWS::Serverless::Application", "Location"],
]);

/** How many stacks are nested into each other, and how many values a variable then has. */
const MAX_DEPTH = 8;
const MAX_VALUES = 64;

/** The same stacks, and those that each of them is nested in. */
export function withParents(stacks: readonly AppStack[]): readonly AppStack[] {
	const made = stacks.map((stack) => ({ ...stack, parents: [...stack.parents] }));
	const byPath = new Map(made.map((stack) => [stack.file.path, stack]));
	for (const stack of made) {
		for (const [type, property] of NESTING) {
			for (const resource of stack.stack.find(type)) {
				const location = literalOf(resource.get(property))?.text ?? "";
				// `./child.yaml`; an address in S3 is none of the application's files.
				const child = /^[a-z][a-z\d]*:/u.test(location)
					? undefined
					: byPath.get(resolve(dirname(stack.file.path), location));
				if (child !== undefined && child !== stack) {
					child.parents.push({ stack, resource });
				}
			}
		}
	}
	return made;
}

/** The values that a value of a stack has in the end: of a parameter, what the parents of a nested stack pass for it. */
export function passedValues(value: Value | undefined, stack: AppStack, depth = 0): readonly Value[] {
	if (value === undefined) {
		return [];
	}
	const values = alternatives(value).flatMap(({ value: one }): readonly Value[] => {
		if (one.kind !== "reference" || one.to.of !== "parameter" || stack.parents.length === 0 || depth >= MAX_DEPTH) {
			return [one];
		}
		const { name } = one.to;
		return stack.parents.flatMap((parent) => {
			const passed = getIn(parent.resource.get("Parameters"), [name]);
			return passed.kind === "absent" ? [one] : passedValues(passed, parent.stack, depth + 1);
		});
	});
	return values.length > MAX_VALUES ? [value] : values;
}
