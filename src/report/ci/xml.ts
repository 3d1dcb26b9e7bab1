import { escapeXml } from "../escape-xml.ts";

/** An element with what is in it: elements, or lines of text. */
export function element(
	name: string,
	attributes: Readonly<Record<string, string | number>>,
	inner: readonly string[] = [],
): string {
	const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
	const open = `<${name}${written.join("")}`;
	if (inner.length === 0) {
		return `${open}/>`;
	}
	return `${open}>\n${inner.map((line) => indent(line)).join("\n")}\n</${name}>`;
}

/** Lines of text for {@link element}. */
export function lines(texts: readonly string[]): readonly string[] {
	return texts.map(escapeXml);
}

function indent(text: string): string {
	return text.replaceAll(/^/gmu, "  ");
}

export const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
