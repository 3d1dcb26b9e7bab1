import { nodesOf } from "../languages/program/nodes-of.ts";
import { SOURCE_NAME } from "../languages/program/source-module.ts";
import type { TemplateNode, TemplatePair } from "../languages/template/parse/ast.ts";
import { formatOf, parseTemplate } from "../languages/template/parse/parse-template.ts";
import type { Span } from "../text/span.ts";
import { moduleOf } from "./read-module.ts";

/** What may stand for any entries of a map: CloudFormation fills them in when it is deployed. */
const TRANSFORM = `"Fn::Transform": { "Name": "AWS::Include", "Parameters": { "Location": "s3://bucket/key" } }`;

/**
 * The same text with one entry hidden behind what may still grow, once for each entry: a transform in a property of a
 * template, a spread in an object of a program. Since the text itself is one of the texts that it may come to, a rule
 * that is silent on the text must be silent on each of these.
 */
export function openedTexts(text: string, filename: string): readonly OpenedText[] {
	if (filename.endsWith(".tf")) {
		return []; // Nothing is added to a block from outside.
	}
	const isSource = SOURCE_NAME.test(filename);
	const entries = isSource ? entriesOfProgram(text, filename) : entriesOfTemplate(text, filename);
	return entries.map(({ entry: { start, end }, within }) => {
		// What an entry of a program uses stays used.
		const filler = isSource ? `...unknownEntries({ ${text.slice(start, end)} })` : TRANSFORM;
		return {
			text: text.slice(0, start) + filler + text.slice(end),
			within: { start: within.start, end: within.end + filler.length - (end - start) },
		};
	});
}

export interface OpenedText {
	readonly text: string;
	/**
	 * The resource that the entry belongs to. What another resource, or a parameter, is used for may be hidden with the
	 * entry; a rule judges it by what is left.
	 */
	readonly within: Span;
}

interface Entry {
	readonly entry: Span;
	readonly within: Span;
}

function entriesOfProgram(text: string, filename: string): readonly Entry[] {
	const within = { start: 0, end: text.length };
	return nodesOf(moduleOf(text, filename), "ObjectExpression").flatMap(({ properties }) =>
		properties.map(({ range }) => ({ entry: { start: range[0], end: range[1] }, within })),
	);
}

function entriesOfTemplate(text: string, filename: string): readonly Entry[] {
	const { file } = parseTemplate(text, formatOf(filename, text));
	return pairsOf(file?.body ?? null)
		.filter(({ key }) => keyOf(key) === "Resources")
		.flatMap(({ value }) => pairsOf(value))
		.flatMap((resource) =>
			pairsOf(resource.value)
				.filter(({ key }) => keyOf(key) === "Properties")
				.flatMap(({ value }) => [...pairsBelow(value)])
				.map((entry) => ({ entry, within: { start: resource.start, end: resource.end } })),
		);
}

/** Pairs of a map that is no function call (`Fn::If`), which takes no other entries. */
function* pairsBelow(node: TemplateNode | null): Generator<Span> {
	const pairs = pairsOf(node);
	const isCall = pairs.some(({ key }) => /^(?:Fn::|Ref$|Condition$)/u.test(keyOf(key)));
	for (const [index, { key, value }] of pairs.entries()) {
		// Of a name that stands twice the last counts; the first is not hidden with it.
		const isTwice = pairs.slice(0, index).some((other) => keyOf(other.key) === keyOf(key));
		if (!isCall && !isTwice) {
			yield { start: key.start, end: Math.max(key.end, value.end) };
		}
		yield* pairsBelow(value);
	}
	for (const item of node?.type === "TemplateSequence" ? node.items : []) {
		yield* pairsBelow(item);
	}
}

function pairsOf(node: TemplateNode | null): readonly TemplatePair[] {
	return node?.type === "TemplateMapping" ? node.pairs : [];
}

function keyOf(key: TemplateNode): string {
	return key.type === "TemplateScalar" ? key.value : "";
}
