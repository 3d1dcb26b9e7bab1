import process from "node:process";

// Runs the tests of one file in this process and stops at the first that fails: all that a mutant's tests need of a
// runner (`mutant-worker.ts`). `expect` and `vi` stay vitest's own.

type Body = (...given: unknown[]) => unknown;
type Hook = "beforeAll" | "afterAll" | "beforeEach" | "afterEach";

interface Suite {
	readonly parent: Suite | null;
	readonly items: (Suite | Body)[];
	readonly hooks: Readonly<Record<Hook, Body[]>>;
}

function suiteIn(parent: Suite | null): Suite {
	return { parent, items: [], hooks: { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] } };
}

async function each(bodies: readonly Body[]): Promise<void> {
	for (const body of bodies) {
		await body();
	}
}

function inherited(suite: Suite | null, hook: Hook): readonly Body[] {
	return suite === null ? [] : [...inherited(suite.parent, hook), ...suite.hooks[hook]];
}

/** The tests of one file. */
export class TinyRunner {
	#suite = suiteIn(null);
	readonly #only: ReadonlySet<number> | null;
	readonly #onEnd: (index: number, seconds: number) => void;
	/** How many tests there are, as far as it came; the last of them is the one that failed. */
	count = 0;

	/** Runs the tests with these numbers, in the order of the file, or all of them; says after each what it took. */
	constructor(
		only: ReadonlySet<number> | null = null,
		onEnd: (index: number, seconds: number) => void = () => undefined,
	) {
		this.#only = only;
		this.#onEnd = onEnd;
	}

	/** What a test file imports from vitest, but for what vitest gives itself. */
	readonly api: Readonly<Record<string, unknown>> = {
		describe: this.#variants((body) => this.#describe(body)),
		test: this.#variants((body) => void this.#suite.items.push(body)),
		it: this.#variants((body) => void this.#suite.items.push(body)),
		...Object.fromEntries(
			(["beforeAll", "afterAll", "beforeEach", "afterEach"] as const).map((hook) => [
				hook,
				(body: Body) => void this.#suite.hooks[hook].push(body),
			]),
		),
	};

	/** Throws what the first failing test throws. */
	async run(): Promise<void> {
		await this.#run(this.#suite);
	}

	async #run(suite: Suite): Promise<void> {
		try {
			await each(suite.hooks.beforeAll);
			for (const item of suite.items) {
				if (typeof item === "function") {
					await this.#test(suite, item);
				} else {
					await this.#run(item);
				}
			}
		} finally {
			await each([...suite.hooks.afterAll].reverse());
		}
	}

	async #test(suite: Suite, body: Body): Promise<void> {
		const index = this.count;
		this.count += 1;
		if (this.#only !== null && !this.#only.has(index)) {
			return;
		}
		const start = process.cpuUsage();
		try {
			await each(inherited(suite, "beforeEach"));
			await body();
		} finally {
			await each([...inherited(suite, "afterEach")].reverse());
		}
		const { user, system } = process.cpuUsage(start);
		this.#onEnd(index, (user + system) / 1e6);
	}

	#describe(body: Body): void {
		const parent = this.#suite;
		this.#suite = suiteIn(parent);
		parent.items.push(this.#suite);
		body();
		this.#suite = parent;
	}

	/** `test(…)`, `test.each(…)(…)`, `test.skip(…)`, `test.skipIf(…)(…)`. */
	#variants(add: (body: Body) => void): object {
		const body = (given: readonly unknown[]): Body =>
			given.find((one): one is Body => typeof one === "function") ?? ((): void => undefined);
		const one = (_name: unknown, ...given: readonly unknown[]): void => add(body(given));
		const none = (): void => undefined;
		const table =
			(rows: readonly unknown[]) =>
			(_name: unknown, ...given: readonly unknown[]): void => {
				for (const row of rows) {
					add(() => body(given)(...(Array.isArray(row) ? (row as unknown[]) : [row])));
				}
			};
		return Object.assign(one, {
			each: table,
			skip: none,
			skipIf: (condition: unknown) => (condition === true ? none : one),
			runIf: (condition: unknown) => (condition === true ? one : none),
		});
	}
}
