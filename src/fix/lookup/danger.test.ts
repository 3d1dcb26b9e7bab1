import type TypeScript from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { secretOf, VARIABLES } from "../../testing/texts/lookup-cases.ts";
import { planText } from "../../testing/plan-text.ts";
import { keepAll, LookupBench } from "../../testing/run-lookups.ts";
import { REASONS } from "./refusal.ts";
import { renderWords, type Words } from "../../text/wording.ts";
import { ts } from "../../testing/typescript.ts";

/**
 * What would happen if the lookup were put in all the same: the program before, the program after, and a trace of the
 * harm in what the second one does. `lookup("…")` comes later with what it is given, and fails without it.
 */
interface Danger {
	readonly reason: keyof typeof REASONS;
	readonly before: string;
	readonly forced: string;
	/** In what the forced program does, and not in what the program did. */
	readonly shows: string;
}

const SECRET = secretOf(1);
const LOOKUP =
	'const lookup = async (value) => {\n  await new Promise((resolve) => setTimeout(resolve, 1));\n  if (!value) throw new Error("nothing is kept");\n  return value;\n};\n';
const handler = (body: string): string => `exports.handler = async (event) => ${body};\n`;
const FILL = 'token ??= await lookup("<<1>>");';

const DANGERS: readonly Danger[] = [
	{
		reason: "synchronous",
		before: `exports.sign = (text) => text + "<<1>>";\n${handler('exports.sign("a").length')}`,
		forced: `exports.sign = async (text) => text + (await lookup("<<1>>"));\n${handler('String(exports.sign("a").length)')}`,
		shows: "undefined",
	},
	{
		reason: "chained",
		before: 'const tick = () => new Promise((resolve) => setTimeout(resolve, 1));\nconst log = [];\nexports.handler = ({ n }) => tick().then(() => log.push(n + "<<1>>".length)).then(() => ({ own: log.at(-1) === n + "<<1>>".length }));\n',
		forced: 'const tick = () => new Promise((resolve) => setTimeout(resolve, 1));\nconst log = [];\nlet kept;\nexports.handler = ({ n }) => tick().then(async () => {\n  const token = await (kept ??= lookup("<<1>>"));\n  return log.push(n + token.length);\n}).then(() => ({ own: log.at(-1) === n + "<<1>>".length }));\n',
		shows: '"own":false',
	},
	{
		reason: "generator",
		before: `exports.pages = function* () {\n  yield "<<1>>";\n};\n${handler("[...exports.pages()].length")}`,
		forced: `exports.pages = async function* () {\n  yield await lookup("<<1>>");\n};\n${handler("[...exports.pages()].length")}`,
		shows: "not iterable",
	},
	{
		reason: "effects",
		before: 'let last;\nexports.handler = async ({ n, own = (last = n) }) => ({ same: last === n, own, token: "<<1>>" });\n',
		forced: 'let last;\nexports.handler = async ({ n, own = (last = n) }) => {\n  const token = await lookup("<<1>>");\n  return { same: last === n, own, token };\n};\n',
		shows: '"same":false',
	},
	{
		reason: "parameters",
		before: 'exports.handler = async (event, _context, { token = "<<1>>" } = {}) => ({ is: typeof token });\n',
		forced: `let token;\nexports.handler = async (event, _context, { token: own = token } = {}) => {\n  ${FILL}\n  return { is: typeof own };\n};\n`,
		shows: '"is":"undefined"',
	},
	{
		reason: "field",
		before: 'class Client {\n  token = "<<1>>";\n}\nconst client = new Client();\nexports.handler = async () => [client.token.length, `${Object.keys(client)} listed`];\n',
		forced: `let token;\nclass Client {\n  get token() {\n    return token;\n  }\n}\nconst client = new Client();\nexports.handler = async () => {\n  ${FILL}\n  return [client.token.length, \`\${Object.keys(client)} listed\`];\n};\n`,
		shows: '" listed"',
	},
	{
		reason: "shadowed",
		before: 'const token = "<<1>>";\nconst sign = (n) => n + token;\nexports.handler = async ({ n, token }) => [sign(n), token ?? "none"];\n',
		forced: `let token;\nconst sign = (n) => n + token;\nexports.handler = async ({ n, token }) => {\n  ${FILL}\n  return [sign(n), token ?? "none"];\n};\n`,
		shows: '[null,"none"]',
	},
	{
		reason: "loading",
		before: `const token = "<<1>>";\nconst headers = new Map([["authorization", token]]);\n${handler('typeof headers.get("authorization")')}`,
		forced: `let token;\nconst headers = new Map([["authorization", token]]);\n${handler(`{\n  ${FILL}\n  return typeof headers.get("authorization");\n}`)}`,
		shows: '"undefined"',
	},
	{
		reason: "called",
		before: `const sign = () => typeof "<<1>>";\nconst signed = [1].concat(sign());\n${handler("[signed, sign()]")}`,
		forced: `let token;\nconst sign = () => typeof token;\nconst signed = [1].concat(sign());\n${handler(`{\n  ${FILL}\n  return [signed, sign()];\n}`)}`,
		shows: '"undefined"',
	},
	{
		reason: "immediate",
		before: `const state = {};\n(() => {\n  state.token = "<<1>>";\n})();\n${handler("typeof state.token")}`,
		forced: `const state = {};\n(async () => {\n  state.token = await lookup("<<1>>");\n})();\neffect(typeof state.token);\n${handler("typeof state.token")}`,
		shows: '"undefined"',
	},
	{
		reason: "callback",
		before: `const tokens = [];\nconst done = [1, 2].map(async () => {\n  tokens.push("<<1>>");\n});\nconst count = tokens.length;\n${handler("`${count} tokens, ${done.length} done`")}`,
		forced: `const tokens = [];\nconst done = [1, 2].map(async () => {\n  tokens.push(await lookup("<<1>>"));\n});\nconst count = tokens.length;\n${handler("`${count} tokens, ${done.length} done`")}`,
		shows: "0 tokens",
	},
	{
		reason: "handed",
		before: `const { channel } = require("node:diagnostics_channel");\nconst requests = channel(Symbol());\nrequests.subscribe(async (request) => {\n  request.own = "<<1>>";\n});\n${handler("{\n  requests.publish(event);\n  return typeof event.own;\n}")}`,
		forced: `const { channel } = require("node:diagnostics_channel");\nconst requests = channel(Symbol());\nrequests.subscribe(async (request) => {\n  request.own = await lookup("<<1>>");\n});\n${handler("{\n  requests.publish(event);\n  return typeof event.own;\n}")}`,
		shows: '"undefined"',
	},
	{
		reason: "exported",
		before: `exports.token = "<<1>>";\n${handler("typeof exports.token")}`,
		forced: `let token;\nexports.token = token;\n${handler(`{\n  ${FILL}\n  return typeof exports.token;\n}`)}`,
		shows: '"undefined"',
	},
	{
		reason: "unreached",
		before: 'class Api {\n  async run() {\n    return typeof "<<1>>";\n  }\n}\nexports.handler = Api.prototype.run;\n',
		forced: "let token;\nclass Api {\n  async run() {\n    return typeof token;\n  }\n}\nexports.handler = Api.prototype.run;\n",
		shows: '"undefined"',
	},
	{
		reason: "variable",
		before: `let token = "<<1>>";\n${handler('{\n  if (event.n === 2) token = "other";\n  return token.length;\n}')}`,
		forced: handler(
			'{\n  let token = await lookup("<<1>>");\n  if (event.n === 2) token = "other";\n  return token.length;\n}',
		),
		shows: `"value":${String(SECRET.length)}},{"ok":true,"value":5},{"ok":true,"value":${String(SECRET.length)}}`,
	},
	{
		reason: "printed",
		before: `const { inspect } = require("node:util");\nconst config = Object.freeze({ token: "<<1>>" });\n${handler("inspect(config)")}`,
		forced: `const { inspect } = require("node:util");\nlet token;\nconst config = Object.freeze({ get token() { return token; } });\n${handler(`{\n  ${FILL}\n  return inspect(config);\n}`)}`,
		shows: "[Getter]",
	},
	{
		reason: "tag",
		before: `const tag = (parts) => parts.length;\n${handler("tag`<<1>>`")}`,
		forced: `const tag = (parts) => \`\${parts.length} parts\`;\n${handler('tag`${await lookup("<<1>>")}`')}`,
		shows: "2 parts",
	},
	{
		reason: "escapes",
		before: handler('"a\\1b <<1>>".length'),
		forced: handler('`a\\1b ${await lookup("<<1>>")}`.length'),
		shows: "SyntaxError",
	},
	{
		reason: "fallback",
		before: handler('process.env.DB_PASSWORD ?? "none"'),
		forced: handler('(await lookup(process.env.DB_PASSWORD)) ?? "none"'),
		shows: "nothing is kept",
	},
	{
		reason: "absence",
		before: handler('(process.env.DB_PASSWORD ? "set" : "missing")'),
		forced: handler('((await lookup(process.env.DB_PASSWORD)) ? "set" : "missing")'),
		shows: "nothing is kept",
	},
	{
		reason: "written",
		before: handler("{\n  process.env.DB_PASSWORD = event.n;\n  return 1;\n}"),
		forced: handler('{\n  (await lookup("<<1>>")) = event.n;\n  return 1;\n}'),
		shows: "SyntaxError",
	},
	{
		reason: "destructured",
		before: `let DB_PASSWORD;\n({ DB_PASSWORD } = process.env);\n${handler("typeof DB_PASSWORD")}`,
		forced: `let DB_PASSWORD;\n({} = process.env);\nconst DB_PASSWORD = lookup("<<1>>");\n${handler("typeof DB_PASSWORD")}`,
		shows: "SyntaxError",
	},
	{
		reason: "rest",
		before: `process.env.OTHER = "a";\nconst { DB_PASSWORD, ...rest } = process.env;\n${handler("`rest ${Object.keys(rest).filter((name) => name === 'DB_PASSWORD').length}`")}`,
		forced: `process.env.DB_PASSWORD = "a";\nconst { ...rest } = process.env;\n${handler("`rest ${Object.keys(rest).filter((name) => name === 'DB_PASSWORD').length}`")}`,
		shows: "rest 1",
	},
	{
		reason: "redeclared",
		before: `const process = { env: {} }, globalThis = 1;\n${handler('[process.env, globalThis, "<<1>>"].length')}`,
		forced: `const process = { env: {} }, globalThis = 1;\n${handler("[process.env, globalThis, await lookup(process.env.TOKEN_PARAMETER_NAME)].length")}`,
		shows: "nothing is kept",
	},
	{
		reason: "evaluated",
		before: `const token = "<<1>>";\nconst read = () => eval("token");\n${handler("[token.length, read().length]")}`,
		forced: `const read = () => eval("token");\n${handler('{\n  const token = await lookup("<<1>>");\n  return [token.length, read().length];\n}')}`,
		shows: "token is not defined",
	},
	{
		reason: "name",
		before: handler('Object.keys({ "<<1>>": 1 }).length'),
		forced: handler('Object.keys({ await lookup("<<1>>"): 1 }).length'),
		shows: "SyntaxError",
	},
];

