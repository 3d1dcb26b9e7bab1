import { describe, expect, test } from "vitest";
import { type NewResource, refTo, type Written } from "../../../model/written.ts";
import { dedent } from "../../../testing/dedent.ts";
import { applyEdits } from "../../../text/apply-edits.ts";
import { readFile } from "../read-file.ts";

/** The text after a property of resource `One` was set; null where the editor refuses. */
function set(text: string, path: string, value: Written, filename = "template.yaml"): string | null {
	const edits = readFile(text, filename, { parameterOverrides: {} }).stack?.resource("One")?.set(path, value) ?? null;
	return edits === null ? null : applyEdits(text, edits);
}

function add(
	text: string,
	resources: Readonly<Record<string, NewResource>>,
	filename = "template.yaml",
): string | null {
	const edits = readFile(text, filename, { parameterOverrides: {} }).stack?.editor.addResources(resources) ?? null;
	return edits === null ? null : applyEdits(text, edits);
}

/** The text after an attribute of parameter `One` was set; null where the editor refuses. */
function setAttribute(text: string, key: string, value: Written, filename = "template.yaml"): string | null {
	const stack = readFile(text, filename, { parameterOverrides: {} }).stack;
	const parameter = stack?.parameters.get("One");
	const edits = parameter === undefined ? null : (stack?.editor.setAttribute(parameter, key, value) ?? null);
	return edits === null ? null : applyEdits(text, edits);
}

const HEAD = "Resources:\n  One:\n    Type: AWS::X::Y\n";
const REF = refTo("Key", "Arn");

