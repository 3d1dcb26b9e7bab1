import { sha256 } from "../../text/sha256.ts";
import { h, Markup, type Child } from "./markup.ts";
import { scriptOf, SHOWN } from "./report-script.ts";
import { STYLE } from "./report-style.ts";
import type { Language } from "../../locale/language.ts";

/** A page of its own, in parts. */
interface Page {
	readonly title: string;
	/** English unless it says otherwise. */
	readonly language?: Language;
	/** How many findings are shown, with the places `{{count}}` and `{{all}}`. */
	readonly shown?: string;
	readonly header: Markup;
	/** Where the first link leads, which the keyboard reaches first. */
	readonly skip: { readonly to: string; readonly name: string };
	readonly sections: Child;
}

/** Renders a page that loads nothing: its policy for content permits nothing but its own style and script. */
export function renderPage({ title, language = "en", shown = SHOWN, header, skip, sections }: Page): string {
	const script = scriptOf(shown);
	const policy = `default-src 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(script)}'; img-src data:; base-uri 'none'; form-action 'none'`;
	const head = h("head", {}, [
		h("meta", { charset: "utf-8" }),
		h("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
		h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
		h("meta", { name: "referrer", content: "no-referrer" }),
		h("title", {}, title),
		// Of our own, and HTML takes them as they stand.
		h("style", {}, new Markup(STYLE)),
	]);
	const body = h("body", {}, [
		h("a", { class: "skip", href: `#${skip.to}` }, skip.name),
		header,
		h("main", {}, sections),
		h("script", {}, new Markup(script)),
	]);
	const line = new Markup("\n");
	return `<!DOCTYPE html>\n${h("html", { lang: language }, [line, head, line, body, line]).html}\n`;
}

function hashOf(text: string): string {
	return `sha256-${sha256().update(text).digest("base64")}`;
}

/** A part of a page with its title. */
export function section(id: string, title: string, children: Child): Markup {
	return h("section", { "aria-labelledby": id }, [h("h2", { id }, title), children]);
}

/** A table, which can be scrolled by itself where it is too wide. */
export function table(caption: string, columns: readonly string[], rows: readonly (readonly Child[])[]): Markup {
	return h(
		"div",
		{ class: "wide", tabindex: 0, role: "region", "aria-label": caption },
		h("table", {}, [
			h(
				"thead",
				{},
				h(
					"tr",
					{},
					columns.map((column) => h("th", { scope: "col" }, column)),
				),
			),
			h(
				"tbody",
				{},
				rows.map((row) =>
					h(
						"tr",
						{},
						row.map((cell) => h("td", {}, cell)),
					),
				),
			),
		]),
	);
}
