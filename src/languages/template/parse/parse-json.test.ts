import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lintTemplate } from "../../../testing/rule-tester.ts";
import { Folder } from "../../../testing/run-command.ts";
import { jsonText, mutatedOften } from "../../../testing/texts/template-texts.ts";
import { parseJson } from "./parse-json.ts";

function accepts(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

function expectAsStrict(text: string): void {
	const { ok, ...rest } = parseJson(text);
	expect(ok).toBe(accepts(text));
	if ("errors" in rest) {
		expect(rest.errors.length).toBeGreaterThan(0);
		expect(
			rest.errors.every(({ offset, message }) => offset >= 0 && offset <= text.length && message.endsWith(".")),
		).toBe(true);
	}
}

/** What people write into JSON that is none: put anywhere. */
const FOREIGN = [
	"// a comment\n",
	"/* a */",
	"# a\n",
	"'a'",
	",",
	"NaN",
	"Infinity",
	"-",
	"+1",
	"01",
	".5",
	"1.",
	"0x1F",
	"undefined",
	"a",
	"a: 1",
	"\t",
	"\u00A0",
	"\f",
	"\\",
	'"\\x41"',
	'"\t"',
	"!Ref A",
	"&a ",
	"*a",
	"---\n",
	"- ",
	"? ",
	"|\n",
	"\uFEFF",
	"{",
	"]",
];
/** How often one text is spoilt, each time anew: to make it costs more than to read it. */
const TIMES = 10;
const spoilt = fc
	.tuple(jsonText, fc.array(fc.tuple(fc.constantFrom(...FOREIGN), fc.nat()), { minLength: TIMES, maxLength: TIMES }))
	.map(([text, places]) =>
		places.map(
			([foreign, at]) => text.slice(0, at % (text.length + 1)) + foreign + text.slice(at % (text.length + 1)),
		),
	);

describe("a `.json` file is accepted where `JSON.parse` accepts it, and nowhere else", () => {
	test.each([
		["of templates", jsonText, 120],
		["of templates in the middle of an edit", mutatedOften(jsonText, TIMES), 600 / TIMES],
		["of templates with something foreign in them", spoilt, 900 / TIMES],
		["of any JSON", fc.json(), 200],
		[
			"of noise",
			fc
				.array(
					fc.constantFrom(
						"{",
						"}",
						"[",
						"]",
						",",
						":",
						'"a"',
						"1",
						"-1e9",
						"true",
						"null",
						" ",
						"\n",
						"//",
						"'",
						"a",
					),
					{ maxLength: 12 },
				)
				.map((signs) => signs.join("")),
			800,
		],
	] as const)("%s", (_, texts: fc.Arbitrary<string | readonly string[]>, numRuns) => {
		fc.assert(
			fc.property(texts, (made) => {
				[made].flat().forEach(expectAsStrict);
			}),
			{ numRuns, seed: 11 },
		);
	});
});

const TEMPLATE = `{
  "Parameters": { "Secret": { "Type": "String" } },
  "Resources": {
    "Key": { "Type": "AWS::KMS::Key", "Properties": { "Enabled": true } },
    "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": { "Fn::Sub": "a" } } }
  }
}
`;

describe("what is not JSON is an error at its place, and the rest is read", () => {
	test.each([
		[
			"a comment",
			TEMPLATE.replace('"Key":', '// "Fn::If": of the key\n    "Key":'),
			"4:5 JSON has no comments; use `Metadata`.",
		],
		[
			"a comment over lines",
			TEMPLATE.replace('"Key":', '/* "Fn": [\n */ "Key":'),
			"4:5 JSON has no comments; use `Metadata`.",
		],
		[
			"a comment of YAML",
			TEMPLATE.replace('"Key":', '# of the key\n    "Key":'),
			"4:5 JSON has no comments; use `Metadata`.",
		],
		[
			"a comment at the end of a line",
			TEMPLATE.replace("true } },", "true } }, // on"),
			"4:76 JSON has no comments; use `Metadata`.",
		],
		[
			"a trailing comma",
			TEMPLATE.replace("true }", "true, }"),
			"4:70 JSON allows no comma before a closing bracket.",
		],
		[
			"a trailing comma before a comment",
			TEMPLATE.replace("true }", "true, // on\n }"),
			"4:70 JSON allows no comma before a closing bracket. 4:72 JSON has no comments; use `Metadata`.",
		],
		["single quotes", TEMPLATE.replace('"Enabled"', "'Enabled'"), "4:55 JSON needs double quotes."],
		["a key without quotes", TEMPLATE.replace('"Enabled"', "Enabled"), "4:55 JSON needs this in double quotes."],
		["a value without quotes", TEMPLATE.replace("true", "yes"), "4:66 JSON needs this in double quotes."],
		[
			"a short tag",
			TEMPLATE.replace("true", "!Ref Secret"),
			"4:66 JSON needs this in double quotes. 4:71 JSON needs this in double quotes.",
		],
		["a number of another language", TEMPLATE.replace("true", "0x1F"), "4:66 This is not a JSON number."],
		["a number with a zero before it", TEMPLATE.replace("true", "012"), "4:66 This is not a JSON number."],
		["no number", TEMPLATE.replace("true", "NaN"), "4:66 JSON needs this in double quotes."],
		[
			"a tab in a string",
			TEMPLATE.replace('"a"', '"a\tb"'),
			"5:89 JSON needs an escape for a control character in a string, such as `\\t`.",
		],
		["an escape of YAML", TEMPLATE.replace('"a"', '"a\\x41"'), "5:89 This is not a JSON escape."],
	])("%s", async (_, text, error) => {
		const folder = new Folder({ "stack.json": text });
		const said = await folder.run(["-f", "json"]);
		folder.remove();
		const { findings, errors } = JSON.parse(said.stdout) as {
			readonly findings: readonly { readonly rule: string }[];
			readonly errors: readonly { readonly line: number; readonly column: number; readonly message: string }[];
		};
		expect(
			errors.map(({ line, column, message }) => `${String(line)}:${String(column)} ${message}`).join(" "),
		).toBe(error);
		expect(findings.map(({ rule }) => rule).sort()).toEqual(["require-key-rotation", "require-no-echo"]);
		expect(said.code).toBe(2);
		// In ESLint the first of them is a fatal error.
		expect(lintTemplate(text, { "require-key-rotation": {} }, "stack.json").messages[0]).toMatchObject({
			fatal: true,
			ruleId: null,
			line: Number(error.split(":")[0]),
		});
	});

	test("comments are not lost parameters where a host reads them", () => {
		const text = TEMPLATE.replace('"Key":', '// "Fn::If": of the key\n    "Key":').replace("true }", "true, }");
		expect(lintTemplate(text, { "require-key-rotation": {} }, "stack.jsonc").messages).toMatchObject([
			{ ruleId: "aws-kms/require-key-rotation", line: 5 },
		]);
		expect(lintTemplate(text, { "require-no-echo": {} }, "stack.json5").messages.length).toBe(
			lintTemplate(TEMPLATE, { "require-no-echo": {} }, "stack.json").messages.length,
		);
	});

	test("in other files JSON is a notation of YAML", () => {
		for (const name of ["stack.yaml", "stack.template"]) {
			expect(
				lintTemplate(
					TEMPLATE.replace('"Key":', '# of the key\n    "Key":'),
					{ "require-key-rotation": {} },
					name,
				).messages,
				name,
			).toMatchObject([{ ruleId: "aws-kms/require-key-rotation", line: 5 }]);
		}
	});

	test("keys that stand twice stay as they are", () => {
		expect(parseJson('{ "a": 1, "a": 2 }').ok).toBe(true);
	});
});
