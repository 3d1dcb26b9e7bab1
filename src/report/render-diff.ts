import { createRequire } from "node:module";
import type * as Diff from "diff";
import type { MaskedText } from "../text/masked-text.ts";
import { redactPath } from "../detect/redact.ts";
import { breakCommands, escapeControls } from "./escape-controls.ts";

/** A text before or after an edit. */
export interface DiffSide {
	readonly text: string;
	readonly masked: MaskedText;
}

/** How many unchanged lines are shown around a change. */
const CONTEXT = 3;

/**
 * A unified diff for reading. Changes are computed from the original texts; the lines are shown from the masked text.
 */
export function renderDiff(file: string, before: DiffSide, after: DiffSide): string {
	const { structuredPatch } = createRequire(import.meta.url)("diff") as typeof Diff;
	const { hunks } = structuredPatch("", "", before.text, after.text, undefined, undefined, { context: CONTEXT });
	const [old, now] = [startsOf(before.text), startsOf(after.text)];
	const name = escapeControls(redactPath(file));
	const lines = [`--- a/${name}`, `+++ b/${name}`];
	for (const { oldStart, oldLines, newStart, newLines, lines: changes } of hunks) {
		lines.push(`@@ -${String(oldStart)},${String(oldLines)} +${String(newStart)},${String(newLines)} @@`);
		let oldLine = oldStart;
		let newLine = newStart;
		for (const change of changes) {
			const sign = change.charAt(0);
			if (sign === "\\") {
				lines.push(change);
				continue;
			}
			lines.push(sign + (sign === "+" ? showLine(after, now, newLine) : showLine(before, old, oldLine)));
			oldLine += sign === "+" ? 0 : 1;
			newLine += sign === "-" ? 0 : 1;
		}
	}
	return breakCommands(`${lines.join("\n")}\n`);
}

/** Where lines begin in a diff: after line feeds only. */
function startsOf(text: string): readonly number[] {
	const starts = [0];
	for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
		starts.push(at + 1);
	}
	return starts;
}

function showLine({ text, masked }: DiffSide, starts: readonly number[], line: number): string {
	const start = starts[line - 1] ?? text.length;
	const end = (starts[line] ?? text.length + 1) - 1;
	const shown = masked.show(start, text[end - 1] === "\r" && end > start ? end - 1 : end).text;
	return shown.split("\t").map(escapeControls).join("\t");
}
