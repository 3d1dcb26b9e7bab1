import { describe, expect, test } from "vitest";
import { moduleOf } from "../../testing/read-module.ts";
import { secretValues } from "./secret-values.ts";

/** The texts of a program that end where a secret belongs. */
function textsOf(code: string): readonly string[] {
	return [...secretValues(moduleOf(code))]
		.flatMap((node) => (node.type === "Literal" ? String(node.value) : []))
		.sort();
}

describe("what ends where a secret belongs is followed back to where it is written", () => {
	test.each([
		["a property", `const a = { k: "in", b: "out" }; jwt.sign(c, a.k);`],
		["an item", `const a = ["out", "in"]; jwt.sign(c, a[1]);`],
		["a field", `class A { k = "in"; b = "out"; s(c) { jwt.sign(c, this.k); } }`],
		["what a constructor writes", `class A { constructor() { this.k = "in"; } s(c) { jwt.sign(c, this.k); } }`],
		["a result", `function get() { if (a) { return "in"; } } jwt.sign(c, get());`],
		["an argument", `function go(b, k) { jwt.sign(b, k); } go("out", "in");`],
		["a default", `const go = (b = "out", k = "in") => jwt.sign(b, k);`],
		["a pattern", `const { b, k: { d } } = { b: "out", k: { d: "in" } }; jwt.sign(c, d);`],
		["a name in a pattern", `const [user, password] = ["out", "in"];`],
		["a URI's password", "const u = `postgres://app:${'in'}@${'out'}/db`;"],
		["a URI of pieces", `const p = "in"; const u = "postgres://app:" + p + "@" + "out";`],
		["a URI of small pieces", `const u = "postgres://" + user + ":" + "in" + "@" + "out";`],
		["a URI of holes", "const u = `${scheme}://${user}:${'in'}@${'out'}/db`;"],
		["a URI of a list", `const u = ["postgres://", user, ":", "in", "@", "out"].join("");`],
		["a header that is written", `headers.set("authorization", x); const x = "in", y = "out";`],
		["a header that is encoded", `const h = { Authorization: btoa(x) }; const x = "in", y = "out";`],
		["the key of a client", `const x = "in"; new Octokit({ auth: x, log: "out" });`],
		["what a list is spread to", `go(...["out", "in"]); function go(b, password) {}`],
		["what a function is applied to", `go.apply(null, ["out", "in"]); function go(b, password) {}`],
		["what a function is called with", `go.call(null, "out", "in"); function go(b, password) {}`],
		["what a function is bound to", `go.bind(null, "out", "in"); function go(b, password) {}`],
		["what is applied by reflection", `Reflect.apply(go, null, ["out", "in"]); function go(b, password) {}`],
		["a text that is formatted", `util.format("postgres://%s:%s@%s/db", x, "in", "out");`],
		["a text that is filled in", "cdk.Fn.sub('postgres://app:${P}@${H}/db', { P: 'in', H: 'out' });"],
		["what a symbol names", `const PASSWORD = Symbol("x"); o[PASSWORD] = "in"; o[0] = "out";`],
		["the key of a symbol", `const kApiToken = Symbol("x"); const o = { [kApiToken]: "in", [a]: "out" };`],
		["a user's password", `basicAuth({ realm: "out", users: { admin: "in" } });`],
		["what binds to a directory", `client.bind("cn=admin,dc=acme", "in", "out"); x.bind("a", "out");`],
		["a loop", `for (const token of ["in"]) go("out", token);`],
		[
			"what stands in for a missing one",
			`function f() { const t = process.env.API_TOKEN; if (!t) { return "in"; } return t; }`,
		],
	])("%s", (_what, code) => {
		expect(textsOf(code)).toEqual(["in"]);
	});
});

test.each([
	["a name that leads to itself", `let a = b; let b = a; jwt.sign(c, a);`],
	["a property that leads to itself", `const a = { k: a.k }; jwt.sign(c, a.k);`],
	["a result that leads to itself", `function f() { return f().k; } jwt.sign(c, f());`],
	["a condition beside the key", `const password = stage === "prod" ? a : b;`],
	["what a secret is read by", `const password = await client.send(new Command("orders-db"));`],
])("finds nothing in %s", (_what, code) => {
	expect(textsOf(code)).toEqual([]);
});
