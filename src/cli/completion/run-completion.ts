import { UsageError } from "../../lint/usage-error.ts";
import { didYouMean } from "../../text/did-you-mean.ts";
import type { Io } from "../io.ts";
import { readOptions, type OptionTable } from "../read-options.ts";
import { renderCompletion, SHELLS, type CompletedCommand } from "./render-completion.ts";

/** The options of `kmslint completion`. */
export const COMPLETION_OPTIONS = { help: { type: "boolean", short: "h" } } as const;

/** What `kmslint completion --help` prints. */
const COMPLETION_HELP = `kmslint completion bash|zsh|fish: print a script that lets the shell complete commands, options and values

  -h, --help                   this text

Examples:
  source <(kmslint completion bash)                                   in ~/.bashrc
  source <(kmslint completion zsh)                                    in ~/.zshrc, after compinit
  kmslint completion fish > ~/.config/fish/completions/kmslint.fish
`;

/** A command, as the table of commands has it. */
interface Listed {
	readonly name: string;
	readonly summary: string;
	readonly tasks: readonly string[];
	readonly takesPaths: boolean;
	readonly options: () => Promise<OptionTable>;
	readonly words?: () => Promise<readonly string[]>;
}

/** All that completion knows. */
interface Completed {
	readonly commands: readonly Listed[];
	/** The options without a command. */
	readonly options: OptionTable;
}

/**
 * Runs `kmslint completion …` and gives its exit code.
 *
 * @throws {UsageError} for another shell
 */
export async function runCompletion(argv: readonly string[], io: Io, completed: Completed): Promise<number> {
	const { has, positionals } = readOptions(argv, COMPLETION_OPTIONS, "kmslint completion");
	if (has("help")) {
		io.stdout.write(COMPLETION_HELP);
		return 0;
	}
	const [given = "", ...more] = positionals;
	const shell = SHELLS.find((one) => one === given);
	if (shell === undefined || more.length > 0) {
		throw new UsageError(
			given === "" || shell !== undefined
				? `Name one shell: ${SHELLS.join(", ")}.`
				: `Unknown shell '${given}'. ${didYouMean(given, SHELLS)}`,
		);
	}
	const commands: CompletedCommand[] = [
		{ name: "", summary: "", words: [], takesPaths: true, options: optionsOf(completed.options) },
	];
	for (const { name, summary, tasks, takesPaths, options, words } of completed.commands) {
		const own = [...tasks, ...((await words?.()) ?? [])];
		commands.push({ name, summary, words: own, takesPaths, options: optionsOf(await options()) });
	}
	io.stdout.write(renderCompletion(shell, commands));
	return 0;
}

function optionsOf(table: OptionTable): CompletedCommand["options"] {
	return Object.entries(table).map(([name, { short = null, type, values = [] }]) => ({
		name,
		short,
		takesValue: type === "string",
		values,
	}));
}
