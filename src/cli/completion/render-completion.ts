/** A command, or the check itself, as completion knows it. */
export interface CompletedCommand {
	/** Empty for the check itself. */
	readonly name: string;
	readonly summary: string;
	/** The words that can follow it. */
	readonly words: readonly string[];
	/** True if it takes the paths of files. */
	readonly takesPaths: boolean;
	readonly options: readonly CompletedOption[];
}

interface CompletedOption {
	readonly name: string;
	readonly short: string | null;
	/** True if a value follows. */
	readonly takesValue: boolean;
	/** The words that it takes; empty for any, or for a path. */
	readonly values: readonly string[];
}

export const SHELLS = ["bash", "zsh", "fish"] as const;

/** The script that lets a shell complete `kmslint`. */
export function renderCompletion(shell: (typeof SHELLS)[number], commands: readonly CompletedCommand[]): string {
	switch (shell) {
		case "bash":
			return bash(commands);
		case "zsh":
			return zsh(commands);
		case "fish":
			return fish(commands);
		default:
			return shell satisfies never;
	}
}

/** The name of a command and an option of it, as the scripts compare them. */
function flagsOf({ name, short }: CompletedOption): readonly string[] {
	return [`--${name}`, ...(short === null ? [] : [`-${short}`])];
}

function bash(commands: readonly CompletedCommand[]): string {
	const named = commands.filter(({ name }) => name !== "");
	const values = commands.flatMap(({ name, options }) =>
		options
			.filter(({ takesValue }) => takesValue)
			.map(
				(option) =>
					`    ${flagsOf(option)
						.map((flag) => `${name}:${flag}`)
						.join(
							"|",
						)}) COMPREPLY=(${option.values.length === 0 ? "" : `$(compgen -W '${option.values.join(" ")}' -- "$cur")`}); return ;;`,
			),
	);
	const words = commands.map(({ name, options, words: own }) => {
		const all = [...own, ...options.map((option) => `--${option.name}`)];
		return `    ${name === "" ? "''" : name}) words='${all.join(" ")}' ;;`;
	});
	return `# bash completion for kmslint; in ~/.bashrc: source <(kmslint completion bash)
_kmslint() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command='' words=''
  if (( COMP_CWORD > 1 )); then
    case "\${COMP_WORDS[1]}" in
    ${named.map(({ name }) => name).join("|")}) command="\${COMP_WORDS[1]}" ;;
    esac
  fi
  case "$command:$prev" in
${values.join("\n")}
  esac
  case "$command" in
${words.join("\n")}
  esac
  if [[ -z $command && $COMP_CWORD -eq 1 ]]; then
    words="${named.map(({ name }) => name).join(" ")} $words"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o bashdefault -o default -F _kmslint kmslint
`;
}

function zsh(commands: readonly CompletedCommand[]): string {
	const named = commands.filter(({ name }) => name !== "");
	const specs = (command: CompletedCommand): string =>
		[
			...command.options.flatMap((option) =>
				flagsOf(option).map(
					(flag) =>
						`'*${flag}${option.takesValue ? `:${option.name}:${option.values.length === 0 ? "_files" : `(${option.values.join(" ")})`}` : ""}'`,
				),
			),
			...(command.words.length === 0 ? [] : [`'1:task:(${command.words.join(" ")})'`]),
			...(command.takesPaths ? ["'*:file:_files'"] : []),
		].join(" \\\n        ");
	const main = commands.find(({ name }) => name === "");
	return `#compdef kmslint
# zsh completion for kmslint; in ~/.zshrc, after compinit: source <(kmslint completion zsh)
_kmslint() {
  local -a commands=(
${named.map(({ name, summary }) => `    '${name}:${summary.replaceAll("'", "’").replaceAll(":", "\\:")}'`).join("\n")}
  )
  if (( CURRENT == 2 )) && [[ \${words[2]} != -* ]]; then
    _describe 'command' commands
    _files
    return
  fi
  local command="\${words[2]}"
  case "$command" in
${named
	.map(
		(command) => `    ${command.name})
      shift words; (( CURRENT-- ))
      _arguments ${specs(command)} ;;`,
	)
	.join("\n")}
    *)
      _arguments ${main === undefined ? "" : specs(main)} ;;
  esac
}
compdef _kmslint kmslint
`;
}

function fish(commands: readonly CompletedCommand[]): string {
	const named = commands.filter(({ name }) => name !== "");
	const all = named.map(({ name }) => name).join(" ");
	const lines = commands.flatMap(({ name, summary, words, options, takesPaths }) => {
		const when = name === "" ? `not __fish_seen_subcommand_from ${all}` : `__fish_seen_subcommand_from ${name}`;
		return [
			...(name === "" ? [] : [`complete -c kmslint -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`]),
			...(words.length === 0 ? [] : [`complete -c kmslint -n ${quote(when)} -a ${quote(words.join(" "))}`]),
			...(takesPaths ? [] : [`complete -c kmslint -n ${quote(when)} -f`]),
			...options.map(
				(option) =>
					`complete -c kmslint -n ${quote(when)} -l ${option.name}${option.short === null ? "" : ` -s ${option.short}`}${option.takesValue ? " -r" : ""}${option.values.length === 0 ? "" : ` -f -a ${quote(option.values.join(" "))}`}`,
			),
		];
	});
	return `# fish completion for kmslint: kmslint completion fish > ~/.config/fish/completions/kmslint.fish\n${lines.join("\n")}\n`;
}

function quote(text: string): string {
	return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
