import fc from "fast-check";
import type { Backend } from "../../fix/lookup/lookup.ts";
import { BACKENDS } from "../../fix/lookup/lookup.ts";
import { fakeSecret } from "../fake-secret.ts";

/** A program that nobody wrote, with secrets in places of every sort. */
export interface RandomModule {
	readonly text: string;
	readonly extension: ".mjs" | ".cjs";
	readonly backend: Backend;
	readonly values: readonly string[];
	/** Which of its secrets are kept, by their place. */
	readonly isKept: (index: number) => boolean;
}

/** A piece of a program: what stands at its top level, what in the handler, and what the handler gives of it. */
interface Piece {
	readonly top?: string;
	readonly body?: string;
	readonly result: string;
}

/** Makes a piece with a secret; `id` keeps its names apart. */
type Form = (id: string, secret: string) => Piece;

const FORMS: readonly Form[] = [
	(id, secret) => ({ top: `const token${id} = "${secret}";`, result: `token${id}` }),
	(id, secret) => ({
		top: `// Of the orders.\nconst token${id} = "${secret}"; // rotated`,
		result: `[1, 2].map((n) => n + token${id})`,
	}),
	(id, secret) => ({
		top: `const token${id} = "${secret}";`,
		body: `const wrapped${id} = (text) => () => text + token${id};`,
		result: `wrapped${id}("a")()`,
	}),
	(id, secret) => ({
		top: `const token${id} = "${secret}";\nasync function sign${id}(text) {\n  return text + token${id};\n}`,
		result: `await sign${id}("a"), token${id}`,
	}),
	(id, secret) => ({
		top: `const token${id} = "${secret}";\nfunction sign${id}(text) {\n  return text + token${id};\n}`,
		result: `sign${id}("a")`,
	}),
	(id, secret) => ({
		top: `const token${id} = "${secret}";`,
		body: `const out${id} = [];\nfor (const n of [1, 2, event.n]) {\n  if (n === 2) continue;\n  try {\n    out${id}.push(n + token${id});\n  } catch (error) {\n    out${id}.push(error.message);\n  }\n}`,
		result: `out${id}`,
	}),
	(id, secret) => ({
		top: `const token${id} = "${secret}";`,
		body: `if (event.n > 2) return { late: token${id} };`,
		result: "event",
	}),
	(id, secret) => ({
		top: `const make${id} = () => async (n) => n + "${secret}";`,
		result: `await make${id}()(event.n)`,
	}),
	(id, secret) => ({
		top: `const token${id} = "${secret}";\nconst make${id} = () => async (n) => ({ n, token: token${id} });`,
		result: `await make${id}()(event.n)`,
	}),
	(id, secret) => ({ result: `{ n: event.n, apiKey${id}: "${secret}" }` }),
	(id, secret) => ({ result: `event.token === "${secret}"` }),
	(id, secret) => ({ result: `\`https://api.example.com/?user=\${event.n}&token=${secret}&x=1\`` }),
	(id, secret) => ({ body: `const headers${id} = { authorization: "Bearer ${secret}" };`, result: `headers${id}` }),
	(id, secret) => ({ result: `await Promise.all([1, 2, 3].map(async (n) => n + "${secret}"))` }),
	(id, secret) => ({
		body: `let text${id} = "";\nawait Promise.all([1, 2, 3].map(async (n) => {\n  text${id} += n + "${secret}";\n}));`,
		result: `text${id}`,
	}),
	(id, secret) => ({
		top: `function sign${id}(text, token = "${secret}") {\n  return text + token;\n}`,
		result: `sign${id}("a"), sign${id}.length`,
	}),
	(id, secret) => ({
		top: `class Client${id} {\n  token = "${secret}";\n  static count = 1;\n}`,
		result: `new Client${id}().token`,
	}),
	(id, secret) => ({
		top: `class Client${id} {\n  async sign(text) {\n    return text + "${secret}";\n  }\n}`,
		result: `await new Client${id}().sign("a")`,
	}),
	(id, secret) => ({ top: `const db${id} = { host: "db.example.com", password: "${secret}" };`, result: `db${id}` }),
	(id, secret) => ({ top: `let token${id} = "${secret}";`, result: `token${id}` }),
	(id, secret) => ({
		top: `async function* pages${id}() {\n  yield 1;\n  yield "${secret}";\n}`,
		body: `const pages${id}Out = [];\nfor await (const page of pages${id}()) pages${id}Out.push(page);`,
		result: `pages${id}Out`,
	}),
	(id, secret) => ({
		top: `const state${id} = {};\nasync function init${id}() {\n  state${id}.token = "${secret}";\n}`,
		body: `init${id}();`,
		result: `{ ...state${id} }`,
	}),
	(id, secret) => ({
		body: `switch (event.n) {\n  case 1: {\n    event = { ...event, token: "${secret}" };\n    break;\n  }\n  default:\n    event = { ...event, other: [event.n].map((n) => n + "${secret}") };\n}`,
		result: "event",
	}),
	(id, secret) => ({
		body: `outer${id}: for (const n of [1, 2]) {\n  for (const m of [3]) {\n    if (n + m === 5) break outer${id};\n    await Promise.resolve(m + "${secret}").then((text) => text);\n  }\n}`,
		result: `"after ${id}"`,
	}),
];

