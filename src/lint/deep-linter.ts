import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import { saysNestedTooDeeply } from "../rule/file/failure.ts";
import { TextLinter, type LintSettings } from "./lint-text.ts";
import type { LintedText } from "./linted-text.ts";
import { fromPlain, type PlainLinted } from "./plain-linted.ts";
import { renderWords } from "../text/wording.ts";

/** The program of the other process. The sources, as tests run them, start what was built of it. */
const PROGRAM = fileURLToPath(
	new URL(
		import.meta.url.endsWith(".ts")
			? "../../dist/bundle/command/deep-process.cjs"
			: `deep-process${extname(import.meta.url)}`,
		import.meta.url,
	),
);

/** How many texts of a run are read again: each costs the start of a process. */
const MAX_TEXTS = 100;

/** In milliseconds. What a text may cost is bounded by how deep it may be; this is for what nobody thought of. */
const NEVER = 600_000;

/** What the other process is asked. */
export interface DeepRequest {
	readonly settings: LintSettings;
	readonly text: string;
	readonly filename: string;
	/** True for who keeps the values of secrets. */
	readonly givesSecrets: boolean;
}

/**
 * Reads what is nested too deeply for the stack of this process again, in one of its own with a far larger stack. Whatever happens there costs no more than that text, which then is an error as it is without.
 */
export class DeepLinter extends TextLinter {
	readonly #given: LintSettings;
	readonly #givesSecrets: boolean;
	#inside = 0;
	/** True where the text that is read, or a program inside of it, is nested too deeply. */
	#isDeep = false;
	#left = MAX_TEXTS;

	/** @param givesSecrets true where the values of secrets are asked for, to be kept */
	constructor(settings: LintSettings, givesSecrets = false) {
		super(settings);
		this.#given = settings;
		this.#givesSecrets = givesSecrets;
	}

	override lint(text: string, filename: string): LintedText {
		this.#inside += 1;
		let linted: LintedText;
		try {
			linted = super.lint(text, filename);
			this.#isDeep ||= linted.errors.some(({ message }) => saysNestedTooDeeply(renderWords(message)));
		} finally {
			this.#inside -= 1;
		}
		// A program inside of a template is read again with all of the template.
		if (this.#inside > 0 || !this.#isDeep) {
			return linted;
		}
		this.#isDeep = false;
		return (
			this.#lintElsewhere({ settings: this.#given, text, filename, givesSecrets: this.#givesSecrets }) ?? linted
		);
	}

	#lintElsewhere(request: DeepRequest): LintedText | null {
		if (this.#left === 0) {
			return null;
		}
		this.#left -= 1;
		// Loaded with the first such text, like all that few runs need.
		const { spawnSync } = process.getBuiltinModule("node:child_process");
		const { status, stdout } = spawnSync(process.execPath, [PROGRAM], {
			input: serialize(request),
			maxBuffer: 2 ** 30,
			stdio: ["pipe", "pipe", "ignore"],
			timeout: NEVER,
			killSignal: "SIGKILL",
			windowsHide: true,
		});
		return status === 0 ? fromPlain(deserialize(stdout) as PlainLinted, request.text) : null;
	}
}
