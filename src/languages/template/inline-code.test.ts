import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { applyEdits } from "../../text/apply-edits.ts";
import { LineIndex } from "../../text/line-index.ts";
import { editInTemplate, findInlineCode } from "./inline-code.ts";
import { readFile } from "./read-file.ts";

/** A template in which a function of that id has the property as it is written; its lines begin with eight blanks. */
function template(code: string, more = ""): string {
	return `AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Api:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: nodejs22.x\n      Code:\n        ZipFile: ${code}\n      Handler: index.handler\n${more}`;
}

const programs = (text: string, filename = "template.yaml") => findInlineCode(text, filename);
const codeOf = (text: string, filename = "template.yaml"): string | undefined => programs(text, filename)[0]?.code.text;

/** Where each unit of the code stands: the file's own text there. */
function placesOf(text: string, filename = "template.yaml"): readonly string[] {
	const [program] = programs(text, filename);
	return [...(program?.code.text ?? "")].map((_, index) => {
		const span = program?.code.spanInFile({ start: index, end: index + 1 });
		return span === null || span === undefined ? "?" : text.slice(span.start, span.end);
	});
}

describe("a program in a template", () => {
	test.each([
		["literal", "|\n          const a = 1;\n            b();\n", "const a = 1;\n  b();\n"],
		["literal, stripped", "|-\n          const a = 1;\n\n          b();\n", "const a = 1;\n\nb();"],
		["literal, kept", "|+\n          exports.a = 1;\n\n", "exports.a = 1;\n\n\n"],
		["literal with an indicator", "|2\n            exports.a = 1;\n          b();\n", "  exports.a = 1;\nb();\n"],
		["literal with a comment", "| # the code\n          exports.a = 1;\n", "exports.a = 1;\n"],
		[
			"folded",
			">\n          exports.a = 1;\n          b();\n\n          c();\n            d();\n          e();\n",
			"exports.a = 1; b();\nc();\n  d();\ne();\n",
		],
		["double", '"exports.a = \\"x\\";\\nb();\\u00e9\\t\\x41"', 'exports.a = "x";\nb();é\tA'],
		[
			"double over lines",
			'"exports.a =\n          1;\n\n          b(); \\\n          c();"',
			"exports.a = 1;\nb(); c();",
		],
		["single", "'exports.a = ''x'';'", "exports.a = 'x';"],
		["single over lines", "'exports.a =\n          1;\n\n          b();'", "exports.a = 1;\nb();"],
		["plain", "exports.a = x => x;", "exports.a = x => x;"],
		["plain over lines", "exports.a =\n          x => x;\n\n          b();", "exports.a = x => x;\nb();"],
	])("is read from a scalar: %s", (_, written, expected) => {
		expect(codeOf(template(written))).toBe(expected);
		expect(codeOf(template(written).replaceAll("\n", "\r\n"))).toBe(expected);
	});

	test("is the same whatever has been read before, with or without parameters of the user", () => {
		const text = `Parameters:\n  Runtime: { Type: String, Default: python3.13 }\n${template("exports.a = 1;").replace("nodejs22.x", "!Ref Runtime")}`;
		const read = (parameterOverrides: Record<string, string>, filename = "template.yaml") => {
			readFile(text, filename, { parameterOverrides });
			return codeOf(text);
		};
		expect(read({})).toBeUndefined();
		expect(read({ Runtime: "nodejs22.x" })).toBeUndefined();
		expect(read({}, "template.json")).toBeUndefined();
		readFile(text, "template.yaml", { parameterOverrides: {} });
		expect(codeOf(template("exports.b = 2;"))).toBe("exports.b = 2;");
	});

	test("is read from JSON", () => {
		const code = 'exports.handler = async () => "a\\\\b";\n// é\t\u2028';
		expect(
			codeOf(
				JSON.stringify({
					Resources: {
						F: {
							Type: "AWS::Lambda::Function",
							Properties: { Runtime: "nodejs22.x", Code: { ZipFile: code } },
						},
					},
				}),
				"template.json",
			),
		).toBe(code);
	});

	test("is read from SAM, with the runtime of Globals or of a parameter", () => {
		expect(
			programs(
				"Transform: AWS::Serverless-2016-10-31\nGlobals: { Function: { Runtime: nodejs20.x } }\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      InlineCode: |\n        x();\n",
			).map(({ id, property, filename }) => [id, property, filename]),
		).toEqual([["F", "InlineCode", "F.cjs"]]);
		expect(
			programs(
				"Parameters: { R: { Type: String, Default: nodejs20.x } }\nResources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: !Ref R\n      Code: { ZipFile: x() }\n",
			),
		).toHaveLength(1);
	});

	test("is an ES module where it imports or exports", () => {
		expect(programs(template('|\n          import x from "x";\n')).map(({ filename }) => filename)).toEqual([
			"Api.mjs",
		]);
		expect(programs(template("|\n          const x = require('x');\n")).map(({ filename }) => filename)).toEqual([
			"Api.cjs",
		]);
	});

	test.each([
		[
			"another language by its runtime",
			template("|\n          exports.a = 1;\n").replace("nodejs22.x", "python3.13"),
		],
		[
			"another language by its looks",
			template(
				"|\n          import json\n          def handler(event, context):\n            print(require(1))\n",
			).replace("      Runtime: nodejs22.x\n", ""),
		],
		["a reference", template("!Ref Code")],
		["a macro", template("!Rain::Embed index.js")],
		["code in a bucket", template("x").replace("ZipFile", "S3Key")],
		[
			"another type",
			template("|\n          exports.a = 1;\n").replace("AWS::Lambda::Function", "AWS::CloudFront::Function"),
		],
		["no template", "ZipFile: exports.a = 1"],
		["a broken template", template('"exports.a = 1')],
	])("is none: %s", (_, text) => {
		expect(programs(text)).toEqual([]);
	});

	test("is JavaScript by its looks where no runtime says so", () => {
		expect(
			codeOf(
				template("|\n          exports.handler = async () => 1;\n").replace("      Runtime: nodejs22.x\n", ""),
			),
		).toBe("exports.handler = async () => 1;\n");
	});

	test("counts once where two functions share it", () => {
		const text =
			"Resources:\n  A:\n    Type: AWS::Lambda::Function\n    Properties: { Runtime: nodejs22.x, Code: { ZipFile: &code exports.a = 1 } }\n  B:\n    Type: AWS::Lambda::Function\n    Properties: { Runtime: nodejs22.x, Code: { ZipFile: *code } }\n";
		expect(programs(text).map(({ id }) => id)).toEqual(["A"]);
	});

	test("of which deploy time fills in a part has names of the same length there, and no place", () => {
		const text = template(
			'!Sub |\n          const table = "${Table.Arn}";\n          const t = `${!table}/${AWS::Region}`;\n',
		);
		expect(codeOf(text)).toBe('const table = "$_Table_Arn_";\nconst t = `${table}/$_AWS__Region_`;\n');
		const [program] = programs(text);
		const at = program?.code.text.indexOf("$_Table") ?? 0;
		expect(program?.code.spanInFile({ start: at, end: at + 5 })).toBeNull();
		const hole = program?.code.text.indexOf("${table}") ?? 0;
		const span = program?.code.spanInFile({ start: hole, end: hole + 8 });
		expect(text.slice(span?.start, span?.end)).toBe("${!table}");
	});

	test("is read from the pieces of a Join", () => {
		const text = template(
			'\n          Fn::Join:\n            - "\\n"\n            - - const a = "x";\n              - !Sub const b = "${A}";\n              - !Ref Rest\n              - "c();"',
		);
		expect(codeOf(text)).toBe('const a = "x";\nconst b = "$_A_";\n$_hole_\nc();');
		const [program] = programs(text);
		const at = program?.code.text.indexOf("c();") ?? 0;
		const span = program?.code.spanInFile({ start: at, end: at + 4 });
		expect(text.slice(span?.start, span?.end)).toBe("c();");
		expect(program?.code.spanInFile({ start: program.code.text.indexOf("$_hole_"), end: at })).toBeNull();
	});

	test("stands where it stands: one unit after another", () => {
		expect(placesOf(template("|-\n          a;\n          b;"))).toEqual(["a", ";", "\n", "b", ";"]);
		expect(placesOf(template('"a\\n\\u0062\\"b"'))).toEqual(["a", "\\n", "\\u0062", '\\"', "b"]);
		expect(placesOf(template("'a''b'"))).toEqual(["a", "''", "b"]);
		expect(placesOf(template(">-\n          a\n          b\n\n          c"))).toEqual([
			"a",
			"\n",
			"b",
			"\n\n",
			"c",
		]);
	});
});

