import { hasEnded } from "../../model/suppression.ts";
import { LineIndex } from "../../text/line-index.ts";
import type { AnyTemplateNode, TemplateFile } from "./parse/ast.ts";
import { PREFIX, readDirective, suppressionsIn } from "../directive.ts";

interface Loc {
	readonly start: { readonly line: number; readonly column: number };
	readonly end: { readonly line: number; readonly column: number };
}

/** One step of ESLint's traversal. The same object is reused, because the walker does not keep it. */
interface Step {
	type: string;
	kind: 1;
	target: AnyTemplateNode;
	phase: 1 | 2;
	args: [AnyTemplateNode, AnyTemplateNode | null];
}

/** The children of each node, for selectors such as `TemplatePair > TemplateScalar`. */
export const VISITOR_KEYS: Readonly<Record<string, readonly string[]>> = {
	TemplateFile: ["body"],
	TemplateMapping: ["pairs"],
	TemplatePair: ["key", "value"],
	TemplateSequence: ["items"],
	TemplateScalar: [],
	TemplateAlias: [],
};

/** How a file is traversed, and whether its comments are directives for ESLint. */
export interface SourceCodeOptions {
	/** Traverse only the root if all listeners are our own rules, which need no more. */
	readonly rootOnly: boolean;
	readonly directives: boolean;
}

/** What ESLint needs from a parsed file. Lines and columns count as in JavaScript: from 1 and from 0. */
export class TemplateSourceCode {
	readonly text: string;
	readonly ast: TemplateFile;
	readonly hasBOM: boolean;
	readonly visitorKeys = VISITOR_KEYS;
	readonly parserServices: Readonly<Record<string, unknown>> = { isTemplate: true };
	readonly #options: SourceCodeOptions;
	#index: LineIndex | undefined;
	#lines: readonly string[] | undefined;

	constructor(text: string, ast: TemplateFile, hasBOM: boolean, options: SourceCodeOptions) {
		this.#options = options;
		this.text = text;
		this.ast = ast;
		this.hasBOM = hasBOM;
	}

	get lines(): readonly string[] {
		return (this.#lines ??= this.text.split(/\r\n|\n|\r/u));
	}

	getLoc(node: { readonly start: number; readonly end: number }): Loc {
		return { start: this.getLocFromIndex(node.start), end: this.getLocFromIndex(node.end) };
	}

	getLocFromIndex(offset: number): { readonly line: number; readonly column: number } {
		const { line, column } = (this.#index ??= new LineIndex(this.text)).locate(offset);
		return { line, column: column - 1 };
	}

	getIndexFromLoc(loc: { readonly line: number; readonly column: number }): number {
		return (this.#index ??= new LineIndex(this.text)).startOf(loc.line) + loc.column;
	}

	getRange(node: { readonly start: number; readonly end: number }): readonly [number, number] {
		return [node.start, node.end];
	}

	getText(node?: { readonly start: number; readonly end: number }): string {
		return node === undefined ? this.text : this.text.slice(node.start, node.end);
	}

	/** The directives for ESLint, without expired ones for our rules (or whose date cannot be read). */
	getDisableDirectives(): { directives: object[]; problems: object[] } {
		const directives = (this.#options.directives ? this.ast.comments : []).flatMap((comment) => {
			const directive = readDirective(comment);
			if (directive === null) {
				return [];
			}
			const { type, rules, justification } = directive;
			const ended = suppressionsIn(directive)
				.filter((suppression) => hasEnded(suppression))
				.map(({ rule }) => (rule === null ? null : `${PREFIX}${rule}`));
			const counting = rules.filter((rule) => !ended.includes(rule));
			return ended.includes(null) || (rules.length > 0 && counting.length === 0)
				? []
				: [{ type, node: comment, value: counting.join(", "), justification }];
		});
		return { directives, problems: [] };
	}

	*traverse(): Iterable<Step> {
		const step: Step = { type: "visit", kind: 1, target: this.ast, phase: 1, args: [this.ast, null] };
		const visit = (target: AnyTemplateNode, parent: AnyTemplateNode | null, phase: 1 | 2): Step => {
			step.target = target;
			step.phase = phase;
			step.args[0] = target;
			step.args[1] = parent;
			return step;
		};
		const open: {
			readonly node: AnyTemplateNode;
			readonly parent: AnyTemplateNode | null;
			readonly phase: 1 | 2;
		}[] = [{ node: this.ast, parent: null, phase: 1 }];
		for (let next = open.pop(); next !== undefined; next = open.pop()) {
			const { node, parent, phase } = next;
			yield visit(node, parent, phase);
			if (phase === 2) {
				continue;
			}
			open.push({ node, parent, phase: 2 });
			const children = this.#options.rootOnly ? [] : childrenOf(node);
			for (let index = children.length - 1; index >= 0; index -= 1) {
				const child = children[index];
				if (child !== undefined) {
					open.push({ node: child, parent: node, phase: 1 });
				}
			}
		}
	}
}

function childrenOf(node: AnyTemplateNode): readonly AnyTemplateNode[] {
	switch (node.type) {
		case "TemplateFile":
			return node.body === null ? [] : [node.body];
		case "TemplateMapping":
			return node.pairs;
		case "TemplatePair":
			return [node.key, node.value];
		case "TemplateSequence":
			return node.items;
		case "TemplateScalar":
		case "TemplateAlias":
			return [];
		default:
			return node satisfies never;
	}
}
