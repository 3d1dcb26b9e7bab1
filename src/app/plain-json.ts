/** A text of JSON without comments and trailing commas, as `tsconfig.json` may have them; what is in quotes stays. */
export function plainJson(text: string): string {
	const parts: string[] = [];
	/** Where the last comma is among the parts, as long as only white space and comments follow. */
	let comma = -1;
	for (let at = 0; at < text.length;) {
		const end = tokenEnd(text, at);
		const token = text.slice(at, end);
		at = end;
		if (token.startsWith("//") || token.startsWith("/*")) {
			continue;
		}
		if ((token === "]" || token === "}") && comma !== -1) {
			parts[comma] = "";
		}
		if (token.trim() !== "") {
			comma = token === "," ? parts.length : -1;
		}
		parts.push(token);
	}
	return parts.join("");
}

/** Where the token ends that begins at an offset: a string, a comment, or one character. */
function tokenEnd(text: string, at: number): number {
	if (text.startsWith("//", at)) {
		const end = text.indexOf("\n", at);
		return end === -1 ? text.length : end;
	}
	if (text.startsWith("/*", at)) {
		const end = text.indexOf("*/", at + 2);
		return end === -1 ? text.length : end + 2;
	}
	if (text[at] !== '"') {
		return at + 1;
	}
	let end = at + 1;
	while (end < text.length && text[end] !== '"') {
		end += text[end] === "\\" ? 2 : 1;
	}
	return end + 1;
}