/** A template in each style, with the code in it; null where the style cannot hold it. */
const STYLES: Readonly<Record<string, (code: string) => string | null>> = {
	json: (code) =>
		JSON.stringify(
			{
				Resources: {
					F: {
						Type: "AWS::Lambda::Function",
						Properties: { Runtime: "nodejs22.x", Code: { ZipFile: code } },
					},
				},
			},
			null,
			2,
		),
	flow: (code) =>
		`Resources: { F: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs22.x, Code: { ZipFile: ${JSON.stringify(code)} } } } }\n`,
	...Object.fromEntries(
		(["BLOCK_LITERAL", "BLOCK_FOLDED", "QUOTE_DOUBLE", "QUOTE_SINGLE", "PLAIN"] as const).map((type) => [
			type,
			(code: string) =>
				stringify(
					{
						Resources: {
							F: {
								Type: "AWS::Lambda::Function",
								Properties: { Runtime: "nodejs22.x", Code: { ZipFile: code }, Timeout: 3 },
							},
						},
					},
					{ defaultStringType: type, defaultKeyType: "PLAIN", lineWidth: 40 },
				),
		]),
	),
	crlf: (code) =>
		/[\r]/u.test(code)
			? null
			: stringify(
					{
						Resources: {
							F: {
								Type: "AWS::Lambda::Function",
								Properties: { Runtime: "nodejs22.x", Code: { ZipFile: code }, Timeout: 3 },
							},
						},
					},
					{ defaultStringType: "BLOCK_LITERAL", defaultKeyType: "PLAIN" },
				).replaceAll("\n", "\r\n"),
};

