import { beforeAll, describe, expect, test } from "vitest";
import { partOf } from "../testing/seed.ts";
import { TextLinter } from "./lint-text.ts";

const DEEP = 3000;
/** A fifth of what is more than one call can take as arguments: the stack holds 984 kB, eight bytes each. */
const WIDE = 25_000;

const times = (n: number, make: (index: number) => string, between = ""): string =>
	Array.from({ length: n }, (_, index) => make(index)).join(between);
const nest = (open: string, inner: string, close: string): string => open.repeat(DEEP) + inner + close.repeat(DEEP);

/** An expression in a handler. */
const handler = (expression: string): string =>
	`const password = ${expression};\nexport const handler = async (event) => { console.log(password); return fetch("x", { headers: { authorization: password } }); };\n`;

/** Helpers that never end, and what is made with them: following them takes what a file may take. */
const ENDLESS = {
	helpers:
		'function f(x) { return cdk.Fn.join("", [f(x), "a"]); }\nfunction g(x) { return h(x); }\nfunction h(x) { return g({ ...x, a: f(x) }); }\nlet self = { ...self, encrypted: self };\n',
	made: 'new s3.Bucket(this, "B", g({}));\n\t\tnew lambda.Function(this, "E", { environment: { OTHER: f("x"), SELF: self } });',
};

/** An expression in an app, in places that rules read. */
const app = (
	expression: string,
	{ helpers, made } = { helpers: "", made: "" },
): string => `import * as cdk from "aws-cdk-lib";
import * as s3 from "aws-cdk-lib/aws-s3";
import * as lambda from "aws-cdk-lib/aws-lambda";
${helpers}const v = ${expression};
export class S extends cdk.Stack {
	constructor(a, b) {
		super(a, b);
		${made}
		new lambda.Function(this, "F", { environment: { DB_PASSWORD: v } });
		new s3.CfnBucket(this, "C", { bucketName: v, tags: v });
	}
}
`;

const DEEP_EXPRESSIONS: Readonly<Record<string, string>> = {
	sums: times(DEEP, () => '"a"', " + "),
	alternatives: times(DEEP, (index) => `process.env.A${String(index)}`, " || "),
	conditions: `${times(DEEP, (index) => `process.env.A${String(index)} ? "x" : `)}"y"`,
	"chained calls": `"a"${".trim()".repeat(DEEP)}`,
	"chained members": `process${".env".repeat(DEEP)}`,
	arrays: nest("[", '"a"', "]"),
	objects: nest("{ a: ", '"a"', "}"),
	calls: nest("String(", '"a"', ")"),
	templates: nest("`${", '"a"', "}`"),
	joins: nest('cdk.Fn.join("", [', '"a"', "])"),
	"a long text": JSON.stringify("a".repeat(2_000_000)),
};

const WIDE_EXPRESSIONS: Readonly<Record<string, string>> = {
	"a wide array": `[${times(WIDE, () => '"a"', ",")}]`,
	"a wide object": `{${times(WIDE / 3, (index) => `k${String(index)}: "a"`, ",")}}`,
	"many arguments": `String(${times(WIDE, (index) => String(index), ",")})`,
};

const template = (value: string): string =>
	`{"Resources":{"F":{"Type":"AWS::Lambda::Function","Properties":{"Environment":{"Variables":{"DB_PASSWORD":${value}}}}},"B":{"Type":"AWS::S3::Bucket","Properties":${value}}}}`;
const block = (value: string): string => `Resources:\n  K:\n    Type: AWS::KMS::Key\n    Properties:\n${value}\n`;

const TEMPLATES: Readonly<Record<string, readonly [file: string, text: string]>> = {
	conditions: ["template.json", template(nest('{"Fn::If":["C",', '"x"', ',"y"]}'))],
	joins: ["template.json", template(nest('{"Fn::Join":["",[', '"x"', ',"y"]]}'))],
	maps: ["template.json", template(nest('{"a":', '"x"', "}"))],
	lists: ["template.json", template(nest("[", '"x"', "]"))],
	"maps in blocks": ["template.yaml", block(`${times(DEEP, (index) => `${" ".repeat(6 + index)}a:`, "\n")} x`)],
	"lists on a line": ["template.yaml", block(`      A:\n        ${"- ".repeat(DEEP)}x`)],
	"a name with dots": ["template.json", template(`{"${"a.".repeat(10_000)}b":"x"}`)],
	"a long text": ["template.json", template(JSON.stringify("a b ".repeat(250_000)))],
};

const WIDE_TEMPLATES: typeof TEMPLATES = {
	"a wide list": ["template.json", template(`[${times(WIDE, () => '"x"', ",")}]`)],
	"a wide join": ["template.json", template(`{"Fn::Join":["",[${times(WIDE, () => '"x"', ",")}]]}`)],
	"a wide list in blocks": ["template.yaml", block(`      A:\n${"      - x\n".repeat(WIDE)}`)],
};

let linter: TextLinter;

beforeAll(async () => {
	linter = new TextLinter({
		preset: "audit",
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: "/",
	});
});

const CHAIN = 1000;

/** Names that each stand for something around the one before: nested in no text, and deep all the same. */
const CHAINS: Readonly<Record<string, readonly [first: string, next: (before: string) => string]>> = {
	spreads: ['{ a: "a" }', (before) => `{ ...${before} }`],
	"joined texts": ['"a"', (before) => `cdk.Fn.join("", [${before}, "a"])`],
	"calls of CDK": ['"a"', (before) => `cdk.Helper.wrap(${before})`],
	functions: ['(x) => "a"', (before) => `(x) => ${before}(x)`],
};

