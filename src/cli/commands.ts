import type { Io } from "./io.ts";
import type { OptionTable } from "./read-options.ts";

/** A command of `kmslint` beside the check itself. */
export interface Command {
	readonly name: string;
	/** What follows its name: `export|store`, `[paths]`; empty if nothing has to. */
	readonly usage: string;
	/** One line for the help. */
	readonly summary: string;
	/** The words that can follow it. */
	readonly tasks: readonly string[];
	/** True if it takes the paths of files. */
	readonly takesPaths: boolean;
	/** What else can follow it; loaded with the first call. */
	readonly words?: () => Promise<readonly string[]>;
	/** The options that it takes; loaded with the first call. */
	readonly options: () => Promise<OptionTable>;
	/** Runs it with the arguments after its name, and gives the exit code. */
	readonly run: (argv: readonly string[], io: Io) => Promise<number>;
}

/**
 * Every command, in the order of the help. Each is loaded when it is needed. The help, shell completion and suggestions for
 * misspelled commands are made from this table.
 */
export const COMMANDS: readonly Command[] = [
	{
		name: "init",
		usage: "",
		summary: "set up ESLint, the editor, hooks and CI",
		tasks: [],
		takesPaths: false,
		options: async () => (await import("./init/run-init.ts")).INIT_OPTIONS,
		run: async (argv, io) => (await import("./init/run-init.ts")).runInit(argv, io),
	},
	{
		name: "secrets",
		usage: "export|store",
		summary: "store secrets before --fix removes them",
		tasks: ["export", "store"],
		takesPaths: true,
		options: async () => (await import("./secrets/parse-secrets-arguments.ts")).SECRETS_OPTIONS,
		run: async (argv, io) => (await import("./secrets/run-secrets.ts")).runSecrets(argv, io),
	},
	{
		name: "baseline",
		usage: "create|update|check",
		summary: "accept the findings of today, report new ones",
		tasks: ["create", "update", "check"],
		takesPaths: true,
		options: async () => (await import("./baseline/run-baseline.ts")).BASELINE_OPTIONS,
		run: async (argv, io) => (await import("./baseline/run-baseline.ts")).runBaseline(argv, io),
	},
	{
		name: "merge",
		usage: "<reports>",
		summary: "join JSON reports, such as those of shards",
		tasks: [],
		takesPaths: true,
		options: async () => (await import("./merge/run-merge.ts")).MERGE_OPTIONS,
		run: async (argv, io) => (await import("./merge/run-merge.ts")).runMerge(argv, io),
	},
	{
		name: "map",
		usage: "[paths]",
		summary: "show functions with their code and variables",
		tasks: [],
		takesPaths: true,
		options: async () => (await import("./map/parse-map-arguments.ts")).MAP_OPTIONS,
		run: async (argv, io) => (await import("./map/run-map.ts")).runMap(argv, io),
	},
	{
		name: "migrate",
		usage: "[paths]",
		summary: "move secrets to lookups, with variables and permissions",
		tasks: [],
		takesPaths: true,
		options: async () => (await import("./migrate/parse-migrate-arguments.ts")).MIGRATE_OPTIONS,
		run: async (argv, io) => (await import("./migrate/run-migrate.ts")).runMigrate(argv, io),
	},
	{
		name: "audit",
		usage: "--from FILE",
		summary: "answer an auditor's list of findings from the code",
		tasks: [],
		takesPaths: true,
		options: async () => (await import("./audit/parse-audit-arguments.ts")).AUDIT_OPTIONS,
		run: async (argv, io) => (await import("./audit/run-audit.ts")).runAudit(argv, io),
	},
	{
		name: "lsp",
		usage: "",
		summary: "run a language server, for editors without ESLint",
		tasks: [],
		takesPaths: false,
		options: async () => (await import("./lsp/run-lsp.ts")).LSP_OPTIONS,
		run: async (argv, io) => (await import("./lsp/run-lsp.ts")).runLsp(argv, io),
	},
	{
		name: "rules",
		usage: "",
		summary: "list the rules, with their levels here",
		tasks: [],
		takesPaths: false,
		options: async () => (await import("./explain/run-rules.ts")).RULES_OPTIONS,
		run: async (argv, io) => (await import("./explain/run-rules.ts")).runRules(argv, io),
	},
	{
		name: "explain",
		usage: "<id>",
		summary: "explain a rule, or a check of another tool (CKV_AWS_173, KMS.4)",
		tasks: [],
		takesPaths: false,
		words: async () => (await import("../plugin.ts")).RULE_NAMES,
		options: async () => (await import("./explain/run-explain.ts")).EXPLAIN_OPTIONS,
		run: async (argv, io) => (await import("./explain/run-explain.ts")).runExplain(argv, io),
	},
	{
		name: "doctor",
		usage: "[paths]",
		summary: "say why files are or are not checked",
		tasks: [],
		takesPaths: true,
		options: async () => (await import("./doctor/run-doctor.ts")).DOCTOR_OPTIONS,
		run: async (argv, io) => (await import("./doctor/run-doctor.ts")).runDoctor(argv, io),
	},
	{
		name: "completion",
		usage: "bash|zsh|fish",
		summary: "print a script for completion in a shell",
		tasks: ["bash", "zsh", "fish"],
		takesPaths: false,
		options: async () => (await import("./completion/run-completion.ts")).COMPLETION_OPTIONS,
		run: async (argv, io) => {
			const { CHECK_OPTIONS } = await import("./parse-arguments.ts");
			const { runCompletion } = await import("./completion/run-completion.ts");
			return runCompletion(argv, io, { commands: COMMANDS, options: CHECK_OPTIONS });
		},
	},
];

/** The command of that name; undefined if it is a path. */
export function commandNamed(name: string | undefined): Command | undefined {
	return COMMANDS.find((command) => command.name === name);
}