/** Secrets that a rule knows wherever they stand. */
const valueOf = (number: number): string => fakeSecret("github-personal-token", 800 + number);

export const RANDOM_MODULES: fc.Arbitrary<RandomModule> = fc
	.record({
		isModule: fc.boolean(),
		backend: fc.constantFrom(...BACKENDS),
		pieces: fc.array(fc.record({ form: fc.nat(FORMS.length - 1), value: fc.nat(7) }), {
			minLength: 1,
			maxLength: 6,
		}),
		semicolons: fc.boolean(),
		single: fc.boolean(),
		indent: fc.constantFrom("  ", "    ", "\t"),
		crlf: fc.boolean(),
		head: fc.constantFrom("", "// A file.\n", "/*! Copyright Acme. */\n\n", "#!/usr/bin/env node\n"),
		imports: fc.boolean(),
		kept: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
	})
	.map(({ isModule, backend, pieces, semicolons, single, indent, crlf, head, imports, kept }) => {
		const made = pieces.map(({ form, value }, index) =>
			(FORMS[form] as Form)(String.fromCharCode(65 + index), valueOf(value)),
		);
		const lines = [
			...(imports
				? [isModule ? 'import { join } from "node:path";' : 'const { join } = require("node:path");']
				: []),
			...made.flatMap(({ top }) => (top === undefined ? [] : [top])),
			`${isModule ? "export const handler" : "exports.handler"} = async (event) => {`,
			...made.flatMap(({ body }) => (body === undefined ? [] : body.split("\n").map((line) => `  ${line}`))),
			`  return [${[...made.map(({ result }) => result), ...(imports ? ['join("a", "b")'] : [])].join(", ")}];`,
			"};",
			"",
		];
		const text = lines
			.join("\n")
			.split("\n")
			.map((line) => {
				const blanks = /^ */u.exec(line)?.[0].length ?? 0;
				const bare = line.slice(blanks);
				return indent.repeat(blanks / 2) + (semicolons ? bare : bare.replace(/;(?= \/\/|$)/u, ""));
			})
			.join(crlf ? "\r\n" : "\n");
		return {
			text: head.replaceAll("\n", crlf ? "\r\n" : "\n") + (single ? text.replaceAll('"', "'") : text),
			extension: isModule ? ".mjs" : ".cjs",
			backend,
			values: [...new Set(pieces.map(({ value }) => valueOf(value)))],
			isKept: (index: number) => kept[index % kept.length] ?? true,
		};
	});
