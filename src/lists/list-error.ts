/** A place in a list: line and column from 1, columns in UTF-16 units. */
interface Position {
	readonly line: number;
	readonly column: number;
}

/** A list that cannot be read: the message says why, and what to give instead. */
export class ListError extends Error {
	override readonly name = "ListError";
	readonly line: number;
	readonly column: number;

	constructor(message: string, { line, column }: Position = { line: 1, column: 1 }, options?: ErrorOptions) {
		super(message, options);
		this.line = line;
		this.column = column;
	}
}

/** Where an offset of a text is. */
export function positionIn(text: string, offset: number): Position {
	const before = text.slice(0, offset);
	return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