describe("setting a property", () => {
	test.each([
		[
			"after the last one",
			`${HEAD}    Properties:\n      A: 1\n`,
			`${HEAD}    Properties:\n      A: 1\n      B: true\n`,
		],
		[
			"behind its comment",
			`${HEAD}    Properties:\n      A: 1 # a\n`,
			`${HEAD}    Properties:\n      A: 1 # a\n      B: true\n`,
		],
		[
			"in a file that ends without a line end",
			`${HEAD}    Properties:\n      A: 1 # a`,
			`${HEAD}    Properties:\n      A: 1 # a\n      B: true`,
		],
		[
			"behind a key that has a line of its own",
			`${HEAD}    ? Properties\n    : A: 1\n`,
			`${HEAD}    ? Properties\n    : A: 1\n      B: true\n`,
		],
		[
			"in line with the marks of such keys",
			`${HEAD}    Properties:\n      ? A\n      : 1\n`,
			`${HEAD}    Properties:\n      ? A\n      : 1\n      B: true\n`,
		],
		[
			"in place of a list as far left as its key, below a comment",
			`${HEAD}    Properties:\n      B:\n      # all\n      - a\n`,
			`${HEAD}    Properties:\n      B:\n      # all\n        true\n`,
		],
		["with properties of its own where there are none", HEAD, `${HEAD}    Properties:\n      B: true\n`],
		[
			"where the properties are empty and have comments, which stay on their lines",
			`${HEAD}    Properties: # why\n      # none yet\n    Metadata: {}\n`,
			`${HEAD}    Properties: # why\n      B: true\n      # none yet\n    Metadata: {}\n`,
		],
		[
			"where nothing but such a comment is left of the file",
			`${HEAD}    Properties: # why`,
			`${HEAD}    Properties: # why\n      B: true`,
		],
		[
			"where the properties are empty",
			`${HEAD}    Properties:\n    Metadata: {}\n`,
			`${HEAD}    Properties:\n      B: true\n    Metadata: {}\n`,
		],
		[
			"where the properties are empty braces",
			`${HEAD}    Properties: {}\n`,
			`${HEAD}    Properties: { B: true }\n`,
		],
		[
			"where the empty braces have comments, which stay",
			`${HEAD}    Properties: { # none yet\n      # at all\n    }\n`,
			`${HEAD}    Properties: { B: true # none yet\n      # at all\n    }\n`,
		],
		["in braces", `${HEAD}    Properties: { A: 1 }\n`, `${HEAD}    Properties: { A: 1, B: true }\n`],
		["in braces without blanks", `${HEAD}    Properties: {A: 1}\n`, `${HEAD}    Properties: {A: 1, B: true}\n`],
		[
			"in braces behind a comma",
			`${HEAD}    Properties: { A: 1, }\n`,
			`${HEAD}    Properties: { A: 1, B: true }\n`,
		],
		[
			"in braces over several lines",
			`${HEAD}    Properties: {\n      A: 1, # a\n      C: 2 # c\n    }\n`,
			`${HEAD}    Properties: {\n      A: 1, # a\n      C: 2,\n      B: true # c\n    }\n`,
		],
		[
			"over a value",
			`${HEAD}    Properties:\n      B: false # off\n      C: 2\n`,
			`${HEAD}    Properties:\n      B: true # off\n      C: 2\n`,
		],
		[
			"over a quoted value",
			`${HEAD}    Properties:\n      "B": 'false'\n`,
			`${HEAD}    Properties:\n      "B": true\n`,
		],
		[
			"over a map of several lines",
			`${HEAD}    Properties:\n      B:\n        Ref: AWS::NoValue\n      C: 2\n`,
			`${HEAD}    Properties:\n      B: true\n      C: 2\n`,
		],
		[
			"over a missing value",
			`${HEAD}    Properties:\n      B:\n      C: 2\n`,
			`${HEAD}    Properties:\n      B: true\n      C: 2\n`,
		],
		[
			"under a comment before the value",
			`${HEAD}    Properties:\n      B: # why\n        !Ref AWS::NoValue\n`,
			`${HEAD}    Properties:\n      B: # why\n        true\n`,
		],
		[
			"before the first where the last keeps its blank lines",
			`${HEAD}    Properties:\n      A: |+\n        a\n\n\n  Two: {}\n`,
			`${HEAD}    Properties:\n      B: true\n      A: |+\n        a\n\n\n  Two: {}\n`,
		],
		[
			"after a folded text",
			`${HEAD}    Properties:\n      A: >\n        a\n        # b\n\n  Two: {}\n`,
			`${HEAD}    Properties:\n      A: >\n        a\n        # b\n      B: true\n\n  Two: {}\n`,
		],
		[
			"after an alias",
			`X: &x 1\n${HEAD}    Properties:\n      A: *x\n`,
			`X: &x 1\n${HEAD}    Properties:\n      A: *x\n      B: true\n`,
		],
		[
			"after a list at the level of its key",
			`${HEAD}    Properties:\n      A:\n      - 1\n      - 2\n`,
			`${HEAD}    Properties:\n      A:\n      - 1\n      - 2\n      B: true\n`,
		],
	])("%s", (_, before, after) => {
		expect(set(before, "B", true)).toBe(after);
	});

	test.each([
		["an alias shows what belongs elsewhere", `X: &x { A: 1 }\n${HEAD}    Properties: *x\n`, "B"],
		["an alias is the value", `X: &x false\n${HEAD}    Properties:\n      B: *x\n`, "B"],
		[
			"an anchor is on the value",
			`${HEAD}    Properties:\n      B: &b false\n  Two: { Type: AWS::X::Y, Properties: { B: *b } }\n`,
			"B",
		],
		[
			"an anchor is in the value",
			`${HEAD}    Properties:\n      B: { C: &c 1 }\n  Two: { Type: AWS::X::Y, Properties: { B: *c } }\n`,
			"B",
		],
		["a comment is in the value", `${HEAD}    Properties:\n      B:\n        C: 1 # why\n        D: 2\n`, "B"],
		["a comment stands in the head of a block", `${HEAD}    Properties:\n      B: | # why\n        text\n`, "B"],
		["a comment stands before the colon", `${HEAD}    Properties:\n      ? B # a: b\n      : false\n`, "B"],
		["a condition decides", `${HEAD}    Properties: !If [A, { C: 1 }, { C: 2 }]\n`, "B"],
		["a condition decides above it", `${HEAD}    Properties:\n      A: !If [X, { C: 1 }, { C: 2 }]\n`, "A.B"],
		["a text stands above it", `${HEAD}    Properties:\n      A: text\n`, "A.B"],
		[
			"a loop makes pairs beside it",
			`${HEAD}    Properties:\n      A: 1\n      Fn::ForEach::L: [N, [B], { "\${N}": false }]\n`,
			"B",
		],
		[
			"a loop makes pairs above it",
			`${HEAD}    Properties: { "Fn::ForEach::L": [N, [A], { "\${N}": { B: false } }] }\n`,
			"A.B",
		],
	])("is refused where %s", (_, text, path) => {
		expect(set(text, path, true)).toBeNull();
	});

	test("writes beside a loop only over what is there", () => {
		const loop = 'Fn::ForEach::L: [N, [A], { "${N}": 1 }]';
		expect(set(`${HEAD}    Properties:\n      B: false\n      ${loop}\n`, "B", true)).toBe(
			`${HEAD}    Properties:\n      B: true\n      ${loop}\n`,
		);
	});

	test("replaces no value that a loop gives to several keys", () => {
		const of = (items: string, key: string) => {
			const text = `${HEAD}    Properties:\n      C: 1\n      Fn::ForEach::L: [N, [${items}], { "${key}": false }]\n`;
			const { stack } = readFile(text, "template.yaml", { parameterOverrides: {} });
			const value = stack?.resource("One")?.get("A");
			return value === undefined ? undefined : (stack?.editor.replace(value, true) ?? null);
		};
		expect(of("A, B", "${N}")).toBeNull();
		expect(of("A, B", "&{N}")).toBeNull();
		expect(of("X", "A")).toHaveLength(1);
	});

	test("makes the maps that are missing on the way", () => {
		expect(set(`${HEAD}    Properties:\n      A: 1\n`, "B.C.D", "x")).toBe(
			`${HEAD}    Properties:\n      A: 1\n      B:\n        C:\n          D: x\n`,
		);
	});

	test("writes intrinsics as the file's dialect does", () => {
		expect(set(`${HEAD}    Properties: { A: 1 }\n`, "B", REF)).toBe(
			`${HEAD}    Properties: { A: 1, B: !GetAtt Key.Arn }\n`,
		);
		expect(set('{"Resources":{"One":{"Type":"AWS::X::Y","Properties":{"A":1}}}}', "B", REF, "t.json")).toBe(
			'{"Resources":{"One":{"Type":"AWS::X::Y","Properties":{"A":1,"B":{"Fn::GetAtt":["Key","Arn"]}}}}}',
		);
	});

	test("quotes what would read as something else", () => {
		for (const text of [
			"true",
			"no",
			"1",
			"",
			"a: b",
			"a #b",
			"#a",
			"- a",
			"*a",
			"&a",
			"!a",
			"{a}",
			"[a]",
			"null",
			"~",
			"a:",
			" a",
			"a ",
			"1e3",
			"@a",
			"`a`",
			"%a",
			"'a'",
			'"a"',
			"a\nb",
			"\t",
		]) {
			const written = set(`${HEAD}    Properties:\n      A: 1\n`, "B", text);
			const value = readFile(written ?? "", "template.yaml", { parameterOverrides: {} })
				.stack?.resource("One")
				?.get("B");
			expect(value?.kind === "literal" ? value.value : value, JSON.stringify(text)).toBe(text);
		}
	});

	test("keeps four blanks, tabs in JSON, and CRLF", () => {
		expect(set("Resources:\r\n    One:\r\n        Type: AWS::X::Y\r\n", "B.C", 1)).toBe(
			"Resources:\r\n    One:\r\n        Type: AWS::X::Y\r\n        Properties:\r\n            B:\r\n                C: 1\r\n",
		);
		expect(
			set('{\n\t"Resources": {\n\t\t"One": {\n\t\t\t"Type": "AWS::X::Y"\n\t\t}\n\t}\n}\n', "B", 1, "t.json"),
		).toBe(
			'{\n\t"Resources": {\n\t\t"One": {\n\t\t\t"Type": "AWS::X::Y",\n\t\t\t"Properties": {\n\t\t\t\t"B": 1\n\t\t\t}\n\t\t}\n\t}\n}\n',
		);
	});
});