const CODE = fc.string({
	unit: fc.constantFrom(
		"a",
		"b",
		" ",
		" ",
		"\n",
		"\n",
		"'",
		'"',
		"\\",
		";",
		"#",
		": ",
		"\t",
		"é",
		"😀",
		"${",
		"{",
		"}",
		"`",
		"  ",
		"- ",
		"%",
	),
	minLength: 1,
	maxLength: 60,
});
const filenameOf = (style: string): string => (style === "json" ? "template.json" : "template.yaml");

describe.each(Object.entries(STYLES))("any program, written as %s", (style, write) => {
	test("stands exactly where a mark in it stands", () => {
		let read = 0;
		fc.assert(
			fc.property(CODE, CODE, (before, after) => {
				const text = write(`${before}§${after}`);
				const [program] = text === null ? [] : findInlineCode(text, filenameOf(style));
				if (text === null || program === undefined) {
					return;
				}
				read += 1;
				expect(program.code.text).toBe(`${before}§${after}`);
				const at = before.length;
				expect(program.code.spanInFile({ start: at, end: at + 1 })).toEqual({
					start: text.indexOf("§"),
					end: text.indexOf("§") + 1,
				});
			}),
			{ numRuns: 100 },
		);
		expect(read).toBeGreaterThan(40);
	});

	test("is mended exactly, or not at all", () => {
		let mended = 0;
		fc.assert(
			fc.property(CODE, CODE, fc.nat(), fc.nat(8), (code, by, from, length) => {
				const text = write(code);
				const filename = filenameOf(style);
				const all = text === null ? [] : findInlineCode(text, filename);
				const [program] = all;
				if (text === null || program === undefined) {
					return;
				}
				const start = from % (code.length + 1);
				const edit = { span: { start, end: Math.min(code.length, start + length) }, text: by };
				const mapped = editInTemplate(text, filename, all, program, edit);
				if (mapped !== null) {
					mended += 1;
					const made = applyEdits(text, [mapped]);
					expect(findInlineCode(made, filename)[0]?.code.text).toBe(applyEdits(code, [edit]));
					expect(made.length - text.length).toBe(mapped.text.length - (mapped.span.end - mapped.span.start));
				}
			}),
			{ numRuns: 100 },
		);
		expect(mended).toBeGreaterThan(5);
	});
});

describe("an edit", () => {
	const edited = (text: string, find: string, by: string, filename = "template.yaml"): string | null => {
		const all = findInlineCode(text, filename);
		const [program] = all;
		const start = program?.code.text.indexOf(find) ?? -1;
		const mapped =
			program === undefined
				? null
				: editInTemplate(text, filename, all, program, { span: { start, end: start + find.length }, text: by });
		return mapped === null ? null : applyEdits(text, [mapped]);
	};

	test.each([
		[
			"literal",
			template("|\n          a();\n          b();\n"),
			"a();",
			"x();\ny();",
			template("|\n          x();\n          y();\n          b();\n"),
		],
		[
			"literal, a whole line",
			template("|\n          a();\n          b();\n"),
			"a();\n",
			"",
			template("|\n          b();\n"),
		],
		["double", template('"a();\\nb();"'), "a();", 'x("é");\n', template('"x(\\"é\\");\\n\\nb();"')],
		["single", template("'a();'"), "a();", "x('y');", template("'x(''y'');'")],
		["plain", template("a();"), "a", "x", template("x();")],
		[
			"Sub",
			template("!Sub |\n          a();\n          b(${C});\n"),
			"a();",
			"a(`${b}`);",
			template("!Sub |\n          a(`${!b}`);\n          b(${C});\n"),
		],
	])("is written in the scalar's own spelling: %s", (_, text, find, by, expected) => {
		expect(edited(text, find, by)).toBe(expected);
	});

	test.each([
		["what deploy time fills in", template("!Sub |\n          b(${C});\n"), "$_C_", "x"],
		["a line end in a plain scalar", template("a();"), "a();", "a();\nb();"],
		["what would be a comment", template("a();"), "a();", "a(); # b"],
		["the border of two pieces", template('\n          Fn::Join: ["", ["a();", "b();"]]'), ";b", "x"],
	])("is dropped: %s", (_, text, find, by) => {
		expect(edited(text, find, by)).toBeNull();
	});
});

test("lines and columns of code are those of the file", () => {
	const text = template("|\n          const a = 1;\n          secret();\n");
	const [program] = programs(text);
	const start = program?.code.text.indexOf("secret") ?? 0;
	expect(new LineIndex(text).locate(program?.code.spanInFile({ start, end: start + 6 })?.start ?? 0)).toEqual({
		line: 10,
		column: 11,
	});
});
