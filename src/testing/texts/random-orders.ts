import fc from "fast-check";
import { BACKENDS, type Backend } from "../../fix/lookup/lookup.ts";
import { fakeSecret } from "../fake-secret.ts";

/** A program that nobody wrote, in which the order of things can be told: it says what it does with `effect(…)`. */
export interface RandomOrder {
	readonly text: string;
	readonly extension: ".mjs" | ".cjs";
	readonly backend: Backend;
	readonly values: readonly string[];
}

/** A secret in a program: what declares it at the top level, and what reads it where. */
interface Secret {
	readonly top: string;
	/** In an async function or a sync one. */
	readonly read: string;
	/** Where there is an `await`. */
	readonly readAsync: string;
}

type SecretForm = (id: string, value: string) => Secret;

const SECRETS: readonly SecretForm[] = [
	(id, value) => ({ top: `const token${id} = "${value}";`, read: `token${id}`, readAsync: `token${id}` }),
	(_id, value) => ({ top: "", read: `"${value}"`, readAsync: `"${value}"` }),
	(id, value) => ({
		top: `const config${id} = { url: "a", db: { password: "${value}" } };`,
		read: `config${id}.db.password`,
		readAsync: `config${id}.db.password`,
	}),
	(id, value) => ({
		top: `const sign${id} = (text, token = "${value}") => text + token;`,
		read: `sign${id}("")`,
		readAsync: `sign${id}("")`,
	}),
	(id, value) => ({
		top: `function get${id}() {\n  return "${value}";\n}`,
		read: `get${id}()`,
		readAsync: `get${id}()`,
	}),
	(id, value) => ({
		top: `const token${id} = "${value}";\nconst get${id} = async () => token${id};`,
		read: `token${id}`,
		readAsync: `(await get${id}())`,
	}),
	(id, value) => ({
		top: `class Client${id} {\n  token = "${value}";\n  async sign(text) {\n    return text + this.token;\n  }\n}`,
		read: `new Client${id}().token`,
		readAsync: `(await new Client${id}().sign(""))`,
	}),
	(id, value) => ({
		top: `class Client${id} {\n  #token = "${value}";\n  sign(text) {\n    return text + this.#token;\n  }\n}\nconst client${id} = new Client${id}();`,
		read: `client${id}.sign("")`,
		readAsync: `client${id}.sign("")`,
	}),
	(id, value) => ({ top: `let token${id} = "${value}";`, read: `token${id}`, readAsync: `token${id}` }),
];

/** A statement; `R` stands for a read of a secret, `A` for one that may wait, `J` and `K` for calls of jobs. */
const STATEMENTS: readonly string[] = [
	"effect(['plain', n]);",
	"effect(['read', n, hash(R)]);",
	"if (!state.client) {\n  effect(['make', n]);\n  state.client = { key: hash(R) };\n}\nout.push(state.client.key);",
	"state.count += 1;\nconst count@ = state.count;\nout.push(hash(R), count@, state.count);",
	"if (state.busy) {\n  effect(['busy', n]);\n} else {\n  state.busy = true;\n  out.push(hash(R));\n  state.busy = false;\n}",
	"if (n === 2) {\n  effect(['early', n]);\n  return out;\n}",
	"try {\n  effect(['try', n]);\n  out.push(hash(R));\n} catch (error) {\n  out.push(String(error));\n} finally {\n  effect(['finally', n]);\n}",
	"for (const m of [1, 2]) {\n  effect(['loop', n, m, hash(R)]);\n}",
	"switch (n) {\n  case 1:\n    out.push(hash(R));\n    break;\n  default:\n    effect(['other', n]);\n}",
	"list.push(n, hash(R));\nout.push(list.length);",
	"out.push([1, 2].map((m) => hash(R) + m));",
	"state.log += hash(R) + n;",
];

const ASYNC_STATEMENTS: readonly string[] = [
	"await tick(1);",
	"await tick(3);\neffect(['ticked', n]);",
	"out.push(hash(A));",
	"if (n > 1) await tick(2);",
	"if (n === 1) out.push(hash(A));",
	"out.push(await J);",
	"const job@ = J;\neffect(['after', n]);\nout.push(await job@);",
	"J.then((value) => {\n  effect(['then', n, value]);\n});",
	"void J;\neffect(['void', n]);",
	"out.push(await Promise.race([J, K]));",
	"out.push(...(await Promise.all([J, K])));",
	"const both@ = { a: J, b: K };\nstate.count += 1;\nout.push(await both@.b, await both@.a, state.count);",
	"out.push(...(await Promise.all([1, 2].map(async (m) => {\n  effect(['mapped', n, m]);\n  return hash(R) + m;\n}))));",
	"[1, 2].forEach(async (m) => {\n  list.push(hash(R) + m);\n});\neffect(['each', n, list.length]);",
	"await (async () => {\n  effect(['inner', n]);\n  out.push(hash(R));\n})();",
	"if (!state.ready) {\n  state.ready = tick(1).then(() => hash(R));\n}\nout.push(await state.ready);",
];

