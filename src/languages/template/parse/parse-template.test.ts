import { describe, expect, test } from "vitest";
import type { TemplateFile, TemplateMapping, TemplateNode, TemplateScalar, TemplateSequence } from "./ast.ts";
import { formatOf, parseTemplate } from "./parse-template.ts";

function read(text: string, format: "yaml" | "json" = "yaml"): TemplateFile {
	const result = parseTemplate(text, format);
	expect(result.ok ? [] : result.errors).toEqual([]);
	return result.file as TemplateFile;
}

/** The node at a path of keys and indices. */
function at(node: TemplateNode | null, ...path: readonly (string | number)[]): TemplateNode {
	let found = node as TemplateNode;
	for (const step of path) {
		found =
			typeof step === "number"
				? ((found as TemplateSequence).items[step] as TemplateNode)
				: ((found as TemplateMapping).pairs.find((pair) => (pair.key as TemplateScalar).value === step)
						?.value as TemplateNode);
		expect(found, `nothing at ${String(step)}`).toBeDefined();
	}
	return found;
}

function scalar(text: string, ...path: readonly (string | number)[]): TemplateScalar {
	return at(read(text).body, ...path) as TemplateScalar;
}

/** The text of a node, from its tag on. */
function slice(text: string, ...path: readonly (string | number)[]): string {
	const node = at(read(text).body, ...path);
	return text.slice(node.start, node.end);
}

/** Where the first error stands, as the text before it, and what it says. */
function firstError(text: string, format: "yaml" | "json" = "yaml"): readonly [before: string, message: string] {
	const result = parseTemplate(text, format);
	expect(result.ok).toBe(false);
	const error = result.ok ? undefined : result.errors[0];
	return [text.slice(0, error?.offset), error?.message ?? ""];
}

describe("the notation of a file", () => {
	test.each([
		["template.json", "", "json"],
		["TEMPLATE.JSON", "a: b", "json"],
		["template.yaml", "{}", "yaml"],
		["template.yml", "{}", "yaml"],
		["stack.template", ' \n{ "a": 1 }', "json"],
		["stack.template", "a: b", "yaml"],
		["stack", "", "yaml"],
	] as const)("of %s with %j is %s", (filename, text, format) => {
		expect(formatOf(filename, text)).toBe(format);
	});
});

describe("texts", () => {
	test.each([
		["a plain text ends before a comment", "a: two words # why", "two words", "plain", "two words"],
		["a plain text goes on", "a: one\n  two", "one\n  two", "plain", "one two"],
		["single quotes belong to it", "a: 'it''s' # why", "'it''s'", "single", "it's"],
		["double quotes belong to it", 'a: "\\u0041\\t\\x41" # why', '"\\u0041\\t\\x41"', "double", "A\tA"],
		[
			"a literal block starts at its sign and ends before its line end",
			"a: |\n  one\n  two\nb: c",
			"|\n  one\n  two",
			"literal",
			"one\ntwo\n",
		],
		[
			"blanks at the end of a block's last line belong to it",
			"a: |-\n  one  \n\n\nb: c",
			"|-\n  one  ",
			"literal",
			"one  ",
		],
		[
			"empty lines that a block keeps do not belong to it",
			"a: |+\n  one\n\nb: c",
			"|+\n  one",
			"literal",
			"one\n\n",
		],
		["a folded block", "a: >-\n  one\n  two\n", ">-\n  one\n  two", "folded", "one two"],
		["a block may have a comment after its sign", "a: | # > why\n  one\n", "| # > why\n  one", "literal", "one\n"],
		["CRLF is one line end", "a: |\r\n  one\r\n  two\r\nb: c", "|\r\n  one\r\n  two", "literal", "one\ntwo\n"],
		["CR alone is a line end", "a: |\r  one\r  two\rb: c", "|\r  one\r  two", "literal", "one\ntwo\n"],
		["nothing is the empty text right after the colon", "a:  # why\nb: c", "", "plain", ""],
		["numbers and truth stay text", "a: 0x1F", "0x1F", "plain", "0x1F"],
	])("%s", (_, text, source, style, value) => {
		const node = scalar(text, "a");
		expect(text.slice(node.start, node.end)).toBe(source);
		expect({ style: node.style, value: node.value, inner: node.inner }).toEqual({
			style,
			value,
			inner: node.start,
		});
	});

	test("an empty item stands right after its dash", () => {
		const text = "a:\n  -  # why\n  - b";
		expect(text.slice(0, at(read(text).body, "a", 0).start)).toBe("a:\n  -");
	});

	test("an offset counts UTF-16 units", () => {
		expect(slice('a: "😀"\nb: ü', "b")).toBe("ü");
	});

	test("a range is its start and its end", () => {
		const node = scalar("a: bc", "a");
		expect(node.range).toEqual([3, 5]);
	});
});

