/** What the page asks of the rules, as plain data: the page knows nothing else of them. Offsets count UTF-16 units. */

export interface Edit {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** A finding, with all that can be done about it. */
export interface ShownFinding {
	readonly rule: string;
	/** The address of the rule's page. */
	readonly docs: string;
	readonly severity: string;
	readonly level: "warn" | "error";
	readonly message: string;
	readonly start: number;
	readonly end: number;
	/** From 1. */
	readonly line: number;
	readonly column: number;
	/** The safe fix; null for none. */
	readonly fix: Edit | null;
	readonly suggestions: readonly { readonly description: string; readonly edits: readonly Edit[] }[];
	/** What suppresses it, with a reason to fill in; null where the text has no place for it. */
	readonly ignore: Edit | null;
}

/** What the rules say of a text. */
export interface ShownText {
	/** What the text is read as: `SAM template`; null with the reason in `passedBy`. */
	readonly kind: string | null;
	readonly passedBy: string | null;
	readonly findings: readonly ShownFinding[];
	readonly errors: readonly { readonly message: string; readonly start: number; readonly line: number }[];
	/** How many values look like secrets, whether or not a rule reports them. */
	readonly secrets: number;
}

/** How a text is checked. */
export interface Choice {
	/** Of {@link Checker.presets}. */
	readonly preset: string;
	/** Of {@link Checker.languages}. */
	readonly language: string;
}

/** The rules. */
export interface Checker {
	readonly version: string;
	readonly presets: readonly string[];
	/** Of messages. */
	readonly languages: readonly string[];
	/** The language of a locale of a browser, `es-MX`. */
	languageFor(locale: string): string;
	/** A file name for a text, by what can read it. */
	nameFor(text: string): string;
	check(name: string, text: string, choice: Choice): ShownText;
	/** Makes every safe fix, as `--fix` does. */
	fixAll(name: string, text: string, choice: Choice): { readonly text: string; readonly fixed: number };
}

/** A file of `fixtures/`, with secrets that are made when it is opened. */
export interface Example {
	readonly title: string;
	/** `<<password>>` stands for a secret of that kind. */
	readonly text: string;
}