/** A type of texts that begin as the secret does. */
const BEGINNING = `\`${SECRET.slice(0, 1)}\${string}\``;

/** What the compiler refuses when the lookup is put in. */
const TYPED: readonly (Omit<Danger, "shows"> & { readonly code: number })[] = [
	{
		reason: "type",
		before: 'const token: "<<1>>" = "<<1>>";\nexport const handler = async () => token;\n',
		forced: 'let token: "<<1>>";\nexport const handler = async () => {\n  token ??= await lookup("<<1>>");\n  return token;\n};\n',
		code: 2322,
	},
	{
		reason: "annotated",
		before: `type Config = { token: ${BEGINNING} };\nconst config: Config = { token: "<<1>>" };\nexport const handler = async () => config.token;\n`,
		forced: `type Config = { token: ${BEGINNING} };\nlet token: string;\nconst config: Config = { get token() { return token; } };\nexport const handler = async () => {\n  token ??= await lookup("<<1>>");\n  return config.token;\n};\n`,
		code: 2322,
	},
	{
		reason: "assertion",
		before: 'type Token = string & { readonly brand: "token" };\nconst token = "<<1>>" as Token;\nconst take = (given: Token): string => given;\nexport const handler = async () => take(token);\n',
		forced: 'type Token = string & { readonly brand: "token" };\nlet token: string;\nconst take = (given: Token): string => given;\nexport const handler = async () => {\n  token ??= await lookup("<<1>>");\n  return take(token);\n};\n',
		code: 2345,
	},
	{
		reason: "enumeration",
		before: 'enum Keys {\n  Api = "<<1>>",\n}\nexport const handler = async () => Keys.Api;\n',
		forced: 'enum Keys {\n  Api = await lookup("<<1>>"),\n}\nexport const handler = async () => Keys.Api;\n',
		code: 1308,
	},
];

