import { renderWay } from "../../model/way.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { alternatives, type Value } from "../../model/value.ts";
import { readFile } from "./read-file.ts";
import { wording } from "../../text/wording.ts";

type Data = string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };

const HEAD: Data = {
	Parameters: { Given: { Type: "String", Default: "d" }, Asked: { Type: "String" } },
	Mappings: { Map: { top: { second: "mapped" }, other: { second: "also" } } },
	Conditions: { Open: { "Fn::Equals": [{ Ref: "AWS::Region" }, "x"] } },
};

/** A value of the model without its places: what it means. */
function meaning(value: Value, depth = 0): unknown {
	if (depth > 30) {
		return "deep";
	}
	const next = (inner: Value): unknown => meaning(inner, depth + 1);
	switch (value.kind) {
		case "absent":
			return { absent: value.explicit };
		case "literal":
			return { literal: value.value, text: value.text };
		case "map":
			return { map: value.entries.map((entry) => [entry.key, next(entry.value)]), open: value.open };
		case "list":
			return { list: value.items.map(next), open: value.open };
		case "text":
			return { text: value.parts.map((part) => (typeof part === "string" ? part : next(part))) };
		case "reference":
			return { reference: value.to.of === "parameter" ? ["parameter", value.to.name] : { ...value.to } };
		case "branches":
			return { branches: value.branches.map((branch) => [renderWay(branch.when), next(branch.value)]) };
		case "unresolved":
			return { unresolved: value.why };
		default:
			return value satisfies never;
	}
}

function read(text: string, filename: string): unknown {
	const resource = readFile(text, filename, { parameterOverrides: {} }).stack?.resource("One");
	return resource === undefined ? "no resource" : meaning(resource.get("A"));
}

/** YAML in flow with short tags, as a person writes it; texts in double quotes, which YAML and JSON share. */
function short(data: Data, withTags: boolean): string {
	if (Array.isArray(data)) {
		return `[${(data as readonly Data[]).map((item) => short(item, withTags)).join(", ")}]`;
	}
	if (typeof data !== "object" || data === null) {
		return JSON.stringify(data);
	}
	const pairs = Object.entries(data as { readonly [key: string]: Data });
	const [first] = pairs;
	if (withTags && pairs.length === 1 && first !== undefined && (first[0] === "Ref" || first[0].startsWith("Fn::"))) {
		const [key, argument] = first;
		const tag = `!${key.replace("Fn::", "")}`;
		if (key === "Fn::GetAtt" && Array.isArray(argument)) {
			return `${tag} ${argument.join(".")}`;
		}
		// A tag cannot stand right behind another: the inner one takes its long form.
		const inner = short(argument, withTags);
		return `${tag} ${inner.startsWith("!") ? short(argument, false) : inner}`;
	}
	return `{ ${pairs.map(([key, item]) => `${JSON.stringify(key)}: ${short(item, withTags)}`).join(", ")} }`;
}

/** YAML in blocks. `yaml` folds and quotes as it likes, which is the point. */
function block(data: Data): string {
	return stringify(data, { version: "1.1" });
}

const leaf: fc.Arbitrary<Data> = fc.oneof(
	fc.string({ maxLength: 12 }).filter((text) => !/[\p{Cc}\p{Cs}\u2028\u2029\uFEFF]/u.test(text)),
	fc.constantFrom(
		"true",
		"no",
		"1",
		"on",
		"~",
		"",
		"a: b",
		"# a",
		"${Given}",
		"a${One}b",
		"${AWS::Region}",
		"${!x}",
		"{{resolve:ssm:x}}",
	),
	fc.integer({ min: -1000, max: 1000 }),
	fc.boolean(),
);

