import { escapeControls } from "./escape-controls.ts";

/** A text of which nothing is Markdown, HTML, a mention or a reference, but what is in its backticks. */
export function plainMarkdown(text: string): string {
	return escapeControls(text)
		.split(/(`[^`]+`)/u)
		.map((part) => (/^`[^`]+`$/u.test(part) ? codeMarkdown(part.slice(1, -1)) : escape(part)))
		.join("");
}

/** A comment of HTML, which nobody sees, keeps a name from being notified and an address from being a link. */
function escape(text: string): string {
	return text
		.replaceAll(/[\\*_[\]<>~#$`!]/gu, "\\$&")
		.replaceAll("&", "&amp;")
		.replaceAll("|", "&#124;")
		.replaceAll(/@|https?(?=:)|www(?=\.)/giu, "$&<!-- -->");
}

/** Code in a table: a bar ends a cell even there, a backtick the code, and parsers differ in what keeps them from that. */
export function codeMarkdown(text: string): string {
	return `\`${escapeControls(text).replaceAll("|", "\\u007c").replaceAll("`", "\\u0060")}\``;
}
