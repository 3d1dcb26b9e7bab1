import { fileURLToPath } from "node:url";
import { PACKAGE_ROOT } from "../../text/package-root.ts";
import type { Span } from "../../text/span.ts";

/** A bug that showed: an exception where a file was read, or where a rule was asked. Holds nothing of the file. */
export interface Failure {
	/** The rule that failed; null where the file could not be read. */
	readonly rule: string | null;
	/** What it was about, where that is known. */
	readonly at: Span | null;
	/** The exception's class, `RangeError`. Never its message: that may quote the file. */
	readonly name: string;
	/** True where only a fix or a suggestion was lost. */
	readonly isOffer: boolean;
	/** Where it was thrown in the program, the nearest call first. */
	readonly frames: readonly string[];
	/** True where the stack ended: no bug, but a text that is nested too deeply. */
	readonly isTooDeep: boolean;
	/** What to say where it is no bug but an option that cannot be used. */
	readonly sentence?: string;
}

/** Where a bug is reported. */
export const ISSUES_URL = "https://github.com/eslint-plugin-aws-kms/eslint-plugin-aws-kms/issues";

const CLASS_NAME = /^[A-Za-z]{1,40}$/u;

/** `    at name (file:///…/rule.js:10:5)`, `    at async file:///…/main.js:10:5` */
const FRAME =
	/^ {4}at (?:[\w$.<>#: ]{1,120}(?: \[as [\w$]{1,60}\])? \(|async )?((?:file:\/\/\/|node:|\/|[A-Za-z]:\\)[^\s"'`]{1,300}):\d{1,9}:\d{1,9}\)?$/u;

const ROOT = fileURLToPath(PACKAGE_ROOT);

/** The engine's own: `    at findFiles.next (<anonymous>)` */
const BUILT_IN = /^ {4}at [\w$.<>#: ]{1,120} \(<anonymous>\)$/u;

/** How many calls are kept. */
const MAX_FRAMES = 20;

/** @param rule the one that was asked; null where a file was read */
export function failureOf(
	error: unknown,
	rule: string | null = null,
	at: Span | null = null,
	isOffer = false,
): Failure {
	const isTooDeep = error instanceof RangeError && saysTooDeep(error.message);
	return { rule, at, name: classOf(error), isOffer, isTooDeep, frames: framesOf(error) };
}

/** What the engine says when its stack ends, and what acorn makes of it. */
const OVERFLOW = /Maximum call stack size exceeded|Not enough stack space/u;

/** The stack of the engine has an end; parsers and what walks over their trees go one call deeper for each level. */
export function saysTooDeep(message: string): boolean {
	return OVERFLOW.test(message);
}

/** What is said of a file in which the stack ended. */
export const TOO_DEEP = "This file is nested too deeply to be read.";

/** True of the sentences on a file, a rule or a fix for which the stack was too small. */
export function saysNestedTooDeeply(sentence: string): boolean {
	return sentence.endsWith("is nested too deeply.") || sentence === TOO_DEEP;
}

/** The class of an exception, as its name says it. */
export function classOf(error: unknown): string {
	return error instanceof Error && CLASS_NAME.test(error.name) ? error.name : "unknown";
}

/** The calls that led to an exception, without its message: those inside this package, its dependencies and Node.js. */
export function framesOf(error: unknown): readonly string[] {
	if (!(error instanceof Error) || typeof error.stack !== "string") {
		return [];
	}
	const at = error.message === "" ? -1 : error.stack.indexOf(error.message);
	const lines = (at === -1 ? error.stack : error.stack.slice(at + error.message.length)).split("\n");
	// From the end up to the first line that is no call: a message that was changed since stands before them.
	let first = lines.length;
	while (first > 0 && isCall(lines[first - 1] ?? "")) {
		first -= 1;
	}
	return lines.slice(first, first + MAX_FRAMES).map((line) => line.trim());
}

function isCall(line: string): boolean {
	const place = FRAME.exec(line)?.[1] ?? "";
	return (
		BUILT_IN.test(line) ||
		place.startsWith("node:") ||
		place.includes("/node_modules/") ||
		place.includes("\\node_modules\\") ||
		place.replace(/^file:\/\//u, "").startsWith(ROOT)
	);
}

/** What is reported of it, with how to report it on. */
export function renderFailure({ rule, name, isOffer, isTooDeep, sentence }: Failure): string {
	if (sentence !== undefined) {
		return sentence;
	}
	if (isTooDeep) {
		return rule === null
			? TOO_DEEP
			: `${isOffer ? "A fix of rule" : "Rule"} '${rule}' was left out: this file is nested too deeply.`;
	}
	return isOffer
		? `A fix of rule '${rule ?? ""}' was left out because of a bug (${name}). Report it: ${ISSUES_URL}`
		: rule === null
			? `This file could not be read because of a bug (${name}). Report it: ${ISSUES_URL}`
			: `Rule '${rule}' failed on this file because of a bug (${name}). Report it: ${ISSUES_URL}`;
}