describe("tags", () => {
	const TAGS = [
		"Ref",
		"Sub",
		"GetAtt",
		"GetAZs",
		"Join",
		"If",
		"FindInMap",
		"Base64",
		"Cidr",
		"ImportValue",
		"Select",
		"Split",
		"Transform",
		"ForEach",
		"Equals",
		"Not",
		"And",
		"Or",
		"Condition",
		"Length",
		"ToJsonString",
		"Unknown",
		"Rain::Embed",
	];

	test.each(TAGS)("!%s is kept without its sign, in block and in flow style", (tag) => {
		const text = `a: !${tag} x.y.z\nb: [!${tag} [c, d], !${tag} { e: f }]\ng: !${tag}\n  - h\ni: !${tag}\n  j: k\n`;
		const { body } = read(text);
		for (const path of [["a"], ["b", 0], ["b", 1], ["g"], ["i"]]) {
			const node = at(body, ...path) as TemplateScalar;
			expect(node.tag).toBe(tag);
			expect(text.slice(node.start, node.inner)).toMatch(new RegExp(`^!${tag}\\s+$`, "u"));
		}
	});

	test.each([
		["!!str", "!str"],
		["!<tag:x,1:y>", "<tag:x,1:y>"],
		["!", ""],
	])("%s is kept as %j", (source, tag) => {
		expect(scalar(`a: ${source} b`, "a")).toMatchObject({ tag, value: "b" });
	});

	test("a tag without a text is an empty text after the tag", () => {
		const text = "a: !Sub\nb: !Ref";
		expect(slice(text, "a")).toBe("!Sub");
		expect(scalar(text, "a")).toMatchObject({ tag: "Sub", value: "", inner: 7, end: 7 });
		expect(scalar(text, "b")).toMatchObject({ tag: "Ref", value: "", end: text.length });
	});

	test("a node starts at the first of its tag and its anchor", () => {
		expect(slice("a: &x !Sub 'y'", "a")).toBe("&x !Sub 'y'");
		expect(slice("a: !Sub &x 'y'", "a")).toBe("!Sub &x 'y'");
	});
});

describe("collections", () => {
	test.each([
		["a flow mapping ends with its bracket", "a: { b: c, } # why\nd: e", "{ b: c, }"],
		["comments may stand before the bracket", "a: [ b, # ]\n  # ]\n  ] # why", "[ b, # ]\n  # ]\n  ]"],
		["a key without a value may be the last", "a: { b: } ", "{ b: }"],
		["an empty one", "a: { }", "{ }"],
		["a block ends with its last child", "a:\n  b: c # why\n\n# why\nd: e", "b: c"],
		["a list may stand at its parent's indentation", "a:\n- b\n- - c\n  - d\ne: f", "- b\n- - c\n  - d"],
		["a key with a tag belongs to its mapping", "a:\n  !Ref b: c", "!Ref b: c"],
		["an explicit key", "a:\n  ? b\n  : c\nd: e", "? b\n  : c"],
	])("%s", (_, text, source) => {
		expect(slice(text, "a")).toBe(source);
	});

	test("a pair in a list is a mapping of its own", () => {
		expect(slice("a: [b: c, d]", "a", 0)).toBe("b: c");
	});

	test("a pair reaches from its key to its value", () => {
		const text = "a: !Sub b # why";
		const pair = (read(text).body as TemplateMapping).pairs[0];
		expect(text.slice(pair?.start, pair?.end)).toBe("a: !Sub b");
	});

	test("a key that stands twice stays twice", () => {
		expect(
			(read("a: b\na: c").body as TemplateMapping).pairs.map((pair) => (pair.value as TemplateScalar).value),
		).toEqual(["b", "c"]);
	});

	test("a merge key is an ordinary pair", () => {
		const { body } = read("a: &x { b: c }\nd:\n  <<: *x");
		expect(at(body, "d", "<<")).toMatchObject({ type: "TemplateAlias", name: "x", target: at(body, "a") });
	});
});

