/**
 * Characters that a terminal, a log or a reader's eye takes for something else than text: C0 and C1 controls, what ends
 * a line, what turns the direction of writing, what has no width.
 */
const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text on one line, with every control character as an escape: `\u001b`. A tab becomes a blank, one for one. */
export function escapeControls(text: string): string {
	return text.replaceAll("\t", " ").replaceAll(CONTROLS, escapeOf);
}

function escapeOf(character: string): string {
	return character === "\n" ? "\\n" : character === "\r" ? "\\r" : unitsOf(character);
}

function unitsOf(character: string): string {
	return Array.from(
		{ length: character.length },
		(_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
	).join("");
}

/** All texts of plain data, with {@link escapeControls}. */
export function escapeData<T>(data: T): T {
	return mapTexts(data, (text) => escapeControls(text)) as T;
}

/**
 * Plain data with each of its texts changed; keys stay. `key` is the one that the text, or the list that it is in,
 * stands under.
 */
export function mapTexts(data: unknown, change: (text: string, key: string) => string, key = ""): unknown {
	if (typeof data === "string") {
		return change(data, key);
	}
	if (Array.isArray(data)) {
		return data.map((item) => mapTexts(item, change, key));
	}
	return typeof data === "object" && data !== null
		? Object.fromEntries(Object.entries(data).map(([name, value]) => [name, mapTexts(value, change, name)]))
		: data;
}

/** The same JSON, without a character that a terminal would obey; the escapes are JSON's own. */
export function escapeJson(json: string): string {
	return json.replaceAll(/[\p{Cf}\p{Zl}\p{Zp}\u007F-\u009F]/gu, unitsOf).replaceAll("##", "#\\u0023");
}

/**
 * The text of an output, in which no line gives a command to the machine that keeps the log. GitHub takes a line that
 * begins with `::` for one, and `##[` anywhere in it; Azure `##vso[`, TeamCity `##teamcity[`. Sources: "Workflow
 * commands for GitHub Actions", "Logging commands" of Azure Pipelines, "Service Messages" of TeamCity.
 */
export function breakCommands(output: string): string {
	return output
		.replaceAll(/^([^\S\r\n\u2028\u2029]*):(?=:)/gmu, "$1\\u003a")
		.replaceAll(/##(?=\[|vso\[|teamcity\[)/gu, "#\\u0023");
}
