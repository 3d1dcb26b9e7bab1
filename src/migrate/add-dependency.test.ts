import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEdits } from "../text/apply-edits.ts";
import { addDependencies } from "./add-dependency.ts";

const add = (text: string): string | null => {
	const edits = addDependencies(text, [["@aws-sdk/client-ssm", "^3.0.0"]]);
	return edits === null ? null : applyEdits(text, edits);
};

test.each([
	["{}", '{\n  "dependencies": {\n    "@aws-sdk/client-ssm": "^3.0.0"\n  }\n}'],
	['{\n\t"name": "a"\n}\n', '{\n\t"name": "a",\n\t"dependencies": {\n\t\t"@aws-sdk/client-ssm": "^3.0.0"\n\t}\n}\n'],
	[
		'{\n  "dependencies": {\n    "zod": "1"\n  }\n}',
		'{\n  "dependencies": {\n    "@aws-sdk/client-ssm": "^3.0.0",\n    "zod": "1"\n  }\n}',
	],
	[
		'{ "dependencies": { "@a/b": "1" }, "x": [{ "dependencies": {} }] }',
		'{ "dependencies": { "@a/b": "1", "@aws-sdk/client-ssm": "^3.0.0" }, "x": [{ "dependencies": {} }] }',
	],
	["[]", null],
	["", null],
	['{ "a" }', null],
])("%j", (text, expected) => {
	expect(add(text)).toBe(expected);
});

test("two packages get one section", () => {
	const edits = addDependencies('{ "name": "a" }', [
		["b", "1"],
		["a", "2"],
	]);
	expect(JSON.parse(applyEdits('{ "name": "a" }', edits ?? []))).toEqual({
		name: "a",
		dependencies: { a: "2", b: "1" },
	});
});

test("adds one dependency to any manifest, and changes nothing else", () => {
	const manifest = fc.record({
		name: fc.string(),
		extra: fc.jsonValue({ maxDepth: 3 }),
		dependencies: fc.option(fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { noNullPrototype: true }), {
			nil: undefined,
		}),
	});
	fc.assert(
		fc.property(manifest, fc.constantFrom(undefined, "\t", "  ", 4), (value, indentation) => {
			const after = add(JSON.stringify(value, null, indentation));
			const dependencies = { ...value.dependencies, "@aws-sdk/client-ssm": "^3.0.0" };
			expect(JSON.parse(after ?? "")).toEqual(JSON.parse(JSON.stringify({ ...value, dependencies })));
		}),
		{ numRuns: 100 },
	);
});
