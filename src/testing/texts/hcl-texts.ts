import fc from "fast-check";

/** A text of HCL, and what it means, with brackets around everything. */
export interface HclSample {
	readonly text: string;
	readonly meaning: string;
}

/** What decides about blanks, comments and brackets: numbers, one after the other. */
class Layout {
	readonly #numbers: readonly number[];
	readonly eol: string;
	#at = 0;

	constructor(numbers: readonly number[], eol: string) {
		this.#numbers = numbers;
		this.eol = eol;
	}

	pick<T>(choices: readonly T[]): T {
		this.#at += 1;
		const number = this.#numbers[this.#at % this.#numbers.length] ?? 0;
		return choices[(number + this.#at * 7) % choices.length] as T;
	}

	/** Where blanks may be; inside brackets also new lines. */
	gap(isMultiline: boolean): string {
		return this.pick(
			isMultiline
				? ["", " ", "\t", "  ", `${this.eol}  `, ` # c "${this.eol}`, "/* ( */", ` // {${this.eol}`]
				: ["", " ", "\t", "  ", " /* } */ "],
		);
	}

	/** What ends a line. */
	end(): string {
		return this.pick(["", "", " ", " # a } comment", " // b", " /* c */"]) + this.eol;
	}
}

type Expression =
	| { readonly kind: "number"; readonly value: number }
	| { readonly kind: "word"; readonly value: "true" | "false" | "null" }
	| { readonly kind: "name"; readonly name: string }
	| { readonly kind: "steps"; readonly root: Expression; readonly steps: readonly Step[] }
	| { readonly kind: "call"; readonly name: string; readonly given: readonly Expression[]; readonly expands: boolean }
	| { readonly kind: "list"; readonly items: readonly Expression[] }
	| { readonly kind: "map"; readonly items: readonly (readonly [Key, Expression])[] }
	| { readonly kind: "for"; readonly loop: Loop }
	| { readonly kind: "not"; readonly sign: "!" | "-"; readonly operand: Expression }
	| { readonly kind: "chain"; readonly operands: readonly Expression[]; readonly operators: readonly string[] }
	| { readonly kind: "choice"; readonly parts: readonly [Expression, Expression, Expression] }
	| { readonly kind: "text"; readonly parts: readonly Part[] }
	| { readonly kind: "heredoc"; readonly lines: readonly (readonly Part[])[]; readonly isFlush: boolean };

type Step = string | number | "[*]" | ".*" | { readonly key: Expression };
type Key = string | { readonly expression: Expression };
type Part = string | Expression;

interface Loop {
	readonly key: string | null;
	readonly value: string;
	readonly collection: Expression;
	readonly keyResult: Expression | null;
	readonly result: Expression;
	readonly isGrouped: boolean;
	readonly condition: Expression | null;
}

const NAME = fc.constantFrom("a", "var", "aws_kms_key", "each", "is-on", "_x", "größe", "for_each", "in", "iffy");
/** Signs that have a meaning somewhere else in the language. */
const PIECE = fc.constantFrom("x", " ", "$", "%", "#", "//", "{", "}", "$$", "<<EOT", "é", "🔑", "=", "'", "[");
const ESCAPED = fc.constantFrom("\n", "\t", '"', "\\", "${", "%{", "\u0001");

const { expression } = fc.letrec<{ expression: Expression; leaf: Expression }>((tie) => ({
	leaf: fc.oneof(
		fc.record({ kind: fc.constant("number" as const), value: fc.constantFrom(0, 1, 42, 1.5, 1e21) }),
		fc.record({ kind: fc.constant("word" as const), value: fc.constantFrom("true", "false", "null") }),
		fc.record({ kind: fc.constant("name" as const), name: NAME }),
		fc.record({
			kind: fc.constant("text" as const),
			parts: fc.array(fc.oneof(PIECE, ESCAPED), { maxLength: 4 }),
		}),
	),
	expression: fc.oneof(
		{ depthSize: "small", withCrossShrink: true },
		tie("leaf"),
		fc.record({
			kind: fc.constant("steps" as const),
			root: fc.record({ kind: fc.constant("name" as const), name: NAME }),
			steps: fc.array(
				fc.oneof(NAME, fc.constantFrom<Step>(0, 12, "[*]", ".*"), fc.record({ key: tie("expression") })),
				{ minLength: 1, maxLength: 3 },
			),
		}),
		fc.record({
			kind: fc.constant("call" as const),
			name: fc.constantFrom("f", "jsonencode", "provider::aws::arn_parse"),
			given: fc.array(tie("expression"), { maxLength: 3 }),
			expands: fc.boolean(),
		}),
		fc.record({ kind: fc.constant("list" as const), items: fc.array(tie("expression"), { maxLength: 3 }) }),
		fc.record({
			kind: fc.constant("map" as const),
			items: fc.array(fc.tuple(fc.oneof(NAME, fc.record({ expression: tie("expression") })), tie("expression")), {
				maxLength: 3,
			}),
		}),
		fc.record({
			kind: fc.constant("for" as const),
			loop: fc.record({
				key: fc.option(NAME),
				value: NAME,
				collection: tie("expression"),
				keyResult: fc.option(tie("expression")),
				result: tie("expression"),
				isGrouped: fc.boolean(),
				condition: fc.option(tie("expression")),
			}),
		}),
		fc.record({ kind: fc.constant("not" as const), sign: fc.constantFrom("!", "-"), operand: tie("expression") }),
		fc
			.constantFrom(["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"])
			.chain((level) =>
				fc.record({
					kind: fc.constant("chain" as const),
					operands: fc.array(tie("expression"), { minLength: 3, maxLength: 3 }),
					operators: fc.tuple(fc.constantFrom(...level), fc.constantFrom(...level)),
				}),
			),
		fc.record({
			kind: fc.constant("choice" as const),
			parts: fc.tuple(tie("expression"), tie("expression"), tie("expression")),
		}),
		fc.record({
			kind: fc.constant("text" as const),
			parts: fc.array(fc.oneof(PIECE, ESCAPED, tie("expression")), { maxLength: 4 }),
		}),
		fc.record({
			kind: fc.constant("heredoc" as const),
			isFlush: fc.boolean(),
			lines: fc.array(fc.array(fc.oneof(PIECE, tie("leaf")), { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
		}),
	),
}));

/** The text of an expression. Operators and conditions have brackets around them where they are operands. */
function print(node: Expression, layout: Layout, isMultiline: boolean): string {
	const inside = (): string => layout.gap(true);
	switch (node.kind) {
		case "number":
		case "word":
			return String(node.value).replace("+", layout.pick(["", "+"]));
		case "name":
			return node.name;
		case "steps":
			return print(node.root, layout, isMultiline) + node.steps.map((step) => printStep(step, layout)).join("");
		case "call": {
			const given = node.given.map((one) => inside() + print(one, layout, true) + inside());
			const last = given.length === 0 ? "" : node.expands ? "..." : layout.pick(["", ","]);
			return `${node.name}(${given.join(",")}${last}${inside()})`;
		}
		case "list": {
			const items = node.items.map((one) => inside() + print(one, layout, true) + inside());
			return `[${items.join(",")}${items.length === 0 ? "" : layout.pick(["", ","])}${inside()}]`;
		}
		case "map":
			return `{${node.items
				.map(([key, value]) => {
					const name = typeof key === "string" ? key : `(${print(key.expression, layout, true)})`;
					return `${layout.end()} ${name}${layout.gap(false)}${layout.pick([" =", ":"])}${layout.gap(false)}${operand(value, layout, false)}${layout.pick([",", " "])}`;
				})
				.join("")}${node.items.length === 0 ? inside().replaceAll(/[#/].*/gu, "") : layout.end()}}`;
		case "for":
			return printLoop(node.loop, layout);
		case "not":
		case "chain":
		case "choice":
			return printOperation(node, layout, isMultiline);
		case "text":
			return `"${node.parts.map((part) => (typeof part === "string" ? escape(part, layout) : hole(part, layout))).join("")}"`;
		case "heredoc":
			return printHeredoc(node, layout);
		default:
			return node satisfies never;
	}
}

type Operation = Expression & { readonly kind: "not" | "chain" | "choice" };

function printOperation(node: Operation, layout: Layout, isMultiline: boolean): string {
	const gap = (): string => layout.gap(isMultiline);
	switch (node.kind) {
		case "not":
			return node.sign + gap() + operand(node.operand, layout, isMultiline);
		case "chain":
			return node.operands
				.map((one, index) =>
					index === 0
						? operand(one, layout, isMultiline)
						: ` ${gap()}${node.operators[index - 1] ?? ""} ${gap()}${operand(one, layout, isMultiline)}`,
				)
				.join("");
		case "choice": {
			const [condition = "", consequent = "", alternate = ""] = node.parts.map((one) =>
				operand(one, layout, isMultiline),
			);
			return `${condition}${gap()} ? ${gap()}${consequent}${gap()} : ${gap()}${alternate}`;
		}
		default:
			return node satisfies never;
	}
}

function operand(node: Expression, layout: Layout, isMultiline: boolean): string {
	const isSimple = !["chain", "choice", "not"].includes(node.kind) && (isMultiline || node.kind !== "heredoc");
	return isSimple
		? print(node, layout, isMultiline)
		: `(${layout.gap(true)}${print(node, layout, true)}${layout.gap(true)})`;
}

function printStep(step: Step, layout: Layout): string {
	if (step === "[*]" || step === ".*") {
		return step;
	}
	if (typeof step === "object") {
		return `[${layout.gap(true)}${print(step.key, layout, true)}${layout.gap(true)}]`;
	}
	return typeof step === "number" ? layout.pick([`.${String(step)}`, `[${String(step)}]`]) : `.${step}`;
}

function printLoop(loop: Loop, layout: Layout): string {
	const gap = (): string => ` ${layout.gap(true)}`;
	const names = loop.key === null ? loop.value : `${loop.key},${gap()}${loop.value}`;
	const head = `for${gap()}${names}${gap()}in${gap()}${operand(loop.collection, layout, true)}${gap()}:${gap()}`;
	const condition = loop.condition === null ? "" : `${gap()}if${gap()}${operand(loop.condition, layout, true)}`;
	const result = operand(loop.result, layout, true);
	return loop.keyResult === null
		? `[${layout.gap(true)}${head}${result}${condition}${layout.gap(true)}]`
		: `{${layout.gap(true)}${head}${operand(loop.keyResult, layout, true)}${gap()}=>${gap()}${result}${loop.isGrouped ? "..." : ""}${condition}${layout.gap(true)}}`;
}

function printHeredoc({ lines, isFlush }: Expression & { kind: "heredoc" }, layout: Layout): string {
	const indentation = isFlush ? layout.pick(["", "  ", "    "]) : "";
	const text = lines.map(
		(parts) =>
			`${indentation}-` +
			parts.map((part) => (typeof part === "string" ? literal(part) : hole(part, layout))).join("") +
			layout.eol,
	);
	return `<<${isFlush ? "-" : ""}EOT${layout.eol}${text.join("")}${layout.pick(["", "  "])}EOT${layout.eol}`;
}

/** A piece that can neither begin nor end a hole together with its neighbours. */
function literal(piece: string): string {
	return piece.replaceAll(/[${%]/gu, "-");
}

function escape(piece: string, layout: Layout): string {
	switch (piece) {
		case "\n":
			return layout.pick(["\\n", "\\u000a"]);
		case "\t":
			return "\\t";
		case '"':
		case "\\":
			return `\\${piece}`;
		case "${":
		case "%{":
			return `${piece.charAt(0)}${piece}`;
		case "\u0001":
			return layout.pick(["\\u0001", "\\U00000001"]);
		default:
			return literal(piece);
	}
}

function hole(node: Expression, layout: Layout): string {
	return `\${${layout.gap(true)}${print(node, layout, true)}${layout.gap(true)}}`;
}

/** What an expression means, as `describeHcl` of the tests says it of a tree. */
function mean(node: Expression, eol: string): string {
	const of = (one: Expression): string => mean(one, eol);
	switch (node.kind) {
		case "number":
		case "word":
			return String(node.value);
		case "name":
			return node.name;
		case "steps":
			return of(node.root) + node.steps.map((step) => meanStep(step, eol)).join("");
		case "call":
			return `${node.name}(${node.given.map(of).join(", ")}${node.expands && node.given.length > 0 ? "..." : ""})`;
		case "list":
			return `[${node.items.map(of).join(", ")}]`;
		case "map":
			return `{${node.items.map(([key, value]) => `${typeof key === "string" ? key : `(${of(key.expression)})`} = ${of(value)}`).join(", ")}}`;
		case "for":
			return meanLoop(node.loop, of);
		case "not":
		case "chain":
		case "choice":
			return meanOperation(node, of);
		case "text":
			return `"${node.parts.map((part) => (typeof part === "string" ? (ESCAPABLE.has(part) ? part : literal(part)) : `<${of(part)}>`)).join("")}"`;
		case "heredoc":
			return `"${node.lines.map((parts) => meanLine(parts, of, eol)).join("")}"`;
		default:
			return node satisfies never;
	}
}

function meanLoop(loop: Loop, of: (node: Expression) => string): string {
	const { key, value, collection, keyResult, result, isGrouped, condition } = loop;
	return `[${key ?? "_"}, ${value} in ${of(collection)}: ${keyResult === null ? "" : `${of(keyResult)} => `}${of(result)}${isGrouped && keyResult !== null ? "..." : ""}${condition === null ? "" : ` if ${of(condition)}`}]`;
}

function meanOperation(node: Operation, of: (node: Expression) => string): string {
	switch (node.kind) {
		case "not":
			return `(${node.sign}${of(node.operand)})`;
		case "chain":
			return `(${node.operands.map((one, index) => of(one) + (node.operators[index] ?? "")).join("")})`;
		case "choice":
			return `(${node.parts.map(of).join("|")})`;
		default:
			return node satisfies never;
	}
}

const ESCAPABLE = new Set(["\n", "\t", '"', "\\", "${", "%{", "\u0001"]);

function meanLine(parts: readonly Part[], of: (node: Expression) => string, eol: string): string {
	return `-${parts.map((part) => (typeof part === "string" ? literal(part) : `<${of(part)}>`)).join("")}${eol}`;
}

function meanStep(step: Step, eol: string): string {
	if (step === "[*]" || step === ".*") {
		return step;
	}
	return typeof step === "object"
		? `[${mean(step.key, eol)}]`
		: typeof step === "number"
			? `[${String(step)}]`
			: `.${step}`;
}

interface Block {
	readonly keyword: string;
	readonly labels: readonly string[];
	readonly attributes: readonly (readonly [string, Expression])[];
	readonly blocks: readonly Block[];
}

function blockAbove(inner: fc.Arbitrary<readonly Block[]>): fc.Arbitrary<Block> {
	return fc.record({
		keyword: fc.constantFrom("resource", "data", "environment", "rule", "locals"),
		labels: fc.array(fc.constantFrom("aws_kms_key", "x", "a-b"), { maxLength: 2 }),
		attributes: fc.array(fc.tuple(NAME, expression), { maxLength: 3 }),
		blocks: inner,
	});
}

const lowest = blockAbove(fc.constant([]));
const middle = blockAbove(fc.array(lowest, { maxLength: 1 }));
const block = blockAbove(fc.array(middle, { maxLength: 2 }));

function printBlock({ keyword, labels, attributes, blocks }: Block, layout: Layout, indentation: string): string {
	const head = [keyword, ...labels.map((label) => layout.pick([`"${label}"`, label]))].join(" ");
	if (attributes.length + blocks.length === 0) {
		return `${indentation}${head} {${layout.pick(["", layout.eol])}}${layout.end()}`;
	}
	const inner = `${indentation}  `;
	const body = [
		...attributes.map(([name, value]) => printAttribute(name, value, layout, inner)),
		...blocks.map((one) => printBlock(one, layout, inner)),
	];
	return `${indentation}${head} {${layout.end()}${body.join(layout.pick(["", layout.eol]))}${indentation}}${layout.end()}`;
}

function printAttribute(name: string, value: Expression, layout: Layout, indentation: string): string {
	return `${indentation}${name}${layout.gap(false)}=${layout.gap(false)}${print(value, layout, false)}${layout.end()}`;
}

function meanBlock({ keyword, labels, attributes, blocks }: Block, eol: string): string {
	const items = [
		...attributes.map(([name, value]) => `${name} = ${mean(value, eol)}`),
		...blocks.map((one) => meanBlock(one, eol)),
	];
	return `${[keyword, ...labels].join(".")} {${items.join("; ")}}`;
}

/** Files of HCL in varied layouts, each with what it means. */
export const hclFiles: fc.Arbitrary<HclSample> = fc
	.record({
		blocks: fc.array(block, { minLength: 1, maxLength: 4 }),
		numbers: fc.array(fc.nat(97), { minLength: 8, maxLength: 24 }),
		eol: fc.constantFrom("\n", "\n", "\r\n"),
	})
	.map(({ blocks, numbers, eol }) => {
		const layout = new Layout(numbers, eol);
		return {
			text: blocks.map((one) => printBlock(one, layout, "")).join(eol),
			meaning: blocks.map((one) => meanBlock(one, eol)).join("\n"),
		};
	});