describe("setting an attribute of a parameter", () => {
	const REST = "Resources: { T: { Type: AWS::X::Y } }\n";

	test.each([
		[
			"after the last one",
			`Parameters:\n  One:\n    Type: String # a\n${REST}`,
			`Parameters:\n  One:\n    Type: String # a\n    NoEcho: true\n${REST}`,
		],
		[
			"in braces",
			`Parameters:\n  One: { Type: String }\n${REST}`,
			`Parameters:\n  One: { Type: String, NoEcho: true }\n${REST}`,
		],
		[
			"over a value",
			`Parameters:\n  One:\n    NoEcho: "false" # b\n    Type: String\n${REST}`,
			`Parameters:\n  One:\n    NoEcho: true # b\n    Type: String\n${REST}`,
		],
	])("goes %s", (_, before, after) => {
		expect(setAttribute(before, "NoEcho", true)).toBe(after);
	});

	test.each([
		["an alias shows another parameter", `Parameters:\n  Two: &two { Type: String }\n  One: *two\n${REST}`],
		["an alias may show it elsewhere", `Parameters:\n  One: &one { Type: String }\n  Two: *one\n${REST}`],
	])("is refused where %s", (_, text) => {
		expect(setAttribute(text, "NoEcho", true)).toBeNull();
	});
});