describe("aliases", () => {
	test("lead to the nearest anchor before", () => {
		const { body } = read("a: &x b\nc: *x\nd: &x e\nf: *x");
		expect(at(body, "c")).toMatchObject({ target: { value: "b" } });
		expect(at(body, "f")).toMatchObject({ target: { value: "e" } });
	});

	test("cannot lead to what holds them", () => {
		const text = "a: &x\n  b: *x";
		expect(firstError(text)).toEqual(["a: &x\n  b: ", "The alias is inside the node that it repeats."]);
		expect(at(parseTemplate(text, "yaml").file?.body ?? null, "a", "b")).toMatchObject({ target: null });
	});

	test.each(["x", "constructor", "__proto__"])("cannot lead to %s where there is none", (name) => {
		expect(firstError(`a: *${name}`)).toEqual([
			"a: ",
			"The alias refers to an anchor that is not defined before it.",
		]);
	});

	test("are not followed, so that a bomb is harmless", () => {
		const lines = Array.from(
			{ length: 100 },
			(_, index) => `a${String(index + 1)}: &a${String(index + 1)} [${`*a${String(index)}, `.repeat(9)}]`,
		);
		expect(read(`a0: &a0 x\n${lines.join("\n")}`).body).toMatchObject({ type: "TemplateMapping" });
	});
});

describe("JSON", () => {
	test("has the same tree", () => {
		const text = '{\n\t"a": ["\\u0041\\/\\ud83d\\ude00", -1.5e+3, true, null],\n\t"b":{}}';
		const { body, format } = read(text, "json");
		expect(format).toBe("json");
		expect(at(body, "a", 0)).toMatchObject({ value: "A/😀", style: "double" });
		expect(at(body, "a", 1)).toMatchObject({ value: "-1.5e+3", style: "plain" });
		expect(slice(text, "b")).toBe("{}");
		expect(text.slice(body?.start, body?.end)).toBe(text);
	});

	test("may start with blanks", () => {
		const text = ' \t\n  {\n"a": "b"\n}';
		expect(slice(text, "a")).toBe('"b"');
		expect(read(text, "json").errors).toEqual([]);
	});

	test("that is not closed says where it opens", () => {
		expect(firstError('{"a": {"b": [1, 2}', "json")[1]).toMatch(/bracket|comma/u);
		expect(firstError('{"a": "b', "json")).toEqual(['{"a": ', "A quoted string is not closed."]);
		expect(firstError('{"a": 1\n"b": 2}', "json")[1]).toBe("A comma is missing before this.");
	});
});

describe("what CloudFormation reads and the specification does not", () => {
	test.each([
		[
			"brackets closed at the parent's indentation",
			"a:\n  b: [{\n    c: d\n  }]\ne: f",
			["a", "b"],
			"[{\n    c: d\n  }]",
		],
		["a quoted text that goes on at the margin", 'a:\n  b: "one\ntwo"\ne: f', ["a", "b"], '"one\ntwo"'],
		["brackets indented by tabs", "a:\n  b: {\n\t\tc: d\n\t}\ne: f", ["a", "b"], "{\n\t\tc: d\n\t}"],
	])("%s", (_, text, path, source) => {
		const result = parseTemplate(text, "yaml");
		expect(result.ok).toBe(true);
		expect(result.file?.errors.every((problem) => problem.tolerated)).toBe(true);
		const node = at(result.file?.body ?? null, ...path);
		expect(text.slice(node.start, node.end)).toBe(source);
		expect(slice(text, "e")).toBe("f");
	});

	test.each([
		[150, true],
		// Each forgiven line costs a parse of the whole: past a bound the file is refused, as the specification says.
		[20_000, false],
	])("%i lines to forgive: read %s", (lines, ok) => {
		const text = `a: {\n${Array.from({ length: lines }, (_line, index) => `  b${String(index)}: {\nc: d},\n`).join("")}  e: f\n  }\n`;
		expect(parseTemplate(text, "yaml").ok).toBe(ok);
	});
});

