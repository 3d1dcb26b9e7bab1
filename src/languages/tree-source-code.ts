import { entryOf } from "../model/entry-of.ts";
import { hasEnded } from "../model/suppression.ts";
import { LineIndex } from "../text/line-index.ts";
import { PREFIX, readDirective, suppressionsIn, type Comment } from "./directive.ts";

interface Loc {
	readonly start: { readonly line: number; readonly column: number };
	readonly end: { readonly line: number; readonly column: number };
}

/** A node of one of our own syntax trees. Offsets are UTF-16 units after the BOM. */
export interface TreeNode {
	readonly type: string;
	readonly start: number;
	readonly end: number;
}

/** The root of one of our own syntax trees. */
export interface TreeRoot extends TreeNode {
	readonly comments: readonly Comment[];
}

/** One step of ESLint's traversal. The same object is reused, because the walker does not keep it. */
interface Step {
	type: string;
	kind: 1;
	target: TreeNode;
	phase: 1 | 2;
	args: [TreeNode, TreeNode | null];
}

/** How a file is traversed, and whether its comments are directives for ESLint. */
export interface SourceCodeOptions {
	/** Traverse only the root if all listeners are our own rules, which need no more. */
	readonly rootOnly: boolean;
	readonly directives: boolean;
}

/** The children of each type of node, by the names of properties: a node, a list of them or null. */
export type VisitorKeys = Readonly<Record<string, readonly string[]>>;

/** What ESLint needs from a parsed file. Lines and columns count as in JavaScript: from 1 and from 0. */
export class TreeSourceCode<Root extends TreeRoot> {
	readonly text: string;
	readonly ast: Root;
	readonly hasBOM: boolean;
	readonly visitorKeys: VisitorKeys;
	readonly parserServices: Readonly<Record<string, unknown>> = {};
	readonly #options: SourceCodeOptions;
	#index: LineIndex | undefined;
	#lines: readonly string[] | undefined;

	constructor(text: string, ast: Root, hasBOM: boolean, visitorKeys: VisitorKeys, options: SourceCodeOptions) {
		this.#options = options;
		this.text = text;
		this.ast = ast;
		this.hasBOM = hasBOM;
		this.visitorKeys = visitorKeys;
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

	/**
	 * None, for rules about JavaScript that are on for every file (`js.configs.recommended` without `files`): they ask for
	 * comments before they see that there is nothing for them.
	 */
	getAllComments(): readonly never[] {
		return [];
	}

	/** The same, for rules that ask about the scope of the whole file. */
	getScope(): { readonly isStrict: boolean; readonly variables: readonly never[] } {
		return { isStrict: true, variables: [] };
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
		const visit = (target: TreeNode, parent: TreeNode | null, phase: 1 | 2): Step => {
			step.target = target;
			step.phase = phase;
			step.args[0] = target;
			step.args[1] = parent;
			return step;
		};
		const open: {
			readonly node: TreeNode;
			readonly parent: TreeNode | null;
			readonly phase: 1 | 2;
		}[] = [{ node: this.ast, parent: null, phase: 1 }];
		for (let next = open.pop(); next !== undefined; next = open.pop()) {
			const { node, parent, phase } = next;
			yield visit(node, parent, phase);
			if (phase === 2) {
				continue;
			}
			open.push({ node, parent, phase: 2 });
			const children = this.#options.rootOnly ? [] : this.#childrenOf(node);
			for (let index = children.length - 1; index >= 0; index -= 1) {
				const child = children[index];
				if (child !== undefined) {
					open.push({ node: child, parent: node, phase: 1 });
				}
			}
		}
	}

	#childrenOf(node: TreeNode): readonly TreeNode[] {
		return (entryOf(this.visitorKeys, node.type) ?? []).flatMap(
			(key) => (Reflect.get(node, key) as TreeNode | readonly TreeNode[] | null) ?? [],
		);
	}
}
