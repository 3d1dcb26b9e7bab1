import type { TSESTree } from "@typescript-eslint/utils";
import { pushAll } from "../../../text/push-all.ts";
import type { Span, TextEdit } from "../../../text/span.ts";
import { fillCell } from "./fill-cell.ts";
import { startWithComments } from "./find-insertion.ts";
import type { Place } from "../reading/find-place.ts";
import type { SourceModule } from "../../../languages/program/source-module.ts";
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
	program: SourceModule,
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
	program: SourceModule,
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
	program: SourceModule,
	groups: readonly ShapedGroup[],
	helper: HelperPlan,
	style: Style,
	keeps: boolean,
): readonly TextEdit[] {
	if (groups.length === 0) {
		return [];
	}
	const draft = new Draft(program, style, keeps);
	for (const group of groups) {
		draft.addGroup(group, helper);
	}
	const { edits, declared, removed } = draft.finish();
	const isAsked = groups.some(({ shapes }) => shapes.some(callsHelper));
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
		...removals(removed, anchor[0]?.span.start ?? -1, program.text),
		...insertions(declared, program, style),
	]);
}

/** True for a shape that becomes a call of the helper. */
export function callsHelper({ kind }: Shape): boolean {
	return kind !== "remove" && kind !== "name";
}

/** What shapes make of a program, gathered until all of them are known. */
class Draft {
	readonly #program: SourceModule;
	readonly #style: Style;
	/** True where what the lookups take the place of stays for now. */
	readonly #keeps: boolean;
	readonly #edits: TextEdit[] = [];
	readonly #declared: Declared[] = [];
	readonly #leaving: Leaving[] = [];
	readonly #parting: TSESTree.VariableDeclarator[] = [];

	constructor(program: SourceModule, style: Style, keeps: boolean) {
		this.#program = program;
		this.#style = style;
		this.#keeps = keeps;
	}

	addGroup({ variable, local, shapes }: ShapedGroup, helper: HelperPlan): void {
		const { quote } = this.#style;
		const call = `await ${helper.name}(${quote}${variable}${quote})`;
		const once = new Set<string>();
		for (const shape of shapes) {
			this.#addShape(shape, local, call, once);
		}
	}

	/** @param once what one secret declares for all of its places */
	#addShape(shape: Shape, local: string, call: string, once: Set<string>): void {
		switch (shape.kind) {
			case "call":
				this.#put(shape, shape.replacement.tight ? `(${call})` : call);
				break;
			case "name":
				this.#put(shape, shape.name);
				break;
			case "lift":
				if (!this.#keeps) {
					this.#put(shape, local);
				}
				if (isNew(keyOf(shape.place), once)) {
					this.#declared.push({ place: shape.place, text: `const ${local} = ${call}` });
				}
				break;
			case "sink":
				this.#sink(shape, call);
				break;
			case "fill":
				this.#fill(shape, local, call, once);
				break;
			case "remove":
				this.#remove(shape);
				break;
			default:
				shape satisfies never;
		}
	}

	/** Writes a value where the secret stood. */
	#put({ replacement: { span, before, after, taken } }: Shape, value: string): void {
		if (taken === undefined) {
			this.#edits.push({ span, text: before + value + after });
		} else {
			this.#leaving.push({ taken, value, isVariable: false });
		}
	}

	#remove({ declarator, replacement: { taken } }: Extract<Shape, { kind: "remove" }>): void {
		if (taken === undefined) {
			this.#parting.push(declarator);
		} else {
			this.#leaving.push({ taken, value: null, isVariable: false });
		}
	}

	/** Moves a declaration to where it is read. */
	#sink({ declarator, places, replacement }: Extract<Shape, { kind: "sink" }>, call: string): void {
		const { span, before, after, taken } = replacement;
		const { text } = this.#program;
		const { parent: declaration, range } = declarator;
		// Comments before the name come along.
		const head =
			declaration.declarations.length === 1
				? text.slice(declaration.range[0], span.start)
				: `${declaration.kind} ${text.slice(range[0], span.start)}`;
		const moved =
			taken === undefined
				? `${head}${before}${call}${after}${text.slice(span.end, range[1])}`
				: `const ${taken.name.name} = ${call}`;
		this.#declare(places, moved);
		if (taken !== undefined) {
			this.#leaving.push({ taken, value: null, isVariable: false });
		} else if (!this.#keeps) {
			this.#parting.push(declarator);
		}
	}

	#fill(shape: Extract<Shape, { kind: "fill" }>, local: string, call: string, once: Set<string>): void {
		const { taken } = shape.replacement;
		const filled = fillCell(shape, local, call, this.#program, this.#style);
		if (taken === undefined) {
			pushAll(this.#edits, filled.edits);
			pushAll(this.#parting, filled.parting === null ? [] : [filled.parting]);
		} else {
			this.#leaving.push({
				taken,
				value: shape.cell.kind === "own" ? local : this.#style.types === "typescript" ? ": string" : null,
				isVariable: shape.cell.kind === "constant",
			});
		}
		const own = filled.declaration;
		if (own !== null && isNew(own, once)) {
			this.#declared.push({ place: { kind: "top" }, text: own });
		}
		for (const place of shape.places) {
			for (const statement of filled.statement) {
				this.#declared.push({ place, text: statement });
			}
		}
	}

	#declare(places: readonly Place[], text: string): void {
		for (const place of places) {
			this.#declared.push({ place, text });
		}
	}

	/** What is left to write when every shape is there: declarations and patterns that lose some of their parts. */
	finish(): {
		readonly edits: readonly TextEdit[];
		readonly declared: readonly Declared[];
		readonly removed: readonly Span[];
	} {
		const { text } = this.#program;
		const left = renderParting(this.#parting);
		const patterns = renderPatterns(this.#leaving, text, this.#style);
		return {
			edits: [...this.#edits, ...left.edits, ...patterns.edits],
			declared: this.#declared,
			removed: [...left.removed, ...patterns.removed].map((declaration) => spanOf(declaration, text)),
		};
	}
}

/** True the first time that a key is seen. */
function isNew(key: string, known: Set<string>): boolean {
	const isFirst = !known.has(key);
	known.add(key);
	return isFirst;
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
	{ text }: SourceModule,
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

function insertions(declared: readonly Declared[], program: SourceModule, style: Style): readonly TextEdit[] {
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
