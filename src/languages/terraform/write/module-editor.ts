import type { Editor } from "../../../model/resource.ts";
import type { Entry, ListValue, MapValue, Parameter, Value } from "../../../model/value.ts";
import type { NewResource, Written } from "../../../model/written.ts";
import type { TextEdit } from "../../../text/span.ts";
import type { HclBlock, HclExpression, HclNode, HclObject } from "../parse/syntax.ts";
import { joinTemplate } from "../parse/join-template.ts";
import { DataSources } from "./data-sources.ts";
import type { FileWriter, Setting } from "./file-writer.ts";
import { insertItem, rowsOfObject } from "./insert-items.ts";
import { maskVariable } from "./mask-variable.ts";
import { itemsOfNew } from "./new-resources.ts";
import { removeAttribute } from "./remove-attribute.ts";
import { renderBlock, renderKey } from "./render.ts";
import { routeOf } from "./route.ts";
import { chainOf, realign, type Row } from "./rows.ts";

/** What the evaluation keeps of a body. */
interface BodyOrigin {
	readonly block: HclBlock | null;
}

/** Edits of maps, lists and values that are written in the file that is looked at. */
export class ModuleEditor implements Editor {
	readonly #file: FileWriter;

	constructor(file: FileWriter) {
		this.#file = file;
	}

	set(map: MapValue, key: string, value: Written): readonly TextEdit[] | null {
		return this.setAll(map, { [key]: value });
	}

	setAll(map: MapValue, values: Readonly<Record<string, Written>>): readonly TextEdit[] | null {
		const object = this.#objectOf(map);
		if (object !== null) {
			return this.#file.setPairs(object, values);
		}
		const block = this.#blockOf(map);
		const spec = block === null ? null : this.#file.specOf(block);
		if (block === null || spec === null) {
			return null;
		}
		const settings = Object.entries(values).map(([key, value]): Setting | null => {
			const route = routeOf(spec, [key]);
			return route === null || route.blocks.length > 0 ? null : { route, value };
		});
		return settings.includes(null)
			? null
			: this.#file.apply(
					block,
					settings.flatMap((setting) => setting ?? []),
				);
	}

	replace(value: Value, by: Written): readonly TextEdit[] | null {
		const node = this.#file.nodeAt(value.span);
		return node !== null && isExpression(node) && isWritten(value, node) ? this.#file.replace(node, by) : null;
	}

	rewrite({ keySpan, value }: Entry, key: string, by: Written): readonly TextEdit[] | null {
		const own = this.#file.isJson ? null : this.#file.own;
		const name = this.#file.nodeAt(keySpan);
		const node = this.#file.nodeAt(value.span);
		const written = renderKey(key);
		const text = this.#file.render(by, null);
		if (own === null || name === null || node === null || !isExpression(node) || text === null) {
			return null;
		}
		const item = own.nodes.around(name);
		const isItem = item?.type === "HclObjectItem" ? item.key === name && item.value === node : false;
		const isOneLine = own.lines.of(node.start) === own.lines.of(node.end);
		if (item === undefined || !isItem || !isOneLine) {
			return null;
		}
		const object = own.nodes.around(item);
		const rows = object?.type === "HclObject" ? rowsOfObject(object, own.lines) : [];
		const aligned = this.#realigned(rows, item.start, written.length);
		return this.#file.finish([
			{ span: { start: name.start, end: name.end }, text: written },
			...aligned,
			{ span: { start: node.start, end: node.end }, text },
		]);
	}

	/** Of a variable: `NoEcho` is `sensitive`. */
	setAttribute({ origin, name }: Parameter, key: string, value: Written): readonly TextEdit[] | null {
		return key === "NoEcho" && value === true ? maskVariable(this.#file, origin, name) : null;
	}

	/** Of a variable: `Default` is `default`. */
	removeAttribute({ origin }: Parameter, key: string): readonly TextEdit[] | null {
		const own = this.#file.isJson ? null : this.#file.own;
		const block = this.#ownBlock(origin);
		return own === null || block === null || key !== "Default"
			? null
			: removeAttribute(block, "default", this.#file);
	}

	append({ origin }: ListValue, item: Written): readonly TextEdit[] | null {
		const own = this.#file.isJson ? null : this.#file.own;
		const list = origin as HclExpression | null;
		if (own === null || list?.type !== "HclTuple" || !own.nodes.has(list)) {
			return null;
		}
		const isOneLine = own.lines.of(list.start) === own.lines.of(list.end);
		const indentation = isOneLine ? null : own.lines.indentationAt(list.items.at(-1)?.start ?? list.start);
		const text = this.#file.render(item, indentation);
		const edits = text === null ? null : insertItem(list, text, own.lines);
		return edits === null ? null : this.#file.finish(edits);
	}

	addResources(resources: Readonly<Record<string, NewResource>>, behind?: string): readonly TextEdit[] | null {
		const { own } = this.#file;
		if (own === null) {
			return null;
		}
		const sources = new DataSources(this.#file.view);
		const texts = Object.entries(resources).map(([id, resource]): string | null => {
			const [type, name, more] = id.split(".");
			const items = itemsOfNew(resource, (ref) => this.#file.nameOf(ref, sources));
			return items === null || name === undefined || more !== undefined
				? null
				: renderBlock(`resource "${type ?? ""}" "${name}"`, items, "");
		});
		const after = behind === undefined ? undefined : this.#file.view.resource(behind)?.declared.declaration;
		const { missing } = sources;
		return missing === null || texts.includes(null) || texts.length === 0
			? null
			: this.#file.addBehind(after?.file === own.file ? after.block : null, [...missing, ...texts].join("\n\n"));
	}

	#realigned(rows: readonly Row[], start: number, width: number): readonly TextEdit[] {
		const { own } = this.#file;
		const index = rows.findIndex((row) => row.start === start);
		const row = rows[index];
		return own === null || row === undefined ? [] : realign(chainOf(rows, index, own.lines), row, width, own.lines);
	}

	#objectOf({ origin }: MapValue): HclObject | null {
		const node = origin as HclNode | null;
		return node?.type === "HclObject" && this.#file.own?.nodes.has(node) === true ? node : null;
	}

	#blockOf({ origin }: MapValue): HclBlock | null {
		const block = (origin as BodyOrigin | null)?.block;
		return block !== undefined && block !== null && this.#file.own?.nodes.has(block) === true ? block : null;
	}

	#ownBlock(origin: unknown): HclBlock | null {
		return this.#blockOf({ origin } as MapValue);
	}
}

/** The nodes that a value can take the place of. */
function isExpression(node: HclNode): node is HclExpression {
	return (
		node.type === "HclLiteral" ||
		node.type === "HclTemplate" ||
		node.type === "HclTraversal" ||
		node.type === "HclVariable" ||
		node.type === "HclTuple" ||
		node.type === "HclObject" ||
		node.type === "HclCall"
	);
}

/** True if a value is that of an expression itself, not a part of a text that is read as JSON. */
function isWritten(value: Value, node: HclExpression): boolean {
	switch (value.kind) {
		case "literal":
			return node.type === "HclLiteral"
				? String(node.value) === value.text
				: node.type === "HclTemplate" && joinTemplate(node).text === value.text;
		case "map":
		case "list":
			return value.origin === node;
		case "reference":
			return node.type === "HclTraversal";
		case "absent":
		case "branches":
		case "text":
		case "unresolved":
			return false;
		default:
			return value satisfies never;
	}
}
