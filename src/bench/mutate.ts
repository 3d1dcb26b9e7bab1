import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createVitest, type Vitest } from "vitest/node";
import { makeMutants, type Mutant } from "./make-mutants.ts";

// Changes one thing at a time in what decides (`src/model`, `src/detect`, `rules`), and counts how often a test
// notices.

const ROOT = process.cwd();
const AREAS = ["src/model", "src/detect", "rules"] as const;
const PAGE = "docs/mutation.md";

/**
 * They ask everything of every rule, or run other programs: a mutant that only they notice is not counted as noticed.
 */
const TOO_LONG =
	/(?:packaging|isolation|fixes|detect-regexes|no-hardcoded-secret-property|hosts|fuzz[\w-]*|canary[\w-]*|run-lookups)\.test\.ts$|^src\/(?:cli|testing|languages|fix|bench)\//u;

/** All files of the program and their tests, from the root. */
const FILES = ["src", "rules"].flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".ts"))
		.map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
);

const IMPORTS: ReadonlyMap<string, readonly string[]> = new Map(
	FILES.map((path) => [
		path,
		[
			...readFileSync(join(ROOT, path), "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?from "(\.[^"]+)"/gmu),
		].map(([, target = ""]) => relative(ROOT, resolve(ROOT, dirname(path), target)).replaceAll("\\", "/")),
	]),
);

/** The tests that load a file, its own and its neighbours' first. */
function testsOf(path: string): readonly (readonly string[])[] {
	const own = path.replace(/\.ts$/u, ".test.ts");
	const loads = (from: string, seen: Set<string>): boolean => {
		if (from === path) {
			return true;
		}
		if (seen.has(from) || from === "rules/index.ts" || from === "src/index.ts") {
			return false; // The table of the rules leads everywhere.
		}
		seen.add(from);
		return (IMPORTS.get(from) ?? []).some((target) => loads(target, seen));
	};
	const all = FILES.filter((file) => file.endsWith(".test.ts") && !TOO_LONG.test(file) && loads(file, new Set()));
	const near = all.filter(
		(file) => file === own || (dirname(file) === dirname(path) && file.startsWith(path.replace(/\.ts$/u, ""))),
	);
	return [near, all.filter((file) => !near.includes(file))].filter((files) => files.length > 0);
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** As many as asked for, each as likely as any other. */
function sample<T>(items: readonly T[], count: number, next: () => number): readonly T[] {
	return items
		.map((item) => [next(), item] as const)
		.sort(([one], [other]) => one - other)
		.slice(0, count)
		.map(([, item]) => item);
}

/** Where the true share lies, in 95 of 100 samples (Wilson). */
function interval(noticed: number, of: number): readonly [number, number] {
	const z = 1.96;
	const share = noticed / of;
	const middle = share + z ** 2 / (2 * of);
	const half = z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
	return [(middle - half) / (1 + z ** 2 / of), (middle + half) / (1 + z ** 2 / of)];
}

interface Fate {
	readonly mutant: Mutant;
	readonly noticed: boolean;
}

/** A runner whose files are those of the project, but for the one mutant that is set. */
async function startRunner(): Promise<{ readonly vitest: Vitest; readonly set: (mutant: Mutant | null) => void }> {
	let current: Mutant | null = null;
	const vitest = await createVitest(
		"test",
		{
			config: false,
			include: ["src/**/*.test.ts", "rules/**/*.test.ts"],
			setupFiles: ["src/testing/seed-fast-check.ts"],
			pool: "forks",
			isolate: false,
			watch: false,
			bail: 1,
			reporters: [{ onInit: () => undefined }],
			maxWorkers: 1,
			testTimeout: 60_000,
			hookTimeout: 60_000,
			root: ROOT,
		},
		{
			plugins: [
				{
					name: "mutant",
					enforce: "pre",
					transform(text: string, id: string) {
						const path = relative(ROOT, id.split("?")[0] ?? "").replaceAll("\\", "/");
						return current !== null && path === current.path
							? `${text.slice(0, current.start)}${current.text}${text.slice(current.end)}`
							: null;
					},
				},
			],
		},
	);
	const touch = (mutant: Mutant | null): void => {
		if (mutant !== null) {
			vitest.invalidateFile(join(ROOT, mutant.path));
		}
	};
	return {
		vitest,
		set: (mutant) => {
			touch(current);
			current = mutant;
			touch(current);
		},
	};
}

async function passes(vitest: Vitest, files: readonly string[]): Promise<boolean> {
	const specifications = (await vitest.globTestSpecifications([])).filter(({ moduleId }) =>
		files.includes(relative(ROOT, moduleId).replaceAll("\\", "/")),
	);
	const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications, false);
	return (
		unhandledErrors.length === 0 &&
		testModules.length > 0 &&
		testModules.every((module) => module.ok() && module.errors().length === 0)
	);
}

function percent(share: number): string {
	return `${(share * 100).toFixed(1)} %`;
}

function render(fates: readonly Fate[], of: ReadonlyMap<string, number>, seed: number): string {
	const row = (name: string, some: readonly Fate[], all: number): string => {
		const noticed = some.filter((fate) => fate.noticed).length;
		const [low, high] = interval(noticed, some.length);
		return `| ${name} | ${String(all)} | ${String(some.length)} | ${String(noticed)} | ${percent(noticed / some.length)} | ${percent(low)} to ${percent(high)} |`;
	};
	const areas = AREAS.map(
		(area) => [area, fates.filter(({ mutant }) => mutant.path.startsWith(`${area}/`))] as const,
	).filter(([, some]) => some.length > 0);
	const left = fates
		.filter((fate) => !fate.noticed)
		.map(
			({ mutant }) => `| \`${mutant.path}\` | ${String(mutant.line)} | ${mutant.shown.replaceAll("|", "\\|")} |`,
		);
	return `# Mutation score

How often a test fails when one thing in the code is changed: an operator, a condition, a number, a text, a part of a regular expression, a statement. \`npm run mutate\` measures a sample and writes this page (\`--sample 300 --seed 7\` measures another one). Seed of this one: ${String(seed)}.

A mutant counts as noticed where a test of the file, of its neighbours or of a rule that uses it fails. The tests that ask everything of every rule are left out, so the score is a lower bound; so is it because some changes change nothing that anybody can see.

| where | mutants | measured | noticed | score | true score, 95 % sure |
| --- | --: | --: | --: | --: | --: |
${areas.map(([area, some]) => row(`\`${area}\``, some, of.get(area) ?? 0)).join("\n")}
${row(
	"together",
	fates,
	[...of.values()].reduce((sum, count) => sum + count, 0),
)}

