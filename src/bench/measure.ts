import { spawnSync } from "node:child_process";

/** What a whole process cost. */
export interface Cost {
	/** User and system, with its threads, in seconds. */
	readonly cpu: number;
	/** In seconds. */
	readonly wall: number;
	/** Peak resident memory, in MB; null for what is no program of Node.js. */
	readonly memory: number | null;
}

/** A command to measure, and how it is called in the tables. */
export interface Measured {
	readonly name: string;
	readonly command: readonly string[];
}

/** Tells the cost of the process on its standard error, as its last line. */
const TELL = `process.on("exit", () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); process.stderr.write("\\n" + JSON.stringify([(userCPUTime + systemCPUTime) / 1e6, maxRSS / 1024]) + "\\n"); });`;

/**
 * The cost of each command, the median of several runs. The commands take turns, so that a machine that gets slower gets
 * slower for all of them.
 *
 * @returns the costs in the order of the commands; null for one that failed
 */
export function measureAll(commands: readonly Measured[], runs: number): readonly (Cost | null)[] {
	const costs = commands.map((): Cost[] => []);
	for (let run = 0; run <= runs; run += 1) {
		for (const [index, { command }] of commands.entries()) {
			const cost = measure(command);
			// The first run reads the files into the system's cache.
			if (run > 0 && cost !== null) {
				costs[index]?.push(cost);
			}
		}
	}
	return costs.map((list) =>
		list.length === 0
			? null
			: {
					cpu: median(list.map(({ cpu }) => cpu)),
					wall: median(list.map(({ wall }) => wall)),
					memory: list.some(({ memory }) => memory === null)
						? null
						: median(list.map(({ memory }) => memory ?? 0)),
				},
	);
}

function measure(command: readonly string[]): Cost | null {
	const [program = "", ...argv] = command;
	const isOurs = program === process.execPath;
	const began = process.hrtime.bigint();
	const result = spawnSync(
		"bash",
		[
			"-c",
			`TIMEFORMAT='%U %S'; time "$@" >/dev/null`,
			"bash",
			program,
			...(isOurs ? ["--import", `data:text/javascript,${encodeURIComponent(TELL)}`] : []),
			...argv,
		],
		{ encoding: "utf8", maxBuffer: 2 ** 28 },
	);
	const wall = Number(process.hrtime.bigint() - began) / 1e9;
	const lines = result.stderr.trim().split("\n");
	const [user = Number.NaN, system = Number.NaN] = (lines.at(-1) ?? "").split(" ").map(Number);
	const told = lines.findLast((line) => /^\[[\d.,]+\]$/u.test(line));
	const memory = told === undefined ? null : ((JSON.parse(told) as readonly number[])[1] ?? null);
	// 127: there is no such program.
	return Number.isFinite(user + system) && result.status !== 127 ? { cpu: user + system, wall, memory } : null;
}

function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/**
 * The exponent with which a cost grows with a size, by least squares over the logarithms.
 *
 * @param points size and cost; the cost of starting is taken off before
 */
export function exponentOf(points: readonly (readonly [size: number, cost: number])[]): number {
	const logs = points.map(([size, cost]) => [Math.log(size), Math.log(Math.max(cost, 1e-3))] as const);
	const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
	const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
	const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
	return covariance / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
