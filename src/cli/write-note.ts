import { breakCommands, escapeControls } from "../report/escape-controls.ts";
import { redactPath, redactText } from "../detect/redact.ts";
import { MAX_DATA, MAX_SENTENCE, shorten } from "../text/shorten.ts";
import type { Output } from "./io.ts";

/**
 * Writes one line about the run itself. Names of files and what a parser says are a stranger's text: no secret, no
 * control character, no line end of theirs gets out. A name in quotes is shown as a name.
 *
 * @param file the one it is about, before the message
 */
export function writeNote(output: Output, message: string, file = ""): void {
	const parts = message
		.split(/'([^'\s]*)'/u)
		.map((part, at) => (at % 2 === 0 ? redactText(part) : `'${shorten(redactPath(part), MAX_DATA)}'`));
	output.write(
		breakCommands(`kmslint: ${escapeControls(redactPath(file) + shorten(parts.join(""), MAX_SENTENCE))}\n`),
	);
}
