import { fakeSecret } from "../fake-secret.ts";

/** A place of a secret in a program, as the table of `docs/rewrites.md` shows it and as the tests run it. */
export interface LookupCase {
	readonly context: string;
	/**
	 * A CommonJS program; the ES module is the same with `export`. `<<1>>` is a secret, `{{TOKEN}}` a read of the
	 * environment, `exports.handler =` the handler.
	 */
	readonly code: string;
	/** What the ES module has in its place, where more differs than the export. */
	readonly module?: string;
}

export interface LookupCaseGroup {
	readonly title: string;
	readonly language: "javascript" | "typescript";
	readonly cases: readonly LookupCase[];
}

const constant = 'const apiToken = "<<1>>";';

const LOOKUP_CASES: readonly LookupCaseGroup[] = [
	{
		title: "A constant of the module",
		language: "javascript",
		cases: [
			{
				context: "read in an async handler",
				code: `${constant}\n\nexports.handler = async (event) => {\n  return { event, token: apiToken };\n};\n`,
			},
			{
				context: "read in a `try`: the lookup fails into the author's own `catch`",
				code: `${constant}\n\nexports.handler = async (event) => {\n  try {\n    return { event, token: apiToken };\n  } catch (error) {\n    return { failed: error.message };\n  }\n};\n`,
			},
			{
				context: "read after an early return",
				code: `${constant}\n\nexports.handler = async (event) => {\n  if (event.n === 1) {\n    return { early: true };\n  }\n  return { token: apiToken };\n};\n`,
			},
			{
				context: "read in a callback inside the handler",
				code: `${constant}\n\nexports.handler = async (event) => {\n  const items = [1, 2].map((n) => n + ":" + apiToken);\n  return { event, items };\n};\n`,
			},
			{
				context: "read in a function declared inside the handler",
				code: `${constant}\n\nexports.handler = async (event) => {\n  const first = sign(1);\n  return { event, first };\n  function sign(n) {\n    return n + apiToken;\n  }\n};\n`,
			},
			{
				context: "read in an async arrow function without a block",
				code: `${constant}\n\nexports.handler = async (event) => ({ event, token: apiToken });\n`,
			},
			{
				context: "read in several async functions",
				code: `${constant}\n\nasync function sign(text) {\n  return text + apiToken;\n}\n\nexports.handler = async (event) => {\n  return { event, signed: await sign("a"), token: apiToken };\n};\n`,
			},
			{
				context: "read in nested async callbacks",
				code: `${constant}\n\nexports.handler = async (event) => {\n  const all = await Promise.all([1, 2, 3].map(async (n) => n + apiToken));\n  return { event, all };\n};\n`,
			},
			{
				context: "read in an async method",
				code: `${constant}\n\nclass Client {\n  async sign(text) {\n    return text + apiToken;\n  }\n}\n\nexports.handler = async (event) => ({ event, signed: await new Client().sign("a") });\n`,
			},
			{
				context: "read in loops and branches",
				code: `${constant}\n\nexports.handler = async (event) => {\n  const out = [];\n  for (const n of [1, 2]) {\n    if (n > 1) out.push(apiToken + n);\n    else out.push(n);\n  }\n  switch (event.n) {\n    case 1:\n      out.push(apiToken);\n  }\n  return out;\n};\n`,
			},
			{
				context: "read in a wrapped handler",
				code: `${constant}\n\nconst wrap = (inner) => async (event) => inner(event);\n\nexports.handler = wrap(async (event) => {\n  return { event, token: apiToken };\n});\n`,
			},
			{
				context: "read in a sync function",
				code: `${constant}\n\nfunction sign(text) {\n  return text + apiToken;\n}\n\nexports.handler = async (event) => ({ event, signed: sign("a") });\n`,
			},
			{
				context: "read while the module loads",
				code: `${constant}\n\nconst client = { token: apiToken };\n\nexports.handler = async (event) => ({ event, client });\n`,
			},
			{
				context: "used in a string and an object while the module loads",
				code: `${constant}\nconst host = "api.example.com";\nconst authorization = \`Bearer \${apiToken}\`;\nconst headers = { authorization, urls: ["https://" + host + "/?key=" + apiToken] };\nconst read = () => headers;\n\nexports.handler = async (event) => {\n  effect(authorization.length);\n  headers.count = (headers.count ?? 0) + 1;\n  return { event, headers: { ...read() } };\n};\n`,
			},
			{
				context: "used in a string with another secret while the module loads",
				code: `${constant}\nconst other = "<<2>>";\nconst pair = apiToken + ":" + other;\n\nexports.handler = async (event) => ({ event, pair });\n`,
			},
			{
				context: "used in an object that the module then changes",
				code: `${constant}\nconst headers = { apiToken };\nheaders.host = "api.example.com";\n\nexports.handler = async (event) => ({ event, headers });\n`,
			},
			{
				context: "used in a string that a function reads while the module loads",
				code: `const read = () => authorization.length;\n${constant}\nconst authorization = "Bearer " + apiToken;\nconst length = [read()];\n\nexports.handler = async (event) => ({ event, authorization, length });\n`,
			},
			{
				context: "read in a default parameter",
				code: `${constant}\n\nconst sign = async (text, token = apiToken) => text + token;\n\nexports.handler = async (event) => ({ event, signed: await sign("a") });\n`,
			},
			{
				context: "exported",
				code: `exports.apiToken = "<<1>>";\n\nexports.handler = async (event) => ({ event, token: exports.apiToken });\n`,
				module: `export const apiToken = "<<1>>";\n\nexport const handler = async (event) => ({ event, token: apiToken });\n`,
			},
			{
				context: "exported by name",
				code: `${constant}\n\nmodule.exports = { apiToken, handler: async (event) => ({ event, token: apiToken }) };\n`,
				module: `${constant}\n\nexport const handler = async (event) => ({ event, token: apiToken });\n\nexport { apiToken };\n`,
			},
			{
				context: "a variable that is assigned",
				code: `let apiToken = "<<1>>";\n\nexports.handler = async (event) => {\n  const token = apiToken;\n  if (event.n === 2) apiToken = "none";\n  return { event, token };\n};\n`,
			},
			{
				context: "a variable that is never assigned",
				code: `var apiToken = "<<1>>";\n\nexports.handler = async (event) => ({ event, token: apiToken });\n`,
			},
			{
				context: "several in one declaration, one of them read in a sync function",
				code: `const apiToken = "<<1>>", host = "api.example.com", other = "<<2>>";\nconst sign = (text) => text + apiToken;\n\nexports.handler = async (event) => ({ event, host, signed: sign("a"), other });\n`,
			},
			{
				context: "several in one declaration",
				code: `const host = "api.example.com", apiToken = "<<1>>";\n\nexports.handler = async (event) => ({ event, host, token: apiToken });\n`,
			},
			{ context: "read by nothing", code: `${constant}\n\nexports.handler = async (event) => ({ event });\n` },
		],
	},
	{
		title: "In place",
		language: "javascript",
		cases: [
			{
				context: "in an async function: a header",
				code: `exports.handler = async (event) => {\n  const headers = { "X-Api-Key": "<<1>>" };\n  return { event, headers };\n};\n`,
			},
			{
				context: "in an async function: an argument, a comparison, a branch",
				code: `const same = async (a, b) => a === b;\n\nexports.handler = async (event) => {\n  const argument = await same("<<1>>", event.token);\n  return { event, argument, equal: event.token === "<<1>>", either: event.n > 1 ? "<<1>>" : "none" };\n};\n`,
			},
			{
				context: "in an async function: a member, a power",
				code: `exports.handler = async (event) => ({ event, size: "<<1>>".length, upper: "<<1>>".toUpperCase() });\n`,
			},
			{
				context: "in an async function: a default of a pattern",
				code: `exports.handler = async (event) => {\n  const { token = "<<1>>" } = event;\n  return { token };\n};\n`,
			},
			{
				context: "in an async function: appended with `+=`",
				code: `exports.handler = async (event) => {\n  let text = "";\n  await Promise.all([1, 2].map(async (n) => {\n    text += n + "<<1>>";\n  }));\n  return { event, text };\n};\n`,
			},
			{
				context: "in a callback inside an async function",
				code: `exports.handler = async (event) => {\n  const items = [1, 2].map((n) => n + "<<1>>");\n  return { event, items };\n};\n`,
			},
			{
				context: "in several callbacks inside an async function: one `const` for all",
				code: `exports.handler = async (event) => {\n  const first = [1].map((n) => n + "<<1>>");\n  if (event.n > 1) {\n    return { first, second: [2].map((n) => n + "<<1>>") };\n  }\n  return { first };\n};\n`,
			},
			{
				context: "in a callback inside an async arrow function without a block",
				code: `exports.handler = async (event) => [event.n, 2].map((n) => n + "<<1>>");\n`,
			},
			{
				context: "in a class inside an async function",
				code: `exports.handler = async (event) => {\n  class Client {\n    token = "<<1>>";\n  }\n  return { event, client: { ...new Client() } };\n};\n`,
			},
			{
				context: "in an async generator",
				code: `async function* pages() {\n  yield 1;\n  yield "<<1>>";\n}\n\nexports.handler = async (event) => {\n  const out = [];\n  for await (const page of pages()) {\n    out.push(page);\n  }\n  return { event, out };\n};\n`,
			},
			{
				context: "in a sync function",
				code: `function sign(text) {\n  return text + "<<1>>";\n}\n\nexports.handler = async (event) => ({ event, signed: sign("a") });\n`,
			},
			{
				context: "in a sync function that is called while the module loads",
				code: `const signed = sign("a");\n\nfunction sign(text) {\n  return text + "<<1>>";\n}\n\nexports.handler = async (event) => ({ event, signed });\n`,
			},
			{
				context: "in a sync generator",
				code: `function* pages() {\n  yield "<<1>>";\n}\n\nexports.handler = async (event) => ({ event, pages: [...pages()] });\n`,
			},
			{
				context: "in an async function whose promise a sync handler returns",
				code: `async function main(event, context) {\n  effect(["main", event.n]);\n  return { event, token: "<<1>>", context };\n}\n\nexports.handler = (event, context) => main(event, { id: context?.functionName });\n`,
			},
			{
				context: "in an async function to which a handler gives the constant as well",
				code: `${constant}\nconst main = async (event, token) => ({ event, token, same: token === apiToken });\n\nexports.handler = (event) => main(event, apiToken);\n`,
			},
			{
				context: "in an async function that a handler calls before it does more",
				code: `async function main(event) {\n  effect(["main", event.n]);\n  return { event, token: "<<1>>" };\n}\n\nexports.handler = (event) => {\n  const promise = main(event);\n  effect(["after", event.n]);\n  return promise;\n};\n`,
			},
			{
				context: "in an async function that a handler calls with what it counts",
				code: `let count = 0;\nasync function main(event, number) {\n  effect(["main", event.n, number, count]);\n  return { event, token: "<<1>>" };\n}\n\nexports.handler = (event) => main(event, ++count);\n`,
			},
			{
				context: "in a callback handler",
				code: `exports.handler = (event, context, callback) => {\n  callback(null, { event, token: "<<1>>" });\n};\n`,
			},
			{
				context: "in a `.then` callback of a handler that is not async",
				code: `exports.handler = (event) =>\n  Promise.resolve(event).then(({ n }) => ({ n, token: "<<1>>" }));\n`,
			},
			{
				context: "a field of a class",
				code: `class Client {\n  token = "<<1>>";\n}\n\nexports.handler = async (event) => ({ event, token: new Client().token });\n`,
			},
			{
				context: "a private field of a class whose method is the handler",
				code: `class Lambda {\n  #token = "<<1>>";\n\n  async handler(event) {\n    return { event, token: this.#token };\n  }\n}\n\nconst lambda = new Lambda();\nexports.handler = lambda.handler.bind(lambda);\n`,
			},
			{
				context: "a private field that a private method reads, of an object that the handler calls",
				code: `class Signer {\n  #token = "<<1>>";\n\n  #mark(text) {\n    return text + this.#token;\n  }\n\n  async sign(text) {\n    return this.#mark(text);\n  }\n}\n\nconst signer = new Signer();\nexports.handler = async (event) => ({ event, signed: await signer.sign("a"), has: Object.keys(signer) });\n`,
			},
			{
				context: "a private field of objects that the handler makes",
				code: `class Signer {\n  #token = "<<1>>";\n\n  static is(one) {\n    return #token in one;\n  }\n\n  sign(text) {\n    return text + this.#token;\n  }\n}\n\nexports.handler = async (event) => {\n  const signers = [new Signer(), new Signer()];\n  return { event, signed: signers.map((one) => one.sign("a")), is: Signer.is(signers[0]) };\n};\n`,
			},
			{
				context: "a static private field",
				code: `class Signer {\n  static #token = "<<1>>";\n\n  static async sign(text) {\n    return text + Signer.#token;\n  }\n}\n\nexports.handler = async (event) => ({ event, signed: await Signer.sign("a") });\n`,
			},
			{
				context: "a private field that is written",
				code: `class Signer {\n  #token = "<<1>>";\n\n  async sign(text) {\n    this.#token += "!";\n    return text + this.#token;\n  }\n}\n\nconst signer = new Signer();\nexports.handler = async (event) => ({ event, signed: await signer.sign("a") });\n`,
			},
			{
				context: "a private field that another field reads while the module loads",
				code: `class Signer {\n  #token = "<<1>>";\n  length = this.#token.length;\n\n  async sign(text) {\n    return text + this.#token + this.length;\n  }\n}\n\nconst signer = new Signer();\nexports.handler = async (event) => ({ event, signed: await signer.sign("a") });\n`,
			},
			{
				context: "a static private field that a static block reads",
				code: `class Signer {\n  static #token = "<<1>>";\n  static length;\n  static {\n    Signer.length = Signer.#token.length;\n  }\n}\n\nexports.handler = async (event) => ({ event, length: Signer.length });\n`,
			},
			{
				context: "a static private field of a class that is exported",
				code: `class Signer {\n  static #token = "<<1>>";\n\n  async sign(text) {\n    return text + Signer.#token;\n  }\n}\n\nexports.Signer = Signer;\nexports.handler = async (event) => ({ event, signed: await new Signer().sign("a") });\n`,
				module: `export class Signer {\n  static #token = "<<1>>";\n\n  async sign(text) {\n    return text + Signer.#token;\n  }\n}\n\nexport const handler = async (event) => ({ event, signed: await new Signer().sign("a") });\n`,
			},
			{
				context: "a static field",
				code: `class Client {\n  static token = "<<1>>";\n}\n\nexports.handler = async (event) => ({ event, token: Client.token });\n`,
			},
			{
				context: "a field of an object that stays in the module",
				code: `class Client {\n  token = "<<1>>";\n  count = 0;\n  sign(text) {\n    this.count += 1;\n    return text + this.token + this.count;\n  }\n}\n\nconst client = new Client();\n\nexports.handler = async (event) => ({ event, signed: client.sign("a") + new Client().token });\n`,
			},
			{
				context: "a field of an object that is passed on",
				code: `class Client {\n  token = "<<1>>";\n  sign(text) {\n    return text + this.token;\n  }\n}\n\nconst client = new Client();\n\nexports.handler = async (event) => ({ event, client, signed: client.sign("a") });\n`,
			},
			{
				context: "a field of an object that passes itself on",
				code: `class Client {\n  token = "<<1>>";\n  names() {\n    return Object.keys(this).length + this.token;\n  }\n}\n\nconst client = new Client();\n\nexports.handler = async (event) => ({ event, names: client.names() });\n`,
			},
			{
				context: "a field of a class that another class extends",
				code: `class Client {\n  token = "<<1>>";\n  sign(text) {\n    return text + this.token;\n  }\n}\n\nclass Other extends Client {\n  token = "none";\n}\n\nexports.handler = async (event) => ({ event, signed: new Client().sign("a") + new Other().sign("b") });\n`,
			},
			{
				context: "a static field that is listed",
				code: `class Keys {\n  static token = "<<1>>";\n}\n\nexports.handler = async (event) => ({ event, names: Object.keys(Keys), token: Keys.token });\n`,
			},
			{
				context: "a static field that is written",
				code: `class Keys {\n  static token = "<<1>>";\n}\n\nexports.handler = async (event) => {\n  const { token } = { token: Keys.token };\n  Keys.token = "none";\n  return { event, token };\n};\n`,
			},
			{
				context: "a static block",
				code: `class Client {\n  static token;\n  static {\n    Client.token = "<<1>>";\n  }\n}\n\nexports.handler = async (event) => ({ event, token: Client.token });\n`,
			},
			{
				context: "a default parameter",
				code: `function sign(text, token = "<<1>>") {\n  return text + token + sign.length;\n}\n\nexports.handler = async (event) => ({ event, signed: sign("a") });\n`,
			},
			{
				context: "a default parameter of an async function",
				code: `const sign = async (text, token = "<<1>>") => text + token;\n\nexports.handler = async (event) => ({ event, signed: await sign("a") });\n`,
			},
			{
				context: "a configuration object of the module",
				code: `const db = { host: "db.example.com", password: "<<1>>" };\n\nexports.handler = async (event) => ({ event, db });\n`,
			},
			{
				context: "an argument at the top level",
				code: `const wrap = (token) => ({ token });\nconst client = wrap("<<1>>");\n\nexports.handler = async (event) => ({ event, client });\n`,
			},
			{
				context: "the default export",
				code: `module.exports = { password: "<<1>>", handler: async (event) => ({ event }) };\n`,
				module: `export default { password: "<<1>>" };\n\nexport const handler = async (event) => ({ event });\n`,
			},
			{
				context: "in an async function that is called without `await`",
				code: `const state = {};\n\nasync function init() {\n  state.token = "<<1>>";\n}\n\nexports.handler = async (event) => {\n  init();\n  return { event, state };\n};\n`,
			},
			{
				context: "in an async callback of `forEach` at the top level",
				code: `const tokens = [];\n[1, 2].forEach(async (n) => {\n  tokens.push(n + "<<1>>");\n});\n\nexports.handler = async (event) => ({ event, tokens });\n`,
			},
			{
				context: "in an async function that runs at once",
				code: `const state = {};\n(async () => {\n  state.token = "<<1>>";\n})();\n\nexports.handler = async (event) => ({ event, state });\n`,
			},
		],
	},
	{
		title: "The order of things",
		language: "javascript",
		cases: [
			{
				context: "a client that is created on the first call",
				code: `${constant}\nlet client = null;\n\nexports.handler = async (event) => {\n  if (!client) {\n    effect("made");\n    client = { token: apiToken };\n  }\n  return { event, client };\n};\n`,
			},
			{
				context: "a client that another function creates once",
				code: `${constant}\nlet client = null;\n\nasync function connect() {\n  if (!client) {\n    effect("made");\n    client = { token: apiToken };\n  }\n  return client;\n}\n\nexports.handler = async (event) => ({ event, client: await connect() });\n`,
			},
			{
				context: "a function whose promise is awaited later",
				code: `async function job(n) {\n  effect("job " + n);\n  return n + "<<1>>";\n}\n\nexports.handler = async (event) => {\n  const first = job(event.n);\n  effect("after");\n  const both = { a: job(1), b: job(2) };\n  effect("both");\n  return [await first, await both.b, await both.a];\n};\n`,
			},
			{
				context: "a function with `.then`, in a race, in a list",
				code: `const done = [];\n\nasync function job(n) {\n  effect("job " + n);\n  done.push(n + "<<1>>");\n  return n;\n}\n\nexports.handler = async (event) => {\n  job(7).then(() => effect("then"));\n  const first = await Promise.race([job(event.n), Promise.resolve("other")]);\n  await Promise.all([job(8), job(9)]);\n  return { first, done: [...done] };\n};\n`,
			},
			{
				context: "a count that is read before and written after",
				code: `let count = 0;\n\nexports.handler = async (event) => {\n  const before = count;\n  const token = "<<1>>" + before;\n  count = before + 1;\n  return { event, token, count };\n};\n`,
			},
			{
				context: "after another `await`",
				code: `let last = 0;\n\nexports.handler = async (event) => {\n  last = event.n;\n  await null;\n  effect(last);\n  return { event, token: "<<1>>", last };\n};\n`,
			},
			{
				context: "a handler that another function of the module calls",
				code: `${constant}\n\nexports.handler = async (event) => {\n  effect("begin");\n  if (event.n < 3) {\n    const inner = again(event);\n    effect("after");\n    await inner;\n  }\n  return { event, token: apiToken };\n};\n\nconst again = async (event) => exports.handler({ n: event.n + 5 });\n`,
				module: `${constant}\n\nexport const handler = async (event) => {\n  effect("begin");\n  if (event.n < 3) {\n    const inner = again(event);\n    effect("after");\n    await inner;\n  }\n  return { event, token: apiToken };\n};\n\nconst again = async (event) => handler({ n: event.n + 5 });\n`,
			},
			{
				context: "after work that the module starts while it loads",
				code: `const log = [];\nconst job = async () => {\n  await null;\n  log.push("job");\n};\njob();\n${constant}\nlog.push("main");\n\nexports.handler = async (event) => ({ event, log, token: apiToken });\n`,
			},
			{
				context: "a default parameter with side effects",
				code: `let count = 0;\n\nexports.handler = async (event, n = count++) => {\n  effect(["begin", typeof n]);\n  return { event, token: "<<1>>" };\n};\n`,
			},
			{
				context: "a default parameter of the handler",
				code: `exports.handler = async (event, context, token = "<<1>>") => ({ event, token });\n`,
			},
			{
				context: "a handler that calls itself",
				code: `exports.handler = async function self(event) {\n  effect(event.n);\n  if (event.n > 1) {\n    const inner = self({ n: event.n - 1 });\n    effect("after");\n    return [await inner];\n  }\n  return { token: "<<1>>" };\n};\n`,
			},
			{
				context: "read before its declaration",
				code: `let early;\ntry {\n  early = apiToken;\n} catch (error) {\n  early = error.name;\n}\n${constant}\n\nexports.handler = async (event) => ({ event, early, token: apiToken });\n`,
			},
			{
				context: "in a callback that the module passes on while it loads",
				code: `const started = setImmediate(async () => {\n  effect("<<1>>".length);\n});\n\nexports.handler = async (event) => ({ event, started: typeof started });\n`,
			},
			{
				context: "in an async callback that the module registers while it loads",
				code: `const { channel } = require("node:diagnostics_channel");\nconst requests = channel(Symbol());\nrequests.subscribe(async (request) => {\n  request.token = "<<1>>";\n});\n\nexports.handler = async ({ n }) => {\n  const request = { n };\n  requests.publish(request);\n  return { request };\n};\n`,
				module: `import { channel } from "node:diagnostics_channel";\nconst requests = channel(Symbol());\nrequests.subscribe(async (request) => {\n  request.token = "<<1>>";\n});\n\nexport const handler = async ({ n }) => {\n  const request = { n };\n  requests.publish(request);\n  return { request };\n};\n`,
			},
			{
				context: "in a function that the module registers by its name while it loads",
				code: `const { channel } = require("node:diagnostics_channel");\nconst requests = channel(Symbol());\nconst authorize = async (request) => {\n  request.token = "<<1>>";\n};\nrequests.subscribe(authorize);\n\nexports.handler = async ({ n }) => {\n  const request = { n };\n  requests.publish(request);\n  return { request };\n};\n`,
				module: `import { channel } from "node:diagnostics_channel";\nconst requests = channel(Symbol());\nconst authorize = async (request) => {\n  request.token = "<<1>>";\n};\nrequests.subscribe(authorize);\n\nexport const handler = async ({ n }) => {\n  const request = { n };\n  requests.publish(request);\n  return { request };\n};\n`,
			},
			{
				context: "in a function that no exported function calls",
				code: `const later = () => "<<1>>";\n\nexports.handler = async (event) => ({ event });\n`,
			},
			{
				context: "a handler that another function calls through an alias",
				code: `const work = async (event) => {\n  effect("begin");\n  if (event.n > 3) {\n    return { token: "<<1>>" };\n  }\n  const inner = again({ n: event.n + 5 });\n  effect("after");\n  return inner;\n};\nconst again = work;\n\nexports.handler = work;\n`,
				module: `const work = async (event) => {\n  effect("begin");\n  if (event.n > 3) {\n    return { token: "<<1>>" };\n  }\n  const inner = again({ n: event.n + 5 });\n  effect("after");\n  return inner;\n};\nconst again = work;\n\nexport { work as handler };\n`,
			},
			{
				context: "work that continues after the call returns",
				code: `const work = async (event) => {\n  await null;\n  await null;\n  await null;\n  effect(["late", event.n]);\n};\nconst once = async (event) => {\n  effect(["begin", event.n]);\n  work(event);\n  return { token: "<<1>>" };\n};\n\nexports.handler = once;\n`,
				module: `const work = async (event) => {\n  await null;\n  await null;\n  await null;\n  effect(["late", event.n]);\n};\n\nexport const handler = async (event) => {\n  effect(["begin", event.n]);\n  work(event);\n  return { token: "<<1>>" };\n};\n`,
			},
			{
				context: "a parameter of the handler has the name of the constant",
				code: `const token = "<<1>>";\nconst sign = (n) => n + token;\n\nexports.handler = async ({ n, token }) => ({ token, signed: sign(n) });\n`,
			},
			{
				context: "a function that is called before the constant is initialized",
				code: `let early;\ntry {\n  early = sign("a");\n} catch (error) {\n  early = error.name;\n}\n${constant}\nfunction sign(text) {\n  return text + apiToken;\n}\n\nexports.handler = async (event) => ({ event, early, signed: sign("b") });\n`,
			},
			{
				context: "next to `eval`",
				code: `${constant}\n\nexports.handler = async (event) => ({ event, token: eval("apiToken") });\n`,
			},
			{
				context: "next to `new Function`",
				code: `${constant}\n\nexports.handler = async (event) => ({ event, sum: new Function("return 1 + 1")(), token: apiToken });\n`,
			},
		],
	},
	{
		title: "Configuration and classes",
		language: "javascript",
		cases: [
			{
				context: "a configuration object that functions read",
				code: `const config = { apiKey: "<<1>>", url: "https://api.example.com" };\n\nexports.handler = async (event) => ({ event, config, key: config.apiKey });\n`,
			},
			{
				context: "a nested configuration object",
				code: `const config = { db: { host: "db", "user-password": "Basic <<1>>" } };\nconst read = (name) => config.db[name];\n\nexports.handler = async (event) => ({ event, key: read("user-password") });\n`,
			},
			{
				context: "a configuration object from `JSON.parse` of a string",
				code: `const config = JSON.parse('{"apiKey":"<<1>>","url":"https://api.example.com"}');\n\nexports.handler = async (event) => ({ event, key: config.apiKey, all: JSON.stringify(config) });\n`,
			},
			{
				context: "a nested configuration object from `JSON.parse` of a template literal",
				code: `const config = JSON.parse(\`{ "db": { "user": "orders", "pass-word": "<<1>>" } }\`);\nconst connect = async ({ db }) => db.user + db["pass-word"];\n\nexports.handler = async (event) => ({ event, connected: await connect(config) });\n`,
			},
			{
				context: "a configuration object from `JSON.parse` that is written to",
				code: `const config = JSON.parse('{"apiKey":"<<1>>"}');\n\nexports.handler = async (event) => {\n  if (event.n === 2) {\n    config.apiKey = "other";\n  }\n  return config.apiKey;\n};\n`,
			},
			{
				context: "a configuration object from `JSON.parse` with a reviver",
				code: `const config = JSON.parse('{"apiKey":"<<1>>"}', (name, value) => (name === "apiKey" ? value.length : value));\n\nexports.handler = async (event) => ({ event, length: config.apiKey });\n`,
			},
			{
				context: "a URI with a secret, inside JSON that `JSON.parse` reads",
				code: `const config = JSON.parse('{"url":"https://api.example.com?key=<<1>>"}');\n\nexports.handler = async (event) => ({ event, url: config.url });\n`,
			},
			{
				context: "a configuration object that is read while the module loads",
				code: `const config = { apiKey: "<<1>>" };\nconst headers = { "x-api-key": config.apiKey };\n\nexports.handler = async (event) => ({ event, headers });\n`,
			},
			{
				context: "a configuration object that is written",
				code: `const config = { apiKey: "<<1>>" };\n\nexports.handler = async (event) => {\n  if (event.n > 1) config.apiKey = "none";\n  return { event, key: config.apiKey };\n};\n`,
			},
			{
				context: "a configuration object that another function writes",
				code: `const config = { apiKey: "<<1>>" };\nconst take = (given) => {\n  const { apiKey } = given;\n  given.apiKey = "";\n  return apiKey;\n};\n\nexports.handler = async (event) => ({ event, key: take(config) });\n`,
			},
			{
				context: "a part of a configuration object that another function writes",
				code: `const config = { db: { apiKey: "<<1>>" } };\nconst put = (given, name) => {\n  given[name] = "";\n};\n\nexports.handler = async (event) => {\n  const key = config.db.apiKey;\n  put(config.db, "apiKey");\n  return { event, key };\n};\n`,
			},
			{
				context: "a configuration object that is written through an alias",
				code: `const config = { apiKey: "<<1>>" };\n\nexports.handler = async (event) => {\n  const own = config;\n  const name = "apiKey";\n  const key = own[name];\n  own[name] = "";\n  return { event, key };\n};\n`,
			},
			{
				context: "a configuration object that a destructuring assignment writes",
				code: `const config = { apiKey: "<<1>>" };\n\nexports.handler = async (event) => {\n  const key = config.apiKey;\n  [config.apiKey] = [""];\n  return { event, key };\n};\n`,
			},
			{
				context: "a configuration object that the first call freezes",
				code: `"use strict";\nconst config = { apiKey: "<<1>>" };\n\nexports.handler = async (event) => {\n  Object.freeze(config);\n  return { event, key: config.apiKey };\n};\n`,
				module: `const config = { apiKey: "<<1>>" };\n\nexport const handler = async (event) => {\n  Object.freeze(config);\n  return { event, key: config.apiKey };\n};\n`,
			},
			{
				context: "a frozen configuration object",
				code: `const config = Object.freeze({ db: Object.freeze({ apiKey: "Basic <<1>>" }), url: "https://api.example.com" });\nconst read = () => ({ ...config.db });\n\nexports.handler = async (event) => ({ event, config, own: read(), keys: Object.keys(config.db), frozen: Object.isFrozen(config) });\n`,
			},
			{
				context: "a frozen configuration object that is printed",
				code: `const { inspect } = require("node:util");\nconst config = Object.freeze({ apiKey: "<<1>>" });\n\nexports.handler = async (event) => ({ event, text: inspect(config) });\n`,
				module: `import { inspect } from "node:util";\nconst config = Object.freeze({ apiKey: "<<1>>" });\n\nexport const handler = async (event) => ({ event, text: inspect(config) });\n`,
			},
			{
				context: "a configuration object that is exported",
				code: `const config = { apiKey: "<<1>>" };\n\nmodule.exports = { config, handler: async (event) => ({ event, key: config.apiKey }) };\n`,
				module: `export const config = { apiKey: "<<1>>" };\n\nexport const handler = async (event) => ({ event, key: config.apiKey });\n`,
			},
			{
				context: "a field of a class whose method is the handler",
				code: `class Lambda {\n  token = "<<1>>";\n  async handler(event) {\n    effect("begin");\n    return { event, signed: this.sign("a") };\n  }\n  sign(text) {\n    return text + this.token;\n  }\n}\n\nconst lambda = new Lambda();\nexports.handler = lambda.handler.bind(lambda);\n`,
			},
			{
				context: "a field of a class that creates instances of itself",
				code: `class Lambda {\n  token = "<<1>>";\n  async handler(event) {\n    return { event, token: this.token, other: new Lambda().sign("a") };\n  }\n  sign(text) {\n    return text + this.token;\n  }\n}\n\nconst lambda = new Lambda();\nexports.handler = lambda.handler.bind(lambda);\n`,
			},
			{
				context: "an arrow function in a field of a class",
				code: `class Lambda {\n  calls = 0;\n  token = "<<1>>";\n  handler = async (event) => {\n    this.calls += 1;\n    return { event, calls: this.calls, token: this.token, other: "<<2>>" };\n  };\n}\n\nexports.handler = new Lambda().handler;\n`,
			},
			{
				context: "a field of a class that is read from outside",
				code: `class Lambda {\n  token = "<<1>>";\n  async handler(event) {\n    return { event, token: lambda.token };\n  }\n}\n\nconst lambda = new Lambda();\nexports.handler = lambda.handler.bind(lambda);\n`,
			},
		],
	},
	{
		title: "A part of a text",
		language: "javascript",
		cases: [
			{
				context: '`"Bearer …"`: the rest of the text stays',
				code: `exports.handler = async (event) => ({ event, authorization: "Bearer <<1>>" });\n`,
			},
			{
				context: "in a template",
				code: `exports.handler = async (event) => {\n  return \`https://api.example.com/v1?user=\${event.n}&api_key=<<1>>&x=1\`;\n};\n`,
			},
			{
				context: "in a constant of the module",
				code: `const authorization = "Bearer <<1>>";\n\nexports.handler = async (event) => ({ event, authorization });\n`,
			},
			{
				context: "next to backticks and `${`",
				code: `exports.handler = async (event) => ({ event, text: "a \`b\` \${c} <<1>>" });\n`,
			},
			{
				context: "in a string with escapes",
				code: `exports.handler = async (event) => ({ event, text: "a\\tb \\"c\\" \\\\ <<1>>\\r\\n" });\n`,
			},
			{
				context: "in a string with an octal escape",
				code: `exports.handler = async (event) => ({ event, text: "a\\0b <<1>>" });\n`,
			},
			{
				context: "in a tagged template",
				code: `const tag = (parts) => parts.raw[0];\n\nexports.handler = async (event) => ({ event, text: tag\`<<1>>\` });\n`,
			},
		],
	},
	{
		title: "A variable of the environment",
		language: "javascript",
		cases: [
			{
				context: "`process.env.DB_PASSWORD` in an async function",
				code: `exports.handler = async (event) => ({ event, password: process.env.DB_PASSWORD });\n`,
			},
			{
				context: '`process.env["DB_PASSWORD"]`',
				code: `exports.handler = async (event) => ({ event, password: process.env["DB_PASSWORD"] });\n`,
			},
			{
				context: "`process.env.DB_PASSWORD?.trim()`",
				code: `exports.handler = async (event) => ({ event, password: process.env.DB_PASSWORD?.trim() });\n`,
			},
			{
				context: "in a constant of the module",
				code: `const password = process.env.DB_PASSWORD;\n\nexports.handler = async (event) => ({ event, password });\n`,
			},
			{
				context: "in a sync function",
				code: `const connect = () => ({ password: process.env.DB_PASSWORD });\n\nexports.handler = async (event) => ({ event, db: connect() });\n`,
			},
			{
				context: "`const { DB_PASSWORD } = process.env`",
				code: `const { DB_PASSWORD } = process.env;\n\nexports.handler = async (event) => ({ event, password: DB_PASSWORD });\n`,
			},
			{
				context: "destructuring with other names, read in a sync function",
				code: `const { TZ, DB_PASSWORD: password } = process.env;\nconst connect = () => ({ zone: TZ, password });\n\nexports.handler = async (event) => ({ event, db: connect() });\n`,
			},
			{
				context: "destructuring in a function",
				code: `let calls = 0;\n\nexports.handler = async (event) => {\n  calls += 1;\n  const { DB_PASSWORD, TZ } = process.env;\n  return { event, calls, password: DB_PASSWORD, zone: TZ };\n};\n`,
			},
			{
				context: "destructuring with a default",
				code: `const { DB_PASSWORD = "none" } = process.env;\n\nexports.handler = async (event) => ({ event, password: DB_PASSWORD });\n`,
			},
			{
				context: "destructuring with a rest element",
				code: `const { DB_PASSWORD, ...rest } = process.env;\n\nexports.handler = async (event) => ({ event, password: DB_PASSWORD, rest: typeof rest });\n`,
			},
			{
				context: "destructuring in an assignment",
				code: `let DB_PASSWORD;\n({ DB_PASSWORD } = process.env);\n\nexports.handler = async (event) => ({ event, password: DB_PASSWORD });\n`,
			},
			{
				context: "with a fallback (`??`, `||`)",
				code: `exports.handler = async (event) => ({ event, password: process.env.DB_PASSWORD ?? "none" });\n`,
			},
			{
				context: "where the code checks whether it is set",
				code: `exports.handler = async (event) => {\n  if (!process.env.DB_PASSWORD) {\n    return { missing: true };\n  }\n  return { password: process.env.DB_PASSWORD };\n};\n`,
			},
			{
				context: "where the code assigns to it",
				code: `exports.handler = async (event) => {\n  process.env.DB_PASSWORD = event.password;\n};\n`,
			},
		],
	},
	{
		title: "The module",
		language: "javascript",
		cases: [
			{
				context: "equal values are one secret",
				code: `const apiToken = "<<1>>";\n\nexports.handler = async (event) => ({ event, token: apiToken, again: "<<1>>" });\n`,
			},
			{
				context: "equal values of which one cannot be replaced: both stay",
				code: `const apiToken = "<<1>>";\nlet spare = "<<1>>";\n\nexports.handler = async (event) => {\n  spare += event.n;\n  return { event, token: apiToken, spare };\n};\n`,
			},
			{
				context: "different values with one name",
				code: `exports.handler = async (event) => {\n  const first = { token: "<<1>>" };\n  const second = { token: "<<2>>" };\n  return { event, first, second };\n};\n`,
			},
			{
				context: "the names of the helper are already used",
				code: `const SSMClient = "a", ssmClient = 1, getSecureParameter = 2, secureParameters = 3, KMSClient = 4, decryptEnv = 5;\n\nexports.handler = async (event) => ({ event, token: "<<1>>", SSMClient, ssmClient, getSecureParameter, secureParameters, KMSClient, decryptEnv });\n`,
			},
			{
				context: "a method has the name of a global that the helper calls",
				code: `class Base {\n  async handle({ n }) {\n    return this.process(n) + (await this.delete(n));\n  }\n}\n\nclass Orders extends Base {\n  process(n) {\n    return "<<1>>" + n;\n  }\n  async delete(n) {\n    return "<<2>>" + n;\n  }\n}\n\nexports.handler = async (event) => new Orders().handle(event);\n`,
			},
			{
				context: "the module declares `process`",
				code: `const process = { env: {} };\n\nexports.handler = async (event) => ({ event, process, token: "<<1>>" });\n`,
			},
			{
				context: "the module declares `fetch`, `Map` and `Error`",
				code: `const fetch = 1, Map = 2;\nclass Error {}\n\nexports.handler = async (event) => ({ event, fetch, Map, own: new Error() instanceof globalThis.Error, token: "<<1>>" });\n`,
			},
			{
				context: "the module declares `process` and `globalThis`",
				code: `const process = { env: {} }, globalThis = 1;\n\nexports.handler = async (event) => ({ event, process, globalThis, token: "<<1>>" });\n`,
			},
			{
				context: "a shebang, a license comment, directives",
				code: `#!/usr/bin/env node\n"use strict";\n/*! Copyright Acme. */\n\n// The token of the orders.\nconst apiToken = "<<1>>"; // rotated in March\n\nexports.handler = async (event) => {\n  "use strict";\n  return { event, token: apiToken };\n};\n`,
				module: `#!/usr/bin/env node\n/*! Copyright Acme. */\n\n// The token of the orders.\nconst apiToken = "<<1>>"; // rotated in March\n\nexport const handler = async (event) => {\n  return { event, token: apiToken };\n};\n`,
			},
			{
				context: "a comment before the name of a constant",
				code: `const /* of the orders */ apiToken = "<<1>>";\n\nexports.handler = async (event) => {\n  return { event, token: apiToken };\n};\n`,
			},
			{
				context: "a comment before the value of a constant that several functions read",
				code: `const apiToken = /* rotated in March */ "<<1>>";\nconst sign = (text) => text + apiToken;\n\nexports.handler = async (event) => ({ event, signed: sign("a"), token: apiToken });\n`,
			},
			{
				context: "a comment behind the value of a constant",
				code: `const log = [];\nlog.push("a");\nconst apiToken = "<<1>>" /* rotated in March */;\n\nexports.handler = async (event) => {\n  return { event, token: apiToken, log };\n};\n`,
			},
			{
				context: "a comment where a block would start",
				code: `exports.handler = async (event) => /* all of them */ [1, 2].map((n) => n + event.n + "<<1>>");\n`,
			},
		],
	},
];

