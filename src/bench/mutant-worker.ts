import { readFileSync } from "node:fs";
import process from "node:process";
import { limitCpu } from "./limit-cpu.ts";
import type { Mutant } from "./make-mutants.ts";
import { ProjectModules } from "./project-modules.ts";
import { TinyRunner } from "./tiny-runner.ts";
import { pointsOf, traced } from "./trace-points.ts";

// A process that runs test files, each with or without a mutant (`mutate.ts`). It loads ESLint and the parsers once.

/** One test file to be run. */
export interface Request {
	readonly file: string;
	readonly mutant: Mutant | null;
	/** The numbers of the tests to be run; null for all. */
	readonly only: readonly number[] | null;
	/** Whether the reply tells what each test reaches. */
	readonly trace: boolean;
	/** Seconds of CPU after which the process is ended. */
	readonly limit: number;
}

/** What a test reaches: the indexes of points (`trace-points.ts`), by file. */
export type Reached = Readonly<Record<string, readonly number[]>>;

/** What a test took, and what it reaches. */
export interface Traced {
	readonly seconds: number;
	readonly reached: Reached;
}

/** How it ended. */
export interface Reply {
	/** What the first failing test threw; null where all passed. */
	readonly failure: string | null;
	/** The number of that test; -1 where the file failed before its first. */
	readonly failed: number;
	/** Whether the file loads the mutant at all. */
	readonly met: boolean;
	readonly seconds: number;
	/** Of each test; the first is what is reached before the first test. */
	readonly traced: readonly Traced[];
}

const [, , packages = ""] = process.argv;
// Its `expect` wants to know that it is in a process of vitest.
Object.assign(globalThis, { __vitest_worker__: { ctx: {}, config: {}, environment: { name: "node" }, metaEnv: {} } });
const modules = new ProjectModules(process.cwd());
await modules.prepare(JSON.parse(readFileSync(packages, "utf8")) as string[]);
const vitest = await import("vitest");
const limit = limitCpu();

function seconds(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
}

/** Files whose points are looked at: the program, without what only tests need. */
const TRACED = /^(?:src|rules)\/(?!bench\/|testing\/|fuzz\/)(?!.*\.test\.ts$)/u;
const firsts: { readonly path: string; readonly first: number; readonly count: number }[] = [];
let reached = new Set<number>();
Object.assign(globalThis, { __reached: (point: number) => reached.add(point) });

function trace(path: string, source: string): string {
	if (!TRACED.test(path)) {
		return source;
	}
	const points = pointsOf(path, source);
	const last = firsts.at(-1);
	const first = last === undefined ? 0 : last.first + last.count;
	firsts.push({ path, first, count: points.length });
	return traced(source, points, first);
}

/** What was reached since it was asked last. */
function takeReached(): Reached {
	const found: Record<string, number[]> = {};
	const sorted = [...reached].sort((one, other) => one - other);
	reached = new Set();
	let at = 0;
	for (const { path, first, count } of firsts) {
		while ((sorted[at] ?? Infinity) < first + count) {
			(found[path] ??= []).push((sorted[at] ?? 0) - first);
			at++;
		}
	}
	return found;
}

const tracing = modules.withTrace(trace);

async function run(request: Request): Promise<Reply> {
	const { file, mutant } = request;
	const found: Traced[] = [];
	const onEnd = (index: number, spent: number): void => {
		if (request.trace) {
			found[index + 1] = { seconds: spent, reached: takeReached() };
		}
	};
	const runner = new TinyRunner(request.only === null ? null : new Set(request.only), onEnd);
	const start = seconds();
	let [met, failure]: [boolean, string | null] = [true, null];
	try {
		const exports = { __esModule: true, ...vitest, ...runner.api };
		await modules.load("src/testing/seed-fast-check.ts", null, exports);
		takeReached();
		met = await (request.trace ? tracing : modules).load(file, mutant, exports);
		found.push({ seconds: seconds() - start, reached: takeReached() });
		if (mutant === null || met) {
			await runner.run();
		}
	} catch (error) {
		failure = String(error).slice(0, 2000);
	}
	vitest.vi.unstubAllEnvs();
	vitest.vi.restoreAllMocks();
	return { failure, failed: runner.count - 1, met, seconds: seconds() - start, traced: request.trace ? found : [] };
}

// Who asks is gone.
process.on("disconnect", () => process.exit());
process.on("unhandledRejection", () => undefined);
process.on("message", (request: Request) => {
	limit(request.limit);
	void run(request).then((reply) => {
		limit(0);
		process.send?.(reply);
	});
});
process.send?.(null);
