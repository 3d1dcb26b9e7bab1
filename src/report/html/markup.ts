import { escapeXml } from "../escape-xml.ts";

/** HTML that needs no escaping any more. */
export class Markup {
	readonly html: string;

	constructor(html: string) {
		this.html = html;
	}
}

/** What is in an element: a text is escaped, null is nothing. */
export type Child = Markup | string | number | null | readonly Child[];

/** Elements without content, which have no end tag. */
const VOID = new Set(["br", "img", "input", "link", "meta"]);

/**
 * An element. An attribute that is true has its name alone, one that is false or null is left out. What comes out is well
 * formed as XML too.
 */
export function h(
	name: string,
	attributes: Readonly<Record<string, string | number | boolean | null>> = {},
	children: Child = null,
): Markup {
	const written = Object.entries(attributes).map(([key, value]) =>
		value === null || value === false ? "" : ` ${key}="${value === true ? "" : escapeXml(String(value))}"`,
	);
	const open = `<${name}${written.join("")}`;
	return new Markup(VOID.has(name) ? `${open}/>` : `${open}>${htmlOf(children)}</${name}>`);
}

function htmlOf(child: Child): string {
	if (child === null) {
		return "";
	}
	if (child instanceof Markup) {
		return child.html;
	}
	return typeof child === "object" ? child.map(htmlOf).join("") : escapeXml(String(child));
}

/** A sentence in which what stands in backticks is code. */
export function sentence(text: string): Child {
	return text.split(/(`[^`]+`)/u).map((part) => (/^`[^`]+`$/u.test(part) ? h("code", {}, part.slice(1, -1)) : part));
}

/** Paragraphs and lists of a page of ours: the text of its links, its code as code, and all else as it stands. */
export function paragraphs(markdown: string): Child {
	return markdown
		.replaceAll(/<!--[^>]{0,300}-->/gu, "")
		.split(/\n{2,}/u)
		.map((block) =>
			block
				.replaceAll(/!?\[([^\]]{0,300})\]\([^)]{0,300}\)/gu, "$1")
				.replaceAll("**", "")
				.trim(),
		)
		.filter((block) => block !== "")
		.map((block) => {
			if (/^(?:```|\|)/u.test(block)) {
				return h("pre", { tabindex: 0 }, h("code", {}, linesOf(block.replaceAll(/^```.*$/gmu, "").trim())));
			}
			return block.startsWith("- ")
				? h(
						"ul",
						{},
						block.split(/\n(?=- )/u).map((item) => h("li", {}, sentence(joined(item.slice(2))))),
					)
				: h("p", {}, sentence(joined(block)));
		});
}

function joined(text: string): string {
	return text
		.split("\n")
		.map((line) => line.trim())
		.join(" ");
}

/** A line end between lines of code is kept. */
function linesOf(text: string): Child {
	return text.split("\n").flatMap((line, at): readonly Child[] => [at > 0 ? new Markup("\n") : null, line]);
}
