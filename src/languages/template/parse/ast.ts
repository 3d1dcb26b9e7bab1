/**
 * The syntax tree of a template, the same for YAML and JSON. Node names are our own (never `Program`), so that no rule
 * for JavaScript takes a template for a script. Offsets count UTF-16 units from the start of the text after its BOM.
 * `start` includes a tag and an anchor before the node; `inner` is where its own text begins: `!Sub "a"` starts at `!`
 * and has its `inner` at the quote.
 */
export type TemplateNode = TemplateMapping | TemplateSequence | TemplateScalar | TemplateAlias;

export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

interface NodeBase {
	readonly start: number;
	/** One past the last character: of the closing bracket or quote, of a block's last line without its line ending. */
	readonly end: number;
	readonly range: readonly [number, number];
}

export interface TemplateFile extends NodeBase {
	readonly type: "TemplateFile";
	readonly format: "yaml" | "json";
	/** The root of the first document; null if the file is empty or not a template. */
	readonly body: TemplateNode | null;
	readonly comments: readonly TemplateComment[];
	/** Errors of a text that could be read otherwise. */
	readonly errors: readonly ParseProblem[];
}

export interface TemplateMapping extends NodeBase {
	readonly type: "TemplateMapping";
	readonly pairs: readonly TemplatePair[];
	readonly flow: boolean;
	readonly tag: string | null;
	readonly inner: number;
}

export interface TemplatePair extends NodeBase {
	readonly type: "TemplatePair";
	readonly key: TemplateNode;
	readonly value: TemplateNode;
}

export interface TemplateSequence extends NodeBase {
	readonly type: "TemplateSequence";
	readonly items: readonly TemplateNode[];
	readonly flow: boolean;
	readonly tag: string | null;
	readonly inner: number;
}

export interface TemplateScalar extends NodeBase {
	readonly type: "TemplateScalar";
	/** The decoded text: escapes resolved, folded, chomped. An empty node has the empty string and style "plain". */
	readonly value: string;
	readonly style: ScalarStyle;
	readonly tag: string | null;
	readonly inner: number;
}

export interface TemplateAlias extends NodeBase {
	readonly type: "TemplateAlias";
	readonly name: string;
	/** The anchored node; null if no such anchor comes before, or the alias is inside it (a cycle). */
	readonly target: TemplateNode | null;
}

export interface TemplateComment {
	readonly type: "TemplateComment";
	/** The text after the `#`. */
	readonly value: string;
	readonly start: number;
	readonly end: number;
	/** The length of the `#`. */
	readonly mark: 1;
}

/** An error in a text, at an offset. */
export interface ParseProblem {
	readonly message: string;
	readonly offset: number;
	/** True if the tree can be used anyway (CloudFormation accepts what the YAML specification does not). */
	readonly tolerated: boolean;
}
