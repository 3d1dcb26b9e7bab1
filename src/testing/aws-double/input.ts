import { AwsError } from "./aws-error.ts";

/** The body of a request, as it came. */
export type Input = Readonly<Record<string, unknown>>;

/** The members of a request, asked by name and kind; a wrong kind is refused as AWS refuses it. */
export class Members {
	readonly #input: Input;

	constructor(input: Input) {
		this.#input = input;
	}

	has(name: string): boolean {
		return this.#input[name] !== undefined && this.#input[name] !== null;
	}

	text(name: string): string {
		const value = this.#input[name];
		if (typeof value !== "string" || value === "") {
			throw new AwsError(
				"ValidationException",
				`1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must be a string that is not empty`,
			);
		}
		return value;
	}

	textOr<T>(name: string, otherwise: T): string | T {
		return this.has(name) ? this.text(name) : otherwise;
	}

	flag(name: string): boolean {
		return this.#input[name] === true;
	}

	bytes(name: string): Buffer {
		return Buffer.from(this.text(name), "base64");
	}

	number(name: string, otherwise: number): number {
		const value = this.#input[name];
		return typeof value === "number" ? value : otherwise;
	}

	texts(name: string): readonly string[] {
		const value = this.#input[name];
		return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
	}

	map(name: string): Readonly<Record<string, string>> {
		const value = this.#input[name];
		if (typeof value !== "object" || value === null) {
			return {};
		}
		return Object.fromEntries(
			Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
		);
	}
}
