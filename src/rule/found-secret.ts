/**
 * A secret on its way to where it is to be kept. It shows its text to {@link reveal} alone: in a log, in JSON and in a
 * template literal stands its name.
 */
export class FoundSecret {
	/** The name of the variable that it has, or that a lookup would have: `DB_PASSWORD`. */
	readonly name: string;
	readonly #text: string;

	constructor(name: string, text: string) {
		this.name = name;
		this.#text = text;
	}

	/** The whole value, as the program has it at run time. Never for an output. */
	reveal(): string {
		return this.#text;
	}

	toString(): string {
		return `(the value of ${this.name})`;
	}

	toJSON(): string {
		return this.toString();
	}
}
