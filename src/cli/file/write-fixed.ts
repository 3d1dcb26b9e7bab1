import { replaceFile } from "../../files/replace-file.ts";
import type { ReadText } from "./read-text.ts";

/** What people and machines end a program with. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Writes a fixed text in place of the one that was read. A signal that arrives meanwhile ends the program afterwards,
 * so that nothing is left beside the file.
 *
 * @returns why the file was not written, in a sentence; null where it was
 */
export async function writeFixed(path: string, { bytes, bom }: ReadText, text: string): Promise<string | null> {
	const after = Buffer.from((bom ? "\uFEFF" : "") + text, "utf8");
	let arrived: NodeJS.Signals | null = null;
	const wait = (signal: NodeJS.Signals): void => {
		arrived = signal;
	};
	for (const signal of SIGNALS) {
		process.on(signal, wait);
	}
	try {
		return replaceFile(path, bytes, after);
	} finally {
		// What arrived is handed over when the event loop polls: after this turn, and before the end of the next one.
		await nextTurn();
		await nextTurn();
		for (const signal of SIGNALS) {
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
