import { parseForESLint } from "@typescript-eslint/parser";
import { Linter } from "eslint/universal";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import plugin, { NAMESPACE, rulesOf } from "../plugin.ts";
import { readCdk } from "../languages/cdk/read-cdk.ts";
import { readModule } from "../languages/program/source-module.ts";

/** The apps of the fixtures, from `src/` and, once built, from `dist/src/`. */
const APPS =
	[
		join(import.meta.dirname, "..", "..", "fixtures", "cdk"),
		join(import.meta.dirname, "..", "..", "..", "fixtures", "cdk"),
	].find(existsSync) ?? "";

const RUNS = 9;

/**
 * What the rules cost a file of a CDK app beyond the parsing that every linter of TypeScript does: milliseconds, and
 * the ratio.
 */
export function benchCdk(): void {
	const apps = readdirSync(APPS).flatMap((name) =>
		readdirSync(join(APPS, name)).map((file) => readFileSync(join(APPS, name, file), "utf8")),
	);
	const measure = (work: (text: string) => unknown): number => {
		let best = Infinity;
		for (let run = 0; run < RUNS; run += 1) {
			const start = process.cpuUsage();
			apps.forEach(work);
			const { user, system } = process.cpuUsage(start);
			best = Math.min(best, (user + system) / 1000);
		}
		return best / apps.length;
	};
	const parse = measure((text) => parseForESLint(text, { range: true, loc: true }));
	const linter = new Linter();
	const config = (rules: Linter.RulesRecord): Linter.Config[] => [
		{
			files: ["**/*.ts"],
			plugins: { [NAMESPACE]: plugin },
			languageOptions: { parser: { parseForESLint } as unknown as Linter.Parser },
			rules,
		},
	];
	const none = config({});
	const modules = new Map(
		apps.map((text) => {
			linter.verify(text, none, { filename: "app.ts" });
			return [text, readModule(linter.getSourceCode(), "app.ts", "/", {})];
		}),
	);
	const model = measure((text) => {
		const module = modules.get(text) ?? null;
		// What is known of a module is kept by its tree: another one is read anew.
		return module === null ? null : readCdk({ ...module, ast: { ...module.ast } });
	});
	const empty = measure((text) => linter.verify(text, none, { filename: "app.ts" }));
	const all = config(rulesOf("audit"));
	const full = measure((text) => linter.verify(text, all, { filename: "app.ts" }));
	console.log(`\nCDK source, ${String(apps.length)} apps, milliseconds a file, the least of ${String(RUNS)} runs`);
	console.log(`  parsing                            ${parse.toFixed(1)}`);
	console.log(`  the model                          ${model.toFixed(1)}`);
	console.log(`  ESLint, parsing, no rule           ${empty.toFixed(1)}`);
	console.log(`  … and every rule of audit          ${full.toFixed(1)}`);
	console.log(`  beyond parsing / parsing           ${((full - empty) / parse).toFixed(2)}`);
}