/**
 * Reasons that are no danger of the running program: `unread` and `commented` keep what the author would miss,
 * `overlap` waits for the next pass, `budget` is what nobody has looked at, `shared` is one of the others, said of
 * another place.
 */
const UNSHOWN = ["unread", "commented", "overlap", "budget", "shared"];

const filled = (text: string): string => text.replaceAll("<<1>>", SECRET);

let bench: LookupBench;

beforeAll(async () => {
	bench = await LookupBench.start();
});

afterAll(async () => {
	await bench.close();
});

function reasonOf(reason: keyof typeof REASONS): RegExp {
	const escaped = renderWords((REASONS[reason] as (...names: unknown[]) => Words)("@@", "@@")).replaceAll(
		/[.*+?^${}()|[\]\\]/gu,
		"\\$&",
	);
	return new RegExp(`^(?:the same value on line \\d+ cannot be replaced|${escaped.replaceAll("@@", ".*")})$`, "u");
}

test.each(DANGERS)("$reason: a lookup that is put in all the same does harm", async ({ reason, ...code }) => {
	const before = filled(code.before);
	const { groups, reasons } = planText(
		before,
		"handler.cjs",
		{ backend: "ssm", topLevelAwait: false },
		[SECRET],
		VARIABLES,
	);
	expect(groups).toEqual([]);
	expect(reasons.filter((one) => !reasonOf(reason).test(one))).toEqual([]);
	expect(reasons).not.toEqual([]);
	const was = JSON.stringify(await bench.run(before, ".cjs"));
	const became = JSON.stringify(await bench.run(LOOKUP + filled(code.forced), ".cjs"));
	expect(was).not.toContain(code.shows);
	expect(became).toContain(code.shows);
});

