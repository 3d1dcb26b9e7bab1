import { join } from "node:path";
import { expect, test } from "vitest";
import { useFolders } from "../testing/use-folders.ts";
import { readApplication } from "./read-application.ts";

const folderOf = useFolders();

/** The variables that the code of a function reads, or why that is not known. */
function readIn(code: string, more: Readonly<Record<string, string>> = {}): readonly string[] | string | null {
	const files = {
		"template.yaml":
			"Transform: AWS::Serverless-2016-10-31\nResources:\n  Api: { Type: AWS::Serverless::Function, Properties: { CodeUri: src, Handler: api.handler } }\n",
		"src/api.js": code,
		...more,
	};
	const { path: cwd } = folderOf(files);
	const paths = Object.keys(files).map((name) => join(cwd, name));
	const [fn] = readApplication({ cwd, parameterOverrides: {}, suppressions: true, paths, roots: [cwd] }).functions;
	return fn?.environment.mayBeRead ?? fn?.variables.map(({ name }) => name).sort() ?? null;
}

const GET = "function get(name) { return process.env[name]; }\n";
const ENV = "module.exports = { get };\n";
const UNKNOWN = "'src/api.js' passes its environment on";

type Case = readonly [
	name: string,
	read: readonly string[] | string,
	code: string,
	more?: Readonly<Record<string, string>>,
];

const CASES: readonly Case[] = [
	["called", ["A"], `${GET}exports.handler = async () => get("A");`],
	[
		"called by another one",
		["A", "B"],
		`${GET}const need = (name) => get(name) ?? fail();\nexports.handler = async () => [need("A"), get("B")];`,
	],
	[
		"of another module",
		["A", "B"],
		'const { get } = require("./env"); const other = (key) => get(key);\nexports.handler = async () => [get("A"), other("B")];',
		{ "src/env.js": GET + ENV },
	],
	[
		"that a module passes on under another name",
		["A"],
		'import { read } from "./all.js"; export const handler = async () => read("A");',
		{
			"src/all.js": 'export { get as read } from "./env.js";',
			"src/env.js": `export ${GET}`,
		},
	],
	["with a name that is made", UNKNOWN, `${GET}exports.handler = async (event) => get(event.name);`],
	["that is handed on", UNKNOWN, `${GET}exports.handler = async () => ["A"].map(get);`],
	["with a list", UNKNOWN, `${GET}exports.handler = async (list) => get(...list);`],
	[
		"that changes the name",
		UNKNOWN,
		'function get(name) { name = "X_" + name; return process.env[name]; }\nexports.handler = async () => get("A");',
	],
	["that is the handler", UNKNOWN, "exports.handler = (name) => process.env[name];"],
	[
		"that is the handler by name",
		UNKNOWN,
		"const handler = (name) => process.env[name];\nexports.handler = handler;",
	],
	[
		"of a module as a whole",
		UNKNOWN,
		'const env = require("./env");\nexports.handler = async () => env.get("A");',
		{ "src/env.js": GET + ENV },
	],
	[
		"that is a method",
		UNKNOWN,
		'class E { get(name) { return process.env[name]; } }\nexports.handler = async () => new E().get("A");',
	],
];

test.each(CASES.map(([name, read, code, more = {}]) => [name, read, code, more] as const))(
	"a function that reads what it is asked for, %s",
	(_, read, code, more) => {
		expect(readIn(code, more)).toEqual(read);
	},
);
