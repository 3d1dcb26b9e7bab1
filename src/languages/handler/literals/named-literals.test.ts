import { describe, expect, test } from "vitest";
import { moduleOf } from "../../../testing/read-module.ts";
import type { NamedLiteral } from "./named-literal.ts";
import { literalsOf } from "./named-literals.ts";

const V = "the-value";

function placeOf(
	code: string,
	filename = "handler.ts",
): Pick<NamedLiteral, "name" | "kind" | "sink" | "aliases"> | undefined {
	return literalsOf(moduleOf(code, filename)).find(({ text }) => text.includes(V));
}

describe("the name of a text", () => {
	test.each([
		["a variable", `const token = "${V}";`, "token", "variable"],
		["a property", `f({ token: "${V}" });`, "token", "property"],
		[
			"a property that says nothing of its own",
			`const schema = { token: { type: "string", default: "${V}" } };`,
			"token",
			"property",
		],
		["a computed property", `f({ ["token"]: "${V}" });`, "token", "property"],
		["a private field", `class A { #token = "${V}"; }`, "token", "field"],
		["an accessor", `class A { accessor token = "${V}"; }`, "token", "field"],
		["a parameter", `function f(token = "${V}") {}`, "token", "default"],
		["a parameter property", `class A { constructor(private token = "${V}") {} }`, "token", "default"],
		["a nested pattern", `const { a: { token = "${V}" } } = b;`, "token", "default"],
		["an assignment", `a.b.token = "${V}";`, "token", "assignment"],
		["an assignment in an assignment", `a.token = b = "${V}";`, "b", "assignment"],
		["an enumeration", `enum A { Token = "${V}" }`, "Token", "enum"],
		["the other side of a comparison", `if (a.token == "${V}") {}`, "token", "comparison"],
		["a header that is read", `if (headers.get("x-token") === "${V}") {}`, "x-token", "comparison"],
		["a fallback without a name", `f(process.env.TOKEN || "${V}");`, "TOKEN", "variable"],
		["a fallback of what is read by a call", `f(env("TOKEN") ?? "${V}");`, "TOKEN", "variable"],
		["a key and its fallback", `config.get("TOKEN", "${V}");`, "TOKEN", "argument"],
		["a setter", `a.setToken("${V}");`, "Token", "argument"],
		["a pair", `new Map([["token", "${V}"]]);`, "token", "property"],
		["a name and a value", `f([{ name: "TOKEN", value: "${V}" }]);`, "TOKEN", "property"],
		["an argument of a function of the file", `const f = (a, token) => a; f(1, "${V}");`, "token", "argument"],
		["an argument of a class of the file", `class A { constructor(token) {} } new A("${V}");`, "token", "argument"],
		["a result", `const getToken = async () => "${V}";`, "Token", "result"],
		["a result of a method", `class A { token() { if (a) { return "${V}"; } } }`, "token", "result"],
		["a result for a name", `function f(k) { switch (k) { case "token": return "${V}"; } }`, "token", "result"],
		[
			"a result for another",
			`function getToken(k) { switch (k) { case 1: { return "${V}"; } } }`,
			"Token",
			"result",
		],
		[
			"a result that is tried",
			`function getToken() { try { if (a) return "${V}"; } catch { b(); } }`,
			"Token",
			"result",
		],
		[
			"a result after a fault",
			`function getToken() { try { b(); } catch (error) { return "${V}"; } }`,
			"Token",
			"result",
		],
		["what is made of it", `const token = Buffer.from("${V}", "base64");`, "token", "variable"],
		["a schema's default", `const schema = { token: z.string().default("${V}") };`, "token", "property"],
		["an awaited ternary", `const token = await (a ? b : "${V}");`, "token", "variable"],
		["a list", `const tokens = ["a", "b", "${V}"];`, "tokens", "variable"],
		["a decorator", `@A({ token: "${V}" }) class B {}`, "token", "property"],
		["a namespace", `namespace A { export const token = "${V}"; }`, "token", "variable"],
		["a default export", `export default { token: "${V}" };`, "token", "property"],
		["nothing", `f("${V}");`, null, "text"],
		["a part with a hole", "const token = `the-value${a}`;", "token", "variable"],
		["a text in the hole of another", `f(\`a\${g({ token: "${V}" })}\`);`, "token", "property"],
	])("of %s", (_what, code, name, kind) => {
		expect(placeOf(code)).toMatchObject({ name, kind });
	});

	test("of an attribute", () => {
		expect(placeOf(`const a = <A token="${V}" />;`, "view.tsx")).toMatchObject({
			name: "token",
			kind: "attribute",
		});
	});

	test.each([
		["an import", `import a from "${V}";`],
		["an export", `export * from "${V}";`],
		["require", `const a = require("${V}");`],
		["a dynamic import", `await import("${V}");`],
		["a type", `type A = "${V}"; interface B { a: "${V}" }; const c: "${V}" = d;`],
		["a directive", `"${V}"; f();`],
		["a key", `f({ "${V}": 1 });`],
		["a key that is read", `f(a["${V}"]);`],
	])("is not asked for in %s", (_what, code) => {
		expect(placeOf(code)).toBeUndefined();
	});
});

describe("where a text goes", () => {
	test.each([
		["jwt.sign", `jwt.sign(a, "${V}");`, "signing-key"],
		["createHmac", `crypto.createHmac("sha256", "${V}");`, "signing-key"],
		["a session", `app.use(session({ secret: "${V}" }));`, "signing-key"],
		["Stripe", `new Stripe("${V}");`, "credential"],
		["a client", `new SearchClient("${V}");`, "client"],
		["timingSafeEqual", `timingSafeEqual(a(), Buffer.from("${V}"));`, "credential"],
		["a constant on its way", `const a = "${V}"; jwt.verify(b, a);`, "signing-key"],
	])("is known for %s", (_what, code, sink) => {
		expect(placeOf(code)?.sink).toBe(sink);
	});

	test.each(["privateTokens", "adminPwds", "API_KEYS", "passphrases"])("is a list of secrets: %s", (name) => {
		expect(placeOf(`const ${name} = { acme: "${V}" };`)?.aliases).toEqual([name]);
	});

	test.each(["orders", "nextTokens", "keys", "address", "apiKey"])("is no list of secrets: %s", (name) => {
		expect(placeOf(`const ${name} = { acme: "${V}" };`)?.aliases).toEqual([]);
	});

	test("gives a constant the names of its uses", () => {
		expect(placeOf(`const a = "${V}"; f({ password: a });`)?.aliases).toEqual(["password"]);
	});

	test.each([
		["what a fallback stands in for", `f(process.env.TOKEN ?? "${V}");`, "process.env.TOKEN"],
		["what is assigned where it is missing", `process.env.TOKEN ||= "${V}";`, "process.env.TOKEN"],
	])("and %s", (_what, code, left) => {
		const module = moduleOf(code);
		const node = literalsOf(module).find(({ text }) => text === V)?.fallbackOf;
		expect(node === null || node === undefined ? null : module.text.slice(...node.range)).toBe(left);
	});

	test("each text is there once, and the list is kept", () => {
		const module = moduleOf(`const a = b ?? "${V}"; f(a, { token: a }); if (a === "${V}") {}`);
		expect(literalsOf(module).filter(({ text }) => text === V)).toHaveLength(2);
		expect(literalsOf(module)).toBe(literalsOf(module));
	});
});
