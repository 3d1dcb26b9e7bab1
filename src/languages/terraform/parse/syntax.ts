/**
 * The syntax tree of Terraform files: HCL's native syntax (`*.tf`, `*.tofu`, `*.tfvars`) and its JSON variant, which
 * gives the same tree. Offsets are UTF-16 units from the start of the text after its BOM, ends exclusive.
 *
 * Source: "HCL Native Syntax Specification" and "HCL JSON Syntax Specification", https://github.com/hashicorp/hcl.
 */
export interface HclFile extends Located {
	readonly type: "HclFile";
	readonly format: "hcl" | "json";
	readonly body: HclBody;
	/** Set for what `terraform show -json` writes: which it is, and where it says so. */
	readonly shown?: {
		readonly kind: "plan" | "state";
		readonly at: Located;
		/** All of it. */
		readonly root: HclObject;
		/** Its resources as they are stored, with values that {@link body} reads as references, or not at all. */
		readonly held: readonly HclBlock[];
	};
	/** Every comment, in the order of the text. */
	readonly comments: readonly HclComment[];
	/** What is wrong with the text, in its order. What could be read in spite of it is in {@link body}. */
	readonly errors: readonly HclProblem[];
}

interface Located {
	readonly start: number;
	readonly end: number;
}

/** An error in a text, at an offset. The message ends with a stop and quotes no value. */
export interface HclProblem {
	readonly message: string;
	readonly offset: number;
}

/** `# …`, `// …`, or a block comment. */
export interface HclComment extends Located {
	readonly type: "HclComment";
	/** The text without its marks. */
	readonly value: string;
	/** The length of the mark that begins it. */
	readonly mark: 1 | 2;
	/** True for a comment that has an end mark of its own. */
	readonly isBlock: boolean;
}

/** What is inside a file or between the braces of a block. The span excludes the braces. */
export interface HclBody extends Located {
	readonly type: "HclBody";
	readonly items: readonly HclItem[];
}

export type HclItem = HclAttribute | HclBlock;

/**
 * `name = value`. In JSON also a nested block, because only the schema tells them apart: its value is an
 * {@link HclObject}, or an {@link HclTuple} of them for several blocks.
 */
export interface HclAttribute extends Located {
	readonly type: "HclAttribute";
	readonly name: HclName;
	/** The offset of `=`; in JSON of `:`. */
	readonly equals: number;
	readonly value: HclExpression;
}

/** `keyword "label" { … }`: from the keyword to the closing brace. In JSON from the key of the last label. */
export interface HclBlock extends Located {
	readonly type: "HclBlock";
	readonly keyword: HclName;
	readonly labels: readonly HclName[];
	/** In a plan, which resource it is: `module.queue.aws_sqs_queue.main[0]`. */
	readonly address?: string;
	/** The offset of `{`. */
	readonly open: number;
	readonly body: HclBody;
	/** The offset of `}`; -1 if it is missing. */
	readonly close: number;
}

/** The name of an attribute, the keyword or a label of a block, a name in an expression. */
export interface HclName extends Located {
	readonly type: "HclName";
	readonly text: string;
	/** True if the span includes quotes. */
	readonly isQuoted: boolean;
}

export type HclExpression =
	| HclLiteral
	| HclTemplate
	| HclVariable
	| HclTraversal
	| HclCall
	| HclTuple
	| HclObject
	| HclFor
	| HclUnary
	| HclBinary
	| HclConditional
	| HclParentheses
	| HclInvalid;

/** A number, `true`, `false` or `null`. A number beyond the precision of a double is in the text only. */
interface HclLiteral extends Located {
	readonly type: "HclLiteral";
	readonly value: number | boolean | null;
}

/** A text: `"…"`, or a heredoc from `<<` to the end of its marker. Without holes and directives it has text parts only. */
export interface HclTemplate extends Located {
	readonly type: "HclTemplate";
	/** `<<-` is a `flush` heredoc, whose common indentation is not part of the text. */
	readonly style: "quoted" | "heredoc" | "flush";
	readonly parts: readonly HclPart[];
	/** The span between the quotes, or of the lines of a heredoc. */
	readonly inner: { readonly start: number; readonly end: number };
}

export type HclPart = HclText | HclHole | HclIf | HclLoop;

/** A literal piece of a template. Pieces may follow each other directly: a flush heredoc has one for each line. */
export interface HclText extends Located {
	readonly type: "HclText";
	/** The text that it means: escapes decoded, indentation and blanks trimmed as the template says. */
	readonly value: string;
	/** True if the text is written as it is, so that offsets inside it count from {@link start}. */
	readonly isExact: boolean;
}

