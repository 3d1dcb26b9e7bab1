import { describe, expect, test } from "vitest";
import { moduleOf } from "../../../testing/read-module.ts";
import { environmentReads } from "./environment-reads.ts";

const readsOf = (code: string, filename = "handler.ts"): readonly string[] =>
	environmentReads(moduleOf(code, filename)).map(({ name, shape }) => `${name} ${shape}`);

describe("what a module reads from its environment", () => {
	test.each([
		["a member", `f(process.env.A);`],
		["brackets", `f(process.env["A"], process["env"]);`],
		["a template as key", "f(process.env[`A`]);"],
		["optional chaining and assertions", `f((process as any).env?.A!);`],
		["the global object", `f(globalThis.process.env.A);`],
		["another name", `const env = process.env; f(env.A);`],
		["another name of the process", `const { env } = process; f(env.A);`],
		["a copy", `const env = { ...process.env, B: "b" }; f(env.A);`],
		["a default import", `import process from "node:process"; f(process.env.A);`],
		["a named import", `import { env } from "process"; f(env.A);`],
		["an alias of a named import", `import { env as settings } from "node:process"; f(settings.A);`],
		["require", `const { env } = require("node:process"); f(env.A);`],
		["a parameter's default", `function g(env = process.env) { return env.A; }`],
		["a parameter's type", `const g = (env: NodeJS.ProcessEnv) => env.A;`],
		["a loop over it", `for (const part of process.env.A) { f(part); }`],
		["an assignment that reads first", `process.env.A ??= "a";`],
		["the module's own reader", `function need(name: string) { return process.env[name]; }\nf(need("A"));`],
		["env-var", `import env from "env-var"; f(env.get("A").required().asString());`],
		[
			"Powertools",
			`import { getStringFromEnv } from "@aws-lambda-powertools/commons/utils/env"; f(getStringFromEnv({ key: "A" }));`,
		],
	])("%s", (_, code) => {
		expect(readsOf(code)).toEqual(["A expression"]);
	});

	test.each([
		["a pattern", `const { A } = process.env;`],
		["a pattern with a default and another name", `const { A: a = "a" } = process.env;`],
		["an assignment", `let a; ({ A: a } = process.env);`],
		["a parameter", `const g = ({ A } = process.env) => A;`],
		["a parameter by its type", `const g = ({ A }: NodeJS.ProcessEnv) => A;`],
	])("%s", (_, code) => {
		expect(readsOf(code)).toEqual(["A pattern"]);
	});

	test.each([
		["zod", `z.object({ A: z.string() }).parse(process.env);`],
		[
			"zod by a name",
			`const schema = z.object({ A: z.string() }).strict();\nconst r = schema.safeParse(process.env);`,
		],
		["valibot", `v.parse(v.object({ A: v.string() }), process.env);`],
		["envalid", `cleanEnv(process.env, { A: str() });`],
		["t3", `createEnv({ server: { A: z.string() }, runtimeEnv: process.env });`],
	])("%s", (_, code) => {
		expect(readsOf(code)).toEqual(["A schema"]);
	});

	test.each([
		"function find(name) { return list.find((item) => item.Name === process.env[name])?.Value; }",
		"const find = (name) => getParameter(process.env[name]);",
		"const find = (name) => client.send(new GetSecretValueCommand({ SecretId: process.env[name] }));",
	])("a function that finds something by a variable reads no other: %s", (code) => {
		expect(readsOf(`${code}\nf(find("API_KEY"));`)).toEqual([]);
	});

	const HELPERS = [
		..."env getEnv getEnvVar requireEnv requiredEnv getRequiredEnv mustGetEnv envOrThrow readEnv getEnvOrThrow".split(
			" ",
		),
		..."getEnvironmentVariable requireEnvVar loadEnv get_env getENV ensureEnv getStringFromEnv getEnvValue".split(
			" ",
		),
	];
	/** Each names a function of another file, and the expression that calls it. */
	const IMPORTS: readonly ((name: string) => string)[] = [
		(name) => `import { ${name} } from "./config"; f(${name}("DB_PASSWORD"));`,
		(name) => `import ${name} from "@acme/config"; f(${name}("DB_PASSWORD"));`,
		(name) => `import { ${name} as x1 } from "../util.js"; f(x1(\`DB_PASSWORD\`)!);`,
		(name) => `import * as tools from "./tools"; const x = tools.${name}("DB_PASSWORD");`,
		(name) => `const { ${name} } = require("./tools"); f({ x: ${name}("DB_PASSWORD") as string });`,
	];

	test.each(HELPERS.flatMap((name) => IMPORTS.map((write) => write(name))))("a helper by its name: %s", (code) => {
		expect(readsOf(code)).toEqual(["DB_PASSWORD expression"]);
	});

	test.each(
		["get", "require", "getOrThrow", "required", "string"].map(
			(method) => `import env from "#start/env"; f(env.${method}("DB_PASSWORD"));`,
		),
	)("an object of the environment: %s", (code) => {
		expect(readsOf(code)).toEqual(["DB_PASSWORD expression"]);
	});

	const OTHERS =
		"setEnv hasEnv isEnv stubEnv unsetEnv deleteEnv envName envKey useEnv maskEnv fakeEnv mockEnv withoutEnv validateEnv envExists event getEnvelope get config getConfig getSecretName environmentOf getEnv2Name".split(
			" ",
		);

	test.each([
		...OTHERS.flatMap((name) => IMPORTS.map((write) => write(name))),
		...HELPERS.flatMap((name) => [
			`import { ${name} } from "./config"; ${name}("DB_PASSWORD");`, // only checks
			`import { ${name} } from "./config"; f(${name}("db-password"));`,
			`import { ${name} } from "./config"; f(${name}("dbPassword"));`,
			`import { ${name} } from "./config"; f(${name}("DB_PASSWORD", "B"));`,
			`import { ${name} } from "./config"; f(${name}(key));`,
			`import { ${name} } from "./config"; f(${name}());`,
			`import { ${name} } from "./config"; f(new ${name}("DB_PASSWORD"));`,
			`const ${name} = (name: string) => lookup(name); f(${name}("DB_PASSWORD"));`,
			`f(${name}("DB_PASSWORD"));`,
		]),
		`import cache from "./cache"; f(cache.get("DB_PASSWORD"));`,
		`const env = new Map(); f(env.get("DB_PASSWORD"));`,
	])("no helper that reads the environment: %s", (code) => {
		expect(readsOf(code)).toEqual([]);
	});

	test.each([
		["a write", `process.env.A = "a";`],
		["delete", `delete process.env.A;`],
		["delete, where it may not be there", `delete process?.env.A;`],
		["a write by a pattern", `[process.env.A] = f();`],
		["a write by an object's pattern", `({ a: process.env.A } = f());`],
		["in", `f("A" in process.env);`],
		["another process", `const process = load(); f(process.env.A);`],
		["another env", `const env = load(); f(env.A);`],
		["a computed name", `f(process.env[name]);`],
		["a schema of something else", `z.object({ A: z.string() }).parse(event.body);`],
		["a function that writes", `function set(name: string) { process.env[name] = "a"; }\nset("A");`],
	])("none: %s", (_, code) => {
		expect(readsOf(code)).toEqual([]);
	});
});
