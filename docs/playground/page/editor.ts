import type { Edit, ShownFinding } from "../checker.ts";
import { find, make } from "./elements.ts";

/** How many findings are underlined: each is an element of its own. */
const MOST_MARKS = 500;

/** The text, in a field of the browser's own, with the findings underlined behind it. */
export class Editor {
	readonly #field = find("text", HTMLTextAreaElement);
	readonly #layer = find("layer", HTMLPreElement);

	constructor(onInput: () => void) {
		this.#field.addEventListener("input", onInput);
		this.#field.addEventListener("scroll", () => {
			this.#layer.scrollTop = this.#field.scrollTop;
			this.#layer.scrollLeft = this.#field.scrollLeft;
		});
	}

	get text(): string {
		return this.#field.value;
	}

	/** Another text in place of all: nothing can be undone. */
	set text(text: string) {
		this.#field.disabled = false;
		this.#field.value = text;
		this.#field.setSelectionRange(0, 0);
		this.#field.scrollTop = 0;
	}

	/** Makes edits of the text as it is, which the browser can undo. */
	edit(edits: readonly Edit[]): void {
		const before = this.text;
		const ordered = [...edits].sort((a, b) => b.start - a.start);
		let after = before;
		for (const { start, end, text } of ordered) {
			after = after.slice(0, start) + text + after.slice(end);
		}
		this.replace(after);
	}

	/** Replaces the stretch in which another text differs. */
	replace(after: string): void {
		const before = this.text;
		let start = 0;
		while (start < Math.min(before.length, after.length) && before[start] === after[start]) {
			start += 1;
		}
		let tail = 0;
		while (
			tail < Math.min(before.length, after.length) - start &&
			before[before.length - 1 - tail] === after[after.length - 1 - tail]
		) {
			tail += 1;
		}
		const inserted = after.slice(start, after.length - tail);
		this.#field.focus();
		this.#field.setSelectionRange(start, before.length - tail);
		// Deprecated, and the one way to change a field that can be undone.
		const isDone =
			before === after ||
			(inserted === "" ? document.execCommand("delete") : document.execCommand("insertText", false, inserted));
		if (!isDone || this.text !== after) {
			this.#field.value = after;
			this.#field.dispatchEvent(new Event("input"));
		}
	}

	/** Selects a stretch and shows it. */
	select(start: number, end: number): void {
		this.#field.focus();
		this.#field.setSelectionRange(start, end);
		const lines = this.text.slice(0, start).split("\n").length - 1;
		const height = Number.parseFloat(getComputedStyle(this.#field).lineHeight);
		this.#field.scrollTop = Math.max(0, lines * height - this.#field.clientHeight / 3);
	}

	/** Underlines the findings; those that overlap an earlier one are a part of it. */
	mark(findings: readonly ShownFinding[]): void {
		const { text } = this;
		const parts: (Node | string)[] = [];
		let at = 0;
		const ordered = [...findings].sort((a, b) => a.start - b.start || b.end - a.end);
		for (const { start, end, severity } of ordered.slice(0, MOST_MARKS)) {
			if (start < at || end <= start) {
				continue;
			}
			parts.push(text.slice(at, start), make("mark", { className: severity }, [text.slice(start, end)]));
			at = end;
		}
		// The field shows an empty line behind a last line end.
		parts.push(`${text.slice(at)}\n`);
		this.#layer.replaceChildren(...parts);
		this.#layer.scrollTop = this.#field.scrollTop;
	}
}
