import { beforeAll, expect, test } from "vitest";
import type { SourceModule } from "../program/source-module.ts";
import type { TSESTree } from "@typescript-eslint/utils";
import { WorkCounter } from "../../testing/work-counter.ts";

const counter = new WorkCounter();
let moduleOf: (code: string) => SourceModule;
let secretValues: (module: SourceModule) => ReadonlySet<TSESTree.Node>;

beforeAll(async () => {
	({ moduleOf } = await import("../../testing/read-module.ts"));
	({ secretValues } = await import("./secret-values.ts"));
});

const each = (count: number, piece: (index: string) => string): string =>
	Array.from({ length: count }, (_, index) => piece(String(index))).join("\n");

/** Programs in which many values are reached from many places. */
const KINDS: readonly (readonly [name: string, text: (count: number) => string])[] = [
	[
		"methods of one name",
		(count) => each(count, (at) => `class A${at} { get() { return "${at}"; } s(c) { jwt.sign(c, this.get()); } }`),
	],
	[
		"results of one function",
		(count) =>
			`function f() { ${each(count, (at) => `if (a) return "${at}";`)} }${each(count, () => "jwt.sign(c, f());")}`,
	],
	[
		"fields of one class",
		(count) => `class A { ${each(count, (at) => `k${at} = "${at}"; s${at}(c) { jwt.sign(c, this.k${at}); }`)} }`,
	],
	[
		"properties of one object",
		(count) =>
			`const o = { ${each(count, (at) => `k${at}: "${at}",`)} };${each(count, (at) => `jwt.sign(c, o.k${at});`)}`,
	],
	[
		"items of one list",
		(count) => `const o = [${each(count, (at) => `"${at}",`)}];${each(count, (at) => `jwt.sign(c, o[i${at}]);`)}`,
	],
	["values of one variable", (count) => `let k = "a";${each(count, (at) => `k = k + "${at}"; jwt.sign(c, k);`)}`],
];

test.each(KINDS)("the work grows no faster than the program: %s", (_name, text) => {
	const works: number[] = [];
	for (const count of [5, 20, 40, 80]) {
		const module = moduleOf(text(count));
		let found = 0;
		const blocks = counter.count(() => {
			found = secretValues(module).size;
		});
		expect(found).toBeGreaterThanOrEqual(count / 2);
		works.push(
			[...blocks].reduce((sum, [place, runs]) => (place.startsWith("secret-values.ts ") ? sum + runs : sum), 0),
		);
	}
	const [, one = 0, two = 0, four = 0] = works;
	expect(Math.log2((four - two) / (two - one))).toBeLessThanOrEqual(1.2);
});
