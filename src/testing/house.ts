import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** A room of the house: a folder, or a file that stands by itself. */
export interface Room {
	readonly path: string;
	/** A room imports from lower floors alone; rooms on one floor do not meet. */
	readonly floor: number;
	/** Rooms inside, on floors of their own. The room's own files stand above them all. */
	readonly rooms?: readonly Room[];
}

/** The house. Text flows one way. Moving a room means editing this table in the same commit. */
export const HOUSE: readonly Room[] = [
	{ path: "src/text", floor: 1 },
	{ path: "src/files", floor: 1 },
	{ path: "src/model", floor: 2 },
	{
		path: "src/languages",
		floor: 3,
		rooms: [
			{ path: "src/languages/directive.ts", floor: 1 },
			{ path: "src/languages/directives-at.ts", floor: 2 },
			{ path: "src/languages/cloudformation", floor: 1 },
			{ path: "src/languages/program", floor: 1 },
			{ path: "src/languages/dialect.ts", floor: 2 },
			{ path: "src/languages/handler", floor: 2 },
			{ path: "src/languages/template", floor: 3 },
			{
				path: "src/languages/cdk",
				floor: 3,
				rooms: [
					{ path: "src/languages/cdk/evaluate", floor: 1 },
					{ path: "src/languages/cdk/spec", floor: 2 },
					{ path: "src/languages/cdk/translate", floor: 3 },
					{ path: "src/languages/cdk/write", floor: 3 },
					{ path: "src/languages/cdk/constructs", floor: 4 },
				],
			},
			{ path: "src/languages/assembly", floor: 4 },
			{ path: "src/languages/javascript", floor: 4 },
		],
	},
	{ path: "src/detect", floor: 3 },
	{
		path: "src/fix",
		floor: 3,
		rooms: [
			{
				path: "src/fix/lookup",
				floor: 1,
				rooms: [
					{ path: "src/fix/lookup/lookup.ts", floor: 1 },
					{ path: "src/fix/lookup/refusal.ts", floor: 1 },
					{ path: "src/fix/lookup/walk.ts", floor: 1 },
					{ path: "src/fix/lookup/reading", floor: 2 },
					{ path: "src/fix/lookup/target", floor: 3 },
					{ path: "src/fix/lookup/writing", floor: 4 },
				],
			},
		],
	},
	{
		path: "src/rule",
		floor: 4,
		rooms: [
			{ path: "src/rule/found-secret.ts", floor: 1 },
			{ path: "src/rule/lookup-needs.ts", floor: 1 },
			{ path: "src/rule/rule.ts", floor: 2 },
			{ path: "src/rule/hardcoded-secret.ts", floor: 2 },
			{ path: "src/rule/file", floor: 3 },
			{ path: "src/rule/masking", floor: 4 },
			{ path: "src/rule/offers", floor: 4 },
		],
	},
	{ path: "rules", floor: 5 },
	{ path: "src/plugin.ts", floor: 6 },
	{ path: "src/index.ts", floor: 7 },
	{ path: "src/report", floor: 6 },
	{ path: "src/lint", floor: 7 },
	{ path: "src/cli", floor: 8 },
	{ path: "src/cdk.ts", floor: 8 },
	// Not shipped: what measures, writes pages and serves tests may look at everything.
	{
		path: "src/testing",
		floor: 9,
		rooms: [
			{ path: "src/testing/dedent.ts", floor: 1 },
			{ path: "src/testing/fake-secret.ts", floor: 1 },
			{ path: "src/testing/aws-double", floor: 2 },
			{ path: "src/testing/texts", floor: 2 },
			{ path: "src/testing/secret-texts", floor: 2 },
		],
	},
	{ path: "src/bench", floor: 10 },
	{ path: "src/fuzz", floor: 10 },
	{ path: "docs", floor: 10 },
];

const ROOT = resolve(import.meta.dirname, "../..");

/** Every file of the house that is no test, from the root of the repository, with `/`. */
export function filesOfHouse(): readonly string[] {
	return ["src", "rules", "docs"].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
			.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
			.map((name) => join(folder, name).replaceAll("\\", "/")),
	);
}

/** The text of a file of the house. */
export function textOf(path: string): string {
	return readFileSync(join(ROOT, path), "utf8");
}

/** What a file imports of the house, types too. */
export function importsOf(path: string): readonly string[] {
	return [...textOf(path).matchAll(/(?:from|import\()\s*"(\.{1,2}\/[\w./-]+\.ts)"/gu)].map(([, target = ""]) =>
		relative(ROOT, resolve(ROOT, dirname(path), target)).replaceAll("\\", "/"),
	);
}

/** The rooms that a file stands in, the outermost first. */
export function roomsAround(path: string, rooms: readonly Room[] = HOUSE): readonly Room[] {
	const room = rooms.find(({ path: at }) => path === at || path.startsWith(`${at}/`));
	return room === undefined ? [] : [room, ...roomsAround(path, room.rooms ?? [])];
}

/**
 * The two floors that an import leads between, in the innermost room that holds both files; null where both stand in
 * that room itself, on no floor of their own.
 */
export function floorsBetween(from: string, to: string): readonly [from: number, to: number] | null {
	const above = roomsAround(from);
	const below = roomsAround(to);
	const at = above.findIndex((room, depth) => room !== below[depth]);
	const depth = at === -1 ? above.length : at;
	const [upper, lower] = [above[depth], below[depth]];
	// A room's own files stand above the rooms inside.
	return upper === undefined && lower === undefined ? null : [upper?.floor ?? Infinity, lower?.floor ?? Infinity];
}

/** The circles of files that import each other, through any number of others; each file in one circle at most. */
export function circlesOf(imports: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
	// Tarjan's strongly connected components.
	const order = new Map<string, number>();
	const lowest = new Map<string, number>();
	const open: string[] = [];
	const circles: (readonly string[])[] = [];
	const visit = (path: string): void => {
		order.set(path, order.size);
		lowest.set(path, order.size - 1);
		open.push(path);
		for (const target of imports.get(path) ?? []) {
			if (!order.has(target)) {
				visit(target);
			}
			if (open.includes(target)) {
				lowest.set(path, Math.min(lowest.get(path) ?? 0, lowest.get(target) ?? 0));
			}
		}
		if (lowest.get(path) === order.get(path)) {
			const circle = open.splice(open.indexOf(path));
			if (circle.length > 1 || imports.get(path)?.includes(path) === true) {
				circles.push(circle);
			}
		}
	};
	for (const path of imports.keys()) {
		if (!order.has(path)) {
			visit(path);
		}
	}
	return circles;
}
