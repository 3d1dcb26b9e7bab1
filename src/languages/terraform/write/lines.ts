/** The lines of a text, for edits. Offsets are UTF-16 units. */
export class Lines {
	readonly text: string;
	/** What ends its lines. */
	readonly eol: string;
	readonly #starts: number[] = [0];

	constructor(text: string) {
		this.text = text;
		this.eol = text.includes("\r\n") ? "\r\n" : "\n";
		for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
			this.#starts.push(at + 1);
		}
	}

	/** The number of the line of an offset, from 0. */
	of(offset: number): number {
		let low = 0;
		let high = this.#starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.#starts[middle] ?? 0) <= offset) {
				low = middle;
			} else {
				high = middle - 1;
			}
		}
		return low;
	}

	/** Where a line begins. */
	startOf(line: number): number {
		return this.#starts[line] ?? this.text.length;
	}

	/** Where the line of an offset ends, without what ends it. */
	endAt(offset: number): number {
		const found = this.text.indexOf("\n", offset);
		const end = found === -1 ? this.text.length : found;
		return end > offset && this.text[end - 1] === "\r" ? end - 1 : end;
	}

	/** The blanks that the line of an offset begins with. */
	indentationAt(offset: number): string {
		return /^[ \t]*/u.exec(this.text.slice(this.startOf(this.of(offset)), offset))?.[0] ?? "";
	}

	/** True if only blanks stand before an offset in its line. */
	isFirst(offset: number): boolean {
		return this.text.slice(this.startOf(this.of(offset)), offset).trim() === "";
	}

	/** How many columns a stretch has. */
	width(start: number, end: number): number {
		return [...this.text.slice(start, end)].length;
	}
}