/** A type for the event of the programs in TypeScript. */
const event = "event: { readonly n: number; readonly token?: string }";

const typed = (context: string, code: string): LookupCase => ({
	context,
	code: code.replaceAll("(event)", `(${event})`),
});

/** Places that only TypeScript has. Their programs are modules already. */
const TYPESCRIPT: LookupCaseGroup = {
	title: "TypeScript",
	language: "typescript",
	cases: [
		typed(
			"`const t: string`",
			`const apiToken: string = "<<1>>";\n\nexport const handler = async (event) => ({ event, token: apiToken });\n`,
		),
		typed(
			"`const t: string | undefined`",
			`const apiToken: string | undefined = "<<1>>";\n\nexport const handler = async (event) => ({ event, token: apiToken?.length });\n`,
		),
		typed(
			'`"…" as const`',
			`const apiToken = "<<1>>" as const;\n\nexport const handler = async (event) => ({ event, token: apiToken });\n`,
		),
		typed(
			'`"…" satisfies string`, `"…" as string`',
			`export const handler = async (event) => ({ event, token: "<<1>>" satisfies string, other: "<<2>>" as string });\n`,
		),
		typed(
			"`{ … } as const`",
			`export const handler = async (event) => ({ event, db: { host: "db", password: "<<1>>" } as const });\n`,
		),
		typed(
			"a type of that one text",
			`const apiToken: "<<1>>" = "<<1>>";\n\nexport const handler = async (event) => ({ event, token: apiToken });\n`,
		),
		typed(
			"another assertion of a constant",
			`type Token = string & { readonly brand?: "token" };\nconst apiToken = "<<1>>" as Token;\n\nexport const handler = async (event) => ({ event, token: apiToken });\n`,
		),
		typed(
			"another type, another assertion",
			`type Token = string & { readonly brand?: "token" };\nconst apiToken: Token = "<<1>>";\n\nexport const handler = async (event) => ({ event, token: apiToken, other: "<<2>>" as Token });\n`,
		),
		typed(
			"a member of an enumeration",
			`enum Keys {\n  Api = "<<1>>",\n}\n\nexport const handler = async (event) => ({ event, token: Keys.Api });\n`,
		),
		typed(
			"a comment next to an assertion",
			`export const handler = async (event) => ({ event, token: "<<1>>" /* of the orders */ as string });\n`,
		),
		typed(
			"a configuration object with a type",
			`type Config = { readonly apiKey: string };\nconst config: Config = { apiKey: "<<1>>" };\n\nexport const handler = async (event) => ({ event, key: config.apiKey });\n`,
		),
		typed(
			"a configuration object `as const`, one that `satisfies` a type",
			`interface Db {\n  readonly host: string;\n  readonly "pass-word": string;\n}\nconst config = { api: { key: "<<1>>" }, url: "https://api.example.com" } as const;\nconst db = { host: "db", "pass-word": "<<2>>" } satisfies Db;\nconst connect = ({ host, ...rest }: Db): string => host + rest["pass-word"];\n\nexport const handler = async (event) => ({ event, key: config.api.key, url: config.url, text: JSON.stringify(config), db: connect(db) });\n`,
		),
		typed(
			"a configuration object whose type allows two texts",
			`type Config = { readonly apiKey: "<<1>>" | "none" };\nconst config: Config = { apiKey: "<<1>>" };\n\nexport const handler = async (event) => ({ event, key: config.apiKey });\n`,
		),
		typed(
			"a configuration object",
			`const config = { apiKey: "<<1>>", url: "https://api.example.com" };\n\nexport const handler = async (event) => ({ event, key: config.apiKey, url: config.url });\n`,
		),
		typed(
			"a field of a class whose method is the handler",
			`class Lambda {\n  private readonly token: string = "<<1>>";\n\n  public async handler(event): Promise<unknown> {\n    return { event, token: this.token };\n  }\n}\n\nconst lambda = new Lambda();\nexport const handler = lambda.handler.bind(lambda);\n`,
		),
		typed(
			"a private static field",
			`class Client {\n  private static readonly kind = "client";\n  static readonly #token: string = "<<1>>";\n\n  static async call(): Promise<string> {\n    return Client.kind + Client.#token;\n  }\n}\n\nexport const handler = async (event) => ({ event, called: await Client.call() });\n`,
		),
		typed(
			"a private field",
			`class Client {\n  readonly #token: string = "<<1>>";\n  get token(): string {\n    return this.#token;\n  }\n}\n\nexport const handler = async (event) => ({ event, token: new Client().token });\n`,
		),
		typed(
			"a constant that a type asks for (`typeof`)",
			`const apiToken = "<<1>>";\ntype Token = typeof apiToken;\n\nexport const handler = async (event) => {\n  const token: Token = apiToken;\n  return { event, token };\n};\n`,
		),
		typed(
			"`process.env.DB_PASSWORD!`",
			`export const handler = async (event) => ({ event, password: process.env.DB_PASSWORD!.length, whole: process.env["DB_PASSWORD"]! });\n`,
		),
		typed(
			"two functions with types",
			`const apiToken = "<<1>>";\n\nasync function sign(text: string): Promise<string> {\n  return text + apiToken;\n}\n\nexport const handler = async (event): Promise<unknown> => {\n  return { event, signed: await sign("a"), all: [1, 2].map((n) => n + apiToken) };\n};\n`,
		),
		typed(
			"imports of the SDK that are there",
			`import { PutParameterCommand, SSMClient as Client, type SSMClientConfig } from "@aws-sdk/client-ssm";\nimport * as kms from "@aws-sdk/client-kms";\nimport type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";\n\nconst options: SSMClientConfig = { maxAttempts: 2 };\nconst ssm = new Client(options);\nexport const keys = new kms.KMSClient({});\n\nexport const handler = async (event) => {\n  const missing: SecretsManagerClient | null = null;\n  return { event, missing, token: "<<1>>", command: new PutParameterCommand({ Name: "a", Value: "b" }).input.Name, ssm: typeof ssm.send };\n};\n`,
		),
	],
};

/** All of them. */
export const ALL_LOOKUP_CASES: readonly LookupCaseGroup[] = [...LOOKUP_CASES, TYPESCRIPT];

/** How the file of a case is called; the first kind waits at its top level. */
export function filenameOf(language: LookupCaseGroup["language"], kind: "module" | "commonjs"): string {
	return {
		javascript: { module: "handler.mjs", commonjs: "handler.cjs" },
		typescript: { module: "handler.mts", commonjs: "handler.ts" },
	}[language][kind];
}

/** The value behind `<<1>>`; made at run time, like every secret of the tests. */
export const secretOf = (number: number): string => fakeSecret("token", 900 + number);

/** What the reads of the environment find. */
export const VARIABLES = ["DB_PASSWORD"];

/** A case's program with its secrets, in either kind of module. */
export function programOf({ code, module }: LookupCase, kind: "module" | "commonjs"): string {
	const text = kind === "commonjs" ? code : (module ?? code.replaceAll(/^exports\.(\w+) =/gmu, "export const $1 ="));
	return text.replaceAll(/<<(\d)>>/gu, (_whole, number: string) => secretOf(Number(number)));
}
