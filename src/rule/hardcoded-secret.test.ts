import { describe, expect, test } from "vitest";
import { harmlessTexts } from "../testing/harmless-sources.ts";
import { labelledSecrets, SHAPES, spell } from "../testing/labelled-sources.ts";
import { readProgram } from "../testing/read-program.ts";
import { secretsIn } from "./hardcoded-secret.ts";

const SEED = 11;
const SECRETS = labelledSecrets(SEED);

describe("secrets that were drawn", () => {
	test.each(SHAPES.map((shape, index) => [shape.name, shape, index] as const))("are found in a %s", (_name, shape, index) => {
		// Each shape gets a sixteenth of them, another one than its neighbours.
		const some = SECRETS.filter((_, at) => (at * 7 + index) % 16 === 0);
		const missed = some.filter(({ name, value }) => secretsIn(readProgram(shape.code(spell(name), value), shape.jsx === true ? "view.tsx" : "handler.ts")).length === 0);
		expect(missed.length / some.length, missed.map(({ family, id, name }) => `${family} ${id} as ${name}`).join(", ")).toBeLessThanOrEqual(0.03);
	});

	test("are found once, and not shown", () => {
		for (const { name, value } of SECRETS.filter((_, at) => at % 17 === 0)) {
			const found = secretsIn(readProgram(`const ${spell(name).camel} = ${JSON.stringify(value)};`));
			expect(found.length).toBeLessThanOrEqual(1);
			for (const { detection } of found) {
				expect(JSON.stringify(detection)).not.toContain(value.slice(4));
			}
		}
	});
});

describe("texts that let nobody in", () => {
	test.each(Object.entries(harmlessTexts(SEED)))("of the kind '%s' are silent", (_kind, texts) => {
		for (const [name, value] of texts) {
			const text = JSON.stringify(value);
			for (const code of [`const ${name} = ${text};`, `start({ ${name}: ${text} });`, `start(process.env.X_${name} ?? ${text});`]) {
				expect(secretsIn(readProgram(code)).map(({ detection }) => detection.id), code).toEqual([]);
			}
		}
	});
});
