import type { TSESTree } from "@typescript-eslint/utils";
import type { Span, TextEdit } from "../../../text/span.ts";
import { startWithComments } from "./find-insertion.ts";
import type { Place } from "../reading/find-place.ts";
import type { Program } from "../lookup.ts";
import type { HelperPlan } from "./plan-helper.ts";
import { renderParting, renderPatterns, type Leaving } from "./render-patterns.ts";
import { indentAt, lineStart, startsLine, type Style } from "../reading/read-style.ts";
import type { Shape } from "../target/resolve-target.ts";

/** One secret with the shapes of its places. */
export interface ShapedGroup {
	readonly variable: string;
	/** The name of the `const` that a lift makes. */
	readonly local: string;
	readonly shapes: readonly Shape[];
}

/** A declaration that goes to a place, without its end. */
interface Declared {
	readonly place: Place;
	readonly text: string;
}

/** Renders the shapes as edits, with the helper where a lookup needs it; edits at one place are one. */
export function renderEdits(
	program: Program,
	groups: readonly ShapedGroup[],
	helper: HelperPlan,
	style: Style,
): readonly TextEdit[] {
	return render(program, groups, helper, style, false);
}

/**
 * The same in two steps that each stay close together: first the lookups, with the helper right above them; then what
 * they take the place of: a constant that nothing reads any more goes, and a literal becomes the name of its lookup.
 */
export function renderLocalEdits(
	program: Program,
	groups: readonly ShapedGroup[],
	helper: HelperPlan,
	style: Style,
): readonly TextEdit[] {
	const starts = groups.flatMap(({ shapes }) =>
		shapes.flatMap((shape) =>
			shape.kind === "sink" || shape.kind === "fill"
				? shape.places.map(startOf)
				: shape.kind === "remove"
					? []
					: shape.kind === "lift"
						? [startOf(shape.place)]
						: [shape.replacement.span.start],
		),
	);
	const first = starts.reduce((least, start) => Math.min(least, start), Infinity);
	const statement = program.ast.body.find(({ range }) => range[0] <= first && first < range[1]);
	const isAtTop = groups.some(({ shapes }) =>
		shapes.some((shape) => shape.kind === "lift" && shape.place.kind === "top"),
	);
	const insertion =
		statement === undefined || isAtTop
			? helper.insertion
			: { offset: startWithComments(statement, program), below: false };
	return render(program, groups, { ...helper, insertion, edit: null, statement: helper.apart }, style, true);
}

function startOf(place: Place): number {
	switch (place.kind) {
		case "before":
			return place.statement.range[0];
		case "arrow":
			return place.arrow.range[0];
		case "top":
			return 0;
		default:
			return place satisfies never;
	}
}

