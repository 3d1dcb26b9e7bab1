import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Mutant } from "./make-mutants.ts";
import type { Reached, Traced } from "./mutant-worker.ts";
import { declaredAt, pointAt, pointsOf, propertyAt, type Point } from "./trace-points.ts";

/** What is known of one file of tests. */
interface Known {
	/** Of the file and all that it loads: another text, another answer. */
	readonly hash: string;
	/** The first is what is reached before the first test. */
	readonly tests: readonly Traced[];
}

/** Tests of one file that may notice a mutant. */
export interface Choice {
	readonly file: string;
	readonly only: readonly number[];
	/** What they take together. */
	readonly seconds: number;
}

/** The files of the program from the root, and what each of them imports. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** A test that takes less than this (in seconds) and reaches nothing is run for each mutant that its file loads. */
const CHEAP = 0.02;
/** How many seconds of tests are run for one mutant. */
const BUDGET = 4;
/** What it takes to load a file of tests with all that it needs. */
const LOADING = 0.2;

/** Which test reaches which place: what does not reach a mutant cannot notice it. */
export class TestMap {
	readonly #imports: Imports;
	readonly #root: string;
	readonly #cache: string;
	readonly #known: Map<string, Known>;
	readonly #sources = new Map<string, string>();
	readonly #points = new Map<string, readonly Point[]>();
	readonly #distances = new Map<string, ReadonlyMap<string, number>>();