/** All chains in one text, and a list of what they end in. */
const chains = (): readonly [declarations: string, ends: string] => [
	Object.values(CHAINS)
		.map(
			([first, next], kind) =>
				`const v${String(kind)}_0 = ${first};\n${times(CHAIN, (index) => `const v${String(kind)}_${String(index + 1)} = ${next(`v${String(kind)}_${String(index)}`)};\n`)}`,
		)
		.join(""),
	`[${Object.keys(CHAINS)
		.map((_, kind) => `v${String(kind)}_${String(CHAIN)}`)
		.join(", ")}]`,
];

/** Anchors that each hold an alias of the one before, some levels down. */
const aliases = (open: string, close: string): string =>
	`X0: &a0 [x]\n${times(100, (index) => `X${String(index + 1)}: &a${String(index + 1)} ${open.repeat(80)}*a${String(index)} ${close.repeat(80)}`, "\n")}\nResources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties: { Environment: { Variables: { DB_PASSWORD: *a100 } } }\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { X: *a100 }\n`;

/** What a text ends as: it is read, or it is said that it is nested too deeply. A rule never fails on it. */
function expectAnAnswer(text: string, filename: string): void {
	const { errors } = linter.lint(text, filename);
	for (const { message, rule, frames = [] } of errors) {
		expect(message).toMatch(/nested/u);
		expect(rule, frames.join("\n")).toBeUndefined();
	}
}

const wide = new Array<number>(WIDE).fill(0);

/** True where the rest of the stack holds {@link WIDE} arguments. */
function holdsWide(): boolean {
	try {
		Math.max(...wide);
		return true;
	} catch {
		return false;
	}
}

/**
 * Does something where little is left of the stack: {@link WIDE} items are already more than a call can take there, as
 * five times as many are elsewhere.
 */
function withLittleStack(task: () => void, depth = 0): void {
	if (depth % 64 === 0 && !holdsWide()) {
		task();
	} else {
		withLittleStack(task, depth + 1);
	}
}

describe("what is deeper or wider than anybody writes", () => {
	test.each(partOf(Object.entries(DEEP_EXPRESSIONS), 2))("%s in a handler and in an app", (_, expression) => {
		expectAnAnswer(handler(expression), "handler.mjs");
		expectAnAnswer(app(expression), "app.ts");
	});

	test.each(Object.entries(WIDE_EXPRESSIONS))("%s in a handler and in an app", (_, expression) => {
		withLittleStack(() => {
			expectAnAnswer(handler(expression), "handler.mjs");
			expectAnAnswer(app(expression), "app.ts");
		});
	});

	test.each(partOf(Object.entries(TEMPLATES), 2))("%s in a template", (_, [file, text]) => {
		expectAnAnswer(text, file);
	});

	test.each(Object.entries(WIDE_TEMPLATES))("%s in a template", (_, [file, text]) => {
		withLittleStack(() => {
			expectAnAnswer(text, file);
		});
	});

	test("is more than a call can take as arguments", () => {
		expect(holdsWide()).toBe(true);
		withLittleStack(() => {
			expect(holdsWide()).toBe(false);
		});
	});

	test.each(["sums", "alternatives", "chained calls"])("%s: the place is told", (name) => {
		for (const filename of ["a.mjs", "a.ts"]) {
			const { errors } = linter.lint(`const a = 1;\nconst b = ${DEEP_EXPRESSIONS[name] ?? ""};\n`, filename);
			expect(errors).toMatchObject([{ line: 2 }]);
			expect(errors[0]?.column).toBeGreaterThan(DEEP);
		}
	});

	test("a text of megabytes is not nested at all", () => {
		for (const quote of ['"', "'", "`"]) {
			const text = `export const a = ${quote}${"a b\\n".repeat(200_000)}${quote};\n`;
			expect(linter.lint(text, "a.mjs").errors).toEqual([]);
			expect(linter.lint(text, "a.ts").errors).toEqual([]);
		}
	});

	test("helpers that never end", () => {
		withLittleStack(() => {
			expectAnAnswer(app('"a"', ENDLESS), "app.ts");
		});
	});

	test("chains of names in an app, beside helpers that never end", () => {
		const [declarations, ends] = chains();
		const [imports = "", ...rest] = app(ends, ENDLESS).split(/(?<=aws-lambda";\n)/u);
		expectAnAnswer(imports + declarations + rest.join(""), "app.ts");
	});

	test.each([
		["maps", "{ a: ", "}"],
		["lists", "[", "]"],
	])("aliases in %s in aliases", (_, open, close) => {
		expectAnAnswer(aliases(open, close), "template.yaml");
	});

	test("JSX, `else if`, blocks and functions", () => {
		expectAnAnswer(`export const a = ${nest("<a>", "x", "</a>")};`, "a.jsx");
		expectAnAnswer(
			`export const handler = async (event) => { ${times(DEEP, (index) => `if (event.a${String(index)}) { log(process.env.DB_PASSWORD); }`, " else ")} };`,
			"a.mjs",
		);
		expectAnAnswer(`export const handler = async (event) => { ${nest("{", "log(1);", "}")} };`, "a.mjs");
		expectAnAnswer(
			`export const handler = async (event) => { ${nest("function f() {", "return 1;", "}")} };`,
			"a.mjs",
		);
	});
});
