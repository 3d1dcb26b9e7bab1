import { RefTo, TextWith, type Written } from "../../../model/written.ts";
import { joinAll } from "../../../text/join-edits.ts";
import type { TextEdit } from "../../../text/span.ts";
import type { HclBlock, HclExpression, HclItem, HclObject } from "../parse/syntax.ts";
import { FileWriter, type OwnFile, type Setting } from "./file-writer.ts";
import { Lines } from "./lines.ts";
import { blocksOf, isPlain, OwnNodes } from "./own-nodes.ts";
import type { NameRef } from "./render.ts";

/** An object of the file with its members: of a block, or of an argument that is one. */
interface Holder {
	/** The offsets of `{` and `}`. */
	readonly open: number;
	readonly close: number;
	readonly members: readonly { readonly name: string; readonly value: HclExpression | HclBlock }[];
}

/**
 * Writes edits of one file in JSON: members are added behind the last one, and values that are written out are replaced.
 * Nothing else of the text changes.
 */
export class JsonFileWriter extends FileWriter {
	override readonly isJson: boolean = true;
	#file: OwnFile | null | undefined;

	/** The file that is edited; null for a plan or a state, or if it is broken. */
	override get own(): OwnFile | null {
		if (this.#file === undefined) {
			const file = this.view.own;
			this.#file =
				file.tree.shown === undefined && file.tree.errors.length === 0
					? { file, lines: new Lines(file.text), nodes: new OwnNodes(file) }
					: null;
		}
		return this.#file;
	}

	override apply(block: HclBlock, settings: readonly Setting[]): readonly TextEdit[] | null {
		const [first] = settings;
		if (first === undefined || this.own === null) {
			return null;
		}
		let holder = holderOf(block);
		for (const [index, name] of first.route.blocks.entries()) {
			if (holder === null) {
				return null;
			}
			const found = holder.members.filter((member) => member.name === name);
			const isOpen = blocksOf(block.body.items, name).isOpen && found.length === 0;
			if (isOpen || found.length > 1) {
				return null; // Which of them is meant is not known.
			}
			const [only] = found;
			if (only === undefined) {
				return this.#addBlocks(holder, first.route.blocks.slice(index), settings);
			}
			holder = holderOf(only.value);
		}
		return holder === null ? null : this.#setAll(holder, settings);
	}

	protected override setNamed(
		object: HclObject,
		values: readonly (readonly [name: string, value: Written])[],
	): readonly TextEdit[] | null {
		const holder = holderOf(object);
		return holder === null ? null : this.#setMembers(holder, values);
	}

	override replace(node: HclExpression, value: Written): readonly TextEdit[] | null {
		const written = this.renderJson(value);
		return written === null || !isPlain(node) || this.own === null
			? null
			: [{ span: { start: node.start, end: node.end }, text: written }];
	}

	override addBehind(): null {
		return null; // Where resources of a type are, and whether they are a list, is the author's own.
	}

	override replaceBy(): null {
		return null;
	}

	override finish(edits: readonly TextEdit[]): readonly TextEdit[] {
		return edits;
	}

	renderJson(value: Written): string | null {
		return renderJson(value, (ref) => this.nameOf(ref));
	}

