import { expect, test } from "vitest";
import { onLittleFuel } from "../../../testing/little-fuel.ts";
import { lintSource } from "../../../testing/rule-tester.ts";
import { Fuel } from "../../../text/fuel.ts";

/** Names of which each leads to the one before twice or more: what they stand for doubles at each step. */
const SHAPES: Readonly<Record<string, (name: number, before: number) => string>> = {
	"a choice": (name, before) =>
		`const a${String(name)} = process.env.X${String(name)} ? { ...a${String(before)}, k${String(name)}: "1" } : { ...a${String(before)}, j${String(name)}: "2" };`,
	"an object": (name, before) =>
		`const a${String(name)} = { x: a${String(before)}, y: a${String(before)}, ...a${String(before)} };`,
	"a text": (name, before) => `const a${String(name)} = \`\${a${String(before)}}\${a${String(before)}}\`;`,
	"a call": (name, before) =>
		`function f${String(name)}(p) { return { ...f${String(before)}(p), b: f${String(before)}(p) }; } const a${String(name)} = f${String(name)}(a${String(before)});`,
	"a later change": (name, before) =>
		`const a${String(name)} = { ...a${String(before)} }; a${String(name)}.x = a${String(before)}; Object.assign(a${String(name)}, a${String(before)});`,
	"a fallback": (name, before) =>
		`const a${String(name)} = (a${String(before)} ?? a${String(before)}) || a${String(before)};`,
	"a fallback of what is not known": (name, before) =>
		`const a${String(name)} = (process.env.X${String(name)} ?? a${String(before)}) || a${String(before)};`,
};

// What fails here does so by never ending.
test.each(Object.keys(SHAPES))("names that double by %s end, and what else the file says is still read", (shape) => {
	const write = SHAPES[shape];
	const lines = Array.from({ length: 36 }, (_, index) => write?.(index + 1, index) ?? "");
	const code = [
		'import { Stack } from "aws-cdk-lib";',
		'import * as kms from "aws-cdk-lib/aws-kms";',
		'import * as lambda from "aws-cdk-lib/aws-lambda";',
		'const a0 = { A: "b" }; function f0(p) { return { A: p }; }',
		...lines,
		'export class Api extends Stack { constructor(scope, id) { super(scope, id); new kms.Key(this, "Key"); new lambda.Function(this, "Fn", { environment: a36, ...a36 }); } }',
	].join("\n");
	const { messages } = onLittleFuel(Fuel.prototype, () =>
		lintSource(code, { "require-key-rotation": {}, "require-environment-key": {} }, "stack.js"),
	);
	expect(messages.map(({ ruleId }) => ruleId)).toContain("aws-kms/require-key-rotation");
});
