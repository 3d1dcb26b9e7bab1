import type { Engine } from "../model/engine.ts";
import { entryIn } from "../text/entry-in.ts";

const WORDS = new WeakMap<Engine, Readonly<Record<string, string>>>();

/** The words of a dialect, which every message can use: `{{unit}}`; `{{Input}}` begins a sentence. */
export function wordsOf(engine: Engine): Readonly<Record<string, string>> {
	return entryIn(WORDS, engine, () => {
		const { name, unit, mask, whole, input, viewers, passers } = engine;
		const Input = `${input.charAt(0).toUpperCase()}${input.slice(1)}`;
		return { engine: name, unit, mask, whole, input, Input, viewers, passers };
	});
}
