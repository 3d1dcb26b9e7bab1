import { describe, expect, test } from "vitest";
import { moduleOf } from "../../testing/read-module.ts";
import { nodesOf } from "./nodes-of.ts";
import { resolveImport } from "./resolve-import.ts";

/** What the argument of the call of `probe` stands for: `module` and names, with a colon between. */
function probe(code: string, filename = "handler.ts"): string | null {
	const module = moduleOf(code, filename);
	const call = nodesOf(module, "CallExpression").find(
		({ callee }) => callee.type === "Identifier" && callee.name === "probe",
	);
	const argument = call?.arguments[0];
	const imported = argument === undefined ? null : resolveImport(argument, module);
	return imported === null ? null : `${imported.module}:${imported.path.join(".")}`;
}

describe("an import", () => {
	test.each([
		["a named one", `import { SSMClient } from "a"; probe(SSMClient);`, "a:SSMClient"],
		["one under another name", `import { SSMClient as C } from "a"; probe(C);`, "a:SSMClient"],
		["one with a name of text", `import { "x-y" as C } from "a"; probe(C);`, "a:x-y"],
		["a default", `import AWS from "aws-sdk"; probe(AWS);`, "aws-sdk:default"],
		["a member of a default", `import AWS from "aws-sdk"; probe(AWS.SSM);`, "aws-sdk:SSM"],
		["a namespace", `import * as ssm from "a"; probe(ssm.SSMClient);`, "a:SSMClient"],
		["TypeScript's require", `import AWS = require("aws-sdk"); probe(AWS.SSM);`, "aws-sdk:SSM"],
		["another name for a member", `import * as a from "a"; import C = a.b.C; probe(C);`, "a:b.C"],
		["require", `const AWS = require("aws-sdk"); probe(AWS);`, "aws-sdk:"],
		["require, taken apart", `const { SSM: { Inner: I } } = require("a"); probe(I);`, "a:SSM.Inner"],
		["require, a member at once", `const SSM = require("aws-sdk").SSM; probe(SSM);`, "aws-sdk:SSM"],
		["require in place", `probe(require("aws-sdk")["SSM"]);`, "aws-sdk:SSM"],
		["a dynamic import", `const { SSM } = await import("a"); probe(SSM);`, "a:SSM"],
		["a template as the name", "const a = require(`a`); probe(a.B);", "a:B"],
		["another name of it", `import * as a from "a"; const b = a; const { C } = b; probe(C);`, "a:C"],
		["what X-Ray wraps", `const AWS = AWSXRay.captureAWS(require("aws-sdk")); probe(AWS.S3);`, "aws-sdk:S3"],
		["what a compiler wrote", `const m_1 = __importStar(require("a")); (0, probe)(m_1.B); probe(m_1.B);`, "a:B"],
		["an assertion", `import { A } from "a"; probe((A as any)!);`, "a:A"],
		["a late assignment", `let a; a = require("a"); probe(a.B);`, "a:B"],
	])("%s", (_, code, expected) => {
		expect(probe(code)).toBe(expected);
		if (!/import \w+ = |as any/u.test(code)) {
			expect(probe(code, "handler.mjs")).toBe(expected);
		}
	});

	test.each([
		["a name of the module's own", `const SSM = class {}; probe(SSM);`],
		["a global", `probe(SSM);`],
		["a parameter of the same name", `import { A } from "a"; function f(A) { probe(A); }`],
		["a name that is given twice", `let a = require("a"); a = require("b"); probe(a);`],
		["a require of the module's own", `const require = (name) => name; probe(require("a"));`],
		["a computed name", `import * as a from "a"; probe(a[name]);`],
		["a computed module", `probe(require(name));`],
		["a default in a pattern", `const { A = other } = require("a"); probe(A);`],
		["the rest of a pattern", `const { A, ...rest } = require("a"); probe(rest);`],
		["the variable of a loop", `for (const a of require("a")) { probe(a); }`],
		["a name that names itself", `const a = b; const b = a; probe(a);`],
		["what a call gives", `import { make } from "a"; probe(make());`],
	])("is none: %s", (_, code) => {
		expect(probe(code, "handler.mjs")).toBeNull();
	});
});

describe("what an import says beside its export", () => {
	const read = (code: string): ReturnType<typeof resolveImport> => {
		const module = moduleOf(code, "app.ts");
		const [call] = nodesOf(module, "CallExpression").slice(-1);
		return call?.arguments[0] === undefined ? null : resolveImport(call.arguments[0], module);
	};

	test.each([
		[`import type { A } from "a"; probe(A);`, true],
		[`import { type A } from "a"; probe(A);`, true],
		[`import type * as a from "a"; probe(a.A);`, true],
		[`import { A } from "a"; probe(A);`, false],
		[`const { A } = require("a"); probe(A);`, false],
	])("%s is of types alone: %s", (code, isType) => {
		expect(read(code)?.isType).toBe(isType);
	});

	test.each([
		[`import { a as b } from "a"; probe(b.c.d);`, "b", ["c", "d"]],
		[`import * as a from "a"; const { c } = a; probe(c);`, "a", ["c"]],
		[`import a from "a"; probe(a);`, "a", []],
	])("%s reads %s, and of it %j", (code, name, members) => {
		const { by } = read(code) ?? {};
		expect(by?.name).toMatchObject({ type: "Identifier", name });
		expect(by?.members).toEqual(members);
	});

	test("a require has no name that reads it", () => {
		expect(read(`const a = require("a"); probe(a.b);`)?.by).toBeNull();
	});
});
