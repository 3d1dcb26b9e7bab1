import { dirname } from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { PRESETS } from "../../rule/rule.ts";
import { ignoresAbove, isIgnored, readIgnore } from "../ignore-rules.ts";
import type { Io } from "../io.ts";
import { readChoice, readOptions } from "../read-options.ts";
import { LanguageServer } from "./serve.ts";
import { warmUp } from "./warm-up.ts";

/** The options of `kmslint lsp`. */
export const LSP_OPTIONS = {
	stdio: { type: "boolean" },
	preset: { type: "string", values: PRESETS },
	help: { type: "boolean", short: "h" },
} as const;

/** What `kmslint lsp --help` prints. */
export const LSP_HELP = `kmslint lsp: a language server, for editors without ESLint

Speaks the Language Server Protocol over standard input and output. An editor starts it; see docs/editors.md.

      --stdio         standard input and output, as editors ask for it (always so)
      --preset NAME   recommended (default, or as the configuration says), strict, audit
  -h, --help          this text
`;

/** How long the server waits for the next key, in milliseconds. */
const PAUSE = 150;

/**
 * Runs `kmslint lsp` until the editor ends it, and gives its exit code.
 *
 * @throws {UsageError} with what to type instead
 */
export async function runLsp(argv: readonly string[], io: Io): Promise<number> {
	const { has, text } = readOptions(argv, LSP_OPTIONS, "kmslint lsp");
	if (has("help")) {
		io.stdout.write(LSP_HELP);
		return 0;
	}
	const preset = text("preset");
	const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
	void new LanguageServer(connection, {
		cwd: io.cwd,
		preset: preset === null ? null : readChoice("--preset", preset, PRESETS),
		isIgnored: isLeftOut,
		pause: PAUSE,
		warmUp: warmUp(),
	});
	connection.listen();
	return await new Promise((resolve) => {
		connection.onExit(() => {
			resolve(0);
		});
	});
}

/** True for a file that a `.kmslintignore` leaves out. What git ignores is checked where somebody opens it. */
export function isLeftOut(path: string, top: string): boolean {
	const folder = dirname(path);
	return isIgnored(path, [...ignoresAbove(folder, ".kmslintignore", top), ...readIgnore(folder, ".kmslintignore")]);
}
