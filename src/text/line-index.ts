/** A position for people: line and column from 1, the column in UTF-16 units. */
export interface Position {
	readonly line: number;
	readonly column: number;
}

/** Turns offsets into positions. Line endings are LF, CRLF and a lone CR, as in YAML and JSON. */
export class LineIndex {
	readonly #text: string;
	readonly #isProgram: boolean;
	#read: readonly number[] | undefined;

	/** @param isProgram true if U+2028 and U+2029 also end a line, as in JavaScript and in ESLint */
	constructor(text: string, isProgram = false) {
		this.#text = text;
		this.#isProgram = isProgram;
	}

	/** The offsets of the lines, computed on first use, because most files have nothing to report. */
	get #starts(): readonly number[] {
		if (this.#read === undefined) {
			const starts = [0];
			for (let index = 0; index < this.#text.length; index += 1) {
				const code = this.#text.charCodeAt(index);
				if (
					code === 10 ||
					(code === 13 && this.#text.charCodeAt(index + 1) !== 10) ||
					(this.#isProgram && (code === 0x2028 || code === 0x2029))
				) {
					starts.push(index + 1);
				}
			}
			this.#read = starts;
		}
		return this.#read;
	}

	/** The number of lines; a text that ends with a line ending has an empty last one. */
	get lines(): number {
		return this.#starts.length;
	}

	/** The offset at which `line` (from 1) begins; that of the last line if there are fewer. */
	startOf(line: number): number {
		const at = Math.min(Math.max(line, 1), this.#starts.length) - 1;
		return this.#starts[at] ?? 0;
	}

	locate(offset: number): Position {
		const starts = this.#starts;
		let low = 0;
		let high = starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((starts[middle] ?? 0) <= offset) {
				low = middle;
			} else {
				high = middle - 1;
			}
		}
		return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
	}
}
