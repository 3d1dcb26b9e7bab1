import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { CONSTRUCTS } from "./table.ts";

const require = createRequire(import.meta.url);

/** The expressions that messages suggest for a value in CDK, with the construct that takes them. */
const EXPRESSIONS = [...CONSTRUCTS].flatMap(([construct, { members = {} }]) =>
	Object.values(members).flatMap((byValue) =>
		Object.values(byValue).map((expression) => [expression, construct] as const),
	),
);

describe("the expression for a value exists in CDK", () => {
	test.each(EXPRESSIONS)("%s of %s", (expression, construct) => {
		const [module = ""] = construct.split(".");
		const classes = require(`aws-cdk-lib/${module}`) as Record<string, Record<string, unknown> | undefined>;
		const [, name = "", member = "", call] = /^(\w+)\.(\w+)(\(\))?$/u.exec(expression) ?? [];
		const found = classes[name]?.[member];
		expect(found).toBeDefined();
		expect(typeof found === "function").toBe(call !== undefined);
	});
});
