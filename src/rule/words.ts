import type { Engine } from "../model/engine.ts";

const WORDS = new WeakMap<Engine, Readonly<Record<string, string>>>();

/** The words of a dialect, which every message can use: `{{unit}}`; `{{Input}}` begins a sentence. */
export function wordsOf(engine: Engine): Readonly<Record<string, string>> {
	let words = WORDS.get(engine);
	if (words === undefined) {
		const { name, unit, mask, whole, input, viewers, passers } = engine;
		const Input = `${input.charAt(0).toUpperCase()}${input.slice(1)}`;
		words = { engine: name, unit, mask, whole, input, Input, viewers, passers };
		WORDS.set(engine, words);
	}
	return words;
}
