import type { TSESTree } from "@typescript-eslint/utils";
import { describe, expect, test } from "vitest";
import { moduleOf } from "../../testing/read-module.ts";
import { classAround, functionsAround, isWithin } from "./around.ts";
import { isExported, isExports } from "./exports.ts";
import { isNothing, isUnset } from "./is-nothing.ts";
import { isWritten, isWrittenInside, outermostMember } from "./is-written.ts";
import { memberKey, nameOfCallee, nameOfKey } from "./name-of-key.ts";
import { allNodesOf, nodesOf } from "./nodes-of.ts";
import type { SourceModule } from "./source-module.ts";
import { unwrap, unwrapAwait } from "./unwrap.ts";
import { functionOf } from "./function-of.ts";
import { topVariables, variableOf } from "./variable-of.ts";
import { namesIn } from "./names-in.ts";

/** The expression of a program that is one. */
function expressionOf(code: string): { readonly node: TSESTree.Expression; readonly module: SourceModule } {
	const module = moduleOf(code, "handler.ts");
	const [statement] = nodesOf(module, "ExpressionStatement");
	if (statement === undefined) {
		throw new TypeError("no expression");
	}
	return { node: statement.expression, module };
}

const textOf = (node: TSESTree.Node, { text }: SourceModule): string => text.slice(...node.range);

describe("the reader of programs", () => {
	test.each([
		["(x as string)", "x", "x"],
		["x!", "x", "x"],
		["(<string>x)", "x", "x"],
		["(x satisfies string)", "x", "x"],
		["(0, x)", "x", "x"],
		["x?.y", "x?.y", "x?.y"],
		["(0, (x as any)!)", "x", "x"],
		["await x", "await x", "x"],
		["(await (0, await x!)) as string", "await (0, await x!)", "x"],
	])("unwraps %s", (code, same, settled) => {
		const { node, module } = expressionOf(code);
		expect(textOf(unwrap(node), module)).toBe(same);
		expect(textOf(unwrapAwait(node), module)).toBe(settled);
	});

	test.each([
		["a.b", "b", "b"],
		[`a["b"]`, "b", "b"],
		["a[`b`]", "b", "b"],
		["a[0]", "0", "0"],
		["a[b]", null, null],
		["a[/b/]", null, null],
		["a.#b", "#b", "b"],
	])("names the property of %s", (code, key, name) => {
		const module = moduleOf(`class A { #b; m(a, b) { ${code}; } }`, "handler.ts");
		const [member] = nodesOf(module, "MemberExpression");
		expect(member && memberKey(member.property, member.computed)).toBe(key);
		expect(member && nameOfKey(member.property, member.computed)).toBe(name);
	});

	test("tells a private property from another of its name", () => {
		const [secret, other] = nodesOf(moduleOf("class A { #b; b; }"), "PropertyDefinition");
		expect(secret && memberKey(secret.key, secret.computed)).not.toBe(
			other && memberKey(other.key, other.computed),
		);
	});

	test.each([
		["f()", "f"],
		["(0, a.f)()", "f"],
		["a?.f!()", "f"],
		["a[f]()", null],
	])("names what %s calls", (code, name) => {
		const call = nodesOf(expressionOf(code).module, "CallExpression")[0];
		expect(call && nameOfCallee(call.callee)).toBe(name);
	});

	test.each([
		["undefined", true, true],
		["null", true, true],
		["void 0", true, true],
		[`""`, false, true],
		["``", false, true],
		["0", false, false],
		["/(?<=a)b/v", false, false],
	])("knows whether %s is nothing", (code, nothing, unset) => {
		const { node } = expressionOf(`(${code})`);
		expect([isNothing(node), isUnset(node)]).toEqual([nothing, unset]);
	});

	test.each([
		"a.b = 1",
		"a.b += 1",
		"a.b++",
		"delete a.b",
		"delete a?.b",
		"[a.b] = list",
		"[...a.b] = list",
		"({ c: a.b } = c)",
		"[a.b = 1] = list",
		"(a.b as any) = 1",
		"for (a.b of list) {}",
	])("%s writes", (code) => {
		const module = moduleOf(code, "handler.ts");
		const member = nodesOf(module, "MemberExpression")[0];
		const name = nodesOf(module, "Identifier").find((node) => node.name === "a");
		expect(member && isWritten(member)).toBe(true);
		expect(name && isWrittenInside(name)).toBe(true);
		expect(name && isWritten(name)).toBe(false);
	});

	test.each(["c = a.b", "f(a.b)", "for (const c of a.b) {}", "({ c: a.b })", "a.b.c()", "typeof a.b"])(
		"%s only reads",
		(code) => {
			const module = moduleOf(code, "handler.ts");
			expect(nodesOf(module, "MemberExpression").some(isWritten)).toBe(false);
		},
	);

	test("follows a chain of members to its end", () => {
		const { module } = expressionOf("f(a.b!.c?.d.e())");
		const name = nodesOf(module, "Identifier").find((node) => node.name === "a");
		expect(name && textOf(outermostMember(name), module)).toBe("a.b!.c?.d.e");
	});

	test.each([
		["exports", true, false],
		["module.exports", true, true],
		[`module["exports"]`, true, true],
		["exports.handler", false, true],
		["module.exports.handlers.sign", false, true],
		["exports[name]", false, false],
		["module", false, false],
		["other.exports.a", false, false],
	])("knows whether %s is exported", (code, whole, target) => {
		const { node } = expressionOf(code);
		expect([isExports(node), isExported(node)]).toEqual([whole, target]);
	});

	test("knows the functions and the class around a node", () => {
		const module = moduleOf("class A extends B(this) { m() { return () => x; } }", "handler.ts");
		const name = nodesOf(module, "Identifier").find((node) => node.name === "x");
		expect(name && functionsAround(name).map(({ type }) => type)).toEqual([
			"ArrowFunctionExpression",
			"FunctionExpression",
		]);
		expect(name && classAround(name)?.id?.name).toBe("A");
		const self = nodesOf(module, "ThisExpression")[0];
		expect(self && classAround(self)).toBeNull(); // It is what stands around the class.
	});

	test("visits what is around first, in the order of the text", () => {
		const nodes = allNodesOf(moduleOf("const a = { b: [c, 'd'] }; function f(g = 1) { return h; }"));
		expect(nodes.every((node, at) => at === 0 || (nodes[at - 1]?.range[0] ?? 0) <= node.range[0])).toBe(true);
		expect(nodes.every((node) => !node.parent || nodes.indexOf(node.parent) < nodes.indexOf(node))).toBe(true);
		expect(nodes.every((node) => !node.parent || isWithin(node, node.parent))).toBe(true);
	});
});

