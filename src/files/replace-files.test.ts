import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { useFolders } from "../testing/use-folders.ts";
import { replaceFiles, type ReplaceOptions } from "./replace-files.ts";
import { finishReplacements } from "./write-journal.ts";

const folderOf = useFolders();
const JOURNAL = "journal.json";
const OLD = { "a/one.js": "one", "a/two.js": "two", "template.yaml": "template" } as const;
const NEW = { "a/new.js": "made", "a/one.js": "ONE", "a/two.js": "TWO", "template.yaml": "TEMPLATE" } as const;

/** The texts of a folder, by their names. */
function textsOf(path: string): Readonly<Record<string, string>> {
	return Object.fromEntries(
		readdirSync(path, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => {
				const at = join(entry.parentPath, entry.name);
				return [at.slice(path.length + 1).replaceAll("\\", "/"), readFileSync(at, "utf8")] as const;
			})
			.sort(([a], [b]) => (a < b ? -1 : 1)),
	);
}

function replace(path: string, commit?: ReplaceOptions["commit"]): ReturnType<typeof replaceFiles> {
	const replacements = Object.entries(NEW).map(([name, text]) => {
		const at = join(path, name);
		return { path: at, before: existsSync(at) ? readFileSync(at) : null, after: Buffer.from(text) };
	});
	return replaceFiles(replacements, { journal: join(path, JOURNAL), ...(commit === undefined ? {} : { commit }) });
}

/** What a run leaves that is killed before it puts its n-th file in place. */
function killedAt(step: number): string {
	const folder = folderOf(OLD);
	const copy = folderOf({});
	let count = 0;
	replace(folder.path, (prepared) => {
		if (count === step) {
			cpSync(folder.path, copy.path, { recursive: true });
		}
		count += 1;
		return prepared.commit();
	});
	return copy.path;
}

const STEPS = [0, 1, 2, 3] as const;

test("all files are replaced, and nothing else stays", () => {
	const { path } = folderOf(OLD);
	expect(replace(path)).toBe(null);
	expect(textsOf(path)).toEqual(NEW);
	expect(finishReplacements(join(path, JOURNAL), [path])).toEqual({ kind: "none" });
});

test.each(STEPS)("a file that cannot be put in place, the %ith, leaves all as they were", (step) => {
	const { path } = folderOf(OLD);
	let count = 0;
	const failure = replace(path, (prepared) => (count++ === step ? "No space is left." : prepared.commit()));
	expect(failure).toMatchObject({ reason: "No space is left.", kept: [] });
	expect(textsOf(path)).toEqual(OLD);
});

test.each(STEPS)("a run that is killed before the %ith file is finished by the next one", (step) => {
	const path = killedAt(step);
	const left = textsOf(path);
	expect(Object.keys(NEW).map((name) => left[name])).toEqual(
		Object.entries(NEW).map(([name, text], index) =>
			index < step ? text : { ...OLD, "a/new.js": undefined }[name as keyof typeof NEW],
		),
	);
	expect(replace(path)?.reason).toBe("Another run writes at the same time, or was interrupted.");
	expect(finishReplacements(join(path, JOURNAL), [path])).toEqual({ kind: "finished", count: 4 - step });
	expect(textsOf(path)).toEqual(NEW);
});

test("nothing is finished if a file is neither what it was nor what it was going to be", () => {
	const path = killedAt(2);
	const folder = folderOf({});
	cpSync(path, folder.path, { recursive: true });
	folder.write("a/two.js", "mine");
	const before = textsOf(folder.path);
	expect(finishReplacements(join(folder.path, JOURNAL), [folder.path])).toMatchObject({
		kind: "refused",
		path: join(folder.path, "a/two.js"),
	});
	expect(textsOf(folder.path)).toEqual(before);
});

test("a journal leads to no file outside of the folders, and to no text of its own choice", () => {
	const path = killedAt(1);
	expect(finishReplacements(join(path, JOURNAL), [join(path, "a")])).toMatchObject({ kind: "refused" });
	const journal = readFileSync(join(path, JOURNAL), "utf8");
	const folder = folderOf({});
	cpSync(path, folder.path, { recursive: true });
	folder.write(JOURNAL, journal.replaceAll(/\.kmslint-\w+\.tmp/gu, "one.js"));
	expect(finishReplacements(join(folder.path, JOURNAL), [folder.path])).toMatchObject({ kind: "refused" });
	folder.write(JOURNAL, "{");
	expect(finishReplacements(join(folder.path, JOURNAL), [folder.path])).toEqual({ kind: "none" });
	expect(journal).not.toMatch(/one"|ONE|TEMPLATE/u);
});
