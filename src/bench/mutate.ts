import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createVitest, type Vitest } from "vitest/node";
import { makeMutants, type Mutant } from "./make-mutants.ts";

// Changes one thing at a time in what decides (`src/model`, `src/detect`, `rules`), and counts how often a test
// notices.

const ROOT = process.cwd();
const AREAS = ["src/model", "src/detect", "rules"] as const;
const PAGE = "docs/mutation.md";
/** What was measured of each area, so that areas can be measured one by one. */
const RESULTS = "coverage/mutation.json";
/** No test is about time; what never ends is ended by `limit-cpu.ts`. */
const NEVER = 86_400_000;

/**
 * They ask everything of every rule, or run other programs: a mutant that only they notice is not counted as noticed.
 */
const TOO_LONG =
	/^src\/[^/]+\.test\.ts$|^src\/(?:cli|testing|languages|lint|fix|fuzz|bench)\/|^rules\/(?:fixes|one-finding|no-hardcoded-secret-property)\.test\.ts$/u;
/** They need a process of their own, or test the build, which has no mutant. */
const APART = /vi\.mock\(|new WorkCounter\(|"dist"/u;

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

const TESTS = FILES.filter(
	(path) => path.endsWith(".test.ts") && !TOO_LONG.test(path) && !APART.test(readFileSync(join(ROOT, path), "utf8")),
);

/** The tests that load a file, its own and its neighbours' first. */
function testsOf(path: string): (readonly string[])[] {
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
	const all = TESTS.filter((file) => loads(file, new Set()));
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

/** What was measured of one area. */
interface Measured {
	readonly area: string;
	/** How many mutants it has. */
	readonly all: number;
	readonly seed: number;
	readonly fates: readonly Fate[];
}

const overspent = join(mkdtempSync(join(tmpdir(), "kmslint-mutate-")), "overspent");

/** A runner whose files are those of the project, but for the one mutant that is set. */
async function startRunner(): Promise<{ readonly vitest: Vitest; readonly set: (mutant: Mutant | null) => void }> {
	let current: Mutant | null = null;
	const vitest = await createVitest(
		"test",
		{
			config: false,
			include: ["src/**/*.test.ts", "rules/**/*.test.ts"],
			setupFiles: ["src/testing/seed-fast-check.ts", "src/bench/limit-cpu.ts"],
			env: { KMSLINT_OVERSPENT: overspent },
			pool: "forks",
			isolate: false,
			watch: false,
			bail: 1,
			reporters: [{ onInit: () => undefined }],
			maxWorkers: 1,
			testTimeout: NEVER,
			hookTimeout: NEVER,
			teardownTimeout: NEVER,
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

/** The first file of tests that fails, or whose work has no end; null where all pass. */
async function failing(vitest: Vitest, files: readonly string[]): Promise<string | null> {
	const specifications = (await vitest.globTestSpecifications([])).filter(({ moduleId }) =>
		files.includes(relative(ROOT, moduleId).replaceAll("\\", "/")),
	);
	for (let attempt = 0; attempt < 5; attempt += 1) {
		rmSync(overspent, { force: true });
		const { testModules: all, unhandledErrors } = await vitest.runTestSpecifications(specifications, false);
		// What ran for an earlier mutant is still in the state of the runner.
		const testModules = all.filter(({ moduleId }) => specifications.some((one) => one.moduleId === moduleId));
		const failed = testModules.find((module) => module.state() === "failed");
		if (failed !== undefined) {
			return relative(ROOT, failed.moduleId).replaceAll("\\", "/");
		}
		if (existsSync(overspent)) {
			return files[0] ?? "";
		}
		if (unhandledErrors.length === 0 && testModules.length > 0 && testModules.every((module) => module.ok())) {
			return null;
		}
		// A process that did not start says nothing of the mutant.
	}
	throw new Error(`These end without a result: ${files.join()}`);
}

function percent(share: number): string {
	return `${(share * 100).toFixed(1)} %`;
}

function render(measured: readonly Measured[]): string {
	const rows = measured.map(({ area, all, seed, fates }) => {
		const noticed = fates.filter((fate) => fate.noticed).length;
		const [low, high] = interval(noticed, fates.length);
		return `| \`${area}\` | ${String(all)} | ${String(fates.length)} | ${String(seed)} | ${String(noticed)} | ${percent(noticed / fates.length)} | ${percent(low)} to ${percent(high)} |`;
	});
	const left = measured
		.flatMap(({ fates }) => fates.filter((fate) => !fate.noticed))
		.map(
			({ mutant }) => `| \`${mutant.path}\` | ${String(mutant.line)} | ${mutant.shown.replaceAll("|", "\\|")} |`,
		);
	return `# Mutation score

How often a test fails when one thing in the code is changed: an operator, a condition, a number, a text, a part of a regular expression, a statement. \`npm run mutate\` measures a sample of each area and writes this page; \`npm run mutate -- --area rules --sample 300 --seed 7\` measures another sample of one area.

A mutant counts as noticed where a test of the file, of its neighbours or of a rule that uses it fails. The tests that ask everything of every rule, and those of the command and of the languages, are left out, so the score is a lower bound. So it is because some changes change nothing that anybody can see: they count as not noticed.

| where | mutants | sample | seed | noticed | score | true score, 95 % sure |
| --- | --: | --: | --: | --: | --: | --: |
${rows.join("\n")}

## Not noticed in this sample

| file | line | change |
| --- | --: | --- |
${[...left].sort().join("\n")}
`;
}

/** Puts what was measured in the place of what was measured of the same area before, and writes the page. */
function record(measured: Measured): void {
	const path = join(ROOT, RESULTS);
	const known = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as readonly Measured[]) : [];
	const all = [...known.filter(({ area }) => area !== measured.area), measured].sort(
		(one, other) => AREAS.indexOf(one.area as never) - AREAS.indexOf(other.area as never),
	);
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, JSON.stringify(all));
	writeFileSync(join(ROOT, PAGE), render(all));
}

/** Every mutant of an area. */
function mutantsOf(area: string): readonly Mutant[] {
	return FILES.filter(
		(path) =>
			path.startsWith(`${area}/`) &&
			!path.endsWith(".test.ts") &&
			!/\/(?:generate-stores|stores|provider-table|bigrams|index)\.ts$/u.test(path),
	).flatMap((path) => [...makeMutants(path, readFileSync(join(ROOT, path), "utf8"))]);
}

/** Test files that pass as the code stands, and those that do not, which would notice everything. */
const sound = new Set<string>();
const unsound = new Set<string>();

async function isNoticed({ vitest, set }: Awaited<ReturnType<typeof startRunner>>, mutant: Mutant): Promise<boolean> {
	const groups = testsOf(mutant.path);
	while (groups.length > 0) {
		const files = (groups[0] ?? []).filter((file) => !unsound.has(file));
		set(mutant);
		const failed = files.length === 0 ? null : await failing(vitest, files);
		if (failed === null) {
			groups.shift();
			continue;
		}
		set(null);
		if (sound.has(failed) || (await failing(vitest, [failed])) === null) {
			sound.add(failed);
			return true;
		}
		unsound.add(failed);
		console.log(`Left out, as it fails without a change: ${failed}`);
	}
	return false;
}

const { values } = parseArgs({
	options: {
		sample: { type: "string", default: "60" },
		seed: { type: "string", default: "1" },
		area: { type: "string", multiple: true, default: [...AREAS] },
		/** Files whose path has this in it; the page is not written then. */
		only: { type: "string", default: "" },
	},
});
const seed = Number(values.seed);
const runner = await startRunner();
for (const area of values.area) {
	const mutants = mutantsOf(area);
	const chosen = sample(
		mutants.filter(({ path }) => path.includes(values.only)),
		Number(values.sample),
		random(seed),
	);
	const fates: Fate[] = [];
	for (const mutant of chosen) {
		fates.push({ mutant, noticed: await isNoticed(runner, mutant) });
		console.log(
			`${String(fates.length)} of ${String(chosen.length)} ${fates.at(-1)?.noticed === true ? "noticed    " : "NOT NOTICED"} ${mutant.path}:${String(mutant.line)} ${mutant.shown}`,
		);
		if (values.only === "") {
			record({ area, all: mutants.length, seed, fates }); // A run that is ended has measured what it has.
		}
	}
	const noticed = fates.filter((fate) => fate.noticed).length;
	console.log(`${area}: ${String(noticed)} of ${String(fates.length)} noticed, ${percent(noticed / fates.length)}`);
}
await runner.vitest.close();
rmSync(dirname(overspent), { recursive: true, force: true });
process.exit(0);