describe("names and what they stand for", () => {
	test.each([
		["a declaration", "function f() {}\nf();", true],
		["a constant", "const f = () => {};\nf();", true],
		["a variable that nothing sets again", "let f = (() => {}) as any;\nf();", true],
		["overloads", "function f(a: string): void;\nfunction f(a: number): void;\nfunction f(a: any) {}\nf(1);", true],
		["a variable that is set again", "let f = () => {};\nf = g;\nf();", false],
		["a function that is set again", "function f() {}\nf = g;\nf();", false],
		["two declarations", "function f() {}\nvar f = 1;\nf();", false],
		["a parameter", "function g(f) { f(); }", false],
		["a name of a pattern", "const { f } = () => {};\nf();", false],
		["an import", `import f from "f";\nf();`, false],
		["a global", "f();", false],
	])("follow a function by its name: %s", (_, code, isFound) => {
		const module = moduleOf(code);
		const callee = nodesOf(module, "CallExpression")[0]?.callee;
		expect(callee?.type === "Identifier" && functionOf(callee, module) !== null).toBe(isFound);
	});

	test("are found in a script as well, where they are global", () => {
		const module = moduleOf("var a = 1;\nfunction f() { return a; }\nmodule.exports = f;", "handler.cjs");
		expect(topVariables(module).map(({ name }) => name)).toEqual(expect.arrayContaining(["a", "f"]));
		const read = nodesOf(module, "Identifier").findLast(({ name }) => name === "a");
		expect(read && variableOf(read, module)?.name).toBe("a");
	});

	test("are taken where the program declares one or speaks of it", () => {
		const names = namesIn(moduleOf(`import { a } from "a";\nfunction b(c) { return d.e; }`));
		expect([..."abcde"].filter((name) => names.has(name))).toEqual([..."abcd"]);
	});
});