test.each([
	"({ a: process.env.DB_PASSWORD } = { a: event.n })",
	"[process.env.DB_PASSWORD] = [event.n]",
	"({ ...process.env.DB_PASSWORD } = event)",
	"for (process.env.DB_PASSWORD of [event.n]);",
	"process.env.DB_PASSWORD ||= event.n",
])("written: no lookup is a target: %s", (statement) => {
	const { groups, reasons } = planText(
		handler(`{\n  ${statement}\n  return 1;\n}`),
		"handler.cjs",
		{ backend: "ssm", topLevelAwait: false },
		[SECRET],
		VARIABLES,
	);
	expect(groups).toEqual([]);
	expect(reasons).toEqual([REASONS.written()]);
});

test("extension: a module that waits for the extension while it loads does not load", async () => {
	const settings = { backend: "extension", topLevelAwait: true } as const;
	const before = filled(
		'const token = "<<1>>";\nconst headers = new Map([["token", token]]);\nexport const handler = async () => [...headers];\n',
	);
	expect(planText(before, "handler.mjs", settings, [SECRET]).reasons).toEqual([REASONS.extension()]);
	const inside = planText(filled('export const handler = async () => ["<<1>>"];\n'), "handler.mjs", settings, [
		SECRET,
	]);
	const forced = inside.text.replace(
		/export const handler[\s\S]*/u,
		(rest) =>
			`const token = ${/await [^\]]*/u.exec(rest)?.[0] ?? ""};\nexport const handler = async () => token;\n`,
	);
	expect((await bench.run(before, ".mjs")).loaded.ok).toBe(true);
	const { loaded } = await bench.run(forced, ".mjs", keepAll(bench, inside.groups, "extension", {}));
	expect(JSON.stringify(loaded)).toContain("HTTP 400");
});

