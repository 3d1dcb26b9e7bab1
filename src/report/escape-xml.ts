import { escapeControls } from "./escape-controls.ts";

const ESCAPES: ReadonlyMap<string, string> = new Map([
	["&", "&amp;"],
	["<", "&lt;"],
	[">", "&gt;"],
	['"', "&quot;"],
	["'", "&apos;"],
]);

/**
 * A text as XML and HTML hold it, in an attribute or an element. Controls and lone surrogates, which XML 1.0 cannot express,
 * and what a reader cannot see become `\u0000`.
 */
export function escapeXml(text: string): string {
	return escapeControls(text)
		.replaceAll(/[\uFFFE\uFFFF]/gu, "\uFFFD")
		.replaceAll(/[&<>"']/gu, (character) => ESCAPES.get(character) ?? character);
}
