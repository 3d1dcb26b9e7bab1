import { basename, dirname } from "node:path";
import { CONFIG_FILE } from "../../config/config.ts";
import { DIALECTS } from "../../languages/dialects.ts";
import type { ProjectLinter } from "../../lint/project-linter.ts";
import { countOf } from "../../text/count-of.ts";
import { FileTaker } from "../file/take-file.ts";
import { shownPath } from "../file/shown-path.ts";
import { findFiles, type FoundFile, type LeftOut, type Unreadable } from "../find-files.ts";
import type { FileOutcome } from "../file/file-outcome.ts";
import { pushAll } from "../../text/push-all.ts";
import { ignoresAbove, isIgnored, readIgnore } from "../ignore-rules.ts";
import type { Io } from "../io.ts";
import type { Check } from "./check.ts";
import { renderWords } from "../../text/wording.ts";

/** How many files are named for one reason; the others are counted. */
const MOST_NAMED = 10;

/** What doctor knows of the files below some paths. */
export interface FileDiagnosis {
	readonly checks: readonly Check[];
	/** What is checked, and how it is counted, by the key of its dialect. */
	readonly checked: ReadonlyMap<string, Counted>;
	/** True if one of them is TypeScript. */
	readonly hasTypeScript: boolean;
}

interface Counted {
	readonly one: string;
	readonly many: string;
	readonly count: number;
}

/** Says of each file below some paths why it is or is not checked: of one that is named always, of others if it is not. */
export async function diagnoseFiles(paths: readonly string[], linters: ProjectLinter, io: Io): Promise<FileDiagnosis> {
	const diagnosis = new Diagnosis(linters, io.cwd);
	const empty = (by: string): void => {
		diagnosis.passByFolder(by);
	};
	for (const found of findFiles(paths, io.cwd, { empty })) {
		await diagnosis.take(found);
	}
	return diagnosis.end();
}

class Diagnosis {
	readonly #linters: ProjectLinter;
	readonly #cwd: string;
	readonly #taker: FileTaker;
	readonly #checks: Check[] = [];
	readonly #checked = new Map<string, Counted>();
	/** The files that are not checked and that nobody named, by the reason. */
	readonly #skipped = new Map<string, string[]>();
	#hasTypeScript = false;

	constructor(linters: ProjectLinter, cwd: string) {
		this.#linters = linters;
		this.#cwd = cwd;
		this.#taker = new FileTaker(SETTINGS, cwd, linters);
	}

	async take(found: FoundFile | Unreadable | LeftOut): Promise<void> {
		const file = shownPath(found.path, this.#cwd);
		if ("message" in found) {
			this.#checks.push({ state: "problem", about: file, message: renderWords(found.message) });
		} else if ("leftOut" in found) {
			this.#leave(file, true, `left out by ${found.leftOut}`);
		} else if (found.explicit || basename(found.path) !== CONFIG_FILE) {
			await this.#takeFile(found, file);
		}
	}

	/** @param by what leaves out all that a folder holds */
	passByFolder(by: string): void {
		this.#checks.push({ state: "problem", about: "files", message: `every file of a folder is left out by ${by}` });
	}

	async #takeFile({ path, explicit, assembly }: FoundFile, file: string): Promise<void> {
		const left = this.#linters.ignoredBy(file);
		if (left !== null) {
			this.#leave(file, explicit, `left out by ${left}`);
			return;
		}
		const outcome = assembly === undefined ? await this.#taker.takeFile(path, explicit) : null;
		const reason = outcome === null ? null : await this.#reasonIn(outcome, path, explicit);
		if (reason !== null) {
			this.#leave(file, explicit, reason);
			return;
		}
		const dialect = outcome?.dialect ?? null;
		const { key, one, many } = (dialect === null ? null : DIALECTS[dialect]?.counted) ?? ASSEMBLY;
		this.#checked.set(key, { one, many, count: (this.#checked.get(key)?.count ?? 0) + 1 });
		this.#hasTypeScript ||= /\.[cm]?tsx?$/u.test(path);
		if (explicit) {
			pushAll(this.#checks, describe(file, path, one, this.#linters));
		}
		for (const { line, column, message } of outcome?.errors ?? []) {
			this.#checks.push({
				state: "problem",
				about: `${file}:${String(line)}:${String(column)}`,
				message: renderWords(message),
			});
		}
	}

	#leave(file: string, explicit: boolean, reason: string): void {
		if (explicit) {
			this.#checks.push({ state: "problem", about: file, message: `not checked: ${reason}` });
		} else {
			this.#skipped.set(reason, [...(this.#skipped.get(reason) ?? []), file]);
		}
	}

	/** Why a file is not checked, for the end of a sentence; null if it is. */
	async #reasonIn(outcome: FileOutcome, path: string, explicit: boolean): Promise<string | null> {
		switch (outcome.skipped) {
			case "bundled":
				return "looks like the output of a bundler or a minifier";
			case "textTemplates":
				return "a text template with placeholders";
			case null:
				break;
			default:
				outcome.skipped satisfies never;
		}
		if (outcome.isUnparsed) {
			return "the parser of TypeScript is not installed";
		}
		if (outcome.dialect !== null || outcome.errors.length > 0) {
			return null;
		}
		// Only of a file that is named, a run says why.
		const { notes } = explicit ? outcome : await this.#taker.takeFile(path, true);
		const [note] = notes;
		return note === undefined
			? "nothing to check in it"
			: renderWords(note.message)
					.trim()
					.replace(/; skipped\.$/u, "");
	}

	end(): FileDiagnosis {
		const skipped = [...this.#skipped].map(([reason, files]): Check => {
			const named = files.slice(0, MOST_NAMED).join(", ");
			const more = files.length > MOST_NAMED ? `, and ${String(files.length - MOST_NAMED)} more` : "";
			return {
				state: "note",
				about: countOf(files.length, "file"),
				message: `not checked: ${reason} (${named}${more})`,
			};
		});
		return { checks: [...this.#checks, ...skipped], checked: this.#checked, hasTypeScript: this.#hasTypeScript };
	}
}

/** How a folder that `cdk synth` wrote is counted. */
const ASSEMBLY = { key: "assemblies", one: "cloud assembly", many: "cloud assemblies" };

const SETTINGS = {
	paths: [],
	fix: false,
	fixDryRun: false,
	showsLines: false,
	showUnknown: false,
	quiet: false,
	includeGenerated: false,
	hasInventory: false,
} as const;

function describe(file: string, path: string, kind: string, linters: ProjectLinter): readonly Check[] {
	const config = linters.configOf(file);
	const git = [...ignoresAbove(dirname(path), ".gitignore", null), ...readIgnore(dirname(path), ".gitignore")];
	return [
		{
			state: "ok",
			about: file,
			message: `checked as ${kind}, ${config === null ? "without a configuration" : `by ${config}`}`,
		},
		...(isIgnored(path, git)
			? [{ state: "note" as const, about: file, message: "ignored by git: checked only if it is named" }]
			: []),
	];
}
