import { fork, type ChildProcess } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { OVERSPENT } from "./limit-cpu.ts";
import { makeMutants, type Mutant } from "./make-mutants.ts";
import type { Reply, Request, Traced } from "./mutant-worker.ts";
import { TestMap, type Choice } from "./test-map.ts";

// Changes one thing at a time in what decides (`src/model`, `src/detect`, `rules`), and counts how often a test
// notices.

const ROOT = process.cwd();
const AREAS = ["src/model", "src/detect", "rules"] as const;
const PAGE = "docs/mutation.md";
/** What was measured of each area, so that areas can be measured one by one. */
const RESULTS = "coverage/mutation.json";

/** Where the tests are that ask what the areas decide; those of other rooms ask much else for each case. */
const ASKING = /^(?:rules|docs|src\/(?:model|detect|rule))\//u;
/** They make programs or fixes by the hundred: each takes longer than all others together. */
const TOO_LONG =
	/^(?:rules|src\/detect(?:\/formats)?)\/(?:fixes|safe-fixes|\S+-property)\.test\.ts$|^src\/rule\/lookup-offers\.test\.ts$/u;
/** They need a process of their own, or test the build, which has no mutant. */
const APART = /new WorkCounter\(|"dist"/u;
/** Ends what has no end: what it takes to compile all that a test needs, and so many times what the tests took. */
const COMPILING = 6;
const TIMES = 4;
/** The same for a file of tests as a whole. */
const LIMIT_OF_FILE = 120;

/** All files of the program and their tests, from the root. */
const FILES = ["src", "rules", "docs"].flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".ts"))
		.map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
);

const readAt = Date.now();

/** True while no file is newer than this run: a place in a file that changed is another place. */
function isAsRead(): boolean {
	return FILES.every((path) => statSync(join(ROOT, path)).mtimeMs <= readAt);
}

const IMPORTED: ReadonlyMap<string, readonly string[]> = new Map(
	FILES.map((path) => [
		path,
		[...readFileSync(join(ROOT, path), "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)"/gmu)].map(
			([, name = ""]) =>
				name.startsWith(".") ? relative(ROOT, resolve(ROOT, dirname(path), name)).replaceAll("\\", "/") : name,
		),
	]),
);

const PACKAGES = [...new Set([...IMPORTED.values()].flat())].filter(
	(name) => !IMPORTED.has(name) && !name.endsWith(".json") && name !== "vitest",
);

const TESTS = FILES.filter(
	(path) =>
		path.endsWith(".test.ts") &&
		ASKING.test(path) &&
		!TOO_LONG.test(path) &&
		!APART.test(readFileSync(join(ROOT, path), "utf8")),
);

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

/** A process that runs tests. It is replaced where it ends, so that no mutant meets what another left. */
class Runner {
	#child: ChildProcess | null = null;

