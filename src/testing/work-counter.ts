import { Session } from "node:inspector/promises";

/**
 * Counts how often each block of our own code is run, as the engine itself counts it for coverage: the same number for
 * the same
 * work, on every machine and under every load. What is to be counted must be imported after {@link start}.
 */
export class WorkCounter {
	readonly #session = new Session();
	readonly #isCounted: (url: string) => boolean;

	/** @param isCounted says by its address whether a file counts */
	constructor(isCounted: (url: string) => boolean) {
		this.#isCounted = isCounted;
	}

	async start(): Promise<void> {
		this.#session.connect();
		await this.#session.post("Profiler.enable");
		await this.#session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
	}

	/**
	 * How many blocks of each function a piece of work ran, by the place of the function. What ran since the count before,
	 * or the start, is in it too: to ask the engine costs as much as most of the work, so it is not asked twice.
	 */
	async count(work: () => void): Promise<ReadonlyMap<string, number>> {
		work();
		const { result } = await this.#session.post("Profiler.takePreciseCoverage");
		const blocks = new Map<string, number>();
		for (const { url, functions } of result.filter((script) => this.#isCounted(script.url))) {
			for (const { functionName, ranges } of functions) {
				const place = `${url.slice(url.lastIndexOf("/") + 1)} ${functionName} ${String(ranges[0]?.startOffset)}`;
				blocks.set(place, (blocks.get(place) ?? 0) + ranges.reduce((sum, { count }) => sum + count, 0));
			}
		}
		return blocks;
	}

	stop(): void {
		this.#session.disconnect();
	}
}
