import type { Deployed, RefTo, Written } from "../../../model/written.ts";
import { joinAll } from "../../../text/join-edits.ts";
import { pushAll } from "../../../text/push-all.ts";
import type { Span, TextEdit } from "../../../text/span.ts";
import type { TerraformFile } from "../evaluate/terraform-file.ts";
import type { HclBlock, HclExpression, HclItem, HclNode, HclObject } from "../parse/syntax.ts";
import { companionSpec, typeSpec, type BlockSpec } from "../spec/type-spec.ts";
import type { FileView } from "../translate/file-view.ts";
import type { DataSources } from "./data-sources.ts";
import { insertItems, insertPairs, withEol } from "./insert-items.ts";
import { keepComments } from "./keep-comments.ts";
import { Lines } from "./lines.ts";
import { nameRef } from "./name-ref.ts";
import { attributeIn, blocksOf, isPlain, OwnNodes } from "./own-nodes.ts";
import { keyOfProperty } from "./object-keys.ts";
import { renderKey, renderValue, type NewItem } from "./render.ts";
import type { Route } from "./route.ts";

/** What is known of the file that is edited. */
export interface OwnFile {
	readonly file: TerraformFile;
	readonly lines: Lines;
	readonly nodes: OwnNodes;
}

/** An argument and its value, as they are to be written. */
export interface Setting {
	readonly route: Route;
	readonly value: Written;
}

/** Writes edits of one file, in HCL as `terraform fmt` lays it out. */
export class FileWriter {
	readonly view: FileView;
	readonly isJson: boolean = false;
	#own: OwnFile | null | undefined;

	constructor(view: FileView) {
		this.view = view;
	}

	/** The file that is edited; null if it is not written in HCL, or broken. */
	get own(): OwnFile | null {
		if (this.#own === undefined) {
			const file = this.view.own;
			this.#own =
				file.tree.format === "hcl" && file.tree.errors.length === 0
					? { file, lines: new Lines(file.text), nodes: new OwnNodes(file) }
					: null;
		}
		return this.#own;
	}

	/** The place in this file of a span of the stack; null if it is in another one. */
	placeOf(span: Span): Span | null {
		const { base } = this.view;
		return this.view.isOwn(span) ? { start: span.start - base, end: span.end - base } : null;
	}

	/** The expression, key or name at a span of the stack. */
	nodeAt(span: Span): HclNode | null {
		const place = this.placeOf(span);
		return place === null ? null : (this.own?.nodes.at(place.start, place.end) ?? null);
	}

	/** @param sources names what only the deployment knows; nothing does if it is left out */
	nameOf(ref: RefTo | { readonly deployed: Deployed }, sources?: DataSources): string | null {
		return "deployed" in ref
			? (sources?.nameOf(ref.deployed) ?? null)
			: nameRef(ref, (name) => this.view.parameters.has(name));
	}

	render(value: Written, indentation: string | null): string | null {
		return renderValue(value, indentation, (ref) => this.nameOf(ref));
	}

	/** Sets arguments that are in the same blocks. */
	apply(block: HclBlock, settings: readonly Setting[]): readonly TextEdit[] | null {
		const [first] = settings;
		if (first === undefined || this.own === null) {
			return null;
		}
		let body = block;
		for (const [index, name] of first.route.blocks.entries()) {
			const { blocks, isOpen } = blocksOf(body.body.items, name);
			const [only, more] = blocks;
			if (more !== undefined || isOpen) {
				return null; // Which of them is meant is not known.
			}
			if (only === undefined) {
				return this.#addBlocks(body, first.route.blocks.slice(index), settings);
			}
			body = only;
		}
		const added: NewItem[] = [];
		const edits: TextEdit[] = [];
		for (const setting of settings) {
			const present = attributeIn(body.body, setting.route.argument);
			if (present === undefined) {
				const item = this.#newArgument(setting, this.own.lines.indentationAt(body.start) + "  ");
				if (item === null) {
					return null;
				}
				added.push(item);
				continue;
			}
			const change = this.#changeArgument(present, setting);
			if (change === null) {
				return null;
			}
			pushAll(edits, change);
		}
		const inserted = added.length === 0 ? [] : insertItems(body, added, this.own.lines);
		return inserted === null ? null : this.finish([...edits, ...inserted]);
	}

	setArgument(block: HclBlock, argument: string, value: Written): readonly TextEdit[] | null {
		return this.apply(block, [{ route: { blocks: [], argument, isDocument: false, keys: [] }, value }]);
	}

	/** Sets properties in an object that is written in place. */
	setPairs(object: HclObject, values: Readonly<Record<string, Written>>): readonly TextEdit[] | null {
		const { own } = this;
		const named = Object.entries(values).flatMap(([property, value]) => {
			const name = own === null ? null : keyOfProperty(own.nodes, object, property);
			return name === null ? [] : [[name, value] as const];
		});
		return named.length < Object.keys(values).length ? null : this.setNamed(object, named);
	}