describe("comments", () => {
	const comments = (text: string): readonly string[] =>
		read(text).comments.map((comment) => text.slice(comment.start, comment.end));

	test("are read where one speaks to the linter", () => {
		const text =
			"# eslint-disable\na: b # why\nc: d#e\nf: 'g # h' # i\nj: | # kmslint\n  # text\n  k # l\n# m\nn: [o, # p\n  q]\nr: # s\n  t: u";
		expect(comments(text)).toEqual(["# eslint-disable", "# why", "# i", "# kmslint", "# m", "# p", "# s"]);
		expect(read(text).comments[0]).toMatchObject({ value: " eslint-disable", start: 0 });
	});

	test("speak to the linter by the word kmslint too", () => {
		expect(comments("a: b # kmslint")).toEqual(["# kmslint"]);
	});

	test("cost nothing where none does", () => {
		expect(comments("# why\na: b # why")).toEqual([]);
	});

	test("end with their line", () => {
		expect(comments("a: b # eslint-x\r\n# y\rc: d")).toEqual(["# eslint-x", "# y"]);
	});
});

describe("a text that is broken", () => {
	test.each([
		["A: 1\nB=c\nD: 2\n", ["A", "D"]],
		["A: 1\r\nB=c\r\n  e\r\n\r\nD: 2\r\n", ["A", "D"]],
		["? A\n  B\n: 1\nB=c\nD: 2\n", ["A B", "D"]],
	])("gives a key no line before it, which has no colon (%j)", (text, keys) => {
		const body = parseTemplate(text, "yaml").file?.body;
		const pairs = body?.type === "TemplateMapping" ? body.pairs : [];
		expect(pairs.map(({ key }) => (key as TemplateScalar).value)).toEqual(keys);
		const last = pairs.at(-1)?.key;
		expect(text.slice(last?.start, last?.end)).toBe("D");
	});

	test.each([
		["a tab that indents", "a:\n\tb: c", "a:\n", "A tab cannot indent in YAML; use spaces."],
		["a quote that is not closed", 'a: b\nc: "d\ne: f\n', "a: b\nc: ", "A quoted string is not closed."],
		[
			"half a document",
			'Resources:\n  A:\n    Type: "AWS::',
			"Resources:\n  A:\n    Type: ",
			"A quoted string is not closed.",
		],
		["a bracket that is not closed", "a: [b, c", "a: ", "A bracket is not closed."],
		["a comma that is missing", "a: [b, {c: d} e]", "a: [b, {c: d} ", "A comma is missing before this."],
		["a second colon", "a: b: c", "a: ", "A second `: ` on this line; quote a value that contains one."],
		[
			"a second colon after a tag",
			"a: !Sub b: c",
			"a: ",
			"A second `: ` on this line; quote a value that contains one.",
		],
		["an unknown escape", 'a: "\\q"', 'a: "', "A backslash in double quotes starts no known escape."],
		[
			"a text that starts with a sign",
			"a: @b",
			"a: ",
			"A value cannot start with this character; put it in quotes.",
		],
		[
			"a control character",
			"a: b\u0001",
			"a: b",
			"This character is not allowed in a template; write it as an escape in double quotes.",
		],
		["a binary file", "\u007fELF\0\u0001", "\u007fELF", "This is not a text file."],
		[
			"a further document",
			"a: b\n---\nc: d",
			"a: b\n---\n",
			"A template must be a single YAML document; this starts another.",
		],
	])("%s is said where it stands", (_, text, before, message) => {
		expect(firstError(text)).toEqual([before, message]);
	});

	test("is read as far as it can be", () => {
		const result = parseTemplate('a: b\nc: "\\q"\nd: e', "yaml");
		expect(at(result.file?.body ?? null, "a")).toMatchObject({ value: "b" });
		expect(at(result.file?.body ?? null, "d")).toMatchObject({ value: "e" });
	});

	test("keeps its first document", () => {
		expect(at(parseTemplate("a: b\n---\nc: d", "yaml").file?.body ?? null, "a")).toMatchObject({ value: "b" });
	});

	test("is never quoted in an error", () => {
		const secret = "hunter2hunter2";
		for (const broken of [
			`a: "${secret}`,
			`a: ${secret}: ${secret}: x`,
			`- ${secret}\n${secret}: x\n  ${secret}`,
			`{"${secret}" "${secret}"}`,
			`a: *${secret}`,
			`a: !${secret}!${secret} x`,
			`%${secret}\na: b`,
			`a: [${secret}}`,
			`a: |${secret}\n`,
			`&${secret} &${secret} a`,
			`"\\${secret}"`,
			`a: "\\q${secret}"`,
		]) {
			const result = parseTemplate(broken, "yaml");
			expect(result.ok, broken).toBe(false);
			const messages = result.ok ? [] : result.errors.map((error) => error.message);
			expect(messages.join("\n")).not.toContain(secret.slice(0, 4));
			expect(messages.filter((message) => !message.endsWith("."))).toEqual([]);
		}
	});

	test.each(["", " \n\t\n", "# why\n", "---\n", "\uFEFF", "...\n"])("is not %j, which is empty", (text) => {
		expect(read(text).body).toBeNull();
	});

	test("is not one with a directive or a byte order mark", () => {
		expect(slice("%YAML 1.1\n---\na: b", "a")).toBe("b");
		expect(slice("\uFEFFa: b", "a")).toBe("b");
	});
});

