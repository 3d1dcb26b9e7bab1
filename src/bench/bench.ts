import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { benchInside } from "./bench-inside.ts";
import { generateJson, generateYaml, type GeneratedTemplate } from "./generate-templates.ts";
import { generateProgram } from "./generate-programs.ts";
import { exponentOf, measureAll, type Cost, type Measured } from "./measure.ts";
import { peersFor } from "./peers.ts";

/**
 * What the command costs: whole processes against reading and parsing the same files, and against other tools where they are
 * installed. All rows of a table are measured in turns in one run, so their ratios hold where the machine is busy.
 *
 * `--runs N` measures each N times (5), `--set 'name=folder'` measures other files too, `--compare REF` only compares with
 * another commit, and `--write` writes docs/performance.md.
 */
const { values } = parseArgs({
	options: {
		runs: { type: "string", default: "5" },
		set: { type: "string", multiple: true, default: [] },
		compare: { type: "string" },
		write: { type: "boolean", default: false },
	},
});

const RUNS = Number(values.runs);
const ROOT = resolve(import.meta.dirname, "..", "..", "..");
const COMMAND = join("dist", "bundle", "command", "kmslint.cjs");
const PAGE = join(ROOT, "docs", "performance.md");

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
const yaml = (seed: number): GeneratedTemplate => generateYaml(seed, 4 + (seed % 17));

/** The files that are measured, and what they are. */
const SETS: readonly {
	readonly name: string;
	readonly kind: "yaml" | "json" | "programs";
	readonly files: () => readonly GeneratedTemplate[];
}[] = [
	{ name: "1 YAML template", kind: "yaml", files: () => [generateYaml(1, 12)] },
	{ name: "100 YAML templates", kind: "yaml", files: () => range(100).map(yaml) },
	{ name: "1,000 YAML templates", kind: "yaml", files: () => range(1000).map(yaml) },
	{
		name: "100 JSON templates",
		kind: "json",
		files: () => range(100).map((seed) => generateJson(seed, 30 + (seed % 60))),
	},
	{ name: "one template of 10,000 resources", kind: "yaml", files: () => [generateYaml(7, 10_000)] },
	{ name: "1,000 handlers and CDK stacks", kind: "programs", files: () => range(1000).map(generateProgram) },
];

/** What reads the same files and does nothing else. */
const FLOORS: Readonly<Record<"yaml" | "json" | "programs", readonly (readonly [name: string, use: string])[]>> = {
	yaml: [
		["read only", ""],
		[
			"js-yaml, events",
			`const { parseEvents } = require("js-yaml"); use = (text) => parseEvents(text, { maxDepth: 500 });`,
		],
	],
	json: [
		["read only", ""],
		[
			"js-yaml, events",
			`const { parseEvents } = require("js-yaml"); use = (text) => parseEvents(text, { maxDepth: 500 });`,
		],
	],
	programs: [
		["read only", ""],
		[
			"oxc-parser, tree",
			`const { parseSync } = require("oxc-parser"); use = (text, name) => parseSync(name, text, { astType: "ts", range: true }).program;`,
		],
	],
};

function floor(use: string, folder: string): readonly string[] {
	const script = `const { readdirSync, readFileSync } = require("node:fs"); let use = () => {}; ${use}
		for (const file of readdirSync(${JSON.stringify(folder)})) use(readFileSync(${JSON.stringify(`${folder}/`)} + file, "utf8"), file);`;
	return [process.execPath, "-e", script];
}

function write(folder: string, files: readonly GeneratedTemplate[]): string {
	mkdirSync(folder, { recursive: true });
	for (const { name, text } of files) {
		writeFileSync(join(folder, name), text);
	}
	return folder;
}

const kmslint = (root: string, folder: string, ...options: readonly string[]): readonly string[] => [
	process.execPath,
	join(root, COMMAND),
	"--format",
	"json",
	...options,
	folder,
];

/** A table of costs; the ratios are to the first row. */
function table(title: string, commands: readonly Measured[]): string {
	const costs = measureAll(commands, RUNS);
	const [base] = costs;
	const rows = commands.map(({ name }, index) => rowOf(name, costs[index] ?? null, base ?? null));
	return [
		`## ${title}`,
		"",
		"| | CPU, s | ratio | wall, s | memory, MB |",
		"| --- | --: | --: | --: | --: |",
		...rows,
		"",
	].join("\n");
}

function rowOf(name: string, cost: Cost | null, base: Cost | null): string {
	return cost === null
		? `| ${name} | failed | | | |`
		: `| ${name} | ${cost.cpu.toFixed(2)} | ${base === null ? "" : (cost.cpu / base.cpu).toFixed(2)} | ${cost.wall.toFixed(2)} | ${cost.memory?.toFixed(0) ?? ""} |`;
}

/** The floors, the command in its ways, and what else is installed. */
function commandsFor(
	{ name, kind }: { readonly name: string; readonly kind: "yaml" | "json" | "programs" },
	folder: string,
	scratch: string,
): readonly Measured[] {
	const cache = join(scratch, "cache.json");
	return [
		...[...FLOORS[kind]].reverse().map(([name, use]) => ({ name, command: floor(use, folder) })),
		{ name: "**kmslint**", command: kmslint(ROOT, folder) },
		{ name: "kmslint `--concurrency off`", command: kmslint(ROOT, folder, "--concurrency", "off") },
		{ name: "kmslint `--cache`, again", command: kmslint(ROOT, folder, "--cache-location", cache) },
		{ name: "kmslint `--preset audit`", command: kmslint(ROOT, folder, "--preset", "audit") },
		...peersFor({ kind, isLarge: name.includes(",000") || kind === "json" }, folder, scratch),
	];
}