	async #start(): Promise<ChildProcess> {
		const child = fork(join(import.meta.dirname, "mutant-worker.js"), [PACKAGES_FILE], {
			cwd: ROOT,
			stdio: ["ignore", "ignore", "ignore", "ipc"],
			execArgv: ["--max-old-space-size=1500"],
		});
		await new Promise((done) => child.once("message", done));
		return child;
	}

	/** How the tests end; null where the process died otherwise than by its limit. */
	async run(request: Request): Promise<Reply | "endless" | null> {
		const child = (this.#child ??= await this.#start());
		return new Promise((done) => {
			const onExit = (_code: number | null, signal: string | null): void => {
				this.#child = null;
				child.off("message", onReply);
				done(signal === OVERSPENT ? "endless" : null);
			};
			const onReply = (reply: Reply): void => {
				child.off("exit", onExit);
				done(reply);
			};
			child.once("exit", onExit);
			child.once("message", onReply);
			child.send(request);
		});
	}

	async stop(): Promise<void> {
		const child = this.#child;
		this.#child = null;
		if (child !== null) {
			const ended = new Promise((done) => child.once("exit", done));
			child.kill();
			await ended;
		}
	}
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

How often a test fails when one thing in the code is changed: an operator, a condition, a number, a string, a part of a regular expression, a statement. \`npm run mutate\` measures a sample of each area and writes this page; \`npm run mutate -- --area rules --sample 300 --seed 7\` measures another sample of one area.

A mutant counts as noticed if a test fails that passes without it. Each test file runs once without a mutant, to record which statements each of its tests reaches. For each mutant, the tests that reach it run, the nearest file first, until they have used 4 s of CPU. Tests of other rooms and files with hundreds of generated programs or fixes are skipped, so the score is a lower bound; so are equivalent mutants, which change nothing observable and count as not noticed. Two kinds of statements are not removed: those for types only (\`value satisfies never;\`), and those that cache a value in a \`WeakMap\`, because the value is computed again. A mutant that ends the test process other than by the limit of work does not count as noticed either.

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
			!/\/(?:generate-tables|update-table|stores|provider-table|bigrams|index)\.ts$/u.test(path),
	).flatMap((path) => [...makeMutants(path, readFileSync(join(ROOT, path), "utf8"))]);
}

/** What the tests of a file reach; null where they do not pass without a change. */
async function trace(runner: Runner, file: string): Promise<readonly Traced[] | null> {
	const reply = await runner.run({ file, mutant: null, only: null, trace: true, limit: LIMIT_OF_FILE });
	const passes = reply !== null && reply !== "endless" && reply.failure === null;
	const said =
		reply === null || reply === "endless" ? "ended" : (reply.failure?.slice(0, 200) ?? reply.seconds.toFixed(1));
	console.log(`${passes ? "Read" : "Left out"}: ${file}: ${said}`);
	return passes ? reply.traced : null;
}

/** What fails of some tests, to be asked again; null where all pass, "says nothing" where the process died. */
async function failing(runner: Runner, choice: Choice, mutant: Mutant | null): Promise<Choice | "says nothing" | null> {
	const { file, only, seconds } = choice;
	const reply = await runner.run({ file, only, mutant, trace: false, limit: COMPILING + TIMES * seconds });
	if (reply === null) {
		return "says nothing";
	}
	if (reply === "endless") {
		return choice;
	}
	if (reply.failure === null) {
		return null;
	}
	// What fails before it meets the mutant fails without it.
	return mutant !== null && !reply.met
		? "says nothing"
		: reply.failed < 0
			? choice
			: { ...choice, only: [reply.failed] };
}

/**
 * The file of tests that notices a mutant. It counts only where the same test passes in the same process without the
 * mutant, or fails again in a new one: what an earlier mutant left behind is not what this one does.
 */
async function noticedBy(runner: Runner, map: TestMap, mutant: Mutant): Promise<string | null> {
	if (!isAsRead()) {
		throw new Error("Files changed while they were measured; what is recorded was measured before.");
	}
	for (const choice of map.testsOf(mutant, values.own)) {
		const failed = await failing(runner, choice, mutant);
		if (failed === null || failed === "says nothing") {
			continue;
		}
		if ((await failing(runner, failed, null)) === null) {
			return choice.file;
		}
		await runner.stop();
		const [without, again] = [await failing(runner, failed, null), await failing(runner, failed, mutant)];
		if (without === null && again !== null && again !== "says nothing") {
			return choice.file;
		}
	}
	return null;
}

const { values } = parseArgs({
	options: {
		sample: { type: "string", default: "60" },
		seed: { type: "string", default: "1" },
		area: { type: "string", multiple: true, default: [...AREAS] },
		/** Files whose path has this in it; the page is not written then. */
		only: { type: "string", default: "" },
		/** Runs only the tests that are named after a file or stand beside it and import it: quick, while they are written. */
		own: { type: "boolean", default: false },
	},
});
const seed = Number(values.seed);
const folder = mkdtempSync(join(tmpdir(), "kmslint-mutate-"));
const PACKAGES_FILE = join(folder, "packages.json");
writeFileSync(PACKAGES_FILE, JSON.stringify(PACKAGES));
const runner = new Runner();
const map = new TestMap(ROOT, join(ROOT, `coverage/reached${values.own ? "-own" : ""}.json`), IMPORTED);
await map.learn(values.own ? TESTS.filter((file) => values.area.includes(dirname(file))) : TESTS, (file) =>
	trace(runner, file),
);
for (const area of values.area) {
	const mutants = mutantsOf(area);
	const chosen = sample(
		mutants.filter(({ path }) => path.includes(values.only)),
		Number(values.sample),
		random(seed),
	);
	const fates: Fate[] = [];
	for (const mutant of chosen) {
		const by = await noticedBy(runner, map, mutant);
		fates.push({ mutant, noticed: by !== null });
		console.log(
			`${new Date().toISOString().slice(11, 19)} ${String(fates.length)} of ${String(chosen.length)} ${mutant.path}:${String(mutant.line)} ${mutant.shown} ${by === null ? "NOT NOTICED" : `noticed by ${by}`}`,
		);
		if (values.only === "" && !values.own) {
			record({ area, all: mutants.length, seed, fates }); // A run that is ended has measured what it has.
		}
	}
	const noticed = fates.filter((fate) => fate.noticed).length;
	console.log(`${area}: ${String(noticed)} of ${String(fates.length)} noticed, ${percent(noticed / fates.length)}`);
}
await runner.stop();
rmSync(folder, { recursive: true, force: true });
