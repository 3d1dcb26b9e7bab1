import { resolve } from "node:path";
import { redactPath } from "../../detect/redact.ts";
import { ProjectLinter } from "../../lint/project-linter.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { VERSION } from "../../plugin.ts";
import { breakCommands, escapeControls } from "../../report/escape-controls.ts";
import type { Io } from "../io.ts";
import { countOf } from "../../text/count-of.ts";
import { readOptions } from "../read-options.ts";
import type { Check } from "./check.ts";
import { diagnoseEslint } from "./diagnose-eslint.ts";
import { diagnoseFiles } from "./diagnose-files.ts";
import { diagnosePlaces } from "./diagnose-places.ts";

/** The options of `kmslint doctor`. */
export const DOCTOR_OPTIONS = {
	config: { type: "string", short: "c", takes: "file" },
	"no-config": { type: "boolean" },
	help: { type: "boolean", short: "h" },
} as const;

/** What `kmslint doctor --help` prints. */
const DOCTOR_HELP = `kmslint doctor [paths]: why files are or are not checked

Says of each file that is named, and of the files below each folder (default: .), whether it is checked, as what and by
which configuration, or why not: ignored, bundled, too large, not a template. Then looks at ESLint, the editor and the
hooks of the project. Changes and executes nothing.

  -c, --config FILE            configuration for every file
      --no-config              read no configuration
  -h, --help                   this text

Exit codes: 0 nothing is in the way, 1 something is, 2 could not run.

Examples:
  kmslint doctor template.yaml
`;

const MARKS = { ok: "✔", note: "·", problem: "✖" } as const;

/** What VS Code calls the languages of dialects. */
const LANGUAGES: ReadonlyMap<string, readonly string[]> = new Map([
	["templates", ["yaml"]],
	["terraform", ["terraform"]],
]);

/** Runs `kmslint doctor …` and gives its exit code. */
export async function runDoctor(argv: readonly string[], io: Io): Promise<number> {
	const { has, text, positionals } = readOptions(argv, DOCTOR_OPTIONS, "kmslint doctor");
	if (has("help")) {
		io.stdout.write(DOCTOR_HELP);
		return 0;
	}
	const config = text("config");
	const checks = await checksOf(
		positionals.length === 0 ? ["."] : positionals,
		has("no-config") ? false : config,
		io,
	);
	const say = (line: string): unknown => io.stdout.write(`${breakCommands(escapeControls(redactPath(line)))}\n`);
	say(`kmslint ${VERSION}, Node.js ${process.versions.node}`);
	checks.forEach(({ state, about, message }) => say(`${MARKS[state]} ${about}: ${message}`));
	return checks.some(({ state }) => state === "problem") ? 1 : 0;
}

async function checksOf(paths: readonly string[], config: string | false | null, io: Io): Promise<readonly Check[]> {
	try {
		const linters = new ProjectLinter({
			preset: null,
			config: typeof config === "string" ? resolve(io.cwd, config) : config,
			rules: new Map(),
			parameterOverrides: {},
			inventory: null,
			suppressions: true,
			cwd: io.cwd,
			readsDeep: io.readsDeep === true,
		});
		const { checks, checked, hasTypeScript } = await diagnoseFiles(paths, linters, io);
		const counts = [...checked.values()].map(({ one, many, count }) => countOf(count, one, many)).join(", ");
		const eslint = diagnoseEslint(io.cwd, hasTypeScript);
		const languages = [...checked.keys()].flatMap((kind) => LANGUAGES.get(kind) ?? []);
		return [
			...checks,
			counts === ""
				? { state: "problem", about: "files", message: "none of them is checked" }
				: { state: "ok", about: "files", message: `${counts} checked` },
			...eslint,
			...diagnosePlaces(
				io.cwd,
				languages,
				eslint.some(({ state }) => state === "ok"),
			),
		];
	} catch (error) {
		if (error instanceof UsageError) {
			return [{ state: "problem", about: "configuration", message: error.message }];
		}
		throw error;
	}
}
