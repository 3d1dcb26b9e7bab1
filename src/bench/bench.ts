import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseForESLint } from "@typescript-eslint/parser";
import { Linter } from "eslint/universal";
import { literalsOf } from "../languages/handler/literals/named-literals.ts";
import { readModule, type SourceModule } from "../languages/program/source-module.ts";
import { secretsIn } from "../languages/exposure/hardcoded-secret.ts";
import { parseTemplate } from "../languages/template/parse/parse-template.ts";
import plugin, { NAMESPACE, rulesOf } from "../plugin.ts";
import { benchCdk } from "./bench-cdk.ts";
import { generateJson, generateYaml, type GeneratedTemplate } from "./generate-templates.ts";

/**
 * What the command costs against the floor: reading and parsing the same files and nothing else, in the fastest parsers
 * that keep positions, in `yaml`, and in `JSON.parse`, which keeps none. CPU seconds of whole processes (user and
 * system), the least of several runs; the machines are noisy, so read the ratios.
 */
const RUNS = 5;

const FLOORS: Readonly<Record<string, string>> = {
	"node alone": "",
	"read only": "",
	"js-yaml events": `const { parseEvents } = await import("js-yaml"); use = (text) => parseEvents(text, { maxDepth: 500 });`,
	yaml: `const { parseDocument } = await import("yaml"); use = (text) => parseDocument(text, { logLevel: "silent" });`,
	"JSON.parse": "use = JSON.parse;",
};

function cpuOf(args: readonly string[]): number {
	let best = Infinity;
	for (let run = 0; run < RUNS; run += 1) {
		const result = spawnSync(
			"bash",
			["-c", `TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>&1`, "bash", process.execPath, ...args],
			{ encoding: "utf8", maxBuffer: 2 ** 28 },
		);
		const [user = "0", system = "0"] = result.stderr.trim().split("\n").at(-1)?.split(" ") ?? [];
		best = Math.min(best, Number(user) + Number(system));
	}
	return best;
}

function floor(name: string, folder: string): readonly string[] {
	const read = `import { readdirSync, readFileSync } from "node:fs"; let use = () => {}; ${FLOORS[name] ?? ""}
		for (const file of readdirSync(${JSON.stringify(folder)})) use(readFileSync(${JSON.stringify(`${folder}/`)} + file, "utf8"));`;
	return ["--input-type=module", "-e", name === "node alone" ? "" : read];
}

function write(folder: string, templates: readonly GeneratedTemplate[]): string {
	mkdirSync(folder);
	for (const { name, text } of templates) {
		writeFileSync(join(folder, name), text);
	}
	return folder;
}

function row(label: string, seconds: number, against: number): void {
	console.log(
		`  ${label.padEnd(34)} ${seconds.toFixed(2).padStart(7)} s ${(seconds / against).toFixed(2).padStart(7)} ×`,
	);
}

const main = join(import.meta.dirname, "..", "..", "bundle", "command", "kmslint.cjs");
const root = mkdtempSync(join(tmpdir(), "kmslint-bench-"));
try {
	const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
	const sets = {
		"1 YAML template": write(join(root, "y1"), [generateYaml(1, 12)]),
		"100 YAML templates": write(
			join(root, "y100"),
			range(100).map((seed) => generateYaml(seed, 4 + (seed % 17))),
		),
		"1,000 YAML templates": write(
			join(root, "y1000"),
			range(1000).map((seed) => generateYaml(seed, 4 + (seed % 17))),
		),
		"100 JSON templates": write(
			join(root, "j100"),
			range(100).map((seed) => generateJson(seed, 30 + (seed % 60))),
		),
		"1,000 JSON templates": write(
			join(root, "j1000"),
			range(1000).map((seed) => generateJson(seed, 10 + (seed % 30))),
		),
		"one YAML template of 10,000 resources": write(join(root, "giant"), [generateYaml(7, 10_000)]),
	};

	console.log("Start-up, CPU seconds");
	const node = cpuOf(["-e", ""]);
	row("node alone", node, node);
	const eslint = cpuOf(["--input-type=module", "-e", 'import "eslint/universal";']);
	row("+ ESLint's engine", eslint, node);
	row("kmslint --version", cpuOf([main, "--version"]), node);

	for (const [label, folder] of Object.entries(sets)) {
		console.log(`\n${label}, CPU seconds of the process, and the ratio to the fastest parser that keeps positions`);
		const events = cpuOf(floor("js-yaml events", folder));
		row("read only", cpuOf(floor("read only", folder)), events);
		if (label.includes("JSON")) {
			row("floor: JSON.parse, no positions", cpuOf(floor("JSON.parse", folder)), events);
		}
		row("floor: js-yaml events", events, events);
		row("floor: yaml", cpuOf(floor("yaml", folder)), events);
		row("kmslint, every recommended rule", cpuOf([main, "--format", "json", folder]), events);
		row("kmslint --preset audit", cpuOf([main, "--format", "json", "--preset", "audit", folder]), events);
	}

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
		const { ast, scopeManager, visitorKeys } = parseForESLint(text, {
			sourceType: "module",
			range: true,
			loc: true,
			comment: true,
		});
		return readModule({ text, ast, scopeManager, visitorKeys }, "handler.js", root, {});
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

	console.log("\nMemory, 1,000 and 3,000 YAML templates, peak resident MB");
	write(
		join(root, "y3000"),
		range(3000).map((seed) => generateYaml(seed, 4 + (seed % 17))),
	);
	for (const folder of ["y1000", "y3000"]) {
		const script = `process.argv = [process.execPath, ${JSON.stringify(main)}, "--format", "json", "-o", ${JSON.stringify(join(root, "out.json"))}, ${JSON.stringify(join(root, folder))}];
			process.on("exit", () => { process.stderr.write(String(Math.round(process.resourceUsage().maxRSS / 1024))); }); await import(${JSON.stringify(main)});`;
		const result = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
		console.log(`  ${folder.slice(1)} templates: ${result.stderr.trim().split("\n").at(-1) ?? ""} MB`);
	}
} finally {
	rmSync(root, { recursive: true, force: true });
}