	protected setNamed(
		object: HclObject,
		values: readonly (readonly [name: string, value: Written])[],
	): readonly TextEdit[] | null {
		return joinAll(values.map(([name, value]) => this.setPair(object, name, value)));
	}

	/** Sets a pair of a map that is written in place. */
	setPair(object: HclObject, key: string, value: Written): readonly TextEdit[] | null {
		const { own } = this;
		const present = object.items.filter((item) => item.name === key);
		const [only, more] = present;
		if (own === null || more !== undefined) {
			return null;
		}
		if (only !== undefined) {
			return this.replace(only.value, value);
		}
		const isOneLine = own.lines.of(object.start) === own.lines.of(object.end);
		const inner = isOneLine ? null : own.lines.indentationAt(object.items.at(-1)?.start ?? object.start);
		const written = this.render(value, inner);
		const edits =
			written === null ? null : insertPairs(object, [{ key: renderKey(key), value: written }], own.lines);
		return edits === null ? null : this.finish(edits);
	}

	/** Puts a value in place of an expression, on one line. */
	replace(node: HclExpression, value: Written): readonly TextEdit[] | null {
		const written = this.render(value, null);
		return written === null ? null : this.replaceBy(node, written);
	}

	replaceBy({ start, end }: HclNode, written: string): readonly TextEdit[] | null {
		const { own } = this;
		// A value of several lines stands apart; one line in its place would have to be aligned with its neighbours.
		return own === null || own.lines.of(start) !== own.lines.of(end)
			? null
			: this.finish([{ span: { start, end }, text: written }]);
	}

	/** The edits, with those that keep the comments behind lines aligned. */
	finish(edits: readonly TextEdit[]): readonly TextEdit[] | null {
		return this.own === null ? null : keepComments(edits, this.own.file.tree.comments, this.own.lines);
	}

	/** Adds a block of a module behind another, or at the end of the file. */
	addBehind(behind: HclBlock | null, text: string): readonly TextEdit[] | null {
		const { own } = this;
		if (own === null) {
			return null;
		}
		const { lines, file } = own;
		if (behind !== null) {
			const at = lines.endAt(behind.end);
			return [{ span: { start: at, end: at }, text: withEol(`\n\n${text}`, lines) }];
		}
		const at = file.text.length;
		const gap = file.text.trim() === "" ? "" : file.text.endsWith("\n") ? "\n" : "\n\n";
		return [{ span: { start: at, end: at }, text: withEol(`${gap}${text}\n`, lines) }];
	}

	/** The arguments and blocks that the body of a block takes, by where it is in its resource. */
	specOf(block: HclBlock): BlockSpec | null {
		const way = this.own?.nodes.wayTo(block);
		const type = way?.outermost.labels[0]?.text ?? "";
		let spec: BlockSpec | undefined = (typeSpec(type) ?? companionSpec(type))?.body;
		for (const name of way?.names ?? []) {
			spec = spec?.blocks.get(name);
		}
		return spec ?? null;
	}

	#changeArgument(present: Extract<HclItem, { type: "HclAttribute" }>, setting: Setting): readonly TextEdit[] | null {
		const { keys, isDocument } = setting.route;
		const [key, more] = keys;
		if (key !== undefined) {
			return more === undefined && present.value.type === "HclObject"
				? this.setPair(present.value, key, setting.value)
				: null;
		}
		if (isDocument) {
			return null;
		}
		if (!isPlain(present.value)) {
			return this.#isWritten(present.value, setting.value) ? [] : null; // `key_arn = aws_kms_key.k.arn`
		}
		return this.replace(present.value, setting.value);
	}

	/** True for an expression that is written as the value would be. */
	#isWritten({ start, end }: HclExpression, value: Written): boolean {
		return this.own?.file.text.slice(start, end) === this.render(value, null);
	}

	#newArgument({ route, value }: Setting, indentation: string): NewItem | null {
		const whole = route.keys.reduceRight<Written>((inner, key) => ({ [key]: inner }), value);
		const written = this.render(whole, indentation);
		return written === null
			? null
			: {
					kind: "argument",
					name: route.argument,
					value: route.isDocument && typeof value !== "string" ? `jsonencode(${written})` : written,
				};
	}

	#addBlocks(body: HclBlock, names: readonly string[], settings: readonly Setting[]): readonly TextEdit[] | null {
		const { own } = this;
		if (own === null) {
			return null;
		}
		const indentation = own.lines.indentationAt(body.start) + "  ".repeat(names.length + 1);
		const items = settings.map((setting) => this.#newArgument(setting, indentation));
		if (items.includes(null)) {
			return null;
		}
		const inner = items.flatMap((item) => item ?? []);
		const nested = names.reduceRight<readonly NewItem[]>(
			(all, head) => [{ kind: "block", head, items: all }],
			inner,
		);
		const edits = insertItems(body, nested, own.lines);
		return edits === null ? null : this.finish(edits);
	}
}
