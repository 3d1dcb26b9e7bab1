/** `Stage=prod`. */
export const PAIR = /^([A-Za-z0-9]{1,255})=([^]*)$/u;

/** `ParameterKey=Stage,ParameterValue=prod`. */
const LONG_PAIR = /^ParameterKey=([A-Za-z0-9]{1,255}),ParameterValue=([^]*)$/u;

/** The pairs of a text, as SAM takes several in one: `Stage=prod Name="two words"`. */
export function splitPairs(text: string): readonly string[] {
	return (
		text.match(/ParameterKey=\S+|[A-Za-z0-9]{1,255}=(?:"[^"]*"|(?:(?!\s{1,8}[A-Za-z0-9]{1,255}=).)*)/gsu) ?? [text]
	);
}

/** The values of parameters by name; the later ones win. `refused` is the number of the first text that is no pair, from 1. */
export function readPairs(texts: readonly string[]): {
	readonly values: Readonly<Record<string, string>>;
	readonly refused: number | null;
} {
	const values = new Map<string, string>();
	for (const [at, text] of texts.entries()) {
		const match = LONG_PAIR.exec(text) ?? PAIR.exec(text);
		if (match === null) {
			return { values: {}, refused: at + 1 };
		}
		values.set(match[1] ?? "", (match[2] ?? "").replace(/^"(.*)"$/su, "$1"));
	}
	return { values: Object.fromEntries(values), refused: null };
}
