import { afterAll, beforeAll, expect, test } from "vitest";
import { secretOf } from "../../testing/texts/lookup-cases.ts";
import { planText } from "../../testing/plan-text.ts";
import { LookupBench } from "../../testing/run-lookups.ts";
import type { Backend } from "./lookup.ts";

/** What a secret may be rotated to, whatever it is now. */
const ROTATED = 'a "b" \\ \\n \\u0041 \n\r\t\u2028 ${process.exit(7)} `c` $& p@s/s:w?r#d&x=1%25+ grüße 漢字 🔑';

/** A text of another language with a secret in it, and how a program reads it: `T` is the text, as it is written. */
interface Text {
	readonly language: string;
	readonly text: string;
	readonly read: string;
}

const TEXTS: readonly Text[] = [
	{ language: "JSON", text: `'{ "host": "a", "password": "<<1>>" }'`, read: "JSON.parse(T).password" },
	{ language: "JSON, in a list", text: `'["<<1>>", "b"]'`, read: "JSON.parse(T)[0]" },
	{
		language: "JSON, beside an expression",
		text: '`{ "n": ${typeof n === "number" ? n : 0}, "at": "${typeof n}", "password": "<<1>>" }`',
		read: "JSON.parse(T).password",
	},
	{
		language: "JSON in JSON",
		text: String.raw`'{ "SecretString": "{\\"user\\":\\"u\\",\\"password\\":\\"<<1>>\\"}" }'`,
		read: "JSON.parse(JSON.parse(T).SecretString).password",
	},
	{
		language: "JSON with escapes",
		text: String.raw`"{ \"password\": \"<<1>>\" }"`,
		read: "JSON.parse(T).password",
	},
	{
		language: "a URI, as its password",
		text: "`https://user:<<1>>@${typeof n}.example.com/a`",
		read: "decodeURIComponent(new URL(T).password)",
	},
	{
		language: "a URI, as its user",
		text: '"https://<<1>>@example.com/a"',
		read: "decodeURIComponent(new URL(T).username)",
	},
	{
		language: "a URI, in its query",
		text: '"https://example.com/a?b=1&key=<<1>>&c=2"',
		read: 'new URL(T).searchParams.get("key")',
	},
	{ language: "a header", text: '"Bearer <<1>>"', read: 'T.replace("Bearer ", "")' },
];

/** Where the text stands. */
const PLACES: readonly { readonly place: string; readonly code: string }[] = [
	{ place: "in the handler", code: "exports.handler = async ({ n }) => ({ n, own: R });\n" },
	{
		place: "in a helper",
		code: "const own = (n) => R;\n\nexports.handler = async ({ n }) => ({ n, own: own(n) });\n",
	},
	{
		place: "in a constant",
		code: 'const n = "none";\nconst text = T;\n\nexports.handler = async () => ({ own: R });\n',
	},
	{
		place: "in an object",
		code: 'const n = "none";\nconst config = { text: T };\n\nexports.handler = async () => ({ own: R });\n',
	},
	{
		place: "in a default parameter",
		code: "const own = (n, text = T) => R;\n\nexports.handler = async ({ n }) => ({ n, own: own(n) });\n",
	},
];

function programOf({ text, read }: Text, code: string, isModule: boolean): string {
	const name = code.includes("config =") ? "config.text" : code.includes("text =") ? "text" : text;
	const whole = code.replaceAll("R", () => read.replaceAll("T", () => name)).replaceAll("T;", () => `${text};`);
	const filled = whole.replaceAll("= T", () => `= ${text}`).replaceAll("text: T", () => `text: ${text}`);
	const program = isModule ? filled.replace("exports.handler =", "export const handler =") : filled;
	return program.replaceAll("<<1>>", secretOf(1));
}

/** Every text in every place, in one kind of module or the other. */
const CASES = TEXTS.flatMap((text, row) =>
	PLACES.map(({ place, code }, column) => {
		const staysInCommonJs = text.text.includes("${") && place === "in an object";
		const extension = (row + column) % 2 === 0 || staysInCommonJs ? ".mjs" : ".cjs";
		return [text.language, place, extension, text, code] as const;
	}),
);

let bench: LookupBench;

beforeAll(async () => {
	bench = await LookupBench.start();
});

afterAll(async () => {
	await bench.close();
});

const ownOf = (run: unknown): readonly string[] =>
	[...JSON.stringify(run).matchAll(/"own":("(?:[^"\\]|\\.)*")/gu)].map(
		(found) => JSON.parse(found[1] ?? "") as string,
	);

test.each(CASES)("%s, %s (%s): a value that was rotated comes out as it is", async (...[, , extension, text, code]) => {
	const backend: Backend = "ssm";
	const settings = { backend, topLevelAwait: extension === ".mjs" };
	const before = programOf(text, code, extension === ".mjs");
	const was = await bench.run(before, extension);
	expect(was.loaded.ok, `${JSON.stringify(was.loaded)}\n${before}`).toBe(true);
	expect(new Set(ownOf(was))).toEqual(new Set([secretOf(1)]));
	const planned = planText(before, `handler${extension}`, settings, [secretOf(1)]);
	expect(planned.reasons).toEqual([]);
	const [group] = planned.groups;
	for (const value of [secretOf(1), ROTATED]) {
		const run = await bench.run(planned.text, extension, bench.keep(value, group?.name ?? "", backend));
		expect(new Set(ownOf(run)), `${planned.text}\n${JSON.stringify(run.loaded)}`).toEqual(new Set([value]));
	}
});
