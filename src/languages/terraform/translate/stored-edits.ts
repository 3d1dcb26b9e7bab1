import type { TextEdit } from "../../../text/span.ts";
import { joinAll } from "../../../text/join-edits.ts";
import type { Declaration } from "../evaluate/module-table.ts";
import type { TerraformFile } from "../evaluate/terraform-file.ts";
import type { HclAttribute, HclItem } from "../parse/syntax.ts";

/** An argument with the body that it is in. */
interface Place {
	readonly argument: HclAttribute;
	readonly siblings: readonly HclItem[];
}

/** The only place of an argument in the file; null if there is none, or more than one. */
function placeOf(own: TerraformFile, { items, file }: Declaration, names: readonly string[]): Place | null {
	if (own.tree.format !== "hcl" || file !== own || items.some((item) => item.file !== own)) {
		return null;
	}
	let siblings: readonly HclItem[] = items.map(({ node }) => node);
	for (const name of names.slice(0, -1)) {
		const [block, other] = siblings.filter((item) => item.type === "HclBlock" && item.keyword.text === name);
		if (block?.type !== "HclBlock" || other !== undefined) {
			return null;
		}
		siblings = block.body.items;
	}
	const argument = siblings.find((item) => item.type === "HclAttribute" && item.name.text === names.at(-1));
	return argument?.type === "HclAttribute" ? { argument, siblings } : null;
}

/**
 * `value = var.token` becomes `value_wo = var.token` with `value_wo_version = 1`, in a paragraph of its own, so that the
 * layout of `terraform fmt` stays. Source: "Write-only arguments", Terraform documentation.
 */
export function passUnstored(
	own: TerraformFile,
	declaration: Declaration,
	names: readonly string[],
	unstored: string,
): readonly TextEdit[] | null {
	const place = placeOf(own, declaration, names);
	if (place === null) {
		return null;
	}
	const { argument, siblings } = place;
	const { text } = own;
	const around = aloneOnLines(text, argument);
	if (around === null || siblings.some((item) => item.type === "HclAttribute" && item.name.text === unstored)) {
		return null; // It shares its line, or is passed already.
	}
	const { start, end, indent } = around;
	const version = `${unstored}_version`;
	const eol = text.includes("\r\n") ? "\r\n" : "\n";
	const name = { start: argument.start, end: argument.value.start };
	// A value on several lines may hold what no edit carries along; only a heredoc is aligned with what is above.
	const isLong = text.slice(argument.value.start, argument.value.end).includes("\n");
	const width = isLong && !text.startsWith("<<", argument.value.start) ? unstored.length : version.length;
	const named = isLong
		? [{ span: name, text: `${version} = 1${eol}${indent}${unstored.padEnd(width)} = ` }]
		: [
				{ span: name, text: `${unstored.padEnd(width)} = ` },
				{ span: { start: end, end }, text: `${eol}${indent}${version} = 1` },
			];
	return joinAll([
		around.isFirst ? [] : [{ span: { start, end: start }, text: eol }],
		named,
		around.isLast ? [] : [{ span: { start: end, end }, text: eol }],
		realigned(text, siblings, start, -1),
		realigned(text, siblings, end, 1),
	]);
}

interface Around {
	/** The start of its first line, and the end of its last. */
	readonly start: number;
	readonly end: number;
	readonly indent: string;
	/** True if no argument stands on the line above, or below. */
	readonly isFirst: boolean;
	readonly isLast: boolean;
}

/** The lines of an argument; null if something else stands on them. */
function aloneOnLines(text: string, argument: HclAttribute): Around | null {
	const start = text.lastIndexOf("\n", argument.start - 1) + 1;
	const next = text.indexOf("\n", argument.end);
	const end = next === -1 ? text.length : text[next - 1] === "\r" ? next - 1 : next;
	const indent = text.slice(start, argument.start);
	const above = text.slice(text.lastIndexOf("\n", start - 2) + 1, Math.max(start - 1, 0)).trim();
	const below =
		text.slice(end).trimStart().slice(0, 1) === "}" ? "" : (text.slice(end).split("\n", 2)[1] ?? "").trim();
	return indent.trim() !== "" || !/^\s*(?:#.*|\/\/.*)?$/u.test(text.slice(argument.end, end)) || next === -1
		? null
		: { start, end, indent, isFirst: /^$|\{$|^(?:#|\/\/)/u.test(above), isLast: below === "" };
}

/** The arguments on the lines directly above or below, which `terraform fmt` aligns by themselves from now on. */
function realigned(text: string, siblings: readonly HclItem[], from: number, direction: 1 | -1): readonly TextEdit[] {
	const byLine = new Map<number, HclAttribute>();
	for (const item of siblings) {
		if (
			item.type === "HclAttribute" &&
			(!text.slice(item.start, item.end).includes("\n") || text.startsWith("<<", item.value.start))
		) {
			byLine.set(text.lastIndexOf("\n", item.start - 1), item);
		}
	}
	const run: HclAttribute[] = [];
	let line = direction === 1 ? text.indexOf("\n", from) : text.lastIndexOf("\n", from - 2);
	for (let one = byLine.get(line); one !== undefined; one = byLine.get(line)) {
		run.push(one);
		line = direction === 1 ? text.indexOf("\n", one.end) : text.lastIndexOf("\n", line - 1);
	}
	const width = run.reduce((most, { name }) => Math.max(most, name.end - name.start), 0);
	return run.flatMap(({ name, equals }) => {
		const gap = " ".repeat(width - (name.end - name.start) + 1);
		const span = { start: name.end, end: equals };
		return text.slice(span.start, span.end) === gap ? [] : [{ span, text: gap }];
	});
}

/**
 * Adds `lifecycle { ignore_changes = [value] }` at the end of a resource without such a block. Source: "The lifecycle
 * meta-argument", Terraform documentation.
 */
export function ignoreChanges(
	own: TerraformFile,
	declaration: Declaration,
	names: readonly string[],
): readonly TextEdit[] | null {
	const place = placeOf(own, declaration, names);
	const { block } = declaration;
	const [name = "", ...others] = names;
	const hasLifecycle = block.body.items.some((item) => item.type === "HclBlock" && item.keyword.text === "lifecycle");
	const last = block.body.items.at(-1);
	if (place === null || others.length > 0 || hasLifecycle || last === undefined || declaration.isData) {
		return null;
	}
	const { text } = own;
	const end = text.indexOf("\n", last.end);
	const indent = text.slice(text.lastIndexOf("\n", last.start - 1) + 1, last.start);
	if (end === -1 || end > block.close || indent.trim() !== "") {
		return null; // A block on one line.
	}
	const eol = text.includes("\r\n") ? "\r\n" : "\n";
	const at = text[end - 1] === "\r" ? end - 1 : end;
	return [
		{
			span: { start: at, end: at },
			text: ["", "", `${indent}lifecycle {`, `${indent}${indent}ignore_changes = [${name}]`, `${indent}}`].join(
				eol,
			),
		},
	];
}
