import { mkdirSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { parseArgs } from "node:util";
import { checkInput } from "./check-input.ts";
import { makeInput } from "./make-input.ts";

// npm run fuzz -- --seconds 60, or --runs 1000 --seed 7: a run that counts inputs does the same on every machine.
const { values } = parseArgs({
	options: {
		seconds: { type: "string" },
		runs: { type: "string" },
		seed: { type: "string" },
		from: { type: "string" },
		keep: { type: "string" },
	},
});
const whole = (name: string, text: string | undefined, otherwise: number): number => {
	const number = text === undefined ? otherwise : Number(text);
	if (Number.isNaN(number) || number < 0) {
		throw new RangeError(`--${name} takes a number, not '${text ?? ""}'.`);
	}
	return number;
};
const seconds = whole("seconds", values.seconds, values.runs === undefined ? 60 : Infinity);
const runs = whole("runs", values.runs, Infinity);
const seed = whole("seed", values.seed, values.runs === undefined ? Date.now() % 2 ** 31 : 1);
const from = whole("from", values.from, 0);
const keep = values.keep ?? null;

const until = Date.now() + seconds * 1000;
const known = new Set<string>();
let tried = 0;
let slowest = { index: 0, took: 0 };
console.log(`seed ${String(seed)}`);
for (let index = from; index < from + runs && Date.now() < until; index += 1) {
	const input = makeInput(seed, index);
	const start = process.cpuUsage();
	const problems = await checkInput(input);
	const { user, system } = process.cpuUsage(start);
	const took = (user + system) / 1000;
	slowest = took > slowest.took ? { index, took } : slowest;
	tried += 1;
	for (const { kind, what, frames } of problems) {
		// One of a kind is enough to mend it.
		const key = `${kind} ${what.replace(/\d+/gu, "0")} ${frames[0] ?? ""}`;
		if (!known.has(key)) {
			known.add(key);
			console.log(
				`\n${kind} in input ${String(index)} (${input.filename}): ${what}${frames.map((frame) => `\n    ${frame}`).join("")}`,
			);
			if (keep !== null) {
				mkdirSync(keep, { recursive: true });
				writeFileSync(join(keep, `${String(seed)}-${String(index)}${extname(input.filename)}`), input.text);
			}
		}
	}
}
console.log(
	`\n${String(tried)} inputs, ${String(known.size)} kinds of problems; the slowest input was ${String(slowest.index)} with ${String(Math.round(slowest.took))} ms`,
);
process.exitCode = known.size > 0 ? 1 : 0;
