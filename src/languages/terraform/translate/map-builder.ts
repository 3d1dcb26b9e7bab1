import type { Entry, MapValue, Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import { pushAll } from "../../../text/push-all.ts";
import type { Step } from "../spec/type-spec.ts";

/** Where a part of a property is named: what holds it, or the argument. */
type Name = Pick<Entry, "keySpan" | "span">;

interface Slot extends Name {
	value: Value | MapBuilder | ListBuilder;
}

/** A list while it is made. */
class ListBuilder {
	readonly items: (Value | MapBuilder)[] = [];
	open = false;
	readonly span: Span;

	constructor(span: Span) {
		this.span = span;
	}

	build(): Value {
		return {
			kind: "list",
			span: this.span,
			items: this.items.map((item) => (item instanceof MapBuilder ? item.build() : item)),
			open: this.open,
			origin: null,
		};
	}
}

/** A map of CloudFormation while arguments of several blocks become its properties. */
export class MapBuilder {
	open: boolean;
	readonly #span: Span;
	readonly #origin: unknown;
	readonly #slots = new Map<string, Slot>();

	constructor(span: Span, open: boolean, origin: unknown) {
		this.#span = span;
		this.open = open;
		this.#origin = origin;
	}

	/** Puts a value at a path; as an item if the path ends in a list. What is there already stays, unless it is `null`. */
	put(path: readonly Step[], value: Value, name: Name): void {
		const last = path.at(-1);
		const holder = path.length > 1 ? this.descend(path.slice(0, -1), name) : this;
		if (last === undefined || holder === null) {
			return;
		}
		if (last.list) {
			holder.#listAt(last.name, name)?.items.push(value);
			return;
		}
		const before = holder.#slots.get(last.name);
		if (before?.value instanceof MapBuilder && value.kind === "map") {
			before.value.merge(value);
		} else if (before?.value instanceof ListBuilder && value.kind === "list") {
			pushAll(before.value.items, value.items);
			before.value.open ||= value.open;
		} else if (before === undefined || ("kind" in before.value && before.value.kind === "absent")) {
			holder.#slots.set(last.name, { ...name, value });
		}
	}

	/** The map at a path, which is made if it is not there; a new item of each list on the way. Null if something else is there. */
	descend(path: readonly Step[], name: Name, origin: unknown = null): MapBuilder | null {
		const [step, ...rest] = path;
		if (step === undefined) {
			return this;
		}
		const own = rest.length === 0 ? origin : null;
		const next = step.list ? this.#newItem(step.name, name, own) : this.#mapAt(step.name, name, own);
		return next === null ? null : next.descend(rest, name, origin);
	}

	/** The list at the end of a path may have more items. */
	openList(path: readonly Step[], name: Name): void {
		const at = path.findIndex((step) => step.list);
		const step = path[at];
		const holder = step === undefined ? null : this.descend(path.slice(0, at), name);
		const list = step === undefined || holder === null ? null : holder.#listAt(step.name, name);
		if (list !== null) {
			list.open = true;
		}
	}

	/** Adds what another map has, below what is there. */
	merge(map: MapValue): void {
		for (const { key, value, keySpan, span } of map.entries) {
			const before = this.#slots.get(key);
			if (before?.value instanceof ListBuilder && value.kind === "list") {
				pushAll(before.value.items, value.items);
				before.value.open ||= value.open;
			} else if (
				before !== undefined &&
				"kind" in before.value &&
				before.value.kind === "list" &&
				value.kind === "list"
			) {
				before.value = {
					...before.value,
					items: [...before.value.items, ...value.items],
					open: before.value.open || value.open,
				};
			} else if (
				before !== undefined &&
				"kind" in before.value &&
				before.value.kind === "map" &&
				value.kind === "map"
			) {
				const inner = new MapBuilder(before.value.span, before.value.open, before.value.origin);
				inner.merge(before.value);
				inner.merge(value);
				before.value = inner;
			} else {
				this.put([{ name: key, list: false }], value, { keySpan, span });
			}
		}
		this.open ||= map.open;
	}

	build(): MapValue {
		return {
			kind: "map",
			span: this.#span,
			entries: [...this.#slots].map(([key, { keySpan, span, value }]) => ({
				key,
				keySpan,
				span,
				value: value instanceof MapBuilder || value instanceof ListBuilder ? value.build() : value,
			})),
			open: this.open,
			origin: this.#origin,
		};
	}

	#mapAt(key: string, name: Name, origin: unknown): MapBuilder | null {
		const before = this.#slots.get(key);
		if (before?.value instanceof MapBuilder) {
			return before.value;
		}
		if (before !== undefined && !("kind" in before.value && before.value.kind === "absent")) {
			return null;
		}
		const made = new MapBuilder(name.span, false, origin);
		this.#slots.set(key, { ...name, value: made });
		return made;
	}

	#listAt(key: string, name: Name): ListBuilder | null {
		const before = this.#slots.get(key);
		if (before?.value instanceof ListBuilder) {
			return before.value;
		}
		if (before !== undefined && !("kind" in before.value && before.value.kind === "absent")) {
			return null;
		}
		const made = new ListBuilder(name.span);
		this.#slots.set(key, { ...name, value: made });
		return made;
	}

	#newItem(key: string, name: Name, origin: unknown): MapBuilder | null {
		const list = this.#listAt(key, name);
		const made = new MapBuilder(name.span, false, origin);
		list?.items.push(made);
		return list === null ? null : made;
	}
}