## Not noticed in this sample

| file | line | change |
| --- | --: | --- |
${[...left].sort().join("\n")}
`;
}

const { values } = parseArgs({
	options: {
		sample: { type: "string", default: "200" },
		seed: { type: "string", default: "1" },
		only: { type: "string", default: "" },
		minutes: { type: "string", default: "240" },
	},
});
const seed = Number(values.seed);
const next = random(seed);
const of = new Map<string, number>();
const mutants = AREAS.flatMap((area) => {
	const paths = FILES.filter(
		(path) =>
			path.startsWith(`${area}/`) &&
			!path.endsWith(".test.ts") &&
			!/\/(?:generate-stores|stores|provider-table|bigrams|index)\.ts$/u.test(path),
	);
	const made = paths.flatMap((path) => [...makeMutants(path, readFileSync(join(ROOT, path), "utf8"))]);
	of.set(area, made.length);
	return made;
});
const chosen = sample(
	mutants.filter(({ path }) => path.includes(values.only)),
	Number(values.sample),
	next,
);
const end = Date.now() + Number(values.minutes) * 60_000;
const { vitest, set } = await startRunner();
const fates: Fate[] = [];
const sound = new Set<string>();
for (const mutant of chosen) {
	if (Date.now() > end) {
		break;
	}
	let noticed = false;
	for (const files of testsOf(mutant.path)) {
		if (noticed) {
			break;
		}
		set(mutant);
		noticed = !(await passes(vitest, files));
		const group = files.join();
		if (noticed && !sound.has(group)) {
			// Tests that fail of themselves would notice everything.
			set(null);
			if (!(await passes(vitest, files))) {
				throw new Error(`These fail without a change: ${group}`);
			}
			sound.add(group);
		}
	}
	fates.push({ mutant, noticed });
	console.log(
		`${String(fates.length)} of ${String(chosen.length)} ${noticed ? "noticed    " : "NOT NOTICED"} ${mutant.path}:${String(mutant.line)} ${mutant.shown}`,
	);
}
await vitest.close();
if (values.only === "") {
	writeFileSync(join(ROOT, PAGE), render(fates, of, seed));
}
const noticed = fates.filter((fate) => fate.noticed).length;
console.log(`${String(noticed)} of ${String(fates.length)} noticed: ${percent(noticed / fates.length)}`);
process.exit(0);
