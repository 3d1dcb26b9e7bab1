import { SaxesParser } from "saxes";

/** A page of HTML, as it is shown. */
interface Page {
	/** Every element with its attributes, in order. */
	readonly elements: readonly { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[];
	/** The text of the findings' titles and of all else that is shown. */
	readonly text: string;
}

/** Reads a page as strictly as XML asks: what is not closed, escaped or unique in its element is an error. */
export function readPage(html: string): Page {
	const elements: { name: string; attributes: Readonly<Record<string, string>> }[] = [];
	const texts: string[] = [];
	const open: string[] = [];
	const parser = new SaxesParser();
	parser.on("opentag", ({ name, attributes }) => {
		open.push(name);
		elements.push({ name, attributes: attributes as Readonly<Record<string, string>> });
	});
	parser.on("closetag", () => {
		open.pop();
	});
	parser.on("text", (text) => {
		if (!["style", "script"].includes(open.at(-1) ?? "")) {
			texts.push(text);
		}
	});
	parser.on("error", (problem) => {
		throw problem;
	});
	// A style and a script are read as they stand, which XML would not do.
	parser.write(html.replace("<!DOCTYPE html>", "").replace(/(<script>)[^]*?(<\/script>)/u, "$1$2")).close();
	return { elements, text: texts.join("") };
}
