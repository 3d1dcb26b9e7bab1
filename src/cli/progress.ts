import { cleanUpOnSignal } from "../files/clean-up-on-signal.ts";
import { countOf } from "../text/count-of.ts";
import type { Io, Output } from "./io.ts";

/** How a run shows that it is at work: `auto` is what fits the place that it runs in. */
export const PROGRESS = ["auto", "bar", "plain", "off"] as const;

export type ProgressChoice = (typeof PROGRESS)[number];

/** A run over fewer files is over before anybody looks. */
const MANY_FILES = 200;

/** How many files are checked before the rate means anything. */
const FIRST_FILES = 100;

/** Milliseconds between two pictures of the bar. */
const BETWEEN = 100;

/** How many lines a run writes where there is no bar. */
const MOST_LINES = 10;

const BAR_WIDTH = 20;
const USUAL_COLUMNS = 80;
const CLEAR = "\r\u001B[K";

/** What it says, by the state of the run. */
const WORDS = {
	files: (done: string, total: string) => `${done} of ${total} files`,
	rate: (files: string) => `${files} files/s`,
	left: (seconds: string) => `${seconds} s left`,
	findings: (count: number) => countOf(count, "finding"),
	line: (done: string, total: string, findings: number) =>
		`kmslint: ${done} of ${total} files checked, ${countOf(findings, "finding")} so far.\n`,
} as const;

/**
 * Shows how far a run is, on standard error: a bar with rate and estimate on a terminal, lines in the log of a CI job and
 * on a terminal that cannot go back in a line. Nothing of the bar stays.
 */
export class Progress {
	/** Standard error for all others: what they write is not appended to the bar. */
	readonly output: Output;
	readonly #io: Io;
	readonly #kind: "bar" | "plain" | "off";
	readonly #started: number;
	#drawn: number | null = null;
	#total = 0;
	#done = 0;
	#stop: (() => void) | null = null;

	constructor(io: Io, choice: ProgressChoice, quiet: boolean) {
		this.#io = io;
		this.#kind = kindOf(choice, quiet, io);
		this.#started = io.now();
		this.output = {
			write: (text) => {
				this.#clear();
				return io.stderr.write(text);
			},
			isTTY: io.stderr.isTTY,
		};
	}

	/** Says how many files there are. */
	expect(total: number): void {
		this.#total = total;
	}

	/** Counts a file that was checked. */
	step(findings: number): void {
		this.#done += 1;
		if (this.#total <= MANY_FILES || this.#done >= this.#total) {
			return;
		}
		if (this.#kind === "plain") {
			const every = Math.max(MANY_FILES, Math.ceil(this.#total / MOST_LINES));
			if (this.#done % every === 0) {
				this.#io.stderr.write(WORDS.line(shown(this.#done), shown(this.#total), findings));
			}
		} else if (this.#kind === "bar" && this.#done >= FIRST_FILES) {
			this.#draw(findings);
		}
	}

	/** Removes the bar, and gives the seconds of the run. */
	end(): number {
		this.#clear();
		this.#stop?.();
		this.#stop = null;
		return (this.#io.now() - this.#started) / 1000;
	}

	#draw(findings: number): void {
		const now = this.#io.now();
		if (this.#drawn !== null && now - this.#drawn < BETWEEN) {
			return;
		}
		this.#stop ??= cleanUpOnSignal(() => this.#clear());
		this.#drawn = now;
		this.#io.stderr.write(`${CLEAR}${this.#bar((now - this.#started) / 1000, findings)}`);
	}

	/** One line that fits into the terminal: a longer one could not be removed. */
	#bar(seconds: number, findings: number): string {
		const part = this.#done / this.#total;
		const filled = Math.floor(part * BAR_WIDTH);
		const rate = seconds > 0 ? this.#done / seconds : 0;
		const parts = [
			`${String(Math.floor(part * 100)).padStart(3)}% [${"=".repeat(filled).padEnd(BAR_WIDTH)}]`,
			` ${WORDS.files(shown(this.#done), shown(this.#total))}`,
			...(rate > 0
				? [
						`, ${WORDS.rate(shown(Math.round(rate)))}`,
						`, ${WORDS.left(shown(Math.ceil((this.#total - this.#done) / rate)))}`,
					]
				: []),
			`, ${WORDS.findings(findings)}`,
		];
		// Some terminals do not tell, and say 0.
		const { columns = 0 } = this.#io.stderr;
		const room = (columns > 0 ? columns : USUAL_COLUMNS) - 1;
		let line = "";
		for (const next of parts) {
			if (line.length + next.length > room) {
				break;
			}
			line += next;
		}
		return line;
	}

	#clear(): void {
		if (this.#drawn !== null) {
			this.#drawn = null;
			this.#io.stderr.write(CLEAR);
		}
	}
}

function kindOf(choice: ProgressChoice, quiet: boolean, { stderr, env }: Io): "bar" | "plain" | "off" {
	const isTerminal = stderr.isTTY === true;
	const canGoBack = isTerminal && env["TERM"] !== "dumb";
	switch (choice) {
		case "off":
		case "plain":
			return choice;
		case "bar":
			return canGoBack ? "bar" : "plain";
		case "auto":
			return quiet ? "off" : isCi(env) ? "plain" : canGoBack ? "bar" : isTerminal ? "plain" : "off";
		default:
			return choice satisfies never;
	}
}

/** GitHub, GitLab, CircleCI, CodeBuild and others set `CI`. */
function isCi({ CI }: Io["env"]): boolean {
	return CI !== undefined && !["", "0", "false"].includes(CI.toLowerCase());
}

function shown(count: number): string {
	return count.toLocaleString("en");
}