	constructor(root: string, cache: string, imports: Imports) {
		this.#root = root;
		this.#cache = cache;
		this.#imports = imports;
		this.#known = new Map(
			existsSync(cache) ? Object.entries(JSON.parse(readFileSync(cache, "utf8")) as Record<string, Known>) : [],
		);
	}

	/** Runs each file of tests once that changed since it was run last; `trace` gives null where it does not pass. */
	async learn(tests: readonly string[], trace: (file: string) => Promise<readonly Traced[] | null>): Promise<void> {
		for (const file of this.#known.keys()) {
			if (!tests.includes(file)) {
				this.#known.delete(file);
			}
		}
		for (const file of tests) {
			const hash = this.#hash(file);
			if (this.#known.get(file)?.hash !== hash) {
				this.#known.set(file, { hash, tests: (await trace(file)) ?? [] });
				this.#write();
			}
		}
	}

	#write(): void {
		mkdirSync(dirname(this.#cache), { recursive: true });
		writeFileSync(this.#cache, JSON.stringify(Object.fromEntries(this.#known)));
	}

	#hash(file: string): string {
		const hash = createHash("sha256");
		for (const path of [...this.#distancesFrom(file).keys()].sort()) {
			hash.update(path).update(this.#imports.has(path) ? this.#source(path) : "");
		}
		return hash.digest("hex");
	}

	#source(path: string): string {
		const source = this.#sources.get(path) ?? readFileSync(join(this.#root, path), "utf8");
		this.#sources.set(path, source);
		return source;
	}

	#pointsOf(path: string): readonly Point[] {
		const points = this.#points.get(path) ?? pointsOf(path, this.#source(path));
		this.#points.set(path, points);
		return points;
	}

	/** What a file loads, and how many imports away it is. */
	#distancesFrom(file: string): ReadonlyMap<string, number> {
		const known = this.#distances.get(file);
		if (known !== undefined) {
			return known;
		}
		const found = new Map([[file, 0]]);
		for (const [path, steps] of found) {
			for (const next of this.#imports.get(path) ?? []) {
				if (!found.has(next)) {
					found.set(next, steps + 1);
				}
			}
		}
		this.#distances.set(file, found);
		return found;
	}

	/**
	 * The tests that reach a mutant, in the order in which they may notice it: its own file's, those of its room, the
	 * nearest first; as many as the budget pays for.
	 */
	testsOf(mutant: Mutant, ownOnly = false): readonly Choice[] {
		const reaches = this.#reaching(mutant);
		const isNamedIn = this.#naming(mutant);
		const own = mutant.path.replace(/\.ts$/u, "");
		const ranked = [...this.#known]
			.map(([file, { tests }]) => {
				const near = this.#distancesFrom(file).get(mutant.path);
				const rank = file.startsWith(`${own}.`) || file.startsWith(`${own}-`) ? 0 : (near ?? Infinity);
				return { file, tests, rank: rank - (dirname(file) === dirname(mutant.path) ? 0.5 : 0) };
			})
			.filter(({ rank }) => rank < (ownOnly ? 4 : Infinity))
			.sort((one, other) => one.rank - other.rank || one.file.localeCompare(other.file));
		let left = BUDGET;
		return ranked.flatMap(({ file, tests }) => {
			const only: number[] = [];
			let taken = 0;
			const [load, ...bodies] = tests;
			const isLoading = load !== undefined && (reaches(load) || isNamedIn(file));
			const found = bodies
				.map((traced, index) => ({ traced, index }))
				.filter(({ traced }) => isLoading || reaches(traced))
				.sort((one, other) => one.traced.seconds - other.traced.seconds);
			left -= found.length > 0 && left > 0 ? LOADING : 0;
			for (const { traced, index } of found) {
				if (traced.seconds <= left) {
					left -= traced.seconds;
					taken += traced.seconds;
					only.push(index);
				}
			}
			return only.length === 0 ? [] : [{ file, only, seconds: taken }];
		});
	}

	/** Whether a file of tests names itself what is declared where a mutant is, at the top of its file. */
	#naming(mutant: Mutant): (file: string) => boolean {
		const isInside = pointAt(this.#pointsOf(mutant.path), mutant.start) !== null;
		const names = isInside ? [] : declaredAt(mutant.path, this.#source(mutant.path), mutant.start);
		return (file) => names.some((name) => new RegExp(`\\b${name}\\b`, "u").test(this.#source(file)));
	}

	#reaching(mutant: Mutant): (traced: Traced) => boolean {
		const point = pointAt(this.#pointsOf(mutant.path), mutant.start);
		if (point !== null) {
			return ({ reached }) => reached[mutant.path]?.includes(point) === true;
		}
		const users = this.#usersOf(mutant);
		const isUsing = (reached: Reached): boolean =>
			Object.entries(reached).some(([path, points]) => points.some((one) => users.get(path)?.has(one) === true));
		return ({ reached, seconds }) => isUsing(reached) || (seconds < CHEAP && Object.keys(reached).length === 0);
	}

	/** The points whose text names what is declared at the top of a file where the mutant is, or what needs that. */
	#usersOf(mutant: Mutant): ReadonlyMap<string, ReadonlySet<number>> {
		const property = propertyAt(mutant.path, this.#source(mutant.path), mutant.start);
		const declared = declaredAt(mutant.path, this.#source(mutant.path), mutant.start);
		const used = new Map<string, Set<number>>();
		const names = new Set(declared);
		for (const name of names) {
			const exact = declared.includes(name) && property !== null ? `${name}.${property}` : name;
			const found = this.#mentions(exact, used, names);
			if (!found && exact !== name) {
				this.#mentions(name, used, names);
			}
		}
		return used;
	}

	/** Adds the points that have a text in them, and the names of what has it at the top of a file. */
	#mentions(text: string, used: Map<string, Set<number>>, names: Set<string>): boolean {
		const word = new RegExp(`\\b${text.replaceAll(/[.$]/gu, "\\$&")}\\b`, "gu");
		let found = false;
		for (const path of this.#imports.keys()) {
			if (path.endsWith(".test.ts") || path === "rules/index.ts" || !this.#source(path).includes(text)) {
				continue;
			}
			for (const { index } of this.#source(path).matchAll(word)) {
				const point = pointAt(this.#pointsOf(path), index);
				if (point === null) {
					declaredAt(path, this.#source(path), index).forEach((name) => names.add(name));
				} else {
					found = true;
					used.set(path, (used.get(path) ?? new Set<number>()).add(point));
				}
			}
		}
		return found;
	}
}