/** The text without the `Default` of parameter `One`; null where the editor refuses. */
function removeDefault(text: string, filename = "template.yaml"): string | null {
	const stack = readFile(text, filename, { parameterOverrides: {} }).stack;
	const parameter = stack?.parameters.get("One");
	const edits = parameter === undefined ? null : (stack?.editor.removeAttribute(parameter, "Default") ?? null);
	return edits === null ? null : applyEdits(text, edits);
}

describe("removing an attribute of a parameter", () => {
	const REST = "Resources: { T: { Type: AWS::X::Y } }\n";
	const P = `${REST}Parameters:\n  One:\n`;

	test.each([
		[
			"takes its line",
			`${P}    Type: String\n    Default: x\n    NoEcho: true\n`,
			`${P}    Type: String\n    NoEcho: true\n`,
		],
		["takes the first line", `${P}    Default: x\n    Type: String\n`, `${P}    Type: String\n`],
		["takes the last line", `${P}    Type: String\n    Default: x\n`, `${P}    Type: String\n`],
		[
			"takes the last line of a file without a line end",
			`${P}    Type: String\n    Default: x`,
			`${P}    Type: String`,
		],
		["takes CRLF with it", `${P}    Type: String\r\n    Default: x\r\n`, `${P}    Type: String\r\n`],
		[
			"leaves the comment behind it",
			`${P}    Default: x # of May\n    Type: String\n`,
			`${P}    # of May\n    Type: String\n`,
		],
		[
			"leaves the comment above it",
			`${P}    # of May\n    Default: x\n    Type: String\n`,
			`${P}    # of May\n    Type: String\n`,
		],
		["takes blanks behind it", `${P}    Default: x  \n    Type: String\n`, `${P}    Type: String\n`],
		[
			"takes a text of several lines",
			`${P}    Default: |\n      a\n      b\n    Type: String\n`,
			`${P}    Type: String\n`,
		],
		[
			"takes the last of braces",
			`${REST}Parameters: { One: { Type: String, Default: x } }\n`,
			`${REST}Parameters: { One: { Type: String } }\n`,
		],
		[
			"takes the first of braces",
			`${REST}Parameters: { One: { Default: x, Type: String } }\n`,
			`${REST}Parameters: { One: { Type: String } }\n`,
		],
		[
			"takes one of braces without blanks",
			`${REST}Parameters: {One: {Type: String,Default: x,NoEcho: true}}\n`,
			`${REST}Parameters: {One: {Type: String,NoEcho: true}}\n`,
		],
		[
			"takes the last of braces behind a comma",
			`${REST}Parameters: { One: { Type: String, Default: x, } }\n`,
			`${REST}Parameters: { One: { Type: String, } }\n`,
		],
		[
			"leaves comments in braces",
			`${REST}Parameters: { One: {\n  Type: String, # a\n  Default: x, # b\n  NoEcho: true # c\n} }\n`,
			`${REST}Parameters: { One: {\n  Type: String, # a\n  # b\n  NoEcho: true # c\n} }\n`,
		],
		[
			"leaves comments in braces behind the last",
			`${REST}Parameters: { One: {\n  Type: String, # a\n  Default: x # b\n} }\n`,
			`${REST}Parameters: { One: {\n  Type: String, # a\n   # b\n} }\n`,
		],
	])("%s", (_, before, after) => {
		expect(removeDefault(before)).toBe(after);
		expect(readFile(after, "template.yaml", { parameterOverrides: {} })).toMatchObject({
			syntax: [],
			structure: [],
		});
	});

	test("takes its line in JSON", () => {
		const json = (...lines: readonly string[]): string =>
			['{ "Resources": { "T": { "Type": "AWS::X::Y" } }, "Parameters": { "One": {', ...lines, "} } }"].join("\n");
		expect(removeDefault(json('\t"Type": "String",', '\t"Default": "x",', '\t"NoEcho": true'), "t.json")).toBe(
			json('\t"Type": "String",', '\t"NoEcho": true'),
		);
		expect(removeDefault(json('\t"Type": "String",', '\t"Default": "x"'), "t.json")).toBe(
			json('\t"Type": "String"'),
		);
	});

	test.each([
		["it is the only one", `${REST}Parameters:\n  One:\n    Default: x\n`],
		["it stands twice", `${P}    Default: x\n    Default: y\n    Type: String\n`],
		[
			"an anchor is on the value",
			`${P}    Type: String\n    Default: &x x\n  Two: { Type: String, Default: *x }\n`,
		],
		["an alias is the value", `X: &x x\n${P}    Type: String\n    Default: *x\n`],
		["a comment stands before the value", `${P}    Type: String\n    Default: # of May\n      x\n`],
		["a comment stands behind the sign of a block", `${P}    Type: String\n    Default: | # of May\n      x\n`],
		["a comment stands in a list", `${P}    Type: String\n    Default:\n      - x # of May\n      - y\n`],
		[
			"an alias may show it elsewhere",
			`${REST}Parameters:\n  One: &one { Type: String, Default: x }\n  Two: *one\n`,
		],
		["there is none", `${P}    Type: String\n`],
	])("is refused where %s", (_, text) => {
		expect(removeDefault(text)).toBeNull();
	});
});