const { value: values } = fc.letrec<{ value: Data; list: Data }>((tie) => ({
	list: fc.array(tie("value"), { maxLength: 3 }),
	value: fc.oneof(
		{ maxDepth: 4, withCrossShrink: true },
		leaf,
		fc.constantFrom<Data>(
			{ Ref: "Given" },
			{ Ref: "Asked" },
			{ Ref: "One" },
			{ Ref: "AWS::Region" },
			{ Ref: "AWS::NoValue" },
			{ Ref: "Nobody" },
			{ "Fn::GetAtt": ["One", "Arn"] },
			{ "Fn::GetAtt": ["One", "Outputs.X"] },
		),
		leaf.map((text): Data => ({ "Fn::Sub": String(text) })),
		fc
			.tuple(leaf, tie("value"))
			.map(([text, value]): Data => ({ "Fn::Sub": [`a\${X}${String(text)}`, { X: value }] })),
		tie("list").map((list): Data => ({ "Fn::Join": ["-", list] })),
		fc.tuple(tie("value"), tie("value")).map(([one, other]): Data => ({ "Fn::If": ["Open", one, other] })),
		fc.constantFrom<Data>(
			{ "Fn::FindInMap": ["Map", "top", "second"] },
			{ "Fn::FindInMap": ["Map", { Ref: "Asked" }, "second"] },
			{ "Fn::FindInMap": ["Nobody", "a", "b"] },
		),
		tie("list").map((list): Data => ({ "Fn::Select": ["0", list] })),
		tie("value").map((value): Data => ({ "Fn::Base64": value })),
		tie("value").map((value): Data => ({ "Fn::ImportValue": value })),
		tie("list"),
		fc.dictionary(fc.constantFrom("A", "B", "C", "Name", "Value"), tie("value"), { maxKeys: 3 }),
	),
}));

describe("one value in three spellings", () => {
	test("gives one model", () => {
		fc.assert(
			fc.property(values, (value) => {
				const data: Data = { ...HEAD, Resources: { One: { Type: "AWS::X::Y", Properties: { A: value } } } };
				const json = read(JSON.stringify(data), "template.json");
				expect(read(JSON.stringify(data, null, 2), "template.json")).toEqual(json);
				expect(read(short(data, true), "template.yaml")).toEqual(json);
				expect(read(short(data, false), "template.yaml")).toEqual(json);
				expect(read(block(data), "template.yaml")).toEqual(json);
			}),
			{ numRuns: 400 },
		);
	});
});

/** The meaning of property `A`, written in YAML. */
function valueOf(written: string, head = ""): unknown {
	return read(`${head}Resources:\n  One: { Type: AWS::X::Y, Properties: { A: ${written} } }\n`, "template.yaml");
}

describe("a scalar", () => {
	test.each([
		["yes", { literal: true, text: "yes" }],
		["Off", { literal: false, text: "Off" }],
		['"yes"', { literal: "yes", text: "yes" }],
		["0123", { literal: 123, text: "0123" }],
		["1e3", { literal: 1000, text: "1e3" }],
		["~", { literal: null, text: "~" }],
		["''", { literal: "", text: "" }],
		["!Sub plain", { literal: "plain", text: "plain" }],
		["!Unknown text", { unresolved: "`Fn::Unknown` is not known until deployment" }],
		["!!str 1", { literal: 1, text: "1" }],
	])("%s", (written, expected) => {
		expect(valueOf(written)).toEqual(expected);
	});
});

describe("an intrinsic", () => {
	test.each([
		[
			"`Fn::GetAtt` of a nested attribute",
			"!GetAtt One.Outputs.Key",
			{ reference: { of: "resource", id: "One", attribute: "Outputs.Key" } },
		],
		[
			"a `Sub` of one hole is the reference",
			'!Sub "${One.Arn}"',
			{ reference: { of: "resource", id: "One", attribute: "Arn" } },
		],
		[
			"a `Sub` keeps a literal hole",
			'!Sub "${!x}-${AWS::Region}"',
			{ text: ["${x}-", { reference: { of: "pseudo", name: "AWS::Region" } }] },
		],
		["a `Join` leaves out NoValue", '!Join ["-", [a, !Ref AWS::NoValue, b]]', { literal: "a-b", text: "a-b" }],
		["an `If` without a branch", "!If [Open, a]", { unresolved: "the `If` lacks its condition or a branch" }],
		["a `Select` past its list", "!Select [3, [a]]", { unresolved: "the `Select` points past its list" }],
		[
			"a `Ref` to nobody",
			"!Ref Nobody",
			{ unresolved: wording("'{{name}}' is not defined in this template", { name: "Nobody" }) },
		],
		["a `Join` of a list in a list", "!Join ['-', [[a]]]", { unresolved: "it cannot be converted to text" }],
		["a `Sub` of a map", '!Sub ["${X}", { X: { B: 1 } }]', { unresolved: "it cannot be converted to text" }],
		["a short tag around a long form", "!Base64 { 'Fn::Sub': 'a' }", { literal: "a", text: "a" }],
		["a dynamic call", "!Split [',', a]", { unresolved: "`Fn::Split` is not known until deployment" }],
	])("%s", (_, written, expected) => {
		expect(valueOf(written)).toEqual(expected);
	});

	test("a mapping with a default keeps both ways", () => {
		const head = "Transform: AWS::LanguageExtensions\nMappings:\n  M: { a: { x: one } }\n";
		expect(valueOf("!FindInMap [M, !Ref AWS::Region, x, { DefaultValue: none }]", head)).toEqual({
			branches: [
				["mapping 'M' selects 'a.x'", { literal: "one", text: "one" }],
				["mapping 'M' has no row", { literal: "none", text: "none" }],
			],
		});
	});

	test("a mapping by a parameter gives the rows that the parameter allows", () => {
		const head =
			"Parameters:\n  Stage: { Type: String, AllowedValues: [dev] }\nMappings:\n  M: { dev: { x: one }, prod: { x: two } }\n";
		expect(valueOf("!FindInMap [M, !Ref Stage, x]", head)).toEqual({ literal: "one", text: "one" });
	});
});

