import type { AuditInput, Mention } from "../../audit/audit-input.ts";
import { redactPath } from "../../detect/redact.ts";
import { dialectOf } from "../../languages/dialects.ts";
import { TextLinter } from "../../lint/lint-text.ts";
import type { Language } from "../../locale/language.ts";
import { RULE_FACTS } from "../../plugin.ts";
import { LineIndex } from "../../text/line-index.ts";
import { readText } from "../file/read-text.ts";
import { shownPath } from "../file/shown-path.ts";
import { findFiles } from "../find-files.ts";
import { ProjectFiles } from "../project-files.ts";
import type { Io } from "../io.ts";

/** The ids of images and account numbers that lists name, and the lists (absolute) that say which images are open. */
export interface Sought {
	readonly images: ReadonlySet<string>;
	readonly accounts: ReadonlySet<string>;
	readonly inventories: readonly string[];
}

const IMAGE_ID = /\bami-(?:[0-9a-f]{17}|[0-9a-f]{8})\b/gu;
const ACCOUNT = /(?<![\w.])\d{12}(?![\w.])/gu;

/** Where files below some paths name the images and the accounts of lists. Each file is read once. */
export function collectMentions(
	{ images, accounts, inventories }: Sought,
	paths: readonly string[],
	exclude: readonly string[],
	io: Io,
	language: Language,
): AuditInput["mentions"] {
	const mentions = new Map<string, Mention[]>();
	if (images.size === 0 && accounts.size === 0) {
		return mentions;
	}
	const linters = inventories.map((path) => inventoryLinter(path, io.cwd, language));
	const project = new ProjectFiles(io.cwd);
	const options = { ...(io.files === undefined ? {} : { files: io.files }), exclude };
	for (const one of findFiles(paths, io.cwd, options)) {
		if ("message" in one || "leftOut" in one || one.assembly !== undefined || project.leavesOut(one.path)) {
			continue;
		}
		const reading = readText(one.path);
		const file = shownPath(one.path, io.cwd);
		if (reading.kind !== "text" || dialectOf(file, reading.text) === null) {
			continue;
		}
		const { text } = reading;
		const lines = new LineIndex(text);
		const add = (name: string, at: number, mention: Omit<Mention, "place">): void => {
			const place = { file: redactPath(file), ...lines.locate(at) };
			const same = mentions.get(name) ?? [];
			mentions.set(name, same);
			if (!same.some((known) => known.place.file === place.file && known.place.line === place.line)) {
				same.push({ ...mention, place });
			}
		};
		const named = [...text.matchAll(IMAGE_ID)].filter(([id]) => images.has(id));
		if (named.length > 0) {
			for (const { findings } of linters.map((linter) => linter.lint(text, file))) {
				for (const { rule, severity, message, span, resource } of findings) {
					const [id] = text.slice(span.start, span.end).match(IMAGE_ID) ?? [];
					if (id !== undefined) {
						const place = { file: redactPath(file), ...lines.locate(span.start) };
						add(id, span.start, { resource, finding: { rule, severity, message, place } });
					}
				}
			}
		}
		// What the rules pass by, such as the source of a copy and a comment, is there all the same.
		named.forEach(({ 0: id, index }) => add(id, index, { resource: null, finding: null }));
		for (const { 0: digits, index } of accounts.size === 0 ? [] : text.matchAll(ACCOUNT)) {
			if (accounts.has(digits)) {
				add(digits, index, { resource: null, finding: null });
			}
		}
	}
	return mentions;
}

/** Asks the rules that know inventories, and no other. */
function inventoryLinter(inventory: string, cwd: string, language: Language): TextLinter {
	const others = RULE_FACTS.filter(({ takesInventory }) => !takesInventory);
	return new TextLinter({
		preset: "audit",
		rules: new Map(others.map(({ name }) => [name, { level: "off", options: null }])),
		parameterOverrides: {},
		inventory,
		suppressions: false,
		cwd,
		...(language === "en" ? {} : { shared: { locale: language } }),
	});
}