describe("a text that means harm", () => {
	const MANY = 100_000;
	/**
	 * So long that work that grows faster than the text would not end today, and past what the reference parser is
	 * asked about.
	 */
	const LONG = 1_200_000;

	test.each([
		["brackets", "[".repeat(MANY)],
		["closed brackets", "[".repeat(MANY) + "]".repeat(MANY)],
		["braces", '{"a":'.repeat(MANY)],
		["dashes", "- ".repeat(MANY)],
		["question marks", "? ".repeat(MANY)],
	])("of %s is too deep", (_, text) => {
		expect(firstError(text)[1]).toBe("It is nested deeper than 500 levels.");
	});

	test("that is broken and deep ends in an error", () => {
		expect(firstError(`a: "\\q"\nb: ${"[".repeat(MANY)}`)[1]).toBe(
			"A backslash in double quotes starts no known escape.",
		);
	});

	test.each([
		["a plain text", `a: ${"x".repeat(LONG)}`],
		["a quoted text", `a: "${"x".repeat(LONG)}"`],
		["an open quote", `a: "${"x".repeat(LONG)}`],
		["words", `a: ${"x y ".repeat(LONG / 4)}`],
		["tags", `a: ${"!".repeat(LONG)}`],
		["colons", "a: ".repeat(LONG / 3)],
		["blanks", `a:${" ".repeat(LONG)}b`],
		["quotes", '"'.repeat(LONG)],
		["signs of comments", `a: b # eslint ${"# ".repeat(LONG / 2)}`],
		["items that are not closed", `[${"a,".repeat(LONG / 2)}`],
		["brackets closed at the margin", `${"a: b\n".repeat(240_000)}${"c:\n  d: [{\n  }]\n".repeat(400)}`],
		["lines that end in an error", `${"a: b\n".repeat(LONG / 5)}\tx: [`],
	])("with a megabyte of %s is answered", (_, text) => {
		const result = parseTemplate(text, "yaml");
		expect(result.ok || result.errors.length > 0).toBe(true);
	});

	test("gets no more than a hundred complaints", () => {
		const result = parseTemplate("- *x\n".repeat(5_000), "yaml");
		expect(result.ok ? 0 : result.errors.length).toBe(100);
	});
});
