import { attempt } from "../text/attempt.ts";
import type { TextEdit } from "../text/span.ts";
import type { Editor } from "./resource.ts";
import type { NewResource, Written } from "./written.ts";
import type { Entry, ListValue, MapValue, Parameter, Value } from "./value.ts";

/** An editor in which an exception loses one edit, not the finding. */
export class GuardedEditor implements Editor {
	declare readonly grant?: NonNullable<Editor["grant"]>;
	readonly #editor: Editor;

	constructor(editor: Editor) {
		this.#editor = editor;
		if (editor.grant !== undefined) {
			this.grant = (fn, statements) => attempt(() => editor.grant?.(fn, statements) ?? null);
		}
	}

	set(map: MapValue, key: string, value: Written): readonly TextEdit[] | null {
		return attempt(() => this.#editor.set(map, key, value));
	}

	setAll(map: MapValue, values: Readonly<Record<string, Written>>): readonly TextEdit[] | null {
		return attempt(() => this.#editor.setAll(map, values));
	}

	replace(value: Value, by: Written): readonly TextEdit[] | null {
		return attempt(() => this.#editor.replace(value, by));
	}

	rewrite(entry: Entry, key: string, value: Written): readonly TextEdit[] | null {
		return attempt(() => this.#editor.rewrite(entry, key, value));
	}

	setAttribute(parameter: Parameter, key: string, value: Written): readonly TextEdit[] | null {
		return attempt(() => this.#editor.setAttribute(parameter, key, value));
	}

	removeAttribute(parameter: Parameter, key: string): readonly TextEdit[] | null {
		return attempt(() => this.#editor.removeAttribute(parameter, key));
	}

	append(list: ListValue, item: Written): readonly TextEdit[] | null {
		return attempt(() => this.#editor.append(list, item));
	}

	addResources(resources: Readonly<Record<string, NewResource>>, behind?: string): readonly TextEdit[] | null {
		return attempt(() => this.#editor.addResources(resources, behind));
	}
}
