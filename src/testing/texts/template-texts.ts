import fc from "fast-check";

// Texts of templates in every style that authors use, for properties that must hold of all of them.

/**
 * Any character but half of a pair. Not fast-check's own `unit: "binary"`, for which it lists the million characters that
 * there are first, and keeps the list.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
	.integer({ min: 0, max: 0x10_ff_ff })
	.map((code) => String.fromCodePoint(code >= 0xd8_00 && code < 0xe0_00 ? code - 0x08_00 : code));

/** A template as data, with the choices of its author. */
type Sketch =
	| {
			readonly kind: "scalar";
			readonly text: string;
			readonly style: "plain" | "single" | "double" | "literal" | "folded";
			readonly chomp: string;
			readonly properties: string;
	  }
	| {
			readonly kind: "mapping";
			readonly entries: readonly (readonly [string, Sketch])[];
			readonly flow: boolean;
			readonly properties: string;
			readonly comment: string;
	  }
	| {
			readonly kind: "sequence";
			readonly items: readonly Sketch[];
			readonly flow: boolean;
			readonly properties: string;
			readonly comment: string;
	  }
	| { readonly kind: "empty"; readonly properties: string }
	| { readonly kind: "alias" };

const SHORT_TAGS = [
	"Ref",
	"Sub",
	"GetAtt",
	"GetAZs",
	"Join",
	"If",
	"FindInMap",
	"Base64",
	"ImportValue",
	"Select",
	"Transform",
	"ForEach",
	"Equals",
	"Not",
];
const KEYS = [
	"Resources",
	"Type",
	"Properties",
	"Fn::Sub",
	"KmsKeyId",
	"Statement",
	"Fn::ForEach::X",
	"DB_HOST",
	"a",
	"'quoted'",
	'"double"',
	"<<",
	"key with spaces",
	"1",
	"Outputs",
];
const WORDS = [
	"AWS::Lambda::Function",
	"${AWS::StackName}-x",
	"arn:aws:s3:::bucket/*",
	"true",
	"0",
	"-1.5",
	"two words",
	"it's",
	"a#b",
	"ünï 😀",
	"x: y",
	"- z",
	"",
	"back\\slash",
	'"q"',
	"{{resolve:ssm:/a}}",
	"line\nother",
	"line\n\nother  \n",
	"  led",
	"@at",
	"#no",
];

const properties = fc.oneof(
	{ weight: 5, arbitrary: fc.constant("") },
	{ weight: 3, arbitrary: fc.constantFrom(...SHORT_TAGS).map((tag) => `!${tag} `) },
	fc.constantFrom("&a ", "!!str ", "!Sub &a ", "&b !Ref ", "!<verbatim> "),
);
const comment = fc.oneof(
	{ weight: 4, arbitrary: fc.constant("") },
	fc.constantFrom(" # a comment", " # it's [ { | > &a *b !c: d", "\t# after a tab", " # eslint-disable-line"),
);

const { sketch } = fc.letrec<{ sketch: Sketch; leaf: Sketch; mapping: Sketch; sequence: Sketch }>((tie) => ({
	sketch: fc.oneof(
		{ maxDepth: 5, depthIdentifier: "template" },
		tie("leaf"),
		tie("leaf"),
		tie("mapping"),
		tie("mapping"),
		tie("sequence"),
	),
	leaf: fc.oneof(
		{
			weight: 12,
			arbitrary: fc.record({
				kind: fc.constant("scalar" as const),
				text: fc.constantFrom(...WORDS),
				style: fc.constantFrom(
					"plain" as const,
					"plain" as const,
					"single" as const,
					"double" as const,
					"literal" as const,
					"folded" as const,
				),
				chomp: fc.constantFrom("", "", "-", "+"),
				properties,
			}),
		},
		fc.record({ kind: fc.constant("empty" as const), properties }),
		fc.constant({ kind: "alias" as const }),
	),
	mapping: fc.record({
		kind: fc.constant("mapping" as const),
		entries: fc.array(fc.tuple(fc.constantFrom(...KEYS), tie("sketch")), {
			maxLength: 5,
			depthIdentifier: "template",
		}),
		flow: fc.boolean(),
		properties,
		comment,
	}),
	sequence: fc.record({
		kind: fc.constant("sequence" as const),
		items: fc.array(tie("sketch"), { maxLength: 5, depthIdentifier: "template" }),
		flow: fc.boolean(),
		properties,
		comment,
	}),
}));

