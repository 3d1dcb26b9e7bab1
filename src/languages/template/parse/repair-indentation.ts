import type { ParseProblem, TemplateNode } from "./ast.ts";
import { AliasNode, MappingNode, PairNode, ScalarNode, SequenceNode } from "./nodes.ts";
import { readEvents } from "./parse-events.ts";
import { pushAll } from "../../../text/push-all.ts";

/** The tree of a text whose indentation was repaired, with the offsets of the original text. */
export interface RepairedText {
	readonly body: TemplateNode | null;
	readonly problems: readonly ParseProblem[];
	/** The first repaired line. */
	readonly offset: number;
}

/**
 * The message of `js-yaml` for a line inside brackets or quotes that starts left of where the specification requires.
 */
const TOO_FAR_LEFT = "deficient indentation";

/**
 * How many characters are parsed again in all, one parse per repaired line: enough for thousands of lines in a template
 * of a usual size, and for twenty in the largest that CloudFormation accepts (1 MB), which takes seconds at worst.
 */
const MAX_REPARSED = 20_000_000;

/** Enough for any template; spaces at the start of such a line have no meaning. */
const PADDING = " ".repeat(120);

/**
 * Reads a text whose brackets close, or quoted strings continue, left of their parent: `Policies: [{` … `}]` at the
 * parent's own indentation. CloudFormation accepts such templates, as do parsers like PyYAML; the specification does
 * not. The indentation of such a line has no meaning, so lines that are too far left are indented in a copy, and the
 * offsets of its tree are shifted back. Null if that does not give a tree.
 */
export function repairIndentation(
	text: string,
	error: { readonly reason: string; readonly offset: number },
): RepairedText | null {
	if (error.reason !== TOO_FAR_LEFT) {
		return null;
	}
	const starts: number[] = []; // The shifted lines, in the original text.
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

/** The offset in the original text of an offset in the copy. */
function toOriginal(offset: number, starts: readonly number[]): number {
	let shift = 0;
	for (const start of starts) {
		if (start + shift >= offset) {
			break;
		}
		// The added spaces are not in the original text; they map to the start of the line.
		shift += Math.min(PADDING.length, offset - start - shift);
	}
	return offset - shift;
}

/** A copy of the tree with all offsets shifted. Aliases refer to the shifted nodes. */
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