/** How the handler is exported; `B` is its body. */
const HANDLERS: readonly string[] = [
	"exports.handler = async ({ n }) => {\nB\n};",
	"exports.handler = async function handler(event) {\n  const { n } = event;\nB\n};",
	"const handler = async ({ n }) => {\nB\n};\nexports.handler = handler;",
	"const handler = async ({ n }) => {\n  if (n < 3) {\n    const inner = handler({ n: n + 5 });\n    effect(['began', n]);\n    await inner;\n  }\nB\n};\nexports.handler = handler;",
	"exports.handler = wrap(async ({ n }) => {\nB\n});",
	"class Lambda {\n  async handler({ n }) {\nB\n  }\n}\nconst lambda = new Lambda();\nexports.handler = lambda.handler.bind(lambda);",
	"exports.handler = async ({ n }) => {\n  try {\nB\n  } catch (error) {\n    effect(['caught', String(error)]);\n    return [];\n  }\n};",
];

/** Secrets that stand out. */
const valueOf = (number: number): string => fakeSecret("token", 700 + number);

interface Choice {
	readonly statement: number;
	readonly secret: number;
	readonly job: number;
}

const choice = (most: number): fc.Arbitrary<Choice> =>
	fc.record({ statement: fc.nat(most - 1), secret: fc.nat(9), job: fc.nat(9) });
const SYNC_MOST = STATEMENTS.length;
const ASYNC_MOST = STATEMENTS.length + ASYNC_STATEMENTS.length;

export const RANDOM_ORDERS: fc.Arbitrary<RandomOrder> = fc
	.record({
		isModule: fc.boolean(),
		backend: fc.constantFrom(...BACKENDS),
		secrets: fc.array(fc.nat(SECRETS.length - 1), { minLength: 1, maxLength: 3 }),
		jobs: fc.array(
			fc.record({
				isAsync: fc.boolean(),
				body: fc.array(choice(SYNC_MOST), { minLength: 1, maxLength: 3 }),
				waits: fc.nat(2),
			}),
			{ minLength: 1, maxLength: 3 },
		),
		handler: fc.nat(HANDLERS.length - 1),
		body: fc.array(choice(ASYNC_MOST), { minLength: 2, maxLength: 6 }),
	})
	.map(({ isModule, backend, secrets, jobs, handler, body }) => {
		const made = secrets.map((form, index) =>
			(SECRETS[form] as SecretForm)(String.fromCharCode(65 + index), valueOf(index)),
		);
		let count = 0;
		const render = (
			choices: readonly Choice[],
			most: readonly string[],
			callable: number,
			indent: string,
		): string =>
			choices
				.map(({ statement, secret, job }) => {
					count += 1;
					const { read, readAsync } = made[secret % made.length] as Secret;
					const call = (at: number): string =>
						callable === 0 ? "tick(2)" : `job${String(at % callable)}(n)`;
					return (most[statement % most.length] ?? "")
						.replaceAll("@", String(count))
						.replaceAll(/\bR\b/gu, read)
						.replaceAll(/\bA\b/gu, readAsync)
						.replaceAll(/\bJ\b/gu, call(job))
						.replaceAll(/\bK\b/gu, call(job + 1));
				})
				.join("\n")
				.replaceAll(/^/gmu, indent);
		const functions = jobs.map(
			({ isAsync, body: own, waits }, index) =>
				`${isAsync ? "async " : ""}function job${String(index)}(n) {\n  const out = [];\n${render(own, STATEMENTS, 0, "  ")}\n  ${isAsync ? `await tick(${String(waits)});\n  effect(['job', ${String(index)}, n]);\n  return out` : "return Promise.resolve(out)"};\n}`,
		);
		const text = [
			"const state = { count: 0, client: null, busy: false, ready: null, log: '' };",
			"const list = [];",
			"const hash = (text) => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);",
			"const tick = async (turns) => {\n  for (let turn = 0; turn < turns; turn++) {\n    await null;\n  }\n  return turns;\n};",
			"const wrap = (inner) => async (event) => {\n  effect(['wrapped']);\n  const result = await inner(event);\n  effect(['unwrapped']);\n  return result;\n};",
			...made.map(({ top }) => top),
			...functions,
			(HANDLERS[handler] ?? "").replace(
				"B",
				`${"    "}const out = [];\n${render(body, [...STATEMENTS, ...ASYNC_STATEMENTS], functions.length, "    ")}\n    effect(['done', n, state.log]);\n    return out;`,
			),
			"",
		].join("\n\n");
		return {
			text: isModule
				? text
						.replace(/^exports\.(\w+) =/mu, "export const $1 =")
						.replace("export const handler = handler;", "export { handler };")
				: text,
			extension: isModule ? ".mjs" : ".cjs",
			backend,
			values: secrets.map((_, index) => valueOf(index)),
		};
	});
