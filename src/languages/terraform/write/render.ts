import { type Deployed, RefTo, TextWith, type Written } from "../../../model/written.ts";

/** How an edit names something of the module, or a value of its deployment; null where the text has no name for it. */
export type NameRef = (ref: RefTo | { readonly deployed: Deployed }) => string | null;

/** An argument or a block to be written. */
export type NewItem =
	| { readonly kind: "argument"; readonly name: string; readonly value: string }
	| { readonly kind: "block"; readonly head: string; readonly items: readonly NewItem[] };

const NAME = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;

/**
 * A value as an expression.
 *
 * @param indentation of the line that it begins in; null to write it in one line
 * @returns null where it has no spelling
 */
export function renderValue(value: Written, indentation: string | null, nameOf: NameRef): string | null {
	if (value === null || typeof value === "boolean" || typeof value === "number") {
		return String(value);
	}
	if (typeof value === "string") {
		return quote(value);
	}
	if (value instanceof RefTo) {
		return nameOf(value);
	}
	if (value instanceof TextWith) {
		return renderText(value, nameOf);
	}
	const inner = indentation === null ? null : `${indentation}  `;
	if (Array.isArray(value)) {
		const items = (value as readonly Written[]).map((item) => renderValue(item, inner, nameOf));
		if (items.includes(null)) {
			return null;
		}
		return inner === null || items.every((item) => item !== null && !item.includes("\n"))
			? `[${items.join(", ")}]`
			: `[\n${items.map((item) => `${inner}${item ?? ""},\n`).join("")}${indentation ?? ""}]`;
	}
	const rows = Object.entries(value as Readonly<Record<string, Written>>).map(
		([key, item]) => [renderKey(key), renderValue(item, inner, nameOf)] as const,
	);
	if (rows.some(([, item]) => item === null)) {
		return null;
	}
	const known = rows.map(([key, item]) => ({ key, value: item ?? "" }));
	if (known.length === 0) {
		return "{}";
	}
	return inner === null
		? `{ ${known.map((row) => `${row.key} = ${row.value}`).join(", ")} }`
		: `{\n${alignRows(known, inner)}${indentation ?? ""}}`;
}

/** The key of a map. */
export function renderKey(key: string): string {
	return NAME.test(key) ? key : quote(key);
}

/** A quoted text. */
export function quote(text: string): string {
	return `"${text
		.replaceAll(/["\\]/gu, "\\$&")
		.replaceAll("\n", "\\n")
		.replaceAll("\r", "\\r")
		.replaceAll("\t", "\\t")
		.replaceAll(/([$%])\{/gu, "$1$1{")}"`;
}

function renderText({ parts }: TextWith, nameOf: NameRef): string | null {
	let text = "";
	for (const part of parts) {
		if (typeof part === "string") {
			text += quote(part).slice(1, -1);
			continue;
		}
		const name = nameOf(part);
		if (name === null) {
			return null;
		}
		text += `\${${name}}`;
	}
	return `"${text}"`;
}

/** Items of a body, a line for each argument, as `terraform fmt` writes them. */
export function renderItems(items: readonly NewItem[], indentation: string): string {
	let text = "";
	let rows: { readonly key: string; readonly value: string }[] = [];
	const flush = (): void => {
		text += alignRows(rows, indentation);
		rows = [];
	};
	for (const item of items) {
		if (item.kind === "argument") {
			rows.push({ key: item.name, value: item.value });
			continue;
		}
		flush();
		text += `${text === "" ? "" : "\n"}${renderBlock(item.head, item.items, indentation)}\n`;
	}
	flush();
	return text;
}

export function renderBlock(head: string, items: readonly NewItem[], indentation: string): string {
	return `${indentation}${head} {\n${renderItems(items, `${indentation}  `)}${indentation}}`;
}

/** Lines of `key = value`: the signs stand below each other in lines that follow each other and end no bracket. */
function alignRows(rows: readonly { readonly key: string; readonly value: string }[], indentation: string): string {
	const lines: string[] = [];
	for (let at = 0; at < rows.length;) {
		let end = at;
		while (end < rows.length && !(rows[end]?.value ?? "").includes("\n")) {
			end += 1;
		}
		const chain = rows.slice(at, Math.max(end, at + 1));
		const width = chain.reduce((widest, { key }) => Math.max(widest, key.length), 0);
		for (const { key, value } of chain) {
			lines.push(`${indentation}${key.padEnd(width)} = ${value}\n`);
		}
		at += chain.length;
	}
	return lines.join("");
}
