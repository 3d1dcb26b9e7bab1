import { describe, expect, test } from "vitest";
import {
	circlesOf,
	filesOfHouse,
	floorsBetween,
	HOUSE,
	importsOf,
	roomsAround,
	textOf,
	type Room,
} from "./testing/house.ts";

const FILES = filesOfHouse();

/** A room of more lines has rooms inside, with floors of their own. */
const LARGEST_ROOM = 5000;

describe("the house", () => {
	test.each(FILES)("%s imports from below", (path) => {
		expect(roomsAround(path), `${path} stands on no floor`).not.toEqual([]);
		for (const target of importsOf(path)) {
			expect(roomsAround(target), `${path} imports ${target}, which stands on no floor`).not.toEqual([]);
			const between = floorsBetween(path, target);
			expect(
				between === null || between[1] < between[0],
				`${path} imports ${target} from its own floor or above`,
			).toBe(true);
		}
	});

	test("no file imports itself through others", () => {
		expect(circlesOf(new Map(FILES.map((path) => [path, importsOf(path)])))).toEqual([]);
	});

	test("a circle would be found", () => {
		const found = circlesOf(
			new Map([
				["a", ["b"]],
				["b", ["c", "d"]],
				["c", ["a"]],
				["d", []],
				["e", ["a"]],
			]),
		);
		expect(found.map((circle) => [...circle].sort())).toEqual([["a", "b", "c"]]);
	});

	test("no room is too large to look around in", () => {
		const sizes = new Map<Room, number>();
		for (const path of FILES) {
			const inner = roomsAround(path).at(-1);
			if (inner !== undefined) {
				sizes.set(inner, (sizes.get(inner) ?? 0) + textOf(path).split("\n").length - 1);
			}
		}
		const large = [...sizes].filter(([, lines]) => lines > LARGEST_ROOM).map(([{ path }]) => path);
		expect(large).toEqual([]);
	});

	test("every room of the table is there", () => {
		const paths = (rooms: readonly Room[]): readonly string[] =>
			rooms.flatMap(({ path, rooms: inner = [] }) => [path, ...paths(inner)]);
		const missing = paths(HOUSE).filter(
			(path) => !FILES.some((file) => file === path || file.startsWith(`${path}/`)),
		);
		expect(missing).toEqual([]);
	});

	test.each(FILES)("%s imports the files that define things, from no index", (path) => {
		for (const target of importsOf(path)) {
			// `rules/index.ts` is the table of the rules, which defines what it exports.
			expect(target.endsWith("/index.ts") && target !== "rules/index.ts", `${path} imports ${target}`).toBe(
				false,
			);
		}
	});

	test("only the plugin imports the table of the rules", () => {
		const users = FILES.filter(
			(path) => path.startsWith("src/") && importsOf(path).some((target) => target.startsWith("rules/")),
		);
		expect(users.filter((path) => roomsAround(path)[0]?.floor !== 9)).toEqual(["src/plugin.ts"]);
	});

	test("a linter's start never loads what only a developer needs", () => {
		for (const path of FILES.filter((name) => (roomsAround(name)[0]?.floor ?? 9) < 9)) {
			expect(
				/^import (?!type )[^;]*from "(?:@aws-cdk\/cloudformation-diff|@typescript-eslint\/utils|typescript|aws-cdk-lib|@aws-sdk\/[\w-]+)"/mu.test(
					textOf(path),
				),
				path,
			).toBe(false);
		}
	});
});
