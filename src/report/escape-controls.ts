/**
 * Characters that a terminal or log interprets, or a reader cannot see: C0 and C1 controls, line separators, direction
 * marks, zero-width characters.
 */
const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text on one line, with every control character escaped as `\u001b`. A tab becomes one space. */
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

/** {@link escapeControls} for all texts in plain data. */
export function escapeData<T>(data: T): T {
	return mapTexts(data, (text) => escapeControls(text)) as T;
}

/**
 * Plain data with each of its texts mapped; keys stay. `key` is the key of the text, or of the list that contains it. What
 * stays the same is given back as it is.
 */
export function mapTexts(data: unknown, change: (text: string, key: string) => string, key = ""): unknown {
	if (typeof data === "string") {
		return change(data, key);
	}
	if (typeof data !== "object" || data === null) {
		return data;
	}
	return Array.isArray(data)
		? mapList(data, change, key)
		: mapObject(data as Readonly<Record<string, unknown>>, change);
}

function mapList(
	list: readonly unknown[],
	change: (text: string, key: string) => string,
	key: string,
): readonly unknown[] {
	let mapped: unknown[] | null = null;
	for (let at = 0; at < list.length; at += 1) {
		const item = mapTexts(list[at], change, key);
		if (mapped !== null) {
			mapped[at] = item;
		} else if (item !== list[at]) {
			mapped = [...list];
			mapped[at] = item;
		}
	}
	return mapped ?? list;
}

function mapObject(
	data: Readonly<Record<string, unknown>>,
	change: (text: string, key: string) => string,
): Readonly<Record<string, unknown>> {
	let mapped: (readonly [string, unknown])[] | null = null;
	for (const key of Object.keys(data)) {
		const value = mapTexts(data[key], change, key);
		if (value !== data[key]) {
			(mapped ??= []).push([key, value]);
		}
	}
	return mapped === null ? data : Object.fromEntries([...Object.entries(data), ...mapped]);
}

/** The same JSON without characters that a terminal would interpret; the escapes are JSON's own. */
export function escapeJson(json: string): string {
	return json.replaceAll(/[\p{Cf}\p{Zl}\p{Zp}\u007F-\u009F]/gu, unitsOf).replaceAll("##", "#\\u0023");
}

/**
 * Output text in which no line is a command for a CI log: GitHub interprets a line that begins with `::`, and `##[`
 * anywhere in it; Azure `##vso[`, TeamCity `##teamcity[`. Sources: "Workflow commands for GitHub Actions", "Logging
 * commands" of Azure Pipelines, "Service Messages" of TeamCity.
 */
export function breakCommands(output: string): string {
	return output
		.replaceAll(/^([^\S\r\n\u2028\u2029]*):(?=:)/gmu, "$1\\u003a")
		.replaceAll(/##(?=\[|vso\[|teamcity\[)/gu, "#\\u0023");
}