describe("merge keys and aliases", () => {
	test("a merge key gives way to the map's own, and of several the first wins", () => {
		const head = "X: { a: &a { K: 1, L: 1 }, b: &b { L: 2, M: 2 } }\n";
		expect(valueOf("{ <<: [*a, *b], K: 3 }", head)).toEqual({
			map: [
				["L", { literal: 1, text: "1" }],
				["M", { literal: 2, text: "2" }],
				["K", { literal: 3, text: "3" }],
			],
			open: false,
		});
	});

	test("a merge of what cannot be read leaves the map open", () => {
		expect(valueOf("{ <<: !Ref Other, K: 3 }")).toMatchObject({ open: true });
	});

	test("an alias that stands inside its own anchor ends in unresolved", () => {
		const text = "Resources:\n  One:\n    Type: AWS::X::Y\n    Properties:\n      A: &loop\n        B: *loop\n";
		expect(JSON.stringify(read(text, "template.yaml"))).toContain("unresolved");
	});

	test("a bomb of aliases ends in unresolved, and at once", () => {
		const levels = 40;
		const bomb = Array.from(
			{ length: levels },
			(_, index) =>
				`  l${String(index)}: &l${String(index)} [${index === 0 ? "x" : Array.from({ length: 9 }, () => `*l${String(index - 1)}`).join(", ")}]`,
		).join("\n");
		const text = `Bomb:\n${bomb}\nResources:\n  One: { Type: AWS::X::Y, Properties: { A: *l${String(levels - 1)} } }\n`;
		const resource = readFile(text, "template.yaml", { parameterOverrides: {} }).stack?.resource("One");
		let seen = 0;
		let unresolved = 0;
		const walk = (value: Value): void => {
			seen += 1;
			if (seen > 200_000) {
				throw new Error("The bomb went off.");
			}
			if (value.kind === "list") {
				value.items.forEach(walk);
			} else if (value.kind === "unresolved") {
				unresolved += 1;
			}
		};
		walk(resource?.get("A") ?? { kind: "absent", span: { start: 0, end: 0 }, explicit: false });
		expect(unresolved).toBeGreaterThan(0);
	});

	test("too many branches end in one that is unknown", () => {
		const rows = Array.from({ length: 100 }, (_, index) => `r${String(index)}: { x: v${String(index)} }`).join(
			", ",
		);
		const text = `Mappings:\n  M: { ${rows} }\nResources:\n  One: { Type: AWS::X::Y, Properties: { A: !FindInMap [M, !Ref AWS::Region, x] } }\n`;
		const value = readFile(text, "template.yaml", { parameterOverrides: {} }).stack?.resource("One")?.get("A");
		expect(value === undefined ? [] : alternatives(value).map((one) => one.value.kind)).toEqual(["unresolved"]);
	});
});

describe("nesting", () => {
	test("deeper than any template is unresolved or refused, never a throw", () => {
		for (const depth of [100, 250, 5000]) {
			const text = `{"Resources":{"One":{"Type":"AWS::X::Y","Properties":{"A":${"[".repeat(depth)}1${"]".repeat(depth)}}}}}`;
			expect(() => readFile(text, "template.json", { parameterOverrides: {} })).not.toThrow();
		}
	});
});
