import { LineIndex } from "../text/line-index.ts";

/** A file as ESLint passes it to a language. */
export interface GivenFile {
	/** Often relative to the working directory. */
	readonly path: string;
	readonly body: string | Uint8Array;
	readonly bom: boolean;
}

/** The text of a file, without its BOM. */
export function textOfFile({ body }: GivenFile): string {
	return typeof body === "string" ? body : new TextDecoder().decode(body);
}

/** The options of a language under its own name: `languageOptions.terraform`; those of other languages are ignored. */
export function optionsUnder(name: string, languageOptions: unknown): Readonly<Record<string, unknown>> {
	const options: unknown =
		typeof languageOptions === "object" && languageOptions !== null
			? Reflect.get(languageOptions, name)
			: undefined;
	return typeof options === "object" && options !== null ? (options as Readonly<Record<string, unknown>>) : {};
}

/** Errors at offsets, as ESLint takes them: lines and columns from 1. */
export function locateErrors(
	text: string,
	errors: readonly { readonly message: string; readonly offset: number }[],
): { message: string; line: number; column: number }[] {
	const index = new LineIndex(text);
	return errors.map(({ message, offset }) => ({ message, ...index.locate(offset) }));
}
