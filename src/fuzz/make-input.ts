import type { FuzzInput } from "./fuzz-input.ts";
import { mutateText } from "./mutate-text.ts";
import { Random } from "./random.ts";
import { randomApp } from "./random-app.ts";
import { randomHandler } from "./random-handler.ts";
import { randomTemplate } from "./random-template.ts";

const MAKERS = [randomTemplate, randomApp, randomHandler] as const;

/** The input of that number: templates, apps and handlers in turn, one of four of them damaged. */
export function makeInput(seed: number, index: number): FuzzInput {
	const random = new Random(Math.imul(seed, 0x9e3779b1) + Math.imul(index, 0x85ebca6b));
	const make = MAKERS[index % MAKERS.length] ?? randomTemplate;
	const input = make(random);
	return random.chance(0.25) ? { ...input, text: mutateText(random, input.text), wellFormed: false } : input;
}