describe("adding a resource", () => {
	test("goes after the last one, before the next section", () => {
		expect(
			add(`${HEAD}\nOutputs:\n  A: { Value: 1 }\n`, {
				Key: { type: "AWS::KMS::Key", properties: {}, retained: false },
			}),
		).toBe(`${HEAD}  Key:\n    Type: AWS::KMS::Key\n\nOutputs:\n  A: { Value: 1 }\n`);
	});

	test("goes into braces and JSON", () => {
		expect(
			add("Resources: { One: { Type: AWS::X::Y } }\n", {
				Key: { type: "AWS::KMS::Key", properties: {}, retained: false },
			}),
		).toBe("Resources: { One: { Type: AWS::X::Y }, Key: { Type: AWS::KMS::Key } }\n");
		expect(
			add(
				dedent`
			{
			  "Resources": {
			    "One": { "Type": "AWS::X::Y" }
			  }
			}
		`,
				{ Key: { type: "AWS::KMS::Key", properties: {}, retained: false } },
				"t.json",
			),
		).toBe(dedent`
			{
			  "Resources": {
			    "One": { "Type": "AWS::X::Y" },
			    "Key": {
			      "Type": "AWS::KMS::Key"
			    }
			  }
			}
		`);
	});
});

describe("adding an item to a list", () => {
	const ITEM: Written = { Effect: "Deny", Action: ["a", "b"] };
	const append = (text: string, filename = "template.yaml"): string | null => {
		const stack = readFile(text, filename, { parameterOverrides: {} }).stack;
		const list = stack?.resource("One")?.get("L");
		const edits = list?.kind === "list" ? (stack?.editor.append(list, ITEM) ?? null) : null;
		return edits === null ? null : applyEdits(text, edits);
	};
	const body = (list: string): string => `Resources:\n  One:\n    Type: AWS::X::Y\n    Properties:\n      L:${list}`;

	test.each([
		[
			"in blocks",
			body("\n        - Effect: Allow # first\n      M: 1\n"),
			body(
				"\n        - Effect: Allow # first\n        - Effect: Deny\n          Action:\n            - a\n            - b\n      M: 1\n",
			),
		],
		[
			"at the level of the key",
			body("\n      - a\n"),
			body("\n      - a\n      - Effect: Deny\n        Action:\n          - a\n          - b\n"),
		],
		[
			"without a last line end",
			body("\n        - a"),
			body("\n        - a\n        - Effect: Deny\n          Action:\n            - a\n            - b"),
		],
		[
			"in brackets",
			body(" [{ Effect: Allow }]\n"),
			body(" [{ Effect: Allow }, { Effect: Deny, Action: [a, b] }]\n"),
		],
	])("%s", (_, before, after) => {
		expect(append(before)).toBe(after);
	});

	test("in JSON", () => {
		const data = (items: readonly unknown[]): object => ({
			Resources: { One: { Type: "AWS::X::Y", Properties: { L: items } } },
		});
		expect(append(JSON.stringify(data([1]), null, 2), "template.json")).toBe(
			JSON.stringify(data([1, ITEM]), null, 2),
		);
		expect(append(JSON.stringify(data([1])), "template.json")).toBe(JSON.stringify(data([1, ITEM])));
	});

	test.each([
		["an empty list", body(" []\n")],
		["a list behind an anchor", body(" &a [1]\n")],
	])("is refused for %s", (_, text) => {
		expect(append(text)).toBeNull();
	});
});
