import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { copyApplication } from "../src/testing/application-copy.ts";

const ROOT = resolve(import.meta.dirname, "..");
const GUIDES = readdirSync(join(ROOT, "docs/guides")).map((name) => `docs/guides/${name}`);

/** `<!-- story: application -->`, which the commands after it are run in, one after the other. */
const STORY = /<!-- story: ([a-z-]+) -->/u;

/** A block, with the file that it is a part of, if it says so. */
const BLOCK = /(?:<!-- part of: (\S+) -->\n)?```(\w+)\n([^]*?)```/gu;

/** What the reader runs beside the command. */
const OTHERS = /^(?:npm (?:install|run) |npx (?:cdk|ampx) |sam |terraform |git |aws |pre-commit |#|$)/u;

/** How long a run takes is the machine's affair. */
const still = (text: string): string => text.replaceAll(/\d+\.\d s$/gmu, "0.0 s");

/** Each row without what is around it, so that a guide may show rows of a block without their indentation. */
const rows = (text: string): string => text.replaceAll(/^[ \t]+/gmu, "").trim();

describe.each(GUIDES)("%s", (path) => {
	const guide = readFileSync(join(ROOT, path), "utf8");

	test("has a story", () => {
		expect(guide).toMatch(STORY);
	});

	// UPDATE_DOCS=1 writes what the commands print.
	test("shows what its commands print and write, run one after the other", async () => {
		const folder = copyApplication(STORY.exec(guide)?.[1] ?? "");
		let printed: string | null = null;
		let updated = guide;
		try {
			for (const [block, file, language, text = ""] of guide.matchAll(BLOCK)) {
				if (language === "sh") {
					for (const line of text.split("\n")) {
						const argv = /^npx kmslint(?: (.*))?$/u.exec(line);
						if (argv === null) {
							expect(line).toMatch(OTHERS);
							continue;
						}
						const said = await folder.run((argv[1] ?? "").split(" ").filter((word) => word !== ""));
						expect(said.code, `${line}\n${said.stderr}`).toBeLessThan(2);
						printed = said.stdout;
					}
				} else if (language === "text" && printed !== null) {
					updated = updated.replace(block, () => `\`\`\`text\n${still(printed ?? "")}\`\`\``);
					printed = null;
				} else if (file !== undefined) {
					expect(rows(readFileSync(join(folder.path, file), "utf8"))).toContain(rows(text));
				}
			}
		} finally {
			folder.remove();
		}
		if (process.env["UPDATE_DOCS"] === "1") {
			writeFileSync(join(ROOT, path), updated);
			return;
		}
		expect(guide).toBe(updated);
	});
});
