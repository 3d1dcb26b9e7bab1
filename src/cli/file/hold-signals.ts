import { ENDING_SIGNALS } from "../../files/clean-up-on-signal.ts";

/**
 * Does something that must not be interrupted. A signal that arrives meanwhile ends the program afterwards, so that
 * nothing is left beside a file.
 */
export async function holdSignals<T>(work: () => T): Promise<T> {
	let arrived: NodeJS.Signals | null = null;
	const wait = (signal: NodeJS.Signals): void => {
		arrived = signal;
	};
	for (const signal of ENDING_SIGNALS) {
		process.on(signal, wait);
	}
	try {
		return work();
	} finally {
		// What arrived is handed over when the event loop polls: after this turn, and before the end of the next one.
		await nextTurn();
		await nextTurn();
		for (const signal of ENDING_SIGNALS) {
			process.off(signal, wait);
		}
		if (arrived !== null) {
			process.kill(process.pid, arrived);
		}
	}
}

function nextTurn(): Promise<void> {
	return new Promise((resolve) => {
		setImmediate(resolve);
	});
}
