import type { ParseProblem, TemplateNode } from "./ast.ts";
import { AliasNode, MappingNode, PairNode, ScalarNode, SequenceNode } from "./nodes.ts";
import { readEvents } from "./parse-events.ts";
import { pushAll } from "../../text/push-all.ts";

/** A tree of a text whose indentation had to be forgiven, at the offsets of the text as it is. */
export interface RepairedText {
	readonly body: TemplateNode | null;
	readonly problems: readonly ParseProblem[];
	/** The first line that was forgiven. */
	readonly offset: number;
}

/** What `js-yaml` says of a line inside brackets or quotes that starts left of where the specification wants it. */
const TOO_FAR_LEFT = "deficient indentation";

/**
 * How many characters are parsed again in all, each forgiven line costing a parse: enough for thousands of lines in a
 * template of a usual size and for twenty in the largest that CloudFormation takes (1 MB), seconds at the worst.
 */
const MAX_REPARSED = 20_000_000;

/** Deep enough for any template; blanks at the start of such a line mean nothing. */
const PADDING = " ".repeat(120);

/**
 * Reads on where brackets close, or quoted texts go on, left of their parent: `Policies: [{` … `}]` at the parent's own
 * indentation. CloudFormation reads such templates, as does any reader made like PyYAML; the specification refuses
 * them. Blanks before such a line mean nothing, so lines that are too far left are pushed to the right in a copy, and
 * the tree of the copy is moved back. Null where that does not lead to a tree.
 */
export function repairIndentation(
	text: string,
	error: { readonly reason: string; readonly offset: number },
): RepairedText | null {
	if (error.reason !== TOO_FAR_LEFT) {
		return null;
	}
	const starts: number[] = []; // Of the pushed lines, in the text as it is.
	let copy = text;
	let failure = error;
	for (let reparsed = text.length; reparsed <= MAX_REPARSED; reparsed += copy.length) {
		const at = lineStart(copy, failure.offset);
		starts.push(toOriginal(at, starts));
		starts.sort((a, b) => a - b);
		copy = copy.slice(0, at) + PADDING + copy.slice(at);
		const read = readEvents(copy);
		if (read.ok) {
			const move = (offset: number): number => toOriginal(offset, starts);
			return {
				body: read.body === null ? null : moveTree(read.body, move),
				problems: read.problems.map((problem) => ({ ...problem, offset: move(problem.offset) })),
				offset: starts[0] ?? 0,
			};
		}
		if (read.reason !== TOO_FAR_LEFT || read.offset <= failure.offset) {
			return null;
		}
		failure = read;
	}
	return null;
}

function lineStart(text: string, offset: number): number {
	let index = offset;
	while (index > 0 && text[index - 1] !== "\n" && text[index - 1] !== "\r") {
		index -= 1;
	}
	return index;
}

/** An offset of the copy in the text as it is. */
function toOriginal(offset: number, starts: readonly number[]): number {
	let shift = 0;
	for (const start of starts) {
		if (start + shift >= offset) {
			break;
		}
		// Inside the padding itself there is no text of the author: it all stands at the line's start.
		shift += Math.min(PADDING.length, offset - start - shift);
	}
	return offset - shift;
}

/** A copy of the tree with every offset moved. Aliases keep leading to the moved nodes. */
function moveTree(root: TemplateNode, move: (offset: number) => number): TemplateNode {
	const moved = new Map<TemplateNode, TemplateNode>();
	const visit = (node: TemplateNode): TemplateNode => {
		let made: TemplateNode;
		if (node instanceof MappingNode) {
			const mapping = new MappingNode(move(node.start), move(node.inner), node.flow, node.tag);
			pushAll(
				mapping.pairs,
				node.pairs.map((pair) => new PairNode(visit(pair.key), visit(pair.value))),
			);
			mapping.end = move(node.end);
			made = mapping;
		} else if (node instanceof SequenceNode) {
			const sequence = new SequenceNode(move(node.start), move(node.inner), node.flow, node.tag);
			pushAll(sequence.items, node.items.map(visit));
			sequence.end = move(node.end);
			made = sequence;
		} else if (node.type === "TemplateAlias") {
			made = new AliasNode(
				move(node.start),
				move(node.end),
				node.name,
				node.target === null ? null : (moved.get(node.target) ?? null),
			);
		} else {
			const scalar = node as ScalarNode;
			made = new ScalarNode(
				move(scalar.start),
				move(scalar.end),
				move(scalar.inner),
				scalar.style,
				scalar.tag,
				scalar.value,
			);
		}
		moved.set(node, made);
		return made;
	};
	return visit(root);
}
