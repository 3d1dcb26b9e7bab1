import type { TemplateData } from "./data.ts";

/** The style of the text around an edit. */
export interface Style {
	/** One level of indentation: two spaces, four, a tab. */
	readonly unit: string;
	readonly eol: "\n" | "\r\n" | "\r";
}

/** Reads the style of a text from its first indented line and its first line ending. */
export function detectStyle(text: string): Style {
	const eol = /\r\n|\n|\r/u.exec(text)?.[0] ?? "\n";
	const indented = /(?:^|[\r\n])([ \t]+)(?=[^\s#*])/u.exec(text)?.[1] ?? "  ";
	const unit = indented.startsWith("\t") ? "\t" : " ".repeat(indented.length > 8 ? 2 : indented.length);
	return { unit, eol: eol as Style["eol"] };
}

const PLAIN_SCALAR = /^(?![-?:,[\]{}#&*!|>'"%@`\s])(?!.*(?:: |:$| #))[^\r\n]*[^\s]$/u;
const LOOKS_TYPED = /^(?:~|null|true|false|yes|no|on|off|y|n|[-+.\d].*|)$/iu;

/** A scalar in YAML: plain if that reads as the same text, otherwise double-quoted. */
export function renderYamlScalar(value: string | number | boolean | null): string {
	if (typeof value !== "string") {
		return String(value);
	}
	return PLAIN_SCALAR.test(value) && !LOOKS_TYPED.test(value) ? value : JSON.stringify(value);
}

/** The short tag for a single-key map, or null: `{ Ref: "Key" }` is `!Ref Key`. */
function shortTag(value: TemplateData): { readonly tag: string; readonly argument: TemplateData } | null {
	if (value === null || typeof value !== "object" || Array.isArray(value)) {
		return null;
	}
	const entries = Object.entries(value);
	const [only] = entries;
	if (entries.length !== 1 || only === undefined) {
		return null;
	}
	const [key, argument] = only;
	if (key === "Ref") {
		return { tag: "!Ref", argument };
	}
	if (key === "Fn::GetAtt" && Array.isArray(argument)) {
		return { tag: "!GetAtt", argument: argument.join(".") };
	}
	return key === "Fn::Sub" && typeof argument === "string" ? { tag: "!Sub", argument } : null;
}

/** Flow YAML on one line; also for an empty map or list inside block YAML. */
export function renderFlow(value: TemplateData): string {
	const short = shortTag(value);
	if (short !== null) {
		return `${short.tag} ${renderFlow(short.argument)}`;
	}
	if (value === null || typeof value !== "object") {
		const text = renderYamlScalar(value);
		return typeof value === "string" && /[,[\]{}]/u.test(text) && !text.startsWith('"')
			? JSON.stringify(value)
			: text;
	}
	if (Array.isArray(value)) {
		return `[${value.map(renderFlow).join(", ")}]`;
	}
	const pairs = Object.entries(value).map(([key, item]) => `${renderYamlScalar(key)}: ${renderFlow(item)}`);
	return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

/** The text after `key:` in block YAML: ` value`, or indented lines. `indent` is that of the key. */
export function renderBlockValue(value: TemplateData, indent: string, style: Style): string {
	if (value === null || typeof value !== "object" || shortTag(value) !== null) {
		return ` ${shortTag(value) === null ? renderYamlScalar(value as string | number | boolean | null) : renderFlow(value)}`;
	}
	const inner = indent + (style.unit === "\t" ? "  " : style.unit);
	if (Array.isArray(value)) {
		return value.length === 0
			? " []"
			: value.map((item) => `${style.eol}${inner}- ${renderBlockItem(item, `${inner}  `, style)}`).join("");
	}
	const pairs = Object.entries(value);
	return pairs.length === 0
		? " {}"
		: style.eol + inner + renderBlockPairs(value as Readonly<Record<string, TemplateData>>, inner, style);
}

/** The text after `- ` in block YAML. `indent` is that of the text after the dash. */
export function renderBlockItem(value: TemplateData, indent: string, style: Style): string {
	return value === null || typeof value !== "object" || Array.isArray(value) || shortTag(value) !== null
		? renderFlow(value)
		: renderBlockPairs(value as Readonly<Record<string, TemplateData>>, indent, style);
}

/** Pairs of block YAML, the first without its indentation. */
export function renderBlockPairs(value: Readonly<Record<string, TemplateData>>, indent: string, style: Style): string {
	return Object.entries(value)
		.map(([key, item]) => `${renderYamlScalar(key)}:${renderBlockValue(item, indent, style)}`)
		.join(style.eol + indent);
}

/** JSON: on one line if `style` is null, otherwise indented from `indent`. */
export function renderJson(value: TemplateData, indent: string, style: Style | null): string {
	if (style === null) {
		return JSON.stringify(value);
	}
	return JSON.stringify(value, null, style.unit).replaceAll("\n", style.eol + indent);
}