/** `${expression}`. */
interface HclHole extends Located {
	readonly type: "HclHole";
	readonly expression: HclExpression;
}

/** `%{ if condition }…%{ else }…%{ endif }`. */
interface HclIf extends Located {
	readonly type: "HclIf";
	readonly condition: HclExpression;
	readonly consequent: readonly HclPart[];
	/** Null if there is no `else`. */
	readonly alternate: readonly HclPart[] | null;
}

/** `%{ for key, value in collection }…%{ endfor }`. */
interface HclLoop extends Located {
	readonly type: "HclLoop";
	readonly key: HclName | null;
	readonly value: HclName;
	readonly collection: HclExpression;
	readonly parts: readonly HclPart[];
}

/** A name that begins an expression: `var`, `local`, `aws_kms_key`, `each`, or a variable of a `for`. */
interface HclVariable extends Located {
	readonly type: "HclVariable";
	readonly name: string;
}

/** An expression with accessors behind it: `var.x`, `aws_kms_key.key[0].arn`, `f(x).y`, `a[*].id`. */
export interface HclTraversal extends Located {
	readonly type: "HclTraversal";
	readonly root: HclExpression;
	/** At least one. */
	readonly steps: readonly HclStep[];
}

export type HclStep = HclAttributeStep | HclIndexStep | HclSplatStep;

/** `.name`. */
interface HclAttributeStep extends Located {
	readonly type: "HclAttributeStep";
	readonly name: string;
}

/** `[key]`, or `.0` with a number as key. */
interface HclIndexStep extends Located {
	readonly type: "HclIndexStep";
	readonly key: HclExpression;
}

/**
 * `[*]` or `.*`: the steps behind it apply to each item; behind `.*` only the {@link HclAttributeStep}s that follow
 * directly, and an index applies to the resulting list.
 */
interface HclSplatStep extends Located {
	readonly type: "HclSplatStep";
	/** True for `[*]`. */
	readonly isFull: boolean;
}

/** `name(a, b)`, `provider::aws::arn_parse(x)`, `f(list...)`. */
export interface HclCall extends Located {
	readonly type: "HclCall";
	readonly name: HclName;
	readonly arguments: readonly HclExpression[];
	/** True if the last argument is a list of arguments: `list...`. */
	readonly isExpanded: boolean;
}

/** `[a, b]`. */
export interface HclTuple extends Located {
	readonly type: "HclTuple";
	readonly items: readonly HclExpression[];
}

/** `{ a = 1, "b" : 2, (c) = 3 }`. */
export interface HclObject extends Located {
	readonly type: "HclObject";
	readonly items: readonly HclObjectItem[];
}

export interface HclObjectItem extends Located {
	readonly type: "HclObjectItem";
	readonly key: HclExpression;
	/** The key if the text says it: a bare name (which is no variable), a text without holes, a number. Else null. */
	readonly name: string | null;
	readonly value: HclExpression;
}

/** `[for key, value in collection : result if condition]`, `{for v in c : keyResult => result...}`. */
export interface HclFor extends Located {
	readonly type: "HclFor";
	readonly key: HclName | null;
	readonly value: HclName;
	readonly collection: HclExpression;
	/** What the keys of an object are; null for a list. */
	readonly keyResult: HclExpression | null;
	readonly result: HclExpression;
	/** True if results of the same key become a list: `...`. */
	readonly isGrouped: boolean;
	readonly condition: HclExpression | null;
}

/** `!a`, `-a`. */
interface HclUnary extends Located {
	readonly type: "HclUnary";
	readonly operator: "!" | "-";
	readonly operand: HclExpression;
}

export type HclOperator = "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%";

/** Operands with operators of one precedence between them, to be applied from the left: `a - b + c`. */
interface HclBinary extends Located {
	readonly type: "HclBinary";
	/** One more than operators. */
	readonly operands: readonly HclExpression[];
	readonly operators: readonly HclOperator[];
}

/** `condition ? consequent : alternate`. */
interface HclConditional extends Located {
	readonly type: "HclConditional";
	readonly condition: HclExpression;
	readonly consequent: HclExpression;
	readonly alternate: HclExpression;
}

/** `(expression)`. */
interface HclParentheses extends Located {
	readonly type: "HclParentheses";
	readonly expression: HclExpression;
}

/** What could not be read; {@link HclFile.errors} has the reason. */
interface HclInvalid extends Located {
	readonly type: "HclInvalid";
}

export type HclNode = HclFile | HclBody | HclItem | HclName | HclExpression | HclPart | HclStep | HclObjectItem;
