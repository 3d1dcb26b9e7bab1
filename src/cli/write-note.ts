import { breakCommands, escapeControls } from "../report/escape-controls.ts";
import { redactPath, redactText } from "../detect/redact.ts";
import type { Output } from "./run.ts";

/** Writes one line about the run itself. Names of files and what a parser says are a stranger's text: no secret, no control character, no line end of theirs gets out. */
export function writeNote(output: Output, message: string): void {
	output.write(breakCommands(`kmslint: ${escapeControls(redactText(message).replaceAll(/'([^']*)'/gu, (_whole, name: string) => `'${redactPath(name)}'`))}\n`));
}