	#setAll(holder: Holder, settings: readonly Setting[]): readonly TextEdit[] | null {
		const [first, ...others] = settings;
		const [key, more] = first?.route.keys ?? [];
		if (first === undefined || settings.some(({ route }) => route.isDocument) || more !== undefined) {
			return null;
		}
		if (settings.every(({ route }) => route.keys.length === 0)) {
			return this.#setMembers(
				holder,
				settings.map(({ route, value }) => [route.argument, value]),
			);
		}
		const found = holder.members.find(({ name }) => name === first.route.argument);
		const inner = found?.value.type === "HclObject" ? holderOf(found.value) : null;
		if (key === undefined || others.length > 0) {
			return null; // Some in a map and some beside it.
		}
		return found === undefined
			? this.#setMembers(holder, [[first.route.argument, { [key]: first.value }]])
			: inner === null
				? null
				: this.#setMembers(inner, [[key, first.value]]);
	}

	#addBlocks(holder: Holder, names: readonly string[], settings: readonly Setting[]): readonly TextEdit[] | null {
		const [first = "", ...rest] = names;
		const isSimple = settings.every(({ route }) => !route.isDocument && route.keys.length === 0);
		const items = Object.fromEntries(settings.map(({ route, value }) => [route.argument, value]));
		return isSimple
			? this.#setMembers(holder, [
					[first, rest.reduceRight<Written>((inner, name) => ({ [name]: inner }), items)],
				])
			: null;
	}

	/** Sets members that are not there, or are written out. */
	#setMembers(
		holder: Holder,
		values: readonly (readonly [name: string, value: Written])[],
	): readonly TextEdit[] | null {
		const added: string[] = [];
		const edits = values.map(([name, value]): readonly TextEdit[] | null => {
			const [present, more] = holder.members.filter((member) => member.name === name);
			if (present !== undefined) {
				return more === undefined && present.value.type !== "HclBlock"
					? this.replace(present.value, value)
					: null;
			}
			const written = this.renderJson(value);
			added.push(`${JSON.stringify(name)}: ${written ?? ""}`);
			return written === null ? null : [];
		});
		return this.own === null ? null : joinAll([...edits, this.#insert(holder, added)]);
	}

	#insert({ open, close }: Holder, members: readonly string[]): readonly TextEdit[] | null {
		if (members.length === 0 || close <= open) {
			return members.length === 0 ? [] : null;
		}
		const inner = this.view.own.text.slice(open + 1, close);
		if (inner.trim() === "") {
			return [{ span: { start: open + 1, end: close }, text: ` ${members.join(", ")} ` }];
		}
		const at = open + 1 + inner.trimEnd().length;
		const [, eol, indentation] = /^[ \t]*(\r?\n)([ \t]*)"/u.exec(inner) ?? [];
		const gap = eol === undefined || indentation === undefined ? " " : eol + indentation;
		return [{ span: { start: at, end: at }, text: members.map((member) => `,${gap}${member}`).join("") }];
	}
}

/** The members of a block or an object, or of the only object of a list; null for anything else. */
function holderOf(node: HclExpression | HclBlock): Holder | null {
	switch (node.type) {
		case "HclBlock":
			return { open: node.open, close: node.close, members: node.body.items.map(memberOf) };
		case "HclObject":
			return {
				open: node.start,
				close: node.end - 1,
				members: node.items.map(({ name, value }) => ({ name: name ?? "", value })),
			};
		case "HclTuple": {
			const [only, more] = node.items;
			return only === undefined || more !== undefined || only.type !== "HclObject" ? null : holderOf(only);
		}
		default:
			return null;
	}
}

function memberOf(item: HclItem): Holder["members"][number] {
	return item.type === "HclAttribute"
		? { name: item.name.text, value: item.value }
		: { name: item.keyword.text, value: item };
}

/** A value as JSON in one line, in which every string is a template; null where it has no spelling. */
function renderJson(value: Written, nameOf: NameRef): string | null {
	if (value === null || typeof value === "boolean" || typeof value === "number") {
		return JSON.stringify(value);
	}
	if (typeof value === "string") {
		return JSON.stringify(escaped(value));
	}
	if (value instanceof RefTo || value instanceof TextWith) {
		const parts = (value instanceof RefTo ? [value] : value.parts).map((part) => {
			const name = typeof part === "string" ? null : part instanceof RefTo ? nameOf(part) : null;
			return typeof part === "string" ? escaped(part) : name === null ? null : `\${${name}}`;
		});
		return parts.includes(null) ? null : JSON.stringify(parts.join(""));
	}
	if (Array.isArray(value)) {
		const items = (value as readonly Written[]).map((item) => renderJson(item, nameOf));
		return items.includes(null) ? null : `[${items.join(", ")}]`;
	}
	const members = Object.entries(value as Readonly<Record<string, Written>>).map(([key, item]) => {
		const written = renderJson(item, nameOf);
		return written === null ? null : `${JSON.stringify(escaped(key))}: ${written}`;
	});
	return members.includes(null) ? null : members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function escaped(text: string): string {
	return text.replaceAll(/([$%])\{/gu, "$1$1{");
}
