import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Linter } from "eslint/universal";
import { literalsOf } from "../languages/handler/literals/named-literals.ts";
import { parseSource } from "../languages/javascript/parse-source.ts";
import { readModule, type SourceModule } from "../languages/program/source-module.ts";
import { secretsIn } from "../languages/exposure/hardcoded-secret.ts";
import { parseTemplate } from "../languages/template/parse/parse-template.ts";
import plugin, { NAMESPACE, rulesOf } from "../plugin.ts";
import { benchCdk } from "./bench-cdk.ts";
import { generateYaml } from "./generate-templates.ts";

/** What the rules cost in ESLint, against parsing alone, in this process: the ratios of the plugin. */
export function benchInside(): void {
	const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
	console.log("\nInside the process, 300 YAML templates, the least of 7 runs, milliseconds");
	const texts = range(300).map((seed) => generateYaml(seed, 4 + (seed % 17)).text);
	const linter = new Linter();
	const config = (rules: Linter.RulesRecord): Linter.Config[] => [
		{ files: ["**/*.yaml"], plugins: { [NAMESPACE]: plugin }, language: `${NAMESPACE}/template`, rules },
	];
	const measure = (work: (text: string) => unknown): number => {
		let best = Infinity;
		for (let run = 0; run < 7; run += 1) {
			const start = process.cpuUsage();
			texts.forEach(work);
			const { user, system } = process.cpuUsage(start);
			best = Math.min(best, (user + system) / 1000);
		}
		return best;
	};
	const parse = measure((text) => parseTemplate(text, "yaml"));
	const none = config({});
	const empty = measure((text) => linter.verify(text, none, { filename: "template.yaml" }));
	const all = config(rulesOf("recommended"));
	const full = measure((text) => linter.verify(text, all, { filename: "template.yaml" }));
	console.log(`  parsing                            ${parse.toFixed(0)}`);
	console.log(`  ESLint, parsing, model, no rule    ${empty.toFixed(0)}`);
	console.log(`  … and every recommended rule       ${full.toFixed(0)}`);
	console.log(`  rules / parsing                    ${((full - empty) / parse).toFixed(2)}`);

	benchCdk();

	console.log("\nSecrets in source: the files of this program, the least of 7 runs, CPU");
	const programs = readdirSync(join(import.meta.dirname, "..", ".."), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".js"))
		.map((name) => readFileSync(join(import.meta.dirname, "..", "..", name), "utf8"));
	const read = (text: string): SourceModule | null => {
		const parsed = parseSource(text, "module", true);
		return parsed === null ? null : readModule(parsed, "handler.js", "/", {});
	};
	let least = { walk: Infinity, detect: Infinity };
	let count = 0;
	for (let run = 0; run < 7; run += 1) {
		// What was found is kept by module, so each run reads anew.
		const modules = programs.flatMap((text) => read(text) ?? []);
		const start = process.cpuUsage();
		count = modules.reduce((sum, module) => sum + literalsOf(module).length, 0);
		const walked = process.cpuUsage(start);
		modules.forEach((module) => secretsIn(module));
		const done = process.cpuUsage(start);
		const walk = walked.user + walked.system;
		least = { walk: Math.min(least.walk, walk), detect: Math.min(least.detect, done.user + done.system - walk) };
	}
	const megabytes = programs.reduce((sum, text) => sum + text.length, 0) / 1e6;
	console.log(`  ${String(count)} texts in ${megabytes.toFixed(1)} MB`);
	console.log(`  finding texts and names           ${(least.walk / count).toFixed(2)} µs a text`);
	console.log(`  judging them                      ${(least.detect / count).toFixed(2)} µs a text`);
	console.log(
		`  both                              ${((megabytes * 1e6) / (least.walk + least.detect)).toFixed(1)} MB/s`,
	);
}
