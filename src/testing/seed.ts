/** How many programs the longer random run makes: `KMSLINT_FUZZ=1000`; undefined in the usual run. */
export const FUZZ_RUNS: number | undefined = readNumber("KMSLINT_FUZZ");

/**
 * What everything random in the tests starts from: the same number in every run, so that a run says of the code alone
 * whether it is right. `KMSLINT_SEED=7` starts from another, `KMSLINT_FUZZ` from one of the clock. fast-check prints it
 * where a property fails.
 */
export const SEED: number = readNumber("KMSLINT_SEED") ?? (FUZZ_RUNS === undefined ? 1 : Date.now() % 2 ** 31);

/**
 * One of so many equal parts of what a test tries: another one with the next seed, everything with `KMSLINT_FUZZ`. Each
 * night all of them have their turn (`.github/workflows/nightly.yml`).
 */
export function partOf<T>(items: readonly T[], parts: number): readonly T[] {
	return FUZZ_RUNS === undefined ? items.filter((_, at) => (at + SEED) % parts === 0) : items;
}

function readNumber(name: string): number | undefined {
	const text = process.env[name];
	if (text === undefined || text === "") {
		return undefined;
	}
	const number = Number(text);
	if (!Number.isSafeInteger(number)) {
		throw new RangeError(`${name} is a whole number, not '${text}'.`);
	}
	return number;
}
