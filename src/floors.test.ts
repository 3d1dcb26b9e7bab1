import { RULE_NAMES } from "../rules/rule-names.ts";
import { describe, expect, test } from "vitest";
import {
	circlesOf,
	filesOfHouse,
	floorsBetween,
	HOUSE,
	importsOf,
	roomsAround,
	TESTING_FLOOR,
	textOf,
} from "./testing/house.ts";

const FILES = filesOfHouse();

/** A room of more lines has rooms inside, with floors of their own. */
const LARGEST_ROOM = 5000;

function isShipped(path: string): boolean {
	return (roomsAround(path)[0]?.floor ?? TESTING_FLOOR) < TESTING_FLOOR;
}

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
		const sizes = new Map<string, number>();
		for (const path of FILES) {
			// The folder of a rule is a room of its own.
			const inner = /^rules\/[\w-]+(?=\/)/u.exec(path)?.[0] ?? roomsAround(path).at(-1)?.path ?? "";
			sizes.set(inner, (sizes.get(inner) ?? 0) + textOf(path).split("\n").length - 1);
		}
		const large = [...sizes].filter(([, lines]) => lines > LARGEST_ROOM).map(([path]) => path);
		expect(large).toEqual([]);
	});

	test("every room of the table is there", () => {
		const paths = (rooms: typeof HOUSE): readonly string[] =>
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

	test("no comment makes an exception from formatting, types or style", () => {
		const exception =
			/^\s*(?:\/\/|\/\*)\s*(?:(?:eslint|oxlint)-disable|prettier-ignore|@ts-|(?:v8|c8|istanbul) ignore)/mu;
		expect(exception.test("\t// eslint-disable-next-line no-eval")).toBe(true);
		expect(FILES.filter((path) => exception.test(textOf(path)))).toEqual([]);
	});

	test("rules are named in their own room alone", () => {
		const named = new RegExp(`["'\`/](?:${RULE_NAMES.join("|")})["'\`/]`, "u");
		const shipped = FILES.filter((path) => path.startsWith("src/") && isShipped(path));
		expect(shipped.filter((path) => named.test(textOf(path)))).toEqual([]);
	});

	/** `rules/<name>.ts`, and what is in the folder beside it. */
	const ruleOf = (path: string): string | null => /^rules\/([\w-]+)(?:\.ts$|\/)/u.exec(path)?.[1] ?? null;
	const usersOf = (path: string): readonly string[] => FILES.filter((user) => importsOf(user).includes(path));

	test("the folder of a rule is for that rule", () => {
		const inFolders = FILES.filter((path) => /^rules\/.*\//u.test(path));
		const lent = inFolders.flatMap((path) =>
			usersOf(path).flatMap((user) => (ruleOf(user) === ruleOf(path) ? [] : [`${user} imports ${path}`])),
		);
		expect(inFolders.map(ruleOf).filter((rule) => rule === null || !RULE_NAMES.includes(rule))).toEqual([]);
		expect(lent).toEqual([]);
	});

	test("what one rule alone needs is in its folder, or makes its offers", () => {
		const shared = FILES.filter((path) => path.startsWith("src/rule/") && !path.startsWith("src/rule/offers/"));
		const forOne = shared.filter((path) => {
			const rules = new Set(usersOf(path).map(ruleOf));
			return rules.size === 1 && !rules.has(null);
		});
		expect(forOne).toEqual([]);
	});

	/** The syntax trees of programs and of templates, and what walks them. */
	const NAMES_NODES =
		/TSESTree|TSESLint|AST_NODE_TYPES|nodesOf|\.parent\b|Template(?:File|Node|Scalar|Mapping|Sequence)\b|\btype === "[A-Z]\w+(?:Expression|Declaration|Declarator|Statement|Literal|Pattern|Property|Identifier|Element)"/u;

	/** Only the dialects, and the rewrite of programs, know what a text is parsed into. */
	const KNOWS_NODES = /^src\/(?:languages|fix\/lookup)\//u;

	test("a syntax tree is known to the dialects and the rewrite alone; others get spans and facts", () => {
		const others = FILES.filter((path) => isShipped(path) && !KNOWS_NODES.test(path));
		expect(others.filter((path) => NAMES_NODES.test(textOf(path)))).toEqual([]);
		expect(others.some((path) => path.startsWith("src/rule/"))).toBe(true);
	});

	test("dialects are known by their table alone", () => {
		const others = FILES.filter((path) => isShipped(path) && !path.startsWith("src/languages/"));
		const known = others.filter((path) =>
			importsOf(path).some((target) => /^src\/languages\/(?:template|javascript|cdk)\//u.test(target)),
		);
		expect(known).toEqual([]);
	});

	test.each([
		['import type { TSESTree } from "@typescript-eslint/utils";'],
		["const around = node.parent;"],
		['if (node.type === "MemberExpression") {'],
		["for (const node of nodesOf(module, kind)) {"],
		["function walk(node: TemplateNode): void {"],
	])("what names a node would be found: %s", (line) => {
		expect(NAMES_NODES.test(line)).toBe(true);
	});

	test("only the plugin imports the table of the rules", () => {
		const users = FILES.filter(
			(path) => path.startsWith("src/") && importsOf(path).some((target) => target.startsWith("rules/")),
		);
		expect(users.filter((path) => roomsAround(path)[0]?.floor !== TESTING_FLOOR)).toEqual(["src/plugin.ts"]);
	});

	test("a linter's start never loads what only a developer needs", () => {
		for (const path of FILES.filter(isShipped)) {
			expect(
				/^import (?!type )[^;]*from "(?:@aws-cdk\/cloudformation-diff|@typescript-eslint\/utils|typescript|aws-cdk-lib|@aws-sdk\/[\w-]+)"/mu.test(
					textOf(path),
				),
				path,
			).toBe(false);
		}
	});
});

/** `<!-- begin way: template -->` and the drawing after it, in docs/architecture.md. */
const WAY = /<!-- begin way: (\w+) -->\n```text\n([^]*?)```\n<!-- end way -->/gu;

/** `  → src/cli/run.ts  what it does`; `⇢ rules/x.ts  [src/rule/rule.ts]` where an interface is between the two. */
const STEP = /^( *)(?:([→⇢]) )?([\w./-]+\.ts)(?: +(?:\[([\w./-]+\.ts)\])?.*)?$/u;

describe("the drawing of the ways through the house", () => {
	const ways = [...textOf("docs/architecture.md").matchAll(WAY)].map(([, name = "", drawing = ""]) => ({
		name,
		steps: drawing.trimEnd().split("\n"),
	}));

	test("follows a template, a CDK file, a handler and an assembly", () => {
		expect(ways.map(({ name }) => name)).toEqual(["template", "cdk", "handler", "assembly"]);
	});

	test.each(ways)("of $name has a file in each line, and an import in each arrow", ({ steps }) => {
		const above: string[] = [];
		for (const line of steps) {
			const [, indentation = "", arrow, path = "", between] = STEP.exec(line) ?? [];
			const depth = indentation.length / 2;
			expect(FILES, line).toContain(path);
			expect(arrow === undefined, line).toBe(depth === 0);
			above.splice(depth, Infinity, path);
			const importer = above[depth - 1];
			if (importer !== undefined) {
				const imports = importsOf(importer);
				expect(imports, `${importer} imports no ${between ?? path}`).toContain(between ?? path);
				if (arrow === "⇢") {
					expect(importsOf(path), `${path} imports no ${String(between)}`).toContain(between);
				}
			}
		}
	});

	test("an arrow without an import would be found", () => {
		expect(importsOf("src/text/span.ts")).not.toContain("src/cli/run.ts");
		expect(STEP.exec("    ⇢ rules/a.ts  [src/rule/rule.ts] asked")?.slice(1)).toEqual([
			"    ",
			"⇢",
			"rules/a.ts",
			"src/rule/rule.ts",
		]);
	});
});
