import type { TextEdit } from "../text/span.ts";
import { applyEdits } from "../text/apply-edits.ts";
import { eolOf } from "../text/line-facts.ts";

/** A member of an object in JSON, by offsets. */
interface Member {
	readonly name: string;
	readonly start: number;
	readonly valueStart: number;
	readonly valueEnd: number;
}

/**
 * One edit that adds packages, each by its name and version, as {@link addDependency} does. Null if the text is not an
 * object in JSON.
 */
export function addDependencies(
	text: string,
	packages: readonly (readonly [name: string, version: string])[],
): readonly TextEdit[] | null {
	let after = text;
	for (const [name, version] of packages) {
		const edits = addDependency(after, name, version);
		if (edits === null) {
			return null;
		}
		after = applyEdits(after, edits);
	}
	let start = 0;
	while (start < text.length && text[start] === after[start]) {
		start += 1;
	}
	let end = text.length;
	while (
		end > start &&
		text[end - 1] === after[after.length - (text.length - end) - 1] &&
		after.length - (text.length - end) > start
	) {
		end -= 1;
	}
	return [{ span: { start, end }, text: after.slice(start, after.length - (text.length - end)) }];
}

/**
 * Edits that add a package to the `dependencies` of a `package.json`, in the order of the names and in its indentation.
 * Null if the text is not an object in JSON.
 */
function addDependency(text: string, name: string, version: string): readonly TextEdit[] | null {
	const open = text.indexOf("{");
	const root = open === -1 ? null : membersAt(text, open);
	if (root === null) {
		return null;
	}
	const pair = `${JSON.stringify(name)}: ${JSON.stringify(version)}`;
	const dependencies = root.members.find((member) => member.name === "dependencies");
	const unit = unitOf(text, root.members);
	const eol = eolOf(text);
	if (dependencies === undefined) {
		const section = `"dependencies": {${eol}${unit}${unit}${pair}${eol}${unit}}`;
		const last = root.members.at(-1);
		return last === undefined
			? [edit(open, root.end + 1, `{${eol}${unit}${section}${eol}}`)]
			: [edit(last.valueEnd, last.valueEnd, `,${eol}${unit}${section}`)];
	}
	const inside = text[dependencies.valueStart] === "{" ? membersAt(text, dependencies.valueStart) : null;
	if (inside === null) {
		return null;
	}
	const next = inside.members.find((member) => member.name > name);
	const last = inside.members.at(-1);
	const isOneLine = !text.slice(dependencies.valueStart, dependencies.valueEnd).includes("\n");
	const gap = isOneLine ? " " : `${eol}${unit}${unit}`;
	if (last === undefined) {
		return [edit(dependencies.valueStart, dependencies.valueEnd, `{${eol}${unit}${unit}${pair}${eol}${unit}}`)];
	}
	return next === undefined
		? [edit(last.valueEnd, last.valueEnd, `,${gap}${pair}`)]
		: [edit(next.start, next.start, `${pair},${gap}`)];
}

function edit(start: number, end: number, text: string): TextEdit {
	return { span: { start, end }, text };
}

/** The indentation of the first member. */
function unitOf(text: string, [first]: readonly Member[]): string {
	const before = first === undefined ? "" : text.slice(text.lastIndexOf("\n", first.start) + 1, first.start);
	return before !== "" && before.trim() === "" ? before : "  ";
}

/** The members of the object at an offset, and the offset of its closing brace; null if it is no valid JSON. */
function membersAt(text: string, open: number): { readonly members: readonly Member[]; readonly end: number } | null {
	const members: Member[] = [];
	let at = skipSpace(text, open + 1);
	while (text[at] === '"') {
		const start = at;
		const nameEnd = endOfString(text, at);
		const colon = skipSpace(text, nameEnd);
		if (text[colon] !== ":") {
			return null;
		}
		const valueStart = skipSpace(text, colon + 1);
		const valueEnd = endOfValue(text, valueStart);
		const name = parseString(text.slice(start, nameEnd));
		if (name === null || valueEnd === valueStart) {
			return null;
		}
		members.push({ name, start, valueStart, valueEnd });
		at = skipSpace(text, valueEnd);
		if (text[at] !== ",") {
			break;
		}
		at = skipSpace(text, at + 1);
	}
	return text[at] === "}" ? { members, end: at } : null;
}

function parseString(quoted: string): string | null {
	try {
		return String(JSON.parse(quoted));
	} catch {
		return null;
	}
}

function skipSpace(text: string, from: number): number {
	let at = from;
	while (/\s/u.test(text[at] ?? "")) {
		at += 1;
	}
	return at;
}

/** Behind the closing quote. */
function endOfString(text: string, from: number): number {
	let at = from + 1;
	while (at < text.length && text[at] !== '"') {
		at += text[at] === "\\" ? 2 : 1;
	}
	return at + 1;
}

function endOfValue(text: string, from: number): number {
	let depth = 0;
	let at = from;
	while (at < text.length) {
		const character = text[at] ?? "";
		if (depth === 0 && /[,}\]\s]/u.test(character)) {
			return at;
		}
		if (character === '"') {
			at = endOfString(text, at);
		} else {
			depth += "{[".includes(character) ? 1 : "}]".includes(character) ? -1 : 0;
			at += 1;
		}
		if (depth === 0 && '"}]'.includes(character)) {
			return at;
		}
	}
	return at;
}