/** How the cost grows with the number of files, of resources and of programs. */
function growth(scratch: string): string {
	const series: readonly (readonly [string, readonly number[], (count: number) => readonly GeneratedTemplate[]])[] = [
		["templates", [250, 500, 1000, 2000], (count) => range(count).map(yaml)],
		["resources in a template", [1250, 2500, 5000, 10_000], (count) => [generateYaml(7, count)]],
		["programs", [250, 500, 1000, 2000], (count) => range(count).map(generateProgram)],
	];
	const start =
		measureAll([{ name: "", command: [process.execPath, join(ROOT, COMMAND), "--version"] }], RUNS)[0]?.cpu ?? 0;
	const rows = series.map(([name, sizes, make]) => {
		const commands = sizes.map((size) => ({
			name: String(size),
			command: kmslint(
				ROOT,
				write(join(scratch, `grow-${name}-${String(size)}`), make(size)),
				"--concurrency",
				"off",
			),
		}));
		const costs = measureAll(commands, Math.min(RUNS, 3));
		const points = sizes.map((size, index) => [size, (costs[index]?.cpu ?? 0) - start] as const);
		return `| ${name} | ${sizes.map((size, index) => `${size.toLocaleString("en")}: ${(costs[index]?.cpu ?? 0).toFixed(2)}`).join(", ")} | ${exponentOf(points).toFixed(2)} | ${costs.map((cost) => cost?.memory?.toFixed(0) ?? "").join(", ")} |`;
	});
	return [
		"## Growth",
		"",
		"CPU seconds by size, the exponent of what is above the cost of starting, and peak memory in MB; one thread. `npm run growth` measures the growth of about 90 hostile kinds of texts.",
		"",
		"| | CPU, s | exponent | memory, MB |",
		"| --- | --- | --: | --- |",
		...rows,
		"",
	].join("\n");
}

/** Builds another commit beside this one, and gives its folder. */
function buildOther(ref: string, scratch: string): string {
	const folder = join(scratch, "other");
	execFileSync("git", ["-C", ROOT, "worktree", "add", "--quiet", "--detach", folder, ref]);
	symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
	execFileSync(process.execPath, ["bundle.js"], { cwd: folder, stdio: "ignore" });
	return folder;
}

/** The program of a commit: before it was CommonJS, it lay elsewhere. */
function commandOf(root: string): string {
	return [join(root, COMMAND), join(root, "dist", "bundle", "kmslint.js")].find(existsSync) ?? join(root, COMMAND);
}

function compare(ref: string, folders: readonly (readonly [string, string])[], scratch: string): void {
	const other = buildOther(ref, scratch);
	try {
		for (const [name, folder] of folders) {
			console.log(
				table(name, [
					{ name: ref, command: [process.execPath, commandOf(other), "--format", "json", folder] },
					{ name: "this", command: kmslint(ROOT, folder) },
				]),
			);
		}
	} finally {
		execFileSync("git", ["-C", ROOT, "worktree", "remove", "--force", other]);
	}
}

function machine(): string {
	const [first] = cpus();
	return `Node.js ${process.version}, ${String(cpus().length)} processors (${first?.model.trim() ?? ""}), ${String(Math.round(totalmem() / 2 ** 30))} GB.`;
}

const scratch = mkdtempSync(join(tmpdir(), "kmslint-bench-"));
try {
	const folders = [
		...SETS.map(({ name, kind, files }, index) => ({
			name,
			kind,
			folder: write(join(scratch, String(index)), files()),
		})),
		...values.set.map((given) => {
			const [name = "", folder = ""] = given.split("=");
			return { name, kind: "programs" as const, folder: resolve(folder) };
		}),
	];
	if (values.compare !== undefined) {
		compare(
			values.compare,
			folders.map(({ name, folder }) => [name, folder]),
			scratch,
		);
	} else {
		const start = table("Start", [
			{ name: "`node -e 0`", command: [process.execPath, "-e", "0"] },
			{
				name: "importing `eslint/universal`",
				command: [
					process.execPath,
					"-e",
					`require(${JSON.stringify(join(ROOT, "node_modules", "eslint", "lib", "universal.js"))})`,
				],
			},
			{ name: "kmslint --version", command: [process.execPath, join(ROOT, COMMAND), "--version"] },
			{
				name: "importing the plugin",
				command: [
					process.execPath,
					"--input-type=module",
					"-e",
					`await import(${JSON.stringify(join(ROOT, "dist", "bundle", "index.js"))})`,
				],
			},
		]);
		const sections = [start];
		console.log(start);
		for (const { name, kind, folder } of folders) {
			rmSync(join(scratch, "cache.json"), { force: true });
			sections.push(table(name, commandsFor({ name, kind }, folder, scratch)));
			console.log(sections.at(-1));
		}
		sections.push(growth(scratch));
		console.log(sections.at(-1));
		if (values.write) {
			writeFileSync(
				PAGE,
				`# Performance\n\n\`npm run bench -- --write\` writes this page. CPU seconds (user and system, all threads), wall seconds and peak memory of whole processes, medians of ${String(RUNS)} runs that take turns; ratios are to the first row of a table. The files are generated, so everyone measures the same; \`--set 'name=folder'\` adds others, and \`--compare REF\` compares with another commit.\n\n${machine()}\n\n${sections.join("\n").trimEnd()}\n`,
			);
		} else {
			benchInside();
		}
	}
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
