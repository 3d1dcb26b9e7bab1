import type { Checker, Choice, Example, ShownText } from "../checker.ts";
import { Editor } from "./editor.ts";
import { find, make } from "./elements.ts";
import { showFindings } from "./findings-list.ts";
import { fragmentOf, MAX_TEXT, readFragment } from "./link.ts";
import { loadParser } from "./load-parser.ts";

/** How long the page waits for the next key, in milliseconds. */
const PAUSE = 150;

/** Starts the page. `provideParser` is given the parser of programs once it runs; `fakeSecret` makes those of examples. */
export async function start(
	checker: Checker,
	examples: readonly Example[],
	provideParser: (parser: unknown) => void,
	fakeSecret: (kind: string) => string,
): Promise<void> {
	let notice = "";
	try {
		provideParser(await loadParser(find("parser", HTMLScriptElement).text));
	} catch {
		notice = " This browser does not run WebAssembly, so JavaScript and TypeScript are not checked.";
	}
	await new Page(checker, examples, fakeSecret, notice).open();
}

class Page {
	readonly #checker: Checker;
	readonly #examples: readonly Example[];
	readonly #fakeSecret: (kind: string) => string;
	readonly #notice: string;
	readonly #editor: Editor;
	readonly #example = find("example", HTMLSelectElement);
	readonly #preset = find("preset", HTMLSelectElement);
	readonly #language = find("language", HTMLSelectElement);
	readonly #name = find("name", HTMLInputElement);
	readonly #fixAll = find("fix-all", HTMLButtonElement);
	/** What was made of each example and of the own text, so that looking at another one loses nothing. */
	readonly #texts = new Map<string, { readonly text: string; readonly name: string }>();
	/** The example that is open; empty for the own text. */
	#open = "";
	#waiting: number | undefined;
	#shown: ShownText | null = null;

	constructor(checker: Checker, examples: readonly Example[], fakeSecret: (kind: string) => string, notice: string) {
		this.#checker = checker;
		this.#examples = examples;
		this.#fakeSecret = fakeSecret;
		this.#notice = notice;
		this.#editor = new Editor(() => {
			this.#wait();
		});
		this.#preset.append(...checker.presets.map((name) => make("option", { value: name }, [name])));
		this.#language.append(
			...checker.languages.map((language) =>
				make("option", { value: language, lang: language }, [
					new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language,
				]),
			),
		);
		this.#language.value = checker.languageFor(navigator.language);
		this.#example.append(...examples.map(({ title }, index) => make("option", { value: String(index) }, [title])));
		this.#example.addEventListener("change", () => {
			this.#openExample(this.#example.value);
		});
		this.#preset.addEventListener("change", () => {
			this.#check();
		});
		this.#language.addEventListener("change", () => {
			this.#check();
		});
		this.#name.addEventListener("input", () => {
			this.#wait();
		});
		find("settings", HTMLFormElement).addEventListener("submit", (event) => {
			event.preventDefault();
		});
		this.#fixAll.addEventListener("click", () => {
			this.#makeAllFixes();
		});
		find("link", HTMLButtonElement).addEventListener("click", () => void this.#showLink());
		addEventListener("hashchange", () => void this.open());
	}

	/** Opens what the address carries, or the first example. */
	async open(): Promise<void> {
		const linked = await readFragment(location.hash);
		if (linked === null) {
			if (this.#editor.text === "") {
				this.#example.value = "0";
				this.#openExample("0");
			}
			return;
		}
		this.#keep();
		this.#open = "";
		this.#example.value = "";
		this.#preset.value = this.#checker.presets.includes(linked.preset) ? linked.preset : "recommended";
		this.#name.value = linked.name;
		this.#editor.text = linked.text;
		this.#check();
	}

	/** @param value of its option */
	#openExample(value: string): void {
		this.#keep();
		this.#open = value;
		const { text, name } = this.#texts.get(value) ?? {
			text: this.#examples[Number(value || "-1")]?.text.replaceAll(/<<([a-z-]+)>>/gu, (_, kind: string) =>
				this.#fakeSecret(kind),
			),
			name: "",
		};
		this.#name.value = name;
		this.#editor.text = text ?? "";
		this.#check();
	}

	#keep(): void {
		if (this.#shown !== null) {
			this.#texts.set(this.#open, { text: this.#editor.text, name: this.#name.value });
		}
	}

	get #given(): readonly [name: string, text: string, choice: Choice] {
		const { text } = this.#editor;
		const choice = { preset: this.#preset.value, language: this.#language.value };
		return [this.#name.value.trim() || this.#checker.nameFor(text), text, choice];
	}

	#wait(): void {
		clearTimeout(this.#waiting);
		this.#waiting = setTimeout(() => {
			this.#check();
		}, PAUSE);
	}

	#check(): void {
		clearTimeout(this.#waiting);
		this.#forgetLink();
		const [name, text, choice] = this.#given;
		const isLong = text.length > MAX_TEXT;
		const shown: ShownText = isLong
			? { kind: null, passedBy: "The text is too long for this page", findings: [], errors: [], secrets: 0 }
			: this.#checker.check(name, text, choice);
		this.#shown = shown;
		const { kind, passedBy, findings, errors } = shown;
		find("kind", HTMLParagraphElement).textContent =
			(kind === null ? `${passedBy ?? ""} (${name}).` : `Read as a ${kind}: ${name}.`) + this.#notice;
		const fixable = findings.filter(({ fix }) => fix !== null).length;
		find("count", HTMLSpanElement).textContent = [
			kind === null ? "Nothing was checked." : `${countOf(findings.length, "finding")}.`,
			...(errors.length === 0 ? [] : [`${countOf(errors.length, "error")}.`]),
			...(fixable === 0 ? [] : [`${String(fixable)} can be fixed.`]),
		].join(" ");
		this.#fixAll.hidden = fixable === 0;
		this.#editor.mark(findings);
		showFindings(shown, choice.language, {
			select: (start, end) => {
				this.#editor.select(start, end);
			},
			edit: (edits) => {
				this.#editor.edit(edits);
				this.#check();
			},
		});
	}

	#makeAllFixes(): void {
		const { text } = this.#checker.fixAll(...this.#given);
		this.#editor.replace(text);
		this.#check();
	}

	/** A link is of a text that has changed since. */
	#forgetLink(): void {
		find("link-label", HTMLLabelElement).hidden = true;
		find("link-warning", HTMLParagraphElement).hidden = true;
	}

	async #showLink(): Promise<void> {
		const [, text, { preset }] = this.#given;
		const field = find("link-text", HTMLInputElement);
		const warning = find("link-warning", HTMLParagraphElement);
		const secrets = this.#shown?.secrets ?? 0;
		field.value = location.href.replace(/#.*$/u, "") + (await fragmentOf({ name: this.#name.value, text, preset }));
		warning.hidden = secrets === 0;
		warning.textContent =
			secrets === 0
				? ""
				: `${countOf(secrets, "part")} of this text may be a secret. Anyone with the link can read it.`;
		find("link-label", HTMLLabelElement).hidden = false;
		field.focus();
		field.select();
	}
}

function countOf(count: number, name: string): string {
	return `${String(count)} ${name}${count === 1 ? "" : "s"}`;
}
