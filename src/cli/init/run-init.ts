import { writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pairRanges, redactText, tokenRanges } from "../../detect/redact.ts";
import { isThere } from "../../files/is-there.ts";
import { leadsOutOf } from "../../files/leads-out-of.ts";
import { makeFolder } from "../../files/make-folder.ts";
import { codeOf } from "../../files/read-regular-file.ts";
import { replaceFile } from "../../files/replace-file.ts";
import { DIALECTS } from "../../languages/dialects.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { breakCommands, escapeControls } from "../../report/escape-controls.ts";
import { renderDiff, type DiffSide } from "../../report/render-diff.ts";
import { countOf } from "../../text/count-of.ts";
import { LineIndex } from "../../text/line-index.ts";
import { joinSpans, MaskedText } from "../../text/masked-text.ts";
import type { Io } from "../io.ts";
import { readOptions } from "../read-options.ts";
import { writeNote } from "../write-note.ts";
import type { Change, Plan } from "./change.ts";
import { findAbsent } from "./find-absent.ts";
import { lookAround } from "./look-around.ts";
import { planEditor } from "./plan-editor.ts";
import { planEslint } from "./plan-eslint.ts";
import { planHooks } from "./plan-hooks.ts";
import { planWorkflow } from "./plan-workflow.ts";
import { workspaceAround } from "./workspace.ts";

/** The options of `kmslint init`. */
export const INIT_OPTIONS = {
	yes: { type: "boolean", short: "y" },
	help: { type: "boolean", short: "h" },
} as const;

/** What `kmslint init --help` prints. */
const INIT_HELP = `kmslint init: set kmslint up in this folder

Looks at the project and shows as a diff what it would write: the presets in ESLint's flat configuration, the languages
and tags in .vscode/settings.json, the hook (pre-commit, lint-staged), a workflow for GitHub Actions. Asks once, and
changes nothing else. What has no safe place is printed to be pasted. Executes and installs nothing. In a workspace of
npm, pnpm, Yarn or Bun, it sets up the root, and the packages with a configuration of their own.

  -y, --yes                    write without asking
  -h, --help                   this text

Without a terminal and without --yes, it only shows the diff. Run twice, it changes nothing.

Exit codes: 0 done, or nothing to do, 2 a file could not be written.
`;

/** Runs `kmslint init …` and gives its exit code. */
export async function runInit(argv: readonly string[], io: Io): Promise<number> {
	const { has, positionals } = readOptions(argv, INIT_OPTIONS, "kmslint init");
	if (has("help")) {
		io.stdout.write(INIT_HELP);
		return 0;
	}
	if (positionals.length > 0) {
		throw new UsageError("kmslint init takes no path. Run it in the folder of the project.");
	}
	const workspace = workspaceAround(io.cwd);
	const root = workspace?.root ?? io.cwd;
	if (root !== io.cwd) {
		io.stdout.write(
			`This folder is a package of the workspace in '${relative(io.cwd, root)}', which is set up.\n\n`,
		);
	}
	const project = lookAround(root, workspace?.packages ?? []);
	const plans: readonly Plan[] = [
		planEslint(project),
		planEditor(project),
		planHooks(project),
		planWorkflow(project),
	];
	const changes = plans.flatMap((plan) => plan.changes);
	for (const change of changes) {
		io.stdout.write(`${await diffOf(change)}\n`);
	}
	for (const { file, why, text } of plans.flatMap(({ pastes }) => pastes)) {
		io.stdout.write(
			breakCommands(`Add this to '${file}' yourself (${why}):\n\n${text.replaceAll(/^(?=.)/gmu, "    ")}\n`),
		);
	}
	const commands = plans.flatMap((plan) => plan.commands);
	if (commands.length > 0) {
		io.stdout.write(`Then run:\n\n${commands.map((command) => `    ${command}\n`).join("")}\n`);
	}
	if (changes.length === 0) {
		const found = DIALECTS.flatMap(({ counted: { key, many } }) => (project.kinds.has(key) ? [many] : []));
		io.stdout.write(`${found.length === 0 ? "" : `Found ${[...new Set(found)].join(", ")}. `}Nothing to write.\n`);
		const absent = findAbsent(project);
		if (absent.length > 0) {
			io.stdout.write(`\nNot here, so not set up:\n\n${absent.map((item) => `  - ${item}\n`).join("")}`);
		}
		return 0;
	}
	const files = countOf(changes.length, "file");
	if (!has("yes") && (await io.ask?.(`Write ${files}? [y/N] `)) !== true) {
		io.stdout.write(`Nothing was written.${io.ask === undefined ? " Run it with --yes to write." : ""}\n`);
		return 0;
	}
	const failed = changes.filter((change) => !write(change, root, io)).length;
	io.stdout.write(`${countOf(changes.length - failed, "file")} written.\n`);
	return failed > 0 ? 2 : 0;
}

/** Lines around a change are of the project: no secret in them is shown. */
async function diffOf({ file, before, after }: Change): Promise<string> {
	const diff = renderDiff(file, sideOf(before ?? ""), sideOf(after));
	return before === null ? diff.replace(/^--- [^\n]*\n/u, "--- /dev/null\n") : diff;
}

function sideOf(text: string): DiffSide {
	const spans = [...tokenRanges(text), ...pairRanges(text)].map(([start, end]) => ({ start, end }));
	return { text, masked: new MaskedText(text, new LineIndex(text), joinSpans(spans)) };
}

/** Writes a file whole, and nothing over what is not known. */
function write({ file, before, after }: Change, cwd: string, { stderr }: Io): boolean {
	const path = join(cwd, file);
	const failure =
		before === null ? create(cwd, path, after) : replaceFile(path, Buffer.from(before), Buffer.from(after));
	if (failure !== null) {
		writeNote(stderr, `: ${redactText(escapeControls(failure))}`, file);
	}
	return failure === null;
}

function create(cwd: string, path: string, text: string): string | null {
	try {
		let above = dirname(path);
		while (!isThere(above) && dirname(above) !== above) {
			above = dirname(above);
		}
		if (leadsOutOf(cwd, above)) {
			return "Its folder is reached through a symbolic link.";
		}
		makeFolder(dirname(path));
		writeFileSync(path, text, { flag: "wx" });
		return null;
	} catch (error) {
		return `It cannot be written (${codeOf(error)}).`;
	}
}