function render(
	program: Program,
	groups: readonly ShapedGroup[],
	helper: HelperPlan,
	style: Style,
	keeps: boolean,
): readonly TextEdit[] {
	if (groups.length === 0) {
		return [];
	}
	const { text } = program;
	const edits: TextEdit[] = [];
	const declared: Declared[] = [];
	const removed: Span[] = [];
	const leaving: Leaving[] = [];
	const parting: TSESTree.VariableDeclarator[] = [];
	for (const { variable, local, shapes } of groups) {
		const call = `await ${helper.name}(${style.quote}${variable}${style.quote})`;
		const places = new Set<string>();
		for (const shape of shapes) {
			const { span, before, after, tight, taken } = shape.replacement;
			const put = (value: string): void => {
				if (taken === undefined) {
					edits.push({ span, text: before + value + after });
				} else {
					leaving.push({ taken, value, isVariable: false });
				}
			};
			switch (shape.kind) {
				case "call":
					put(tight ? `(${call})` : call);
					break;
				case "name":
					put(shape.name);
					break;
				case "lift": {
					if (!keeps) {
						put(local);
					}
					const key = keyOf(shape.place);
					if (!places.has(key)) {
						places.add(key);
						declared.push({ place: shape.place, text: `const ${local} = ${call}` });
					}
					break;
				}
				case "sink": {
					const { declarator, places: into } = shape;
					const { kind } = declarator.parent;
					const moved =
						taken === undefined
							? `${kind} ${text.slice(declarator.range[0], span.start)}${before}${call}${after}${text.slice(span.end, declarator.range[1])}`
							: `const ${taken.name.name} = ${call}`;
					for (const place of into) {
						declared.push({ place, text: moved });
					}
					if (taken !== undefined) {
						leaving.push({ taken, value: null, isVariable: false });
					} else if (!keeps) {
						parting.push(declarator);
					}
					break;
				}
				case "fill": {
					const filled = fill(shape, local, call, program, style);
					if (taken === undefined) {
						for (const edit of filled.edits) {
							edits.push(edit);
						}
						if (filled.parting !== null) {
							parting.push(filled.parting);
						}
					} else {
						leaving.push({
							taken,
							value: shape.cell.kind === "own" ? local : style.types === "typescript" ? ": string" : null,
							isVariable: shape.cell.kind === "constant",
						});
					}
					const own = filled.declaration;
					if (own !== null && !places.has(own)) {
						places.add(own);
						declared.push({ place: { kind: "top" }, text: own });
					}
					for (const place of shape.places) {
						for (const statement of filled.statement) {
							declared.push({ place, text: statement });
						}
					}
					break;
				}
				case "remove":
					if (taken === undefined) {
						parting.push(shape.declarator);
					} else {
						leaving.push({ taken, value: null, isVariable: false });
					}
					break;
				default:
					shape satisfies never;
			}
		}
	}
	const left = renderParting(parting);
	for (const edit of left.edits) {
		edits.push(edit);
	}
	for (const declaration of left.removed) {
		removed.push(spanOf(declaration, text));
	}
	const patterns = renderPatterns(leaving, text, style);
	for (const edit of patterns.edits) {
		edits.push(edit);
	}
	for (const declaration of patterns.removed) {
		removed.push(spanOf(declaration, text));
	}
	const isAsked = groups.some(({ shapes }) => shapes.some(({ kind }) => kind !== "remove" && kind !== "name"));
	const anchor = !isAsked
		? []
		: helperEdit(
				program,
				helper,
				declared.filter(({ place }) => place.kind === "top").map((one) => one.text),
				style,
			);
	return join([
		...edits,
		...(helper.edit === null || !isAsked ? [] : [helper.edit]),
		...anchor,
		...removals(removed, anchor[0]?.span.start ?? -1, text),
		...insertions(declared, program, style),
	]);
}

interface Filled {
	readonly edits: readonly TextEdit[];
	/** What stands at the top. */
	readonly declaration: string | null;
	/** What leaves its declaration, because that has others. */
	readonly parting: TSESTree.VariableDeclarator | null;
	readonly statement: readonly string[];
}

/** What keeps the value, and the statement that fills it. */
function fill(
	{ replacement, cell }: Extract<Shape, { kind: "fill" }>,
	local: string,
	call: string,
	{ text }: Program,
	{ types, semicolons }: Style,
): Filled {
	const { span, before, after, expression, taken } = replacement;
	const [start, end] = expression.range;
	const inText = (given: string): string =>
		taken === undefined
			? text.slice(start, span.start) + before + given + after + text.slice(span.end, end)
			: given;
	const whole = inText(call);
	const value = inText(local);
	const typed = types === "typescript" ? ": string" : "";
	const declaration = `${types === "jsdoc" ? "/** @type {string} */ " : ""}let ${local}${typed}`;
	switch (cell.kind) {
		case "own":
			return {
				edits: [{ span, text: before + local + after }],
				declaration,
				parting: null,
				statement: [`${local} ??= ${call}`],
			};
		case "constant": {
			const { declarator } = cell;
			const name = declarator.id.range;
			const keyword = `${types === "jsdoc" ? "/** @type {string} */ " : ""}let `;
			const type = cell.isTyped ? "" : typed;
			const derived = cell.derived.map((one) => toVariable(one.declarator, one.isTyped ? "" : typed, keyword));
			const statement = [
				`${cell.name} ??= ${whole}`,
				...cell.derived.map(({ name: made, init }) => `${made} ??= ${text.slice(...init.range)}`),
			];
			// The name with its type stays; the value goes.
			return declarator.parent.declarations.length > 1
				? {
						edits: derived.flat(),
						declaration: keyword + text.slice(name[0], name[1]) + type,
						parting: declarator,
						statement,
					}
				: {
						edits: [...toVariable(declarator, type, keyword), ...derived.flat()],
						declaration: null,
						parting: null,
						statement,
					};
		}
		case "member": {
			if (cell.part !== undefined) {
				return {
					edits: [{ span: cell.part, text: "" }],
					declaration,
					parting: null,
					statement: [`${local} ??= ${call}`, `${cell.path} ||= ${local}`],
				};
			}
			const field = cell.readonly;
			const modifier =
				field === null ? null : /readonly\s+/u.exec(text.slice(field.range[0], field.key.range[0]));
			const at = (field?.range[0] ?? 0) + (modifier?.index ?? 0);
			const quote = text.slice(...expression.range).startsWith("'") ? "''" : '""';
			return {
				edits: [
					...(modifier === null ? [] : [{ span: { start: at, end: at + modifier[0].length }, text: "" }]),
					{ span: { start, end }, text: quote },
				],
				declaration,
				parting: null,
				// Filled after the wait, not across it: what has come first in between stays.
				statement: [`${local} ??= ${call}`, `${cell.path} ||= ${value}`],
			};
		}
		case "getter": {
			const { property } = cell;
			const { key, range } = property;
			const type = property.type === "PropertyDefinition" ? (property.typeAnnotation ?? null) : null;
			const modifiers = text.slice(range[0], key.range[0]).replace(/readonly\s+/u, "");
			return {
				edits: [
					{ span: { start: range[0], end: key.range[0] }, text: `${modifiers}get ` },
					{
						span: { start: key.range[1], end: range[1] },
						text: `()${type === null ? "" : text.slice(...type.range)} { return ${value}${semicolons ? ";" : ""} }`,
					},
				],
				declaration,
				parting: null,
				statement: [`${local} ??= ${call}`],
			};
		}
		default:
			return cell satisfies never;
	}
}

