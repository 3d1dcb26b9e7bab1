import { readFileSync } from "node:fs";
import process from "node:process";
import { limitCpu } from "./limit-cpu.ts";
import type { Mutant } from "./make-mutants.ts";
import { ProjectModules } from "./project-modules.ts";
import { TinyRunner } from "./tiny-runner.ts";

// A process that runs test files, each with or without a mutant (`mutate.ts`). It loads ESLint and the parsers once.

/** One test file to be run. */
export interface Request {
	readonly file: string;
	readonly mutant: Mutant | null;
	/** Seconds of CPU after which the process is ended. */
	readonly limit: number;
}

/** How it ended. */
export interface Reply {
	/** What the first failing test threw; null where all passed. */
	readonly failure: string | null;
	/** Whether the file loads the mutant at all. */
	readonly met: boolean;
	readonly tests: number;
	readonly seconds: number;
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

async function run({ file, mutant }: Request): Promise<Reply> {
	const runner = new TinyRunner();
	const start = seconds();
	let [met, failure]: [boolean, string | null] = [true, null];
	try {
		const exports = { __esModule: true, ...vitest, ...runner.api };
		await modules.load("src/testing/seed-fast-check.ts", null, exports);
		met = await modules.load(file, mutant, exports);
		if (mutant === null || met) {
			await runner.run();
		}
	} catch (error) {
		failure = String(error).slice(0, 2000);
	}
	vitest.vi.unstubAllEnvs();
	vitest.vi.restoreAllMocks();
	return { failure, met, tests: runner.count, seconds: seconds() - start };
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
