/** What people and machines end a program with. */
export const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Cleans up if a signal ends the program. The signal still ends it.
 *
 * @returns stops that
 */
export function cleanUpOnSignal(clean: () => void): () => void {
	const leave = (signal: NodeJS.Signals): void => {
		stop();
		clean();
		process.kill(process.pid, signal);
	};
	const stop = (): void => {
		ENDING_SIGNALS.forEach((signal) => process.off(signal, leave));
	};
	ENDING_SIGNALS.forEach((signal) => process.on(signal, leave));
	return stop;
}