/** `const a = …` to `let a`. */
function toVariable(declarator: TSESTree.VariableDeclarator, type: string, keyword: string): readonly TextEdit[] {
	const [start, end] = declarator.id.range;
	return [
		{ span: { start: declarator.parent.range[0], end: start }, text: keyword },
		{ span: { start: end, end: declarator.range[1] }, text: type },
	];
}

function spanOf(declaration: TSESTree.VariableDeclaration, text: string): Span {
	const [start, last] = declaration.range;
	const end = declaration.declarations.at(-1)?.range[1] ?? last;
	// A semicolon on another line guards what stands behind it.
	return { start, end: text.slice(end, last).includes("\n") ? end : last };
}

/** In the order of the text; what is inserted where something goes is one edit with it. */
function join(edits: readonly TextEdit[]): readonly TextEdit[] {
	const joined: TextEdit[] = [];
	for (const edit of [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
		const last = joined.at(-1);
		if (last !== undefined && last.span.start === edit.span.start && last.span.end === last.span.start) {
			joined[joined.length - 1] = { span: edit.span, text: last.text + edit.text };
		} else {
			joined.push(edit);
		}
	}
	return joined;
}

function keyOf(place: Place): string {
	switch (place.kind) {
		case "before":
			return `before ${String(place.statement.range[0])}`;
		case "arrow":
			return `arrow ${String(place.arrow.range[0])}`;
		case "top":
			return "top";
		default:
			return place satisfies never;
	}
}

/** The import, the helper and what stands right below it. */
function helperEdit(
	{ text }: Program,
	{ insertion, statement, text: helper }: HelperPlan,
	tops: readonly string[],
	{ eol, semicolons }: Style,
): readonly TextEdit[] {
	const { offset, below } = insertion;
	const ends = semicolons ? ";" : "";
	const blocks = [
		...(helper === null ? [] : [helper]),
		...(tops.length === 0 ? [] : [tops.map((one) => one + ends).join(eol)]),
	];
	const isGuarded = !semicolons && /^\s*[([`+\-/]/u.test(text.slice(offset)) && tops.length > 0;
	const body = blocks.join(eol + eol) + (isGuarded ? ";" : "");
	const parts = statement === null ? body : body === "" ? statement : statement + eol + eol + body;
	if (parts === "") {
		return [];
	}
	const rest = text.slice(offset);
	if (!below) {
		return [{ span: { start: offset, end: offset }, text: parts + eol + eol }];
	}
	// A blank line on both sides, unless one is there.
	const gap = statement === null ? eol + eol : eol;
	const behind = /^[ \t]*(?:\r?\n[ \t]*(?:\r?\n|$)|\r?\n?$)/u.test(rest)
		? ""
		: /^[ \t]*\r?\n/u.test(rest)
			? eol
			: eol + eol;
	return [{ span: { start: offset, end: offset }, text: gap + parts + behind }];
}

/** Whole lines where nothing else stands on them, and one of two blank lines that would meet. */
function removals(spans: readonly Span[], anchor: number, text: string): readonly TextEdit[] {
	const lines = [...spans]
		.sort((a, b) => a.start - b.start)
		.map(({ start, end }) => {
			const rest = /^[ \t]*(?:\r?\n|$)/u.exec(text.slice(end))?.[0];
			return rest !== undefined && startsLine(start, text)
				? { start: lineStart(start, text), end: end + rest.length, whole: true }
				: { start, end, whole: false };
		});
	const runs: { start: number; end: number; whole: boolean }[] = [];
	for (const line of lines) {
		const last = runs.at(-1);
		if (last !== undefined && last.whole && line.whole && last.end === line.start) {
			last.end = line.end;
		} else {
			runs.push({ ...line });
		}
	}
	return runs.map(({ start, end, whole }) => {
		const isAfterBlank =
			start === 0 ||
			isBlankLine(lineStart(start - 1, text), start, text) ||
			(anchor >= 0 && anchor <= start && start - anchor < 200 && /^\s*$/u.test(text.slice(anchor, start)));
		const blank = whole && isAfterBlank ? (/^[ \t]*\r?\n/u.exec(text.slice(end))?.[0].length ?? 0) : 0;
		return { span: { start, end: end + blank }, text: "" };
	});
}

/** True where a line, up to the end of its line end, has nothing on it. */
function isBlankLine(start: number, end: number, text: string): boolean {
	return text[end - 1] === "\n" && /^[ \t]*\r?\n$/u.test(text.slice(start, end));
}

function insertions(declared: readonly Declared[], program: Program, style: Style): readonly TextEdit[] {
	const { text } = program;
	const groups = new Map<string, { readonly place: Place; readonly lines: Set<string> }>();
	for (const { place, text: one } of declared) {
		const key = keyOf(place);
		const group = groups.get(key) ?? { place, lines: new Set<string>() };
		groups.set(key, group);
		group.lines.add(one);
	}
	return [...groups.values()].flatMap(({ place, lines }): readonly TextEdit[] => {
		const texts = [...lines];
		switch (place.kind) {
			case "top":
				return []; // They stand with the helper.
			case "arrow":
				return intoArrow(place.arrow, texts, text, style);
			case "before": {
				const [start] = place.statement.range;
				if (!startsLine(start, text)) {
					return [{ span: { start, end: start }, text: texts.map((one) => `${one}; `).join("") }];
				}
				const indent = indentAt(start, text);
				const at = startWithComments(place.statement, program);
				// A line that begins with a bracket would go on with ours.
				const end = (index: number): string =>
					style.semicolons || (index === texts.length - 1 && /[([`+\-/]/u.test(text[start] ?? "")) ? ";" : "";
				return [
					{
						span: { start: at, end: at },
						text: texts.map((one, index) => indent + one + end(index) + style.eol).join(""),
					},
				];
			}
			default:
				return place satisfies never;
		}
	});
}

/** `async () => x` to `async () => { const …; return x; }`. */
function intoArrow(
	arrow: Extract<Place, { kind: "arrow" }>["arrow"],
	texts: readonly string[],
	text: string,
	{ eol, indent, semicolons }: Style,
): readonly TextEdit[] {
	const [from, to] = arrow.body.range;
	const arrowEnd = text.lastIndexOf("=>", from) + 2;
	const outer = indentAt(arrow.range[0], text);
	const inner = outer + indent;
	const ends = semicolons ? ";" : "";
	const isObject = arrow.body.type === "ObjectExpression";
	const closing = text.slice(to, arrow.range[1]);
	// Parentheses stay, but those that only say "no block" go.
	const open = isObject ? "" : text.slice(arrowEnd, from).trim();
	const close = isObject ? "" : closing.trim();
	return [
		{
			span: { start: arrowEnd, end: from },
			text: ` {${eol}${texts.map((one) => inner + one + ends + eol).join("")}${inner}return ${open}`,
		},
		{ span: { start: to, end: arrow.range[1] }, text: `${close}${ends}${eol}${outer}}` },
	];
}
