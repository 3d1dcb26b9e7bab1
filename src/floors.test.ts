import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

/**
 * The house. Text flows one way, so a room imports from lower floors alone; rooms on one floor do not meet. Moving a
 * room
 * means editing this table in the same commit.
 */
const FLOORS: readonly (readonly [room: string, floor: number])[] = [
	["src/text", 1],
	["src/files", 1],
	["src/model", 2],
	["src/languages", 3],
	["src/detect", 3],
	["src/fix", 3],
	["src/rule", 4],
	["rules", 5],
	["src/plugin.ts", 6],
	["src/index.ts", 7],
	["src/report", 6],
	["src/lint", 7],
	["src/cli", 8],
	["src/cdk.ts", 8],
	// Not shipped: what measures, writes pages and serves tests may look at everything.
	["src/bench", 10],
	["src/testing", 9],
	["src/fuzz", 10],
	["docs", 10],
];

const ROOT = resolve(import.meta.dirname, "..");

function roomOf(path: string): readonly [string, number] | undefined {
	return FLOORS.find(([room]) => path === room || path.startsWith(`${room}/`));
}

const FILES = ["src", "rules", "docs"].flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".ts"))
		.map((name) => join(folder, name).replaceAll("\\", "/")),
);

function importsOf(path: string): readonly string[] {
	const text = readFileSync(join(ROOT, path), "utf8");
	return [...text.matchAll(/(?:from|import\()\s*"(\.{1,2}\/[^"]+)"/gu)].map((match) =>
		relative(ROOT, resolve(ROOT, dirname(path), match[1] ?? "")).replaceAll("\\", "/"),
	);
}

describe("the house", () => {
	test.each(FILES.filter((path) => !path.endsWith(".test.ts")))("%s imports from below", (path) => {
		const room = roomOf(path);
		expect(room, `${path} stands on no floor`).toBeDefined();
		for (const target of importsOf(path)) {
			const other = roomOf(target);
			expect(other, `${path} imports ${target}, which stands on no floor`).toBeDefined();
			const sameRoom = other?.[0] === room?.[0];
			expect(
				sameRoom || (other?.[1] ?? 99) < (room?.[1] ?? 0),
				`${path} imports ${target} from its own floor or above`,
			).toBe(true);
		}
	});

	test.each(FILES.filter((path) => !path.endsWith(".test.ts")))(
		"%s imports the files that define things, from no index",
		(path) => {
			for (const target of importsOf(path)) {
				// `rules/index.ts` is the table of the rules, which defines what it exports.
				expect(target.endsWith("/index.ts") && target !== "rules/index.ts", `${path} imports ${target}`).toBe(
					false,
				);
			}
		},
	);

	test("only the plugin imports the table of the rules", () => {
		const users = FILES.filter(
			(path) =>
				path.startsWith("src/") &&
				!path.endsWith(".test.ts") &&
				importsOf(path).some((target) => target.startsWith("rules/")),
		);
		expect(users.filter((path) => roomOf(path)?.[1] !== 9)).toEqual(["src/plugin.ts"]);
	});

	test("a linter's start never loads what only a developer needs", () => {
		for (const path of FILES.filter((name) => (roomOf(name)?.[1] ?? 9) < 9 && !name.endsWith(".test.ts"))) {
			const text = readFileSync(join(ROOT, path), "utf8");
			expect(
				/^import (?!type )[^;]*from "(?:@aws-cdk\/cloudformation-diff|@typescript-eslint\/utils|typescript|aws-cdk-lib|@aws-sdk\/[\w-]+)"/mu.test(
					text,
				),
				path,
			).toBe(false);
		}
	});
});
