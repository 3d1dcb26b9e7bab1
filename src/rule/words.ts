import type { Engine } from "../model/engine.ts";

/** The words of a dialect, which every message can use: `{{unit}}`; `{{Input}}` begins a sentence. */
export function wordsOf({
	name,
	unit,
	mask,
	whole,
	input,
	viewers,
	passers,
}: Engine): Readonly<Record<string, string>> {
	const Input = `${input.charAt(0).toUpperCase()}${input.slice(1)}`;
	return { engine: name, unit, mask, whole, input, Input, viewers, passers };
}