describe("types", () => {
	test.each(TYPED)("$reason: what is put in all the same does not compile", ({ reason, before, forced, code }) => {
		const { groups, reasons } = planText(filled(before), "handler.ts", { backend: "ssm", topLevelAwait: false }, [
			SECRET,
		]);
		expect(groups).toEqual([]);
		expect(reasons.filter((one) => !reasonOf(reason).test(one))).toEqual([]);
		expect(reasons).not.toEqual([]);
		expect(errorsOf(filled(before))).toEqual([]);
		expect(errorsOf(filled(forced))).toContain(code);
	});
});

/** The compiler's errors of one file that needs no library. */
function errorsOf(text: string): readonly number[] {
	const globals =
		"declare function lookup(value: string): Promise<string>;\ninterface Array<T> { length: number }\ninterface Boolean {}\ninterface CallableFunction {}\ninterface Function {}\ninterface IArguments {}\ninterface NewableFunction {}\ninterface Number {}\ninterface Object {}\ninterface RegExp {}\ninterface String {}\ninterface PromiseLike<T> { then<R>(onfulfilled: (value: T) => R): PromiseLike<R> }\ninterface Promise<T> { then<R>(onfulfilled: (value: T) => R): Promise<R> }\ninterface PromiseConstructor { new <T>(executor: (resolve: (value: T) => void) => void): Promise<T> }\ndeclare var Promise: PromiseConstructor;\ntype Readonly<T> = { readonly [K in keyof T]: T[K] };\n";
	const files = new Map([
		["globals.d.ts", globals],
		["handler.ts", text],
	]);
	const host: TypeScript.CompilerHost = {
		fileExists: (name) => files.has(name),
		readFile: (name) => files.get(name),
		getSourceFile: (name, version) => {
			const source = files.get(name);
			return source === undefined ? undefined : ts.createSourceFile(name, source, version);
		},
		getDefaultLibFileName: () => "globals.d.ts",
		writeFile: () => undefined,
		getCurrentDirectory: () => "",
		getCanonicalFileName: (name) => name,
		useCaseSensitiveFileNames: () => true,
		getNewLine: () => "\n",
	};
	const program = ts.createProgram(
		[...files.keys()],
		{ noLib: true, strict: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, types: [] },
		host,
	);
	return ts.getPreEmitDiagnostics(program).map(({ code }) => code);
}

test("every reason is shown, or is no danger", () => {
	const shown = [...DANGERS, ...TYPED].map(({ reason }) => reason as string);
	expect([...shown, "extension", ...UNSHOWN].sort()).toEqual(Object.keys(REASONS).sort());
});

test("every reason fits into a message", () => {
	const names = ["handler", "apiToken"];
	for (const reason of Object.values(REASONS)) {
		const words = renderWords((reason as (...given: unknown[]) => Words)(...names));
		expect(words.length, words).toBeLessThanOrEqual(60);
		expect(words).not.toMatch(/[.!]$|^[A-Z]/u);
	}
});