/** A plain text that YAML reads as such, else the same text in quotes. */
function inlineOf(node: Sketch & { readonly kind: "scalar" }): string {
	if (node.style === "single") {
		return `'${node.text.replaceAll("'", "''").replaceAll("\n", "\n\n      ")}'`;
	}
	const plain =
		node.style === "plain" && /^[\w$/.ü😀-][^#\n,[\]{}]*$/u.test(node.text) && !/: |:$|^- |\s$/u.test(node.text);
	return plain ? node.text : JSON.stringify(node.text);
}

function flowOf(node: Sketch): string {
	switch (node.kind) {
		case "scalar":
			return node.properties + inlineOf(node);
		case "empty":
			return node.properties === "" ? "null" : `${node.properties.trim()} `;
		case "alias":
			return "*a ";
		case "sequence":
			return `${node.properties}[${node.items.map(flowOf).join(node.comment === "" ? ", " : `,${node.comment}\n      `)}${node.items.length > 2 ? "," : ""}]`;
		case "mapping":
			return `${node.properties}{ ${node.entries.map(([key, value]) => `${key}: ${flowOf(value)}`).join(node.comment === "" ? ", " : `${node.comment === "" ? "" : " "},\n        `)} }`;
		default:
			return node satisfies never;
	}
}

/** What follows a colon or a dash: on the same line, or on the next ones, each indented by `indent`. */
function blockOf(node: Sketch, indent: string): string {
	switch (node.kind) {
		case "scalar":
			return node.style === "literal" || node.style === "folded"
				? ` ${node.properties}${node.style === "literal" ? "|" : ">"}${/^\s/u.test(node.text) ? "2" : ""}${node.chomp}\n${node.text
						.split("\n")
						.map((line) => (line === "" ? "" : indent + line))
						.join("\n")}\n`
				: ` ${flowOf(node)}\n`;
		case "empty":
			return ` ${node.properties.trim()}\n`;
		case "alias":
			return " *a\n";
		case "mapping":
			return node.flow || node.entries.length === 0
				? ` ${flowOf(node)}${node.comment}\n`
				: ` ${node.properties.trim()}${node.comment}\n${node.entries.map(([key, value]) => `${indent}${key}:${blockOf(value, `${indent}  `)}`).join("")}`;
		case "sequence":
			return node.flow || node.items.length === 0
				? ` ${flowOf(node)}${node.comment}\n`
				: ` ${node.properties.trim()}${node.comment}\n${node.items.map((item) => `${indent}-${blockOf(item, `${indent}  `)}`).join("")}`;
		default:
			return node satisfies never;
	}
}

/** Texts of YAML templates; nearly all of them are valid. */
export const yamlText: fc.Arbitrary<string> = fc
	.record({
		entries: fc.array(fc.tuple(fc.constantFrom(...KEYS), sketch), { minLength: 1, maxLength: 6 }),
		head: fc.constantFrom(
			"",
			"",
			"---\n",
			"# a comment\n\n",
			"%YAML 1.2\n---\n",
			"anchor: &a x\n",
			"anchor: &a x\n",
		),
		foot: fc.constantFrom("", "", "\n\n", "# a comment", "...\n"),
		lineEnd: fc.constantFrom("\n", "\n", "\r\n"),
		lastLineEnd: fc.boolean(),
	})
	.map(({ entries, head, foot, lineEnd, lastLineEnd }) => {
		const text = `${head}${entries.map(([key, value]) => `${key}:${blockOf(value, "  ")}`).join("")}${foot}`;
		return (lastLineEnd ? text : text.replace(/\n$/u, "")).replaceAll("\n", lineEnd);
	});

/** One of the usual ones, or now and then one that few authors know. */
function mostly(usual: readonly string[], rare: readonly string[]): fc.Arbitrary<string> {
	return fc.oneof(
		{ weight: 12, arbitrary: fc.constantFrom(...usual) },
		{ weight: 1, arbitrary: fc.constantFrom(...rare) },
	);
}

/** A collection between brackets, with line endings and comments between its parts. */
const { flow } = fc.letrec<{ flow: string; pair: string }>((tie) => ({
	flow: fc.oneof(
		{ maxDepth: 3 },
		mostly(["x", "'s'", '"d"', "!Foo x", "-z", ":x"], ["", "!Foo", "!Foo\n x", "x\n  y", "*a", "-", "x\u2028y"]),
		fc
			.tuple(mostly([", ", ",\n  ", ", # c\n  "], ["\n,", ",,"]), fc.array(tie("flow"), { maxLength: 3 }))
			.map(([comma, items]) => `[${items.join(comma)}]`),
		fc
			.tuple(mostly([", ", ",\n  ", "\n  , "], ["\n, ", ",,"]), fc.array(tie("pair"), { maxLength: 3 }))
			.map(([comma, pairs]) => `{${pairs.join(comma)}}`),
	),
	pair: fc
		.tuple(
			mostly(["a", "'q'", '"d"', "a b"], ["!Foo a", "? a", "", "a\n  b"]),
			mostly([": ", ": ", " : ", ":\n  ", "\n  :", "\n  : "], [":", " # c\n  :", ""]),
			tie("flow"),
		)
		.map((parts) => parts.join("")),
}));

const tag = mostly(["", "", "!Foo", "!Foo::B", "!Foo # c"], ["!!str", "&a", "!Foo !Bar", "!<c>", "!"]);
const value = fc.oneof(
	mostly(
		[
			"",
			"",
			"x",
			"x y",
			"-z",
			"a:b",
			"a#b",
			"'s'",
			'"d"',
			"'s\n   t'",
			'"d\n\n   e"',
			'"\\n"',
			"|\n   x\n\n    y",
			">-\n   x",
		],
		[
			"*a",
			"|2",
			"|+ # c",
			">1-\n   x",
			"x #c\n  y",
			"x: y",
			"\u0085",
			"x\u2028y",
			"\0",
			"\uFEFF",
			"\t",
			"x".repeat(2_000),
		],
	),
	flow,
);
const below = fc
	.array(
		fc
			.tuple(
				fc.nat(4),
				fc.oneof(
					tag,
					value,
					mostly(["- x", "-", "b: x", "b:", "'b': x", "# c"], ["- - x", "? b", ": x", "b\n:", "%b", "..."]),
				),
			)
			.map(([margin, text]) => `${" ".repeat(margin)}${text}\n`),
		{ maxLength: 2 },
	)
	.map((lines) => lines.join(""));
const tail = mostly(["", "", " ", " # c"], ["#c", ":", " x", "\t"]);
/** What follows a key or a dash, on its own line and on further ones at any indentation. */
const entry = fc.oneof(
	{
		weight: 2,
		arbitrary: fc
			.tuple(tag, value, tail, below)
			.map(([before, text, after, lines]) => ` ${before} ${text}${after}\n${lines}`),
	},
	{
		weight: 1,
		arbitrary: fc
			.tuple(tail, fc.integer({ min: 1, max: 4 }), tag, below)
			.map(([after, margin, alone, lines]) => `${after}\n${" ".repeat(margin)}${alone}\n${lines}`),
	},
);

/**
 * Short texts of keys or items with tags on lines of their own, values that are missing, comments and line endings in each
 * place, and signs that few authors know. Every fifth of them is what templates use of YAML.
 */
export const awkwardText: fc.Arbitrary<string> = fc
	.record({
		head: mostly(["", "", "", "---\n"], ["--- # c\n", "%YAML 1.2\n---\n", "\uFEFF", "!Foo\n", " "]),
		lead: mostly(["-", "a:"], ["'a':", "a :", "- -", "- a:", "? a\n:"]),
		entries: fc.array(entry, { minLength: 1, maxLength: 3 }),
		foot: mostly([""], ["...\n", "---\n", "# c"]),
		lineEnd: mostly(["\n"], ["\r\n", "\r", "\u0085"]),
	})
	.map(({ head, lead, entries, foot, lineEnd }) =>
		(head + entries.map((text) => lead + text).join("") + foot).replaceAll("\n", lineEnd),
	);

/** Texts of JSON, minified or indented by blanks or tabs, now and then with escapes for what need not be escaped. */
export const jsonText: fc.Arbitrary<string> = fc
	.record({
		value: fc.oneof(
			fc.jsonValue({ stringUnit: anyCharacter, maxDepth: 5 }),
			fc.dictionary(fc.constantFrom(...KEYS), fc.jsonValue({ maxDepth: 4 })),
		),
		indent: fc.constantFrom("", "  ", "    ", "\t"),
		escape: fc.boolean(),
		lineEnd: fc.constantFrom("\n", "\r\n"),
		margin: fc.constantFrom("", "", "\n", "  ", " \t\n "),
	})
	.map(({ value, indent, escape, lineEnd, margin }) => {
		const text = JSON.stringify(value, null, indent).replaceAll("\n", lineEnd);
		const escaped = escape
			? text.replace(/[^ -~\t\r\n]|\//gu, (character) => (character === "/" ? "\\/" : unitsOf(character)))
			: text;
		return margin + escaped;
	});

function unitsOf(character: string): string {
	return Array.from(
		{ length: character.length },
		(_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
	).join("");
}

const SNIPPETS = [
	"\n",
	"  ",
	"\t",
	":",
	": ",
	"- ",
	"[",
	"]",
	"{",
	"}",
	",",
	'"',
	"'",
	"#",
	" #",
	"|",
	">-",
	"&a ",
	"*a",
	"!Sub ",
	"? ",
	"---\n",
	"\\",
	"\r\n",
	"%",
	"@",
	"x",
	"\n\n",
	"...\n",
];

interface Change {
	readonly kind: "delete" | "insert" | "double";
	readonly at: number;
	readonly length: number;
	readonly snippet: string;
}

/** Slices deleted, inserted, doubled. */
const changes: fc.Arbitrary<readonly Change[]> = fc.array(
	fc.record({
		kind: fc.constantFrom("delete", "insert", "double"),
		at: fc.double({ min: 0, max: 1, noNaN: true }),
		length: fc.integer({ min: 1, max: 20 }),
		snippet: fc.constantFrom(...SNIPPETS),
	}),
	{ minLength: 1, maxLength: 3 },
);

function change(now: string, { kind, at, length, snippet }: Change): string {
	const from = Math.floor(at * now.length);
	switch (kind) {
		case "delete":
			return now.slice(0, from) + now.slice(from + length);
		case "insert":
			return now.slice(0, from) + snippet + now.slice(from);
		default:
			return now.slice(0, from + length) + now.slice(from);
	}
}

/** A text as it looks in the middle of so many edits, each by itself: to make the text costs more than to change it. */
export function mutatedOften(texts: fc.Arbitrary<string>, times: number): fc.Arbitrary<readonly string[]> {
	return fc
		.tuple(texts, fc.array(changes, { minLength: times, maxLength: times }))
		.map(([text, often]) => often.map((made) => made.reduce(change, text)));
}
